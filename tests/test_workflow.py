"""Runs as an office does them: configuration, side files, excludes, kept results, several processes."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from reportlint.cache import cache_folder
from reportlint.cli import main
from reportlint.plugins import Catalog, load_catalog
from reportlint.read import SUFFIXES
from reports import make, replace_cell

GOOD = make("2021", "bars", 1, line_end="\n")
WRONG = replace_cell(GOOD, "s4_review_litigation", "review", "upheld", "77").text


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one faulty and one clean report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "reportlint.setups.load_catalog", lambda packs=(): load_catalog(packs=packs) if packs else catalog
    )
    put("2024/wrong.txt", WRONG)
    put("2024/good.txt", GOOD.text)
    return tmp_path


def put(name: str, text: str) -> None:
    """A file below the working folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], str]:
    """Exit code, ``file CODE`` of the open findings, standard error."""
    capsys.readouterr()
    code = main([*arguments, "--output-format", "json", "--lang", "en"])
    captured = capsys.readouterr()
    found = json.loads(captured.out)["findings"] if captured.out else []
    return code, [f"{one['file']} {one['code']}" for one in found if one["suppressed"] is None], captured.err


FAULT = ["2024/wrong.txt A004"]


def test_the_configuration_of_its_folder_is_used_for_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, ".")[:2] == (1, FAULT)
    put("2024/reportlint.toml", 'ignore = ["A004"]\n')
    assert told(capsys, ".")[:2] == (0, [])
    assert told(capsys, ".", "--isolated")[:2] == (1, FAULT)
    assert told(capsys, ".", "--select", "A")[:2] == (1, FAULT)
    put("reportlint.toml", 'fail-on = "error"\n[levels]\nA004 = "note"\n')
    put("2024/reportlint.toml", 'extend = "../reportlint.toml"\n')
    assert told(capsys, ".")[:2] == (0, FAULT)
    assert told(capsys, ".", "--fail-on", "note")[:2] == (1, FAULT)
    assert told(capsys, ".", "--config", "levels.A004=error")[:2] == (1, FAULT)


def test_a_bad_configuration_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    put("2024/reportlint.toml", "\nselekt = []\n")
    code, _, err = told(capsys, ".")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "reportlint.toml:2: no key 'selekt'; nearest: select" in err


def test_excluded_files_stay_out_even_when_named(capsys: pytest.CaptureFixture[str]) -> None:
    put("reportlint.toml", 'exclude = ["2024/wrong.txt"]\n')
    assert told(capsys, ".")[:2] == (0, [])
    code, found, err = told(capsys, "2024/wrong.txt")
    assert (code, found) == (0, [])
    assert "2024/wrong.txt: excluded" in err
    assert told(capsys, "2024/wrong.txt", "--no-exclude")[:2] == (1, FAULT)
    assert told(capsys, ".", "--isolated", "--exclude", "wrong.txt")[:2] == (0, [])


def test_a_hook_may_name_only_excluded_files(capsys: pytest.CaptureFixture[str]) -> None:
    """pre-commit names every file of the commit; what configuration excludes is none of its business."""
    put("reportlint.toml", 'exclude = ["2024/"]\n')
    assert main(["2024/wrong.txt", "2024/good.txt", "--walked"]) == 0
    assert capsys.readouterr().out == ""


def test_a_folder_of_which_all_is_excluded_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    put("reportlint.toml", 'exclude = ["2024/"]\n')
    assert main([".", "--lang", "en"]) == 2
    assert "all 2 files found are excluded by configuration" in capsys.readouterr().err
    assert main([".", "--allow-empty"]) == 0


def test_the_hook_sees_every_kind_of_file_that_is_read() -> None:
    text = (Path(__file__).resolve().parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    found = re.search("^  files: '(.*)'$", text, re.M)
    assert found is not None
    pattern = re.compile(found[1])
    assert [one for one in SUFFIXES if not pattern.search(f"报告{one.upper()}")] == []
    assert [one for one in (".py", ".docxx", ".json", "") if pattern.search(f"txt{one}")] == []


def test_standard_input_is_configured_by_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        class buffer:  # noqa: N801
            @staticmethod
            def read(size: int = -1) -> bytes:
                return WRONG.encode()

    monkeypatch.setattr("sys.stdin", Stdin)
    put("2024/reportlint.toml", 'ignore = ["A004"]\n')
    assert told(capsys, "-")[:2] == (1, ["- A004"])
    assert told(capsys, "-", "--stdin-filename", "2024/new.txt")[:2] == (0, [])
    put("2024/reportlint.toml", 'exclude = ["new.txt"]\n')
    assert told(capsys, "-", "--stdin-filename", "2024/new.txt")[:2] == (0, [])


# --- set aside from outside --------------------------------------------------------------------


def test_per_file_ignores_set_aside_and_tell_when_they_are_of_no_use(
    capsys: pytest.CaptureFixture[str],
) -> None:
    put("reportlint.toml", '[per-file-ignores]\n"2024/w*" = ["A"]\n"2024/g*" = ["A004"]\n"2023/**" = ["A"]\n')
    assert told(capsys, ".")[:2] == (1, ["reportlint.toml N002"])
    main([".", "--output-format", "concise"])
    assert "reportlint.toml:3:1: N002" in capsys.readouterr().out
    put("reportlint.toml", '[per-file-ignores]\n"2024/**" = ["A"]\n')
    assert told(capsys, ".")[:2] == (0, [])


def test_a_family_that_finds_nothing_is_of_no_use_though_some_of_its_rules_are_for_other_forms(
    capsys: pytest.CaptureFixture[str],
) -> None:
    put("reportlint.toml", '[per-file-ignores]\n"2024/good.txt" = ["T", "W"]\n')
    assert told(capsys, "2024/good.txt")[:2] == (1, ["reportlint.toml N002"])
    assert told(capsys, "2024/good.txt", "--select", "T001,N")[:2] == (0, [])
    put("2024/good.txt", "no report\n")
    assert told(capsys, "2024/good.txt", "--walked")[:2] == (0, ["2024/good.txt P006"])


def test_per_file_ignores_of_an_option_and_of_an_extended_file(capsys: pytest.CaptureFixture[str]) -> None:
    option = 'per-file-ignores."2024/*" = ["A004"]'
    assert told(capsys, ".", "--config", option)[:2] == (0, [])
    assert told(capsys, ".", "--config", option.replace("A004", "A001"))[:2] == (1, FAULT)
    put("base.toml", '\n[per-file-ignores]\n"2024/*" = ["A001"]\n')
    put("2024/reportlint.toml", 'extend = "../base.toml"\n[per-file-ignores]\n"wrong.txt" = ["A004"]\n')
    assert told(capsys, ".")[:2] == (1, ["base.toml N002"])
    main([".", "--output-format", "concise"])
    assert "base.toml:3:1: N002" in capsys.readouterr().out


def test_per_file_ignores_are_checked_before_any_file_is(capsys: pytest.CaptureFixture[str]) -> None:
    put("reportlint.toml", '[per-file-ignores]\n"a" = ["T"]\n"b" = ["A01"]\n')
    for command in ([], ["show-settings"]):
        assert main([*command, "2024/good.txt", "--lang", "en"]) == 2
        out, err = capsys.readouterr()
        assert "reportlint.toml:3: per-file-ignores: no rule 'A01'; nearest: A0" in err
        assert out == ""
    put("reportlint.toml", '[per-file-ignores]\n"2024/good.txt" = ["unreadable-file"]\n')
    assert told(capsys, "2024/good.txt")[:2] == (1, ["reportlint.toml N003"])


def test_the_side_file_sets_aside_with_reason_and_end(capsys: pytest.CaptureFixture[str]) -> None:
    entry = '[[ignore]]\nrule = "review-total"\nfile = "2024/*"\n'
    put("reportlint-ignore.toml", entry + 'where = "s4_review_litigation/review"\nreason = "已核"\n')
    assert told(capsys, ".")[:2] == (0, [])
    put("reportlint-ignore.toml", entry)
    assert told(capsys, ".")[:2] == (1, ["reportlint-ignore.toml N001"])
    put("reportlint-ignore.toml", entry + 'reason = "x"\nuntil = 2020-01-01\n')
    assert told(capsys, ".")[:2] == (1, [*FAULT, "reportlint-ignore.toml N004"])
    put("reportlint-ignore.toml", entry + 'reason = "x"\nwhere = "s3_requests"\n')
    assert told(capsys, ".")[:2] == (1, [*FAULT, "reportlint-ignore.toml N002"])
    put("reportlint-ignore.toml", '[[ignore]]\nrule = "A0X"\nreason = "x"\n')
    assert told(capsys, ".")[:2] == (1, [*FAULT, "reportlint-ignore.toml N003"])
    assert told(capsys, "2024/good.txt", "--ignore", "N")[:2] == (0, [])


def test_an_entry_for_files_of_another_run_is_left_in_peace(capsys: pytest.CaptureFixture[str]) -> None:
    put("reportlint-ignore.toml", '[[ignore]]\nrule = "A004"\nfile = "2024/wrong.txt"\nreason = "x"\n')
    assert told(capsys, "2024/good.txt")[:2] == (0, [])


# --- several processes, kept results ----------------------------------------------------------------


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a run prints."""
    capsys.readouterr()
    main([*arguments])
    return capsys.readouterr().out


@pytest.mark.parametrize("name", ["full", "json", "sarif"])
def test_any_number_of_processes_prints_the_same(capsys: pytest.CaptureFixture[str], name: str) -> None:
    put("reportlint-ignore.toml", '[[ignore]]\nrule = "A004"\nfile = "2024/0*"\nreason = "x"\n')
    for number in range(6):
        put(f"2024/0{number}.txt", WRONG.replace("2023", f"202{number}"))
    Path("2024/bad.txt").write_bytes(b"\xff\xff")
    call = (".", "--no-cache", "--output-format", name)
    assert printed(capsys, *call, "-j1") == printed(capsys, *call, "-j3")


def test_kept_results_are_the_same_and_follow_every_change(capsys: pytest.CaptureFixture[str]) -> None:
    first = printed(capsys, ".")
    assert sum(1 for _ in cache_folder().glob("??/*.json")) == 2
    assert printed(capsys, ".") == first
    put("2024/wrong.txt", GOOD.text)
    assert "A004" not in printed(capsys, ".")
    put("2024/wrong.txt", WRONG)
    assert printed(capsys, ".") == first
    put("reportlint.toml", '[levels]\nA004 = "note"\n')
    assert told(capsys, ".")[:2] == (0, FAULT)
    assert "A004" not in printed(capsys, ".", "--ignore", "A004")


def test_a_run_without_cache_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, ".", "--no-cache")
    assert not cache_folder().exists()


def test_cleaning_removes_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, ".")
    assert "2" in printed(capsys, "clean", "--lang", "en")
    assert not cache_folder().exists()


def test_a_cache_of_old_is_written_by_nobody_else(capsys: pytest.CaptureFixture[str]) -> None:
    """What a file says of the day it is read on is not kept past that day."""
    put(
        "2024/wrong.txt", WRONG.replace("\n\n", "\n# reportlint: file-ignore[A004] until=2999-01-01 x\n\n", 1)
    )
    assert told(capsys, ".")[:2] == (0, [])
    assert told(capsys, ".")[:2] == (0, [])


# --- what is shown -----------------------------------------------------------------------------------


def test_settings_are_shown_with_their_origin(capsys: pytest.CaptureFixture[str]) -> None:
    put("reportlint.toml", 'edition = "2021"\n\nexclude = ["old/"]\n')
    out = printed(capsys, "show-settings", "2024/good.txt", "--select", "A", "--lang", "en")
    here = Path.cwd() / "reportlint.toml"
    assert f'edition = "2021"  # {here}:1\n' in out
    assert 'select = ["A"]  # --select\n' in out
    assert f'exclude = ["old/"]  # {here}:3 ({os.getcwd()})\n' in out
    assert "# max-pages = 500\n" in out


def test_shown_settings_can_be_written_to_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    said = """
        select = ["A", "S"]
        levels = { A004 = "note" }
        thresholds = { "S005.characters" = 20, C001.figures = 4 }
        due = "01-20"
        per-file-ignores = { "旧/*" = ["A", "S001"] }
        include = ["2024/**"]
        fail-on = "error"
    """
    put("reportlint.toml", said)
    shown = tomllib.loads(printed(capsys, "show-settings", "2024/good.txt"))
    assert shown.pop("due") == dict.fromkeys(("government", "department", "township", "other"), "01-20")
    assert shown.pop("thresholds") == {"S005.characters": 20, "C001.figures": 4}
    wanted = tomllib.loads(said)
    assert shown == {key: one for key, one in wanted.items() if key not in ("due", "thresholds")}


def test_a_hook_walks(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no report is a note for a hook, an error for who names it."""
    put("notice.txt", "关于报送年度报告的通知\n\n请于1月20日前报送。\n")
    assert told(capsys, "notice.txt")[:2] == (1, ["notice.txt P006"])
    assert told(capsys, "notice.txt", "--walked")[:2] == (0, ["notice.txt P006"])
