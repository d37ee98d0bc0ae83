"""Files to lines and tables. Each format's library loads only when such a file is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportlint.errors import ReadError
from reportlint.labels import LabelIndex
from reportlint.model import Source
from reportlint.read.text import read_text

TEXT_SUFFIXES: Final = frozenset((".txt", ".text", ".md", ".markdown"))
SUFFIXES: Final = TEXT_SUFFIXES


def read_bytes(data: bytes, path: Path, index: LabelIndex) -> Source:
    """A file's bytes as a Source, by suffix; without a suffix it is text.

    Raises ReadError P001 for an unsupported kind or bytes that are no text,
    P003 for undecodable ones.
    """
    suffix = path.suffix.lower()
    if suffix and suffix not in SUFFIXES and not _is_no_kind(suffix):
        raise ReadError("P001", "unsupported", suffix=suffix)
    return read_text(data, str(path), index)


def _is_no_kind(suffix: str) -> bool:
    """2023.政府信息公开… has a dot in its name but no suffix."""
    return len(suffix) > 9 or not suffix.isascii()
