"""Where in a Word document the marks of a comment may stand.

A comment begins before one element of a paragraph and ends after another.
Word allows that between runs, also inside links and tracked changes; text in
a text box, in a formula, in a field or in a content control that holds plain
text cannot carry a comment of its own, so the whole box, formula, field or
control carries it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.model import Span
from reportlint.read.docx import Stretch
from reportlint.read.docx_names import PARAGRAPH, w
from reportlint.read.docx_shown import Piece

RUN: Final = w("r")
_BOX: Final = w("txbxContent")
_CONTROL: Final = w("sdt")
_FIELD_MARK: Final = w("fldChar")
_OPEN: Final = frozenset(
    w(name) for name in ("hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo")
)
_CLOSED_CONTROLS: Final = (
    *(
        w(name)
        for name in ("text", "date", "dropDownList", "comboBox", "dataBinding", "equation", "citation")
    ),
    "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox",
)


class Edge(NamedTuple):
    """A place beside a character: ``offset`` in ``node``, an element of the run ``host``.

    Without a node it is beside the host as a whole.
    """

    host: Element
    node: Element | None = None
    offset: int = 0


class Anchor(NamedTuple):
    """What a comment covers: from one edge to the other; ``within`` is an empty paragraph instead."""

    first: Edge | None
    last: Edge | None
    within: Element | None = None


class Fields(NamedTuple):
    """For the runs inside a field: the runs at which the field begins and ends."""

    spans: dict[Element, tuple[Element, Element]]
    known: set[Element]


def find_anchor(stretches: Sequence[Stretch], span: Span, fields: Fields) -> Anchor | None:
    """The anchor of a place in a line that those stretches show; None where nothing shows it."""
    if not stretches:
        return None
    start, end = span.column - 1, span.end - 1
    stretch = next((one for one in reversed(stretches) if one.start <= start), stretches[0])
    pieces = [one for one in stretch.pieces if one.start < end and start < one.end]
    if not pieces:  # a list number, or a place without length: all that the paragraph or cell shows
        shown = (one for one in (stretch, *stretches) if one.holder is stretch.holder and one.pieces)
        stretch = next(shown, stretch)
        pieces, start, end = list(stretch.pieces), stretch.start, stretch.end
    if not pieces:
        return _empty(stretch.holder)
    first, last = pieces[0], pieces[-1]
    return Anchor(
        _edge(first, max(start - first.start, 0), 0, fields),
        _edge(last, min(end, last.end) - last.start, 1, fields),
    )


def _edge(piece: Piece, offset: int, side: int, fields: Fields) -> Edge:
    """The edge at a character; beside the whole host where that must not be cut."""
    host = _host(piece.node)
    field = _field_of(host, fields)
    if field is not None:
        return Edge(_host(field[side]))
    if host is not piece.node.getparent():
        return Edge(host)
    return Edge(host, piece.node, piece.skip + offset)


def _host(node: Element) -> Element:
    """The outermost element around a node that a mark may stand beside: mostly its run."""
    path = [node, *node.iterancestors()]
    outermost = max(at for at, one in enumerate(path) if one.tag == PARAGRAPH)
    host = node
    for host in reversed(path[:outermost]):
        if host.tag not in _OPEN and not _is_open_control(host):
            break
    return host


def _is_open_control(node: Element) -> bool:
    """A content control in which Word allows any text, and so comments."""
    if node.tag != _CONTROL:
        return False
    about = node.find(w("sdtPr"))
    return about is None or all(about.find(name) is None for name in _CLOSED_CONTROLS)


def _empty(holder: Element) -> Anchor | None:
    """A paragraph, or the first one of a cell, that shows no text of its own."""
    paragraph = holder if holder.tag == PARAGRAPH else next(holder.iter(PARAGRAPH), None)
    if paragraph is None:
        return None
    if any(one.tag == _BOX for one in paragraph.iterancestors()):
        edge = Edge(_host(paragraph))
        return Anchor(edge, edge)
    return Anchor(None, None, paragraph)


# --- fields -------------------------------------------------------------------------------


def _field_of(host: Element, fields: Fields) -> tuple[Element, Element] | None:
    """The runs at which the outermost field around a run begins and ends, in its paragraph."""
    paragraph = next(host.iterancestors(PARAGRAPH), None)
    if paragraph is not None and paragraph not in fields.known:
        fields.known.add(paragraph)
        _note_fields(paragraph, fields)
    return fields.spans.get(host)


def _note_fields(paragraph: Element, fields: Fields) -> None:
    inside: list[Element] = []
    depth = 0
    for run in _runs(paragraph):
        marks = [one.get(w("fldCharType")) for one in run.iterchildren(_FIELD_MARK)]
        if depth or "begin" in marks:
            inside.append(run)
        depth = max(depth + marks.count("begin") - marks.count("end"), 0)
        if inside and not depth:
            fields.spans.update(dict.fromkeys(inside, (inside[0], run)))
            inside = []


def _runs(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph in order, without those in text boxes and of other versions."""
    waiting = list(reversed(paragraph))
    while waiting:
        node = waiting.pop()
        if node.tag == RUN:
            yield node
        elif node.tag in _OPEN or node.tag == _CONTROL:
            waiting.extend(reversed(node))
