"""What outputs ask of the store, row by row: few rows are in memory at a time."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from reportlint.audit.store import AUDITED
from reportlint.findings import Finding
from reportlint.keep import pack_finding, unpack_finding
from reportlint.rule import Level

PASSED: Final = "passed"
FOUND: Final = "found"
NOT_A_REPORT: Final = "not_a_report"
UNREADABLE: Final = "unreadable"
_NO_REPORT: Final = "P006"
_MISSING: Final = "U002"
# CODE:reason between blanks; a rule of others may give its reason in words.
_UNDECIDED: Final = re.compile(r"([A-Za-z]+\d+):(.*?)(?= [A-Za-z]+\d+:|$)")
_COLUMNS: Final = (
    "path, unit, year, organ, edition, title, error, undecided, errors, warnings, notes, suppressed, key"
)


class Stored(NamedTuple):
    """A report of the run as outputs tell of it; fields as in ``store.sql``."""

    path: str
    unit: str | None
    year: int | None
    organ: str | None
    edition: str | None
    title: str | None
    error: str | None
    undecided: str
    errors: int
    warnings: int
    notes: int
    suppressed: int
    key: str

    @property
    def outcome(self) -> str:
        """``passed`` has neither open errors nor open warnings."""
        if self.error is not None:
            return NOT_A_REPORT if self.error == _NO_REPORT else UNREADABLE
        return FOUND if self.errors or self.warnings else PASSED


class Stamped(NamedTuple):
    """A finding with the unit and year of its report; ``of_report`` is false for one of a roster or side file."""

    finding: Finding
    unit: str | None
    year: int | None
    of_report: bool


def packed_finding(finding: Finding) -> str:
    """A finding as the column ``packed`` holds it."""
    return json.dumps(pack_finding(finding), ensure_ascii=False)


def unpacked_finding(text: str) -> Finding:
    """The finding that was packed."""
    return unpack_finding(json.loads(text))


def reports(db: sqlite3.Connection) -> Iterator[Stored]:
    """The reports of the run in order of path."""
    query = f"SELECT {_COLUMNS} FROM reports WHERE role = ? ORDER BY path"
    return map(Stored._make, db.execute(query, (AUDITED,)))


def by_unit(db: sqlite3.Connection) -> Iterator[Stored]:
    """The same in order of unit and year."""
    query = f"SELECT {_COLUMNS} FROM reports WHERE role = ? ORDER BY unit, year, path"
    return map(Stored._make, db.execute(query, (AUDITED,)))


def findings(db: sqlite3.Connection, *codes: str) -> Iterator[Stamped]:
    """All findings, or those of some rules, those set aside included, by path and position."""
    chosen = f"WHERE f.code IN ({', '.join('?' * len(codes))})" if codes else ""
    query = (
        "SELECT f.packed, r.unit, r.year, r.path IS NOT NULL FROM findings f "
        f"LEFT JOIN reports r ON r.path = f.path {chosen} ORDER BY f.path, f.at"
    )
    for text, unit, year, of_report in db.execute(query, codes):
        finding = unpacked_finding(text)
        if finding.code == _MISSING:  # it stands in the roster, and is about an organ and a year
            unit, _, year = finding.location.anchor.rpartition("/")
        yield Stamped(finding, unit, int(year) if year is not None else None, bool(of_report))


def findings_in(db: sqlite3.Connection, path: str, code: str = "") -> Iterator[Finding]:
    """The findings in one file, or those of one rule, in order."""
    query = "SELECT packed FROM findings WHERE path = ? AND ? IN ('', code) ORDER BY at"
    for (text,) in db.execute(query, (path, code)):
        yield unpacked_finding(text)


def open_codes(db: sqlite3.Connection) -> dict[str, int]:
    """How many open findings each rule has, in order of code."""
    query = "SELECT code, COUNT(*) FROM findings WHERE suppressed IS NULL GROUP BY code ORDER BY code"
    return dict(db.execute(query).fetchall())


def open_levels(db: sqlite3.Connection) -> dict[str, int]:
    """How many open findings each level has, those of the roster and of side files included."""
    query = "SELECT level, COUNT(*) FROM findings WHERE suppressed IS NULL GROUP BY level"
    found: dict[str, int] = dict(db.execute(query).fetchall())
    return {level.value: found.get(level.value, 0) for level in Level}


def told_undecided(found: Iterable[tuple[str, str]]) -> str:
    """``(code, reason)`` of rules that could not be judged, as the column ``undecided`` holds them."""
    return " ".join(f"{code}:{reason}" for code, reason in found)


def undecided(told: str) -> list[tuple[str, str]]:
    """``(code, reason)`` of the rules that could not be judged, each code once, from the stored text."""
    found: dict[str, str] = {}
    for code, reason in _UNDECIDED.findall(told):
        found.setdefault(code, reason)
    return list(found.items())


def page_name(db: sqlite3.Connection, path: str) -> str:
    """The file name of a report's own page, "" for a report without one."""
    found = db.execute("SELECT name FROM pages WHERE path = ?", (path,)).fetchone()
    return str(found[0]) if found is not None else ""
