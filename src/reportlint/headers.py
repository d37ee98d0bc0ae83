"""The header of a table: which column stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from reportlint.cells import CLOSE, edges, likeness
from reportlint.labels import COLUMN, LabelIndex
from reportlint.model import Cell, Doubt, Form
from reportlint.tables import Block, Parts
from reportlint.text import is_word, label

_CUT: Final = 3  # fewer characters do not tell what a label was


class Header(NamedTuple):
    """The figure columns in the order in which a row's figures stand.

    ``places`` maps columns to positions where header and rows share a grid.
    ``after`` is how many blank cells end every row that leaves no doubt.
    """

    keys: tuple[str, ...]
    places: Mapping[str, int]
    width: int
    cells: Mapping[str, Cell]
    doubts: tuple[Doubt, ...]
    skipped: frozenset[int]
    after: int | None


def read_header(block: Block, form: Form, index: LabelIndex) -> Header:
    """The header of a block: its columns by their labels, in the order of a row's figures."""
    found: list[tuple[str, Cell, int, int]] = []
    unknown: list[tuple[Cell, int, int]] = []
    skipped: set[int] = set()
    width = max((len(row.cells) for row in block.headers), default=0)
    for row in block.headers:
        for at, cell in enumerate(row.cells):
            if not is_word(cell):
                continue
            key = _column_key(cell, form, index)
            if key is not None and key not in (one[0] for one in found):
                found.append((key, cell, at, len(row.cells)))
            elif key is None and label(cell.text).core in form.frame.get("code", ()):
                skipped.add(at)
            elif key is None and not index.find(cell.text):
                unknown.append((cell, at, len(row.cells)))
    doubts = _close_columns(found, unknown, form)
    order = {cell: at for at, cell in enumerate(cell for row in block.headers for cell in row.cells)}
    found.sort(key=lambda one: order[one[1]])
    keys = _in_order([one[0] for one in found], form)
    widths = {len(row.cells) for row in block.rows if row.aligned}
    grid_like = bool(found) and all(row.aligned for row in (*block.headers, *block.rows))
    same = grid_like and {one[3] for one in found} == {width} and width in widths
    places = {key: at for key, _, at, _ in found} if same else {}
    if places:
        keys = tuple(column.key for column in form.columns if column.key in places)
    cells = {key: cell for key, cell, _, _ in found}
    after = None if places else _blanks_after(block.parts, len(keys))
    return Header(keys, places, width, cells, tuple(doubts), frozenset(skipped), after)


def _blanks_after(parts: Sequence[Parts], count: int) -> int | None:
    """The blank cells after the figures, where all rows that leave no doubt agree."""
    found = set()
    for _, rest in parts:
        before, after = edges(rest)
        if before + after == len(rest) - count and before < len(rest):
            found.add(after)
    return found.pop() if len(found) == 1 else None


def _column_key(cell: Cell, form: Form, index: LabelIndex) -> str | None:
    for ref in index.find(cell.text):
        if ref.role == COLUMN and ref.form == form.key and ref.edition == form.edition:
            return ref.key
    return None


def _close_columns(
    found: list[tuple[str, Cell, int, int]], unknown: Sequence[tuple[Cell, int, int]], form: Form
) -> list[Doubt]:
    """Header cells that are close to a missing column are that column."""
    doubts = []
    for at_place, cell, at, width in _cut_in_place(found, unknown, form):
        found.append((at_place, cell, at, width))
        doubts.append(Doubt("close_column", cell.text, cell.span, at_place))
    for cell, at, width in unknown:
        if any(cell is one[1] for one in found):
            continue
        known = {one[0] for one in found}
        missing = [column for column in form.columns if column.key not in known]
        core = label(cell.text).core
        best = max(missing, key=lambda column: likeness(core, column.labels[0].core), default=None)
        if best is not None and likeness(core, best.labels[0].core) >= CLOSE - 0.1 and len(core) > 1:
            found.append((best.key, cell, at, width))
            doubts.append(Doubt("close_column", cell.text, cell.span, best.key))
    return doubts


def _cut_in_place(
    found: Sequence[tuple[str, Cell, int, int]], unknown: Sequence[tuple[Cell, int, int]], form: Form
) -> list[tuple[str, Cell, int, int]]:
    """Labels of which only the beginning is left, each at the place of its column: 本年新 | 本年新."""
    cells = sorted(
        [(cell, at, width) for _, cell, at, width in found] + list(unknown), key=lambda one: one[0].span
    )
    if len(cells) != len(form.columns):
        return []
    cut = []
    for column, (cell, at, width) in zip(form.columns, cells, strict=True):
        core = label(cell.text).core
        if any(cell is one[1] and column.key == one[0] for one in found):
            continue
        if len(core) < _CUT or not column.labels[0].core.startswith(core):
            return []
        cut.append((column.key, cell, at, width))
    return cut


def _in_order(found: Sequence[str], form: Form) -> tuple[str, ...]:
    """Columns as the figures stand: printed order, or form order for a stacked header."""
    order = [column.key for column in form.columns if column.key in found]
    depth = {column.key: len(column.groups) for column in form.columns}
    stacked = sorted(order, key=lambda key: depth[key])
    if list(found) in (order, stacked) or sorted(found, key=lambda key: depth[key]) == stacked:
        return tuple(order)
    return tuple(found)
