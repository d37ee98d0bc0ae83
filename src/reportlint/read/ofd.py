"""OFD files (GB/T 33190): read as PDF files are, page by page, from characters and ruling lines."""

from __future__ import annotations

from reportlint.labels import LabelIndex
from reportlint.model import Source
from reportlint.read.limits import Limits
from reportlint.read.ofd_pages import read_pages
from reportlint.read.pdf_items import read_blocks
from reportlint.read.pdf_layout import lay_out


def read_ofd(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    """An OFD file as a Source. Raises ReadError P001 or P002."""
    reading = read_blocks(lay_out(read_pages(data, limits), index), index)
    return Source(path, "", tuple(reading.lines), tuple(reading.items), tuple(reading.origins))
