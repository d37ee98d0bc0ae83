"""A report as a web page gives the findings of its text, each at the right characters of the page."""

from __future__ import annotations

import html
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from conftest import Lint
from reportlint.engine import check_file
from reportlint.findings import FileResult, Finding
from reportlint.model import Line, TableBlock
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected
from reports import EDITIONS, GeneratedReport, drop_row, make, with_wrong_cells
from reports.pages import MANNERS, around, page, page_of_text
from test_fuzz import assert_inside, places

EXAMPLES = Path(__file__).parent.parent / "examples"
# Those whose rows stand on one line each.
IN_ROWS = ("clean-2014", "clean-2019", "clean-2021", "faulty-2021")
TITLE = "某市某局2023年政府信息公开工作年度报告"
LintPage = Callable[[str | bytes], FileResult]


@pytest.fixture(scope="session")
def lint_page(catalog: Catalog) -> LintPage:
    """Check a page by all rules."""

    def check(data: str | bytes) -> FileResult:
        data = data if isinstance(data, bytes) else data.encode("utf-8")
        return check_file(
            Path("x.html"), "x.html", catalog, selected(catalog.rules, Settings()), Settings(), data=data
        )

    return check


def said(result: FileResult) -> list[tuple[object, ...]]:
    """Findings without their places."""
    return sorted(
        (f.code, f.level, f.message["zh"], f.location.anchor, f.fingerprint) for f in result.findings
    )


def bound(result: FileResult) -> dict[tuple[str, str, str], object]:
    """Every bound cell."""
    assert result.report is not None
    return {(g.form.key, *key): f.number for g in result.report.grids for key, f in g.cells.items()}


def shown(lines: tuple[str, ...], finding: Finding) -> str:
    """The characters a finding points at, as a reader of the page sees them, without blanks."""
    where = finding.location
    assert where.line is not None
    assert where.column is not None
    assert where.end_column is not None
    stored = lines[where.line - 1][where.column - 1 : where.end_column - 1]
    return re.sub(r"\s", "", html.unescape(re.sub("<[^<>]*>?", "", stored)))


def assert_same(text: FileResult, web: FileResult) -> None:
    """The same is found, at the same words."""
    assert said(web) == said(text)
    assert text.source is not None
    assert web.source is not None
    by_print = {finding.fingerprint: finding for finding in text.findings}
    for finding in web.findings:
        other = by_print[finding.fingerprint]
        assert (finding.location.line is None) == (other.location.line is None)
        if finding.location.line is not None:
            words = shown(text.source.lines, other)
            found = shown(web.source.lines, finding)
            # A place ends with its line.
            assert found == words or (found and words.startswith(found)), finding


def faulty(edition: str, seed: int) -> GeneratedReport:
    """A report with a wrong figure, words for a figure and a row left out."""
    report = with_wrong_cells(make(edition, "bars", seed, line_end="\n", metadata=False))
    return drop_row(report, "s3_requests", "r_noproc_repeat") if edition in ("2019", "2021") else report


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_clean_report_is_clean_as_a_page(
    edition: str, manner: str, lint: Lint, lint_page: LintPage
) -> None:
    for seed in range(2):
        report = make(edition, "bars", seed, line_end="\n")
        text, web = lint(report.text), lint_page(page(report, manner))
        assert not web.findings
        assert bound(web) == bound(text)
        assert web.report is not None
        assert web.report.title is not None
        assert (web.report.title.text, web.report.year) == (report.title, report.year)


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_faults_are_found_at_their_characters(
    edition: str, manner: str, lint: Lint, lint_page: LintPage
) -> None:
    for seed in (3, 5):
        report = faulty(edition, seed)
        text = lint(report.text)
        assert text.findings
        assert_same(text, lint_page(page(report, manner)))


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize("name", IN_ROWS)
def test_examples_as_pages(name: str, manner: str, lint: Lint, lint_page: LintPage) -> None:
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    assert_same(lint(text), lint_page(page_of_text(text, manner)))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_text_shown_as_it_is(path: Path, lint: Lint, lint_page: LintPage) -> None:
    text = path.read_text(encoding="utf-8")
    shown_page = f"<html><body><div>\n<pre>{html.escape(text)}</pre></div></body></html>"
    assert_same(lint(text), lint_page(shown_page))


# --- pages ---------------------------------------------------------------------------------


def read(web: FileResult) -> tuple[list[str], list[list[list[str]]]]:
    """The lines and tables of a page."""
    assert web.source is not None
    lines = [item.text for item in web.source.items if isinstance(item, Line)]
    tables = [
        [[cell.text for cell in row.cells] for row in item.rows]
        for item in web.source.items
        if isinstance(item, TableBlock)
    ]
    return lines, tables


REPORT = f"<h1>{TITLE}</h1><p>一、总体情况</p><p>主动公开信息12条。</p>"


def test_the_page_around_is_left_out(lint_page: LintPage) -> None:
    lines, tables = read(lint_page(around(REPORT + "<p>六、其他需要报告的事项</p><p>无。</p>", "site")))
    assert lines == [TITLE, "一、总体情况", "主动公开信息12条。", "六、其他需要报告的事项", "无。"]
    assert tables == []


def test_words_around_inline_tags_entities_and_line_ends(lint_page: LintPage) -> None:
    body = f"<p>{TITLE}</p><p>一、<b>总体</b>情况</p><p>&nbsp;本年\n收到<i>申请</i>&#53;件&lt;ab\ncd&amp;</p>"
    lines, _ = read(lint_page(body))
    assert lines == [TITLE, "一、总体情况", "\u00a0本年收到申请5件<ab cd&"]


def test_places_within_a_paragraph_of_pieces(lint_page: LintPage) -> None:
    web = lint_page(f"<p>{TITLE}</p>\n<p>一、总体情况</p>\n<p>本<b>年</b>&ldquo;收\r\n到</p>")
    assert web.source is not None
    item = web.source.items[-1]
    assert isinstance(item, Line)
    assert item.text == "本年“收到"
    assert item.marks == ((0, 3, 4), (1, 3, 8), (2, 3, 13), (3, 3, 20), (4, 4, 1))


SPANS = """<table><tr><td rowspan=2>规章</td><td colspan=2>信息内容</td></tr><tr><td>1</td><td>2</td></tr></table>"""


def test_spans_are_expanded(lint_page: LintPage) -> None:
    _, tables = read(lint_page(REPORT + SPANS))
    assert tables == [[["规章", "信息内容", ""], ["", "1", "2"]]]


@pytest.mark.parametrize(
    "spans",
    ["rowspan=0 colspan=0", "colspan=99999999", "rowspan=x colspan=-3", "rowspan=99 colspan='1 '", "colspan"],
)
def test_absurd_spans_are_survived(spans: str, lint_page: LintPage) -> None:
    rows = "".join(f"<tr><td>行政许可<td>{n}" for n in range(300))
    _, tables = read(lint_page(f"{REPORT}<table><tr><td {spans}>规章<td>7</tr>{rows}</table>"))
    assert [cell for cell in tables[0][0] if cell] == ["规章", "7"]
    assert [[cell for cell in row if cell] for row in tables[0][1:3]] == [
        ["行政许可", "0"],
        ["行政许可", "1"],
    ]


def test_a_table_that_never_ends_swallows_nothing(lint_page: LintPage) -> None:
    one = "<table><tr><td>规章<td>1<tr><td>行政规范性文件<td>2<tr><td>行政许可<td>3"
    lines, tables = read(
        lint_page(
            f"{REPORT}{one}<p>三、收到和处理</p><p>见下表。</p><p>共三行。</p>{one}</table><p>四、完</p>"
        )
    )
    assert lines[-4:] == ["三、收到和处理", "见下表。", "共三行。", "四、完"]
    assert tables == [[["规章", "1"], ["行政规范性文件", "2"], ["行政许可", "3"]]] * 2


def test_one_cell_per_paragraph_is_a_table(lint_page: LintPage) -> None:
    cells = [
        "信息内容",
        "本年制发件数",
        "本年废止件数",
        "现行有效件数",
        "规章",
        "0",
        "0",
        "1",
        "行政规范性文件",
        "2",
        "3",
        "4",
    ]
    web = lint_page(
        REPORT + "<p>二、主动公开政府信息情况</p>" + "".join(f"<p>{cell}</p>\n" for cell in cells)
    )
    _, tables = read(web)
    assert tables[0][-1] == ["行政规范性文件", "2", "3", "4"]


def test_bars_in_preformatted_text_are_a_table(lint_page: LintPage) -> None:
    web = lint_page(REPORT + "<pre>\n信息内容 | 本年制发件数\n规章 | <b>5</b>\n行政规范性文件 | 2\n</pre>")
    _, (table,) = read(web)
    assert table == [["信息内容", "本年制发件数"], ["规章", "5"], ["行政规范性文件", "2"]]
    assert web.source is not None
    block = next(item for item in web.source.items if isinstance(item, TableBlock))
    line, column, end = block.rows[1].cells[1].span
    assert web.source.lines[line - 1][column - 1 : end - 1] == "5"


def test_the_title_tag_helps_out(lint_page: LintPage) -> None:
    lines, _ = read(
        lint_page(f"<title>{TITLE}</title><p>一、总体情况</p><p>无。</p><p>二、主动公开政府信息情况</p>")
    )
    assert lines[0] == TITLE


class _Words(HTMLParser):
    """What the standard library reads as text."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("manner", ["plain", "editor", "careless"])
def test_no_word_is_lost_or_added(manner: str, lint_page: LintPage) -> None:
    data = page(make("2021", "bars", 8, metadata=False), manner)
    parser = _Words()
    parser.feed(data.decode("utf-8"))
    lines, tables = read(lint_page(data))
    found = [*lines, *(cell for table in tables for row in table for cell in row)]
    wanted = re.sub(r"\s", "", "".join(parser.words))
    assert sorted(re.sub(r"\s", "", "".join(found))) == sorted(wanted)


# --- encodings ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codec", "meta", "name"),
    [
        ("utf-8", "", "utf-8"),
        ("utf-8-sig", "", "utf-8-sig"),
        ("gb18030", "gb2312", "gb18030"),
        ("gb18030", "", "gb18030"),
        ("gb18030", "utf-8", "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-16", "utf-8", "utf-16-le"),
    ],
)
def test_encodings(codec: str, meta: str, name: str, lint_page: LintPage) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">' if meta else ""
    web = lint_page((head + REPORT).encode(codec))
    assert web.source is not None
    assert (web.source.encoding, read(web)[0][0]) == (name, TITLE)


def test_big5_is_read_where_it_is_declared(lint_page: LintPage) -> None:
    page = '<meta charset="big5"><p>某市某局2023年政府信息公開工作年度報告</p><p>一、總體情況</p>'
    web = lint_page(page.encode("big5"))
    assert web.source is not None
    assert (web.source.encoding, read(web)[0][1]) == ("big5", "一、總體情況")


def test_a_bad_byte_is_named_with_its_place(lint_page: LintPage) -> None:
    web = lint_page(b'<meta charset="utf-8">\n<p>' + "年报".encode() + b"\xff</p>")
    assert web.error == "P003"
    assert (web.findings[0].location.line, web.findings[0].location.column) == (2, 6)


# --- what is damaged or meant to do harm --------------------------------------------------------


def test_a_table_too_large_is_refused(lint_page: LintPage) -> None:
    web = lint_page("<table>" + ("<tr>" + "<td>1" * 100) * 1001)
    assert web.error == "P001"
    assert "100000" in web.findings[0].message["zh"]


BOMBS = {
    "div": "<div>" * 10000 + REPORT + "</div>" * 10000,
    "table": REPORT + "<table><tr><td>" * 10000 + "x" + "</td></tr></table>" * 10000,
    "open table": REPORT + "<table><tr><td>规章<td>1" * 10000,
    "hidden": "<span style='display:none'>" * 10000 + "</span>" * 10000 + REPORT,
    "links": REPORT + "<a href=x>" * 20000,
    "comments": REPORT + "<!--" * 50000,
    "quotes": REPORT + '<a b="' * 50000 + "<a b='\"" * 50000,
    "brackets": REPORT + "<" * 100000 + "<a " * 100000 + "<!" * 100000,
    "entities": REPORT + "&" * 100000 + "&#" + "9" * 100000 + ";&nbsp" * 50000,
    "scripts": REPORT + "<script>" * 50000,
    "end tags": REPORT
    + "</p></td></div>" * 50000
    + "<center>" * 1500
    + "<table><tr><td>"
    + "</center>" * 50000,
    "items": REPORT + "<ul>" + "<div>" * 1000 + "<li>" * 20000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon(name: str, lint_page: LintPage) -> None:
    start = time.process_time()
    result = lint_page(BOMBS[name])
    assert time.process_time() - start < 20
    assert not result.failures


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, lost, doubled or put elsewhere; the end perhaps cut off."""
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(data) + 1)
        size = chance.randrange(1, 80)
        piece = chance.choice(
            (b"", b"<", b">", b'"', b"</table>", b"<table>", b"<td>", b"&", b"\r", data[at : at + size] * 2)
        )
        data = data[:at] + piece + data[at + chance.choice((0, 1, size)) :]
    return data[: chance.randrange(len(data))] if chance.random() < 0.2 else data


@pytest.mark.parametrize("manner", MANNERS)
def test_mutations(manner: str, lint_page: LintPage) -> None:
    chance = random.Random(manner)
    for number in range(12):
        data = mutated(page(faulty(EDITIONS[number % 4], number), manner), chance)
        result = lint_page(data)
        assert not result.failures
        if result.source is not None:
            for place in places(result):
                assert_inside(place, result.source.lines)


# --- loading ------------------------------------------------------------------------------------


def test_the_reader_loads_only_for_such_a_file() -> None:
    code = "import reportlint.cli, reportlint.engine, sys; print('reportlint.read.html' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "False"
