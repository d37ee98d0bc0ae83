"""PDF files: each paragraph and each table row is a line.

A paragraph that goes on over a page break is a line on each page, so that
every line has one page. The cells of a row are joined by bars.
"""

from __future__ import annotations

from reportlint.labels import LabelIndex
from reportlint.model import Source
from reportlint.read.limits import Limits
from reportlint.read.pdf_items import Reading, read_blocks
from reportlint.read.pdf_layout import lay_out
from reportlint.read.pdf_native import read_pages
from reportlint.read.pdf_page import CharBox

__all__ = ["CharBox", "char_boxes", "read_pdf"]


def read_pdf(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    """A PDF file as a Source. Raises ReadError P001 or P002."""
    reading = _read(data, index, limits)
    return Source(path, "", tuple(reading.lines), tuple(reading.items), tuple(reading.origins))


def char_boxes(
    data: bytes, path: str, index: LabelIndex, limits: Limits
) -> tuple[tuple[CharBox | None, ...], ...]:
    """Where each character of each line of ``read_pdf`` stands; None for one that the reader put in.

    Parallel to ``Source.lines``. Raises ReadError P001 or P002.
    """
    return tuple(tuple(glyph.box for glyph in run) for run in _read(data, index, limits).runs)


def _read(data: bytes, index: LabelIndex, limits: Limits) -> Reading:
    return read_blocks(lay_out(list(read_pages(data, limits)), index), index)
