"""Tables as text: every way in which real reports keep all their cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .aligned import aligned
from .choices import Choices
from .sheets import FILL, C, Sheet
from .written import EMPTY, Written, joined

# What stands between, before and after the cells of a row.
BARS = {
    "bars": (" | ", "", ""),
    "bars_tight": ("|", "", ""),
    "bars_trailing": (" | ", "", " |"),
    "bars_both": (" | ", "| ", " |"),
    "bars_fullwidth": ("｜", "", ""),
    "markdown": (" | ", "| ", " |"),
    "tsv": ("\t", "", ""),
}
CUTS = {
    "商业企业": ("商业", "企业"),
    "科研机构": ("科研", "机构"),
    "（三）不予公开": ("（三）", "不予公开"),
    "（四）无法提供": ("（四）", "无法提供"),
    "本年新制作数量": ("本年新", "制作数量"),
    "本年新公开数量": ("本年新", "公开数量"),
    "计量单位": ("计量", "单位"),
    "年末统计": ("年末", "统计"),
}
STYLES = (
    "bars",
    "bars_tight",
    "bars_trailing",
    "bars_fullwidth",
    "markdown",
    "cell_bar",
    "cell_bar_alternate",
    "cell_blank_line",
    "tab_cells",
    "tsv",
    "aligned",
    "aligned_cp",
)
# Further forms of the same: bars on both sides, the bar before its cell.
MORE_STYLES = ("bars_both", "cell_bar_first")


def tables(sheets: Sequence[Sheet], style: str, choices: Choices) -> list[Written]:
    """The tables of one section in a style; ValueError for an unknown style."""
    if style in BARS:
        return in_rows(sheets, style, choices)
    if style in ("aligned", "aligned_cp"):
        return aligned(sheets, style == "aligned", choices)
    return in_cells(sheets, style, choices)


def in_rows(sheets: Sequence[Sheet], style: str, choices: Choices) -> list[Written]:
    """One line per row."""
    markdown = style == "markdown"
    together = choices.one_table and len(sheets) > 1 and sheets[0].kind == "block"
    fillers = choices.fillers or markdown
    as_row = choices.captions == "row" or (markdown and together)
    width = max(sheet.width for sheet in sheets)
    between, before, after = BARS[style]
    lines: list[Written] = []
    for index, sheet in enumerate(sheets):
        if index and not together:
            lines.append(EMPTY)
        rows = [list(row) for row in sheet.rows]
        if sheet.caption and as_row:
            rows.insert(0, [C(sheet.caption), *[FILL] * (sheet.width - 1)])
        elif sheet.caption:
            lines += [Written(sheet.caption)] + ([EMPTY] if markdown else [])
        wide = width if together else sheet.width
        for number, row in enumerate(rows):
            cells = row + [FILL] * (wide - len(row)) if fillers else [c for c in row if not c.filler]
            lines.append(joined(cells, between, before, after))
            if markdown and number == 0 and not (together and index):
                lines.append(Written("| " + " | ".join(["---"] * len(cells)) + " |"))
    return lines


def in_cells(sheets: Sequence[Sheet], style: str, choices: Choices) -> list[Written]:
    """One cell per line, merged cells once, in the order in which they are opened."""
    write = CELLS[style]
    lines: list[Written] = []
    for index, sheet in enumerate(sheets):
        if index and not sheet.caption:
            lines.append(EMPTY)
        if sheet.caption:
            as_cell = choices.captions == "row"
            lines += write(C(sheet.caption), choices) if as_cell else [Written(sheet.caption)]
            lines += [EMPTY] if lines[-1].text and style in ("cell_blank_line", "tab_cells") else []
        for number, row in enumerate(sheet.rows):
            cells = [cell for cell in row if not cell.filler]
            if style == "tab_cells" and sheet.levels and number >= sheet.head:
                cells[0] = indented(cells[0], sheet.levels[number - sheet.head])
            for cell in cells:
                lines += write(cell, choices)
            if style == "tab_cells":
                lines.append(EMPTY)
    return lines


def indented(cell: C, level: int) -> C:
    """A child row's label, pushed in by full-width spaces as in old print."""
    deep = level and not cell.text.startswith("其中")
    return cell._replace(text="　　　" * level + cell.text) if deep else cell


def one(text: str, cell: C, at: int = 0) -> Written:
    """A line that holds one cell."""
    return Written(text, ((at, cell.key),) if cell.key else ())


def pieces(cell: C, choices: Choices) -> Sequence[str]:
    """The lines of a cell's text: header words are cut in narrow columns."""
    return CUTS.get(cell.text, (cell.text,)) if choices.wrap_labels else (cell.text,)


def cell_bar(cell: C, choices: Choices) -> list[Written]:
    """The cell, then a bar in the same line."""
    return [one(f"{cell.text} |", cell)]


def cell_bar_alternate(cell: C, choices: Choices) -> list[Written]:
    """The cell, then a line with the bar."""
    return [one(cell.text, cell), Written("|")]


def cell_bar_first(cell: C, choices: Choices) -> list[Written]:
    """A line with the bar, then the cell."""
    return [Written("| "), one(cell.text, cell)]


def cell_blank_line(cell: C, choices: Choices) -> list[Written]:
    """The cell between blank lines."""
    first, *rest = pieces(cell, choices)
    return [one(first, cell), *(Written(text) for text in rest), EMPTY]


def tab_cell(cell: C, choices: Choices) -> list[Written]:
    """A tab, then the cell; a line without tab goes on with it."""
    first, *rest = pieces(cell, choices)
    return [one(f"\t{first}", cell, 1), *(Written(text) for text in rest)]


CELLS: dict[str, Callable[[C, Choices], list[Written]]] = {
    "cell_bar": cell_bar,
    "cell_bar_alternate": cell_bar_alternate,
    "cell_bar_first": cell_bar_first,
    "cell_blank_line": cell_blank_line,
    "tab_cells": tab_cell,
}
