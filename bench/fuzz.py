"""Mutated reports: no crash, no hang, every place inside the file, bounded memory.

    python bench/fuzz.py [--format html] [--mutations 10000] [--seed 0]

Without --format every format is tried. Prints the number of each mutation that
fails; ``tests/fuzzing.py`` makes them, and a short version runs in the tests.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from fuzzing import FORMATS, attempt
from reportlint.plugins import Catalog, load_catalog

SECONDS = 20
MEMORY = 1024  # MB for the whole process


def memory() -> float:
    """The most memory this process has held, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1048576 if sys.platform == "darwin" else 1024)


def run(name: str, first: int, count: int, catalog: Catalog) -> int:
    """Run the mutations of a format; how many failed."""
    bad, slowest = 0, (0.0, first)
    began = time.perf_counter()
    for number in range(first, first + count):
        start = time.perf_counter()
        wrong = attempt(name, number, catalog, SECONDS)
        slowest = max(slowest, (time.perf_counter() - start, number))
        if wrong:
            bad += 1
            print(f"{name} {number}: {wrong}", flush=True)
    took = time.perf_counter() - began
    print(
        f"{name}: {count} mutations, {bad} failed, {took:.0f} s, "
        f"slowest {slowest[0]:.1f} s (number {slowest[1]}), {memory():.0f} MB at most",
        flush=True,
    )
    return bad


def main() -> int:
    """Run the mutations; the exit code is 1 if any failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--format", choices=tuple(FORMATS), action="append")
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    catalog = load_catalog()
    bad = sum(
        run(name, options.seed, options.mutations, catalog) for name in options.format or tuple(FORMATS)
    )
    if memory() > MEMORY:
        print(f"more than {MEMORY} MB of memory")
    return 1 if bad or memory() > MEMORY else 0


if __name__ == "__main__":
    raise SystemExit(main())
