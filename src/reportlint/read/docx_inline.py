"""The text of one paragraph as Word shows it, all changes accepted.

Insertions stay, deletions go; a field shows its result; hidden text, notes
and comments are left out. Text boxes are handed back, to be read as blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.read.docx_names import ALTERNATE, chosen, is_on, value, w
from reportlint.read.docx_shown import Shown, lines_of

_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RUN: Final = w("r")
_RUN_STYLE: Final = w("rPr")
_TEXT: Final = w("t")
_BREAK: Final = w("br")
_FIELD_MARK: Final = w("fldChar")
_SYMBOL: Final = w("sym")
_CONTENT: Final = w("sdt")
_RUBY: Final = w("ruby")
_BOX: Final = w("txbxContent")
_VANISH: Final = w("vanish")
_MATHS: Final = frozenset((f"{_MATH}oMath", f"{_MATH}oMathPara"))
_CONTAINERS: Final = frozenset(
    w(name)
    for name in (
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "customXml",
        "fldSimple",
        "sdtContent",
        "dir",
        "bdo",
    )
)
_DRAWN: Final = frozenset((w("drawing"), w("pict"), w("object")))
_STANDS_FOR: Final = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
# Symbols of Wingdings and Symbol that forms use; any other one is a box.
_SYMBOLS: Final = {"F0FE": "☑", "F0A8": "□", "F06F": "□", "F0FC": "√", "F0FB": "×", "F06C": "●", "F06E": "■"}
_OTHER_SYMBOL: Final = "□"
_ONE_LINE: Final = str.maketrans("\r\n", "  ")


class Inline(NamedTuple):
    """A paragraph's text line by line, and the text boxes anchored in it."""

    lines: tuple[Shown, ...]
    boxes: tuple[Element, ...]


class _Reading:
    """What was read so far; ``fields`` is true for each open field whose code is being read."""

    __slots__ = ("boxes", "fields", "hidden", "pieces")

    def __init__(self, hidden: frozenset[str]) -> None:
        self.hidden = hidden
        self.pieces: list[tuple[str, Element]] = []
        self.boxes: list[Element] = []
        self.fields: list[bool] = []


def read_inline(paragraph: Element, hidden: frozenset[str]) -> Inline:
    """The text of a paragraph; ``hidden`` are the styles whose text is not shown."""
    reading = _Reading(hidden)
    _walk(paragraph, reading)
    return Inline(lines_of(reading.pieces), tuple(reading.boxes))


def _walk(parent: Element, reading: _Reading) -> None:
    for child in parent:
        tag = child.tag
        if tag == _RUN:
            _run(child, reading)
        elif tag in _CONTAINERS:
            _walk(child, reading)
        elif tag == _CONTENT:
            content = child.find(w("sdtContent"))
            if content is not None:
                _walk(content, reading)
        elif tag == ALTERNATE:
            version = chosen(child)
            if version is not None:
                _walk(version, reading)
        elif tag in _MATHS:
            reading.pieces += [
                ((one.text or "").translate(_ONE_LINE), one) for one in child.iter(f"{_MATH}t")
            ]


def _run(run: Element, reading: _Reading) -> None:
    """The pieces of a run, or of the version of one that is read."""
    for child in run:
        tag = child.tag
        if tag == _RUN_STYLE:
            if is_hidden(child, reading.hidden):
                return
        elif tag == _FIELD_MARK:
            _field(child.get(w("fldCharType")), reading.fields)
        elif any(reading.fields):
            continue
        elif tag == _TEXT:
            reading.pieces.append(((child.text or "").translate(_ONE_LINE), child))
        elif tag == _BREAK:
            reading.pieces.append(("\n", child))
        elif tag in _STANDS_FOR:
            reading.pieces.append((_STANDS_FOR[tag], child))
        elif tag == _SYMBOL:
            reading.pieces.append((_SYMBOLS.get(child.get(w("char"), "").upper(), _OTHER_SYMBOL), child))
        elif tag == ALTERNATE:
            version = chosen(child)
            if version is not None:
                _run(version, reading)
        elif tag in _DRAWN:
            reading.boxes += _boxes(child)
        elif tag == _RUBY:
            base = child.find(w("rubyBase"))
            if base is not None:
                _walk(base, reading)


def is_hidden(properties: Element, hidden: frozenset[str]) -> bool:
    """Text that is not shown: said of the text itself, else by its style."""
    if properties.find(_VANISH) is not None:
        return is_on(properties, _VANISH)
    return bool(hidden) and value(properties, w("rStyle")) in hidden


def _field(kind: str | None, fields: list[bool]) -> None:
    if kind == "begin":
        fields.append(True)
    elif kind == "separate" and fields:
        fields[-1] = False
    elif kind == "end" and fields:
        fields.pop()


def _boxes(drawing: Element) -> Iterator[Element]:
    """The outermost text boxes of a drawing, of each alternative one version."""
    waiting = [drawing]
    while waiting:
        node = waiting.pop()
        if node.tag == _BOX:
            yield node
        elif node.tag == ALTERNATE:
            version = chosen(node)
            if version is not None:
                waiting.append(version)
        else:
            waiting.extend(reversed(node))
