"""Every way of writing a table gives the same cells, and a clean report is clean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Lint
from reportlint import FileResult
from reports import EDITIONS, FAMILIES, MORE_STYLES, STYLES, GeneratedReport, make

SEEDS = range(2)
EXAMPLES = Path(__file__).parent.parent / "examples"
PLANTED: dict[str, list[dict[str, object]]] = json.loads(
    Path(__file__).with_name("examples.json").read_text(encoding="utf-8")
)
KINDS = [
    (edition, family, style)
    for edition in EDITIONS
    for family in (FAMILIES if edition == "2008" else (None,))
    for style in (*STYLES, *MORE_STYLES)
]


def cells(result: FileResult) -> dict[tuple[str, str, str], tuple[object, int, int]]:
    """Number and place of every bound cell."""
    assert result.report is not None
    return {
        (grid.form.key, row, column): (figure.number, figure.span.line, figure.span.column)
        for grid in result.report.grids
        for (row, column), figure in grid.cells.items()
    }


def expected(report: GeneratedReport) -> dict[tuple[str, str, str], tuple[object, int, int]]:
    """What the generator wrote, where it knows the place."""
    return {
        key: (value, *report.line_of[key]) for key, value in report.cells.items() if key in report.line_of
    }


@pytest.mark.parametrize(("edition", "family", "style"), KINDS)
def test_a_clean_report_is_read_whole_and_found_clean(
    edition: str, family: str | None, style: str, lint: Lint
) -> None:
    """Title, year, edition and every cell with its place; no finding at all."""
    for seed in SEEDS:
        report = make(edition, style, seed, family=family)
        result = lint(report.text)
        assert result.report is not None
        assert [(finding.code, finding.location.line) for finding in result.findings] == []
        found = result.report
        assert found.title is not None
        assert (found.title.text, found.year, found.edition.name) == (report.title, report.year, edition)
        bound = cells(result)
        assert {key: bound.get(key) for key in expected(report)} == expected(report)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_section_four_in_three_tables_is_the_same(edition: str, style: str, lint: Lint) -> None:
    """The three parts of section four may stand in tables of their own."""
    for seed in SEEDS:
        report = make(edition, style, seed, split_four=True)
        bound = cells(lint(report.text))
        assert {key: bound.get(key) for key in expected(report)} == expected(report)


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_an_example_has_the_faults_planted_in_it_and_no_other(name: str, lint: Lint) -> None:
    """Clean examples are clean; of the faulty ones each fault is found on its line."""
    result = lint((EXAMPLES / name).read_text(encoding="utf-8"))
    assert sorted({finding.code for finding in result.findings}) == sorted(
        {str(f["code"]) for f in PLANTED[name]}
    )
    for fault in PLANTED[name]:
        lines = [finding.location.line for finding in result.findings if finding.code == fault["code"]]
        assert fault["line"] is None or fault["line"] in lines
    assert len(result.findings) == len(PLANTED[name])


def test_every_example_is_listed() -> None:
    """No example without its list of faults."""
    assert {path.name for path in EXAMPLES.glob("*.txt")} == set(PLANTED)
