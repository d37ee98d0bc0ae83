"""The tags of HTML, whatever is wrong with them; every text keeps its place.

The standard library's parser counts lines but not CR, gives no offsets, is
quadratic on some damaged files and differs between versions of Python; what
a report needs of HTML is less.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reportlint.read.html_tree import Builder, Element, Text
from reportlint.read.limits import demand_pieces

# Within quotes "<" and ">" do not both occur, so that a lost quote costs one tag and no cells.
_TAG: Final = re.compile(
    r"""<(?:(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:_.-]*+)(?=[\s/<>]|\Z)
      (?:(?P<attributes>(?:[^<>=]++|=\s*+(?:"[^"<]*+"|"[^">]*+"|'[^'<]*+'|'[^'>]*+'|(?!["'])))*+)>
        |(?P<broken>[^<>]*+)>?)
    |(?P<comment>!--)|[!?/][^<>]*+>?)""",
    re.X,
)
_RAW: Final = frozenset(("script", "style", "textarea", "title", "xmp"))


class Tree(NamedTuple):
    """The root of a page and the text of its ``title`` tag."""

    root: Element
    title: Text | None


def read_tree(text: str) -> Tree:
    """The tree of a page. Raises ReadError P001 too_large for more blocks, texts or entities than are read."""
    demand_pieces(text.count("&"))
    builder = Builder()
    title: Text | None = None
    unclosed: set[str] = set()
    at = 0
    while True:
        match = _TAG.search(text, at)
        if match is None:
            builder.text(at, len(text))
            builder.finish()
            return Tree(builder.root, title)
        if match.start() > at:
            builder.text(at, match.start())
        at = match.end()
        name = match["name"]
        if name is None:
            if match["comment"]:
                at = _after(text, "-->", at, unclosed)
            continue
        name = name.lower()
        if match["end"]:
            builder.end(name)
        elif name in _RAW:
            if not match[0].endswith("/>"):
                after = _raw_end(text, name, at, unclosed)
                if name == "title" and title is None and after > at:
                    title = Text(at, text.rfind("<", at, after), False)
                at = after
        else:
            builder.open(name, match["attributes"] or match["broken"] or "", at)


def _after(text: str, mark: str, at: int, unclosed: set[str]) -> int:
    """Behind the next ``mark``, or ``at`` where there is none: then nothing is left out."""
    found = -1 if mark in unclosed else text.find(mark, at)
    if found < 0:
        unclosed.add(mark)
        return at
    return found + len(mark)


def _raw_end(text: str, name: str, at: int, unclosed: set[str]) -> int:
    """Behind the end tag of a script or the like."""
    found = None if name in unclosed else re.compile(rf"</{name}[^<>]*>?", re.I).search(text, at)
    if found is None:
        unclosed.add(name)
        return at
    return found.end()
