"""Who does the tasks of an audit: processes of this machine, or a cluster.

An engine is called with tasks, ``work(task) -> result``, ``lost(task, why) ->
result`` for a task whose process died or took too long, and a function with
its arguments that each process calls first. It yields ``(number of the task,
result)`` as they are done. All of them must be picklable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from reportlint.workers import Crew, as_done

Engine = Callable[
    [
        Iterable[Any],
        Callable[[Any], Any],
        Callable[[Any, str], Any],
        Callable[..., object],
        tuple[Any, ...],
    ],
    Iterator[tuple[int, Any]],
]


def local(processes: int, timeout: float) -> Engine:
    """Processes of this machine; ``timeout`` in seconds a task."""

    def run(
        tasks: Iterable[Any],
        work: Callable[[Any], Any],
        lost: Callable[[Any, str], Any],
        prepare: Callable[..., object],
        prepared: tuple[Any, ...],
    ) -> Iterator[tuple[int, Any]]:
        return as_done(tasks, work, lost, Crew(processes, prepare, prepared, timeout))

    return run
