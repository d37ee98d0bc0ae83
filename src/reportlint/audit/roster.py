"""The roster: which organs have to report, to whom they belong, and by when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from reportlint.findings import Location
from reportlint.labels import plain
from reportlint.rule import NOTHING
from reportlint.text import fold

# What may stand in brackets behind a name without making it another organ: that it is meant without
# those below it, or the second name of the same organ. A branch or an institution is another one.
_BESIDE: Final = re.compile(r"\((?:本级|本部|机关|本机关|[\u4e00-\u9fff]+(?<!分)(?:局|委员会|办公室|厅))\)$")


class Member(NamedTuple):
    """An organ of the roster.

    ``parent`` is the name of another organ, "" for none. ``organ`` is its
    kind, None where the roster says nothing. ``scope``: what its figures are
    for, "unit" (itself), "level" (本级: with its departments), "area" (with all
    below), "" where unknown. ``due`` is "2025-01-31", "01-31" (every year) or "".
    ``line`` is its row in the roster, from 1.
    """

    name: str
    parent: str = ""
    organ: str | None = None
    scope: str = ""
    due: str = ""
    line: int = 0


class Roster(NamedTuple):
    """The organs in order; ``path`` as printed, "" where there is no roster.

    ``places`` are where the organs stand in it, by name; ``numbers`` are the
    organs' numbers by the comparable core of their names. ``unused`` are
    headings of columns that say nothing to this program.
    """

    path: str = ""
    members: tuple[Member, ...] = ()
    places: Mapping[str, Location] = NOTHING
    numbers: Mapping[str, int] = NOTHING
    unused: tuple[str, ...] = ()


def member_of(roster: Roster, agency: str | None) -> Member | None:
    """The organ of that name.

    A name with 本级 or a second name in brackets behind it, or without its
    province or city, is found where it can be only one.
    """
    if not agency or not roster.members:
        return None
    wanted, numbers = plain(agency), roster.numbers
    if wanted in numbers:
        return roster.members[numbers[wanted]]
    bare = bare_name(agency)
    same = [one for one in roster.members if bare_name(one.name) == bare]
    near = same or [
        roster.members[at] for name, at in numbers.items() if name.endswith(bare) or bare.endswith(name)
    ]
    return near[0] if len(near) == 1 else None


def organs(roster: Roster) -> dict[str, bool]:
    """The names of all organs, each with whether its figures hold those of others below it."""
    above = {plain(member.parent) for member in roster.members if member.parent}
    return {
        member.name: member.scope in ("area", "level") and plain(member.name) in above
        for member in roster.members
    }


@lru_cache(maxsize=65536)
def bare_name(name: str) -> str:
    """The comparable core of a name without what may stand in brackets behind it."""
    return plain(_BESIDE.sub("", fold(name)))


def due_of(member: Member, year: int | None) -> str | None:
    """By when (ISO date) the organ has to publish the report of a year; None where the roster does not say."""
    if len(member.due) > 5 or not member.due:
        return member.due or None
    return f"{year + 1}-{member.due}" if year is not None else None
