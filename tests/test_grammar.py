"""The grammars: no collisions, and every text is a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token

from reportlint import formula, parse
from reportlint.errors import RuleError
from reportlint.headings import Classified, Logical
from reportlint.model import Document, Line, Paragraph, Section, Source, TableBlock
from reportlint.parse import _parser
from reportlint.plugins import Catalog
from reportlint.text import fold

GRAMMARS = (parse.GRAMMAR, formula.GRAMMAR)
STARTS = {"report.lark": "document", "formula.lark": "formula"}
TERMINALS = ("CHAPTER", "PART", "POINT", "SUBPOINT", "ANNEX", "TEXT", "TABLE")
HEADINGS = st.sampled_from(
    [
        "一、总体情况", "二、主动公开政府信息情况", "（一）主动公开", "1.编制目录", "（1）其一", "①其二", "附表：统计表",
        "第一部分 概述", "一 概述", "１、２", "一、", "（一）", "1.", "1.5万条", "正文。", "行政许可", "0", "规章 | 0 | 0 | 0",
        "第二十条第（一）项", "\t条", "", "　", "三、本年度办理结果", "（七）总计", "**一、总体情况**", "## 二、主动公开",
    ]
)  # fmt: skip


@pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.name)
def test_no_two_terminals_or_rules_collide(path: Path) -> None:
    """Lark's strict mode finds shift/reduce conflicts and colliding terminals."""
    text = path.read_text(encoding="utf-8")
    assert Lark(text, parser="lalr", lexer="basic", strict=True, start=STARTS[path.name]) is not None


def test_every_line_terminal_is_of_one_line() -> None:
    """A terminal of report.lark matches whole lines and never a line end."""
    for terminal in _parser().terminals:
        assert re.fullmatch(terminal.pattern.to_regexp(), "一、甲\n乙") is None


@given(st.lists(st.sampled_from(TERMINALS), max_size=40))
@settings(max_examples=200, deadline=None)
def test_every_sequence_of_lines_parses(names: list[str]) -> None:
    """The grammar accepts everything, and nothing of it is lost."""
    item = Logical("甲", "甲", ((0, 1, 1),))
    tree = _parser().parse([Classified(name, item) for name in names])
    met: list[str] = []
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        assert token.start_pos is not None
        end = token.end_pos if token.end_pos is not None else token.start_pos + 1
        assert token.start_pos == len(met)
        run = names[token.start_pos : end]
        assert run == [token.type] or (token.type == "TEXT" and {*run} <= {"TEXT", "TABLE"})
        met += run
    assert met == names


@given(st.lists(HEADINGS, max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_line_of_text_is_lost(catalog: Catalog, texts: list[str]) -> None:
    """Each line that is not blank stands in exactly one heading, paragraph or table."""
    items = tuple(Line(text, number, fold(text)) for number, text in enumerate(texts, 1))
    document = parse.parse(Source("x.txt", "utf-8", tuple(texts), items), catalog.labels)
    wanted = [line.number for line in items if line.text.strip(" \u3000\t*#")]
    assert sorted(set(_lines_of(document))) == wanted


def _lines_of(document: Document) -> list[int]:
    lines = [_line(block) for block in document.front]
    for section in document.sections:
        lines.extend(_lines_under(section))
    return lines


def _line(block: Paragraph | TableBlock) -> int:
    return block.span.line if isinstance(block, TableBlock) else block.marks[0][1]


def _lines_under(section: Section) -> list[int]:
    lines = [section.span.line, *(_line(block) for block in section.blocks)]
    for one in section.sections:
        lines.extend(_lines_under(one))
    return lines


@pytest.mark.parametrize(
    "text", ["a", "a ==", "a == b ==", "a + == b", "(a == b", "a < b", "a = b", "1.5 == a", "if a"]
)
def test_what_is_no_formula_names_its_origin_and_column(text: str) -> None:
    """A formula that cannot be read says where."""
    with pytest.raises(RuleError, match=r"my.toml: rule 3: formula, column (\d+|-1)"):
        formula.parse_formula(text, "my.toml: rule 3")
