"""Reports that nobody missed: two of one organ and year, and those of organs that the roster does not name.

They break no rule, so they are no findings; whoever keeps the roster has to know of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from reportlint.audit.handed_texts import said
from reportlint.audit.store import AUDITED, same_figures

TWICE: Final = "twice_over"
OUTSIDE: Final = "outside"
_NAMED: Final = 6
_TWICE: Final = (
    "SELECT unit, year, COUNT(*) FROM reports WHERE role = ? AND error IS NULL AND unit IS NOT NULL"
    " AND year IS NOT NULL GROUP BY unit, year HAVING COUNT(*) > 1 ORDER BY unit, year"
)
_OF_UNIT: Final = (
    "SELECT path FROM reports WHERE role = ? AND error IS NULL AND unit = ? AND year = ? ORDER BY path"
)
_ALL: Final = "SELECT path, unit, year FROM reports WHERE role = ? AND error IS NULL ORDER BY path"


class Stray(NamedTuple):
    """A report, why it is named (``TWICE`` or ``OUTSIDE``), and what there is to say of it."""

    kind: str
    path: str
    unit: str | None
    year: int | None
    message: str


def strays(db: sqlite3.Connection, units: Collection[str], lang: str) -> Iterator[Stray]:
    """Two reports of one unit and year, then those outside the roster (``units``; empty where there is none)."""
    for unit, year, count in db.execute(_TWICE, (AUDITED,)).fetchall():
        paths = [path for (path,) in db.execute(_OF_UNIT, (AUDITED, unit, year))]
        same = all(same_figures(db, paths[0], path) for path in paths[1:])
        files = "、".join(paths[:_NAMED]) + ("……" if count > _NAMED else "")
        key = "stray.twice_same" if same else "stray.twice_other"
        yield Stray(TWICE, paths[0], unit, year, said(key, lang, unit=unit, year=year, n=count, files=files))
    if units:
        for path, unit, year in db.execute(_ALL, (AUDITED,)).fetchall():
            if unit is None:
                yield Stray(OUTSIDE, path, unit, year, said("stray.nameless", lang))
            elif unit not in units:
                yield Stray(OUTSIDE, path, unit, year, said("stray.outside", lang, unit=unit))
