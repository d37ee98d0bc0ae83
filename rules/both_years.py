"""Figures of this year's tables beside those of the year before, for the rules that compare them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint import Figure, Form, Report, whole_tables

REQUESTS: Final = "s3_requests"
# Columns that tell what there is on the last day of a year, not what was done in it.
STOCKS: Final = frozenset(("in_force", "items_prev", "published_total", "value_cumulative"))
_STOCK_ROWS: Final = frozenset(
    ("offices", "reading_points", "staff_total", "staff_full", "staff_part", "budget_wan")
)
_ZERO: Final = Decimal(0)

Cells = Mapping[tuple[str, str], Figure]


class Table(NamedTuple):
    """A table of a report as one, whatever pages it is broken over."""

    form: Form
    cells: Cells

    def number(self, row: str, column: str) -> Decimal | None:
        """The number of a cell; None where it is missing, blank or no number."""
        figure = self.cells.get((row, column))
        return figure.number if figure is not None else None


class Pair(NamedTuple):
    """A cell that means the same in both years: this year's figure and number, last year's number."""

    table: Table
    row: str
    column: str
    figure: Figure
    now: Decimal
    before: Decimal

    @property
    def anchor(self) -> str:
        """The keys of the cell joined by /."""
        return f"{self.table.form.key}/{self.row}/{self.column}"


def table_of(report: Report, form: str) -> Table | None:
    """The report's table of that form; None where it has none, or two that may be of different scope."""
    tables = whole_tables(report.grids_of(form))
    if len(tables) != 1:
        return None
    pieces = tables[0]
    return Table(pieces[0].form, {key: one for piece in reversed(pieces) for key, one in piece.cells.items()})


def forms_of(report: Report) -> list[str]:
    """The keys of the forms of a report's tables, each once, in their order."""
    return list(dict.fromkeys(grid.form.key for grid in report.grids))


def pairs(report: Report, form: str) -> list[Pair]:
    """The cells of a form that hold numbers in both years and mean the same in both."""
    now = table_of(report, form)
    before = table_of(report.last, form) if report.last is not None else None
    return list(_pairs(now, before)) if now is not None and before is not None else []


def _pairs(now: Table, before: Table) -> Iterator[Pair]:
    for (row, column), figure in now.cells.items():
        other = before.cells.get((row, column))
        if figure.number is None or other is None or other.number is None:
            continue
        if unit_of(now.form, row, column, figure) == unit_of(before.form, row, column, other):
            yield Pair(now, row, column, figure, figure.number, other.number)


def unit_of(form: Form, row: str, column: str, figure: Figure) -> str:
    """The unit of a money cell, as printed in the cell or by the form; "" for a count."""
    kinds = (form.row(row).kind, form.column(column).kind)
    if "money" not in kinds:
        return ""
    return figure.unit or form.row(row).unit or form.column(column).unit


def tells(pair: Pair) -> bool:
    """True for a figure other than 0 of what was done in the year; a stock may well stay as it is."""
    return pair.now != _ZERO and pair.column not in STOCKS and pair.row not in _STOCK_ROWS


def is_unchanged(report: Report) -> bool:
    """True where all figures of sections two to four are last year's, and some of them are not 0."""
    some = False
    for form in forms_of(report):
        for pair in pairs(report, form):
            if pair.now != pair.before:
                return False
            some = some or tells(pair)
    return some and bool(pairs(report, REQUESTS) or _old_form(report))


def _old_form(report: Report) -> bool:
    """True for a statistics form of before 2019, which is all in one table."""
    return not report.edition.fixed_sections and any(pairs(report, form) for form in forms_of(report))
