"""A line of output that remembers where its figures stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import east_asian_width

from .sheets import C, Key


class Written(NamedTuple):
    """A line; ``marks`` are (offset in code points, key of the figure there)."""

    text: str
    marks: tuple[tuple[int, Key], ...] = ()

    def after(self, prefix: str) -> Written:
        """The same line behind a prefix."""
        shift = len(prefix)
        return Written(prefix + self.text, tuple((at + shift, key) for at, key in self.marks))


EMPTY = Written("")


def joined(cells: Iterable[C], between: str, before: str = "", after: str = "") -> Written:
    """Cells in one line with a separator; trailing spaces are cut."""
    text = before
    marks = []
    for index, cell in enumerate(cells):
        text += between if index else ""
        if cell.key:
            marks.append((len(text), cell.key))
        text += cell.text
    text = (text + after).rstrip(" ")
    return Written(text, tuple((min(at, len(text)), key) for at, key in marks))


def display_width(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def placed(pieces: Iterable[tuple[int, C]], wide: bool) -> Written:
    """Cells at given columns; a cell that would overlap moves right by two spaces."""
    measure = display_width if wide else len
    text = ""
    marks = []
    used = 0
    for at, cell in sorted(pieces, key=lambda piece: piece[0]):
        gap = at - used
        if used and gap < 2:
            gap = 2
        text += " " * max(gap, 0)
        used += max(gap, 0)
        if cell.key:
            marks.append((len(text), cell.key))
        text += cell.text
        used += measure(cell.text)
    return Written(text.rstrip(" "), tuple(marks))
