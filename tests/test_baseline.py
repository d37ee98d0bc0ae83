"""The baseline: old debts are set aside, whatever is new is seen."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reportlint.cli import main
from reports import make, replace_cell

GOOD = make("2021", "bars", 1, line_end="\n")
CASES = Path(__file__).parent / "cases"
CELLS = (("review", "upheld", "77"), ("litig_direct", "upheld", "88"), ("review", "upheld", "78"))
ONE, OTHER, CHANGED = (replace_cell(GOOD, "s4_review_litigation", *cell).text for cell in CELLS)


@pytest.fixture
def folder(tmp_path: Path, rules_loaded: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one faulty report and a baseline of it."""
    monkeypatch.chdir(tmp_path)
    put("a.txt", ONE)
    assert main(["a.txt", "--write-baseline", "old.json"]) == 0
    return tmp_path


def put(name: str, text: str) -> None:
    """Write a report into the working folder."""
    Path(name).write_text(text, encoding="utf-8", newline="")


def test_what_is_in_the_baseline_does_not_count_and_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["a.txt", "--baseline", "old.json"]) == 0
    captured = capsys.readouterr()
    assert "基线 1 条" in captured.out
    assert "A004" not in captured.out


@pytest.mark.parametrize("text", [OTHER, CHANGED])
def test_a_fault_mended_while_another_is_made_is_seen(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """The same rule in the same file: a count per file would hide it."""
    put("a.txt", text)
    assert main(["a.txt", "--baseline", "old.json", "--output-format", "concise"]) == 1
    captured = capsys.readouterr()
    assert captured.out.count("A004") == 1
    assert "1 条已不存在" in captured.err


def test_lines_that_move_change_nothing(folder: Path) -> None:
    head, _, rest = ONE.partition("\n")
    put("a.txt", head + "\n\n\n\n" + rest)
    assert main(["a.txt", "--baseline", "old.json"]) == 0


def test_updating_only_removes(folder: Path) -> None:
    put("b.txt", OTHER)
    put("a.txt", GOOD.text)
    assert main(["a.txt", "b.txt", "--baseline", "old.json", "--update-baseline"]) == 1
    assert json.loads(Path("old.json").read_text(encoding="utf-8"))["entries"] == []


def test_an_entry_of_a_file_that_was_not_checked_stays(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path("old.json").read_bytes()
    put("b.txt", GOOD.text)
    assert main(["b.txt", "--baseline", "old.json", "--update-baseline"]) == 0
    Path("a.txt").write_bytes(b"PK\x03\x04")
    assert main(["a.txt", "--baseline", "old.json", "--update-baseline"]) == 1
    assert Path("old.json").read_bytes() == before
    assert "P001" in capsys.readouterr().out


def entries(name: str = "old.json") -> list[str]:
    """``file CODE`` of the entries of a baseline."""
    told = json.loads(Path(name).read_text(encoding="utf-8"))
    return [f"{one['file']} {one['code']}" for one in told["entries"]]


def test_an_entry_whose_rule_was_not_judged_stays_and_that_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.txt", GOOD.text)
    capsys.readouterr()
    assert main(["a.txt", "--select", "T", "--baseline", "old.json", "--update-baseline"]) == 0
    assert entries() == ["a.txt A004"]
    assert "1 条的规则这次没有判断（A004）" in capsys.readouterr().err
    assert main(["a.txt", "--baseline", "old.json", "--update-baseline"]) == 0
    assert entries() == []


def test_rules_about_both_years_keep_their_entries_in_a_run_without_last_year(folder: Path) -> None:
    put("a.txt", (CASES / "Y001-carried-over.txt").read_text(encoding="utf-8"))
    put("last.txt", (CASES / "last" / "Y001-carried-over.txt").read_text(encoding="utf-8"))
    assert main(["a.txt", "--previous", "last.txt", "--write-baseline", "new.json"]) == 0
    assert entries("new.json") == ["a.txt Y001"]
    assert main(["a.txt", "--baseline", "new.json", "--update-baseline"]) == 0
    assert entries("new.json") == ["a.txt Y001"]


def test_the_same_report_in_another_format_takes_no_entry_from_its_twin(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("b.md", ONE)
    assert main([".", "--write-baseline", "old.json"]) == 0
    assert entries() == ["a.txt A004", "b.md A004"]
    capsys.readouterr()
    assert main(["a.txt", "--baseline", "old.json", "--update-baseline"]) == 0
    assert capsys.readouterr().err == ""
    assert entries() == ["a.txt A004", "b.md A004"]


def test_a_report_that_is_renamed_keeps_its_debts_and_one_that_is_gone_has_none(folder: Path) -> None:
    Path("a.txt").rename("c.txt")
    assert main([".", "--baseline", "old.json", "--update-baseline"]) == 0
    assert entries() == ["a.txt A004"]
    put("c.txt", GOOD.text)
    assert main(["c.txt", "--baseline", "old.json", "--update-baseline"]) == 0
    assert entries() == ["a.txt A004"]
    assert main([".", "--baseline", "old.json", "--update-baseline"]) == 0
    assert entries() == []


def test_a_baseline_is_the_same_from_every_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "in").mkdir()
    put("in/b.txt", "no report\n")
    put("reportlint.toml", 'baseline = "debts.json"\n')
    assert main([".", "--write-baseline", "debts.json"]) == 0
    before = Path("debts.json").read_bytes()
    assert entries("debts.json") == ["a.txt A004", "in/b.txt P006"]
    monkeypatch.chdir(folder / "in")
    for path in (".", "b.txt", "../in/b.txt", str(folder / "in" / "b.txt"), ".."):
        assert main([path, "--walked"]) == 0
        assert main([path, "--walked", "--baseline", "../debts.json", "--update-baseline"]) == 0
    assert main(["..", "--write-baseline", "../debts.json"]) == 0
    assert (folder / "debts.json").read_bytes() == before
    put("b.txt", GOOD.text)
    assert main([str(folder / "in"), "--baseline", "../debts.json", "--update-baseline"]) == 0
    assert entries("../debts.json") == ["a.txt A004"]


def test_writing_a_baseline_anew_keeps_the_old_debts(folder: Path) -> None:
    put("b.txt", OTHER)
    assert main([".", "--baseline", "old.json", "--write-baseline", "old.json"]) == 0
    assert entries() == ["a.txt A004", "b.txt A004"]
    put("reportlint.toml", 'baseline = "first.json"\n')
    assert main([".", "--write-baseline", "first.json", "--diff"]) == 0
    assert entries("first.json") == ["a.txt A004", "b.txt A004"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything can be written here")
def test_a_read_only_baseline_is_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("old.json").read_bytes()
    Path("old.json").chmod(0o444)
    put("b.txt", OTHER)
    assert main([".", "--write-baseline", "old.json"]) == 2
    assert "没有权限" in capsys.readouterr().err
    assert Path("old.json").read_bytes() == before


def test_an_unreadable_file_is_never_an_old_debt(folder: Path) -> None:
    Path("a.txt").write_bytes(b"PK\x03\x04")
    assert main(["a.txt", "--write-baseline", "new.json"]) == 1
    assert main(["a.txt", "--baseline", "new.json"]) == 1


def test_a_baseline_written_twice_is_the_same(folder: Path) -> None:
    before = Path("old.json").read_bytes()
    assert main(["a.txt", "--write-baseline", "old.json"]) == 0
    assert Path("old.json").read_bytes() == before


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"version": 2}', '{"version":1,"algorithm":"reportlintValue/v1","entries":[{}]}'],
)
def test_a_bad_baseline_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    put("old.json", content)
    assert main(["a.txt", "--baseline", "old.json"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "--write-baseline" in line


def test_wrong_calls_are_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for call in (["--baseline", "none.json"], ["--update-baseline"]):
        assert main(["a.txt", *call]) == 2
        captured = capsys.readouterr()
        assert (captured.out, len(captured.err.splitlines())) == ("", 1)


def test_a_baseline_that_cannot_be_written_hides_no_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put("a.txt", OTHER)
    assert main(["a.txt", "--baseline", "old.json", "--write-baseline", "no/such/folder.json"]) == 2
    captured = capsys.readouterr()
    assert "no/such/folder.json" in captured.err
    assert "a.txt" in captured.out
