"""Numbers, boxes and matrices of an OFD file: text in attributes, millimetres, downwards (GB/T 33190 7.3)."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

POINTS: Final = 72 / 25.4  # in a millimetre
_FARTHEST: Final = 1e6  # millimetres; a number beyond is no place on a page
_LONGEST: Final = 32  # characters of a number
_QUARTER: Final = math.pi / 2
_ASKEW: Final = 0.15  # radians; text turned more than so beside a quarter turn is a watermark


class Matrix(NamedTuple):
    """x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def moved(self, x: float, y: float) -> tuple[float, float]:
        """A point carried over."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This matrix, then the outer one."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def quarters(self) -> int | None:
        """Quarter turns to the left of what it draws; None for what stands askew or vanishes."""
        if not (self.a or self.b) or not all(map(math.isfinite, self)):
            return None
        angle = math.atan2(-self.b, self.a)  # y runs downwards
        turns = round(angle / _QUARTER)
        return turns % 4 if abs(angle - turns * _QUARTER) <= _ASKEW else None


class Box(NamedTuple):
    """Left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float


def local(element: Element) -> str:
    """An element's name without its namespace, of which there is more than one in use."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next((one for one in element if local(one) == name), None) if element is not None else None


def number(text: str | None) -> float | None:
    """A number written in an attribute; None where there is none that can be a place."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        found = float(text)
    except ValueError:
        return None
    return found if abs(found) <= _FARTHEST else None


def numbers(text: str | None, most: int) -> list[float]:
    """Numbers with blanks between, up to the first that is none."""
    found = []
    for word in (text or "").split(None, most)[:most]:
        one = number(word)
        if one is None:
            break
        found.append(one)
    return found


def box_of(text: str | None) -> Box | None:
    """``x y width height`` as a box."""
    found = numbers(text, 4)
    if len(found) < 4 or found[2] < 0 or found[3] < 0:
        return None
    return Box(found[0], found[1], found[0] + found[2], found[1] + found[3])


def placed(element: Element) -> Matrix:
    """What carries an object's own space to that around it: its matrix, then its boundary's corner."""
    x, y = (*numbers(element.get("Boundary"), 2), 0.0, 0.0)[:2]
    written = numbers(element.get("CTM"), 6)
    own = Matrix(*written) if len(written) == 6 else Matrix()
    return own._replace(e=own.e + x, f=own.f + y)


def around(points: list[tuple[float, float]]) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))
