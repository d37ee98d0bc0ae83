"""Planted faults: for every rule a function that puts exactly one fault into a clean report.

``PLANTERS`` maps a rule's code to ``(GeneratedReport, Random) -> Planted | None``.
Each family has a module with a ``PLANTERS`` of its own. ``bench/precision.py``
measures with them, ``tests/test_planted.py`` tries a few of each.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports import FAMILIES, MORE_STYLES, ORGANS, STYLES, GeneratedReport, make

from . import arithmetic, deadlines, reading, structure, tables
from .plant import Planted, Planter, Planters

__all__ = ["KINDS", "PLANTERS", "UNPLANTED", "Planted", "Planter", "reports"]

PLANTERS: Planters = {
    **arithmetic.PLANTERS,
    **deadlines.PLANTERS,
    **reading.PLANTERS,
    **structure.PLANTERS,
    **tables.PLANTERS,
}

# Rules whose fault no text can hold, and why.
UNPLANTED = {"P002": "P002 needs a scan, which no text can be"}

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


def reports(first_seed: int = 0, **wishes: object) -> Iterator[GeneratedReport]:
    """Clean reports without end: all editions and styles in turn, the kinds of organ too."""
    seed = first_seed
    while True:
        edition, family, style = KINDS[seed % len(KINDS)]
        yield make(edition, style, seed, ORGANS[seed // len(KINDS) % len(ORGANS)], family, **wishes)
        seed += 1
