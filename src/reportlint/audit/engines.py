"""Who does the tasks of an audit: processes of this machine, or a cluster.

An engine is called with tasks and a job, and yields ``(number of the task,
result)`` as they are done. Tasks and functions must be picklable.
"""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count, islice
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
_TELLING: Final = 2.0  # seconds in which the scheduler hears of a task that hangs


def cluster(scheduler: str, timeout: float) -> Engine:
    """The workers of a Dask cluster; all of them must see the files under the same paths.

    ``scheduler`` is its address, tcp://host:8786. A worker that is lost costs
    nothing: its batch is done again, in the end file by file, so that a file
    no worker survives is known by itself. A task longer than ``timeout``
    seconds is given up at once; it ends its worker, which its nanny starts
    again, and the others of its batch are done again. Calling it raises
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


class _Batch(NamedTuple):
    """Tasks sent together, and what names them."""

    token: int
    tasks: list[tuple[int, Any]]


def _by_cluster(client: Any, tasks: Iterable[Any], job: Job, timeout: float) -> Iterator[tuple[int, Any]]:
    from distributed import KilledWorker, as_completed

    waiting = _batches(enumerate(tasks))
    sent: dict[Any, _Batch] = {}
    late: dict[int, int] = {}  # which task of a batch took too long
    tokens = count()
    topic = f"reportlint-{uuid.uuid4().hex}"
    done: Any = as_completed(loop=client.loop)

    async def told_late(event: Any) -> None:
        """A worker gives up a task and itself: its batch is not to be tried again as it is."""
        token, at = event[1]
        late[token] = at
        of_token = [future for future, batch in list(sent.items()) if batch.token == token]
        await client.cancel(of_token, asynchronous=True)

    def send(batch: list[tuple[int, Any]]) -> None:
        token = next(tokens)
        some = [task for _, task in batch]
        future = client.submit(_do_batch, job.work, some, _Watch(topic, token, timeout), pure=False)
        sent[future] = _Batch(token, batch)
        done.add(future)

    def fill() -> None:
        room = _AHEAD * max(1, sum(client.nthreads().values()))
        while len(sent) < room and (batch := next(waiting, None)) is not None:
            send(batch)

    client.subscribe_topic(topic, told_late)
    fill()
    while sent:
        future = next(done)
        token, batch = sent.pop(future)
        error = future.exception() if future.status == "error" else None
        if future.status == "finished":
            yield from zip((number for number, _ in batch), future.result(), strict=True)
        elif token in late:
            number, task = batch.pop(late[token])
            yield number, job.lost(task, "timeout")
            if batch:
                send(batch)
        elif isinstance(error, KilledWorker) and len(batch) > 1:
            for one in batch:
                send([one])
        elif isinstance(error, KilledWorker):
            yield batch[0][0], job.lost(batch[0][1], "died")
        else:
            raise RuntimeError(f"{future.status}: {error}")
        future.release()
        fill()
    client.unsubscribe_topic(topic)


def _batches(tasks: Iterator[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
    while batch := list(islice(tasks, _BATCH)):
        yield batch


class _Watch(NamedTuple):
    """How long a task may take, and where it is told that one takes longer."""

    topic: str
    token: int
    timeout: float


def _do_batch(work: Callable[[Any], Any], tasks: Sequence[Any], watch: _Watch) -> list[Any]:
    """What a worker of the cluster does."""
    from distributed import get_worker

    worker: Any = get_worker()
    results = []
    for at, task in enumerate(tasks):
        timer = threading.Timer(watch.timeout, _give_up, (worker, watch, at))
        timer.daemon = True
        timer.start()
        try:
            results.append(work(task))
        finally:
            timer.cancel()
    return results


def _give_up(worker: Any, watch: _Watch, at: int) -> None:
    """Say which task hangs, and end the worker; its nanny starts another one."""
    with suppress(Exception):
        worker.log_event(watch.topic, (watch.token, at))
        time.sleep(_TELLING)
    os._exit(1)
