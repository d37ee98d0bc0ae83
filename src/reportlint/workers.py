"""Many tasks by several processes: a process that dies or hangs costs no more than its own task.

Each process has a pipe of its own. A pool whose processes share one (pebble,
concurrent.futures) loses its lock, or half a message, with a process that is
killed at the wrong moment, and breaks as a whole.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final, Generic, NamedTuple, TypeVar

TRIES: Final = 3
_SPARED: Final = 12  # so often a task is given out again when the death of its process is not its own
_START_LIMIT: Final = 120.0  # seconds a process may take to be ready, beside the limit of a task
_ENOUGH: Final = 48  # below so many files a second process costs more than it brings
Task = TypeVar("Task")
Done = TypeVar("Done")


class Crew(NamedTuple):
    """How tasks are done: by that many processes, each of which first calls ``prepare(*prepared)``.

    ``timeout`` is in seconds a task, None for no limit. Functions, arguments
    and tasks must be picklable.
    """

    processes: int
    prepare: Callable[..., object]
    prepared: tuple[Any, ...] = ()
    timeout: float | None = None


class _Wanted(NamedTuple, Generic[Task]):
    """A task that waits; how many processes have died at it, and how many by what comes from outside."""

    number: int
    task: Task
    deaths: int = 0
    spared: int = 0


class _Worker(NamedTuple, Generic[Task]):
    """A process with a task: its pipe, by when it must have begun or be done, and whether it has begun."""

    process: BaseProcess
    pipe: Connection
    wanted: _Wanted[Task]
    until: float
    begun: bool = False


def workers_for(asked: int | None, files: int) -> int:
    """How many processes: as asked, else as many as there are processors where it pays."""
    if asked is not None:
        return max(1, min(asked, files))
    return max(1, min(processors(), files // _ENOUGH))


def processors() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    tasks: Sequence[Task], work: Callable[[Task], Done], lost: Callable[[Task, str], Done], crew: Crew
) -> Iterator[Done]:
    """The results of all tasks, in their order; see ``as_done``."""
    early: dict[int, Done] = {}
    due = 0
    for number, done in as_done(tasks, work, lost, crew):
        early[number] = done
        while due in early:
            yield early.pop(due)
            due += 1


def as_done(
    tasks: Iterable[Task], work: Callable[[Task], Done], lost: Callable[[Task, str], Done], crew: Crew
) -> Iterator[tuple[int, Done]]:
    """``(number, result)`` of each task as it is done; tasks are taken up only as processes get free.

    ``lost(task, why)`` is the result of a task at which three processes died
    ("died") or that took too long ("timeout"). A process that was killed
    (SIGKILL: by a person, or for want of memory) or died before it had begun
    its task does not count against the task until that has happened often.
    Raises RuntimeError for what ``work`` itself raises.
    """
    waiting = enumerate(tasks)
    again: deque[_Wanted[Task]] = deque()
    busy: list[_Worker[Task]] = []
    idle: list[tuple[BaseProcess, Connection]] = []

    def next_wanted() -> _Wanted[Task] | None:
        if again:
            return again.popleft()
        found = next(waiting, None)
        return _Wanted(*found) if found is not None else None

    try:
        while True:
            while len(busy) < crew.processes and (wanted := next_wanted()) is not None:
                process, pipe = idle.pop() if idle else _start(work, crew)
                with suppress(OSError):  # it has died meanwhile: waiting for its answer shows that
                    pipe.send(wanted.task)
                busy.append(_Worker(process, pipe, wanted, _until(crew.timeout, _START_LIMIT)))
            if not busy:
                return
            for worker, outcome in _ended(busy, crew.timeout):
                number, task = worker.wanted.number, worker.wanted.task
                if not isinstance(outcome, str):
                    idle.append((worker.process, worker.pipe))
                    yield number, _value(*outcome)
                    continue
                wanted = _died(worker, _end(worker.process, worker.pipe))
                if outcome == "died" and wanted.deaths < TRIES and wanted.spared < _SPARED:
                    again.append(wanted)
                else:
                    yield number, lost(task, outcome)
    finally:
        for process, pipe in [*idle, *((one.process, one.pipe) for one in busy)]:
            _end(process, pipe)


def _until(timeout: float | None, more: float = 0.0) -> float:
    return float("inf") if timeout is None else time.monotonic() + timeout + more


def _died(worker: _Worker[Task], code: int | None) -> _Wanted[Task]:
    """Its task, with one death more; ``code`` is how the process ended."""
    wanted = worker.wanted
    if worker.begun and code != _KILLED:
        return wanted._replace(deaths=wanted.deaths + 1)
    return wanted._replace(spared=wanted.spared + 1)


def _ended(
    busy: list[_Worker[Task]], timeout: float | None
) -> Iterator[tuple[_Worker[Task], tuple[bool | None, Any] | str]]:
    """Those that are done, with their answer, "died" or "timeout"; they are taken out of ``busy``."""
    soonest = min(one.until for one in busy)
    left = None if soonest == float("inf") else max(0.0, soonest - time.monotonic())
    ready = set(wait([one.pipe for one in busy], left))
    for worker in [one for one in busy if one.pipe in ready]:
        busy.remove(worker)
        answer = _answer(worker.pipe)
        if answer == _BEGUN:
            busy.append(worker._replace(until=_until(timeout), begun=True))
        else:
            yield worker, "died" if answer is None else answer
    for worker in [one for one in busy if one.until <= time.monotonic()]:
        busy.remove(worker)
        yield worker, "timeout"


_BEGUN: Final = (None, None)


def _answer(pipe: Connection) -> tuple[bool | None, Any] | None:
    """``_BEGUN``, or whether the work was done and its result or fault; None from a process that has died."""
    try:
        ok, value = pipe.recv()
    except (EOFError, OSError):
        return None
    return ok, value


def _value(ok: bool | None, value: Any) -> Any:
    if not ok:
        raise RuntimeError(value)
    return value


def _start(work: Callable[[Any], Any], crew: Crew) -> tuple[BaseProcess, Connection]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(there, here, work, crew), daemon=True)
    process.start()
    there.close()  # so that the end of the process is the end of the pipe
    return process, here


_KILLED: Final = -9  # SIGKILL, by its number: not all systems know the name


def _end(process: BaseProcess, pipe: Connection) -> int | None:
    """Kill a process with those it has started, and wait until it is gone; how it ended, by itself if it had."""
    pipe.close()
    if process.pid is not None and hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join()
    code = process.exitcode
    process.close()
    return code


def _serve(pipe: Connection, other: Connection, work: Callable[[Any], Any], crew: Crew) -> None:
    """A process: tasks in, results out, until the other side is gone."""
    other.close()
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # what it starts dies with it; Ctrl-C is for the program that waits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        unprepared = ""
        try:
            crew.prepare(*crew.prepared)
        except Exception:
            unprepared = traceback.format_exc()
        while True:
            task = pipe.recv()
            pipe.send(_BEGUN)
            try:
                answer: tuple[bool, Any] = (False, unprepared) if unprepared else (True, work(task))
            except Exception:
                answer = (False, traceback.format_exc())
            pipe.send(answer)
