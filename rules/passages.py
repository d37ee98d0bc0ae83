"""The text of a report in reading order, for rules that read sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint import ZERO_WIDTH, Paragraph, Report, Section, TableBlock

_HIDDEN: Final = re.compile(f"[{ZERO_WIDTH}]")
_ENDS: Final = tuple("。；;：:！!？?")
_FULL_LINE: Final = 20
_LEADERS: Final = re.compile(r"[.…·]{3,}\s*\d*\s*$")
_SENTENCE: Final = re.compile(r"[^。；;！!？?]+")
_CLAUSE: Final = re.compile(r"[^，,、：:。；;！!？?]+")


class Passage(NamedTuple):
    """A heading or a paragraph; ``under`` is the heading it stands under ("" in front)."""

    paragraph: Paragraph
    under: str
    heading: bool


class Sentence(NamedTuple):
    """A sentence or clause with its place in the text it was cut from."""

    text: str
    start: int


def blocks(report: Report) -> Iterator[Passage | TableBlock]:
    """Headings, paragraphs and tables in reading order."""

    def down(section: Section) -> Iterator[Passage | TableBlock]:
        yield Passage(visible(heading_paragraph(report, section)), section.heading, True)
        for block in _joined(section.blocks):
            yield block if isinstance(block, TableBlock) else Passage(visible(block), section.heading, False)
        for one in section.sections:
            yield from down(one)

    for block in _joined(report.document.front):
        yield block if isinstance(block, TableBlock) else Passage(visible(block), "", False)
    for section in report.document.sections:
        yield from down(section)


def _joined(blocks: Sequence[Paragraph | TableBlock]) -> Iterator[Paragraph | TableBlock]:
    """Blocks with paragraphs put together again that a file breaks in the middle of a sentence."""
    waiting: Paragraph | None = None
    for block in blocks:
        if isinstance(block, TableBlock):
            if waiting is not None:
                yield waiting
                waiting = None
            yield block
        elif waiting is not None and _goes_on(waiting):
            size = len(waiting.text)
            marks = tuple((size + offset, line, column) for offset, line, column in block.marks)
            waiting = Paragraph(waiting.text + block.text, (*waiting.marks, *marks))
        else:
            if waiting is not None:
                yield waiting
            waiting = block
    if waiting is not None:
        yield waiting


def _goes_on(paragraph: Paragraph) -> bool:
    last = paragraph.text[paragraph.marks[-1][0] :]
    return len(last) >= _FULL_LINE and not last.endswith(_ENDS) and not _LEADERS.search(last)


def passages(report: Report) -> Iterator[Passage]:
    """Headings and paragraphs in reading order."""
    return (block for block in blocks(report) if not isinstance(block, TableBlock))


def heading_paragraph(report: Report, section: Section) -> Paragraph:
    """A heading's text without its number, with its place."""
    line, column, _ = section.span
    start = column - 1 + len(section.mark)
    found = -1
    if 0 < line <= len(report.source.lines):
        found = report.source.lines[line - 1].find(section.heading[:4], start)
    return Paragraph(section.heading, ((0, line, (found if found >= 0 else start) + 1),))


def visible(paragraph: Paragraph) -> Paragraph:
    """The paragraph without its zero-width characters; places stay those of the file."""
    if _HIDDEN.search(paragraph.text) is None:
        return paragraph
    starts = {offset: (line, column - offset) for offset, line, column in paragraph.marks}
    text: list[str] = []
    marks: list[tuple[int, int, int]] = []
    line, shift = starts[0]
    broken = True
    for at, char in enumerate(paragraph.text):
        if at in starts:
            line, shift = starts[at]
            broken = True
        if char in ZERO_WIDTH:
            broken = True
            continue
        if broken:
            marks.append((len(text), line, at + shift))
            broken = False
        text.append(char)
    return Paragraph("".join(text), tuple(marks) or paragraph.marks)


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences of a text; a semicolon ends one too."""
    return (Sentence(match[0], match.start()) for match in _SENTENCE.finditer(text))


def clause_at(sentence: str, start: int) -> Sentence:
    """The clause of a sentence that holds the place ``start``."""
    for match in _CLAUSE.finditer(sentence):
        if match.start() <= start < match.end():
            return Sentence(match[0], match.start())
    return Sentence(sentence, 0)


def chapters(report: Report) -> tuple[Section, ...]:
    """The chapters without the lines of a printed contents page."""
    return tuple(one for one in report.document.sections if not _LEADERS.search(one.heading))


def full_heading(section: Section) -> str:
    """A heading as printed, number included."""
    return f"{section.mark}{section.heading}"
