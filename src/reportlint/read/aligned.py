"""Tables whose columns are aligned with blanks, as PDF tools print them.

A figure line is a line that ends in figures. A long row label may be wrapped
around its figure line, a group label stands in the middle of its rows; so a
row's label is found among the pieces around it by the dictionary of labels,
never by which group is printed above it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, unit_of
from reportlint.model import Cell, Row, Span
from reportlint.read.marks import TextLine
from reportlint.text import NONE_WORDS, columns_on_screen, is_figure, stands_for_figure

_SEGMENT: Final = re.compile(r"[^ \u200b]+(?: [^ \u200b]+)*")
_WORD: Final = re.compile(r"[^ \u200b]+")
_CHAINS: Final = 64  # more beginnings of labels than this are not pursued
_NEAR: Final = 4  # pieces of a wrapped label stand within so many lines


class _Parsed(NamedTuple):
    line: TextLine
    segments: tuple[Cell, ...]
    figures: tuple[Cell, ...]


def _cells(line: TextLine, pattern: re.Pattern[str], end: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(line.raw[match.start() : match.end()], Span(line.number, match.start() + 1, match.end() + 1))
        for match in pattern.finditer(line.folded, 0, end)
    )


def _parse(line: TextLine) -> _Parsed:
    words = _cells(line, _WORD, len(line.folded))
    count = 0
    while count < len(words) and _told(words, count):
        count += 1
    figures = words[len(words) - count :]
    end = figures[0].span.column - 1 if figures else len(line.folded)
    return _Parsed(line, _cells(line, _SEGMENT, end), figures)


def _told(words: Sequence[Cell], count: int) -> bool:
    """True where the word before the last ``count`` ones is a figure, or says in a word that there is none."""
    text = words[-1 - count].text
    return stands_for_figure(text) or (text in NONE_WORDS and count + 1 < len(words))


def aligned_rows(lines: Sequence[TextLine], index: LabelIndex) -> list[Row]:
    """Rows of a region of aligned lines, in reading order."""
    parsed = [_parse(line) for line in lines]
    rows: list[Row] = []
    around: list[_Parsed] = []
    used: set[Cell] = set()
    seen_figures = False
    for at, one in enumerate(parsed):
        if not one.figures:
            if _captions(one, index):
                rows.extend(_header(around, used, index, lines))
                around, seen_figures = [], False
                rows.append(Row(one.segments, aligned=False))
            else:
                around.append(one)
            continue
        near = parsed[at + 1 : at + 1 + _NEAR]
        below = list(itertools.takewhile(lambda p: not p.figures and not _captions(p, index), near))
        label, pieces = _row_label(one, around, below, index, used)
        used.update(pieces)
        if not seen_figures or any(_is_header_line(p, used, index) for p in around):
            rows.extend(_header(around, used, index, lines))
        rows.append(Row((*label, *one.figures), aligned=False))
        around, seen_figures = [], True
    rows.extend(_header(around, used, index, lines))
    return rows


def _captions(one: _Parsed, index: LabelIndex) -> bool:
    return not one.figures and CAPTION in index.roles("".join(cell.text for cell in one.segments))


def _is_header_line(one: _Parsed, used: set[Cell], index: LabelIndex) -> bool:
    return any(
        cell not in used and index.roles(word) & {COLUMN, HEAD}
        for cell in one.segments
        for word in (cell.text, *cell.text.split())
    )


# --- labels of rows --------------------------------------------------------------


def _row_label(
    one: _Parsed, above: Sequence[_Parsed], below: Sequence[_Parsed], index: LabelIndex, used: set[Cell]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """The label cells of a figure line, and the pieces taken from its neighbours."""
    own = list(one.segments)
    unit = (own.pop(),) if own and unit_of(own[-1].text) else ()
    for count in range(len(own), 0, -1):
        if ROW in index.roles("".join(cell.text for cell in own[-count:])):
            return (_joined(own[-count:]), *unit), ()
    if own and index.find(own[-1].text):
        return (own[-1], *unit), ()
    words = own[-1].text.split(" ") if own else []
    for at in range(1, len(words)):
        if ROW in index.roles(" ".join(words[at:])):
            return (_tail(own[-1], " ".join(words[at:])), *unit), ()
    last = own[-1:]
    upper = [[c for c in p.segments if c not in used] for p in above[-_NEAR:]]
    lower = [[c for c in p.segments if c not in used] for p in below[:_NEAR]]
    lines = [*upper, last, *lower] if last else [*upper, *lower]
    best = _longest_chain(lines, len(upper) if last else None, index)
    if last and ROW not in index.roles(_text(best)):
        best = _wrapped_around(upper, lower, index) or best
    if best:
        return (_joined(best), *unit), best
    return (*(last or _nearest(upper, lower)), *unit), ()


def _wrapped_around(
    upper: Sequence[Sequence[Cell]], lower: Sequence[Sequence[Cell]], index: LabelIndex
) -> tuple[Cell, ...]:
    """A label that begins above its figures and ends below; beside them stands a piece of the group's."""
    best = _longest_chain([*upper, *lower], None, index)
    above, below = set(itertools.chain(*upper)), set(itertools.chain(*lower))
    around = bool(best) and best[0] in above and best[-1] in below
    return best if around and ROW in index.roles(_text(best)) else ()


def _tail(cell: Cell, text: str) -> Cell:
    """The end of a segment as a cell of its own."""
    line, _, end = cell.span
    return Cell(text, Span(line, end - len(text), end))


def _longest_chain(
    lines: Sequence[Sequence[Cell]], needed: int | None, index: LabelIndex
) -> tuple[Cell, ...]:
    """The longest row label made of at most one piece of each line, in order.

    ``needed`` is the line whose piece must be part of it.
    """
    best: tuple[Cell, ...] = ()
    chains: list[tuple[Cell, ...]] = []
    for at, cells in enumerate(lines):
        longer = [
            (*chain, cell)
            for chain in ((), *chains)
            for cell in cells
            if index.begins(_text(chain) + cell.text)
        ]
        for chain in longer:
            with_needed = needed is None or any(cell in lines[needed] for cell in chain)
            if with_needed and len(chain) > max(1, len(best)) and index.roles(_text(chain)) & {ROW, GROUP}:
                best = chain
        chains = longer if at == needed else [*chains, *longer][-_CHAINS:]
    return best


def _nearest(upper: Sequence[Sequence[Cell]], lower: Sequence[Sequence[Cell]]) -> list[Cell]:
    for cells in (*reversed(upper), *lower):
        if cells:
            return [cells[-1]]
    return []


def _joined(cells: Sequence[Cell]) -> Cell:
    first = cells[0].span
    end = max(cell.span.end for cell in cells if cell.span.line == first.line)
    return Cell("".join(cell.text for cell in cells), Span(first.line, first.column, end))


# --- headers ----------------------------------------------------------------------


def _header(
    around: Sequence[_Parsed], used: set[Cell], index: LabelIndex, lines: Sequence[TextLine]
) -> list[Row]:
    """The column labels of a header whose words are stacked, from left to right."""
    words = [
        word
        for one in around
        for segment in one.segments
        if segment not in used
        for word in _segment_words(one.line, segment, index)
    ]
    if not words:
        return []
    wide = _aligned_by_width(lines)
    raw = {line.number: line.raw for line in lines}

    def left(cell: Cell) -> int:
        before = raw[cell.span.line][: cell.span.column - 1]
        return _width(before) if wide else len(before)

    known = [word for word in words if index.roles(word.text) & {COLUMN, HEAD, ROW}]
    rest = [word for word in words if word not in known]
    stacked = _stacks(rest, left, wide, index)
    cells = sorted([*known, *stacked], key=lambda cell: (left(cell), cell.span.line))
    return [Row(tuple(cells), aligned=False)] if cells else []


def _segment_words(line: TextLine, segment: Cell, index: LabelIndex) -> list[Cell]:
    """A segment as it stands if it is a label (总 计) or begins one, else its words."""
    if " " not in segment.text or index.find(segment.text) or index.begins(segment.text):
        return [segment]
    words = _cells(line, _WORD, segment.span.end - 1)
    inside = [word for word in words if word.span.column >= segment.span.column]
    joined: list[Cell] = []
    while inside:
        count = next(
            (n for n in range(len(inside), 1, -1) if index.find("".join(c.text for c in inside[:n]))), 1
        )
        joined.append(_joined(inside[:count]))
        inside = inside[count:]
    return joined


def _stacks(cells: Sequence[Cell], left: object, wide: bool, index: LabelIndex) -> list[Cell]:
    """Words over one another that together are a label."""
    assert callable(left)
    waiting = sorted(cells, key=lambda cell: cell.span.line)
    found: list[Cell] = []
    taken: set[Cell] = set()
    for top in waiting:
        if top in taken or not index.begins(top.text):
            continue
        stack = [top]
        best: list[Cell] = []
        for cell in waiting:
            if cell.span.line <= stack[-1].span.line or cell in taken:
                continue
            if _overlap(left(top), top, left(cell), cell, wide) and index.begins(_text(stack) + cell.text):
                stack.append(cell)
                if index.find(_text(stack)):
                    best = list(stack)
        if best:
            taken.update(best)
            found.append(_joined(best))
    return found


def _text(cells: Sequence[Cell]) -> str:
    return "".join(cell.text for cell in cells)


def _overlap(a: int, first: Cell, b: int, second: Cell, wide: bool) -> bool:
    size_a = _width(first.text) if wide else len(first.text)
    size_b = _width(second.text) if wide else len(second.text)
    return a < b + size_b and b < a + size_a


def _width(text: str) -> int:
    return columns_on_screen(text, ambiguous_wide=True)


def _aligned_by_width(lines: Sequence[TextLine]) -> bool:
    """True where the figures of a table line up by display width, not by code points."""
    ends_by_count: set[int] = set()
    ends_by_width: set[int] = set()
    for line in lines:
        words = line.folded.split()
        if len(words) > 1 and is_figure(words[-1]):
            stripped = line.raw.rstrip()
            ends_by_count.add(len(stripped))
            ends_by_width.add(_width(stripped))
    return len(ends_by_width) < len(ends_by_count)
