"""What could stand in cells that are blank, or written in full-width digits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Final

from reportlint import Edit, Figure, Fix, Relation, Report, fold

from .repairs import unsafe

_BARS: Final = ("|", "｜")
_WIDE: Final = frozenset("０１２３４５６７８９．－＋")


def summed(report: Report, anchors: Collection[str]) -> Fix | None:
    """The sums in all the blank totals of a table; none where one cannot be added up.

    A blank part is not zero: what it holds is not known, and neither is the sum.
    """
    sums: dict[str, Edit] = {}
    for relation in (one for judged in report.relations.values() for one in judged.relations):
        total = relation.total
        if total is None or total.anchor not in anchors or total.figure is None or relation.compare != "==":
            continue
        value = _sum(relation, report)
        if value is None or sums.get(total.anchor, value) != value:
            return None
        sums[total.anchor] = value
    return unsafe(*sums.values()) if len(sums) == len(anchors) else None


def _sum(relation: Relation, report: Report) -> Edit | None:
    """The blank total filled with what its parts come to."""
    total = relation.total
    assert total is not None
    assert total.figure is not None
    value = Decimal(relation.constants[0] - relation.constants[1])
    for term in relation.terms:
        if term is total:
            continue
        if term.figure is None or term.figure.number is None:
            return None
        value += term.side * term.factor * term.figure.number
    value = -value / (total.side * total.factor)
    if value < 0 or value != value.to_integral_value():
        return None
    return _filled(total.figure, str(int(value)), report)


def zeros(cells: Mapping[str, Figure], report: Report) -> Fix | None:
    """0 in all of them; none where one stands in a sum that does not come out: it is not 0 that is missing."""
    judged = (relation for one in report.relations.values() for relation in one.relations)
    wrong = {term.anchor for relation in judged if relation.state == "broken" for term in relation.terms}
    if any(anchor in wrong for anchor in cells):
        return None
    return unsafe(*(_filled(figure, "0", report) for figure in cells.values()))


def _filled(figure: Figure, new: str, report: Report) -> Edit:
    """A blank cell filled; a bar right beside it is kept apart by a blank."""
    number, column, end = figure.span
    lines = report.source.lines
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    before, after = line[: column - 1][-1:], line[end - 1 : end]
    return Edit(figure.span, figure.text, " " * (before in _BARS) + new + " " * (after in _BARS))


def is_wide(figure: Figure) -> bool:
    """A figure in full-width digits."""
    return figure.number is not None and any("０" <= char <= "９" for char in figure.text)


def narrowed(figure: Figure) -> Edit:
    """The digits, and a point or sign among them, in half width; blanks and units as they stand."""
    narrow = "".join(fold(char) if char in _WIDE else char for char in figure.text)
    return Edit(figure.span, figure.text, narrow)
