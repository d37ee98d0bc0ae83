"""Family U on generated counties: what is found where nothing is wrong, and of what is planted.

    python bench/among.py [--counties 20] [--seed 0]

Each county has a government, its office, eight bureaus and five towns. It is
audited as it is, then with one fault of each rule: a figure of the government
that is not the sum, a report that is not there, one that is another bureau's.
"""

from __future__ import annotations

import argparse
import csv
import os
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reportlint import cli
from reports.county import Organ, county, roster

TABLES = ("s3_requests", "s2_art20_5", "s2_art20_6")


def audited(organs: Sequence[Organ], texts: dict[str, str], rows: Sequence[Sequence[str]]) -> Counter[str]:
    """Findings of this family in a county, by rule."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        Path("in").mkdir()
        for one in organs:
            text = texts.get(one.name) or one.text()
            Path(f"in/{one.name}.txt").write_text(text, encoding="utf-8", newline="")
        with open("roster.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        cli.main(["audit", "in", "-o", "out", "--roster", "roster.csv", "--isolated", "-q", "--select", "U"])
        db = sqlite3.connect("out/store.sqlite")
        try:
            found = db.execute("SELECT code, count(*) FROM findings GROUP BY code").fetchall()
        finally:
            db.close()
            os.chdir("/")
    return Counter(dict(found))


def faults(organs: Sequence[Organ], rng: Random) -> dict[str, Counter[str]]:
    """What is found of one fault of each rule."""
    whole, *others = organs
    rows = roster(organs)
    place = rng.choice([key for key in whole.figures if key[0] in TABLES])
    wrong = whole.changed({place: whole.figures[place] + rng.randint(1, 9)})
    gone = rng.choice(others)
    one, other = rng.sample([one for one in others if one.kind == "department"], 2)
    copy = one.text().replace(one.name, other.name)
    return {
        "U001": audited([wrong, *others], {}, rows),
        "U002": audited([one for one in organs if one is not gone], {}, rows),
        # The figures are copied, too: without a scope no total is judged by them.
        "U003": audited(organs, {other.name: copy}, roster(organs, scope="")),
    }


def main() -> None:
    """Print a line for each rule: planted, found, found besides."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counties", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    clean: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    for number in range(options.counties):
        organs = county(options.seed + number, 2023, bureaus=8, towns=5)
        clean += audited(organs, {}, roster(organs))
        for code, found in faults(organs, Random(f"{options.seed} {number}")).items():
            hits[code] += found[code] > 0
            beside[code] += sum(found[more] for more in found if more != code)
    print(f"{options.counties} counties without a fault: {sum(clean.values())} findings {dict(clean)}")
    for code in ("U001", "U002", "U003"):
        print(f"{code}: planted {options.counties}, found {hits[code]}, others beside {beside[code]}")


if __name__ == "__main__":
    main()
