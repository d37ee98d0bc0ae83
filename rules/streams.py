"""Every text of a report in reading order: paragraphs, headings with their numbers, table rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from reportlint import Passage, Report, Section, Span, TableBlock, fold

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
            for row in block.rows:
                yield _row([(cell.text, cell.span) for cell in row.cells])
        else:
            yield Text(block.paragraph.text, block.folded, block.paragraph.span, False)


def _row(cells: list[tuple[str, Span]]) -> Text:
    starts, text = [], ""
    for words, _ in cells:
        text += _BETWEEN if text else ""
        starts.append(len(text))
        text += words

    def place(start: int, end: int) -> Span:
        at = max(index for index, begin in enumerate(starts) if begin <= start)
        line, column, last = cells[at][1]
        first = min(column + start - starts[at], max(last - 1, column))
        return Span(line, first, max(min(column + end - starts[at], last), first))

    return Text(text, fold(text), place, True)


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
