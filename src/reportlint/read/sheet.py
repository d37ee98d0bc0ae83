"""Workbooks and tables as text as a Source.

In a workbook each row of a sheet is a line, its cells joined by bars; a cell
of several lines that belongs to no table is several lines. Fields of a csv
file stand at their lines and columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportlint.errors import ReadError
from reportlint.labels import CAPTION, LabelIndex, heading_core, is_heading
from reportlint.model import Cell, Line, Origin, Row, Source, Span, TableBlock, marks_from, span_of
from reportlint.read.decode import decode, split_lines
from reportlint.read.sheet_cells import Field, Sheet, address, lines_of, one_line
from reportlint.read.sheet_csv import read_csv
from reportlint.read.sheet_parts import Area, Words, is_number_only, parts_of
from reportlint.read.shown_tables import with_tables_in_text
from reportlint.text import fold

_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BETWEEN: Final = " | "
_EDGES: Final = " \t\r\n\u3000\xa0"
_NAMES_REPORT: Final = re.compile(r"信息公开|政务公开")
_NOT_WORKBOOK: Final = {
    "zh": "不是电子表格（xlsx、xls、et）",
    "en": "it is not a workbook (xlsx, xls, et)",
}


def read_workbook(data: bytes, path: str, index: LabelIndex) -> Source:
    """A workbook as a Source; its first bytes tell which kind it is. Raises ReadError P001."""
    sheets = _sheets(data)
    made = _Lines(index)
    for sheet in sheets:
        made.add(sheet)
    items = tuple(with_tables_in_text(made.items, index))
    names = tuple(sheet.name for sheet in sheets) or ("",)
    return Source(path, "", tuple(made.lines), items, tuple(made.origins), names)


def _sheets(data: bytes) -> list[Sheet]:
    if data.startswith(_ZIP):
        from reportlint.read.sheet_xlsx import read_xlsx  # the XML library loads only now

        return read_xlsx(data)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ReadError("P001", "encrypted")
        from reportlint.read.sheet_xls import read_xls  # xlrd loads only now

        return read_xls(data)
    raise ReadError("P001", "damaged", detail=_NOT_WORKBOOK)


class _Lines:
    """A workbook in the making: its lines with their origins, and what they say."""

    __slots__ = ("index", "items", "lines", "origins")

    def __init__(self, index: LabelIndex) -> None:
        self.index = index
        self.lines: list[str] = []
        self.origins: list[Origin] = []
        self.items: list[Line | TableBlock] = []

    def add(self, sheet: Sheet) -> None:
        """The name of a sheet where it says something, then its rows."""
        place = {"zh": f"工作表“{sheet.name}”", "en": f"sheet “{sheet.name}”"}
        if _speaks(sheet, self.index):
            name = {"zh": f"{place['zh']}的名称", "en": f"name of {place['en']}"}
            self._say(sheet.name, Origin(None, name))
        for part in parts_of(sheet.rows, self.index):
            if isinstance(part, Area):
                self._table(part, place)
            else:
                for field in joined_numbers(part):
                    origin = Origin(None, place, (1,), (address(field.row, field.column),))
                    for line in lines_of(field.text):
                        self._say(line.strip(_EDGES), origin)

    def _say(self, text: str, origin: Origin) -> None:
        self.lines.append(text)
        self.origins.append(origin)
        number = len(self.lines)
        self.items.append(Line(text, number, fold(text), ((0, number, 1),)))

    def _table(self, area: Area, place: dict[str, str]) -> None:
        rows = []
        for sheet_row in area.rows:
            fields = sheet_row.fields
            texts = {field.column: one_line(field.text) for field in fields}
            line, cells = _row([texts.get(column, "") for column in area.columns], len(self.lines) + 1)
            rows.append(Row(cells, aligned=True))
            self.lines.append(line)
            names = tuple(address(fields[0].row, column) for column in area.columns)
            self.origins.append(Origin(None, place, tuple(cell.span.column for cell in cells), names))
        first = next(cell.span for cell in rows[0].cells if cell.text)
        self.items.append(TableBlock(tuple(rows), first))


def _speaks(sheet: Sheet, index: LabelIndex) -> bool:
    """True for a sheet's name that is a heading or a caption which the sheet itself does not print."""
    name = fold(sheet.name).strip()
    if not (is_heading(name, index) or CAPTION in index.roles(name) or _NAMES_REPORT.search(name)):
        return False
    core = heading_core(name)
    printed = (field.text for row in sheet.rows[:4] for field in row.fields)
    return all(heading_core(text) != core for text in printed)


def joined_numbers(words: Words) -> list[Field]:
    """The cells of a row of words; a number in a cell of its own is put before the next one."""
    made: list[Field] = []
    for field in words.fields:
        if made and not made[-1].marks and is_number_only(fold(made[-1].text).strip()):
            made[-1] = made[-1]._replace(text=made[-1].text.strip() + field.text.strip())
        else:
            made.append(field)
    return made


def _row(texts: Sequence[str], line: int) -> tuple[str, tuple[Cell, ...]]:
    cells = []
    column = 1
    for text in texts:
        cells.append(Cell(text, Span(line, column, column + len(text))))
        column += len(text) + len(_BETWEEN)
    return _BETWEEN.join(texts), tuple(cells)


# --- csv ----------------------------------------------------------------------------------


def read_table_text(data: bytes, path: str, index: LabelIndex) -> Source:
    """A csv or tsv file as a Source, with the lines of the file. Raises ReadError P001 or P003."""
    decoded = decode(data)
    items: list[Line | TableBlock] = []
    for part in parts_of(read_csv(decoded.text), index):
        if isinstance(part, Area):
            items.append(_table_of(part))
        else:
            items += [line for field in part.fields for line in _lines_of(field)]
    found = tuple(with_tables_in_text(items, index))
    return Source(path, decoded.encoding, tuple(split_lines(decoded.text)), found, (), ("",))


def _lines_of(field: Field) -> list[Line]:
    """The lines of a field that stands in no table, each with its place."""
    made = []
    start = 0
    for line in re.split("\r\n|\n|\r", field.text):
        text = line.strip(_EDGES)
        if text:
            at = field.text.index(text, start)
            marks = tuple(mark for mark in marks_from(field.marks, at) if mark[0] < len(text))
            made.append(Line(text, marks[0][1], fold(text), marks))
        start += len(line)
    return made


def _table_of(area: Area) -> TableBlock:
    rows = []
    for row in area.rows:
        cells = {field.column: Cell(one_line(field.text), _span(field)) for field in row.fields}
        blanks = {field.column: Cell("", _blank(field)) for field in row.blanks}
        end = max([*cells.values(), *blanks.values()], key=lambda cell: cell.span).span
        missing = Cell("", Span(end.line, end.end, end.end))  # the row ends before that column
        row_cells = (cells.get(column) or blanks.get(column) or missing for column in area.columns)
        rows.append(Row(tuple(row_cells), aligned=True))
    return TableBlock(tuple(rows), next(cell.span for cell in rows[0].cells if cell.text))


def _blank(field: Field) -> Span:
    """Where the words of a blank field would begin."""
    _, line, column = field.marks[0]
    return Span(line, column, column)


def _span(field: Field) -> Span:
    """Where the words of a field stand, cut at the end of its first line."""
    left = len(field.text) - len(field.text.lstrip(_EDGES))
    first_line = re.split("[\r\n]", field.text[left:], maxsplit=1)[0]
    return span_of(field.marks, left, left + len(first_line.rstrip(_EDGES)))
