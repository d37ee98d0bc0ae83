"""Printed lines joined into paragraphs, by where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from reportlint.labels import LabelIndex, is_heading
from reportlint.read.pdf_page import text_of
from reportlint.read.pdf_strips import Strip
from reportlint.text import fold, numbering

_FULL: Final = 2.3  # characters that may be missing from a full line: marks that must not begin the next
_INDENT: Final = 0.8  # characters; a line pushed in further begins a paragraph
_PITCH: Final = 1.5  # times the usual distance of lines: a gap between paragraphs
_SIZES: Final = 1.25  # larger than the line above by so much: no part of its sentence
_ENDS: Final = tuple("。；：！？;:!?")
_LEADERS: Final = re.compile(r"[.…·]{3,}\s*\d{0,3}")  # of a contents page: the number of a heading's page
_LONG: Final = 0.8  # of the widest: a line that shows the margins


class Margins(NamedTuple):
    """Where the lines of a page begin and end; ``pitch`` is how many heights they stand apart."""

    left: float
    right: float
    pitch: float


def margins_of(lines: Mapping[int, Sequence[Strip]]) -> dict[int, Margins]:
    """The margins of each page; a page of short lines has those of the others."""
    every = [strip for own in lines.values() for strip in own]
    if not every:
        return {}
    widths = sorted(strip.x1 - strip.x0 for strip in every)
    width = widths[int(len(widths) * 0.9)]
    pitch = _pitch(lines.values())
    found = {}
    for page, own in lines.items():
        if not own:
            continue
        long = [strip for strip in own if strip.x1 - strip.x0 >= _LONG * width]
        left = min(strip.x0 for strip in long or own)
        right = median(sorted(strip.x1 for strip in long)[len(long) // 2 :]) if long else left + width
        found[page] = Margins(left, right, pitch)
    return found


def _pitch(pages: Iterable[Sequence[Strip]]) -> float:
    gaps = [(below.middle - above.middle) / above.size for own in pages for above, below in pairwise(own)]
    return median(gaps) if gaps else 0.0


def paragraphs(
    lines: Sequence[Strip], margins: Mapping[int, Margins], index: LabelIndex
) -> list[list[Strip]]:
    """The lines between two tables, those of one paragraph together."""
    found: list[list[Strip]] = []
    for strip in lines:
        if found and _continues(found[-1], strip, margins, index):
            found[-1].append(strip)
        else:
            found.append([strip])
    return found


def _continues(
    before: Sequence[Strip], strip: Strip, margins: Mapping[int, Margins], index: LabelIndex
) -> bool:
    last = before[-1]
    if _LEADERS.fullmatch(text_of(strip.run).strip()) and strip.page == last.page:
        return True
    own, other = margins[last.page], margins[strip.page]
    if last.x1 < own.right - _FULL * last.size or not _same_size(last, strip):
        return False
    if last.page == strip.page and own.pitch and strip.middle - last.middle > _PITCH * own.pitch * last.size:
        return False
    text = fold(text_of(strip.run))
    if is_heading(text.strip(), index):
        return False
    if strip.x0 - other.left <= _INDENT * strip.size:
        return not (len(before) == 1 and _begins_at_margin(before[0], own) and _ended(last))
    hanging = len(before) > 1 and abs(strip.x0 - last.x0) <= _INDENT * strip.size and last.page == strip.page
    return not _ended(last) and (hanging or len(before) == 1) and not _is_numbered(text)


def _same_size(last: Strip, strip: Strip) -> bool:
    """Characters about as large; a line with figures may be a little higher."""
    return max(last.size, strip.size) <= _SIZES * min(last.size, strip.size)


def _begins_at_margin(strip: Strip, margins: Margins) -> bool:
    return strip.x0 - margins.left <= _INDENT * strip.size


def _ended(strip: Strip) -> bool:
    return text_of(strip.run).endswith(_ENDS)


def _is_numbered(text: str) -> bool:
    found = numbering(text.strip())
    return found is not None and found[0] in ("cn", "cn_paren", "part")
