"""The texts of a ruled table: each character goes to the cell it stands in."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from reportlint.labels import LabelIndex
from reportlint.read.pdf_grid import Area, Grid
from reportlint.read.pdf_page import Glyph, Run, put_in, text_of
from reportlint.read.pdf_strips import Strip, strips
from reportlint.text import is_figure

_OUTSIDE: Final = 2.0  # points: text may touch the edge of its table
_PADDING: Final = 6.0  # points between text and the edge of its cell, as word processors set it
_STRIP_HEIGHT: Final = 8.0  # points: a row without text that is lower is the space between two lines
_UNRULED_ROWS: Final = 3


class TablePart(NamedTuple):
    """The rows of a table on one page; merged cells have their text in the first one.

    ``numbers`` are the rows as a person counts them.
    """

    page: int
    grid: Grid
    texts: tuple[tuple[Run, ...], ...]
    numbers: tuple[int, ...]


def inside(glyph: Glyph, grid: Grid) -> bool:
    """True for a character that stands in the table."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return (
        grid.columns[0] - _OUTSIDE <= x <= grid.columns[-1] + _OUTSIDE
        and grid.rows[0] - _OUTSIDE <= y <= grid.rows[-1] + _OUTSIDE
    )


def table_part(page: int, grid: Grid, glyphs: Sequence[Glyph], index: LabelIndex) -> TablePart | None:
    """The table with its texts; None for a frame around text or columns without lines between them."""
    if len(grid.columns) < 3:
        return None
    own: dict[Area, list[Glyph]] = {}
    for glyph in glyphs:
        own.setdefault(_area(glyph, grid), []).append(glyph)
    lines = {area: strips(_upright(found)) for area, found in own.items()}
    if _unruled(lines):
        return None
    wide, high = len(grid.columns) - 1, len(grid.rows) - 1
    texts: list[list[Run]] = [[()] * wide for _ in range(high)]
    for area, found in lines.items():
        texts[area.top][area.left] = _text(found, grid.columns[area.right + 1], index)
    return TablePart(page, grid, tuple(map(tuple, texts)), tuple(_numbers(grid, texts)))


def _area(glyph: Glyph, grid: Grid) -> Area:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    column = min(max(bisect_right(grid.columns, x) - 1, 0), len(grid.columns) - 2)
    row = min(max(bisect_right(grid.rows, y) - 1, 0), len(grid.rows) - 2)
    return grid.areas[row][column]


def _numbers(grid: Grid, texts: Sequence[Sequence[Run]]) -> list[int]:
    """Rows counted; a strip without text between two lines is none."""
    numbers: list[int] = []
    for at, row in enumerate(texts):
        low = grid.rows[at + 1] - grid.rows[at] < _STRIP_HEIGHT and not any(row)
        numbers.append((numbers[-1] if numbers else 0) + (not low))
    return numbers


def _upright(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters of a cell as if its text were not turned."""
    turned = Counter(glyph.turned for glyph in glyphs).most_common(1)[0][0]
    if turned == 1:  # read from bottom to top
        return [g._replace(x0=-g.bottom, x1=-g.top, top=g.x0, bottom=g.x1) for g in glyphs if g.turned == 1]
    if turned == 3:  # read from top to bottom
        return [g._replace(x0=g.top, x1=g.bottom, top=-g.x1, bottom=-g.x0) for g in glyphs if g.turned == 3]
    return glyphs


def _unruled(lines: dict[Area, list[Strip]]) -> bool:
    """True where columns of figures stand in one cell: only some of the lines are drawn."""
    rows = 0
    for found in lines.values():
        for strip in found:
            words = [text_of(tuple(word)) for blank, word in groupby(strip.run, _is_put_in) if not blank]
            rows += len(words) > 1 and all(is_figure(word) for word in words)
    return rows >= _UNRULED_ROWS


def _is_put_in(glyph: Glyph) -> bool:
    return glyph.char.isspace()


def _text(lines: Sequence[Strip], right: float, index: LabelIndex) -> Run:
    """The lines of a cell as one text; ``right`` is the cell's edge."""
    whole: Run = ()
    for before, strip in zip((None, *lines), lines, strict=False):
        apart = before is not None and _apart(before, strip, right)
        whole = (*whole, *(put_in(" ") if apart else ()), *strip.run)
    return _by_columns(lines, whole, index) or whole


def _apart(above: Strip, below: Strip, right: float) -> bool:
    """Latin words and figures stay apart, unless the line above is full: then a number may be broken."""
    if not (above.run[-1].char.isascii() and below.run[0].char.isascii()):
        return False
    wide = (above.x1 - above.x0) / len(above.run)
    return right - above.x1 > wide + _PADDING


def _by_columns(lines: Sequence[Strip], whole: Run, index: LabelIndex) -> Run | None:
    """Text that runs downwards in columns from right to left, where that is a known label."""
    if len(lines) < 2 or max(len(line.run) for line in lines) < 2 or index.find(text_of(whole)):
        return None
    if max(len(line.run) for line in lines) > 3:
        return None
    glyphs = sorted(
        (glyph for line in lines for glyph in line.run if glyph.box is not None),
        key=lambda glyph: (-round(glyph.x0 / max(lines[0].size, 1.0)), glyph.top),
    )
    return tuple(glyphs) if index.find(text_of(tuple(glyphs))) else None
