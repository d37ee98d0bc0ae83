"""What the page on all reports shows, as JSON, piece by piece."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby, islice
from typing import Any, Final

from reportlint.audit.book_sheets import FEW, LATE, MISSING, Titles, why_unread
from reportlint.audit.key_figures import REMEDIES, concluded, key_figures
from reportlint.audit.stored import (
    FOUND,
    NOT_A_REPORT,
    PASSED,
    UNREADABLE,
    Stored,
    findings,
    open_levels,
    page_name,
    reports,
    undecided,
)
from reportlint.audit.strays import strays
from reportlint.output.numbers import plain
from reportlint.output.texts import pick
from reportlint.rule import NOTHING

COPIED: Final = "U003"
_OUTCOMES: Final = (PASSED, FOUND, UNREADABLE, NOT_A_REPORT)
_MOST_UNITS: Final = 200
_MOST_LISTED: Final = 500
_FIGURES: Final = (
    "new", "carried_in", "open", "partial", "denied", "unable", "not_processed", "other", "results", "carried_out",
    "review_corrected", "litigation_corrected", "review_concluded", "litigation_concluded",
)  # fmt: skip
_BY_RULE: Final = "SELECT f.code, f.level, COUNT(*) FROM findings f WHERE f.suppressed IS NULL GROUP BY 1, 2 ORDER BY 1, 3 DESC"
_OF_REPORTS: Final = "SELECT path, code, COUNT(*) FROM findings WHERE suppressed IS NULL GROUP BY path, code ORDER BY path, code"
_WORST: Final = (
    "SELECT unit, SUM(errors), SUM(warnings), SUM(notes) FROM reports WHERE role = 'audited' GROUP BY unit "
    "HAVING SUM(errors) + SUM(warnings) + SUM(notes) > 0 ORDER BY 2 DESC, 3 DESC, 4 DESC, unit"
)
_MISSING_COUNT: Final = "SELECT COUNT(*) FROM findings WHERE code = ? AND suppressed IS NULL"
_OF_UNIT: Final = (
    "SELECT f.code, COUNT(*) FROM findings f JOIN reports r ON r.path = f.path "
    "WHERE r.role = 'audited' AND r.unit IS ? AND f.suppressed IS NULL GROUP BY 1"
)


def index_data(
    db: sqlite3.Connection,
    titles: Titles,
    lang: str,
    texts: Mapping[str, str],
    units: Mapping[str, bool] = NOTHING,
) -> Iterator[str]:
    """One JSON object; its keys are those that ``index.js`` reads."""
    rules = _rules(db, titles, lang)
    at = {rule[0]: number for number, rule in enumerate(rules)}
    heat = _heat(db, at)
    pairs, pairs_left = _listed(db, lang, COPIED)
    missing, missing_left = _listed(db, lang, MISSING, LATE)
    for stray in strays(db, units, lang):
        if len(missing) < _MOST_LISTED:
            page = page_name(db, stray.path)
            missing.append([stray.kind, stray.path, page, stray.unit, stray.year, stray.message])
        else:
            missing_left += 1
    parts: dict[str, Any] = {
        "texts": texts, "few": FEW, "figures": _FIGURES, "rules": rules, "heat": heat, "pairs": pairs,
        "pairs_left": pairs_left, "missing": missing, "missing_left": missing_left,
        "levels": open_levels(db), "wholes": [unit for unit, adds_up in units.items() if adds_up], "missing_count": db.execute(_MISSING_COUNT, (MISSING,)).fetchone()[0],
    }  # fmt: skip
    for key, value in parts.items():
        yield f"{'{' if key == 'texts' else ','}{json.dumps(key)}:{_json(value)}"
    yield ',"reports":['
    for number, row in enumerate(_reports(db, at, lang)):
        yield f"{',' if number else ''}\n{row}"
    yield "]}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rules(db: sqlite3.Connection, titles: Titles, lang: str) -> list[list[Any]]:
    """Code, title, the level most of its findings have, and how many are open, of each rule that found something."""
    found: list[list[Any]] = []
    for code, group in groupby(db.execute(_BY_RULE), key=lambda row: row[0]):
        levels = list(group)
        found.append(
            [code, pick(titles.get(code, {}), lang), levels[0][1], sum(count for _, _, count in levels)]
        )
    return found


def _reports(db: sqlite3.Connection, at: Mapping[str, int], lang: str) -> Iterator[str]:
    """A row of JSON for each report; both queries come in order of path."""
    found = groupby(db.execute(_OF_REPORTS), key=lambda row: row[0])
    path, group = next(found, (None, None))
    for report in reports(db):
        while path is not None and path < report.path:
            path, group = next(found, (None, None))
        counts: list[int] = []
        if path == report.path and group is not None:
            for _, code, count in group:
                counts += [at[code], count]
        why = why_unread(db, report.path, report.error, lang) if report.error is not None else ""
        row = [
            report.path, page_name(db, report.path), report.unit, report.year, report.edition,
            _OUTCOMES.index(report.outcome), report.errors, report.warnings, report.notes, report.suppressed,
            len(undecided(report.undecided)), why, counts,
        ]  # fmt: skip
        yield f"{_json(row)[:-1]},{_figures(db, report)}]"


def _figures(db: sqlite3.Connection, report: Stored) -> str:
    """The figures in the order of ``_FIGURES``, 0 for a file without any."""
    if report.error is not None:
        return "0"
    numbers = key_figures(db, report.path)
    numbers |= {f"{one}_concluded": concluded(numbers, one) for one in REMEDIES}
    return f"[{','.join(_number(numbers[name]) for name in _FIGURES)}]"


def _number(value: Decimal | None) -> str:
    return "null" if value is None else plain(value)


def _heat(db: sqlite3.Connection, at: Mapping[str, int]) -> dict[str, Any]:
    """The units with the gravest findings by rules, those with most findings first, and how many are left out."""
    cursor = db.execute(_WORST)
    units = [unit for unit, *_ in islice(cursor, _MOST_UNITS)]
    left = sum(1 for _ in cursor)
    of_units = [dict(db.execute(_OF_UNIT, (unit,)).fetchall()) for unit in units]
    codes = sorted({code for counts in of_units for code in counts})
    z = [[counts.get(code, 0) for code in codes] for counts in of_units]
    return {"units": units, "rules": [at[code] for code in codes], "z": z, "left": left}


def _listed(db: sqlite3.Connection, lang: str, *codes: str) -> tuple[list[list[Any]], int]:
    """Open findings of these rules for a list, and how many more there are."""
    kinds = {MISSING: "missing", LATE: "late"}
    rows: list[list[Any]] = []
    left = 0
    for one in findings(db, *codes):
        finding = one.finding
        if finding.suppressed is not None:
            continue
        if len(rows) >= _MOST_LISTED:
            left += 1
            continue
        row = [finding.file, page_name(db, finding.file), one.unit, one.year, pick(finding.message, lang)]
        rows.append([kinds[finding.code], *row] if finding.code in kinds else row)
    return rows, left
