"""Tables as text (.csv, .tsv): rows and fields, each with its place in the file.

The standard library's reader gives no places and no line of its own per row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportlint.model import Marks
from reportlint.read.sheet_cells import Field, SheetRow, checked_size

_SEPARATORS: Final = (",", "\t", ";")
_NAMED: Final = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r|\Z)", re.I)  # Excel's own first line
_SAMPLE: Final = 200  # lines that tell the separator
_LINE_END: Final = re.compile("\r\n|\n|\r")


def read_csv(text: str) -> tuple[SheetRow, ...]:
    """The rows with their filled fields. Raises ReadError P001 too_large."""
    named = _NAMED.match(text)
    separator = named[1] if named else _separator(text)
    rows: list[SheetRow] = []
    count = 0
    apart = False
    for number, fields in enumerate(_records(text, separator, named.end() if named else 0), 1):
        filled = tuple(field._replace(row=number) for field in fields if field.text.strip())
        if filled:
            count = checked_size(count + len(fields))
            blank = tuple(field for field in fields if not field.text.strip())
            rows.append(SheetRow(filled, apart, blank))
        apart = not filled
    return tuple(rows)


def _separator(text: str) -> str:
    """The character that parts the fields: the one that most lines hold equally often."""
    lines = [_unquoted(line) for line in _LINE_END.split(text[:200_000])[:_SAMPLE]]
    return max(_SEPARATORS, key=lambda mark: _regular(mark, lines))


def _unquoted(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line) if '"' in line else line


def _regular(mark: str, lines: list[str]) -> int:
    """How many lines hold the mark as often as some other line does."""
    counts = [line.count(mark) for line in lines if mark in line]
    return max((counts.count(one) * (1 + (one > 1)) for one in set(counts)), default=0)


def _records(text: str, separator: str, start: int) -> Iterator[list[Field]]:
    """Each record's fields; a field in quotes may hold separators, line ends and doubled quotes."""
    places = _Lines(text)
    fields: list[Field] = []
    at = start
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    while at < len(text):
        quoted = _quoted(text, at, separator)
        if quoted is not None:
            pieces, at = quoted
        else:
            end = plain.match(text, at).end()  # type: ignore[union-attr]
            pieces, at = [(at, end)], end
        fields.append(_field(text, pieces, len(fields) + 1, places))
        if text.startswith(separator, at):
            at += 1
            continue
        end_of_line = _LINE_END.match(text, at)
        at = end_of_line.end() if end_of_line else at
        yield fields
        fields = []
    if fields:
        yield fields


def _quoted(text: str, at: int, separator: str) -> tuple[list[tuple[int, int]], int] | None:
    """``(pieces of a field in quotes, where it ends)``; None where it is not in quotes.

    A quote that is never closed, or that text follows, is a character as any other.
    """
    if not text.startswith('"', at):
        return None
    pieces: list[tuple[int, int]] = []
    start = at + 1
    while True:
        end = text.find('"', start)
        if end < 0:
            return None
        if not text.startswith('"', end + 1):
            break
        pieces.append((start, end + 1))
        start = end + 2
    after = text[end + 1 : end + 2]
    return ([*pieces, (start, end)], end + 1) if after in ("", separator, "\r", "\n") else None


def _field(text: str, pieces: list[tuple[int, int]], column: int, places: _Lines) -> Field:
    marks: list[tuple[int, int, int]] = []
    words: list[str] = []
    size = 0
    for start, end in pieces:
        for first, last in _by_line(text, start, end):
            line, begin = places.place(first)
            marks.append((size, line, begin))
            words.append(text[first:last])
            size += last - first
    return Field(0, column, "".join(words), marks=_kept(marks))


def _kept(marks: list[tuple[int, int, int]]) -> Marks:
    """One mark for each offset, the last one."""
    return tuple({mark[0]: mark for mark in marks}.values())


def _by_line(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch cut behind each line end in it."""
    for match in _LINE_END.finditer(text, start, end):
        yield start, match.end()
        start = match.end()
    yield start, end


class _Lines:
    """Offsets, asked for in rising order, to lines and columns."""

    __slots__ = ("at", "starts")

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self.at = 0

    def place(self, offset: int) -> tuple[int, int]:
        while self.at + 1 < len(self.starts) and self.starts[self.at + 1] <= offset:
            self.at += 1
        return self.at + 1, offset - self.starts[self.at] + 1
