"""Older workbooks (.xls, .et): the sheets as they are shown, read by xlrd."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import Any, Final

import xlrd
from xlrd.biffh import XLRDError

from reportlint.errors import ReadError
from reportlint.read.sheet_cells import Field, Sheet, checked_size, shown_rows
from reportlint.read.sheet_format import BUILT_IN, GENERAL, hides_text, shown

_BROKEN: Final = {"zh": "表格内容有错误", "en": "its content is broken"}
_PASSWORD: Final = ("encrypt", "password")


def read_xls(data: bytes) -> list[Sheet]:
    """The sheets that are shown. Raises ReadError P001.

    xlrd meets damage with whatever exception comes of it, so that all of them
    are taken for damage.
    """
    try:
        book = xlrd.open_workbook(
            logfile=StringIO(), file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True
        )
        return _sheets(book)
    except ReadError:
        raise
    except MemoryError as fault:
        raise ReadError("P001", "damaged", detail=_BROKEN) from fault
    except Exception as fault:
        if isinstance(fault, XLRDError) and any(word in str(fault).lower() for word in _PASSWORD):
            raise ReadError("P001", "encrypted") from fault
        raise ReadError("P001", "damaged", detail=_BROKEN) from fault


def _sheets(book: Any) -> list[Sheet]:
    sheets: list[Sheet] = []
    count = 0
    for at in range(book.nsheets):
        if book._sheet_visibility[at]:
            continue  # its visibility is known before the sheet is loaded, but has no public name there
        sheet = book.sheet_by_index(at)
        found = _shown_sheet(sheet, book, count)
        count += sum(len(row.fields) for row in found.rows)
        sheets.append(found)
        book.unload_sheet(at)
    return sheets


def _shown_sheet(sheet: Any, book: Any, before: int) -> Sheet:
    hidden = frozenset(
        number + 1 for number, row in sheet.rowinfo_map.items() if row.hidden or row.height == 0
    )
    away = frozenset(number + 1 for number, one in sheet.colinfo_map.items() if one.hidden or one.width == 0)
    covered = _covered(sheet)
    rows: list[tuple[int, Sequence[Field]]] = []
    count = before
    for number in range(sheet.nrows):
        fields = []
        for column, cell in enumerate(sheet.row(number)):
            text = _value(cell, book, sheet)
            if not text.strip() or column + 1 in away or (number, column) in covered:
                continue
            count = checked_size(count + 1)
            fields.append(Field(number + 1, column + 1, text))
        rows.append((number + 1, fields))
    return Sheet(str(sheet.name), shown_rows(rows, hidden))


def _covered(sheet: Any) -> frozenset[tuple[int, int]]:
    """The cells that belong to a merged one but are not its first."""
    found: set[tuple[int, int]] = set()
    for top, bottom, left, right in sheet.merged_cells:
        bottom = min(bottom, sheet.nrows)
        for row in range(top, bottom):
            wide = min(right, sheet.row_len(row))
            found.update((row, column) for column in range(left, wide) if (row, column) != (top, left))
        checked_size(len(found) // 20)
    return frozenset(found)


def _value(cell: Any, book: Any, sheet: Any) -> str:
    """What a cell shows."""
    kind, value = cell.ctype, cell.value
    code = _format(cell, book)
    if kind == xlrd.XL_CELL_TEXT:
        return "" if hides_text(code) else str(value)
    if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        if not value and not sheet.show_zero_values:
            return ""
        return shown(repr(float(value)), code, bool(book.datemode))
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    return ""


def _format(cell: Any, book: Any) -> str:
    """The number format of a cell."""
    if cell.xf_index is None or not 0 <= cell.xf_index < len(book.xf_list):
        return GENERAL
    key = book.xf_list[cell.xf_index].format_key
    if key in BUILT_IN:
        return BUILT_IN[key]
    found = book.format_map.get(key)
    return str(found.format_str) if found is not None else GENERAL
