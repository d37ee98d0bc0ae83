"""Relations that are more than a comparison of two sums of cells.

Products of figures, ``and`` and ``or``, figures of the year before and figures
told in prose. A figure that is blank, unread or unknown leaves the relation
undecided unless the others decide it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from reportlint.formula import evaluate, failures
from reportlint.model import Figure, Form, Relation, Report, Term, Told
from reportlint.plans import LAST, TOLD, Line, Place, Plan

Cells = Mapping[tuple[str, str], Figure]


class Context(NamedTuple):
    """What a formula may ask for: the table's cells and rows, figures told, last year's report."""

    cells: Cells
    rows: Collection[str]
    told: Sequence[Told]
    last: Report | None


def judge_condition(plan: Plan, line: Line, context: Context) -> Relation | str | None:
    """None if it holds, "unknown", "none" where the table has none of it, else the relation."""
    assert plan.formula is not None
    if line.places and not any(place.row in context.rows for place in line.places):
        return "unknown" if plan.form.complete else "none"

    def lookup(name: str) -> Decimal | None:
        return _figure_of(name, plan.form, line, context)

    truth = evaluate(plan.formula, lookup)
    if truth is None:
        return "unknown"
    if truth:
        return None
    false = failures(plan.formula, lookup)
    names = dict.fromkeys(name for one in false for name in one.names)
    own = [place for name in names if not name.startswith(LAST) for place in line.named.get(name, ())]
    places = own or line.places
    first = false[0]
    return Relation(
        plan.equation, plan.form, line.key, tuple(_term(plan.form, place, context) for place in places), None,
        (0, 0), first.compare, "broken", first.left, first.right, "；".join(one.text for one in false),
    )  # fmt: skip


def _figure_of(name: str, form: Form, line: Line, context: Context) -> Decimal | None:
    if name.startswith(TOLD):
        return told_figure(context.told, name.removeprefix(TOLD))
    places = line.named[name]
    if not name.startswith(LAST):
        return _sum(places, context.cells, context.rows)
    if context.last is None:
        return None
    grids = context.last.grids_of(form.key)
    cells = {place: figure for grid in reversed(grids) for place, figure in grid.cells.items()}
    return _sum(places, cells, {row.key for grid in grids for row in grid.rows})


def _sum(places: Sequence[Place], cells: Cells, rows: Collection[str]) -> Decimal | None:
    """The figures of a name added up; None where one of them is missing, blank or no number."""
    total = Decimal(0)
    for place in places:
        figure = cells.get((place.row, place.column))
        if figure is None and place.spare and place.row not in rows:
            continue
        if figure is None or figure.number is None:
            return None
        total += figure.number
    return total


def told_figure(told: Sequence[Told], quantity: str) -> Decimal | None:
    """What prose tells of a quantity for the whole report; None where it is told nowhere or differently."""
    values = {one.value for one in told if one.quantity == quantity and not one.scope}
    return values.pop() if len(values) == 1 else None


def _term(form: Form, place: Place, context: Context) -> Term:
    figure = context.cells.get((place.row, place.column))
    anchor = f"{form.key}/{place.row}/{place.column}"
    return Term(anchor, place.row, place.column, 1, 0, figure)
