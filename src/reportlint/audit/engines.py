"""Who does the tasks of an audit: processes of this machine, or a cluster.

An engine is called with tasks and a job, and yields ``(number of the task,
result)`` as they are done. Tasks and functions must be picklable.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from reportlint.audit.tasks import made_ready
from reportlint.errors import ConfigError
from reportlint.setups import Asked
from reportlint.workers import Crew, as_done


class Job(NamedTuple):
    """What is done with each task: ``work(task)`` is its result.

    ``lost(task, why)`` is the result of a task whose process died or took too
    long. Each process first makes ready for what was asked.
    """

    work: Callable[[Any], Any]
    lost: Callable[[Any, str], Any]
    asked: Asked


Engine = Callable[[Iterable[Any], Job], Iterator[tuple[int, Any]]]


def local(processes: int, timeout: float) -> Engine:
    """Processes of this machine; ``timeout`` in seconds a task."""

    def run(tasks: Iterable[Any], job: Job) -> Iterator[tuple[int, Any]]:
        return as_done(tasks, job.work, job.lost, Crew(processes, made_ready, (job.asked,), timeout))

    return run


# --- a cluster ---------------------------------------------------------------------------------

_BATCH: Final = 16  # files sent together: less talk, and no more lost with a worker than is soon done again
_AHEAD: Final = 3  # batches that wait for each worker


def cluster(scheduler: str, timeout: float) -> Engine:
    """The workers of a Dask cluster; all of them must see the files under the same paths.

    ``scheduler`` is its address, tcp://host:8786. A worker that is lost costs
    nothing: its batch is done again, in the end file by file, so that a file
    no worker survives is known by itself. A task longer than ``timeout``
    seconds ends its worker, which its nanny starts again. Calling it raises
    ConfigError where Dask is not installed or the scheduler does not answer.
    """

    def run(tasks: Iterable[Any], job: Job) -> Iterator[tuple[int, Any]]:
        with _client(scheduler) as client:
            yield from _by_cluster(client, tasks, job, timeout)

    return run


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client  # a large library, for those who have a cluster
    except ImportError as error:
        raise ConfigError(
            "--engine dask: Dask is not installed: pip install 'reportlint[dask]'",
            "--engine dask：没有安装 Dask：pip install 'reportlint[dask]'",
        ) from error
    try:
        client: Any = Client(scheduler, set_as_default=False, timeout=10)
    except (OSError, ValueError, TypeError) as error:
        detail = " ".join(str(error).split())
        raise ConfigError(
            f"--scheduler {scheduler}: no answer ({detail}); start one with: dask scheduler",
            f"--scheduler {scheduler}：没有应答（{detail}）；请先启动：dask scheduler",
        ) from error
    return client


def _by_cluster(client: Any, tasks: Iterable[Any], job: Job, timeout: float) -> Iterator[tuple[int, Any]]:
    from distributed import KilledWorker, as_completed

    waiting = _batches(enumerate(tasks))
    sent: dict[Any, list[tuple[int, Any]]] = {}
    done: Any = as_completed(loop=client.loop)

    def send(batch: list[tuple[int, Any]]) -> None:
        future = client.submit(_do_batch, job.work, [task for _, task in batch], timeout, pure=False)
        sent[future] = batch
        done.add(future)

    def fill() -> None:
        room = _AHEAD * max(1, sum(client.nthreads().values()))
        while len(sent) < room and (batch := next(waiting, None)) is not None:
            send(batch)

    fill()
    while sent:
        future = next(done)
        batch = sent.pop(future)
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker) and len(batch) > 1:
            for one in batch:
                send([one])
        elif isinstance(error, KilledWorker):
            yield batch[0][0], job.lost(batch[0][1], "died")
        elif future.status != "finished":
            raise RuntimeError(f"{future.status}: {error}")
        else:
            yield from zip((number for number, _ in batch), future.result(), strict=True)
        future.release()
        fill()


def _batches(tasks: Iterator[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
    while batch := list(islice(tasks, _BATCH)):
        yield batch


def _do_batch(work: Callable[[Any], Any], tasks: Sequence[Any], timeout: float) -> list[Any]:
    """What a worker of the cluster does."""
    results = []
    for task in tasks:
        watch = threading.Timer(timeout, os._exit, (1,))
        watch.daemon = True
        watch.start()
        try:
            results.append(work(task))
        finally:
            watch.cancel()
    return results
