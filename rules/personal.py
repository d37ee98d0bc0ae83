"""W005: numbers of private persons."""

from __future__ import annotations

from collections.abc import Iterator

from reportlint import CannotTell, Hit, Report, masked, may_hold_numbers, personal_numbers

from .streams import texts


def personal_data(report: Report) -> Iterator[Hit | CannotTell]:
    """No identity-card, bank-card or private mobile number stands in the report."""
    if not may_hold_numbers(report.folded):
        return
    figures = {figure.span for grid in report.grids for figure in grid.cells.values()}
    for text in texts(report):
        if not may_hold_numbers(text.folded):
            continue
        for one in personal_numbers(text.folded):
            span = text.place(one.start, one.end)
            if one.kind == "mobile" and text.row and span in figures:
                continue
            shown = masked(text.folded[one.start : one.end])
            yield Hit(span=span, variant=one.kind, values={"shown": shown})
