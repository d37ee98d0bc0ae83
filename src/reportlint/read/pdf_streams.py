"""The streams of a PDF file, unpacked within bounds, without a full reading of the file."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

_STREAM: Final = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_OBJECT: Final = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_FILTERS: Final = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_NAME: Final = re.compile(rb"/(\w+)")
_ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_HEAD: Final = 65536  # no stream's dictionary is longer
STREAMS: Final = 200_000
_CHUNK: Final = 65536
_LZW_RATIO: Final = 1400  # the most that LZW can unpack to
_RUN_RATIO: Final = 64


class Stream(NamedTuple):
    """A stream as stored: its object's number, its dictionary, where its bytes begin and must have ended."""

    number: int
    head: bytes
    start: int
    end: int


class ExcessError(Exception):
    """A stream unpacks to more than the bound, or there are more streams than the bound."""


def streams(data: bytes) -> Iterator[Stream]:
    """All streams of a file, in linear time. Raises ExcessError for more than ``STREAMS``."""
    last = 0
    waiting: Stream | None = None
    for count, found in enumerate(_STREAM.finditer(data)):
        if count >= STREAMS:
            raise ExcessError
        if waiting is not None:
            yield waiting._replace(end=found.start())
        floor = max(last, found.start() - _HEAD)
        at = data.rfind(b"obj", floor, found.start())
        own = _OBJECT.search(data, max(floor, at - 24), at + 3) if at >= 0 else None
        head = data[own.end() if own is not None else floor : found.start()]
        number = int(own[1]) if own is not None else 0
        waiting = Stream(number, plain_names(head), found.end(), len(data))
        last = found.end()
    if waiting is not None:
        yield waiting


def plain_names(head: bytes) -> bytes:
    """A dictionary with names written out: /F#6frm is /Form."""
    if b"#" not in head:
        return head
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), head)


def unpacked(data: bytes, stream: Stream, limit: int) -> bytes:
    """What a stream holds; as far as it can be unpacked. Raises ExcessError beyond ``limit`` bytes."""
    found = _FILTERS.search(stream.head)
    names = [name.decode("latin-1") for name in _NAME.findall(found[1])] if found is not None else []
    if not names and b"/Filter" in stream.head:
        names = ["FlateDecode"]  # named elsewhere in the file
    # Packed bytes may hold the word that ends a stream: what is packed knows its own end.
    if names and names[0] in ("FlateDecode", "Fl"):
        held = _inflated(memoryview(data)[stream.start :], limit)
        names = names[1:]
    else:
        held = data[stream.start : stream.end].split(b"endstream")[0]
    for name in names:
        held = _decoded(held, name, limit)
    if len(held) > limit:
        raise ExcessError
    return held


def _decoded(held: bytes, name: str, limit: int) -> bytes:
    if name in ("FlateDecode", "Fl"):
        return _inflated(held, limit)
    if name in ("ASCII85Decode", "A85"):
        try:
            return base64.a85decode(held.split(b"~")[0].strip().removeprefix(b"<~"))
        except ValueError:
            return b""
    if name in ("ASCIIHexDecode", "AHx"):
        try:
            return binascii.unhexlify(b"".join(held.split(b">")[0].split()))
        except ValueError:
            return b""
    ratio = {"LZWDecode": _LZW_RATIO, "LZW": _LZW_RATIO, "RunLengthDecode": _RUN_RATIO, "RL": _RUN_RATIO}.get(
        name, 0
    )
    if len(held) * ratio > limit:
        raise ExcessError
    return b""


def _inflated(held: bytes | memoryview, limit: int) -> bytes:
    """Up to the first fault in it, as readers do."""
    inflate = zlib.decompressobj()
    pieces: list[bytes] = []
    size = 0
    for at in range(0, len(held), _CHUNK):
        try:
            piece = inflate.decompress(held[at : at + _CHUNK], limit + 1 - size)
        except zlib.error:
            break
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise ExcessError
        if inflate.eof:
            break
    return b"".join(pieces)
