"""A report as paragraphs and cells that can be marked, from what was read of any format."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from reportlint.model import Line, Section, Source, Span, TableBlock
from reportlint.personal import masked

_STAR: Final = "*"


class Region(NamedTuple):
    """Columns ``column:end`` of a stored line are ``text[offset:stop]`` of a unit."""

    line: int
    column: int
    end: int
    offset: int
    stop: int


class Unit(NamedTuple):
    """A paragraph, heading or cell; ``regions`` say where the file has it."""

    text: str
    regions: tuple[Region, ...]


class Sheet(NamedTuple):
    """A table: for each row the numbers of its units."""

    rows: tuple[tuple[int, ...], ...]


Block = int | Sheet  # the number of a paragraph's unit, or a table


class Pages(NamedTuple):
    """A report's units in reading order, and the paragraphs and tables they make."""

    units: tuple[Unit, ...]
    blocks: tuple[Block, ...]


class Part(NamedTuple):
    """``text[start:end]`` of a unit; nothing of it where the unit holds no such text."""

    unit: int
    start: int
    end: int


def pages_of(source: Source) -> Pages:
    """All that was read of a file, in reading order; blank lines are left out."""
    units: list[Unit] = []
    blocks: list[Block] = []
    starred = {number: line for number, line in enumerate(source.lines, 1) if _STAR in line}
    for item in source.items:
        if isinstance(item, TableBlock) and item.rows:
            rows = []
            for row in item.rows:
                rows.append(tuple(range(len(units), len(units) + len(row.cells))))
                units += [_printable(_cell(cell.text, cell.span), starred) for cell in row.cells]
            blocks.append(Sheet(tuple(rows)))
            continue
        unit = _lost(item.span, source) if isinstance(item, TableBlock) else _paragraph(item)
        unit = _printable(unit, starred)
        if unit.text.strip():
            blocks.append(len(units))
            units.append(unit)
    return Pages(tuple(units), tuple(blocks))


def _cell(text: str, span: Span) -> Unit:
    """A cell; one whose text was put together from pieces is only known as a whole."""
    return Unit(text, (Region(span.line, span.column, max(span.end, span.column + 1), 0, len(text)),))


def _lost(span: Span, source: Source) -> Unit:
    """The line of a table that could not be read."""
    text = source.lines[span.line - 1] if 0 < span.line <= len(source.lines) else ""
    return Unit(text, (Region(span.line, 1, len(text) + 1, 0, len(text)),))


def _paragraph(item: Line) -> Unit:
    size = len(item.text)
    marks = item.marks or ((0, item.number, 1),)
    stops = [*(mark[0] for mark in marks[1:]), size]
    regions = (
        Region(line, column, column + stop - offset, offset, stop)
        for (offset, line, column), stop in zip(marks, stops, strict=True)
    )
    return Unit(item.text, tuple(regions))


def _printable(unit: Unit, lines: Mapping[int, str]) -> Unit:
    """The same unit with the characters starred that are starred in the lines, which are for printing.

    ``lines`` are those that hold a star at all, by number.
    """
    text = unit.text
    for line, column, end, offset, stop in unit.regions:
        if line not in lines:
            continue
        stored = lines[line][column - 1 : end - 1]
        if len(stored) == stop - offset and stored != text[offset:stop] and _STAR in stored:
            own = zip(stored, text[offset:stop], strict=True)
            starred = "".join(_STAR if shown == _STAR else char for shown, char in own)
            text = text[:offset] + starred + text[stop:]
    text = masked(text)
    return unit if text == unit.text else unit._replace(text=text)


# --- from a place in the file to the units ------------------------------------------------


class Finder(NamedTuple):
    """The regions of all units by line, and in the order of the file."""

    by_line: Mapping[int, list[tuple[int, Region]]]
    starts: tuple[tuple[int, int, int], ...]  # line, column, unit


def finder_of(pages: Pages) -> Finder:
    """What finds the units of a place."""
    by_line: dict[int, list[tuple[int, Region]]] = {}
    for number, unit in enumerate(pages.units):
        for region in unit.regions:
            by_line.setdefault(region.line, []).append((number, region))
    starts = sorted((line, one.column, number) for line, found in by_line.items() for number, one in found)
    return Finder(by_line, tuple(starts))


def parts_at(span: Span, pages: Pages, finder: Finder) -> list[Part]:
    """The parts of units that a place means, in order; else the unit before it, as a whole."""
    end = max(span.end, span.column + 1)
    parts: dict[int, Part] = {}
    for number, region in finder.by_line.get(span.line, ()):
        if region.column < end and span.column < region.end:
            part = _part(number, region, span.column, end, pages.units[number])
            known = parts.get(number)
            parts[number] = part if known is None else Part(number, known.start, part.end)
    if parts:
        return [parts[number] for number in sorted(parts)]
    if not pages.units:
        return []
    at = bisect_right(finder.starts, (span.line, span.column, len(pages.units))) - 1
    number = finder.starts[max(at, 0)][2]
    return [Part(number, 0, len(pages.units[number].text))]


def _part(number: int, region: Region, column: int, end: int, unit: Unit) -> Part:
    if region.end - region.column != region.stop - region.offset:  # known as a whole only
        return Part(number, 0, len(unit.text))
    start = region.offset + max(column - region.column, 0)
    return Part(number, start, min(region.offset + end - region.column, region.stop))


def headings_of(sections: Iterable[Section]) -> Iterator[tuple[Span, int]]:
    """The place and level (1 for a chapter) of each heading that has a line of its own."""
    for section in sections:
        if not section.runs_on:
            yield section.span, section.level
        yield from headings_of(section.sections)
