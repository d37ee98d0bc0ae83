"""The data that flows from a file to its findings.

Everything here is frozen. Lines and columns are 1-based, columns count code
points of the line as stored (a byte order mark is not counted, a tab or a
zero-width character is one column). ``Span.end`` is the column after the last
character. The hot path (spans, cells, figures) uses named tuples.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

# --- where things stand ----------------------------------------------------

# The pieces of a text that the file breaks: (offset, line, column) of the start of each.
Marks = tuple[tuple[int, int, int], ...]
_LAST = sys.maxsize


def span_of(marks: Marks, start: int, end: int) -> Span:
    """The place of ``text[start:end]`` of a text with those marks, cut at the end of its first line."""
    at = bisect_right(marks, (start, _LAST, _LAST)) - 1
    if at < 0:
        raise IndexError(start)
    offset, line, column = marks[at]
    begin = column + start - offset
    while at + 1 < len(marks) and marks[at + 1][0] < end and marks[at + 1][1] == line:
        at += 1
    stop = min(end, marks[at + 1][0]) if at + 1 < len(marks) else end
    offset, _, column = marks[at]
    return Span(line, begin, max(begin, column + stop - offset))


def marks_from(marks: Marks, start: int) -> Marks:
    """The marks of ``text[start:]``."""
    if start == 0:
        return marks
    kept: list[tuple[int, int, int]] = []
    for offset, line, column in marks:
        if offset > start:
            kept.append((offset - start, line, column))
        else:
            kept = [(0, line, column + start - offset)]
    return tuple(kept)


class Span(NamedTuple):
    """A stretch of one line."""

    line: int
    column: int
    end: int


class Line(NamedTuple):
    """A line of text that belongs to no table; ``folded`` is the same text folded.

    ``marks`` is empty where ``text`` is the stored line ``number``; else it
    tells where each piece of the text stands in the file.
    """

    text: str
    number: int
    folded: str
    marks: Marks = ()


class Cell(NamedTuple):
    """A table cell as it stands in the file."""

    text: str
    span: Span


class Row(NamedTuple):
    """One row of a table.

    ``aligned`` is true where a cell's position in ``cells`` is its column in
    the grid; false where the cells are only known in reading order.
    """

    cells: tuple[Cell, ...]
    aligned: bool


class TableBlock(NamedTuple):
    """A run of rows met by a reader.

    ``lost`` is empty, or says why cells cannot be bound to rows and columns
    (a message variant of rule P005). ``blanks_shown``: an empty cell of the
    table is an empty cell here; where it is false empty cells have vanished,
    so that a short row cannot be told from a wrong one.
    """

    rows: tuple[Row, ...]
    span: Span
    lost: str = ""
    blanks_shown: bool = True


class Origin(NamedTuple):
    """What to print for a canonical line of a format that has no lines.

    ``place`` is a place a person can find, ``{"zh": …, "en": …}``. For a row
    of a table ``cells`` holds the columns of the line at which its cells
    begin, so that a place can name the cell: by counting, or by ``names``
    (C7 in a workbook).
    """

    page: int | None
    place: Mapping[str, str]
    cells: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


class Source(NamedTuple):
    """A file as lines and tables, in reading order.

    ``lines[i]`` is line i + 1 as stored; ``items`` holds what the lines say.
    ``origins`` is empty for formats whose lines are the file's lines.
    ``sheets`` are the names of a workbook's sheets ("" where they have none),
    empty for other formats: a workbook may hold no more than a report's tables.
    """

    path: str
    encoding: str
    lines: tuple[str, ...]
    items: tuple[Line | TableBlock, ...]
    origins: tuple[Origin, ...] = ()
    sheets: tuple[str, ...] = ()


# --- the tree of the grammar -----------------------------------------------


class Paragraph(NamedTuple):
    """Text that is no heading and no table.

    A paragraph that the file breaks over several lines is one paragraph:
    ``marks`` holds ``(offset, line, column)`` for the start of each piece.
    """

    text: str
    marks: Marks

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The place of ``text[start:end]``, cut at the end of its first line."""
        return span_of(self.marks, start, len(self.text) if end is None else end)


class Passage(NamedTuple):
    """A heading or a paragraph in reading order; ``under`` is the heading it stands under ("" in front).

    ``folded`` is the paragraph's text folded, of the same length; ``above`` are the headings
    that ``under`` itself stands under, outermost first.
    """

    paragraph: Paragraph
    folded: str
    under: str
    heading: bool
    above: tuple[str, ...] = ()


class Section(NamedTuple):
    """A heading and what stands under it.

    ``level`` 1 is a chapter (一、), 2 a part （一）, 3 a point (1.), 4 （1）.
    ``style`` names the numbering ("cn", "cn_paren", "arabic", "arabic_paren",
    "part", "bare", "annex"), ``ordinal`` is its number, None where there is none.
    ``mark`` is the printed number with its punctuation. ``marks`` are those of
    ``heading``. ``runs_on``: the first block stands on the heading's own line.
    """

    level: int
    style: str
    ordinal: int | None
    mark: str
    heading: str
    span: Span
    blocks: tuple[Paragraph | TableBlock, ...]
    sections: tuple[Section, ...]
    marks: Marks = ()
    runs_on: bool = False


class Document(NamedTuple):
    """A report's structure: what stands before the first heading, then chapters."""

    front: tuple[Paragraph | TableBlock, ...]
    sections: tuple[Section, ...]


# --- the form as data --------------------------------------------------------


class Label(NamedTuple):
    """A label taken apart: printed number (style, ordinal) and comparable core."""

    style: str
    ordinal: int | None
    core: str


class FormColumn(NamedTuple):
    """A column of figures. ``kind``: "count", "money" or "signed"."""

    key: str
    label: str
    labels: tuple[Label, ...]
    groups: tuple[str, ...]
    unit: str
    kind: str
    optional: bool


class FormRow(NamedTuple):
    """A row of the form; a group row carries no figures."""

    key: str
    label: str
    labels: tuple[Label, ...]
    parent: str | None
    level: int
    unit: str
    kind: str
    group: bool
    optional: bool


class Form(NamedTuple):
    """A table of the form.

    ``layout`` is "grid" (rows by columns) or "blocks" (one printed line that
    holds the rows side by side, as in section four).
    ``frame`` names the columns that hold no figures ("indicator", "unit",
    "code") with the cores of their labels.
    ``demanded``: the edition requires it. ``complete``: its rows are fixed.
    """

    key: str
    edition: str
    section: str
    name: Mapping[str, str]
    layout: str
    captions: tuple[Label, ...]
    heads: tuple[Label, ...]
    frame: Mapping[str, tuple[str, ...]]
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]
    demanded: bool
    complete: bool

    def row(self, key: str) -> FormRow:
        """The row of that key; KeyError if there is none."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def column(self, key: str) -> FormColumn:
        """The column of that key; KeyError if there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


class SectionForm(NamedTuple):
    """A section of the edition.

    ``accepted`` are headings taken as they are, ``cores`` what is compared of
    them and of the official one; ``all_of`` and ``any_of`` are
    core words that identify a differing heading; ``content`` are words whose
    presence in the text shows that the item is covered (statutory items that
    may be merged into another section).
    """

    key: str
    heading: str
    accepted: tuple[str, ...]
    cores: frozenset[str]
    all_of: tuple[str, ...]
    any_of: tuple[str, ...]
    none_of: tuple[str, ...]
    content: tuple[str, ...]
    demanded: bool
    parent: str | None
    basis: str


class Equation(NamedTuple):
    """One relation of a form, judged once per column or row.

    ``rule`` is the code it is reported under; ``each`` is "column", "row" or
    "" (names are then ``row.column``); ``holds`` is the formula's text.
    """

    rule: str
    edition: str
    form: str
    each: str
    holds: str
    says: Mapping[str, str]
    origin: str


class Quantity(NamedTuple):
    """A quantity that reports tell in prose.

    ``topic`` is what its sentence must be about ("request", "review" …, "" for
    any), ``rank`` decides where several phrases fit. ``units`` are its measure
    words. ``readings`` are the accepted meanings as sums of rows, judged over
    ``columns``; ``near`` are meanings that are wrong but easily explained.
    ``level`` is that of a contradiction: "error", "warning", "note".
    ``family`` groups quantities that split a whole in one way ("result",
    "applicant" …); ``zero`` is the role under which 未收到 … denies it.
    """

    key: str
    topic: str
    rank: int
    units: frozenset[str]
    level: str
    columns: tuple[str, ...]
    readings: tuple[str, ...]
    near: tuple[tuple[str, str], ...]
    family: str
    zero: str
    name: Mapping[str, str]


class Phrasebook(NamedTuple):
    """How an edition's quantities are told: literal phrases, longest length first tried.

    ``before`` and ``after`` map a phrase that stands before or behind the
    figure to the keys it may mean; ``fillers`` may stand between both.
    ``zero`` maps a role of zero statements to the key they deny.
    """

    quantities: Mapping[str, Quantity]
    before: Mapping[str, tuple[str, ...]]
    after: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    zero: Mapping[str, str]
    longest: int


class Edition(NamedTuple):
    """A period of the law with its sections and tables; ``told`` is None where nothing is told of it."""

    name: str
    first_year: int
    last_year: int
    regulation: str
    notice: str
    fixed_sections: bool
    sections: tuple[SectionForm, ...]
    forms: tuple[Form, ...]
    equations: tuple[Equation, ...]
    citations: tuple[str, ...]
    told: Phrasebook | None = None

    def form(self, key: str) -> Form | None:
        """The table of that key, or None."""
        for form in self.forms:
            if form.key == key:
                return form
        return None


# --- the report ---------------------------------------------------------------


class Kind(StrEnum):
    """What a figure cell holds. Blank is never zero."""

    FIGURE = "figure"
    ZERO = "zero"
    BLANK = "blank"
    NA = "na"
    LOST = "lost"
    TEXT = "text"


class Figure(NamedTuple):
    """A bound figure cell; ``number`` is None unless FIGURE or ZERO."""

    text: str
    span: Span
    kind: Kind
    number: Decimal | None
    unit: str


class BoundRow(NamedTuple):
    """A row of the document bound to a row of the form (``key``).

    ``label`` is the text as printed, ``exact`` false where it is only close to
    an accepted one, ``number`` the printed number's (style, ordinal).
    """

    key: str
    label: str
    span: Span
    exact: bool
    mark: Label
    unit: str


class Doubt(NamedTuple):
    """Something about a table that did not fit and was not guessed.

    ``what`` is one of: "short_row", "long_row", "unknown_row", "duplicate_row",
    "foreign_row", "no_header", "unknown_column", "foreign_column", "lost".
    """

    what: str
    text: str
    span: Span
    key: str


class Grid(NamedTuple):
    """A table of the document bound to a form by its labels.

    ``odd`` are the cells that are not simply digits: blank, marks, words,
    units, signs, decimals.
    """

    form: Form
    span: Span
    caption: str
    columns: tuple[str, ...]
    rows: tuple[BoundRow, ...]
    cells: Mapping[tuple[str, str], Figure]
    doubts: tuple[Doubt, ...]
    heads: Mapping[str, Cell]
    odd: tuple[tuple[str, str], ...] = ()

    def row(self, key: str) -> BoundRow | None:
        """The first bound row of that key, or None."""
        for row in self.rows:
            if row.key == key:
                return row
        return None


class Cells(NamedTuple):
    """Every bound cell of a report by row and column, the first table wins.

    ``known``: the rows of its forms, whether or not the tables have them, with the columns of those forms.
    """

    grids: Mapping[tuple[str, str], Grid]
    known: Mapping[str, frozenset[str]]


class Term(NamedTuple):
    """A figure cell in a relation: its anchor, side (1 left, -1 right), coefficient."""

    anchor: str
    row: str
    column: str
    side: int
    factor: int
    figure: Figure | None


class Relation(NamedTuple):
    """An equation judged on one column or row of a table (``line``).

    ``state``: "broken", or "blank" where of a total and its parts one is
    filled and the other blank. ``total`` is the term that is the sum of the
    others, None where the equation is no sum. ``shown`` is the equation with
    its numbers where it is more than two sums. ``table`` counts the tables of
    the form, from 0.
    """

    equation: Equation
    form: Form
    line: str
    terms: tuple[Term, ...]
    total: Term | None
    constants: tuple[int, int]
    compare: str
    state: str
    left: Decimal
    right: Decimal
    shown: str = ""
    table: int = 0


class Judged(NamedTuple):
    """What the equations of one rule came to: how many held or were unknown, and the rest."""

    held: int
    unknown: int
    relations: tuple[Relation, ...]


class Amount(NamedTuple):
    """A number with its measure word in a text; money is in yuan.

    ``rough``: not meant exactly (余, 约, a range). ``step`` is one unit of the
    last printed digit. ``start`` and ``end`` are offsets in the text.
    """

    value: Decimal
    unit: str
    rough: bool
    step: Decimal
    start: int
    end: int


class Told(NamedTuple):
    """A figure told in prose.

    ``scope`` is "" for the whole report and year, else what it is about
    instead: "year", "period", "unit", "area", "channel", "part", "filed",
    "plan", "cumulative", "change". ``kind``: "number", "rough" (余, 约, a
    range), "zero" (said in words), "all" (全部办结: nothing is left).
    ``step`` is one unit of the last printed digit, money is in yuan.
    """

    quantity: str
    value: Decimal
    text: str
    span: Span
    scope: str
    kind: str = "number"
    step: Decimal = Decimal(1)


class BoundSection(NamedTuple):
    """A section of the document bound to one of the edition."""

    key: str
    section: Section
    exact: bool


class Title(NamedTuple):
    """The report's title as one line; ``span`` is where it starts."""

    text: str
    span: Span
    agency: str | None
    year: int | None


NO_THRESHOLDS: Final[Mapping[str, int]] = MappingProxyType({})


class Report(NamedTuple):
    """The only thing a rule sees. ``relations`` holds the judged equations by rule code.

    ``tables_only``: the file is a workbook with the report's tables and
    without its text; a rule with ``needs_text`` is then not asked. ``thresholds``
    are the numbers of all rules that may be set, by ``CODE.name``. ``prose`` are the
    ``passages`` that are no tables. ``folded`` is all that ``passages`` say, folded, a
    paragraph, heading or cell a line: a rule sees there whether the words it looks for
    stand in the report at all. ``cells`` are those of all ``grids``.
    """

    source: Source
    document: Document
    title: Title | None
    agency: str | None
    organ: str | None
    year: int | None
    edition: Edition
    edition_reason: str
    sections: tuple[BoundSection, ...]
    grids: tuple[Grid, ...]
    lost_tables: tuple[TableBlock, ...]
    relations: Mapping[str, Judged]
    passages: tuple[Passage | TableBlock, ...]
    prose: tuple[Passage, ...]
    folded: str
    cells: Cells
    told: tuple[Told, ...] = ()
    due: str | None = None
    last: Report | None = None
    editions: tuple[Edition, ...] = ()
    tables_only: bool = False
    thresholds: Mapping[str, int] = NO_THRESHOLDS

    def section(self, key: str) -> Section | None:
        """The first section bound to that key, or None."""
        for bound in self.sections:
            if bound.key == key:
                return bound.section
        return None

    def grids_of(self, form: str) -> tuple[Grid, ...]:
        """All tables bound to the form of that key."""
        return tuple(grid for grid in self.grids if grid.form.key == form)
