"""Whatever a path leads to: one finding with the reason, and the other files go on."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import Lint
from reportlint import ReadError, Report, Source, hookimpl
from reportlint.cli import main
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.labels import LabelIndex
from reportlint.parse import parse
from reportlint.plugins import Catalog, load_catalog
from reportlint.read import limits, read_bytes
from reportlint.read.limits import Limits
from reportlint.settings import Settings
from reports import make

GOOD = make("2021", "bars", 1).text
PAGE = "<p>某市某局2023年政府信息公开工作年度报告</p><h2>一、总体情况</h2><p>依法公开。</p>"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one good report, z.txt."""
    monkeypatch.chdir(tmp_path)
    Path("z.txt").write_text(GOOD, encoding="utf-8", newline="")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line: ``(exit code, standard output, standard error)``."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        return code, *capsys.readouterr()

    return call


class Input:
    """Standard input with those bytes, endless where ``more`` is true."""

    def __init__(self, data: bytes, error: OSError | None = None) -> None:
        self.stream = io.BytesIO(data)
        self.error = error
        self.asked = 0
        self.buffer = self

    def read(self, size: int) -> bytes:
        """The next bytes."""
        if self.error is not None:
            raise self.error
        self.asked += size
        return self.stream.read(size)


def told(out: str) -> list[tuple[str, str, str]]:
    """``(file, code, message)`` of JSON findings."""
    return [(one["file"], one["code"], one["message"]) for one in json.loads(out)["findings"]]


def check(catalog: Catalog, name: str, data: bytes) -> FileResult:
    """Those bytes as a file of that name, checked by all rules."""
    return check_file(Path(name), name, catalog, catalog.rules, Settings(), data=data)


def reason(result: FileResult) -> str:
    """The message of a file's one finding, P001."""
    (finding,) = result.findings
    assert (finding.code, result.error) == ("P001", "P001")
    return finding.message["zh"]


# --- what is no file -----------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(folder: Path, run: Run) -> None:
    os.mkfifo("a.txt")
    code, out, _ = run("a.txt", "z.txt", "--output-format", "json")
    assert code == 1
    assert told(out) == [("a.txt", "P001", "打开文件时出错：是命名管道，不是文件")]
    code, out, _ = run(".", "--output-format", "json")
    assert (code, told(out)) == (0, [])  # a walk takes files only


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_that_takes_the_place_of_a_file_is_not_waited_for(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo("a.txt")
    honest = os.stat

    def before(path: str | Path, **options: bool) -> os.stat_result:
        return honest("z.txt" if Path(path).name == "a.txt" else path, **options)

    monkeypatch.setattr(os, "stat", before)
    _, out, _ = run("a.txt", "--output-format", "json")
    assert told(out) == [("a.txt", "P001", "打开文件时出错：是命名管道，不是文件")]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in the file system here")
def test_devices_and_sockets_are_no_files(folder: Path, run: Run) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("a.txt")
        _, out, _ = run("a.txt", "/dev/null", "--output-format", "json", "--lang", "en")
    assert [message for _, _, message in told(out)] == [
        "The file could not be opened: it is a socket, not a file",
        "The file could not be opened: it is a device, not a file",
    ]


def test_a_folder_named_like_a_document_is_walked(folder: Path, run: Run) -> None:
    Path("x.docx").mkdir()
    Path("x.docx", "y.txt").write_text(GOOD, encoding="utf-8", newline="")
    code, out, _ = run(".", "--output-format", "json")
    assert (code, told(out)) == (0, [])
    assert [one["path"] for one in json.loads(out)["files"]] == ["x.docx/y.txt", "z.txt"]


def test_links_that_lead_in_a_circle_or_nowhere(folder: Path, run: Run) -> None:
    Path("a.txt").symlink_to("a.txt")
    Path("b.txt").symlink_to("nowhere.txt")
    code, out, _ = run("a.txt", "z.txt", "--output-format", "json")
    assert (code, told(out)) == (1, [("a.txt", "P001", "打开文件时出错：符号链接互相指向，没有尽头")])
    code, _, complaint = run("b.txt", "z.txt")
    assert code == 2
    assert "b.txt" in complaint


def test_a_name_that_is_too_long_costs_no_other_file(folder: Path, run: Run) -> None:
    code, out, _ = run("某" * 300 + ".txt", "z.txt", "--output-format", "json")
    assert code == 1
    assert [(code, message) for _, code, message in told(out)] == [("P001", "打开文件时出错：文件名过长")]


# --- what the system refuses -----------------------------------------------------------------------


def test_a_file_that_vanishes_before_it_is_read(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    honest = os.open

    def gone(path: str | Path, *rest: int) -> int:
        Path(path).unlink() if Path(path).name == "a.txt" else None
        return honest(path, *rest)

    monkeypatch.setattr(os, "open", gone)
    code, out, _ = run(".", "--output-format", "json")
    assert (code, told(out)) == (1, [("a.txt", "P001", "打开文件时出错：文件已不存在，可能刚被移走或改名")])


def test_a_folder_that_may_not_be_looked_into_says_so(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("shut").mkdir()

    def refuse(path: str | Path) -> Iterator[object]:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied")
        return honest(path)

    honest = os.scandir
    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "listdir", refuse)
    code, out, _ = run(".", "--output-format", "json")
    assert (code, told(out)) == (1, [("shut", "P001", "打开文件时出错：没有读取权限")])


def test_a_path_below_a_closed_folder_is_a_finding(
    folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.stat

    def refuse(path: str | Path, **options: bool) -> os.stat_result:
        if Path(path).name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return honest(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    code, out, _ = run("a.txt", "z.txt", "--output-format", "json")
    assert (code, told(out)) == (1, [("a.txt", "P001", "打开文件时出错：没有读取权限")])


@pytest.mark.parametrize("command", ["check", "extract"])
def test_standard_input_that_is_closed_or_a_folder(
    command: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    code, out, complaint = run(command, "-")
    assert code == 1
    assert "标准输入已关闭" in out + complaint
    monkeypatch.setattr(sys, "stdin", Input(b"", IsADirectoryError(21, "Is a directory")))
    code, out, complaint = run(command, "-", "--lang", "en")
    assert code == 1
    assert "it is a folder" in out + complaint


# --- size ----------------------------------------------------------------------------------------------


def test_a_byte_too_many_is_refused_with_the_option_that_helps(folder: Path, run: Run) -> None:
    padding = 1048576 - len(GOOD.encode())
    Path("full.txt").write_bytes(GOOD.encode() + b" " * padding)
    Path("over.txt").write_bytes(GOOD.encode() + b" " * (padding + 1))
    code, out, _ = run(".", "--max-size", "1", "--output-format", "json")
    assert code == 1
    ((file, rule, message),) = told(out)
    assert (file, rule, message) == ("over.txt", "P001", "文件过大（1.1 MB），超过上限 1 MB，未作检查")
    assert "--max-size" in json.loads(out)["findings"][0]["help"]
    assert run("over.txt", "--max-size", "2")[0] == 0
    code, _, complaint = run("extract", "over.txt", "--max-size", "1")
    assert code == 1
    assert "1.1 MB" in complaint


@pytest.mark.parametrize("command", ["check", "extract"])
def test_of_endless_input_no_more_is_read_than_is_allowed(
    command: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Input(b"\n" * 3_000_000)
    monkeypatch.setattr(sys, "stdin", given)
    code, out, complaint = run(command, "-", "--max-size", "1")
    assert code == 1
    assert "超过上限 1 MB" in out + complaint
    assert given.asked == 1048577


def test_a_file_that_grows_while_it_is_read_is_bounded(
    folder: Path, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_bytes(b"\n" * 5000)
    honest = os.stat
    monkeypatch.setattr(os, "stat", lambda path, **options: honest("empty", **options))
    Path("empty").write_bytes(b"")
    settings = Settings(limits=Limits(bytes=4000))
    result = check_file(Path("a.txt"), "a.txt", catalog, catalog.rules, settings)
    assert "文件过大" in reason(result)
    settings = Settings(limits=Limits(bytes=6000))
    assert check_file(Path("a.txt"), "a.txt", catalog, catalog.rules, settings).error == "P006"


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", ""])
@pytest.mark.parametrize("option", ["--max-size", "--max-pages"])
def test_a_limit_is_a_whole_number(option: str, value: str, folder: Path, run: Run) -> None:
    code, _, complaint = run("z.txt", f"{option}={value}")
    assert code == 2
    assert option in complaint


def test_the_limit_of_pages_reaches_the_readers(folder: Path, run: Run, catalog: Catalog) -> None:
    rule = next(rule for rule in catalog.rules if rule.code == "P001")
    assert "{limit}" in rule.messages["over_pages"]["zh"]
    assert "--max-pages" in rule.help["over_pages"]["en"]
    assert run("z.txt", "--max-pages", "1")[0] == 0  # a text has no pages


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("x.txt", "\n"), ("x.txt", "\r"), ("x.txt", "0|0\n"), ("x.txt", "0|"), ("x.txt", "\t0\n"),
        ("x.txt", "行政许可\n0\n"), ("x.html", "<br>a"), ("x.html", "<p>"), ("x.html", "<td>"), ("x.html", "<i>a"),
        ("x.html", "&amp;"), ("x.html", "<pre>\n"), ("x.html", "<table><tr><td>"),
    ],
)  # fmt: skip
def test_more_of_anything_than_is_read_is_refused(
    name: str, unit: str, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("LINES", "CELLS", "PIECES"):
        monkeypatch.setattr(limits, limit, 1000)
    monkeypatch.setattr("reportlint.read.html_tree._ELEMENTS", 1000)
    monkeypatch.setattr("reportlint.read.html_table._CELL_LIMIT", 1000)
    start = "<table>" if unit == "<td>" else ""
    assert "文件过大" in reason(check(catalog, name, (start + unit * 3000).encode()))
    assert check(catalog, name, (start + unit * 20).encode()).error != "P001"


@pytest.mark.parametrize(
    "inside",
    [
        "<div>" * 100_000,
        "<table><tr><td>" * 30_000,
        "<ul><li>" * 30_000,
        "<font>" * 100_000,
        "</div>" * 100_000,
        f"<p title='{'a' * 3_000_000}'>甲</p>",
        f"<p {'a=1 ' * 300_000}>甲</p>",
        "<table>"
        + "<tr><td rowspan=999999999 colspan=999999999>1<td rowspan=0 colspan=-1>2" * 20
        + "</table>",
        "<!--" * 100_000,
        "<" * 300_000,
        "<a b='\"" * 50_000,
        "&#99999999999;&#x110000;&#xD800;&#0;&nosuch;" * 2000,
        "\0甲\0",
    ],
    ids=lambda text: text[:18],
)
def test_absurd_markup_is_read_or_refused(inside: str, catalog: Catalog) -> None:
    result = check(catalog, "x.html", (PAGE + inside).encode())
    assert not result.failures
    assert result.error in (None, "P001", "P006")
    assert result.findings


@pytest.mark.parametrize(
    "unit", ["一", "7", "（", "在20日内答复申请，", "|", "\u200b", "第二十条", "2023年", "其中1件，"]
)
def test_a_report_with_an_endless_line_is_judged(unit: str, lint: Lint) -> None:
    result = lint(GOOD + unit * (200_000 // len(unit) // (20 if "日" in unit else 1)))
    assert not result.failures
    assert result.error is None


@pytest.mark.parametrize("line", ["- 1 -", "见下表。\n附件：1.", "一、主动公开情况"])
def test_a_report_with_one_line_over_and_over_is_judged(line: str, lint: Lint) -> None:
    result = lint(GOOD + f"{line}\n" * 4000)
    assert (result.error, result.failures) == (None, ())


def test_a_report_of_chapters_only_is_judged(lint: Lint) -> None:
    title = "某市某局2023年政府信息公开工作年度报告\n"
    result = lint(title + "一、甲\n二、乙\n三、丙\n" * 2500 + "一、总体情况\n" * 1000)
    assert (result.error, result.failures) == (None, ())


# --- faults of ours and of plug-ins --------------------------------------------------------------------


class Reads:
    """A plug-in whose reader raises, or gives back, what it is told to."""

    def __init__(self, given: object) -> None:
        self.given = given

    @hookimpl
    def reportlint_read(self, path: Path, data: bytes, index: LabelIndex) -> Source | None:
        """The given answer for .odd files."""
        if path.suffix != ".odd":
            return None
        if isinstance(self.given, BaseException):
            raise self.given
        return self.given  # type: ignore[return-value]


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("maximum recursion depth exceeded")])
@pytest.mark.parametrize("place", ["read_bytes", "bind"])
def test_too_little_memory_or_depth_costs_one_file(
    error: Exception, place: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    where = "reportlint.load.read_bytes" if place == "read_bytes" else "reportlint.build.parse"
    monkeypatch.setattr(where, failing_once(where, error))
    code, out, complaint = run(".", "--output-format", "json")
    assert (code, complaint) == (1, "")
    ((file, rule, message),) = told(out)
    assert (file, rule) == ("a.txt", "P001")
    assert "过于复杂" in message
    monkeypatch.setattr(where, failing_once(where, error))
    code, out, complaint = run("extract", "a.txt", "z.txt")
    assert code == 1
    assert "a.txt: P001" in complaint
    assert json.loads(out)["path"] == "z.txt"


def failing_once(where: str, error: Exception) -> Callable[..., object]:
    """The function of that name, which fails the first time."""
    honest: Any = parse if where.endswith("parse") else read_bytes
    met: list[int] = []

    def fail(*arguments: object) -> object:
        met.append(1)
        if len(met) == 1:
            raise error
        return honest(*arguments)

    return fail


@pytest.mark.parametrize("place", ["load.read_bytes", "build.parse"])
def test_a_bug_in_reading_is_named_and_costs_one_file(
    place: str, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("a.txt").write_text(GOOD, encoding="utf-8")
    where = f"reportlint.{place}"
    monkeypatch.setattr(where, failing_once(where, KeyError("oops\n二")))
    code, out, complaint = run(".", "--output-format", "json")
    assert code == 2
    ((file, rule, message),) = told(out)
    assert (file, rule) == ("a.txt", "P001")
    assert "KeyError" in message
    assert complaint.count("\n") == 1
    assert "a.txt" in complaint
    assert "test_safety.py" in complaint
    assert [one["path"] for one in json.loads(out)["files"]] == ["a.txt", "z.txt"]
    monkeypatch.setattr(where, failing_once(where, KeyError("oops")))
    code, out, complaint = run("extract", "a.txt", "z.txt")
    assert code == 2
    assert "KeyError" in complaint
    assert json.loads(out)["path"] == "z.txt"


@pytest.mark.parametrize(
    "given", [ValueError("odd"), "no source", Source("x", "", (), (7,))],  # type: ignore[arg-type]
)  # fmt: skip
def test_a_reader_of_a_plug_in_that_fails_is_named(given: object) -> None:
    catalog = load_catalog(extra=[Reads(given)])
    result = check(catalog, "a.odd", b"x")
    assert "程序或插件出错" in reason(result)
    (failure,) = result.failures
    assert failure.startswith("a.odd: ")
    assert "\n" not in failure
    if not isinstance(given, Source):
        assert "plug-in" in failure
    assert check(catalog, "a.txt", GOOD.encode()).error is None


def test_an_error_of_a_rule_nobody_knows_is_p001(folder: Path) -> None:
    catalog = load_catalog(extra=[Reads(ReadError("X999", "strange"))])
    assert "X999 strange" in reason(check(catalog, "a.odd", b"x"))


def test_the_last_registered_reader_is_asked_first_and_none_passes_on() -> None:
    first, last = Reads(ReadError("P002")), Reads(ReadError("P001", "encrypted"))
    catalog = load_catalog(extra=[first, last])
    assert check(catalog, "a.odd", b"x").error == "P001"
    catalog = load_catalog(extra=[first, Reads(None)])
    assert check(catalog, "a.odd", b"x").error == "P002"


def test_a_report_carries_what_extract_gives(folder: Path) -> None:
    import reportlint

    report: Report = reportlint.extract("z.txt")
    assert report.year is not None
