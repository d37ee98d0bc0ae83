"""Which table of which edition a table of the document is, and its header.

A table of the document may hold several captioned blocks; each block is bound
by its own labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, unit_of
from reportlint.model import Cell, Document, Edition, Form, Grid, Paragraph, Row, Section, Span, TableBlock
from reportlint.text import BLANK, FIGURE, WORD, fold, is_blank, label, text_class

_WEIGHTS: Final = {ROW: 4, COLUMN: 4, CAPTION: 3, GROUP: 2, HEAD: 1}
_IN_BRACKETS: Final = re.compile(r"\(([^()]{4,20})\)$")
_HEADER_ROWS: Final = 8  # labels that stand side by side are at the top of their table
_DISTINCT: Final = 3  # a shorter label (其他, 总计) does not tell a form
FormKey = tuple[str, str]
Parts = tuple[list[Cell], list[Cell]]


class Block(NamedTuple):
    """Rows of one printed table: its caption, header rows, and rows with figures.

    ``parts`` are the rows split into label cells and the cells after them.
    """

    caption: str
    headers: tuple[Row, ...]
    rows: tuple[Row, ...]
    parts: tuple[Parts, ...]
    span: Span
    blanks_shown: bool


def words_of(row: Row) -> list[Cell]:
    """The words of a row: labels and units."""
    return [cell for cell in row.cells if text_class(cell.text) == WORD]


def _is_caption(words: Sequence[Cell], index: LabelIndex) -> bool:
    return len(words) == 1 and CAPTION in index.roles(words[0].text)


def has_figure(row: Row) -> bool:
    """True for a row that holds at least one figure."""
    return any(text_class(cell.text) == FIGURE for cell in row.cells)


def _is_header(words: Sequence[Cell], index: LabelIndex) -> bool:
    """At least one word is a column or header label, and the first is no row's own."""
    if not words:
        return False
    roles = [index.roles(cell.text) for cell in words]
    if not any(role & {COLUMN, HEAD} for role in roles):
        return False
    numbered_or_no_column = label(words[0].text).style or not roles[0] & {COLUMN, HEAD}
    return not (roles[0] & {ROW, GROUP} and numbered_or_no_column)


def side_by_side(
    table: TableBlock, above: Cell | None, forms: Mapping[FormKey, Form], preferred: str, index: LabelIndex
) -> Form | None:
    """The form whose rows stand side by side, if the table's labels are that form's only."""
    words = [cell for row in table.rows[:_HEADER_ROWS] for cell in words_of(row)]
    named = row_label_in(above, index)
    if named is not None:
        words.append(named)
    met: dict[FormKey, set[tuple[str, str]]] = {}
    for cell in words:
        for ref in index.find(cell.text):
            if ref.role in (ROW, COLUMN):
                met.setdefault((ref.edition, ref.form), set()).add((ref.role, ref.key))
    fitting = [
        key
        for key, found in met.items()
        if key in forms
        and forms[key].layout == "blocks"
        and any(role == ROW for role, _ in found)
        and len(found) * 2 > max(len(other) for other in met.values())
        and _told_by_labels(found, forms[key])
    ]
    if not fitting:
        return None
    return forms[max(fitting, key=lambda key: (len(met[key]), key[0] == preferred, key[0]))]


def _told_by_labels(found: set[tuple[str, str]], form: Form) -> bool:
    """Half of the columns, or every row: the words of a stacked header may be torn apart."""
    columns = sum(role == COLUMN for role, _ in found)
    rows = sum(role == ROW for role, _ in found)
    return columns * 2 >= len(form.columns) or rows == sum(1 for row in form.rows if not row.group)


def row_label_in(above: Cell | None, index: LabelIndex) -> Cell | None:
    """The row label that the line above a table is, or holds in brackets: 行政诉讼（复议后起诉）."""
    if above is None:
        return None
    inside = _IN_BRACKETS.search(fold(above.text))
    if inside is not None and ROW in index.roles(inside[1]):
        line, column, _ = above.span
        return Cell(inside[1], Span(line, column + inside.start(1), column + inside.end(1)))
    return above if ROW in index.roles(above.text) else None


def whole_block(table: TableBlock, above: Cell | None, index: LabelIndex) -> Block:
    """A table taken as one block; a row label may stand in the line above it."""
    named = row_label_in(above, index)
    first = (Row((named,), aligned=True),) if named is not None else ()
    return _block("", (), (*first, *table.rows), table, index)


def split_blocks(table: TableBlock, before: str, index: LabelIndex) -> Iterator[Block]:
    """The printed tables in a table of the document; ``before`` is the paragraph above it."""
    caption = before if CAPTION in index.roles(before) else ""
    headers: list[Row] = []
    rows: list[Row] = []
    for row in table.rows:
        words = [] if has_figure(row) else words_of(row)
        if _is_caption(words, index):
            if rows or headers:
                yield _block(caption, headers, rows, table, index)
            caption, headers, rows = words[0].text.strip(), [], []
        elif _is_header(words, index):
            if rows and _repeats(row, headers):
                continue
            if rows:
                yield _block(caption, headers, rows, table, index)
                caption, headers, rows = "", [], []
            headers.append(row)
        else:
            rows.append(row)
    if rows or headers:
        yield _block(caption, headers, rows, table, index)


def _repeats(row: Row, headers: Sequence[Row]) -> bool:
    """A header printed again on the next page."""
    texts = [cell.text for cell in words_of(row)]
    return any(texts == [cell.text for cell in words_of(header)] for header in headers)


def _block(
    caption: str, headers: Sequence[Row], rows: Sequence[Row], table: TableBlock, index: LabelIndex
) -> Block:
    first = next((cell for row in (*headers, *rows) for cell in row.cells if cell.text), None)
    span = first.span if first else table.span
    parts = tuple(split_row(row, index) for row in rows)
    return Block(caption, tuple(headers), tuple(rows), parts, span, table.blanks_shown)


def figures_only(block: Block) -> Block:
    """The block with all rows that hold no figure taken for its header."""
    figures = [has_figure(row) for row in block.rows]
    return block._replace(
        headers=tuple(row for row, one in zip(block.rows, figures, strict=True) if not one),
        rows=tuple(row for row, one in zip(block.rows, figures, strict=True) if one),
        parts=tuple(part for part, one in zip(block.parts, figures, strict=True) if one),
    )


# --- which form ----------------------------------------------------------------------


def split_row(row: Row, index: LabelIndex) -> Parts:
    """``(label cells, the cells after them)`` of a row in reading order.

    The label ends at the last known label before the first figure; a row
    without a known label begins with its words. Behind the label of a group
    the next word is the row's own label, known or not.
    """
    cells = row.cells
    last_known = last_word = -1
    for at, cell in enumerate(cells):
        kind = text_class(cell.text)
        if kind == BLANK:
            continue
        if kind != WORD:
            break
        if last_word >= 0 and unit_of(cell.text):
            break
        roles = index.roles(cell.text)
        if roles & {ROW, GROUP}:
            last_known = at
        elif last_known >= 0:
            if index.roles(cells[last_known].text) == {GROUP}:
                last_known = at
            break
        last_word = at
    end = (last_known if last_known >= 0 else last_word) + 1
    return [cell for cell in cells[:end] if not is_blank(cell)], list(cells[end:])


def choose_form(
    block: Block, forms: Mapping[FormKey, Form], preferred: str, index: LabelIndex
) -> Form | None:
    """The form whose labels fit best; a tie goes to the preferred edition, else the newest.

    None where no row label of any form is met.
    """
    scores: dict[FormKey, int] = {}
    evidence: dict[FormKey, int] = {}
    seen: set[tuple[str, str, str, str]] = set()

    def count(cell: Cell, roles: frozenset[str]) -> None:
        for ref in index.find(cell.text):
            if ref.role not in roles or ref in seen:
                continue
            seen.add(ref)
            at = (ref.edition, ref.form)
            scores[at] = scores.get(at, 0) + _WEIGHTS[ref.role]
            if (ref.role == ROW and len(label(cell.text).core) >= _DISTINCT) or label(
                cell.text
            ).core == "规章":
                evidence[at] = evidence.get(at, 0) + 1

    if block.caption:
        count(Cell(block.caption, block.span), frozenset((CAPTION,)))
    for header in block.headers:
        for cell in words_of(header):
            count(cell, frozenset((COLUMN, HEAD)))
    for labels, _ in block.parts:
        for cell in labels[:-1]:
            count(cell, frozenset((GROUP,)))
        if labels:
            count(labels[-1], frozenset((ROW,)))
    fitting = [key for key in scores if evidence.get(key) and key in forms]
    if not fitting:
        return None
    best = max(fitting, key=lambda key: (scores[key], key[0] == preferred, key[0]))
    return forms[best]


def all_forms(editions: Sequence[Edition]) -> dict[FormKey, Form]:
    """Every form by edition name and key."""
    return {(edition.name, form.key): form for edition in editions for form in edition.forms}


def whole_tables(grids: Iterable[Grid]) -> list[tuple[Grid, ...]]:
    """The tables of a report, the pieces of one together; a table that comes again is one of its own."""
    found: dict[FormKey, list[list[Grid]]] = {}
    rows: dict[FormKey, set[str]] = {}
    for grid in grids:
        key = (grid.form.edition, grid.form.key)
        tables = found.setdefault(key, [])
        own = {row.key for row in grid.rows}
        if not tables or own & rows[key]:
            tables.append([])
            rows[key] = set()
        tables[-1].append(grid)
        rows[key] |= own
    return [tuple(table) for tables in found.values() for table in tables]


# --- walking the document ---------------------------------------------------------


def tables_of(document: Document) -> Iterator[tuple[TableBlock, Cell | None]]:
    """Every table with the text or heading right above it, in reading order."""

    def walk(
        blocks: Sequence[Paragraph | TableBlock], above: Cell | None
    ) -> Iterator[tuple[TableBlock, Cell | None]]:
        last: Paragraph | None = None
        for block in blocks:
            if isinstance(block, TableBlock):
                yield block, above if last is None else Cell(last.text, last.span())
                above = last = None
            else:
                last = block

    def down(section: Section) -> Iterator[tuple[TableBlock, Cell | None]]:
        yield from walk(section.blocks, Cell(section.heading, section.span))
        for one in section.sections:
            yield from down(one)

    yield from walk(document.front, None)
    for section in document.sections:
        yield from down(section)
