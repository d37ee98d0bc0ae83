"""What all tests share: one catalogue, and a report checked in memory."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings, selected

Lint = Callable[[str | bytes], FileResult]


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--rewrite-golden``: the expected outputs become what is printed now."""
    parser.addoption("--rewrite-golden", action="store_true", help="rewrite the files in tests/cases")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """A file, a test or words that choose tests: none beside this process, whose start is quicker.

    So it is where the output of tests is asked for or the expected outputs are
    rewritten. ``-n`` with a number has the last word.
    """
    option = config.option
    chosen = option.keyword or option.markexpr or not all(Path(one).is_dir() for one in config.args)
    return 0 if chosen or option.rewrite_golden or option.capture == "no" else None


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a cache of its own, which is made only if it is used."""
    name = f"cache-{uuid.uuid4().hex}"
    monkeypatch.setenv("REPORTLINT_CACHE_DIR", str(tmp_path_factory.getbasetemp() / name))


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Processes that tests start share compiled modules, also where none may be kept beside the source."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "compiled"
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(folder))
        yield


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The built-in rules and editions; frozen, so that tests may share it."""
    return load_catalog()


@pytest.fixture
def rules_loaded(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command in this process finds the built-in rules loaded, whatever packs it is given."""
    for module in ("setups", "cli_show"):
        monkeypatch.setattr(f"reportlint.{module}.load_catalog", lambda packs=(): catalog)


@pytest.fixture(scope="session")
def lint(lint_anew: Lint) -> Lint:
    """As ``lint_anew``; the result of a text that was checked not long ago is used again."""
    return lru_cache(maxsize=60)(lint_anew)


@pytest.fixture(scope="session")
def lint_anew(catalog: Catalog) -> Lint:
    """Check a text (as UTF-8) or bytes by the rules that are on by default."""
    rules = selected(catalog.rules, Settings())

    def check(report: str | bytes) -> FileResult:
        data = report if isinstance(report, bytes) else report.encode("utf-8")
        return check_file(Path("x.txt"), "x.txt", catalog, rules, Settings(), data=data)

    return check
