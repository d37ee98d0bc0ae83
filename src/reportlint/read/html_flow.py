"""A page as its lines and tables in reading order, each with the element that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlint.labels import LabelIndex
from reportlint.model import Cell, Line, TableBlock
from reportlint.read.html_table import (
    Laid,
    groups_of,
    holds_prose,
    is_table_of_figures,
    laid_out,
    read_cells,
    table_block,
)
from reportlint.read.html_text import LINE_END, Places, cell_of, is_bare, line_of
from reportlint.read.html_tree import Element, Text
from reportlint.read.limits import demand_lines
from reportlint.text import fold

_SPILL: Final = 3  # a last cell with more lines than this has swallowed what follows its table


class Block(NamedTuple):
    """A line or table with the innermost element around it; ``linked`` if a link holds all of it."""

    item: Line | TableBlock
    owner: Element
    linked: bool


class _Flow:
    """A page being read: what is still to come, and the line being put together."""

    __slots__ = ("blocks", "index", "places", "source", "texts", "waiting")

    def __init__(self, source: str, places: Places, index: LabelIndex) -> None:
        self.source = source
        self.places = places
        self.index = index
        self.blocks: list[Block] = []
        self.texts: list[Text] = []
        # What comes next is at the end; an element comes a second time when all in it is read.
        self.waiting: list[tuple[Element | Text | TableBlock, Element, bool]] = []

    def read(self, root: Element) -> None:
        self.waiting.append((root, root, False))
        while self.waiting:
            one, owner, done = self.waiting.pop()
            if isinstance(one, Text):
                self._take(one, owner)
                continue
            self._flush(owner)
            if isinstance(one, TableBlock):
                self.blocks.append(Block(one, owner, False))
            elif done:
                one.last = len(self.blocks)
            elif one.tag == "table":
                one.first = len(self.blocks)
                self._table(one)
            elif one.tag != "br":
                one.first = len(self.blocks)
                children = one.children
                if len(children) == 1 and isinstance(children[0], Text):
                    self._take(children[0], one)
                    self._flush(one)
                    one.last = len(self.blocks)
                else:
                    self._enter(one, children)

    def _enter(self, element: Element, children: Sequence[Element | Text]) -> None:
        self.waiting.append((element, element, True))
        self.waiting.extend((child, element, False) for child in reversed(children))

    def _take(self, text: Text, owner: Element) -> None:
        """A text to come in the line; where line ends count it is several lines."""
        if not text.kept:
            self.texts.append(text)
            return
        demand_lines(len(self.blocks) + self.source.count("\n", text.start, text.end))
        start = text.start
        for end in LINE_END.finditer(self.source, text.start, text.end):
            self.texts.append(text._replace(start=start, end=end.start()))
            count = len(self.blocks)
            self._flush(owner)
            if len(self.blocks) == count:  # a blank line, which may part the rows of a table
                line, column = self.places(start)
                blank = self.source[start : end.start()]
                self.blocks.append(Block(Line(blank, line, fold(blank), ((0, line, column),)), owner, False))
            start = end.end()
        self.texts.append(text._replace(start=start))

    def _flush(self, owner: Element) -> None:
        """The texts that were met are a line."""
        if not self.texts:
            return
        first = self.texts[0]
        if len(self.texts) > 1 or not is_bare(self.source, first):  # most often a line end between two tags
            line = line_of(self.source, self.texts, self.places)
            if line is not None:
                linked = all(text.linked or self._is_blank(text) for text in self.texts)
                self.blocks.append(Block(line, owner, linked))
        self.texts.clear()

    def _is_blank(self, text: Text) -> bool:
        return not self.source[text.start : text.end].replace("&nbsp;", "").strip()

    def _table(self, table: Element) -> None:
        laid = laid_out(table)
        cells, several = read_cells(self.source, laid.rows, self.places)
        prose = [cell.text for _, cell, groups in several if self._is_prose(cell, groups)]
        if not is_table_of_figures(cells, table.nested, prose, self.index):
            self._enter(table, table.children)
            return
        spilled = self._spilled(laid, cells, several)
        inner = _tables_in(laid.rows) if table.nested else []
        block = table_block(laid.rows, cells, self.places(table.start))
        self.waiting.append((table, table, True))
        parts: tuple[Sequence[Element | Text | TableBlock], ...] = (
            laid.after, spilled, inner, [block], laid.before,
        )  # fmt: skip
        for part in parts:
            self.waiting.extend((child, table, False) for child in reversed(part))

    def _spilled(
        self, laid: Laid, cells: list[list[Cell]], several: Sequence[tuple[Element, Cell, list[list[Text]]]]
    ) -> list[Element | Text]:
        """What a table without an end has swallowed: all but the first line of its last cell."""
        if not several or not laid.rows or not laid.rows[-1] or several[-1][0] is not laid.rows[-1][-1]:
            return []
        last, _, groups = several[-1]
        if len(groups) <= _SPILL and not _tables_in([[last]]):
            return []
        at = next((at for at, child in enumerate(last.children) if self._has_text(child)), 0) + 1
        spilled = last.children[at:]
        del last.children[at:]
        cells[-1][-1] = cell_of(self.source, last.start, list(groups_of(last)), self.places)
        return spilled

    def _has_text(self, one: Element | Text) -> bool:
        parts = [one] if isinstance(one, Text) else [text for group in groups_of(one) for text in group]
        return line_of(self.source, parts, self.places) is not None

    def _is_prose(self, cell: Cell, groups: Sequence[Sequence[Text]]) -> bool:
        lines = [line_of(self.source, texts, self.places) for texts in groups] if len(cell.text) >= 30 else []
        return holds_prose(cell.text, [line.text for line in lines if line is not None], self.index)


def _tables_in(rows: Sequence[Sequence[Element]]) -> list[Element]:
    """The tables in the cells of a table, without those in them."""
    found: list[Element] = []
    waiting: list[Element | Text] = [cell for row in reversed(rows) for cell in reversed(row)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Element):
            for child in reversed(one.children):
                waiting.append(child)
            if one.tag == "table":
                found.append(one)
                del waiting[len(waiting) - len(one.children) :]
    return found


def read_flow(source: str, root: Element, places: Places, index: LabelIndex) -> list[Block]:
    """The lines and tables of a page in reading order; sets ``first`` and ``last`` of its elements."""
    flow = _Flow(source, places, index)
    flow.read(root)
    return flow.blocks
