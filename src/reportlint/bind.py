"""Tables of the document bound to forms of an edition: by label, never by count.

A row that does not fit is a doubt, never a guess. The one exception is the
table of section four, whose one printed line holds fifteen figures.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportlint.labels import COLUMN, GROUP, ROW, LabelIndex, unit_of
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
    Paragraph,
    Row,
    Section,
    TableBlock,
)
from reportlint.tables import (
    Block,
    FormKey,
    choose_form,
    side_by_side,
    split_blocks,
    split_row,
    whole_block,
    words_of,
)
from reportlint.text import NA_TOKENS, is_blank, is_word, label, parse_figure

_CLOSE: Final = 0.8
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


class _Header(NamedTuple):
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


# --- walking the document ---------------------------------------------------------


def tables_of(document: Document) -> Iterator[tuple[TableBlock, Cell | None]]:
    """Every table with the text or heading right above it, in reading order."""

    def walk(
        blocks: Sequence[Paragraph | TableBlock], above: Cell | None
    ) -> Iterator[tuple[TableBlock, Cell | None]]:
        for block in blocks:
            if isinstance(block, TableBlock):
                yield block, above
                above = None
            else:
                above = Cell(block.text, block.span())

    def down(section: Section) -> Iterator[tuple[TableBlock, Cell | None]]:
        yield from walk(section.blocks, Cell(section.heading, section.span))
        for one in section.sections:
            yield from down(one)

    yield from walk(document.front, None)
    for section in document.sections:
        yield from down(section)


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
        grid = _bind_side_by_side(block, form, index)
        if grid is not None:
            return grid
    header = _header(block, form, index)
    draft = _Draft(form, header.doubts)
    waiting: list[tuple[int, list[Cell], list[Cell], str]] = []
    for row in block.rows:
        _bind_row(row, header, draft, waiting, index)
    _bind_close(draft, header, waiting, index)
    draft.rows.sort(key=lambda bound: (bound.span.line, bound.span.column))
    return Grid(
        form, block.span, block.caption, header.keys, tuple(draft.rows), draft.cells,
        tuple(draft.doubts), header.cells, _odd(draft.cells),
    )  # fmt: skip


def _odd(cells: Mapping[tuple[str, str], Figure]) -> tuple[tuple[str, str], ...]:
    return tuple(place for place, figure in cells.items() if not figure.text.isdecimal())


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


# --- headers -----------------------------------------------------------------------


def _header(block: Block, form: Form, index: LabelIndex) -> _Header:
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
    keys = _in_order([one[0] for one in found], form)
    widths = {len(row.cells) for row in block.rows if row.aligned}
    grid_like = bool(found) and all(row.aligned for row in (*block.headers, *block.rows))
    same = grid_like and {one[3] for one in found} == {width} and width in widths
    places = {key: at for key, _, at, _ in found} if same else {}
    if places:
        keys = tuple(column.key for column in form.columns if column.key in places)
    cells = {key: cell for key, cell, _, _ in found}
    after = _blanks_after(block.rows, len(keys), index)
    return _Header(keys, places, width, cells, tuple(doubts), frozenset(skipped), after)


def _blanks_after(rows: Sequence[Row], count: int, index: LabelIndex) -> int | None:
    """The blank cells after the figures, where all rows that leave no doubt agree."""
    found = set()
    for row in rows:
        rest = split_row(row, index)[1]
        before, after = _edges(rest)
        if before + after == len(rest) - count and before < len(rest):
            found.add(after)
    return found.pop() if len(found) == 1 else None


def _edges(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many blank cells stand before the first filled one and after the last."""
    filled = [at for at, cell in enumerate(cells) if not is_blank(cell)]
    return (filled[0], len(cells) - 1 - filled[-1]) if filled else (len(cells), len(cells))


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
    for cell, at, width in unknown:
        known = {one[0] for one in found}
        missing = [column for column in form.columns if column.key not in known]
        core = label(cell.text).core
        best = max(missing, key=lambda column: _likeness(core, column.labels[0].core), default=None)
        if best is not None and _likeness(core, best.labels[0].core) >= _CLOSE - 0.1 and len(core) > 1:
            found.append((best.key, cell, at, width))
            doubts.append(Doubt("close_column", cell.text, cell.span, best.key))
    return doubts


def _in_order(found: Sequence[str], form: Form) -> tuple[str, ...]:
    """Columns as the figures stand: printed order, or form order for a stacked header."""
    order = [column.key for column in form.columns if column.key in found]
    depth = {column.key: len(column.groups) for column in form.columns}
    stacked = sorted(order, key=lambda key: depth[key])
    if list(found) in (order, stacked) or sorted(found, key=lambda key: depth[key]) == stacked:
        return tuple(order)
    return tuple(found)


# --- rows ---------------------------------------------------------------------------


def _bind_row(
    row: Row,
    header: _Header,
    draft: _Draft,
    waiting: list[tuple[int, list[Cell], list[Cell], str]],
    index: LabelIndex,
) -> None:
    labels, figures, unit = _parts(row, header, index)
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


def _parts(row: Row, header: _Header, index: LabelIndex) -> tuple[list[Cell], list[Cell], str]:
    """``(label cells, figure cells in column order, unit)`` of a row."""
    if header.places and len(row.cells) == header.width:
        first = min(header.places.values())
        labels = [cell for cell in row.cells[:first] if is_word(cell)]
        unit = ""
        if len(labels) > 1 and unit_of(labels[-1].text):
            unit = unit_of(labels.pop().text)
        return labels, [row.cells[header.places[key]] for key in header.keys], unit
    labels, rest = split_row(row, index)
    unit = ""
    filled = [at for at, cell in enumerate(rest) if not is_blank(cell)]
    found = _unit_or_mark(rest[filled[0]]) if filled else ""
    if found and len(rest) > len(header.keys):
        unit = found
        rest = rest[filled[0] + 1 :]
    if header.skipped and len(rest) == len(header.keys) + len(header.skipped):
        rest = rest[len(header.skipped) :]
    return labels, _trimmed(rest, len(header.keys), header.after), unit


def _unit_or_mark(cell: Cell) -> str:
    """A unit, or the dash that group rows carry in its place."""
    return unit_of(cell.text) or (cell.text.strip() if cell.text.strip() in _GROUP_MARKS else "")


def _trimmed(cells: Sequence[Cell], count: int, after: int | None) -> list[Cell]:
    """The figure cells, without the blank ones of merged labels and closing bars around them.

    Where it is not clear on which side a blank cell is one too many, nothing
    is dropped: the row then has too many cells and is a doubt.
    """
    excess = len(cells) - count
    if excess <= 0:
        return list(cells)
    before, behind = _edges(cells)
    if before == len(cells):
        return list(cells[:count])
    if before + behind < excess:
        return list(cells)
    if before + behind > excess and before and behind:
        if after is None or after > min(behind, excess) or excess - after > before:
            return list(cells)
        return list(cells[excess - after : len(cells) - after])
    left = min(before, excess)
    return list(cells[left : len(cells) - (excess - left)])


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
    return (later or free or rows)[0][1]


def _is_known_elsewhere(cell: Cell, form: Form, index: LabelIndex) -> bool:
    """A row of the same table in another edition, unless it is close to one of this form."""
    core = label(cell.text).core
    if any(_likeness(core, one.core) >= _CLOSE for row in form.rows for one in row.labels):
        return False
    refs = index.find(cell.text)
    return any(ref.role == ROW and ref.form.split("_")[0] == form.key.split("_")[0] for ref in refs)


def _take(
    found: FormRow, own: Cell, figures: Sequence[Cell], unit: str, exact: bool, header: _Header, draft: _Draft
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


def figure(cell: Cell) -> Figure:
    """A figure cell read: what it holds, its number and unit."""
    kind, number, unit = parse_figure(cell.text)
    return Figure(cell.text, cell.span, kind, number, unit)


def _bind_close(
    draft: _Draft,
    header: _Header,
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
        likeness = max(_likeness(taken.core, one.core) for one in row.labels)
        same_number = any(_same_number(taken, one) for one in row.labels)
        in_place = at < order[row.key] < limit
        cut = same_number and any(_is_cut(taken.core, one.core) for one in row.labels)
        if not (likeness >= _CLOSE or (likeness >= _NEAR and in_place and same_number) or cut):
            continue
        score = likeness + 0.3 * same_number + 0.3 * in_place + cut
        if best is None or score > best[0]:
            best = (score, row)
    return best[1] if best else None


def _same_number(a: Label, b: Label) -> bool:
    return a.ordinal is not None and a.ordinal == b.ordinal


def _is_cut(core: str, whole: str) -> bool:
    return len(core) >= 4 and whole.startswith(core)


def _likeness(a: str, b: str) -> float:
    """0 to 1; short labels must be equal."""
    if a == b:
        return 1.0
    if min(len(a), len(b)) < 3:
        return 0.0
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


# --- section four --------------------------------------------------------------------


def _bind_side_by_side(block: Block, form: Form, index: LabelIndex) -> Grid | None:
    """Block headers and exactly their figures, in order; None if it is printed as a grid."""
    rows = (*block.headers, *block.rows)
    named = [key for row in rows for cell in words_of(row) for key in _row_keys(cell, form, index)]
    keys = [row.key for row in form.rows if not row.group and row.key in named]
    if any(_figures_behind_label(row, form, index) for row in block.rows) and len(keys) > 1:
        return None
    names = tuple(column.key for column in form.columns)
    heads = {key: cell for row in rows for cell in words_of(row) for key in _row_keys(cell, form, index)}
    bound = tuple(
        BoundRow(key, heads[key].text, heads[key].span, True, label(heads[key].text), "") for key in keys
    )
    values: dict[tuple[str, str], Figure] = {}
    for named, run in _runs(rows, form, index):
        cells = _trimmed(run, len(named) * len(names), None)
        places = [(row.key, name) for row in form.rows if row.key in named for name in names]
        if len(cells) == len(places):
            values.update((place, figure(cell)) for place, cell in zip(places, cells, strict=True))
    if not keys or len(values) != len(keys) * len(names):
        doubt = Doubt("lost", "", block.span, "count")
        return Grid(form, block.span, block.caption, names, bound, {}, (doubt,), heads)
    return Grid(form, block.span, block.caption, names, bound, values, (), heads, _odd(values))


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


def _is_wordy(cell: Cell) -> bool:
    text = cell.text.strip()
    return text in NA_TOKENS or any(char.isdigit() for char in text)


def _row_keys(cell: Cell, form: Form, index: LabelIndex) -> list[str]:
    return [
        ref.key
        for ref in index.find(cell.text)
        if ref.role == ROW and ref.form == form.key and ref.edition == form.edition
    ]


def _figures_behind_label(row: Row, form: Form, index: LabelIndex) -> bool:
    labels, rest = split_row(row, index)
    filled = [cell for cell in rest if not is_blank(cell)]
    return bool(labels) and bool(_row_keys(labels[-1], form, index)) and len(filled) == len(form.columns)
