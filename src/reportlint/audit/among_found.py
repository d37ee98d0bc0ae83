"""Findings among reports: what was found in figures and narratives, stamped as findings of a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportlint.alike import Piece
from reportlint.audit.copies import Copied, passages
from reportlint.audit.missing import Missing
from reportlint.audit.narrative import own_words, unpacked
from reportlint.audit.rollup import RollUp, Unequal
from reportlint.audit.roster import Roster
from reportlint.audit.store import Row
from reportlint.audit.stored import packed_finding
from reportlint.audit.tasks import Reading, stored_report
from reportlint.engine import lost_file, position
from reportlint.findings import Finding
from reportlint.model import Figure, Form, Report, Source, Span
from reportlint.one_cause import Broken
from reportlint.rule import Hit, Level, Related, Rule, Sides
from reportlint.setups import Setup, setups
from reportlint.stamp import Stamp, fingerprinted, stamp, stamp_of
from reportlint.suppress import inline, set_aside

ROLL_UP: Final = "U001"
MISSING: Final = "U002"
COPIED: Final = "U003"
_CELLS: Final = 6  # of a table, named in a message
_PLACES: Final = 12  # marked beside it
_PASSAGES: Final = 3
_EXCERPT: Final = 24


class Partner(NamedTuple):
    """The report that another one is most like: whose it is, how much is the same, the pressed narrative."""

    agency: str
    copied: Copied
    other: bytes


class Judging(NamedTuple):
    """A report with what was found about it among the others."""

    reading: Reading
    row: Row
    source: bytes
    roll_ups: tuple[RollUp, ...]
    partner: Partner | None


class Judged(NamedTuple):
    """The findings of a report as JSON; ``whole`` is false where a process died of it."""

    path: str
    packed: tuple[str, ...]
    whole: bool = True


def findings_of(task: Judging) -> Judged:
    """The findings of a report, those set aside that its own comments name."""
    setup, row = setups(task.reading.asked)(task.reading.one.path), task.row
    report = stored_report(row, task.source, setup)
    source = report.source
    rules = {rule.code: rule for rule in setup.rules}
    using = stamp_of(report, source, row.path, setup.settings.levels)
    broken = [Broken(rules[ROLL_UP], hit) for hit in _roll_up_hits(task.roll_ups, report)]
    if task.partner is not None:
        broken.append(Broken(rules[COPIED], _copied_hit(own_words(report), task.partner)))
    return Judged(row.path, _packed(_own_aside(_stamped(broken, using, report), source, report, setup)))


def _stamped(broken: Sequence[Broken], using: Stamp, report: Report | None) -> list[Finding]:
    found = sorted((stamp(one, using) for one in broken), key=position)
    return fingerprinted(found, report, using.path)


def _own_aside(
    findings: Sequence[Finding], source: Source, report: Report, setup: Setup
) -> Sequence[Finding]:
    suppressions = inline(source, report)
    today = setup.settings.today or datetime.date.today()
    return set_aside(findings, suppressions, today).findings if suppressions else findings


def _packed(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(map(packed_finding, findings))


def lost_findings(task: Judging, why: str) -> Judged:
    """The findings where a process died of them: that is said, and tried again in the next run."""
    setup = setups(task.reading.asked)(task.reading.one.path)
    lost = lost_file(task.row.path, why, setup.catalog, setup.settings)
    return Judged(task.row.path, _packed(lost.findings), False)


# --- U001 ----------------------------------------------------------------------------------------


def _roll_up_hits(roll_ups: Sequence[RollUp], report: Report) -> Iterator[Hit]:
    for one in roll_ups:
        grids = report.grids_of(one.form)
        figures = {key: figure for grid in reversed(grids) for key, figure in grid.cells.items()}
        if grids:
            yield _roll_up_hit(one, grids[0].form, figures)


def _roll_up_hit(one: RollUp, form: Form, figures: Mapping[tuple[str, str], Figure]) -> Hit:
    """A hit at the cell that differs most; the others stand beside it."""
    cells = sorted(one.cells, key=lambda cell: -abs(cell.whole - cell.parts))
    worst = cells[0]
    sign = "<" if one.variant == "less" else "≠"
    shown = {lang: _named_cells(cells, form, lang) for lang in ("zh", "en")}
    return Hit(
        span=figures[worst.place[1:]].span,
        anchor="/".join(worst.place),
        variant=one.variant,
        level=Level.NOTE if one.variant == "twice" else None,
        values={
            "table": form.name, "cells": shown, "count": len(cells), "parts": one.parts, "found": one.found,
        },
        related=tuple(
            Related(figures[cell.place[1:]].span, _label(cell, form), cell.whole, "/".join(cell.place))
            for cell in cells[1:_PLACES]
        ),
        sides=Sides(
            worst.whole, worst.parts, abs(worst.whole - worst.parts), f"{worst.whole:f} {sign} {worst.parts:f}"
        ),
        label=_label(worst, form),
        causes=(one.cause,) if one.cause else (),
    )  # fmt: skip


def _label(cell: Unequal, form: Form) -> str:
    row = form.row(cell.place[1]).label.split("（区分")[0]
    return f"{row}·{form.column(cell.place[2]).label}" if len(form.columns) > 1 else row


_CELL: Final = {"zh": "{label} {whole}（合计 {parts}）", "en": "{label} {whole} (sum {parts})"}
_MORE: Final = {"zh": "、{cells} 等", "en": ", {cells} …"}


def _named_cells(cells: Sequence[Unequal], form: Form, lang: str) -> str:
    comma = "、" if lang == "zh" else ", "
    named = comma.join(
        _CELL[lang].format(label=_label(cell, form), whole=f"{cell.whole:f}", parts=f"{cell.parts:f}")
        for cell in cells[:_CELLS]
    )
    return named if len(cells) <= _CELLS else _MORE[lang].format(cells=named)[len(comma) :]


# --- U003 ----------------------------------------------------------------------------------------


def _copied_hit(own: Sequence[Piece], partner: Partner) -> Hit:
    found = passages(own, unpacked(partner.other))
    copied = partner.copied
    more = {
        "zh": f"；这样互相雷同的报告共 {copied.group} 份",
        "en": f"; {copied.group} reports are alike in this way",
    }
    return Hit(
        span=found[0][0].piece.span if found else None,
        anchor="report",
        values={
            "percent": copied.percent,
            "agency": partner.agency,
            "file": copied.other,
            "passages": len(found),
            "more": more if copied.group > 2 else "",
        },
        related=tuple(
            Related(run[0].piece.span, _excerpt(run[0].piece.text, run[-1].piece.text), None, "")
            for run in found[:_PASSAGES]
        ),
    )


def _excerpt(first: str, last: str) -> str:
    """Where a passage begins and ends."""
    return f"“{first[:_EXCERPT]}……{last[-_EXCERPT:]}”"


# --- U002 ----------------------------------------------------------------------------------------


def missing_findings(missing: Sequence[Missing], roster: Roster, rule: Rule, setup: Setup) -> tuple[str, ...]:
    """The findings of the roster as JSON: each stands at the row of the organ."""
    using = stamp_of(None, None, roster.path, setup.settings.levels)
    stamped = [_at_row(stamp(Broken(rule, _missing_hit(one)), using), one, roster) for one in missing]
    return _packed(fingerprinted(stamped, None, roster.path))


def _missing_hit(one: Missing) -> Hit:
    return Hit(
        span=Span(one.member.line, 1, 1),
        anchor=f"{one.member.name}/{one.year}",
        variant=one.variant,
        values={
            "agency": one.member.name,
            "year": one.year,
            "files": "、".join(one.files),
            "other": one.other if one.other is not None else "",
            "named": one.named,
        },
    )


def _at_row(finding: Finding, one: Missing, roster: Roster) -> Finding:
    """The finding at the organ's row, in the terms of the roster's format."""
    where = roster.places.get(one.member.name)
    if where is None:
        return finding
    return finding._replace(location=where._replace(anchor=finding.location.anchor))
