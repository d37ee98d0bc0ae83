"""Tables that are shown as text among lines whose words stand elsewhere in the file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from reportlint.labels import LabelIndex
from reportlint.model import Cell, Line, Row, Span, TableBlock, span_of
from reportlint.read.marks import TextLine
from reportlint.read.text import text_items


def with_tables_in_text(items: Sequence[Line | TableBlock], index: LabelIndex) -> Iterator[Line | TableBlock]:
    """Tables shown as text (one cell per paragraph, bars, aligned columns) are tables too.

    Every line has its marks.
    """
    for is_table, run in itertools.groupby(items, key=lambda item: isinstance(item, TableBlock)):
        if is_table:
            yield from run
            continue
        lines = [item for item in run if isinstance(item, Line)]
        texts = [TextLine(line.text, line.folded, number) for number, line in enumerate(lines, 1)]
        for found in text_items(texts, index):
            yield _placed(found, lines) if isinstance(found, TableBlock) else lines[found.number - 1]


def _placed(table: TableBlock, lines: Sequence[Line]) -> TableBlock:
    """A table of numbered lines with the places of the file."""

    def place(span: Span) -> Span:
        return span_of(lines[span.line - 1].marks, span.column - 1, span.end - 1)

    rows = tuple(
        Row(tuple(Cell(cell.text, place(cell.span)) for cell in row.cells), row.aligned) for row in table.rows
    )
    return table._replace(rows=rows, span=place(table.span))
