"""Tables of the document bound to forms of an edition: by label, never by count.

A row that does not fit is a doubt, never a guess. The one exception is the
table of section four, whose one printed line holds fifteen figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from reportlint.abreast import bind_side_by_side
from reportlint.cells import CLOSE, figure, likeness, odd_cells, trimmed
from reportlint.headers import Header, read_header
from reportlint.labels import GROUP, ROW, LabelIndex, unit_of
from reportlint.model import (
    BoundRow,
    Cell,
    Document,
    Doubt,
    Figure,
    Form,
    FormRow,
    Grid,
    Label,
    Row,
    TableBlock,
)
from reportlint.tables import (
    Block,
    FormKey,
    Parts,
    choose_form,
    figures_only,
    side_by_side,
    split_blocks,
    tables_of,
    whole_block,
)
from reportlint.text import is_blank, is_word, label

_NEAR: Final = 0.5
_GROUP_MARKS: Final = frozenset(("——", "—", "--", "-"))


class _Draft:
    """A grid while it is being bound; ``at`` is the place in the form of the last bound row."""

    __slots__ = ("at", "cells", "doubts", "form", "keys", "order", "rows")

    def __init__(self, form: Form, doubts: Iterable[Doubt]) -> None:
        self.form = form
        self.rows: list[BoundRow] = []
        self.cells: dict[tuple[str, str], Figure] = {}
        self.doubts = list(doubts)
        self.at = -1
        self.order = {row.key: at for at, row in enumerate(form.rows)}
        self.keys: set[str] = set()

    def bound(self, key: str) -> bool:
        return key in self.keys


def bind_tables(
    document: Document, forms: Mapping[FormKey, Form], preferred: str, index: LabelIndex
) -> tuple[tuple[Grid, ...], tuple[TableBlock, ...]]:
    """``(bound tables, tables that cannot be bound)`` in reading order."""
    grids: list[Grid] = []
    lost: list[TableBlock] = []
    for table, above in tables_of(document):
        if table.lost:
            lost.append(table)
            continue
        aside = side_by_side(table, above, forms, preferred, index)
        if aside is not None:
            whole = whole_block(table, above, index)
            grids.append(_with_lost(bind_block(whole, aside, index), whole))
            continue
        for block in split_blocks(table, above.text if above else "", index):
            form = choose_form(block, forms, preferred, index)
            if form is None:
                continue
            grid = bind_block(block, form, index)
            grids.append(_with_lost(grid, block))
    return tuple(_joined(grids)), tuple(lost)


def bind_block(block: Block, form: Form, index: LabelIndex) -> Grid:
    """One printed table bound to its form."""
    if form.layout == "blocks":
        grid = bind_side_by_side(block, form, index)
        if grid is not None:
            return grid
        block = figures_only(block)
    header = read_header(block, form, index)
    draft = _Draft(form, header.doubts)
    waiting: list[tuple[int, list[Cell], list[Cell], str]] = []
    for row, parts in zip(block.rows, block.parts, strict=True):
        _bind_row(row, parts, header, draft, waiting, index)
    _bind_close(draft, header, waiting, index)
    draft.rows.sort(key=lambda bound: (bound.span.line, bound.span.column))
    return Grid(
        form, block.span, block.caption, header.keys, tuple(draft.rows), draft.cells,
        tuple(draft.doubts), header.cells, odd_cells(draft.cells),
    )  # fmt: skip


def _with_lost(grid: Grid, block: Block) -> Grid:
    """Where empty cells have vanished, one short row makes every row doubtful."""
    if block.blanks_shown:
        return grid
    bad = [doubt for doubt in grid.doubts if doubt.what in ("short_row", "long_row")]
    if not bad:
        return grid
    doubt = Doubt("lost", "", grid.span, "dropped")
    rest = tuple(one for one in grid.doubts if one not in bad)
    return Grid(grid.form, grid.span, grid.caption, grid.columns, grid.rows, {}, (*rest, doubt), grid.heads)


def _joined(grids: Sequence[Grid]) -> list[Grid]:
    """A table cut in two (by a page, or section four in three parts) is one grid."""
    joined: list[Grid] = []
    for grid in grids:
        before = joined[-1] if joined else None
        if before is not None and before.form == grid.form and _continues(before, grid):
            joined[-1] = Grid(
                form=before.form,
                span=before.span,
                caption=before.caption,
                columns=before.columns or grid.columns,
                rows=(*before.rows, *grid.rows),
                cells={**before.cells, **grid.cells},
                doubts=(*before.doubts, *grid.doubts),
                heads={**grid.heads, **before.heads},
                odd=(*before.odd, *grid.odd),
            )
        else:
            joined.append(grid)
    return joined


def _continues(before: Grid, grid: Grid) -> bool:
    if not before.form.complete:
        return False
    keys = {row.key for row in before.rows}
    return not any(row.key in keys for row in grid.rows)


# --- rows ---------------------------------------------------------------------------


def _bind_row(
    row: Row,
    parts: Parts,
    header: Header,
    draft: _Draft,
    waiting: list[tuple[int, list[Cell], list[Cell], str]],
    index: LabelIndex,
) -> None:
    labels, figures, unit = _parts(row, parts, header, index)
    if not labels:
        if any(not is_blank(cell) for cell in figures):
            first = next(cell for cell in figures if not is_blank(cell))
            draft.doubts.append(Doubt("unknown_row", first.text, first.span, ""))
        return
    own = labels[-1]
    found = _find_row(own, draft, index)
    if found is None and _is_group(own, draft.form, index):
        return
    if found is None:
        if _is_known_elsewhere(own, draft.form, index):
            if figures:
                draft.doubts.append(Doubt("foreign_row", own.text, own.span, ""))
        elif figures:
            waiting.append((draft.at, labels, figures, unit))
        return
    if draft.bound(found.key):
        draft.doubts.append(Doubt("duplicate_row", own.text, own.span, found.key))
        return
    _take(found, own, figures, unit, True, header, draft)


def _parts(row: Row, parts: Parts, header: Header, index: LabelIndex) -> tuple[list[Cell], list[Cell], str]:
    """``(label cells, figure cells in column order, unit)`` of a row."""
    if header.places and len(row.cells) == header.width:
        first = min(header.places.values())
        labels = [cell for cell in row.cells[:first] if is_word(cell)]
        unit = ""
        if len(labels) > 1 and unit_of(labels[-1].text):
            unit = unit_of(labels.pop().text)
        return labels, [row.cells[header.places[key]] for key in header.keys], unit
    labels, rest = _words_told(*parts, len(header.keys), index)
    unit = ""
    first = next((at for at, cell in enumerate(rest) if not is_blank(cell)), len(rest))
    found = _unit_or_mark(rest[first]) if first < len(rest) else ""
    if found and len(rest) > len(header.keys):
        unit = found
        rest = rest[first + 1 :]
    if header.skipped and len(rest) == len(header.keys) + len(header.skipped):
        rest = rest[len(header.skipped) :]
    return labels, trimmed(rest, len(header.keys), header.after), unit


def _words_told(
    labels: list[Cell], rest: list[Cell], wanted: int, index: LabelIndex
) -> tuple[list[Cell], list[Cell]]:
    """Words behind a known label, where figures are wanting, stand in the figures' place."""
    while (
        len(labels) > 1
        and len(rest) < wanted
        and not index.find(labels[-1].text)
        and any(ref.role == ROW for ref in index.find(labels[-2].text))
    ):
        rest = [labels[-1], *rest]
        labels = labels[:-1]
    return labels, rest


def _unit_or_mark(cell: Cell) -> str:
    """A unit, or the dash that group rows carry in its place."""
    return unit_of(cell.text) or (cell.text.strip() if cell.text.strip() in _GROUP_MARKS else "")


def _is_group(cell: Cell, form: Form, index: LabelIndex) -> bool:
    return any(
        ref.role == GROUP and ref.form == form.key and ref.edition == form.edition
        for ref in index.find(cell.text)
    )


def _find_row(own: Cell, draft: _Draft, index: LabelIndex) -> FormRow | None:
    """The row of the form with that label; a label met twice in the form goes by order."""
    form = draft.form
    keys = [
        ref.key
        for ref in index.find(own.text)
        if ref.role == ROW and ref.form == form.key and ref.edition == form.edition
    ]
    if not keys:
        return None
    if len(keys) == 1:
        return form.rows[draft.order[keys[0]]]
    rows = [(at, row) for at, row in enumerate(form.rows) if row.key in keys]
    if len(rows) > 1:
        taken = label(own.text)
        numbered = [(at, row) for at, row in rows if any(one == taken for one in row.labels)]
        rows = numbered or rows
    free = [(at, row) for at, row in rows if not draft.bound(row.key)]
    later = [(at, row) for at, row in free if at > draft.at]
    again = [row for at, row in rows if at == draft.at]
    if (
        again
        and later
        and again[0].parent != later[0][1].parent
        and not draft.bound(later[0][1].parent or "")
    ):
        return again[0]  # printed twice: the row above the next one of that label has not come yet
    return (later or free or rows)[0][1]


def _is_known_elsewhere(cell: Cell, form: Form, index: LabelIndex) -> bool:
    """A row of the same table in another edition, unless it is close to one of this form."""
    core = label(cell.text).core
    if any(likeness(core, one.core) >= CLOSE for row in form.rows for one in row.labels):
        return False
    refs = index.find(cell.text)
    return any(ref.role == ROW and ref.form.split("_")[0] == form.key.split("_")[0] for ref in refs)


def _take(
    found: FormRow, own: Cell, figures: Sequence[Cell], unit: str, exact: bool, header: Header, draft: _Draft
) -> None:
    draft.rows.append(BoundRow(found.key, own.text, own.span, exact, label(own.text), unit))
    draft.keys.add(found.key)
    draft.at = draft.order[found.key]
    if not header.keys:
        draft.doubts.append(Doubt("no_header", own.text, own.span, found.key))
    elif len(figures) == len(header.keys):
        for key, cell in zip(header.keys, figures, strict=True):
            draft.cells[found.key, key] = figure(cell)
    else:
        what = "short_row" if len(figures) < len(header.keys) else "long_row"
        draft.doubts.append(Doubt(what, own.text, own.span, found.key))


def _bind_close(
    draft: _Draft,
    header: Header,
    waiting: Sequence[tuple[int, list[Cell], list[Cell], str]],
    index: LabelIndex,
) -> None:
    """Rows whose label is damaged: bound where one missing row is clearly meant."""
    for at, labels, figures, unit in waiting:
        own = labels[-1]
        found = _closest(own, at, draft)
        if found is None:
            draft.doubts.append(Doubt("unknown_row", own.text, own.span, ""))
        else:
            _take(found, own, figures, unit, False, header, draft)


def _closest(own: Cell, at: int, draft: _Draft) -> FormRow | None:
    """The missing row that a damaged label means: by likeness, number and place."""
    taken = label(own.text)
    order = draft.order
    free = [row for row in draft.form.rows if not row.group and not draft.bound(row.key)]
    following = [order[row.key] for row in draft.rows if order[row.key] > at]
    limit = min(following, default=len(draft.form.rows))
    best: tuple[float, FormRow] | None = None
    for row in free:
        alike = max(likeness(taken.core, one.core) for one in row.labels)
        same_number = any(_same_number(taken, one) for one in row.labels)
        in_place = at < order[row.key] < limit
        cut = same_number and any(_is_cut(taken.core, one.core) for one in row.labels)
        if not (alike >= CLOSE or (alike >= _NEAR and in_place and same_number) or cut):
            continue
        score = alike + 0.3 * same_number + 0.3 * in_place + cut
        if best is None or score > best[0]:
            best = (score, row)
    return best[1] if best else None


def _same_number(a: Label, b: Label) -> bool:
    return a.ordinal is not None and a.ordinal == b.ordinal


def _is_cut(core: str, whole: str) -> bool:
    return len(core) >= 4 and whole.startswith(core)
