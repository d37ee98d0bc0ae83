"""Files to lines and tables. Each format's library loads only when such a file is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from reportlint.errors import ReadError
from reportlint.labels import LabelIndex
from reportlint.model import Source
from reportlint.read.limits import DEFAULT, Limits
from reportlint.read.text import read_text

Reader = Callable[[bytes, str, LabelIndex, Limits], Source]


def _text(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    return read_text(_no_other_kind(data), path, index)


def _markdown(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.markdown import read_markdown  # each reader loads where it is needed

    return read_markdown(_no_other_kind(data), path, index)


def _docx(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.docx import read_docx  # the XML library loads only now

    return read_docx(data, path, index)


def _html(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.html import read_html  # each reader loads where it is needed

    return read_html(_no_other_kind(data), path, index)


def _workbook(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.sheet import read_workbook  # each reader loads where it is needed

    start = data[:_START].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if _WORKBOOK_XML in data[:_START]:
        raise ReadError("P001", "damaged", detail=_SAVE_ANEW)
    if start.startswith(
        (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<div", b"<body", b"<style")
    ):
        return _html(data, path, index, limits)  # web systems give their tables out under this name
    if (
        start.startswith(_OTHER_KINDS)
        or b"\x00" in data[:_START]
        or path.lower().endswith((".xlsx", ".xlsm"))
    ):
        return read_workbook(data, path, index)
    return _table_text(data, path, index, limits)


def _table_text(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.sheet import read_table_text  # each reader loads where it is needed

    return read_table_text(_no_other_kind(data), path, index)


_READERS: Final[Mapping[str, Reader]] = MappingProxyType(
    {
        **dict.fromkeys((".txt", ".text"), _text),
        **dict.fromkeys((".md", ".markdown"), _markdown),
        ".docx": _docx,
        **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), _html),
        **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et"), _workbook),
        **dict.fromkeys((".csv", ".tsv"), _table_text),
    }
)
SUFFIXES: Final = frozenset(_READERS)
# What other kinds of file begin with, whatever their name says: PDF, RTF, zip, old Word.
_OTHER_KINDS: Final = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_START: Final = 4096
_WORKBOOK_XML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_SAVE_ANEW: Final = {
    "zh": "是 XML 格式的旧式表格，请用办公软件另存为 xlsx",
    "en": "it is a workbook in an old XML format; save it as xlsx in an office program",
}


def read_bytes(data: bytes, path: Path, index: LabelIndex, limits: Limits = DEFAULT) -> Source:
    """A file's bytes as a Source, by suffix; without a suffix it is text.

    Raises ReadError P001 for an unsupported or damaged kind, bytes that are
    no text or a document beyond ``limits``, P003 for undecodable bytes.
    """
    suffix = path.suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        if suffix and not _is_no_kind(suffix):
            raise ReadError("P001", "unsupported", suffix=suffix)
        reader = _text
    return reader(data, str(path), index, limits)


def _no_other_kind(data: bytes) -> bytes:
    if data.startswith(_OTHER_KINDS):
        raise ReadError("P001", "binary")
    return data


def _is_no_kind(suffix: str) -> bool:
    """2023.政府信息公开… has a dot in its name but no suffix."""
    return len(suffix) > 9 or not suffix.isascii()
