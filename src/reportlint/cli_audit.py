"""``reportlint audit PATH… -o OUT``: many reports against their rules, last year's, and each other."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from reportlint.audit.ending import ending, passed_over, roster_read
from reportlint.audit.engines import Engine, cluster, local
from reportlint.audit.export import check_exports
from reportlint.audit.progress import shown_steps
from reportlint.audit.roster import Roster
from reportlint.audit.roster_read import read_roster
from reportlint.audit.run import Audited, Order, run_audit
from reportlint.cli_audit_parser import audit_parser
from reportlint.cli_options import FAILED, FOUND, LEVELS, OK, asked_of, missing_text, parsed
from reportlint.cli_texts import say
from reportlint.cli_write import complain, tell
from reportlint.errors import ConfigError
from reportlint.files import Input, find_files
from reportlint.rule import Level
from reportlint.setups import Setup, fail_on_of, setups
from reportlint.workers import processors


def run_audit_command(arguments: Sequence[str], lang: str) -> int:
    """Audit the files; returns the exit code that ``check`` would give."""
    options = parsed(audit_parser(lang), arguments)
    lang = options.lang
    options.packs = [str(Path(one).absolute()) for one in options.packs]  # workers may have other folders
    asked = asked_of(options)
    asked = asked._replace(with_last=False, config=str(Path(asked.config).absolute()) if asked.config else "")
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
        tuple(sorted(set(options.export))),
    )
    check_exports(order.exports)
    inputs, missing = _inputs(options.paths, options, here)
    previous, missing_previous = _inputs(options.previous, options, here)
    if not inputs:
        raise ConfigError(say("empty", lang, suffixes=" ".join(sorted(here.catalog.suffixes))))
    with shown_steps(sys.stderr, options.quiet, lang) as steps:
        done = run_audit(order, inputs, previous, _engine(options), steps)
    for name in done.excluded:
        tell(say("excluded", lang, name=name))
    for notice in done.notices:
        tell(notice)
    if not options.quiet:
        own, paths = options.out.absolute(), (*options.paths, *options.previous)
        for line in (
            *roster_read(order.roster, lang),
            *passed_over(paths, own, here.catalog.suffixes, lang),
            *ending(done, options.out, lang),
        ):
            tell(line)
    for name in (*missing, *missing_previous):
        complain(missing_text(name, lang), lang)
    return _exit_code(done, bool(missing or missing_previous), options)


def _roster(options: Namespace, here: Setup) -> Roster:
    if options.roster is None:
        return Roster()
    return read_roster(options.roster, str(options.roster), here.catalog, here.settings)


def _inputs(paths: Sequence[str], options: Namespace, here: Setup) -> tuple[list[Input], tuple[str, ...]]:
    """The files, without the roster and what earlier audits have handed over."""
    if "-" in paths:
        raise ConfigError(say("audit_no_stdin", options.lang))
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
    if options.engine == "dask":
        if not options.scheduler:
            raise ConfigError(say("audit_no_scheduler", options.lang))
        return cluster(options.scheduler, options.time_limit)
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
