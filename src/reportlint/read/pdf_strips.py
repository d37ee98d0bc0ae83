"""Characters of a page as printed lines, from top to bottom and left to right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Final, NamedTuple

from reportlint.read.pdf_page import Glyph, Run, put_in

_SMALL: Final = 0.6  # of a line's height: a mark so low may stand anywhere in it
_WORD_GAP: Final = 0.25  # of a line's height: two words of Latin letters or figures
_WIDE_GAP: Final = 1.6  # of a line's height: apart, whatever the letters (justified text stays together)


class Strip(NamedTuple):
    """A printed line with the place of its ink; ``size`` is the height of its characters."""

    run: Run
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    page: int = 0

    @property
    def middle(self) -> float:
        """Half-way down."""
        return (self.top + self.bottom) / 2


class _Line:
    """A line while it is being gathered: where its middle is, how high it is."""

    __slots__ = ("glyphs", "height", "middle")

    def __init__(self, glyph: Glyph) -> None:
        self.glyphs = [glyph]
        self.middle = (glyph.top + glyph.bottom) / 2
        self.height = glyph.bottom - glyph.top

    def takes(self, glyph: Glyph) -> bool:
        height = glyph.bottom - glyph.top
        apart = abs((glyph.top + glyph.bottom) / 2 - self.middle)
        small = height < _SMALL * self.height
        return apart < 0.5 * (self.height if small else min(height, self.height))

    def add(self, glyph: Glyph) -> None:
        height = glyph.bottom - glyph.top
        if height > self.height:
            self.middle, self.height = (glyph.top + glyph.bottom) / 2, height
        self.glyphs.append(glyph)


def strips(glyphs: Iterable[Glyph], page: int = 0) -> list[Strip]:
    """The printed lines that upright characters make."""
    waiting = sorted(glyphs, key=lambda glyph: (glyph.top + glyph.bottom, glyph.x0))
    lines: list[_Line] = []
    for glyph in waiting:
        if lines and lines[-1].takes(glyph):
            lines[-1].add(glyph)
        elif len(lines) > 1 and lines[-2].takes(glyph):
            lines[-2].add(glyph)
        else:
            lines.append(_Line(glyph))
    found = [_strip(line.glyphs, page) for line in lines]
    return [strip for strip in found if strip is not None]


def _strip(glyphs: list[Glyph], page: int) -> Strip | None:
    glyphs.sort(key=lambda glyph: glyph.x0)
    ink = [glyph for glyph in glyphs if not glyph.char.isspace()]
    if not ink:
        return None
    first, last = glyphs.index(ink[0]), len(glyphs) - glyphs[::-1].index(ink[-1])
    size = median(glyph.bottom - glyph.top for glyph in ink)
    return Strip(
        spaced(glyphs[first:last], size), ink[0].x0, min(glyph.top for glyph in ink),
        max(glyph.x1 for glyph in ink), max(glyph.bottom for glyph in ink), size, page,
    )  # fmt: skip


def spaced(glyphs: Sequence[Glyph], size: float) -> Run:
    """The characters of a line with a blank where words stand apart without one."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not run[-1].char.isspace() and not glyph.char.isspace():
            gap = glyph.x0 - run[-1].x1
            words = glyph.char.isascii() and run[-1].char.isascii()
            if gap > size * (_WORD_GAP if words else _WIDE_GAP):
                run.extend(put_in(" "))
        run.append(glyph)
    return tuple(run)
