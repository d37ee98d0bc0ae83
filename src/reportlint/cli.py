"""The command line: arguments to settings, engine to output, exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from reportlint.cache import cache_folder
from reportlint.cli_annotate import run_annotate
from reportlint.cli_baseline import finish_baseline, wanted_baseline, with_baseline
from reportlint.cli_options import (
    FAILED,
    FOUND,
    INTERRUPTED,
    OK,
    Parser,
    add_packs,
    add_report_options,
    add_selection_options,
    asked_of,
    base_parser,
    positive,
    reaches,
    wanted_language,
)
from reportlint.cli_output import print_result, printouts
from reportlint.cli_show import run_clean, run_explain, run_extract, run_rules, run_show_settings
from reportlint.cli_test import run_test
from reportlint.cli_texts import say
from reportlint.cli_write import complain, tell
from reportlint.errors import ConfigError, ReportlintError
from reportlint.files import Found, Input, find_files
from reportlint.findings import FileResult, Result
from reportlint.output import FORMATTERS
from reportlint.run import Way, run_files
from reportlint.setups import Setup, fail_on_of, setups
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
    add_packs(parser, lang)
    add_selection_options(parser, lang)
    formats = say("format", lang, values=" ".join(FORMATTERS))
    parser.add_argument("--output-format", metavar="FORMAT", help=formats)
    parser.add_argument(
        "--output", action="append", default=[], metavar="FORMAT:FILE", help=say("output", lang)
    )
    parser.add_argument("--statistics", action="store_true", help=say("statistics", lang))
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help=say("color", lang)
    )
    parser.add_argument("-q", "--quiet", action="store_true", help=say("quiet", lang))
    parser.add_argument("--stdin-filename", metavar="NAME", help=say("stdin_filename", lang))
    parser.add_argument("--previous", action="append", default=[], metavar="PATH", help=say("previous", lang))
    for name in ("baseline", "write-baseline"):
        text = say(name.replace("-", "_"), lang)
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=text)
    parser.add_argument("--update-baseline", action="store_true", help=say("update_baseline", lang))
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help=say("exclude", lang)
    )
    parser.add_argument("--no-exclude", action="store_true", help=say("no_exclude", lang))
    parser.add_argument("-j", "--jobs", type=positive, metavar="N", help=say("jobs", lang))
    parser.add_argument("--no-cache", action="store_true", help=say("no_cache", lang))
    parser.add_argument("--walked", action="store_true", help=say("walked", lang))
    parser.add_argument("--allow-empty", action="store_true", help=say("allow_empty", lang))
    parser.add_argument(
        "--version", action="version", version=f"reportlint {__version__}", help=say("version", lang)
    )
    return parser


# --- check ------------------------------------------------------------------------------------


def run_check(arguments: Sequence[str], lang: str) -> int:
    """``reportlint [check] PATH…``: print findings, return the exit code."""
    options = check_parser(lang).parse_args(arguments)
    asked = asked_of(options)
    here = setups(asked)(Path(options.stdin_filename or "x"))
    _settle(options, here, arguments)
    outputs = printouts(options, here.catalog)
    if not options.paths:
        raise ConfigError(say("see_help", options.lang, text=say("no_path", options.lang)))
    baseline = wanted_baseline(options)
    found = find_files(options.paths, here.catalog.suffixes)
    inputs = [_as_asked(one, options) for one in found.inputs]
    kept_in = "" if options.no_cache else str(cache_folder())
    way = Way(options.jobs, kept_in, not options.no_exclude, tuple(options.previous))
    ran = run_files(inputs, asked, way, sys.stdin.buffer if sys.stdin else None)
    for name in ran.excluded:
        tell(say("excluded", options.lang, name=name))
    for key, values in ran.notices:
        tell(say(key, options.lang, **values))
    found = found._replace(missing=(*found.missing, *ran.missing))
    done = with_baseline(ran.result.files, baseline, options)
    if done.files or (options.allow_empty and not found.missing):
        print_result(Result(done.files, ran.result.rules), outputs, options, here.catalog)
    finish_baseline(done, options.lang)
    return _exit_code(done.files, found, bool(ran.excluded), here.catalog.suffixes, options)


def _settle(options: Namespace, here: Setup, arguments: Sequence[str]) -> None:
    """What configuration says of the run as a whole, where the call says nothing."""
    values = here.config.values

    def said(key: str, default: object) -> object:
        return values[key].value if key in values else default

    if "lang" in values and not any(one.split("=")[0] == "--lang" for one in arguments):
        options.lang = values["lang"].value
    options.fail_on = fail_on_of(here)
    options.output_format = said("output-format", "full")
    options.baseline = options.baseline or said("baseline", None)
    options.ambiguous_wide = said("ambiguous-width", "wide") == "wide"


def _as_asked(one: Input, options: Namespace) -> Input:
    """Standard input under its name; a hook's files as if they were met by walking."""
    if one.shown == "-":
        name = options.stdin_filename
        return Input(Path(name or "stdin.txt"), name or "-", options.walked, stdin=True)
    return one._replace(walked=one.walked or options.walked)


def _exit_code(
    results: Sequence[FileResult], found: Found, excluded: bool, suffixes: Iterable[str], options: Namespace
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
        if options.allow_empty or excluded:
            return OK
        complain(say("empty", options.lang, suffixes=" ".join(sorted(suffixes))), options.lang)
        return FAILED
    bad = any(reaches(result.findings, options.fail_on) for result in results)
    unreadable = any(result.error is not None and result.error != "P006" for result in results)
    return FOUND if (bad or unreadable) and not options.exit_zero else OK


def run_audit(arguments: Sequence[str], lang: str) -> int:
    """``reportlint audit PATH… -o OUT``."""
    from reportlint.cli_audit import run_audit_command  # no other command needs its store and charts

    return run_audit_command(arguments, lang)


_COMMANDS: Final[dict[str, Callable[[Sequence[str], str], int]]] = {
    "check": run_check,
    "explain": run_explain,
    "rules": run_rules,
    "extract": run_extract,
    "test": run_test,
    "annotate": run_annotate,
    "audit": run_audit,
    "show-settings": run_show_settings,
    "clean": run_clean,
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
    setups.cache_clear()  # whatever was configured at an earlier call in this process
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
