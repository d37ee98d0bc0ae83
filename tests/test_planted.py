"""A few planted faults of every rule are found, each as one finding; the bench plants many."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from random import Random

import pytest

from conftest import Lint
from planted import PLANTERS, UNPLANTED, Planted, reports
from planted.arithmetic import moved
from planted.plant import found, line_of, lines_of, second_errors, told
from planted.reading import plain
from planted.tables import row_line
from reportlint.engine import check_file, extract_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected
from reports import make, replace_cell

FEW = 3
SEEDS = 400  # so many reports are looked at for a place where the fault can stand
PAGE = Path(__file__).resolve().parent.parent / "docs" / "precision.md"
ROW = re.compile(r"^\| ([A-Z]\d{3}) \| `.*?` \| \w+ \| (\d+) \| ([\d.]+) % \| (\d+) \| ([\d.]+) % \|$", re.M)


def checked(made: Planted, catalog: Catalog, code: str) -> FileResult:
    """The findings of the rules that are on by default, and of that one."""
    settings = Settings(extend_select=(code,), with_last=bool(made.last))
    rules = selected(catalog.rules, settings)
    data = made.text if isinstance(made.text, bytes) else made.text.encode()
    last = extract_file(Path("x.txt"), catalog, Settings(), made.last.encode()) if made.last else None
    return check_file(Path("x.txt"), "x.txt", catalog, rules, settings, data=data, last=last)


@pytest.mark.parametrize("code", sorted(PLANTERS))
def test_a_planted_fault_is_found_at_its_line_and_no_second_error(code: str, catalog: Catalog) -> None:
    planted = (
        (report, made)
        for report in islice(reports(7_000_000), SEEDS)
        if (made := PLANTERS[code](report, Random(report.recipe.seed))) is not None
    )
    tried = list(islice(planted, FEW))
    assert len(tried) == FEW
    for report, made in tried:
        result = checked(made, catalog, code)
        where = f"{report.recipe}, line {made.line}: {told(result)}"
        assert found(result, code, made), where
        assert not second_errors(result, code, made), where


# --- docs/precision.md -----------------------------------------------------------------------


def test_every_rule_has_a_planter_or_a_reason_for_none(catalog: Catalog) -> None:
    codes = {rule.code for rule in catalog.rules}
    assert codes - set(PLANTERS) == set(UNPLANTED)
    assert set(PLANTERS) <= codes


def test_the_page_has_every_rule_found_in_99_of_100_cases_and_nothing_said_twice() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = {code: numbers for code, *numbers in ROW.findall(text)}
    assert set(rows) == set(PLANTERS)
    for code, (planted, recall, second, precision) in rows.items():
        assert int(planted) >= 50, code
        assert float(recall) >= 99, code
        assert int(second) == 0, code
        assert float(precision) >= 99, code
    for code in UNPLANTED:
        assert f"| {code} | " in text


def test_the_page_counts_2000_clean_reports_without_error_or_warning() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    clean = re.search(r"(\d+) generated reports without a fault", text)
    assert clean is not None
    assert int(clean[1]) >= 2000
    assert "have 0 findings of level error, 0 of level warning and 0 of level note" in text


# --- what large numbers of planted faults brought to light -------------------------------------


def found_in(text: str, lint: Lint) -> list[tuple[str, int | None]]:
    """Code and line of every finding."""
    return [(finding.code, finding.location.line) for finding in lint(text).findings]


def test_the_total_column_does_not_repeat_what_is_wrong_in_another(lint: Lint) -> None:
    report = make("2021", "bars", 3)
    key = ("s3_requests", "r_open")
    faulty = moved(report, {(*key, "natural_person"): 1, (*key, "total"): 1})
    (finding,) = lint(faulty.text).findings
    assert (finding.code, finding.location.anchor) == ("A002", "s3_requests/r_total/natural_person")
    assert "s3_requests/r_total/total" in {place.location.anchor for place in finding.related}


def test_two_columns_wrong_at_once_are_two_findings_without_the_total(lint: Lint) -> None:
    report = make("2021", "bars", 3)
    key = ("s3_requests", "r_open")
    steps = {(*key, "natural_person"): 1, (*key, "org_other"): 2, (*key, "total"): 3}
    anchors = [one.location.anchor for one in lint(moved(report, steps).text).findings]
    assert anchors == ["s3_requests/r_total/natural_person", "s3_requests/r_total/org_other"]


@pytest.mark.parametrize("style", ["bars", "tsv", "cell_bar", "tab_cells"])
def test_a_damaged_label_beside_its_group_s_label_is_no_missing_row(style: str, lint: Lint) -> None:
    report = make("2021", style, 4, line_end="\n", wrap_labels=False)
    text = report.text.replace("本机关不掌握相关政府信息", "本机关不掌握相政府信息")
    assert found_in(text, lint) == [("T004", line_of(text, "本机关不掌握相政府信息"))]


@pytest.mark.parametrize("style", ["cell_bar", "cell_blank_line", "cell_bar_first"])
def test_a_damaged_label_right_behind_the_header_is_a_row(style: str, lint: Lint) -> None:
    report = make("2021", style, 4, line_end="\n")
    text = report.text.replace("本年新收政府信息公开申请数量", "本年新收政府信息公开请数量")
    assert [code for code, _ in found_in(text, lint)] == ["T004"]


@pytest.mark.parametrize("label", ["3.保护第三方合法权", "保护第三方权益"])
def test_a_numbered_label_that_is_damaged_does_not_end_a_table_of_single_lines(
    label: str, lint: Lint
) -> None:
    report = make("2021", "cell_blank_line", 4, line_end="\n", point=".")
    text = report.text.replace("4.保护第三方合法权益", label)
    assert text != report.text
    assert {code for code, _ in found_in(text, lint)} == {"T004"}


@pytest.mark.parametrize("style", ["cell_bar", "cell_bar_first", "cell_blank_line", "tab_cells"])
@pytest.mark.parametrize("words", ["无", "约30"])
def test_words_in_a_cell_do_not_swallow_the_next_row(style: str, words: str, lint: Lint) -> None:
    report = make("2014", style, 5)
    text = replace_cell(report, "t14_stats", "complaints", "value", words).text
    assert [code for code, _ in found_in(text, lint)] == ["T006" if words == "无" else "T007"]


def test_a_word_for_nothing_is_a_cell_where_columns_are_aligned(lint: Lint) -> None:
    report = make("2014", "aligned", 5)
    faulty = replace_cell(report, "t14_stats", "complaints", "value", "无")
    assert found_in(faulty.text, lint) == [("T006", faulty.line_of["t14_stats", "complaints", "value"][0])]


def test_a_label_that_comes_again_elsewhere_may_be_printed_twice(lint: Lint) -> None:
    report = plain(make("2014", "bars", 6))
    lines = lines_of(report)
    at = row_line(report, "t14_stats", "review_corrected")
    lines.insert(at, lines[at - 1])
    assert found_in("\n".join(lines), lint) == [("T010", at + 1)]


def test_a_contents_page_ends_where_the_chapters_begin_whatever_the_first_is_called(lint: Lint) -> None:
    report = make("2021", "bars", 7, contents=True, parts=False, line_end="\n", spaced=False, chapter="、")
    at = line_of(report.text, "一、总体情况")
    assert at is not None
    lines = lines_of(report)
    lines[at - 1] = lines[at - 1].replace("总体情况", "政府信息公开基本情况介绍")
    assert found_in("\n".join(lines), lint) == [("S004", at)]


@pytest.mark.parametrize(
    "above",
    ["2025年1月19日", "2025-01-19", "青禾县人民政府\n发布日期\n2025年1月19日", "发布机构", "2023年", "首页"],
)
def test_a_date_or_a_field_of_the_page_above_the_title_is_no_part_of_it(above: str, lint: Lint) -> None:
    """Else the report would be of the year in which it was published."""
    title = "2024年政府信息公开工作年度报告"
    result = lint(f"{above}\n\n{title}\n\n一、总体情况\n\n2024年，我县坚持公开为常态。\n")
    assert result.report is not None
    assert result.report.title is not None
    assert (result.report.title.text, result.report.year) == (title, 2024)
    assert ("S001", above.count("\n") + 3) in [(one.code, one.location.line) for one in result.findings]


def test_agency_and_year_above_the_title_are_part_of_it(lint: Lint) -> None:
    result = lint("青禾县人民政府\n2024年度\n政府信息公开工作年度报告\n\n一、总体情况\n\n坚持公开为常态。\n")
    assert result.report is not None
    assert result.report.title is not None
    assert (result.report.title.agency, result.report.title.year) == ("青禾县人民政府", 2024)
