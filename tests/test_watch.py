"""``--watch``: a real process that is told of changes and interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportlint.cli import main
from reports import make, replace_cell

GOOD = make("2021", "bars", 1, line_end="\n")
WRONG = replace_cell(GOOD, "s4_review_litigation", "review", "upheld", "77").text
DEADLOCK = 120  # seconds after which a process that says nothing more is ended


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one faulty report."""
    (tmp_path / "in").mkdir()
    put(tmp_path / "in" / "a.txt", WRONG)
    return tmp_path


def put(path: Path, text: str) -> None:
    """Save a file as editors do: beside, then in its place."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8", newline="")
    new.replace(path)


@pytest.fixture
def process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program at work, both streams in one."""
    settings = {"PYTHONUTF8": "1", "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}
    started = subprocess.Popen(
        [sys.executable, "-m", "reportlint", "--watch", "--output-format", "concise", "in"],
        cwd=folder, env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    guard = threading.Timer(DEADLOCK, started.kill)
    guard.start()
    try:
        yield started
    finally:
        guard.cancel()
        started.kill()
        started.communicate()


def until_waiting(process: subprocess.Popen[str]) -> str:
    """What a run prints, up to the line that says it waits."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "waiting for changes" in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


@pytest.mark.skipif(sys.platform == "win32", reason="a console event takes the place of the signal")
def test_changes_are_checked_until_it_is_interrupted(folder: Path, process: subprocess.Popen[str]) -> None:
    assert "a.txt:" in until_waiting(process)
    put(folder / "in" / "a.txt", GOOD.text)
    assert "A004" not in until_waiting(process)
    put(folder / "reportlint.toml", "selekt = []\n")
    assert "reportlint.toml:1: no key 'selekt'" in until_waiting(process)
    put(folder / "reportlint.toml", "")
    assert "no key" not in until_waiting(process)
    (folder / "in" / "new").mkdir()
    until_waiting(process)
    put(folder / "in" / "new" / "b.txt", WRONG)
    assert "b.txt:" in until_waiting(process)
    (folder / "in" / "new" / "b.txt").unlink()
    assert "b.txt:" not in until_waiting(process)
    put(folder / "in" / "a.txt", WRONG)
    until_waiting(process)
    (folder / "shared").mkdir()
    put(folder / "shared" / "base.toml", 'ignore = ["T"]\n')
    put(folder / "reportlint.toml", 'extend = "shared/base.toml"\n')
    assert "A004" in until_waiting(process)
    put(folder / "shared" / "base.toml", 'ignore = ["A004"]\n')
    assert "A004" not in until_waiting(process)
    process.send_signal(signal.SIGINT)
    assert process.stdout is not None
    rest = process.stdout.read()
    assert process.wait() == 130
    assert "Traceback" not in rest


def test_a_wrong_call_ends_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for call in (["-"], [str(folder), "--write-baseline", "b.json"], [str(folder), "--edition", "1999"]):
        assert main(["--watch", "--lang", "en", *call]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_without_the_library_one_line_says_what_to_install(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    for lang in ("zh", "en"):
        assert main(["--watch", str(folder), "--lang", lang]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert "pip install watchfiles" in line
