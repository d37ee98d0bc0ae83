"""Family L: how laws and documents are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import CannotTell, Check, Hit, Level, Report, Span, TableBlock, fold
from reportlint_rules.passages import blocks

_NAMES: Final = ("条例", "规定", "办法")
_SHORT: Final = re.compile(r"《\s*(条例|规定|办法)\s*》")
_INTRODUCED: Final = re.compile(r"(?:简称|下称|统称|以下称)为?([^。;)]{0,30})")
_FULL: Final = re.compile(r"《[^《》]{2,60}(规定|办法)(?:\([^()]*\))?》")
# A row label of the national form of 2014: the form is at fault, not the report.
_OF_THE_FORM: Final = "不是《条例》所指"


class _Use(NamedTuple):
    name: str
    span: Span
    full_before: bool


def abbreviation_undefined(report: Report) -> Iterator[Hit | CannotTell]:
    """《条例》《规定》《办法》 are introduced before they are used."""
    introduced: set[str] = set()
    full: set[str] = set()
    early: dict[str, _Use] = {}
    for text, span in _texts(report):
        _read(text, span, introduced, full, early)
        if all(name in introduced for name in _NAMES):
            break
    for use in sorted(early.values(), key=lambda use: use.span):
        yield _hit(use, use.name in introduced)


def _read(text: str, span: "_Place", introduced: set[str], full: set[str], early: dict[str, _Use]) -> None:
    """One text: uses before an introduction go to ``early``, introductions to ``introduced``."""
    spots = [(match.start(), match.end(), match[1]) for match in _INTRODUCED.finditer(text)]
    for match in _SHORT.finditer(text):
        name, at = match[1], match.start()
        for start, _end, words in spots:
            if start <= at and name in words:
                introduced.add(name)
        if name not in introduced and name not in early and not _form_label(text, at):
            early[name] = _Use(name, span(at, match.end()), name in full)
    introduced.update(name for _start, _end, words in spots for name in _NAMES if name in words)
    full.update(match[1] for match in _FULL.finditer(text))


def _form_label(text: str, at: int) -> bool:
    return text.startswith(_OF_THE_FORM, max(at - 2, 0))
