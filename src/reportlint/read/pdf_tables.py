"""Tables cut by page breaks, put together again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from reportlint.labels import GROUP, LabelIndex
from reportlint.read.pdf_cells import TablePart
from reportlint.read.pdf_page import Run, text_of
from reportlint.text import WORD, fold, is_figure, label, numbering, text_class

_NEAR: Final = 6.0  # points: edges of the two parts that are one
_SAME_WIDTH: Final = 0.03  # of the width


class TableRow(NamedTuple):
    """A row with its page, its number in the table of that page, and the texts of all columns."""

    page: int
    number: int
    texts: tuple[Run, ...]


def goes_on(above: TablePart, below: TablePart, index: LabelIndex) -> bool:
    """True where the table at the top of a page is the one that ends the page before.

    It has the same edges, and no new header stands at its top after a row of figures.
    """
    if _shift(above.grid.columns, below.grid.columns) is None:
        return False
    words = _words(below.texts[0])
    if not words or any(map(is_figure, words)) or not any(map(is_figure, _words(above.texts[-1]))):
        return True
    return words in map(_words, above.texts) or not all(_is_head(word, index) for word in words)


def _shift(above: Sequence[float], below: Sequence[float]) -> float | None:
    """How far the lower part stands to the right of the upper one; None where they are not alike.

    As wide as the upper one it may have columns of its own; else the edges of
    one part, of which an outer one may not be drawn, are edges of the other.
    """
    wide = above[-1] - above[0]
    if abs(wide - (below[-1] - below[0])) <= max(_NEAR, _SAME_WIDTH * wide):
        return below[0] - above[0]
    few, many = sorted((above, below), key=len)
    for shift in (0.0, below[0] - above[0], below[-1] - above[-1]):
        moved = shift if few is above else -shift
        if len(few) > 2 and all(any(abs(x + moved - other) <= _NEAR for other in many) for x in few):
            return shift
    return None


def _words(row: Sequence[Run]) -> list[str]:
    return [text_of(text) for text in row if text]


def _is_head(word: str, index: LabelIndex) -> bool:
    return bool(index.find(word)) and GROUP not in index.roles(word) and numbering(fold(word)) is None


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
    moved = 0.0
    starts = [list(parts[0].grid.columns[:-1])]
    for above, below in pairwise(parts):
        moved += _shift(above.grid.columns, below.grid.columns) or 0.0
        starts.append([x - moved for x in below.grid.columns[:-1]])
    edges: list[float] = []
    for start in sorted(start for own in starts for start in own):
        if not edges or start - edges[-1] > _NEAR:
            edges.append(start)
    return [[max(bisect_right(edges, start) - 1, 0) for start in own] for own in starts]


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
    if _is_rest(last, first, index) or _is_complement(last, first):
        whole_row = True
    if whole_row and not any(one and other for one, other in zip(last, first, strict=True)):
        for column, text in enumerate(first):
            last[column] = (*last[column], *text)
            first[column] = ()


def _one_label(above: Run, below: Run, index: LabelIndex) -> bool:
    """True where two pieces make one label, and the second is none by itself."""
    first, second = text_of(above), text_of(below)
    if text_class(second) != WORD or not label(second).core or not index.find(first + second):
        return False
    found = numbering(fold(first))
    bare_number = found is not None and found[2] >= len(first.rstrip())
    return bare_number or not index.find(second)


def _is_rest(last: Sequence[Run], first: Sequence[Run], index: LabelIndex) -> bool:
    """A row that holds only the rest of a label that is not known."""
    filled = [at for at, text in enumerate(first) if text]
    if len(filled) != 1 or not last[filled[0]] or sum(map(bool, last)) < 2:
        return False
    text = text_of(first[filled[0]])
    return not index.find(text) and numbering(fold(text)) is None


def _is_complement(last: Sequence[Run], first: Sequence[Run]) -> bool:
    """A row that begins with nothing, and fills only what the row above leaves empty."""
    filled = [at for at, text in enumerate(first) if text]
    begun = [at for at, text in enumerate(last) if text]
    return bool(filled and begun) and begun[-1] < filled[0]
