"""Tables as grids of cells, before they are written in any style."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from .choices import Choices
from .forms import (
    APPLICANTS,
    BLOCKS_2019,
    BLOCKS_2021,
    CARRIED_IN,
    CARRIED_OUT,
    LISTS,
    NEW,
    NOTE,
    OTHER_2019,
    OTHER_LONG,
    OTHER_SHORT,
    OUTCOMES,
    PARTIAL_LONG,
    RESULT_GROUPS,
    RESULTS,
    REVIEWS,
    TOTAL,
    Block,
    Row,
)

Key = tuple[str, str, str]


class C(NamedTuple):
    """A cell: its text, the key of its figure, true where a merged cell goes on."""

    text: str
    key: Key | None = None
    filler: bool = False


FILL = C("", None, True)


class Sheet(NamedTuple):
    """A table: kind ("block", "requests", "review", "list"), caption, grid rows.

    ``head`` counts the header rows (without the caption); ``levels`` are the
    depths of the body rows of a "list".
    """

    kind: str
    caption: str
    rows: tuple[tuple[C, ...], ...]
    head: int
    levels: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns of the grid."""
        return max(len(row) for row in self.rows)


class Source(NamedTuple):
    """Figures with what the caller wants different: other texts, rows left out."""

    figures: Mapping[Key, Decimal]
    overrides: Mapping[Key, str]
    dropped: frozenset[tuple[str, str]]
    choices: Choices

    def cell(self, key: Key, shown: str | None = None) -> C:
        """The cell of a figure as it is printed."""
        if key in self.overrides:
            return C(self.overrides[key], key)
        text = shown if shown is not None else str(self.figures[key])
        if self.choices.wide_digits:
            text = text.translate(WIDE)
        return C(text, key)

    def has(self, form: str, row: str) -> bool:
        """False for a row that was left out."""
        return (form, row) not in self.dropped


WIDE = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}


def label(text: str, choices: Choices) -> str:
    """A label of the forms in the report's own punctuation."""
    text = text.replace("{p}", choices.point).replace("{c}", choices.colon)
    text = text.replace("{q}", choices.other).replace("{g}", choices.regulation)
    return text.replace("“三安全一稳定”", choices.quotes[0] + "三安全一稳定" + choices.quotes[1])


def section_two(edition: str, source: Source) -> list[Sheet]:
    """The captioned blocks of section two (2019 and 2021)."""
    blocks = BLOCKS_2019 if edition == "2019" else BLOCKS_2021
    sheets = (block_sheet(block, source) for block in blocks)
    return [sheet for sheet in sheets if len(sheet.rows) > 1]


def block_sheet(block: Block, source: Source) -> Sheet:
    """One captioned block."""
    choices = source.choices
    rows = [(C("信息内容"), *(C(text) for _, text in block.columns))]
    for key, text in block.rows:
        if not source.has(block.form, key):
            continue
        if key == "regulations":
            text = text[0] + choices.rule_space + text[1]
        cells = (money(source, (block.form, key, column)) for column, _ in block.columns)
        rows.append((C(text), *cells))
    return Sheet("block", f"第二十条{choices.caption_space}第（{block.item}）项", tuple(rows), 1)


def money(source: Source, key: Key) -> C:
    """A cell of section two; a purchase amount carries its unit, as its column has none."""
    if key[2] != "amount" or not source.figures[key]:
        return source.cell(key)
    unit = source.choices.money_unit
    return source.cell(key, f"{source.figures[key]}{unit}")


def requests(edition: str, source: Source) -> Sheet:
    """Table three with its three header rows and three label columns."""
    form = "s3_requests"
    names = [C(text) for _, text in APPLICANTS]
    rows: list[tuple[C, ...]] = [
        (C(NOTE), FILL, FILL, C("申请人情况"), *[FILL] * 6),
        (FILL, FILL, FILL, names[0], C("法人或其他组织"), *[FILL] * 4, names[6]),
        (FILL, FILL, FILL, FILL, *names[1:6], FILL),
    ]

    def line(labels: tuple[C, C, C], row: str) -> None:
        figures = (source.cell((form, row, column)) for column, _ in APPLICANTS)
        rows.append((*labels, *figures))

    for key, text in (NEW, CARRIED_IN):
        if source.has(form, key):
            line((C(text), FILL, FILL), key)
    first = C(RESULTS)
    for group, members in result_groups(edition, source.choices):
        head = C(group)
        for key, text in members:
            if not source.has(form, key):
                continue
            name = C(label(text, source.choices))
            line((first, head, name) if group else (first, name, FILL), key)
            first = head = FILL
    if source.has(form, CARRIED_OUT[0]):
        line((C(CARRIED_OUT[1]), FILL, FILL), CARRIED_OUT[0])
    return Sheet("requests", "", tuple(rows), 3)


def result_groups(edition: str, choices: Choices) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Groups of result rows of an edition, with （七）总计 as the last."""
    last = OTHER_2019 if edition == "2019" else OTHER_LONG if choices.long_labels else OTHER_SHORT
    groups: list[tuple[str, tuple[tuple[str, str], ...]]] = [*RESULT_GROUPS, last, ("", (TOTAL,))]
    if choices.long_labels:
        groups[1] = ("", (("r_partial", PARTIAL_LONG),))
    return groups


def reviews(source: Source) -> list[Sheet]:
    """Table four: one line of fifteen figures, or three small tables."""
    form = "s4_review_litigation"
    names = [C(text) for _, text in OUTCOMES]

    def figures(block: str) -> list[C]:
        return [source.cell((form, block, key)) for key, _ in OUTCOMES]

    if source.choices.split_four:
        return [
            Sheet(
                "review",
                "",
                (*((C(text), *[FILL] * 4) for text in labels), tuple(names), tuple(figures(block))),
                len(labels) + 1,
            )
            for block, labels in REVIEWS
            if source.has(form, block)
        ]
    four = [FILL] * 4
    rows = (
        (C("行政复议"), *four, C("行政诉讼"), *[FILL] * 9),
        (*names, C("未经复议直接起诉"), *four, C("复议后起诉"), *four),
        (*[FILL] * 5, *names, *names),
        tuple(cell for block, _ in REVIEWS for cell in figures(block)),
    )
    return [Sheet("review", "", rows, 3)]


def lists(form: str, source: Source, heads: tuple[str, ...]) -> list[tuple[str, Sheet]]:
    """The sub-tables (title, table) of a statistics form with label, unit, value(s)."""
    variant = "t08_f_city" if form == "t08_f" and source.choices.cumulative else form
    columns = ("value", "value_cumulative")[: len(heads) - 2]
    tables: list[tuple[str, Sheet]] = []
    for title, rows in LISTS["t14" if form == "t14_stats" else variant]:
        kept = [row for row in rows if source.has(form, row.key)]
        grid = [tuple(C(text) for text in heads)]
        grid += [list_row(form, row, columns, source) for row in kept]
        levels = tuple(row.level for row in kept)
        tables.append((title, Sheet("list", "", tuple(grid), 1, levels)))
    return [pair for pair in tables if len(pair[1].rows) > 1]


def list_row(form: str, row: Row, columns: tuple[str, ...], source: Source) -> tuple[C, ...]:
    """One row of a statistics form; a group row carries dashes."""
    head = (C(label(row.label, source.choices)), C(row.unit))
    if row.group:
        return (*head, *(C("——") for _ in columns))
    return (*head, *(source.cell((form, row.key, column)) for column in columns))
