"""Cells in reading order: rows recovered by their labels.

Several ways of turning a table into text keep its cells but lose its lines:
one cell per line, cell and bar on alternating lines, a whole table on one
line. Here the cells come as a stream; known labels and figures tell where a
row begins and ends. What a row should hold is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, unit_of
from reportlint.model import Cell, Row, Span
from reportlint.text import NA_TOKENS, fold, is_blank, is_figure, is_word, label, numbering

_WORDY_FIGURE = 12  # 12（含上年2） is meant as a figure; anything longer is a label
_JOIN_LIMIT = 40  # no label is broken into more pieces: a vertical label of eight with blanks between


def join_labels(cells: Sequence[Cell], index: LabelIndex) -> list[Cell]:
    """Neighbouring words that together are a known label become one cell.

    The longest known label wins; a word that is itself known and begins no
    longer known label that follows stays alone.
    """
    joined: list[Cell] = []
    at = 0
    while at < len(cells):
        taken = _longest_label(cells, at, index) if is_word(cells[at]) else 1
        joined.append(cells[at] if taken == 1 else merge(cells[at : at + taken]))
        at += taken
    return joined


def _longest_label(cells: Sequence[Cell], start: int, index: LabelIndex) -> int:
    """How many cells from ``start`` make the longest known label (1 if none)."""
    best = 1
    text = cells[start].text
    if not index.begins(text) and not _number_only(text):
        return best
    for count in range(2, min(_JOIN_LIMIT, len(cells) - start) + 1):
        piece = cells[start + count - 1]
        if is_blank(piece):
            continue
        if is_figure(piece.text.strip()) or numbering(fold(piece.text).strip()):
            break
        text += piece.text.strip()
        if not index.begins(text):
            break
        if index.find(text):
            best = count
    return best


def _number_only(text: str) -> bool:
    """A printed number whose label follows in the next cell, e.g. （三）."""
    folded = fold(text).strip()
    found = numbering(folded)
    return found is not None and found[2] >= len(folded)


def merge(cells: Sequence[Cell]) -> Cell:
    """Several pieces as one cell that stands where the first one stands."""
    if len(cells) == 1:
        return cells[0]
    text = "".join(cell.text.strip() for cell in cells)
    first = cells[0].span
    end = max((cell.span.end for cell in cells if cell.span.line == first.line), default=first.end)
    return Cell(text, Span(first.line, first.column, end))


def rows_from_stream(cells: Sequence[Cell], index: LabelIndex, blanks_shown: bool) -> list[Row]:
    """Rows of a stream of cells: label cells, then everything up to the next label.

    Header cells (captions, column labels and what stands around them) are
    grouped into rows of their own. ``blanks_shown``: an empty cell of the
    table is an empty cell of the stream.
    """
    stream = join_labels(cells, index)
    if not blanks_shown:
        stream = [cell for cell in stream if not is_blank(cell)]
    rows: list[Row] = []
    current: list[Cell] = []
    has_figures = False
    for position, cell in enumerate(stream):
        if (
            is_word(cell)
            and not _stays(cell, current, index)
            and (_starts_row(cell, current, has_figures, index) or _damaged(stream, position, index))
        ):
            if current:
                rows.append(Row(tuple(current), aligned=False))
            current, has_figures = [], False
        current.append(cell)
        has_figures = (
            has_figures
            or is_figure(cell.text.strip())
            or (blanks_shown and is_blank(cell) and _row_like(current[0], index) and position > 0)
        )
    if current:
        rows.append(Row(tuple(current), aligned=False))
    return rows


def _stays(cell: Cell, current: Sequence[Cell], index: LabelIndex) -> bool:
    """A unit, 无 or a figure with words around it belongs to the row it stands in."""
    text = cell.text.strip()
    if not current or index.find(text):
        return False
    if unit_of(text) or text in NA_TOKENS:
        return True
    return len(text) <= _WORDY_FIGURE and any(char.isdigit() for char in text) and not label(text).style


def _row_like(cell: Cell, index: LabelIndex) -> bool:
    return bool(index.roles(cell.text) & {ROW, GROUP})


def _starts_row(cell: Cell, current: Sequence[Cell], has_figures: bool, index: LabelIndex) -> bool:
    """A word starts a new row after figures, and where header and rows meet."""
    if has_figures or not current:
        return True
    roles = index.roles(cell.text)
    before = index.roles(current[-1].text)
    if CAPTION in roles or CAPTION in before:
        return True
    numbered = label(cell.text).style != ""
    header_before = bool(before & {HEAD, COLUMN}) and not before & {ROW, GROUP}
    if roles & {ROW, GROUP} and (header_before or (numbered and before & {COLUMN})):
        return not (roles & {COLUMN} and not numbered)
    if COLUMN in roles or ROW not in roles:
        return False
    # Behind words where figures belong, too: a row names one row, with its group before it at most.
    return ROW in before or any(_names_a_row(one, index) for one in current)


def _damaged(stream: Sequence[Cell], position: int, index: LabelIndex) -> bool:
    """An unknown word right behind a header, with a unit or, if it is numbered, a figure behind it: a row."""
    cell, before = stream[position], stream[position - 1]
    after = stream[position + 1] if position + 1 < len(stream) else None
    if after is None or index.find(cell.text) or not index.roles(before.text) & {COLUMN, HEAD}:
        return False
    return bool(unit_of(after.text)) or (is_figure(after.text.strip()) and label(cell.text).style != "")


def _names_a_row(cell: Cell, index: LabelIndex) -> bool:
    roles = index.roles(cell.text)
    return ROW in roles and not roles & {GROUP, COLUMN}
