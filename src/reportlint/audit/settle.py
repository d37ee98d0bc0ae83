"""What all parts of an audit have found, put together: suppressions and decisions applied, findings stored."""

from __future__ import annotations

import datetime
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.audit.own_ignores import without_settled
from reportlint.audit.store import AUDITED, transaction, unpressed
from reportlint.audit.stored import (
    FOUND,
    NOT_A_REPORT,
    PASSED,
    UNREADABLE,
    open_levels,
    packed_finding,
    reports,
    told_undecided,
    undecided,
    unpacked_finding,
)
from reportlint.beside import Beside, Checked
from reportlint.engine import position
from reportlint.findings import Brief, FileResult, Finding, Undecided, brief_of
from reportlint.keep import unpack
from reportlint.rule import NOTHING, Level, Rule
from reportlint.setups import Setup
from reportlint.suppress import NEVER

IGNORED: Final = "忽略"
CONFIRMED: Final = "确认"
REVIEW: Final = "review"
_COUNTS: Final = "errors = ?, warnings = ?, notes = ?, suppressed = ?, decided = ?, undecided = ?"
Checkable = tuple[Path, Setup]


class Settled(NamedTuple):
    """What a run came to: faults of rules (bugs), and the gravest open level ("" for none).

    ``outcomes`` and ``levels``: how many reports of each outcome, how many open findings of each level.
    """

    failures: tuple[str, ...]
    gravest: str
    outcomes: Mapping[str, int] = NOTHING
    levels: Mapping[str, int] = NOTHING


def settle(db: sqlite3.Connection, files: Mapping[str, Checkable], today: datetime.date) -> Settled:
    """Fill the table of findings. ``files`` are those of this run by their paths as printed.

    Raises ConfigError or RuleError for a side file that cannot be used.
    """
    tally = _Tally(_decisions(db), _left_behind(db, files), [], set())
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
    return Settled(tuple(tally.failures), gravest, _outcomes(db), open_levels(db))


def _outcomes(db: sqlite3.Connection) -> dict[str, int]:
    counts = Counter(report.outcome for report in reports(db))
    return {name: counts[name] for name in (PASSED, FOUND, UNREADABLE, NOT_A_REPORT)}


class _Tally(NamedTuple):
    """What the storing of findings needs to know and tells."""

    decisions: dict[tuple[str, str], tuple[str, str]]
    left_behind: Mapping[str, str]
    failures: list[str]
    levels: set[Level]


def _decisions(db: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, str]]:
    found = db.execute("SELECT path, fingerprint, state, reason FROM decisions")
    return {(path, fingerprint): (state, reason) for path, fingerprint, state, reason in found}


def _left_behind(db: sqlite3.Connection, files: Mapping[str, Checkable]) -> dict[str, str]:
    """By fingerprint the path of a decision whose file is gone: it may have been renamed, or moved."""
    found = db.execute("SELECT fingerprint, path FROM decisions ORDER BY path").fetchall()
    gone = {path: path not in files and not Path(path).exists() for _, path in found}
    return {fingerprint: path for fingerprint, path in found if gone[path]}


def _follow(db: sqlite3.Connection, path: str, fingerprint: str, tally: _Tally) -> None:
    """A fingerprint is of an organ, a year and a place: what was decided about it goes where the report has gone."""
    before = tally.left_behind.get(fingerprint)
    if before is None or (path, fingerprint) in tally.decisions:
        return
    moved = db.execute(
        "UPDATE decisions SET path = ? WHERE path = ? AND fingerprint = ?", (path, before, fingerprint)
    )
    if moved.rowcount:
        tally.decisions[path, fingerprint] = tally.decisions.pop((before, fingerprint))


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
    for one in result.findings:
        _follow(db, result.path, one.fingerprint, tally)
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
