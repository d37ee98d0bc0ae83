"""Tools for faults that are a sentence more, less or other than in the clean report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from reports import GeneratedReport
from reports.blocks import Block, Heading, Para

from .plant import Planted, Planter, joined, lines_of

OPENING = ("总体情况", "概述", "基本工作情况")
CHAPTER = re.compile(r"\s*(?:#+ )?[一二三四五六七八九]([、．]) ?[^。]*$")


def is_chapter(line: str) -> bool:
    """True for a heading of the first level (no line of a contents page)."""
    return CHAPTER.match(line) is not None and "……" not in line


def chapter_at(lines: Sequence[str], words: str) -> int | None:
    """The line (from 0) of the chapter whose heading holds those words."""
    found = [at for at, line in enumerate(lines) if words in line and is_chapter(line)]
    return found[-1] if found else None


def opening(lines: Sequence[str]) -> list[int]:
    """Lines (from 0) of the opening chapter that end a sentence."""
    start = next(at for at, line in enumerate(lines) if is_chapter(line) and any(c in line for c in OPENING))
    stop = next(at for at in range(start + 1, len(lines)) if is_chapter(lines[at]))
    return [at for at in range(start + 1, stop) if lines[at].rstrip().endswith("。")]


def said(sentences: Sequence[str], also: tuple[str, ...] = ()) -> Planter:
    """A sentence behind one of the opening chapter; {y}, {last}, {next} and {yy} are years."""

    def plant(report: GeneratedReport, rng: Random) -> Planted | None:
        lines = lines_of(report)
        at = rng.choice(opening(lines))
        year = report.year
        text = rng.choice(sentences).format(y=year, last=year - 1, next=year + 1, yy=f"{year % 100:02d}")
        lines[at] = lines[at].rstrip() + text
        return Planted(joined(report, lines), at + 1, also=also)

    return plant


def changed(report: GeneratedReport, pattern: str, new: str, also: tuple[str, ...] = ()) -> Planted | None:
    """The first place of a pattern in a line, changed; None where no line has it whole."""
    lines = lines_of(report)
    for at, line in enumerate(lines):
        if re.search(pattern, line):
            lines[at] = re.sub(pattern, new, line, count=1)
            return Planted(joined(report, lines), at + 1, also=also)
    return None


def with_words(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """The pieces with other words in every running text; a paragraph that is left empty goes."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Para):
            block = Para(block.text.replace(old, new))
        elif isinstance(block, Heading):
            block = block._replace(body=block.body.replace(old, new))
        made.append(block)
    return [block for block in made if block != Para("")]
