"""The rows of a roster, cell by cell, whatever kind of file it is.

A workbook and a csv file are read as they stand, not as a report would be:
blank rows and columns keep the others in their places, a merged cell counts
for all the cells that it covers, hidden rows count too.
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Final, NamedTuple

from reportlint.findings import Location
from reportlint.model import Line, Row, Source, TableBlock
from reportlint.read.decode import decode
from reportlint.read.sheet_cells import Field, address
from reportlint.read.sheet_csv import read_csv
from reportlint.stamp import location

_COVERED: Final = 100_000  # cells that merged ones may cover
_NOWHERE: Final = {"zh": "", "en": ""}


class RosterCell(NamedTuple):
    """A text and where it stands."""

    text: str
    where: Location


class RosterRow(NamedTuple):
    """The filled cells of a row by column; ``number`` is that of the row in its file or sheet, from 1."""

    number: int
    cells: Mapping[int, RosterCell]


def roster_sheets(source: Source, data: bytes) -> list[list[RosterRow]]:
    """The rows of each sheet; a file of another kind is one sheet. Raises ReadError for broken text."""
    if source.sheets == ("",):
        return [_of_csv(data)]
    if source.sheets and (found := _of_workbook(data)):
        return found
    return [_of_source(source)]


# --- csv -----------------------------------------------------------------------------------------


def _of_csv(data: bytes) -> list[RosterRow]:
    rows = []
    for row in read_csv(decode(data).text):
        cells = {field.column: RosterCell(field.text.strip(), _in_text(field)) for field in row.fields}
        rows.append(RosterRow(row.fields[0].marks[0][1], cells))
    return rows


def _in_text(field: Field) -> Location:
    _, line, column = field.marks[0]
    return Location(line, column, line, column + len(field.text), None, _NOWHERE, "")


# --- workbooks -----------------------------------------------------------------------------------


def _of_workbook(data: bytes) -> list[list[RosterRow]]:
    """The sheets that are shown; [] for a kind that the library does not read."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # loaded only where a roster is one

    try:
        with contextlib.closing(CalamineWorkbook.from_filelike(BytesIO(data))) as book:
            shown = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
            return [_sheet(name, book.get_sheet_by_name(name)) for name in shown]
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException:  # a fault inside the library is no Exception
        return []


def _sheet(name: str, sheet: Any) -> list[RosterRow]:
    texts = {
        (row, column): text
        for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1)
        for column, value in enumerate(values, 1)
        if (text := _text(value))
    }
    _spread(texts, sheet.merged_cell_ranges or ())
    rows: dict[int, dict[int, RosterCell]] = {}
    for row, column in sorted(texts):
        at = address(row, column)
        place = {"zh": f"工作表“{name}” {at} 单元格", "en": f"sheet “{name}”, cell {at}"}
        where = Location(None, None, None, None, None, place, "")
        rows.setdefault(row, {})[column] = RosterCell(texts[row, column], where)
    return [RosterRow(number, cells) for number, cells in rows.items()]


def _spread(
    texts: dict[tuple[int, int], str], areas: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    """A merged cell holds for all the rows that it stands beside."""
    left = _COVERED
    for (top, first), (bottom, last) in areas:
        text = texts.get((top + 1, first + 1))
        left -= bottom - top + 1
        if text is None or last != first or left < 0:  # a title over all columns stands once
            continue
        for row in range(top + 2, bottom + 2):
            texts[row, first + 1] = text


def _text(value: object) -> str:
    """What a cell says; dates as 2025-01-31, whole numbers without a fraction."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip(" \t\r\n\xa0\u3000\u200b\ufeff")


# --- other kinds ---------------------------------------------------------------------------------


def _of_source(source: Source) -> list[RosterRow]:
    """The rows of a file's tables; the lines of one that has no table are rows of one cell."""
    tables = [row for item in source.items if isinstance(item, TableBlock) for row in item.rows]
    if tables:
        return [made for row in tables if (made := _row(source, row)) is not None]
    return list(_lines(source))


def _row(source: Source, row: Row) -> RosterRow | None:
    cells = {
        at: RosterCell(cell.text.strip(), location(source, cell.span, "", _NOWHERE))
        for at, cell in enumerate(row.cells, 1)
        if cell.text.strip()
    }
    return RosterRow(row.cells[0].span.line, cells) if cells else None


def _lines(source: Source) -> Iterator[RosterRow]:
    lines: Sequence[Line] = [item for item in source.items if isinstance(item, Line)]
    for line in lines:
        if text := line.text.strip():
            _, number, column = line.marks[0] if line.marks else (0, line.number, 1)
            where = Location(number, column, number, column + len(line.text), None, _NOWHERE, "")
            yield RosterRow(number, {1: RosterCell(text, where)})
