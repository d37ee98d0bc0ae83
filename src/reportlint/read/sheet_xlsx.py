"""Workbooks (.xlsx): the sheets as they are shown.

Read here and not by a library: what is needed besides the values (hidden rows
and columns, number formats, formulas without a result, merged cells) no
reading library gives together, and the zip is bounded as a Word document's.
"""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.read.docx_package import (
    BROKEN_ZIP,
    ZIP_FAULTS,
    damaged,
    judge_sizes,
    read_part,
    related_parts,
    relations,
)
from reportlint.read.sheet_cells import CELL_LIMIT, Field, Sheet, checked_size, shown_rows
from reportlint.read.sheet_format import BUILT_IN, GENERAL, hides_text, shown

NOT_WORKBOOK: Final = {"zh": "不是电子表格（xlsx）", "en": "it is not a workbook (xlsx)"}
_ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE: Final = ("1", "true", "on")
_STEPS: Final = 20 * CELL_LIMIT  # the work that merged cells may cost


class _Book(NamedTuple):
    """What the sheets share: texts, number formats by style, the date system."""

    texts: Sequence[str]
    formats: Sequence[str]
    from_1904: bool


class _Found(NamedTuple):
    """A sheet's cells by row and column, and what is not shown of it."""

    cells: dict[int, dict[int, Field]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def read_xlsx(data: bytes) -> list[Sheet]:
    """The sheets that are shown. Raises ReadError P001."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            judge_sizes(archive, len(data))
            return _sheets(archive)
    except ZIP_FAULTS as fault:
        raise damaged(BROKEN_ZIP) from fault


def _sheets(archive: zipfile.ZipFile) -> list[Sheet]:
    main = next(iter(related_parts(archive, "", "/officeDocument")), "xl/workbook.xml")
    root = read_part(archive, main)
    if root is None or _name(root) != "workbook":
        raise damaged(NOT_WORKBOOK)
    properties = root.find("{*}workbookPr")
    book = _Book(
        _texts(_first_part(archive, main, "/sharedStrings")),
        _formats(_first_part(archive, main, "/styles")),
        properties is not None and properties.get("date1904") in _TRUE,
    )
    targets = dict(relations(archive, main, "/worksheet"))
    sheets: list[Sheet] = []
    count = 0
    for one in root.iterfind("{*}sheets/{*}sheet"):
        target = targets.get(next((str(value) for key, value in one.items() if str(key).endswith("}id")), ""))
        sheet = read_part(archive, target) if target and one.get("state", "visible") == "visible" else None
        if sheet is not None:
            found = _shown_sheet(one.get("name", ""), sheet, book, count)
            count += sum(len(row.fields) for row in found.rows)
            sheets.append(found)
    return sheets


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first_part(archive: zipfile.ZipFile, main: str, kind: str) -> Element | None:
    name = next(iter(related_parts(archive, main, kind)), None)
    return read_part(archive, name) if name is not None else None


def _number(text: str | None, least: int, most: int) -> int | None:
    """A whole number of an attribute; None where it is none or out of range."""
    if text is None or not (text.isascii() and text.isdecimal() and len(text) < 10):
        return None
    return int(text) if least <= int(text) <= most else None


# --- what the sheets share -----------------------------------------------------------------


def _texts(root: Element | None) -> list[str]:
    return [] if root is None else [_text(one) for one in root.iterfind("{*}si")]


def _text(element: Element) -> str:
    """The text of a cell or shared text, its runs joined, without pronunciation."""
    parts = [
        one.text or ""
        for one in element.iter("{*}t")
        if (parent := one.getparent()) is element or (parent is not None and _name(parent) == "r")
    ]
    return _ESCAPED.sub(_escaped, "".join(parts))


def _escaped(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in "\t\n" or char.isprintable() else " "


def _formats(root: Element | None) -> list[str]:
    """The number format of each cell style."""
    if root is None:
        return []
    codes: Mapping[int, str] = {
        number: one.get("formatCode", GENERAL)
        for one in root.iterfind("{*}numFmts/{*}numFmt")
        if (number := _number(one.get("numFmtId"), 0, 99_999)) is not None
    }
    return [
        codes.get(number) or BUILT_IN.get(number, GENERAL)
        for one in root.iterfind("{*}cellXfs/{*}xf")
        for number in (_number(one.get("numFmtId"), 0, 99_999) or 0,)
    ]


# --- one sheet --------------------------------------------------------------------------------


def _shown_sheet(name: str, root: Element, book: _Book, before: int) -> Sheet:
    found = _Found(_cells(root, book, before), _hidden_rows(root), _hidden_columns(root))
    _clear_merged(root, found)
    rows = (
        (number, [field for _, field in sorted(found.cells[number].items()) if _is_shown(field, found)])
        for number in sorted(found.cells)
    )
    return Sheet(name, shown_rows(rows, found.hidden_rows))


def _is_shown(field: Field, found: _Found) -> bool:
    return bool(field.text.strip()) and field.column not in found.hidden_columns


def _cells(root: Element, book: _Book, before: int) -> dict[int, dict[int, Field]]:
    """The filled cells by row and column; where an address is missing they follow one another."""
    zeros = not any(
        view.get("showZeros") in ("0", "false") for view in root.iterfind("{*}sheetViews/{*}sheetView")
    )
    cells: dict[int, dict[int, Field]] = {}
    count = before
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = _number(row.get("r"), 1, _ROWS) or number + 1
        column = 0
        for one in row.iterfind("{*}c"):
            column = _column(one.get("r")) or column + 1
            text = _value(one, book)
            if not text or (text == "0" and not zeros) or column > _COLUMNS:
                continue
            count = checked_size(count + 1)
            cells.setdefault(number, {})[column] = Field(number, column, text)
    return cells


def _column(cell: str | None) -> int | None:
    match = _ADDRESS.fullmatch(cell or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column


def _value(cell: Element, book: _Book) -> str:
    """What the cell shows; of a formula without a stored result the formula."""
    kind = cell.get("t", "n")
    formula = cell.find("{*}f")
    inline = cell.find("{*}is")
    if kind == "inlineStr" and inline is not None:
        return _text(inline)
    value = cell.find("{*}v")
    stored = (value.text or "") if value is not None else ""
    if not stored.strip():
        if formula is None or (value is not None and kind == "str"):
            return ""
        return f"={formula.text or '……'}"
    style = _number(cell.get("s"), 0, 10**8)
    code = book.formats[style] if style is not None and style < len(book.formats) else GENERAL
    if kind == "n":
        return shown(stored, code, book.from_1904)
    if kind == "b":
        return "TRUE" if stored.strip() in _TRUE else "FALSE"
    if kind == "s":
        at = _number(stored.strip(), 0, len(book.texts) - 1)
        stored = book.texts[at] if at is not None else ""
    elif kind == "str":
        stored = _ESCAPED.sub(_escaped, stored)
    return "" if hides_text(code) and kind != "e" else stored


def _hidden_rows(root: Element) -> frozenset[int]:
    """Rows that are hidden, filtered out, folded away or of no height."""
    hidden: list[int] = []
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = _number(row.get("r"), 1, _ROWS) or number + 1
        flat = row.get("ht") in ("0", "0.0") and row.get("customHeight") in _TRUE
        if row.get("hidden") in _TRUE or flat:
            hidden.append(number)
    return frozenset(hidden)


def _hidden_columns(root: Element) -> frozenset[int]:
    """Columns that are hidden or of no width."""
    hidden = bytearray(_COLUMNS + 1)
    for one in root.iterfind("{*}cols/{*}col"):
        first, last = _number(one.get("min"), 1, _COLUMNS), _number(one.get("max"), 1, _COLUMNS)
        if first and last and (one.get("hidden") in _TRUE or one.get("width") in ("0", "0.0")):
            hidden[first : last + 1] = bytes([1]) * max(last + 1 - first, 0)
    return frozenset(column for column, is_hidden in enumerate(hidden) if is_hidden)


# --- merged cells ---------------------------------------------------------------------------


def _clear_merged(root: Element, found: _Found) -> None:
    """Of merged cells only the first one shows; where it is hidden its text moves to what is shown.

    Raises ReadError P001 too_large where the areas overlap absurdly.
    """
    numbers = sorted(found.cells)
    steps = 0
    for area in _areas(root):
        top, left, bottom, right = area
        kept = found.cells.get(top, {}).get(left)
        for number in _between(numbers, top, bottom):
            row = found.cells[number]
            steps += 1 + len(row)
            for column in [column for column in row if left <= column <= right]:
                if (number, column) != (top, left):
                    del row[column]
        if kept is not None:
            steps += _move_to_sight(kept, area, found)
        if steps > _STEPS:
            checked_size(CELL_LIMIT + 1)


def _areas(root: Element) -> Iterator[tuple[int, int, int, int]]:
    """The first row and column, the last row and column of each merged cell."""
    for one in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, _, last = one.get("ref", "").partition(":")
        a, b = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
        left, right = _column(first), _column(last)
        if a and b and left and right:
            yield int(a[2]), left, min(int(b[2]), _ROWS), min(right, _COLUMNS)


def _between(numbers: Sequence[int], top: int, bottom: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]


def _move_to_sight(kept: Field, area: tuple[int, int, int, int], found: _Found) -> int:
    """A merged cell shows its text as long as some of it is shown. Returns the steps it took."""
    top, left, bottom, right = area
    row, column = top, left
    while row in found.hidden_rows and row < bottom:
        row += 1
    while column in found.hidden_columns and column < right:
        column += 1
    if (row, column) != (top, left):
        del found.cells[top][left]
        found.cells.setdefault(row, {})[column] = kept._replace(row=row, column=column)
    return row - top + column - left
