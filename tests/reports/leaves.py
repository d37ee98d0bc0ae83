"""Reports laid out on pages: where each printed line and each cell stands.

All lengths are millimetres, downwards from the upper left corner of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from .blocks import Block, Heading, Tables, Title
from .choices import Choices
from .sheets import FILL, C, Sheet
from .word import texts

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 25.0
LETTERS, SMALL = 5.64, 3.2
PAD = 0.8


class Word(NamedTuple):
    """A printed line: where it begins on its baseline, and its size."""

    x: float
    y: float
    size: float
    text: str


class Leaf(NamedTuple):
    """A page: its words, and the cells of its tables (left, top, right, bottom)."""

    words: list[Word]
    cells: list[tuple[float, float, float, float]]


def room(text: str, size: float) -> float:
    """How wide a text is printed."""
    return sum(size if east_asian_width(char) in "WFA" else size / 2 for char in text)


def broken(text: str, width: float, size: float) -> list[str]:
    """A text in lines; figures stay whole."""
    lines, line = [], ""
    for piece in re.findall(r"[0-9.%/-]+|.", text):
        if line and room(line + piece, size) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


class Setter:
    """Pages while they are filled."""

    def __init__(self) -> None:
        self.leaves = [Leaf([], [])]
        self.y = MARGIN

    def turn(self) -> None:
        """A new page."""
        self.leaves.append(Leaf([], []))
        self.y = MARGIN

    def line(self, text: str, x: float, size: float, leading: float) -> None:
        """A line of text."""
        if self.y + leading > HEIGHT - MARGIN:
            self.turn()
        if text:
            self.leaves[-1].words.append(Word(x, self.y + leading * 0.7, size, text))
        self.y += leading

    def paragraph(self, text: str, centred: bool, size: float = LETTERS) -> None:
        """Text in lines, the first one pushed in by two characters."""
        text = text.replace("\u3000", "")
        wide = WIDTH - 2 * MARGIN
        for at, line in enumerate(broken(text if centred else "\0\0\0\0" + text, wide, size)):
            shown = line.replace("\0", "")
            x = MARGIN + (wide - room(shown, size)) / 2 if centred else MARGIN + (0 if at else 2 * size)
            self.line(shown, x, size, size * 1.75)

    def table(self, rows: Sequence[Sequence[C]], head: int) -> None:
        """A ruled table with so many rows of headers; a page ends between two rows."""
        made = list(_cells(rows, head))
        edges = _columns(rows)
        heights = _heights(made, edges, len(rows))
        tops, place = [], self.y
        for height in heights:
            if place + height > HEIGHT - MARGIN:
                tops.append((len(self.leaves), MARGIN))
                self.turn()
                place = MARGIN
            else:
                tops.append((len(self.leaves) - 1, place))
            place += height
        for row, column, deep, wide, text in made:
            self._cell(text, (edges[column], edges[column + wide]), tops[row : row + deep], heights[row:])
        self.y = place + 4

    def _cell(
        self,
        text: str,
        sides: tuple[float, float],
        tops: Sequence[tuple[int, float]],
        heights: Sequence[float],
    ) -> None:
        """A cell, on each page that it lies on; its text in the highest part."""
        parts: dict[int, list[float]] = {}
        for (page, top), height in zip(tops, heights, strict=False):
            part = parts.setdefault(page, [top, top])
            part[1] = top + height
        home = max(parts, key=lambda page: parts[page][1] - parts[page][0])
        for page, (top, bottom) in parts.items():
            self.leaves[page].cells.append((sides[0], top, sides[1], bottom))
        top, bottom = parts[home]
        lines = _lines(text, sides[1] - sides[0], len(tops), bottom - top)
        y = (top + bottom - len(lines) * SMALL * 1.2) / 2
        for line in lines:
            x = (sides[0] + sides[1] - room(line, SMALL)) / 2
            if line:
                self.leaves[home].words.append(Word(x, y + SMALL, SMALL, line))
            y += SMALL * 1.2


def _cells(rows: Sequence[Sequence[C]], head: int) -> Iterator[tuple[int, int, int, int, str]]:
    """``(row, column, rows, columns, text)`` of each cell.

    Where a cell goes on it belongs to the one on its left; in headers, and
    where that one stands in a row above, to the one above.
    """
    home: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            own = (at, column)
            if cell.filler:
                aside, above = home.get((at, column - 1)), home.get((at - 1, column))
                upwards = aside is None or aside[0] != at or (at < head and above == (at - 1, column))
                own = (above if upwards else aside) or own
            home[at, column] = own
            ends[own] = (at, max(column, ends.get(own, own)[1]))
    for (top, left), (bottom, right) in ends.items():
        yield top, left, bottom - top + 1, right - left + 1, rows[top][left].text


def _columns(rows: Sequence[Sequence[C]]) -> list[float]:
    """The edges of the columns: those of labels are wider."""
    count = max(map(len, rows))
    longest = [max((len(row[at].text) for row in rows if at < len(row)), default=1) for at in range(count)]
    shares = [3, 5, 14, *[4] * 7] if count == 10 else [min(max(length, 3), 14) for length in longest]
    edges = [MARGIN]
    for share in shares:
        edges.append(edges[-1] + (WIDTH - 2 * MARGIN) * share / sum(shares))
    return edges


def _lines(text: str, width: float, deep: int, high: float) -> list[str]:
    """The lines of a cell; words in a high narrow one stand upright."""
    if deep > 6 and not text.isascii() and len(text) * SMALL * 1.2 <= high:
        return list(text)
    return broken(text, width - 2 * PAD, SMALL)


def _heights(
    cells: Sequence[tuple[int, int, int, int, str]], edges: Sequence[float], count: int
) -> list[float]:
    heights = [0.0] * count
    for row, column, deep, wide, text in sorted(cells, key=lambda cell: cell[2]):
        need = len(_lines(text, edges[column + wide] - edges[column], deep, HEIGHT)) * SMALL * 1.2 + 2 * PAD
        lacking = need - sum(heights[row : row + deep])
        if lacking > 0:
            heights[row + deep - 1] += lacking
    return heights


def laid_out(before: Sequence[Sheet], blocks: Sequence[Block], choices: Choices) -> list[Leaf]:
    """A report on pages."""
    setter = Setter()
    _tables(setter, before, choices)
    for block in blocks:
        if isinstance(block, Tables):
            _tables(setter, block.sheets, choices)
            continue
        for text in texts(block, choices):
            setter.paragraph(
                text, isinstance(block, Title), LETTERS * (1.35 if isinstance(block, Title) else 1)
            )
            setter.y += 2 if isinstance(block, Heading) else 0
    return setter.leaves


def _tables(setter: Setter, sheets: Sequence[Sheet], choices: Choices) -> None:
    together = choices.one_table and len(sheets) > 1 and sheets[0].kind == "block"
    wide = max((sheet.width for sheet in sheets), default=0)
    grids: list[list[list[C]]] = []
    for sheet in sheets:
        width = wide if together else sheet.width
        rows = [[*row, *[FILL] * (width - len(row))] for row in sheet.rows]
        if sheet.caption and (together or choices.captions == "row"):
            rows.insert(0, [C(sheet.caption), *[FILL] * (width - 1)])
        if together and grids:
            grids[0].extend(rows)
        else:
            grids.append(rows)
    for sheet, rows in zip(sheets, grids, strict=False):
        if sheet.caption and not together and choices.captions != "row":
            setter.paragraph(sheet.caption, True, SMALL)
        if rows:
            setter.table(rows, 0 if together else sheet.head + len(rows) - len(sheet.rows))
