"""Text with marks as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Final, NamedTuple

_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LEVELS: Final = ("error", "warning", "note")


class Mark(NamedTuple):
    """``text[start:end]`` is what a finding speaks of.

    ``number`` is the finding's. ``anchor`` is the place's name in the page;
    ``level`` is "" for a related place. ``says`` is shown where the mark is
    pointed at.
    """

    start: int
    end: int
    number: int
    anchor: str
    level: str
    says: str


def plain_text(text: str) -> str:
    """A text as HTML; what no page may hold becomes a blank."""
    return text if text.isalnum() else escape(_NO_TEXT.sub(" ", text))


def marked_text(text: str, marks: Sequence[Mark]) -> str:
    """A text as HTML, with a link to the finding before each of its marks.

    The links show their numbers by style alone, so that the page's text stays
    the report's.
    """
    if not marks:
        return plain_text(text)
    bounds = sorted({0, len(text), *(at for mark in marks for at in (mark.start, mark.end))})
    pieces = [_points(marks, 0)]
    for start, end in pairwise(bounds):
        if start:
            pieces.append(_points(marks, start))
        covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
        pieces.append(_piece(text[start:end], covering))
    if len(bounds) > 1:
        pieces.append(_points(marks, len(text)))
    return "".join(pieces)


def _piece(text: str, marks: Sequence[Mark]) -> str:
    shown = plain_text(text)
    if not marks:
        return shown
    level = gravest(marks)
    if not level:
        return f'<span class="rel">{shown}</span>'
    says = "\n".join(mark.says for mark in marks if mark.level)
    return f'<mark class="{level}" title="{escape(says)}">{shown}</mark>'


def gravest(marks: Sequence[Mark]) -> str:
    """The gravest level among marks, "" where all are of related places."""
    return next((level for level in _LEVELS if any(mark.level == level for mark in marks)), "")


def _points(marks: Sequence[Mark], at: int) -> str:
    """Links and names of the marks that begin there."""
    return "".join(_point(mark) for mark in marks if mark.start == at and mark.anchor)


def _point(mark: Mark) -> str:
    if not mark.level:
        return f'<span id="{mark.anchor}"></span>'
    return (
        f'<a class="n {mark.level}" id="{mark.anchor}" href="#f{mark.number}" data-n="{mark.number}" '
        f'aria-label="{escape(mark.says)}"></a>'
    )
