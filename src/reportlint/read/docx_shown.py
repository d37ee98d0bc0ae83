"""Text with the elements of the document that show it.

A reader only needs the text. Who writes into a copy of the document needs to
know which characters of which element a place stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

_EDGES: Final = " \t\n\r\x0b\x0c\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


class Piece(NamedTuple):
    """``text[start:end]`` is shown by an element: its characters from ``skip`` on."""

    start: int
    end: int
    node: Element
    skip: int


class Shown(NamedTuple):
    """A text and what shows it; what no element shows (a list number) has no piece."""

    text: str
    pieces: tuple[Piece, ...] = ()


NOTHING: Final = Shown("")


def lines_of(parts: Iterable[tuple[str, Element]]) -> tuple[Shown, ...]:
    """Texts with their elements as lines; the text of a line break is one line end."""
    lines: list[Shown] = []
    texts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for text, node in parts:
        if text == "\n":
            lines.append(Shown("".join(texts), tuple(pieces)))
            texts, pieces, length = [], [], 0
        elif text:
            texts.append(text)
            pieces.append(Piece(length, length + len(text), node, 0))
            length += len(text)
    return (*lines, Shown("".join(texts), tuple(pieces)))


def joined(parts: Iterable[Shown]) -> Shown:
    """The texts one after the other."""
    filled = [part for part in parts if part.text]
    if len(filled) == 1:
        return filled[0]
    pieces: list[Piece] = []
    length = 0
    for text, own in filled:
        pieces += moved(own, length)
        length += len(text)
    return Shown("".join(part.text for part in filled), tuple(pieces))


def moved(pieces: Iterable[Piece], by: int) -> Iterator[Piece]:
    """The same pieces in a text that has so many characters more in front."""
    return (Piece(start + by, end + by, node, skip) for start, end, node, skip in pieces)


def run_on(groups: Iterable[Sequence[Shown]]) -> tuple[Shown, ...]:
    """Groups of lines as lines, where the first line of a group goes on the last one before."""
    lines: list[Shown] = []
    open_parts: list[Shown] = []
    for group in groups:
        for line in group[:-1]:
            lines.append(joined([*open_parts, line]))
            open_parts = []
        open_parts.append(group[-1])
    return (*lines, joined(open_parts))


def stripped(shown: Shown) -> Shown:
    """A text without the blanks at its edges."""
    text = shown.text.strip(_EDGES)
    if len(text) == len(shown.text):
        return shown
    start = len(shown.text) - len(shown.text.lstrip(_EDGES))
    end = start + len(text)
    pieces = (_cut(piece, start, end) for piece in shown.pieces)
    return Shown(text, tuple(piece for piece in pieces if piece.start < piece.end))


def _cut(piece: Piece, start: int, end: int) -> Piece:
    """What of a piece lies in ``text[start:end]``, placed in that part."""
    begin = max(piece.start, start)
    return Piece(begin - start, min(piece.end, end) - start, piece.node, piece.skip + begin - piece.start)
