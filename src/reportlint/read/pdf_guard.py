"""What is judged of a PDF file before native code reads it.

Native code cannot be stopped, so that a file which unpacks to more than a
report can need, or draws more, is refused before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportlint.errors import ReadError
from reportlint.read.pdf_forms import Content, content, names_of, packed_objects, plain_objects, work
from reportlint.read.pdf_streams import ExcessError, Stream, streams, unpacked

_MEGABYTE: Final = 1024 * 1024
STREAM_LIMIT: Final = 64 * _MEGABYTE
TOTAL_LIMIT: Final = 512 * _MEGABYTE
OBJECT_LIMIT: Final = 500_000
DRAW_LIMIT: Final = 300_000  # of one stream, or of a form with all that is in it
_ALL_DRAWN: Final = 3_000_000


def damaged(detail: Mapping[str, str]) -> ReadError:
    """The error for a file that is no readable document."""
    return ReadError("P001", "damaged", detail=detail)


def too_large(zh: str, en: str, limit_zh: str, limit_en: str) -> ReadError:
    """The error for a document beyond a limit."""
    return ReadError("P001", "too_large", size={"zh": zh, "en": en}, limit={"zh": limit_zh, "en": limit_en})


def check_streams(data: bytes) -> None:
    """Raises ReadError P001 for a file that unpacks to too much, or draws too much."""
    if data.count(b" obj") > OBJECT_LIMIT:
        zh, en = f"{OBJECT_LIMIT} 个对象", f"{OBJECT_LIMIT} objects"
        raise too_large(f"多于 {zh}", f"more than {en}", zh, en)
    try:
        forms, objects = _measured(data)
    except ExcessError:
        raise _unpacks_to(STREAM_LIMIT) from None
    if any(own.puts_in for _, own in forms.values()):
        _check_forms(data, forms, objects)


def _measured(data: bytes) -> tuple[dict[int, tuple[Stream, Content]], dict[int, bytes]]:
    """``(drawings to be put into others, objects of object streams)`` of a file within its bounds."""
    total = drawn = 0
    forms: dict[int, tuple[Stream, Content]] = {}
    objects: dict[int, bytes] = {}
    for stream in streams(data):
        if b"/Image" in stream.head and b"/Width" in stream.head:
            continue  # pictures are never unpacked here
        held = unpacked(data, stream, STREAM_LIMIT)
        total += len(held)
        if total > TOTAL_LIMIT:
            raise _unpacks_to(TOTAL_LIMIT)
        if b"/ObjStm" in stream.head:
            objects.update(packed_objects(stream.head, held))
            continue
        if b"/Length1" in stream.head or b"Type0C" in stream.head:
            continue  # a font
        own = content(held)
        drawn += own.draws
        if own.draws > DRAW_LIMIT or drawn > _ALL_DRAWN:
            raise _draws_too_much()
        if b"/Form" in stream.head:
            forms[stream.number] = (stream, own)
    return forms, objects


def _check_forms(data: bytes, forms: Mapping[int, tuple[Stream, Content]], packed: dict[int, bytes]) -> None:
    objects = {**dict(plain_objects(data)), **packed}
    names = {number: names_of(stream.head, objects) for number, (stream, _) in forms.items()}
    every = {name: number for own in names.values() for name, number in own.items()}
    # A form without resources of its own uses those of the page.
    names = {number: own or every for number, own in names.items()}
    drawn = work({number: own for number, (_, own) in forms.items()}, names, DRAW_LIMIT)
    if any(count > DRAW_LIMIT for count in drawn.values()):
        raise _draws_too_much()


def _unpacks_to(limit: int) -> ReadError:
    most = f"{limit // _MEGABYTE} MB"
    return too_large(f"解压后多于 {most}", f"more than {most} when unpacked", most, most)


def _draws_too_much() -> ReadError:
    zh, en = f"{DRAW_LIMIT} 次绘图", f"{DRAW_LIMIT} drawing steps"
    return too_large(f"多于 {zh}", f"more than {en}", zh, en)
