"""The figures of a report as JSON, version 1: ``schema/extract-1.json`` describes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlint.model import BoundRow, Figure, Form, FormColumn, FormRow, Grid, Kind, Report, Section
from reportlint.output.json_text import dump
from reportlint.personal import masked

VERSION = 1
LOWEST_LEVEL = 2
Json = dict[str, object]


def json_extract(reports: Sequence[Report]) -> str:
    """One report as an object, several as ``{"reports": […]}``."""
    objects = [extract(report) for report in reports]
    return dump(objects[0] if len(objects) == 1 else {"reports": objects}) + "\n"


def extract(report: Report) -> Json:
    """What a report holds: sections, tables and figures told; numbers are Decimals.

    Lines and columns are null for formats without lines.
    """
    lines = not report.source.origins
    return {
        "version": VERSION,
        "path": report.source.path,
        "title": masked(report.title.text) if report.title else None,
        "agency": masked(report.agency) if report.agency else None,
        "organ": report.organ,
        "year": report.year,
        "edition": report.edition.name or None,
        "sections": _sections(report, lines),
        "tables": [_table(grid, lines) for grid in report.grids],
        "told": [
            {
                "quantity": told.quantity,
                "value": told.value,
                "text": masked(told.text),
                "line": told.span.line if lines else None,
                "column_no": told.span.column if lines else None,
                "scope": told.scope or None,
            }
            for told in report.told
        ],
    }


def _sections(report: Report, lines: bool) -> list[Json]:
    keys = {bound.section.span: bound.key for bound in report.sections}
    return [
        {
            "key": keys.get(section.span),
            "number": section.mark.strip(),
            "heading": masked(section.heading),
            "line": section.span.line if lines else None,
        }
        for section in _walk(report.document.sections)
    ]


def _walk(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        if section.level <= LOWEST_LEVEL:
            yield section
        yield from _walk(section.sections)


def _table(grid: Grid, lines: bool) -> Json:
    form = grid.form
    columns = [column for column in form.columns if column.key in grid.columns or not column.optional]
    return {
        "key": form.key,
        "edition": form.edition,
        "caption": masked(grid.caption) or None,
        "columns": [column.key for column in columns if column.key in grid.columns],
        "rows": [
            {
                "key": row.key,
                "label": masked(bound.label) if bound else row.label,
                "label_path": _path(row, grid),
                "cells": [_cell(grid, row, bound, column, lines) for column in columns],
            }
            for row, bound in _rows(grid)
        ],
    }


def _rows(grid: Grid) -> list[tuple[FormRow, BoundRow | None]]:
    """Figure rows as the document has them; side-by-side rows always as the form has them."""
    if grid.form.layout == "blocks":
        return [(row, grid.row(row.key)) for row in grid.form.rows if not row.group]
    known = {row.key: row for row in grid.form.rows if not row.group}
    first = {bound.key: bound for bound in reversed(grid.rows)}
    return [
        (known[bound.key], bound) for bound in grid.rows if bound.key in known and first[bound.key] is bound
    ]


def _path(row: FormRow, grid: Grid) -> list[str]:
    """Labels from the outermost row to this one, as printed where the document has them."""
    labels: list[str] = []
    step: FormRow | None = row
    while step is not None:
        bound = grid.row(step.key)
        labels.append(masked(bound.label) if bound else step.label)
        step = _parent(step, grid.form)
    return labels[::-1]


def _parent(row: FormRow, form: Form) -> FormRow | None:
    return form.row(row.parent) if row.parent is not None else None


def _cell(grid: Grid, row: FormRow, bound: BoundRow | None, column: FormColumn, lines: bool) -> Json:
    figure = grid.cells.get((row.key, column.key))
    text = masked(figure.text, is_figure=True) if figure else ""
    unit = (figure.unit if figure else "") or (bound.unit if bound else "") or row.unit or column.unit
    return {
        "column": column.key,
        "text": text,
        "kind": (figure.kind if figure else Kind.LOST).value,
        "value": figure.number if figure and text == figure.text else None,
        "unit": unit or None,
        **_where(figure if lines else None),
    }


def _where(figure: Figure | None) -> Json:
    return {
        "line": figure.span.line if figure else None,
        "column_no": figure.span.column if figure else None,
    }
