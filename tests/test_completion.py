"""Completion: the script is one that the shell takes, and it completes what there is."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from reportlint.cli import main
from reportlint.cli_completion import SHELLS
from reportlint.output import FORMATTERS
from reportlint.plugins import Catalog

BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="there is no bash")


@pytest.fixture
def script(capsys: pytest.CaptureFixture[str]) -> str:
    """The script for bash."""
    assert main(["completion", "bash"]) == 0
    return capsys.readouterr().out


@cache
def bash(text: str, folder: Path | None = None) -> str:
    """What bash prints."""
    assert BASH is not None
    done = subprocess.run([BASH, "--norc"], input=text.encode(), capture_output=True, check=True, cwd=folder)
    assert not done.stderr
    return done.stdout.decode()


def offered(script: str, *words: str, folder: Path | None = None) -> list[str]:
    """What is offered for the last word of a call."""
    call = " ".join(f"'{word}'" for word in words)
    ask = f"COMP_WORDS=(reportlint {call}); COMP_CWORD={len(words)}; compopt() {{ :; }}; _shtab_reportlint"
    return bash(f"{script}\n{ask}; printf '%s\\n' \"${{COMPREPLY[@]}}\"", folder).split()


@needs_bash
def test_bash_completes_commands_options_and_their_values(
    script: str, catalog: Catalog, tmp_path: Path
) -> None:
    (tmp_path / "report.docx").touch()
    assert offered(script, "ex") == ["explain", "extract"]
    assert offered(script, "--stat") == ["--statistics"]
    assert offered(script, "check", "rep", folder=tmp_path) == ["report.docx"]
    assert offered(script, "check", "--output-format", "") == list(FORMATTERS)
    assert offered(script, "--organ", "go") == ["government"]
    assert offered(script, "explain", "A00") == [r.code for r in catalog.rules if r.code.startswith("A00")]
    assert offered(script, "rules", "--select", "AL") == ["ALL"]
    assert offered(script, "completion", "") == list(SHELLS)
    assert offered(script, "show-settings", "--sch") == ["--schema"]


@needs_bash
def test_bash_registers_it(script: str) -> None:
    assert "-F _shtab_reportlint reportlint" in bash(f"{script}\ncomplete -p reportlint")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shell_has_a_script(shell: str, lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell, "--lang", lang]) == 0
    text = capsys.readouterr().out
    for word in ("explain", "annotate", "output-format", "sarif", "A001"):
        assert word in text
    program = shutil.which({"powershell": "pwsh"}.get(shell, shell))
    if program is not None and shell in ("bash", "zsh", "fish"):
        subprocess.run([program, "-n"], input=text.encode(), check=True)


def test_another_shell_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcl", "--lang", "en"]) == 2
    assert "bash" in capsys.readouterr().err
