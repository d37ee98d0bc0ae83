"""``reportlint annotate IN -o OUT``: a copy of a report with the findings at their places."""

from __future__ import annotations

import datetime
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reportlint.annotate import Annotator, Original, annotator_for, default_suffix
from reportlint.atomic import write_atomic
from reportlint.beside import Checked, set_aside_beside
from reportlint.cli_options import (
    FAILED,
    FOUND,
    OK,
    Parser,
    add_exit_options,
    add_report_options,
    add_selection_options,
    asked_of,
    base_parser,
    missing_text,
    reaches,
)
from reportlint.cli_texts import say
from reportlint.cli_write import complain, tell, write
from reportlint.engine import check_file
from reportlint.errors import ConfigError, ReadError, why
from reportlint.files import ANNOTATED, find_files
from reportlint.findings import FileResult
from reportlint.load import file_bytes
from reportlint.previous import Earlier, earlier_of, last_of, last_report, notices, whose_of
from reportlint.read import suffix_of
from reportlint.settings import Settings
from reportlint.setups import Setup, fail_on_of, setups

_STDIN: Final = "-"


def run_annotate(arguments: Sequence[str], lang: str) -> int:
    """Write the copy; returns the exit code that ``check`` would give."""
    options = annotate_parser(lang).parse_args(arguments)
    name = Path(options.stdin_filename or "stdin.txt") if options.path == _STDIN else Path(options.path)
    out = _out(options, name)
    make = _annotator(name, out, options.lang)
    setup = setups(asked_of(options))(name)
    options.fail_on = fail_on_of(setup)
    catalog, settings = setup.catalog, setup.settings
    data = _bytes(options, settings)
    before = _before(options, setup)
    result = _checked(options, name, data, setup, before)
    result = set_aside_beside([Checked(name, result, setup)], datetime.date.today())[0]
    for key, values in notices([result], before) if options.previous else ():
        tell(say(key, options.lang, **values))
    if result.source is None or data is None:
        for finding in result.findings:
            complain(f"{result.path}: {finding.code} {finding.message[options.lang]}", options.lang)
        return FOUND
    findings = [finding for finding in result.findings if finding.suppressed is None]
    copy = make(Original(data, catalog.labels, settings.limits), result, findings, options.lang)
    try:
        write_atomic(out, copy)
    except OSError as error:
        text = say("cannot_write_to", options.lang, name=out, text=why(error, options.lang))
        raise ConfigError(text) from error
    if not options.quiet:
        write(say("annotated", options.lang, out=out, n=len(findings)))
    return _exit_code(result, options)


def _before(options: Namespace, setup: Setup) -> tuple[Earlier, ...]:
    """The files that may hold the report of the year before. Raises ConfigError for a path that is not there."""
    found = find_files(options.previous, setup.catalog.suffixes)
    if found.missing:
        raise ConfigError(missing_text(found.missing[0], options.lang))
    return tuple(earlier_of(one, setup.catalog, setup.settings) for one in found.inputs)


def _checked(
    options: Namespace, name: Path, data: bytes | None, setup: Setup, before: Sequence[Earlier]
) -> FileResult:
    """What is marked: the findings of the file, against last year's report where that is asked for."""
    catalog, settings, last = setup.catalog, setup.settings, None
    if data is not None and before:
        whose = whose_of(name, data, catalog, settings)
        last = last_report(last_of(whose, name.suffix.lower(), before), catalog, settings)
    shown = (options.stdin_filename or _STDIN) if options.path == _STDIN else options.path
    return check_file(name, shown, catalog, setup.rules, settings, data=data, last=last)


def annotate_parser(lang: str) -> Parser:
    """The arguments of ``annotate``."""
    parser = base_parser(lang, "reportlint annotate FILE [-o COPY]", say("annotate_about", lang))
    parser.epilog = say("exit_codes", lang)
    parser.add_argument("path", metavar="FILE", help=say("annotate_in", lang))
    parser.add_argument("-o", "--output", metavar="COPY", help=say("annotate_out", lang))
    parser.add_argument("--previous", action="append", default=[], metavar="PATH", help=say("previous", lang))
    add_report_options(parser, lang, "2008 2014 2019 2021")
    add_selection_options(parser, lang)
    add_exit_options(parser, lang)
    parser.add_argument("--stdin-filename", metavar="NAME", help=say("stdin_filename", lang))
    parser.add_argument("-q", "--quiet", action="store_true", help=say("annotate_quiet", lang))
    return parser


def _out(options: Namespace, name: Path) -> Path:
    """The file to write. Raises ConfigError for one that must not or cannot be written."""
    lang = options.lang
    if options.path != _STDIN and not name.exists():
        raise ConfigError(missing_text(name, lang))
    if options.path != _STDIN and name.is_dir():
        raise ConfigError(say("annotate_folder", lang, name=name))
    if options.output is None:
        if options.path == _STDIN:
            raise ConfigError(say("annotate_stdin", lang))
        stem = name.stem if suffix_of(name) else name.name
        return name.with_name(f"{stem}{ANNOTATED}{default_suffix(suffix_of(name))}")
    out = Path(options.output)
    if out.is_dir() or not out.parent.is_dir():
        raise ConfigError(say("annotate_place", lang, name=out))
    if options.path != _STDIN and out.exists() and os.path.samefile(name, out):
        raise ConfigError(say("annotate_same", lang, name=name))
    return out


def _annotator(name: Path, out: Path, lang: str) -> Annotator:
    """What makes the copy. Raises ConfigError that says what kind of copy there can be."""
    suffix = suffix_of(name)
    make = annotator_for(suffix, suffix_of(out))
    if make is None:
        kind = say("annotate_kind", lang, suffix=suffix) if suffix else say("annotate_kindless", lang)
        can = [f"NAME{one}" for one in dict.fromkeys((default_suffix(suffix), ".html"))]
        remedy = say("annotate_or", lang).join(can)
        raise ConfigError(say("annotate_pair", lang, name=out, kind=kind, remedy=remedy))
    return make


def _bytes(options: Namespace, settings: Settings) -> bytes | None:
    """The report's bytes, None where checking says why there are none."""
    if options.path == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return file_bytes(Path(options.path), settings)
    except ReadError:
        return None


def _exit_code(result: FileResult, options: Namespace) -> int:
    for failure in result.failures:
        complain(failure, options.lang)
    if result.failures:
        return FAILED
    bad = reaches(result.findings, options.fail_on)
    return FOUND if bad and not options.exit_zero else OK
