"""A few planted faults of every rule are found, each as one finding; the bench plants many."""

from __future__ import annotations

from itertools import islice
from random import Random

import pytest

from conftest import Lint
from planted import PLANTERS, reports
from planted.plant import found, second_errors, told

FEW = 3
SEEDS = 400  # so many reports are looked at for a place where the fault can stand


@pytest.mark.parametrize("code", sorted(PLANTERS))
def test_a_planted_fault_is_found_at_its_line_and_no_second_error(code: str, lint: Lint) -> None:
    planted = (
        (report, made)
        for report in islice(reports(7_000_000), SEEDS)
        if (made := PLANTERS[code](report, Random(report.recipe.seed))) is not None
    )
    tried = list(islice(planted, FEW))
    assert len(tried) == FEW
    for report, made in tried:
        result = lint(made.text)
        where = f"{report.recipe}, line {made.line}: {told(result)}"
        assert found(result, code, made), where
        assert not second_errors(result, code, made), where
