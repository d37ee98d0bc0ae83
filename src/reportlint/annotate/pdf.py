"""A copy of a PDF file with a highlight and a note for each finding.

The file is written anew from its objects: appending to it, as an update,
yields files that some viewers cannot open.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from reportlint.annotate.notes import Note, lines_of, note_of, place_in
from reportlint.annotate.pdf_places import Shown, find_boxes
from reportlint.errors import ReportlintError
from reportlint.findings import FileResult, Finding
from reportlint.labels import LabelIndex
from reportlint.read.limits import Limits
from reportlint.read.pdf import CharBox, char_boxes
from reportlint.rule import Level

_AUTHOR: Final = "reportlint"
_COLOURS: Final = {
    Level.ERROR: (1.0, 0.72, 0.68),
    Level.WARNING: (1.0, 0.87, 0.5),
    Level.NOTE: (0.74, 0.87, 1.0),
}
_PRINT: Final = 4  # the flag without which a note is not printed
_ICON: Final = 20.0  # points
_POPUP: Final = (220.0, 140.0)
_ROW: Final = 8  # notes on the whole report beside each other at the top of page 1

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it says of odd files is for programmers


def annotate_pdf(
    data: bytes, result: FileResult, findings: Sequence[Finding], lang: str, index: LabelIndex, limits: Limits
) -> bytes:
    """The bytes of the copy. Raises ReportlintError for a protected file and one that cannot be written anew.

    ``result`` is what checking the same bytes gave. Without findings the copy
    is the file itself.
    """
    if not findings or result.source is None:
        return data
    lines = char_boxes(data, result.path, index, limits)
    try:
        reader = PdfReader(BytesIO(data))
        if not reader.is_encrypted:
            return _copy(reader, result, findings, lines, lang)
    except Exception as fault:  # the library fails in many ways on files that others can show
        raise _impossible(
            result.path, "has a structure that cannot be written anew", "结构特殊，无法改写"
        ) from fault
    raise _impossible(result.path, "is protected against changes", "设有保护，不能改动")


def _impossible(path: str, en: str, zh: str) -> ReportlintError:
    return ReportlintError(
        f"{path}: the PDF {en}; write a page instead: -o NAME.html",
        f"{path}：PDF {zh}；请改写成网页：-o 名称.html",
    )


def _copy(
    reader: PdfReader,
    result: FileResult,
    findings: Sequence[Finding],
    lines: Sequence[Sequence[CharBox | None]],
    lang: str,
) -> bytes:
    assert result.source is not None
    writer = PdfWriter(clone_from=reader)
    at_top = 0
    for finding in findings:
        note, span = note_of(finding, lang), place_in(finding.location)
        shown = find_boxes(span, lines, result.source) if span is not None else None
        if shown is None:
            shown = Shown((_top(writer.pages[0], at_top),), True)
            at_top += 1
        _add(writer, shown, note, finding.level, lang)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _top(page: Any, number: int) -> CharBox:
    """A place for an icon in the upper left corner of a page as it is shown."""
    crop = page.cropbox
    left, bottom, right, top = (float(one) for one in (crop.left, crop.bottom, crop.right, crop.top))
    along, down = 12.0 + (number % _ROW) * 24.0, 12.0 + (number // _ROW) * 24.0
    x, y = {
        0: (left + along, top - down),
        90: (left + down, bottom + along),
        180: (right - along, bottom + down),
        270: (right - down, top - along),
    }[page.rotation % 360]
    return CharBox(1, x, y, x, y)


# --- annotations ------------------------------------------------------------------------------


def _add(writer: PdfWriter, shown: Shown, note: Note, level: Level, lang: str) -> None:
    """The note of a finding: a highlight on each page it stands on, or an icon beside its place."""
    for number in sorted({box.page for box in shown.boxes}):
        boxes = [box for box in shown.boxes if box.page == number]
        about = _icon(boxes[0]) if shown.beside else _highlight(writer, boxes, level)
        about.update(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/F"): NumberObject(_PRINT),
                NameObject("/T"): TextStringObject(_AUTHOR),
                NameObject("/Subj"): TextStringObject(note.head),
                NameObject("/Contents"): TextStringObject("\n".join((note.head, *lines_of(note, lang)))),
                NameObject("/C"): _numbers(_COLOURS[level]),
            }
        )
        added = writer.add_annotation(number - 1, about)
        writer.add_annotation(number - 1, _popup(added, boxes[0]))


def _icon(box: CharBox) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Text"),
            NameObject("/Name"): NameObject("/Comment"),
            NameObject("/Rect"): _numbers((box.x1, box.y1 - _ICON, box.x1 + _ICON, box.y1)),
        }
    )


def _highlight(writer: PdfWriter, boxes: Sequence[CharBox], level: Level) -> DictionaryObject:
    area = (
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
    corners = [at for _, x0, y0, x1, y1 in boxes for at in (x0, y1, x1, y1, x0, y0, x1, y0)]
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject("/Highlight"),
            NameObject("/Rect"): _numbers(area),
            NameObject("/QuadPoints"): _numbers(corners),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): _look(writer, boxes, area, level)}),
        }
    )


def _look(writer: PdfWriter, boxes: Sequence[CharBox], area: Sequence[float], level: Level) -> Any:
    """How a highlight is drawn, for viewers that do not draw it themselves: the text shines through."""
    colour = " ".join(f"{part:.2f}" for part in _COLOURS[level])
    drawn = "".join(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f\n" for _, x0, y0, x1, y1 in boxes)
    form = DecodedStreamObject()
    form.set_data(f"/G gs {colour} rg\n{drawn}".encode("ascii"))
    state = DictionaryObject({NameObject("/BM"): NameObject("/Multiply")})
    states = DictionaryObject({NameObject("/G"): state})
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): _numbers(area),
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
        }
    )
    return writer._add_object(form)  # the library's own way to an indirect object; there is no other


def _popup(parent: DictionaryObject, box: CharBox) -> DictionaryObject:
    width, height = _POPUP
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Popup"),
            NameObject("/Rect"): _numbers((box.x1 + 8, box.y1 - height, box.x1 + 8 + width, box.y1)),
            NameObject("/F"): NumberObject(_PRINT),
            NameObject("/Parent"): parent.indirect_reference,
        }
    )


def _numbers(values: Sequence[float]) -> ArrayObject:
    return ArrayObject(FloatObject(round(value, 2)) for value in values)
