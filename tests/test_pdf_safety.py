"""Scans, damaged, locked and hostile PDF files: one finding, never a crash."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from conftest import Lint
from reportlint import FileResult
from reportlint.engine import check_file
from reportlint.plugins import Catalog
from reportlint.read.limits import Limits
from reportlint.settings import Settings, selected
from reports import composed, make
from reports.paper import FONT, Look, font, paper
from test_fuzz import places


@cache
def printed(look: Look = Look()) -> bytes:  # noqa: B008 - a frozen value
    """A good report as a PDF file."""
    choices, _, before, blocks = composed(make("2021", "bars", 1).recipe)
    return paper(before, blocks, choices, look)


@pytest.fixture
def lint_pdf(catalog: Catalog) -> Lint:
    """Check the bytes of a PDF file."""

    def check(report: str | bytes) -> FileResult:
        assert isinstance(report, bytes)
        return check_file(
            Path("x.pdf"), "x.pdf", catalog, selected(catalog.rules, Settings()), Settings(), data=report
        )

    return check


def only(result: FileResult) -> tuple[str, str]:
    """Code and message of the one finding."""
    assert not result.failures
    assert len(result.findings) == 1
    return result.findings[0].code, result.findings[0].message["zh"]


# --- files by hand ------------------------------------------------------------------------


def pdf(objects: list[bytes]) -> bytes:
    """A PDF file of numbered objects; the first is the catalogue."""
    data = b"%PDF-1.7\n"
    starts = []
    for number, one in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer <</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def stream(held: bytes, head: bytes = b"") -> bytes:
    """A packed stream."""
    packed = zlib.compress(held)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (head, len(packed), packed)


def one_page(
    content: bytes, box: bytes = b"[0 0 595 842]", resources: bytes = b"", more: tuple[bytes, ...] = ()
) -> bytes:
    """A file of one page; ``more`` are objects from number 5 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents 4 0 R/Resources<<%s>>>>" % (box, resources)
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, stream(content), *more])


def form(content: bytes, inner: int) -> bytes:
    """A drawing that may put in the one with that number."""
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</F %d 0 R>>>>" % inner
    return stream(content, head)


def test_a_scan_is_one_finding(lint_pdf: Lint, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "scan.pdf"))
    picture = ImageReader(Image.new("L", (60, 80), 200))
    font()
    for number in range(1, 4):
        canvas.drawImage(picture, 0, 0, 595, 842)
        canvas.setFont(FONT, 12)
        canvas.drawString(280, 30, f"第 {number} 页")
        canvas.showPage()
    canvas.save()
    assert only(lint_pdf((tmp_path / "scan.pdf").read_bytes()))[0] == "P002"


def test_letters_drawn_as_shapes_are_no_text(lint_pdf: Lint) -> None:
    assert only(lint_pdf(one_page(b"10 10 m 90 90 l 50 20 l f\n" * 50)))[0] == "P002"


def test_fonts_without_a_meaning_are_no_text(lint_pdf: Lint) -> None:
    """Every code stands for a character of a private use: as little as a scan says."""
    to_unicode = stream(
        b"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfrange <00> <ff> <e100> endbfrange\nendcmap"
    )
    a_font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>"
    content = b"BT /F 12 Tf 50 700 Td " + b"(what a report says) Tj 0 -20 Td " * 30 + b"ET"
    code, message = only(
        lint_pdf(one_page(content, resources=b"/Font<</F 6 0 R>>", more=(to_unicode, a_font)))
    )
    assert code == "P002"
    assert "乱码" in message


def test_an_empty_file_of_pages_has_no_text(lint_pdf: Lint) -> None:
    assert only(lint_pdf(one_page(b"")))[0] == "P006"


def test_a_password_to_open_is_asked_for(lint_pdf: Lint) -> None:
    code, message = only(lint_pdf(printed(Look(password="open", owner="change"))))
    assert (code, "密码" in message) == ("P001", True)


def test_a_password_to_change_does_not_keep_from_reading(lint_pdf: Lint) -> None:
    assert not lint_pdf(printed(Look(owner="change"))).findings
    assert lint_pdf(printed(Look(owner="change"))).report is not None


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"no pdf at all", b"%PDF-1.7\n%%EOF", b"\0" * 500])
def test_what_is_no_pdf_is_damaged(data: bytes, lint_pdf: Lint) -> None:
    assert only(lint_pdf(data))[0] == "P001"


def test_too_many_pages(catalog: Catalog) -> None:
    settings = Settings(limits=Limits(pages=3))
    data = printed(Look(size=(460, 640), margin=50, small=8))
    result = check_file(Path("x.pdf"), "x.pdf", catalog, catalog.rules, settings, data=data)
    code, message = only(result)
    assert code == "P001"
    assert "超过上限 3 页" in message


CHAIN = (*tuple(form(b"/F Do " * 10, number + 1) for number in range(5, 16)), stream(b"f"))
HOSTILE: dict[str, Callable[[], bytes]] = {
    "too many lines": lambda: one_page(b"0 0 m 9 9 l S\n" * 310_000),
    "a stream of 70 MB": lambda: one_page(b" " * 70_000_000),
    "a drawing in itself": lambda: one_page(
        b"/F Do", resources=b"/XObject<</F 5 0 R>>", more=(form(b"/F Do /F Do", 5),)
    ),
    "ten drawings in ten in ten": lambda: one_page(b"/F Do", resources=b"/XObject<</F 5 0 R>>", more=CHAIN),
    "too many objects": lambda: b"%PDF-1.7\n" + b"1 0 obj " * 510_000,
    "too many streams": lambda: b"%PDF-1.7\n" + b"stream\n" * 510_000,
    "too many cells": lambda: one_page(
        b"".join(
            b"%d 0 m %d 14000 l S 0 %d m 14000 %d l S\n" % (at, at, at, at) for at in range(0, 14000, 40)
        ),
        b"[0 0 14000 14000]",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_more_than_a_report_can_hold_is_refused(name: str, lint_pdf: Lint) -> None:
    code, message = only(lint_pdf(HOSTILE[name]()))
    assert code == "P001"
    assert "文件过大" in message


@pytest.mark.parametrize(
    "content",
    [
        b"1e38 0 0 1e38 1e38 1e38 cm 0 0 m 1e38 -1e38 l S",
        b"0 0 0 0 0 0 cm 0 0 m 5 5 l S BT /F 10 Tf (a) Tj ET",
        b"nan nan m nan 5 l S -1e30 0 1e35 4 re f",
        b"q " * 5000 + b"0 0 m 5 5 l S",
    ],
)
@pytest.mark.parametrize("box", [b"[0 0 1e30 1e38]", b"[0 0 0 0]", b"[100 100 -900 -900]"])
def test_absurd_coordinates_do_no_harm(content: bytes, box: bytes, lint_pdf: Lint) -> None:
    assert only(lint_pdf(one_page(content, box)))[0] in ("P001", "P002", "P006")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file with bytes changed, a part lost, doubled or cut off."""
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.randrange(1, 400))
    kind = chance.randrange(5)
    if kind == 0:
        return data[:start]
    if kind == 1:
        return data[:start] + data[end:]
    if kind == 2:
        return data[:end] + data[start:]
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        at = chance.randrange(len(changed))
        changed[at] = chance.randrange(256) if kind == 3 else changed[chance.randrange(len(changed))]
    return bytes(changed)


@pytest.mark.parametrize("part", range(4))
def test_mutated_files(part: int, lint_pdf: Lint) -> None:
    data = printed()
    for number in range(part, 60, 4):
        result = lint_pdf(mutated(data, random.Random(number)))
        assert not result.failures
        for place in places(result):
            assert place.line is None
            if place.inside is not None and result.source is not None:
                line = result.source.lines[place.inside.line - 1]
                assert 1 <= place.inside.column <= place.inside.end <= len(line) + 1
