"""The options about a baseline: comparing with it, writing it, taking stale entries out of it."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reportlint.baseline import (
    Entry,
    Seen,
    compare,
    entries_of,
    name_in,
    read_baseline,
    without,
    write_baseline,
)
from reportlint.cli_texts import say
from reportlint.cli_write import tell
from reportlint.errors import ConfigError, why
from reportlint.findings import FileResult, Result


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
    new = options.write_baseline
    if None not in (options.baseline, new) and os.path.abspath(new) == os.path.abspath(options.baseline):
        options.baseline = options.baseline if options.baseline.exists() else None  # it is only just made
    if options.baseline is not None:
        return read_baseline(options.baseline)
    if options.update_baseline:
        raise ConfigError(say("no_baseline", options.lang))
    return None


def with_baseline(result: Result, entries: tuple[Entry, ...] | None, options: Namespace) -> Baseline:
    """The results with what the baseline names set aside."""
    done = Baseline(result.files)
    if entries is not None:
        done = _compared(result, entries, options)
    if options.write_baseline is not None:
        folder = _folder(options.write_baseline)
        new = entries_of(done.files, folder)
        told = say("baseline_written", options.lang, n=len(new), name=options.write_baseline)
        done = Baseline(
            compare(done.files, new, Seen(folder)).files,
            (*done.writes, (options.write_baseline, new)),
            (*done.told, told),
        )
    return done


def _compared(result: Result, entries: tuple[Entry, ...], options: Namespace) -> Baseline:
    folder = _folder(options.baseline)
    walked = tuple(name_in(folder, one) for one in options.paths if Path(one).is_dir())
    seen = Seen(folder, walked, frozenset(rule.code for rule in result.rules))
    compared, stale, unknown = compare(result.files, entries, seen)
    told = []
    if stale:
        key = "baseline_updated" if options.update_baseline else "baseline_stale"
        told.append(say(key, options.lang, n=len(stale), name=options.baseline))
    if unknown and options.update_baseline:
        codes = ", ".join(sorted({entry.code for entry in unknown}))
        told.append(say("baseline_unknown", options.lang, n=len(unknown), name=options.baseline, codes=codes))
    writes = ((options.baseline, without(entries, stale)),) if options.update_baseline and stale else ()
    return Baseline(compared, writes, tuple(told))


def _folder(baseline: Path) -> Path:
    """The folder of a baseline, in full."""
    return Path(os.path.abspath(baseline)).parent


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
        raise ConfigError(say("cannot_write_to", lang, name=path, text=why(error, lang))) from error
