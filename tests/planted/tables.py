"""Family T: tables, rows, columns, labels and cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from random import Random

from reports import GeneratedReport, drop_row, make, replace_cell
from reports.blocks import Block, Heading, Tables
from reports.sheets import C, Key, Sheet

from .arithmetic import REQUESTS, REVIEWS, with_cells
from .plant import Planted, Planters, blocks_of, joined, line_of, lines_of, one_of, rebuilt
from .reading import PLAIN, ROW_STYLES, plain, requests_lines, zero_parts

NEW = ("2019", "2021")
# Styles that show an empty cell; elsewhere a blank cell is a cell that is not there.
BLANKS_SHOWN = (*ROW_STYLES, "cell_bar", "cell_bar_first", "cell_bar_alternate")
TOLD = ("C", "D001")
LONG = 8  # so many characters make a label that is known again without one of them

# Rows of counts that stand in no sum, by form.
ALONE = {
    "t08_d": "onsite_visitors",
    "t08_s": "onsite_visitors",
    "t08_f": "review_count",
    "t14_stats": "complaints",
}
NEIGHBOURS = {
    "2021": (
        (REQUESTS, "r_deny_internal", "r_deny_process"),
        (REQUESTS, "r_deny_secret", "r_deny_law"),
    ),
    "2019": ((REQUESTS, "r_noproc_repeat", "r_noproc_publication"),),
    "2014": (("t14_stats", "ch_weibo", "ch_wechat"), ("t14_stats", "offices", "reading_points")),
}


# Rows of the requests table that only this edition prints.
DIFFERENT = {"2019": ("r_other",), "2021": ("r_other_no_correction", "r_other_no_payment", "r_other_else")}


def lone_count(report: GeneratedReport) -> Key:
    """A cell of a count that stands in no sum."""
    form = report.forms[0]
    return (form, ALONE[form], "value") if form in ALONE else ("s2_art20_6", "coercion", "decisions")


def row_line(report: GeneratedReport, form: str, row: str) -> int:
    """The line (from 1) of the first figure of a row."""
    return next(line for key, (line, _) in report.line_of.items() if key[:2] == (form, row))


# --- tables --------------------------------------------------------------------------------


def without_block(report: GeneratedReport, rng: Random) -> Planted | None:
    """One of the blocks of section two left out."""
    if report.edition not in NEW:
        return None
    blocks = blocks_of(report)
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Tables))
    tables = blocks[at]
    assert isinstance(tables, Tables)
    gone = rng.randrange(len(tables.sheets))
    blocks[at] = Tables(tables.sheets[:gone] + tables.sheets[gone + 1 :])
    text = rebuilt(report, blocks)
    return Planted(text, line_of(text, _heading_above(blocks, at)), also=TOLD)


def without_tables(report: GeneratedReport, rng: Random) -> Planted | None:
    """All tables of a section left out, its heading still there."""
    if report.edition not in NEW:
        return None
    blocks = blocks_of(report)
    at = rng.choice([at for at, block in enumerate(blocks) if isinstance(block, Tables)])
    text = rebuilt(report, blocks[:at] + blocks[at + 1 :])
    return Planted(text, line_of(text, _heading_above(blocks, at)), also=(*TOLD, "S005"))


def _heading_above(blocks: Sequence[Block], at: int) -> str:
    heading = next(block for block in reversed(blocks[:at]) if isinstance(block, Heading))
    return heading.mark + heading.text


# --- rows and columns ----------------------------------------------------------------------


def droppable(report: GeneratedReport) -> list[tuple[str, str]]:
    """Rows that can be left out of a form whose rows are fixed, and leave others behind."""
    rows = list(dict.fromkeys(key[:2] for key in report.cells))
    count = Counter(form for form, _ in rows)
    return [(form, row) for form, row in rows if count[form] > 1 and form != REVIEWS]


def without_row(report: GeneratedReport, rng: Random) -> Planted | None:
    """A row left out: to be reported at the row that follows, else at the last one."""
    if report.edition == "2008":
        return None
    form, row = rng.choice(droppable(report))
    short = drop_row(report, form, row)
    if report.style not in ROW_STYLES:  # the label stands before the first figure
        return Planted(short.text, None, also=TOLD)
    rows = list(
        dict.fromkeys(
            key[1] for key in sorted(report.cells, key=report.line_of.__getitem__) if key[0] == form
        )
    )
    at = rows.index(row)
    beside = rows[at + 1] if at + 1 < len(rows) else rows[at - 1]
    return Planted(short.text, row_line(short, form, beside), also=TOLD)


def without_column(report: GeneratedReport, column: str) -> str:
    """The requests table without one column, headers and all."""
    lines = lines_of(report)
    bar = {"tsv": "\t", "bars_fullwidth": "｜"}.get(report.style, "|")
    number, at = report.line_of[REQUESTS, "r_open", column]
    index = lines[number - 1][: at - 1].count(bar)
    for line in requests_lines(report):
        cells = lines[line].split(bar)
        lines[line] = bar.join(cells[:index] + cells[index + 1 :])
    return joined(report, lines)


def lost_column(report: GeneratedReport, rng: Random) -> Planted | None:
    """A column of the requests table left out."""
    if report.edition not in NEW or report.style not in ROW_STYLES:
        return None
    recipe = report.recipe
    report = make(
        recipe.edition, recipe.style, recipe.seed, recipe.organ, recipe.family, **PLAIN, fillers=True
    )
    column = rng.choice(sorted({key[2] for key in report.cells if key[0] == REQUESTS}))
    return Planted(without_column(report, column), requests_lines(report).start + 1, also=TOLD)


def row_twice(report: GeneratedReport, rng: Random) -> Planted | None:
    """A row printed a second time."""
    if report.edition == "2008" or report.style not in ROW_STYLES:
        return None
    report = plain(report)
    form, row = rng.choice([pair for pair in droppable(report) if pair[0] in (REQUESTS, "t14_stats")])
    lines = lines_of(report)
    at = row_line(report, form, row)
    lines.insert(at, lines[at - 1])
    return Planted(joined(report, lines), at + 1)


def swapped(report: GeneratedReport, form: str, first: str, second: str) -> str:
    """The report with two rows in each other's place."""
    lines = lines_of(report)
    at = [row_line(report, form, row) - 1 for row in (first, second)]
    lines[at[0]], lines[at[1]] = lines[at[1]], lines[at[0]]
    return joined(report, lines)


def rows_swapped(report: GeneratedReport, rng: Random) -> Planted | None:
    """Two neighbouring rows in the other order."""
    if report.edition not in NEIGHBOURS or report.style not in ROW_STYLES:
        return None
    report = plain(report)
    rows = {key[:2] for key in report.cells}
    form, first, second = rng.choice(
        [one for one in NEIGHBOURS[report.edition] if all((one[0], row) in rows for row in one[1:])]
    )
    return Planted(swapped(report, form, first, second), row_line(report, form, second))


def pasted(report: GeneratedReport, other: GeneratedReport) -> str:
    """The report with the requests table of another one."""
    lines, others = lines_of(report), lines_of(other)
    here, there = requests_lines(report), requests_lines(other)
    return joined(report, lines[: here.start] + [others[n] for n in there] + lines[here.stop :])


def other_edition(report: GeneratedReport, rng: Random) -> Planted | None:
    """The requests table of the other edition pasted in."""
    if report.edition not in NEW or report.style not in ROW_STYLES:
        return None
    other = "2019" if report.edition == "2021" else "2021"
    foreign = make(other, report.style, report.recipe.seed + 7, **PLAIN)
    report = plain(report)
    table, start = requests_lines(foreign), requests_lines(report).start
    lines = [row_line(foreign, REQUESTS, row) - table.start + start for row in DIFFERENT[other]]
    return Planted(pasted(report, foreign), min(lines), also=TOLD)


# --- labels and units ----------------------------------------------------------------------


def _with_cell(
    report: GeneratedReport, table: int, sheet: int, place: tuple[int, int], text: str
) -> list[Block]:
    """The blocks with another text in one cell of a sheet."""
    blocks = blocks_of(report)
    tables = blocks[table]
    assert isinstance(tables, Tables)
    sheets = list(tables.sheets)
    rows = [list(row) for row in sheets[sheet].rows]
    row, column = place
    rows[row][column] = rows[row][column]._replace(text=text)
    sheets[sheet] = sheets[sheet]._replace(rows=tuple(map(tuple, rows)))
    blocks[table] = Tables(tuple(sheets))
    return blocks


def _cells(report: GeneratedReport) -> list[tuple[int, int, tuple[int, int], C, Sheet]]:
    """Every printed cell without a figure below the header rows: table, sheet, place."""
    return [
        (at, number, (row, column), cell, sheet)
        for at, block in enumerate(blocks_of(report))
        if isinstance(block, Tables)
        for number, sheet in enumerate(block.sheets)
        for row, cells in enumerate(sheet.rows)
        if row >= sheet.head and sheet.kind != "review"
        for column, cell in enumerate(cells)
        if cell.key is None and not cell.filler
    ]


def damaged_label(report: GeneratedReport, rng: Random) -> Planted | None:
    """A character lost from a row's label."""
    known = Counter(cell.text for *_, cell, _ in _cells(report))
    labels = [
        (at, number, place, cell)
        for at, number, place, cell, sheet in _cells(report)
        if len(cell.text) >= LONG
        and _inner(cell.text)
        and known[cell.text] == 1
        and _names_a_row(sheet, place)
    ]
    if not labels:
        return None
    at, number, place, cell = rng.choice(labels)
    cut = rng.choice(_inner(cell.text))
    damaged = cell.text[:cut] + cell.text[cut + 1 :]
    text = rebuilt(report, _with_cell(report, at, number, place, damaged))
    return Planted(text, line_of(text, damaged))


def _inner(label: str) -> list[int]:
    """Places of characters within a label that count: no number, no bracket, not the first ones."""
    bare = re.sub("（[^）]*）", lambda match: "（" * len(match[0]), label)
    return [at for at, char in enumerate(bare[:-1]) if at >= LONG // 2 and "一" <= char <= "龥"]


def _names_a_row(sheet: Sheet, place: tuple[int, int]) -> bool:
    """True for the last label of a row that holds figures."""
    row, column = place
    return any(cell.key for cell in sheet.rows[row]) and not any(
        cell.text and cell.key is None for cell in sheet.rows[row][column + 1 :] if sheet.kind == "requests"
    )


def wrong_unit(report: GeneratedReport, rng: Random) -> Planted | None:
    """Another unit in the unit column of a statistics form, or none."""
    units = [
        (at, number, place, cell)
        for at, number, place, cell, sheet in _cells(report)
        if sheet.kind == "list" and place[1] == 1 and cell.text not in ("——", "")
    ]
    if not units or report.style not in ROW_STYLES:
        return None
    at, number, place, cell = rng.choice(units)
    if rng.random() < 0.3:
        other = ""
    elif cell.text in ("元", "万元"):
        other = "万元" if cell.text == "元" else "元"
    else:
        other = "条" if cell.text in ("人", "人次") else "人次"
    blocks = _with_cell(report, at, number, place, other)
    tables = blocks[at]
    assert isinstance(tables, Tables)
    label, key = tables.sheets[number].rows[place[0]][0].text, tables.sheets[number].rows[place[0]][2].key
    text = rebuilt(report, blocks)
    assert key is not None
    return Planted(text, report.line_of[key][0] if label else None)


def money_without_unit(report: GeneratedReport, rng: Random) -> Planted | None:
    """2019: an amount whose unit nobody can tell."""
    key = ("s2_art20_9", "procurement", "amount")
    if not report.cells.get(key):
        return None
    faulty = replace_cell(report, *key, str(report.cells[key]))
    return Planted(faulty.text, faulty.line_of[key][0])


# --- cells ---------------------------------------------------------------------------------


def blank_cells(report: GeneratedReport, rng: Random) -> Planted | None:
    """Cells left blank, none of them a total."""
    if report.style not in BLANKS_SHOWN:
        return None
    if report.edition in NEW:
        keys = rng.sample(zero_parts(report), rng.randint(1, 5))
    else:
        keys = [lone_count(report)]
    faulty = with_cells(report, dict.fromkeys(keys, ""))
    # Where the bars stand on lines of their own a blank cell is a place between two of them.
    line = (
        None
        if report.style in ("cell_bar_first", "cell_bar_alternate")
        else min(faulty.line_of[key][0] for key in keys)
    )
    return Planted(faulty.text, line, also=TOLD)


def blank_totals(report: GeneratedReport, rng: Random) -> Planted | None:
    """Totals left blank beside filled parts."""
    if report.style not in BLANKS_SHOWN:
        return None
    if report.edition in NEW:
        if report.style not in ROW_STYLES:
            return None
        wanted = rng.choice(("row", "column"))
        keys = [
            key
            for key in report.cells
            if key[0] == REQUESTS and (key[2] == "total" if wanted == "column" else key[1] == "r_total")
        ]
    else:
        keys = [(report.forms[0], "req_total", "value")]
    faulty = with_cells(report, dict.fromkeys(keys, ""))
    if report.style not in ROW_STYLES:
        return Planted(faulty.text, None, also=TOLD)
    return Planted(faulty.text, min(faulty.line_of[key][0] for key in keys), True, TOLD)


def mark_for_zero(report: GeneratedReport, rng: Random) -> Planted | None:
    """A mark or 无 instead of 0."""
    key = lone_count(report)
    faulty = replace_cell(report, *key, rng.choice(("/", "—", "无", "-")))
    return Planted(faulty.text, faulty.line_of[key][0], also=TOLD)


def words_in_a_cell(report: GeneratedReport, rng: Random) -> Planted | None:
    """Words, an approximate number, or a unit behind the number.

    Words without a digit only where bars or tabs show them to be a cell.
    """
    key = lone_count(report)
    words = ("约30", "30余", "30件", *(("见附件",) if report.style in ROW_STYLES else ()))
    faulty = replace_cell(report, *key, rng.choice(words))
    return Planted(faulty.text, faulty.line_of[key][0], also=TOLD)


def impossible_count(report: GeneratedReport, rng: Random) -> Planted | None:
    """A count below zero, or with a fraction."""
    key = lone_count(report)
    faulty = replace_cell(report, *key, rng.choice(("-3", "2.5", "-1", "10.2")))
    return Planted(faulty.text, faulty.line_of[key][0], also=TOLD)


PLANTERS: Planters = {
    "T001": one_of(without_block, without_tables),
    "T002": without_row,
    "T003": lost_column,
    "T004": damaged_label,
    "T005": blank_cells,
    "T006": mark_for_zero,
    "T007": words_in_a_cell,
    "T008": impossible_count,
    "T009": other_edition,
    "T010": row_twice,
    "T011": one_of(wrong_unit, money_without_unit),
    "T012": blank_totals,
    "T013": rows_swapped,
}
