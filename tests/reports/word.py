"""Reports as Word documents, written by python-docx with merged cells.

The same blocks as the text forms: a report written here holds the same words
and figures as its text.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table

from .blocks import Block, Heading, Para, Tables, Title
from .choices import Choices
from .render import heading, paragraph
from .serialise import pieces
from .sheets import FILL, C, Sheet

STYLE = "bars"  # paragraphs are written as in the text forms


def word(before: Sequence[Sheet], blocks: Sequence[Block], choices: Choices) -> bytes:
    """A report as the bytes of a .docx file."""
    document = Document()
    write_tables(document, before, choices)
    for block in blocks:
        if isinstance(block, Tables):
            write_tables(document, block.sheets, choices)
            continue
        for text in texts(block, choices):
            document.add_paragraph(text)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    """The bytes of a document."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def texts(block: Block, choices: Choices) -> list[str]:
    """The paragraphs of a block that is no table."""
    if isinstance(block, Title):
        return list(block.lines)
    if isinstance(block, Heading):
        return [line.text for line in heading(block, STYLE, choices)]
    if isinstance(block, Para):
        return [line.text for line in paragraph(block.text, STYLE, choices)]
    return [] if isinstance(block, Tables) else [block.text]


def write_tables(document: WordDocument, sheets: Sequence[Sheet], choices: Choices) -> None:
    """The tables of one section, in one table or with paragraphs between them."""
    together = choices.one_table and len(sheets) > 1 and sheets[0].kind == "block"
    width = max((sheet.width for sheet in sheets), default=0)
    grids = []
    for sheet in sheets:
        rows = [list(row) for row in sheet.rows]
        if sheet.caption and (together or choices.captions == "row"):
            rows.insert(0, [C(sheet.caption), *[FILL] * (sheet.width - 1)])
        wide = width if together else sheet.width
        grids.append([row + [FILL] * (wide - len(row)) for row in rows])
    if together:
        grids = [[row for grid in grids for row in grid]]
    for sheet, grid in zip(sheets, grids, strict=False):
        if sheet.caption and not together and choices.captions != "row":
            document.add_paragraph(sheet.caption)
        if grid:
            write_grid(document.add_table(len(grid), len(grid[0])), grid, choices)
            document.add_paragraph("")


def write_grid(table: Table, grid: Sequence[Sequence[C]], choices: Choices) -> None:
    """The cells of a table, merged to the right and downwards where fillers follow."""
    cells = [row.cells for row in table.rows]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(grid):
        for column, cell in enumerate(row):
            if cell.filler:
                continue
            bottom, right = extent(grid, at, column, taken)
            area = cells[at][column]
            if (bottom, right) != (at, column):
                area = area.merge(cells[bottom][right])
            lines = pieces(cell, choices)
            area.text = lines[0]
            for line in lines[1:]:
                area.add_paragraph(line)


def extent(grid: Sequence[Sequence[C]], at: int, column: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The last row and column of a merged cell: fillers to the right, then below all of them."""
    right = column
    while right + 1 < len(grid[at]) and grid[at][right + 1].filler and (at, right + 1) not in taken:
        right += 1
    bottom = at
    while bottom + 1 < len(grid) and all(
        grid[bottom + 1][one].filler and (bottom + 1, one) not in taken for one in range(column, right + 1)
    ):
        bottom += 1
    taken.update((row, one) for row in range(at, bottom + 1) for one in range(column, right + 1))
    return bottom, right


def word_of_text(text: str) -> bytes:
    """A text as a Word document: a paragraph for a line, a table for lines with bars.

    A text that writes a bar after each cell stays paragraphs.
    """
    document = Document()
    lines = text.split("\n")
    drawn = sum(line.endswith("|") for line in lines) * 2 < sum("|" in line for line in lines)
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if drawn and "|" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        if rows:
            table = document.add_table(len(rows), max(map(len, rows)))
            for written, row in zip(table.rows, rows, strict=True):
                for area, cell in zip(written.cells, row, strict=False):
                    area.text = cell
            rows = []
        document.add_paragraph(line)
    return saved(document)
