"""The blocks of a PDF file in reading order: printed lines and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from reportlint.errors import ReadError
from reportlint.labels import LabelIndex
from reportlint.read.pdf_cells import TablePart, inside, table_part
from reportlint.read.pdf_furniture import is_page_number, without_furniture
from reportlint.read.pdf_grid import Grid, grids
from reportlint.read.pdf_page import Glyph, Page, text_of
from reportlint.read.pdf_strips import Strip, strips
from reportlint.read.pdf_tables import goes_on
from reportlint.text import fold, numbering

_FEW: Final = 20  # characters a page: page numbers and stamps, no report
_PICTURE: Final = 0.5  # of a page: a picture so large is a scan
_LOST: Final = 0.05  # of all characters: more without a meaning, and figures may be among them
_LOW: Final = 0.8  # of a page's height: a table that ends higher was not cut by the page
_CUT_GAP: Final = 0.8  # of a line's height, between lines of one cell
_CUT_LINES: Final = 4.0  # heights of a line that may stand below the drawn lines
_CONTINUED: Final = re.compile(r"[(]?(?:续表?|接上[页表]|上接.{0,6})[一二三四五六七八九十\d]{0,2}[)]?:?")

# A printed line, or the parts of one table on successive pages.
Block = Strip | tuple[TablePart, ...]


def lay_out(pages: Sequence[Page], index: LabelIndex) -> list[Block]:
    """The blocks of all pages. Raises ReadError P002 where there is no text to read."""
    tables: list[list[TablePart]] = []
    lines: list[list[Strip]] = []
    for page in pages:
        parts, rest = _apart(page, index)
        tables.append(parts)
        lines.append(strips((glyph for glyph in rest if glyph.turned == 0), page.number))
    text = without_furniture(pages, lines, index)
    _judge(pages, tables, text)
    return list(_with_tables_joined(tables, text, index))


def _apart(page: Page, index: LabelIndex) -> tuple[list[TablePart], list[Glyph]]:
    """The ruled tables of a page, and the characters outside them."""
    rest = list(page.glyphs)
    parts: list[TablePart] = []
    for found in sorted(grids(page), key=_size):
        grid = _with_text_below(found, rest, page) if found.cut else found
        own = [glyph for glyph in rest if inside(glyph, grid)]
        part = table_part(page.number, grid, own, index) if own else None
        if part is not None:
            parts.append(part)
            taken = set(map(id, own))
            rest = [glyph for glyph in rest if id(glyph) not in taken]
    return parts, rest


def _with_text_below(grid: Grid, glyphs: Sequence[Glyph], page: Page) -> Grid:
    """A table cut by the page, with the rest of its last row: text may stand lower than the lines reach."""
    bottom = grid.rows[-1]
    if bottom < _LOW * page.height:
        return grid
    for strip in strips(glyph for glyph in glyphs if glyph.top + glyph.bottom > 2 * bottom):
        if is_page_number(strip, page):
            break
        if numbering(fold(text_of(strip.run))) is not None:
            return grid  # a heading
        outside = strip.x0 < grid.columns[0] or strip.x1 > grid.columns[-1] or _crosses(strip, grid)
        far = (
            strip.top - bottom > _CUT_GAP * strip.size
            or strip.bottom - grid.rows[-1] > _CUT_LINES * strip.size
        )
        if outside or far:
            return grid  # something else follows: the table was not cut
        bottom = strip.bottom
    return grid._replace(rows=(*grid.rows[:-1], bottom))


def _crosses(strip: Strip, grid: Grid) -> bool:
    """True for a line whose words run over the edges of cells."""
    ink = [glyph for glyph in strip.run if glyph.box is not None]
    return any(
        after.x0 - before.x1 < strip.size / 2
        and bisect_left(grid.columns, before.x0 + before.x1, key=_twice)
        != bisect_left(grid.columns, after.x0 + after.x1, key=_twice)
        for before, after in pairwise(ink)
    )


def _twice(edge: float) -> float:
    return 2 * edge


def _size(grid: Grid) -> float:
    return (grid.columns[-1] - grid.columns[0]) * (grid.rows[-1] - grid.rows[0])


def _with_tables_joined(
    tables: Sequence[Sequence[TablePart]], lines: Sequence[Sequence[Strip]], index: LabelIndex
) -> Iterator[Block]:
    waiting: list[TablePart] = []
    skipped: list[Strip] = []
    for parts, own in zip(tables, lines, strict=True):
        both: list[Strip | TablePart] = [*parts, *own]
        for block in sorted(both, key=_top):
            if isinstance(block, TablePart):
                if waiting and block.page == waiting[-1].page + 1 and goes_on(waiting[-1], block, index):
                    waiting.append(block)
                    skipped = []
                    continue
                if waiting:
                    yield tuple(waiting)
                yield from skipped
                waiting, skipped = [block], []
            elif waiting and block.page > waiting[-1].page and _CONTINUED.fullmatch(fold(text_of(block.run))):
                skipped.append(block)
            else:
                if waiting:
                    yield tuple(waiting)
                yield from skipped
                yield block
                waiting, skipped = [], []
    if waiting:
        yield tuple(waiting)
    yield from skipped


def _top(block: Strip | TablePart) -> float:
    return block.top if isinstance(block, Strip) else block.grid.rows[0]


def _judge(
    pages: Sequence[Page], tables: Sequence[Sequence[TablePart]], lines: Sequence[Sequence[Strip]]
) -> None:
    """Raises ReadError P002 for a scan, and where characters have no meaning."""
    count = sum(len(strip.run) for own in lines for strip in own)
    count += sum(len(text) for parts in tables for part in parts for row in part.texts for text in row)
    lost = sum(page.unmapped for page in pages)
    if lost > _LOST * (count + lost):
        raise ReadError("P002", "garbled")
    scans = sum(page.pictures >= _PICTURE for page in pages)
    if count < _FEW * len(pages) and (scans * 2 >= len(pages) or (not count and any(map(_is_drawn, pages)))):
        raise ReadError("P002")


def _is_drawn(page: Page) -> bool:
    return page.pictures > 0 or page.drawn > 0
