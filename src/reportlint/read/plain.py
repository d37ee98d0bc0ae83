"""Tables without bars or tabs: one cell per line, one line for all, aligned columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, is_heading, unit_of
from reportlint.model import Cell, Row, Span, TableBlock
from reportlint.read.aligned import aligned_rows
from reportlint.read.flow import rows_from_stream
from reportlint.read.marks import TextLine
from reportlint.text import IGNORED, NONE_WORDS, NUMBERED, is_figure, is_word, stands_for_figure

_SEGMENTS: Final = re.compile(r" {2,}")
_TOKEN: Final = re.compile(r"[^ \u200b]+")
_SENTENCE: Final = re.compile("[。；！？，]")
_PAGE: Final = re.compile(r"[-—–] ?\d{1,4} ?[-—–]|第 ?\d+ ?页.*")
_DIGIT: Final = re.compile(r"\d")
_GLUED: Final = re.compile(r"([^\d|]{2,}?)\d+")
_PIECE_LIMIT: Final = 30  # no piece of a broken label is longer
_WORDS_RUN: Final = 24  # so many pieces of labels without a figure end it too
_HEADER_WORDS: Final = 4  # a row's own label has no more parts
_FOREIGN_RUN: Final = 6  # so many lines in a row that are no part of a table end it


def tokens(line: TextLine) -> list[Cell]:
    """The words and figures of a line, split at blanks."""
    return [
        Cell(line.raw[match.start() : match.end()], Span(line.number, match.start() + 1, match.end() + 1))
        for match in _TOKEN.finditer(line.folded)
    ]


def is_page_mark(line: TextLine) -> bool:
    """A printed page number such as - 3 -."""
    return _PAGE.fullmatch(line.folded.strip()) is not None


def tableish(line: TextLine, index: LabelIndex) -> str:
    """What a line could be in a table: "label", "figure", "row", "words", "" for none."""
    text = line.folded.strip()
    if not text or (len(text) > 8 and _SENTENCE.search(text) and not index.begins(text)):
        return ""
    if is_figure(text):
        return "figure"
    if index.find(text):
        return "label"
    parts = text.split()
    if len(parts) > 1:
        segments = _SEGMENTS.split(text)
        if len(segments) > 1 and all(index.find(segment) for segment in segments):
            return "label"
        if stands_for_figure(parts[-1]):
            return (
                "row" if _ends_in_figures(line, parts) or any(_known(p, index) for p in _words(parts)) else ""
            )
        if parts[-1] in NONE_WORDS and any(_known(part, index) for part in _words(parts[:-1])):
            return "row"
        if all(index.begins(part) for part in parts):
            return "label" if all(index.find(part) for part in parts) else "words"
    return "words" if index.begins(text) or _number_only(text) else ""


def _ends_in_figures(line: TextLine, parts: Sequence[str]) -> bool:
    """Two figures at the end, or one that stands apart."""
    return stands_for_figure(parts[-2]) or line.folded.rstrip().endswith("  " + parts[-1])


def _number_only(text: str) -> bool:
    found = NUMBERED.match(text)
    return found is not None and found.end() >= len(text)


def _words(parts: Sequence[str]) -> list[str]:
    words = [part for part in parts if not is_figure(part)]
    return [*words, "".join(words)]


def _known(part: str, index: LabelIndex) -> bool:
    return bool(index.find(part)) or (len(part) > 3 and index.begins(part))


def plain_region_end(lines: Sequence[TextLine], start: int, index: LabelIndex) -> tuple[int, bool]:
    """``(end, found)`` of a region of table lines that begins at ``start``.

    A region begins with a known label and holds at least two known labels and
    a figure; its last line is a figure line or a known label. Where ``found``
    is false the lines to ``end`` are no table.
    """
    if tableish(lines[start], index) not in ("label", "row"):
        return start + 1, False
    labels = figures = foreign = words = 0
    end = start
    for at in range(start, len(lines)):
        line = lines[at]
        if line.blank or is_page_mark(line):
            continue
        if "|" in line.folded or "\t" in line.folded:
            break
        kind = tableish(line, index)
        if kind in ("words", "") and is_heading(line.folded.strip(), index):
            break
        if kind in ("label", "row", "figure"):
            foreign = words = 0
            end = at + 1
            labels += _labels_in(line, index) if kind == "row" else kind == "label"
            figures += kind != "label"
        elif kind == "words":
            foreign = 0
            words += 1
            if words > _WORDS_RUN:
                break
        elif _is_heading(line, index) and not _names_figures(lines, at):
            break
        else:
            foreign += 1
            if foreign > _FOREIGN_RUN or not (_may_be_piece(line) or _names_figures(lines, at)):
                break
    if end == start:
        return _after_page_marks(lines, start, index), False
    return end, labels >= 2 and figures >= 1


def _after_page_marks(lines: Sequence[TextLine], start: int, index: LabelIndex) -> int:
    """The line after ``start`` from which something else than above may be met: what stands between is no table."""
    at = start + 1
    while at < len(lines) and (
        lines[at].blank or (is_page_mark(lines[at]) and not is_glued(lines[at], index))
    ):
        at += 1
    return at


def _names_figures(lines: Sequence[TextLine], at: int) -> bool:
    """A short line with a figure or a unit right under it is a row with a damaged label, no heading."""
    text = lines[at].folded.replace(" ", "")
    if len(text) > _PIECE_LIMIT or "。" in text:
        return False
    below = next((line.folded.strip() for line in lines[at + 1 :] if not line.blank), "")
    return is_figure(below) or bool(unit_of(below))


def _labels_in(line: TextLine, index: LabelIndex) -> int:
    """How many words of a line with figures are labels; a whole table may stand on one line."""
    return max(1, sum(bool(index.find(part)) for part in line.folded.split()))


def _is_heading(line: TextLine, index: LabelIndex) -> bool:
    text = line.folded.strip()
    return NUMBERED.match(text) is not None and not index.begins(text)


def _may_be_piece(line: TextLine) -> bool:
    text = line.folded.replace(" ", "")
    return len(text) <= _PIECE_LIMIT and "。" not in text and ":" not in text


def is_glued(line: TextLine, index: LabelIndex) -> bool:
    """Two or more row labels with figures stuck to them on one line."""
    if "|" in line.folded or _DIGIT.search(line.folded) is None or "。" in line.folded:
        return False
    found = [part for part in _GLUED.findall(line.folded.replace(" ", "")) if ROW in index.roles(part)]
    return len(found) >= 2


def plain_table(lines: Sequence[TextLine], index: LabelIndex) -> TableBlock:
    """The rows of a region found by ``plain_region_end``."""
    span = region_span(lines)
    kept = [line for line in lines if not line.blank and not is_page_mark(line)]
    streams = [tokens(line) for line in kept]
    if any(_figure_then_word(cells) or _many_labels(cells, index) for cells in streams):
        stream = [cell for cells in streams for cell in cells]
        return TableBlock(tuple(rows_from_stream(stream, index, False)), span, blanks_shown=False)
    if any(len(cells) > 1 and stands_for_figure(cells[-1].text) for cells in streams):
        return TableBlock(tuple(aligned_rows(kept, index)), span, blanks_shown=False)
    stream = [_whole(line) for line in kept]
    return TableBlock(tuple(rows_from_stream(stream, index, False)), span, blanks_shown=False)


def _many_labels(cells: Sequence[Cell], index: LabelIndex) -> bool:
    """A header and its figures on one line."""
    return is_figure(cells[-1].text) and sum(bool(index.find(cell.text)) for cell in cells) >= _HEADER_WORDS


def _figure_then_word(cells: Sequence[Cell]) -> bool:
    return any(is_figure(before.text) and is_word(after) for before, after in itertools.pairwise(cells))


def _whole(line: TextLine) -> Cell:
    folded = line.folded.replace(IGNORED, " ")
    text = folded.strip()
    start = folded.index(text)
    return Cell(line.raw[start : start + len(text)], Span(line.number, start + 1, start + len(text) + 1))


def region_span(lines: Sequence[TextLine]) -> Span:
    """Where a region begins: its first line that is not blank."""
    first = next((line for line in lines if not line.blank), lines[0])
    start = len(first.folded) - len(first.folded.lstrip(" \t" + IGNORED))
    return Span(first.number, start + 1, len(first.raw) + 1)


def known_labels(rows: Sequence[Row], index: LabelIndex) -> int:
    """How many different cells of a table are known labels of a form."""
    wanted = {ROW, GROUP, COLUMN, CAPTION, HEAD}
    found = {cell.text for row in rows for cell in row.cells if cell.text and index.roles(cell.text) & wanted}
    return len(found)
