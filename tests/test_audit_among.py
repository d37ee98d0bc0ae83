"""Findings among the reports of one audit: totals, missing, late and copied reports."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reportlint import cli

PAGES = Path(str(import_module("reportlint_rules").__file__)).parent / "pages"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, reports: Mapping[str, str]) -> None:
    """Reports as files of ``folder/in``."""
    for name, text in reports.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def audit(*arguments: str) -> int:
    """The exit code of an audit of the folder ``in``, in this process' working folder."""
    return cli.main(["audit", "in", "-o", "out", "--isolated", "-q", "-j", "1", *arguments])


def rows(query: str) -> list[tuple[Any, ...]]:
    """Rows of the store."""
    with sqlite3.connect("out/store.sqlite") as db:
        found = db.execute(query).fetchall()
    db.close()
    return found


def among() -> list[tuple[str, str]]:
    """Code and file of the findings of this family that are not set aside."""
    return rows("SELECT code, path FROM findings WHERE code LIKE 'U%' AND suppressed IS NULL ORDER BY 1, 2")


def messages(code: str) -> list[str]:
    """The messages of a rule."""
    return [text for (text,) in rows(f"SELECT message FROM findings WHERE code = '{code}' ORDER BY path, at")]


# --- the examples of the pages -----------------------------------------------------------------


def examples(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(code, example)`` of all examples that are several reports."""
    for path in sorted(PAGES.glob("*.toml")):
        page = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((path.stem, one) for one in page.get(kind, ()) if "reports" in one)


def audited_example(here: Path, example: Mapping[str, Any]) -> set[str]:
    """The rules of this family that fire on an example."""
    write(here, {f"{at}.txt": text for at, text in enumerate(example["reports"])})
    given = []
    if "roster" in example:
        (here / "roster.csv").write_text(example["roster"].lstrip(), encoding="utf-8")
        given = ["--roster", "roster.csv"]
    audit(*given)
    return {code for code, _ in among()}


@pytest.mark.parametrize(("code", "example"), list(examples("bad")))
def test_a_rule_fires_on_its_wrong_example(code: str, example: Mapping[str, Any], here: Path) -> None:
    assert audited_example(here, example) == {code}


@pytest.mark.parametrize(("code", "example"), list(examples("good")))
def test_a_rule_is_silent_on_its_right_example(code: str, example: Mapping[str, Any], here: Path) -> None:
    assert audited_example(here, example) == set()
