"""One file from a cold start, against a bare start of the interpreter.

    python bench/cold_start.py [--runs 25]

Run it where reportlint is installed as a wheel: an editable install starts
slower. Prints processor time of whole processes: medians, and the median of
the ratios pair by pair.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "clean-2021.txt"


def seconds(command: list[str]) -> float:
    """Processor time of a finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Run both in turn and print the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=25)
    options = parser.parse_args()
    bare, linted = [], []
    for _ in range(options.runs):
        bare.append(seconds([sys.executable, "-c", "pass"]))
        linted.append(seconds([sys.executable, "-m", "reportlint", str(EXAMPLE)]))
    ratios = [slow / fast for slow, fast in zip(linted, bare, strict=True)]
    print(f"bare start: {statistics.median(bare) * 1000:.0f} ms")
    print(f"one file: {statistics.median(linted) * 1000:.0f} ms")
    print(f"ratio: {statistics.median(ratios):.1f} (min {min(ratios):.1f}, max {max(ratios):.1f})")


if __name__ == "__main__":
    main()
