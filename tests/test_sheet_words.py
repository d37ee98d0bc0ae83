"""What a workbook shows is what is read: formats, hidden parts, merged cells, dates, several tables."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Lint
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.labels import LabelIndex
from reportlint.model import Line, Source, TableBlock
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.read.sheet_cells import address
from reportlint.read.sheet_format import shown
from reportlint.settings import Settings
from reports.books import saved

TITLE = "某市某局2023年政府信息公开工作年度报告"
ONE = "第二十条第（一）项"
FIVE = "第二十条第（五）项"
HEAD = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
RULES = ("规章", 0, 0, 0)
NORMS = ("行政规范性文件", 1, 2, 3)
Rows = Sequence[Sequence[object]]
Check = Callable[..., FileResult]


@pytest.fixture
def index(catalog: Catalog) -> LabelIndex:
    """The labels that readers know."""
    return catalog.labels


@pytest.fixture
def check(catalog: Catalog) -> Check:
    """Check bytes under a name."""

    def run(data: bytes, name: str = "x.xlsx", **settings: Any) -> FileResult:
        return check_file(Path(name), name, catalog, catalog.rules, Settings(**settings), data=data)

    return run


def book(rows: Rows, change: Callable[[Worksheet], object] | None = None, name: str = "Sheet1") -> bytes:
    """A workbook of one sheet with those rows, changed afterwards."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    return saved(workbook)


def texts(source: Source) -> list[str]:
    """The lines outside tables."""
    return [item.text for item in source.items if isinstance(item, Line)]


def tables(source: Source) -> list[list[list[str]]]:
    """The cells of the tables."""
    return [
        [[cell.text for cell in row.cells] for row in item.rows]
        for item in source.items
        if isinstance(item, TableBlock)
    ]


def strings(*rows: Sequence[object]) -> list[list[str]]:
    """Rows as they are read."""
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("stored", "code", "seen"),
    [
        ("12", "General", "12"),
        ("12.0", "General", "12"),
        ("52.150000000000006", "General", "52.15"),
        ("1E-05", "General", "0.00001"),
        ("1.5E+3", "General", "1500"),
        ("-0", "General", "0"),
        ("12.6", "0", "13"),
        ("0.125", "0.0%", "12.5%"),
        ("2.5", "0", "3"),
        ("-2.5", "0_ ", "-3"),
        ("-3", "0_);[Red]\\(0\\)", "(3)"),
        ("0", "0;-0;;@", ""),
        ("7", "0;-0;;@", "7"),
        ("1234567.5", '#,##0.00" 元"', "1,234,567.50 元"),
        ("1234567", "#,##0,", "1,235"),
        ("5", '0"件"', "5件"),
        ("5", "000", "005"),
        ("0.5", "#.##", ".5"),
        ("5", "@", "5"),
        ("5", "G/通用格式", "5"),
        ("5", "[$¥-804]#,##0", "¥5"),
        ("5", "0.00E+00", "5"),
        ("45291", "yyyy/m/d", "2023/12/31"),
        ("45291.75", "yyyy\\-mm\\-dd hh:mm:ss", "2023-12-31 18:00:00"),
        ("45291", '[$-804]yyyy"年"m"月"d"日";@', "2023年12月31日"),
        ("0.75", "h:mmAM/PM", "6:00下午"),
        ("1.5", "[h]:mm", "36:00"),
        ("99999999", "yyyy", "99999999"),
        ("5", "[>100]0.0;0", "5"),
        ("nan", "0", "nan"),
        ("1e999", "0", "1e999"),
        ("x", "0", "x"),
        ("3", ";;;", ""),
    ],
)
def test_a_number_is_read_as_it_is_shown(stored: str, code: str, seen: str) -> None:
    assert shown(stored, code) == seen


def test_the_other_date_system() -> None:
    assert shown("0", "yyyy/m/d", from_1904=True) == "1904/1/1"


def test_cells_have_their_names() -> None:
    assert [address(1, 1), address(7, 26), address(7, 27), address(1048576, 16384)] == [
        "A1",
        "Z7",
        "AA7",
        "XFD1048576",
    ]


def test_hidden_rows_columns_and_sheets_are_left_out(index: LabelIndex) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True
        for name, state in (("away", "hidden"), ("gone", "veryHidden")):
            other = sheet.parent.create_sheet(name)  # type: ignore[union-attr]
            other.append(["一、总体情况"])
            other.sheet_state = state

    rows = [
        (ONE,),
        ("信息内容", 9, *HEAD[1:]),
        ("隐藏", 9, 9, 9, 9),
        ("规章", 9, 0, 0, 0),
        ("行政规范性文件", 9, 1, 2, 3),
    ]
    source = read_bytes(book(rows, change), Path("x.xlsx"), index)
    assert tables(source) == [strings(HEAD, RULES, NORMS)]
    assert source.sheets == ("Sheet1",)


def test_of_merged_cells_the_first_one_is_read(index: LabelIndex) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A3:B4")
        sheet._cells[4, 2] = sheet["H9"].__class__(sheet, 4, 2, value="盖住")  # as some programs leave it
        sheet.column_dimensions["A"].hidden = True

    rows = [(ONE,), ("x", *HEAD), ("规章", None, 0, 0, 0), (None, None, 7, 7, 7), ("x", *NORMS)]
    source = read_bytes(book(rows, change), Path("x.xlsx"), index)
    assert texts(source) == [ONE]
    assert tables(source) == [strings(HEAD, RULES, ("", 7, 7, 7), NORMS)]


def test_values_of_every_kind(index: LabelIndex) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "yyyy/m/d"
        sheet["D2"].data_type = "e"

    rows = [
        HEAD,
        ("规章", True, datetime.date(2023, 1, 5), "#REF!"),
        ("行政规范性文件", "１２", "1\n2", 0.1 + 0.2),
    ]
    source = read_bytes(book(rows, change), Path("x.xlsx"), index)
    assert tables(source)[0][1:] == [
        ["规章", "TRUE", "2023/1/5", "#REF!"],
        ["行政规范性文件", "１２", "1  2", "0.3"],
    ]


def test_a_formula_without_result_is_said_to_be_so_and_is_no_zero(check: Check) -> None:
    result = check(book([(TITLE,), (ONE,), HEAD, ("规章", 0, "=SUM(B9:B12)", 0), NORMS]))
    (finding,) = [one for one in result.findings if one.code == "P005"]
    assert "1 格是公式" in finding.message["zh"]
    assert finding.location.place["zh"].endswith("工作表“Sheet1” C4 单元格")
    assert finding.location.place["en"].endswith("sheet “Sheet1”, cell C4")
    assert not [one.code for one in result.findings if one.code[0] == "T" and one.code != "T001"]
    assert result.report is not None
    cells = result.report.grids[0].cells
    assert (cells["regulations", "repealed"].kind, cells["regulations", "repealed"].number) == ("lost", None)
    assert cells["normative_docs", "issued"].number == Decimal(1)


def test_zeros_that_the_sheet_does_not_show_are_blank(index: LabelIndex) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.sheet_view.showZeros = False

    source = read_bytes(book([HEAD, RULES, NORMS], change), Path("x.xlsx"), index)
    assert tables(source)[0][1] == ["规章", "", "", ""]


# --- tables and words ------------------------------------------------------------------------


def test_tables_below_and_beside_one_another(index: LabelIndex) -> None:
    rows = [
        (TITLE,),
        ("填报单位：某市某局", None, None, "2023年度"),
        (ONE, None, None, None, None, FIVE),
        (*HEAD, None, "信息内容", "本年处理决定数量"),
        (*RULES, None, "行政许可", 7),
        NORMS,
        (),
        ("第二十条第（六）项",),
        ("信息内容", "本年处理决定数量"),
        ("行政处罚", None),
        (),
        ("行政强制", 5),
        ("填表人：张某", "审核人：李某"),
        ("注：本表由各单位填报。",),
    ]
    source = read_bytes(book(rows), Path("x.xlsx"), index)
    assert texts(source) == [
        TITLE, "填报单位：某市某局", "2023年度", "第二十条第（六）项", "填表人：张某", "审核人：李某", "注：本表由各单位填报。",
    ]  # fmt: skip
    assert tables(source) == [
        strings((ONE, "", "", ""), HEAD, RULES, NORMS),
        strings((FIVE, ""), ("信息内容", "本年处理决定数量"), ("行政许可", 7)),
        strings(("信息内容", "本年处理决定数量"), ("行政处罚", ""), ("行政强制", 5)),
    ]


def test_prose_in_cells(index: LabelIndex) -> None:
    rows = [
        (TITLE,),
        ("一、", "总体情况"),
        ("（一）主动公开\n公开12条。\n\n（二）依申请公开",),
        ("收到5件。", "全部办结。"),
    ]
    source = read_bytes(book(rows), Path("x.xlsx"), index)
    assert texts(source) == [
        TITLE, "一、总体情况", "（一）主动公开", "公开12条。", "（二）依申请公开", "收到5件。", "全部办结。",
    ]  # fmt: skip
    assert [origin.names for origin in source.origins] == [("A1",), ("A2",), *[("A3",)] * 3, ("A4",), ("B4",)]


def test_a_sheets_name_is_read_where_it_is_a_heading(index: LabelIndex) -> None:
    named = read_bytes(book([HEAD, RULES], name="二、主动公开政府信息情况"), Path("x.xlsx"), index)
    assert texts(named) == ["二、主动公开政府信息情况"]
    assert named.origins[0].place["zh"] == "工作表“二、主动公开政府信息情况”的名称"
    doubled = [("二、主动公开政府信息情况",), HEAD, RULES]
    assert texts(read_bytes(book(doubled, name="主动公开政府信息情况"), Path("x.xlsx"), index)) == [
        "二、主动公开政府信息情况"
    ]
    assert not texts(read_bytes(book([HEAD, RULES], name="三"), Path("x.xlsx"), index))


# --- whose workbook it is ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "sheet", "name", "agency", "year"),
    [
        ([(TITLE,)], "表", "x.xlsx", "某市某局", 2023),
        ([("某市某局2022年政府信息公开情况统计表",)], "表", "2023.xlsx", "某市某局", 2022),
        ([("填报单位：某市某局", None, "2022年度")], "2021年", "x.xlsx", "某市某局", 2022),
        ([("填报单位：", "某市某局", "填报日期：2024年1月5日")], "2023年", "x.xlsx", "某市某局", 2023),
        ([("统计年度：2023",)], "表", "2022.xlsx", None, 2023),
        ([], "2023", "2022.xlsx", None, 2023),
        ([], "表", "某市某局2023年政府信息公开工作年度报告附表.xlsx", "某市某局", 2023),
        ([], "表", "2023年报（2022年对照）.xlsx", None, None),
        ([], "表", "x.xlsx", None, None),
    ],
)
def test_year_and_agency_of_a_workbook_of_tables(
    rows: Rows, sheet: str, name: str, agency: str | None, year: int | None, check: Check
) -> None:
    result = check(book([*rows, (ONE,), HEAD, RULES, NORMS], name=sheet), name)
    assert result.report is not None
    assert (result.report.agency, result.report.year, result.report.tables_only) == (agency, year, True)
    assert result.report.edition.name in ("2019", "2021")
    assert {one.code for one in result.findings} <= {"T001", "T002"}


def test_options_win(check: Check) -> None:
    data = book([(TITLE,), (ONE,), HEAD, RULES, NORMS])
    given = check(data, year=2022).report
    assert given is not None
    assert given.year == 2022
    by_edition = check(data, edition="2019").report
    assert by_edition is not None
    assert by_edition.edition.name == "2019"


def test_a_workbook_of_something_else_is_no_report(check: Check) -> None:
    assert check(book([("序号", "名称", "数量"), (1, "甲", 5), (2, "乙", 7)])).error == "P006"
    assert check(book([])).error == "P006"


# --- csv -----------------------------------------------------------------------------------------


def test_places_in_csv_are_those_of_the_file(check: Check) -> None:
    data = f'{TITLE},,,\r\n{ONE},,,\r\n{",".join(HEAD)}\r\n规章,, 约3 ,"1,000"\r\n"行政规范性\r\n文件",1,"a""b",3\r\n'
    result = check(data.encode("gb18030"), "x.csv")
    assert result.source is not None
    block = next(item for item in result.source.items if isinstance(item, TableBlock))
    assert [(cell.text, *cell.span) for cell in block.rows[1].cells] == [
        ("规章", 4, 1, 3), ("", 4, 4, 4), ("约3", 4, 6, 8), ("1,000", 4, 11, 16),
    ]  # fmt: skip
    assert [(cell.text, *cell.span) for cell in block.rows[2].cells] == [
        ("行政规范性文件", 5, 2, 7), ("1", 6, 5, 6), ('a"b', 6, 8, 12), ("3", 6, 14, 15),
    ]  # fmt: skip
    found = [(one.code, one.location.line, one.location.column) for one in result.findings]
    assert [one for one in found if one[0] in ("T005", "T007")] == [
        ("T005", 4, 4), ("T007", 4, 6), ("T007", 6, 8),
    ]  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separators_and_encodings(mark: str, encoding: str, index: LabelIndex) -> None:
    text = "\n".join(mark.join(map(str, row)) for row in (HEAD, RULES, NORMS))
    source = read_bytes(text.encode(encoding), Path("x.csv"), index)
    assert tables(source) == [strings(HEAD, RULES, NORMS)]


def test_a_named_separator_and_rough_quotes(index: LabelIndex) -> None:
    text = 'sep=;\n"规章 " x;"0;1\n行政许可;"a"b;2\n行政处罚;3;'
    source = read_bytes(text.encode(), Path("x.csv"), index)
    assert tables(source) == [[['"规章 " x', '"0', "1"], ["行政许可", '"a"b', "2"], ["行政处罚", "3", ""]]]
    assert source.lines[0] == "sep=;"


def test_a_paragraph_in_quotes_is_several_lines(index: LabelIndex) -> None:
    text = f'{TITLE}\n"一、总体情况\n  公开""12""条。"\n'
    source = read_bytes(text.encode(), Path("x.csv"), index)
    assert texts(source) == [TITLE, "一、总体情况", '公开"12"条。']
    last = source.items[-1]
    assert isinstance(last, Line)
    assert last.marks == ((0, 3, 3), (3, 3, 7), (6, 3, 11))


def test_web_pages_and_text_under_the_name_of_a_workbook(index: LabelIndex) -> None:
    page = (
        f"<html><body><p>{TITLE}</p><table><tr><td>规章<td>0</tr><tr><td>行政许可<td>5</table></body></html>"
    )
    assert tables(read_bytes(page.encode(), Path("x.xls"), index)) == [strings(("规章", 0), ("行政许可", 5))]
    text = f"{TITLE}\n规章\t0\n行政许可\t5"
    assert tables(read_bytes(text.encode("gbk"), Path("x.xls"), index)) == [
        strings(("规章", 0), ("行政许可", 5))
    ]


def test_text_examples_are_the_same_as_csv(check: Check, lint: Lint) -> None:
    for path in sorted((Path(__file__).parent.parent / "examples").glob("*2021.txt")):
        text = path.read_text(encoding="utf-8")
        rows = "\r\n".join(
            '"' + line.replace('"', '""').replace(" | ", '","').replace("|", '","') + '"'
            for line in text.splitlines()
        )
        found = {(one.code, one.location.line) for one in check(rows.encode(), "x.csv").findings}
        assert found == {(one.code, one.location.line) for one in lint(text).findings}
