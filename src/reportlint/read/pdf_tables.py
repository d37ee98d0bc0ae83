"""Tables cut by page breaks, put together again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlint.labels import LabelIndex
from reportlint.read.pdf_cells import TablePart
from reportlint.read.pdf_page import Run, text_of
from reportlint.text import fold, numbering

_NEAR: Final = 6.0  # points: edges of the two parts that are one
_SAME_WIDTH: Final = 0.03  # of the width


class TableRow(NamedTuple):
    """A row with its page, its number in the table of that page, and the texts of all columns."""

    page: int
    number: int
    texts: tuple[Run, ...]


def goes_on(above: TablePart, below: TablePart) -> bool:
    """True where a table at the top of a page has the width of the one that ends the page before."""
    first, second = above.grid.columns, below.grid.columns
    wide, other = first[-1] - first[0], second[-1] - second[0]
    return abs(wide - other) <= max(_NEAR, _SAME_WIDTH * wide)


def rows_of(parts: Sequence[TablePart], index: LabelIndex) -> list[TableRow]:
    """The rows of a table from its parts; rows without any text are left out."""
    places = _columns(parts)
    count = max((max(own) for own in places), default=-1) + 1
    texts: list[list[list[Run]]] = []
    for part, own in zip(parts, places, strict=True):
        table: list[list[Run]] = []
        for row in part.texts:
            wide: list[Run] = [()] * count
            for at, text in zip(own, row, strict=True):
                wide[at] = (*wide[at], *text)
            table.append(wide)
        texts.append(table)
    for at in range(1, len(parts)):
        _mend_break(parts[at - 1 : at + 1], texts[at - 1 : at + 1], places[at - 1 : at + 1], index)
    return [
        TableRow(part.page, number, tuple(row))
        for part, table in zip(parts, texts, strict=True)
        for number, row in zip(part.numbers, table, strict=True)
        if any(row)
    ]


def _columns(parts: Sequence[TablePart]) -> list[list[int]]:
    """For each part, the column of the whole table for each of its columns."""
    starts = [[x - part.grid.columns[0] for x in part.grid.columns[:-1]] for part in parts]
    edges: list[float] = []
    for start in sorted(start for own in starts for start in own):
        if not edges or start - edges[-1] > _NEAR:
            edges.append(start)
    return [[max(at for at, edge in enumerate(edges) if edge <= start) for start in own] for own in starts]


def _mend_break(
    parts: Sequence[TablePart],
    texts: Sequence[list[list[Run]]],
    places: Sequence[Sequence[int]],
    index: LabelIndex,
) -> None:
    """Cells that the page break cuts in two are whole again, in the first part."""
    above, below = parts
    last, first = texts[0][-1], texts[1][0]
    whole_row = False
    for at, area in enumerate(below.grid.areas[0]):
        if area.left != at:
            continue
        column = places[1][at]
        own = next((one for one, place in enumerate(places[0]) if place == column), None)
        if own is None:
            continue
        upper = above.grid.areas[-1][own]
        if upper.left != own:
            continue
        cell = texts[0][upper.top]
        if cell[column] and first[column] and _one_label(cell[column], first[column], index):
            cell[column] = (*cell[column], *first[column])
            first[column] = ()
            whole_row = whole_row or (upper.top == upper.bottom and area.top == area.bottom)
    if not whole_row and _is_rest(last, first, index):
        whole_row = True
    if whole_row and not any(one and other for one, other in zip(last, first, strict=True)):
        for column, text in enumerate(first):
            last[column] = (*last[column], *text)
            first[column] = ()


def _one_label(above: Run, below: Run, index: LabelIndex) -> bool:
    """True where two pieces make one label."""
    first, second = text_of(above), text_of(below)
    if not index.find(first + second):
        return False
    return not (index.find(first) and index.find(second))


def _is_rest(last: Sequence[Run], first: Sequence[Run], index: LabelIndex) -> bool:
    """A row that holds only the rest of a label that is not known."""
    filled = [at for at, text in enumerate(first) if text]
    if len(filled) != 1 or not last[filled[0]] or sum(map(bool, last)) < 2:
        return False
    text = text_of(first[filled[0]])
    return not index.find(text) and numbering(fold(text)) is None
