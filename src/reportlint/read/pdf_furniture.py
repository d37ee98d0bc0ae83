"""What a page repeats around the text: page numbers, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportlint.labels import LabelIndex
from reportlint.read.pdf_page import Page, text_of
from reportlint.read.pdf_strips import Strip
from reportlint.text import fold

_ZONE: Final = 0.12  # of the page's height, above and below, in which headers and footers stand
_EDGE: Final = 0.06  # a bare number must stand so near the edge, or be the number of its page
_SAME_HEIGHT: Final = 4.0  # points
_LETTERS: Final = 4
_DASH: Final = "[-—–―─·•~_|]"
_NUMBER: Final = re.compile(
    rf"""{_DASH}+\ ?\d{{1,4}}\ ?{_DASH}+
    | 第\ ?\d{{1,4}}\ ?页(?:\ ?[,/，]?\ ?\(?共\ ?\d{{1,4}}\ ?页\)?)?
    | 共\ ?\d{{1,4}}\ ?页(?:\ ?[,/，]?\ ?第\ ?\d{{1,4}}\ ?页)?
    | (?:page\ ?)?\d{{1,4}}\ ?(?:/|of)\ ?\d{{1,4}}
    | page\ ?\d{{1,4}}""",
    re.X | re.I,
)
_BARE: Final = re.compile(r"\d{1,4}")
_PRINTED: Final = re.compile(r"\d{2,4}[/.-]\d{1,2}[/.-]\d{1,4},? .{0,3}\d{1,2}:\d{2}|(?:https?|file)://")
_DIGITS: Final = re.compile(r"\d+")


def without_furniture(
    pages: Sequence[Page], lines: Sequence[Sequence[Strip]], index: LabelIndex
) -> list[list[Strip]]:
    """The printed lines of all pages without page numbers, headers and footers."""
    running = _running(pages, lines, index)
    return [
        [
            strip
            for strip in own
            if not (
                _in_zone(strip, page)
                and ((_shape(strip), round(strip.top)) in running or is_page_number(strip, page))
            )
        ]
        for page, own in zip(pages, lines, strict=True)
    ]


def _in_zone(strip: Strip, page: Page) -> bool:
    return strip.bottom < _ZONE * page.height or strip.top > (1 - _ZONE) * page.height


def is_page_number(strip: Strip, page: Page) -> bool:
    """True for a page number, and for what browsers print at the edge of a page."""
    text = fold(text_of(strip.run)).strip()
    if _NUMBER.fullmatch(text):
        return True
    near = strip.bottom < _EDGE * page.height or strip.top > (1 - _EDGE) * page.height
    if _BARE.fullmatch(text):
        return near or int(text) == page.number
    return near and _PRINTED.match(text) is not None


def _shape(strip: Strip) -> str:
    return _DIGITS.sub("#", fold(text_of(strip.run)).replace(" ", ""))


def _running(
    pages: Sequence[Page], lines: Sequence[Sequence[Strip]], index: LabelIndex
) -> set[tuple[str, int]]:
    """``(text, height)`` of lines that several pages print at the same place."""
    met: dict[str, list[tuple[float, int]]] = {}
    for page, own in zip(pages, lines, strict=True):
        for strip in own:
            shape = _shape(strip)
            if _in_zone(strip, page) and len(shape.replace("#", "")) >= _LETTERS and not index.find(shape):
                met.setdefault(shape, []).append((strip.top, page.number))
    running = set()
    for shape, places in met.items():
        for top, _ in places:
            near = {number for other, number in places if abs(other - top) <= _SAME_HEIGHT}
            if len(near) > 1:
                running.add((shape, round(top)))
    return running
