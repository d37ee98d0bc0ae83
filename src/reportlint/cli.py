"""The command line: arguments to settings, engine to output, exit code."""

from __future__ import annotations

import argparse
import datetime
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn, TextIO

from reportlint import explain as explaining
from reportlint.cli_texts import chinese, say
from reportlint.engine import build_report, check_file, read_data, read_file
from reportlint.errors import ConfigError, ReadError, ReportlintError
from reportlint.files import Found, Input, find_files
from reportlint.findings import FileResult, Result
from reportlint.output import FORMATTERS, OutputOptions, json_extract
from reportlint.parse import parse
from reportlint.plugins import Catalog, load_catalog
from reportlint.read import SUFFIXES
from reportlint.rule import Level, Rule
from reportlint.settings import ORGANS, Settings, check_selectors, check_settings, selected
from reportlint.stamp import texts
from reportlint.version import __version__

OK: Final = 0
FOUND: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130
_ORDER: Final = (Level.ERROR, Level.WARNING, Level.NOTE)


class _Parser(argparse.ArgumentParser):
    """A wrong call is one line, not a page."""

    def error(self, message: str) -> NoReturn:
        raise ConfigError(message, chinese(message))


# --- arguments ------------------------------------------------------------------------------


def language(environment: Mapping[str, str]) -> str:
    """ "en" only where the first set of LC_ALL, LC_MESSAGES, LANG starts with en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].startswith("en") else "zh"
    return "zh"


def _wanted_language(arguments: Sequence[str]) -> str:
    """The language before arguments are parsed, so that errors and help are in it."""
    for at, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in ("zh", "en"):
            return value
    return language(os.environ)


def _base_parser(lang: str, usage: str) -> _Parser:
    parser = _Parser(prog="reportlint", usage=argparse.SUPPRESS, add_help=False, allow_abbrev=False)
    parser.description = usage
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    for group, title in zip(parser._action_groups, ("arguments", "options"), strict=True):
        group.title = say(title, lang)
    parser.add_argument("-h", "--help", action="help", help=say("help", lang))
    parser.add_argument("--lang", choices=("zh", "en"), default=lang, help=say("lang", lang))
    return parser


def _add_report_options(parser: _Parser, lang: str, editions: str) -> None:
    parser.add_argument("--edition", help=say("edition", lang, values=editions))
    parser.add_argument("--organ", help=say("organ", lang, values=" ".join(ORGANS)))
    parser.add_argument("--year", type=int, help=say("year", lang))
    parser.add_argument("--due", metavar="DATE", help=say("due", lang))


def check_parser(lang: str) -> _Parser:
    """The parser of ``reportlint [check] PATH…``."""
    parser = _base_parser(lang, say("usage", lang))
    parser.description = f"{say('about', lang)}\n\n{say('usage', lang)}"
    parser.epilog = say("exit_codes", lang)
    parser.add_argument("paths", nargs="*", metavar="PATH", help=say("paths", lang))
    _add_report_options(parser, lang, "2008 2014 2019 2021")
    for name in ("select", "ignore", "extend-select", "extend-ignore"):
        text = say(name.replace("-", "_"), lang)
        parser.add_argument(f"--{name}", action="append", default=[], metavar="RULES", help=text)
    parser.add_argument("--level", action="append", default=[], metavar="CODE=LEVEL", help=say("level", lang))
    levels = [level.value for level in _ORDER]
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


def _listed(values: Sequence[str]) -> tuple[str, ...]:
    """The selectors of an option given once or more; an empty one stays, to be refused."""
    if values and not "".join(values).strip(" ,"):
        return ("",)
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _levels(values: Sequence[str], rules: Sequence[Rule], lang: str) -> dict[str, Level]:
    found: dict[str, Level] = {}
    for value in values:
        name, _, level = value.partition("=")
        if level not in [one.value for one in Level]:
            raise ConfigError(say("bad_level", lang, text=value))
        check_selectors([name], rules, "--level")
        wanted = (name.strip().upper(), name.strip().lower())
        found.update(
            {rule.code: Level(level) for rule in rules if rule.code == wanted[0] or rule.name == wanted[1]}
        )
    return found


def _settings(options: argparse.Namespace, catalog: Catalog) -> Settings:
    if options.due is not None:
        try:
            datetime.date.fromisoformat(options.due)
        except ValueError:
            raise ConfigError(say("bad_due", options.lang, text=options.due)) from None
    given = vars(options)
    settings = Settings(
        edition=options.edition,
        organ=options.organ,
        year=options.year,
        due=options.due,
        levels=_levels(given.get("level", ()), catalog.rules, options.lang),
        select=_listed(given.get("select", ())),
        ignore=_listed(given.get("ignore", ())),
        extend_select=_listed(given.get("extend_select", ())),
        extend_ignore=_listed(given.get("extend_ignore", ())),
    )
    check_settings(settings, [edition.name for edition in catalog.editions])
    return settings


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
    settings = _settings(options, catalog)
    rules = selected(catalog.rules, settings)
    if not options.paths:
        raise ConfigError(say("see_help", options.lang, text=say("no_path", options.lang)))
    found = find_files(options.paths)
    results = tuple(
        _check_input(one, catalog, rules, settings, options.stdin_filename) for one in found.inputs
    )
    if results or not found.missing:
        shown = _output_options(options, catalog)
        if results:
            write(formats[options.output_format](Result(results, rules), shown), options.output_format)
    return _exit_code(results, found, options)


def _check_input(
    one: Input, catalog: Catalog, rules: Sequence[Rule], settings: Settings, stdin_name: str | None
) -> FileResult:
    if one.shown != "-":
        return check_file(one.path, one.shown, catalog, rules, settings, walked=one.walked)
    name = stdin_name or "-"
    path = Path(stdin_name) if stdin_name else Path("stdin.txt")
    return check_file(path, name, catalog, rules, settings, data=sys.stdin.buffer.read())


def _output_options(options: argparse.Namespace, catalog: Catalog) -> OutputOptions:
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


def _exit_code(results: Sequence[FileResult], found: Found, options: argparse.Namespace) -> int:
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
        complain(say("empty", options.lang, suffixes=" ".join(sorted(SUFFIXES))), options.lang)
        return FAILED
    limit = _ORDER.index(Level(options.fail_on))
    bad = any(
        finding.suppressed is None and _ORDER.index(finding.level) <= limit
        for result in results
        for finding in result.findings
    )
    unreadable = any(result.error is not None and result.error != "P006" for result in results)
    return FOUND if (bad or unreadable) and not options.exit_zero else OK


# --- explain, rules, extract ---------------------------------------------------------------------


def run_explain(arguments: Sequence[str], lang: str) -> int:
    """``reportlint explain RULE``: a rule's page."""
    parser = _base_parser(lang, "reportlint explain RULE")
    parser.add_argument("rule", help=say("rule", lang))
    options = parser.parse_args(arguments)
    rule = explaining.find_rule(load_catalog().rules, options.rule, options.lang)
    write(explaining.explain(rule, explaining.load_page(rule), options.lang))
    return OK


def run_rules(arguments: Sequence[str], lang: str) -> int:
    """``reportlint rules``: the catalogue."""
    parser = _base_parser(lang, "reportlint rules [--select RULES] [--markdown]")
    parser.add_argument("--select", action="append", default=[], metavar="RULES", help=say("select", lang))
    parser.add_argument("--markdown", action="store_true", help=say("markdown", lang))
    options = parser.parse_args(arguments)
    catalog = load_catalog()
    rules = selected(catalog.rules, Settings(select=_listed(options.select) or ("ALL",)))
    table = explaining.rules_markdown if options.markdown else explaining.rules_table
    write(table(rules, options.lang))
    return OK


def run_extract(arguments: Sequence[str], lang: str) -> int:
    """``reportlint extract FILE…``: what was read, as JSON."""
    parser = _base_parser(lang, "reportlint extract FILE…")
    parser.add_argument("paths", nargs="+", metavar="FILE", help=say("paths", lang))
    _add_report_options(parser, lang, "2008 2014 2019 2021")
    parser.add_argument("--stdin-filename", metavar="NAME", help=say("stdin_filename", lang))
    options = parser.parse_args(arguments)
    catalog = load_catalog()
    settings = _settings(options, catalog)
    found = find_files(options.paths)
    reports, code = [], OK
    for one in found.inputs:
        try:
            if one.shown == "-":
                name = Path(options.stdin_filename or "stdin.txt")
                source = read_data(sys.stdin.buffer.read(), name, catalog)
            else:
                source = read_file(one.path, catalog, settings)
            reports.append(build_report(source, parse(source, catalog.labels), catalog, settings))
        except ReadError as error:
            complain(f"{one.shown}: {_unread_text(error, catalog, options.lang)}", options.lang)
            code = FOUND
    if reports:
        write(json_extract(reports), "json")
    for missing in found.missing:
        complain(say("missing", options.lang, name=missing), options.lang)
    return FAILED if found.missing or not found.inputs else code


def _unread_text(error: ReadError, catalog: Catalog, lang: str) -> str:
    rule = next(rule for rule in catalog.rules if rule.code == error.code)
    values: dict[str, Any] = {"line": error.line, "column": error.column, "detail": "", **error.values}
    return f"{rule.code} {texts(rule.messages.get(error.variant, rule.messages['']), values)[lang]}"


# --- writing -------------------------------------------------------------------------------------


def write(text: str, format_name: str = "full") -> None:
    """Text to standard output; machine formats are UTF-8 unless a person is looking."""
    if not text:
        return
    if not text.endswith("\n"):
        text += "\n"
    if format_name not in ("full", "concise") and not sys.stdout.isatty() and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def complain(text: str, lang: str) -> None:
    """One line on standard error."""
    sys.stderr.write(say("error", lang, text=text) + "\n")


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
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that cannot hold a character shows ?
    lang = _wanted_language(given)
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
