"""Several outputs at once, files written whole or not at all, counts by rule."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reportlint.atomic import write_atomic
from reportlint.cli import main
from reportlint.output import FORMATTERS
from reports import make, replace_cell

WRONG = replace_cell(make("2021", "bars", 1), "s4_review_litigation", "review", "upheld", "77").text


@pytest.fixture
def folder(tmp_path: Path, rules_loaded: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a faulty, a clean and an unreadable report; the rules are loaded."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wrong.txt").write_text(WRONG, encoding="utf-8", newline="")
    (tmp_path / "clean.txt").write_text(make("2021", "bars", 1).text, encoding="utf-8", newline="")
    (tmp_path / "bad.txt").write_bytes(b"%PDF-1.4")
    return tmp_path


def test_several_outputs_are_written_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = [f"--output={name}:out.{name}" for name in FORMATTERS]
    assert main([".", "--output-format", "concise", *outputs]) == 1
    printed = capsys.readouterr().out
    assert (folder / "out.concise").read_text(encoding="utf-8") == printed
    assert json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    for name in FORMATTERS:
        assert "bad.txt" in (folder / f"out.{name}").read_text(encoding="utf-8"), name
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


def test_the_exit_code_is_the_same_for_every_format(folder: Path) -> None:
    for name in FORMATTERS:
        assert main(["wrong.txt", "--output-format", name]) == 1
        assert main(["clean.txt", "--output-format", name]) == 0
        assert main(["bad.txt", "--output-format", name]) == 1
        assert main(["bad.txt", "missing.txt", "--output-format", name]) == 2


@pytest.mark.parametrize("spec", ["sarif", "sarif:", "sarrif:x", ":x"])
def test_a_wrong_output_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str], spec: str) -> None:
    assert main(["clean.txt", "--output", spec, "--lang", "en"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_an_output_that_cannot_be_written_costs_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["wrong.txt", "--output", "json:no/such/folder/x", "--output", "csv:out.csv"])
    captured = capsys.readouterr()
    assert code == 2
    assert "A004" in captured.out
    assert "no/such/folder/x" in captured.err
    assert "A004" in (folder / "out.csv").read_text(encoding="utf-8")


def test_an_empty_run_still_writes_its_files(folder: Path) -> None:
    (folder / "empty").mkdir()
    assert main(["empty", "--allow-empty", "--output", "sarif:out.sarif"]) == 0
    assert json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_statistics_count_by_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wrong.txt", "bad.txt", "--statistics"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[:2] for line in lines[:-1]] == [["1", "A004"], ["1", "P001"]]
    main(["wrong.txt", "--statistics", "--output-format", "json"])
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["code"], told["count"], told["fixable_count"]) == ("A004", 1, 0)
    assert main(["wrong.txt", "--statistics", "--output-format", "sarif"]) == 2


# --- writing -----------------------------------------------------------------------------


def test_platforms_are_told_paths_below_the_working_folder(folder: Path) -> None:
    names = ("sarif", "github", "gitlab", "checkstyle", "rdjson", "json")
    main([str(folder), *(f"--output={name}:out.{name}" for name in names)])
    texts = {name: Path(f"out.{name}").read_text(encoding="utf-8") for name in names}
    assert [name for name in names if str(folder) in texts[name]] == ["json"]
    assert all("wrong.txt" in text for text in texts.values())


def test_what_a_run_writes_into_its_own_folder_is_no_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        main([".", "--output", "html:out.html", "--output", "csv:./out.csv", "--output-format", "json"])
        paths = [one["path"] for one in json.loads(capsys.readouterr().out)["files"]]
        assert not [path for path in paths if path.startswith("out.")]
    assert Path("out.html").exists()


def test_a_format_that_a_configuration_misspells_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("reportlint.toml").write_text('\noutput-format = "pdf"\n', encoding="utf-8")
    assert main([".", "--lang", "en"]) == 2
    assert "reportlint.toml:2: output-format: no format 'pdf'" in capsys.readouterr().err
    Path("reportlint.toml").write_text("edition = 1999\n", encoding="utf-8")
    assert main([".", "--lang", "en"]) == 2
    assert "reportlint.toml:1: edition: no edition '1999'" in capsys.readouterr().err


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomic(target, b"new")
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_atomic(tmp_path / "link.txt", b"new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == b"new"


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write_atomic(target, b"new")
    assert (target.read_bytes(), os.listdir(tmp_path)) == (b"old", ["a.txt"])
