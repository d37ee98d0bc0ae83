"""Reports as Markdown, in the ways in which people and converters write it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from . import GeneratedReport, composed
from .blocks import Block, Heading, Para, Tables, Title
from .choices import Choices
from .pages import Manner, sheets_html
from .sheets import C, Sheet
from .word import texts

MARKED = ("html", "bold", "converted")
FRONT = "---\ntitle: 2019年政府信息公开工作年度报告\ndate: 2020-01-05\ntags: [年报]\n---\n\n"
COMMENT = "<!-- 2022年政府信息公开工作年度报告\n一、概述\n规章 | 7 -->\n\n"


def marked(report: GeneratedReport, manner: str) -> str:
    """A generated report as Markdown; ``manner`` is one of MARKED.

    ``html``: tables in HTML. ``bold``: headings and figures in bold, quoted
    paragraphs, front matter and a comment. ``converted``: points and brackets
    escaped, headings underlined, line breaks and blanks as HTML, as programs
    write it that turn other formats into Markdown.
    """
    choices, _, before, blocks = composed(report.recipe)
    made = [FRONT + COMMENT] if manner == "bold" else []
    made += [tables(before, manner, choices)] if before else []
    made += [part(block, manner, choices) for block in blocks]
    return "".join(made)


def part(block: Block, manner: str, choices: Choices) -> str:
    """One block."""
    if isinstance(block, Tables):
        return tables(block.sheets, manner, choices)
    lines = texts(block, choices)
    if isinstance(block, Title):
        return "".join(f"# {line}\n\n" if manner == "html" else f"**{line}**\n\n" for line in lines)
    if isinstance(block, Heading) and not block.body:
        return "".join(heading(line.strip(), block.level, manner) for line in lines)
    if isinstance(block, Para) and manner == "bold":
        return "".join(f"> {line.strip()}\n\n" for line in lines)
    if manner == "converted":
        return "".join(f"&nbsp;&nbsp;{escaped(line.strip())}\\\n\n" for line in lines)
    return "".join(f"{line.strip()}\n\n" for line in lines)


def heading(text: str, level: int, manner: str) -> str:
    """A heading in that manner."""
    if manner == "html":
        return f"{'#' * (level + 1)} {text} {'#' * (level + 1)}\n\n"
    if manner == "bold":
        return f"**{text}**\n\n"
    return f"{escaped(text)}\n{'=' if level == 1 else '-'}{'-----' if level > 1 else '====='}\n\n"


def escaped(text: str) -> str:
    """Characters that Markdown might take for marks, escaped."""
    return re.sub(r"(?<=\d)\.(?=\D)|[\[\]*_]", lambda match: "\\" + match[0], text)


def tables(sheets: Sequence[Sheet], manner: str, choices: Choices) -> str:
    """The tables of one section."""
    if manner == "html":
        return "\n" + sheets_html(sheets, Manner("plain"), choices) + "\n"
    made: list[str] = []
    for sheet in sheets:
        rows = list(sheet.rows)
        made += [f"{sheet.caption}\n\n"] if sheet.caption else []
        for number, row in enumerate(rows):
            made.append("| " + " | ".join(cell(one, manner) for one in row) + " |\n")
            made += ["|" + " --- |" * len(row) + "\n"] if not number else []
        made.append("\n")
    return "".join(made)


def cell(one: C, manner: str) -> str:
    """A cell of a table with bars."""
    if manner == "bold":
        return f"**{one.text}**" if one.text.strip() and one.text not in ("*", "/") else one.text
    text = escaped(one.text)
    middle = len(text) // 2
    breakable = len(text) > 6 and text[middle - 1 : middle + 1].isalpha()
    return f"{text[:middle]}<br>{text[middle:]}" if breakable else text or "&nbsp;"
