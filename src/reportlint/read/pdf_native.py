"""A PDF file opened by PDFium: its pages' characters and straight lines.

The library runs native code: what it is given is judged first (``pdf_guard``),
and all that it hands back is bounded and checked here.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from reportlint.errors import ReadError
from reportlint.read.limits import Limits
from reportlint.read.pdf_chars import read_chars, turned_most
from reportlint.read.pdf_guard import check_streams, damaged, too_large
from reportlint.read.pdf_page import Page
from reportlint.read.pdf_shapes import read_shapes
from reportlint.read.pdf_sheet import Sheet

SECONDS: Final = 30.0  # for all pages; a report of 20 pages takes a third of one
CHAR_LIMIT: Final = 1_000_000
_ENCRYPTED: Final = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_NO_PDF: Final = {"zh": "不是 PDF 文件", "en": "it is not a PDF file"}
_BROKEN: Final = {"zh": "PDF 结构不完整", "en": "its PDF structure is broken"}
_NO_PAGES: Final = {"zh": "PDF 中没有页面", "en": "it has no pages"}
_HEAD: Final = 1024  # the header may stand so far into the file


def read_pages(data: bytes, limits: Limits) -> Iterator[Page]:
    """The pages of a file. Raises ReadError P001 (damaged, encrypted, too large, timeout)."""
    if b"%PDF-" not in data[:_HEAD]:
        raise damaged(_NO_PDF)
    check_streams(data)
    started = time.monotonic()
    with closing(_opened(data)) as document:
        count = len(document)
        if count == 0:
            raise damaged(_NO_PAGES)
        if count > limits.pages:
            raise too_large(f"{count} 页", f"{count} pages", f"{limits.pages} 页", f"{limits.pages} pages")
        left = CHAR_LIMIT
        for number in range(1, count + 1):
            if time.monotonic() - started > SECONDS:
                raise _timeout()
            page = _page(document, number, left)
            left -= len(page.glyphs) + page.unmapped
            yield page


def _timeout() -> ReadError:
    seconds = f"{SECONDS:.0f}"
    return ReadError("P001", "timeout", limit={"zh": f"{seconds} 秒", "en": f"{seconds} seconds"})


def _opened(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code in _ENCRYPTED:
            raise ReadError("P001", "encrypted") from fault
        raise damaged(_BROKEN) from fault
    return document


def _page(document: Any, number: int, limit: int) -> Page:
    """One page; a page that cannot be opened makes the file damaged."""
    try:
        with closing(document[number - 1]) as page, closing(page.get_textpage()) as text:
            count = text.count_chars()
            if count > limit:
                zh, en = f"{CHAR_LIMIT} 个字符", f"{CHAR_LIMIT} characters"
                raise too_large(f"多于 {zh}", f"more than {en}", zh, en)
            sheet = _sheet(page)
            glyphs, unmapped = read_chars(text.raw, count, number, sheet)
            aside = turned_most(glyphs)
            if aside:
                sheet = sheet._replace(turns=(sheet.turns + aside) % 4)
                glyphs, unmapped = read_chars(text.raw, count, number, sheet)
            shapes = read_shapes(page.raw, sheet)
    except pypdfium2.PdfiumError as fault:
        raise damaged(_BROKEN) from fault
    return Page(
        number, sheet.width, sheet.height, glyphs, shapes.across, shapes.down, shapes.pictures, shapes.drawn,
        unmapped,
    )  # fmt: skip


def _sheet(page: Any) -> Sheet:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, box)
    edges = (box.left, box.bottom, box.right, box.top)
    if not all(map(math.isfinite, edges)) or box.right <= box.left or box.top <= box.bottom:
        raise damaged(_BROKEN)
    return Sheet(*edges, max(pdfium.FPDFPage_GetRotation(page.raw), 0) % 4)
