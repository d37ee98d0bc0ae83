"""Cells of a row taken as figures, and labels compared."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from reportlint.model import Cell, Figure
from reportlint.text import is_blank, parse_figure

_DIGITS: Final = re.compile(r"\d+")
CLOSE: Final = 0.8  # labels at least so alike are taken for one another


@lru_cache(maxsize=8192)
def likeness(a: str, b: str) -> float:
    """0 to 1; short labels must be equal."""
    if a == b:
        return 1.0
    if min(len(a), len(b)) < 3 or _DIGITS.findall(a) != _DIGITS.findall(b):
        return 0.0  # a different number is a different label, not a slip
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def figure(cell: Cell) -> Figure:
    """A figure cell read: what it holds, its number and unit."""
    kind, number, unit = parse_figure(cell.text)
    return Figure(cell.text, cell.span, kind, number, unit)


def odd_cells(cells: Mapping[tuple[str, str], Figure]) -> tuple[tuple[str, str], ...]:
    """The places of the cells that are not simply digits."""
    return tuple(place for place, figure in cells.items() if not figure.text.isdecimal())


def edges(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many blank cells stand before the first filled one and after the last."""
    filled = [at for at, cell in enumerate(cells) if not is_blank(cell)]
    return (filled[0], len(cells) - 1 - filled[-1]) if filled else (len(cells), len(cells))


def trimmed(cells: Sequence[Cell], count: int, after: int | None) -> list[Cell]:
    """The figure cells, without the blank ones of merged labels and closing bars around them.

    Where it is not clear on which side a blank cell is one too many, nothing
    is dropped: the row then has too many cells and is a doubt.
    """
    excess = len(cells) - count
    if excess <= 0:
        return list(cells)
    before, behind = edges(cells)
    if before == len(cells):
        return list(cells[:count])
    if before + behind < excess:
        return list(cells)
    if before + behind > excess and before and behind:
        if after is None or after > min(behind, excess) or excess - after > before:
            return list(cells)
        return list(cells[excess - after : len(cells) - after])
    left = min(before, excess)
    return list(cells[left : len(cells) - (excess - left)])
