"""Every text of a report in reading order: paragraphs, headings with their numbers, table rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import dropwhile
from operator import not_
from typing import Final, NamedTuple

from reportlint import Passage, Report, Row, Section, Span, TableBlock, fold

PlaceOf = Callable[[int, int], Span]
_BETWEEN: Final = " | "


class Text(NamedTuple):
    """A text with how to find a place in it; ``row`` is true for a row of a table."""

    text: str
    folded: str
    place: PlaceOf
    row: bool


class Step(NamedTuple):
    """A heading or paragraph in reading order; ``section`` is set for a heading.

    ``chapter`` is the chapter it stands in, None before the first.
    """

    passage: Passage
    section: Section | None
    chapter: Section | None


def texts(report: Report) -> Iterator[Text]:
    """Paragraphs, headings and table rows."""
    for block in report.passages:
        if isinstance(block, TableBlock):
            yield from map(_row, block.rows)
        else:
            yield _prose(block)


def prose(report: Report) -> Iterator[Text]:
    """Paragraphs and headings."""
    return map(_prose, report.prose)


def _prose(passage: Passage) -> Text:
    return Text(passage.paragraph.text, passage.folded, passage.paragraph.span, False)


def _row(row: Row) -> Text:
    """The cells of a row in one line; blank ones in front of the first word leave nothing in it."""
    text = _BETWEEN.join(dropwhile(not_, [cell.text for cell in row.cells]))
    return Text(text, fold(text), partial(_place_in_row, row), True)


def _place_in_row(row: Row, start: int, end: int) -> Span:
    starts, size = [], 0
    for cell in row.cells:
        size += len(_BETWEEN) if size else 0
        starts.append(size)
        size += len(cell.text)
    at = max(index for index, begin in enumerate(starts) if begin <= start)
    line, column, last = row.cells[at].span
    first = min(column + start - starts[at], max(last - 1, column))
    return Span(line, first, max(min(column + end - starts[at], last), first))


def steps(report: Report) -> Iterator[Step | TableBlock]:
    """Headings, paragraphs and tables with the section each heading opens."""
    sections = _walk(report.document.sections, None)
    chapter: Section | None = None
    for block in report.passages:
        if isinstance(block, TableBlock):
            yield block
            continue
        section: Section | None = None
        if block.heading:
            section, chapter = next(sections)
        yield Step(block, section, chapter)


def _walk(found: tuple[Section, ...], chapter: Section | None) -> Iterator[tuple[Section, Section]]:
    for section in found:
        top = chapter or section
        yield section, top
        yield from _walk(section.sections, top)
