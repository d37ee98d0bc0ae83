"""The straight lines of a path object: strokes, thin areas and the edges of frames (GB/T 33190 9.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from lxml.etree import _Element as Element

from reportlint.read.ofd_space import Box, Matrix, around, child, number

_THIN: Final = 1.4  # millimetres; a shape no wider is a line
_STRAIGHT: Final = 0.35  # millimetres; an edge that strays no farther runs across or down
_WORD_LIMIT: Final = 400_000  # of one path
# How many numbers follow each command; the last two are where it leads.
_COMMANDS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVES: Final = frozenset("QBA")
_NO: Final = frozenset(("false", "0"))


def read_lines(element: Element, outer: Matrix) -> Iterator[Box]:
    """The boxes of the lines that a PathObject draws, on the page. ``outer`` leads to it."""
    stroked = element.get("Stroke", "true").lower() not in _NO
    filled = element.get("Fill", "false").lower() not in _NO
    if not stroked and not filled:
        return
    data = child(element, "AbbreviatedData")
    for part, curved in _parts(data.text if data is not None else ""):
        points = [outer.moved(x, y) for x, y in part]
        box = around(points)
        if min(box.x1 - box.x0, box.y1 - box.y0) <= _THIN:
            yield box
        elif stroked and not curved:
            yield from _edges(points)


def _edges(points: Sequence[tuple[float, float]]) -> Iterator[Box]:
    for start, end in pairwise(points):
        edge = around([start, end])
        if min(edge.x1 - edge.x0, edge.y1 - edge.y0) <= _STRAIGHT:
            yield edge


def _parts(text: str | None) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """``(points, has curves)`` of each part of a path; it ends at the first word that makes no sense."""
    words = iter((text or "").split(None, _WORD_LIMIT)[:_WORD_LIMIT])
    part: list[tuple[float, float]] = []
    curved = False
    for command in words:
        count = _COMMANDS.get(command)
        values = [number(next(words, "")) for _ in range(count or 0)]
        if count is None or None in values:
            break
        if command == "C":
            part.extend(part[:1])
            continue
        if command in ("S", "M"):
            if len(part) > 1:
                yield part, curved
            part, curved = [], False
        found = [value for value in values if value is not None]
        if command in _CURVES:
            curved = True
            part.extend(_bulge(command, found))
        part.append((found[-2], found[-1]))
    if len(part) > 1:
        yield part, curved


def _bulge(command: str, values: Sequence[float]) -> list[tuple[float, float]]:
    """Points between which a curve may swing out on its way."""
    if command == "A":
        (wide, high), (x, y) = values[:2], values[-2:]
        return [(x - wide, y - high), (x + wide, y + high)]
    return list(zip(values[:-2:2], values[1:-2:2], strict=True))
