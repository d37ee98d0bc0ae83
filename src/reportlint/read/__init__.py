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


def _mhtml(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.mhtml import read_mhtml  # each reader loads where it is needed

    return read_mhtml(data, path, index)


def _office(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.office_kinds import kind_of  # it needs the XML library's module

    kind = kind_of(data)
    reader = _OFFICE_KINDS.get(kind)
    if reader is not None:
        return reader(data, path, index, limits)
    from reportlint.read.office import read_office  # starting programs is for old documents only

    return read_office(data, path, index, limits, kind)


def _html(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.html import read_html  # each reader loads where it is needed

    return read_html(_no_other_kind(data), path, index)


def _pdf(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    from reportlint.read.pdf import read_pdf  # the native library loads only now

    return read_pdf(data, path, index, limits)


def _ofd(data: bytes, path: str, index: LabelIndex, limits: Limits) -> Source:
    if data.startswith(_PDF):
        return _pdf(data, path, index, limits)
    from reportlint.read.ofd import read_ofd  # the XML library loads only now

    return read_ofd(data, path, index, limits)


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
        **dict.fromkeys((".docx", ".doc", ".wps", ".rtf", ".odt"), _office),
        **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), _html),
        ".pdf": _pdf,
        ".ofd": _ofd,
        **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et"), _workbook),
        **dict.fromkeys((".csv", ".tsv"), _table_text),
    }
)
# What the bytes of an office document can be besides; any other kind needs an office program.
_OFFICE_KINDS: Final[Mapping[str, Reader]] = MappingProxyType(
    {"docx": _docx, "html": _html, "mhtml": _mhtml, "text": _text, "pdf": _pdf, "ofd": _ofd}
)
SUFFIXES: Final = frozenset(_READERS)
# What other kinds of file begin with, whatever their name says: PDF, RTF, zip, old Word.
_PDF: Final = b"%PDF-"
_OTHER_KINDS: Final = (_PDF, b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_START: Final = 4096
_WORKBOOK_XML: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_SAVE_ANEW: Final = {
    "zh": "是 XML 格式的旧式表格，请用办公软件另存为 xlsx",
    "en": "it is a workbook in an old XML format; save it as xlsx in an office program",
}


def read_bytes(data: bytes, path: Path, index: LabelIndex, limits: Limits = DEFAULT) -> Source:
    """A file's bytes as a Source, by suffix; without a suffix it is PDF or text.

    Raises ReadError P001 for an unsupported or damaged kind, bytes that are
    no text or a document beyond ``limits``, P003 for undecodable bytes.
    """
    suffix = suffix_of(path)
    reader = _READERS.get(suffix)
    if reader is None:
        if suffix:
            raise ReadError("P001", "unsupported", suffix=suffix)
        reader = _pdf if data.startswith(_PDF) else _text
    return reader(data, str(path), index, limits)


def _no_other_kind(data: bytes) -> bytes:
    if data.startswith(_OTHER_KINDS):
        raise ReadError("P001", "binary")
    return data


def suffix_of(path: Path) -> str:
    """What tells the kind of a file, in small letters; 2023.政府信息公开… has a dot but no suffix."""
    suffix = path.suffix.lower()
    return suffix if len(suffix) <= 9 and suffix.isascii() else ""
