"""The characters of a text object, one by one (GB/T 33190 11.2, 11.3).

A TextCode gives the place of its first character and the steps to the next
ones; ``g 3 2.5`` stands for three steps of 2.5. Where steps are missing a
character takes as much room as such characters do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from lxml.etree import _Element as Element

from reportlint.read.ofd_space import Box, Matrix, around, local, number

_SIZE: Final = 4.2333  # millimetres, twelve points, where no size is said
_RISE: Final = 0.86  # of a character's height: what stands above its baseline
_NO_TEXT: Final = str.maketrans("", "", "\r\n\t")  # line ends in the XML are no characters
_AGAIN: Final = "g"


class Char(NamedTuple):
    """A character with its box on the page and its quarter turns to the left."""

    char: str
    box: Box
    turned: int


def read_text(element: Element, outer: Matrix) -> Iterator[Char | None]:
    """The characters of a TextObject; None for one that has no meaning. ``outer`` leads to the page."""
    size = number(element.get("Size")) or _SIZE
    stretch = number(element.get("HScale")) or 1.0
    facing = _degrees(element.get("CharDirection"))
    onward = _degrees(element.get("ReadDirection"))
    x = y = 0.0
    for code in element:
        if local(code) != "TextCode":
            continue
        start_x, start_y = number(code.get("X")), number(code.get("Y"))
        x, y = x if start_x is None else start_x, y if start_y is None else start_y
        text = (code.text or "").translate(_NO_TEXT)
        for char, at, room in _steps(text, code, (x, y), size * stretch, onward):
            if is_lost(char):
                yield None
                continue
            found = _char(char, at, room, size, facing, outer)
            if found is not None:
                yield found


def _degrees(text: str | None) -> int:
    """Quarter turns to the right of 0, 90, 180 or 270."""
    return round((number(text) or 0) / 90) % 4


def _steps(
    text: str, code: Element, start: tuple[float, float], size: float, onward: int
) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Each character with its place and the room it takes."""
    across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
    stands = not across and not down  # nothing is said: they stand side by side
    x, y = start
    for at, char in enumerate(text):
        room = size if east_asian_width(char) in "WFA" else size / 2
        step_x = across[at] if at < len(across) else 0.0
        step_y = down[at] if at < len(down) else 0.0
        if stands or (at >= len(across) and at >= len(down)):
            step_x, step_y = ((room, 0.0), (0.0, room), (-room, 0.0), (0.0, -room))[onward]
        wide = abs(step_x) or room
        yield char, (x, y), min(room, wide)
        x, y = x + step_x, y + step_y


def _deltas(text: str | None, most: int) -> list[float]:
    """The steps, repeated ones written out; as many as there are characters."""
    words = iter((text or "").split(None, 3 * most + 1)[: 3 * most])
    found: list[float] = []
    for word in words:
        times = 1.0
        if word == _AGAIN:
            times, word = number(next(words, "")) or 0.0, next(words, "")
        step = number(word)
        if step is None or len(found) >= most:
            break
        found.extend([step] * max(0, min(round(times), most - len(found))))
    return found


def _char(
    char: str, at: tuple[float, float], room: float, size: float, facing: int, outer: Matrix
) -> Char | None:
    """A character in its place: turned about its point on the baseline, then carried to the page."""
    cosine, sine = ((1, 0), (0, 1), (-1, 0), (0, -1))[facing]
    place = Matrix(cosine, sine, -sine, cosine, *at).then(outer)
    turned = place.quarters()
    if turned is None:
        return None
    top, bottom = -_RISE * size, (1 - _RISE) * size
    corners = [place.moved(x, y) for x in (0.0, room) for y in (top, bottom)]
    return Char(char, around(corners), turned)


def is_lost(char: str) -> bool:
    """A character whose meaning only the font of the file knows."""
    code = ord(char)
    return code < 0x20 or code in (0xFFFD, 0xFFFF) or 0xE000 <= code < 0xF900
