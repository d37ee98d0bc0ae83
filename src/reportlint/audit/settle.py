"""What all parts of an audit have found, put together: suppressions and decisions applied, findings stored."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.audit.own_ignores import without_settled
from reportlint.audit.store import AUDITED, transaction, unpressed
from reportlint.audit.stored import packed_finding, told_undecided, undecided, unpacked_finding
from reportlint.beside import Beside, Checked
from reportlint.engine import position
from reportlint.findings import Brief, FileResult, Finding, Undecided, brief_of
from reportlint.keep import unpack
from reportlint.rule import Level, Rule
from reportlint.setups import Setup
from reportlint.suppress import NEVER

IGNORED: Final = "忽略"
CONFIRMED: Final = "确认"
REVIEW: Final = "review"
_COUNTS: Final = "errors = ?, warnings = ?, notes = ?, suppressed = ?, decided = ?, undecided = ?"
Checkable = tuple[Path, Setup]


class Settled(NamedTuple):
    """What a run came to: faults of rules (bugs), and the gravest open level ("" for none)."""

    failures: tuple[str, ...]
    gravest: str


def settle(db: sqlite3.Connection, files: Mapping[str, Checkable], today: datetime.date) -> Settled:
    """Fill the table of findings. ``files`` are those of this run by their paths as printed.

    Raises ConfigError or RuleError for a side file that cannot be used.
    """
    tally = _Tally(_decisions(db), [], set())
    beside = Beside(today)
    with transaction(db):
        db.execute("DELETE FROM findings")
        paths = [
            path
            for (path,) in db.execute("SELECT path FROM reports WHERE role = ? ORDER BY path", (AUDITED,))
        ]
        for path in paths:
            place, setup = files[path]
            _store(db, beside.one(Checked(place, _whole(db, path, setup.rules), setup)), tally)
        for (path,) in db.execute(
            "SELECT DISTINCT path FROM judged WHERE path NOT IN (SELECT path FROM reports WHERE role = ?)",
            (AUDITED,),
        ).fetchall():  # the roster
            place, setup = files[path]
            result = _with_judged(db, FileResult(path, None, None, tuple(_among(db, path)), (), (), None))
            _store(db, beside.one(Checked(place, result, setup)), tally)
        for result in beside.rest():
            _store(db, result, tally)
    gravest = next((level.value for level in Level if level in tally.levels), "")
    return Settled(tuple(tally.failures), gravest)


class _Tally(NamedTuple):
    """What the storing of findings needs to know and tells."""

    decisions: Mapping[tuple[str, str], tuple[str, str]]
    failures: list[str]
    levels: set[Level]


def _decisions(db: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, str]]:
    found = db.execute("SELECT path, fingerprint, state, reason FROM decisions")
    return {(path, fingerprint): (state, reason) for path, fingerprint, state, reason in found}


def _whole(db: sqlite3.Connection, path: str, rules: Sequence[Rule]) -> FileResult:
    """What was found in a file by itself, against last year's, and among all."""
    query = "SELECT texts.result, years.result FROM texts LEFT JOIN years USING (path) WHERE path = ?"
    own, against = db.execute(query, (path,)).fetchone()
    result = unpack(unpressed(own))
    more = _among(db, path)
    if against is not None:
        years = unpack(unpressed(against))
        result = result._replace(
            decided=(*result.decided, *years.decided),
            undecided=(*result.undecided, *years.undecided),
            failures=(*result.failures, *years.failures),
        )
        more = [*years.findings, *more]
    elif result.error is None:
        result = result._replace(undecided=(*result.undecided, *_without_last(brief_of(result), rules)))
    result = _with_judged(db, result)
    result = result._replace(findings=without_settled(result, more, rules))
    return (
        result._replace(findings=tuple(sorted([*result.findings, *more], key=position))) if more else result
    )


def _without_last(brief: Brief, rules: Sequence[Rule]) -> list[Undecided]:
    """The rules for such a report that need the report of the year before, which is not there."""
    return [
        Undecided(rule.code, "last")
        for rule in rules
        if rule.needs_last
        and (not rule.editions or brief.edition in rule.editions)
        and (not rule.organs or brief.organ is None or brief.organ in rule.organs)
    ]


def _with_judged(db: sqlite3.Connection, result: FileResult) -> FileResult:
    """The result with what could and could not be judged among all reports."""
    found = db.execute("SELECT decided, undecided FROM judged WHERE path = ?", (result.path,)).fetchone()
    if found is None:
        return result
    decided, told = found
    unknown = [Undecided(*one) for one in undecided(told)]
    return result._replace(
        decided=(*result.decided, *decided.split()), undecided=(*result.undecided, *unknown)
    )


def _among(db: sqlite3.Connection, path: str) -> list[Finding]:
    found = db.execute("SELECT packed FROM among WHERE path = ? ORDER BY at", (path,))
    return [unpacked_finding(packed) for (packed,) in found]


def _store(db: sqlite3.Connection, result: FileResult, tally: _Tally) -> None:
    tally.failures.extend(result.failures)
    findings = [
        _reviewed(one, tally.decisions.get((result.path, one.fingerprint))) for one in result.findings
    ]
    db.executemany(
        "INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(result.path, at, one) for at, one in enumerate(findings)],
    )
    levels = [one.level for one in findings if one.suppressed is None]
    tally.levels.update(levels)
    counts = [levels.count(level) for level in Level]
    db.execute(
        f"UPDATE reports SET {_COUNTS} WHERE path = ?",
        (
            *counts,
            len(findings) - len(levels),
            " ".join(result.decided),
            told_undecided(result.undecided),
            result.path,
        ),
    )


def _reviewed(finding: Finding, decision: tuple[str, str] | None) -> Finding:
    """A finding that a reviewer has put aside says so; one without a reason stays open."""
    if decision is None or decision[0] != IGNORED or not decision[1] or finding.code in NEVER:
        return finding
    if finding.suppressed is not None:
        return finding
    return finding._replace(suppressed={"by": REVIEW, "reason": decision[1], "until": ""})


def _row(path: str, at: int, finding: Finding) -> tuple[Any, ...]:
    where = finding.location
    return (
        path, at, finding.code, finding.level.value, finding.fingerprint, where.anchor, where.line, where.page,
        (finding.suppressed or {}).get("by"), finding.message["zh"],
        packed_finding(finding),
    )  # fmt: skip
