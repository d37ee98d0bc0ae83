"""One file of a run: checked, with kept results reused, and mended where that is asked for."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportlint import cache as caching
from reportlint.atomic import write_atomic
from reportlint.baseline import Entry, Seen, compare, read_baseline
from reportlint.beside import Checked, set_aside_beside
from reportlint.engine import check_file
from reportlint.errors import ReadError
from reportlint.files import Input
from reportlint.findings import FileResult, kept
from reportlint.load import file_bytes
from reportlint.mend import Refused, difference, fixable, mend
from reportlint.previous import Earlier, last_of, last_report, whose_of
from reportlint.read import suffix_of
from reportlint.setups import Asked, Setup, setups


class Mending(NamedTuple):
    """How files are mended: whether by unsafe fixes too, written or only shown.

    ``baseline`` is its file, ``state`` that file's time and size.
    """

    unsafe: bool = False
    write: bool = True
    baseline: str = ""
    state: tuple[int, int] = (0, 0)


class Way(NamedTuple):
    """How a run is done: processes (None: as many as pay), the cache's folder ("" for none).

    ``previous`` are the files and folders with the reports of the year before.
    """

    jobs: int | None = 1
    cache: str = ""
    exclude: bool = True
    previous: tuple[str, ...] = ()
    mending: Mending | None = None


class Task(NamedTuple):
    """One file for a worker; ``earlier`` are the files that may hold its report of the year before."""

    asked: Asked
    way: Way
    one: Input
    earlier: tuple[Earlier, ...] = ()


class Change(NamedTuple):
    """What mending a file came to: findings mended, fixes not made, the change shown.

    ``failed`` says why the mended file could not be written ("" if it was): a
    word, or the system's number.
    """

    path: str
    fixed: int
    refused: tuple[Refused, ...] = ()
    diff: str = ""
    failed: str = ""


class Done(NamedTuple):
    """A file checked and, where it was asked for and there was anything to do, mended."""

    result: FileResult
    change: Change | None = None
    data: bytes | None = None


# --- mending ----------------------------------------------------------------------------------


def done_with(task: Task, data: bytes | None = None) -> Done:
    """One file checked, and mended where that is asked for; the result is that of the file as it then is."""
    way, one = task.way, task.one
    mending = way.mending
    result = checked_one(task, data)
    if mending is None or not any(fixable(finding, mending.unsafe) for finding in result.findings):
        return Done(result)
    try:
        data = file_bytes(one.path, setups(task.asked)(one.path).settings) if data is None else data
    except ReadError:  # it was there a moment ago; the next run says why
        return Done(result)
    mended = mend(data, lambda new: _judged(task, new), mending.unsafe, suffix_of(one.path))
    change = Change(result.path, mended.fixed, mended.refused)
    if not mended.fixed:
        return Done(result, change if mended.refused else None)
    if not mending.write:
        return Done(result, change._replace(diff=difference(mended)))
    failed = "" if one.stdin else _written(one.path, data, mended.data, task)
    if failed:
        return Done(result, Change(result.path, 0, (), "", failed))
    return Done(checked_one(task, mended.data), change, mended.data if one.stdin else None)


def _judged(task: Task, data: bytes) -> FileResult:
    """The result of bytes with all set aside that is not to be mended."""
    one, mending = task.one, task.way.mending
    setup = setups(task.asked)(one.path)
    before = _before(one, data, setup, task.earlier, cache_of(task.way, setup))
    result = _checked(one, setup, data, before)
    result = set_aside_beside([Checked(one.path, result, setup)], datetime.date.today())[0]
    if mending is not None and mending.baseline:
        folder = Path(os.path.abspath(mending.baseline)).parent
        result = compare([result], _entries(mending.baseline, mending.state), Seen(folder)).files[0]
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
        return str(error.errno or 0)
    return ""


# --- checking ---------------------------------------------------------------------------------


def checked_one(task: Task, data: bytes | None = None) -> FileResult:
    """The result of one file, without its document; ``data`` are its bytes where they are at hand."""
    asked, way, one, earlier = task
    setup = setups(asked)(one.path)
    if data is None:
        try:
            data = file_bytes(one.path, setup.settings)
        except ReadError:  # check_file says why
            return kept(_checked(one, setup, None))
    cache = cache_of(way, setup)
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


def cache_of(way: Way, setup: Setup) -> caching.Cache | None:
    """Where results of files with this setup are kept, None for nowhere."""
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
