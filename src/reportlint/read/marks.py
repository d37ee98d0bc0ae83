"""Tables drawn with bars or tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from reportlint.labels import CAPTION, LabelIndex, is_heading
from reportlint.model import Cell, Row, Span
from reportlint.read.flow import merge, rows_from_stream
from reportlint.text import FIGURE, IGNORED, NUMBERED, is_blank, is_word, text_class

_RULER: Final = re.compile(r"[\s|:+=\-]*-{1,}[\s|:+=\-]*")
_EDGES: Final = " \t*"
_BROKEN_CELL: Final = 40  # a line without a bar that is longer is no piece of a cell
_SENTENCE: Final = re.compile("[。；！？]")


class TextLine(NamedTuple):
    """A line as stored, folded, with its number."""

    raw: str
    folded: str
    number: int

    @property
    def blank(self) -> bool:
        """Nothing but blanks and zero-width characters."""
        return not self.folded or not self.folded.replace(IGNORED, "").strip()


def pieces(line: TextLine, separator: str) -> list[Cell]:
    """What stands between the separators of a line, without the blanks around it."""
    raw, folded, number = line
    if IGNORED in folded:
        folded = folded.replace(IGNORED, " ")
    if "\\" in folded:
        folded = folded.replace("\\" + separator, "  ")  # an escaped bar is part of its cell
    cells: list[Cell] = []
    start = 0
    for part in folded.split(separator):
        end = start + len(part)
        if inner := part.lstrip(_EDGES):
            left = end - len(inner)
            right = left + len(inner.rstrip(_EDGES))
            cells.append(Cell(raw[left:right], Span(number, left + 1, right + 1)))
        else:
            at = min(start + 1, end)
            cells.append(Cell("", Span(number, at + 1, at + 1)))
        start = end + 1
    return cells


def _whole(line: TextLine) -> Cell:
    """A line as one cell."""
    return pieces(line, "\n")[0]


def is_ruler(folded: str) -> bool:
    """A line of dashes under a header, e.g. ``| --- | :---: |``."""
    if "-" not in folded or ("---" not in folded and folded.count("|") < 2):
        return False
    return _RULER.fullmatch(folded) is not None


# --- bars -------------------------------------------------------------------------


def bar_region_end(lines: Sequence[TextLine], start: int, index: LabelIndex) -> int:
    """The line after the last one of a region of bar lines that begins at ``start``.

    Blank lines, rulers (├──┼──┤, +---+) and short pieces of broken cells may stand between bar lines.
    """
    end = start + 1
    at = end
    gap = 0
    while at < len(lines):
        line = lines[at]
        if "|" in line.folded:
            end, gap = at + 1, 0
        elif not line.blank and not is_ruler(line.folded):
            gap += 1
            own_cell = gap == 1 and at + 1 < len(lines) and lines[at + 1].folded.strip() == "|"
            if gap > 2 or not (
                (own_cell and len(line.folded) <= 4 * _BROKEN_CELL) or _may_be_piece(line, index)
            ):
                break
        at += 1
    return end


def _may_be_piece(line: TextLine, index: LabelIndex) -> bool:
    """A short line that is no heading can be a piece of a cell."""
    stripped = line.folded.strip()
    if CAPTION in index.roles(stripped) or stripped.startswith("#") or is_heading(stripped, index):
        return False  # it announces the next table, or is a heading
    if len(stripped) > _BROKEN_CELL or _SENTENCE.search(stripped):
        return bool(index.find(stripped)) or index.begins(stripped)
    return not NUMBERED.match(stripped) or index.begins(stripped)


class _Split(NamedTuple):
    """A line with its pieces; a line without the separator is one piece."""

    line: TextLine
    cells: list[Cell]
    barred: bool


def bar_rows(lines: Sequence[TextLine], index: LabelIndex) -> tuple[Row, ...]:
    """The rows of a region of bar lines, whichever way its cells are laid out."""
    split = [
        _Split(line, pieces(line, "|"), "|" in line.folded)
        for line in lines
        if not line.blank and not is_ruler(line.folded)
    ]
    if _one_row_a_line(split):
        return _outer_bars_dropped(_without_strangers(split, index), index)
    return tuple(rows_from_stream(_bar_stream(split), index, blanks_shown=True))


def _without_strangers(split: Sequence[_Split], index: LabelIndex) -> list[_Split]:
    """Lines without a bar stay where they are a label, or end one that the line above begins."""
    kept: list[_Split] = []
    for one in split:
        text = one.line.folded.strip()
        if one.barred or index.find(text) or (kept and index.find(kept[-1].cells[-1].text + text)):
            kept.append(one)
    return kept


def _one_row_a_line(split: Sequence[_Split]) -> bool:
    """True where lines hold rows; false where each holds one cell and its bar."""
    barred = [one for one in split if one.barred]
    filled = [len([cell for cell in one.cells if not is_blank(cell)]) for one in barred]
    full = sum(count > 1 for count in filled)
    lone = [one for one, count in zip(barred, filled, strict=True) if count == 1]
    if full and not any(text_class(one.line.folded.strip(" \t|")) == FIGURE for one in lone):
        return True
    return full * 2 >= len(filled)


def _outer_bars_dropped(split: Sequence[_Split], index: LabelIndex) -> tuple[Row, ...]:
    """One line, one row; bars are outer where every line has them."""
    edges = " \t" + IGNORED
    barred = [one.line.folded.strip(edges) for one in split if one.barred]
    opened = all(text.startswith("|") for text in barred)
    closed = all(text.endswith("|") for text in barred)
    rows = []
    for one in split:
        cells = one.cells[1:] if opened and one.barred and len(one.cells) > 1 else one.cells
        if closed and len(cells) > 1 and is_blank(cells[-1]):
            cells = cells[:-1]
        rows.append(cells)
    return _lines_as_rows(rows, index)


def _lines_as_rows(lines: Iterable[list[Cell]], index: LabelIndex) -> tuple[Row, ...]:
    """One line, one row, but for headers that are broken over two lines."""
    rows: list[list[Cell]] = []
    for cells in lines:
        if rows and _continues(rows[-1], cells, index):
            rows[-1] = [*rows[-1][:-1], merge([rows[-1][-1], cells[0]]), *cells[1:]]
        else:
            rows.append(cells)
    return tuple(Row(tuple(cells), aligned=True) for cells in rows if cells)


def _continues(before: Sequence[Cell], cells: Sequence[Cell], index: LabelIndex) -> bool:
    """A header broken over two lines: last and first piece together are a label."""
    if not before or not cells or not is_word(before[-1]) or not is_word(cells[0]):
        return False
    joined = before[-1].text + cells[0].text
    return bool(index.find(joined)) and not index.find(before[-1].text) and not index.find(cells[0].text)


def _bar_stream(split: Sequence[_Split]) -> list[Cell]:
    """Every bar ends a cell; a cell may stand on several lines."""
    cells: list[Cell] = []
    waiting: list[Cell] = []
    for one in split:
        for part in one.cells[:-1]:
            waiting.append(part)
            cells.append(_closed(waiting))
            waiting = []
        if not is_blank(one.cells[-1]):
            waiting.append(one.cells[-1])
    if waiting:
        cells.append(_closed(waiting))
    return cells[1:] if cells and _bar_comes_first(split) else cells


def _closed(waiting: Sequence[Cell]) -> Cell:
    if len(waiting) == 1:
        return waiting[0]
    filled = [cell for cell in waiting if not is_blank(cell)]
    return merge(filled) if filled else waiting[-1]


def _bar_comes_first(split: Sequence[_Split]) -> bool:
    """True where each cell follows its bar instead of preceding it."""
    first, last = split[0].line.folded, split[-1].line.folded
    return first.lstrip().startswith("|") and not last.rstrip(" \t" + IGNORED).endswith("|")


# --- tabs -------------------------------------------------------------------------


def tab_region_end(lines: Sequence[TextLine], start: int, index: LabelIndex) -> int:
    """The line after the last one of a region of lines with tabs.

    A short line without tab right under a tab line continues its cell.
    """
    end = start + 1
    for at in range(start + 1, len(lines)):
        line = lines[at]
        if "\t" in line.folded:
            end = at + 1
        elif line.blank:
            continue
        elif lines[at - 1].blank or not _may_be_piece(line, index):
            break
        else:
            end = at + 1
    return end


def tab_rows(lines: Sequence[TextLine], index: LabelIndex) -> tuple[Row, ...]:
    """The rows of a region of lines with tabs.

    Either one row per line, or one cell per line with a leading tab and a
    blank line between rows.
    """
    if any("\t" in line.folded.strip(" \t") for line in lines):
        return _lines_as_rows(
            (pieces(line, "\t") for line in lines if not line.blank or "\t" in line.raw), index
        )
    rows: list[list[Cell]] = [[]]
    for line in lines:
        if "\t" in line.folded:
            rows[-1].append(_whole(line))
        elif line.blank:
            rows.append([])
        elif rows[-1]:
            piece = _whole(line)
            rows[-1][-1] = merge([rows[-1][-1], piece]) if rows[-1][-1].text else piece
    return tuple(Row(tuple(cells), aligned=True) for cells in rows if cells)
