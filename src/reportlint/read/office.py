"""Old Word, WPS, RTF and ODT documents: converted by LibreOffice, then read as a Word document.

Paragraphs, tables and places are those of the docx reader.
"""

from __future__ import annotations

from reportlint.labels import LabelIndex
from reportlint.model import Source
from reportlint.read.docx import read_docx
from reportlint.read.limits import Limits
from reportlint.read.office_program import to_docx


def read_office(data: bytes, path: str, index: LabelIndex, limits: Limits, kind: str) -> Source:
    """A document of one of the kinds that only an office program understands. Raises ReadError P001."""
    return read_docx(to_docx(data, kind, limits), path, index)
