"""Markdown: what it shows, at the lines and columns of the file.

Front matter, comments and marks of Markdown are no part of the report; tables
may be drawn with bars or written in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.labels import LabelIndex
from reportlint.model import Line, Source, TableBlock
from reportlint.read.decode import decode, split_lines
from reportlint.read.html_article import is_title
from reportlint.read.html_flow import read_flow
from reportlint.read.html_tags import read_tree
from reportlint.read.html_text import Places
from reportlint.read.markdown_inline import MASK, shown_pieces
from reportlint.read.shown_tables import with_tables_in_text
from reportlint.text import fold

_FRONT: Final = {"---": ("---", "..."), "+++": ("+++",)}
_FRONT_LIMIT: Final = 200  # lines
_KEY: Final = re.compile(r"[\"']?[\w.-]+[\"']?\s*[:=：]")
_TITLE: Final = re.compile(
    r"\s*[\"']?(?:title|标题|名称)[\"']?\s*[:=：]\s*(?P<open>[\"'“]?)(?P<title>.*?)[\"'”]?\s*$", re.I
)
_FENCE: Final = re.compile(r" {0,3}(?:> ?)*(?P<mark>`{3,}|~{3,})[^`]*$")
_TABLE_TAG: Final = re.compile(r"<(?P<end>/?)table(?:\s[^<>]*)?/?>", re.I)
_ROW_END: Final = re.compile(r"</(?:tr|td|th|tbody)\s*>", re.I)
_NOT_LINE_END: Final = re.compile(r"[^\r\n]")
_QUOTE: Final = re.compile(r" {0,3}(?:> ?)+")
_ITEM: Final = re.compile(r"[ \t]*[-*+][ \t]+(?=\S)(?!\d{1,4} ?-\s*$)")
_RULER: Final = re.compile(r" {0,3}(?:(?:[-*_][ \t]*){3,}|=+[ \t]*)")
_REFERENCE: Final = re.compile(r" {0,3}\[[^\]]+\]:\s*<?(?:https?:|mailto:|\.{0,2}/|#)")
_CLOSING: Final = re.compile(r"(?<=[^#\\])[ \t]+#+[ \t]*$")


class _Block(NamedTuple):
    """A line or table with the place where it begins, by which blocks are ordered."""

    place: tuple[int, int]
    item: Line | TableBlock


def read_markdown(data: bytes, path: str, index: LabelIndex) -> Source:
    """A Markdown file as a Source. Raises ReadError P001 or P003."""
    decoded = decode(data)
    text = decoded.text
    lines = split_lines(text)
    front = _front_matter(lines)
    fenced = _fenced(lines, front)
    places = Places(text)
    masked = _without_comments(text, front, fenced, places)
    areas = _table_areas(masked, fenced, places)
    blocks = [*_tables(masked, areas, index), *_words(split_lines(_without(masked, areas)), front, fenced)]
    blocks.sort(key=lambda block: block.place)
    items = list(with_tables_in_text([block.item for block in blocks], index))
    title = _front_title(lines, front)
    if title is not None and not any(isinstance(one, Line) and is_title(_bare(one)) for one in items):
        items.insert(0, title)
    return Source(path, decoded.encoding, tuple(lines), tuple(items))


def _bare(line: Line) -> str:
    return line.folded.strip(" \t#*")


# --- front matter, code, comments ---------------------------------------------------------


def _front_matter(lines: Sequence[str]) -> int:
    """How many lines the front matter takes; 0 where there is none."""
    ends = _FRONT.get(lines[0].strip(), ())
    for at in range(1, min(len(lines), _FRONT_LIMIT) if ends else 0):
        if lines[at].rstrip() in ends:
            return at + 1 if any(_KEY.match(line) for line in lines[1:at]) else 0
    return 0


def _front_title(lines: Sequence[str], front: int) -> Line | None:
    """The title that the front matter gives, where it is one of a report."""
    for number, line in enumerate(lines[:front], 1):
        match = _TITLE.match(line)
        if match is not None and is_title(fold(match["title"])):
            return Line(
                match["title"], number, fold(match["title"]), ((0, number, match.start("title") + 1),)
            )
    return None


def _fenced(lines: Sequence[str], front: int) -> frozenset[int]:
    """The numbers of the lines between fences of code, negative ones for the fences themselves."""
    found: set[int] = set()
    mark = ""
    for number, line in enumerate(lines[front:], front + 1):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if match is not None and (not mark or match["mark"].startswith(mark)):
            mark = "" if mark else match["mark"]
            found.add(-number)
        elif mark:
            found.add(number)
    return frozenset(found)


def _without_comments(text: str, front: int, fenced: frozenset[int], places: Places) -> str:
    """The text with comments masked; those in code are shown, and stay. One that never ends is none."""
    made: list[str] = []
    at = 0
    start = text.find("<!--")
    while start >= 0:
        end = text.find("-->", start + 4) + 3
        if end < 3:
            break
        line, _ = places(start)
        if line in fenced or line <= front:
            end = start + 4
        else:
            made += [text[at:start], _NOT_LINE_END.sub(MASK, text[start:end])]
            at = end
        start = text.find("<!--", end)
    return "".join([*made, text[at:]])


# --- tables in HTML -----------------------------------------------------------------------


def _table_areas(text: str, fenced: frozenset[int], places: Places) -> list[tuple[int, int]]:
    """Where the outermost tables of HTML stand, not in code; one that never ends goes to its last row."""
    areas: list[tuple[int, int]] = []
    depth = start = 0
    for match in _TABLE_TAG.finditer(text):
        if fenced and places(match.start())[0] in fenced:
            continue
        if not match["end"]:
            start = match.start() if not depth else start
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                areas.append((start, match.end()))
    if depth:
        ends = [match.end() for match in _ROW_END.finditer(text, start)]
        areas.append((start, ends[-1] if ends else start))
    return areas


def _tables(text: str, areas: Sequence[tuple[int, int]], index: LabelIndex) -> Iterator[_Block]:
    """The tables in these stretches, with what stands around their rows."""
    if not areas:
        return
    only: list[str] = []
    at = 0
    for start, end in areas:
        only += [_NOT_LINE_END.sub(" ", text[at:start]), text[start:end].replace(MASK, " ")]
        at = end
    source = "".join(only)
    places = Places(source)
    last = (0, 0)
    for block in read_flow(source, read_tree(source).root, places, index):
        item = block.item
        place = item.span[:2] if isinstance(item, TableBlock) else item.marks[0][1:]
        last = max(last, place)  # what a table has swallowed stays behind it
        yield _Block(last, item)


def _without(text: str, areas: Sequence[tuple[int, int]]) -> str:
    made: list[str] = []
    at = 0
    for start, end in areas:
        made += [text[at:start], _NOT_LINE_END.sub(MASK, text[start:end])]
        at = end
    return "".join([*made, text[at:]])


# --- words --------------------------------------------------------------------------------


def _words(lines: Sequence[str], front: int, fenced: frozenset[int]) -> Iterator[_Block]:
    """The lines outside HTML tables as they are shown; blank ones too, which part paragraphs."""
    for number, line in enumerate(lines[front:], front + 1):
        if -number in fenced or (line and not line.strip(MASK + " \t")):
            continue
        if number in fenced:
            yield _Block((number, 1), Line(line, number, fold(line), ((0, number, 1),)))
            continue
        start = _start(line)
        rest = line[start:]
        if "|" not in rest and (_RULER.fullmatch(rest) or _REFERENCE.match(rest)):
            continue
        if rest.startswith("#"):
            rest = _CLOSING.sub("", rest)
        for piece in shown_pieces(rest, number, start + 1, whole="|" in fold(rest)):
            text, marks = piece
            yield _Block(marks[0][1:], Line(text, number, fold(text), marks))


def _start(line: str) -> int:
    """Where the words of a line begin, behind the marks of a quotation and of a list."""
    quote = _QUOTE.match(line)
    start = quote.end() if quote else 0
    if "|" in line:
        return start
    item = _ITEM.match(line, start)
    return item.end() if item and not _RULER.fullmatch(line[start:]) else start
