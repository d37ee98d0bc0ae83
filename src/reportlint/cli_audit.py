"""``reportlint audit PATH… -o OUT``: many reports against their rules, last year's, and each other."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reportlint.audit.engines import Engine, local
from reportlint.audit.progress import shown_steps
from reportlint.audit.roster import Roster, read_roster
from reportlint.audit.run import Audited, Order, run_audit
from reportlint.cli_options import (
    FAILED,
    FOUND,
    LEVELS,
    OK,
    Parser,
    add_packs,
    add_report_options,
    add_selection_options,
    asked_of,
    base_parser,
    positive,
)
from reportlint.cli_texts import say
from reportlint.cli_write import complain, tell
from reportlint.errors import ConfigError
from reportlint.files import Input, find_files
from reportlint.rule import Level
from reportlint.setups import Setup, fail_on_of, setups
from reportlint.workers import processors

_SECONDS: Final = 120


def run_audit_command(arguments: Sequence[str], lang: str) -> int:
    """Audit the files; returns the exit code that ``check`` would give."""
    options = _parser(lang).parse_args(arguments)
    lang = options.lang
    asked = asked_of(options)
    here = setups(asked)(Path("x"))
    options.fail_on = fail_on_of(here)
    order = Order(
        asked,
        options.out,
        _roster(options, here),
        options.pattern,
        tuple(options.years),
        not options.no_exclude,
        lang,
    )
    inputs, missing = _inputs(options.paths, options, here)
    previous, missing_previous = _inputs(options.previous, options, here)
    if not inputs:
        raise ConfigError(say("empty", lang, suffixes=" ".join(sorted(here.catalog.suffixes))))
    with shown_steps(sys.stderr, options.quiet, lang) as steps:
        done = run_audit(order, inputs, previous, _engine(options), steps)
    for name in done.excluded:
        tell(say("excluded", lang, name=name))
    for name in (*missing, *missing_previous):
        complain(say("missing", lang, name=name), lang)
    return _exit_code(done, bool(missing or missing_previous), options)


def _parser(lang: str) -> Parser:
    parser = base_parser(lang, say("audit_usage", lang))
    parser.add_argument("paths", nargs="+", metavar="PATH", help=say("paths", lang))
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help=say("audit_out", lang))
    parser.add_argument("--roster", type=Path, metavar="FILE", help=say("audit_roster", lang))
    parser.add_argument("--pattern", default="", metavar="PATTERN", help=say("audit_pattern", lang))
    parser.add_argument(
        "--previous", action="append", default=[], metavar="PATH", help=say("audit_previous", lang)
    )
    parser.add_argument("--years", type=_years, default=(), metavar="YEARS", help=say("audit_years", lang))
    parser.add_argument("-j", "--jobs", type=positive, metavar="N", help=say("jobs", lang))
    parser.add_argument(
        "--time-limit",
        type=positive,
        default=_SECONDS,
        metavar="S",
        help=say("audit_limit", lang, default=_SECONDS),
    )
    add_report_options(parser, lang, "2008 2014 2019 2021")
    add_packs(parser, lang)
    add_selection_options(parser, lang)
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help=say("exclude", lang)
    )
    parser.add_argument("--no-exclude", action="store_true", help=say("no_exclude", lang))
    parser.add_argument("-q", "--quiet", action="store_true", help=say("audit_quiet", lang))
    return parser


def _years(text: str) -> tuple[int, ...]:
    return tuple(positive(part.strip()) for part in text.split(","))


def _roster(options: Namespace, here: Setup) -> Roster:
    if options.roster is None:
        return Roster()
    return read_roster(options.roster, str(options.roster), here.catalog.labels, here.settings)


def _inputs(paths: Sequence[str], options: Namespace, here: Setup) -> tuple[list[Input], tuple[str, ...]]:
    """The files, without the roster and what earlier audits have handed over."""
    found = find_files(paths, here.catalog.suffixes)
    own = options.out.absolute()
    roster = options.roster.absolute() if options.roster is not None else None
    inputs = [
        one
        for one in found.inputs
        if own not in one.path.absolute().parents and one.path.absolute() != roster
    ]
    return inputs, found.missing


def _engine(options: Namespace) -> Engine:
    return local(options.jobs or processors(), options.time_limit)


def _exit_code(done: Audited, missing: bool, options: Namespace) -> int:
    """2 for what the user or the program did wrong, else 1 for findings, else 0."""
    for failure in done.settled.failures:
        complain(failure, options.lang)
    if missing or done.settled.failures:
        return FAILED
    gravest = done.settled.gravest
    bad = gravest and LEVELS.index(Level(gravest)) <= LEVELS.index(Level(options.fail_on))
    return FOUND if bad and not options.exit_zero else OK
