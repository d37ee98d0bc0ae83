"""What of a report could not be read: family P on a file that opens."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reportlint.edition import UNKNOWN
from reportlint.identify import clean, front_lines
from reportlint.model import Document, Edition, Grid, Kind, Report, Span, Title
from reportlint.plugins import Catalog
from reportlint.sections import match_section
from reportlint.text import fold

_OTHER_KIND: Final = re.compile(
    r"(?:通知|解读|方案|办法|函|公告|通报|意见|规定|指南|总结|目录|计划|要点)(?:\(.{1,10}\))?$"
)
_FRONT_LINES: Final = 10
_ENOUGH: Final = 3  # so many sections of one edition make a report, even without a title
Unread = tuple[str, str, Span | None, Mapping[str, object]]


def is_no_report(
    document: Document, title: Title | None, grids: Sequence[Grid], catalog: Catalog
) -> str | None:
    """None for a report; else the message variant that says why it is none."""
    if not document.front and not document.sections:
        return "empty"
    if title is not None:
        return None
    if max((_sections_of(document, edition) for edition in catalog.editions), default=0) >= _ENOUGH:
        return None
    front = [clean(fold(text)) for text, _ in itertools.islice(front_lines(document), _FRONT_LINES)]
    if any(_OTHER_KIND.search(line) and len(line) < 80 for line in front):
        return ""
    return None if grids else ""


def _sections_of(document: Document, edition: Edition) -> int:
    """How many sections of an edition the chapters name in an accepted wording."""
    forms = [form for form in edition.sections if form.parent is None]
    found = (match_section(section.heading, forms) for section in document.sections)
    return len({form.key for form, exact in filter(None, found) if exact})


def doubts_of(report: Report) -> Iterator[Unread]:
    """``(code, variant, span, values)`` of what could not be read."""
    if report.edition is UNKNOWN:
        yield "P004", "", report.title.span if report.title else None, {}
    for table in report.lost_tables:
        yield "P005", table.lost, table.span, {"table": {"zh": "表格", "en": "table"}}
    if report.edition.fixed_sections and not (report.sections or report.grids or report.lost_tables):
        yield "P005", "", None, {"table": {"zh": "报告各表", "en": "the report's tables"}}
    told: set[str] = set()
    for grid in report.grids:
        for doubt in _grid_doubts(grid):
            if grid.form.key not in told:  # the pieces of one table are one doubt
                told.add(grid.form.key)
                yield doubt


def _grid_doubts(grid: Grid) -> Iterator[Unread]:
    table = {"table": dict(grid.form.name)}
    formulas = [grid.cells[place] for place in grid.odd if grid.cells[place].kind is Kind.LOST]
    if formulas:
        yield "P005", "formulas", formulas[0].span, {**table, "count": len(formulas)}
    lost = [doubt for doubt in grid.doubts if doubt.what == "lost"]
    if lost:
        expected = sum(1 for row in grid.form.rows if not row.group) * len(grid.form.columns)
        yield "P005", lost[0].key, grid.span, {**table, "found": lost[0].text, "expected": expected}
        return
    if any(doubt.what == "no_header" for doubt in grid.doubts):
        yield "P005", "no_header", grid.span, table
        return
    rows = [doubt for doubt in grid.doubts if doubt.what in ("short_row", "long_row")]
    if rows:
        named = "、".join(doubt.text for doubt in rows[:3]) + ("……" if len(rows) > 3 else "")
        yield "P005", "short_rows", rows[0].span, {**table, "rows": named, "count": len(rows)}
