"""A report as a workbook or csv gives the findings of its text; tables alone are judged without their text."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from conftest import Lint
from reportlint.engine import check_file
from reportlint.findings import FileResult, Finding, Result
from reportlint.output import FORMATTERS, OutputOptions
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected
from reports import EDITIONS, FAMILIES, GeneratedReport, composed, drop_row, make, replace_cell
from reports.books import LAYOUTS, Grid, book, old_book, pages, table_text, whole

KINDS = [(edition, family) for edition in EDITIONS for family in (FAMILIES if edition == "2008" else (None,))]
WRONG = ("7", "", "约3", "-1", "/", "2.5", "0")
OF_TEXT = ("S", "D", "L", "Y003", "Y004", "U003")
LintBook = Callable[..., FileResult]


@pytest.fixture
def lint_book(catalog: Catalog) -> LintBook:
    """Check the bytes of a workbook, or of another file by its name."""

    def check(data: bytes, name: str = "x.xlsx", **settings: object) -> FileResult:
        made = Settings(**settings)  # type: ignore[arg-type]
        return check_file(Path(name), name, catalog, selected(catalog.rules, Settings()), made, data=data)

    return check


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


def said(result: FileResult, families: str = "") -> list[str]:
    """What a result says, in an order of its own; of some families of rules only."""
    assert not result.failures
    found = [one for one in result.findings if not families or one.code[0] in families]
    return sorted(repr(without_place(finding)) for finding in found)


def judged(result: FileResult) -> list[str]:
    """What is said of tables and sums; the prose of a text may tell which of their cells is the wrong one."""
    assert not result.failures
    return sorted(repr((one.code, one.level, one.values)) for one in result.findings if one.code[0] in "AT")


@cache
def faulty(edition: str, family: str | None, seed: int) -> GeneratedReport:
    """A report with four wrong cells, before 2019 with a row left out."""
    chance = random.Random(f"{edition}{family}{seed}")
    report = make(edition, "bars", seed, family=family)
    for _ in range(4):
        key = chance.choice(sorted(report.cells))
        report = replace_cell(report, *key, chance.choice(WRONG))
    if edition in ("2008", "2014"):
        report = drop_row(report, *chance.choice(sorted(report.cells))[:2])
    return report


def bound(result: FileResult) -> dict[tuple[str, str, str], object]:
    """The number of every bound cell."""
    assert result.report is not None
    return {
        (grid.form.key, *place): figure.number
        for grid in result.report.grids
        for place, figure in grid.cells.items()
    }


def whole_grid(report: GeneratedReport) -> Grid:
    """The rows of a sheet that holds the whole report."""
    choices, _, before, blocks = composed(report.recipe)
    return whole(before, blocks, choices)


WRITERS: dict[str, Callable[[GeneratedReport], bytes]] = {
    "x.xlsx": lambda report: book([("年报", whole_grid(report))]),
    "text.xlsx": lambda report: book([("年报", whole_grid(report))], numbers=False, left=2, top=3),
    "x.xls": lambda report: old_book([("年报", whole_grid(report))]),
    "old.et": lambda report: old_book([("年报", whole_grid(report))]),
    "new.et": lambda report: book([("年报", whole_grid(report))]),
    "x.csv": lambda report: table_text(whole_grid(report), encoding="gb18030"),
    "semicolon.csv": lambda report: table_text(whole_grid(report), ";", "utf-8-sig", "\n"),
    "x.tsv": lambda report: table_text(whole_grid(report), "\t", "utf-16", "\r"),
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_a_report_typed_into_a_sheet_gives_the_findings_of_its_text(
    edition: str, family: str | None, name: str, lint: Lint, lint_book: LintBook
) -> None:
    for report in (make(edition, "bars", 1, family=family), faulty(edition, family, 2)):
        text, sheet = lint(report.text), lint_book(WRITERS[name](report), name)
        assert said(sheet) == said(text)
        assert (sheet.decided, sheet.undecided) == (text.decided, text.undecided)
        assert bound(sheet) == bound(text)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_tables_alone_are_judged_and_nothing_is_said_of_their_text(
    edition: str, family: str | None, layout: str, lint: Lint, lint_book: LintBook, catalog: Catalog
) -> None:
    for titled, report in (
        (True, make(edition, "bars", 3, family=family)),
        (False, faulty(edition, family, 4)),
    ):
        text = lint(report.text)
        name = "x.xlsx" if titled else f"{report.title}.xlsx"
        sheet = lint_book(book(pages(report, layout, titled)), name)
        assert judged(sheet) == judged(text)
        assert {finding.code[0] for finding in sheet.findings} <= {"A", "T"}
        assert bound(sheet) == bound(text)
        assert sheet.report is not None
        assert (sheet.report.year, sheet.report.edition.name) == (report.year, edition)
        unjudged = {one.code for one in sheet.undecided if one.reason == "text"}
        assert unjudged == {
            rule.code
            for rule in catalog.rules
            if rule.needs_text and rule.check is not None and not rule.needs_last
            if not rule.editions or edition in rule.editions
        }


def test_every_rule_about_the_text_needs_it(catalog: Catalog) -> None:
    assert {rule.code for rule in catalog.rules if rule.needs_text} == {
        rule.code for rule in catalog.rules if rule.code.startswith(OF_TEXT)
    }


def test_libraries_load_only_for_what_they_read(tmp_path: Path) -> None:
    """One process reads one file after the other; each adds what it needs."""
    report = make("2021", "bars", 1)
    files = {"x.csv": "", "x.md": "", "old.et": "xlrd", "x.xlsx": "lxml xlrd"}
    for name in files:
        (tmp_path / name).write_bytes(WRITERS[name](report) if name in WRITERS else b"# 1")
    script = (
        f"import sys, reportlint\nfor name in {tuple(files)}:\n    reportlint.check(name)\n"
        "    print(*sorted({'lxml', 'xlrd', 'openpyxl'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == list(files.values())


def test_a_rule_on_the_text_is_undecided_in_its_json_and_summary(lint_book: LintBook) -> None:
    file = lint_book(book(pages(make("2021", "bars", 1))))
    options = OutputOptions(
        lang="zh", color=False, tool_version="1", rules_version="1", rules_date="2025-01-01"
    )
    (found,) = json.loads(FORMATTERS["json"](Result((file,), ()), options))["files"]
    assert {"S002", "D001", "L003"} <= set(found["checks"]["undecided_rules"])
    full = FORMATTERS["full"](Result((file,), ()), options)
    assert "；文件只有表格，涉及正文的项目没有判断\n" in full
