"""Plain text and Markdown: lines, and the tables among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reportlint.labels import LabelIndex
from reportlint.model import Line, Source, TableBlock
from reportlint.read.decode import decode, split_lines
from reportlint.read.limits import demand_cells, demand_lines
from reportlint.read.marks import TextLine, bar_region_end, bar_rows, tab_region_end, tab_rows
from reportlint.read.plain import is_glued, known_labels, plain_region_end, plain_table, region_span
from reportlint.text import DIRECTIVE, fold, stands_for_figure

_LONG_LINE: Final = 2000  # no line of a table without bars is longer


def read_text(data: bytes, path: str, index: LabelIndex) -> Source:
    """A text file as a Source. Raises ReadError P001 or P003."""
    decoded = decode(data)
    demand_lines(decoded.text.count("\n") + decoded.text.count("\r") + 1)
    raw = split_lines(decoded.text)
    folded = split_lines(fold(decoded.text))
    lines = [
        TextLine(text, half, number) for number, (text, half) in enumerate(zip(raw, folded, strict=True), 1)
    ]
    if "reportlint" in decoded.text:
        lines = [line for line in lines if DIRECTIVE.match(line.folded) is None]
    return Source(path, decoded.encoding, tuple(raw), tuple(text_items(lines, index)))


def text_items(lines: Sequence[TextLine], index: LabelIndex) -> list[Line | TableBlock]:
    """Lines and the tables among them, in their order. Raises ReadError P001 beyond a limit."""
    demand_lines(len(lines))
    items: list[Line | TableBlock] = []
    at = cells = 0
    while at < len(lines):
        end, table, before = _table_at(lines, at, index)
        if table is None:
            items.extend(Line(line.raw, line.number, line.folded) for line in lines[at:end])
        else:
            cells += sum(len(row.cells) for row in table.rows)
            demand_cells(cells)
            del items[len(items) - before :]
            items.append(table)
        at = end
    return items


def _table_at(lines: Sequence[TextLine], at: int, index: LabelIndex) -> tuple[int, TableBlock | None, int]:
    """``(end, table, lines before that belong to it)``; no table: the lines to ``end`` are text.

    A region that turned out to be no table is not looked at again, so that
    the whole file is read in linear time.
    """
    line = lines[at]
    if "|" in line.folded:
        return _bar_table(lines, at, index)
    if "\t" in line.folded and line.folded.strip():
        return _tab_table(lines, at, index)
    if line.blank or len(line.folded) > _LONG_LINE:
        return at + 1, None, 0
    end, found = plain_region_end(lines, at, index)
    if found:
        demand_cells(sum(len(line.folded.split()) for line in lines[at:end]))
        return end, plain_table(lines[at:end], index), 0
    if is_glued(line, index):
        return at + 1, TableBlock((), region_span([line]), "glued", False), 0
    return end, None, 0


def _bar_table(lines: Sequence[TextLine], at: int, index: LabelIndex) -> tuple[int, TableBlock | None, int]:
    before = _cell_before(lines, at, index)
    end = bar_region_end(lines, at, index)
    if _last_cell_follows(lines, at, end, before):
        before, end = 0, end + 1
    region = lines[at - before : end]
    demand_cells(sum(line.folded.count("|") for line in region))
    rows = bar_rows(region, index)
    if not rows or (end - at < 2 and not known_labels(rows, index)):
        return end, None, 0
    return end, TableBlock(rows, region_span(region)), before


def _last_cell_follows(lines: Sequence[TextLine], at: int, end: int, before: int) -> bool:
    """Where each cell follows its bar, the last one has no bar after it."""
    if end >= len(lines) or lines[end].blank:
        return False
    if not lines[at].folded.strip() == lines[end - 1].folded.strip() == "|":
        return False
    return not before or stands_for_figure(lines[end].folded.strip())


def _cell_before(lines: Sequence[TextLine], at: int, index: LabelIndex) -> int:
    """1 if the line right above a lone bar is the cell that it ends."""
    if at == 0 or lines[at].folded.strip() != "|" or lines[at - 1].blank:
        return 0
    return int(bool(index.find(lines[at - 1].folded.strip())))


def _tab_table(lines: Sequence[TextLine], at: int, index: LabelIndex) -> tuple[int, TableBlock | None, int]:
    end = tab_region_end(lines, at, index)
    region = lines[at:end]
    demand_cells(sum(line.folded.count("\t") for line in region))
    rows = tab_rows(region, index)
    if not rows or not known_labels(rows, index):
        return end, None, 0
    return end, TableBlock(rows, region_span(region)), 0
