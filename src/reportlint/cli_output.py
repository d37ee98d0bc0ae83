"""Which formats a run writes, and where to."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TextIO

from reportlint.atomic import write_atomic
from reportlint.cli_texts import say
from reportlint.cli_write import write
from reportlint.errors import ConfigError
from reportlint.findings import Result
from reportlint.output import FOR_PEOPLE, FORMATTERS, STATISTICS, OutputOptions
from reportlint.plugins import Catalog
from reportlint.version import __version__

Format = Callable[[Result, OutputOptions], str]


class Printout(NamedTuple):
    """One output: the format's name, what makes its text, the file it goes to (None: standard output)."""

    name: str
    format: Format
    file: Path | None


def printouts(options: Namespace, catalog: Catalog) -> tuple[Printout, ...]:
    """The outputs that the options ask for; ConfigError for an unknown format or a file without one."""
    formats: dict[str, Format] = {**FORMATTERS, **catalog.formats}
    chosen = [
        Printout(
            options.output_format,
            _format("--output-format", options.output_format, formats, options.lang),
            None,
        )
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
    for one in outputs:
        told = _options(options, catalog, one.file is None and one.name in FOR_PEOPLE, stream)
        text = one.format(result, told)
        if one.file is None:
            write(text, one.name in FOR_PEOPLE, stream)
            continue
        try:
            write_atomic(one.file, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            detail = error.strerror or type(error).__name__
            failed.append(say("cannot_write_to", options.lang, name=one.file, text=detail))
    if failed:
        raise ConfigError("; ".join(failed))


def _options(options: Namespace, catalog: Catalog, colour: bool, stream: TextIO | None) -> OutputOptions:
    return OutputOptions(
        lang=options.lang,
        color=colour and _wants_color(options.color, stream if stream is not None else sys.stdout),
        quiet=options.quiet,
        ambiguous_wide=options.ambiguous_wide,
        tool_version=__version__,
        rules_version=catalog.rules_version,
        rules_date=catalog.rules_date,
    )


def _wants_color(choice: str, stream: TextIO) -> bool:
    on = choice == "always" or (choice == "auto" and stream.isatty() and not os.environ.get("NO_COLOR"))
    if on:
        from colorama import just_fix_windows_console  # loaded only where there is colour

        just_fix_windows_console()
    return on
