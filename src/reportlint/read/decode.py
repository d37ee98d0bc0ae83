"""Bytes to lines: encodings and line ends."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from reportlint.errors import ReadError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", 3),
    (codecs.BOM_UTF32_LE, "utf-32-le", 4),
    (codecs.BOM_UTF32_BE, "utf-32-be", 4),
    (codecs.BOM_UTF16_LE, "utf-16-le", 2),
    (codecs.BOM_UTF16_BE, "utf-16-be", 2),
)
_LINE_END: Final = re.compile("\r\n|\n|\r")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A file with more of these than one in a hundred characters is no text.
_CONTROL_SHARE: Final = 100


class Decoded(NamedTuple):
    """A file's text with the name of the encoding that fitted."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of a file: by byte order mark, else strict UTF-8, else GB18030.

    The whole file decides, never a sample. Raises ReadError P003 with the
    place of the first bad byte, P001 for bytes that are no text.
    """
    for mark, encoding, size in _MARKS:
        if data.startswith(mark):
            return _strict(data[size:], encoding.removesuffix("-sig"), encoding)
    if b"\x00" in data[:65536] or b"\x00" in data:
        raise ReadError("P001", "binary")
    try:
        text = data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError as bad:
        text, encoding = _gb18030(data, bad), "gb18030"
    if len(_CONTROLS.findall(text)) * _CONTROL_SHARE > len(text):
        raise ReadError("P001", "binary")
    return Decoded(text, encoding)


def _strict(data: bytes, codec: str, name: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), name)
    except UnicodeDecodeError as bad:
        raise _undecodable(data, codec, bad) from bad


def _gb18030(data: bytes, utf8_error: UnicodeDecodeError) -> str:
    """Decode as GB18030, else blame the encoding that got further."""
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as gb_error:
        if utf8_error.start >= gb_error.start:
            raise _undecodable(data, "utf-8", utf8_error) from utf8_error
        raise _undecodable(data, "gb18030", gb_error) from gb_error


def _undecodable(data: bytes, codec: str, bad: UnicodeDecodeError) -> ReadError:
    before = data[: bad.start].decode(codec, errors="replace")
    if _looks_binary(before):
        return ReadError("P001", "binary")
    lines = split_lines(before)
    return ReadError("P003", "", len(lines), len(lines[-1]) + 1, byte=f"0x{data[bad.start]:02X}")


def _looks_binary(text: str) -> bool:
    return len(_CONTROLS.findall(text)) * _CONTROL_SHARE > max(len(text), 1)


def split_lines(text: str) -> list[str]:
    """Lines end at LF, CRLF or CR only; an empty text is one empty line."""
    if "\r" in text:
        return _LINE_END.split(text)
    return text.split("\n")
