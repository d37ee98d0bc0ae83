"""What a page of a PDF holds: characters and ruling lines, each with its place.

Places for reading run from the upper left corner of the page as it is shown,
in points, downwards. A ``CharBox`` is the same place in the file's own terms.
"""

from __future__ import annotations

from typing import NamedTuple


class CharBox(NamedTuple):
    """Where a character stands: ``page`` from 1, corners in PDF points.

    The origin is that of the page's user space (lower left, before rotation),
    so that a box can be drawn into the file as it is.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Glyph(NamedTuple):
    """A character as printed; ``box`` is None for one that the reader put in.

    ``turned`` is how it is turned against the page as shown, in quarter turns
    to the left.
    """

    char: str
    x0: float
    top: float
    x1: float
    bottom: float
    turned: int = 0
    box: CharBox | None = None


class Rule(NamedTuple):
    """A straight line: at ``at``, from ``start`` to ``end`` along the other axis."""

    at: float
    start: float
    end: float


class Page(NamedTuple):
    """A page as shown; ``pictures`` is how much of it pictures cover, from 0 to 1.

    ``drawn`` counts its filled or stroked shapes, ``unmapped`` the characters
    for which the file has no meaning (they are not among ``glyphs``).
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictures: float
    drawn: int
    unmapped: int


# Characters in reading order: a line, a paragraph or the text of a cell.
Run = tuple[Glyph, ...]


def put_in(text: str) -> Run:
    """Characters that stand nowhere in the file."""
    return tuple(Glyph(char, 0.0, 0.0, 0.0, 0.0) for char in text)


def text_of(run: Run) -> str:
    """The characters of a run."""
    return "".join(glyph.char for glyph in run)
