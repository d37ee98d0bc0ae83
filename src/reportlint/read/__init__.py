"""Files to lines and tables. Each format's library loads only when such a file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportlint.errors import ReadError
from reportlint.labels import LabelIndex
from reportlint.model import Source
from reportlint.read.text import read_text

TEXT_SUFFIXES: Final = frozenset((".txt", ".text", ".md", ".markdown"))
DOCX_SUFFIXES: Final = frozenset((".docx",))
HTML_SUFFIXES: Final = frozenset((".html", ".htm", ".xhtml", ".shtml"))
SUFFIXES: Final = TEXT_SUFFIXES | DOCX_SUFFIXES | HTML_SUFFIXES
# What other kinds of file begin with, whatever their name says: PDF, RTF, zip, old Word.
_OTHER_KINDS: Final = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_bytes(data: bytes, path: Path, index: LabelIndex) -> Source:
    """A file's bytes as a Source, by suffix; without a suffix it is text.

    Raises ReadError P001 for an unsupported or damaged kind or bytes that are
    no text, P003 for undecodable ones.
    """
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES and not _is_no_kind(suffix):
        raise ReadError("P001", "unsupported", suffix=suffix)
    if suffix in DOCX_SUFFIXES:
        from reportlint.read.docx import read_docx  # the XML library loads only now

        return read_docx(data, str(path), index)
    if data.startswith(_OTHER_KINDS):
        raise ReadError("P001", "binary")
    if suffix in HTML_SUFFIXES:
        from reportlint.read.html import read_html  # each reader loads where it is needed

        return read_html(data, str(path), index)
    return read_text(data, str(path), index)


def _is_no_kind(suffix: str) -> bool:
    """2023.政府信息公开… has a dot in its name but no suffix."""
    return len(suffix) > 9 or not suffix.isascii()
