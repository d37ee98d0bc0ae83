"""First part of an audit: every file is read and checked, unless what is stored of it still holds."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from reportlint.audit.engines import Engine, Job
from reportlint.audit.roster import Roster
from reportlint.audit.store import Facts, put, row_of, set_roles, transaction
from reportlint.audit.tasks import Reading, lost_one, read_one, unchanged

_TOGETHER: Final = 64  # files written in one go: a run that is killed does no more than these again
_SECONDS: Final = 1.0


def read_all(
    db: sqlite3.Connection, tasks: Sequence[Reading], roster: Roster, engine: Engine, step: Callable[[], None]
) -> int:
    """Bring the store up to date for these files; how many were read anew. ``step`` is called for each file."""
    set_roles(db, {task.one.shown: task.role for task in tasks})
    taken: list[Reading] = []

    def wanted() -> Iterator[Reading]:
        for task in tasks:
            row = row_of(db, task.one.shown)
            if row is not None and row.key and unchanged(task, row, roster):
                step()
            else:
                taken.append(task)
                yield task

    if not tasks:
        return 0
    work = partial(read_one, roster=roster)
    waiting: list[Facts] = []
    since = time.monotonic()
    for _, facts in engine(wanted(), Job(work, lost_one, tasks[0].asked)):
        waiting.append(facts)
        step()
        if len(waiting) >= _TOGETHER or time.monotonic() - since > _SECONDS:
            _write(db, waiting)
            since = time.monotonic()
    _write(db, waiting)
    return len(taken)


def _write(db: sqlite3.Connection, waiting: list[Facts]) -> None:
    with transaction(db):
        for facts in waiting:
            put(db, facts)
    waiting.clear()
