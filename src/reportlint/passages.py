"""The text of a report in reading order, as rules that read sentences want it.

Paragraphs that a file breaks in the middle of a sentence are put together,
zero-width characters are left out; places stay those of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from reportlint.counted import amounts
from reportlint.model import Document, Line, Paragraph, Passage, Section, Source, TableBlock
from reportlint.text import ZERO_WIDTH, fold

_HIDDEN: Final = re.compile(f"[{ZERO_WIDTH}]")
_ENDS: Final = tuple("。；;：:！!？?")
_FULL_LINE: Final = 20
_STATEMENT: Final = 10
_NOTHING: Final = re.compile(r"(?:未|没有|无)[^,;]{0,24}(?:申请|复议|诉讼|收费|费用|结转)|全部办结|均已")
_LEADERS: Final = re.compile(r"[.…·]{3,}\s*\d*\s*$")


def read_passages(document: Document, source: Source) -> tuple[Passage | TableBlock, ...]:
    """Headings, paragraphs and tables in reading order."""
    by_pieces = any(isinstance(item, Line) and item.marks for item in source.items)
    return tuple(_blocks(document, by_pieces))


def folded_text(passages: Sequence[Passage | TableBlock]) -> str:
    """All that passages say, folded: a paragraph, heading or cell a line."""
    return "\n".join(_folded_lines(passages))


def _folded_lines(passages: Sequence[Passage | TableBlock]) -> Iterator[str]:
    for block in passages:
        if isinstance(block, TableBlock):
            cells = [cell.text for row in block.rows for cell in row.cells if cell.text]
            if cells:
                yield fold("\n".join(cells))
        else:
            yield block.folded


def _blocks(document: Document, by_pieces: bool) -> Iterator[Passage | TableBlock]:
    """``by_pieces``: marks tell where pieces of a paragraph stand, not where its lines begin."""

    def down(section: Section, above: tuple[str, ...]) -> Iterator[Passage | TableBlock]:
        under = section.heading
        yield _passage(Paragraph(under, section.marks), under, not _is_statement(section), above)
        for block in _joined(section.blocks, by_pieces):
            yield block if isinstance(block, TableBlock) else _passage(block, under, False, above)
        for one in section.sections:
            yield from down(one, (*above, under))

    for block in _joined(document.front, by_pieces):
        yield block if isinstance(block, TableBlock) else _passage(block, "", False)
    for section in document.sections:
        yield from down(section, ())


def _is_statement(section: Section) -> bool:
    """1.全年收到政府信息公开申请130件,办结129件。: numbered like a heading, but a sentence that tells facts."""
    if section.level == 1 or section.runs_on:
        return False
    text = fold(section.heading)
    return bool(amounts(text)) or (len(text) >= _STATEMENT and _NOTHING.search(text) is not None)


def _joined(blocks: Sequence[Paragraph | TableBlock], by_pieces: bool) -> Iterator[Paragraph | TableBlock]:
    """Blocks with paragraphs put together again that a file breaks in the middle of a sentence."""
    waiting: Paragraph | None = None
    last = ""
    for block in blocks:
        if isinstance(block, TableBlock):
            if waiting is not None:
                yield waiting
                waiting = None
            yield block
        elif waiting is not None and _goes_on(last):
            size = len(waiting.text)
            marks = tuple((size + offset, line, column) for offset, line, column in block.marks)
            waiting = Paragraph(waiting.text + block.text, (*waiting.marks, *marks))
            last = _last_line(block, by_pieces)
        else:
            if waiting is not None:
                yield waiting
            waiting = block
            last = _last_line(block, by_pieces)
    if waiting is not None:
        yield waiting


def _last_line(paragraph: Paragraph, by_pieces: bool) -> str:
    return paragraph.text if by_pieces else paragraph.text[paragraph.marks[-1][0] :]


def _goes_on(last: str) -> bool:
    return len(last) >= _FULL_LINE and not last.endswith(_ENDS) and not _LEADERS.search(last)


def _passage(paragraph: Paragraph, under: str, heading: bool, above: tuple[str, ...] = ()) -> Passage:
    shown = _visible(paragraph)
    return Passage(shown, fold(shown.text), under, heading, above)


def _visible(paragraph: Paragraph) -> Paragraph:
    """The paragraph without its zero-width characters; places stay those of the file."""
    if _HIDDEN.search(paragraph.text) is None:
        return paragraph
    starts = {offset: (line, column - offset) for offset, line, column in paragraph.marks}
    text: list[str] = []
    marks: list[tuple[int, int, int]] = []
    line, shift = starts[0]
    broken = True
    for at, char in enumerate(paragraph.text):
        if at in starts:
            line, shift = starts[at]
            broken = True
        if char in ZERO_WIDTH:
            broken = True
            continue
        if broken:
            marks.append((len(text), line, at + shift))
            broken = False
        text.append(char)
    return Paragraph("".join(text), tuple(marks) or paragraph.marks)
