"""Equations of a form prepared for judging: every name already a list of cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple

from reportlint.errors import RuleError
from reportlint.formula import Formula, parse_formula
from reportlint.model import Edition, Equation, Form


class Place(NamedTuple):
    """A cell of an equation. ``spare``: an optional row of a group, left out where it is absent."""

    row: str
    column: str
    side: int
    factor: int
    spare: bool


class Line(NamedTuple):
    """One column or row that an equation is put to; ``main`` unless its column is optional.

    ``named`` are the places by name, for formulas that are more than two sums.
    """

    key: str
    places: tuple[Place, ...]
    main: bool
    named: Mapping[str, tuple[Place, ...]] = {}


class Plan(NamedTuple):
    """An equation with its lines; ``total`` is the place in each line of the sum, -1 for none.

    ``formula`` is None for a comparison of two sums of cells, which is judged
    from the places alone.
    """

    equation: Equation
    form: Form
    compare: str
    constants: tuple[int, int]
    lines: tuple[Line, ...]
    total: int
    formula: Formula | None = None


LAST: Final = "last."
_ASKS_LAST: Final = re.compile(r"\blast\.")
TOLD: Final = "told."
Planner = Callable[[str, str], tuple[Plan, ...]]


def planner(editions: Sequence[Edition], extra: Iterable[Equation] = ()) -> Planner:
    """A function from edition name and form key to the form's plans, each made once.

    ``extra`` are equations that rules declare beside those of the editions.
    """
    by_name = {edition.name: edition for edition in editions}
    more = tuple(extra)

    @cache
    def plans(edition: str, form: str) -> tuple[Plan, ...]:
        found = by_name[edition].form(form)
        if found is None:
            return ()
        own = [one for one in by_name[edition].equations if one.form == form]
        added = [one for one in more if one.form == form and one.edition in ("", edition)]
        made = (_plan(one, found) for one in (*own, *added))
        return tuple(plan for plan in made if plan is not None)

    return plans


def asks_last(equations: Iterable[Equation]) -> bool:
    """True where there are relations and each asks for a figure of the year before."""
    found = [_ASKS_LAST.search(one.holds) is not None for one in equations]
    return bool(found) and all(found)


def _plan(equation: Equation, form: Form) -> Plan | None:
    formula = parse_formula(equation.holds, equation.origin)
    check_names(formula, equation, form)
    linear = formula.linear
    lines = tuple(_lines(equation, formula, form))
    if not any(line.places for line in lines):
        raise RuleError(
            f"{equation.origin}: names no cell of {form.key}: {equation.holds}",
            f"{equation.origin}：没有用到 {form.key} 的单元格：{equation.holds}",
        )
    if linear is None or _beyond(formula):
        return Plan(equation, form, "", (0, 0), lines, -1, formula)
    return Plan(
        equation=equation,
        form=form,
        compare=linear.compare,
        constants=(linear.left_constant, linear.right_constant),
        lines=lines,
        total=_total(lines[0].places) if lines and linear.compare == "==" else -1,
    )


def _beyond(formula: Formula) -> bool:
    """True where a formula asks for more than the cells of the table."""
    return any(name.startswith((LAST, TOLD)) for name in formula.names)


def _lines(equation: Equation, formula: Formula, form: Form) -> Iterator[Line]:
    if equation.each == "row":
        keys = [(row.key, True) for row in form.rows if not row.group]
    elif equation.each == "column":
        keys = [(column.key, not column.optional) for column in form.columns]
    else:
        keys = [("", True)]
    linear = formula.linear if not _beyond(formula) else None
    for key, main in keys:
        if linear is None:
            named = {
                name: tuple(_places(name, 0, 0, equation.each, key, form))
                for name in formula.names
                if not name.startswith(TOLD)
            }
            own = (place for name, found in named.items() if not name.startswith(LAST) for place in found)
            yield Line(key, tuple(dict.fromkeys(own)), main, named)
            continue
        places = [
            place
            for side, names in ((1, linear.left), (-1, linear.right))
            for name, factor in names
            for place in _places(name, side, factor, equation.each, key, form)
        ]
        yield Line(key, tuple(places), main)


def _places(name: str, side: int, factor: int, each: str, line: str, form: Form) -> Iterator[Place]:
    """The cells that a name stands for; an optional row of a group may be absent."""
    bare = name.removeprefix(LAST)
    for row, column in _cells(bare, each, line, form):
        yield Place(row, column, side, factor, bare.endswith(".*") and form.row(row).optional)


def _cells(name: str, each: str, line: str, form: Form) -> list[tuple[str, str]]:
    if each == "row":
        return [(line, name)]
    if each == "column":
        return [(key, line) for key in _rows(name, form)]
    row, _, column = name.partition(".")
    return [(row, column)]


def _rows(name: str, form: Form) -> tuple[str, ...]:
    """The row keys that a name stands for: itself, or the figure rows under it for ``name.*``."""
    if not name.endswith(".*"):
        return (name,)
    found: list[str] = []
    for row in form.rows:
        if row.parent == name[:-2]:
            found.extend(_rows(f"{row.key}.*", form) if row.group else (row.key,))
    return tuple(found)


def _total(places: Sequence[Place]) -> int:
    for side in (1, -1):
        alone = [at for at, place in enumerate(places) if place.side == side]
        if len(alone) == 1 and len(places) > 2 and all(place.factor == 1 for place in places):
            return alone[0]
    return -1


def sums_with(plans: Iterable[Plan], row: str, column: str) -> list[bool]:
    """For each equality that holds a cell: whether the cell is its total."""
    return [
        plan.total >= 0 and (line.places[plan.total].row, line.places[plan.total].column) == (row, column)
        for plan in plans
        if plan.compare == "=="
        for line in plan.lines
        if any((place.row, place.column) == (row, column) for place in line.places)
    ]


# --- checking ------------------------------------------------------------------------------


def check_names(formula: Formula, equation: Equation, form: Form) -> None:
    """Raises RuleError naming the nearest keys for a name that the form does not know.

    Which quantities prose tells is known to ``validate`` only.
    """
    rows = [row.key for row in form.rows]
    columns = [column.key for column in form.columns]
    for printed in formula.names:
        if printed.startswith(TOLD):
            continue
        name = printed.removeprefix(LAST)
        if equation.each == "row":
            known, wanted = columns, name
        elif equation.each == "column":
            known, wanted = rows, name.removesuffix(".*")
        else:
            row, _, column = name.partition(".")
            known, wanted = (rows, row) if row not in rows else (columns, column)
        if wanted not in known or (name.endswith(".*") and not _rows(name, form)):
            raise _no_name(equation, form.key, printed, wanted, known)


def _no_name(equation: Equation, owner: str, printed: str, wanted: str, known: Sequence[str]) -> RuleError:
    near = difflib.get_close_matches(wanted, known, 3)
    return RuleError(
        f"{equation.origin}: {owner} has no {printed}" + (f"; nearest: {', '.join(near)}" if near else ""),
        f"{equation.origin}：{owner} 没有 {printed}" + (f"；相近的有：{'、'.join(near)}" if near else ""),
    )


def validate(editions: Sequence[Edition], equations: Iterable[Equation], told: Sequence[str] = ()) -> None:
    """Raises RuleError for an equation that cannot be read or names nothing of its form.

    ``told`` are the quantities that prose can tell; empty where they are unknown.
    """
    by_name = {edition.name: edition for edition in editions}
    for equation in equations:
        if equation.edition and equation.edition not in by_name:
            raise _no_name(equation, "editions", equation.edition, equation.edition, list(by_name))
        names = [equation.edition] if equation.edition else list(by_name)
        forms = [by_name[name].form(equation.form) for name in names]
        found = [form for form in forms if form is not None]
        if not found:
            known = {form.key for name in names for form in by_name[name].forms}
            raise _no_name(
                equation,
                f"edition {equation.edition}" if equation.edition else "no edition",
                equation.form,
                equation.form,
                sorted(known),
            )
        for form in found:
            plan = _plan(equation, form)
            if plan is not None and plan.formula is not None and told:
                _check_told(equation, plan.formula, told)


def _check_told(equation: Equation, formula: Formula, told: Sequence[str]) -> None:
    for name in formula.names:
        if name.startswith(TOLD) and name.removeprefix(TOLD) not in told:
            raise _no_name(equation, "prose", name, name.removeprefix(TOLD), told)
