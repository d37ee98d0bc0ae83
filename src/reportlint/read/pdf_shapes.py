"""The straight lines of a page: strokes, thin rectangles and the edges of frames."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import pypdfium2.raw as pdfium

from reportlint.read.pdf_guard import too_large
from reportlint.read.pdf_page import Rule
from reportlint.read.pdf_sheet import Box, Sheet

SHAPE_LIMIT: Final = 200_000  # on one page
_DEPTH_LIMIT: Final = 12  # drawings in drawings
_POINT_LIMIT: Final = 200_000  # of all paths of a page
_THIN: Final = 4.0  # points; a shape no wider is a line
_ONE_LINE: Final = 2  # points of a path that is one stroke
Matrix = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Shapes(NamedTuple):
    """What is drawn on a page beside its text (see ``Page``)."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    pictures: float
    drawn: int


class _Reading:
    """What was met so far, in user space."""

    __slots__ = ("boxes", "drawn", "pictures", "points", "shapes")

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.pictures: list[Box] = []
        self.drawn = self.points = self.shapes = 0


def read_shapes(page: Any, sheet: Sheet) -> Shapes:
    """The lines of a page as shown. Raises ReadError P001 beyond a limit."""
    reading = _Reading()
    count = pdfium.FPDFPage_CountObjects(page)
    _judge(count, reading)
    for at in range(count):
        _one(pdfium.FPDFPage_GetObject(page, at), _SAME, reading, 0)
    across: list[Rule] = []
    down: list[Rule] = []
    for box in reading.boxes:
        x0, top, x1, bottom = sheet.shown(*box)
        if x1 < -_THIN or x0 > sheet.width + _THIN or bottom < -_THIN or top > sheet.height + _THIN:
            continue
        if bottom - top <= _THIN:
            across.append(Rule((top + bottom) / 2, x0, x1))
        if x1 - x0 <= _THIN:
            down.append(Rule((x0 + x1) / 2, top, bottom))
    return Shapes(tuple(across), tuple(down), _covered(reading.pictures, sheet), reading.drawn)


def _judge(count: int, reading: _Reading) -> None:
    reading.shapes += count
    if reading.shapes > SHAPE_LIMIT:
        zh, en = f"{SHAPE_LIMIT} 个图形", f"{SHAPE_LIMIT} shapes"
        raise too_large(f"一页多于 {zh}", f"more than {en} on a page", zh, en)


def _one(shape: Any, matrix: Matrix, reading: _Reading, depth: int) -> None:
    kind = pdfium.FPDFPageObj_GetType(shape)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        reading.boxes.extend(_lines(shape, matrix, reading))
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        box = _bounds(shape, matrix)
        if box is not None:
            reading.pictures.append(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH_LIMIT:
        count = pdfium.FPDFFormObj_CountObjects(shape)
        _judge(count, reading)
        inner = _times(_matrix(shape), matrix)
        for at in range(count):
            _one(pdfium.FPDFFormObj_GetObject(shape, at), inner, reading, depth + 1)


def _lines(shape: Any, matrix: Matrix, reading: _Reading) -> Iterator[Box]:
    """The boxes of the straight lines that a path draws."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(shape, filled, stroked) or not (filled.value or stroked.value):
        return
    reading.drawn += 1
    box = _bounds(shape, matrix)
    if box is None:
        return
    points = pdfium.FPDFPath_CountSegments(shape)
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
        return
    reading.points += points
    if points <= _ONE_LINE or reading.points > _POINT_LIMIT:
        return
    for part in _parts(shape, points, _times(_matrix(shape), matrix)):
        yield from _part_lines(part, bool(stroked.value))


def _part_lines(part: Sequence[tuple[float, float]], stroked: bool) -> Iterator[Box]:
    """A part of a path: a thin one is a line; of a stroked one each straight edge is."""
    box = _around(part)
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
    elif stroked:
        for start, end in pairwise(part):
            edge = _around((start, end))
            if min(edge[2] - edge[0], edge[3] - edge[1]) <= _THIN / 4:
                yield edge


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _parts(shape: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; parts with curves are left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    part: list[tuple[float, float]] = []
    curved = False
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(shape, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved(matrix, x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(part) > 1 and not curved:
                yield part
            part, curved = [point], not all(map(math.isfinite, point))
            continue
        part.append(point)
        curved = curved or kind != pdfium.FPDF_SEGMENT_LINETO or not all(map(math.isfinite, point))
        if pdfium.FPDFPathSegment_GetClose(segment):
            part.append(part[0])
    if len(part) > 1 and not curved:
        yield part


def _bounds(shape: Any, matrix: Matrix) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(shape, left, bottom, right, top):
        return None
    corners = [_moved(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    box = _around(corners)
    return box if all(map(math.isfinite, box)) else None


def _matrix(shape: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _covered(pictures: Sequence[Box], sheet: Sheet) -> float:
    """How much of the page pictures cover, taken one by one; strips of a scan add up."""
    area = 0.0
    for box in pictures:
        x0, top, x1, bottom = sheet.shown(*box)
        wide = min(x1, sheet.width) - max(x0, 0.0)
        high = min(bottom, sheet.height) - max(top, 0.0)
        area += max(wide, 0.0) * max(high, 0.0)
    return min(area / (sheet.width * sheet.height), 1.0)
