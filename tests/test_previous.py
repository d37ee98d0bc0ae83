"""``--previous``: which report is that of the year before, and what a run makes of it."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import reportlint
from reportlint.cli import main
from reportlint.engine import check_file, check_source, extract_file, read_source
from reportlint.errors import ConfigError
from reportlint.files import Input
from reportlint.plugins import Catalog, load_catalog
from reportlint.previous import Earlier, Whose, earlier_of, last_of
from reportlint.rule import Rule
from reportlint.settings import Settings, selected

CASES = Path(__file__).parent / "cases"
THIS = (CASES / "Y001-carried-over.txt").read_text(encoding="utf-8")
LAST = (CASES / "last" / "Y001-carried-over.txt").read_text(encoding="utf-8")
ROW = "二、上年结转政府信息公开申请数量"
Printed = Callable[..., tuple[int, dict[str, Any], str]]
pytestmark = pytest.mark.usefixtures("rules_loaded")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to run in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def printed(here: Path, capsys: pytest.CaptureFixture[str]) -> Printed:
    """Run the command: exit code, the findings as JSON, what went to standard error."""

    def call(*arguments: str) -> tuple[int, dict[str, Any], str]:
        code = main([*arguments, "--output-format", "json", "--isolated"])
        out, err = capsys.readouterr()
        return code, json.loads(out), err

    return call


def write(name: str, text: str) -> str:
    """A file in the working folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return name


def codes(found: dict[str, Any]) -> list[str]:
    """The codes of the findings."""
    return [one["code"] for one in found["findings"]]


def undecided(found: dict[str, Any], at: int = 0) -> set[str]:
    """The rules of family Y that could not be judged for a file."""
    return {code for code in found["files"][at]["checks"]["undecided_rules"] if code.startswith("Y")}


# --- one file ----------------------------------------------------------------------------------


def test_the_rules_about_two_years_are_part_of_a_run_with_last_year_s_report_only(printed: Printed) -> None:
    this, last = write("2023.txt", THIS), write("2022.txt", LAST)
    code, without, _ = printed(this)
    assert (code, codes(without), undecided(without)) == (0, [], set())
    code, found, err = printed(this, "--previous", last)
    assert (code, codes(found), err) == (1, ["Y001"], "")
    assert found["files"][0]["checks"]["decided"] > without["files"][0]["checks"]["decided"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("2022年", "2021年", "2021 年"),
        ("2022年", "2023年", "2023 年"),
        ("示例县河道管理局", "示例县水利局", "水利局"),
        ("示例县河道管理局2022年", "", "? 年"),
    ],
)
def test_a_file_that_is_not_last_year_s_is_said_once_and_nothing_is_guessed(
    old: str, new: str, told: str, printed: Printed
) -> None:
    this = write("2023.txt", THIS)
    text = (
        LAST.replace(old, new, 1) if new else LAST.replace("2022", "20XX").replace("示例县河道管理局", "", 1)
    )
    code, found, err = printed(this, "--previous", write("x.txt", text))
    assert (code, codes(found)) == (0, [])
    assert len(undecided(found)) == 6
    assert len(err.splitlines()) == 1
    assert told in err
    assert "2023.txt" in err


def test_one_named_file_need_not_say_whose_it_is(printed: Printed) -> None:
    last = write("last.txt", LAST.replace("示例县河道管理局", "", 1))
    _, found, err = printed(write("2023.txt", THIS), "--previous", last)
    assert (codes(found), err) == (["Y001"], "")


def test_a_file_that_cannot_be_read_is_named_and_the_other_rules_go_on(printed: Printed) -> None:
    Path("bad.txt").write_bytes(b"\xff\xff\xfe \x81")
    broken = THIS.replace("| 9 | 2 | 0 | 0 | 0 | 0 | 11", "| 9 | 2 | 0 | 0 | 0 | 0 | 12")
    code, found, err = printed(write("2023.txt", broken), "--previous", "bad.txt")
    assert code == 1
    assert codes(found) == ["A001"]
    assert len(undecided(found)) == 6
    (line,) = err.splitlines()
    assert "bad.txt" in line
    assert "P003" in line


def test_a_path_that_is_not_there_is_a_wrong_call(printed: Printed) -> None:
    code, found, err = printed(write("2023.txt", THIS), "--previous", "nowhere.txt")
    assert code == 2
    assert "nowhere.txt" in err
    assert found["summary"]["files"] == 1


def test_what_is_said_of_this_year_s_report_is_not_said_of_last_year_s(printed: Printed) -> None:
    this = write("this.txt", THIS.replace("2023年政府信息公开工作", "政府信息公开工作", 1))
    arguments = ("--year", "2023", "--edition", "2021", "--due", "2024-01-20")
    _, found, err = printed(this, "--previous", write("2022.txt", LAST), *arguments, "--select", "Y")
    assert (codes(found), err) == (["Y001"], "")


def test_standard_input_has_a_last_year_too(printed: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(THIS.encode("utf-8")), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)
    _, found, err = printed("-", "--previous", write("2022.txt", LAST), "--select", "Y")
    assert (codes(found), err) == (["Y001"], "")


# --- a folder --------------------------------------------------------------------------------------


def named(text: str, agency: str) -> str:
    """The report as that of another agency."""
    return text.replace("示例县河道管理局", agency)


@pytest.fixture
def folders(here: Path) -> tuple[str, str]:
    """Reports of three agencies, two of them with a report of the year before in the other folder."""
    for agency in ("甲县民政局", "乙县民政局", "丙县民政局"):
        write(f"now/{agency}.txt", named(THIS, agency))
    same = LAST.replace("| 2 | 0 | 0 | 0 | 0 | 0 | 2\n", "| 0 | 0 | 0 | 0 | 0 | 0 | 0\n")
    write("before/a.txt", named(LAST, "乙县民政局"))
    write("before/b.txt", named(same, "甲县民政局"))
    write("before/c.txt", named(LAST.replace("2022", "2020"), "丙县民政局"))
    return "now", "before"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_report_finds_its_own_by_agency_and_year(
    jobs: str, folders: tuple[str, str], printed: Printed
) -> None:
    now, before = folders
    _, found, err = printed(now, "--previous", before, "-j", jobs, "--no-cache")
    assert [(one["code"], one["file"]) for one in found["findings"]] == [("Y001", "now/乙县民政局.txt")]
    paths = [one["path"] for one in found["files"]]
    assert {name: len(undecided(found, at)) for at, name in enumerate(paths)} == {
        "now/丙县民政局.txt": 6, "now/乙县民政局.txt": 1, "now/甲县民政局.txt": 1,
    }  # fmt: skip
    assert err.splitlines() == ["1 个文件没有找到上年的报告，跨年的规则没有判断：now/丙县民政局.txt"]


def test_a_kept_result_goes_with_the_content_of_last_year_s_report(printed: Printed) -> None:
    this, last = write("2023.txt", THIS), write("2022.txt", LAST)
    assert codes(printed(this, "--previous", last)[1]) == ["Y001"]
    assert codes(printed(this, "--previous", last)[1]) == ["Y001"]
    write(last, LAST.replace("| 2 | 0 | 0 | 0 | 0 | 0 | 2\n", "| 0 | 0 | 0 | 0 | 0 | 0 | 0\n"))
    assert codes(printed(this, "--previous", last)[1]) == []
    assert codes(printed(this)[1]) == []
    write(last, LAST.replace("2022", "2021"))
    assert len(undecided(printed(this, "--previous", last)[1])) == 6


def earlier(agency: str | None, year: int | None, path: str = "x.txt", error: str = "") -> Earlier:
    """A file as ``--previous`` knows it, met in a folder."""
    return Earlier(path, path, False, path, Whose(agency, year, error))


@pytest.mark.parametrize(
    ("agency", "there", "wanted"),
    [
        ("甲县人民政府", [earlier("甲县政府", 2022)], "x.txt"),
        ("甲县人民政府", [earlier("某市甲县人民政府", 2022)], "x.txt"),
        ("某市甲县民政局", [earlier("甲县民政局", 2022)], "x.txt"),
        ("民政局", [earlier("甲县民政局", 2022)], None),
        ("甲县民政局", [earlier("乙县民政局", 2022)], None),
        ("甲县民政局", [earlier(None, 2022)], None),
        (None, [earlier("甲县民政局", 2022)], None),
        ("甲县民政局", [earlier("甲县民政局", 2021), earlier("甲县民政局", 2023)], None),
        ("甲县民政局", [earlier("甲县民政局", None)], None),
        ("甲县民政局", [earlier("甲县民政局", 2022, error="P001")], None),
        ("甲县民政局", [earlier("甲县民政局", 2022, "b.txt"), earlier("甲县民政局", 2022, "a.pdf")], "b.txt"),
        ("甲县民政局", [earlier("甲县民政局", 2022, "b.pdf"), earlier("甲县民政局", 2022, "a.pdf")], "a.pdf"),
        ("甲县民政局", [earlier("东市甲县民政局", 2022, "a"), earlier("西市甲县民政局", 2022, "b")], None),
        ("甲县民政局", [earlier("东市甲县民政局", 2022, "a"), earlier("甲县民政局", 2022, "b")], "b"),
    ],
)
def test_year_and_agency_decide(agency: str | None, there: list[Earlier], wanted: str | None) -> None:
    found = last_of(Whose(agency, 2023), ".txt", there)
    assert (found.path if found is not None else None) == wanted


def test_what_cannot_be_opened_is_known_by_its_code(here: Path, catalog: Catalog) -> None:
    found = earlier_of(Input(here / "gone.txt", "gone.txt", False), catalog, Settings())
    assert (found.whose.error, found.digest) == ("P001", "")


# --- the same in Python, and the rules by themselves ------------------------------------------------------


def test_the_python_interface_takes_last_year_s_report(here: Path, catalog: Catalog) -> None:
    this, last = write("2023.txt", THIS), write("2022.txt", LAST)
    (file,) = reportlint.check(this, catalog=catalog, previous=last).files
    assert [finding.code for finding in file.findings] == ["Y001"]
    (file,) = reportlint.check(
        this, catalog=catalog, previous=[write("2020.txt", LAST.replace("2022", "2020"))]
    ).files
    assert {one.code for one in file.undecided if one.reason == "last"} == {f"Y00{n}" for n in range(1, 7)}
    (here / "empty").mkdir()
    (file,) = reportlint.check(this, catalog=catalog, previous=here / "empty").files
    assert "Y001" in {one.code for one in file.undecided}
    with pytest.raises(ConfigError, match=r"nowhere\.txt"):
        reportlint.check(this, catalog=catalog, previous="nowhere.txt")


MARK = f"# reportlint: ignore[Y001] 机构改革划入\n{ROW}"
NO_USE = "# reportlint: ignore[Y002] 清理后重新统计\n一、总体情况"


@pytest.mark.parametrize(
    "text",
    [
        THIS,
        THIS.replace(ROW, MARK),
        THIS.replace("一、总体情况", NO_USE),
        THIS.replace("| 9 | 2 | 0 | 0 | 0 | 0 | 11", "| 9 | 2 | 0 | 0 | 0 | 0 | 12"),
        LAST.replace("2022", "2023"),
        "没有标题的一段文字",
    ],
)
def test_the_rules_that_need_last_year_find_the_same_in_a_run_of_their_own(
    text: str, catalog: Catalog
) -> None:
    settings = Settings()
    rules = selected(catalog.rules, settings)
    own = [rule for rule in rules if rule.needs_last]
    last = extract_file(Path("x.txt"), catalog, settings, LAST.encode())
    source = read_source(Path("x.txt"), text.encode(), catalog, settings)
    whole = check_source(source, "x.txt", catalog, rules, settings, last=last)
    alone = check_source(source, "x.txt", catalog, own, settings, last=last)
    wanted = {rule.code for rule in own}
    assert list(alone.findings) == [one for one in whole.findings if one.code in wanted]
    assert set(alone.decided) == wanted & set(whole.decided)
    assert [one for one in whole.undecided if one.code in wanted] == list(alone.undecided)


def test_a_suppression_of_such_a_rule_is_doubted_only_where_it_was_judged(catalog: Catalog) -> None:
    rules = selected(catalog.rules, Settings())
    last = extract_file(Path("x.txt"), catalog, Settings(), LAST.encode())

    def found(text: str, with_last: bool) -> list[tuple[str, bool]]:
        settings = Settings(with_last=with_last)
        before = last if with_last else None
        result = check_file(Path("x.txt"), "x.txt", catalog, rules, settings, data=text.encode(), last=before)
        return [(one.code, one.suppressed is not None) for one in result.findings]

    assert found(THIS.replace(ROW, MARK), False) == []
    assert found(THIS.replace(ROW, MARK), True) == [("Y001", True)]
    assert found(THIS.replace("一、总体情况", NO_USE), False) == []
    assert found(THIS.replace("一、总体情况", NO_USE), True) == [("N002", False), ("Y001", False)]


def test_an_unused_entry_of_the_configuration_is_still_said_where_last_year_was_not_asked_for(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("reportlint.toml", '[per-file-ignores]\n"*.txt" = ["Y", "L001"]\n')
    main([write("2023.txt", THIS), "--output-format", "json"])
    assert codes(json.loads(capsys.readouterr().out)) == ["N002"]
    write("reportlint.toml", '[per-file-ignores]\n"*.txt" = ["Y"]\n')
    main(["2023.txt", "--output-format", "json"])
    assert codes(json.loads(capsys.readouterr().out)) == []


def test_a_rule_of_a_plug_in_is_known_by_its_formula(catalog: Catalog) -> None:
    (rule,) = (one for one in catalog.rules if one.code == "A008")
    (first,) = rule.equations[:1] or catalog.editions[-1].equations[:1]

    def made(*holds: str) -> Rule:
        relations = tuple(first._replace(rule="X001", holds=text) for text in holds)
        return rule._replace(code="X001", name="x", equations=relations)

    class Plugin:
        def __init__(self, own: Rule) -> None:
            self.own = own

        @reportlint.hookimpl
        def reportlint_rules(self) -> list[Rule]:
            return [self.own]

    last = f"last.{first.holds.split()[0]} == {first.holds.split()[0]}"
    for holds, wanted in (((last,), True), ((first.holds,), False), ((last, first.holds), False)):
        rules = load_catalog(extra=[Plugin(made(*holds))]).rules
        assert next(one for one in rules if one.code == "X001").needs_last is wanted


def test_a_rule_of_a_pack_that_asks_for_last_year_is_no_part_of_a_run_without(here: Path) -> None:
    pack = write(
        "own.toml",
        '[[rule]]\ncode = "X001"\nname = "x"\nlevel = "note"\ntable = "s3_requests"\nholds = "new_received.total <= last.new_received.total * 9"\n'
        'title = { zh = "甲" }\nmessage = { zh = "乙" }\nhelp = { zh = "丙" }\n',
    )
    catalog = load_catalog(packs=[pack])
    (rule,) = (one for one in catalog.rules if one.code == "X001")
    assert rule.needs_last
    data = THIS.encode()
    for with_last, wanted in ((False, []), (True, [("X001", "last")])):
        settings = Settings(with_last=with_last)
        result = check_file(Path("x.txt"), "x.txt", catalog, [rule], settings, data=data)
        assert [tuple(one) for one in result.undecided] == wanted
        assert result.decided == ()
