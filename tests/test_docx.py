"""A report as a Word document gives the findings of its text, at places a person finds."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Lint
from reportlint import FileResult
from reportlint.engine import check_file
from reportlint.findings import Finding, Result
from reportlint.model import Source
from reportlint.output import FORMATTERS, OutputOptions
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected
from reports import EDITIONS, FAMILIES, GeneratedReport, composed, drop_row, make, replace_cell
from reports.word import word, word_of_text

ROOT = Path(__file__).parent.parent
KINDS = [(edition, family) for edition in EDITIONS for family in (FAMILIES if edition == "2008" else (None,))]
WRONG = ("7", "", "约3", "-1", "/", "2.5", "0")


@pytest.fixture
def lint_word(catalog: Catalog) -> Lint:
    """Check the bytes of a Word document."""

    def check(report: str | bytes) -> FileResult:
        data = report if isinstance(report, bytes) else word_of_text(report)
        return check_file(
            Path("x.docx"), "x.docx", catalog, selected(catalog.rules, Settings()), Settings(), data=data
        )

    return check


def word_of(report: GeneratedReport) -> bytes:
    """A generated report as a Word document."""
    choices, _, before, blocks = composed(report.recipe)
    return word(before, blocks, choices)


def without_place(finding: Finding) -> tuple[object, ...]:
    """All that a finding says but where it stands in the file."""
    related = tuple((one.location.anchor, dict(one.label), one.value) for one in finding.related)
    return (
        finding.code,
        finding.level,
        finding.message,
        finding.help,
        finding.location.anchor,
        finding.values,
        finding.causes,
        finding.sure,
        finding.fingerprint,
        related,
    )


def said(result: FileResult) -> list[str]:
    """What a result says, in an order of its own."""
    assert not result.failures
    found = sorted(repr(without_place(finding)) for finding in result.findings)
    return [*found, repr((result.decided, result.undecided, result.error))]


def source_of(result: FileResult) -> Source:
    """The source of a file that was read."""
    assert result.source is not None
    return result.source


@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_a_clean_report_is_clean_and_whole(
    edition: str, family: str | None, lint: Lint, lint_word: Lint
) -> None:
    report = make(edition, "bars", KINDS.index((edition, family)), family=family)
    result = lint_word(word_of(report))
    assert said(result) == said(lint(report.text))
    assert result.report is not None
    bound = {
        (grid.form.key, *place): figure.number
        for grid in result.report.grids
        for place, figure in grid.cells.items()
    }
    assert {key: bound.get(key) for key in report.cells} == report.cells


@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_a_faulty_report_gives_the_findings_of_its_text(
    edition: str, family: str | None, lint: Lint, lint_word: Lint
) -> None:
    chance = random.Random(f"{edition}{family}")
    for seed in range(2):
        report = make(edition, "bars", seed, family=family)
        for _ in range(4):
            key = chance.choice(sorted(report.cells))
            report = replace_cell(report, *key, chance.choice(WRONG))
        if edition in ("2008", "2014"):
            report = drop_row(report, *chance.choice(sorted(report.cells))[:2])
        assert said(lint_word(word_of(report))) == said(lint(report.text))


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.txt")), ids=lambda path: path.stem)
def test_an_example_gives_the_same_findings(path: Path, lint: Lint, lint_word: Lint) -> None:
    text = path.read_text(encoding="utf-8")
    assert said(lint_word(text)) == said(lint(text))


def test_places_name_paragraph_table_row_and_column(lint_word: Lint) -> None:
    result = lint_word((ROOT / "examples" / "faulty-2021.txt").read_text(encoding="utf-8"))
    places = {finding.code: finding.location for finding in result.findings}
    for place in places.values():
        assert (place.line, place.column, place.end_line, place.end_column) == (None, None, None, None)
        assert place.inside is not None
    assert places["S001"].place == {"zh": "第 1 段", "en": "paragraph 1"}
    assert places["A004"].place["zh"] == "表四·行政复议·总计（第 6 个表格 第 4 行 第 5 列）"
    assert places["A004"].place["en"] == "table 4·行政复议·总计 (table 6 of the file, row 4, column 5)"
    span = places["A004"].inside
    assert span is not None
    assert source_of(result).lines[span.line - 1][span.column - 1 : span.end - 1] == "0"
    order = [finding.location.inside for finding in result.findings]
    assert order == sorted(one for one in order if one is not None)


def test_outputs_show_words_and_no_line_numbers(lint_word: Lint) -> None:
    file = lint_word((ROOT / "examples" / "faulty-2021.txt").read_text(encoding="utf-8"))
    result = Result((file,), ())
    options = OutputOptions(
        lang="zh", color=False, tool_version="1", rules_version="1", rules_date="2025-01-01"
    )
    full = FORMATTERS["full"](result, options)
    assert (
        " --> x.docx  表四·行政复议·总计（第 6 个表格 第 4 行 第 5 列）\n   |\n   | 1 | 0 | 0 | 0 | 0 |"
        in full
    )
    assert "\nx.docx: A004 " in FORMATTERS["concise"](result, options)
    found = json.loads(FORMATTERS["json"](result, options))["findings"]
    assert {one["location"]["line"] for one in found} == {None}
    assert {"inside"} & set(found[0]["location"]) == set()


def test_the_xml_library_loads_only_for_a_word_document(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(word_of_text("某市某局2023年政府信息公开工作年度报告\n一、总体情况\n公开。"))
    script = (
        "import sys, reportlint\n"
        f"for name in {(str(ROOT / 'examples' / 'clean-2021.txt'), str(path))}:\n    reportlint.check(name)\n"
        "    print(sorted({'lxml', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["[]", "['lxml']"]
