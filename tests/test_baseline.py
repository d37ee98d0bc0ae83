"""The baseline: old debts are set aside, whatever is new is seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportlint.cli import main
from reports import make, replace_cell

GOOD = make("2021", "bars", 1, line_end="\n")
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
