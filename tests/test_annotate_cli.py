"""``reportlint annotate``: names, refusals, exit codes; the report itself is never touched."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx import Document

from reportlint.cli import main
from reportlint.plugins import Catalog
from reports import composed, make, replace_cell
from reports.word import word

WRONG = replace_cell(make("2021", "bars", 1), "s4_review_litigation", "review", "upheld", "77")
CLEAN = make("2021", "bars", 1)
Run = Callable[..., tuple[int, str, str]]


@cache
def word_bytes() -> bytes:
    """The faulty report as a Word document."""
    choices, _, before, blocks = composed(WRONG.recipe)
    return word(before, blocks, choices)


@pytest.fixture
def run(
    tmp_path: Path, catalog: Catalog, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Run:
    """The command in this process, in an empty folder with one faulty and one clean report."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("reportlint.setups.load_catalog", lambda packs=(): catalog)
    Path("r.docx").write_bytes(word_bytes())
    Path("r.txt").write_text(WRONG.text, encoding="utf-8", newline="")
    Path("clean.txt").write_text(CLEAN.text, encoding="utf-8", newline="")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(("annotate", *arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return call


def comments(name: str) -> list[str]:
    """The texts of a Word document's comments."""
    return [one.text for one in Document(io.BytesIO(Path(name).read_bytes())).comments]


def test_a_copy_is_named_after_the_report(run: Run) -> None:
    assert run("r.docx") == (1, "r.annotated.docx：标出 1 个问题\n", "")
    assert "A004" in comments("r.annotated.docx")[0]
    assert run("--lang", "en", "r.txt") == (1, "r.annotated.html: findings marked: 1\n", "")
    Path("2023.政府信息公开报告").write_text(WRONG.text, encoding="utf-8")
    assert run("2023.政府信息公开报告")[0] == 1
    assert Path("2023.政府信息公开报告.annotated.html").exists()


@pytest.mark.parametrize("name", ["r.docx", "r.txt"])
def test_any_report_becomes_a_page(name: str, run: Run) -> None:
    before = Path(name).read_bytes()
    assert run(name, "-o", "out.HTM")[0] == 1
    assert Path("out.HTM").read_bytes().startswith(b"<!DOCTYPE html>")
    assert Path(name).read_bytes() == before


def test_the_exit_code_is_that_of_check(run: Run) -> None:
    assert run("clean.txt", "-o", "a.html")[0] == 0
    assert run("r.txt", "-o", "a.html", "--exit-zero")[0] == 0
    assert run("r.txt", "-o", "a.html", "--level", "A004=note")[0] == 0
    assert run("r.txt", "-o", "a.html", "--level", "A004=note", "--fail-on", "note")[0] == 1


def test_only_the_rules_asked_for_are_marked(run: Run) -> None:
    assert run("r.docx", "-o", "a.docx", "--select", "S") == (0, "a.docx：标出 0 个问题\n", "")
    assert Path("a.docx").read_bytes() == Path("r.docx").read_bytes()
    assert run("r.docx", "-o", "a.docx", "-q", "--select", "A")[1] == ""
    assert len(comments("a.docx")) == 1


def test_comments_are_in_the_language_asked_for(run: Run) -> None:
    run("r.docx", "-o", "a.docx", "--lang", "en")
    assert comments("a.docx")[0].startswith("error A004")


def test_last_year_s_report_is_compared_with(run: Run) -> None:
    cases = Path(__file__).parent / "cases"
    for name, folder in (("this.txt", cases), ("last.txt", cases / "last")):
        Path(name).write_bytes((folder / "Y001-carried-over.txt").read_bytes())
    assert run("this.txt", "-o", "out.html")[0] == 0
    code, _, err = run("this.txt", "-o", "out.html", "--previous", "last.txt")
    assert (code, err) == (1, "")
    assert "Y001" in Path("out.html").read_text(encoding="utf-8")
    assert run("this.txt", "-o", "out.html", "--previous", "gone.txt")[0] == 2
    code, _, err = run("this.txt", "-o", "out.html", "--previous", "this.txt")
    assert (code, "不是 this.txt 的上年报告" in err) == (0, True)


def test_an_existing_copy_is_replaced(run: Run) -> None:
    Path("a.html").write_bytes(b"old")
    run("r.txt", "-o", "a.html")
    assert b"A004" in Path("a.html").read_bytes()
    assert sorted(one.name for one in Path().iterdir()) == ["a.html", "clean.txt", "r.docx", "r.txt"]


def test_a_failure_leaves_the_old_copy(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    Path("a.html").write_bytes(b"old")
    monkeypatch.setattr(os, "replace", fail)
    code, _, err = run("r.txt", "-o", "a.html")
    assert (code, err.count("\n")) == (2, 1)
    assert Path("a.html").read_bytes() == b"old"
    assert sorted(one.name for one in Path().iterdir()) == ["a.html", "clean.txt", "r.docx", "r.txt"]


@pytest.mark.parametrize("name", ["r.docx", "./r.docx", "again.docx", "same.docx"])
def test_the_report_itself_is_never_written(name: str, run: Run) -> None:
    os.symlink("r.docx", "again.docx")
    os.link("r.docx", "same.docx")
    before = Path("r.docx").read_bytes()
    code, out, err = run("r.docx", "-o", name)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "r.docx" in err
    assert Path("r.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("r.txt", "-o", "a.docx"), (".txt", "a.docx", ".html")),
        (("r.docx", "-o", "a.pdf"), (".docx", "a.pdf", ".docx", ".html")),
        (("r.docx", "-o", "a.txt"), ("a.txt", ".html")),
        (("r.docx", "-o", "a"), (".html",)),
        (("r.docx", "-o", "no/a.docx"), ("no/a.docx", "文件夹")),
        (("r.docx", "-o", "."), ("文件夹",)),
        ((".",), ("文件夹",)),
        (("gone.docx",), ("gone.docx",)),
        (("-",), ("-o",)),
        (("r.docx", "clean.txt"), ("clean.txt",)),
        ((), ("FILE",)),
        (("r.docx", "--select", "X999"), ("X999",)),
    ],
)
def test_a_wrong_call_is_one_line_with_the_remedy(
    arguments: tuple[str, ...], words: tuple[str, ...], run: Run
) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    for one in words:
        assert one in err
    assert sorted(one.name for one in Path().iterdir()) == ["clean.txt", "r.docx", "r.txt"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.docx", b"PK\x03\x04 no zip", "P001"), ("a.txt", b"\xff\xfe\x00\xd8" + b"\x81\xff" * 9, "P003"), ("a.jpg", b"x", "P001")],
)  # fmt: skip
def test_what_cannot_be_read_gives_no_copy(name: str, data: bytes, code: str, run: Run) -> None:
    Path(name).write_bytes(data)
    found, out, err = run(name)
    assert (found, out, err.count("\n")) == (1, "", 1)
    assert f"{name}: {code}" in err
    assert not list(Path().glob("*.annotated.*"))


def test_a_document_under_a_wrong_name_is_refused_with_the_remedy(run: Run) -> None:
    Path("a.docx").write_text(WRONG.text, encoding="utf-8")
    code, out, err = run("a.docx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "-o 名称.html" in err
    assert run("a.docx", "-o", "a.html")[0] == 1


def test_what_is_no_report_says_so_in_its_copy(run: Run) -> None:
    Path("note.txt").write_text("关于召开会议的通知\n各科室：\n请准时参加。\n", encoding="utf-8")
    assert run("note.txt", "-o", "a.html")[0] == 1
    assert "P006" in Path("a.html").read_text(encoding="utf-8")


def test_standard_input_is_read_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    command = [sys.executable, "-m", "reportlint", "annotate", "-", "--stdin-filename", "甲.docx"]
    for out in ("a.docx", "a.html"):
        done = subprocess.run(
            [*command, "-o", out], cwd=tmp_path, input=word_bytes(), capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (1, b"")
        assert (tmp_path / out).stat().st_size > 1000


def test_libraries_load_only_for_their_own_copies(run: Run) -> None:
    script = (
        "import sys; from reportlint.cli import main\n"
        "for report, copy in (('r.txt', 'a.html'), ('r.docx', 'a.docx')):\n"
        "    main(['annotate', report, '-q', '-o', copy])\n"
        "    print(sorted({'lxml', 'docx', 'pypdf', 'pypdfium2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["[]", "['lxml']"]
