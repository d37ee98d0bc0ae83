"""Lines of a file with marks under them.

Columns of marks are code points; what is printed is laid out by display
width. A long line is cut around its marks; marks too far apart to share one
cut are shown on two cuts of the same line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reportlint.output.width import Measured, display_width, measure

ELLIPSIS = "…"
GAP = "..."
SMALLEST_BUDGET = 20


class Mark(NamedTuple):
    """A stretch of a line (1-based code points, ``end`` after the last) and what to say of it."""

    column: int
    end: int
    label: str
    primary: bool


class Drawn(NamedTuple):
    """One row of an excerpt.

    ``gutter`` is a line number, ``GAP`` or ""; ``marks`` is the row's part of
    ``^`` and ``-`` (with the blanks before), ``text`` what follows it.
    """

    gutter: str
    marks: str
    text: str


class _Cut(NamedTuple):
    """Code points ``first:last`` of a line as printed; ``shift`` turns offsets into columns."""

    text: str
    last: int
    shift: int


class _Stroke(NamedTuple):
    """A mark in display columns of the printed row."""

    start: int
    stop: int
    label: str
    primary: bool


def draw(
    lines: Mapping[int, str], marks: Mapping[int, Sequence[Mark]], budget: int, ambiguous_wide: bool
) -> list[Drawn]:
    """The marked lines in file order, each with its marks, with gaps between distant lines.

    ``marks`` maps a line number to its marks, ``budget`` is the number of
    display columns for text. Lines that the file does not have are left out.
    """
    drawn: list[Drawn] = []
    before: int | None = None
    for number in sorted(number for number in marks if number in lines):
        if before is not None and number > before + 1:
            drawn.append(Drawn(GAP, "", ""))
        drawn += _line(number, lines[number], marks[number], budget, ambiguous_wide)
        before = number
    return drawn


def _line(number: int, line: str, marks: Sequence[Mark], budget: int, ambiguous_wide: bool) -> list[Drawn]:
    measured = measure(line, ambiguous_wide)
    dots = display_width(ELLIPSIS, ambiguous_wide)
    budget = max(budget, SMALLEST_BUDGET)
    drawn: list[Drawn] = []
    for group in _groups(marks, measured, budget - 2 * dots):
        start = min(_index(measured, mark.column) for mark in group)
        stop = max(_index(measured, mark.end) for mark in group)
        cut = _cut(measured, start, stop, budget, dots)
        drawn.append(Drawn(str(number), "", cut.text))
        drawn += _under([_stroke(mark, measured, cut) for mark in group])
    return drawn


def _index(measured: Measured, column: int) -> int:
    return min(max(column - 1, 0), len(measured.shown))


def _groups(marks: Sequence[Mark], measured: Measured, room: int) -> list[list[Mark]]:
    """Marks that fit on one cut of their line, from left to right."""
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.column, mark.end)):
        stop = measured.offsets[_index(measured, mark.end)]
        if groups and stop - measured.offsets[_index(measured, groups[-1][0].column)] <= room:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return groups


def _cut(measured: Measured, start: int, stop: int, budget: int, dots: int) -> _Cut:
    """The part of a line to print so that code points ``start:stop`` are seen."""
    first, last = _window(measured.offsets, start, stop, budget, dots)
    text = "".join(measured.shown[first:last])
    shift = 0
    if first > 0:
        text = ELLIPSIS + text
        shift = dots - measured.offsets[first]
    if last < len(measured.shown):
        text += ELLIPSIS
    return _Cut(text, last, shift)


def _window(offsets: Sequence[int], start: int, stop: int, budget: int, dots: int) -> tuple[int, int]:
    length = len(offsets) - 1
    if offsets[length] <= budget:
        return 0, length
    if offsets[stop] <= budget - dots:
        return 0, bisect_right(offsets, budget - dots) - 1
    room = budget - 2 * dots
    spare = max(0, room - (offsets[stop] - offsets[start]))
    first = bisect_left(offsets, offsets[start] - spare // 2)
    if offsets[length] - offsets[first] <= room:
        # The end of the line fits: use the whole row for what stands before.
        return bisect_left(offsets, offsets[length] - room - dots), length
    return first, bisect_right(offsets, offsets[first] + room) - 1


def _stroke(mark: Mark, measured: Measured, cut: _Cut) -> _Stroke:
    start = measured.offsets[_index(measured, mark.column)]
    stop = measured.offsets[min(_index(measured, mark.end), cut.last)]
    stop = max(stop, start + 1)  # an empty cell is still pointed at
    return _Stroke(start + cut.shift, stop + cut.shift, mark.label, mark.primary)


def _under(strokes: Sequence[_Stroke]) -> list[Drawn]:
    """The rows under a line: all strokes on one, the last label beside it, the others below."""
    row = [" "] * max(stroke.stop for stroke in strokes)
    for stroke in sorted(strokes, key=lambda stroke: stroke.primary):
        row[stroke.start : stroke.stop] = ("^" if stroke.primary else "-") * (stroke.stop - stroke.start)
    beside = max(strokes, key=lambda stroke: (stroke.stop, stroke.start))
    drawn = [Drawn("", "".join(row), f" {beside.label}" if beside.label else "")]
    hanging = [stroke for stroke in strokes if stroke is not beside and stroke.label]
    if hanging:
        drawn.append(Drawn("", "", _pipes(hanging).rstrip()))
    while hanging:
        stroke = hanging.pop()
        drawn.append(Drawn("", "", _pipes(hanging, stroke.start) + stroke.label))
    return drawn


def _pipes(strokes: Sequence[_Stroke], length: int | None = None) -> str:
    """``|`` under the start of each stroke, cut or filled to ``length`` columns where given."""
    row = [" "] * max([length or 0, *(stroke.start + 1 for stroke in strokes)])
    for stroke in strokes:
        row[stroke.start] = "|"
    return "".join(row)[:length]
