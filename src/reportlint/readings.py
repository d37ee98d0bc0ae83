"""What a figure told in prose should equal: its readings as sums of table cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from reportlint.formula import parse_formula
from reportlint.model import Cells, Figure, Form, Grid, Quantity, Report, Told

_YUAN: Final = {"万元": 10000, "亿元": 100000000}


class Addend(NamedTuple):
    """A cell of a reading with its sign."""

    anchor: str
    factor: int
    figure: Figure
    form: Form
    row: str
    column: str


class Reading(NamedTuple):
    """One accepted meaning of a told figure. ``value`` is None where a cell holds no number."""

    value: Decimal | None
    addends: tuple[Addend, ...]


def cells_of(report: Report) -> Cells:
    """The cells of a report's tables."""
    return report.cells


def cells_in(grids: Sequence[Grid]) -> Cells:
    """The cells of tables."""
    found: dict[tuple[str, str], Grid] = {}
    for grid in reversed(grids):
        found.update(dict.fromkeys(grid.cells, grid))
    known: dict[str, frozenset[str]] = {}
    for form in {(grid.form.edition, grid.form.key): grid.form for grid in grids}.values():
        columns = frozenset(column.key for column in form.columns)
        for row in form.rows:
            known[row.key] = known.get(row.key, frozenset()) | columns
    return Cells(found, known)


def readings_of(told: Told, report: Report, cells: Cells) -> list[Reading]:
    """The readings of a told figure that the report's tables have the rows for."""
    quantity = quantity_of(told, report)
    if quantity is None:
        return []
    return list(_readings(quantity.readings, quantity, cells))


def near_of(told: Told, report: Report, cells: Cells) -> list[tuple[str, Reading]]:
    """``(cause, reading)`` of meanings that are wrong but explain the figure."""
    quantity = quantity_of(told, report)
    if quantity is None:
        return []
    return [(cause, one) for cause, text in quantity.near for one in _readings((text,), quantity, cells)]


def quantity_of(told: Told, report: Report) -> Quantity | None:
    """The quantity of a told figure as the report's edition knows it."""
    book = report.edition.told
    return book.quantities.get(told.quantity) if book is not None else None


def fits(told: Told, value: Decimal) -> bool:
    """True where a told figure says that value, as exactly as it is printed."""
    if told.step == 1:
        return told.value == value
    return abs(told.value - value) * 2 <= told.step


def _readings(texts: Sequence[str], quantity: Quantity, cells: Cells) -> Iterator[Reading]:
    for text in texts:
        if all(_is_known(name, cells) for name, _ in _names(text)):
            addends = _addends(text, quantity, cells)
            yield Reading(_sum(addends) if addends else None, tuple(addends))


def _is_known(name: str, cells: Cells) -> bool:
    """True where the form of one of the report's tables has the row; the table itself may lack it."""
    row, _, column = name.removesuffix(".*").partition(".")
    columns = cells.known.get(row)
    return columns is not None and (not column or column in columns)


def _addends(text: str, quantity: Quantity, cells: Cells) -> list[Addend]:
    """The cells of a reading; [] where a table lacks one of its cells."""
    found: list[Addend] = []
    for name, factor in _names(text):
        places = _places(name, quantity.columns, cells)
        if not places:
            return []
        for row, column in places:
            grid = cells.grids[row, column]
            anchor = f"{grid.form.key}/{row}/{column}"
            found.append(Addend(anchor, factor, grid.cells[row, column], grid.form, row, column))
    return found


@cache
def _names(text: str) -> tuple[tuple[str, int], ...]:
    """``(name, coefficient)`` of a sum."""
    linear = parse_formula(f"{text} == 0", f"reading {text}").linear
    return linear.left if linear is not None else ()


def _places(name: str, columns: Sequence[str], cells: Cells) -> list[tuple[str, str]]:
    row, _, column = name.partition(".")
    wanted = (column,) if column and column != "*" else columns
    if column == "*":
        rows = _rows_under(row, cells)
        places = [(one, key) for one in rows for key in wanted]
    else:
        places = [(row, key) for key in wanted]
    return places if all(place in cells.grids for place in places) else []


def _rows_under(group: str, cells: Cells) -> list[str]:
    """The figure rows of a group, in the table that has it."""
    for grid in cells.grids.values():
        if any(row.key == group for row in grid.form.rows):
            return [row.key for row in grid.form.rows if row.parent == group and not row.group]
    return []


def _sum(addends: Sequence[Addend]) -> Decimal | None:
    total = Decimal(0)
    for one in addends:
        if one.figure.number is None or not _is_plausible(one):
            return None
        total += one.factor * one.figure.number * _scale(one)
    return total


def _is_plausible(one: Addend) -> bool:
    """False for a negative or broken count: another rule says so, nothing is calculated with it."""
    number = one.figure.number
    assert number is not None
    return number >= 0 and (
        number == number.to_integral_value()
        or one.form.row(one.row).kind == "money"
        or one.form.column(one.column).kind == "money"
    )


def _scale(one: Addend) -> int:
    unit = one.figure.unit or one.form.row(one.row).unit or one.form.column(one.column).unit
    return _YUAN.get(unit, 1)
