"""A county's folder as offices leave it: kinds of files, encodings and names mixed, doubles, junk, a roster by hand.

Each planted fault is found, nothing is invented, and what could not be told is said.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from reportlint import cli
from reports.county import Organ, added, county, year_before
from reports.pages import page_of_text
from reports.word import word_of_text

PLACE = "青禾县"
COUNTY, TOWNS = f"{PLACE}人民政府", ("枫林镇人民政府", "石桥坝镇人民政府")
PENALTY = ("s2_art20_6", "penalty", "decisions")
IN_FORCE = ("s2_art20_1", "normative_docs", "in_force")
Organs = dict[str, Organ]


def retitled(one: Organ, name: str) -> str:
    """A report whose title names its organ otherwise."""
    return one.text().replace(one.name, name, 1)


def planted(organs: Organs, before: Organs) -> Organs:
    """The county with a fault of each kind."""
    water, school, money = (organs[f"{PLACE}{name}"] for name in ("水利局", "教育局", "财政局"))
    audit = organs[f"{PLACE}审计局"]
    changed = {
        water.name: water.changed({IN_FORCE: water.figures[IN_FORCE] + 4}),
        school.name: replace(before[school.name], year=school.year, figures=school.figures),
        audit.name: replace(money, agency=audit.agency),
    }
    found = {**organs, **changed}
    top = organs[COUNTY].changed(added([one for name, one in found.items() if name != COUNTY]))
    return {**found, COUNTY: top.changed({PENALTY: top.figures[PENALTY] + 7})}


def write(folder: Path, organs: Organs, before: Organs) -> None:
    """The folder; the report of one organ of the year before is not in it."""
    this = {name.removeprefix(PLACE): one for name, one in organs.items()}
    now: dict[str, bytes] = {
        "县政府.docx": word_of_text(this.pop("人民政府").text()),
        "部门/政府办.html": page_of_text(this.pop("人民政府办公室").text(), "word"),
        "部门/民政局（定稿）.txt": retitled(this["民政局"], f"{PLACE}民政局（本级）").encode("gb18030"),
        "部门/交通局.txt": retitled(this["交通运输局"], f"云岭市{PLACE}交通运输局").encode("utf-16"),
        "部门/农业农村局/农业农村局.docx": word_of_text(this["农业农村局"].text()),
        "部门/农业农村局/农业农村局.txt": this.pop("农业农村局").text().encode("utf-8-sig"),
        "部门/~$财政局.docx": b"\0" * 162,
        "部门/空.docx": b"",
        "部门/通知.docx": word_of_text(
            "关于做好政府信息公开工作年度报告编制工作的通知\n请各单位于1月20日前报送。\n"
        ),
        "Thumbs.db": b"\xd0\xcf\x11\xe0",
        "打包.zip": b"PK\x05\x06" + b"\0" * 18,
    }
    del this["民政局"], this["交通运输局"]
    now |= {f"{name}.txt": one.text().encode("gb18030") for name, one in this.items()}
    last = {f"{name}.txt": one.text().encode() for name, one in before.items() if name != f"{PLACE}统计局"}
    for year, files in (("2023年", now), ("2022年", last)):
        for name, data in files.items():
            path = folder / year / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def write_roster(path: Path, organs: Organs) -> None:
    """A workbook with a title, a heading of two rows, merged cells, dates, a note and a sum."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append([f"{PLACE}年度报告报送单位名册"])
    sheet.append(["序号", "单位情况", None, None, "报送要求", None])
    sheet.append([None, "单位名称", "上级（主管）单位", "类别", "统计范围", "应报日期"])
    for at, name in enumerate(organs, 1):
        kind = "政府" if name == COUNTY else "乡镇" if name.endswith(TOWNS) else "部门"
        parent = COUNTY if at == 2 else None
        due = datetime.date(2024, 3, 31) if at == 1 else datetime.date(2024, 1, 31)
        sheet.append([at, name, parent, kind, "全县" if at == 1 else None, due])
    last = len(organs) + 3
    for area in ("A1:F1", "A2:A3", "B2:D2", "E2:F2", f"C5:C{last}"):
        sheet.merge_cells(area)
    sheet.append(["合计", len(organs)])
    sheet.append(["注：垂直管理单位不列入。"])
    workbook.save(path)


def test_what_is_wrong_is_found_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    clean = county(5, 2023, bureaus=8, towns=2)
    before = {one.name: one for one in year_before(clean)}
    organs = {one.name: one for one in clean}
    money, audit = f"{PLACE}财政局", f"{PLACE}审计局"
    before[audit] = replace(before[audit], figures=before[money].figures)
    before[COUNTY] = before[COUNTY].changed(added([one for name, one in before.items() if name != COUNTY]))
    write(tmp_path / "年报", planted(organs, before), before)
    write_roster(tmp_path / "名册.xlsx", organs)
    call = [
        "audit",
        "年报",
        "-o",
        "out",
        "-j1",
        "--isolated",
        "--roster",
        "名册.xlsx",
        "--select",
        "Y,U,A,D004,P",
    ]
    assert cli.main(call) == 1
    lines = (tmp_path / "out/findings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert sorted((one["code"], one["file"].removeprefix("年报/")) for one in found) == [
        ("P001", "2023年/部门/空.docx"),
        ("P006", "2023年/部门/通知.docx"),
        ("U001", "2023年/县政府.docx"),
        ("U002", "名册.xlsx"),
        ("U003", "2023年/审计局.txt"),
        ("U003", "2023年/财政局.txt"),
        ("Y002", "2023年/县政府.docx"),
        ("Y002", "2023年/水利局.txt"),
        ("Y004", "2023年/教育局.txt"),
    ]
    by_code = {one["code"]: one for one in found}
    assert by_code["U001"]["values"]["delta"] == 7
    assert by_code["U002"]["message"] == f"{PLACE}统计局没有 2022 年度的报告"
    assert (
        by_code["U002"]["location"]["place"]
        == f"工作表“Sheet” B{list(organs).index(f'{PLACE}统计局') + 4} 单元格"
    )
    book = openpyxl.load_workbook("out/summary.xlsx")
    listed = [row for row in book["缺报迟报"].iter_rows(values_only=True) if row[0] in ("重复", "名册外")]
    assert [(row[0], row[1], row[2]) for row in listed] == [("重复", f"{PLACE}农业农村局", 2023)]
    last = [row[3] for row in book["无法判断"].iter_rows(values_only=True) if row[0] == f"{PLACE}统计局"]
    assert {str(one)[:4] for one in last} >= {"Y001", "Y002", "Y005", "Y006"}
    told = capsys.readouterr().err
    assert ".zip 1 个" in told
    assert f"{len(organs)} 个单位" in told


def test_a_path_that_names_no_organ_leaves_it_to_the_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one = county(5, 2023)[2]
    for year, organ in (
        (2023, one),
        (2022, next(o for o in year_before(county(5, 2023)) if o.name == one.name)),
    ):
        (tmp_path / "in" / str(year)).mkdir(parents=True)
        (tmp_path / "in" / str(year) / "财政局（最终稿）.txt").write_text(
            organ.text(), encoding="utf-8", newline=""
        )
    (tmp_path / "roster.csv").write_text(f"单位,应报日期\n{one.name},1月20日\n", encoding="utf-8")
    call = [
        "audit",
        "in",
        "-o",
        "out",
        "-j1",
        "-q",
        "--isolated",
        "--roster",
        "roster.csv",
        "--select",
        "U002,Y001",
    ]
    for _ in range(2):
        assert cli.main([*call, "--pattern", "{year}/{agency}.txt"]) == 0
    with contextlib.closing(sqlite3.connect("out/store.sqlite")) as db:
        assert db.execute("SELECT DISTINCT unit FROM reports").fetchall() == [(one.name,)]
        assert db.execute("SELECT read FROM runs ORDER BY number").fetchall() == [(2,), (0,)]
