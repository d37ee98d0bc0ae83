"""A government's tables against the sum of those of the organs that belong to it, by the roster.

A sum must be equal only where all organs that go into it have a readable report
with that cell a figure. Where some are not at hand, the whole must still be no
less than the sum of the others. Blank and unread cells are never zero.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint.audit.roster import Member, Roster
from reportlint.audit.store import AUDITED
from reportlint.labels import plain

# What adds up: the tables of sections three and four, and of section two these columns.
_TABLES: Final = ("s3_requests", "s4_review_litigation")
_COLUMNS: Final = ("decisions", "amount_wan", "issued", "repealed", "in_force")
_MONEY: Final = "amount_wan"
# A document of several organs, a case against several, is once in the whole and several times below.
_SHARED: Final = ("s2_art20_1", "s4_review_litigation")
_EDITIONS: Final = ("2019", "2021")
_OFFICE: Final = re.compile(r"(?:政府|党政|政府综合)(?:办|办公室|办公厅)$")
_LOWER: Final = ("government", "township")
_NEARLY_ALL: Final = Decimal("0.9")

Place = tuple[str, str, str]
Cells = Mapping[Place, Decimal | None]


class Unequal(NamedTuple):
    """A cell of the whole, and the sum of its parts."""

    place: Place
    whole: Decimal
    parts: Decimal


class RollUp(NamedTuple):
    """What is wrong with one table. ``variant``: "" not equal, "less" than those at hand, "twice" maybe counted twice.

    ``parts`` organs belong to the whole, of which ``found`` have a report.
    ``cause`` is "" or a likely cause with its value.
    """

    form: str
    variant: str
    cells: tuple[Unequal, ...]
    parts: int
    found: int
    cause: str


class Judged(NamedTuple):
    """What came of a report; ``reason`` says why nothing could be judged, "" where it could."""

    hits: tuple[RollUp, ...]
    reason: str


class _Part(NamedTuple):
    """An organ that belongs to another: its figures, None where there is no report; may it be added up."""

    name: str
    cells: Cells | None
    whole: bool


class _Sum(NamedTuple):
    """A cell over all parts: the sum and the greatest of those at hand, the leeway of rounding, how many."""

    total: Decimal
    greatest: Decimal
    leeway: Decimal
    known: int


def judge_roll_ups(db: sqlite3.Connection, roster: Roster) -> Iterator[tuple[str, Judged]]:
    """Path and judgement of each audited report whose organ has others below it in the roster."""
    below: dict[str, list[Member]] = {}
    for member in roster.members:
        if member.parent:
            below.setdefault(plain(member.parent), []).append(member)
    query = (
        "SELECT path, year, edition FROM reports WHERE role = ? AND unit = ? AND error IS NULL"
        " AND year IS NOT NULL ORDER BY path"
    )
    for member in roster.members:
        children = below.get(plain(member.name), [])
        if not children or member.scope == "unit":
            continue
        for path, year, edition in db.execute(query, (AUDITED, member.name)).fetchall():
            if edition in _EDITIONS:
                yield path, _judge(db, member, children, path, year)


def _judge(
    db: sqlite3.Connection, member: Member, children: Sequence[Member], path: str, year: int
) -> Judged:
    if not member.scope:
        return Judged((), "scope")
    whole = _figures(db, path)
    if not whole:
        return Judged((), "table")
    parts, all_there = _parts(db, member, children, year)
    found = sum(part.cells is not None for part in parts)
    if not found:
        return Judged((), "children")
    sums = _sums(whole, parts)
    with_office = any(is_office(child) for child in children)
    equal = _must_equal(whole, sums, len(parts), all_there, with_office)
    hits = []
    for form in dict.fromkeys(place[0] for place in whole):
        cells = {place: value for place, value in whole.items() if place[0] == form}
        hit = _table(form, cells, sums, equal, parts, found)
        if hit is not None:
            hits.append(hit)
    return Judged(tuple(hits), _reason(whole, sums, equal, parts, all_there, found))


def _reason(
    whole: Cells, sums: Mapping[Place, _Sum], equal: frozenset[Place], parts: Sequence[_Part], all_there: bool, found: int
) -> str:  # fmt: skip
    """Why equality could not be judged anywhere, "" where it could for some cell."""
    if equal:
        return ""
    if found < len(parts):
        return "children"
    if not all_there or not any(part.whole for part in parts):
        return "scope"
    full = any(whole[place] is not None and sums[place].known == len(parts) for place in whole)
    return "office" if full else "figures"


def is_office(child: Member) -> bool:
    """True for the office of a government, whose own figures are no other department's."""
    return bool(_OFFICE.search(child.name))


# --- the parts ---------------------------------------------------------------------------------


def _parts(
    db: sqlite3.Connection, member: Member, children: Sequence[Member], year: int
) -> tuple[list[_Part], bool]:
    """The organs whose figures go into the whole, and whether these are all of them and of fitting scope."""
    found: list[_Part] = []
    all_there = True
    for child in children:
        paths = [
            (path, organ)
            for path, organ in db.execute(
                "SELECT path, organ FROM reports WHERE role = ? AND unit = ? AND year = ? AND error IS NULL ORDER BY path",
                (AUDITED, child.name, year),
            )
        ]
        organ = child.organ or next((organ for _, organ in paths if organ), None)
        if member.scope == "level":
            if organ in _LOWER:
                continue  # lower governments are no part of 本级
            if organ is None or child.scope == "area":
                all_there = False
                continue
        fits = member.scope == "level" or organ != "government" or child.scope == "area"
        all_there = all_there and fits and organ is not None
        found.append(_Part(child.name, _agreed([_figures(db, path) for path, _ in paths]), fits))
    return found, all_there


def _agreed(reports: Sequence[Cells]) -> Cells | None:
    """The figures of an organ with several reports of a year: those on which they agree."""
    if len(reports) < 2:
        return reports[0] if reports else None
    first, *others = reports
    return {
        place: value if all(other.get(place) == value for other in others) else None
        for place, value in first.items()
    }


def _figures(db: sqlite3.Connection, path: str) -> Cells:
    """The cells of a report that add up, None for those that hold no figure.

    Not those of a table that comes again: one of them may be of another scope.
    """
    query = (
        'SELECT form, row, "column", value, unit FROM figures WHERE path = ? AND copy = 0 AND form NOT IN'
        " (SELECT form FROM figures WHERE path = ? AND copy > 0)"
    )
    return {
        (form, row, column): _number(value, unit)
        for form, row, column, value, unit in db.execute(query, (path, path))
        if form in _TABLES or column in _COLUMNS
    }


_KNOWN: Final = {str(number): Decimal(number) for number in range(200)}


def _number(value: str | None, unit: str) -> Decimal | None:
    """A figure; None for money that is not in 万元 but in 元, which may be rounded anyhow."""
    if value is None or unit == "元":
        return None
    return _KNOWN.get(value) or Decimal(value)


# --- sums ----------------------------------------------------------------------------------------


def _sums(whole: Cells, parts: Sequence[_Part]) -> dict[Place, _Sum]:
    found: dict[Place, _Sum] = {}
    there = [part.cells for part in parts if part.cells is not None]
    for place in whole:
        values = [value for cells in there if (value := cells.get(place)) is not None]
        leeway = sum((_rounding(value) for value in values if value), Decimal(0))
        found[place] = _Sum(
            sum(values, Decimal(0)),
            max(values, default=Decimal(0)),
            leeway if place[2] == _MONEY else Decimal(0),
            len(values),
        )
    return found


def _rounding(value: Decimal) -> Decimal:
    """Half a unit of the last digit."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)


def _must_equal(
    whole: Cells, sums: Mapping[Place, _Sum], parts: int, all_there: bool, with_office: bool
) -> frozenset[Place]:
    """The cells in which the whole is the sum of its parts and nothing else.

    A roster that does not name the government's own office leaves its figures
    over; so a cell may then be more than the sum, unless nearly all others show
    that nothing is left over.
    """
    if not all_there:
        return frozenset()
    full = [place for place, value in whole.items() if value is not None and sums[place].known == parts]
    if with_office:
        return frozenset(full)
    over = [place for place in full if _difference(place, whole, sums) > 0]
    filled = [place for place in full if whole[place] or sums[place].total]
    if len(over) > len(filled) * (1 - _NEARLY_ALL):
        return frozenset(place for place in full if _difference(place, whole, sums) < 0)
    return frozenset(full)


def _difference(place: Place, whole: Cells, sums: Mapping[Place, _Sum]) -> Decimal:
    """How much more the whole is than its parts, 0 within the leeway of rounding."""
    value, parts = whole[place], sums[place]
    assert value is not None
    leeway = parts.leeway + _rounding(value) if place[2] == _MONEY else Decimal(0)
    found = value - parts.total
    return found if abs(found) > leeway else Decimal(0)


def _table(
    form: str, whole: Cells, sums: Mapping[Place, _Sum], equal: frozenset[Place], parts: Sequence[_Part], found: int
) -> RollUp | None:  # fmt: skip
    """What is wrong with one table; one finding, however many of its cells differ."""
    unequal: list[Unequal] = []
    less: list[Unequal] = []
    twice: list[Unequal] = []
    for place, value in whole.items():
        if value is None or not (difference := _difference(place, whole, sums)):
            continue
        one = Unequal(place, value, sums[place].total)
        maybe_twice = form in _SHARED and difference < 0 and value >= sums[place].greatest
        if maybe_twice:
            twice.append(one)
        elif place in equal:
            unequal.append(one)
        elif difference < 0:
            less.append(one)
    for variant, cells in (("", unequal), ("less", less), ("twice", twice)):
        if cells:
            cause = _cause(cells, parts) if variant != "less" else ""
            return RollUp(form, variant, tuple(cells), len(parts), found, cause)
    return None


def _cause(cells: Sequence[Unequal], parts: Sequence[_Part]) -> str:
    """The one organ whose figures explain all differences by being left out or counted twice."""
    causes = []
    for name, sign in (("left_out", 1), ("added_twice", -1)):
        for part in parts:
            own = part.cells or {}
            if len(cells) > 1 and all(own.get(one.place) == sign * (one.parts - one.whole) for one in cells):
                causes.append(f"{name}:{part.name}")
    return causes[0] if len(causes) == 1 else ""
