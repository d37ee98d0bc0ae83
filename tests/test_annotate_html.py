"""Any report becomes a page that shows its text, its tables and its findings, and loads nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from made import at, checked, finding, source
from reportlint.annotate.html import annotate_html
from reportlint.annotate.html_table import Shaped, shaped
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.model import Cell, Line, Row, Span, TableBlock
from reportlint.output.texts import pick
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.settings import Settings
from reports import EDITIONS, GeneratedReport, composed, make, with_wrong_cells
from reports.books import book, pages, table_text, whole
from reports.ofd import Look as OfdLook
from reports.ofd import ofd
from reports.paper import Look, paper
from reports.word import word

ROOT = Path(__file__).parent.parent
VOID = ("meta", "br", "img", "link", "input", "hr")
CSS = ROOT / "src" / "reportlint" / "annotate" / "page.css"


class Page(HTMLParser):
    """A page taken apart: ids, links, marks with their words, and whether its tags are balanced."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.marks: list[str] = []
        self.texts: dict[str, list[str]] = {"main": [], "aside": []}
        self.points: list[str] = []
        self.open: list[str] = []
        self.feed(html.decode("utf-8"))
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and what it names."""
        given = dict(attrs)
        self.tags.append(tag)
        self.names |= set(given)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        if tag == "a" and "main" in self.open:
            self.points.append(given.get("id") or "")
        if tag == "mark":
            self.marks.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Tags end in the order in which they began."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note words where they stand."""
        for part, texts in self.texts.items():
            if part in self.open:
                texts.append(data)
        if "mark" in self.open:
            self.marks[-1] += data


def checked_as(name: str, data: bytes, catalog: Catalog) -> FileResult:
    """Bytes checked under a name."""
    return check_file(Path(name), name, catalog, catalog.rules, Settings(), data=data)


def page_of(result: FileResult, lang: str = "zh") -> bytes:
    """The page of all findings of a result."""
    return annotate_html(result, result.findings, lang)


def sound(page: Page, count: int) -> None:
    """Each finding has its mark and its entry, linked both ways; nothing is named twice."""
    assert set(page.points) == {f"m{number}" for number in range(1, count + 1)}
    assert len(page.points) == count
    assert len(set(page.ids)) == len(page.ids)
    assert {f"f{number}" for number in range(1, count + 1)} <= set(page.ids)
    assert all(link.startswith("#") and link[1:] in page.ids for link in page.links)
    assert "script" not in page.tags
    assert not {name for name in page.names if name.startswith("on") or name in ("src", "style")}


def sayings(result: FileResult) -> list[tuple[str, str, str]]:
    """What findings say, without places."""
    return sorted((one.code, one.location.anchor, pick(one.message, "zh")) for one in result.findings)


def given(report: GeneratedReport, kind: str) -> tuple[str, bytes]:
    """A report as a file of that kind."""
    choices, _, before, blocks = composed(report.recipe)
    if kind == "docx":
        return "x.docx", word(before, blocks, choices)
    if kind == "pdf":
        return "x.pdf", paper(before, blocks, choices, Look())
    if kind == "ofd":
        return "x.ofd", ofd(before, blocks, choices, OfdLook())
    if kind == "xlsx":
        return "x.xlsx", book(pages(report))
    if kind == "csv":
        return "x.csv", table_text(whole(before, blocks, choices))
    return "x.txt", report.text.encode("utf-8")


@pytest.mark.parametrize(
    ("edition", "kind"),
    [
        *((edition, kind) for edition in EDITIONS for kind in ("txt", "docx")),
        *(("2021", kind) for kind in ("pdf", "ofd", "xlsx", "csv")),
    ],
)
def test_the_page_shows_the_report_and_its_findings(edition: str, kind: str, catalog: Catalog) -> None:
    for seed in range(2):
        result = checked_as(*given(with_wrong_cells(make(edition, "bars", seed)), kind), catalog)
        assert result.findings
        html = page_of(result)
        page = Page(html)
        sound(page, len(result.findings))
        shown = "".join(page.texts["aside"])
        for found in result.findings:
            assert found.code in shown
            assert pick(found.message, "zh") in shown
            assert pick(found.location.place, "zh") in shown
            assert found.basis in shown
        again = checked_as("page.html", html, catalog)
        more = [one for one in sayings(again) if one not in sayings(result)]
        assert [one for one in sayings(result) if one not in sayings(again)] == []
        assert not more or kind == "xlsx"  # a workbook of tables alone is not judged by what its text lacks


def test_all_text_of_the_report_is_on_the_page(catalog: Catalog) -> None:
    result = checked_as("x.txt", make("2021", "bars", 5).text.encode("utf-8"), catalog)
    assert result.source is not None
    words = re.sub(r"[\s|]", "", "".join(result.source.lines))
    page = Page(page_of(result))
    assert re.sub(r"\s", "", "".join(page.texts["main"])) == words
    assert not page.marks
    assert "没有发现问题" in "".join(page.texts["aside"])


def test_a_mark_covers_the_words_of_its_finding() -> None:
    text = "甲乙丙丁，戊己庚辛"
    where = source(text)._replace(items=(Line(text, 1, text),))
    found = (finding(at(1, 2, 4)), finding(at(1, 3, 7)), finding(at(1, 9, 99)), finding(at(None)))
    html = annotate_html(checked(*found, source=where), found, "zh")
    page = Page(html)
    sound(page, 4)
    assert page.points == ["m4", "m1", "m2", "m3"]
    assert "".join(page.marks) == text
    assert re.findall(r'id="m(\d)"[^>]*></a><mark[^>]*>([^<]*)', html.decode()) == [
        ("4", "甲"),
        ("1", "乙"),
        ("2", "丙"),
        ("3", "辛"),
    ]


def test_markup_in_a_report_is_shown_as_text(catalog: Catalog) -> None:
    bad = "<script>alert('1')</script><img src=x onerror=\"a\"> & \x0b"
    report = make("2021", "bars", 1).text.replace("一、总体情况", f"一、总体情况{bad}", 1)
    report = report.replace("| 规章", f"| 规章{bad}", 1).replace("规章 |", f"规章{bad} |", 1)
    result = checked_as(f"{bad[:8]}.txt", report.encode("utf-8"), catalog)
    html = page_of(result)
    page = Page(html)
    sound(page, len(result.findings))
    assert page.tags.count("main") == 1
    assert "<script>alert('1')</script><img src=x" in "".join(page.texts["main"])
    assert b"http://" not in html.split(b"</style>")[0]
    assert b"url(" not in html


def test_what_the_page_says_is_in_the_language_asked_for(catalog: Catalog) -> None:
    result = checked_as("x.txt", with_wrong_cells(make("2021", "bars", 1)).text.encode("utf-8"), catalog)
    english = "".join(Page(page_of(result, "en")).texts["aside"])
    assert "Findings" in english
    assert "help: " in english
    assert "line " in english


def test_many_findings_and_much_text_stay_one_page(catalog: Catalog) -> None:
    report = make("2021", "bars", 1).text + "\n" + "我局依法公开政府信息，及时答复。\n" * 8000
    result = checked_as("x.txt", report.encode("utf-8"), catalog)
    assert result.source is not None
    lines = range(1, len(result.source.lines), len(result.source.lines) // 150)
    found = tuple(finding(at(number, 1, 3)) for number in lines)
    html = annotate_html(result, found, "zh")
    sound(Page(html), len(found))
    assert len(html) < 3 * len(report.encode("utf-8"))


def test_the_same_report_gives_the_same_bytes(catalog: Catalog) -> None:
    result = checked_as("x.txt", with_wrong_cells(make("2021", "bars", 1)).text.encode("utf-8"), catalog)
    assert page_of(result) == page_of(result)


def test_what_is_starred_for_printing_is_starred_on_the_page() -> None:
    shown = source("电话138******00。", "甲 | 138******00")
    cells = (Cell("甲", Span(2, 1, 2)), Cell("13812345600", Span(2, 5, 16)))
    items = (Line("电话13812345600。", 1, ""), TableBlock((Row(cells, True),), Span(2, 1, 16)))
    html = annotate_html(checked(source=shown._replace(items=items)), (), "zh").decode("utf-8")
    assert html.count("138******00") == 2
    assert "1381" not in html


def test_a_table_that_could_not_be_read_shows_its_line() -> None:
    where = source("规章12")._replace(items=(TableBlock((), Span(1, 1, 5), "glued", False),))
    page = Page(annotate_html(checked(finding(at(1, 1, 5)), source=where), (finding(at(1, 1, 5)),), "zh"))
    assert page.marks == ["规章12"]


def test_a_file_without_text_still_gives_a_page(catalog: Catalog) -> None:
    result = checked_as("x.txt", b"", catalog)
    assert [one.code for one in result.findings] == ["P006"]
    page = Page(page_of(result))
    assert "P006" in "".join(page.texts["aside"])


@pytest.mark.parametrize("name", ["faulty-2008.txt", "faulty-2019.txt", "faulty-2021-aligned.txt"])
def test_examples_in_other_styles_are_shown(name: str, catalog: Catalog) -> None:
    result = checked_as(name, (ROOT / "examples" / name).read_bytes(), catalog)
    page = Page(page_of(result))
    sound(page, len(result.findings))
    assert "table" in page.tags


def test_the_words_of_a_web_page_are_marked_across_its_tags(catalog: Catalog) -> None:
    html = "<p>某市某局2023年政府信息公开工作年度报告</p><h2>一、总体情况</h2><p>在<b>20</b>日内<i>公开</i>。</p>"
    read = read_bytes(html.encode("utf-8"), Path("x.html"), catalog.labels)
    start = html.index("20</b>") + 1
    end = html.index("</i>") + 1
    found = finding(at(1, start, end))
    page = Page(annotate_html(FileResult("x.html", read, None, (found,), (), (), None), (found,), "zh"))
    assert "".join(page.marks) == "20日内公开"


# --- tables and colours ---------------------------------------------------------------------


def test_blanks_of_labels_are_merged_and_blanks_of_figures_are_not() -> None:
    rows = [["头", "", "甲", "总"], ["", "", "乙", ""], ["一", "", "1", ""], ["", "二", "", "2"]]
    flat = [text for row in rows for text in row]
    numbers = [list(range(4 * at, 4 * at + 4)) for at in range(4)]
    figures = {10, 11, 14, 15}
    drawn = list(shaped(numbers, lambda unit: not flat[unit], figures.__contains__))
    assert drawn == [
        [Shaped(0, 2, False), Shaped(2, 1, False), Shaped(3, 1, False)],
        [Shaped(4, 1, True), Shaped(5, 1, True), Shaped(6, 1, False), Shaped(7, 1, True)],
        [Shaped(8, 2, False), Shaped(10, 1, False), Shaped(11, 1, False)],
        [Shaped(12, 1, True), Shaped(13, 1, False), Shaped(14, 1, False), Shaped(15, 1, False)],
    ]
    assert [len(row) for row in shaped(numbers, lambda unit: not flat[unit], lambda unit: False)] == [4] * 4


def brightness(colour: str) -> float:
    """The relative luminance of a colour (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2)."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_words_stand_out_from_what_is_behind_them() -> None:
    style = CSS.read_text(encoding="utf-8")
    for level in ("error", "warning", "note"):
        badge = re.search(rf"\.n\.{level}\{{background:(#\w+)", style)
        mark = re.search(rf"mark\.{level},td\.{level}\{{background:(#\w+)", style)
        assert badge is not None
        assert mark is not None
        assert contrast("#ffffff", badge[1]) >= 4.5
        assert contrast("#1c2430", mark[1]) >= 7
    for colour in set(re.findall(r"[;{]color:(#[0-9a-f]{6})", style)):
        assert contrast(colour, "#f6f7f9") >= 4.5, colour
