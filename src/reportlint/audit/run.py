"""An audit from beginning to end: read, compare with last year, compare among all, put together, hand over."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from reportlint.audit.among import Expected, compare_among
from reportlint.audit.decisions import take_in
from reportlint.audit.engines import Engine
from reportlint.audit.handover import Means, Wanted, hand_over
from reportlint.audit.paths import path_reader
from reportlint.audit.reading import read_all
from reportlint.audit.roster import Roster, organs
from reportlint.audit.settle import Settled, settle
from reportlint.audit.store import AUDITED, PREVIOUS, open_store
from reportlint.audit.tasks import Reading
from reportlint.audit.years import compare_all
from reportlint.engine import printable_path
from reportlint.files import Input
from reportlint.plugins import Catalog
from reportlint.setups import Asked, Setup, is_excluded, setups
from reportlint.version import __version__


class Order(NamedTuple):
    """What an audit is asked to do.

    ``years``: those for which reports are expected, () to tell from the reports.
    ``exports``: kinds of tables ("csv", "parquet") that are wanted beside.
    """

    asked: Asked
    out: Path
    roster: Roster
    pattern: str = ""
    years: tuple[int, ...] = ()
    exclude: bool = True
    lang: str = "zh"
    exports: tuple[str, ...] = ()


class Audited(NamedTuple):
    """What an audit came to: files of this run, those read anew, what was left out, what there is to tell."""

    files: int
    read: int
    excluded: tuple[str, ...]
    settled: Settled
    notices: tuple[str, ...] = ()


class Steps(NamedTuple):
    """Told while an audit runs: a part begins (its name, how many files), a file is done."""

    begin: Callable[[str, int], None]
    step: Callable[[], None]


def run_audit(
    order: Order, inputs: Sequence[Input], previous: Sequence[Input], engine: Engine, steps: Steps
) -> Audited:
    """Audit the files; ``previous`` are read too, for comparison only.

    Raises ConfigError or RuleError for a configuration or store that cannot be used.
    """
    setup_of = setups(order.asked)
    tasks, excluded = _tasks(order, inputs, previous, setup_of)
    with open_store(order.out) as db:
        number = _begin(db, len(inputs), setup_of(Path("x")).catalog)
        steps.begin("read", len(tasks))
        read = read_all(db, tasks, order.roster, engine, steps.step)
        readings = {task.one.shown: task for task in tasks}
        compare_all(db, readings, order.roster, engine, lambda count: steps.begin("years", count), steps.step)
        wanted = Expected(order.roster, order.years)
        compare_among(db, readings, wanted, engine, lambda count: steps.begin("among", count), steps.step)
        files = {task.one.shown: (task.one.path, setup_of(task.one.path)) for task in tasks}
        if order.roster.path:
            roster = Path(order.roster.path)
            files.setdefault(order.roster.path, (roster, setup_of(roster)))
        notices = take_in(db, order.out, order.lang)
        settled = settle(db, files, datetime.date.today())
        titles = {rule.code: rule.title for rule in setup_of(Path("x")).catalog.rules}
        units = organs(order.roster)
        means = Means(readings, order.roster, engine, lambda count: steps.begin("pages", count), steps.step)
        notices += hand_over(db, Wanted(order.out, order.lang, titles, order.exports, units), means)
        db.execute(
            "UPDATE runs SET finished = ?, files = ?, read = ? WHERE number = ?",
            (_now(), len(inputs), read, number),
        )
    return Audited(len(inputs), read, excluded, settled, tuple(notices))


def _tasks(
    order: Order, inputs: Iterable[Input], previous: Iterable[Input], setup_of: Callable[[Path], Setup]
) -> tuple[list[Reading], tuple[str, ...]]:
    """A task for each file, once, and the named files that are excluded."""
    given = path_reader(order.pattern)
    tasks: dict[str, Reading] = {}
    excluded = []
    for role, found in ((AUDITED, inputs), (PREVIOUS, previous)):
        for one in found:
            if order.exclude and is_excluded(one.path, setup_of(one.path).config.values):
                excluded += [] if one.walked else [one.shown]
            else:
                # Workers of a cluster have other working folders.
                one = one._replace(path=one.path.absolute(), shown=printable_path(one.shown))
                told = given(PurePosixPath(printable_path(str(one.path))))
                tasks.setdefault(one.shown, Reading(order.asked, one, told, role))
    return list(tasks.values()), tuple(excluded)


def _begin(db: sqlite3.Connection, files: int, catalog: Catalog) -> int:
    return (
        db.execute(
            "INSERT INTO runs (started, files, tool, rules) VALUES (?, ?, ?, ?)",
            (_now(), files, __version__, catalog.rules_version),
        ).lastrowid
        or 0
    )


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
