"""Lines and what they are: paragraphs joined, headings told from look-alikes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from reportlint.labels import GROUP, ROW, LabelIndex, heading_core
from reportlint.model import Line, Marks, Paragraph, Source, TableBlock, marks_from
from reportlint.text import IGNORED, NUMBERED, UNMARKED, columns_on_screen, label, numbering

_ENDS: Final = tuple("。；：！？;:!?”」）)…")
_CLAUSE: Final = 8  # a shorter line that ends in a comma is no part of a sentence
_GOES_ON: Final = (",", "、", "，")
_PAGE: Final = re.compile(r"[-—–] ?\d{1,4} ?[-—–]")
_LEADERS: Final = re.compile(r"[.…·\s]*\d{0,3}$")
_WRAP_WIDTHS: Final = range(30, 121)
_BARE_LIMIT: Final = 30
_ANNEX_LIMIT: Final = 60


class Logical(NamedTuple):
    """A line or a paragraph of several lines; ``text`` is as stored, ``folded`` the same length.

    ``indent`` is how far its last line is pushed in.
    """

    text: str
    folded: str
    marks: Marks
    indent: int = 0


class Classified(NamedTuple):
    """An item of the document with the name of its terminal."""

    terminal: str
    item: Logical | TableBlock


# --- logical lines ----------------------------------------------------------------


def logical_items(source: Source) -> list[Logical | TableBlock]:
    """Text lines without the blank ones, wrapped paragraphs joined; tables as they are."""
    wrapped = _wrap_width(source)
    items: list[Logical | TableBlock] = []
    after_blank = True
    at_page_break = False
    for item in source.items:
        if isinstance(item, TableBlock):
            items.append(item)
            after_blank, at_page_break = True, False
            continue
        one = _logical(item)
        if one is None:
            after_blank = True
        elif wrapped and _PAGE.fullmatch(one.folded):
            at_page_break = True
        else:
            apart = after_blank and not at_page_break
            if wrapped and not apart and items and _continues(items[-1], one, item, wrapped):
                items[-1] = _join(items[-1], one)
            else:
                items.append(one)
            after_blank = at_page_break = False
    return items


def _logical(line: Line) -> Logical | None:
    folded = line.folded
    if IGNORED in folded:
        folded = folded.replace(IGNORED, " ") if not folded.replace(IGNORED, "").strip() else folded
    stripped = folded.strip(" \t" + IGNORED)
    stripped = stripped.removeprefix("#").lstrip("# ") if stripped.startswith("#") else stripped
    stripped = stripped.strip("*").strip() if stripped.startswith("**") else stripped
    if not stripped:
        return None
    start = folded.index(stripped)
    text = line.text[start : start + len(stripped)]
    marks = marks_from(line.marks, start) if line.marks else ((0, line.number, start + 1),)
    return Logical(text, stripped, marks, start)


def _wrap_width(source: Source) -> int:
    """The width at which a file cuts its paragraphs, as PDF tools print them; 0 if it does not."""
    long_lines = [
        line.text.rstrip() for line in source.items if isinstance(line, Line) and len(line.text.strip()) >= 20
    ]
    if len(long_lines) < 8:
        return 0
    open_ended = [text for text in long_lines if not text.endswith(_ENDS)]
    if (
        len(open_ended) * 10 < len(long_lines) * 6
        or max(map(columns_on_screen, long_lines)) not in _WRAP_WIDTHS
    ):
        return 0
    widths = sorted(columns_on_screen(text.strip()) for text in open_ended)
    return widths[len(widths) // 2]


def _continues(before: Logical | TableBlock, one: Logical, line: Line, wrapped: int) -> bool:
    """True where a line goes on with the paragraph above it: that one ends full, or in a comma."""
    if isinstance(before, TableBlock) or before.folded.endswith(("。", "；", "：", ":", ";", "!", "?")):
        return False
    last = before.folded[before.marks[-1][0] :]
    if columns_on_screen(last) * 4 < wrapped * 3 and not (len(last) >= _CLAUSE and last.endswith(_GOES_ON)):
        return False
    indent = len(line.text) - len(line.text.lstrip())
    first_indent = before.indent
    if NUMBERED.match(one.folded) and not one.folded[0].isdigit():
        return False
    return indent <= first_indent + (len(before.marks) > 1)


def _join(before: Logical | TableBlock, one: Logical) -> Logical:
    assert isinstance(before, Logical)
    size = len(before.text)
    marks = tuple((size + offset, line, column) for offset, line, column in one.marks)
    return Logical(before.text + one.text, before.folded + one.folded, (*before.marks, *marks), one.indent)


# --- what a line is -----------------------------------------------------------------


def classify(
    items: Sequence[Logical | TableBlock], terminals: re.Pattern[str], index: LabelIndex
) -> list[Classified]:
    """Each item with its terminal: first by its form, then by what stands around it."""
    found = [
        Classified("TABLE" if isinstance(item, TableBlock) else _by_form(item, terminals, index), item)
        for item in items
    ]
    _promote(found, index)
    _demote_contents(found)
    return found


def _by_form(item: Logical, terminals: re.Pattern[str], index: LabelIndex) -> str:
    match = terminals.fullmatch(item.folded)
    name = match.lastgroup if match is not None else None
    if name is None or name == "TEXT":
        return "TEXT"
    found = numbering(item.folded)
    if found is not None and found[2] >= len(item.folded):
        return "TEXT"  # a number alone is a piece of a label, or a heading that was lost
    if name == "ANNEX":
        return name if len(item.folded) <= _ANNEX_LIMIT and "。" not in item.folded else "TEXT"
    if name == "CHAPTER" and re.match(r"[^、.,·:]+[,:]", item.folded) and not _known_heading(item, index):
        return "TEXT"  # 一，… and 一：… number a heading only where the heading is known
    return "TEXT" if _is_row_label(item.text, index) else name


def _is_row_label(text: str, index: LabelIndex) -> bool:
    """一、本年新收… and （一）予以公开 are rows of a table, not headings."""
    taken = label(text)
    if taken.core in index.headings or not {ROW, GROUP} & index.roles(text):
        return False
    return taken.style in ("cn", "cn_paren", "arabic") and len(taken.core) > 3


def _known_heading(item: Logical, index: LabelIndex) -> bool:
    return heading_core(item.text) in index.headings


def _promote(found: list[Classified], index: LabelIndex) -> None:
    """Headings of the fixed format are chapters even with another number or none."""
    cores = [
        heading_core(UNMARKED.sub("", one.item.folded))
        if isinstance(one.item, Logical) and len(one.item.text) <= _ANNEX_LIMIT
        else ""
        for one in found
    ]
    numbered = {core for core, one in zip(cores, found, strict=True) if one.terminal == "CHAPTER"}
    chapters = sum(1 for one in found if one.terminal == "CHAPTER")
    for at, (core, one) in enumerate(zip(cores, found, strict=True)):
        if not core or one.terminal in ("CHAPTER", "TABLE", "ANNEX") or core in numbered:
            continue
        fixed = core in index.fixed_headings
        bare = one.terminal == "TEXT"
        if bare and (core not in index.headings or not _bare_heading(one.item)):
            continue
        if fixed or (bare and chapters < 2 and core in index.headings):
            found[at] = Classified("CHAPTER", one.item)


def _bare_heading(item: Logical | TableBlock) -> bool:
    return isinstance(item, Logical) and len(item.folded) <= _BARE_LIMIT and not item.folded.endswith(_ENDS)


def _demote_contents(found: list[Classified]) -> None:
    """A printed contents page: headings one after another that come again later."""
    last = {_contents_core(one): at for at, one in enumerate(found) if one.terminal == "CHAPTER"}
    at = 0
    while at < len(found):
        end = _run_end(found, at)
        if end - at >= 3 and _come_again(found[at:end], end, last):
            for line in range(at, end):
                found[line] = Classified("TEXT", found[line].item)
        at = max(end, at + 1)


def _run_end(found: Sequence[Classified], start: int) -> int:
    """The end of a run of headings; where a chapter is named again, or counted from one, the report begins."""
    seen: set[str] = set()
    for at in range(start, len(found)):
        one = found[at]
        if one.terminal not in ("CHAPTER", "PART", "ANNEX"):
            return at
        if one.terminal == "CHAPTER":
            core = _contents_core(one)
            if core in seen or (seen and _is_first(one)):
                return at
            seen.add(core)
    return len(found)


def _is_first(one: Classified) -> bool:
    assert isinstance(one.item, Logical)
    number = numbering(one.item.folded)
    return number is not None and number[1] == 1


def _come_again(run: Sequence[Classified], end: int, last: Mapping[str, int]) -> bool:
    """Most chapters of a run are named again; ``last`` is where each is named for the last time."""
    chapters = [_contents_core(one) for one in run if one.terminal == "CHAPTER"]
    return len(chapters) >= 2 and sum(last[core] >= end for core in chapters) * 2 > len(chapters)


def _contents_core(one: Classified) -> str:
    assert isinstance(one.item, Logical)
    return heading_core(_LEADERS.sub("", one.item.folded.rstrip("; ")))


def paragraph(item: Logical, start: int = 0) -> Paragraph:
    """The rest of a logical line as a paragraph."""
    return Paragraph(item.text[start:], marks_from(item.marks, start))
