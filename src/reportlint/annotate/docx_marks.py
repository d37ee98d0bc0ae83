"""Comment marks set into the XML of a Word document; runs are split where a comment begins or ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Final, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from reportlint.annotate.docx_anchor import Anchor, Edge
from reportlint.read.docx_names import w

_PROPERTIES: Final = (w("rPr"), w("lastRenderedPageBreak"))
_PARAGRAPH_PROPERTIES: Final = w("pPr")
_TEXT: Final = w("t")
_ID: Final = w("id")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS: Final = " \t\r\n"
_MARK_SIZE: Final = "16"  # half points; the mark shows nothing, but must not make an empty row higher


class _Cut(NamedTuple):
    """A place at which a run is split: before a child, or inside it at an offset of its text."""

    run: Element
    child: Element
    offset: int


class _Splits(NamedTuple):
    """The runs to the left and right of each cut, and the last part of each run that was split."""

    left: dict[_Cut, Element]
    right: dict[_Cut, Element]
    last: dict[Element, Element]


def set_marks(anchors: Sequence[Anchor], first_id: int) -> None:
    """Marks for one comment an anchor, numbered upwards from ``first_id``, in their order."""
    cuts = [(_cut(anchor.first), _cut(anchor.last)) for anchor in anchors]  # all, before a run is split
    splits = _split_all(cut for pair in cuts for cut in pair if cut is not None)
    hosts = [_hosts(anchor, *pair, splits) for anchor, pair in zip(anchors, cuts, strict=True)]
    last_after: dict[Element, Element] = {}
    for number, (anchor, (first, last)) in enumerate(zip(anchors, hosts, strict=True), first_id):
        start, end, reference = _marks(number)
        if anchor.within is not None:
            _set_within(anchor.within, (start, end, reference), last_after)
            continue
        assert first is not None
        assert last is not None
        first.addprevious(start)
        last_after[last] = _add_after(last_after.get(last, last), (end, reference))


def _marks(number: int) -> tuple[Element, Element, Element]:
    start = etree.Element(w("commentRangeStart"), {_ID: str(number)})
    end = etree.Element(w("commentRangeEnd"), {_ID: str(number)})
    reference = etree.Element(w("r"))
    properties = etree.SubElement(reference, w("rPr"))
    etree.SubElement(properties, w("sz"), {w("val"): _MARK_SIZE})
    etree.SubElement(reference, w("commentReference"), {_ID: str(number)})
    return start, end, reference


def _set_within(paragraph: Element, marks: Iterable[Element], last_after: dict[Element, Element]) -> None:
    """A comment without extent, at the beginning of a paragraph."""
    before = last_after.get(paragraph)
    if before is None:
        before = paragraph.find(_PARAGRAPH_PROPERTIES)
    if before is None:
        start, *others = marks
        paragraph.insert(0, start)
        before, marks = start, others
    last_after[paragraph] = _add_after(before, marks)


def _add_after(before: Element, marks: Iterable[Element]) -> Element:
    for mark in marks:
        before.addnext(mark)
        before = mark
    return before


# --- splitting ----------------------------------------------------------------------------


def _split_all(cuts: Iterable[_Cut]) -> _Splits:
    by_run: dict[Element, set[_Cut]] = {}
    for cut in cuts:
        by_run.setdefault(cut.run, set()).add(cut)
    splits = _Splits({}, {}, {})
    for run, own in by_run.items():
        order = {child: at for at, child in enumerate(run)}
        in_order = sorted(own, key=lambda cut: (order[cut.child], cut.offset))
        for cut in reversed(in_order):
            splits.right[cut] = _split(cut)
        parts = [run, *(splits.right[cut] for cut in in_order)]
        splits.left.update(zip(in_order, parts, strict=False))
        splits.last[run] = parts[-1]
    return splits


def _cut(edge: Edge | None) -> _Cut | None:
    """Where an edge splits its run; None at the run's own beginning or end."""
    if edge is None or edge.node is None:
        return None
    node, offset = edge.node, edge.offset
    if offset >= (len(node.text or "") if node.tag == _TEXT else 1):
        following = node.getnext()
        return _Cut(edge.host, following, 0) if following is not None else None
    if offset == 0 and all(one.tag in _PROPERTIES for one in node.itersiblings(preceding=True)):
        return None
    return _Cut(edge.host, node, offset)


def _split(cut: _Cut) -> Element:
    """The run cut in two of equal formatting; returns the new one on the right."""
    run, child, offset = cut
    right = etree.Element(run.tag, _attributes(run))
    properties = run.find(_PROPERTIES[0])
    if properties is not None:
        right.append(deepcopy(properties))
    following = list(child.itersiblings())
    if offset:
        rest = etree.SubElement(right, child.tag, _attributes(child))
        text = child.text or ""
        child.text, rest.text = text[:offset], text[offset:]
        for part in (child, rest):
            _keep_blanks(part)
    else:
        right.append(child)
    right.extend(following)
    run.addnext(right)
    return right


def _attributes(node: Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in node.attrib.items()}


def _keep_blanks(text: Element) -> None:
    """Blanks at the edge of a text count only where the element says so."""
    if text.text and text.text != text.text.strip(_BLANKS):
        text.set(_SPACE, "preserve")


def _hosts(
    anchor: Anchor, begin: _Cut | None, end: _Cut | None, splits: _Splits
) -> tuple[Element | None, Element | None]:
    """The elements before and after which the marks go, when all runs are split."""
    if anchor.first is None or anchor.last is None:
        return None, None
    first = splits.right[begin] if begin is not None else anchor.first.host
    whole = splits.last.get(anchor.last.host, anchor.last.host)
    return first, splits.left[end] if end is not None else whole
