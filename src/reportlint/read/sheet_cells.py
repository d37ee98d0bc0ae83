"""What a workbook shows, whatever its format: sheets, rows and their filled cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reportlint.errors import ReadError
from reportlint.model import Marks

CELL_LIMIT: Final = 100_000


class Field(NamedTuple):
    """A filled cell. Rows and columns are 1-based, those of the sheet.

    A formula whose result is not stored is its own text, with the = in front.
    ``marks`` tells where the text stands in a file that has lines; it is empty
    for workbooks.
    """

    row: int
    column: int
    text: str
    marks: Marks = ()


class SheetRow(NamedTuple):
    """The filled cells of a row, in order; ``apart``: blank rows stand before it.

    ``blanks`` are its blank cells where the file shows their places.
    """

    fields: tuple[Field, ...]
    apart: bool
    blanks: tuple[Field, ...] = ()


class Sheet(NamedTuple):
    """A sheet as it is shown: no hidden rows and columns, no blank rows."""

    name: str
    rows: tuple[SheetRow, ...]


def address(row: int, column: int) -> str:
    """The name of a cell, e.g. C7."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def lines_of(text: str) -> list[str]:
    """The lines of a cell's text that hold something."""
    return [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]


def one_line(text: str) -> str:
    """A cell's text with its lines joined: Chinese without a blank, figures kept apart."""
    if "\n" not in text and "\r" not in text:
        return text.strip()
    joined = ""
    for line in lines_of(text):
        piece = line.strip()
        if joined and joined[-1].isascii() and piece[0].isascii():
            joined += "  " if piece[0].isdigit() else " "
        joined += piece
    return joined


def checked_size(count: int) -> int:
    """The number of cells. Raises ReadError P001 too_large beyond the limit."""
    if count > CELL_LIMIT:
        raise ReadError(
            "P001",
            "too_large",
            size={"zh": f"超过 {CELL_LIMIT} 个单元格", "en": f"more than {CELL_LIMIT} cells"},
            limit={"zh": f"{CELL_LIMIT} 个", "en": f"{CELL_LIMIT} cells"},
        )
    return count


def shown_rows(rows: Iterable[tuple[int, Sequence[Field]]], hidden: frozenset[int]) -> tuple[SheetRow, ...]:
    """The rows that hold something; ``hidden`` are the numbers of rows that are not shown."""
    made: list[SheetRow] = []
    last = 0
    for number, fields in rows:
        if number in hidden or not fields:
            continue
        between = number - last - 1
        apart = between > 0 and (
            between > len(hidden) or any(one not in hidden for one in range(last + 1, number))
        )
        made.append(SheetRow(tuple(fields), apart))
        last = number
    return tuple(made)
