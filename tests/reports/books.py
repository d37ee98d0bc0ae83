"""Reports as workbooks (openpyxl, xlwt) and as csv: the whole report in a sheet, or only its tables.

The same blocks as the text forms: a report written here holds the same words
and figures as its text.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from . import GeneratedReport, composed
from .blocks import Block, Heading, Tables, Title
from .choices import Choices
from .sheets import FILL, C, Sheet
from .word import extent, texts

Grid = list[list[C]]
WIDE = 8  # a paragraph is merged over so many columns


def grids(sheets: Sequence[Sheet], captions: bool = True) -> list[Grid]:
    """The tables of one section, each with its caption as a row of its own."""
    made = []
    for sheet in sheets:
        rows = [list(row) + [FILL] * (sheet.width - len(row)) for row in sheet.rows]
        if sheet.caption and captions:
            rows.insert(0, [C(sheet.caption), *[FILL] * (sheet.width - 1)])
        made.append(rows)
    return made


def whole(before: Sequence[Sheet], blocks: Sequence[Block], choices: Choices) -> Grid:
    """The whole report typed into one sheet: a paragraph is a cell."""
    rows: Grid = []
    for grid in grids(before):
        rows += [*grid, []]
    for block in blocks:
        if isinstance(block, Tables):
            for grid in grids(block.sheets):
                rows += [*grid, []]
        else:
            rows += [line(text) for text in texts(block, choices)]
    return rows


def pages(report: GeneratedReport, layout: str = "sections", title: bool = True) -> list[tuple[str, Grid]]:
    """Only the tables, in one of LAYOUTS; the first sheet may carry the title.

    ``sections``: the tables of a section on a sheet; ``one``: all on one sheet,
    blank rows between; ``tight``: without blank rows; ``headed``: under the
    headings of their sections; ``named``: each on a sheet that has its caption
    for a name and does not print it.
    """
    choices, _, _, blocks = composed(report.recipe)
    made: list[tuple[str, Grid]] = []
    rows: Grid = [line("".join(heads(blocks, choices)))] if title else []
    above = ""
    for block in blocks:
        if not isinstance(block, Tables):
            above = "".join(texts(block, choices)).strip() if isinstance(block, Heading) else above
            continue
        rows += [line(above)] if layout == "headed" and len(above) < 40 else []
        for sheet, grid in zip(block.sheets, grids(block.sheets, layout != "named"), strict=True):
            rows += [*grid, []] if layout != "tight" else grid
            if layout == "named":
                made.append((sheet.caption or f"表{len(made) + 1}", rows))
                rows = []
        if layout == "sections":
            made.append((f"表{len(made) + 1}", rows))
            rows = []
    return made if not rows else [*made, ("Sheet1", rows)]


LAYOUTS = ("sections", "one", "tight", "headed", "named")


def heads(blocks: Sequence[Block], choices: Choices) -> list[str]:
    """The lines of the title."""
    return [text for block in blocks if isinstance(block, Title) for text in texts(block, choices)]


def line(text: str) -> list[C]:
    """A row of one merged cell."""
    return [C(text), *[FILL] * (WIDE - 1)]


def book(sheets: Sequence[tuple[str, Grid]], numbers: bool = True, left: int = 0, top: int = 0) -> bytes:
    """A workbook; ``numbers``: figures are stored as numbers, else as text; shifted by blank rows and columns."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for name, grid in sheets:
        write(workbook.create_sheet(name), grid, numbers, left, top)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def value(cell: C, numbers: bool) -> str | int | float | None:
    """What is stored for a cell."""
    if numbers and cell.key and cell.text.isascii() and cell.text.isdecimal():
        return int(cell.text)
    if numbers and cell.key and cell.text.replace(".", "", 1).isdecimal() and cell.text.isascii():
        return float(cell.text)
    return cell.text or None


def write(sheet: Worksheet, grid: Grid, numbers: bool, left: int, top: int) -> None:
    """The cells of a sheet, merged where fillers follow."""
    for (at, column), (bottom, right), cell in merged(grid):
        one: Any = sheet.cell(at + 1 + top, column + 1 + left)
        one.value = value(cell, numbers)
        if isinstance(one.value, float):
            one.number_format = "0." + "0" * len(cell.text.partition(".")[2])
        if (bottom, right) != (at, column):
            last = sheet.cell(bottom + 1 + top, right + 1 + left)
            sheet.merge_cells(f"{one.coordinate}:{last.coordinate}")


def merged(grid: Grid) -> list[tuple[tuple[int, int], tuple[int, int], C]]:
    """(place, last place, cell) of each cell that is no filler."""
    taken: set[tuple[int, int]] = set()
    made = []
    for at, row in enumerate(grid):
        for column, cell in enumerate(row):
            if not cell.filler:
                end = extent_in(grid, at, column, taken)
                made.append(((at, column), end, cell))
    return made


def extent_in(grid: Grid, at: int, column: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The last place of a merged cell; rows of other widths end it."""
    same = at + 1
    while same < len(grid) and len(grid[same]) == len(grid[at]):
        same += 1
    bottom, right = extent([row if y >= at else [] for y, row in enumerate(grid[:same])], at, column, taken)
    return bottom, right


def old_book(sheets: Sequence[tuple[str, Grid]]) -> bytes:
    """A workbook as Excel 97 and WPS write it."""
    workbook = xlwt.Workbook(encoding="utf-8")
    for name, grid in sheets:
        sheet = workbook.add_sheet(name)
        for (at, column), (bottom, right), cell in merged(grid):
            stored = value(cell, numbers=True)
            if (bottom, right) != (at, column):
                sheet.write_merge(at, bottom, column, right, stored or "")
            elif stored is not None:
                sheet.write(at, column, stored)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def table_text(grid: Grid, separator: str = ",", encoding: str = "utf-8", line_end: str = "\r\n") -> bytes:
    """A sheet as Excel saves it as csv: every row as wide as the widest one."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator=line_end)
    width = max(len(row) for row in grid)
    for row in grid:
        writer.writerow([cell.text for cell in row] + [""] * (width - len(row)))
    return stream.getvalue().encode(encoding)
