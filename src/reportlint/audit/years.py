"""Second part of an audit: each report against the report of the year before, where the store has one."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from reportlint.audit.engines import Engine, Job
from reportlint.audit.facts import source_of
from reportlint.audit.roster import Roster
from reportlint.audit.store import (
    AUDITED,
    PREVIOUS,
    Row,
    pressed,
    row_of,
    rows,
    same_figures,
    source_and_result,
    transaction,
    unpressed,
)
from reportlint.audit.tasks import Reading, member_for, settings_for, stored_report
from reportlint.engine import check_source, lost_file
from reportlint.keep import pack
from reportlint.setups import setups

_RANK = {AUDITED: 0, PREVIOUS: 1}  # whatever else is in the store comes after these


class Comparing(NamedTuple):
    """Two reports of one organ, as stored, with their pressed sources."""

    reading: Reading
    row: Row
    source: bytes
    last: Row
    last_source: bytes
    key: str


class Compared(NamedTuple):
    """The pressed result of a comparison."""

    path: str
    last: str
    key: str
    result: bytes


def compare_all(
    db: sqlite3.Connection,
    readings: Mapping[str, Reading],
    roster: Roster,
    engine: Engine,
    begin: Callable[[int], None],
    step: Callable[[], None],
) -> None:
    """Bring the findings against last year up to date for all audited reports."""
    pairs = dict(_pairs(db))
    known: dict[str, str] = dict(db.execute("SELECT path, key FROM years").fetchall())
    with transaction(db):
        db.executemany("DELETE FROM years WHERE path = ?", [(path,) for path in known if path not in pairs])
    wanted = [(path, last) for path, (last, key) in pairs.items() if known.get(path) != key]
    begin(len(wanted))
    if not wanted:
        return
    tasks = (_task(db, readings[path], last, pairs[path][1]) for path, last in wanted)
    work, asked = partial(compare, roster=roster), readings[wanted[0][0]].asked
    for _, compared in engine(tasks, Job(work, lost_comparison, asked)):
        db.execute("INSERT OR REPLACE INTO years VALUES (?, ?, ?, ?)", compared)
        step()


def _pairs(db: sqlite3.Connection) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each audited report: the path of last year's, and what the comparison rests on."""
    for row in list(rows(db, AUDITED)):
        if row.unit is None or row.year is None or row.error is not None:
            continue
        last = last_of(db, row.unit, row.year)
        if last is not None:
            path, key = last
            yield row.path, (path, hashlib.sha256(f"{row.key}|{key}".encode()).hexdigest())


def last_of(db: sqlite3.Connection, unit: str, year: int) -> tuple[str, str] | None:
    """``(path, key)`` of the unit's report of the year before; None where there is none, or no saying which.

    Of several with the same figures (one report as Word and as PDF) the first by path.
    """
    query = "SELECT role, path, key FROM reports WHERE unit = ? AND year = ? AND error IS NULL ORDER BY path"
    found = db.execute(query, (unit, year - 1)).fetchall()
    best = min((_RANK.get(role, len(_RANK)) for role, _, _ in found), default=0)
    of_best = [(path, key) for role, path, key in found if _RANK.get(role, len(_RANK)) == best]
    same = all(same_figures(db, of_best[0][0], path) for path, _ in of_best[1:])
    return of_best[0] if of_best and same else None


def _task(db: sqlite3.Connection, reading: Reading, last: str, key: str) -> Comparing:
    row, last_row = row_of(db, reading.one.shown), row_of(db, last)
    source, last_source = source_and_result(db, reading.one.shown)[0], source_and_result(db, last)[0]
    assert row is not None
    assert last_row is not None
    assert source is not None
    assert last_source is not None
    return Comparing(reading, row, source, last_row, last_source, key)


def compare(task: Comparing, roster: Roster) -> Compared:
    """The findings of the rules that need last year's report."""
    setup = setups(task.reading.asked)(task.reading.one.path)
    row = task.row
    member = member_for(roster, task.reading.given, row.agency)
    settings = settings_for(setup.settings, task.reading.given, member, row.year)
    rules = [rule for rule in setup.rules if rule.needs_last or rule.code == "N002"]
    result = check_source(
        source_of(unpressed(task.source)), row.path, setup.catalog, rules, settings._replace(with_last=True),
        task.reading.one.walked, stored_report(task.last, task.last_source, setup),
    )  # fmt: skip
    result = result._replace(decided=tuple(one for one in result.decided if one != "N002"))
    return Compared(row.path, task.last.path, task.key, pressed(pack(result)))


def lost_comparison(task: Comparing, why: str) -> Compared:
    """The result where a process died of it: a finding, and tried again in the next run."""
    setup = setups(task.reading.asked)(task.reading.one.path)
    lost = lost_file(task.row.path, why, setup.catalog, setup.settings)
    return Compared(task.row.path, task.last.path, "", pressed(pack(lost)))
