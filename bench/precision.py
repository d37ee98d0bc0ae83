"""Recall and precision of every rule, on faults planted into generated reports.

    python bench/precision.py [--clean 2000] [--faults 50] [--seed 0] [--only CODES] [--write]

First reports without a fault, of all editions and ways of writing, then for each
rule so many reports with one fault of it. ``--write`` writes docs/precision.md.
Prints what is not as it should be: the rule, the report's edition, style and seed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from planted import PLANTERS, reports
from planted.plant import beside, found, second_errors, told
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings
from reports import GeneratedReport

ROOT = Path(__file__).resolve().parent.parent
SHOWN = 12  # so many cases of each rule are printed
TRIES = 40  # reports looked at for each fault that is wanted


class Score(NamedTuple):
    """What came of one rule: faults planted, found, with a second error; findings where nothing was."""

    planted: int
    found: int
    second: int
    false: int

    @property
    def recall(self) -> str:
        """In percent, "-" where nothing was planted."""
        return f"{100 * self.found / self.planted:.1f} %" if self.planted else "-"

    @property
    def precision(self) -> str:
        """In percent of all findings of the rule, "-" where there was none."""
        total = self.found + self.false
        return f"{100 * self.found / total:.1f} %" if total else "-"


def checked(text: str | bytes, catalog: Catalog) -> FileResult:
    """A text under all rules."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    return check_file(Path("x.txt"), "x.txt", catalog, catalog.rules, Settings(), data=data)


def named(report: GeneratedReport) -> str:
    """How to make a report again."""
    recipe = report.recipe
    return f"{recipe.edition} {recipe.family or ''} {recipe.style} {recipe.organ} seed {recipe.seed}"


def clean_reports(count: int, seed: int, catalog: Catalog) -> Counter[str]:
    """Findings in reports without a fault, by rule."""
    false: Counter[str] = Counter()
    for report in islice(reports(seed), count):
        result = checked(report.text, catalog)
        if result.findings:
            false.update(finding.code for finding in result.findings)
            print(f"clean {named(report)}: {told(result)}")
    return false


def planted_faults(
    code: str, count: int, seed: int, catalog: Catalog, false: Counter[str]
) -> tuple[int, int, int]:
    """``(planted, found, with a second error)`` of one rule; other findings go into ``false``."""
    done = hits = second = shown = 0
    for report in islice(reports(seed), TRIES * count):
        rng = Random(f"{code}{report.recipe.seed}")
        planted = PLANTERS[code](report, rng)
        if planted is None:
            continue
        result = checked(planted.text, catalog)
        ok, more = found(result, code, planted), second_errors(result, code, planted)
        done, hits, second = done + 1, hits + ok, second + bool(more)
        aside = beside(result, code, planted)
        false.update(finding.code for finding in aside)
        if (not ok or more or aside) and (shown := shown + 1) <= SHOWN:
            what = "missed" if not ok else "second" if more else "beside"
            print(f"{code} {what}: {named(report)}, line {planted.line}: {told(result)}")
        if done == count:
            break
    return done, hits, second


def measured(options: argparse.Namespace, catalog: Catalog) -> dict[str, Score]:
    """The score of every rule that has a planter."""
    false = clean_reports(options.clean, options.seed, catalog)
    wanted = [code for code in sorted(PLANTERS) if not options.only or code.startswith(options.only)]
    counts = {
        code: planted_faults(code, options.faults, 1_000_000 + options.seed, catalog, false)
        for code in wanted
    }
    return {code: Score(*count, false[code]) for code, count in counts.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clean", type=int, default=2000)
    parser.add_argument("--faults", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=())
    options = parser.parse_args()
    for code, score in measured(options, load_catalog()).items():
        print(code, *score, score.recall, score.precision)


if __name__ == "__main__":
    main()
