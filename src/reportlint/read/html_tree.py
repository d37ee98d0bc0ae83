"""HTML as a tree of blocks, built from its tags.

Inline tags leave no trace but links and hidden text. Missing end tags are
supplied as a browser does; nesting is bounded.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reportlint.errors import ReadError
from reportlint.read.limits import demand_pieces

_HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.I)
_HIDDEN: Final = re.compile(r"\shidden(?=[\s=/]|\Z)", re.I)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_HREF: Final = re.compile(r"\shref\s*=", re.I)
_SPANS: Final = re.compile(r"\b(row|col)span\s*=\s*[\"']?\s*\+?(\d{1,9})", re.I)

_CELLS: Final = frozenset(("td", "th", "caption"))
_SECTIONS_OF_TABLE: Final = frozenset(("tbody", "thead", "tfoot", "colgroup"))
_BLOCKS: Final = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "ul",
))  # fmt: skip
_BREAKS: Final = frozenset(("br", "hr"))
# Never part of a report's text.
_DROPPED: Final = frozenset((
    "applet", "aside", "audio", "button", "canvas", "datalist", "dialog", "footer", "frameset", "head",
    "iframe", "map", "nav", "noframes", "object", "rp", "rt", "select", "svg", "template", "video",
))  # fmt: skip
_LINK_ENDS: Final = frozenset(("p", "li", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS: Final = {"li": ("ul", "ol", "menu", "dir"), "dd": ("dl",), "dt": ("dl",)}
_NEAR: Final = 20  # so far up an unfinished item of a list is looked for
_DEPTH: Final = 1500  # blocks nested deeper stand beside one another
_TABLE_DEPTH: Final = 3000
_ELEMENTS: Final = 1_000_000


class Text(NamedTuple):
    """Characters ``start:end`` of the file; ``linked`` if they are a link's, ``kept`` if blanks count."""

    start: int
    end: int
    linked: bool
    kept: bool = False


class Element:
    """A block with its children in order; ``start`` is where its content begins in the file.

    ``nested``: a table that holds tables. ``spans`` are (rows, columns) of a
    cell. ``dropped``: it hangs on no other element. ``first`` and ``last`` are
    for the pass that reads the tree.
    """

    __slots__ = ("children", "dropped", "first", "last", "nested", "parent", "spans", "start", "tag")

    def __init__(self, tag: str, parent: Element | None, start: int) -> None:
        self.tag = tag
        self.parent = parent
        self.start = start
        self.children: list[Element | Text] = []
        self.spans = (1, 1)
        self.nested = self.dropped = False
        self.first = self.last = 0


class _Scope(NamedTuple):
    """A cell or table that is open: end tags inside reach no further. ``open`` counts tags."""

    depth: int
    element: Element
    open: dict[str, int]


class Builder:
    """A tree in the making: the open elements, and in which cell or table they are."""

    __slots__ = ("count", "link", "root", "scopes", "stack", "texts")

    def __init__(self) -> None:
        self.root = Element("body", None, 0)
        self.stack = [self.root]
        self.scopes = [_Scope(0, self.root, {})]
        self.link = 0  # how many elements were open where a link began, 0 outside of links
        self.count = self.texts = 0

    # --- what comes in ---------------------------------------------------------------

    def text(self, start: int, end: int) -> None:
        """Characters between two tags."""
        self.texts += 1
        demand_pieces(self.texts)
        kept = self.scopes[-1].open.get("pre", 0) > 0
        self.stack[-1].children.append(Text(start, end, self.link > 0, kept))

    def open(self, tag: str, attributes: str, start: int) -> None:
        """A start tag; its content begins at ``start``."""
        if tag in _BREAKS:
            self._break(start)
        elif tag in _DROPPED or (len(attributes) > 6 and _is_hidden(attributes)):
            self._open_dropped(tag, attributes, start)
        elif tag in _CELLS:
            self._open_cell(tag, attributes, start)
        elif tag == "tr":
            if self._to_table():
                self._close_to("tr")
                self._push(tag, start)
        elif tag == "table":
            self._open_table(start)
        elif tag in _SECTIONS_OF_TABLE:
            if self._to_table():
                self._close_to("tr")
        elif tag in _BLOCKS:
            self._open_block(tag, start)
        elif tag == "a" and _HREF.search(attributes):
            self.link = len(self.stack)
        elif self.scopes[-1].open.get(tag) and len(self.stack) < _DEPTH:
            self._push(tag, start)  # within hidden text: its end tag is not the end of that

    def end(self, tag: str) -> None:
        """An end tag."""
        if tag == "br":
            self._break(0)
        elif tag == "a":
            self.link = 0
        elif tag in _CELLS:
            if self.scopes[-1].element.tag in _CELLS:
                self._leave()
        elif tag == "tr" or tag in _SECTIONS_OF_TABLE:
            if self._to_table():
                self._close_to("tr")
        elif tag == "table":
            if self._to_table():
                self._leave()
        elif tag not in ("body", "html"):
            self._close_to(tag)

    def finish(self) -> None:
        """The file ends."""
        while len(self.scopes) > 1:
            self._leave()
        while len(self.stack) > 1:
            self._pop()

    # --- opening -----------------------------------------------------------------------

    def _open_block(self, tag: str, start: int) -> None:
        self._close_to("head" if tag == "body" else "p")
        if tag in _LINK_ENDS:
            self.link = 0
        if tag in _ITEMS:
            self._close_item(_ITEMS[tag])
        if len(self.stack) < _DEPTH:
            self._push(tag, start)
        else:
            self._break(start)

    def _open_dropped(self, tag: str, attributes: str, start: int) -> None:
        """Its content goes to an element that hangs on no other."""
        if tag in _CELLS or tag in ("tr", "table"):
            # A hidden row is taken as it is: the others would move.
            spans = " ".join(match[0] for match in _SPANS.finditer(attributes))
            self.open(tag, spans, start)
            return
        if tag in _VOID or attributes.rstrip().endswith("/") or len(self.stack) >= _DEPTH:
            return
        self._push(tag, start)
        self.stack[-1].dropped = True
        self.stack[-2].children.pop()

    def _open_table(self, start: int) -> None:
        self.link = 0
        if self.scopes[-1].element.tag == "table":
            self._leave()
        self._close_to("p")
        if len(self.stack) >= _TABLE_DEPTH:
            return
        if len(self.scopes) > 1:
            self.scopes[-2].element.nested = True
        self._push("table", start)
        self.scopes.append(_Scope(len(self.stack) - 1, self.stack[-1], {}))

    def _open_cell(self, tag: str, attributes: str, start: int) -> None:
        if not self._to_table():
            return
        self.link = 0
        if tag != "caption":
            if not self.scopes[-1].open.get("tr"):
                self._push("tr", start)
            while self.stack[-1].tag != "tr":
                self._pop()
        self._push(tag, start)
        cell = self.stack[-1]
        if "span" in attributes or "SPAN" in attributes or "Span" in attributes:
            cell.spans = _spans(attributes)
        self.scopes.append(_Scope(len(self.stack) - 1, cell, {}))

    def _push(self, tag: str, start: int) -> None:
        self._count()
        element = Element(tag, self.stack[-1], start)
        self.stack[-1].children.append(element)
        self.stack.append(element)
        scope = self.scopes[-1].open
        scope[tag] = scope.get(tag, 0) + 1

    def _break(self, start: int) -> None:
        self._count()
        self.stack[-1].children.append(Element("br", self.stack[-1], start))

    def _count(self) -> None:
        self.count += 1
        if self.count > _ELEMENTS:
            size = {
                "zh": f"超过 {_ELEMENTS} 个段落和单元格",
                "en": f"more than {_ELEMENTS} paragraphs and cells",
            }
            raise ReadError("P001", "too_large", size=size, limit=str(_ELEMENTS))

    # --- closing -----------------------------------------------------------------------

    def _pop(self, ended: bool = False) -> None:
        """Close the innermost element; what was dropped and never ended is taken back."""
        element = self.stack.pop()
        self.scopes[-1].open[element.tag] -= 1
        if element.dropped and not ended:
            self.stack[-1].children.append(element)
        if len(self.stack) < self.link:
            self.link = 0

    def _close_to(self, tag: str) -> None:
        """Close the innermost element of that tag in this cell or table, if there is one."""
        scope = self.scopes[-1].open
        if scope.get(tag):
            while self.stack[-1].tag != tag:
                self._pop()
            self._pop(ended=True)

    def _close_item(self, lists: tuple[str, ...]) -> None:
        """An item of a list ends where the next one begins."""
        bottom = self.scopes[-1].depth
        for depth in range(len(self.stack) - 1, max(bottom, len(self.stack) - _NEAR), -1):
            tag = self.stack[depth].tag
            if tag in lists:
                return
            if tag in _ITEMS:
                while len(self.stack) > depth:
                    self._pop()
                return

    def _leave(self) -> None:
        """Close the cell or table that is open."""
        depth = self.scopes[-1].depth
        while len(self.stack) > depth + 1:
            self._pop()
        self.scopes.pop()
        self._pop()

    def _to_table(self) -> bool:
        """Close the open cell; False where no table is open."""
        if self.scopes[-1].element.tag in _CELLS:
            self._leave()
        return len(self.scopes) > 1


_VOID: Final = frozenset((
    "area", "base", "col", "embed", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip


def _is_hidden(attributes: str) -> bool:
    if "hid" not in attributes and "none" not in attributes and "HID" not in attributes:
        return False
    if _HIDDEN_STYLE.search(attributes):
        return True
    return _HIDDEN.search(_QUOTED.sub("", attributes)) is not None


def _spans(attributes: str) -> tuple[int, int]:
    """``(rows, columns)`` as written; 0 rows means to the end of the table."""
    found = {match[1].lower(): int(match[2]) for match in _SPANS.finditer(attributes)}
    return found.get("row", 1), found.get("col", 1)
