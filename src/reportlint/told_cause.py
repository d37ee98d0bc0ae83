"""One cause, one finding, for cells and the prose about them.

A told figure that contradicts a cell which is part of a broken sum is no
second finding: it says what the cell should be. Figures of the prose that are
wrong against a cell need no other finding about the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint.equations import hit_of, valued
from reportlint.formula import plain_number
from reportlint.model import Report, Span, Told
from reportlint.one_cause import FOLDED, Broken
from reportlint.readings import Addend, Reading, cells_of, fits, quantity_of, readings_of
from reportlint.rule import Hit, Related

_SUMS: Final = (*FOLDED, "A004", "A007")
_AGAINST_CELLS: Final = ("C001", "C002")
_WITHIN_TEXT: Final = ("C003", "C004", "C009")


class _Claim(NamedTuple):
    """A told figure that no reading of the tables fits."""

    told: Told
    label: str
    readings: tuple[Reading, ...]


class _Repair(NamedTuple):
    """What a claim says of a broken sum: a cell of it and the number it should hold, if that mends the sum."""

    claim: _Claim
    cell: Addend
    right: Decimal | None


def fold_told(found: Sequence[Broken], report: Report) -> list[Broken]:
    """Findings with those about one wrong figure joined; the rest as they are."""
    broken = [
        hit_of(relation)
        for code in _SUMS
        if code in report.relations
        for relation in report.relations[code].relations
        if relation.state == "broken"
    ]
    joined = _joined_to_sums(found, broken, report) if broken and report.told else list(found)
    return _joined_in_text(joined)


# --- the table is wrong ------------------------------------------------------------------


def _joined_to_sums(found: Sequence[Broken], broken: Sequence[Hit], report: Report) -> list[Broken]:
    """``broken`` are all sums that fail, whatever is selected: a finding does not come and go with another."""
    claims = _claims(report)
    explained = {repair.claim.told.span for hit in broken for repair in _repairs(hit, claims)}
    kept = []
    for one in found:
        if one.rule.code in _AGAINST_CELLS and one.hit.span in explained:
            continue
        repairs = _repairs(one.hit, claims) if one.rule.code in _SUMS else []
        explained |= {repair.claim.told.span for repair in repairs}
        kept.append(Broken(one.rule, _with_told(one.hit, repairs)) if repairs else one)
    return [one for one in kept if one.rule.code not in _AGAINST_CELLS or one.hit.span not in explained]


def _claims(report: Report) -> list[_Claim]:
    cells = cells_of(report)
    claims = []
    for told in report.told:
        if told.scope or told.kind == "rough":
            continue
        readings = tuple(readings_of(told, report, cells))
        if readings and not any(one.value is not None and fits(told, one.value) for one in readings):
            quantity = quantity_of(told, report)
            claims.append(_Claim(told, quantity.name["zh"] if quantity is not None else "", readings))
    return claims


def _repairs(hit: Hit, claims: Sequence[_Claim]) -> list[_Repair]:
    """The claims about cells of a broken sum, those that mend it first."""
    if hit.sides is None:
        return []
    anchors = {hit.anchor, *hit.terms, *(place.anchor for place in hit.related)}
    found: list[_Repair] = []
    for claim in claims:
        mending = [one for one in _wanted(claim, anchors) if _mends(one, hit)]
        about = _wanted(claim, {hit.anchor})
        if mending:
            found.insert(0, mending[0])
        elif about:
            found.append(about[0]._replace(right=None))
    return found


def _wanted(claim: _Claim, anchors: set[str]) -> list[_Repair]:
    """What each cell among ``anchors`` would have to be for a reading to fit."""
    found = []
    for reading in claim.readings:
        for cell in reading.addends:
            number = cell.figure.number
            if cell.anchor in anchors and reading.value is not None and number is not None:
                right = number + (claim.told.value - reading.value) / cell.factor
                found.append(_Repair(claim, cell, right))
    return found


def _mends(repair: _Repair, hit: Hit) -> bool:
    """True where the number makes both sides of the sum equal."""
    factor = hit.terms.get(repair.cell.anchor, 0)
    number = repair.cell.figure.number
    if not factor or hit.sides is None or number is None or repair.right is None or repair.right < 0:
        return False
    return hit.sides.delta + factor * (repair.right - number) == 0


def _with_told(hit: Hit, repairs: Sequence[_Repair]) -> Hit:
    """The hit with what the text says; at the cell that the text mends."""
    places = tuple(
        Related(repair.claim.told.span, repair.claim.label, repair.claim.told.value, "")
        for repair in repairs
        if repair.claim.told.kind == "number"
    )
    related = (*hit.related, *places)
    first = repairs[0]
    if first.right is None:
        return hit._replace(related=related)
    said = "told_repairs" if first.right == first.claim.told.value else "told_implies"
    causes = (f"{said}:{plain_number(first.right)}",)
    cell = first.cell
    if cell.anchor == hit.anchor:
        agreed = hit.fix if hit.fix and hit.fix.edits[0].new == plain_number(first.right) else None
        return hit._replace(related=related, causes=causes, fix=agreed)
    label = next(
        (place.label for place in hit.related if place.anchor == cell.anchor), cell.form.row(cell.row).label
    )
    rest = [place for place in related if place.anchor != cell.anchor]
    if hit.span is not None:
        rest.append(Related(hit.span, hit.label.split(" = ")[0], None, hit.anchor))
    return hit._replace(
        span=cell.figure.span,
        anchor=cell.anchor,
        related=tuple(rest),
        label=valued(label, cell.figure.number),
        causes=causes,
        fix=None,
    )


# --- the text is wrong -------------------------------------------------------------------


def _joined_in_text(found: list[Broken]) -> list[Broken]:
    """A wrong figure of the text also breaks its sentence: said once, where the table shows the right one."""
    wrong = {one.hit.span for one in found if one.rule.code in _AGAINST_CELLS}
    sums = {place for one in found if one.rule.code == "C003" for place in _places(one.hit)}
    larger = {
        anchor
        for one in found
        if one.rule.code == "A006"
        for anchor in (one.hit.anchor, *(place.anchor for place in one.hit.related))
        if anchor
    }
    rates = [one.hit.span for one in found if one.rule.code in ("C004", "C009")]
    kept = []
    for one in found:
        code = one.rule.code
        if code in _WITHIN_TEXT and _places(one.hit) & wrong:
            continue
        if code in ("C004", "C009") and _places(one.hit) & sums:
            continue
        if code == "C004" and larger & {place.anchor for place in one.hit.related}:
            continue  # a rate of cells that are wrong already
        if code == "Y003" and any(_within(span, one.hit.span) for span in rates):
            continue
        kept.append(one)
    return kept


def _places(hit: Hit) -> set[Span | None]:
    return {hit.span, *(place.span for place in hit.related)}


def _within(inner: Span | None, outer: Span | None) -> bool:
    """True where a rate that is wrong by its own sentence stands in a comparison of two years."""
    return (
        inner is not None
        and outer is not None
        and inner.line == outer.line
        and outer.column <= inner.column
        and inner.end <= outer.end
    )
