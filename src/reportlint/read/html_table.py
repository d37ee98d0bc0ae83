"""Tables of HTML: spans expanded into a grid, tables for looks told from those of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.errors import ReadError
from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, heading_core
from reportlint.model import Cell, Row, Span, TableBlock
from reportlint.read.html_text import Places, cell_of
from reportlint.read.html_tree import Element, Text
from reportlint.text import fold, label

_SPAN_LIMIT: Final = 1000
_CELL_LIMIT: Final = 100_000
_KNOWN: Final = frozenset((ROW, GROUP, COLUMN, CAPTION, HEAD))
_LABELS: Final = 3  # so many known labels of its own and a table is one of figures, whatever it holds
_PROSE: Final = 200  # a cell of figures or a label is not longer
_SENTENCE: Final = re.compile("[。；]")


class Laid(NamedTuple):
    """A table as it was met: what stands loose before its rows, its rows of cells, what stands after."""

    before: list[Element | Text]
    rows: list[list[Element]]
    after: list[Element | Text]


def laid_out(table: Element) -> Laid:
    """The rows of a table; forms and the like between table and row are looked through."""
    laid = Laid([], [], [])
    waiting: list[Element | Text] = list(reversed(table.children))
    row: list[Element] | None = None
    while waiting:
        one = waiting.pop()
        if isinstance(one, Element) and one.tag == "tr":
            row = []
            laid.rows.append(row)
            waiting.extend(reversed(one.children))
        elif isinstance(one, Element) and one.tag in ("td", "th"):
            if row is None:
                row = []
                laid.rows.append(row)
            row.append(one)
        elif isinstance(one, Element) and one.tag in ("form", "div", "center"):
            waiting.extend(reversed(one.children))
        else:
            (laid.after if laid.rows else laid.before).append(one)
    return laid


# --- cells ---------------------------------------------------------------------------


def groups_of(cell: Element) -> Iterator[list[Text]]:
    """The texts of a cell, line by line, without the tables in it."""
    waiting: list[Element | Text | None] = list(reversed(cell.children))
    texts: list[Text] = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, Text):
            texts.append(one)
            continue
        if texts:
            yield texts
            texts = []
        if one is not None and one.tag != "table":
            waiting.append(None)
            waiting.extend(reversed(one.children))
    if texts:
        yield texts


def is_table_of_figures(
    rows: Sequence[Sequence[Cell]], nested: bool, long_cells: Sequence[str], index: LabelIndex
) -> bool:
    """False for a table that only places things on a page: its cells are read one after another."""
    filled = [cell for row in rows for cell in row if cell.text]
    if len(filled) < 2:
        return False
    if nested or len(rows) == 1 or long_cells:
        known = len({cell.text for cell in filled if index.roles(cell.text) & _KNOWN})
        if nested or long_cells:
            return known >= _LABELS
        return known > 0
    return True


def holds_prose(text: str, lines: Sequence[str], index: LabelIndex) -> bool:
    """True for a cell that holds a part of a report: headings, or sentences in several paragraphs."""
    if len(lines) < 2 or len(text) < _LABELS * 10:
        return False
    if any(_is_chapter(line, index) for line in lines):
        return True
    return len(text) > _PROSE and sum(1 for line in lines if _SENTENCE.search(line)) > 1


def _is_chapter(line: str, index: LabelIndex) -> bool:
    stripped = line.strip()
    if len(stripped) > 60 or label(stripped).style != "cn":
        return False
    return heading_core(fold(stripped)) in index.headings


# --- the grid --------------------------------------------------------------------------


class _Slot(NamedTuple):
    """A cell of the grid; ``own`` is false where a cell of another row or column goes on."""

    cell: Cell
    own: bool


# Column: the row at which a cell from above ends, and that cell.
_Below = dict[int, tuple[int, Cell]]


def grid_of(elements: Sequence[Sequence[Element]], cells: Sequence[Sequence[Cell]]) -> tuple[Row, ...]:
    """Rows with the spans expanded: a cell that goes on is blank there.

    A column in which no cell begins, made by spans that are too wide, is left
    out; so is a row. Where spans make a table absurdly large they are cut to
    the number of its cells. Raises ReadError P001 too_large for more than
    100,000 cells.
    """
    slots = _slots(elements, cells, _SPAN_LIMIT)
    if slots is None:
        slots = _slots(elements, cells, 2 * max(len(row) for row in elements))
    if slots is None:
        raise _too_large()
    kept = frozenset(column for line in slots for column, slot in enumerate(line) if slot.own)
    return tuple(
        Row(tuple(slot.cell for column, slot in enumerate(line) if column in kept), aligned=True)
        for line in slots
        if any(slot.own for slot in line)
    )


def _slots(
    elements: Sequence[Sequence[Element]], cells: Sequence[Sequence[Cell]], widest: int
) -> list[list[_Slot]] | None:
    """The grid with no cell wider than that; None if it is too large."""
    slots: list[list[_Slot]] = []
    below: _Below = {}
    total = 0
    for at, row in enumerate(elements):
        line: list[_Slot] = []
        for element, cell in zip(row, cells[at], strict=True):
            _fill_from_above(line, below, at)
            rows, columns = element.spans
            _place(line, (rows, min(columns, widest)), cell, below, at)
        _fill_from_above(line, below, at)
        total += len(line)
        if total > _CELL_LIMIT:
            return None
        slots.append(line)
    return slots


def _too_large() -> ReadError:
    size = {"zh": f"一张表超过 {_CELL_LIMIT} 格", "en": f"a table of more than {_CELL_LIMIT} cells"}
    return ReadError(
        "P001", "too_large", size=size, limit={"zh": f"{_CELL_LIMIT} 格", "en": f"{_CELL_LIMIT} cells"}
    )


def _place(line: list[_Slot], spans: tuple[int, int], cell: Cell, below: _Below, at: int) -> None:
    rows, columns = spans
    end = at + (min(rows, _SPAN_LIMIT) if rows else _SPAN_LIMIT)
    for number in range(max(columns, 1)):
        column = len(line)
        if number and _taken(below, column, at):
            break  # a cell from above is in the way: the span was too wide
        line.append(_Slot(cell if number == 0 else blank_of(cell), number == 0))
        if end > at + 1:
            below[column] = (end, cell)


def _taken(below: _Below, column: int, at: int) -> bool:
    return column in below and below[column][0] > at


def _fill_from_above(line: list[_Slot], below: _Below, at: int) -> None:
    """Take the next columns where a cell from above goes on."""
    while _taken(below, len(line), at):
        line.append(_Slot(blank_of(below[len(line)][1]), False))


def blank_of(cell: Cell) -> Cell:
    """Where a cell goes on."""
    line, column, _ = cell.span
    return Cell("", Span(line, column, column))


def table_block(
    elements: Sequence[Sequence[Element]], cells: Sequence[Sequence[Cell]], place: tuple[int, int]
) -> TableBlock:
    """The table; its span is its first cell with text, else where it begins."""
    rows = grid_of(elements, cells)
    first = next((cell.span for row in rows for cell in row.cells if cell.text), None)
    return TableBlock(rows, first or Span(place[0], place[1], place[1]))


def read_cells(
    source: str, rows: Sequence[Sequence[Element]], places: Places
) -> tuple[list[list[Cell]], list[tuple[Element, Cell, list[list[Text]]]]]:
    """``(cells, cells of several lines with their lines)``."""
    cells: list[list[Cell]] = []
    several: list[tuple[Element, Cell, list[list[Text]]]] = []
    count = 0
    for row in rows:
        line: list[Cell] = []
        count += len(row)
        if count > _CELL_LIMIT:
            raise _too_large()
        for element in row:
            groups = list(groups_of(element))
            cell = cell_of(source, element.start, groups, places)
            line.append(cell)
            if len(groups) > 1:
                several.append((element, cell, groups))
        cells.append(line)
    return cells, several
