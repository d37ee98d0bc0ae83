"""The command line as a user meets it: exit codes, streams, languages, consoles."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import reportlint
from reportlint import ConfigError, Hit, Level, Report, Rule, Span, hookimpl
from reportlint.api import check
from reportlint.cli import main
from reportlint.engine import check_file
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings, selected
from reports import make, replace_cell

CLEAN = make("2021", "bars", 1).text
WRONG = replace_cell(make("2021", "bars", 1), "s4_review_litigation", "review", "upheld", "77").text
NOTE = replace_cell(make("2021", "bars", 1), "s2_art20_6", "coercion", "decisions", "/").text
BINARY = b"%PDF-1.4\x00\x01\x02\xff\xfe" + bytes(range(256)) * 4
LANGUAGE = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")
SCRUBBED = (*LANGUAGE, "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8")
NO_TRACE = "Traceback"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an environment that says nothing of language or colour."""
    for name in SCRUBBED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(
    folder: Path, catalog: Catalog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command in this process, with the rules loaded once: exit code, output, errors."""
    monkeypatch.setattr("reportlint.setups.load_catalog", lambda packs=(): catalog)
    monkeypatch.setattr("reportlint.cli_show.load_catalog", lambda packs=(): catalog)

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as stopped:  # --help and --version
            code = int(stopped.code or 0)
        out, err = capsys.readouterr()
        assert NO_TRACE not in out + err
        return code, out, err

    return call


def spawn(folder: Path, *arguments: str, data: bytes = b"", **environment: str) -> tuple[int, bytes, bytes]:
    """The command as a process of its own."""
    env = {name: value for name, value in os.environ.items() if name not in SCRUBBED} | environment
    command = [sys.executable, "-m", "reportlint", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=env, input=data, capture_output=True, timeout=60, check=False
    )
    assert NO_TRACE.encode() not in done.stdout + done.stderr, done.stderr.decode(errors="replace")
    return done.returncode, done.stdout, done.stderr


def write(folder: Path, **files: str | bytes) -> None:
    """Files named ``NAME.txt``."""
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / f"{name}.txt").write_bytes(data)


def found_codes(out: str) -> list[str]:
    """The codes of a run with ``--output-format json``."""
    return [finding["code"] for finding in json.loads(out)["findings"]]


# --- exit codes --------------------------------------------------------------------------------


def test_a_clean_report_is_0_and_says_what_was_checked(run: Run, folder: Path) -> None:
    write(folder, clean=CLEAN)
    code, out, err = run("clean.txt")
    assert (code, err) == (0, "")
    assert "clean.txt" in out
    assert re.search(r"已判定 \d+/\d+ 项", out)


def test_the_word_check_may_stand_before_the_path(run: Run, folder: Path) -> None:
    write(folder, clean=CLEAN, wrong=WRONG)
    assert run("check", "clean.txt") == run("clean.txt")
    assert run("check", "wrong.txt")[0] == 1


def test_findings_are_1(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    code, out, err = run("wrong.txt")
    assert (code, err) == (1, "")
    assert "A004" in out


def test_notes_alone_are_0(run: Run, folder: Path) -> None:
    write(folder, note=NOTE)
    code, out, _ = run("note.txt")
    assert code == 0
    assert "T006" in out


@pytest.mark.parametrize(
    ("name", "limit", "expected"),
    [
        ("note", "note", 1), ("note", "warning", 0), ("note", "error", 0),
        ("wrong", "note", 1), ("wrong", "warning", 1), ("wrong", "error", 1),
        ("late", "note", 1), ("late", "warning", 1), ("late", "error", 0),
        ("clean", "note", 0),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["full", "concise", "json"])
def test_fail_on_sets_the_limit_in_every_format(
    run: Run, folder: Path, name: str, limit: str, expected: int, form: str
) -> None:
    late = replace_cell(make("2021", "bars", 1), "s2_art20_6", "coercion", "decisions", "约30").text
    write(folder, note=NOTE, wrong=WRONG, clean=CLEAN, late=late)
    assert run(f"{name}.txt", "--fail-on", limit, "--output-format", form)[0] == expected


def test_exit_zero_hides_findings_but_no_wrong_call(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    assert run("wrong.txt", "--exit-zero")[0] == 0
    assert run("wrong.txt", "missing.txt", "--exit-zero")[0] == 2


@pytest.mark.parametrize("good", ["clean", "wrong"])
def test_a_missing_file_is_2_and_the_others_are_printed(run: Run, folder: Path, good: str) -> None:
    write(folder, clean=CLEAN, wrong=WRONG)
    code, out, err = run("missing.txt", f"{good}.txt")
    assert code == 2
    assert f"{good}.txt" in out
    assert ("A004" in out) == (good == "wrong")
    assert err.count("\n") == 1
    assert "missing.txt" in err


def test_only_a_missing_file_prints_nothing_but_the_message(run: Run) -> None:
    code, out, err = run("missing.txt")
    assert (code, out) == (2, "")
    assert "missing.txt" in err


def test_a_missing_file_leaves_the_json_whole(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    code, out, _ = run("missing.txt", "wrong.txt", "--output-format", "json")
    assert code == 2
    assert found_codes(out) == ["A004"]


def test_no_file_to_check_is_2(run: Run, folder: Path) -> None:
    (folder / "empty").mkdir()
    code, _, err = run("empty")
    assert code == 2
    assert err.count("\n") == 1
    assert run("empty", "--allow-empty")[0] == 0


def test_no_path_at_all_may_be_allowed(run: Run, folder: Path) -> None:
    assert run("--allow-empty")[0] == 0
    assert run("--allow-empty", "--walked", "--output", "sarif:out.sarif")[0] == 0
    assert (folder / "out.sarif").exists()


def test_no_path_at_all_is_2_and_names_the_help(run: Run) -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "--help" in err


WRONG_CALLS = [
    (("--nonsense",), "--nonsense"),
    (("--edition", "2020"), "2021"),
    (("--organ", "ministry"), "department"),
    (("--due", "2024-02-30"), "2024-02-30"),
    (("--due", "soon"), "soon"),
    (("--level", "A001=fatal"), "A001=fatal"),
    (("--level", "A001"), "A001"),
    (("--level", "A999=note"), "A999"),
    (("--fail-on", "never"), "never"),
    (("--output-format", "yaml"), "yaml"),
    (("--lang", "fr"), "fr"),
    (("--color", "blue"), "blue"),
    (("--year", "last"), "last"),
]


@pytest.mark.parametrize(("options", "word"), WRONG_CALLS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_call_is_one_line_and_2(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], word: str, lang: str
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8" if lang == "en" else "zh_CN.UTF-8")
    write(folder, clean=CLEAN)
    code, out, err = run("clean.txt", *options)
    assert (code, out) == (2, "")
    assert word in err
    assert err.count("\n") == 1
    assert bool(re.search("[一-鿿]", err.replace("法定", ""))) == (lang == "zh")


@pytest.mark.parametrize(
    ("option", "rule", "near"),
    [
        ("--select", "A010", "A00"),
        ("--select", "request-balance", "requests-balance"),
        ("--ignore", "row-mising", "row-missing"),
        ("--extend-select", "T0022", "T002"),
        ("--extend-ignore", "S01O", "S0"),
    ],
)
def test_an_unknown_rule_is_2_with_the_nearest_names(
    run: Run, folder: Path, option: str, rule: str, near: str
) -> None:
    write(folder, clean=CLEAN)
    code, out, err = run("clean.txt", option, rule)
    assert (code, out) == (2, "")
    assert rule in err
    assert near in err
    assert err.count("\n") == 1


# --- files that cannot be read -------------------------------------------------------------------


def test_a_binary_file_is_a_finding_and_the_others_are_checked(run: Run, folder: Path) -> None:
    write(folder, a=BINARY, b=WRONG)
    code, out, err = run("a.txt", "b.txt", "--output-format", "json")
    assert (code, err) == (1, "")
    assert found_codes(out) == ["P001", "A004"]
    files = {one["path"]: one["error"] for one in json.loads(out)["files"]}
    assert files == {"a.txt": "P001", "b.txt": None}
    assert json.loads(out)["summary"]["unreadable"] == 1


def test_an_unreadable_file_fails_at_every_limit_and_selection(run: Run, folder: Path) -> None:
    write(folder, a=BINARY)
    assert run("a.txt", "--fail-on", "error")[0] == 1
    assert run("a.txt", "--select", "S001")[0] == 1


def test_an_unsupported_kind_of_file_is_a_finding(run: Run, folder: Path) -> None:
    (folder / "a.xyz").write_bytes(b"PK\x03\x04" + bytes(200))
    code, out, _ = run("a.xyz", "--output-format", "json")
    assert code == 1
    assert found_codes(out) == ["P001"]


def test_text_that_is_no_report_is_an_error_if_named_and_a_note_if_met(run: Run, folder: Path) -> None:
    notice = "关于做好政府信息公开工作年度报告编制工作的通知\n\n请各单位按时报送。\n"
    write(folder, notice=notice, clean=CLEAN)
    named = json.loads(run("notice.txt", "--output-format", "json")[1])["findings"]
    assert [(one["code"], one["level"]) for one in named] == [("P006", "error")]
    assert run("notice.txt")[0] == 1
    met = json.loads(run(".", "--output-format", "json")[1])["findings"]
    assert [(one["code"], one["level"]) for one in met] == [("P006", "note")]
    assert run(".")[0] == 0


def test_a_locked_file_is_a_finding(run: Run, folder: Path) -> None:
    write(folder, locked=CLEAN, wrong=WRONG)
    (folder / "locked.txt").chmod(0)
    if os.access(folder / "locked.txt", os.R_OK):
        pytest.skip("this user may read everything")
    code, out, _ = run(".", "--output-format", "json")
    assert code == 1
    assert found_codes(out) == ["P001", "A004"]


def test_a_file_that_cannot_be_opened_is_a_finding(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, locked=CLEAN, wrong=WRONG)
    honest = os.open

    def refuse(path: str | Path, *rest: int) -> int:
        if Path(path).name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return honest(path, *rest)

    monkeypatch.setattr(os, "open", refuse)
    code, out, _ = run("locked.txt", "wrong.txt", "--output-format", "json")
    assert code == 1
    assert found_codes(out) == ["P001", "A004"]
    assert "没有读取权限" in out


def test_a_folder_that_may_not_be_listed_is_not_passed_over(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("open", "closed"):
        (folder / name).mkdir()
        write(folder / name, clean=CLEAN)
    honest = os.scandir

    def refuse(path: Any = ".") -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return honest(path)

    monkeypatch.setattr(os, "scandir", refuse)
    code, out, err = run(".")
    assert code != 0
    assert "closed" in out + err
    assert "clean.txt" in out


# --- standard input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_standard_input_is_read_as_bytes(folder: Path, encoding: str) -> None:
    code, out, err = spawn(folder, "-", "--output-format", "json", data=WRONG.encode(encoding))
    assert (code, err) == (1, b"")
    (one,) = json.loads(out)["findings"]
    assert (one["code"], one["file"]) == ("A004", "-")


def test_standard_input_may_have_a_name(folder: Path) -> None:
    code, out, _ = spawn(folder, "-", "--stdin-filename", "2024/某市某局.txt", data=WRONG.encode())
    assert code == 1
    assert "2024/某市某局.txt:" in out.decode()


def test_empty_standard_input_is_no_success(folder: Path) -> None:
    code, out, _ = spawn(folder, "-", "--output-format", "concise")
    assert code == 1
    assert b"P006" in out


def test_a_sub_command_wins_over_a_file_of_its_name(run: Run, folder: Path) -> None:
    (folder / "rules").mkdir()
    write(folder / "rules", wrong=WRONG)
    assert "requests-balance" in run("rules")[1]
    assert "A004" in run("./rules")[1]


# --- language -----------------------------------------------------------------------------------------


LOCALES = [
    ({}, "zh"),
    ({"LANG": "C"}, "zh"),
    ({"LANG": "POSIX"}, "zh"),
    ({"LC_ALL": "C.UTF-8"}, "zh"),
    ({"LANG": "zh_CN.UTF-8"}, "zh"),
    ({"LANG": "de_DE.UTF-8"}, "zh"),
    ({"LANG": "en_US.UTF-8"}, "en"),
    ({"LC_MESSAGES": "en_GB"}, "en"),
    ({"LC_ALL": "en"}, "en"),
    ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
    ({"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
    ({"LC_MESSAGES": "zh_CN", "LANG": "en_US"}, "zh"),
]


@pytest.mark.parametrize(("environment", "lang"), LOCALES)
def test_the_environment_chooses_the_language(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    write(folder, wrong=WRONG)
    assert ("错误[A004" in run("wrong.txt")[1]) == (lang == "zh")


@pytest.mark.parametrize("way", [("--lang", "en"), ("--lang=en",)])
def test_the_option_overrules_the_environment(run: Run, folder: Path, way: tuple[str, ...]) -> None:
    write(folder, wrong=WRONG)
    out = run("wrong.txt", *way)[1]
    assert "error[A004" in out
    assert "计算" not in out
    assert "no such file" in run("missing.txt", *way)[2].lower()


def test_json_says_the_same_codes_in_both_languages(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    zh, en = (
        json.loads(run("wrong.txt", "--output-format", "json", "--lang", one)[1]) for one in ("zh", "en")
    )
    assert zh["findings"][0]["fingerprint"] == en["findings"][0]["fingerprint"]
    assert zh["findings"][0]["message"] != en["findings"][0]["message"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_names_every_option_and_the_exit_codes(run: Run, lang: str) -> None:
    code, out, _ = run("--help", "--lang", lang)
    assert code == 0
    options = """--edition --organ --year --due --select --ignore --extend-select --extend-ignore --level
        --fail-on --exit-zero --allow-empty --output-format --lang --color --quiet --stdin-filename --version"""
    assert not [option for option in options.split() if option not in out]
    assert not [number for number in "012" if not re.search(rf"\b{number}\b", out)]
    assert bool(re.search("[一-鿿]", out)) == (lang == "zh")


# --- colour, consoles, pipes -----------------------------------------------------------------------------


def test_colour_is_only_for_terminals_unless_asked_for(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    assert "\x1b[" not in run("wrong.txt")[1]
    assert "\x1b[" not in run("wrong.txt", "--color", "never")[1]
    assert "\x1b[" in run("wrong.txt", "--color", "always")[1]
    assert "\x1b" not in run("wrong.txt", "--color", "always", "--output-format", "json")[1]


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"NO_COLOR": ""}, (), True),
        ({}, ("--color", "never"), False),
        ({"TERM": "dumb"}, (), False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, (), True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), False),
    ],
)
def test_a_terminal_has_colour_unless_told_otherwise(
    folder: Path, environment: dict[str, str], options: tuple[str, ...], coloured: bool
) -> None:
    import pty

    write(folder, wrong=WRONG)
    ours, theirs = pty.openpty()
    env = {n: v for n, v in os.environ.items() if n not in SCRUBBED} | {"TERM": "xterm"} | environment
    command = [sys.executable, "-m", "reportlint", "wrong.txt", *options]
    with subprocess.Popen(command, cwd=folder, env=env, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b"".join(chunks(ours))
    os.close(ours)
    assert process.returncode == 1
    assert (b"\x1b[" in shown) == coloured


def chunks(handle: int) -> Iterator[bytes]:
    """What a pseudo-terminal holds, until its other end is closed."""
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            return
        if not data:
            return
        yield data


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("gbk", ("odd.txt",)), ("cp936", ("explain", "A001")), ("cp936", ("missing.txt",)),
        ("ascii", ("odd.txt",)), ("ascii", ("rules",)), ("ascii", ("missing.txt",)), ("ascii", ("--help",)),
    ],
)  # fmt: skip
def test_no_console_is_too_small(folder: Path, encoding: str, arguments: tuple[str, ...]) -> None:
    write(folder, odd=WRONG.replace("行政复议", "行政复议\U00020000é", 1))
    code, out, err = spawn(folder, *arguments, PYTHONIOENCODING=encoding)
    assert code == {"odd.txt": 1, "missing.txt": 2}.get(arguments[0], 0)
    assert out + err
    (out + err).decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "command"),
    [("gbk", ("wrong.txt", "--output-format", "json")), ("ascii", ("extract", "wrong.txt"))],
)
def test_json_is_utf_8_when_piped(folder: Path, encoding: str, command: tuple[str, ...]) -> None:
    write(folder, wrong=WRONG)
    _, out, _ = spawn(folder, *command, PYTHONIOENCODING=encoding)
    assert json.loads(out.decode("utf-8"))
    assert "行政复议" in out.decode("utf-8")


def test_text_for_a_chinese_console_needs_only_gbk(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG, note=NOTE)
    for arguments in (("wrong.txt", "note.txt"), ("rules",), ("rules", "--markdown"), ("--help",)):
        run(*arguments)[1].encode("gbk")


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("command", ["wrong.txt", "rules", "extract wrong.txt", "--help"])
def test_a_closed_pipe_is_no_crash(folder: Path, command: str) -> None:
    write(folder, wrong=WRONG * 3)
    line = f"'{sys.executable}' -m reportlint {command} | true"
    done = subprocess.run(
        line, shell=True, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="needs a shell")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "| true; exit ${PIPESTATUS[0]}"])
def test_an_output_that_nobody_reads_changes_nothing_else(folder: Path, closed: str) -> None:
    write(folder, wrong=WRONG * 3)
    line = f"'{sys.executable}' -m reportlint wrong.txt --output json:out.json {closed}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert json.loads((folder / "out.json").read_text(encoding="utf-8"))["summary"]["files"] == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full disk")
def test_a_full_disk_is_told_and_costs_no_other_output(folder: Path) -> None:
    write(folder, wrong=WRONG)
    line = f"'{sys.executable}' -m reportlint wrong.txt --lang zh --output json:out.json > /dev/full"
    done = subprocess.run(
        line, shell=True, cwd=folder, capture_output=True, timeout=60, check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert (done.returncode, done.stderr.decode()) == (2, "reportlint: 错误：无法输出：磁盘已满\n")
    assert (folder / "out.json").exists()


# --- selection ---------------------------------------------------------------------------------------------


FAULTY = replace_cell(
    replace_cell(make("2021", "bars", 1), "s4_review_litigation", "review", "upheld", "77"),
    "s2_art20_6", "coercion", "decisions", "/",
).text  # fmt: skip

SELECTIONS: list[tuple[tuple[str, ...], list[str]]] = [
    ((), ["A004", "T006"]),
    (("--select", "A004"), ["A004"]),
    (("--select", "a004"), ["A004"]),
    (("--select", "A"), ["A004"]),
    (("--select", "T00,A00"), ["A004", "T006"]),
    (("--select", "review-total"), ["A004"]),
    (("--select", "算术"), ["A004"]),
    (("--select", "ALL"), ["A004", "T006"]),
    (("--select", "S"), []),
    (("--ignore", "A004"), ["T006"]),
    (("--ignore", "A"), ["T006"]),
    (("--ignore", "cell-placeholder"), ["A004"]),
    (("--ignore", "算术"), ["T006"]),
    (("--ignore", "ALL", "--select", "T006"), ["T006"]),
    (("--select", "A", "--ignore", "A004"), []),
    (("--select", "A004", "--ignore", "A"), ["A004"]),
    (("--select", "A004", "--ignore", "A004"), []),
    (("--select", "T", "--extend-select", "A004"), ["A004", "T006"]),
    (("--extend-select", "A004"), ["A004", "T006"]),
    (("--select", "A", "--select", "T"), ["A004", "T006"]),
    (("--ignore", "T", "--extend-ignore", "A0"), []),
    (("--select", "review-total", "--ignore", "A"), ["A004"]),
    (("--select", "A", "--ignore", "review-total"), []),
    (("--select", "A00", "--ignore", "review-total"), []),
    (("--select", "A004", "--ignore", "算术"), ["A004"]),
    (("--select", "T006", "--ignore", "review-total"), ["T006"]),
]


@pytest.mark.parametrize(("options", "expected"), SELECTIONS)
def test_rules_are_selected_and_ignored(
    run: Run, folder: Path, options: tuple[str, ...], expected: list[str]
) -> None:
    write(folder, faulty=FAULTY)
    code, out, err = run("faulty.txt", "--output-format", "json", *options)
    assert err == ""
    assert sorted(found_codes(out)) == expected
    assert code == (1 if "A004" in expected else 0)


def test_level_changes_the_level_and_with_it_the_exit_code(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    code, out, _ = run("wrong.txt", "--level", "A004=note", "--output-format", "json")
    assert code == 0
    assert json.loads(out)["findings"][0]["level"] == "note"
    assert run("wrong.txt", "--level", "review-total=warning", "--fail-on", "error")[0] == 0


def test_what_a_file_cannot_tell_may_be_told(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG)
    told = ("--edition", "2019", "--organ", "government", "--year", "2020", "--due", "2021-03-31")
    (one,) = json.loads(run("wrong.txt", "--output-format", "json", *told)[1])["files"]
    assert (one["edition"], one["organ"], one["year"]) == ("2019", "government", 2020)


# --- output options ---------------------------------------------------------------------------------------


def test_quiet_prints_findings_only(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG, clean=CLEAN)
    assert run("clean.txt", "--quiet") == (0, "", "")
    code, out, _ = run("wrong.txt", "-q")
    assert code == 1
    assert out.startswith("错误[A004")
    assert "已判定" not in out


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"reportlint {reportlint.__version__}\n", "")


def test_several_files_come_in_the_order_in_which_they_are_named(run: Run, folder: Path) -> None:
    write(folder, b=WRONG, a=WRONG, c=CLEAN)
    out = run("b.txt", "c.txt", "a.txt", "--output-format", "json")[1]
    assert [one["path"] for one in json.loads(out)["files"]] == ["b.txt", "c.txt", "a.txt"]
    assert [one["file"] for one in json.loads(out)["findings"]] == ["b.txt", "a.txt"]


def test_a_name_that_looks_like_an_option_comes_after_two_dashes(run: Run, folder: Path) -> None:
    (folder / "--odd.txt").write_text(WRONG, encoding="utf-8", newline="")
    assert run("--", "--odd.txt")[0] == 1
    code, _, err = run("--odd.txt", "--lang", "en")
    assert (code, err) == (2, "reportlint: error: no option --odd.txt; if the file is meant: ./--odd.txt\n")


def test_options_may_stand_between_paths(run: Run, folder: Path) -> None:
    write(folder, wrong=WRONG, good=CLEAN)
    code, out, _ = run("good.txt", "--lang", "en", "wrong.txt", "-q", "--", "good.txt")
    assert (code, out.count("A004")) == (1, run("wrong.txt", "-q", "--lang", "en")[1].count("A004"))


# --- explain and rules -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["A001", "a001", "requests-balance", "Requests-Balance", "REQUESTS-BALANCE"])
def test_explain_takes_code_or_name_in_any_case(run: Run, name: str) -> None:
    code, out, err = run("explain", name)
    assert (code, err) == (0, "")
    assert out == run("explain", "A001")[1]
    assert "A001" in out.splitlines()[0]


def test_explain_takes_the_chinese_title(run: Run, catalog: Catalog) -> None:
    for rule in catalog.rules:
        assert run("explain", rule.title["zh"])[0] == 0, rule.code


def test_explain_speaks_of_every_rule_in_both_languages(run: Run, catalog: Catalog) -> None:
    for rule in catalog.rules:
        code, out, _ = run("explain", rule.code)
        assert code == 0
        assert rule.title["zh"] in out.splitlines()[0]
        out.encode("gbk")
        code, out, _ = run("explain", rule.code, "--lang", "en")
        assert code == 0
        assert rule.title["en"] in out.splitlines()[0]
        assert not re.findall(r"\{[a-z_]+\}", out), rule.code


@pytest.mark.parametrize(
    ("name", "near"), [("A099", "A00"), ("row-mising", "row-missing"), ("收办平横", "A001")]
)
def test_explain_names_the_nearest_rules(run: Run, name: str, near: str) -> None:
    code, out, err = run("explain", name)
    assert (code, out) == (2, "")
    assert near in err
    assert err.count("\n") == 1


def test_explain_without_a_rule_is_2(run: Run) -> None:
    assert run("explain")[0] == 2
    assert run("explain", "A001", "A002")[0] == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_lists_every_rule_once(run: Run, catalog: Catalog, lang: str) -> None:
    plain = run("rules", "--lang", lang)[1]
    table = run("rules", "--markdown", "--lang", lang)[1]
    for rule in catalog.rules:
        assert len(re.findall(rf"^\W*\[?{rule.code}\b", plain, re.M)) == 1
        assert len(re.findall(rf"^\| *\W*{rule.code}\b", table, re.M)) == 1
        assert rule.name in plain
        assert rule.title[lang] in table
    assert "| --- |" in re.sub(r"-+", "---", table)


def test_rules_may_be_selected(run: Run) -> None:
    out = run("rules", "--select", "D")[1]
    assert "D001" in out
    assert "A001" not in out
    assert run("rules", "--select", "D9")[0] == 2


# --- extract --------------------------------------------------------------------------------------------


def cells_of(report: dict[str, Any]) -> dict[tuple[str, str, str], Decimal | None]:
    """Every figure of an extracted report."""
    return {
        (table["key"], row["key"], cell["column"]): cell["value"]
        for table in report["tables"]
        for row in table["rows"]
        for cell in row["cells"]
    }


def test_extract_gives_one_object_for_one_file(run: Run, folder: Path) -> None:
    report = make("2019", "cell_bar", 3)
    write(folder, a=report.text)
    code, out, err = run("extract", "a.txt")
    assert (code, err) == (0, "")
    data = json.loads(out, parse_float=Decimal)
    assert (data["year"], data["edition"], data["path"]) == (report.year, "2019", "a.txt")
    assert {k: v for k, v in cells_of(data).items() if k in report.cells} == report.cells


def test_extract_gives_a_list_for_several_files(run: Run, folder: Path) -> None:
    write(folder, a=CLEAN, b=WRONG)
    data = json.loads(run("extract", "a.txt", "b.txt")[1])
    assert [one["path"] for one in data["reports"]] == ["a.txt", "b.txt"]


def test_extract_goes_on_after_a_file_that_cannot_be_read(run: Run, folder: Path) -> None:
    write(folder, a=BINARY, b=CLEAN)
    code, out, err = run("extract", "a.txt", "b.txt")
    assert code == 1
    assert "P001" in err
    assert "b.txt" in out
    assert run("extract", "missing.txt", "b.txt")[0] == 2


def test_extract_from_standard_input(folder: Path) -> None:
    code, out, _ = spawn(folder, "extract", "-", data=CLEAN.encode("gb18030"))
    assert code == 0
    assert json.loads(out)["edition"] == "2021"


# --- faults of plug-ins ------------------------------------------------------------------------------------


def rule(code: str, check: Callable[[Report], Iterator[Hit]]) -> Rule:
    """A rule of a plug-in."""
    texts = {"zh": "甲", "en": "a"}
    return Rule(
        code=code, name=code.lower(), level=Level.WARNING, basis_class="经验", basis={"": "x"}, title=texts,
        messages={"": texts}, help={"": texts}, check=check, origin="plug-in rules.toml",
    )  # fmt: skip


def explode(report: Report) -> Iterator[Hit]:
    """A rule with a bug, after its first hit."""
    yield Hit(Span(1, 1, 2))
    raise ZeroDivisionError("by a plug-in")


def first_line(report: Report) -> Iterator[Hit]:
    """A rule without one."""
    yield Hit(Span(1, 1, 2))


class Plugin:
    """One rule that works and one that does not."""

    @hookimpl
    def reportlint_rules(self) -> list[Rule]:
        """Both."""
        return [rule("X001", explode), rule("X002", first_line)]


def test_a_rule_that_raises_is_named_and_the_others_go_on() -> None:
    catalog = load_catalog(extra=[Plugin()])
    result = check_file(
        Path("a.txt"), "a.txt", catalog, selected(catalog.rules, Settings()), Settings(), data=WRONG.encode()
    )
    assert {"X002", "A004"} <= {finding.code for finding in result.findings}
    assert "X001" not in {finding.code for finding in result.findings}
    (failure,) = result.failures
    assert "X001" in failure
    assert "ZeroDivisionError" in failure
    assert "rules.toml" in failure


def test_a_rule_that_raises_makes_the_run_fail(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = load_catalog(extra=[Plugin()])
    monkeypatch.setattr("reportlint.setups.load_catalog", lambda packs=(): catalog)
    monkeypatch.setattr("reportlint.cli_show.load_catalog", lambda packs=(): catalog)
    write(folder, clean=CLEAN)
    code, out, err = run("clean.txt", "--exit-zero", "--output-format", "concise")
    assert code == 2
    assert "X002" in out
    assert "X001" in err
    assert run("clean.txt", "--ignore", "X001", "--output-format", "concise")[0] == 1


# --- from Python -----------------------------------------------------------------------------------------


def test_check_from_python(folder: Path, catalog: Catalog) -> None:
    write(folder, wrong=WRONG, clean=CLEAN)
    result = reportlint.check(folder)
    assert [finding.code for file in result.files for finding in file.findings] == ["A004"]
    assert not check(folder / "wrong.txt", catalog=catalog, ignore="A004").files[0].findings
    with pytest.raises(ConfigError, match="missing"):
        check(folder / "missing.txt", catalog=catalog)
    with pytest.raises(ConfigError, match="colour"):
        check(folder, catalog=catalog, colour=True)
    with pytest.raises(ConfigError, match="2020"):
        check(folder, catalog=catalog, edition="2020")


def test_extract_from_python(folder: Path) -> None:
    report = make("2021", "markdown", 9)
    write(folder, a=report.text)
    found = reportlint.extract(folder / "a.txt")
    figures = {(g.form.key, *key): cell.number for g in found.grids for key, cell in g.cells.items()}
    assert {key: figures.get(key) for key in report.cells} == report.cells


def test_the_tool_starts_in_its_own_source_folder() -> None:
    """Metadata of a build lying about must not load the rules twice."""
    root = Path(__file__).parents[1]
    code, _, err = spawn(root, "--version")
    assert (code, err) == (0, b"")
    code, _, err = spawn(root, "rules")
    assert (code, err) == (0, b"")
