"""What is told rightly, or of something else, is no finding, whatever the sentence."""

from __future__ import annotations

from random import Random

import pytest

from conftest import Lint
from planted import KINDS
from planted.narrative import NEW, names_of, narrated, own, received
from reportlint.rule import Level
from reports import ORGANS, make
from reports.prose_told import CASES, OLD, OTHERS, REQUESTS, SUMS, drawn, filled

TOGETHER = 12  # so many sentences stand in one report
FEW = 5


@pytest.mark.parametrize("organ", ORGANS)
@pytest.mark.parametrize("edition", ["2021", "2019", "2014", "2008"])
def test_true_sentences_of_all_kinds_are_no_finding(edition: str, organ: str, lint: Lint) -> None:
    kinds = [(family, style) for known, family, style in KINDS if known == edition]
    tried = seed = 0
    while tried < FEW:
        family, style = kinds[seed % len(kinds)]
        report = make(edition, style, seed, organ, family)
        seed += 1
        if received(report) <= 3:
            continue
        tried += 1
        rng = Random(f"true {edition} {organ} {seed}")
        pool = (*REQUESTS, *CASES, *OTHERS, *SUMS) if edition in NEW else (*OLD, *OTHERS, *SUMS)
        text = "".join(
            filled(one, names_of(report), drawn(rng), own(report)) for one in rng.sample(pool, TOGETHER)
        )
        result = lint(narrated(report, text))
        assert not result.failures
        wrong = [
            f"{one.code} {one.message['zh']}"
            for one in result.findings
            if one.code[0] == "C" and one.level is not Level.NOTE
        ]
        assert not wrong, f"{report.recipe}: {text}"
