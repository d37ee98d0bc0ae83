"""Where on its pages a PDF shows what a finding speaks of: rectangles in user space."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.model import Source, Span
from reportlint.read.pdf_page import CharBox

_APART: Final = 1.6  # a rectangle around two may be so much larger than both; else they are two
_FAR: Final = 40  # rows above and below that may tell how wide a column is
_MARGIN: Final = 1.0  # points around a blank cell's rectangle
Lines = Sequence[Sequence[CharBox | None]]


class Shown(NamedTuple):
    """Rectangles to mark; ``beside`` if they only stand next to the place that is meant."""

    boxes: tuple[CharBox, ...]
    beside: bool


def find_boxes(span: Span, lines: Lines, source: Source) -> Shown | None:
    """What to mark for a place in ``source.lines``; None where the pages do not show it.

    ``lines`` are the boxes of the characters of those lines.
    """
    if not 1 <= span.line <= len(lines) == len(source.lines):
        return None
    line = lines[span.line - 1]
    if len(line) != len(source.lines[span.line - 1]):
        return None
    own = [box for box in line[span.column - 1 : span.end - 1] if box is not None]
    if own:
        return Shown(tuple(rectangles(own)), False)
    cells = source.origins[span.line - 1].cells if source.origins else ()
    blank = _blank(span, lines, source) if cells else None
    if blank is not None:
        return Shown((blank,), False)
    near = _nearest(line, span.column - 1)
    return Shown((near,), True) if near is not None else None


def rectangles(boxes: Iterable[CharBox]) -> list[CharBox]:
    """Boxes of characters that follow one another as few rectangles: one for each printed line."""
    found: list[CharBox] = []
    covered = 0.0
    for box in boxes:
        both = _around(found[-1], box) if found and found[-1].page == box.page else None
        if both is not None and _area(both) <= _APART * (covered + _area(box)):
            found[-1] = both
            covered += _area(box)
        else:
            found.append(box)
            covered = _area(box)
    return found


def _around(one: CharBox, other: CharBox) -> CharBox:
    return CharBox(
        one.page, min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1)
    )


def _area(box: CharBox) -> float:
    return max(box.x1 - box.x0, 0.1) * max(box.y1 - box.y0, 0.1)


def _nearest(line: Sequence[CharBox | None], at: int) -> CharBox | None:
    """The box of the character before a place, else of the one after it."""
    before = next((box for box in reversed(line[:at]) if box is not None), None)
    return before or next((box for box in line[at:] if box is not None), None)


# --- blank cells ----------------------------------------------------------------------------


def _blank(span: Span, lines: Lines, source: Source) -> CharBox | None:
    """Where a blank cell must be: as wide as its column's other cells, as high as its row's."""
    starts = source.origins[span.line - 1].cells
    column = max(bisect_right(starts, span.column) - 1, 0)
    cells = (_cell(lines, source, span.line, at) for at in range(len(starts)))
    row = [box for box in cells if box is not None]
    if not row:
        return None
    beside = min(row, key=_area)
    for number in _rows_near(span.line, len(lines)):
        if len(source.origins[number - 1].cells) != len(starts):
            continue
        other = _cell(lines, source, number, column)
        if other is not None and other.page == beside.page:
            return _crossing(beside, other, _runs_upwards(row))
    return None


def _rows_near(line: int, count: int) -> Iterator[int]:
    for distance in range(1, _FAR + 1):
        for number in (line - distance, line + distance):
            if 1 <= number <= count:
                yield number


def _cell(lines: Lines, source: Source, line: int, at: int) -> CharBox | None:
    """The rectangle around a cell's text, None for a blank one."""
    starts = source.origins[line - 1].cells
    end = starts[at + 1] - 1 if at + 1 < len(starts) else len(lines[line - 1])
    boxes = [box for box in lines[line - 1][starts[at] - 1 : end] if box is not None]
    boxes = [box for box in boxes if box.page == boxes[0].page]
    if not boxes:
        return None
    whole = boxes[0]
    for box in boxes[1:]:
        whole = _around(whole, box)
    return whole


def _runs_upwards(row: Sequence[CharBox]) -> bool:
    """Whether the cells of a row stand one above the other in user space: the page is turned."""
    across = [box.x0 + box.x1 for box in row]
    along = [box.y0 + box.y1 for box in row]
    return max(along) - min(along) > max(across) - min(across)


def _crossing(row: CharBox, column: CharBox, upwards: bool) -> CharBox:
    across, along = (row, column) if upwards else (column, row)
    return CharBox(row.page, across.x0 - _MARGIN, along.y0 - _MARGIN, across.x1 + _MARGIN, along.y1 + _MARGIN)
