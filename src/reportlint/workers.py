"""Many files by several processes: the results in order, and no file costs another.

A worker that dies takes only the file it worked on with it. That file is tried
twice more, then named as one that cannot be read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

TRIES: Final = 3
_ENOUGH: Final = 48  # below so many files a second process costs more than it brings
Task = TypeVar("Task")
Done = TypeVar("Done")


def workers_for(asked: int | None, files: int) -> int:
    """How many processes: as asked, else as many as there are processors where it pays."""
    if asked is not None:
        return max(1, min(asked, files))
    return max(1, min(_processors(), files // _ENOUGH))


def _processors() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_order(
    tasks: Sequence[Task],
    work: Callable[[Task], Done],
    lost: Callable[[Task, str], Done],
    count: int,
    prepare: Callable[..., object],
    prepared: tuple[Any, ...],
    timeout: float | None = None,
) -> Iterator[Done]:
    """The results of all tasks, in their order, made by ``count`` processes.

    ``prepare(*prepared)`` runs once in each process. ``lost(task, why)`` is the
    result for a task whose worker died each time or took longer than ``timeout``
    seconds; ``why`` is "died" or "timeout". Functions and values must be picklable.
    """
    from pebble import ProcessExpired, ProcessPool  # loaded only where there are several processes

    with ProcessPool(max_workers=count, initializer=prepare, initargs=list(prepared)) as pool:
        try:
            waiting = [pool.schedule(work, args=[task], timeout=timeout) for task in tasks]
            for task, future in zip(tasks, waiting, strict=True):
                tries = 1
                while True:
                    try:
                        yield future.result()
                        break
                    except TimeoutError:
                        yield lost(task, "timeout")
                        break
                    except ProcessExpired:
                        if tries == TRIES:
                            yield lost(task, "died")
                            break
                        tries += 1
                        future = pool.schedule(work, args=[task], timeout=timeout)
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise
