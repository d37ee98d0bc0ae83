"""The characters of a page, as PDFium hands them out one by one."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import pypdfium2.raw as pdfium

from reportlint.read.pdf_page import CharBox, Glyph
from reportlint.read.pdf_sheet import Sheet

_QUARTER: Final = math.pi / 2
_ASKEW: Final = 0.15  # radians; text turned more than so beside a quarter turn is a watermark
_LARGE: Final = 40.0  # points; a box so tall may be one that the library gets wrong
_SAME_PLACE: Final = 0.3  # of a character's width: two that stand so close are one, printed twice for weight
_HYPHENS: Final = frozenset((0x02, 0xAD, 0xFFFE))  # how the library marks a hyphen at a line's end
_SYMBOLS: Final = range(0xF000, 0xF100)  # bullets of symbol fonts: no letters are lost with them


def read_chars(text: Any, count: int, page: int, sheet: Sheet) -> tuple[tuple[Glyph, ...], int]:
    """``(the characters in the order of the file, how many have no meaning)``.

    Blanks and line ends that the library puts in, characters outside the page
    and text that is turned askew are left out.
    """
    kept: list[Glyph] = []
    unmapped = 0
    loose, tight = pdfium.FS_RECTF(), tuple(ctypes.c_double() for _ in range(4))
    waiting = 0  # the first half of a pair that stands for one character
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(text, at)
        if code in (0x0A, 0x0D) or (code <= 0x20 and pdfium.FPDFText_IsGenerated(text, at) == 1):
            continue
        if 0xD800 <= code < 0xDC00:
            waiting = code
            continue
        if 0xDC00 <= code < 0xE000 and waiting:
            code = 0x10000 + ((waiting - 0xD800) << 10) + (code - 0xDC00)
        waiting = 0
        if code in _HYPHENS:
            code = 0x2D
        if _is_lost(code):
            unmapped += 1
            continue
        box = _box(text, at, loose, tight)
        turned = _turned(pdfium.FPDFText_GetCharAngle(text, at), sheet.turns)
        if box is None or turned is None:
            continue
        glyph = Glyph(chr(code), *sheet.shown(*box), turned, CharBox(page, *box))
        if _on_page(glyph, sheet) and not _doubled(glyph, kept):
            kept.append(glyph)
    return tuple(kept), unmapped


def _is_lost(code: int) -> bool:
    if code < 0x20 and code != 0x09:
        return True
    return (
        code in (0xFFFD, 0xFFFF)
        or 0xD800 <= code < 0xE000
        or (0xE000 <= code < 0xF900 and code not in _SYMBOLS)
    )


def _box(text: Any, at: int, loose: Any, tight: Sequence[Any]) -> tuple[float, float, float, float] | None:
    """The character's cell, in user space; None where the file makes no sense of it."""
    pdfium.FPDFText_GetLooseCharBox(text, at, loose)
    box = (loose.left, loose.bottom, loose.right, loose.top)
    if not box[3] - box[1] < _LARGE or not box[2] - box[0] < _LARGE:
        left, right, bottom, top = tight
        pdfium.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        box = _believed(box, (left.value, bottom.value, right.value, top.value))
    if not all(map(math.isfinite, box)) or box[2] < box[0] or box[3] < box[1]:
        return None
    return box


def _believed(
    loose: tuple[float, float, float, float], ink: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    """The cell of a character, unless it has nothing to do with where the ink is.

    In fonts for vertical writing the library forgets the scale of the text.
    """
    size = max(ink[2] - ink[0], ink[3] - ink[1])
    if max(loose[2] - loose[0], loose[3] - loose[1]) < 5 * size:
        return loose
    return ink


def _turned(angle: float, turns: int) -> int | None:
    """Quarter turns to the left against the page as shown; None for text that is askew."""
    if not math.isfinite(angle):
        return None
    quarters = round(angle / _QUARTER)
    if abs(angle - quarters * _QUARTER) > _ASKEW:
        return None
    return (quarters - turns) % 4


def _on_page(glyph: Glyph, sheet: Sheet) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return 0 <= x <= sheet.width and 0 <= y <= sheet.height


def _doubled(glyph: Glyph, kept: Sequence[Glyph]) -> bool:
    """True for a character printed again, a hair aside, to look bold."""
    near = _SAME_PLACE * max(glyph.x1 - glyph.x0, 1.0)
    return any(
        other.char == glyph.char and abs(other.x0 - glyph.x0) < near and abs(other.top - glyph.top) < near
        for other in kept[-1:]
    )


def turned_most(glyphs: Sequence[Glyph]) -> int:
    """The quarter turns to the right after which most of a page's text stands upright."""
    counted = Counter(glyph.turned for glyph in glyphs if not glyph.char.isspace())
    return counted.most_common(1)[0][0] if counted else 0
