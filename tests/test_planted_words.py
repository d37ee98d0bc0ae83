"""Faults of wording, citation, contents and date are found: right rule, right line, nothing graver beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from planted_words import PLANTS, Plant, Planted
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog
from reportlint.rule import Level
from reportlint.settings import Settings, selected
from reports import ORGANS, STYLES, make

FAULTS = 50
GRAVE = {"W005", "D004"}  # errors themselves
# Left out where a sentence torn over lines would have to be taken apart.
WRAPPED = {"S010", "S012", "S011", "S009", "S008", "L001", "L002", "D006", "C005", "W002"}


def planted(code: str, plant: Plant) -> Iterator[tuple[str, Planted]]:
    """Reports with the fault, with what they were made from."""
    made = seed = 0
    styles = [style for style in STYLES if code not in WRAPPED or style != "aligned_cp"]
    while made < FAULTS and seed < 20 * FAULTS:
        rng = Random(f"{code}{seed}")
        edition, organ = rng.choice(plant.editions), rng.choice(plant.organs)
        report = make(edition, styles[seed % len(styles)], 7000 + seed, organ=organ, **plant.wishes)
        found = plant.put(report, rng)
        seed += 1
        if found is not None:
            made += 1
            yield f"{code} {edition} {report.style} seed {6999 + seed}", found
    assert made == FAULTS


def checked(text: str, catalog: Catalog, code: str) -> FileResult:
    """The findings of the default rules and of that one."""
    settings = Settings(extend_select=(code,))
    data = text.encode()
    return check_file(Path("x.txt"), "x.txt", catalog, selected(catalog.rules, settings), settings, data=data)


def fault_of(result: FileResult, code: str, line: int) -> str:
    """What is not as promised; "" if all is."""
    told = "; ".join(f"{f.code}@{f.location.line} {f.message['zh']}" for f in result.findings) or "nothing"
    lines = {finding.location.line for finding in result.findings if finding.code == code}
    if line not in lines:
        return f"no {code} on line {line}: {told}"
    graver = [f.code for f in result.findings if f.level is Level.ERROR and f.code != code]
    twice = code in GRAVE and sum(f.code == code for f in result.findings) != 1
    return f"more than {code}: {told}" if graver or twice else ""


@pytest.mark.parametrize("code", sorted(PLANTS))
def test_a_planted_fault_is_found_on_its_line(code: str, catalog: Catalog) -> None:
    problems = []
    for made_from, one in planted(code, PLANTS[code]):
        problem = fault_of(checked(one.text, catalog, code), code, one.line)
        problems += (
            [f"{made_from}: {problem}: {one.text.splitlines()[one.line - 1][-60:]}"] if problem else []
        )
    assert not problems, "\n".join(problems)


def test_clean_reports_of_every_kind_have_no_such_finding(catalog: Catalog) -> None:
    rules = selected(catalog.rules, Settings())
    problems = []
    for seed in range(160):
        edition, organ = ("2008", "2014", "2019", "2021")[seed % 4], ORGANS[seed // 4 % 4]
        report = make(edition, STYLES[seed % len(STYLES)], 40000 + seed, organ=organ)
        result = check_file(Path("x.txt"), "x.txt", catalog, rules, Settings(), data=report.text.encode())
        problems += [f"{edition} {seed}: {f.code} {f.message['zh']}" for f in result.findings]
    assert not problems, "\n".join(problems)
