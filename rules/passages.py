"""The text of a report in reading order, for rules that read sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import Paragraph, Report, Section, TableBlock

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
        yield Passage(heading_paragraph(report, section), section.heading, True)
        for block in section.blocks:
            yield block if isinstance(block, TableBlock) else Passage(block, section.heading, False)
        for one in section.sections:
            yield from down(one)

    for block in report.document.front:
        yield block if isinstance(block, TableBlock) else Passage(block, "", False)
    for section in report.document.sections:
        yield from down(section)


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


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences of a text; a semicolon ends one too."""
    return (Sentence(match[0], match.start()) for match in _SENTENCE.finditer(text))


def clause_at(sentence: str, start: int) -> Sentence:
    """The clause of a sentence that holds the place ``start``."""
    for match in _CLAUSE.finditer(sentence):
        if match.start() <= start < match.end():
            return Sentence(match[0], match.start())
    return Sentence(sentence, 0)


def full_heading(section: Section) -> str:
    """A heading as printed, number included."""
    return f"{section.mark}{section.heading}"
