"""What a planted fault is, and whether it was found.

A planter puts exactly one fault into a clean report, as a person would make
it. It knows the report only from its generator, never from the program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import NamedTuple

from reportlint.findings import FileResult, Finding
from reportlint.rule import Level
from reports import GeneratedReport, composed, make
from reports.blocks import Block, Heading, Para, Plain
from reports.render import render


class Planted(NamedTuple):
    """A report with one fault.

    ``line`` is the line (from 1) at which the finding has to stand, None where
    it stands at the report as a whole. ``near``: one of the finding's places is
    enough, as one sum cannot tell which of its cells is wrong. ``also`` are
    codes, or beginnings of codes, that rightly come with the fault. ``last`` is
    the report of the year before, "" where none is compared.
    """

    text: str | bytes
    line: int | None
    near: bool = False
    also: tuple[str, ...] = ()
    last: str = ""


# None where the report has no place for the fault.
Planter = Callable[[GeneratedReport, Random], Planted | None]
Planters = Mapping[str, Planter]


def one_of(*planters: Planter) -> Planter:
    """A planter that makes the fault in one of several ways, whichever the report has a place for."""

    def plant(report: GeneratedReport, rng: Random) -> Planted | None:
        for planter in rng.sample(planters, len(planters)):
            made = planter(report, rng)
            if made is not None:
                return made
        return None

    return plant


def again(report: GeneratedReport, organ: str = "", style: str = "", **wishes: object) -> GeneratedReport:
    """The same draw with another kind of organ, way of writing, or look."""
    recipe = report.recipe
    return make(
        recipe.edition,
        style or recipe.style,
        recipe.seed,
        organ or recipe.organ,
        recipe.family,
        **{**recipe.wishes, **wishes},
    )


# --- texts ---------------------------------------------------------------------------------


def lines_of(report: GeneratedReport) -> list[str]:
    """The report's lines without their ends; ``joined`` puts them together again."""
    return report.text.split(report.choices.line_end)


def joined(report: GeneratedReport, lines: Sequence[str]) -> str:
    """Lines with the report's own ends."""
    return report.choices.line_end.join(lines)


def line_of(text: str, wanted: str) -> int | None:
    """The line (from 1) in which ``wanted`` begins for the last time, wherever the text is broken.

    The last time, because a list of contents holds the headings too.
    """
    lines = re.split("\r\n|\r|\n", text)
    bare = ["".join(line.split()) for line in lines]
    at = "".join(bare).rfind("".join(wanted.split()))
    for number, line in enumerate(bare, 1):
        if 0 <= at < len(line):
            return number
        at -= len(line)
    return None


# --- blocks --------------------------------------------------------------------------------


def blocks_of(report: GeneratedReport) -> list[Block]:
    """The pieces the report is made of."""
    return list(composed(report.recipe).blocks)


def rebuilt(report: GeneratedReport, blocks: Sequence[Block]) -> str:
    """The report made of other pieces in the same style."""
    before = composed(report.recipe).before
    return render(before, blocks, report.style, report.choices)[0]


def chapters_of(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """``(start, end)`` of every chapter in the list of blocks; an annex is no chapter."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    ends = [at for at, block in enumerate(blocks) if starts and isinstance(block, Plain) and at > starts[-1]]
    return list(zip(starts, [*starts[1:], *(ends[:1] or [len(blocks)])], strict=True))


def reworded(
    report: GeneratedReport, old: str, new: str, at: str = "", also: tuple[str, ...] = ()
) -> Planted | None:
    """A sentence changed in the one paragraph that has it; None where there is none.

    The finding has to stand where ``at`` begins, at the report as a whole for "".
    """
    blocks = blocks_of(report)
    for number, block in enumerate(blocks):
        if isinstance(block, Para) and old in block.text:
            blocks[number] = Para(block.text.replace(old, new, 1))
        elif isinstance(block, Heading) and old in block.body:
            blocks[number] = block._replace(body=block.body.replace(old, new, 1))
        else:
            continue
        text = rebuilt(report, [block for block in blocks if block != Para("")])
        return Planted(text, line_of(text, at) if at else None, also=also)
    return None


def paragraphs_of(report: GeneratedReport) -> list[str]:
    """The running texts of the report."""
    return [
        block.body if isinstance(block, Heading) else block.text
        for block in blocks_of(report)
        if isinstance(block, Para) or (isinstance(block, Heading) and block.body)
    ]


# --- whether it was found ------------------------------------------------------------------

# Errors of these say something of the reading or of the whole that a planted fault may rightly bring.
EXEMPT = ("P", "T001", "S003")


def found(result: FileResult, code: str, planted: Planted) -> bool:
    """True where the rule reports the fault at its line."""
    return any(_at_the_line(finding, planted) for finding in result.findings if finding.code == code)


def _at_the_line(finding: Finding, planted: Planted) -> bool:
    if planted.line is None:
        return True
    lines = {finding.location.line}
    if planted.near:
        lines |= {place.location.line for place in finding.related}
    return planted.line in lines


def beside(result: FileResult, code: str, planted: Planted) -> list[Finding]:
    """Findings that nothing was planted for: other rules, and the planted one said again."""
    own = [finding for finding in result.findings if finding.code == code]
    others = [
        finding
        for finding in result.findings
        if finding.code != code and not finding.code.startswith(planted.also)
    ]
    return [*own[1:], *others]


def second_errors(result: FileResult, code: str, planted: Planted) -> list[Finding]:
    """Findings of level error beside the planted one."""
    return [
        finding
        for finding in beside(result, code, planted)
        if finding.level is Level.ERROR and not finding.code.startswith(EXEMPT)
    ]


def told(result: FileResult) -> str:
    """A result in one line, for the message of a failing test."""
    return "; ".join(
        f"{f.code}@{f.location.line}:{f.location.column} {f.message['zh']}" for f in result.findings
    )
