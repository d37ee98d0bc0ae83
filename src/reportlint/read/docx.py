"""Word documents (.docx): each paragraph and each table row is a line.

A line break inside a paragraph begins a new line of the same paragraph. The
cells of a row are joined by bars, so that every place is a place in a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.labels import LabelIndex
from reportlint.model import Cell, Line, Origin, Row, Source, Span, TableBlock
from reportlint.read.docx_blocks import Block, Field, Grid, Para, read_blocks
from reportlint.read.docx_package import Package, open_package
from reportlint.read.docx_shown import Piece, moved
from reportlint.read.marks import TextLine
from reportlint.read.text import text_items
from reportlint.text import fold

_BETWEEN: Final = " | "


def read_docx(data: bytes, path: str, index: LabelIndex) -> Source:
    """A Word document as a Source. Raises ReadError P001."""
    lines: list[str] = []
    origins: list[Origin] = []
    items: list[Line | TableBlock] = []
    waiting: list[TextLine] = []
    paragraphs = 0
    tables: dict[int, int] = {}  # their numbers in reading order
    for block in read_blocks(open_package(data)):
        if isinstance(block, Para):
            paragraphs += any(line.text.strip() for line in block.lines)
            for line in block.lines:
                lines.append(line.text)
                origins.append(_paragraph(paragraphs))
                waiting.append(TextLine(line.text, fold(line.text), len(lines)))
            continue
        items += text_items(waiting, index)
        waiting = []
        number = tables.setdefault(block.table, len(tables) + 1)
        items.append(_table(block, number, lines, origins))
    items += text_items(waiting, index)
    return Source(path, "", tuple(lines), tuple(items), tuple(origins))


def _paragraph(number: int) -> Origin:
    return Origin(None, {"zh": f"第 {number} 段", "en": f"paragraph {number}"})


def _table(grid: Grid, number: int, lines: list[str], origins: list[Origin]) -> TableBlock:
    """The rows of a table; their lines and origins are added to those before."""
    rows = []
    for at, fields in grid.rows:
        texts = [field.shown.text for field in fields]
        row = _row(texts, len(lines) + 1)
        rows.append(row)
        lines.append(_BETWEEN.join(texts))
        place = {
            "zh": f"第 {number} 个表格 第 {at} 行",
            "en": f"table {number} of the file, row {at}",
        }
        origins.append(Origin(None, place, tuple(cell.span.column for cell in row.cells)))
    return TableBlock(tuple(rows), rows[0].cells[0].span)


def _row(texts: Sequence[str], line: int) -> Row:
    cells = []
    column = 1
    for text in texts:
        cells.append(Cell(text, Span(line, column, column + len(text))))
        column += len(text) + len(_BETWEEN)
    return Row(tuple(cells), aligned=True)


# --- from a line back to the document ---------------------------------------------------


class Stretch(NamedTuple):
    """The offsets ``start:end`` of a line that one paragraph or cell (``holder``) shows.

    ``pieces`` are placed in the line; an empty cell or a list number has none.
    """

    start: int
    end: int
    holder: Element
    pieces: tuple[Piece, ...]


def line_stretches(package: Package) -> Iterator[tuple[Stretch, ...]]:
    """What shows each line of the Source that ``read_docx`` makes of the same document.

    A paragraph's line is one stretch, a row of a table one for each place
    where a cell is. Raises ReadError P001 as ``read_docx`` does.
    """
    for block in read_blocks(package):
        yield from _stretches(block)


def _stretches(block: Block) -> Iterator[tuple[Stretch, ...]]:
    if isinstance(block, Para):
        for line in block.lines:
            yield (Stretch(0, len(line.text), block.node, line.pieces),)
    else:
        for _, fields in block.rows:
            yield tuple(_row_stretches(fields))


def _row_stretches(fields: Sequence[Field]) -> Iterator[Stretch]:
    """What lies beside the first or last cell of a row counts as that cell's."""
    holder = next((field.node for field in fields if field.node is not None), None)
    start = 0
    for shown, node in fields:
        end = start + len(shown.text)
        holder = node if node is not None else holder
        if holder is not None:
            yield Stretch(start, end, holder, tuple(moved(shown.pieces, start)))
        start = end + len(_BETWEEN)
