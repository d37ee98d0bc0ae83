"""A table that comes again, as where a file holds two reports, is judged like the first."""

from __future__ import annotations

import pytest

from conftest import Lint
from reportlint import whole_tables
from reportlint.findings import FileResult
from reports import GeneratedReport, make, replace_cell

EDITIONS = [
    ("2021", "s3_requests", "new_received", "natural_person", "A001"),
    ("2019", "s3_requests", "r_open", "natural_person", "A003"),
    ("2014", "t14_stats", "req_total", "value", "A005"),
]


def judged(result: FileResult, *codes: str) -> list[tuple[str, int | None]]:
    """``(code, line)`` of the findings with those codes."""
    return [(one.code, one.location.line) for one in result.findings if one.code in codes]


def wrong(report: GeneratedReport, form: str, row: str, column: str) -> GeneratedReport:
    """The report with a figure that is much too large."""
    return replace_cell(report, form, row, column, "7919")


@pytest.mark.parametrize(("edition", "form", "row", "column", "code"), EDITIONS)
def test_a_fault_in_the_second_of_two_reports_is_found_there(
    edition: str, form: str, row: str, column: str, code: str, lint: Lint
) -> None:
    clean = make(edition, "bars", 3, metadata=False)
    faulty = wrong(clean, form, row, column)
    line = faulty.line_of[form, row, column][0]
    shift = clean.text.count("\n") + 1
    assert judged(lint(clean.text + "\n" + clean.text), code) == []
    assert (code, line + shift) in judged(lint(clean.text + "\n" + faulty.text), code)
    assert [at for _, at in judged(lint(faulty.text + "\n" + clean.text), code)] == [line]


@pytest.mark.parametrize(("edition", "form", "row", "column", "code"), EDITIONS)
def test_the_same_fault_twice_is_two_findings(
    edition: str, form: str, row: str, column: str, code: str, lint: Lint
) -> None:
    faulty = wrong(make(edition, "bars", 3, metadata=False), form, row, column)
    line = faulty.line_of[form, row, column][0]
    once = judged(lint(faulty.text), code)
    result = lint(faulty.text + "\n" + faulty.text)
    shift = faulty.text.count("\n") + 1
    assert once == [(code, line)]
    assert judged(result, code) == [(code, line), (code, line + shift)]
    first, second = (one for one in result.findings if one.code == code)
    assert second.fingerprint == first.fingerprint + "#2"
    assert first.causes == second.causes
    near = range(line + shift - 40, line + shift + 40)
    cells = [place for place in second.related if place.location.anchor.startswith(form)]
    assert cells  # a figure told in prose may stand beside them
    assert all(place.location.line in near for place in cells)


def test_pieces_of_one_table_are_judged_together(lint: Lint) -> None:
    report = make("2021", "bars", 3, metadata=False)
    lines = report.text.split("\n")
    start = next(
        at for at, line in enumerate(lines) if line.startswith("（二）部分公开") or "部分公开" in line
    )
    cut = "\n".join([*lines[:start], "", "- 3 -", "", *lines[start:]])
    result = lint(cut)
    assert result.report is not None
    (table,) = whole_tables(result.report.grids_of("s3_requests"))
    assert {row.key for grid in table for row in grid.rows} >= {"new_received", "carried_out"}
    assert judged(result, "A001", "A002", "A003", "P005") == []


def test_a_table_that_comes_again_is_one_of_its_own(lint: Lint) -> None:
    text = make("2021", "bars", 3, metadata=False).text
    result = lint(text * 3)
    assert result.report is not None
    assert len(whole_tables(result.report.grids_of("s3_requests"))) == 3
    assert len(whole_tables(result.report.grids)) == 3 * len(whole_tables_once(lint, text))
    assert whole_tables(()) == []


def whole_tables_once(lint: Lint, text: str) -> list[object]:
    """The tables of one report."""
    report = lint(text).report
    assert report is not None
    return list(whole_tables(report.grids))
