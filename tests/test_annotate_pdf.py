"""A copy of a PDF file carries its findings as highlights with notes, and shows the same otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import RectangleObject

from reportlint.annotate.pdf import annotate_pdf
from reportlint.annotate.pdf_places import rectangles
from reportlint.engine import check_file
from reportlint.errors import ReportlintError
from reportlint.findings import FileResult, Finding
from reportlint.output.texts import pick
from reportlint.plugins import Catalog
from reportlint.read.limits import DEFAULT
from reportlint.read.pdf_page import CharBox
from reportlint.settings import Settings
from reports import composed, make, replace_cell, with_wrong_cells
from reports.paper import Look, paper

BLANK = ("s3_requests", "r_open", "org_other", "")


class Marked(NamedTuple):
    """An annotation: its page from 1, kind, rectangles (x0, y0, x1, y1), text and flags."""

    page: int
    kind: str
    boxes: tuple[tuple[float, float, float, float], ...]
    text: str
    flags: int


@cache
def pdf_of(*wrong: tuple[str, str, str, str], seed: int = 1, **look: Any) -> bytes:
    """A generated report as a PDF file, with those cells changed."""
    report = make("2021", "bars", seed)
    for form, row, column, text in wrong:
        report = replace_cell(report, form, row, column, text)
    if not wrong:
        report = with_wrong_cells(report)
    choices, _, before, blocks = composed(report.recipe)
    return paper(before, blocks, choices, Look(**look))


def checked(data: bytes, catalog: Catalog) -> FileResult:
    """A file checked by all rules."""
    return check_file(Path("x.pdf"), "x.pdf", catalog, catalog.rules, Settings(), data=data)


def annotated(
    data: bytes, catalog: Catalog, findings: Sequence[Finding] | None = None
) -> tuple[FileResult, bytes]:
    """A file's result, and its copy with those findings (else its own)."""
    result = checked(data, catalog)
    chosen = result.findings if findings is None else findings
    return result, annotate_pdf(data, result, chosen, "zh", catalog.labels, DEFAULT)


def marks(data: bytes) -> list[Marked]:
    """The annotations of a file but its links and popups."""
    return list(_marks(PdfReader(BytesIO(data))))


def _marks(reader: PdfReader) -> Iterator[Marked]:
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots", ()):
            one = reference.get_object()
            if one["/Subtype"] in ("/Popup", "/Link"):
                continue
            assert one["/Popup"]["/Parent"] == one
            corners = [float(at) for at in one.get("/QuadPoints", ())]
            quads = [corners[at : at + 8] for at in range(0, len(corners), 8)]
            boxes = [(min(q[::2]), min(q[1::2]), max(q[::2]), max(q[1::2])) for q in quads]
            rect = tuple(float(at) for at in one["/Rect"])
            assert len(rect) == 4
            yield Marked(
                number, one["/Subtype"], tuple(boxes) or (rect,), str(one["/Contents"]), int(one["/F"])
            )


def text_under(data: bytes, mark: Marked) -> str:
    """The characters whose middle lies under a mark, as PDFium places them."""
    document = pypdfium2.PdfDocument(data)
    page = document[mark.page - 1].get_textpage()
    found = ""
    for at in range(page.count_chars()):
        left, bottom, right, top = page.get_charbox(at, loose=True)
        x, y = (left + right) / 2, (bottom + top) / 2
        if any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in mark.boxes):
            found += page.get_text_range(at, 1)
    document.close()
    return "".join(found.split())


def words(result: FileResult, finding: Finding) -> str:
    """What a finding speaks of."""
    span = finding.location.inside
    assert span is not None
    assert result.source is not None
    return "".join(result.source.lines[span.line - 1][span.column - 1 : span.end - 1].split())


def turned(data: bytes, turns: int, crop: tuple[int, int, int, int] | None = None) -> bytes:
    """The pages turned, and cut to a part of user space."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    for page in writer.pages:
        page.rotate(turns)
        if crop is not None:
            page.cropbox = RectangleObject(crop)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("turns", "crop"), [(0, (30, 20, 580, 830)), (90, None), (180, (30, 20, 580, 830)), (270, None)]
)
def test_highlights_cover_the_words_of_their_findings(
    turns: int, crop: tuple[int, int, int, int] | None, catalog: Catalog
) -> None:
    data = turned(pdf_of(), turns, crop)
    result, copy = annotated(data, catalog)
    seen = 0
    found = {pick(one.message, "zh"): one for one in result.findings}
    for mark in marks(copy):
        finding = found[mark.text.split("\n")[1]]
        assert mark.flags == 4
        if finding.location.inside is None or not words(result, finding):
            continue
        assert mark.kind == "/Highlight"
        assert mark.page == finding.location.page
        assert text_under(copy, mark) == words(result, finding)
        seen += 1
    assert seen >= 2


def test_each_finding_is_noted_in_full(catalog: Catalog) -> None:
    result, copy = annotated(pdf_of(), catalog)
    notes = [mark.text for mark in marks(copy)]
    assert len(notes) == len(result.findings)
    for finding in result.findings:
        (note,) = [one for one in notes if pick(finding.message, "zh") in one]
        assert finding.code in note
        assert pick(finding.title, "zh") in note
        assert pick(finding.help, "zh") in note
        assert finding.basis in note


@pytest.mark.parametrize("turns", [0, 90])
def test_a_blank_cell_is_marked_where_it_is(turns: int, catalog: Catalog) -> None:
    data = turned(pdf_of(BLANK), turns)
    result, copy = annotated(data, catalog)
    blank = [one for one in result.findings if one.location.inside and not words(result, one)]
    assert blank
    filled = place_of(turned(pdf_of((*BLANK[:3], "98765")), turns), "98765")
    for finding in blank:
        (mark,) = [one for one in marks(copy) if pick(finding.message, "zh") in one.text]
        assert mark.kind == "/Highlight"
        assert text_under(copy, mark) == ""
        assert overlaps(mark.boxes[0], filled)


def place_of(data: bytes, text: str) -> tuple[float, float, float, float]:
    """Where a text stands that occurs once."""
    for page in (one.get_textpage() for one in pypdfium2.PdfDocument(data)):
        found = page.search(text).get_next()
        if found is not None:
            boxes = [page.get_charbox(found[0] + at, loose=True) for at in range(found[1])]
            left, bottom, right, top = zip(*boxes, strict=True)
            return min(left), min(bottom), max(right), max(top)
    raise LookupError(text)


def overlaps(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two rectangles share some area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("turns", [0, 90, 180, 270])
def test_a_finding_on_the_whole_report_is_an_icon_at_the_top(turns: int, catalog: Catalog) -> None:
    data = turned(pdf_of(), turns, (30, 20, 580, 830))
    (first, *_) = checked(data, catalog).findings
    nowhere = [first._replace(location=first.location._replace(inside=None, page=None))] * 10
    _, copy = annotated(data, catalog, nowhere)
    icons = marks(copy)
    assert len({icon.boxes for icon in icons}) == 10
    page = pypdfium2.PdfDocument(copy)[0]
    for icon in icons:
        assert (icon.kind, icon.page, len(icon.boxes)) == ("/Text", 1, 1)
        x0, _, x1, y1 = icon.boxes[0]
        assert x0 >= 30 - 20
        assert x1 <= 580 + 20
        corner = {0: (30, 830), 90: (30, 20), 180: (580, 20), 270: (580, 830)}[turns]
        assert abs(x0 - corner[0]) < 250
        assert abs(y1 - corner[1]) < 250
    assert page.get_rotation() == turns


def test_pages_text_and_links_stay_as_they_are(catalog: Catalog) -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf_of())))
    writer.add_annotation(0, Link(rect=(10, 10, 50, 50), url="https://example.org/"))
    stream = BytesIO()
    writer.write(stream)
    data = stream.getvalue()
    _, copy = annotated(data, catalog)
    before, after = PdfReader(BytesIO(data)), PdfReader(BytesIO(copy))
    assert len(before.pages) == len(after.pages)
    for one, other in zip(before.pages, after.pages, strict=True):
        assert one.get_contents() is not None
        assert other.get_contents().get_data() == one.get_contents().get_data()  # type: ignore[union-attr]
        assert one.mediabox == other.mediabox
    assert after.metadata == before.metadata or after.metadata is not None
    kinds = [one.get_object()["/Subtype"] for one in after.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert kinds.count("/Link") == 1
    assert checked(copy, catalog).findings == checked(data, catalog).findings


def test_the_same_file_gives_the_same_bytes(catalog: Catalog) -> None:
    data = pdf_of()
    assert annotated(data, catalog)[1] == annotated(data, catalog)[1]


def test_a_file_without_findings_is_copied_as_it_is(catalog: Catalog) -> None:
    data = pdf_of()
    assert annotated(data, catalog, ())[1] == data


def test_a_protected_file_is_refused_in_one_line(catalog: Catalog) -> None:
    data = pdf_of(owner="secret")
    assert checked(data, catalog).error is None
    with pytest.raises(ReportlintError, match=r"protected.*html"):
        annotated(data, catalog)


def test_a_file_that_cannot_be_written_anew_is_refused_in_one_line(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("/Root")

    monkeypatch.setattr("reportlint.annotate.pdf.PdfWriter", broken)
    with pytest.raises(ReportlintError, match=r"cannot be written anew.*html"):
        annotated(pdf_of(), catalog)


def test_boxes_of_one_printed_line_are_one_rectangle() -> None:
    def box(x: float, y: float, page: int = 1) -> CharBox:
        return CharBox(page, x, y, x + 10, y + 12)

    along = [box(0, 50), box(10, 50), box(20, 50)]
    assert rectangles(along) == [CharBox(1, 0, 50, 30, 62)]
    assert len(rectangles([*along, box(0, 30), box(10, 30)])) == 2
    assert len(rectangles([*along, box(30, 50, page=2)])) == 2
    assert rectangles([box(0, 50), box(0, 38), box(0, 26)]) == [CharBox(1, 0, 26, 10, 62)]
    assert len(rectangles([box(0, 50), box(200, 50)])) == 2
