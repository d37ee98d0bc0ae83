"""Printed lines as text with blanks, in which columns stay where they stand on the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final

from reportlint.read.pdf_page import Glyph, Run, put_in
from reportlint.read.pdf_paragraphs import Margins
from reportlint.read.pdf_strips import Strip
from reportlint.text import columns_on_screen

_WORD_GAP: Final = 0.35  # of a line's height: what stands further apart may be two words
_COLUMN_GAP: Final = 0.9  # what stands so far apart may be two columns
_MOST: Final = 400  # blanks in a row


def render(strips: Sequence[Strip], margins: Mapping[int, Margins]) -> list[Run]:
    """Each line with so many blanks as its pieces stand apart."""
    if not strips:
        return []
    half = max(median(strip.size for strip in strips) / 2, 1.0)
    return [_line(strip, margins[strip.page].left, half) for strip in strips]


def _line(strip: Strip, left: float, half: float) -> Run:
    run: list[Glyph] = []
    width = 0
    last = left
    for glyph in strip.run:
        if glyph.box is None:  # a blank that says only that there is a gap
            continue
        gap = glyph.x0 - last
        if gap > _WORD_GAP * strip.size:
            wanted = round((glyph.x0 - left) / half) - width
            blanks = min(max(wanted, 2 if gap > _COLUMN_GAP * strip.size else 1), _MOST)
            run.extend(put_in(" " * blanks))
            width += blanks
        elif run and gap > strip.size / 4 and glyph.char.isascii() and run[-1].char.isascii():
            run.extend(put_in(" "))
            width += 1
        run.append(glyph)
        width += columns_on_screen(glyph.char, ambiguous_wide=True)
        last = glyph.x1
    return tuple(run)
