"""One cause, one finding: equations that fail through the same cell are folded.

A wrong cell breaks every equation it stands in by the same amount. The cell
that explains most of the broken equations is reported once; the equations
become its related places.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint.equations import valued
from reportlint.model import Figure, Report
from reportlint.plans import Planner, sums_with
from reportlint.rule import UNSAFE, Edit, Fix, Hit, Related, Rule
from reportlint.tables import whole_tables

# Rules whose equations share cells; a folded finding has the first code that is among it.
FAMILIES: Final = (("A001", "A003", "A002"), ("A005",))
_COMPARISONS: Final = ("A007", "A008")
_LEFT_ZERO: Final = "total_left_zero:"
FOLDED: Final = tuple(code for family in FAMILIES for code in family)


class Broken(NamedTuple):
    """A hit with its rule, before it is stamped."""

    rule: Rule
    hit: Hit


def fold(found: Sequence[Broken], report: Report, on: Collection[str], plans: Planner) -> list[Broken]:
    """Hits with those of one wrong cell folded into one; the rest as they are.

    ``on`` are the codes to report: what is folded does not depend on them.
    """
    rest = [_alone(one, report, plans) for one in found if one.rule.code in on and not _is_equation(one)]
    equations = [one for one in found if _is_equation(one)]
    for table in sorted({one.hit.table for one in equations}):
        for family in FAMILIES:
            own = [one for one in equations if one.hit.table == table and one.rule.code in family]
            rest += _one_each(own, report, on, plans)
    return _absorbed(_total_column_joined(_swaps_joined(rest, report)))


def _one_each(
    equations: Sequence[Broken], report: Report, on: Collection[str], plans: Planner
) -> Iterator[Broken]:
    """One finding for each wrong cell of one table."""
    left = list(equations)
    while left:
        anchor, error, group = _best_cell(left)
        taken = {id(one) for one in group}
        left = [one for one in left if id(one) not in taken]
        wanted = [one for one in group if one.rule.code in on]
        if wanted and len(group) > 1:
            yield _folded(anchor, error, group, wanted, report, plans)
        elif wanted:
            yield _alone(group[0], report, plans)


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
    anchor: str,
    error: Decimal,
    group: Sequence[Broken],
    wanted: Sequence[Broken],
    report: Report,
    plans: Planner,
) -> Broken:
    """The group as one finding at the wrong cell."""
    lead = min(wanted, key=lambda one: FOLDED.index(one.rule.code))
    cell = _figure(anchor, report, group[0].hit.table)
    related: dict[str, Related] = {}
    for one in group:
        for place in one.hit.related:
            related.setdefault(place.anchor, place)
        if one.hit.anchor != anchor and one.hit.span is not None:
            related.setdefault(one.hit.anchor, Related(one.hit.span, one.hit.label, None, one.hit.anchor))
    related.pop(anchor, None)
    label = next((place.label for one in group for place in one.hit.related if place.anchor == anchor), "")
    found = causes(anchor, error, len(group), report, plans, group[0].hit.table)
    hit = lead.hit._replace(
        span=cell.span if cell is not None else lead.hit.span,
        anchor=anchor,
        related=tuple(sorted(related.values(), key=lambda place: place.span)),
        label=valued(label, cell.number if cell is not None else None) if label else lead.hit.label,
        causes=found,
        fix=_filled(found, cell),
    )
    return Broken(lead.rule, hit)


def _alone(one: Broken, report: Report, plans: Planner) -> Broken:
    """A single broken equation keeps its place; its total may be the cause."""
    factor = one.hit.terms.get(one.hit.anchor, 0)
    if not factor or one.hit.sides is None:
        return one
    found = causes(one.hit.anchor, one.hit.sides.delta / factor, 1, report, plans, one.hit.table)
    cell = _figure(one.hit.anchor, report, one.hit.table)
    return Broken(one.rule, one.hit._replace(causes=found, fix=_filled(found, cell)))


# --- swapped neighbours, relations of the same cell -------------------------------------------


def _swaps_joined(found: Sequence[Broken], report: Report) -> list[Broken]:
    """Two columns that are wrong by opposite amounts because two cells of a row are swapped: one finding."""
    kept = list(found)
    single = [
        one for one in found if one.rule.code in FAMILIES[0] and one.hit.terms and one.hit.sides is not None
    ]
    for first, second in itertools.combinations(single, 2):
        if first.hit.table != second.hit.table or first.rule.code != second.rule.code:
            continue
        if first not in kept or second not in kept:
            continue
        place = _swapped_cell(first.hit, second.hit, report)
        if place is not None:
            related = {one.anchor: one for one in (*first.hit.related, *second.hit.related)}
            hit = first.hit._replace(
                span=place.span,
                anchor=place.anchor,
                label=valued(place.label, place.value),
                related=tuple(one for anchor, one in related.items() if anchor != place.anchor),
                causes=("neighbour_swapped",),
                fix=None,
            )
            kept[kept.index(first)] = Broken(first.rule, hit)
            kept.remove(second)
    return kept


def _swapped_cell(first: Hit, second: Hit, report: Report) -> Related | None:
    """The cell of the first hit that was swapped with its neighbour in the second."""
    assert first.sides is not None
    assert second.sides is not None
    if first.sides.delta != -second.sides.delta:
        return None
    for anchor, factor in first.terms.items():
        form, row, column = anchor.split("/")
        other = next(
            (one for one in second.terms if one.startswith(f"{form}/{row}/") and one != anchor), None
        )
        if not factor or other is None:
            continue
        here, there = _figure(anchor, report, first.table), _figure(other, report, first.table)
        numbers = (here.number, there.number) if here is not None and there is not None else (None, None)
        if here is None or numbers[0] is None or numbers[1] is None or numbers[0] == numbers[1]:
            continue
        if numbers[0] - numbers[1] == first.sides.delta / factor and column != "total":
            label = next((one.label for one in first.related if one.anchor == anchor), first.label)
            return Related(here.span, label, numbers[0], anchor)
    return None


def _total_column_joined(found: Sequence[Broken]) -> list[Broken]:
    """The total column of a table whose rows hold fails by what the other columns fail by: it repeats them.

    So it is where the last column is added up by a program, and one of the others is wrong.
    """
    kept = list(found)
    for code in FAMILIES[0]:
        columns = {column: one for one in found if one.rule.code == code and (column := _column_of(one.hit))}
        total = columns.pop("total", None)
        if total is None or total.hit.span is None or not columns:
            continue
        if _delta(total.hit) != sum((_delta(one.hit) for one in columns.values()), Decimal(0)):
            continue
        first = next(iter(columns.values()))
        place = Related(total.hit.span, total.hit.label, None, total.hit.anchor)
        related = tuple(sorted((*first.hit.related, place), key=lambda one: one.span))
        kept[kept.index(first)] = Broken(first.rule, first.hit._replace(related=related))
        kept.remove(total)
    return kept


def _column_of(hit: Hit) -> str:
    """The column whose figures a broken equation adds up, "" where it is not one column's."""
    columns = {anchor.split("/")[2] for anchor in hit.terms}
    return columns.pop() if len(columns) == 1 and hit.sides is not None else ""


def _delta(hit: Hit) -> Decimal:
    return hit.sides.delta if hit.sides is not None else Decimal(0)


def _absorbed(found: Sequence[Broken]) -> list[Broken]:
    """A comparison that fails through the cell and by the difference of a wrong sum says nothing more."""
    sums = {
        (one.hit.anchor, abs(one.hit.sides.delta))
        for one in found
        if one.rule.code in FOLDED and one.hit.sides is not None
    }
    return [
        one
        for one in found
        if one.rule.code not in _COMPARISONS
        or one.hit.sides is None
        or not any(
            (anchor, abs(one.hit.sides.delta)) in sums
            for anchor in (one.hit.anchor, *(place.anchor for place in one.hit.related))
        )
    ]


# --- likely causes ------------------------------------------------------------------------


def _figure(anchor: str, report: Report, table: int) -> Figure | None:
    """The figure at an anchor in the table of that number of its form."""
    form, row, column = anchor.split("/")
    pieces = whole_tables(report.grids_of(form))[table:][:1]
    return next((g.cells[row, column] for piece in pieces for g in piece if (row, column) in g.cells), None)


def _filled(found: Sequence[str], cell: Figure | None) -> Fix | None:
    """The sum for a total that was left at 0; which cell is wrong is not as certain anywhere else."""
    value = next((name.partition(":")[2] for name in found if name.startswith(_LEFT_ZERO)), "")
    if not value or cell is None or cell.text.strip() != "0":
        return None
    return Fix(UNSAFE, (Edit(cell.span, cell.text, cell.text.replace("0", value)),))


def causes(
    anchor: str, error: Decimal, explained: int, report: Report, plans: Planner, table: int
) -> tuple[str, ...]:
    """Names of likely causes of a cell that is ``error`` too large, with the likely value.

    Nothing is named where another sum of the cell holds: mending the cell
    would break that one. ``explained`` is how many sums the error explains.
    """
    figure = _figure(anchor, report, table)
    if figure is None or figure.number is None:
        return ()
    form, row, column = anchor.split("/")
    edition = next(grid.form.edition for grid in report.grids_of(form) if (row, column) in grid.cells)
    sums = sums_with(plans(edition, form), row, column)
    right = figure.number - error
    if len(sums) > explained or right < 0 or right != right.to_integral_value():
        return ()
    if figure.number == 0 and any(sums):
        return (f"{_LEFT_ZERO}{right}",)
    if sorted(str(figure.number)) == sorted(str(right)):
        return (f"digits_swapped:{right}",)
    return (f"likely_value:{right}",)
