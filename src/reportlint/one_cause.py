"""One cause, one finding: equations that fail through the same cell are folded.

A wrong cell breaks every equation it stands in by the same amount. The cell
that explains most of the broken equations is reported once; the equations
become its related places.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint.equations import valued
from reportlint.model import Report
from reportlint.rule import Hit, Related, Rule

# Rules whose equations share cells; a folded finding has the first code that is among it.
FAMILIES: Final = (("A001", "A003", "A002"), ("A005",))
FOLDED: Final = tuple(code for family in FAMILIES for code in family)


class Broken(NamedTuple):
    """A hit with its rule, before it is stamped."""

    rule: Rule
    hit: Hit


def fold(found: Sequence[Broken], report: Report, on: Collection[str]) -> list[Broken]:
    """Hits with those of one wrong cell folded into one; the rest as they are.

    ``on`` are the codes to report: what is folded does not depend on them.
    """
    rest = [_alone(one, report) for one in found if one.rule.code in on and not _is_equation(one)]
    for family in FAMILIES:
        equations = [one for one in found if one.rule.code in family and _is_equation(one)]
        while equations:
            anchor, error, group = _best_cell(equations)
            taken = {id(one) for one in group}
            equations = [one for one in equations if id(one) not in taken]
            wanted = [one for one in group if one.rule.code in on]
            if wanted and len(group) > 1:
                rest.append(_folded(anchor, error, group, wanted, report))
            elif wanted:
                rest.append(_alone(group[0], report))
    return rest


def _is_equation(one: Broken) -> bool:
    return one.rule.code in FOLDED and bool(one.hit.terms) and one.hit.sides is not None


def _best_cell(equations: Sequence[Broken]) -> tuple[str, Decimal, list[Broken]]:
    """The cell, and by how much it is too large, that explains most equations."""
    groups: dict[tuple[str, Decimal], list[Broken]] = {}
    for one in equations:
        assert one.hit.sides is not None
        for anchor, factor in one.hit.terms.items():
            if factor:
                groups.setdefault((anchor, one.hit.sides.delta / factor), []).append(one)
    (anchor, error), group = max(
        groups.items(), key=lambda item: (len(item[1]), _plausible(item[0], item[1]))
    )
    return anchor, error, group


def _plausible(key: tuple[str, Decimal], group: Sequence[Broken]) -> int:
    """Among cells that explain as many equations, the one a hit stands at."""
    return sum(one.hit.anchor == key[0] for one in group)


def _folded(
    anchor: str, error: Decimal, group: Sequence[Broken], wanted: Sequence[Broken], report: Report
) -> Broken:
    """The group as one finding at the wrong cell."""
    lead = min(wanted, key=lambda one: FOLDED.index(one.rule.code))
    form, row, column = anchor.split("/")
    cell = next(
        (grid.cells[row, column] for grid in report.grids_of(form) if (row, column) in grid.cells), None
    )
    related: dict[str, Related] = {}
    for one in group:
        for place in one.hit.related:
            related.setdefault(place.anchor, place)
        if one.hit.anchor != anchor and one.hit.span is not None:
            related.setdefault(one.hit.anchor, Related(one.hit.span, one.hit.label, None, one.hit.anchor))
    related.pop(anchor, None)
    label = next((place.label for one in group for place in one.hit.related if place.anchor == anchor), "")
    hit = lead.hit._replace(
        span=cell.span if cell is not None else lead.hit.span,
        anchor=anchor,
        related=tuple(sorted(related.values(), key=lambda place: place.span)),
        label=valued(label, cell.number if cell is not None else None) if label else lead.hit.label,
        causes=causes(anchor, error, report),
    )
    return Broken(lead.rule, hit)


def _alone(one: Broken, report: Report) -> Broken:
    """A single broken equation keeps its place; its total may be the cause."""
    factor = one.hit.terms.get(one.hit.anchor, 0)
    if not factor or one.hit.sides is None:
        return one
    found = causes(one.hit.anchor, one.hit.sides.delta / factor, report)
    return Broken(one.rule, one.hit._replace(causes=found))


# --- likely causes ------------------------------------------------------------------------


def causes(anchor: str, error: Decimal, report: Report) -> tuple[str, ...]:
    """Names of likely causes of a cell that is ``error`` too large, with the likely value."""
    form, row, column = anchor.split("/")
    grid = next((g for g in report.grids_of(form) if (row, column) in g.cells), None)
    if grid is None:
        return ()
    number = grid.cells[row, column].number
    if number is None:
        return ()
    right = number - error
    if number == 0 and right > 0:
        return (f"total_left_zero:{right}",)
    if right < 0 or right != right.to_integral_value():
        return ()
    if sorted(str(number)) == sorted(str(right)) and number != right:
        return (f"digits_swapped:{right}",)
    return (f"likely_value:{right}",)
