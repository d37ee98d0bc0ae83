"""The words of HTML: blanks and entities as a browser shows them, each with its place."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from reportlint.model import Cell, Line, Marks, Span, span_of
from reportlint.read.html_tree import Text
from reportlint.text import IGNORED, fold

LINE_END: Final = re.compile("\r\n|\n|\r")
# No entity is longer; a longer number would not even be read.
_SPECIAL: Final = re.compile(
    r"[ \t\r\n\f]+|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?"
)
_WIDE: Final = "\u2e80"  # from here on no blank stands between characters of two lines
_BREAK: Final = "\n\n"
_BARE: Final = 64  # between two tags there are seldom more blanks
_EDGES: Final = " \t\r\n" + IGNORED


class Places:
    """Offsets in a file's text to lines and columns."""

    __slots__ = ("starts",)

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in LINE_END.finditer(text))]

    def __call__(self, offset: int) -> tuple[int, int]:
        """``(line, column)``, both 1-based."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


class Words:
    """A text put together from pieces of the file; ``marks`` are (offset in it, offset in the file)."""

    __slots__ = ("_after", "_gap", "_pieces", "marks", "size")

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.size = 0
        self._after = -1
        self._gap: tuple[str, int] | None = None

    def add(self, piece: str, at: int) -> None:
        """A piece without blanks to collapse that stands at ``at``."""
        if self._gap is not None:
            between, place = self._gap
            self._gap = None
            if self._pieces and _shown(between, self._pieces[-1][-1], piece[0]):
                # Figures of two lines are not one figure with a blank in it.
                apart = "  " if between == _BREAK and piece[0].isdigit() else " "
                self._put(apart if LINE_END.search(between) else between, place)
        self._put(piece, at)

    def _put(self, piece: str, at: int) -> None:
        if at != self._after:
            self.marks.append((self.size, at))
        self._pieces.append(piece)
        self.size += len(piece)
        self._after = at + len(piece)

    def blank(self, blanks: str, at: int) -> None:
        """A run of blanks: as it is, for columns may be aligned with it.

        With a line end it is one blank, between Chinese characters none.
        """
        if self._gap is None or "\n" in self._gap[0] or "\r" in self._gap[0]:
            self._gap = (blanks, at)

    def read(self, source: str, parts: Iterable[Text]) -> None:
        """Take in stretches of the file that follow one another."""
        for start, end, _, kept in parts:
            at = start
            for match in _SPECIAL.finditer(source, start, end):
                if match.start() > at:
                    self.add(source[at : match.start()], at)
                at = match.end()
                if source[match.start()] == "&":
                    self._entity(match[0], match.start())
                elif kept:
                    self.add(LINE_END.sub(" ", match[0]), match.start())
                else:
                    self.blank(match[0], match.start())
            if at < end:
                self.add(source[at:end], at)

    def _entity(self, entity: str, at: int) -> None:
        meant = html.unescape(entity)
        if meant and meant in " \t\r\n\f":
            self.blank(" ", at)
        elif meant:
            self.add(LINE_END.sub(" ", meant), at)
            self._after = -1 if meant != entity else self._after

    @property
    def text(self) -> str:
        """What was taken in."""
        return "".join(self._pieces)


def _shown(blanks: str, before: str, after: str) -> bool:
    """A line end in the file is a blank only between words of letters."""
    if "\n" in blanks or "\r" in blanks:
        return before < _WIDE and after < _WIDE
    return before != " "


def is_bare(source: str, text: Text) -> bool:
    """True for a stretch of nothing but blanks."""
    return text.end - text.start < _BARE and not source[text.start : text.end].strip(" \t\r\n")


def line_of(source: str, parts: Sequence[Text], places: Places) -> Line | None:
    """The text of a paragraph; None where it is blank."""
    if len(parts) == 1 and _SPECIAL.search(source, parts[0].start, parts[0].end) is None:
        return _plain_line(source, parts[0], places)
    words = Words()
    words.read(source, parts)
    text = words.text
    folded = fold(text)
    if not folded.strip(_EDGES):
        return None
    marks = _placed(words.marks, places)
    return Line(text, marks[0][1], folded, marks)


def _plain_line(source: str, part: Text, places: Places) -> Line | None:
    """A stretch of the file without blanks and entities is the text as it stands."""
    text = source[part.start : part.end]
    folded = fold(text)
    if not folded.strip(_EDGES):
        return None
    line, column = places(part.start)
    return Line(text, line, folded, ((0, line, column),))


def _placed(marks: Iterable[tuple[int, int]], places: Places) -> Marks:
    return tuple((offset, *places(at)) for offset, at in marks)


def cell_of(source: str, start: int, groups: Sequence[Sequence[Text]], places: Places) -> Cell:
    """A cell's text, its lines joined; a blank cell stands where its content would begin."""
    words = Words()
    for parts in groups:
        if words.size:
            words.blank(_BREAK, parts[0].start)
        words.read(source, parts)
    text = words.text
    if not text.isalnum():
        folded = fold(text)
        left = len(folded) - len(folded.lstrip(_EDGES))
        right = len(folded.rstrip(_EDGES))
        if left >= right:
            line, column = places(start)
            return Cell("", Span(line, column, column))
    else:
        left, right = 0, len(text)
    span = span_of(_placed(words.marks, places), left, right)
    return Cell(text[left:right], span)
