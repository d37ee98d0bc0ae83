"""Which formats a run writes, and where to."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from reportlint.atomic import write_atomic
from reportlint.cli_texts import say
from reportlint.cli_write import silence, write
from reportlint.errors import ConfigError, why
from reportlint.findings import Result
from reportlint.output import FOR_PEOPLE, FORMATTERS, STATISTICS, OutputOptions
from reportlint.plugins import Catalog
from reportlint.version import __version__

_WIDEST: Final = 100
_FOR_PLATFORMS: Final = ("sarif", "github", "gitlab", "checkstyle", "rdjson")
Format = Callable[[Result, OutputOptions], str]


class Printout(NamedTuple):
    """One output: the format's name, what makes its text, the file it goes to (None: standard output)."""

    name: str
    format: Format
    file: Path | None


def printouts(options: Namespace, catalog: Catalog) -> tuple[Printout, ...]:
    """The outputs that the options ask for; ConfigError for an unknown format or a file without one."""
    formats: dict[str, Format] = {**FORMATTERS, **catalog.formats}
    where = options.format_from if not options.format_from.startswith("--out") else ""
    named = f"{where}: output-format" if where else "--output-format"
    chosen = [
        Printout(options.output_format, _format(named, options.output_format, formats, options.lang), None)
    ]
    if options.statistics:
        name = options.output_format
        if name not in STATISTICS:
            values = ", ".join(STATISTICS)
            raise ConfigError(say("no_statistics", options.lang, text=name, values=values))
        chosen = [Printout(name, STATISTICS[name], None)]
    for spec in options.output:
        name, colon, file = spec.partition(":")
        if not colon or not file:
            raise ConfigError(say("bad_output", options.lang, text=spec))
        chosen.append(Printout(name, _format("--output", name, formats, options.lang), Path(file)))
    return tuple(chosen)


def _format(option: str, name: str, formats: Mapping[str, Format], lang: str) -> Format:
    if name not in formats:
        raise ConfigError(say("bad_format", lang, option=option, text=name, values=", ".join(formats)))
    return formats[name]


def print_result(
    result: Result,
    outputs: tuple[Printout, ...],
    options: Namespace,
    catalog: Catalog,
    stream: TextIO | None = None,
) -> None:
    """Write every output, those without a file to ``stream`` (None: standard output).

    Raises ConfigError for a file that cannot be written, after the others are.
    """
    failed: list[str] = []
    here = _seen_from_here(result)
    for one in outputs:
        told = _options(options, catalog, one.file is None and one.name in FOR_PEOPLE, stream)
        text = one.format(here if one.name in _FOR_PLATFORMS else result, told)
        try:
            if one.file is None:
                write(text, one.name in FOR_PEOPLE, stream)
            else:
                write_atomic(one.file, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            key = "cannot_write" if one.file is None else "cannot_write_to"
            failed.append(say(key, options.lang, name=one.file, text=why(error, options.lang)))
            if one.file is None:
                silence(sys.stdout)
    if failed:
        raise ConfigError("; ".join(failed))


def _seen_from_here(result: Result) -> Result:
    """The result with paths relative to the working folder where they lie below: platforms know no others."""
    here = f"{Path.cwd().as_posix()}/"
    files = [
        file._replace(
            path=file.path.removeprefix(here),
            findings=tuple(one._replace(file=one.file.removeprefix(here)) for one in file.findings),
        )
        if file.path.startswith(here)
        else file
        for file in result.files
    ]
    return result._replace(files=tuple(files))


def _options(options: Namespace, catalog: Catalog, colour: bool, stream: TextIO | None) -> OutputOptions:
    return OutputOptions(
        lang=options.lang,
        color=colour and _wants_color(options.color, stream if stream is not None else sys.stdout),
        quiet=options.quiet,
        width=_width(stream if stream is not None else sys.stdout),
        ambiguous_wide=options.ambiguous_wide,
        tool_version=__version__,
        rules_version=catalog.rules_version,
        rules_date=catalog.rules_date,
    )


def _width(stream: TextIO) -> int | None:
    """The columns of a terminal that is narrower than what is printed anywhere else."""
    if not stream.isatty():
        return None
    columns = shutil.get_terminal_size((_WIDEST, 0)).columns
    return columns - 1 if columns <= _WIDEST else None  # some terminals break a line that is just full


def _wants_color(choice: str, stream: TextIO) -> bool:
    """``auto``: on a terminal that knows colours; NO_COLOR and FORCE_COLOR have the last word, in this order."""
    told = os.environ
    able = stream.isatty() and told.get("TERM") != "dumb"
    auto = not told.get("NO_COLOR") and (able or bool(told.get("FORCE_COLOR")))
    on = choice == "always" or (choice == "auto" and auto)
    if on:
        from colorama import just_fix_windows_console  # loaded only where there is colour

        just_fix_windows_console()
    return on
