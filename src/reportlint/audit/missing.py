"""Organs of the roster that have no report for a year for which one is expected."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.audit.roster import Member, Roster
from reportlint.audit.store import AUDITED, PREVIOUS

_NAMED: Final = 3


class Missing(NamedTuple):
    """An organ without a report for a year. ``variant``: "" none, "unread" it cannot be read, "year" it is of another.

    ``files`` are those that may be meant, with the year of the first one that names another.
    """

    member: Member
    year: int
    variant: str = ""
    files: tuple[str, ...] = ()
    other: int | None = None


class _Known(NamedTuple):
    """A file of an organ."""

    path: str
    year: int | None
    error: str | None
    audited: bool


def expected_years(db: sqlite3.Connection, roster: Roster, asked: Sequence[int]) -> tuple[int, ...]:
    """The years asked for, else those for which half of the organs have a report, else the commonest."""
    if asked:
        return tuple(sorted(set(asked)))
    names = {member.name for member in roster.members}
    counts: Counter[int] = Counter()
    found = db.execute(
        "SELECT DISTINCT unit, year FROM reports WHERE role = ? AND unit IS NOT NULL AND year IS NOT NULL",
        (AUDITED,),
    )
    counts.update(year for unit, year in found if unit in names)
    many = tuple(sorted(year for year, count in counts.items() if 2 * count >= len(names)))
    if many or not counts:
        return many
    return (max(counts, key=lambda year: (counts[year], year)),)


def find_missing(db: sqlite3.Connection, roster: Roster, years: Sequence[int]) -> Iterator[Missing]:
    """In order of the roster and of the years."""
    known: dict[str, list[_Known]] = {}
    for path, role, unit, year, error in db.execute(
        "SELECT path, role, unit, year, error FROM reports WHERE role IN (?, ?) AND unit IS NOT NULL ORDER BY path",
        (AUDITED, PREVIOUS),
    ):
        known.setdefault(unit, []).append(_Known(path, year, error, role == AUDITED))
    for member in roster.members:
        files = known.get(member.name, [])
        for year in years:
            if not any(one.year == year and one.error is None for one in files):
                yield _missing(member, year, years, files)


def _missing(member: Member, year: int, years: Sequence[int], files: Sequence[_Known]) -> Missing:
    files = [one for one in files if one.audited]
    unread = [one.path for one in files if one.error is not None and one.year in (year, None)]
    if unread:
        return Missing(member, year, "unread", tuple(unread[:_NAMED]))
    readable = [one for one in files if one.error is None]
    counts = Counter(one.year for one in readable)
    strange = [one for one in readable if one.year not in years or counts[one.year] > 1]
    if strange:
        return Missing(member, year, "year", tuple(one.path for one in strange[:_NAMED]), strange[0].year)
    return Missing(member, year)
