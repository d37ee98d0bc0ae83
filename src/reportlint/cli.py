"""The command line: arguments to settings, engine to output, exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, TextIO

from reportlint.cli_options import (
    FAILED,
    FOUND,
    INTERRUPTED,
    LEVELS,
    OK,
    Parser,
    add_report_options,
    base_parser,
    settings_of,
    wanted_language,
)
from reportlint.cli_show import run_explain, run_extract, run_rules
from reportlint.cli_texts import say
from reportlint.cli_write import complain, write
from reportlint.engine import check_file, unreadable
from reportlint.errors import ConfigError, ReadError, ReportlintError
from reportlint.files import Found, Input, find_files
from reportlint.findings import FileResult, Result
from reportlint.load import read_stream
from reportlint.output import FORMATTERS, OutputOptions
from reportlint.plugins import Catalog, load_catalog
from reportlint.rule import Level, Rule
from reportlint.settings import Settings, selected
from reportlint.version import __version__

# Reports are tuples in tuples: looking for cycles among them so seldom saves a tenth of the time.
_OBJECTS: Final = 20_000


def check_parser(lang: str) -> Parser:
    """The parser of ``reportlint [check] PATH…``."""
    parser = base_parser(lang, say("usage", lang))
    parser.description = f"{say('about', lang)}\n\n{say('usage', lang)}"
    parser.epilog = say("exit_codes", lang)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=say("paths", lang))
    add_report_options(parser, lang, "2008 2014 2019 2021")
    for name in ("select", "ignore", "extend-select", "extend-ignore"):
        text = say(name.replace("-", "_"), lang)
        parser.add_argument(f"--{name}", action="append", default=[], metavar="RULES", help=text)
    parser.add_argument("--level", action="append", default=[], metavar="CODE=LEVEL", help=say("level", lang))
    levels = [level.value for level in LEVELS]
    parser.add_argument("--fail-on", choices=levels, default="warning", help=say("fail_on", lang))
    formats = say("format", lang, values=" ".join(FORMATTERS))
    parser.add_argument("--output-format", default="full", metavar="FORMAT", help=formats)
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help=say("color", lang)
    )
    parser.add_argument("-q", "--quiet", action="store_true", help=say("quiet", lang))
    parser.add_argument("--stdin-filename", metavar="NAME", help=say("stdin_filename", lang))
    parser.add_argument("--exit-zero", action="store_true", help=say("exit_zero", lang))
    parser.add_argument("--allow-empty", action="store_true", help=say("allow_empty", lang))
    parser.add_argument(
        "--version", action="version", version=f"reportlint {__version__}", help=say("version", lang)
    )
    return parser


# --- check ------------------------------------------------------------------------------------


def run_check(arguments: Sequence[str], lang: str) -> int:
    """``reportlint [check] PATH…``: print findings, return the exit code."""
    options = check_parser(lang).parse_args(arguments)
    catalog = load_catalog()
    formats: dict[str, Callable[[Result, OutputOptions], str]] = {**FORMATTERS, **catalog.formats}
    if options.output_format not in formats:
        raise ConfigError(
            say("bad_format", options.lang, text=options.output_format, values=", ".join(formats))
        )
    settings = settings_of(options, catalog)
    rules = selected(catalog.rules, settings)
    if not options.paths:
        raise ConfigError(say("see_help", options.lang, text=say("no_path", options.lang)))
    found = find_files(options.paths, catalog.suffixes)
    results = tuple(
        _check_input(one, catalog, rules, settings, options.stdin_filename) for one in found.inputs
    )
    if results or not found.missing:
        shown = _output_options(options, catalog)
        if results:
            write(formats[options.output_format](Result(results, rules), shown), options.output_format)
    return _exit_code(results, found, options, catalog.suffixes)


def _check_input(
    one: Input, catalog: Catalog, rules: Sequence[Rule], settings: Settings, stdin_name: str | None
) -> FileResult:
    if one.shown != "-":
        return check_file(one.path, one.shown, catalog, rules, settings, walked=one.walked)
    name = stdin_name or "-"
    path = Path(stdin_name) if stdin_name else Path("stdin.txt")
    try:
        data = read_stream(sys.stdin and sys.stdin.buffer, settings)
    except ReadError as error:
        return unreadable(error, name, catalog, settings)
    return check_file(path, name, catalog, rules, settings, data=data)


def _output_options(options: Namespace, catalog: Catalog) -> OutputOptions:
    return OutputOptions(
        lang=options.lang,
        color=_wants_color(options.color, sys.stdout),
        quiet=options.quiet,
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


def _exit_code(
    results: Sequence[FileResult], found: Found, options: Namespace, suffixes: Iterable[str]
) -> int:
    """2 for what the user or the program did wrong, else 1 for findings, else 0."""
    failures = [failure for result in results for failure in result.failures]
    for failure in failures:
        complain(failure, options.lang)
    for name in found.missing:
        complain(say("missing", options.lang, name=name), options.lang)
    if failures or found.missing:
        return FAILED
    if not results:
        if options.allow_empty:
            return OK
        complain(say("empty", options.lang, suffixes=" ".join(sorted(suffixes))), options.lang)
        return FAILED
    limit = LEVELS.index(Level(options.fail_on))
    bad = any(
        finding.suppressed is None and LEVELS.index(finding.level) <= limit
        for result in results
        for finding in result.findings
    )
    unreadable = any(result.error is not None and result.error != "P006" for result in results)
    return FOUND if (bad or unreadable) and not options.exit_zero else OK


_COMMANDS: Final[dict[str, Callable[[Sequence[str], str], int]]] = {
    "check": run_check,
    "explain": run_explain,
    "rules": run_rules,
    "extract": run_extract,
}


def _command_at(given: Sequence[str]) -> int | None:
    """Where the sub-command stands: first, or after --lang."""
    at = 0
    while at < len(given) and given[at].startswith("--lang"):
        at += 1 if "=" in given[at] else 2
    return at if at < len(given) and given[at] in _COMMANDS else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    gc.set_threshold(_OBJECTS, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot hold a character shows ?
    lang = wanted_language(given)
    at = _command_at(given)
    try:
        if at is None:
            return run_check(given, lang)
        return _COMMANDS[given[at]]([*given[:at], *given[at + 1 :]], lang)
    except ReportlintError as error:
        complain(error.text(lang), lang)
        return FAILED
    except KeyboardInterrupt:
        complain(say("interrupted", lang), lang)
        return INTERRUPTED
    except BrokenPipeError:
        _silence_output()
        return OK
    except OSError as error:
        _silence_output()
        complain(say("cannot_write", lang, text=error.strerror or str(error)), lang)
        return FAILED


def _silence_output() -> None:
    """Whatever is still to be written goes nowhere, so that closing the stream raises nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
