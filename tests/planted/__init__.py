"""Planted faults: for every rule a function that puts exactly one fault into a clean report.

``PLANTERS`` maps a rule's code to ``(GeneratedReport, Random) -> Planted | None``.
Each family has a module with a ``PLANTERS`` of its own. ``bench/precision.py``
measures with them, ``tests/test_planted.py`` tries a few of each.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports import FAMILIES, MORE_STYLES, ORGANS, STYLES, GeneratedReport, make

from . import (
    arithmetic,
    citations,
    contents,
    dates,
    deadlines,
    narrative,
    reading,
    structure,
    suppressions,
    tables,
    wording,
    years,
)
from .plant import Planted, Planter, Planters

__all__ = ["KINDS", "PLANTERS", "UNPLANTED", "Planted", "Planter", "reports"]

PLANTERS: Planters = {
    **arithmetic.PLANTERS,
    **citations.PLANTERS,
    **contents.PLANTERS,
    **dates.PLANTERS,
    **deadlines.PLANTERS,
    **narrative.PLANTERS,
    **reading.PLANTERS,
    **structure.PLANTERS,
    **suppressions.PLANTERS,
    **tables.PLANTERS,
    **wording.PLANTERS,
    **years.PLANTERS,
}

# Rules whose fault no text can hold, and why.
UNPLANTED = {
    "P002": "P002 needs a scan, which no text can be",
    "U001": "U001 needs the reports of several organs (tests/test_audit_among.py, bench/among.py)",
    "U002": "U002 needs a roster (there too)",
    "U003": "U003 needs the reports of several organs (there too)",
}

# Every edition (and form of 2008) in every way of writing.
KINDS = tuple(
    (edition, family, style)
    for style in (*STYLES, *MORE_STYLES)
    for edition, family in (
        *(("2008", family) for family in FAMILIES),
        ("2014", None),
        ("2019", None),
        ("2021", None),
    )
)
# Editions and forms, by which KINDS goes first.
EDITIONS = 6


def reports(first_seed: int = 0, **wishes: object) -> Iterator[GeneratedReport]:
    """Clean reports without end: all editions and styles in turn, each with every kind of organ."""
    seed = first_seed
    while True:
        edition, family, style = KINDS[seed % len(KINDS)]
        organ = ORGANS[(seed + seed // EDITIONS) % len(ORGANS)]
        yield make(edition, style, seed, organ, family, **wishes)
        seed += 1
