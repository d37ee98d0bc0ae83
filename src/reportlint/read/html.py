"""Saved web pages and Word's HTML as lines and tables; the standard library is enough."""

from __future__ import annotations

import re
from typing import Final

from reportlint.labels import LabelIndex
from reportlint.model import Line, Source
from reportlint.read.decode import Decoded, decode, split_lines
from reportlint.read.html_article import article, is_title
from reportlint.read.html_flow import read_flow
from reportlint.read.html_tags import Tree, read_tree
from reportlint.read.html_text import Places, line_of
from reportlint.read.shown_tables import with_tables_in_text

_DECLARED: Final = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]+)", re.I)
_HEAD: Final = 16384
# What decode() does not try by itself.
_TRADITIONAL: Final = frozenset((b"big5", b"big5-hkscs"))


def read_html(data: bytes, path: str, index: LabelIndex) -> Source:
    """A page as a Source with the lines of the file as stored. Raises ReadError P001 or P003."""
    decoded = decode_page(data)
    text = decoded.text
    tree = read_tree(text)
    places = Places(text)
    blocks = article(read_flow(text, tree.root, places, index), index)
    items = list(with_tables_in_text([block.item for block in blocks], index))
    title = _page_title(text, tree, places)
    if (
        title is not None
        and items
        and not any(isinstance(item, Line) and is_title(item.folded) for item in items)
    ):
        items.insert(0, title)
    return Source(path, decoded.encoding, tuple(split_lines(text)), tuple(items))


def decode_page(data: bytes) -> Decoded:
    """The text of a page.

    A byte order mark decides; then bytes that are UTF-8 are, whatever the page
    says (it was saved anew and its ``meta`` forgotten); then what ``meta``
    declares; then GB18030.
    """
    declared = _DECLARED.search(data, 0, _HEAD)
    if declared is not None and declared[1].lower() in _TRADITIONAL:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return Decoded(data.decode("big5hkscs"), "big5")
            except UnicodeDecodeError:
                pass
    return decode(data)


def _page_title(text: str, tree: Tree, places: Places) -> Line | None:
    """The ``title`` tag, for a page whose text has no title."""
    if tree.title is None:
        return None
    line = line_of(text, [tree.title], places)
    return line if line is not None and is_title(line.folded) else None
