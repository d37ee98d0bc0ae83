"""A workbook written row by row: what is in it never lies in memory as a whole."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

MOST_ROWS: Final = 1_048_575  # of a sheet, below its header
_MOST_CHARACTERS: Final = 32_767  # of a cell
_MADE: Final = datetime.datetime(2000, 1, 1)  # always the same, so that the same content is the same bytes
_FONT: Final = {
    "font_name": "Microsoft YaHei", "font_size": 10, "valign": "top", "bottom": 1, "bottom_color": "#E2E6EB",
}  # fmt: skip
_LINE: Final = 15  # points
_MOST_LINES: Final = 27  # a row cannot be higher than 409 points
_KINDS: Final[dict[str, dict[str, object]]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "figure": {},  # with decimals: as they are
    "whole": {"num_format": "#,##0_ "},
    "year": {"num_format": "0", "align": "center"},
    "rate": {"num_format": "0.0%"},
    "choice": {"bg_color": "#FFF8E1", "locked": False},
    "note": {"bg_color": "#FFF8E1", "text_wrap": True, "locked": False},
}
_LOOKS: Final[dict[str, dict[str, object]]] = {
    "": {},
    "error": {"font_color": "#B3261E", "bold": True},
    "warning": {"font_color": "#8A5A00", "bold": True},
    "note": {"font_color": "#33608C"},
    "total": {"bold": True, "top": 1, "bg_color": "#EEF1F5"},
    "few": {"font_color": "#8C8C8C", "italic": True},
}

Value = str | int | Decimal | None


class Column(NamedTuple):
    """A column: ``kind`` is text, wrap, figure, whole, year, rate, choice (of ``choices``) or note."""

    title: str
    width: float
    kind: str = "text"
    choices: tuple[str, ...] = ()
    help: tuple[str, str] = ("", "")


class Cell(NamedTuple):
    """A value with a look: error, warning, note, total, few (a rate of a small number)."""

    value: Value
    look: str = ""


class Sheet(NamedTuple):
    """A sheet; one with more rows than a sheet can hold goes on in NAME2, NAME3 …

    ``last`` gives the row under all others, asked for after them, which sorting leaves where it is.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value | Cell]]
    last: Callable[[], Sequence[Value | Cell]] | None = None
    frozen: int = 1  # columns that stay in sight
    paper: int = 9  # as printed: 9 is A4, 8 is A3


def write_book(path: Path, sheets: Iterable[Sheet], most: int = MOST_ROWS) -> None:
    """Write the workbook; the same sheets give the same bytes. Raises OSError."""
    import xlsxwriter  # loaded only where a workbook is written

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"created": _MADE})
    formats = _Formats(book)
    for sheet in sheets:
        _write(book, sheet, formats, most)
    book.close()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, kind: str, look: str) -> Any:
        """The format for a kind of column and a look."""
        if (kind, look) not in self._made:
            form = {**_FONT, **_KINDS[kind], **_LOOKS[look]}
            self._made[kind, look] = self._book.add_format(form)
        return self._made[kind, look]

    def header(self) -> Any:
        """The format of header cells."""
        if ("", "header") not in self._made:
            form = {
                **_FONT, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center",
                "bg_color": "#1F4F82", "font_color": "#FFFFFF", "border": 1, "border_color": "#D5DAE1",
            }  # fmt: skip
            self._made["", "header"] = self._book.add_format(form)
        return self._made["", "header"]


def _write(book: Any, sheet: Sheet, formats: _Formats, most: int) -> None:
    rows = iter(sheet.rows)
    number, row, more = 1, next(rows, None), True
    while more:
        page = book.add_worksheet(sheet.name if number == 1 else f"{sheet.name}{number}")
        _head(page, sheet, formats)
        count = 0
        room = most - (1 if sheet.last is not None else 0)
        while row is not None and count < room:
            count += 1
            _row(page, count, row, sheet.columns, formats)
            row = next(rows, None)
        more, number = row is not None, number + 1
        page.autofilter(0, 0, max(count, 1), len(sheet.columns) - 1)
        _choices(page, sheet.columns, max(count, 1))
        if sheet.last is not None and not more:
            _row(page, count + 1, sheet.last(), sheet.columns, formats, "total")


def _head(page: Any, sheet: Sheet, formats: _Formats) -> None:
    page.set_row(0, 4 + _LINE * max(_lines(one.title, one.width - 2) for one in sheet.columns))
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width, formats.of(column.kind, ""))
        page.write_string(0, at, column.title, formats.header())
    page.freeze_panes(1, sheet.frozen)
    page.set_landscape()
    page.set_paper(sheet.paper)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&C&P / &N")


def _row(
    page: Any,
    number: int,
    row: Sequence[Value | Cell],
    columns: Sequence[Column],
    formats: _Formats,
    look: str = "",
) -> None:
    cells = [one if isinstance(one, Cell) else Cell(one) for one in row]
    page.set_row(number, 3 + _LINE * _height(cells, columns))  # not every program finds it by itself
    for at, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        integral = isinstance(cell.value, Decimal) and cell.value == cell.value.to_integral_value()
        kind = "whole" if column.kind == "figure" and integral else column.kind
        form = formats.of(kind, cell.look or look)
        if cell.value is None or cell.value == "":
            page.write_blank(number, at, None, form)
        elif isinstance(cell.value, str):
            page.write_string(number, at, _fitting(cell.value), form)
        else:
            page.write_number(number, at, cell.value, form)


def _height(cells: Sequence[Cell], columns: Sequence[Column]) -> int:
    """How many lines of text a row shows."""
    wrapped = (
        _lines(cell.value, column.width)
        for cell, column in zip(cells, columns, strict=True)
        if isinstance(cell.value, str) and column.kind in ("wrap", "note")
    )
    return min(max(wrapped, default=1), _MOST_LINES)


@lru_cache(maxsize=4096)
def _lines(text: str, room: float) -> int:
    # In this encoding a character has as many bytes as it is columns wide.
    widths = (len(line.encode("gbk", "replace")) for line in text.split("\n"))
    return sum(max(1, math.ceil(width * 1.05 / room)) for width in widths)


def _fitting(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def _choices(page: Any, columns: Sequence[Column], count: int) -> None:
    for at, column in enumerate(columns):
        if column.choices:
            title, message = column.help
            rule = {
                "validate": "list", "source": list(column.choices), "error_type": "information",
                "input_title": title, "input_message": message,
            }  # fmt: skip
            page.data_validation(1, at, count, at, rule)
