"""The command line: arguments to settings, engine to output, exit code."""

from __future__ import annotations

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from reportlint.cache import cache_folder
from reportlint.cli_annotate import annotate_parser, run_annotate
from reportlint.cli_audit_parser import audit_parser
from reportlint.cli_baseline import finish_baseline, wanted_baseline, with_baseline
from reportlint.cli_completion import completion_parser, completion_script
from reportlint.cli_fix import finish_mending, pass_on, show_changes, wanted_mending
from reportlint.cli_options import (
    FAILED,
    FOUND,
    INTERRUPTED,
    OK,
    Parser,
    asked_of,
    missing_text,
    parsed,
    reaches,
    wanted_language,
)
from reportlint.cli_output import print_result, printouts
from reportlint.cli_parser import COMMANDS, check_parser
from reportlint.cli_settings import run_show_settings, settings_parser
from reportlint.cli_show import (
    clean_parser,
    explain_parser,
    extract_parser,
    rules_parser,
    run_clean,
    run_explain,
    run_extract,
    run_rules,
)
from reportlint.cli_test import run_test, test_parser
from reportlint.cli_texts import say
from reportlint.cli_watch import run_watched
from reportlint.cli_write import complain, open_streams, silence, tell, write
from reportlint.errors import ConfigError, ReportlintError, why
from reportlint.files import Found, Input, find_files
from reportlint.findings import FileResult, Result
from reportlint.one_file import Mending, Way
from reportlint.run import Ran, run_files
from reportlint.setups import Asked, Setup, fail_on_of, setups

# Reports are tuples in tuples: looking for cycles among them so seldom saves a tenth of the time.
_OBJECTS: Final = 20_000


# --- check ------------------------------------------------------------------------------------


def run_check(arguments: Sequence[str], lang: str) -> int:
    """``reportlint [check] PATH…``: print findings, return the exit code."""
    options = parsed(check_parser(lang), arguments)
    if not options.watch:
        return _check(options, arguments)
    suffixes = setups(asked_of(options))(Path("x")).catalog.suffixes

    def once() -> int:
        setups.cache_clear()  # configuration may have changed
        return _check(parsed(check_parser(lang), arguments), arguments)

    run_watched(options, once, suffixes)
    return OK


def _check(options: Namespace, arguments: Sequence[str]) -> int:
    asked = asked_of(options)
    here = setups(asked)(Path(options.stdin_filename or "x"))
    _settle(options, here, arguments)
    outputs = printouts(options, here.catalog)
    if not options.paths and not options.allow_empty:
        raise ConfigError(say("see_help", options.lang, text=say("no_path", options.lang)))
    baseline = wanted_baseline(options)
    mending = wanted_mending(options)
    found = find_files(options.paths, here.catalog.suffixes)
    own = {os.path.abspath(one.file) for one in outputs if one.file is not None}
    inputs = [
        _as_asked(one, options)
        for one in found.inputs
        if not (one.walked and os.path.abspath(one.path) in own)
    ]
    kept_in = "" if options.no_cache else str(cache_folder())
    way = Way(options.jobs, kept_in, not options.no_exclude, tuple(options.previous), mending)
    ran = run_files(inputs, asked, way, sys.stdin.buffer if sys.stdin else None)
    for name in ran.excluded:
        tell(say("excluded", options.lang, name=name))
    for key, values in ran.notices:
        tell(say(key, options.lang, **values))
    found = found._replace(missing=(*found.missing, *ran.missing))
    done = with_baseline(ran.result, baseline, options)
    stream = _passed_on(ran, inputs, mending)
    if mending is not None and not mending.write:
        show_changes(ran.changes)
        outputs = tuple(one for one in outputs if one.file is not None)
    if done.files or (options.allow_empty and not found.missing):
        print_result(Result(done.files, ran.result.rules), outputs, options, here.catalog, stream)
    finish_baseline(done, options.lang)
    written = mending is None or finish_mending(ran.changes, done.files, mending, options.lang)
    code = _exit_code(done.files, found, here.catalog.suffixes, options)
    if not written:
        return FAILED
    to_do = mending is not None and not mending.write and any(change.fixed for change in ran.changes)
    return FOUND if code == OK and to_do and not options.exit_zero else code


def _passed_on(ran: Ran, inputs: Sequence[Input], mending: Mending | None) -> TextIO | None:
    """Where findings go: to standard error where standard output is for the text that came in."""
    if mending is None or not mending.write or not any(one.stdin for one in inputs):
        return None
    pass_on(ran)
    return sys.stderr


def _settle(options: Namespace, here: Setup, arguments: Sequence[str]) -> None:
    """What configuration says of the run as a whole, where the call says nothing."""
    values = here.config.values

    def said(key: str, default: object) -> object:
        return values[key].value if key in values else default

    if "lang" in values and not any(one.split("=")[0] == "--lang" for one in arguments):
        options.lang = values["lang"].value
    options.fail_on = fail_on_of(here)
    options.output_format = said("output-format", "full")
    options.format_from = values["output-format"].origin if "output-format" in values else ""
    options.baseline = options.baseline or said("baseline", None)
    options.ambiguous_wide = said("ambiguous-width", "wide") == "wide"


def _as_asked(one: Input, options: Namespace) -> Input:
    """Standard input under its name; a hook's files as if they were met by walking."""
    if one.shown == "-":
        name = options.stdin_filename
        return Input(Path(name or "stdin.txt"), name or "-", options.walked, stdin=True)
    return one._replace(walked=one.walked or options.walked)


def _exit_code(
    results: Sequence[FileResult], found: Found, suffixes: Iterable[str], options: Namespace
) -> int:
    """2 for what the user or the program did wrong, else 1 for findings, else 0."""
    failures = [failure for result in results for failure in result.failures]
    for failure in failures:
        complain(failure, options.lang)
    for name in found.missing:
        complain(missing_text(name, options.lang, COMMANDS), options.lang)
    if failures or found.missing:
        return FAILED
    if not results:
        return _empty(found, suffixes, options)
    bad = any(reaches(result.findings, options.fail_on) for result in results)
    unreadable = any(result.error is not None and result.error != "P006" for result in results)
    return FOUND if (bad or unreadable) and not options.exit_zero else OK


def _empty(found: Found, suffixes: Iterable[str], options: Namespace) -> int:
    """Nothing was checked: right if it was allowed, or if files were named that are excluded."""
    if options.allow_empty or any(not one.walked for one in found.inputs):
        return OK
    key = "all_excluded" if found.inputs else "empty"
    told = say(key, options.lang, suffixes=" ".join(sorted(suffixes)), n=len(found.inputs))
    complain(told, options.lang)
    return FAILED


class Command(NamedTuple):
    """A command: what runs it and what makes its parser, both for a language."""

    run: Callable[[Sequence[str], str], int]
    parser: Callable[[str], Parser]


def run_completion(arguments: Sequence[str], lang: str) -> int:
    """``reportlint completion SHELL``: a script by which a shell completes calls."""
    options = completion_parser(lang).parse_args(arguments)
    parsers = {name: one.parser(options.lang) for name, one in _COMMANDS.items()}
    catalog = setups(Asked(isolated=True))(Path("x")).catalog
    write(completion_script(options.shell, check_parser(options.lang), parsers, catalog, options.lang))
    return OK


def run_audit(arguments: Sequence[str], lang: str) -> int:
    """``reportlint audit PATH… -o OUT``."""
    from reportlint.cli_audit import run_audit_command  # no other command needs a store

    return run_audit_command(arguments, lang)


_COMMANDS: Final[dict[str, Command]] = {
    "check": Command(run_check, check_parser),
    "explain": Command(run_explain, explain_parser),
    "rules": Command(run_rules, rules_parser),
    "extract": Command(run_extract, extract_parser),
    "annotate": Command(run_annotate, annotate_parser),
    "audit": Command(run_audit, audit_parser),
    "test": Command(run_test, test_parser),
    "show-settings": Command(run_show_settings, settings_parser),
    "completion": Command(run_completion, completion_parser),
    "clean": Command(run_clean, clean_parser),
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
    open_streams()
    setups.cache_clear()  # whatever was configured at an earlier call in this process
    lang = wanted_language(given)
    at = _command_at(given)
    try:
        if at is None:
            return run_check(given, lang)
        return _COMMANDS[given[at]].run([*given[:at], *given[at + 1 :]], lang)
    except ReportlintError as error:
        complain(error.text(lang), lang)
        return FAILED
    except KeyboardInterrupt:
        complain(say("interrupted", lang), lang)
        return INTERRUPTED
    except BrokenPipeError:
        silence(sys.stdout)
        return OK
    except OSError as error:
        silence(sys.stdout)
        complain(say("cannot_write", lang, text=why(error, lang)), lang)
        return FAILED
