"""Organs of the roster that have no report for a year for which one is expected."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final, NamedTuple

from reportlint.audit.near import is_near
from reportlint.audit.roster import Member, Roster
from reportlint.audit.store import AUDITED, PREVIOUS

_NAMED: Final = 3
_YEARS: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class Missing(NamedTuple):
    """An organ without a report for a year. ``variant``: "" none, "unread" it cannot be read, "year" it is of another.

    "near": a report of an organ that the roster does not name, of nearly that name
    (``named``); "near_unread": an unread file whose name is nearly that of the
    organ. Both are hints: the report is missing all the same.
    ``files`` are those that may be meant, with the year of the first one that names another.
    """

    member: Member
    year: int
    variant: str = ""
    files: tuple[str, ...] = ()
    other: int | None = None
    named: str = ""


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
        "SELECT path, role, unit, year, error FROM reports WHERE role IN (?, ?) ORDER BY path",
        (AUDITED, PREVIOUS),
    ):
        name = unit if unit is not None else PurePath(path).stem if error is not None else None
        if name is not None:
            known.setdefault(name, []).append(_Known(path, year, error, role == AUDITED))
    names = {member.name for member in roster.members}
    strange = {name: files for name, files in known.items() if name not in names}
    for member in roster.members:
        files = known.get(member.name, [])
        for year in years:
            if not any(one.year == year and one.error is None for one in files):
                found = _missing(member, year, years, files)
                yield found if found.variant else _hinted(found, strange)


def _hinted(missing: Missing, strange: Mapping[str, Sequence[_Known]]) -> Missing:
    """What is missing, with the files that may be meant: of that year, of nobody in the roster, with nearly that name."""
    near = [
        (name, one)
        for name, files in strange.items()
        if is_near(name, missing.member.name)
        for one in files
        if one.audited
        and (one.year == missing.year or (one.error is not None and _may_be_of(one, missing.year)))
    ]
    read = [(name, one.path) for name, one in near if one.error is None]
    if read:
        names = "”“".join(dict.fromkeys(name for name, _ in read[:_NAMED]))
        return missing._replace(variant="near", files=tuple(path for _, path in read[:_NAMED]), named=names)
    if near:
        return missing._replace(variant="near_unread", files=tuple(one.path for _, one in near[:_NAMED]))
    return missing


def _may_be_of(one: _Known, year: int) -> bool:
    """False where the path of an unread file names another year."""
    years = _YEARS.findall(one.path)
    return not years or str(year) in years


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
