"""``--fix``, ``--unsafe-fixes`` and ``--diff`` as a user meets them: files, streams, exit codes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import docx
import pytest
from jsonschema import Draft202012Validator

import reportlint
from reportlint import Edit, Fix, Hit, Level, Report, Rule, Span, hookimpl
from reportlint.cli import main
from reportlint.mend import Check, Mended, mend
from reportlint.plugins import Catalog, load_catalog
from reports import make, replace_cell

CLEAN = make("2021", "bars", 1, line_end="\r\n", wide_digits=False)
WRONG = CLEAN.text.replace("。\r\n", "。。\r\n", 1)
TOTAL = ("s4_review_litigation", "review", "total")
LEFT_ZERO = replace_cell(CLEAN, *TOTAL, "0").text
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path, rules_loaded: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command in this process, in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def put(name: str, text: str, encoding: str = "utf-8") -> Path:
    """A file of the working folder."""
    path = Path(name)
    path.write_bytes(text.encode(encoding))
    return path


def spawn(*arguments: str, data: bytes = b"") -> tuple[int, bytes, str]:
    """The command as a process of its own."""
    env = os.environ | {"PYTHONIOENCODING": "utf-8", "LANG": "zh_CN.UTF-8", "LC_ALL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "reportlint", *arguments], input=data, capture_output=True, env=env, timeout=60,
        check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr.decode()


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-8-sig", "utf-16"])
def test_a_file_is_mended_in_its_own_encoding_and_what_remains_is_printed(run: Run, encoding: str) -> None:
    file = put("a.txt", WRONG, encoding)
    code, out, err = run("a.txt", "--fix")
    assert (code, file.read_bytes()) == (0, CLEAN.text.encode(encoding))
    assert "没有发现问题" in out
    assert "已修复 1 个问题，涉及 1 个文件" in err
    code, out, err = run("a.txt", "--fix")
    assert (code, err, file.read_bytes()) == (0, "", CLEAN.text.encode(encoding))


def test_without_fix_nothing_is_written_and_the_last_line_says_what_could_be(run: Run) -> None:
    file = put("a.txt", WRONG)
    code, out, err = run("a.txt")
    assert (code, err, file.read_bytes()) == (0, "", WRONG.encode())
    assert "[*] 标点“。。”重复了" in out
    assert out.endswith("[*] 1 个可用 --fix 自动修复。\n")
    assert "W002\t[*] text-doubled" in run("a.txt", "--statistics")[1]


def test_figures_want_unsafe_fixes(run: Run) -> None:
    file = put("a.txt", LEFT_ZERO)
    code, out, _ = run("a.txt", "--fix")
    assert (code, file.read_bytes()) == (1, LEFT_ZERO.encode())
    assert "\n1 个可用 --fix --unsafe-fixes 修复" in out
    assert run("a.txt", "--fix", "--unsafe-fixes")[0] == 0
    assert file.read_bytes() == CLEAN.text.encode()


def test_unsafe_fixes_alone_are_a_wrong_call(run: Run) -> None:
    put("a.txt", LEFT_ZERO)
    code, out, err = run("a.txt", "--unsafe-fixes")
    assert (code, out) == (2, "")
    assert "--fix" in err


def test_findings_that_remain_decide_the_exit_code(run: Run) -> None:
    put("a.txt", LEFT_ZERO.replace("。\r\n", "。。\r\n", 1))
    code, out, err = run("a.txt", "--fix", "--output-format", "json")
    assert code == 1
    assert [one["code"] for one in json.loads(out)["findings"]] == ["A004"]
    assert "已修复 1 个" in err


def test_only_files_with_something_to_mend_are_written(run: Run) -> None:
    clean, wrong = put("a.txt", CLEAN.text), put("b.txt", WRONG)
    os.utime(clean, (1, 1))
    os.utime(wrong, (1, 1))
    assert run(".", "--fix")[0] == 0
    assert clean.stat().st_mtime == 1
    assert wrong.stat().st_mtime != 1


def test_a_symbolic_link_stays_one_and_permissions_stay(run: Run) -> None:
    file = put("a.txt", WRONG)
    file.chmod(0o640)
    link = Path("link.txt")
    link.symlink_to(file)
    assert run("link.txt", "--fix")[0] == 0
    assert link.is_symlink()
    assert file.read_bytes() == CLEAN.text.encode()
    assert file.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("more", [("--no-cache",), (), ("-j", "2")])
def test_it_is_the_same_with_and_without_cache_and_by_several_processes(
    run: Run, more: tuple[str, ...]
) -> None:
    names = [f"{number}.txt" for number in range(3)]
    for name in names:
        put(name, WRONG)
    assert run(".", *more)[0] == 0
    code, out, err = run(".", "--fix", *more)
    assert (code, "已修复 3 个问题，涉及 3 个文件" in err) == (0, True)
    assert "3 通过" in out
    assert {Path(name).read_bytes() for name in names} == {CLEAN.text.encode()}
    assert run(".", *more)[1] == out


def test_a_file_that_cannot_be_written_is_2_and_keeps_its_findings(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    file = put("a.txt", WRONG)
    monkeypatch.setattr("reportlint.one_file.write_atomic", full)
    code, out, err = run("a.txt", "--fix")
    assert (code, file.read_bytes()) == (2, WRONG.encode())
    assert "W002" in out
    assert "不能写入 a.txt：磁盘已满" in err


def test_a_file_that_is_changed_meanwhile_is_left_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    file = put("a.txt", WRONG)

    def slowly(data: bytes, check: Check, unsafe: bool, suffix: str) -> Mended:
        file.write_bytes(b"other")
        return mend(data, check, unsafe, suffix)

    monkeypatch.setattr("reportlint.one_file.mend", slowly)
    code, _, err = run("a.txt", "--fix", "--no-cache")
    assert (code, file.read_bytes()) == (2, b"other")
    assert "被改动" in err


def test_the_hook_that_mends_does(run: Run) -> None:
    hooks = (Path(__file__).resolve().parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entry = re.search(r"- id: reportlint-fix\n(?:  .*\n)*?  entry: reportlint (.+)\n", hooks)
    assert entry is not None
    file, other = put("a.txt", WRONG), put("notes.txt", "会议记录。。\n")
    assert run(*entry[1].split(), "a.txt", "notes.txt")[0] == 0
    assert file.read_bytes() == CLEAN.text.encode()
    assert other.read_text(encoding="utf-8") == "会议记录。。\n"


# --- selection and suppressions -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (("--ignore", "W002"), {}),
        (("--select", "A"), {}),
        ((), {"reportlint.toml": 'ignore = ["W002"]\n'}),
        ((), {"reportlint.toml": '[per-file-ignores]\n"*.txt" = ["W002"]\n'}),
        ((), {"reportlint-ignore.toml": '[[ignore]]\nrule = "W002"\nreason = "原文如此"\n'}),
        ((), {"reportlint.toml": 'exclude = ["a.txt"]\n'}),
    ],
)
def test_what_is_not_found_or_set_aside_is_not_mended(
    run: Run, arguments: tuple[str, ...], files: dict[str, str]
) -> None:
    file = put("a.txt", WRONG)
    for name, text in files.items():
        put(name, text)
    assert run("a.txt", "--fix", *arguments)[0] == 0
    assert file.read_bytes() == WRONG.encode()


def test_what_a_comment_sets_aside_is_not_mended_but_the_rest_is(run: Run) -> None:
    first, second = "我局认真落实要求。。工作进展顺利。", "我局继续落实要求。。工作成效明显。"
    head = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
    text = f"{head}# reportlint: ignore[W002] 原文如此\n{first}\n\n{second}\n"
    file = put("a.txt", text)
    run("a.txt", "--fix")
    assert file.read_text(encoding="utf-8") == text.replace(second, second.replace("。。", "。"))


def test_of_two_like_faults_the_one_set_aside_stays(run: Run) -> None:
    head = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
    wrong, right, aside = "落实要求。。\n\n", "落实要求。\n\n", "# reportlint: ignore[W002] 原文\n"
    file = put("a.txt", head + wrong + aside + wrong + wrong)
    run("a.txt", "--fix")
    assert file.read_text(encoding="utf-8") == head + right + aside + wrong + right


def test_two_names_of_one_file_are_mended_once(run: Run) -> None:
    file = put("a.txt", WRONG)
    Path("b.txt").symlink_to(file)
    assert run("a.txt", "b.txt", "--fix", "-j", "2")[0] == 0
    assert file.read_bytes() == CLEAN.text.encode()


def test_what_is_in_the_baseline_is_not_mended(run: Run) -> None:
    file = put("a.txt", WRONG)
    assert run("a.txt", "--write-baseline", "old.json")[0] == 0
    assert run("a.txt", "--fix", "--baseline", "old.json")[0] == 0
    assert file.read_bytes() == WRONG.encode()
    more = WRONG.replace("五、", "认真落实。。继续推进。\r\n\r\n五、", 1)
    put("a.txt", more)
    code, _, err = run("a.txt", "--fix", "--baseline", "old.json")
    assert (code, file.read_bytes()) == (0, more.replace("认真落实。。", "认真落实。").encode())
    assert "已不存在" not in err


def test_w004_is_mended_only_where_it_is_selected(run: Run) -> None:
    text = CLEAN.text.replace("，", ",", 1)
    file = put("a.txt", text)
    run("a.txt", "--fix")
    assert file.read_bytes() == text.encode()
    run("a.txt", "--fix", "--extend-select", "W004")
    assert file.read_bytes() == CLEAN.text.encode()


# --- diff -------------------------------------------------------------------------------------


def test_a_diff_shows_the_change_and_writes_nothing(run: Run) -> None:
    file, other = put("a.txt", WRONG), put("b.txt", CLEAN.text)
    code, out, err = run("a.txt", "b.txt", "--diff")
    assert (code, file.read_bytes(), other.read_bytes()) == (1, WRONG.encode(), CLEAN.text.encode())
    lines = out.splitlines()
    assert lines[:2] == ["--- a.txt", "+++ a.txt"]
    assert [line[:1] for line in lines[2:]].count("-") == 1
    assert "可修复 1 个问题，涉及 1 个文件" in err
    assert run("a.txt", "--diff", "--fix")[0] == 1
    assert run("a.txt", "--diff", "--exit-zero")[0] == 0
    assert run("b.txt", "--diff") == (0, "", "可修复 0 个问题，涉及 0 个文件；没有写入，改用 --fix 才写入\n")


def test_a_diff_is_1_where_findings_remain(run: Run) -> None:
    put("a.txt", LEFT_ZERO)
    assert run("a.txt", "--diff")[:2] == (1, "")
    assert "+" in run("a.txt", "--diff", "--unsafe-fixes")[1]


# --- standard input -----------------------------------------------------------------------------


def test_standard_input_comes_out_mended_in_its_encoding_and_findings_go_to_standard_error() -> None:
    code, out, err = spawn("-", "--fix", "--no-cache", data=WRONG.encode("gbk"))
    assert (code, out) == (0, CLEAN.text.encode("gbk"))
    assert "没有发现问题" in err
    assert "已修复 1 个" in err


@pytest.mark.parametrize("data", [CLEAN.text.encode(), b"PK\x03\x04 no text", b""])
def test_standard_input_without_anything_to_mend_comes_out_as_it_went_in(data: bytes) -> None:
    assert spawn("-", "--fix", "--no-cache", data=data)[1] == data


def test_standard_input_that_is_too_large_is_not_cut_off() -> None:
    data = WRONG.encode() + b"x" * 1_100_000
    code, out, err = spawn("-", "--fix", "--no-cache", "--max-size", "1", data=data)
    assert (code, out == data) == (1, True)
    assert "P001" in err


def test_standard_input_that_is_excluded_comes_out_as_it_went_in(tmp_path: Path) -> None:
    (tmp_path / "reportlint.toml").write_text('exclude = ["a.txt"]\n', encoding="utf-8")
    name = str(tmp_path / "a.txt")
    assert spawn("-", "--fix", "--stdin-filename", name, data=WRONG.encode())[:2] == (0, WRONG.encode())


# --- other kinds of file -------------------------------------------------------------------------


def test_a_docx_is_not_changed_and_that_is_said_once(run: Run) -> None:
    document = docx.Document()
    for line in (
        "某市某局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "落实要求。。工作顺利。",
        "继续落实。。成效明显。",
    ):
        document.add_paragraph(line)
    document.save("a.docx")
    before = Path("a.docx").read_bytes()
    _, out, err = run("a.docx", "--fix", "--output-format", "json")
    assert Path("a.docx").read_bytes() == before
    assert err.count(".docx 文件不能就地修改") == 1
    fixes = [one["fix"] for one in json.loads(out)["findings"] if one["code"] == "W002"]
    assert [fix["applicability"] for fix in fixes] == ["display", "display"]
    assert fixes[0]["edits"] == [
        {"line": None, "column": None, "end_column": None, "old": "。。", "new": "。"}
    ]
    assert "自动修复" not in run("a.docx")[1]


# --- a rule of somebody else's -------------------------------------------------------------------


def rule(old: str, new: str, fix: str, claims: str) -> Rule:
    """A rule that would write ``new`` for the first characters of the title."""

    def check(report: Report) -> list[Hit]:
        if report.title is None or not report.title.text.startswith(old):
            return []
        line, column, _ = report.title.span
        span = Span(line, column, column + len(old))
        return [Hit(span, anchor="title", fix=Fix(claims, (Edit(span, old, new),)))]

    text = {"zh": "示例", "en": "sample"}
    return Rule(
        "X001", "sample", Level.NOTE, "地方", {"": "某市的规定"}, text, {"": text}, {"": text}, check, fix=fix
    )


TITLED = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n我局工作进展顺利。\n"


@pytest.mark.parametrize(
    ("new", "fix", "arguments", "becomes", "said"),
    [
        ("本市", "safe", (), "本市", "已修复 1 个"),
        ("本市", "unsafe", (), None, ""),  # never safer than the rule says
        ("本市", "unsafe", ("--unsafe-fixes",), "本市", "已修复 1 个"),
        ("本市", "", ("--unsafe-fixes",), None, ""),  # declares none
        ("\U0001f600市", "safe", (), None, "编码中没有"),
        ("某市,", "safe", (), None, "改后会出现别的问题"),  # the finding stays
    ],
)
def test_fixes_of_others_are_held_to_what_they_declare(
    run: Run, monkeypatch: pytest.MonkeyPatch, new: str, fix: str, arguments: tuple[str, ...],
    becomes: str | None, said: str,
) -> None:  # fmt: skip
    class Plugin:
        @hookimpl
        def reportlint_rules(self) -> list[Rule]:
            return [rule("某市", new, fix, "safe")]

    extended: Catalog = load_catalog(extra=[Plugin()])
    monkeypatch.setattr("reportlint.setups.load_catalog", lambda packs=(): extended)
    file = put("a.txt", TITLED, "gbk")
    _, _, err = run("a.txt", "--fix", "--select", "X001", *arguments)
    assert file.read_bytes() == (TITLED.replace("某市", becomes, 1) if becomes else TITLED).encode("gbk")
    assert said in err


# --- formats for programs ------------------------------------------------------------------------


def test_formats_carry_the_fix(run: Run) -> None:
    put("a.txt", WRONG)
    line = WRONG[: WRONG.index("。。")].count("\r\n") + 1
    column = WRONG.index("。。") - WRONG.rindex("\n", 0, WRONG.index("。。"))
    place = {"line": line, "column": column, "end_column": column + 2}
    told = json.loads(run("a.txt", "--output-format", "json")[1])
    schema = resources.files(reportlint).joinpath("schema/findings-1.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(told)
    finding = told["findings"][0]
    assert finding["fix"] == {"applicability": "safe", "edits": [{**place, "old": "。。", "new": "。"}]}
    result = json.loads(run("a.txt", "--output-format", "sarif")[1])["runs"][0]["results"][0]
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column + 2}
    change = result["fixes"][0]["artifactChanges"][0]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "。"}}]
    diagnostic = json.loads(run("a.txt", "--output-format", "rdjson")[1])["diagnostics"][0]
    assert diagnostic["suggestions"][0]["text"] == "。"
    assert "[*] " in run("a.txt", "--output-format", "concise")[1]


# --- a sudden end --------------------------------------------------------------------------------


KILLED = """
import os, signal, sys
from reportlint.cli import main

def dies(*arguments, **named):
    if sys.argv[1] == "after":
        real(*arguments, **named)
    os.kill(os.getpid(), signal.SIGKILL)

name = "replace" if sys.argv[1] == "after" else sys.argv[1]
real = getattr(os, name)
setattr(os, name, dies)
main([sys.argv[2], "--fix", "--no-cache", "--isolated"])
"""


@pytest.mark.skipif(os.name == "nt", reason="no signals")
@pytest.mark.parametrize(("moment", "is_new"), [("fsync", False), ("replace", False), ("after", True)])
def test_a_process_that_is_killed_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, moment: str, is_new: bool
) -> None:
    """Killed when the new content is written, when it takes the old one's place, and right after."""
    blanks = "\r\n" * 50_000
    file = tmp_path / "a.txt"
    file.write_bytes((WRONG + blanks).encode())
    done = subprocess.run(
        [sys.executable, "-c", KILLED, moment, str(file)], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert file.read_bytes() == ((CLEAN.text if is_new else WRONG) + blanks).encode()
