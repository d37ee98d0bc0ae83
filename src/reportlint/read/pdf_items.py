"""Blocks of a PDF file as numbered lines and as items of a Source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from reportlint.labels import LabelIndex
from reportlint.model import Cell, Line, Origin, Row, Span, TableBlock
from reportlint.read.marks import TextLine
from reportlint.read.pdf_aligned import render
from reportlint.read.pdf_cells import TablePart
from reportlint.read.pdf_layout import Block
from reportlint.read.pdf_page import Run, put_in, text_of
from reportlint.read.pdf_paragraphs import Margins, margins_of, paragraphs
from reportlint.read.pdf_strips import Strip
from reportlint.read.pdf_tables import TableRow, rows_of
from reportlint.read.text import text_items
from reportlint.text import fold

_BETWEEN: Final = " | "


class Reading:
    """The lines made so far, with the characters they are made of and their places."""

    __slots__ = ("index", "items", "lines", "origins", "paragraphs", "runs", "tables")

    def __init__(self, index: LabelIndex) -> None:
        self.index = index
        self.lines: list[str] = []
        self.runs: list[Run] = []
        self.origins: list[Origin] = []
        self.items: list[Line | TableBlock] = []
        self.paragraphs: Counter[int] = Counter()  # of each page
        self.tables: Counter[int] = Counter()

    def add(self, run: Run, origin: Origin) -> int:
        """A line more; returns its number."""
        self.runs.append(run)
        self.lines.append(text_of(run))
        self.origins.append(origin)
        return len(self.lines)


def read_blocks(blocks: Sequence[Block], index: LabelIndex) -> Reading:
    """The lines and items of a file."""
    reading = Reading(index)
    own: dict[int, list[Strip]] = {}
    for block in blocks:
        if isinstance(block, Strip):
            own.setdefault(block.page, []).append(block)
    margins = margins_of(own)
    for is_text, run in groupby(blocks, key=lambda block: isinstance(block, Strip)):
        if is_text:
            _text([block for block in run if isinstance(block, Strip)], margins, reading)
            continue
        for block in run:
            if not isinstance(block, Strip):
                _table(block, reading)
    return reading


# --- text --------------------------------------------------------------------------------


def _text(strips: Sequence[Strip], margins: dict[int, Margins], reading: Reading) -> None:
    """Printed lines between two tables: paragraphs, and the tables that are set with blanks."""
    runs = render(strips, margins)
    texts = [text_of(run) for run in runs]
    lines = [TextLine(text, fold(text), number) for number, text in enumerate(texts, 1)]
    waiting: list[Strip] = []
    for item in text_items(lines, reading.index):
        if isinstance(item, Line):
            waiting.append(strips[item.number - 1])
            continue
        _paragraphs(waiting, margins, reading)
        waiting = []
        _set_with_blanks(item, strips, runs, reading)
    _paragraphs(waiting, margins, reading)


def _paragraphs(strips: Sequence[Strip], margins: dict[int, Margins], reading: Reading) -> None:
    for paragraph in paragraphs(strips, margins, reading.index):
        pieces = [
            (page, _joined(list(own))) for page, own in groupby(paragraph, key=lambda strip: strip.page)
        ]
        text, marks = "", []
        for page, run in pieces:
            reading.paragraphs[page] += 1
            number = reading.add(run, _paragraph(page, reading.paragraphs[page]))
            marks.append((len(text), number, 1))
            text += text_of(run)
        line = Line(text, marks[0][1], fold(text), tuple(marks) if len(marks) > 1 else ())
        reading.items.append(line)


def _joined(strips: Sequence[Strip]) -> Run:
    run: Run = ()
    for strip in strips:
        words = run and _is_letter(run[-1].char) and _is_letter(strip.run[0].char)
        run = (*run, *(put_in(" ") if words else ()), *strip.run)
    return run


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _paragraph(page: int, number: int) -> Origin:
    return Origin(page, {"zh": f"第 {page} 页 第 {number} 段", "en": f"page {page}, paragraph {number}"})


def _row_place(page: int, table: int, row: int) -> dict[str, str]:
    return {
        "zh": f"第 {page} 页 第 {table} 个表格 第 {row} 行",
        "en": f"page {page}, table {table} on the page, row {row}",
    }


# --- tables ------------------------------------------------------------------------------


def _set_with_blanks(
    table: TableBlock, strips: Sequence[Strip], runs: Sequence[Run], reading: Reading
) -> None:
    """A table without ruling lines: its printed lines are the lines."""
    used = {cell.span.line for row in table.rows for cell in row.cells} | {table.span.line}
    numbers: dict[int, int] = {}
    rows: Counter[int] = Counter()
    for at in range(min(used), max(used) + 1):
        page = strips[at - 1].page
        if not rows[page]:
            reading.tables[page] += 1
        rows[page] += 1
        place = _row_place(page, reading.tables[page], rows[page])
        numbers[at] = reading.add(runs[at - 1], Origin(page, place))

    def moved(span: Span) -> Span:
        return span._replace(line=numbers[span.line])

    own = tuple(
        row._replace(cells=tuple(Cell(cell.text, moved(cell.span)) for cell in row.cells))
        for row in table.rows
    )
    reading.items.append(table._replace(rows=own, span=moved(table.span)))


def _table(parts: Sequence[TablePart], reading: Reading) -> None:
    """The rows of a ruled table."""
    for part in parts:
        reading.tables[part.page] += 1
    rows = [_row(row, reading) for row in rows_of(parts, reading.index)]
    if rows:
        reading.items.append(TableBlock(tuple(rows), rows[0].cells[0].span))


def _row(row: TableRow, reading: Reading) -> Row:
    line = len(reading.lines) + 1
    run: Run = ()
    cells: list[Cell] = []
    for text in row.texts:
        run = (*run, *(put_in(_BETWEEN) if cells else ()))
        cells.append(Cell(text_of(text), Span(line, len(run) + 1, len(run) + 1 + len(text))))
        run = (*run, *text)
    place = _row_place(row.page, reading.tables[row.page], row.number)
    reading.add(run, Origin(row.page, place, tuple(cell.span.column for cell in cells)))
    return Row(tuple(cells), aligned=True)
