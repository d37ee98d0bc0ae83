"""The sheets of the workbook: units by rules, findings with their decisions, what was not judged, figures, missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Final

from reportlint.audit.added import Added, added, text_of
from reportlint.audit.book import Cell, Column, Sheet, Value
from reportlint.audit.handed_texts import said
from reportlint.audit.key_figures import FIGURES, REMEDIES, concluded, correction_rate, key_figures
from reportlint.audit.settle import CONFIRMED, IGNORED, REVIEW
from reportlint.audit.stored import (
    FOUND,
    NOT_A_REPORT,
    PASSED,
    UNREADABLE,
    by_unit,
    findings,
    findings_in,
    open_codes,
    reports,
    undecided,
)
from reportlint.audit.strays import strays
from reportlint.findings import Finding
from reportlint.output.texts import TEXTS, pick, text

FEW: Final = 10  # a rate of fewer cases says little
MISSING: Final = "U002"
LATE: Final = "D004"
_OUTCOMES: Final = (PASSED, FOUND, UNREADABLE, NOT_A_REPORT)
_COUNTS: Final = ("errors", "warnings", "notes", "suppressed")
_OPEN_OF_UNIT: Final = (
    "SELECT r.path IS NULL, r.unit, f.code, COUNT(*) FROM findings f LEFT JOIN reports r ON r.path = f.path "
    "WHERE f.suppressed IS NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
)

Titles = Mapping[str, Mapping[str, str]]


def sheets_of(db: sqlite3.Connection, titles: Titles, lang: str, units: Collection[str] = ()) -> list[Sheet]:
    """All sheets in order; ``titles`` are those of the rules by code, ``units`` the organs of the roster."""
    return [
        _units(db, titles, lang),
        _findings(db, lang),
        _undecided(db, titles, lang),
        _figures(db, lang),
        _missing(db, lang, units),
    ]


def _column(key: str, lang: str, width: float, kind: str = "text") -> Column:
    return Column(said(key, lang), width, kind)


# --- units by rules ----------------------------------------------------------------------------


def _units(db: sqlite3.Connection, titles: Titles, lang: str) -> Sheet:
    codes = list(open_codes(db))
    columns = [
        _column("unit", lang, 28, "wrap"),
        *(_column(key, lang, 8, "whole") for key in ("reports", *_OUTCOMES, *_COUNTS)),
        *(Column(f"{code} {pick(titles.get(code, {}), lang)}".strip(), 11, "whole") for code in codes),
    ]
    totals = [0] * (len(columns) - 1)

    def rows() -> Iterator[list[Value | Cell]]:
        for name, counts in _unit_rows(db, codes, lang):
            for at, count in enumerate(counts):
                totals[at] += count
            yield [name, *counts[:9], *(count or None for count in counts[9:])]

    def last() -> list[Value | Cell]:
        return [said("total", lang), *totals]

    return Sheet(said("sheet.units", lang), columns, rows(), last)


def _unit_rows(db: sqlite3.Connection, codes: list[str], lang: str) -> Iterator[tuple[str, list[int]]]:
    """Name, reports, outcomes, levels and rules of each unit; both queries come in the same order."""
    found = groupby(db.execute(_OPEN_OF_UNIT), key=lambda row: (row[0], row[1]))
    held = next(found, None)
    for unit, group in groupby(by_unit(db), key=lambda one: one.unit):
        counts = [0] * 9
        for report in group:
            counts[0] += 1
            counts[1 + _OUTCOMES.index(report.outcome)] += 1
            for at, key in enumerate(_COUNTS):
                counts[5 + at] += getattr(report, key)
        per_code: dict[str, int] = {}
        if held is not None and held[0] == (0, unit):
            per_code = {row[2]: row[3] for row in held[1]}
            held = next(found, None)
        yield unit or said("no_unit", lang), [*counts, *(per_code.get(code, 0) for code in codes)]
    if held is not None:  # findings on the roster and on side files; all that is left is without a report
        per_code = {}
        for _, group_of in [held, *((key, list(rest)) for key, rest in found)]:
            for row in group_of:
                per_code[row[2]] = per_code.get(row[2], 0) + row[3]
        yield said("no_report", lang), [*[0] * 9, *(per_code.get(code, 0) for code in codes)]


# --- findings ----------------------------------------------------------------------------------


def _findings(db: sqlite3.Connection, lang: str) -> Sheet:
    choices = (said("state.confirmed", lang), said("state.ignored", lang))
    columns = [
        _column("unit", lang, 22, "wrap"),
        _column("year", lang, 7, "year"),
        _column("path", lang, 28, "wrap"),
        _column("rule", lang, 18, "wrap"),
        _column("level", lang, 7),
        _column("place", lang, 22, "wrap"),
        *(_column(key, lang, 10, "figure") for key in ("left", "right", "delta")),
        _column("message", lang, 46, "wrap"),
        _column("help", lang, 40, "wrap"),
        _column("basis", lang, 30, "wrap"),
        _column("fingerprint", lang, 18),
        Column(
            said("state", lang),
            10,
            "choice",
            choices,
            (said("state.help_title", lang), said("state.help", lang)),
        ),
        _column("reason", lang, 26, "note"),
        _column("aside", lang, 22, "wrap"),
    ]
    more = added(db)
    columns += [Column(name, 18, "note") for name in more.names]
    return Sheet(said("sheet.findings", lang), columns, _finding_rows(db, lang, more), None, 2, 8)


def _finding_rows(db: sqlite3.Connection, lang: str, more: Added) -> Iterator[list[Value | Cell]]:
    query = "SELECT state, reason FROM decisions WHERE path = ? AND fingerprint = ?"
    shown = {CONFIRMED: said("state.confirmed", lang), IGNORED: said("state.ignored", lang)}
    for one in findings(db):
        finding, level = one.finding, one.finding.level.value
        values = finding.values
        state, reason = db.execute(query, (finding.file, finding.fingerprint)).fetchone() or ("", "")
        yield [
            one.unit,
            one.year,
            finding.file,
            f"{finding.code} {pick(finding.title, lang)}",
            Cell(text(level, lang), level),
            place_of(finding, lang),
            *((values.left, values.right, values.delta) if values is not None else (None, None, None)),
            pick(finding.message, lang),
            pick(finding.help, lang),
            finding.basis,
            finding.fingerprint,
            shown.get(state, state),
            reason,
            _aside(finding),
            *(text_of(more, name, finding.file, finding.fingerprint) or None for name in more.names),
        ]


def place_of(finding: Finding, lang: str) -> str:
    """Line and column with the place in words, whichever there are."""
    where = finding.location
    parts = (
        [text("copy.at", lang, line=where.line, column=where.column or 1)] if where.line is not None else []
    )
    return " ".join(filter(None, [*parts, pick(where.place, lang)]))


def _aside(finding: Finding) -> str:
    """What has set a finding aside, but for the decision beside it."""
    told = finding.suppressed or {}
    if told.get("by") in (None, REVIEW):
        return ""
    return ": ".join(filter(None, (str(told["by"]), str(told.get("reason") or ""))))


# --- the rest ----------------------------------------------------------------------------------


def _undecided(db: sqlite3.Connection, titles: Titles, lang: str) -> Sheet:
    columns = [
        _column("unit", lang, 26, "wrap"),
        _column("year", lang, 7, "year"),
        _column("path", lang, 40, "wrap"),
        _column("rule", lang, 30, "wrap"),
        _column("why", lang, 44, "wrap"),
    ]

    def rows() -> Iterator[list[Value | Cell]]:
        for report in reports(db):
            head: list[Value | Cell] = [report.unit, report.year, report.path]
            if report.error is not None:
                yield [*head, said("all_rules", lang), why_unread(db, report.path, report.error, lang)]
            for code, reason in undecided(report.undecided):
                yield [
                    *head,
                    f"{code} {pick(titles.get(code, {}), lang)}".strip(),
                    reason_text(reason, lang),
                ]

    return Sheet(said("sheet.undecided", lang), columns, rows())


def reason_text(reason: str, lang: str) -> str:
    """Why a rule could not be judged; rules of others may say it in words."""
    key = f"unknown.{reason}"
    return text(key, lang) if key in TEXTS else reason


def why_unread(db: sqlite3.Connection, path: str, error: str, lang: str) -> str:
    """The message of the finding that kept a file from being checked."""
    for one in findings_in(db, path, error):
        return f"{one.code} {pick(one.message, lang)}"
    return error


def _figures(db: sqlite3.Connection, lang: str) -> Sheet:
    names: list[str] = []
    for name in FIGURES:
        names.append(name)
        names += [f"{one}_rate" for one in REMEDIES if name == f"{one}_pending"]
    columns = [
        _column("unit", lang, 26, "wrap"),
        _column("year", lang, 7, "year"),
        _column("path", lang, 28, "wrap"),
        _column("edition", lang, 7, "year"),
        *(_column(name, lang, 11, "rate" if name.endswith("_rate") else "figure") for name in names),
    ]

    def rows() -> Iterator[list[Value | Cell]]:
        for report in by_unit(db):
            if report.error is not None:
                continue
            numbers = key_figures(db, report.path)
            values: dict[str, Value | Cell] = {**numbers}
            for one in REMEDIES:
                base = concluded(numbers, one)
                look = "few" if base is not None and base < FEW else ""
                values[f"{one}_rate"] = Cell(correction_rate(numbers, one), look)
            yield [report.unit, report.year, report.path, report.edition, *(values[name] for name in names)]

    return Sheet(said("sheet.figures", lang), columns, rows(), None, 2, 8)


def _missing(db: sqlite3.Connection, lang: str, units: Collection[str]) -> Sheet:
    columns = [
        _column("kind", lang, 8),
        _column("unit", lang, 28, "wrap"),
        _column("year", lang, 7, "year"),
        _column("path", lang, 36, "wrap"),
        _column("level", lang, 7),
        _column("message", lang, 70, "wrap"),
    ]

    def rows() -> Iterator[list[Value | Cell]]:
        for code, key in ((MISSING, "missing"), (LATE, "late")):
            for one in findings(db, code):
                if one.finding.suppressed is None:
                    level = one.finding.level.value
                    told = pick(one.finding.message, lang)
                    shown = Cell(text(level, lang), level)
                    yield [said(key, lang), one.unit, one.year, one.finding.file, shown, told]
        for stray in strays(db, units, lang):
            yield [said(stray.kind, lang), stray.unit, stray.year, stray.path, None, stray.message]

    return Sheet(said("sheet.missing", lang), columns, rows())
