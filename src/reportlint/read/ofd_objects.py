"""The objects of a page: text, paths, pictures, and objects in objects (GB/T 33190 7.7, 8, 13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from lxml.etree import _Element as Element

from reportlint.read.docx_package import too_large
from reportlint.read.ofd_paths import read_lines
from reportlint.read.ofd_space import Box, Matrix, around, box_of, child, local, placed
from reportlint.read.ofd_text import Char, read_text

OBJECT_LIMIT: Final = 200_000  # on one page
CHAR_LIMIT: Final = 1_000_000  # of all pages
_DEPTH_LIMIT: Final = 12  # objects in objects
_SAME: Final = Matrix()
_BLOCKS: Final = frozenset(("Content", "Layer", "PageBlock"))


class Drawn:
    """What was met on a page so far, in millimetres of the page."""

    __slots__ = ("chars", "composites", "lines", "objects", "paths", "pictures", "unmapped")

    def __init__(self, composites: Mapping[str, Element]) -> None:
        self.composites = composites
        self.chars: list[Char] = []
        self.lines: list[Box] = []
        self.pictures: list[Box] = []
        self.objects = self.paths = self.unmapped = 0


def read_objects(parent: Element, drawn: Drawn, outer: Matrix = _SAME, depth: int = 0) -> None:
    """All objects below an element, in their order. Raises ReadError P001 beyond a limit."""
    for one in parent:
        name = local(one)
        if not name or one.get("Visible", "true").lower() in ("false", "0"):
            continue
        drawn.objects += 1
        if drawn.objects > OBJECT_LIMIT:
            zh, en = f"{OBJECT_LIMIT} 个图元", f"{OBJECT_LIMIT} objects"
            raise too_large(f"一页多于 {zh}", f"more than {en} on a page", zh, en)
        if name in _BLOCKS:
            if depth < _DEPTH_LIMIT:
                read_objects(one, drawn, outer, depth + 1)
            continue
        if name == "ImageObject":
            drawn.pictures.extend(_picture(one, outer))
        else:
            _object(one, name, placed(one).then(outer), drawn, depth)


def _object(one: Element, name: str, place: Matrix, drawn: Drawn, depth: int) -> None:
    if name == "TextObject":
        _text(one, place, drawn)
    elif name == "PathObject":
        drawn.paths += 1
        drawn.lines.extend(read_lines(one, place))
    elif name == "CompositeObject" and depth < _DEPTH_LIMIT:
        content = child(drawn.composites.get(one.get("ResourceID", "")), "Content")
        if content is not None:
            read_objects(content, drawn, place, depth + 1)


def _picture(one: Element, outer: Matrix) -> Iterator[Box]:
    box = box_of(one.get("Boundary"))
    if box is not None:
        yield around([outer.moved(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)])


def _text(one: Element, place: Matrix, drawn: Drawn) -> None:
    for char in read_text(one, place):
        if char is None:
            drawn.unmapped += 1
        else:
            drawn.chars.append(char)
        if len(drawn.chars) + drawn.unmapped > CHAR_LIMIT:
            zh, en = f"{CHAR_LIMIT} 个字符", f"{CHAR_LIMIT} characters"
            raise too_large(f"多于 {zh}", f"more than {en}", zh, en)
