"""Fixes of rules: what they change, what they leave alone, and that nothing else comes of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from planted import PLANTERS, reports
from reportlint.engine import check_file
from reportlint.findings import FileResult, edits_of
from reportlint.mend import Mended, difference, edited, mend
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected
from reports import GeneratedReport, books, make, pages, replace_cell, replace_cells
from reports.books import table_text
from reports.marked import MARKED, marked

HEAD = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
REVIEWS = "s4_review_litigation"
CODES = ("A001", "A003", "A004", "A005", "L004", "S004", "T004", "T005", "T007", "T012", "W002", "W004")
Mend = Callable[..., Mended]


@pytest.fixture(scope="module")
def mended(catalog: Catalog) -> Mend:
    """Mend a text or bytes by the rules that are on by default and W004."""
    settings = Settings(extend_select=("W004",))
    rules = selected(catalog.rules, settings)

    def run(report: str | bytes, unsafe: bool = False, name: str = "x.txt") -> Mended:
        def check(data: bytes) -> FileResult:
            return check_file(Path(name), name, catalog, rules, settings, data=data)

        data = report if isinstance(report, bytes) else report.encode()
        return mend(data, check, unsafe, Path(name).suffix)

    return run


def codes(result: FileResult) -> list[str]:
    """The codes of a result's findings."""
    return [one.code for one in result.findings]


# --- what is written instead ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        # W004: marks between Chinese characters, brackets in pairs
        ("组织培训两次,参加人员较多。", "组织培训两次，参加人员较多。"),
        ("主要内容是:更新目录;整改问题。", "主要内容是：更新目录；整改问题。"),
        ("举办培训班(含线上课程)三次。", "举办培训班（含线上课程）三次。"),
        ("举办培训班(含线上课程8次)，效果好。", "举办培训班（含线上课程8次），效果好。"),
        ("举办培训班(含线上课程）三次。", "举办培训班（含线上课程）三次。"),
        # W002: two like marks
        ("我局认真落实各项要求。。公开工作进展顺利。", "我局认真落实各项要求。公开工作进展顺利。"),
        ("我局落实要求，，公开工作、、进展顺利；；", "我局落实要求，公开工作、进展顺利；"),
        # L004: the brackets of a number
        ("落实市政办发[2018 43号的要求。", "落实市政办发〔2018〕43号的要求。"),
        ("落实市政办发2018〕43号的要求。", "落实市政办发〔2018〕43号的要求。"),
        ("落实市政办发（2018 43号的要求。", "落实市政办发〔2018〕43号的要求。"),
        ("落实市政办发2018-43号的要求。", "落实市政办发〔2018〕43号的要求。"),
        ("我局认真落实市政办发2018 43号的要求。", "我局认真落实市政办发〔2018〕43号的要求。"),
    ],
)
def test_the_text_is_mended_and_nothing_else(mended: Mend, wrong: str, right: str) -> None:
    assert mended(f"{HEAD}{wrong}\n").data.decode() == f"{HEAD}{right}\n"


@pytest.mark.parametrize(
    "text",
    [
        # dots and dashes, three marks and more, marks of which nobody knows what was meant
        "我局认真落实要求……公开工作进展顺利。",
        "我局认真落实要求——公开工作进展顺利。",
        "我局认真落实要求。。。公开工作进展顺利。",
        "我局认真落实要求。，公开工作进展顺利！！",
        # a ratio, a time, an address, what stands beside letters and figures
        "比例为1:2，开放时间8:00至17：00，网址为http://www.example.gov.cn，电话0000-8612345。",
        "公开10,000条信息，设点A,B两处。",
        # a bracket without its partner
        "举办培训班含线上课程)三次，参加(人员较多。",
        # a number that lacks more than brackets, or whose year is cut short
        "落实市政办发[2018 43的要求。",
        "落实市政办发〔18〕43号的要求。",
        "落实市政办发〔2018〕43、44号的要求。",
        "落实市政办发[2018]43号和市政办发（2018）44号的要求。",
    ],
)
def test_what_is_not_certain_is_left_alone(mended: Mend, text: str) -> None:
    done = mended(f"{HEAD}{text}\n", unsafe=True)
    assert done.data.decode() == f"{HEAD}{text}\n"
    assert done.fixed == 0


CLEAN = make("2021", "bars", 1, line_end="\n", wide_digits=False)


def with_heading(old: str, new: str) -> str:
    """The clean report with another heading."""
    assert CLEAN.text.count(f"\n{old}\n") == 1
    return CLEAN.text.replace(f"\n{old}\n", f"\n{new}\n")


FIFTH = "五、存在的主要问题及改进情况"


@pytest.mark.parametrize(
    ("printed", "becomes"),
    [
        ("五、存在问题及改进措施", FIFTH),
        ("五、 存在主要问题及改进举措", "五、 存在的主要问题及改进情况"),
        # another section's words as well, more than a heading, another number, words of its own
        ("五、存在的主要问题、改进情况及其他需要报告的事项", None),
        ("五、存在的主要问题及改进打算，以及下一年度的重点任务和具体安排", None),
        ("七、存在问题及改进措施", None),
        ("五、工作中存在哪些问题", None),
    ],
)
def test_a_heading_is_mended_where_it_can_be_no_other(
    mended: Mend, printed: str, becomes: str | None
) -> None:
    text = with_heading(FIFTH, printed)
    assert mended(text).data.decode() == text.replace(printed, becomes or printed)


def test_wide_digits_among_others_are_narrowed_and_blanks_stay(mended: Mend) -> None:
    cells = {(REVIEWS, "review", "upheld"): "４４ ", (REVIEWS, "review", "corrected"): " １8"}
    wrong = replace_cells(CLEAN, cells).text
    assert mended(wrong).data.decode() == wrong.replace("４４", "44").replace("１8", "18")
    assert "T007" in codes(mended(wrong).before)


def test_a_table_in_wide_digits_is_printed_so(mended: Mend) -> None:
    wide = make("2021", "bars", 1, wide_digits=True)
    assert any(digit in wide.text for digit in "０１２３４５６７８９")
    assert mended(wide.text, unsafe=True).fixed == 0


def test_a_figure_changes_only_where_unsafe_fixes_are_asked_for(mended: Mend) -> None:
    wrong = replace_cell(CLEAN, REVIEWS, "review", "total", "").text
    assert mended(wrong).data.decode() == wrong
    done = mended(wrong, unsafe=True)
    assert "T012" in codes(done.before)
    assert done.data.decode().replace(" ", "") == CLEAN.text.replace(" ", "")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_of_totals_follow_in_the_next_round(mended: Mend, seed: int) -> None:
    """The whole row and column of totals of table three are blank, their corner too."""
    report = make("2021", "bars", seed, line_end="\n", wide_digits=False)
    texts = {
        key: ""
        for key in report.cells
        if key[0] == "s3_requests" and (key[1] == "r_total" or key[2] == "total")
    }
    done = mended(replace_cells(report, texts).text, unsafe=True)
    assert "T012" in codes(done.before)
    assert figures(done.after) == {
        key: number for key, number in report.cells.items() if key in figures(done.after)
    }


def test_a_total_left_at_0_becomes_the_sum(mended: Mend) -> None:
    wrong = replace_cell(CLEAN, REVIEWS, "review", "total", "0").text
    done = mended(wrong, unsafe=True)
    assert "A004" in codes(done.before)
    assert done.data.decode() == CLEAN.text


def test_a_blank_cell_becomes_0_unless_a_sum_says_otherwise(mended: Mend) -> None:
    none = replace_cell(CLEAN, "s2_art20_6", "penalty", "decisions", "")
    assert mended(none.text, unsafe=True).data.decode().replace(" ", "") == CLEAN.text.replace(" ", "")
    some = replace_cell(CLEAN, REVIEWS, "review", "upheld", "").text
    assert "T005" in codes(mended(some).before)
    assert mended(some, unsafe=True).data.decode() == some


def test_a_fix_that_contradicts_the_text_is_not_made(mended: Mend) -> None:
    """The text tells two decisions where the form shows a blank."""
    zero = replace_cell(CLEAN, REVIEWS, "review", "upheld", "0")
    total = CLEAN.cells[REVIEWS, "review", "total"]
    upheld = CLEAN.cells[REVIEWS, "review", "upheld"]
    assert total
    assert upheld
    texts = {(REVIEWS, "review", "total"): str(total - upheld), (REVIEWS, "review", "upheld"): ""}
    wrong = replace_cells(zero, texts).text
    done = mended(wrong, unsafe=True)
    assert done.data.decode() == wrong
    assert {one.why for one in done.refused} == {"worse"}


def test_a_label_keeps_its_number_and_marks(mended: Mend) -> None:
    label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    report = make("2021", "bars", 1, line_end="\n")
    assert label in report.text
    printed = "②申请人逾期未按收费通知缴纳费用、行政机关不在处理其政府信息公开申请"
    wrong = report.text.replace(label, printed)
    right = report.text.replace(label, label.replace("2.", "②"))
    assert mended(wrong).data.decode() == wrong
    assert mended(wrong, unsafe=True).data.decode() == right


# --- planted faults ---------------------------------------------------------------------------


def of_planted(code: str) -> list[tuple[GeneratedReport, bytes]]:
    """A few reports with a fault of that rule."""
    planted = (
        (report, made.text)
        for report in islice(reports(8_000_000), 300)
        if (made := PLANTERS[code](report, Random(report.recipe.seed))) is not None
    )
    return [
        (report, text if isinstance(text, bytes) else text.encode()) for report, text in islice(planted, 4)
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_mended_fault_is_gone_and_none_came(code: str, mended: Mend) -> None:
    """So it is for every kind and look of report; mending once more changes no byte."""
    for report, data in of_planted(code):
        done = mended(data, unsafe=True)
        before, after = codes(done.before), codes(done.after)
        assert all(after.count(one) <= before.count(one) for one in set(after)), report.recipe
        assert len(after) <= len(before) - done.fixed, report.recipe
        assert (done.data != data) == bool(done.fixed)
        again = mended(done.data, unsafe=True)
        assert (again.data, again.fixed) == (done.data, 0), report.recipe


@pytest.mark.parametrize("code", ["L004", "T004", "T012", "W004"])
def test_a_planted_fault_that_has_a_fix_is_mended(code: str, mended: Mend) -> None:
    done = [mended(data, unsafe=True) for _, data in of_planted(code)]
    with_fix = [one for one in done if any(f.code == code and f.fix for f in one.before.findings)]
    assert len(with_fix) >= 2
    assert not any(code in codes(one.after) for one in with_fix)


def test_safe_fixes_leave_clean_reports_alone(mended: Mend) -> None:
    for report in islice(reports(8_100_000), 12):
        assert mended(report.text, unsafe=True).data == report.text.encode()


# --- the catalogue ----------------------------------------------------------------------------


def test_a_rule_that_declares_fixes_has_one_for_an_example_of_its_page(
    catalog: Catalog, mended: Mend
) -> None:
    """And a rule that declares none never has any."""
    for rule in catalog.rules:
        page = tomllib.loads(Path(rule.page).read_text(encoding="utf-8"))
        found: set[str] = set()
        for text in page.get("bad", ()):
            result = mended(text).before if isinstance(text, str) else None
            for one in result.findings if result is not None else ():
                if one.code == rule.code and one.fix is not None:
                    found.add(str(one.fix["applicability"]))
        assert found == ({rule.fix} if rule.fix else set()), rule.code


def test_the_page_on_fixes_names_every_rule_that_has_one(catalog: Catalog) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "fixes.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([A-Z]\d{3}) \| (\w+) \|", page, re.M)
    assert sorted(named) == sorted((rule.code, rule.fix) for rule in catalog.rules if rule.fix)


# --- bytes ------------------------------------------------------------------------------------

WRONG = f"{HEAD}我局落实要求。。工作进展顺利。\n"
RIGHT = WRONG.replace("。。", "。")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gbk", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_encoding_mark_and_line_ends_stay(mended: Mend, encoding: str, mark: bytes, ends: str) -> None:
    wrong, right = (mark + text.replace("\n", ends).encode(encoding) for text in (WRONG, RIGHT))
    assert mended(wrong).data == right


def test_mixed_line_ends_and_no_last_one_stay(mended: Mend) -> None:
    wrong = WRONG.rstrip().replace("\n", "\r\n", 1).replace("\n\n一", "\r\r一")
    assert mended(wrong).data.decode() == wrong.replace("。。", "。")


def edit(line: int, column: int, old: str, new: str) -> dict[str, Any]:
    """An edit as a finding carries it."""
    return {"line": line, "column": column, "end_column": column + len(old), "old": old, "new": new}


def test_a_character_that_the_file_cannot_hold_is_an_error() -> None:
    data = "公开工作".encode("gbk")
    assert edited(data, "gb18030", [edit(1, 1, "公", "开")]) == "开开工作".encode("gbk")
    with pytest.raises(UnicodeEncodeError):
        edited(data, "gb18030", [edit(1, 1, "公", "\U0001f600")])
    with pytest.raises(UnicodeEncodeError):  # four bytes in GB18030: no GBK
        edited(data, "gb18030", [edit(1, 1, "公", "\u0e01")])


@pytest.mark.parametrize(
    "wanted",
    [
        [edit(1, 1, "开", "公")],
        [edit(2, 1, "", "公")],
        [edit(1, 4, "作。", "")],
        [edit(1, 1, "", "a\nb")],
        [edit(1, 1, "公开", ""), edit(1, 2, "开工", "")],
    ],
)
def test_an_edit_whose_old_text_is_not_there_is_not_made(wanted: list[dict[str, Any]]) -> None:
    assert edited("公开工作".encode(), "utf-8", wanted) is None


# --- kinds of file ----------------------------------------------------------------------------

PAGE = "<html><body><h1>某市某局2023年政府信息公开工作年度报告</h1>\n<h2>一、总体情况</h2>\n<p>{}</p>\n</body></html>"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("我局<b>落实</b>要求。。工作<i>进展</i>顺利。", "我局<b>落实</b>要求。工作<i>进展</i>顺利。"),
        ("我局&nbsp;落实要求。。工作进展顺利。", "我局&nbsp;落实要求。工作进展顺利。"),
        (
            "<a href='要求,工作'>落实要求,工作</a>进展顺利。",
            "<a href='要求,工作'>落实要求，工作</a>进展顺利。",
        ),
        # the text is written otherwise, or torn by a tag
        ("我局落实要求&#12290;&#12290;工作进展顺利。", None),
        ("我局落实要求。<b>。工作</b>进展顺利。", None),
    ],
)
def test_html_is_mended_where_the_text_stands_as_it_is(mended: Mend, wrong: str, right: str | None) -> None:
    done = mended(PAGE.format(wrong), name="x.html")
    assert done.data.decode() == PAGE.format(right or wrong)


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("x.html", "<h2>五、<b>存在问题及改进措施</b></h2>", "<h2>五、<b>存在的主要问题及改进情况</b></h2>"),
        ("x.html", "<p>五、存在问题及<b>改进措施</b></p>", None),
        ("x.md", "## 五、存在问题及改进措施\n", "## 五、存在的主要问题及改进情况\n"),
        ("x.md", "**五、存在问题及改进措施**\n", "**五、存在的主要问题及改进情况**\n"),
    ],
)
def test_a_heading_is_mended_inside_its_marks(mended: Mend, name: str, wrong: str, right: str | None) -> None:
    is_page = name == "x.html"
    before = (
        PAGE.format("我局公开。")
        if is_page
        else "# 某市某局2023年政府信息公开工作年度报告\n\n## 一、总体情况\n\n我局公开。\n\n"
    )
    after = "存在的问题是更新不及时，已明确专人负责。\n"
    text = f"{before}\n{wrong}\n{after}"
    done = mended(text, name=name)
    assert "S004" in codes(done.before)
    assert done.data.decode() == text.replace(wrong, right or wrong)


MARKDOWN = "---\ntitle: 要求,工作\n---\n\n# 某市某局2023年政府信息公开工作年度报告\n\n## 一、总体情况\n\n{}\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("我局**落实**要求。。工作,进展顺利。", "我局**落实**要求。工作，进展顺利。"),
        (
            "见[公开指南](指南(一)要求,工作.html)的说明,内容较多。",
            "见[公开指南](指南(一)要求,工作.html)的说明，内容较多。",
        ),
    ],
)
def test_markdown_is_mended_outside_links_and_front_matter(mended: Mend, wrong: str, right: str) -> None:
    assert mended(MARKDOWN.format(wrong), name="x.md").data.decode() == MARKDOWN.format(right)


def as_csv(report: GeneratedReport, encoding: str) -> bytes:
    """The tables of a report in one sheet."""
    return table_text(books.pages(report, "headed")[0][1], encoding=encoding)


def as_markdown(report: GeneratedReport, manner: str) -> bytes:
    """The report in Markdown."""
    return marked(report, manner).encode()


@pytest.mark.parametrize(
    ("name", "writer", "manner"),
    [
        *(("x.html", pages.page, manner) for manner in pages.MANNERS),
        *(("x.md", as_markdown, manner) for manner in MARKED),
        *(("x.csv", as_csv, encoding) for encoding in ("utf-8-sig", "gbk")),
    ],
)
def test_tables_of_every_kind_are_filled_in_place(
    mended: Mend, name: str, writer: Callable[[GeneratedReport, str], bytes], manner: str
) -> None:
    """A blank total, a total left at 0 and a wide figure; only these cells change."""
    texts = {(REVIEWS, "review", "total"): "", (REVIEWS, "litig_direct", "total"): "0"}
    wide = "".join(
        chr(ord(digit) + 0xFEE0) for digit in str(CLEAN.cells["s3_requests", "new_received", "total"])
    )
    wrong = replace_cells(CLEAN, {**texts, ("s3_requests", "new_received", "total"): wide})
    done = mended(writer(wrong, manner), unsafe=True, name=name)
    assert {"T012", "A004", "T007"} <= set(codes(done.before))
    assert not {"T012", "A004", "T007"} & set(codes(done.after))
    assert figures(done.after) == figures(mended(writer(CLEAN, manner), name=name).before)
    assert len(done.data) <= len(writer(CLEAN, manner)) + 8


def figures(result: FileResult) -> dict[tuple[str, str, str], Decimal | None]:
    """All figures of a report's tables."""
    assert result.report is not None
    return {
        (grid.form.key, *place): figure.number
        for grid in result.report.grids
        for place, figure in grid.cells.items()
    }


def test_a_personal_number_is_in_no_fix_and_masked_in_the_diff(mended: Mend) -> None:
    text = f"{HEAD}申请人张某，电话13812345678。。\n"
    done = mended(text)
    assert done.data.decode() == text.replace("。。", "。")
    shown = difference(done)
    assert "13812345678" not in shown
    assert "-申请人张某" in shown


def test_edits_are_those_of_the_finding(mended: Mend) -> None:
    finding = next(one for one in mended(WRONG).before.findings if one.code == "W002")
    assert edits_of(finding) == [
        {"line": 5, "column": 7, "end_column": 9, "old": "。。", "new": "。"},
    ]
