"""What is kept of a report: plain values in place of its document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlint.audit.store import FigureRow
from reportlint.model import Cell, Grid, Line, Origin, Report, Row, Source, Span, TableBlock
from reportlint.tables import whole_tables


def figures_of(report: Report) -> tuple[FigureRow, ...]:
    """The figure cells of a report's tables; the pieces of a table that is split are one table."""
    return tuple(_figures(report))


def _figures(report: Report) -> Iterator[FigureRow]:
    copies: dict[str, int] = {}
    for pieces in whole_tables(report.grids):
        form = pieces[0].form.key
        copy = copies[form] = copies.get(form, -1) + 1
        seen: set[tuple[str, str]] = set()
        for grid in pieces:
            yield from _cells(grid, form, copy, seen, bool(report.source.origins))


def _cells(
    grid: Grid, form: str, copy: int, seen: set[tuple[str, str]], without_lines: bool
) -> Iterator[FigureRow]:
    for (row, column), figure in grid.cells.items():
        if (row, column) in seen:
            continue
        seen.add((row, column))
        value = None if figure.number is None else format(figure.number, "f")
        line = None if without_lines else figure.span.line
        yield FigureRow(form, copy, row, column, value, str(figure.kind), figure.text, figure.unit, line)


# --- a source as plain values ------------------------------------------------------------------


def plain_source(source: Source) -> list[Any]:
    """A source as lists, texts and numbers that JSON can hold."""
    origins = [[one.page, dict(one.place), *one[2:]] for one in source.origins]
    return [source.path, source.encoding, source.lines, source.items, origins, source.sheets]


def source_of(plain: list[Any]) -> Source:
    """The source that was made plain. Raises TypeError or ValueError for anything else."""
    path, encoding, lines, items, origins, sheets = plain
    return Source(
        path, encoding, tuple(lines), tuple(map(_item, items)), tuple(map(_origin, origins)), tuple(sheets)
    )


def _item(plain: list[Any]) -> Line | TableBlock:
    if isinstance(plain[0], str):
        text, number, folded, marks = plain
        return Line(text, number, folded, tuple((a, b, c) for a, b, c in marks))
    rows, span, lost, blanks_shown = plain
    return TableBlock(tuple(map(_row, rows)), Span(*span), lost, blanks_shown)


def _row(plain: list[Any]) -> Row:
    cells, aligned = plain
    return Row(tuple(Cell(text, Span(*span)) for text, span in cells), aligned)


def _origin(plain: list[Any]) -> Origin:
    page, place, cells, names = plain
    return Origin(page, place, tuple(cells), tuple(names))
