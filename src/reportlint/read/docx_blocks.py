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
from reportlint.read.docx_shown import NOTHING, Shown, joined, run_on, stripped

CELL_LIMIT: Final = 100_000
DEPTH_LIMIT: Final = 20  # tables in tables, text boxes in text boxes
_SPAN_LIMIT: Final = 63  # Word's own limit of columns
_NEAR: Final = 150  # twips, 2.6 mm: edges so close are one edge that somebody dragged
_CONTAINERS: Final = frozenset(w(name) for name in ("customXml", "ins", "moveTo", "smartTag", "sdtContent"))
_CONTENT: Final = w("sdt")
_ROW: Final = w("tr")
_CELL: Final = w("tc")
_NESTED: Final = {"zh": "表格或文本框嵌套过深", "en": "its tables or text boxes are nested too deeply"}


class Para(NamedTuple):
    """A paragraph (``w:p``) with its list number, line by line."""

    lines: tuple[Shown, ...]
    node: Element


class Field(NamedTuple):
    """The text at one row and column of a table, and the cell (``w:tc``) it belongs to.

    Where cells are merged the text stands in the first place, and all places
    belong to the one cell that is seen. No cell: the row begins further right.
    """

    shown: Shown
    node: Element | None


class Grid(NamedTuple):
    """Rows of a table: ``(number of the row in it, fields of all its columns)``.

    Rows of one table with other blocks between them have the same ``table``,
    which no other has.
    """

    table: int
    rows: tuple[tuple[int, tuple[Field, ...]], ...]


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
    node: Element | None = None


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
    before: list[tuple[Shown, ...]] = []
    last: Element | None = None
    for node in _flow(parent):
        if node.tag == TABLE:
            yield from _table(node, using, depth)
        elif node.tag == PARAGRAPH:
            before = yield from _paragraph(node, before, using, depth)
            last = node
    if last is not None and any(line.text for lines in before for line in lines):
        yield Para(run_on(before), last)


def _paragraph(
    node: Element, before: list[tuple[Shown, ...]], using: _Using, depth: int
) -> Generator[Block, None, list[tuple[Shown, ...]]]:
    """A paragraph and its text boxes; returns what runs on into the next one."""
    properties = node.find(w("pPr"))
    mark = properties.find(w("rPr")) if properties is not None else None
    inline = read_inline(node, using.hidden)
    runs_on: list[tuple[Shown, ...]] = []
    if mark is not None and (mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None):
        before.append(inline.lines)
        runs_on = before
    elif is_on(mark, w("specVanish")):
        before += ((Shown(list_number(properties, using.lists)),), inline.lines)
        runs_on = before
    elif inline.lines != (NOTHING,) or mark is None or not is_hidden(mark, using.hidden):
        printed = list_number(properties, using.lists)
        alone = not printed and not before
        yield Para(inline.lines if alone else run_on([*before, (Shown(printed),), inline.lines]), node)
    for box in inline.boxes:
        yield from _blocks(box, using, depth + 1)
    return runs_on


# --- tables ------------------------------------------------------------------------------


def _table(table: Element, using: _Using, depth: int) -> Iterator[Block]:
    """A table; rows that hold tables or flowing text are opened."""
    rows = list(_rows(table, using, depth))
    columns = _columns(rows, table)
    single = max(columns.values(), default=0) == 0
    waiting: list[tuple[int, tuple[Field, ...]]] = []
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
            waiting.append((at, _fields(row, columns)))
    if waiting:
        yield Grid(own, tuple(waiting))


def _is_layout(cell: _Cell, single: bool) -> bool:
    """A cell that holds a table, or flowing text in a table of one column."""
    if any(isinstance(block, Grid) for block in cell.blocks):
        return True
    filled = sum(
        1 for block in cell.blocks if isinstance(block, Para) and any(line.text for line in block.lines)
    )
    return single and filled > 1


def _rows(table: Element, using: _Using, depth: int) -> Iterator[list[_Cell]]:
    merged: dict[int, Element] = {}  # the cells that go on downwards, by their columns
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
    row: Element, properties: Element | None, merged: dict[int, Element], using: _Using, depth: int
) -> Iterator[_Cell]:
    start = 0
    left: Element | None = None
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
        left = _seen(cell, about, left, start, merged)
        blocks = tuple(_blocks(cell, using, depth + 1)) if left is cell else ()
        yield _counted(_Cell(start, span, blocks, left), using)
        start += span
    after = min(number(value(properties, w("gridAfter"))), _SPAN_LIMIT)
    if after:
        yield _counted(_Cell(start, after, ()), using)


def _seen(
    cell: Element, about: Element | None, left: Element | None, start: int, merged: dict[int, Element]
) -> Element:
    """The cell itself, or the one above or to the left that it only continues."""
    down = value(about, w("vMerge"))
    if down is None:
        merged.pop(start, None)
    elif down == "restart" or start not in merged:
        merged[start] = cell
    else:
        return merged[start]
    aside = value(about, w("hMerge"))
    return left if left is not None and aside is not None and aside != "restart" else cell


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


def _fields(row: Sequence[_Cell], columns: dict[int, int]) -> tuple[Field, ...]:
    """The fields of a row, without text where a cell goes on."""
    end = row[-1].start + row[-1].span
    width = max((at for start, at in columns.items() if start < end), default=0) + 1
    begins = {columns[cell.start]: cell for cell in row}
    fields: list[Field] = []
    node: Element | None = None
    for at in range(width):
        cell = begins.get(at)
        node = cell.node if cell is not None else node
        fields.append(Field(_text(cell) if cell is not None else NOTHING, node))
    return tuple(fields)


def _text(cell: _Cell) -> Shown:
    """The paragraphs of a cell as one text; words of Latin letters and figures stay apart."""
    parts = [NOTHING]
    for block in cell.blocks:
        for line in block.lines if isinstance(block, Para) else ():
            part = stripped(line)
            if parts[-1].text and part.text and parts[-1].text[-1].isascii() and part.text[0].isascii():
                parts.append(Shown(" "))
            if part.text:
                parts.append(part)
    return joined(parts)
