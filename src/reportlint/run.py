"""The files of a run: each by the setup of its folder, kept results reused, by one process or several."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from reportlint import cache as caching
from reportlint.atomic import write_atomic
from reportlint.baseline import Entry, compare, read_baseline
from reportlint.beside import Checked, set_aside_beside
from reportlint.engine import check_file, lost_file, unreadable
from reportlint.errors import ReadError
from reportlint.files import Input
from reportlint.findings import FileResult, Result, kept
from reportlint.keep import pack, unpack
from reportlint.load import file_bytes, read_stream
from reportlint.mend import Refused, difference, fixable, mend
from reportlint.read import suffix_of
from reportlint.rule import Rule
from reportlint.setups import Asked, Setup, is_excluded, setups
from reportlint.workers import in_order, workers_for


class Mending(NamedTuple):
    """How files are mended: whether by unsafe fixes too, written or only shown.

    ``baseline`` is its file, ``state`` that file's time and size.
    """

    unsafe: bool = False
    write: bool = True
    baseline: str = ""
    state: tuple[int, int] = (0, 0)


class Way(NamedTuple):
    """How a run is done: processes (None: as many as pay), the cache's folder ("" for none)."""

    jobs: int | None = 1
    cache: str = ""
    exclude: bool = True
    mending: Mending | None = None


class Change(NamedTuple):
    """What mending a file came to: findings mended, fixes not made, the change shown.

    ``failed`` says why the mended file could not be written ("" if it was).
    """

    path: str
    fixed: int
    refused: tuple[Refused, ...] = ()
    diff: str = ""
    failed: str = ""


class Ran(NamedTuple):
    """What a run came to: results in order, named files that are excluded, files mended.

    ``mended`` are the bytes of standard input after mending, None without it.
    """

    result: Result
    excluded: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    mended: bytes | None = None


class _Done(NamedTuple):
    """A file checked and, where it was asked for and there was anything to do, mended."""

    result: FileResult
    change: Change | None = None
    data: bytes | None = None


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
    done = list(_results([one for one, _ in wanted], asked, way, stdin))
    checked = [Checked(one.path, ran.result, setup) for (one, setup), ran in zip(wanted, done, strict=True)]
    files = set_aside_beside(checked, datetime.date.today())
    rules = _rules(setup for _, setup in wanted) or setup_of(Path("x")).rules
    changes = tuple(ran.change for ran in done if ran.change is not None)
    mended = next((ran.data for ran in done if ran.data is not None), None)
    return Ran(Result(files, rules), tuple(excluded), changes, mended)


def _rules(used: Iterable[Setup]) -> tuple[Rule, ...]:
    """The rules of all setups, each once, in order of code."""
    found = {rule.code: rule for setup in {id(one): one for one in used}.values() for rule in setup.rules}
    return tuple(found[code] for code in sorted(found))


def _results(inputs: Sequence[Input], asked: Asked, way: Way, stdin: BinaryIO | None) -> Iterable[_Done]:
    count = workers_for(way.jobs, len(inputs))
    if count == 1 or any(one.stdin for one in inputs):
        return [
            _from_stream(Task(asked, way, one), stdin) if one.stdin else _done(Task(asked, way, one))
            for one in inputs
        ]
    tasks = [Task(asked, way, one) for one in inputs]
    plain = in_order(tasks, _packed, _lost, count, setups, (asked,))
    return [_Done(unpack(result), change) for result, change in plain]


def _packed(task: Task) -> tuple[dict[str, Any], Change | None]:
    done = _done(task)
    return pack(done.result), done.change


def _lost(task: Task, why: str) -> tuple[dict[str, Any], Change | None]:
    """The result of a file whose worker died."""
    setup = setups(task.asked)(task.one.path)
    return pack(lost_file(task.one.shown, why, setup.catalog, setup.settings)), None


def _from_stream(task: Task, stdin: BinaryIO | None) -> _Done:
    setup = setups(task.asked)(task.one.path)
    try:
        data = read_stream(stdin, setup.settings)
    except ReadError as error:
        return _Done(unreadable(error, task.one.shown, setup.catalog, setup.settings))
    done = _done(task, data)
    return done if done.data is not None else done._replace(data=data)


# --- mending ----------------------------------------------------------------------------------


def _done(task: Task, data: bytes | None = None) -> _Done:
    """One file checked, and mended where that is asked for; the result is that of the file as it then is."""
    way, one = task.way, task.one
    mending = way.mending
    result = checked_one(task, data)
    if mending is None or not any(fixable(finding, mending.unsafe) for finding in result.findings):
        return _Done(result)
    try:
        data = file_bytes(one.path, setups(task.asked)(one.path).settings) if data is None else data
    except ReadError:  # it was there a moment ago; the next run says why
        return _Done(result)
    mended = mend(data, lambda new: _judged(task, new), mending.unsafe, suffix_of(one.path))
    change = Change(result.path, mended.fixed, mended.refused)
    if not mended.fixed:
        return _Done(result, change if mended.refused else None)
    if not mending.write:
        return _Done(result, change._replace(diff=difference(mended)))
    failed = "" if one.stdin else _written(one.path, data, mended.data, task)
    if failed:
        return _Done(result, Change(result.path, 0, (), "", failed))
    return _Done(checked_one(task, mended.data), change, mended.data if one.stdin else None)


def _judged(task: Task, data: bytes) -> FileResult:
    """The result of bytes with all set aside that is not to be mended."""
    one, mending = task.one, task.way.mending
    setup = setups(task.asked)(one.path)
    result = _checked(one, setup, data)
    result = set_aside_beside([Checked(one.path, result, setup)], datetime.date.today())[0]
    if mending is not None and mending.baseline:
        result = compare([result], _entries(mending.baseline, mending.state)).files[0]
    return result


@lru_cache(maxsize=1)
def _entries(baseline: str, state: tuple[int, int]) -> tuple[Entry, ...]:
    """The baseline's entries, read once by each process for a state of the file."""
    return read_baseline(Path(baseline))


def _written(path: Path, old: bytes, new: bytes, task: Task) -> str:
    """Why the file could not be replaced, "" if it was: it must still be what was checked."""
    try:
        found = file_bytes(path, setups(task.asked)(path).settings)
        if found != old:  # by another name of the same file it may be mended by now
            return "" if found == new else "changed"
        if not os.access(path, os.W_OK):
            return "denied"
        write_atomic(path, new)
    except ReadError:
        return "changed"
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


# --- checking ---------------------------------------------------------------------------------


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
