"""From lines and tables to a Document, by the grammar in report.lark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Tree
from lark.lexer import Lexer

from reportlint.headings import Classified, Logical, classify, logical_items, paragraph
from reportlint.labels import LabelIndex, heading_core
from reportlint.model import Document, Paragraph, Section, Source, TableBlock, marks_from, span_of
from reportlint.text import UNMARKED, chinese_number, numbering

GRAMMAR: Final = Path(__file__).with_name("report.lark")
_LEVELS: Final = {"chapter": 1, "part": 2, "point": 3, "subpoint": 4}
_HEADING_END: Final = re.compile("[。：:；;！？!?]")
_HEADING_LIMIT: Final = 60
_BLOCKS: Final = frozenset(("TEXT", "TABLE"))


class LineLexer(Lexer):
    """Yields one token per classified line, one for a run of lines that are no headings.

    A token's position is its first line's index, its end is after its last.
    """

    def __init__(self, lexer_conf: Any) -> None:
        """Lark calls this with the terminals of the grammar."""

    def lex(self, data: Any, parser_state: Any = None) -> Iterator[Token]:
        """Tokens without text: the tree refers to the lines by position."""
        classified: Sequence[Classified] = data
        start = 0
        for position, one in enumerate(classified):
            if one.terminal in _BLOCKS:
                continue
            if start < position:
                yield Token("TEXT", "", start_pos=start, end_pos=position)
            yield Token(one.terminal, "", start_pos=position)
            start = position + 1
        if start < len(classified):
            yield Token("TEXT", "", start_pos=start, end_pos=len(classified))


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=LineLexer, start="document")


@cache
def _terminals() -> re.Pattern[str]:
    """The line terminals as the groups of one expression, highest priority first."""
    defined = sorted(_parser().terminals, key=lambda term: -term.priority)
    return re.compile("|".join(f"(?P<{term.name}>{term.pattern.to_regexp()})" for term in defined))


def parse(source: Source, index: LabelIndex) -> Document:
    """The structure of a report. Accepts every text."""
    items = classify(logical_items(source), _terminals(), index)
    tree = _parser().parse(items)
    blocks, sections = _children(tree.children, items, index)
    return Document(blocks, sections)


def _children(
    nodes: Sequence[Token | Tree[Token]], items: Sequence[Classified], index: LabelIndex
) -> tuple[tuple[Paragraph | TableBlock, ...], tuple[Section, ...]]:
    blocks: list[Paragraph | TableBlock] = []
    sections: list[Section] = []
    for node in nodes:
        if isinstance(node, Tree):
            sections.append(_section(node, items, index))
            continue
        for _, item in items[node.start_pos or 0 : node.end_pos]:
            blocks.append(item if isinstance(item, TableBlock) else paragraph(item))
    return tuple(blocks), tuple(sections)


def _section(tree: Tree[Token], items: Sequence[Classified], index: LabelIndex) -> Section:
    first, *rest = tree.children
    assert isinstance(first, Token)
    item = items[first.start_pos or 0].item
    assert isinstance(item, Logical)
    blocks, sections = _children(rest, items, index)
    found = numbering(item.folded)
    style, ordinal, start = found if found else _unmarked(item.folded)
    if first.type == "ANNEX":
        style, ordinal, start = "annex", None, 0
    end, after = _heading_end(item, start, index, whole=first.type == "ANNEX")
    runs_on = after < len(item.text)
    if runs_on:
        blocks = (paragraph(item, after), *blocks)
    printed = item.text[start:end]
    shift = start + len(printed) - len(printed.lstrip())
    return Section(
        level=_LEVELS[str(tree.data)],
        style=style,
        ordinal=ordinal,
        mark=item.text[:start].strip(),
        heading=printed.strip(),
        span=span_of(item.marks, 0, end),
        blocks=blocks,
        sections=sections,
        marks=tuple(mark for mark in marks_from(item.marks, shift) if mark[0] <= max(end - 1 - shift, 0)),
        runs_on=runs_on,
    )


def _unmarked(folded: str) -> tuple[str, int | None, int]:
    """一 总体情况, a number without its 、, is numbered all the same."""
    match = UNMARKED.match(folded)
    return ("cn", chinese_number(match[1]), match.end()) if match else ("bare", None, 0)


def _heading_end(item: Logical, start: int, index: LabelIndex, whole: bool) -> tuple[int, int]:
    """``(end of the heading, start of the text after it)`` within a line."""
    size = len(item.text)
    if whole:
        return size, size
    stop = _HEADING_END.search(item.folded, start)
    if stop is not None:
        rest = item.folded[stop.end() :]
        return stop.start(), size if not rest.strip() else stop.end()
    if size - start > _HEADING_LIMIT // 2:
        for length in range(min(size - start, _HEADING_LIMIT), 3, -1):
            if heading_core(item.text[start : start + length]) in index.headings:
                return start + length, start + length
    return size, size
