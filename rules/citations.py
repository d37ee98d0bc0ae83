"""Family L: how laws and documents are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from reportlint import CannotTell, Cell, Check, Hit, Level, Report, Span, TableBlock, fold

from .document_numbers import document_number_malformed
from .fees import fee_wrong_era
from .superseded import format_superseded, regulation_superseded

_SHORT: Final = re.compile(r"《\s*(条例|规定|办法)\s*》")
_INTRODUCING: Final = re.compile(r"(?:简称|下称|统称|以下称)为?[^。;),]{0,30}")
_INTRODUCED: Final = re.compile(r"(?<!\w)新?(条例|规定|办法)(?!\w)")
_FULL: Final = re.compile(r"《[^《》]{2,60}(规定|办法)(?:\([^()]*\))?》")
# A row label of the national form of 2014: the form's wording, not the report's.
_OF_THE_FORM: Final = "不是《条例》所指"

_PlaceOf = Callable[[int, int], Span]


class _Use(NamedTuple):
    span: Span
    full_before: bool


class _Names:
    """Short titles met so far: introduced, named in full, used before an introduction."""

    __slots__ = ("early", "full", "introduced")

    def __init__(self) -> None:
        self.introduced: set[str] = set()
        self.full: set[str] = set()
        self.early: dict[str, _Use] = {}


def abbreviation_undefined(report: Report) -> Iterator[Hit | CannotTell]:
    """《条例》, 《规定》 and 《办法》 are introduced before they are used."""
    names = _Names()
    for text, place in _texts(report):
        _read(fold(text), place, names)
    for name, use in names.early.items():
        yield _hit(name, use, name in names.introduced)


def _texts(report: Report) -> Iterator[tuple[str, _PlaceOf]]:
    """Texts that may name a law, in reading order, each with how to find a place in it."""
    for block in report.passages:
        if isinstance(block, TableBlock):
            for row in block.rows:
                for cell in row.cells:
                    if "《" in cell.text:
                        yield cell.text, _in_cell(cell)
        elif "《" in block.paragraph.text or "称" in block.paragraph.text:
            yield block.paragraph.text, block.paragraph.span


def _in_cell(cell: Cell) -> _PlaceOf:
    line, column, last = cell.span
    return lambda start, end: Span(line, min(column + start, last), min(column + end, last))


def _read(text: str, place: _PlaceOf, names: _Names) -> None:
    introducing = [match.span() for match in _INTRODUCING.finditer(text)]
    here = {
        match[1]: match.start()
        for start, end in reversed(introducing)
        for match in reversed(list(_INTRODUCED.finditer(text, start, end)))
    }
    for match in _SHORT.finditer(text):
        name, at = match[1], match.start()
        known = name in names.introduced or name in names.early or here.get(name, len(text)) <= at + 1
        if not known and not text.startswith(_OF_THE_FORM, max(at - 2, 0)):
            full = name in names.full or any(one[1] == name for one in _FULL.finditer(text, 0, at))
            names.early[name] = _Use(place(at, match.end()), full)
    names.introduced.update(here)
    if "》" in text:
        names.full.update(match[1] for match in _FULL.finditer(text))


def _hit(name: str, use: _Use, later: bool) -> Hit:
    if later:
        variant, level = "later", Level.NOTE
    elif name == "条例":
        variant, level = "regulation", Level.NOTE
    else:
        # Where some document of that kind was named in full a reader can guess which is meant.
        variant, level = "other", Level.NOTE if use.full_before else Level.WARNING
    return Hit(span=use.span, variant=variant, level=level, values={"name": f"《{name}》"})


CHECKS: dict[str, Check] = {
    "L001": regulation_superseded,
    "L002": format_superseded,
    "L003": abbreviation_undefined,
    "L004": document_number_malformed,
    "L005": fee_wrong_era,
}
