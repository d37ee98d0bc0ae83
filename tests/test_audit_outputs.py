"""What an audit hands over: right, the same for the same content, and without loss of what people wrote."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from audited import PATTERN, PERSONAL, UNITS, audit, book_rows, write_folder
from reportlint.audit.book import Cell, Column, Sheet, write_book
from reportlint.audit.decisions import read_decisions
from reportlint.audit.pages import name_of
from reportlint.audit.store import open_store
from reportlint.cli import main
from reportlint.findings import FileResult

OUTPUTS = ("findings.jsonl", "summary.xlsx", "index.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports that are audited."""
    return write_folder(tmp_path_factory.mktemp("audited") / "reports")


@pytest.fixture(scope="module")
def done(folder: Path) -> Path:
    """A finished audit; not to be changed."""
    out = folder.parent / "out"
    audit(folder, out)
    return out


@pytest.fixture
def out(done: Path, tmp_path: Path) -> Path:
    """A finished audit that a test may change."""
    return Path(shutil.copytree(done, tmp_path / "out"))


def findings(out: Path) -> list[dict[str, object]]:
    lines = (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def stored(out: Path, query: str) -> list[tuple[object, ...]]:
    with open_store(out) as db:
        return db.execute(query).fetchall()


def decide(out: Path, code: str, state: str, reason: str, name: str = "summary.xlsx") -> None:
    """Write a decision on all findings of a rule, as a person does."""
    book = load_workbook(out / name)
    sheet = book["问题清单"]
    head = [cell.value for cell in sheet[1]]
    rule, to, why = (head.index(one) + 1 for one in ("规则", "处理状态", "备注"))
    for row in range(2, sheet.max_row + 1):
        if str(sheet.cell(row, rule).value).startswith(code):
            sheet.cell(row, to).value, sheet.cell(row, why).value = state, reason
    book.save(out / name)


# --- contents ----------------------------------------------------------------------------------


def test_lines_are_the_findings_of_the_store(done: Path) -> None:
    told = [(one["file"], one["code"], one["fingerprint"]) for one in findings(done)]
    assert told == stored(done, "SELECT path, code, fingerprint FROM findings ORDER BY path, at")
    assert {"A001", "W005", "P001"} <= {code for _, code, _ in told}


def test_units_by_rules_add_up(done: Path) -> None:
    *rows, total = book_rows(done, "汇总")
    assert [row["单位"] for row in rows] == sorted([*UNITS, "南溪县司法局"])
    assert total["单位"] == "合计"
    for column in ("报告", "合格", "有问题", "无法读取", "错误"):
        assert sum(int(str(row[column] or 0)) for row in rows) == total[column], column
    assert total["报告"] == 7
    assert total["无法读取"] == 1
    code = next(column for column in total if column.startswith("A001"))
    assert total[code] == len([one for one in findings(done) if one["code"] == "A001"])


def test_figures_are_numbers_and_sums_of_the_form(done: Path) -> None:
    rows = book_rows(done, "指标")
    assert len(rows) == 6
    for row in rows:
        parts = [
            row[name] for name in ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
        ]
        assert all(isinstance(part, int) for part in parts)
        assert sum(int(str(part)) for part in parts) == row["办理总计"]
    values = [row["左值"] for row in book_rows(done, "问题清单") if str(row["规则"]).startswith("A001")]
    assert values
    assert all(isinstance(value, int) for value in values)


def test_what_cannot_be_judged_says_why(done: Path) -> None:
    rows = book_rows(done, "无法判断")
    [unread] = [row for row in rows if row["规则"] == "全部"]
    assert unread["单位"] == "南溪县司法局"
    assert "P001" in str(unread["原因"])


def test_personal_numbers_are_masked_in_all_outputs(done: Path) -> None:
    book = "".join(str(row) for row in book_rows(done, "问题清单"))
    assert "139******78" in book
    told = book + "".join(
        (done / name).read_text(encoding="utf-8") for name in ("findings.jsonl", "index.html")
    )
    assert not [number for number in PERSONAL if number in told]


# --- the same again ----------------------------------------------------------------------------


def test_two_processes_and_another_folder_give_the_same_bytes(
    folder: Path, done: Path, tmp_path: Path
) -> None:
    audit(folder, tmp_path / "elsewhere", jobs=2)
    other = tmp_path / "elsewhere"
    for name in (*OUTPUTS, *(f"reports/{page.name}" for page in (done / "reports").iterdir())):
        assert (other / name).read_bytes() == (done / name).read_bytes(), name


def test_what_has_not_changed_is_not_written(folder: Path, out: Path) -> None:
    for name in OUTPUTS:
        os.utime(out / name, ns=(10**18, 10**18))
    with open_store(out) as db:  # also where the whole cannot be passed over
        db.execute("DELETE FROM state WHERE name = 'handed over'")
    audit(folder, out)
    assert [(out / name).stat().st_mtime_ns for name in OUTPUTS] == [10**18] * len(OUTPUTS)


def test_what_is_gone_comes_back(folder: Path, done: Path, out: Path) -> None:
    for name in OUTPUTS:
        (out / name).unlink()
    audit(folder, out)
    for name in OUTPUTS:
        assert (out / name).read_bytes() == (done / name).read_bytes(), name


# --- the workbook ------------------------------------------------------------------------------


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path) -> None:
    rows = [(f"{number}", Cell(number, "error")) for number in range(7)]
    sheet = Sheet("表", (Column("甲", 9), Column("乙", 9, "whole")), rows, lambda: ["合计", 21])
    write_book(tmp_path / "b.xlsx", [sheet], most=3)
    book = load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["表", "表2", "表3", "表4"]
    found = [row for name in book.sheetnames for row in book[name].iter_rows(min_row=2, values_only=True)]
    assert found == [*((f"{number}", number) for number in range(7)), ("合计", 21)]


def test_text_that_looks_like_a_formula_or_a_link_stays_text(tmp_path: Path) -> None:
    hostile = ["=1+1", "https://example.org", "<b>", "+86", "长" * 40_000]
    sheet = Sheet("表", (Column("甲", 9),), [(one,) for one in hostile])
    write_book(tmp_path / "b.xlsx", [sheet])
    cells = [row[0] for row in load_workbook(tmp_path / "b.xlsx")["表"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s"] * 5
    assert [cell.value for cell in cells[:4]] == hostile[:4]
    assert len(str(cells[4].value)) == 32_767


# --- decisions ---------------------------------------------------------------------------------


def test_an_ignored_finding_is_set_aside_with_its_reason_and_stays_so(folder: Path, out: Path) -> None:
    decide(out, "A001", " 忽略\u3000", "已与台账核对")
    done = audit(folder, out)
    [one] = [one for one in findings(out) if one["code"] == "A001"]
    assert one["suppressed"] == {"by": "review", "reason": "已与台账核对", "until": ""}
    [row] = [row for row in book_rows(out, "问题清单") if str(row["规则"]).startswith("A001")]
    assert (row["处理状态"], row["备注"]) == ("忽略", "已与台账核对")
    assert len(done.notices) == 1
    assert audit(folder, out).notices == ()


def test_a_decision_outlives_a_shift_of_lines(folder: Path, out: Path, tmp_path: Path) -> None:
    decide(out, "A001", "确认", "已告知")
    audit(folder, out)
    [(path, line)] = stored(out, "SELECT path, line FROM findings WHERE code = 'A001'")
    moved = Path(str(path))
    text = moved.read_text(encoding="utf-8")
    try:
        moved.write_text(text.replace("\n", "\n\n\n", 1), encoding="utf-8", newline="")
        audit(folder, out)
        [row] = [row for row in book_rows(out, "问题清单") if str(row["规则"]).startswith("A001")]
        assert (row["处理状态"], row["备注"]) == ("确认", "已告知")
        assert stored(out, "SELECT line FROM findings WHERE code = 'A001'") == [(int(str(line)) + 2,)]
    finally:
        moved.write_text(text, encoding="utf-8", newline="")


def test_columns_that_people_add_come_back(folder: Path, out: Path) -> None:
    book = load_workbook(out / "summary.xlsx")
    sheet = book["问题清单"]
    column = sheet.max_column + 1
    sheet.cell(1, column, "经办人")
    sheet.cell(3, column, "某某科")
    sheet.cell(1, column + 1, "整改期限")
    [code] = [cell.column for cell in sheet[1] if cell.value == "指纹"]
    fingerprint = sheet.cell(3, code).value
    book.save(out / "summary.xlsx")
    for _ in range(2):
        audit(folder, out)
        found = {row["指纹"]: (row["经办人"], row["整改期限"]) for row in book_rows(out, "问题清单")}
        assert found[fingerprint] == ("某某科", None)
        assert sum(who is not None for who, _ in found.values()) == 1
    book = load_workbook(out / "summary.xlsx")
    book["问题清单"].delete_cols(column, 2)
    book.save(out / "summary.xlsx")
    audit(folder, out)
    assert not {"经办人", "整改期限"} & set(book_rows(out, "问题清单")[0])


def test_a_decision_goes_with_a_file_that_is_renamed(folder: Path, out: Path) -> None:
    decide(out, "A001", "忽略", "上级已核")
    audit(folder, out)
    [(path,)] = stored(out, "SELECT path FROM findings WHERE code = 'A001'")
    old = Path(str(path))
    new = old.with_suffix(".markdown")
    old.rename(new)
    try:
        audit(folder, out)
        kept = stored(out, "SELECT path, state, reason FROM decisions")
        assert kept == [(str(new), "忽略", "上级已核")]
        assert stored(out, "SELECT suppressed FROM findings WHERE code = 'A001'") == [("review",)]
        new.with_name("again.md").write_bytes(new.read_bytes())
        audit(folder, out)  # the same report twice: the decision stays where it is
        assert stored(out, "SELECT path FROM decisions") == [(str(new),)]
    finally:
        new.with_name("again.md").unlink(missing_ok=True)
        new.rename(old)


def test_ignored_without_a_reason_is_kept_and_told(folder: Path, out: Path) -> None:
    decide(out, "A001", "忽略", "")
    told = " ".join(audit(folder, out).notices)
    assert "备注" in told
    [one] = [one for one in findings(out) if one["code"] == "A001"]
    assert one["suppressed"] is None
    [row] = [row for row in book_rows(out, "问题清单") if str(row["规则"]).startswith("A001")]
    assert row["处理状态"] == "忽略"
    assert audit(folder, out).notices  # until there is a reason


def test_words_that_are_no_decision_are_kept(folder: Path, out: Path) -> None:
    decide(out, "A001", "待定", "等回复")
    assert "待定" in " ".join(audit(folder, out).notices)
    [row] = [row for row in book_rows(out, "问题清单") if str(row["规则"]).startswith("A001")]
    assert (row["处理状态"], row["备注"]) == ("待定", "等回复")


def test_a_decision_that_is_emptied_is_gone(folder: Path, out: Path) -> None:
    decide(out, "A001", "忽略", "误报")
    audit(folder, out)
    decide(out, "A001", "", "")
    audit(folder, out)
    [one] = [one for one in findings(out) if one["code"] == "A001"]
    assert one["suppressed"] is None
    assert stored(out, "SELECT * FROM decisions") == []


def test_moved_columns_added_columns_and_a_renamed_sheet_are_understood(folder: Path, out: Path) -> None:
    decide(out, "A001", "忽略", "误报")
    book = load_workbook(out / "summary.xlsx")
    sheet = book["问题清单"]
    sheet.insert_rows(1)
    sheet["A1"] = "2022年度核对"
    sheet.insert_cols(1, 2)
    sheet.title = "给领导看"
    del book["汇总"]
    book.save(out / "summary.xlsx")
    edited = (out / "summary.xlsx").read_bytes()
    audit(folder, out)
    assert [one["suppressed"] is not None for one in findings(out) if one["code"] == "A001"] == [True]
    assert [path.read_bytes() for path in (out / "edited").iterdir()] == [edited]


def test_deleted_rows_leave_their_decisions(folder: Path, out: Path) -> None:
    decide(out, "A001", "忽略", "误报")
    audit(folder, out)
    book = load_workbook(out / "summary.xlsx")
    book["问题清单"].delete_rows(2, 100)
    book.save(out / "summary.xlsx")
    audit(folder, out)
    [row] = [row for row in book_rows(out, "问题清单") if str(row["规则"]).startswith("A001")]
    assert row["处理状态"] == "忽略"


def test_headers_and_words_in_english(folder: Path, out: Path) -> None:
    audit(folder, out, lang="en")
    book = load_workbook(out / "summary.xlsx")
    sheet = book["Findings"]
    head = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, head.index("Decision") + 1).value = "ignore"
        sheet.cell(row, head.index("Remark") + 1).value = "checked"
    book.save(out / "summary.xlsx")
    audit(folder, out)
    states = {row["处理状态"] for row in book_rows(out, "问题清单")}
    assert states == {"忽略"}


@pytest.mark.parametrize("kind", ["damaged", "columns"])
def test_a_workbook_that_cannot_be_read_is_left_alone(folder: Path, out: Path, kind: str) -> None:
    if kind == "damaged":
        (out / "summary.xlsx").write_bytes(b"PK\x03\x04 cut off")
    else:
        book = Workbook()
        book.save(out / "summary.xlsx")
    before = (out / "summary.xlsx").read_bytes()
    told = audit(folder, out).notices
    assert (out / "summary.xlsx").read_bytes() == before
    assert len(told) == 1
    assert "summary.new.xlsx" in told[0]
    assert len(read_decisions(out / "summary.new.xlsx")) == len(findings(out))
    decide(out, "A001", "忽略", "误报", "summary.new.xlsx")
    (out / "summary.xlsx").unlink()
    audit(folder, out)
    assert [one["suppressed"] is not None for one in findings(out) if one["code"] == "A001"] == [True]
    assert not (out / "summary.new.xlsx").exists()


def test_a_workbook_that_is_open_is_not_replaced(folder: Path, out: Path) -> None:
    (out / "~$summary.xlsx").write_bytes(b"lock")
    decide(out, "A001", "忽略", "误报")
    before = (out / "summary.xlsx").read_bytes()
    told = audit(folder, out).notices
    assert (out / "summary.xlsx").read_bytes() == before
    assert "summary.new.xlsx" in " ".join(told)
    assert [one["suppressed"] is not None for one in findings(out) if one["code"] == "A001"] == [True]


def test_where_nothing_can_be_written_the_command_stops(
    folder: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("summary.xlsx", "summary.new.xlsx"):
        (out / name).write_bytes(b"no workbook")
    code = main(["audit", str(folder), "-o", str(out), "-q", "-j", "1", "--isolated", "--pattern", PATTERN])
    assert code == 2
    assert "summary.new.xlsx" in capsys.readouterr().err
    assert (out / "summary.new.xlsx").read_bytes() == b"no workbook"


def test_decisions_come_back_from_the_workbook_alone(folder: Path, out: Path) -> None:
    decide(out, "A001", "忽略", "误报")
    for path in out.glob("store.sqlite*"):
        path.unlink()
    audit(folder, out)
    assert [one["suppressed"] is not None for one in findings(out) if one["code"] == "A001"] == [True]


# --- pages of reports --------------------------------------------------------------------------


def pages(out: Path) -> dict[str, Path]:
    """The page of each report by its path as stored."""
    return {
        str(path): out / "reports" / str(name) for path, name in stored(out, "SELECT path, name FROM pages")
    }


def test_each_report_that_was_read_has_a_page_with_its_findings(done: Path) -> None:
    found = pages(done)
    assert len(found) == 6
    assert sorted(path.name for path in found.values()) == sorted(
        path.name for path in (done / "reports").iterdir()
    )
    for told in findings(done):
        if told["code"] != "P001":
            page = found[str(told["file"])].read_text(encoding="utf-8")
            assert f"{told['code']} " in page
            assert 'href="../index.html"' in page
    assert not [
        number for page in found.values() for number in PERSONAL if number in page.read_text(encoding="utf-8")
    ]


def test_only_what_changed_is_drawn_again_and_what_is_gone_goes(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    for page in pages(out).values():
        os.utime(page, ns=(10**18, 10**18))
    (out / "reports" / "own.txt").write_text("kept", encoding="utf-8")
    decide(out, "A001", "忽略", "误报")
    audit(folder, out)
    [(changed,)] = stored(out, "SELECT path FROM findings WHERE code = 'A001'")
    fresh = {path for path, page in pages(out).items() if page.stat().st_mtime_ns != 10**18}
    assert fresh == {changed}
    audit(folder / "2021", out)
    assert len(pages(out)) == 3
    assert {path.name for path in (out / "reports").iterdir()} == {
        "own.txt", *(page.name for page in pages(out).values()),
    }  # fmt: skip


def test_a_page_that_was_changed_or_lost_is_made_again(folder: Path, done: Path, out: Path) -> None:
    first, second, *_ = pages(out).values()
    first.unlink()
    second.write_bytes(b"")
    audit(folder, out)
    assert [one.read_bytes() for one in (first, second)] == [
        (done / "reports" / one.name).read_bytes() for one in (first, second)
    ]


def test_names_of_pages_are_safe_and_differ() -> None:
    names = [
        name_of(path)
        for path in (
            "a/<b>'\"&.md",
            "b/<b>'\"&.md",
            "../..",
            "长" * 300 + ".docx",
            "a b\n.md",
            ".hidden",
            "CON?.pdf",
        )
    ]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[\w][\w.\-]*-[0-9a-f]{10}\.html", name), name
        assert len(name.encode("utf-8")) < 255


def test_a_page_that_fails_costs_no_other(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(result: FileResult, *rest: object) -> bytes:
        if UNITS[0] in result.path:
            raise ValueError("fault")
        return b"page"

    monkeypatch.setattr("reportlint.audit.pages.annotate_html", failing)
    told = audit(folder, tmp_path / "o").notices
    assert len([line for line in told if "ValueError" in line and UNITS[0] in line]) == 2
    assert len(pages(tmp_path / "o")) == 4
    assert len(audit(folder, tmp_path / "o").notices) == 2  # tried again


def test_what_a_killed_run_left_is_swept(folder: Path, out: Path) -> None:
    left = [out / ".index.html.abc.tmp", out / "reports" / ".x.html.abc.tmp"]
    for path in left:
        path.write_bytes(b"half")
    (out / "index.html").unlink()
    audit(folder, out)
    assert [path for path in left if path.exists()] == []


@pytest.mark.skipif(sys.platform != "linux", reason="file names that are no text")
def test_a_file_name_that_is_no_text_is_told(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "r" / "2022"
    place.mkdir(parents=True)
    text = (folder / "2022" / f"{UNITS[0]}.md").read_bytes()
    Path(os.fsdecode(os.fsencode(place) + b"/\xff=1+1<b>.md")).write_bytes(text)
    audit(tmp_path / "r", tmp_path / "o")
    [row] = [row for row in book_rows(tmp_path / "o", "问题清单") if str(row["规则"]).startswith("A001")]
    assert str(row["文件"]).endswith("=1+1<b>.md")
    [page] = pages(tmp_path / "o").values()
    assert page.is_file()


# --- tables ------------------------------------------------------------------------------------


def test_tables_in_both_kinds_hold_what_the_store_holds(folder: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    for number, jobs in enumerate((1, 2)):
        audit(folder, tmp_path / str(number), jobs=jobs, exports=("csv", "parquet"))
    out = tmp_path / "0"
    for path in (out / "export").iterdir():
        assert path.read_bytes() == (tmp_path / "1" / "export" / path.name).read_bytes(), path.name
    for name in ("reports", "figures", "findings", "decisions"):
        data = (out / "export" / f"{name}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        table = parquet.read_table(out / "export" / f"{name}.parquet")
        assert len(rows) == table.num_rows == stored(out, f"SELECT COUNT(*) FROM {name}")[0][0], name
        assert not rows or list(rows[0]) == table.column_names
    values = parquet.read_table(out / "export" / "figures.parquet").column("value").to_pylist()
    assert {value for value in values if value is not None} == {
        Decimal(str(value))
        for (value,) in stored(out, "SELECT DISTINCT value FROM figures WHERE value IS NOT NULL")
    }


def test_without_pyarrow_one_line_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["audit", str(folder), "-o", str(tmp_path / "o"), "--export", "parquet", "-q"]) == 2
    told = capsys.readouterr().err
    assert "reportlint[parquet]" in told
    assert told.count("\n") == 1
    assert not (tmp_path / "o").exists()
