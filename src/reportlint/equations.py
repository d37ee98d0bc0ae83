"""Relations of the forms judged on a report's figures (勾稽).

Blank is not zero. Blank parts count as zero only where their total is filled;
a blank total beside filled parts, or a filled total beside blank parts only,
leaves the relation undecided (rule T012 says so). An unread cell or a row of
unknown meaning leaves it undecided too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from reportlint.errors import RuleError
from reportlint.formula import Formula, Linear, compare, evaluate, parse_formula
from reportlint.model import Edition, Equation, Figure, Form, Grid, Kind, Report, Span
from reportlint.rule import CannotTell, Check, Hit, Related, Sides

_ZERO: Final = Decimal(0)
_EMPTY: Final = frozenset((Kind.BLANK, Kind.NA))
_SHOWN_TERMS: Final = 12


class Term(NamedTuple):
    """A figure cell in a relation: its anchor, side (1 left, -1 right), coefficient."""

    anchor: str
    row: str
    column: str
    side: int
    factor: int
    figure: Figure | None


class Instance(NamedTuple):
    """A relation put to one column or row of one table."""

    equation: Equation
    linear: Linear
    form: Form
    each: str
    terms: tuple[Term, ...]
    complete: bool
    unknown_rows: bool


class Verdict(NamedTuple):
    """``state``: "holds", "broken", "unknown" or "blank" (total and parts disagree in being filled)."""

    state: str
    left: Decimal
    right: Decimal


@dataclass(frozen=True, slots=True)
class _Compiled:
    equation: Equation
    formula: Formula
    names: Mapping[str, tuple[tuple[str, str], ...]]


# --- compiling ---------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _formula(text: str, origin: str) -> Formula:
    return parse_formula(text, origin)


def _children(form: Form, key: str) -> tuple[str, ...]:
    """Figure rows directly under a row; those of a group row in between count instead of it."""
    found: list[str] = []
    for row in form.rows:
        if row.parent == key:
            found.extend(_children(form, row.key) if row.group else (row.key,))
    return tuple(found)


def _keys(name: str, form: Form, each: str) -> tuple[str, ...]:
    """The row or column keys that a name of a formula stands for; () if unknown."""
    if name.endswith(".*"):
        return _children(form, name[:-2])
    if each == "row":
        return (name,) if any(column.key == name for column in form.columns) else ()
    return (name,) if any(row.key == name for row in form.rows) else ()


def validate(edition: Edition) -> None:
    """Raises RuleError for a formula that cannot be read or names nothing of its form."""
    for equation in edition.equations:
        form = edition.form(equation.form)
        if form is None:
            raise RuleError(f"{equation.origin}: no table {equation.form} in edition {edition.name}")
        check_names(_formula(equation.holds, equation.origin), equation, form)


def check_names(formula: Formula, equation: Equation, form: Form) -> None:
    """Raises RuleError naming the nearest keys for a name that the form does not know."""
    import difflib

    for name in formula.names:
        if equation.each and _keys(name, form, equation.each):
            continue
        row, _, column = name.partition(".")
        if not equation.each and _keys(row, form, "column") and _keys(column, form, "row"):
            continue
        known = [item.key for item in (form.columns if equation.each == "row" else form.rows)]
        near = difflib.get_close_matches(name, known, 3)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise RuleError(f"{equation.origin}: {form.key} has no {name}{hint}")


# --- instances -----------------------------------------------------------------------


def instances(report: Report, codes: Iterable[str] | None = None) -> Iterator[Instance]:
    """Every relation of the report's tables, put to its columns or rows."""
    wanted = None if codes is None else frozenset(codes)
    tables: dict[tuple[str, str], list[Grid]] = {}
    for grid in report.grids:
        tables.setdefault((grid.form.edition, grid.form.key), []).append(grid)
    for (name, key), grids in tables.items():
        edition = next(edition for edition in report.editions if edition.name == name)
        for equation in edition.equations:
            if equation.form == key and (wanted is None or equation.rule in wanted):
                yield from instances_of(equation, grids)


def instances_of(equation: Equation, grids: Sequence[Grid]) -> Iterator[Instance]:
    """One relation put to the columns or rows of a table (which may come in several pieces)."""
    formula = _formula(equation.holds, equation.origin)
    form = grids[0].form
    if formula.linear is None:
        return
    columns = {column for grid in grids for column in grid.columns}
    rows = {row.key for grid in grids for row in grid.rows}
    if equation.each == "row":
        lines = [row.key for row in form.rows if row.key in rows and not row.group]
    elif equation.each == "column":
        main = [column.key for column in form.columns if column.key in columns and not column.optional]
        lines = main or [column.key for column in form.columns if column.key in columns]
    else:
        lines = [""]
    for line in lines:
        terms, present = _terms(formula.linear, equation.each, line, form, grids)
        if present >= 2 or (present == 1 and len(terms) == 1):
            complete = form.complete or present == len(terms)
            unknown = any(d.what in ("unknown_row", "foreign_row") for grid in grids for d in grid.doubts)
            yield Instance(equation, formula.linear, form, line, terms, complete, unknown)


def _terms(
    linear: Linear, each: str, line: str, form: Form, grids: Sequence[Grid]
) -> tuple[tuple[Term, ...], int]:
    """``(terms, how many of their rows are in the table)``."""
    terms: list[Term] = []
    present = 0
    for side, names in ((1, linear.left), (-1, linear.right)):
        for name, factor in names:
            for row, column in _places(name, each, line, form):
                owner = next((grid for grid in grids if (row, column) in grid.cells), None)
                known = owner is not None or any(grid.row(row) is not None for grid in grids)
                if not known and name.endswith(".*") and form.row(row).optional:
                    continue
                present += known
                figure = owner.cells[row, column] if owner is not None else None
                terms.append(Term(f"{form.key}/{row}/{column}", row, column, side, factor, figure))
    return tuple(terms), present


def _places(name: str, each: str, line: str, form: Form) -> list[tuple[str, str]]:
    if each == "row":
        return [(line, name)]
    if each == "column":
        return [(key, line) for key in _keys(name, form, "column")]
    row, _, column = name.partition(".")
    return [(row, column)]


# --- judging --------------------------------------------------------------------------


def total_of(instance: Instance) -> Term | None:
    """The term that is the sum of the others, None where the relation is no sum."""
    if instance.linear.compare != "==" or instance.linear.left_constant or instance.linear.right_constant:
        return None
    for side in (1, -1):
        alone = [term for term in instance.terms if term.side == side]
        others = [term for term in instance.terms if term.side != side]
        if len(alone) == 1 and len(others) > 1 and all(term.factor == 1 for term in instance.terms):
            return alone[0]
    return None


def judge(instance: Instance) -> Verdict:
    """Whether a relation holds, with both sides."""
    unknown = Verdict("unknown", _ZERO, _ZERO)
    if any(term.figure is None or term.figure.kind in (Kind.TEXT, Kind.LOST) for term in instance.terms):
        return unknown
    total = total_of(instance)
    empty = [term for term in instance.terms if term.figure is not None and term.figure.kind in _EMPTY]
    if total is not None and empty:
        state = _filled(total, instance.terms, empty)
        if state:
            return Verdict(state, _ZERO, _ZERO)
    elif len(empty) == len(instance.terms) or (empty and instance.linear.compare != "=="):
        return unknown
    left, right = _sides(instance)
    if compare(instance.linear.compare, left, right):
        return Verdict("holds", left, right)
    if empty and total is None:
        return unknown
    if instance.unknown_rows and total is not None and _parts_fall_short(total, left, right):
        return unknown
    return Verdict("broken", left, right)


def _filled(total: Term, terms: Sequence[Term], empty: Sequence[Term]) -> str:
    """"unknown", "blank" or "" (judge it) for a sum with empty cells."""
    if len(empty) == len(terms):
        return "unknown"
    if total in empty:
        parts = [term for term in terms if term is not total and term not in empty]
        figure = total.figure
        only_zero = all(term.figure is not None and term.figure.kind is Kind.ZERO for term in parts)
        return "unknown" if figure is not None and figure.kind is Kind.NA and only_zero else "blank"
    if len(empty) == len(terms) - 1 and total.figure is not None and total.figure.number:
        return "blank"
    return ""


def _parts_fall_short(total: Term, left: Decimal, right: Decimal) -> bool:
    return left > right if total.side == 1 else right > left


def _sides(instance: Instance) -> tuple[Decimal, Decimal]:
    left, right = Decimal(instance.linear.left_constant), Decimal(instance.linear.right_constant)
    for term in instance.terms:
        number = term.figure.number if term.figure is not None else None
        if number:
            if term.side == 1:
                left += term.factor * number
            else:
                right += term.factor * number
    return left, right


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


def equation_text(instance: Instance) -> str:
    """The relation with its numbers, zero parts left out: 60 + 0 = 60；61 + 0 = 61."""
    return "；".join(_side_text(instance, side) for side in (1, -1))


def _side_text(instance: Instance, side: int) -> str:
    constant = instance.linear.left_constant if side == 1 else instance.linear.right_constant
    terms = [term for term in instance.terms if term.side == side]
    if len(terms) > _SHOWN_TERMS // 2:
        filled = [term for term in terms if term.figure is not None and term.figure.number]
        terms = filled or terms[:1]
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


def plain_number(number: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    return format(number.normalize() if number else _ZERO, "f")


def hit_of(instance: Instance, verdict: Verdict) -> Hit:
    """The hit of a broken relation, at its total (or its last term)."""
    main = total_of(instance) or _natural_place(instance)
    form, each = instance.form, instance.equation.each
    at = place_of(form, "" if each == "column" else instance.each, instance.each if each == "column" else "")
    related = []
    for term in instance.terms:
        figure = term.figure
        if figure is None or term is main or (len(instance.terms) > 6 and not figure.number):
            continue
        related.append(Related(figure.span, label_of(form, term, each), figure.number, term.anchor))
    return Hit(
        span=main.figure.span if main.figure is not None else None,
        anchor=main.anchor,
        values={
            "at": at,
            "says": instance.equation.says,
            "left": plain_number(verdict.left),
            "right": plain_number(verdict.right),
            "delta": plain_number(abs(verdict.left - verdict.right)),
            "equation": equation_text(instance),
        },
        related=tuple(related),
        sides=Sides(verdict.left, verdict.right, verdict.left - verdict.right, equation_text(instance)),
        terms={term.anchor: term.side * term.factor for term in instance.terms},
        label=valued(label_of(form, main, each), main.figure.number if main.figure is not None else None),
    )


def valued(label: str, number: Decimal | None) -> str:
    """A cell's label with its number: 总计 = 0."""
    return label if number is None else f"{label} = {plain_number(number)}"


def _natural_place(instance: Instance) -> Term:
    """Where a relation without a total is reported: the part that is too large, else its last filled term."""
    left = [term for term in instance.terms if term.side == 1]
    if instance.linear.compare == "<=" and len(left) == 1:
        return left[0]
    filled = [term for term in instance.terms if term.figure is not None and term.figure.number is not None]
    return filled[-1] if filled else instance.terms[-1]


def relations(code: str, own: Sequence[Equation] = ()) -> Check:
    """The check of a rule that is one or more relations of the forms.

    ``own`` are relations that the rule itself declares, beside those of the
    edition files under its code.
    """

    def check(report: Report) -> Iterator[Hit | CannotTell]:
        undecided = 0
        found = False
        for instance in (*instances(report, (code,)), *_own_instances(report, own)):
            verdict = judge(instance)
            found = True
            if verdict.state == "broken":
                yield hit_of(instance, verdict)
            elif verdict.state != "holds":
                undecided += 1
        if undecided or not found:
            yield CannotTell("figures" if found else "table")

    return check


def _own_instances(report: Report, own: Sequence[Equation]) -> Iterator[Instance]:
    for equation in own:
        for edition in report.editions:
            if equation.edition in ("", edition.name):
                grids = [g for g in report.grids_of(equation.form) if g.form.edition == edition.name]
                if grids:
                    yield from instances_of(equation, grids)


def holds(formula: str, figures: Mapping[str, Decimal | None]) -> bool | None:
    """A formula judged on named figures; for rule authors and tests."""
    return evaluate(_formula(formula, "formula"), figures.get)


def span_of(report: Report, anchor: str) -> Span | None:
    """Where the figure of an anchor form/row/column stands."""
    form, row, column = anchor.split("/")
    for grid in report.grids_of(form):
        found = grid.cells.get((row, column))
        if found is not None:
            return found.span
    return None
