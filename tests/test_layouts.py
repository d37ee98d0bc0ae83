"""Layouts met in the field: each with what is to be found in it, and how many cells are to be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Lint

FOLDER = Path(__file__).with_name("layouts")
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_layout_is_read_and_judged_as_expected(name: str, lint: Lint) -> None:
    """Code, level and line of every finding, and the number of cells bound."""
    result = lint((FOLDER / name).read_bytes())
    found = [[one.code, one.level.value, one.location.line] for one in result.findings]
    assert found == EXPECTED[name]["findings"]
    cells = sum(len(grid.cells) for grid in result.report.grids) if result.report is not None else 0
    assert cells == EXPECTED[name]["cells"]


def test_every_layout_is_listed() -> None:
    """No file without its expectation."""
    assert {path.name for path in FOLDER.glob("*.txt")} == set(EXPECTED)
