"""The table of section four: its rows stand side by side in one printed line.

Block headers and exactly their figures bind in order, even if sums fail;
nothing else is bound by counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlint.cells import figure, odd_cells, trimmed
from reportlint.labels import ROW, LabelIndex
from reportlint.model import BoundRow, Cell, Doubt, Figure, Form, Grid, Row
from reportlint.tables import Block, Parts, words_of
from reportlint.text import FIGURE, NA_TOKENS, is_blank, is_word, label, text_class


def bind_side_by_side(block: Block, form: Form, index: LabelIndex) -> Grid | None:
    """Block headers and exactly their figures, in order; None if it is printed as a grid."""
    rows = (*block.headers, *block.rows)
    named = [key for row in rows for cell in words_of(row) for key in _row_keys(cell, form, index)]
    keys = [row.key for row in form.rows if not row.group and row.key in named]
    if any(_figures_behind_label(parts, form, index) for parts in block.parts) and len(keys) > 1:
        return None
    names = tuple(column.key for column in form.columns)
    heads = {key: cell for row in rows for cell in words_of(row) for key in _row_keys(cell, form, index)}
    bound = tuple(
        BoundRow(key, heads[key].text, heads[key].span, True, label(heads[key].text), "") for key in keys
    )
    values: dict[tuple[str, str], Figure] = {}
    for named, run in _runs(rows, form, index):
        cells = trimmed(run, len(named) * len(names), None)
        places = [(row.key, name) for row in form.rows if row.key in named for name in names]
        if len(cells) == len(places):
            values.update((place, figure(cell)) for place, cell in zip(places, cells, strict=True))
    if not keys or len(values) != len(keys) * len(names):
        doubt = Doubt("lost", str(_figures_read(rows)), block.span, "count")
        return Grid(form, block.span, block.caption, names, bound, {}, (doubt,), heads)
    return Grid(form, block.span, block.caption, names, bound, values, (), heads, odd_cells(values))


def _runs(rows: Sequence[Row], form: Form, index: LabelIndex) -> Iterator[tuple[list[str], list[Cell]]]:
    """``(row labels met since the last run, figure cells after them)``.

    Blank cells beside words on a line are merged header cells, not figures.
    """
    named: list[str] = []
    run: list[Cell] = []
    for row in rows:
        in_row: list[Cell] = []
        for cell in row.cells:
            if is_word(cell) and not _is_wordy(cell):
                if any(not is_blank(one) for one in (*run, *in_row)):
                    yield named, [*run, *in_row]
                    named = []
                run, in_row = [], []
                named.extend(key for key in _row_keys(cell, form, index) if key not in named)
            else:
                in_row.append(cell)
        words = any(is_word(cell) and not _is_wordy(cell) for cell in row.cells)
        if not (row.aligned and words and all(map(is_blank, in_row))):
            run.extend(in_row)
    if named and run:
        yield named, run


def _figures_read(rows: Sequence[Row]) -> int:
    return sum(text_class(cell.text) == FIGURE for row in rows for cell in row.cells)


def _is_wordy(cell: Cell) -> bool:
    text = cell.text.strip()
    return text in NA_TOKENS or any(char.isdigit() for char in text)


def _row_keys(cell: Cell, form: Form, index: LabelIndex) -> list[str]:
    return [
        ref.key
        for ref in index.find(cell.text)
        if ref.role == ROW and ref.form == form.key and ref.edition == form.edition
    ]


def _figures_behind_label(parts: Parts, form: Form, index: LabelIndex) -> bool:
    labels, rest = parts
    filled = [cell for cell in rest if not is_blank(cell)]
    return bool(labels) and bool(_row_keys(labels[-1], form, index)) and len(filled) == len(form.columns)
