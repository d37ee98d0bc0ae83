"""Files per second of an audit, against a floor that only reads, decodes and runs one regular expression.

    python bench/audit.py [--files 1000 10000] [--jobs 1 2]

Each audit is a process of its own. Prints for every number of files and
processes: seconds, files/s, the ratio to the floor, the memory of the largest
process (Linux), the seconds of a second run in which nothing has changed, and
the bytes of the store. The reports are of two years, so that half of them
are compared with the year before.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from throughput import floor, write_reports

CALL = [sys.executable, "-m", "reportlint", "audit"]


def largest(pid: int, stop: threading.Event, peak: list[int]) -> None:
    """Watch a process and its children: the most memory (kB) any of them has had; zombies have none."""
    while not stop.is_set():
        for one in [str(pid), *children(pid)]:
            try:
                status = Path(f"/proc/{one}/status").read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM"):
                    peak[0] = max(peak[0], int(line.split()[1]))
        stop.wait(0.2)


def children(pid: int) -> list[str]:
    """The children of a process."""
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return []


def audit(folder: Path, out: Path, jobs: int) -> tuple[float, int]:
    """Seconds and memory (kB) of one audit."""
    start = time.perf_counter()
    with subprocess.Popen([*CALL, str(folder), "-o", str(out), "-q", f"-j{jobs}", "--isolated"]) as process:
        stop, peak = threading.Event(), [0]
        watch = threading.Thread(target=largest, args=(process.pid, stop, peak))
        watch.start()
        process.wait()
        stop.set()
        watch.join()
    return time.perf_counter() - start, peak[0]


def seconds_of_floor(paths: list[Path]) -> float:
    """The best of three."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        floor(paths)
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    print(f"{os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as name:
        for count in options.files:
            folder = Path(name) / f"in{count}"
            folder.mkdir()
            paths = write_reports(folder, count)
            base = seconds_of_floor(paths)
            print(f"{count} files: floor {count / base:.0f} files/s")
            for jobs in options.jobs:
                out = Path(name) / f"out{count}-{jobs}"
                taken, memory = audit(folder, out, jobs)
                again, _ = audit(folder, out, jobs)
                size = (out / "store.sqlite").stat().st_size
                print(
                    f"  -j{jobs}: {taken:.1f} s, {count / taken:.0f} files/s, ratio {taken / base:.0f}, largest "
                    f"process {memory / 1024:.0f} MB, again {again:.1f} s ({again / taken:.2f}), store {size / count:.0f} bytes a file"
                )


if __name__ == "__main__":
    main()
