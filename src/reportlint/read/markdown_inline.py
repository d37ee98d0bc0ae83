"""A line of Markdown as the words it shows, each with its place."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

from reportlint.model import Marks

MASK: Final = "\0"  # stands for characters that are read elsewhere or not at all
_TAGS: Final = (
    "a|b|i|u|s|em|strong|span|font|sup|sub|small|big|mark|code|del|ins|p|div|center|br|hr|h[1-6]|pre|img"
    "|section|article|blockquote|ul|ol|li|details|summary"
)
_BREAKS: Final = re.compile(
    r"</?(?:p|div|center|br|hr|h[1-6]|pre|section|article|blockquote|ul|ol|li)\b", re.I
)
_TOKEN: Final = re.compile(
    rf"""(?P<mask>{MASK}+)
    |\\(?P<escaped>[!-/:-@\[-`{{}}~])
    |(?P<image>!\[[^\[\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\))
    |(?P<target>(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"]*")?\))
    |(?P<entity>&(?:\#[0-9]{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[a-zA-Z][a-zA-Z0-9]{{1,31}});)
    |(?P<tag></?(?:{_TAGS})(?:\s[^<>]*)?/?>)
    |(?P<code>`+)""",
    re.X | re.I,
)
_LINK: Final = re.compile(r"(?<!!)\[(?P<words>[^\[\]]+)\](?=\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\))")
_STARS: Final = re.compile(r"(?<![\\*])(?P<run>\*{1,3})(?=[^\s*])(?P<inner>[^*|]*?[^\s*|\\])(?P=run)(?!\*)")
_LOW: Final = re.compile(r"(?<![\w\\])(?P<run>_{1,3})(?=[^\s_])(?P<inner>[^_|]*?[^\s_|\\])(?P=run)(?!\w)")
_STRUCK: Final = re.compile(r"(?P<run>~~)(?=\S)(?P<inner>[^~|]*?\S)(?P=run)")
_PLAIN: Final = re.compile(r"[^\0\\!\[\]&<`*_~]*")


class Shown(NamedTuple):
    """The words of a piece of a line; ``marks`` tell where they stand."""

    text: str
    marks: Marks


class _Cut(NamedTuple):
    """A stretch of a line that is not shown, or shown as other words; ``breaks``: a new line begins."""

    start: int
    end: int
    words: str = ""
    breaks: bool = False


def shown_pieces(text: str, line: int, column: int, whole: bool) -> list[Shown]:
    """The words of a line that begins at ``column``, without the marks of Markdown.

    Where the text has a line break (``<br>``) it is several pieces, unless
    ``whole``: a row of a table stays one line.
    """
    if _PLAIN.fullmatch(text):
        return [Shown(text, ((0, line, column),))]
    shown = _Words(line, column)
    at = 0
    for cut in _cuts(text):
        shown.take(text[at : cut.start], at)
        shown.take(cut.words, cut.start)
        at = cut.end
        if cut.breaks and whole:
            shown.keep_apart(text[at:])
        elif cut.breaks:
            shown.close()
    shown.take(text[at:], at)
    shown.close()
    return shown.pieces or [Shown("", ((0, line, column),))]


class _Words:
    """The words of a line in the making, and the pieces that are finished."""

    __slots__ = ("column", "line", "marks", "pieces", "size", "words")

    def __init__(self, line: int, column: int) -> None:
        self.line = line
        self.column = column
        self.pieces: list[Shown] = []
        self.words: list[str] = []
        self.marks: list[tuple[int, int, int]] = []
        self.size = 0

    def take(self, words: str, at: int) -> None:
        """Words that stand at that offset of the line."""
        if words:
            self.marks.append((self.size, self.line, self.column + at))
            self.words.append(words)
            self.size += len(words)

    def keep_apart(self, after: str) -> None:
        """A line break within a cell: figures are kept apart, other words are not."""
        if self.words and self.words[-1][-1].isdigit() and after[:1].isdigit():
            self.words[-1] += "  "
            self.size += 2

    def close(self) -> None:
        """A piece ends here."""
        if self.words:
            self.pieces.append(Shown("".join(self.words), tuple(self.marks)))
        self.words, self.marks, self.size = [], [], 0


def _cuts(text: str) -> list[_Cut]:
    """What is not shown as it stands, in order; what overlaps counts once."""
    found: list[_Cut] = []
    for match in _TOKEN.finditer(text):
        if match["escaped"] is not None:
            if match["escaped"] != "|":  # an escaped bar parts no cells: the table's reader sees to it
                found.append(_Cut(match.start(), match.start() + 1))
        elif match["entity"] is not None:
            meant = html.unescape(match["entity"])
            if meant != match["entity"]:
                found.append(_Cut(match.start(), match.end(), meant.replace("\n", " ").replace("|", "｜")))
        elif match["target"] is None:
            breaks = match["tag"] is not None and _BREAKS.match(match["tag"]) is not None
            found.append(_Cut(match.start(), match.end(), breaks=breaks))
    for link in _LINK.finditer(text):
        end = _TOKEN.match(text, link.end())
        if end is not None:
            found += [_Cut(link.start(), link.start() + 1), _Cut(link.end() - 1, end.end())]
    for pattern in (_STARS, _LOW, _STRUCK):
        for match in pattern.finditer(text):
            size = len(match["run"])
            found += [_Cut(match.start(), match.start() + size), _Cut(match.end() - size, match.end())]
    return _apart(found)


def _apart(cuts: list[_Cut]) -> list[_Cut]:
    kept: list[_Cut] = []
    for cut in sorted(cuts):
        if not kept or cut.start >= kept[-1].end:
            kept.append(cut)
    return kept
