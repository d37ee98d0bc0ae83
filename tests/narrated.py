"""Reports whose first chapter is one sentence of the test's own; the tables stay those of a clean report."""

from __future__ import annotations

from collections.abc import Mapping

from planted.narrative import names_of, narrated
from reports import GeneratedReport, make

__all__ = ["clean", "figures", "line_of", "narrated"]

# Clean reports with figures above 0 everywhere, and one without any request.
SEEDS: Mapping[str, tuple[str, int, str, str | None]] = {
    "department": ("2021", 331, "department", None),
    "government": ("2021", 407, "government", None),
    "none": ("2021", 6, "department", None),
    "2014": ("2014", 1, "department", None),
    "2008": ("2008", 3, "department", "t08_d"),
}


def clean(kind: str, style: str = "bars") -> GeneratedReport:
    """The clean report of a kind."""
    edition, seed, organ, family = SEEDS[kind]
    return make(
        edition, style, seed, organ=organ, family=family, line_end="\n", metadata=False, contents=False,
        chapter="、", title_lines=1, parts=False, wide_digits=False, cumulative=False,
    )  # fmt: skip


def line_of(text: str, wanted: str) -> int:
    """The line, from 1, that holds some words."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if wanted in line)


def figures(report: GeneratedReport) -> dict[str, int]:
    """The figures of a report by short names, for use in sentences."""
    found = names_of(report)
    return found | {"lit_rev": found["lit"]} if "lit" in found else found
