"""Blocks as lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .blocks import Block, Heading, Para, Plain, Tables, Title
from .choices import Choices
from .serialise import tables
from .sheets import Key, Sheet
from .written import EMPTY, Written

WIDTH = 34
NO_START = "，。；、：）》”」"
NO_END = "（《“「"
NUMBER = "0123456789.%-/"


def render(
    before: Sequence[Sheet], blocks: Sequence[Block], style: str, choices: Choices
) -> tuple[str, dict[Key, tuple[int, int]]]:
    """The text of a report, and where its figures stand."""
    lines = [*tables(before, style, choices), EMPTY] if before else []
    for last, block in pairwise((None, *blocks)):
        made = lines_of(block, style, choices)
        gap = isinstance(block, Tables) or isinstance(last, Tables | Title)
        if last is not None and (gap or choices.spaced) and lines[-1].text:
            lines.append(EMPTY)
        lines += made
        if style == "aligned_cp" and isinstance(block, Para) and len(lines) % 7 == 0:
            lines += page_end(choices, len(lines) // 40 + 1)
    lines = fed(lines)
    text = choices.line_end.join(line.text for line in lines)
    marks = {key: (number, at + 1) for number, line in enumerate(lines, 1) for at, key in line.marks}
    return text + (choices.line_end if choices.final_newline else ""), marks


def lines_of(block: Block | None, style: str, choices: Choices) -> list[Written]:
    """The lines of one block."""
    markdown = style == "markdown"
    if isinstance(block, Tables):
        return tables(block.sheets, style, choices)
    if isinstance(block, Title):
        start = "# " if markdown and len(block.lines) == 1 and choices.spaced else ""
        start = " " * 8 if style.startswith("aligned") else start
        return [Written(start + text) for text in block.lines]
    if isinstance(block, Heading):
        return heading(block, style, choices)
    if isinstance(block, Para):
        return paragraph(block.text, style, choices)
    return [Written(block.text)] if isinstance(block, Plain) else []


def heading(block: Heading, style: str, choices: Choices) -> list[Written]:
    """A heading, with the text that runs on behind it."""
    text = block.mark + block.text
    if block.body:
        return paragraph(f"{text}。{block.body}", style, choices)
    if style.startswith("aligned"):
        return [Written("     " + text)]
    if style == "markdown" and choices.spaced:
        return [Written("#" * (block.level + 1) + f" {text}")]
    return [Written((choices.indent if block.level > 1 else "") + text)]


def paragraph(text: str, style: str, choices: Choices) -> list[Written]:
    """A paragraph: one line, or folded as a PDF gives it."""
    if style != "aligned_cp":
        return [Written((choices.indent if style != "markdown" else "") + text)]
    lines = fold(text)
    return [Written("     " + lines[0]), *(Written("  " + line) for line in lines[1:])]


def fold(text: str) -> list[str]:
    """The text in lines of a page: no digits torn apart, no closing mark at a line's start."""
    lines = []
    while len(text) > WIDTH:
        cut = WIDTH
        while cut < len(text) and (
            text[cut] in NO_START or (text[cut] in NUMBER and text[cut - 1] in NUMBER)
        ):
            cut += 1
        while text[cut - 1] in NO_END:
            cut -= 1
        lines.append(text[:cut])
        text = text[cut:]
    return [*lines, text] if text else lines


def page_end(choices: Choices, number: int) -> list[Written]:
    """The foot of a page, between paragraphs."""
    if not choices.page_numbers:
        return []
    return [EMPTY, Written(" " * 40 + f"- {number} -"), Written("\f" if choices.form_feed else "")]


def fed(lines: list[Written]) -> list[Written]:
    """A form feed stands at the start of the page's first line, not in a line of its own."""
    made: list[Written] = []
    feed = ""
    for line in lines:
        if line.text == "\f":
            feed = "\f"
            continue
        made.append(line.after(feed) if feed else line)
        feed = ""
    return made
