"""Findings among the reports of one audit: totals, missing, late and copied reports."""

from __future__ import annotations

import csv
import json
import sqlite3
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from conftest import Lint
from reportlint import cli
from reportlint.alike import Piece
from reportlint.audit import among as stage
from reportlint.audit.copies import TRIED, Alike, Copied, Groups, compare_pairs, find_pairs, tasks_of
from reportlint.audit.narrative import packed as packed_narrative
from reportlint.audit.narrative import sketch_of
from reportlint.audit.near import is_near
from reportlint.audit.rollup import Judged
from reportlint.audit.roster import Roster
from reportlint.audit.store import AUDITED, Facts, Row, open_store, pressed, put
from reportlint.model import Span
from reports.county import Organ, county, roster, year_before

PAGES = Path(str(import_module("reportlint_rules").__file__)).parent / "pages"
CELL = ("s2_art20_6", "penalty", "decisions")


@pytest.fixture(scope="module")
def warm(lint: Lint) -> None:
    """What the rules prepare on their first report is there for all processes that are started."""
    for year in (2020, 2023):
        lint(county(0, year)[0].text())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warm: None, rules_loaded: None) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, reports: Mapping[str, str]) -> None:
    """Reports as files of ``folder/in``."""
    for name, text in reports.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def write_county(folder: Path, organs: Sequence[Organ], rows: Sequence[Sequence[str]] = ()) -> None:
    """The reports of a county with its roster."""
    write(folder, {f"{one.year}/{one.name}.txt": one.text() for one in organs})
    with open(folder / "roster.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows or roster(organs))


def audit(*arguments: str, jobs: int = 1, out: str = "out", select: str = "U") -> int:
    """The exit code of an audit of the folder ``in`` of the working folder by some rules."""
    return cli.main(
        ["audit", "in", "-o", out, "--isolated", "-q", "-j", str(jobs), "--select", select, *arguments]
    )


def rows(query: str, out: str = "out") -> list[tuple[Any, ...]]:
    """Rows of the store."""
    db = sqlite3.connect(f"{out}/store.sqlite")
    try:
        return db.execute(query).fetchall()
    finally:
        db.close()


def among(out: str = "out") -> list[tuple[str, str]]:
    """Code and file of the findings of this family that are not set aside."""
    query = "SELECT code, path FROM findings WHERE code LIKE 'U%' AND suppressed IS NULL ORDER BY 1, 2"
    return rows(query, out)


def undecided(path: str) -> dict[str, str]:
    """The rules of this family that could not be judged for a report, with the reasons."""
    found = rows(f"SELECT undecided FROM reports WHERE path = '{path}'")[0][0].split()
    return dict(one.split(":") for one in found if one.startswith("U"))


def packed(code: str) -> list[dict[str, Any]]:
    """The findings of a rule, whole."""
    found = rows(f"SELECT packed FROM findings WHERE code = '{code}' ORDER BY path, at")
    return [json.loads(one) for (one,) in found]


# --- the examples of the pages -----------------------------------------------------------------


def examples(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(code, example)`` of all examples that are several reports."""
    for path in sorted(PAGES.glob("*.toml")):
        page = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((path.stem, one) for one in page.get(kind, ()) if "reports" in one)


def audited_example(here: Path, example: Mapping[str, Any]) -> set[str]:
    """The rules of this family that fire on an example."""
    write(here, {f"{at}.txt": text for at, text in enumerate(example["reports"])})
    given = []
    if "roster" in example:
        (here / "roster.csv").write_text(example["roster"].lstrip(), encoding="utf-8")
        given = ["--roster", "roster.csv"]
    audit(*given)
    return {code for code, _ in among()}


COPY = dict(examples("bad"))["U003"]


@pytest.mark.parametrize(("code", "example"), list(examples("bad")))
def test_a_rule_fires_on_its_wrong_example(code: str, example: Mapping[str, Any], here: Path) -> None:
    assert audited_example(here, example) == {code}


@pytest.mark.parametrize(("code", "example"), list(examples("good")))
def test_a_rule_is_silent_on_its_right_example(code: str, example: Mapping[str, Any], here: Path) -> None:
    assert audited_example(here, example) == set()


# --- U001 --------------------------------------------------------------------------------------


def test_the_reports_of_a_county_that_add_up_have_no_finding_among_them(here: Path) -> None:
    for at, year in enumerate((2020, 2023)):
        write_county(here, county(at, year), roster(county(at, year)))
    audit("--roster", "roster.csv")
    assert among() == []
    assert rows("SELECT count(*) FROM reports WHERE decided LIKE '%U001%'") == [(2,)]


def test_a_roster_may_be_a_workbook(here: Path) -> None:
    whole, *others = county()
    write_county(here, [whole, *others[1:]])
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in roster([whole, *others]):
        sheet.append(row)
    book.save("roster.xlsx")
    audit("--roster", "roster.xlsx")
    assert among() == [("U002", "roster.xlsx")]
    place = packed("U002")[0]["location"]
    assert place[0] is None
    assert "A3" in place[5]["zh"]


def test_a_wrong_total_is_found_at_its_cell_with_both_values(here: Path) -> None:
    whole, *others = county(1)
    write_county(here, [whole.changed({CELL: whole.figures[CELL] + 7}), *others])
    audit("--roster", "roster.csv")
    path = f"in/2023/{whole.name}.txt"
    assert among() == [("U001", path)]
    (found,) = packed("U001")
    assert found["location"][6] == "/".join(CELL)
    line = Path(path).read_text(encoding="utf-8").splitlines()[found["location"][0] - 1]
    assert str(whole.figures[CELL] + 7) in line
    assert found["values"][:3] == [str(whole.figures[CELL] + 7), str(whole.figures[CELL]), "7"]


def test_a_report_left_out_of_the_total_is_one_finding_a_table_and_named(here: Path) -> None:
    whole, *others = county(2)
    left_out = next(one for one in others[1:] if one.figures["s3_requests", "r_total", "total"] > 5)
    less = {
        key: whole.figures[key] - number
        for key, number in left_out.figures.items()
        if key[0] == "s3_requests"
    }
    write_county(here, [whole.changed(less), *others])
    audit("--roster", "roster.csv")
    (found,) = packed("U001")
    assert found["level"] == "warning"
    assert found["causes"] == [f"left_out:{left_out.name}"]
    assert len(found["related"]) > 2


def test_a_total_is_not_judged_as_equal_where_a_report_is_missing(here: Path) -> None:
    whole, *others = county(3)
    write_county(here, [whole, *others[:-1]], roster([whole, *others]))
    audit("--roster", "roster.csv")
    assert [code for code, _ in among()] == ["U002"]
    assert undecided(f"in/2023/{whole.name}.txt")["U001"] == "children"


def test_a_total_less_than_the_reports_at_hand_is_found_though_one_is_missing(here: Path) -> None:
    whole, *others = county(3)
    little = whole.changed({CELL: sum((one.figures[CELL] for one in others[:-1]), Decimal(-1))})
    write_county(here, [little, *others[:-1]], roster([whole, *others]))
    audit("--roster", "roster.csv")
    assert [code for code, _ in among()] == ["U001", "U002"]
    assert "小于" in packed("U001")[0]["message"]["zh"]


@pytest.mark.parametrize("text", ["", "见附表"])
def test_a_cell_that_is_no_figure_is_never_zero(text: str, here: Path) -> None:
    """An unread cell of a report leaves that cell undecided, and no other."""
    whole, *others = county(4)
    write_county(here, [whole, *others])
    at = next(at for at, one in enumerate(others) if one.figures[CELL] > 0)
    path = here / f"in/2023/{others[at].name}.txt"
    old = path.read_text(encoding="utf-8")
    number = str(others[at].figures[CELL])
    line = next(line for line in old.splitlines() if line.startswith("行政处罚") and number in line)
    new = line.replace(number, text)
    assert new != line
    path.write_text(old.replace(line, new), encoding="utf-8", newline="")
    audit("--roster", "roster.csv")
    assert among() == []
    assert undecided(f"in/2023/{whole.name}.txt") == {}


@pytest.mark.parametrize(("scope", "reason"), [("", "scope"), ("本级", None), ("本单位", None)])
def test_what_adds_up_depends_on_the_scope(scope: str, reason: str | None, here: Path) -> None:
    """Without a scope nothing is judged; at its own level towns do not count; alone nothing does."""
    whole, *others = county(5)
    bureaus = [one for one in others if one.kind == "department"]
    level = whole.changed(
        {key: sum((one.figures[key] for one in bureaus), Decimal(0)) for key in whole.figures}
    )
    write_county(here, [level, *others], roster([whole, *others], scope))
    audit("--roster", "roster.csv")
    assert among() == []
    assert undecided(f"in/2023/{whole.name}.txt").get("U001") == reason


def test_towns_in_a_total_of_the_own_level_are_found(here: Path) -> None:
    organs = county(5)
    write_county(here, organs, roster(organs, "本级"))
    audit("--roster", "roster.csv")
    assert {code for code, _ in among()} == {"U001"}


def test_what_is_over_may_be_the_office_that_the_roster_does_not_name(here: Path) -> None:
    whole, office, *others = county(6)
    assert office.figures["s3_requests", "r_total", "total"] > 0
    write_county(here, [whole, *others])
    audit("--roster", "roster.csv")
    assert among() == []
    assert undecided(f"in/2023/{whole.name}.txt")["U001"] == "office"


def test_one_figure_over_is_found_though_the_roster_names_no_office(here: Path) -> None:
    whole, *others = county(6, office=False)
    write_county(here, [whole.changed({CELL: whole.figures[CELL] + 7}), *others])
    audit("--roster", "roster.csv")
    assert [code for code, _ in among()] == ["U001"]


def test_documents_of_several_organs_are_a_note_only(here: Path) -> None:
    whole, *others = county(7)
    cell = ("s2_art20_1", "normative_docs", "issued")
    write_county(here, [whole.changed({cell: whole.figures[cell] - 1}), *others])
    audit("--roster", "roster.csv")
    assert [one["level"] for one in packed("U001")] == ["note"]


# --- U002, D004 --------------------------------------------------------------------------------


def test_a_report_of_another_year_is_named(here: Path) -> None:
    organs = county(8)
    strange = county(8, 2022)[-1]
    write_county(here, [*organs[:-1], strange], roster(organs))
    audit("--roster", "roster.csv")
    assert [code for code, _ in among()] == ["U002"]
    assert f"2022：in/2022/{strange.name}.txt" in packed("U002")[0]["message"]["zh"]


def test_a_report_that_cannot_be_read_is_there_all_the_same(here: Path) -> None:
    organs = county(8)
    write_county(here, organs)
    path = f"in/2023/{organs[-1].name}.txt"
    Path(path).write_bytes(b"\xff\xfe\x00\xd8\x00\x00\xff")
    audit("--roster", "roster.csv", "--pattern", "{year}/{agency}.txt")
    assert [code for code, _ in among()] == ["U002"]
    message = packed("U002")[0]["message"]
    assert path in message["zh"]
    assert "cannot be read" in message["en"]


def test_the_roster_may_lie_among_the_reports(here: Path) -> None:
    whole, *others = county(9)
    write_county(here, [whole, *others[1:]])
    write(here, {"roster.csv": "单位\n" + "\n".join(one.name for one in (whole, *others))})
    audit("--roster", "in/roster.csv")
    assert among() == [("U002", "in/roster.csv")]
    assert rows("SELECT count(*) FROM reports WHERE path = 'in/roster.csv'") == [(0,)]


def test_reports_are_expected_for_the_years_that_are_named(here: Path) -> None:
    organs = county(9)
    write_county(here, organs)
    audit("--roster", "roster.csv", "--years", "2022,2023")
    assert [code for code, _ in among()] == ["U002"] * len(organs)


def test_a_report_after_the_date_of_the_roster_is_late(here: Path) -> None:
    """The date of the roster stands over the law's."""
    organs = county(10)
    texts = {one.name: f"{one.text().rstrip()}\n\n2024年1月18日\n" for one in organs}
    write(here, {f"{name}.txt": text for name, text in texts.items()})
    for due, late in (("1月20日", 0), ("2024-01-15", len(organs))):
        (here / "roster.csv").write_text(
            "\n".join(",".join(row) for row in roster(organs, due=due)), encoding="utf-8"
        )
        audit("--roster", "roster.csv", select="D004")
        assert rows("SELECT count(*) FROM findings WHERE code = 'D004'") == [(late,)]


# --- U003 --------------------------------------------------------------------------------------


def renamed(one: Organ, other: Organ) -> str:
    """A report under the name of another organ."""
    return one.text().replace(one.agency.name, other.agency.name).replace(one.agency.self, other.agency.self)


def test_a_copied_narrative_is_found_in_both_reports_and_nothing_else(here: Path) -> None:
    organs = county(11)
    bureaus = [one for one in organs if one.kind == "department"]
    by_size = sorted(bureaus, key=lambda one: len(one.text()))
    one, other = by_size[-1], by_size[-2]
    write_county(here, organs)
    write(here, {f"2023/{other.name}.txt": renamed(one, other)})
    audit(select="U003")
    assert among() == [("U003", f"in/2023/{name}.txt") for name in sorted((one.name, other.name))]


def test_how_much_is_copied_is_a_threshold(here: Path) -> None:
    write(here, {f"{at}.txt": text for at, text in enumerate(COPY["reports"])})
    (here / "reportlint.toml").write_text("[thresholds]\nU003.similarity = 95\n", encoding="utf-8")
    for options, found in ((("--isolated",), 2), (("--config", "reportlint.toml"), 0)):
        cli.main(["audit", "in", "-o", f"out{found}", "-q", "--select", "U003", *options])
        assert len(among(f"out{found}")) == found


def told(text: str) -> tuple[Piece, ...]:
    """A narrative of sentences."""
    return tuple(Piece(one, one, Span(at, 1, 2)) for at, one in enumerate(text.split("。"), 1) if one)


def stored(db: sqlite3.Connection, path: str, pieces: Sequence[Piece]) -> None:
    """A report with that narrative, as the first part of an audit leaves it."""
    row = Row(path, AUDITED, path, path, path, 2023, None, "2021", None, None, None, "", "")
    put(db, Facts(row, (), sketch_of(pieces, 2023), None, pressed({}), packed_narrative(pieces)))


def half(path: str) -> int:
    """From so many percent on."""
    return 50


def compared(db: sqlite3.Connection) -> list[Alike]:
    """All comparisons of the candidates."""
    find_pairs(db)
    return [alike for task in tasks_of(db) for alike in compare_pairs(task)]


def test_many_reports_from_one_template_cost_a_few_comparisons_each(here: Path) -> None:
    """One group, whatever the order; the number of comparisons grows as the number of reports."""
    rng = Random(1)
    words = ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(30)) for _ in range(40)]
    with open_store(here / "out") as db:
        for at in range(300):
            own = ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(30)) for _ in range(6)]
            stored(db, f"{at:03}", told("。".join([*words[:20], *own, *words[20:]])))
        found = compared(db)
    assert len(found) <= 300 * TRIED
    for order in (found, found[::-1]):
        groups = Groups(half)
        for alike in order:
            groups.add(alike)
        copied = groups.copied()
        assert len(copied) == 300
        assert {one.group for one in copied.values()} == {300}
        assert copied["007"] == copied_of(found)["007"]


def copied_of(found: Sequence[Alike]) -> Mapping[str, Copied]:
    """What comes of these comparisons."""
    groups = Groups(half)
    for alike in found:
        groups.add(alike)
    return groups.copied()


def test_a_pair_among_many_others_is_found(here: Path) -> None:
    rng = Random(2)
    texts = [
        ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(30)) for _ in range(30)] for _ in range(60)
    ]
    texts[41] = [*texts[7][:18], *texts[41][18:]]
    with open_store(here / "out") as db:
        for at, text in enumerate(texts):
            stored(db, f"{at:03}", told("。".join(text)))
        found = compared(db)
    assert [(one.one, one.other) for one in found] == [("007", "041")]
    assert (found[0].percent, found[0].back) == (60, 60)


def test_sentences_that_everybody_writes_make_no_copy(here: Path) -> None:
    """The same sentences in another order and between others are no passage."""
    rng = Random(3)
    words = ["".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(30)) for _ in range(30)]
    with open_store(here / "out") as db:
        for at in range(2):
            stored(db, str(at), told("。".join(rng.sample(words, 30))))
        found = compared(db)
    assert [(one.percent, one.back) for one in found] == [(0, 0)]


# --- all of them -------------------------------------------------------------------------------


def test_findings_depend_neither_on_processes_nor_on_order(here: Path) -> None:
    whole, *others = county(13)
    write_county(
        here, [whole.changed({CELL: whole.figures[CELL] + 7}), *others[:-1]], roster([whole, *others])
    )
    write(here, {f"2023/{others[2].name}.txt": renamed(others[1], others[2])})
    query = "SELECT path, at, packed FROM among ORDER BY path, at"
    audit("--roster", "roster.csv")
    audit("--roster", "roster.csv", jobs=2, out="again")
    assert rows(query)
    assert rows(query) == rows(query, "again")


def test_nothing_is_done_again_where_nothing_has_changed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, *others = county(14)
    write_county(here, [whole, *others])
    audit("--roster", "roster.csv")
    calls: list[str] = []

    def judge(db: sqlite3.Connection, roster: Roster) -> Iterator[tuple[str, Judged]]:
        calls.append("again")
        yield from ()

    monkeypatch.setattr(stage, "judge_roll_ups", judge)
    audit("--roster", "roster.csv")
    assert calls == []
    write_county(here, [whole.changed({CELL: whole.figures[CELL] + 7}), *others])
    audit("--roster", "roster.csv")
    assert calls == ["again"]


def test_rules_that_are_off_find_nothing_and_levels_hold(here: Path) -> None:
    whole, *others = county(15)
    write_county(
        here, [whole.changed({CELL: whole.figures[CELL] + 7}), *others[:-1]], roster([whole, *others])
    )
    assert audit("--roster", "roster.csv", "--ignore", "U002", "--level", "U001=note") == 0
    assert among() == []  # a report is missing, so the total may be greater
    assert audit("--roster", "roster.csv", "--level", "U002=note") == 0
    assert [one["level"] for one in packed("U002")] == ["note"]


def test_findings_are_set_aside_by_a_comment_and_by_a_side_file(here: Path) -> None:
    whole, *others = county(16)
    write_county(here, [whole.changed({CELL: whole.figures[CELL] + 7}), *others])
    with open(here / "roster.csv", "a", encoding="utf-8", newline="") as file:
        file.write(f"青禾县档案局,{whole.name},部门,,\n")
    (here / "reportlint-ignore.toml").write_text(
        '[[ignore]]\nrule = "U002"\nfile = "roster.csv"\nwhere = "青禾县档案局"\nreason = "与办公室合署"\n',
        encoding="utf-8",
    )
    audit("--roster", "roster.csv")
    assert among() == []
    assert rows("SELECT code, suppressed FROM findings") == [("U002", "side-file")]


def test_a_comment_in_a_report_sets_its_finding_aside(here: Path) -> None:
    whole, *others = county(16)
    text = whole.changed({CELL: whole.figures[CELL] + 7}).text()
    write_county(here, [whole, *others])
    write(here, {f"2023/{whole.name}.txt": f"# reportlint: file-ignore[U001] 已与台账核对\n{text}"})
    audit("--roster", "roster.csv")
    assert rows("SELECT code, suppressed FROM findings") == [("U001", "inline")]


# --- names that are only near, reports that are there twice --------------------------------------


def test_a_missing_report_is_hinted_at_where_a_name_is_near(here: Path) -> None:
    organs = county(1, 2023, bureaus=8)
    rename = {"青禾县农业农村局": "青禾县农业局", "青禾县交通运输局": "青禾县交通运输局（机关）"}
    reports = {f"2023/{at}.txt": one.text() for at, one in enumerate(organs)}
    for at, one in enumerate(organs):
        if one.name in rename:
            reports[f"2023/{at}.txt"] = one.text().replace(one.name, rename[one.name])
        if one.name in ("青禾县统计局", "青禾县水利局"):
            del reports[f"2023/{at}.txt"]
    write_county(here, [], roster(organs))
    write(here, reports)
    (here / "in/2023/水利局.pdf").write_bytes(b"%PDF-1.4 broken")
    (here / "in/2022").mkdir()
    (here / "in/2022/统计局.pdf").write_bytes(b"%PDF-1.4 broken")
    audit("--roster", "roster.csv")
    lines = (here / "out/findings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [one for one in map(json.loads, lines) if one["code"] == "U002"]
    missing = {one["location"]["anchor"]: one["message"] for one in found}
    farm = next(at for at, one in enumerate(organs) if one.name == "青禾县农业农村局")
    assert missing == {
        "青禾县水利局/2023": "青禾县水利局没有 2023 年度的报告；有文件名与它相近的文件，但读不出来或者不像年报：in/2023/水利局.pdf",
        "青禾县统计局/2023": "青禾县统计局没有 2023 年度的报告",
        "青禾县农业农村局/2023": "青禾县农业农村局没有 2023 年度的报告；有一份报告写的单位是“青禾县农业局”，不在名册中，"
        f"可能就是它的：in/2023/{farm}.txt",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("青禾县住建局", "青禾县住房和城乡建设局", True), ("云岭市青禾县人社局", "青禾县人力资源和社会保障局", True),
        ("县政府办", "青禾县人民政府办公室", True), ("青禾县人民政府办公厅", "青禾县人民政府办公室", True),
        ("青禾县卫生建康局", "青禾县卫生健康局", True), ("青禾县财政局", "青禾县民政局", False),
        ("青禾县枫林镇人民政府", "青禾县双塔镇人民政府", False), ("青禾县人民政府", "青禾县枫林镇人民政府", False),
        ("青禾县城市管理局", "青禾县应急管理局", False),
    ],
)  # fmt: skip
def test_which_names_are_near(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) is is_near(other, one) is near


def test_reports_that_are_there_twice_or_of_nobody_are_listed(here: Path) -> None:
    organs = county(1, 2023)
    write_county(here, organs[1:], roster(organs[1:])[:1] + [(one.name,) for one in organs[2:]])
    finance, civil = organs[2], organs[3]
    write(here, {"2023/again.md": finance.text(), "2023/other.md": civil.changed({CELL: Decimal(7)}).text()})
    audit("--roster", "roster.csv")
    book = openpyxl.load_workbook("out/summary.xlsx")
    found = [row for row in book["缺报迟报"].iter_rows(values_only=True) if row[0] in ("重复", "名册外")]
    assert [(row[0], row[1], row[3]) for row in found] == [
        ("重复", civil.name, "in/2023/other.md"),
        ("重复", finance.name, "in/2023/again.md"),
        ("名册外", organs[1].name, f"in/2023/{organs[1].name}.txt"),
    ]
    assert ["数字相同" in str(row[5]) for row in found] == [False, True, False]


def test_last_year_s_report_may_be_there_twice_alike(here: Path) -> None:
    organs = county(1, 2023)
    one = organs[2]
    before = next(before for before in year_before(organs) if before.name == one.name)
    wrong = one.changed({("s2_art20_1", "normative_docs", "in_force"): Decimal(4321)})
    write(here, {"now.txt": wrong.text(), "a.txt": before.text(), "b.md": before.text()})
    audit(select="Y002")
    assert rows("SELECT path FROM findings WHERE code = 'Y002'") == [("in/now.txt",)]
    write(here, {"b.md": before.changed({CELL: Decimal(7)}).text()})
    audit(select="Y002")
    assert rows("SELECT undecided FROM reports WHERE path = 'in/now.txt'") == [("Y002:last",)]


def test_the_page_does_not_add_a_total_to_what_it_is_added_from(here: Path) -> None:
    organs = county(1, 2023)
    for scope, wholes in (("全县", [organs[0].name]), ("本单位", []), ("", [])):
        write_county(here, organs, roster(organs, scope))
        audit("--roster", "roster.csv")
        page = (here / "out/index.html").read_text(encoding="utf-8")
        data = json.loads(
            page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
        )
        assert data["wholes"] == wholes


def test_a_comment_about_a_rule_of_audits_that_sets_nothing_aside_is_told_in_an_audit_only(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, *others = county(16)
    write_county(here, [whole, *others])
    path = f"in/2023/{whole.name}.txt"
    write(here, {f"2023/{whole.name}.txt": f"# reportlint: file-ignore[U001, U002] 已核\n{whole.text()}"})
    audit("--roster", "roster.csv", select="U,N")
    assert rows("SELECT code, path, line FROM findings") == [("N002", path, 1)]
    assert "U001" in packed("N002")[0]["message"]["zh"]
    audit("--roster", "roster.csv", select="U,N")
    assert rows("SELECT code FROM findings") == [("N002",)]
    capsys.readouterr()
    assert cli.main([path, "--isolated"]) == 0
    assert "N002" not in capsys.readouterr().out
    write(here, {f"2023/{whole.name}.txt": f"# reportlint: file-ignore[U003] 已核\n{whole.text()}"})
    audit("--roster", "roster.csv", select="U,N")
    told = rows(
        "SELECT count(*) FROM reports WHERE path = ? AND decided LIKE '%U003%'".replace("?", f"'{path}'")
    )
    assert rows("SELECT count(*) FROM findings") == told


def test_an_entry_of_the_side_file_about_a_rule_of_audits_that_sets_nothing_aside_is_told(here: Path) -> None:
    whole, *others = county(16)
    write_county(here, [whole, *others])
    entry = f'[[ignore]]\nrule = "U001"\nfile = "{whole.name}.txt"\nreason = "x"\n'
    (here / "reportlint-ignore.toml").write_text(entry, encoding="utf-8")
    audit("--roster", "roster.csv", select="U,N")
    assert rows("SELECT code, path FROM findings") == [("N002", "reportlint-ignore.toml")]
    assert cli.main(["in", "--isolated", "--select", "N"]) == 0
