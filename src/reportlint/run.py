"""The files of a run: each by the setup of its folder, by one process or several."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeVar

from reportlint import cache as caching
from reportlint.beside import Checked, set_aside_beside
from reportlint.engine import lost_file, unreadable
from reportlint.errors import ReadError
from reportlint.files import Input, find_files
from reportlint.findings import Result
from reportlint.keep import pack, unpack
from reportlint.load import read_stream
from reportlint.one_file import Change, Done, Task, Way, cache_of, done_with
from reportlint.previous import Earlier, Notice, earlier_of, lost_earlier, notices
from reportlint.rule import Rule
from reportlint.setups import Asked, Setup, is_excluded, setups
from reportlint.workers import Crew, in_order, workers_for

Made = TypeVar("Made")


class Ran(NamedTuple):
    """What a run came to: results in order, named files that are excluded, files mended.

    ``notices`` are what the user has to know of the reports of the year
    before, ``missing`` the paths to them that do not exist. ``mended`` are the
    bytes of standard input after mending, None without it.
    """

    result: Result
    excluded: tuple[str, ...]
    notices: tuple[Notice, ...] = ()
    missing: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    mended: bytes | None = None


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
    done = _results([Task(asked, way, one, earlier) for one, _ in wanted], stdin)
    checked = [Checked(one.path, ran.result, setup) for (one, setup), ran in zip(wanted, done, strict=True)]
    files = set_aside_beside(checked, datetime.date.today())
    rules = _rules(setup for _, setup in wanted) or setup_of(Path("x")).rules
    told = tuple(notices((one.result for one in checked), earlier)) if way.previous else ()
    changes = tuple(ran.change for ran in done if ran.change is not None)
    mended = next((ran.data for ran in done if ran.data is not None), None)
    return Ran(Result(files, rules), tuple(excluded), told, before.missing, changes, mended)


def _rules(used: Iterable[Setup]) -> tuple[Rule, ...]:
    """The rules of all setups, each once, in order of code."""
    found = {rule.code: rule for setup in {id(one): one for one in used}.values() for rule in setup.rules}
    return tuple(found[code] for code in sorted(found))


def _results(tasks: Sequence[Task], stdin: BinaryIO | None) -> list[Done]:
    if any(task.one.stdin for task in tasks):
        return [_from_stream(task, stdin) if task.one.stdin else done_with(task) for task in tasks]
    if _alone(tasks):
        return [done_with(task) for task in tasks]
    return [Done(unpack(result), change) for result, change in _mapped(tasks, _packed, _lost)]


def _alone(tasks: Sequence[Task]) -> bool:
    """True where this process does all the work."""
    return not tasks or workers_for(tasks[0].way.jobs, len(tasks)) == 1


def _mapped(
    tasks: Sequence[Task], work: Callable[[Task], Made], lost: Callable[[Task, str], Made]
) -> Iterable[Made]:
    """What the work makes of each task, in this process or in several."""
    if _alone(tasks):
        return [work(task) for task in tasks]
    asked, way = tasks[0].asked, tasks[0].way
    crew = Crew(workers_for(way.jobs, len(tasks)), setups, (asked,))
    return in_order(tasks, work, lost, crew)


def _earlier(task: Task) -> Earlier:
    setup = setups(task.asked)(task.one.path)
    return earlier_of(task.one, setup.catalog, setup.settings, cache_of(task.way, setup))


def _no_earlier(task: Task, why: str) -> Earlier:
    """A file of the year before whose worker died."""
    return lost_earlier(task.one, "P001")


def _packed(task: Task) -> tuple[dict[str, Any], Change | None]:
    done = done_with(task)
    return pack(done.result), done.change


def _lost(task: Task, why: str) -> tuple[dict[str, Any], Change | None]:
    """The result of a file whose worker died."""
    setup = setups(task.asked)(task.one.path)
    return pack(lost_file(task.one.shown, why, setup.catalog, setup.settings)), None


def _from_stream(task: Task, stdin: BinaryIO | None) -> Done:
    setup = setups(task.asked)(task.one.path)
    try:
        data = read_stream(stdin, setup.settings)
    except ReadError as error:
        return Done(unreadable(error, task.one.shown, setup.catalog, setup.settings))
    done = done_with(task, data)
    return done if done.data is not None else done._replace(data=data)
