"""Mutated reports: no crash, no hang, every place inside the file.

    python bench/fuzz.py [--mutations 10000] [--seed 0] [--pdf]

Prints the seed and mutation of anything that fails; a short version runs in the tests.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reportlint.engine import check_file
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings, selected
from reports import EDITIONS, MORE_STYLES, STYLES, composed, make
from reports.paper import Look, paper

SECONDS = 20
STUFF = (
    "|",
    "\t",
    "\n",
    "\r",
    " ",
    "　",
    "\u200b",
    "0",
    "７",
    "一、",
    "（一）",
    "总计",
    "规章",
    "。",
    "《",
    "-",
    "\x00",
)


def mutated(data: bytes, dice: random.Random) -> bytes:
    """A file with lines moved, doubled or lost, characters put in, bytes changed, or cut short."""
    kind = dice.randrange(6)
    if kind < 3:
        lines = data.decode("utf-8").split("\n")
        at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        if kind == 0:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 1:
            del lines[min(at, other) : max(at, other)]
        else:
            lines[at:at] = lines[other : other + dice.randrange(1, 30)]
        return "\n".join(lines).encode("utf-8")
    if kind == 3:
        text = data.decode("utf-8")
        for _ in range(dice.randrange(1, 20)):
            at = dice.randrange(len(text) + 1)
            text = text[:at] + dice.choice(STUFF) + text[at + dice.randrange(3) :]
        return text.encode("utf-8", "surrogatepass")
    if kind == 4:
        changed = bytearray(data)
        for _ in range(dice.randrange(1, 10)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return bytes(changed)
    return data[: dice.randrange(len(data))]


def damaged(data: bytes, dice: random.Random) -> bytes:
    """A file with bytes changed, a part lost or doubled, or cut short."""
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.randrange(1, 600))
    kind = dice.randrange(4)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + data[end:]
    if kind == 2:
        return data[:end] + data[start:]
    changed = bytearray(data)
    for _ in range(dice.randrange(1, 40)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def printed(edition: str, seed: int) -> bytes:
    """A report as a PDF file, small pages and large in turn."""
    choices, _, before, blocks = composed(make(edition, "bars", seed % 7).recipe)
    look = Look() if seed % 2 else Look(size=(460, 640), margin=50, letters=12, small=8, rules="inner")
    return paper(before, blocks, choices, look)


def check(data: bytes, catalog: Catalog, name: str = "x.txt") -> str:
    """ "" if all is well, else what is wrong."""
    rules = selected(catalog.rules, Settings())
    result = check_file(Path(name), name, catalog, rules, Settings(), data=data)
    if result.failures:
        return result.failures[0]
    lines = result.source.lines if result.source is not None else ()
    for finding in result.findings:
        where = finding.location
        if where.line is None or not lines:
            continue
        if (
            not 1 <= where.line <= len(lines)
            or not 1 <= (where.column or 1) <= len(lines[where.line - 1]) + 1
        ):
            return f"{finding.code} at {where.line}:{where.column}"
    return ""


def main() -> int:
    """Run the mutations; the exit code is 1 if any failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pdf", action="store_true", help="damage printed reports instead of texts")
    options = parser.parse_args()
    catalog = load_catalog()
    kinds = [(edition, style) for edition in EDITIONS for style in (*STYLES, *MORE_STYLES)]
    if options.pdf:
        kinds = [(edition, "pdf") for edition in EDITIONS]
    bad = 0
    for number in range(options.seed, options.seed + options.mutations):
        dice = random.Random(number)
        edition, style = kinds[number % len(kinds)]
        if options.pdf:
            data = damaged(printed(edition, number), dice)
        else:
            data = mutated(make(edition, style, number % 97).text.encode("utf-8"), dice)
        if hasattr(signal, "alarm"):
            signal.alarm(SECONDS)
        try:
            wrong = check(data, catalog, "x.pdf" if options.pdf else "x.txt")
        except Exception as error:  # every escape is a finding of this program
            wrong = f"{type(error).__name__}: {error}"
        if wrong:
            bad += 1
            print(f"seed {number} ({edition}, {style}): {wrong}")
    if hasattr(signal, "alarm"):
        signal.alarm(0)
    print(f"{options.mutations} mutations, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
