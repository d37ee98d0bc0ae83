"""The options about a baseline: comparing with it, writing it, taking stale entries out of it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reportlint.baseline import Entry, compare, entries_of, read_baseline, without, write_baseline
from reportlint.cli_texts import say
from reportlint.cli_write import tell
from reportlint.errors import ConfigError
from reportlint.findings import FileResult


class Baseline(NamedTuple):
    """Results compared with a baseline, and what is to be written once they are printed.

    ``writes`` are files with their entries, ``told`` are lines for standard error.
    """

    files: tuple[FileResult, ...]
    writes: tuple[tuple[Path, tuple[Entry, ...]], ...] = ()
    told: tuple[str, ...] = ()


def wanted_baseline(options: Namespace) -> tuple[Entry, ...] | None:
    """The entries of --baseline, None without it.

    Raises ConfigError for a file that is none, and for --update-baseline alone.
    """
    if options.baseline is not None:
        return read_baseline(options.baseline)
    if options.update_baseline:
        raise ConfigError(say("no_baseline", options.lang))
    return None


def with_baseline(
    files: tuple[FileResult, ...], entries: tuple[Entry, ...] | None, options: Namespace
) -> Baseline:
    """The results with what the baseline names set aside."""
    done = Baseline(files)
    if entries is not None:
        done = _compared(files, entries, options)
    if options.write_baseline is not None:
        new = entries_of(done.files)
        told = say("baseline_written", options.lang, n=len(new), name=options.write_baseline)
        done = Baseline(
            compare(done.files, new).files,
            (*done.writes, (options.write_baseline, new)),
            (*done.told, told),
        )
    return done


def _compared(files: tuple[FileResult, ...], entries: tuple[Entry, ...], options: Namespace) -> Baseline:
    compared, stale = compare(files, entries)
    if not stale:
        return Baseline(compared)
    key = "baseline_updated" if options.update_baseline else "baseline_stale"
    told = say(key, options.lang, n=len(stale), name=options.baseline)
    writes = ((options.baseline, without(entries, stale)),) if options.update_baseline else ()
    return Baseline(compared, writes, (told,))


def finish_baseline(done: Baseline, lang: str) -> None:
    """Write what is to be written, after the findings are printed. Raises ConfigError."""
    for path, entries in done.writes:
        _write(path, entries, lang)
    for line in done.told:
        tell(line)


def _write(path: Path, entries: Sequence[Entry], lang: str) -> None:
    try:
        write_baseline(path, entries)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise ConfigError(say("cannot_write_to", lang, name=path, text=detail)) from error
