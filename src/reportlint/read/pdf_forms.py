"""Drawings inside drawings: how much a PDF file draws when all of them are drawn.

A form that draws others, which draw others, can make a few bytes into more
work than any machine can do; native code follows them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

_DO: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_DRAWS: Final = re.compile(rb"(?<![^\s\])>])(?:[SsfFBbn]\*?|f\*|Tj|TJ|['\"]|sh)(?![^\s\[(</])")
_REFERENCE: Final = re.compile(rb"\s*(\d{1,10})\s+\d{1,5}\s+R")
_ENTRY: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d{1,5}\s+R")
_OBJECT: Final = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\b")
_DEPTH: Final = 200
_LONGEST: Final = 65536  # bytes of a dictionary
_HEAD: Final = 512
_SHORT: Final = 400_000  # bytes
_SHORTEST: Final = 8  # bytes for an operator with its operands


class Content(NamedTuple):
    """What a stream draws: its operators, and the names of the drawings it puts in."""

    draws: int
    puts_in: tuple[bytes, ...]


def content(held: bytes) -> Content:
    """The operators of a stream that draw something; of a short one no more than it can hold."""
    if b"\0" in held[:_HEAD]:
        return Content(0, ())  # a font or a table of numbers
    draws = len(held) // _SHORTEST if len(held) < _SHORT else sum(1 for _ in _DRAWS.finditer(held))
    return Content(draws, tuple(found[1] for found in _DO.finditer(held)) if b"Do" in held else ())


def plain_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Objects that stand in the file as they are."""
    found = list(_OBJECT.finditer(data))
    ends = [one.start() for one in found[1:]] + [len(data)]
    for one, end in zip(found, ends, strict=True):
        body = data[one.end() : min(end, one.end() + _LONGEST)]
        yield int(one[1]), body.split(b"endobj")[0].split(b"stream")[0]


def packed_objects(head: bytes, held: bytes) -> Iterator[tuple[int, bytes]]:
    """Objects of an object stream."""
    first = re.search(rb"/First\s+(\d+)", head)
    if first is None:
        return
    start = int(first[1])
    numbers = [int(word) for word in held[:start].split() if word.isdigit()]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    ends = [offset for _, offset in places[1:]] + [len(held) - start]
    for (number, offset), end in zip(places, ends, strict=True):
        yield number, held[start + offset : start + end]


def names_of(head: bytes, objects: Mapping[int, bytes]) -> dict[bytes, int]:
    """The drawings that a dictionary's resources name, with their object numbers."""
    resources = _value(head, b"/Resources", objects)
    drawings = _value(resources, b"/XObject", objects)
    return {found[1]: int(found[2]) for found in _ENTRY.finditer(drawings)}


def _value(head: bytes, key: bytes, objects: Mapping[int, bytes]) -> bytes:
    at = head.find(key)
    if at < 0:
        return b""
    reference = _REFERENCE.match(head, at + len(key))
    if reference is not None:
        return objects.get(int(reference[1]), b"")
    start = head.find(b"<<", at)
    return head[start : _end(head, start)] if start >= 0 else b""


def _end(head: bytes, start: int) -> int:
    depth = 0
    for found in re.finditer(rb"<<|>>", head[start:]):
        depth += 1 if found[0] == b"<<" else -1
        if depth == 0:
            return start + found.end()
    return len(head)


def work(
    forms: Mapping[int, Content], names: Mapping[int, Mapping[bytes, int]], limit: int
) -> dict[int, int]:
    """How much each form draws with all that it puts in, at most ``limit`` + 1.

    A form that puts in itself draws more than any limit.
    """
    known: dict[int, int] = {}

    def of(number: int, path: tuple[int, ...]) -> int:
        if number in known:
            return known[number]
        if number in path or len(path) > _DEPTH:
            return limit + 1
        own = forms[number]
        total = own.draws
        for name in own.puts_in:
            target = names[number].get(name)
            if target is not None and target in forms:
                total += 1 + of(target, (*path, number))
            if total > limit:
                break
        known[number] = min(total, limit + 1)
        return known[number]

    for number in forms:
        of(number, ())
    return known
