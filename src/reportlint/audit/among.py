"""Third part of an audit: the reports against each other and against the roster (family U)."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.audit.among_found import (
    COPIED,
    MISSING,
    ROLL_UP,
    Judging,
    Partner,
    findings_of,
    lost_findings,
    missing_findings,
)
from reportlint.audit.copies import (
    Alike,
    Copied,
    Groups,
    Pairs,
    compare_pairs,
    find_pairs,
    narrative_of,
    tasks_of,
)
from reportlint.audit.engines import Engine, Job
from reportlint.audit.missing import expected_years, find_missing
from reportlint.audit.rollup import Judged, judge_roll_ups
from reportlint.audit.roster import Roster
from reportlint.audit.store import (
    AUDITED,
    get_state,
    replace_all,
    row_of,
    set_state,
    source_and_result,
)
from reportlint.audit.stored import told_undecided
from reportlint.audit.tasks import Reading
from reportlint.setups import setups

SIMILARITY: Final = f"{COPIED}.similarity"
_STATE: Final = "among"


class Expected(NamedTuple):
    """What the comparison rests on beside the store: roster, expected years (() to tell from the reports)."""

    roster: Roster
    years: tuple[int, ...]


class _Found(NamedTuple):
    """What was found before findings are made of it: by path; ``whole`` is false where a process died."""

    roll_ups: Mapping[str, Judged]
    copied: Mapping[str, Copied]
    unknown: frozenset[str]


def compare_among(
    db: sqlite3.Connection,
    readings: Mapping[str, Reading],
    wanted: Expected,
    engine: Engine,
    begin: Callable[[int], None],
    step: Callable[[], None],
) -> None:
    """Bring the findings among all audited reports up to date; nothing is done where nothing has changed."""
    digest = _digest(db, readings, wanted)
    if not readings or (digest and digest == get_state(db, _STATE)):
        return
    set_state(db, _STATE, "")
    on = _selected(readings)
    roll_ups = {
        path: judged
        for path, judged in judge_roll_ups(db, wanted.roster)
        if ROLL_UP in on.get(path, frozenset())
    }
    copied, unknown = _copied(db, readings, on, engine, begin, step)
    found = _Found(roll_ups, copied, unknown)
    rows, whole = _findings(db, readings, found, engine, begin, step)
    rows += _missing(db, readings, wanted)
    replace_all(db, "among", rows)
    replace_all(db, "judged", list(_judged(db, on, found, wanted.roster)))
    if whole and not unknown:
        set_state(db, _STATE, digest)


def _selected(readings: Mapping[str, Reading]) -> dict[str, frozenset[str]]:
    """The rules of this family that are on, by path."""
    found = {}
    for path, reading in readings.items():
        rules = setups(reading.asked)(reading.one.path).rules
        found[path] = frozenset(rule.code for rule in rules if rule.code in (ROLL_UP, COPIED))
    return found


def _digest(db: sqlite3.Connection, readings: Mapping[str, Reading], wanted: Expected) -> str:
    """Stands for all that the findings rest on; "" where that cannot be told."""
    digest = hashlib.sha256(repr(wanted).encode("utf-8", "replace"))
    if wanted.roster.path and readings:
        digest.update(_roster_seed(readings, wanted.roster).encode())
    query = "SELECT path, role, key, unit, year, organ, edition, error FROM reports ORDER BY path"
    for row in db.execute(query):
        if row[0] in readings:
            if not row[2] and row[7] is None:
                return ""  # a rule failed on this one: it is read again each time
            digest.update(repr(row).encode("utf-8", "replace"))
    return digest.hexdigest()


def _roster_seed(readings: Mapping[str, Reading], roster: Roster) -> str:
    asked = next(iter(readings.values())).asked
    return setups(asked)(Path(roster.path)).seed


# --- U003 ----------------------------------------------------------------------------------------


def _copied(
    db: sqlite3.Connection,
    readings: Mapping[str, Reading],
    on: Mapping[str, frozenset[str]],
    engine: Engine,
    begin: Callable[[int], None],
    step: Callable[[], None],
) -> tuple[dict[str, Copied], frozenset[str]]:
    """The most similar report of each that is to be named, and those whose comparison failed."""
    if not any(COPIED in codes for codes in on.values()):
        return {}, frozenset()
    begin(find_pairs(db))

    def least(path: str) -> int:
        setup = setups(readings[path].asked)(readings[path].one.path)
        return {**setup.catalog.thresholds, **setup.settings.thresholds}[SIMILARITY]

    groups = Groups(least)
    unknown: set[str] = set()
    asked = next(iter(readings.values())).asked
    for _, found in engine(tasks_of(db), Job(compare_pairs, lost_pairs, asked)):
        for alike in found:
            step()
            if alike.percent < 0:
                unknown |= {alike.one, alike.other}
            else:
                groups.add(alike)
    copied = {path: one for path, one in groups.copied().items() if COPIED in on[path]}
    return copied, frozenset(unknown)


def lost_pairs(task: Pairs, why: str) -> tuple[Alike, ...]:
    """What is known of pairs whose comparison cost the process its life: nothing."""
    return tuple(Alike(task.path, other, -1, -1) for other, _ in task.others)


# --- findings ------------------------------------------------------------------------------------


def _findings(
    db: sqlite3.Connection,
    readings: Mapping[str, Reading],
    found: _Found,
    engine: Engine,
    begin: Callable[[int], None],
    step: Callable[[], None],
) -> tuple[list[tuple[Any, ...]], bool]:
    """Rows of the table ``among`` for the reports, and whether they are complete."""
    paths = sorted({*found.copied, *(path for path, one in found.roll_ups.items() if one.hits)})
    begin(len(paths))
    rows: list[tuple[Any, ...]] = []
    whole = True
    if not paths:
        return rows, whole
    tasks = (_task(db, readings[path], path, found) for path in paths)
    for _, judged in engine(tasks, Job(findings_of, lost_findings, readings[paths[0]].asked)):
        whole = whole and judged.whole
        rows += [(judged.path, at, packed) for at, packed in enumerate(judged.packed)]
        step()
    return rows, whole


def _task(db: sqlite3.Connection, reading: Reading, path: str, found: _Found) -> Judging:
    row, source = row_of(db, path), source_and_result(db, path)[0]
    assert row is not None
    assert source is not None
    roll_up, copied = found.roll_ups.get(path), found.copied.get(path)
    partner = None
    if copied is not None:
        other = row_of(db, copied.other)
        assert other is not None
        partner = Partner(other.unit or "", copied, narrative_of(db, copied.other))
    return Judging(reading, row, source, roll_up.hits if roll_up is not None else (), partner)


def _missing(
    db: sqlite3.Connection, readings: Mapping[str, Reading], wanted: Expected
) -> list[tuple[str, int, str]]:
    """Rows of the table ``among`` for the roster."""
    roster = wanted.roster
    if not roster.members:
        return []
    setup = setups(next(iter(readings.values())).asked)(Path(roster.path))
    rule = next((rule for rule in setup.rules if rule.code == MISSING), None)
    if rule is None:
        return []
    missing = list(find_missing(db, roster, expected_years(db, roster, wanted.years)))
    return [
        (roster.path, at, packed) for at, packed in enumerate(missing_findings(missing, roster, rule, setup))
    ]


def _judged(
    db: sqlite3.Connection, on: Mapping[str, frozenset[str]], found: _Found, roster: Roster
) -> Iterator[tuple[str, str, str]]:
    """For each audited report the codes that were judged, and those that could not be with the reason."""
    query = (
        "SELECT path, unit, year, narratives.path IS NOT NULL FROM reports LEFT JOIN narratives USING (path)"
        " WHERE role = ? AND error IS NULL ORDER BY path"
    )
    for path, unit, year, is_told in db.execute(query, (AUDITED,)).fetchall():
        reasons: dict[str, str] = {}
        if path in found.roll_ups:
            one = found.roll_ups[path]
            reasons[ROLL_UP] = "" if one.hits else one.reason
        if COPIED in on[path]:
            known = "agency" if unit is None else "year" if year is None else "" if is_told else "short"
            reasons[COPIED] = known or ("died" if path in found.unknown - set(found.copied) else "")
        yield (
            path,
            " ".join(code for code, reason in reasons.items() if not reason),
            told_undecided((code, reason) for code, reason in reasons.items() if reason),
        )
    if roster.members:
        yield roster.path, MISSING, ""
