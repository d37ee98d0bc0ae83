"""A second run over unchanged reports against the first.

    python bench/again.py [--files 1000] [--rounds 3]

Each round starts with an empty cache; both runs are whole processes with -j1. Prints the processor time of
each, the median of the ratios and whether they printed the same, also with -j2 and with --no-cache.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from throughput import write_reports


class Done(NamedTuple):
    """A run: processor time in seconds, what it printed, its exit code."""

    seconds: float
    printed: bytes
    code: int


def run(folder: Path, cache: Path, *options: str) -> Done:
    """A whole process over all reports."""
    environment = os.environ | {"REPORTLINT_CACHE_DIR": str(cache)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "reportlint", "--isolated", str(folder), *options]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Done(
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout, done.returncode
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    ratios, same = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "reports"
        folder.mkdir()
        write_reports(folder, options.files)
        for at in range(options.rounds):
            cache = Path(name) / f"cache{at}"
            first, again = run(folder, cache, "-j1"), run(folder, cache, "-j1")
            ratios.append(again.seconds / first.seconds)
            same.append(first[1:] == again[1:])
            print(f"first {first.seconds:.2f} s, again {again.seconds:.2f} s: {ratios[-1]:.3f}")
        others = [run(folder, Path(name) / "other", *more) for more in (("-j2", "--no-cache"), ("-j2",))]
        same += [first[1:] == other[1:] for other in others]
    print(f"ratio, median of {options.rounds}: {statistics.median(ratios):.3f}")
    print(f"all runs printed the same: {'yes' if all(same) else 'NO'}")


if __name__ == "__main__":
    main()
