"""What Word shows is what is read: numbers, merged cells, changes, text boxes; nothing else.

The documents are written as XML, so that each case holds only what it is about.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from conftest import Lint
from reportlint.engine import check_file
from reportlint.labels import LabelIndex
from reportlint.model import Source, TableBlock
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.read.docx_counts import written
from reportlint.settings import Settings, selected
from reports import make
from word_xml import (
    DOWN,
    GOES_ON,
    NAMES,
    STRICT,
    cell,
    docx,
    level,
    listed,
    num,
    para,
    pattern,
    row,
    run,
    table,
    wide,
)  # fmt: skip


@pytest.fixture
def read(catalog: Catalog) -> LabelIndex:
    """The labels that reading needs."""
    return catalog.labels


def source(data: bytes, index: LabelIndex) -> Source:
    """The document read."""
    return read_bytes(data, Path("x.docx"), index)


def lines(body: str, index: LabelIndex, numbering: str = "", styles: str = "") -> list[str]:
    """The lines of a document."""
    return list(source(docx(body, numbering, styles), index).lines)


def tables(body: str, index: LabelIndex) -> list[list[list[str]]]:
    """The texts of all cells of all tables."""
    found = source(docx(body), index).items
    return [
        [[one.text for one in row.cells] for row in item.rows]
        for item in found
        if isinstance(item, TableBlock)
    ]


# --- list numbers --------------------------------------------------------------------------


CHINESE = pattern(
    1,
    level(0, "chineseCountingThousand", "%1、", '<w:suff w:val="nothing"/>'),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
) + num(1, 1)


def test_levels_count_and_start_anew_under_a_higher_one(read: LabelIndex) -> None:
    order = [
        (0, "甲"),
        (1, "乙"),
        (2, "丙"),
        (2, "丁"),
        (3, "戊"),
        (1, "己"),
        (2, "庚"),
        (0, "辛"),
        (1, "壬"),
    ]
    body = "".join(listed(text, 1, at) for at, text in order)
    wanted = ["一、甲", "（一）乙", "1. 丙", "2. 丁", "①戊", "（二）己", "1. 庚", "二、辛", "（一）壬"]
    assert lines(body, read, CHINESE) == wanted


def test_a_list_may_start_elsewhere_go_on_or_start_anew(read: LabelIndex) -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = pattern(1, level(0, "decimal", "%1、", start=3)) + num(1, 1) + num(2, 1) + num(3, 1, anew)
    body = "".join(listed(text, one) for text, one in (("甲", 1), ("乙", 2), ("丙", 3), ("丁", 3), ("戊", 1)))
    assert lines(body, read, numbering) == ["3、甲", "4、乙", "1、丙", "2、丁", "3、戊"]


def test_a_level_starts_anew_where_it_is_first_met(read: LabelIndex) -> None:
    """A lower level that is met first keeps the higher one going."""
    levels = pattern(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."))
    anew = "".join(
        f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for at, start in ((0, 1), (1, 5))
    )
    for places, expected in (
        (((1, 0), (2, 0), (2, 1), (2, 0), (2, 1)), ["一、甲", "一、甲", "5. 甲", "二、甲", "1. 甲"]),
        (((1, 0), (1, 1), (2, 1), (2, 0)), ["一、甲", "1. 甲", "5. 甲", "二、甲"]),
    ):
        body = "".join(listed("甲", *place) for place in places)
        assert lines(body, read, levels + num(1, 0) + num(2, 0, anew)) == expected


def test_a_style_may_change_the_level_alone(read: LabelIndex) -> None:
    """Its list is that of the style it is based on."""
    styles = (
        '<w:style w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="h2"><w:basedOn w:val="h1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(para("甲", f'<w:pStyle w:val="{name}"/>') for name in ("h1", "h2", "h2", "h1"))
    levels = pattern(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.")) + num(1, 0)
    assert lines(body, read, levels, styles) == ["一、甲", "1. 甲", "2. 甲", "二、甲"]


def test_a_list_may_change_a_level_and_name_higher_ones(read: LabelIndex) -> None:
    changed = f'<w:lvlOverride w:ilvl="1">{level(1, "decimal", "%1.%2", "<w:isLgl/>")}</w:lvlOverride>'
    numbering = pattern(1, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%2")) + num(
        1, 1, changed
    )
    body = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1, 1)
    assert lines(body, read, numbering) == ["第一章甲", "1.1 乙", "1.2 丙"]


def test_a_level_need_not_start_anew(read: LabelIndex) -> None:
    numbering = pattern(
        1, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:lvlRestart w:val="0"/>')
    ) + num(1, 1)
    body = listed("甲", 1) + listed("乙", 1, 1) + listed("丙", 1) + listed("丁", 1, 1)
    assert lines(body, read, numbering) == ["一、甲", "1. 乙", "二、丙", "2. 丁"]


def test_a_style_may_number_its_paragraphs(read: LabelIndex) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = pattern(
        1, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="C"/>')
    ) + num(1, 1)
    none = '<w:pStyle w:val="A"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        para(text, f'<w:pStyle w:val="{style}"/>') for text, style in (("甲", "A"), ("乙", "C"), ("丙", "B"))
    )
    assert lines(body + para("丁", none), read, numbering, styles) == ["一、甲", "（一）乙", "二、丙", "丁"]


def test_a_pattern_may_refer_to_a_list_style(read: LabelIndex) -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = (
        pattern(1, more='<w:numStyleLink w:val="L"/>')
        + pattern(2, level(0, "chineseCounting", "%1、"), more='<w:styleLink w:val="L"/>')
        + num(1, 1)
        + num(2, 2)
    )
    assert lines(listed("甲", 1) + listed("乙", 2), read, numbering, styles) == ["一、甲", "二、乙"]


def test_bullets_and_unknown_lists_add_nothing(read: LabelIndex) -> None:
    numbering = pattern(1, level(0, "bullet", "●")) + num(1, 1)
    assert lines(listed("甲", 1) + listed("乙", 7) + listed("丙", 1, 5), read, numbering) == [
        "甲",
        "乙",
        "丙",
    ]


def numbered_by_word(text: str) -> bytes:
    """A report whose chapters 一、 and sub-topics （一） have their numbers from a list only."""
    body = ""
    rows: list[str] = []
    for line in [*text.split("\n"), ""]:
        if "|" in line:
            rows.append(row(*(cell(one.strip()) for one in line.split("|"))))
            continue
        body += table(*rows) if rows else ""
        rows = []
        chapter, part = re.match(r"[一二三四五六]、", line), re.match(r"（[一二三四五六七八九]）", line)
        found = chapter or part
        body += listed(line[found.end() :], 1, 0 if chapter else 1) if found else para(line)
    return docx(body, CHINESE)


def test_a_report_numbered_by_word_gives_the_findings_of_its_text(lint: Lint, catalog: Catalog) -> None:
    for seed in range(4):
        report = make("2021", "bars", seed, chapter="、", brackets="full", line_end="\n", contents=False)
        data = numbered_by_word(report.text)
        assert "一、总体情况" not in zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        result = check_file(
            Path("x.docx"), "x.docx", catalog, selected(catalog.rules, Settings()), Settings(), data=data
        )
        assert result.report is not None
        heads = [one.mark + one.heading for one in result.report.document.sections]
        assert (heads[0], len(heads)) == ("一、总体情况", 6)
        wanted = sorted((one.code, one.fingerprint) for one in lint(report.text).findings)
        assert sorted((one.code, one.fingerprint) for one in result.findings) == wanted


@pytest.mark.parametrize(
    ("style", "counts"),
    [
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 105: "一百零五", 110: "一百一十"},
        ),
        ("chineseLegalSimplified", {3: "叁", 12: "壹拾贰", 30: "叁拾"}),
        ("ideographLegalTraditional", {3: "參", 12: "壹拾貳"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX", 5000: "5000"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("decimalFullWidth", {12: "１２"}),
        ("of some other kind", {7: "7"}),
    ],
)
def test_numbers_are_written_in_their_style(style: str, counts: dict[int, str]) -> None:
    assert {count: written(count, style) for count in counts} == counts


# --- text ----------------------------------------------------------------------------------


def test_changes_are_accepted(read: LabelIndex) -> None:
    body = para(
        run("共")
        + f"<w:ins>{run('12')}</w:ins>"
        + "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('件')}</w:moveTo>"
    )
    gone = para("<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>")
    joined = para("前半", "<w:rPr><w:del/></w:rPr>") + para("后半")
    assert lines(body + gone + joined, read) == ["共12件", "前半后半"]


def test_a_deleted_paragraph_is_not_counted(read: LabelIndex) -> None:
    mark = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>'
    gone = para("<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>", mark)
    assert lines(listed("甲", 1) + gone + listed("丙", 1), read, CHINESE) == ["一、甲", "二、丙"]


def test_hidden_text_notes_and_comments_are_left_out(read: LabelIndex) -> None:
    styles = '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = para(
        run("看得见")
        + run("看不见", "<w:vanish/>")
        + run("也看不见", '<w:rStyle w:val="H"/>')
        + run("的", '<w:vanish w:val="0"/>')
        + '<w:commentRangeStart w:id="0"/><w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeEnd w:id="0"/>'
    )
    assert lines(body, read, styles=styles) == ["看得见的"]


def test_fields_show_their_results(read: LabelIndex) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>IF </w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + run("内") + mark("end")
    outer = mark("begin") + code + inner + run("码") + mark("separate") + run("12") + mark("end")
    simple = f'<w:fldSimple w:instr="DATE">{run("2023")}</w:fldSimple>'
    unclosed = para(mark("begin") + run("没有结果"))
    assert lines(para(outer + run("件") + simple) + unclosed + para("后"), read) == ["12件2023", "", "后"]


def test_links_controls_symbols_and_breaks(read: LabelIndex) -> None:
    body = para(
        f"<w:hyperlink>{run('链接')}</w:hyperlink>"
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"
        + '<w:r><w:tab/><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        + "<m:oMath><m:r><m:t>3%</m:t></m:r></m:oMath>"
        + "<w:r><w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>音</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        + "<w:r><w:br/><w:t>下一行</w:t></w:r>"
    )
    block = f"<w:sdt><w:sdtContent>{para('块')}</w:sdtContent></w:sdt>"
    assert lines(body + block, read) == ["链接控件\t-☑3%音", "下一行", "块"]


def test_lines_of_a_paragraph_share_its_number(read: LabelIndex) -> None:
    body = para("") + para("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>") + para("丙")
    origins = source(docx(body), read).origins
    assert [origin.place["zh"] for origin in origins[1:]] == ["第 1 段", "第 1 段", "第 2 段"]


def test_a_text_box_is_read_once(read: LabelIndex) -> None:
    inside = f"<w:txbxContent>{para('框内')}{table(row(cell('规章'), cell('1')))}</w:txbxContent>"
    body = para(
        run("框外")
        + "<w:r><mc:AlternateContent>"
        + f"<mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        + f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        + "</mc:AlternateContent></w:r>"
    )
    old = para(
        f"<w:r><w:pict><v:textbox><w:txbxContent>{para('旧框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    )
    assert lines(body + old, read) == ["框外", "框内", "规章 | 1", "", "旧框"]


def test_a_style_separator_joins_heading_and_text(read: LabelIndex) -> None:
    body = para("一、总体情况。", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + para("公开若干。")
    assert lines(body, read) == ["一、总体情况。公开若干。"]


def test_the_strict_format_is_read(read: LabelIndex) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        xml = f'<w:document xmlns:w="{STRICT}"><w:body>{para("甲")}</w:body></w:document>'
        file.writestr("word/document.xml", xml)
    assert source(stream.getvalue(), read).lines == ("甲",)


def test_parts_are_found_by_their_relations(read: LabelIndex) -> None:
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def related(name: str, target: str) -> str:
        return (
            f'<Relationships xmlns="{relation}"><Relationship Id="r" Type="{kind}/{name}" Target="{target}"/>'
            "</Relationships>"
        )

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("_rels/.rels", related("officeDocument", "/text/main.xml"))
        file.writestr("text/main.xml", f"<w:document {NAMES}><w:body>{listed('甲', 1)}</w:body></w:document>")
        file.writestr("text/_rels/main.xml.rels", related("numbering", "../lists.xml"))
        file.writestr("lists.xml", f"<w:numbering {NAMES}>{CHINESE}</w:numbering>")
    assert source(stream.getvalue(), read).lines == ("一、甲",)


# --- tables --------------------------------------------------------------------------------


def test_merged_cells_stand_in_their_first_place(read: LabelIndex) -> None:
    body = table(
        row(cell("头", wide(2)), cell("右", DOWN)),
        row(cell("左", DOWN), cell("中"), cell("不见", GOES_ON)),
        row(cell("", GOES_ON), cell("下"), cell("尾")),
        row(cell("孤", GOES_ON), cell("二", wide(2))),
    )
    assert tables(body, read) == [[["头", "", "右"], ["左", "中", ""], ["", "下", "尾"], ["", "二", ""]]]


def test_merging_starts_anew_after_a_plain_cell(read: LabelIndex) -> None:
    body = table(row(cell("甲", DOWN)), row(cell("乙")), row(cell("丙", GOES_ON)))
    assert tables(body, read) == [[["甲"], ["乙"], ["丙"]]]


def test_places_of_the_grid_where_no_cell_begins_are_no_columns(read: LabelIndex) -> None:
    body = table(row(cell("规章", wide(3)), cell("1", wide(9000))), row(cell("其他", wide(3)), cell("2")))
    assert tables(body, read) == [[["规章", "1"], ["其他", "2"]]]


def test_edges_that_nearly_meet_are_one(read: LabelIndex) -> None:
    body = table(
        row(cell("甲"), cell("乙", wide(2)), cell("丙")),
        row(cell("1", wide(2)), cell("2"), cell("3")),
        widths=(1000, 40, 960, 1000),
    )
    assert tables(body, read) == [[["甲", "乙", "丙"], ["1", "2", "3"]]]
    narrow = table(row(cell("甲"), cell("乙"), cell("丙")), widths=(100, 100, 100))
    assert tables(narrow, read) == [[["甲", "乙", "丙"]]]


def test_rows_may_begin_and_end_inside_the_table(read: LabelIndex) -> None:
    body = table(
        row(cell("甲"), cell("乙"), cell("丙")),
        row(cell("1"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        row(cell("删"), properties="<w:del/>"),
        row(cell("藏"), properties="<w:hidden/>"),
    )
    assert tables(body, read) == [[["甲", "乙", "丙"], ["", "1", ""]]]


def test_paragraphs_of_a_cell_are_one_text(read: LabelIndex) -> None:
    body = table(row(cell(para("商业") + para("　企业 ")), cell(para("1") + para("2")), cell("x")))
    assert tables(body, read) == [[["商业企业", "1 2", "x"]]]
    found = source(docx(body), read)
    assert found.lines == ("商业企业 | 1 2 | x",)
    (block,) = found.items
    assert isinstance(block, TableBlock)
    texts = [found.lines[0][one.span.column - 1 : one.span.end - 1] for one in block.rows[0].cells]
    assert texts == ["商业企业", "1 2", "x"]


def test_list_numbers_stand_in_cells_too(read: LabelIndex) -> None:
    body = table(row(cell(listed("甲", 1, 2))), row(cell(listed("乙", 1, 2))))
    assert lines(body, read, CHINESE) == ["1. 甲", "2. 乙"]


def test_layout_tables_are_opened(read: LabelIndex) -> None:
    inner = table(row(cell("规章"), cell("1")))
    flowing = table(row(cell(para("一、总体情况") + para("公开若干。"))))
    nested = table(
        row(cell("前"), cell("后")), row(cell(para("甲") + inner + para("乙"))), row(cell("末"), cell("尾"))
    )
    assert tables(flowing, read) == []
    assert lines(flowing, read) == ["一、总体情况", "公开若干。"]
    assert lines(nested, read) == ["前 | 后", "甲", "规章 | 1", "乙", "末 | 尾"]
    places = [origin.place["en"] for origin in source(docx(nested), read).origins]
    assert places[0] == "table 1 of the file, row 1"
    assert places[2] == "table 2 of the file, row 1"
    assert places[4] == "table 1 of the file, row 3"
