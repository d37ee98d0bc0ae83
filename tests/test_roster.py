"""Rosters as offices keep them: every kind of file, of heading and of date; what is wrong is said, all at once."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportlint.audit.roster import Roster, member_of
from reportlint.audit.roster_read import read_roster
from reportlint.errors import ConfigError
from reportlint.setups import Asked, setups

COUNTY, FINANCE, WATER = "青禾县人民政府", "青禾县财政局", "青禾县水利局"
HEAD = ("序号", "类别", "单位名称", "联系人", "上级单位", "统计范围", "应报日期")
ROWS: tuple[tuple[object, ...], ...] = (
    HEAD,
    (1, "政府", COUNTY, "", "", "全县", "3月31日"),
    (2, "部门", FINANCE, "", COUNTY, "", "1月20日"),
    (3, "部门", WATER, "", COUNTY, "", "1月20日"),
)


def read(path: Path) -> Roster:
    """The roster in a file."""
    setup = setups(Asked(isolated=True))(Path("x"))
    return read_roster(path, path.name, setup.catalog, setup.settings)


def as_csv(rows: Sequence[Sequence[object]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def book(
    path: Path, rows: Sequence[Sequence[object]], change: Callable[[Any, Any], object] | None = None
) -> Path:
    """A workbook with these rows."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(workbook, sheet)
    workbook.save(path)
    return path


def facts(roster: Roster) -> list[tuple[str, str, str | None, str, str]]:
    """What a roster says of its organs."""
    return [(one.name, one.parent, one.organ, one.scope, one.due) for one in roster.members]


WANTED = [
    (COUNTY, "", "government", "area", "03-31"),
    (FINANCE, COUNTY, "department", "", "01-20"),
    (WATER, COUNTY, "department", "", "01-20"),
]


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("gbk", ","), ("gbk", ";"), ("utf-16", "\t")]
)
def test_a_table_as_text(encoding: str, separator: str, tmp_path: Path) -> None:
    (tmp_path / "名册.csv").write_bytes(as_csv(ROWS, encoding, separator))
    assert facts(read(tmp_path / "名册.csv")) == WANTED


def test_blank_rows_and_columns_shift_nothing(tmp_path: Path) -> None:
    rows = [("青禾县报送单位名册",), ROWS[0], ROWS[1], ("",) * 7, ("",) * 7, *ROWS[2:], ("",) * 7]
    (tmp_path / "名册.csv").write_bytes(as_csv(rows))
    found = read(tmp_path / "名册.csv")
    assert facts(found) == WANTED
    assert [one.line for one in found.members] == [3, 6, 7]
    assert facts(read(book(tmp_path / "名册.xlsx", rows))) == WANTED


@pytest.mark.parametrize("heading", ["单 位", "单位名称*", "单位（全称）", "单位\n名称", "Agency"])
def test_headings_as_people_write_them(heading: str, tmp_path: Path) -> None:
    heads = ("序号", "类 别", heading, "联系人", "上级（主管）单位", "范围", "应报日期（格式：2025-01-31）")
    assert facts(read(book(tmp_path / "名册.xlsx", [heads, *ROWS[1:]]))) == WANTED


def test_columns_that_say_nothing_are_named(tmp_path: Path) -> None:
    assert read(book(tmp_path / "名册.xlsx", ROWS)).unused == ("序号", "联系人")


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    def merge(workbook: Any, sheet: Any) -> None:
        sheet.merge_cells("E3:E4")
        sheet.merge_cells("B3:B4")

    assert facts(read(book(tmp_path / "名册.xlsx", ROWS, merge))) == WANTED


def test_a_heading_of_two_rows(tmp_path: Path) -> None:
    top = ("序号", "基本情况", "", "", "报送要求", "", "")
    rows = [("青禾县名册",), top, ("", *HEAD[1:]), *ROWS[1:]]

    def merge(workbook: Any, sheet: Any) -> None:
        for area in ("A1:G1", "A2:A3", "B2:D2", "E2:G2"):
            sheet.merge_cells(area)

    found = read(book(tmp_path / "名册.xlsx", rows, merge))
    assert facts(found) == WANTED
    assert found.places[COUNTY].place["zh"] == "工作表“Sheet” C4 单元格"


def test_sheets_each_with_its_heading(tmp_path: Path) -> None:
    def add(workbook: Any, sheet: Any) -> None:
        notes = workbook.create_sheet("填表说明", 0)
        notes.append(["单位名称写全称", "上级", "范围"])
        towns = workbook.create_sheet("乡镇")
        towns.append(["单位", "上级"])
        towns.append(["青禾县枫林镇人民政府", COUNTY])
        secret = workbook.create_sheet("旧名册")
        secret.append(["单位"])
        secret.append(["青禾县外贸局"])
        secret.sheet_state = "hidden"

    found = facts(read(book(tmp_path / "名册.xlsx", ROWS, add)))
    assert found == [*WANTED, ("青禾县枫林镇人民政府", COUNTY, None, "", "")]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (datetime.date(2025, 1, 31), "2025-01-31"), (datetime.datetime(2025, 1, 31, 18, 0), "2025-01-31"),
        (45688, "2025-01-31"), ("2025年1月31日", "2025-01-31"), ("2025 年 1 月 31 日", "2025-01-31"),
        ("2025/1/31", "2025-01-31"), ("2025.1.31", "2025-01-31"), ("２０２５-０１-３１", "2025-01-31"),
        ("1月31日前", "01-31"), ("1月底前", "01-31"), ("2月底", "02-28"), ("2024年2月底", "2024-02-29"), ("", ""),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(written: object, day: str, tmp_path: Path) -> None:
    rows = [("单位", "应报日期"), (FINANCE, written)]

    def chinese(workbook: Any, sheet: Any) -> None:
        if isinstance(written, datetime.date):
            sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'

    assert [one.due for one in read(book(tmp_path / "名册.xlsx", rows, chinese)).members] == [day]


def test_rows_that_are_no_organ(tmp_path: Path) -> None:
    rows = [
        ("单位", "上级"), ("一、县政府部门", ""), (FINANCE, ""), ("二、乡镇", ""), ("合计", "1"), ("注：共 1 家", ""),
        ("填表人：某某", "电话"),
    ]  # fmt: skip
    assert [one.name for one in read(book(tmp_path / "名册.xlsx", rows)).members] == [FINANCE]
    rows = [("序号", "单位"), ("1", FINANCE), ("合计", "1")]
    assert [one.name for one in read(book(tmp_path / "名册.xlsx", rows)).members] == [FINANCE]


def test_a_row_that_is_there_twice_alike_is_one(tmp_path: Path) -> None:
    again = (4, *ROWS[2][1:])
    assert facts(read(book(tmp_path / "名册.xlsx", [*ROWS, again]))) == WANTED


def fault(path: Path) -> list[str]:
    """The lines in Chinese of what is wrong with a roster."""
    with pytest.raises(ConfigError) as caught:
        read(path)
    return caught.value.zh.split("\n")


def test_all_that_is_wrong_is_told_at_once_with_its_row(tmp_path: Path) -> None:
    rows = [
        *ROWS,
        (4, "机器", "青禾县民政局", "", "青禾县政府", "", "一月"),
        (5, "部门", FINANCE, "", COUNTY, "全球", "2月30日"),
        (6, "部门", WATER, "", COUNTY, "", "2月1日"),
    ]
    assert fault(book(tmp_path / "名册.xlsx", rows)) == [
        "名册.xlsx:5：“一月”不是日期，请写作 2025-01-31 或 1月31日",
        "名册.xlsx:5：“机器”不是机关类别，请写：政府、部门、乡镇（街道）、其他",
        "名册.xlsx:5：上级“青禾县政府”不在名册中：是不是“青禾县人民政府”",
        "名册.xlsx:6：“2月30日”不是日期，请写作 2025-01-31 或 1月31日",
        "名册.xlsx:6：“全球”不是统计范围，请写：本单位、本级、全县（全市、全区、全域等）",
        "名册.xlsx:6：“青禾县财政局”与第 3 行重复，而内容不同：请只留一行",
        "名册.xlsx:7：“青禾县水利局”与第 4 行重复，而内容不同：请只留一行",
    ]


@pytest.mark.parametrize(
    ("parents", "wanted"),
    [
        ({FINANCE: FINANCE}, ["名册.csv:3：上级互相指向：青禾县财政局 → 青禾县财政局"]),
        (
            {COUNTY: WATER, WATER: FINANCE, FINANCE: COUNTY},
            ["名册.csv:2：上级互相指向：青禾县人民政府 → 青禾县水利局 → 青禾县财政局 → 青禾县人民政府"],
        ),
    ],
)
def test_parents_that_lead_in_a_circle(parents: dict[str, str], wanted: list[str], tmp_path: Path) -> None:
    names = (COUNTY, FINANCE, WATER)
    (tmp_path / "名册.csv").write_bytes(
        as_csv([("单位", "上级"), *((one, parents.get(one, "")) for one in names)])
    )
    assert fault(tmp_path / "名册.csv") == wanted


def test_a_file_that_is_not_there_and_one_that_is_no_roster(tmp_path: Path) -> None:
    assert fault(tmp_path / "名册.csv") == ["--roster：没有“名册.csv”这个文件"]
    (tmp_path / "名册.csv").write_bytes(as_csv([[FINANCE], [WATER]]))
    assert fault(tmp_path / "名册.csv") == [
        "名册.csv：不是单位名册：需要有表头行，其中一列的列名是“单位”或“单位名称”"
    ]


@pytest.mark.parametrize(
    ("agency", "name"),
    [
        ("青禾县财政局", FINANCE), ("云岭市青禾县财政局", FINANCE), ("财政局", FINANCE), ("青禾县财政局(本级)", FINANCE),
        ("青禾县财政局（青禾县国有资产监督管理局）", FINANCE), ("云岭市青禾县财政局（机关）", FINANCE),
        ("青禾县财政局（开发区分局）", None), ("青禾县财政局（国库支付中心）", None), ("青禾县民政局", None), ("局", None),
    ],
)  # fmt: skip
def test_names_that_can_be_only_one_organ(agency: str, name: str | None, tmp_path: Path) -> None:
    found = member_of(read(book(tmp_path / "名册.xlsx", ROWS)), agency)
    assert (found.name if found is not None else None) == name


def test_a_bracket_in_the_roster_tells_two_organs_apart(tmp_path: Path) -> None:
    rows = [("单位",), (FINANCE,), (f"{FINANCE}（本级）",)]
    roster = read(book(tmp_path / "名册.xlsx", rows))
    assert [found.name for name in (FINANCE, f"{FINANCE}(本级)") if (found := member_of(roster, name))] == [
        FINANCE,
        f"{FINANCE}（本级）",
    ]
