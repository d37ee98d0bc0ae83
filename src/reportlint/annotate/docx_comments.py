"""The comments part of a Word document: the ones it has, and one for each note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree
from lxml.etree import _Element as Element

from reportlint.annotate.notes import Note, lines_of
from reportlint.read.docx_names import w

AUTHOR: Final = "reportlint"
_INITIALS: Final = "RL"
_ID: Final = w("id")
_VALUE: Final = w("val")
_COMMENT: Final = w("comment")
_MARKS: Final = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_TEXT_SIZE: Final = "18"  # half points


def no_comments() -> Element:
    """A comments part without a comment."""
    return etree.Element(w("comments"), nsmap={"w": w("")[1:-1]})


def next_id(comments: Element, body: Element) -> int:
    """The first number above all that comments and their marks have."""
    numbers = [one.get(_ID, "") for one in comments.iter(_COMMENT)]
    numbers += [one.get(_ID, "") for one in body.iter(*_MARKS)]
    return max((int(one) for one in numbers if one.isdecimal() and len(one) < 10), default=-1) + 1


def add_comments(comments: Element, notes: Sequence[Note], first_id: int, lang: str) -> None:
    """Comments for notes, numbered upwards. They carry no date: the same report gives the same bytes."""
    for number, note in enumerate(notes, first_id):
        about = {_ID: str(number), w("author"): AUTHOR, w("initials"): _INITIALS}
        comment = etree.SubElement(comments, _COMMENT, about)
        _paragraph(comment, note.head, bold=True)
        for line in lines_of(note, lang):
            _paragraph(comment, line)


def _paragraph(comment: Element, text: str, bold: bool = False) -> None:
    """A paragraph that looks the same whatever the document's own style says of indents and sizes."""
    first = not len(comment)
    paragraph = etree.SubElement(comment, w("p"))
    _set(
        etree.SubElement(paragraph, w("pPr")),
        (
            ("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
            ("ind", {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"}),
            ("jc", {"val": "left"}),
        ),
    )
    if first:
        etree.SubElement(etree.SubElement(paragraph, w("r")), w("annotationRef"))
    run = etree.SubElement(paragraph, w("r"))
    looks = (("sz", {"val": _TEXT_SIZE}), ("szCs", {"val": _TEXT_SIZE}))
    _set(etree.SubElement(run, w("rPr")), (("b", {}), *looks) if bold else looks)
    shown = etree.SubElement(run, w("t"), {_SPACE: "preserve"})
    shown.text = _NO_XML.sub("", text)


def _set(properties: Element, values: Iterable[tuple[str, dict[str, str]]]) -> None:
    for name, attributes in values:
        etree.SubElement(properties, w(name), {w(key): value for key, value in attributes.items()})
