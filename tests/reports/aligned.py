"""Tables whose columns are made by spaces, as a PDF gives them.

``wide`` true counts display columns (a Chinese character takes two), false
counts code points, with wrapped labels and page numbers between the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from .choices import Choices
from .sheets import C, Sheet
from .written import EMPTY, Written, display_width, placed

Pieces = list[tuple[int, C]]
VERTICAL = ("三、", "本", "年", "度", "办", "理", "结", "果")
HALVES = {
    "结果维持": ("结果", "维持"),
    "结果纠正": ("结果", "纠正"),
    "其他结果": ("其他", "结果"),
    "尚未审结": ("尚未", "审结"),
    "商业企业": ("商业", "企业"),
    "科研机构": ("科研", "机构"),
    "社会公益组织": ("社会公益", "组织"),
    "法律服务机构": ("法律服务", "机构"),
}


def aligned(sheets: Sequence[Sheet], wide: bool, choices: Choices) -> list[Written]:
    """The tables of one section with columns made by spaces."""
    lines: list[Written] = []
    for index, sheet in enumerate(sheets):
        if index:
            lines.append(EMPTY)
        if sheet.caption:
            lines += [placed([(0 if wide else 14, C(sheet.caption))], wide), EMPTY]
        if sheet.kind == "requests":
            lines += requests(sheet, wide, choices)
        elif sheet.kind == "review":
            lines += review(sheet, wide, choices)
        else:
            lines += plain(sheet, wide, choices)
    return lines


def chunks(text: str, size: int) -> list[str]:
    """The text in pieces of at most ``size`` characters."""
    return [text[at : at + size] for at in range(0, len(text), size)]


def paged(lines: list[Written], number: int, choices: Choices) -> list[Written]:
    """A page break with its number; the next line then starts a page."""
    if not choices.page_numbers:
        return []
    return [EMPTY, Written(" " * 40 + f"- {number} -"), Written("\f" if choices.form_feed else "")]


def centred(at: int, width: int, cell: C, wide: bool) -> tuple[int, C]:
    """The cell in the middle of its column."""
    size = display_width(cell.text) if wide else len(cell.text)
    return at + max(0, (width - size) // 2), cell


def plain(sheet: Sheet, wide: bool, choices: Choices) -> list[Written]:
    """A table with one label column."""
    measure = display_width if wide else len
    limit = 200 if wide or not choices.wrap_labels else 20
    labels = [label_of(sheet, number) for number in range(len(sheet.rows))]
    first = min(limit, max(measure(text) for text in labels)) + 4
    widths = [max(measure(row[column].text) for row in sheet.rows) + 3 for column in range(1, sheet.width)]
    starts = [first + sum(widths[:column]) for column in range(len(widths))]
    lines: list[Written] = []
    for number, (text, row) in enumerate(zip(labels, sheet.rows, strict=True)):
        figures = [
            centred(at, width, cell, wide) for at, width, cell in zip(starts, widths, row[1:], strict=True)
        ]
        lines += wrapped_row(text, 0, limit, figures, wide)
        if sheet.kind == "list" and not wide and number % 26 == 25:
            lines += paged(lines, number // 26 + 3, choices)
    return lines


def label_of(sheet: Sheet, number: int) -> str:
    """A row's label with the indent of its level."""
    text = sheet.rows[number][0].text
    if sheet.levels and number >= sheet.head:
        return "  " * sheet.levels[number - sheet.head] + text
    return text


def wrapped_row(text: str, at: int, limit: int, figures: Pieces, wide: bool) -> list[Written]:
    """A row; a label that is too long stands before and after the line with the figures."""
    return [placed(pieces, wide) for pieces in row_lines(text, at, limit, figures)[0]]


def row_lines(text: str, at: int, limit: int, figures: Pieces) -> tuple[list[Pieces], int]:
    """The lines of a row as pieces, and which of them holds the figures."""
    parts = chunks(text, limit)
    middle = len(parts) // 2
    lines: list[Pieces] = [[(at, C(part))] for part in parts]
    if len(parts) % 2:
        lines[middle] += figures
    else:
        lines.insert(middle, list(figures))
    return lines, middle


def requests(sheet: Sheet, wide: bool, choices: Choices) -> list[Written]:
    """Table three: group labels stand in the vertical middle of their rows."""
    measure = display_width if wide else len
    second, third = (20, 36) if wide else (6, 16)
    limit = 200 if wide else 14 if choices.wrap_labels else 40
    names = [sheet.rows[1][3], *sheet.rows[2][4:9], sheet.rows[1][9]]
    body = sheet.rows[sheet.head :]
    starts = [0 if row[0].text and not row[1].text else second if not row[2].text else third for row in body]
    labels = [row[2].text or row[1].text or row[0].text for row in body]
    room = [limit if at == third else limit + third - at for at in starts]
    longest = max(at + min(measure(text), most) for at, text, most in zip(starts, labels, room, strict=True))
    zone = max(longest, measure(sheet.rows[0][0].text) if wide else 0) + 3
    step = 14 if wide else 9
    columns = [zone + step * index for index in range(7)]
    lines = [placed(pieces, wide) for pieces in request_head(sheet, names, zone, columns, wide, choices)]
    rows: list[list[Pieces]] = []
    holders = []
    for text, at, most, row in zip(labels, starts, room, body, strict=True):
        figures = [centred(at_, 6, cell, wide) for at_, cell in zip(columns, row[3:], strict=True)]
        made, holder = row_lines(text, at, most, figures)
        if choices.spaced and not wide:
            made.append([])
        rows.append(made)
        holders.append(holder)
    put_groups(rows, holders, body, second, wide, choices)
    for number, made in enumerate(rows):
        lines += [placed(pieces, wide) for pieces in made]
        if not wide and number == 13:
            lines += paged(lines, 4, choices)
    return lines


def request_head(
    sheet: Sheet, names: list[C], zone: int, columns: list[int], wide: bool, choices: Choices
) -> list[Pieces]:
    """The header of table three in three to five lines."""
    note, people, firms = sheet.rows[0][0], sheet.rows[0][3], sheet.rows[1][4]
    top = [(columns[3], people)]
    if wide:
        whole = [centred(at, 6, cell, wide) for at, cell in zip(columns, names, strict=True)]
        return [top, [(0, note), (columns[2] + 4, firms)], whole]
    parts = [C(text) for text in chunks(note.text, max(12, zone - 3))]
    lines: list[Pieces] = [top, [(0, parts[0]), (columns[2] + 3, firms)]]
    lines += [[(0, part)] for part in parts[1:]]
    if not choices.wrap_labels:
        return [*lines, [centred(at, 6, cell, wide) for at, cell in zip(columns, names, strict=True)]]
    return lines + halved(names, columns)


def halved(names: Sequence[C], columns: Sequence[int]) -> list[Pieces]:
    """Header words over three lines: first halves, short words, second halves."""
    lines: list[Pieces] = [[], [], []]
    for at, cell in zip(columns, names, strict=True):
        if cell.text in HALVES:
            for line, text in zip((lines[0], lines[2]), HALVES[cell.text], strict=True):
                line.append(centred(at, 6, C(text), wide=False))
        else:
            lines[1].append(centred(at, 6, cell, wide=False))
    return lines


def put_groups(
    rows: list[list[Pieces]],
    holders: list[int],
    body: Sequence[tuple[C, ...]],
    second: int,
    wide: bool,
    choices: Choices,
) -> None:
    """Add the labels of groups to the lines in the middle of their rows."""
    opens = [index for index, row in enumerate(body) if row[1].text and row[2].text]
    for start in opens:
        stop = start + 1
        while stop < len(body) and body[stop][2].text and not body[stop][1].text:
            stop += 1
        middle = (start + stop - 1) // 2
        rows[middle][holders[middle]].append((second, body[start][1]))
    inside = [index for index, row in enumerate(body) if row[1].text or row[2].text]
    if not inside:
        return
    if wide or not choices.wrap_labels:
        middle = inside[(len(inside) - 1) // 2]
        rows[middle][holders[middle]].append((0, C("三、本年度办理结果")))
        return
    slots = [line for index in inside for line in rows[index]]
    begin = max(0, (len(slots) - len(VERTICAL)) // 2)
    for text, line in zip(VERTICAL, slots[begin:], strict=False):
        line.append((0, C(text)))


def review(sheet: Sheet, wide: bool, choices: Choices) -> list[Written]:
    """Table four, whole or one of its three parts."""
    step = 11 if wide else 7
    columns = [step * index for index in range(sheet.width)]
    names, figures = sheet.rows[sheet.head - 1], sheet.rows[-1]
    if sheet.width > 5:
        names = (*sheet.rows[1][:5], *names[5:])
    lines: list[Pieces] = []
    for row in sheet.rows[: sheet.head - 1]:
        heads = [(at, cell) for at, cell in zip(columns, row, strict=True) if cell.text]
        lines.append([(at + 2 * step, cell) for at, cell in heads if cell not in names])
    if wide or not choices.wrap_labels:
        lines.append([centred(at, 6, cell, wide) for at, cell in zip(columns, names, strict=True)])
    else:
        lines += halved(names, columns)
    if not wide:
        lines.append([])
    lines.append([centred(at, 6, cell, wide) for at, cell in zip(columns, figures, strict=True)])
    return [placed(pieces, wide) for pieces in lines]
