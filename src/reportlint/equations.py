"""Relations of the forms judged on a report's figures (勾稽).

Blank is not zero. Blank parts count as zero only where their total is filled;
a blank total beside filled parts, or a filled total beside blank parts only,
leaves the relation undecided (rule T012 says so). An unread cell or a row of
unknown meaning leaves it undecided too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from reportlint.conditions import Context, judge_condition
from reportlint.formula import compare, plain_number
from reportlint.model import Figure, Form, Grid, Judged, Kind, Relation, Report, Term, Told
from reportlint.plans import Line, Plan, Planner
from reportlint.rule import CannotTell, Check, Hit, Related, Sides
from reportlint.tables import whole_tables

_ZERO: Final = Decimal(0)
_EMPTY: Final = frozenset((Kind.BLANK, Kind.NA))
_UNREAD: Final = frozenset((Kind.TEXT, Kind.LOST))
_SHOWN_TERMS: Final = 6

Cells = Mapping[tuple[str, str], Figure]


def judge_all(
    grids: Sequence[Grid], plans: Planner, told: Sequence[Told] = (), last: Report | None = None
) -> dict[str, Judged]:
    """Every equation of the report's tables, put to its columns or rows, by rule code.

    ``told`` are the figures told in prose, ``last`` the report of the year before.
    """
    numbers: dict[str, int] = {}
    held: dict[str, int] = {}
    unknown: dict[str, int] = {}
    found: dict[str, list[Relation]] = {}
    for pieces in whole_tables(grids):
        form = pieces[0].form
        numbers[form.key] = numbers.get(form.key, -1) + 1
        table = _Table(pieces, numbers[form.key])
        for plan in plans(form.edition, form.key):
            code = plan.equation.rule
            for line in table.lines(plan):
                if plan.formula is None:
                    outcome = _judge(plan, line, table)
                else:
                    outcome = judge_condition(plan, line, Context(table.cells, table.rows, told, last))
                if outcome is None:
                    held[code] = held.get(code, 0) + 1
                elif outcome == "unknown":
                    unknown[code] = unknown.get(code, 0) + 1
                elif isinstance(outcome, Relation):
                    found.setdefault(code, []).append(outcome)
    return {
        code: Judged(held.get(code, 0), unknown.get(code, 0), tuple(found.get(code, ())))
        for code in {*held, *unknown, *found}
    }


class _Table:
    """The pieces of one table as one: its cells, rows and columns."""

    __slots__ = ("cells", "columns", "number", "rows", "strange")

    def __init__(self, pieces: Sequence[Grid], number: int) -> None:
        self.number = number
        first = pieces[0]
        self.cells: Cells = first.cells
        if len(pieces) > 1:
            self.cells = {place: figure for grid in reversed(pieces) for place, figure in grid.cells.items()}
        self.rows = {row.key for grid in pieces for row in grid.rows}
        self.columns = {column for grid in pieces for column in grid.columns}
        self.strange = any(
            doubt.what in ("unknown_row", "foreign_row") for grid in pieces for doubt in grid.doubts
        )

    def lines(self, plan: Plan) -> Iterator[Line]:
        """The lines of a plan that the table has; optional columns only where no main one is there."""
        each = plan.equation.each
        if each == "row":
            yield from (line for line in plan.lines if line.key in self.rows)
        elif each == "column":
            there = [line for line in plan.lines if line.key in self.columns]
            yield from [line for line in there if line.main] or there
        else:
            yield from plan.lines


def _judge(plan: Plan, line: Line, table: _Table) -> Relation | str | None:
    """None if it holds, "unknown", "none" where the table has none of it, else the relation."""
    left, right = Decimal(plan.constants[0]), Decimal(plan.constants[1])
    empty = missing = 0
    cells = table.cells
    for place in line.places:
        figure = cells.get((place.row, place.column))
        if figure is None:
            missing += not (place.spare and place.row not in table.rows)
        elif figure.number is None:
            if figure.kind in _UNREAD:
                missing += 1
            else:
                empty += 1
        elif place.side == 1:
            left += place.factor * figure.number
        else:
            right += place.factor * figure.number
    if missing:
        present = sum(place.row in table.rows for place in line.places)
        return "unknown" if present >= 2 or plan.form.complete else "none"
    if empty:
        state = _with_empty(plan, line, table, empty)
        if state:
            return state if state == "unknown" else _relation(plan, line, table, state, left, right)
    if compare(plan.compare, left, right):
        return None
    if empty and plan.total < 0:
        return "unknown"
    if table.strange and plan.total >= 0 and _parts_fall_short(line.places[plan.total].side, left, right):
        return "unknown"
    return _relation(plan, line, table, "broken", left, right)


def _with_empty(plan: Plan, line: Line, table: _Table, empty: int) -> str:
    """ "unknown", "blank" or "" (judge it) for a relation with empty cells."""
    if empty == len(line.places) or (plan.total < 0 and plan.compare != "=="):
        return "unknown"
    if plan.total < 0:
        return ""
    place = line.places[plan.total]
    total = table.cells[place.row, place.column]
    if total.kind in _EMPTY:
        others = [table.cells.get((one.row, one.column)) for one in line.places if one is not place]
        only_zero = all(one is None or one.kind is Kind.ZERO or one.kind in _EMPTY for one in others)
        return "unknown" if total.kind is Kind.NA and only_zero else "blank"
    return "blank" if empty == len(line.places) - 1 and total.number else ""


def _parts_fall_short(side: int, left: Decimal, right: Decimal) -> bool:
    return left > right if side == 1 else right > left


def _relation(plan: Plan, line: Line, table: _Table, state: str, left: Decimal, right: Decimal) -> Relation:
    terms = tuple(
        Term(
            f"{plan.form.key}/{place.row}/{place.column}", place.row, place.column, place.side, place.factor,
            table.cells.get((place.row, place.column)),
        )
        for place in line.places
    )  # fmt: skip
    total = terms[plan.total] if plan.total >= 0 else None
    return Relation(
        plan.equation, plan.form, line.key, terms, total, plan.constants, plan.compare, state, left, right,
        table=table.number,
    )  # fmt: skip


# --- telling ---------------------------------------------------------------------------


def place_of(form: Form, row: str, column: str) -> dict[str, str]:
    """A place a person finds: 表三·四、结转下年度继续办理·商业企业."""
    parts = []
    if row:
        parts.append(form.row(row).label.split("（区分")[0])
    if column and len(form.columns) > 1:
        parts.append(form.column(column).label)
    return {lang: "·".join((name, *parts)) for lang, name in form.name.items()}


def label_of(form: Form, term: Term, each: str) -> str:
    """What a term is called within its relation."""
    if each == "row":
        return form.column(term.column).label
    return form.row(term.row).label.split("（区分")[0]


def equation_text(relation: Relation) -> str:
    """The relation with its numbers, zero parts left out: 60 + 0 = 60；61 + 0 = 61."""
    if relation.shown:
        return relation.shown
    return "；".join(_side_text(relation, side) for side in (1, -1))


def _side_text(relation: Relation, side: int) -> str:
    constant = relation.constants[0 if side == 1 else 1]
    terms = [term for term in relation.terms if term.side == side]
    if len(terms) > _SHOWN_TERMS:
        filled = [term for term in terms if term.figure is not None and term.figure.number]
        terms = filled if len(filled) > 1 else [*filled, *(term for term in terms if term not in filled)][:2]
    numbers = [(term.factor, (term.figure.number if term.figure else None) or _ZERO) for term in terms]
    if constant or not numbers:
        numbers.append((1, Decimal(constant)))
    total = sum((factor * number for factor, number in numbers), _ZERO)
    text = ""
    for at, (factor, number) in enumerate(numbers):
        sign = " - " if factor < 0 else " + "
        times = f"{abs(factor)}×" if abs(factor) != 1 else ""
        text += (sign if at else sign.strip().replace("+", "")) + times + plain_number(number)
    return text if len(numbers) == 1 and numbers[0][0] == 1 else f"{text} = {plain_number(total)}"


def hit_of(relation: Relation) -> Hit:
    """The hit of a broken relation, at its total (or its last term)."""
    main = relation.total or _natural_place(relation)
    form, each, line = relation.form, relation.equation.each, relation.line
    at = place_of(form, "" if each == "column" else line, line if each == "column" else "")
    related = []
    for term in relation.terms:
        figure = term.figure
        if figure is None or term is main or (len(relation.terms) > 6 and not figure.number):
            continue
        related.append(Related(figure.span, label_of(form, term, each), figure.number, term.anchor))
    return Hit(
        span=main.figure.span if main.figure is not None else None,
        anchor=main.anchor,
        values={
            "at": at,
            "says": relation.equation.says,
            "left": plain_number(relation.left),
            "right": plain_number(relation.right),
            "delta": plain_number(abs(relation.left - relation.right)),
            "equation": equation_text(relation),
        },
        related=tuple(related),
        sides=Sides(relation.left, relation.right, relation.left - relation.right, equation_text(relation)),
        terms={term.anchor: term.side * term.factor for term in relation.terms if relation.compare == "=="},
        label=valued(label_of(form, main, each), main.figure.number if main.figure is not None else None),
        table=relation.table,
    )


def valued(label: str, number: Decimal | None) -> str:
    """A cell's label with its number: 总计 = 0."""
    return label if number is None else f"{label} = {plain_number(number)}"


def _natural_place(relation: Relation) -> Term:
    """Where a relation without a total is reported: the part that is too large, else its last filled term."""
    left = [term for term in relation.terms if term.side == 1]
    if relation.compare == "<=" and len(left) == 1:
        return left[0]
    filled = [term for term in relation.terms if term.figure is not None and term.figure.number is not None]
    return filled[-1] if filled else relation.terms[-1]


def relations(code: str) -> Check:
    """The check of a rule that is one or more relations of the forms."""

    def check(report: Report) -> Iterator[Hit | CannotTell]:
        judged = report.relations.get(code)
        if judged is None:
            yield CannotTell("table")
            return
        unknown = judged.unknown
        for relation in judged.relations:
            if relation.state == "broken":
                yield hit_of(relation)
            else:
                unknown += 1
        if unknown:
            yield CannotTell("figures")

    return check
