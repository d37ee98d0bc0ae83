"""The paragraphs and tables of a Word document in reading order."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.read.docx_inline import is_hidden, read_inline
from reportlint.read.docx_lists import Lists, hidden_styles, list_number, read_lists
from reportlint.read.docx_names import ALTERNATE, PARAGRAPH, TABLE, chosen, is_on, number, value, w
from reportlint.read.docx_package import Package, damaged, too_large

CELL_LIMIT: Final = 100_000
DEPTH_LIMIT: Final = 20  # tables in tables, text boxes in text boxes
_SPAN_LIMIT: Final = 63  # Word's own limit of columns
_NEAR: Final = 150  # twips, 2.6 mm: edges so close are one edge that somebody dragged
_EDGES: Final = " \t\n\r\x0b\x0c\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
_CONTAINERS: Final = frozenset(w(name) for name in ("customXml", "ins", "moveTo", "smartTag", "sdtContent"))
_CONTENT: Final = w("sdt")
_ROW: Final = w("tr")
_CELL: Final = w("tc")
_NESTED: Final = {"zh": "表格或文本框嵌套过深", "en": "its tables or text boxes are nested too deeply"}


class Para(NamedTuple):
    """A paragraph with its list number, one string for each line."""

    lines: tuple[str, ...]


class Grid(NamedTuple):
    """Rows of a table: ``(number of the row in it, texts of all its columns)``.

    Where cells are merged the text stands in the first one. Rows of one table
    with other blocks between them have the same ``table``, which no other has.
    """

    table: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


Block = Para | Grid


class _Using(NamedTuple):
    """What reading needs everywhere; ``tally`` holds the cells and the tables met."""

    lists: Lists
    hidden: frozenset[str]
    tally: list[int]


class _Cell(NamedTuple):
    """A cell with the first column of the grid it takes, and how many it takes."""

    start: int
    span: int
    blocks: tuple[Block, ...]


def read_blocks(package: Package) -> Iterator[Block]:
    """All paragraphs and tables. Raises ReadError P001 beyond a limit."""
    lists = read_lists(package.numbering, package.styles)
    yield from _blocks(package.body, _Using(lists, hidden_styles(lists), [0, 0]), 0)


def _flow(parent: Element) -> Iterator[Element]:
    """Children in reading order, content controls and accepted insertions opened."""
    waiting = list(reversed(parent))
    while waiting:
        node = waiting.pop()
        if node.tag in _CONTAINERS:
            waiting.extend(reversed(node))
        elif node.tag == _CONTENT:
            content = node.find(w("sdtContent"))
            waiting.extend(reversed(content) if content is not None else ())
        elif node.tag == ALTERNATE:
            version = chosen(node)
            waiting.extend(reversed(version) if version is not None else ())
        else:
            yield node


def _blocks(parent: Element, using: _Using, depth: int) -> Iterator[Block]:
    if depth > DEPTH_LIMIT:
        raise damaged(_NESTED)
    before = ""
    for node in _flow(parent):
        if node.tag == TABLE:
            yield from _table(node, using, depth)
        elif node.tag == PARAGRAPH:
            before = yield from _paragraph(node, before, using, depth)
    if before:
        yield Para((before,))


def _paragraph(node: Element, before: str, using: _Using, depth: int) -> Generator[Block, None, str]:
    """A paragraph and its text boxes; returns the text that runs on into the next one."""
    properties = node.find(w("pPr"))
    mark = properties.find(w("rPr")) if properties is not None else None
    inline = read_inline(node, using.hidden)
    text = "\n".join(inline.lines)
    runs_on = ""
    if mark is not None and (mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None):
        runs_on = before + text
    elif is_on(mark, w("specVanish")):
        runs_on = before + list_number(properties, using.lists) + text
    elif text or mark is None or not is_hidden(mark, using.hidden):
        shown = before + list_number(properties, using.lists) + text
        yield Para(tuple(shown.split("\n")))
    for box in inline.boxes:
        yield from _blocks(box, using, depth + 1)
    return runs_on


# --- tables ------------------------------------------------------------------------------


def _table(table: Element, using: _Using, depth: int) -> Iterator[Block]:
    """A table; rows that hold tables or flowing text are opened."""
    rows = list(_rows(table, using, depth))
    columns = _columns(rows, table)
    single = max(columns.values(), default=0) == 0
    waiting: list[tuple[int, tuple[str, ...]]] = []
    using.tally[1] += 1
    own = using.tally[1]
    for at, row in enumerate(rows, 1):
        if any(_is_layout(cell, single) for cell in row):
            if waiting:
                yield Grid(own, tuple(waiting))
                waiting = []
            for cell in row:
                yield from cell.blocks
        elif row:
            waiting.append((at, _texts(row, columns)))
    if waiting:
        yield Grid(own, tuple(waiting))


def _is_layout(cell: _Cell, single: bool) -> bool:
    """A cell that holds a table, or flowing text in a table of one column."""
    if any(isinstance(block, Grid) for block in cell.blocks):
        return True
    filled = sum(1 for block in cell.blocks if isinstance(block, Para) and any(block.lines))
    return single and filled > 1


def _rows(table: Element, using: _Using, depth: int) -> Iterator[list[_Cell]]:
    merged: set[int] = set()  # columns in which a cell goes on downwards
    for row in _flow(table):
        if row.tag != _ROW:
            continue
        properties = row.find(w("trPr"))
        if properties is not None and properties.find(w("del")) is not None:
            continue
        if is_on(properties, w("hidden")):
            continue
        yield list(_cells(row, properties, merged, using, depth))


def _cells(
    row: Element, properties: Element | None, merged: set[int], using: _Using, depth: int
) -> Iterator[_Cell]:
    start = 0
    skipped = min(number(value(properties, w("gridBefore"))), _SPAN_LIMIT)
    if skipped:
        yield _counted(_Cell(0, skipped, ()), using)
        start = skipped
    for cell in _flow(row):
        if cell.tag != _CELL:
            continue
        about = cell.find(w("tcPr"))
        if about is not None and about.find(w("cellDel")) is not None:
            continue
        span = min(max(number(value(about, w("gridSpan")), 1), 1), _SPAN_LIMIT)
        goes_on = _goes_on(about, start, merged)
        blocks = () if goes_on else tuple(_blocks(cell, using, depth + 1))
        yield _counted(_Cell(start, span, blocks), using)
        start += span
    after = min(number(value(properties, w("gridAfter"))), _SPAN_LIMIT)
    if after:
        yield _counted(_Cell(start, after, ()), using)


def _goes_on(about: Element | None, start: int, merged: set[int]) -> bool:
    """True for a cell that only continues the one above or to the left."""
    down = value(about, w("vMerge"))
    if down is None:
        merged.discard(start)
    elif down == "restart" or start not in merged:
        merged.add(start)
    else:
        return True
    aside = value(about, w("hMerge"))
    return aside is not None and aside != "restart"


def _counted(cell: _Cell, using: _Using) -> _Cell:
    using.tally[0] += cell.span
    if using.tally[0] > CELL_LIMIT:
        zh, en = f"{CELL_LIMIT} 个单元格", f"{CELL_LIMIT} cells"
        raise too_large(f"多于 {zh}", f"more than {en}", zh, en)
    return cell


def _columns(rows: Sequence[Sequence[_Cell]], table: Element) -> dict[int, int]:
    """The column of the printed table for each place in Word's grid where a cell begins.

    Places of the grid where no cell begins are no columns, and edges that
    stand close to one another are one.
    """
    starts = sorted({cell.start for row in rows for cell in row})
    widths = [number(one.get(w("w"))) for one in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    edges = [0, *accumulate(widths)]
    near = {start: start for start in starts}
    if starts and starts[-1] < len(edges):
        for last, start in pairwise(starts):
            near[start] = near[last] if edges[start] - edges[near[last]] < _NEAR else start
        if any(len({near[cell.start] for cell in row}) < len(row) for row in rows):
            near = {start: start for start in starts}
    order = {start: at for at, start in enumerate(sorted(set(near.values())))}
    return {start: order[near[start]] for start in starts}


def _texts(row: Sequence[_Cell], columns: dict[int, int]) -> tuple[str, ...]:
    """The texts of a row, "" where a cell goes on."""
    end = row[-1].start + row[-1].span
    texts = [""] * (max((at for start, at in columns.items() if start < end), default=0) + 1)
    for cell in row:
        texts[columns[cell.start]] = _text(cell)
    return tuple(texts)


def _text(cell: _Cell) -> str:
    """The paragraphs of a cell as one text; words of Latin letters and figures stay apart."""
    whole = ""
    for block in cell.blocks:
        for line in block.lines if isinstance(block, Para) else ():
            piece = line.strip(_EDGES)
            apart = whole and piece and whole[-1].isascii() and piece[0].isascii()
            whole += (" " if apart else "") + piece
    return whole
