"""How large a document may be, and how long it may take, before it is refused (P001) instead of read.

Size and pages are the user's to raise. The others bound memory and time for
files that nobody writes, whatever their size: a report has some thousand
lines and cells.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from reportlint.errors import ReadError


class Limits(NamedTuple):
    """``bytes`` of a file as stored, ``pages`` of a document that has pages.

    ``seconds`` that another program may take over one file.
    """

    bytes: int = 64 * 1024 * 1024
    pages: int = 500
    seconds: float = 60


DEFAULT: Final = Limits()
LINES: Final = 500_000
CELLS: Final = 500_000
PIECES: Final = 2_000_000  # stretches of text and characters written as entities, each


def demand_lines(count: int) -> None:
    """Raises ReadError P001 too_large for a file of more lines than are read."""
    _demand(count, LINES, "行", "lines")


def demand_cells(count: int) -> None:
    """Raises ReadError P001 too_large for tables of more cells than are read."""
    _demand(count, CELLS, "个单元格", "cells")


def demand_pieces(count: int) -> None:
    """Raises ReadError P001 too_large for a page of more pieces of text than are read."""
    _demand(count, PIECES, "段文字", "pieces of text")


def _demand(count: int, limit: int, zh: str, en: str) -> None:
    if count > limit:
        size = {"zh": f"{count} {zh}", "en": f"{count} {en}"}
        raise ReadError("P001", "too_large", size=size, limit={"zh": f"{limit} {zh}", "en": f"{limit} {en}"})
