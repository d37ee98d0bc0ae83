"""The files of a run: each by the setup of its folder, kept results reused, by one process or several."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from reportlint import cache as caching
from reportlint.beside import Checked, set_aside_beside
from reportlint.engine import check_file, lost_file, unreadable
from reportlint.errors import ReadError
from reportlint.files import Input
from reportlint.findings import FileResult, Result, kept
from reportlint.keep import pack, unpack
from reportlint.load import file_bytes, read_stream
from reportlint.rule import Rule
from reportlint.setups import Asked, Setup, is_excluded, setups
from reportlint.workers import Crew, in_order, workers_for


class Way(NamedTuple):
    """How a run is done: processes (None: as many as pay), the cache's folder ("" for none)."""

    jobs: int | None = 1
    cache: str = ""
    exclude: bool = True


class Ran(NamedTuple):
    """What a run came to: results in order, and the named files that are excluded."""

    result: Result
    excluded: tuple[str, ...]


class Task(NamedTuple):
    """One file for a worker."""

    asked: Asked
    way: Way
    one: Input


def run_files(inputs: Iterable[Input], asked: Asked, way: Way, stdin: BinaryIO | None) -> Ran:
    """Check the files. Raises ConfigError or RuleError for a configuration that cannot be used."""
    setup_of = setups(asked)
    if way.cache:
        caching.prune(Path(way.cache))
    wanted: list[tuple[Input, Setup]] = []
    excluded: list[str] = []
    for one in inputs:
        setup = setup_of(one.path)
        if way.exclude and is_excluded(one.path, setup.config.values):
            excluded += [] if one.walked else [one.shown]
        else:
            wanted.append((one, setup))
    results = _results([one for one, _ in wanted], asked, way, stdin)
    checked = [Checked(one.path, result, setup) for (one, setup), result in zip(wanted, results, strict=True)]
    files = set_aside_beside(checked, datetime.date.today())
    rules = _rules(setup for _, setup in wanted) or setup_of(Path("x")).rules
    return Ran(Result(files, rules), tuple(excluded))


def _rules(used: Iterable[Setup]) -> tuple[Rule, ...]:
    """The rules of all setups, each once, in order of code."""
    found = {rule.code: rule for setup in {id(one): one for one in used}.values() for rule in setup.rules}
    return tuple(found[code] for code in sorted(found))


def _results(inputs: Sequence[Input], asked: Asked, way: Way, stdin: BinaryIO | None) -> Iterable[FileResult]:
    count = workers_for(way.jobs, len(inputs))
    if count == 1 or any(one.stdin for one in inputs):
        return [
            _from_stream(Task(asked, way, one), stdin) if one.stdin else checked_one(Task(asked, way, one))
            for one in inputs
        ]
    tasks = [Task(asked, way, one) for one in inputs]
    return [unpack(plain) for plain in in_order(tasks, _packed, _lost, Crew(count, setups, (asked,)))]


def _packed(task: Task) -> dict[str, Any]:
    return pack(checked_one(task))


def _lost(task: Task, why: str) -> dict[str, Any]:
    """The result of a file whose worker died."""
    setup = setups(task.asked)(task.one.path)
    return pack(lost_file(task.one.shown, why, setup.catalog, setup.settings))


def _from_stream(task: Task, stdin: BinaryIO | None) -> FileResult:
    setup = setups(task.asked)(task.one.path)
    try:
        data = read_stream(stdin, setup.settings)
    except ReadError as error:
        return unreadable(error, task.one.shown, setup.catalog, setup.settings)
    return checked_one(task, data)


def checked_one(task: Task, data: bytes | None = None) -> FileResult:
    """The result of one file, without its document; ``data`` are its bytes where they are at hand."""
    asked, way, one = task
    setup = setups(asked)(one.path)
    if data is None:
        try:
            data = file_bytes(one.path, setup.settings)
        except ReadError:  # check_file says why
            return kept(_checked(one, setup, None))
    if not way.cache:
        return kept(_checked(one, setup, data))
    cache = caching.open_cache(Path(way.cache), setup.seed)
    key = caching.key_of(cache, data, one.shown, one.path.suffix.lower(), one.walked)
    found = caching.load(cache, key)
    if found is None:
        found = kept(_checked(one, setup, data))
        caching.store(cache, key, found)
    return found


def _checked(one: Input, setup: Setup, data: bytes | None) -> FileResult:
    return check_file(
        one.path, one.shown, setup.catalog, setup.rules, setup.settings, walked=one.walked, data=data
    )
