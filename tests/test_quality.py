"""The code is clean: ruff's rules and mypy's strict mode, as set in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("src", "rules", "tests", "bench")


def run(*arguments: str) -> None:
    """Run a module of this interpreter in the project's folder; its output is the failure."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}{done.stderr}"


def test_ruff_finds_nothing() -> None:
    run("ruff", "check", "--no-cache", "--output-format", "concise", *CODE)


def test_mypy_strict_finds_nothing() -> None:
    run("mypy", "--strict", *CODE)


def test_ruff_would_format_nothing() -> None:
    run("ruff", "format", "--no-cache", "--check", *CODE)
