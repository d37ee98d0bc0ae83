"""A report in Markdown gives the findings of its text, at the right characters of the file."""

from __future__ import annotations

import html
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Lint
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.labels import LabelIndex
from reportlint.model import Line, Source, TableBlock
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.settings import Settings, selected
from reports import EDITIONS, FAMILIES, make
from reports.marked import MARKED, marked
from test_fuzz import assert_inside, places
from test_html import said
from test_sheet import bound, faulty

KINDS = [(edition, family) for edition in EDITIONS for family in (FAMILIES if edition == "2008" else (None,))]
TITLE = "某市某局2023年政府信息公开工作年度报告"
LintMarked = Callable[[str], FileResult]


@pytest.fixture(scope="session")
def lint_marked(catalog: Catalog) -> LintMarked:
    """Check Markdown by all rules."""

    def check(text: str) -> FileResult:
        data = text.encode("utf-8")
        return check_file(
            Path("x.md"), "x.md", catalog, selected(catalog.rules, Settings()), Settings(), data=data
        )

    return check


@pytest.fixture
def read(catalog: Catalog) -> Callable[[str], Source]:
    """Markdown as lines and tables."""
    labels: LabelIndex = catalog.labels
    return lambda text: read_bytes(text.encode("utf-8"), Path("x.md"), labels)


def texts(source: Source) -> list[str]:
    """The lines outside tables that hold something."""
    return [item.text for item in source.items if isinstance(item, Line) and item.text.strip()]


def tables(source: Source) -> list[list[list[str]]]:
    """The cells of the tables."""
    return [
        [[cell.text for cell in row.cells] for row in item.rows]
        for item in source.items
        if isinstance(item, TableBlock)
    ]


@pytest.mark.parametrize("manner", MARKED)
@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_a_report_in_markdown_gives_the_findings_of_its_text(
    edition: str, family: str | None, manner: str, lint: Lint, lint_marked: LintMarked
) -> None:
    for report in (make(edition, "bars", 1, family=family), faulty(edition, family, 2)):
        text, web = lint(report.text), lint_marked(marked(report, manner))
        assert not web.failures
        assert said(web) == said(text)
        assert bound(web) == bound(text)
        assert web.report is not None
        assert web.source is not None
        for grid in web.report.grids:
            for figure in grid.cells.values():
                line, column, end = figure.span
                stored = web.source.lines[line - 1][column - 1 : end - 1]
                plain = html.unescape(stored.replace("\\", "").replace("*", ""))
                assert plain.strip() == figure.text or figure.text == "*"


@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_bars_and_headings_stand_at_their_places(
    edition: str, family: str | None, lint_marked: LintMarked
) -> None:
    report = make(edition, "markdown", 5, family=family)
    result = lint_marked(report.text)
    assert not result.findings
    assert result.report is not None
    spans = {
        (grid.form.key, *place): figure.span[:2]
        for grid in result.report.grids
        for place, figure in grid.cells.items()
    }
    assert {key: spans.get(key) for key in report.line_of} == report.line_of


@pytest.mark.parametrize(("mark", "sign"), [("---", ":"), ("+++", " =")])
def test_front_matter_is_no_text_and_its_title_helps_out(
    mark: str, sign: str, read: Callable[[str], Source]
) -> None:
    front = f'{mark}\ntitle{sign} "{TITLE}"\ndate{sign} 2024-01-05\n{mark}\n'
    alone = read(front + "一、总体情况\n\n公开。")
    assert texts(alone) == [TITLE, "一、总体情况", "公开。"]
    first = alone.items[0]
    assert isinstance(first, Line)
    ((_, line, column),) = first.marks
    assert alone.lines[line - 1][column - 1 :] == f'{TITLE}"'
    printed = "# 某市某局2022年政府信息公开工作年度报告"
    assert texts(read(f"{front}{printed}\n")) == [printed]


def test_a_ruler_at_the_beginning_is_no_front_matter(read: Callable[[str], Source]) -> None:
    assert texts(read(f"---\n{TITLE}\n---\n一、总体情况")) == [TITLE, "一、总体情况"]


def test_marks_are_no_text(read: Callable[[str], Source]) -> None:
    lines = {
        "**（一）主动公开**。": "（一）主动公开。",
        "***重点***与**其他**、_斜体_、~~删去~~、`代码`": "重点与其他、斜体、删去、代码",
        "__加粗__，5*3和a_b_c": "加粗，5*3和a_b_c",
        "1\\. 项目\\*": "1. 项目*",
        "见[附表](a_(1).xlsx \"表\")和![图](b.png)": "见附表和",
        "> > 引文": "引文",
        "- 第一项": "第一项",
        "* **第二项**": "第二项",
        "- 3 -": "- 3 -",
        "## 一、总体情况 ##": "## 一、总体情况",
        "公开&nbsp;12&#20214;&lt;&unknown;": "公开\xa012件<&unknown;",
        "<p align=\"center\">居中</p>": "居中",
        "小于<5件，国办公开办函[2021]30号": "小于<5件，国办公开办函[2021]30号",
        "<https://example.org/a_b_c>": "<https://example.org/a_b_c>",
    }  # fmt: skip
    for line, seen in lines.items():
        assert texts(read(line)) == [seen]
    for line in ("---", "***", "===", "_ _ _", "[1]: https://example.org", "<div>", "<!-- 注释 -->"):
        assert texts(read(f"甲\n{line}\n乙")) == ["甲", "乙"]
    assert texts(read("甲<br>乙<br/>\n丙  \n丁\\")) == ["甲", "乙", "丙  ", "丁\\"]


def test_every_piece_has_its_place(read: Callable[[str], Source]) -> None:
    source = read(f"{TITLE}\n\n> **（一）**见[附表](x)&lt;5\\*\n")
    item = next(item for item in source.items if isinstance(item, Line) and item.number == 3)
    assert item.text == "（一）见附表<5*"
    found = [source.lines[line - 1][column - 1] for _, line, column in item.marks]
    assert found == ["（", "见", "附", "&", "5", "*"]


def test_comments_are_left_out_wherever_they_stand(read: Callable[[str], Source]) -> None:
    source = read(f"{TITLE}<!-- 一 --><!-- \n二、\n规章 | 7\n-->尾\n<!-- 没有结束\n三、收到和处理")
    assert texts(source) == [TITLE, "尾", "<!-- 没有结束", "三、收到和处理"]
    tail = next(item for item in source.items if isinstance(item, Line) and item.text == "尾")
    assert tail.marks == ((0, 4, 4),)


def test_code_is_shown_as_it_is(read: Callable[[str], Source]) -> None:
    source = read("```text\n规章 | **0**\n行政许可 | 1\n<!-- 甲 -->\n```\n\n~~~\n一、总体情况\n~~~\n")
    assert tables(source) == [[["规章", "0"], ["行政许可", "1"]]]
    assert texts(source) == ["<!-- 甲 -->", "一、总体情况"]


TABLE = '<table>\n<tr><td rowspan="2">规章</td><td colspan=2>信息<br>内容</td></tr>\n<tr><td>1</td><td><b>2</b></td></tr>\n</table>'


def test_tables_in_html_stand_where_they_are(read: Callable[[str], Source]) -> None:
    source = read(f"# {TITLE}\n\n前文{TABLE}后文\n\n| 行政许可 | **5** |\n|---|---|\n| 行政处罚 | 6\\|7 |\n")
    assert tables(source) == [
        [["规章", "信息内容", ""], ["", "1", "2"]],
        [["行政许可", "5"], ["行政处罚", "6\\|7"]],
    ]
    assert texts(source) == [f"# {TITLE}", "前文", "后文"]
    block = next(item for item in source.items if isinstance(item, TableBlock))
    line, column, end = block.rows[1].cells[2].span
    assert source.lines[line - 1][column - 1 : end - 1] == "2"


def test_a_table_in_html_that_never_ends_swallows_nothing(read: Callable[[str], Source]) -> None:
    source = read(f"{TABLE.removesuffix('</table>')}\n## 三、收到和处理政府信息公开申请情况\n\n见下表。\n")
    assert tables(source) == [[["规章", "信息内容", ""], ["", "1", "2"]]]
    assert texts(source) == ["## 三、收到和处理政府信息公开申请情况", "见下表。"]
    assert texts(read("```\n<table><tr><td>甲</td></tr></table>\n```")) == [
        "<table><tr><td>甲</td></tr></table>"
    ]


BOMBS = {
    "comments": "<!--" * 50000,
    "tables": "<table>" * 20000 + "</td>" * 20000,
    "stars": "**a*_b" * 20000,
    "links": "[a](b" * 20000 + "![a](" * 20000,
    "quotes": ">" * 50000 + "- " * 50000,
    "fences": "```\n" * 20001,
    "entities": "&" * 50000 + "\\" * 50000 + "`" * 50000,
    "tags": "<p " * 30000 + "<br>" * 20000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon(name: str, lint_marked: LintMarked) -> None:
    start = time.process_time()
    result = lint_marked(f"# {TITLE}\n\n{BOMBS[name]}")
    assert time.process_time() - start < 20
    assert not result.failures


@pytest.mark.parametrize("manner", MARKED)
def test_mutations(manner: str, lint_marked: LintMarked) -> None:
    chance = random.Random(manner)
    pieces = (
        "",
        "<",
        ">",
        "*",
        "**",
        "`",
        "```\n",
        "|",
        "\\",
        "<!--",
        "-->",
        "<table>",
        "</table>",
        "\n",
        "\r",
        "[",
        "](",
    )
    for number in range(14):
        text = marked(faulty(EDITIONS[number % 4], None, number), manner)
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(text))
            text = text[:at] + chance.choice(pieces) + text[at + chance.choice((0, 1, 40)) :]
        result = lint_marked(text)
        assert not result.failures
        assert result.source is not None
        for place in places(result):
            assert_inside(place, result.source.lines)
