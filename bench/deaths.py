"""An audit whose processes are killed has the result of one that is left in peace.

    python bench/deaths.py [--files 2000] [--cluster]

Kills a random worker every second and the command itself once, half way; a
second run goes on from there, its workers killed likewise. With --cluster a
Dask scheduler and two workers are started as docs/cluster.md says, and one of
the workers is killed half way. Compares findings.jsonl byte for byte and the
rows of reports, figures and findings, and exits 1 where anything differs.
"""

from __future__ import annotations

import argparse
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import kill
from pathlib import Path

from audit import CALL, children
from throughput import write_reports

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reports import EDITIONS, make, with_wrong_cells

PUBLIC = ("reports", "figures", "findings")


def write_some(folder: Path, count: int) -> None:
    """Generated reports of which every fifth has wrong figures, and a file that cannot be read."""
    write_reports(folder, count)
    for seed in range(0, count, 5):
        text = with_wrong_cells(make(EDITIONS[seed % len(EDITIONS)], "bars", seed)).text
        (folder / f"{seed:05}.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "bad.txt").write_bytes(b"\xff\xff")


def rows(out: Path, table: str) -> list[tuple[object, ...]]:
    """All rows of a table of the store."""
    db = sqlite3.connect(f"file:{out / 'store.sqlite'}?mode=ro", uri=True)
    try:
        return sorted(db.execute(f"SELECT * FROM {table}"), key=repr)
    finally:
        db.close()


def done(out: Path) -> int:
    """How many reports are stored so far."""
    with suppress(sqlite3.Error):
        return len(rows(out, "texts"))
    return 0


def start(folder: Path, out: Path, *more: str) -> subprocess.Popen[bytes]:
    """An audit in a process of its own."""
    return subprocess.Popen([*CALL, str(folder), "-o", str(out), "-q", "--isolated", *more])


def disturbed(process: subprocess.Popen[bytes], stop: Callable[[], bool]) -> int:
    """Kill a random child every second until the process ends or it is time to stop; how many died."""
    died = 0
    while process.poll() is None and not stop():
        time.sleep(1)
        living = children(process.pid)
        with suppress(OSError):
            if living:
                kill(int(random.choice(living)), signal.SIGKILL)
                died += 1
    return died


def by_processes(folder: Path, out: Path, count: int) -> None:
    """Two runs under fire; the first is killed itself."""
    process = start(folder, out, "-j2")
    died = disturbed(process, lambda: done(out) > count // 2)
    process.kill()
    process.wait()
    print(f"first run killed after {done(out)} files, {died} workers killed")
    process = start(folder, out, "-j2")
    died = disturbed(process, lambda: False)
    print(f"second run ended with {process.returncode}, {died} workers killed")


@contextmanager
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers; their address and processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    one = ["worker", address, "--nworkers", "1", "--nthreads", "1", "--no-dashboard"]
    calls = [["scheduler", "--port", str(port), "--no-dashboard"], one, one]
    null = subprocess.DEVNULL
    started = [subprocess.Popen([*dask, *call], stdout=null, stderr=null) for call in calls]
    try:
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


def by_cluster(folder: Path, out: Path, count: int) -> None:
    """One run, one of whose workers is killed half way."""
    with cluster() as (address, workers):
        process = start(folder, out, "--engine", "dask", "--scheduler", address)
        while process.poll() is None and done(out) < count // 2:
            time.sleep(0.2)
        worker = children(workers[0].pid)[-1]  # the nanny's child does the work
        kill(int(worker), signal.SIGKILL)
        print(f"worker killed after {done(out)} files")
        print(f"run ended with {process.wait()}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--cluster", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, calm, wild = Path(name) / "in", Path(name) / "calm", Path(name) / "wild"
        folder.mkdir()
        write_some(folder, options.files)
        start(folder, calm, "-j2").wait()
        (by_cluster if options.cluster else by_processes)(folder, wild, options.files)
        same = {
            "findings.jsonl": (calm / "findings.jsonl").read_bytes() == (wild / "findings.jsonl").read_bytes()
        }
        for table in PUBLIC:
            same[table] = rows(calm, table) == rows(wild, table)
            print(f"{table}: {len(rows(calm, table))} rows")
        print(same)
    sys.exit(0 if all(same.values()) else 1)


if __name__ == "__main__":
    main()
