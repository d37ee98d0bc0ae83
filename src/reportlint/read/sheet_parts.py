"""What the rows of a sheet are: tables, and the words around them.

A row with one filled cell is a title, a heading, a caption, a paragraph or a
note; within a table it may also be a row whose figures are blank. Labels of
the forms tell them apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, is_heading
from reportlint.read.sheet_cells import Field, SheetRow, checked_size, one_line
from reportlint.text import FIGURE, fold, label, text_class

_SENTENCE: Final = re.compile("[。；！？]")
_LABEL_LIMIT: Final = 40  # no label that the forms do not know is longer
_PROSE: Final = 60  # a cell with so many characters belongs to no table of labels and figures
_FOREIGN: Final = 20_000  # a table of something else with more places is taken as words
# What stands around a table: who filled it in, when, in what unit.
_AROUND: Final = re.compile(r"[:：]|^(?:注|说明|备注|填表|填报|单位)|^(?:20|19)\d\d年")
_KNOWN: Final = frozenset((ROW, GROUP, COLUMN, CAPTION, HEAD))


class Words(NamedTuple):
    """A row of words that belongs to no table."""

    fields: tuple[Field, ...]


class Area(NamedTuple):
    """The rows of a table and the columns that hold anything."""

    rows: tuple[SheetRow, ...]
    columns: tuple[int, ...]


def parts_of(rows: Sequence[SheetRow], index: LabelIndex) -> Iterator[Words | Area]:
    """The tables and words of a sheet in reading order. Raises ReadError P001 too_large."""
    size = 0
    for part in _parts(rows, index):
        if isinstance(part, Area):
            size = checked_size(size + len(part.rows) * len(part.columns))
        yield part


def _parts(rows: Sequence[SheetRow], index: LabelIndex) -> Iterator[Words | Area]:
    met = _Met()
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) and not rows[at + 1].apart else None
        if met.rows and _begins_anew(met, row, index):
            yield from _closed(met.rows, index)
            met = _Met()
        if _is_table_row(row, after, bool(met.rows), index):
            met.add(row, index)
            continue
        yield from _closed(met.rows, index)
        met = _Met()
        yield Words(row.fields)
    yield from _closed(met.rows, index)


class _Met:
    """The rows of a table met so far; ``forms`` have rows with their labels, ``figures``: one holds a figure."""

    __slots__ = ("figures", "forms", "rows")

    def __init__(self) -> None:
        self.rows: list[SheetRow] = []
        self.forms: set[tuple[str, str]] = set()
        self.figures = False

    def add(self, row: SheetRow, index: LabelIndex) -> None:
        """One more row."""
        self.rows.append(row)
        self.forms |= _forms(row, index)
        self.figures = self.figures or _has_figure(row)


# --- rows -------------------------------------------------------------------------------


def _roles(row: SheetRow, index: LabelIndex) -> frozenset[str]:
    return frozenset(role for field in row.fields for role in index.roles(one_line(field.text)))


def _has_figure(row: SheetRow) -> bool:
    return any(text_class(field.text) == FIGURE for field in row.fields)


def _is_header(row: SheetRow, index: LabelIndex) -> bool:
    """True for a row of column labels."""
    if _has_figure(row):
        return False
    first = index.roles(one_line(row.fields[0].text))
    if first & {ROW, GROUP} and not first & {COLUMN, HEAD}:
        return False
    return bool(_roles(row, index) & {COLUMN, HEAD})


def _forms(row: SheetRow, index: LabelIndex) -> frozenset[tuple[str, str]]:
    """The forms that have a row with one of these labels, each with its edition."""
    return frozenset(
        (ref.edition, ref.form)
        for field in row.fields
        for ref in index.find(one_line(field.text))
        if ref.role in (ROW, GROUP)
    )


def _begins_anew(met: _Met, row: SheetRow, index: LabelIndex) -> bool:
    """True where a row does not belong to the table above it."""
    if _is_header(row, index):
        return met.figures  # else it is one more row of the same header
    forms = _forms(row, index)
    if row.apart and len(row.fields) == 1:
        text = one_line(row.fields[0].text)
        return ROW not in index.roles(text) or is_heading(fold(text).strip(), index)
    if row.apart:
        return not forms & met.forms
    labels_only = len(row.fields) > 1 and not _has_figure(row)
    return labels_only and met.figures and bool(forms) and not forms & met.forms


def _is_table_row(row: SheetRow, after: SheetRow | None, inside: bool, index: LabelIndex) -> bool:
    """True for a row of a table; ``after`` is the row right below it, ``inside``: a table stands right above."""
    if len(row.fields) > 1:
        return True
    text = one_line(row.fields[0].text)
    roles = index.roles(text)
    follows = after is not None and len(after.fields) > 1
    heads_next = after is not None and follows and _is_header(after, index)
    if CAPTION in roles:
        return False
    if not inside:
        return heads_next and bool(roles & {COLUMN, HEAD}) and not roles & {ROW}
    if roles & {ROW, GROUP}:
        return not heads_next
    if text_class(text) == FIGURE:
        return True
    if roles & {COLUMN, HEAD}:
        return follows
    short = len(text) <= _LABEL_LIMIT and not _SENTENCE.search(text) and not _AROUND.search(text)
    return short and follows and not heads_next and not is_heading(fold(text).strip(), index)


# --- tables -----------------------------------------------------------------------------


def _closed(rows: Sequence[SheetRow], index: LabelIndex) -> Iterator[Words | Area]:
    """The table that ends here, with the words right above and below it."""
    if not any(_roles(row, index) & _KNOWN for row in rows):
        yield from _unknown(rows)
        return
    first, last = 0, len(rows)
    while first < last and _is_around(rows[first], index):
        first += 1
    while last > first and _is_around(rows[last - 1], index):
        last -= 1
    yield from (Words(row.fields) for row in rows[:first])
    yield from _side_by_side(rows[first:last], index)
    yield from (Words(row.fields) for row in rows[last:])


def _is_around(row: SheetRow, index: LabelIndex) -> bool:
    """True for 填报单位：… 审核人：… and the like, which are no row of the form."""
    if _roles(row, index) & _KNOWN:
        return False
    return any(_AROUND.search(one_line(field.text)) for field in row.fields)


def _unknown(rows: Sequence[SheetRow]) -> Iterator[Words | Area]:
    """Rows of several cells without a label of the forms: prose in columns, or a table of something else."""
    prose = any(
        len(field.text) > _PROSE or _SENTENCE.search(field.text) for row in rows for field in row.fields
    )
    made = _area(rows)
    if len(rows) < 2 or prose or len(made.rows) * len(made.columns) > _FOREIGN:
        yield from (Words(row.fields) for row in rows)
    else:
        yield made


def _side_by_side(rows: Sequence[SheetRow], index: LabelIndex) -> Iterator[Area]:
    """The tables that stand beside one another, parted by blank columns; each has its own row labels."""
    columns = _area(rows).columns
    groups: list[list[int]] = [[columns[0]]]
    for before, column in itertools.pairwise(columns):
        if column == before + 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    starts = [group[0] for group in groups if _has_own_labels(rows, group, index)]
    if len(starts) < 2:
        yield _area(rows)
        return
    for first, after in itertools.pairwise((min(columns), *starts[1:], columns[-1] + 1)):
        own = [_within(row, first, after) for row in rows]
        yield _area([row for row in own if row.fields])


def _has_own_labels(rows: Sequence[SheetRow], group: Sequence[int], index: LabelIndex) -> bool:
    """True where some row begins with a row label in these columns and has a figure there."""
    for row in rows:
        own = [field for field in row.fields if group[0] <= field.column <= group[-1]]
        labelled = own and own[0].column == group[0] and ROW in index.roles(one_line(own[0].text))
        if labelled and any(text_class(one.text) == FIGURE for one in own[1:]):
            return True
    return False


def _within(row: SheetRow, first: int, after: int) -> SheetRow:
    fields = tuple(field for field in row.fields if first <= field.column < after)
    blanks = tuple(field for field in row.blanks if first <= field.column < after)
    return SheetRow(fields, row.apart, blanks)


def _area(rows: Sequence[SheetRow]) -> Area:
    columns = sorted({field.column for row in rows for field in row.fields})
    return Area(tuple(rows), tuple(columns))


def is_number_only(text: str) -> bool:
    """True for 一、 or （二） in a cell of its own, whose words follow in the next cell."""
    return len(text) <= 6 and bool(label(text + "甲").style)
