"""The files of a run: each by the setup of its folder, kept results reused, by one process or several."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from reportlint import cache as caching
from reportlint.beside import Checked, set_aside_beside
from reportlint.engine import check_file, lost_file, unreadable
from reportlint.errors import ReadError
from reportlint.files import Input, find_files
from reportlint.findings import FileResult, Result, kept
from reportlint.keep import pack, unpack
from reportlint.load import file_bytes, read_stream
from reportlint.previous import (
    Earlier,
    Notice,
    earlier_of,
    last_of,
    last_report,
    lost_earlier,
    notices,
    whose_of,
)
from reportlint.rule import Rule
from reportlint.setups import Asked, Setup, is_excluded, setups
from reportlint.workers import Crew, in_order, workers_for

Done = TypeVar("Done")


class Way(NamedTuple):
    """How a run is done: processes (None: as many as pay), the cache's folder ("" for none).

    ``previous`` are the files and folders with the reports of the year before.
    """

    jobs: int | None = 1
    cache: str = ""
    exclude: bool = True
    previous: tuple[str, ...] = ()


class Ran(NamedTuple):
    """What a run came to: results in order, and the named files that are excluded.

    ``notices`` are what the user has to know of the reports of the year
    before, ``missing`` the paths to them that do not exist.
    """

    result: Result
    excluded: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    missing: tuple[str, ...] = ()


class Task(NamedTuple):
    """One file for a worker; ``earlier`` are the files that may hold its report of the year before."""

    asked: Asked
    way: Way
    one: Input
    earlier: tuple[Earlier, ...] = ()


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
    before = find_files(way.previous, setup_of(Path("x")).catalog.suffixes)
    earlier = tuple(_mapped([Task(asked, way, one) for one in before.inputs], _earlier, _no_earlier))
    results = _results([Task(asked, way, one, earlier) for one, _ in wanted], stdin)
    checked = [Checked(one.path, result, setup) for (one, setup), result in zip(wanted, results, strict=True)]
    files = set_aside_beside(checked, datetime.date.today())
    rules = _rules(setup for _, setup in wanted) or setup_of(Path("x")).rules
    told = tuple(notices((one.result for one in checked), earlier)) if way.previous else ()
    return Ran(Result(files, rules), tuple(excluded), told, before.missing)


def _rules(used: Iterable[Setup]) -> tuple[Rule, ...]:
    """The rules of all setups, each once, in order of code."""
    found = {rule.code: rule for setup in {id(one): one for one in used}.values() for rule in setup.rules}
    return tuple(found[code] for code in sorted(found))


def _results(tasks: Sequence[Task], stdin: BinaryIO | None) -> list[FileResult]:
    if any(task.one.stdin for task in tasks):
        return [_from_stream(task, stdin) if task.one.stdin else checked_one(task) for task in tasks]
    if _alone(tasks):
        return [checked_one(task) for task in tasks]
    return [unpack(plain) for plain in _mapped(tasks, _packed, _lost)]


def _alone(tasks: Sequence[Task]) -> bool:
    """True where this process does all the work."""
    return not tasks or workers_for(tasks[0].way.jobs, len(tasks)) == 1


def _mapped(
    tasks: Sequence[Task], work: Callable[[Task], Done], lost: Callable[[Task, str], Done]
) -> Iterable[Done]:
    """What the work makes of each task, in this process or in several."""
    if _alone(tasks):
        return [work(task) for task in tasks]
    asked, way = tasks[0].asked, tasks[0].way
    return in_order(tasks, work, lost, Crew(workers_for(way.jobs, len(tasks)), setups, (asked,)))


def _earlier(task: Task) -> Earlier:
    setup = setups(task.asked)(task.one.path)
    return earlier_of(task.one, setup.catalog, setup.settings, _cache(task.way, setup))


def _no_earlier(task: Task, why: str) -> Earlier:
    """A file of the year before whose worker died."""
    return lost_earlier(task.one, "P001")


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
    asked, way, one, earlier = task
    setup = setups(asked)(one.path)
    if data is None:
        try:
            data = file_bytes(one.path, setup.settings)
        except ReadError:  # check_file says why
            return kept(_checked(one, setup, None))
    cache = _cache(way, setup)
    before = _before(one, data, setup, earlier, cache)
    if cache is None:
        return kept(_checked(one, setup, data, before))
    digest = before.digest if before is not None else ""
    key = caching.key_of(cache, data, one.shown, one.path.suffix.lower(), one.walked, digest)
    found = caching.load(cache, key)
    if found is None:
        found = kept(_checked(one, setup, data, before))
        caching.store(cache, key, found)
    return found


def _cache(way: Way, setup: Setup) -> caching.Cache | None:
    return caching.open_cache(Path(way.cache), setup.seed) if way.cache else None


def _before(
    one: Input, data: bytes, setup: Setup, earlier: Sequence[Earlier], cache: caching.Cache | None
) -> Earlier | None:
    """The file with the report of the year before, None where there is none."""
    if not earlier:
        return None
    whose = whose_of(one.path, data, setup.catalog, setup.settings, cache)
    return last_of(whose, one.path.suffix.lower(), earlier)


def _checked(one: Input, setup: Setup, data: bytes | None, before: Earlier | None = None) -> FileResult:
    last = last_report(before, setup.catalog, setup.settings)
    return check_file(
        one.path,
        one.shown,
        setup.catalog,
        setup.rules,
        setup.settings,
        walked=one.walked,
        data=data,
        last=last,
    )
