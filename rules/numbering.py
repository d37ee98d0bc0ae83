"""S006 and S007: the numbers of headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from reportlint import CannotTell, Hit, Paragraph, Report, Section, Span, TableBlock, fold

from .chapters import places, promoted
from .numerals import in_chinese
from .passages import chapters

_TABLE_SECTIONS: Final = frozenset(("s2", "s3", "s4"))  # numbers there are those of table rows
_SHORT_LINE: Final = 15
_NUMERAL: Final = re.compile(r"[一二三四五六七八九十]+|\d+|[①-⑳]|[㈠-㈩]")


class Run:
    """Headings numbered one after another; ``slack`` counts unnumbered ones before each."""

    __slots__ = ("before", "headings", "slack")

    def __init__(self) -> None:
        self.headings: list[Section] = []
        self.slack: list[int] = []
        self.before: list[Section | None] = []


# --- runs ----------------------------------------------------------------------------


def runs_of(headings: Sequence[Section]) -> Iterator[Run]:
    """Runs among the sub-headings of one level under one heading.

    The style that comes first is the outer one: a style within it starts
    anew with each heading of the outer style, and everything with an annex.
    """
    open_runs: dict[str, Run] = {}
    unnumbered = 0
    previous: Section | None = None
    for heading in headings:
        if heading.style == "annex":
            yield from open_runs.values()
            open_runs, unnumbered, previous = {}, 0, heading
            continue
        if heading.ordinal is None:
            unnumbered += 1
        else:
            styles = list(open_runs)
            inner = styles[styles.index(heading.style) + 1 :] if heading.style in open_runs else []
            for style in inner:
                yield open_runs.pop(style)
            run = open_runs.setdefault(heading.style, Run())
            run.headings.append(heading)
            run.slack.append(unnumbered)
            run.before.append(previous)
            unnumbered = 0
        previous = heading
    yield from open_runs.values()


def groups(report: Report) -> Iterator[tuple[int, Section | None, list[Section]]]:
    """``(level, parent, sub-headings of that level)``, parent None for the chapters."""
    yield 1, None, list(chapters(report))
    skipped = {id(bound.section) for bound in report.sections if bound.key in _TABLE_SECTIONS}
    for chapter in report.document.sections:
        if id(chapter) not in skipped and chapter.style != "annex" and not _nested_otherwise(chapter):
            yield from _below(chapter)


def _below(parent: Section) -> Iterator[tuple[int, Section | None, list[Section]]]:
    levels = sorted({one.level for one in parent.sections})
    for level in levels:
        yield level, parent, [one for one in parent.sections if one.level == level]
    for one in parent.sections:
        yield from _below(one)


def _nested_otherwise(chapter: Section) -> bool:
    """1. above （一）: legal, but which heading belongs to which cannot be told."""
    parts = [one for one in chapter.sections if one.level == 2]
    points = [one for one in chapter.sections if one.level == 3]
    return bool(points) and any(one.level == 3 for part in parts for one in part.sections)


# --- S006 ----------------------------------------------------------------------------


def numbering_gap(report: Report) -> Iterator[Hit | CannotTell]:
    """Numbers of one run begin with one and go up by one."""
    judged_elsewhere = _fixed_chapters(report)
    for level, parent, headings in groups(report):
        if level == 1 and judged_elsewhere is None:
            continue
        for run in runs_of(headings):
            yield from _faults(run, level, parent, judged_elsewhere or frozenset())


def _fixed_chapters(report: Report) -> frozenset[int] | None:
    """The chapters whose numbers S003 judges; None where it reports raised sub-topics."""
    if not report.edition.fixed_sections:
        return frozenset()
    if promoted(report):
        return None
    return frozenset(id(place.section) for place in places(report))


def _faults(run: Run, level: int, parent: Section | None, elsewhere: frozenset[int]) -> Iterator[Hit]:
    last: Section | None = None
    skipped = False
    for heading, slack, before in zip(run.headings, run.slack, run.before, strict=True):
        variant = _fault(heading, last, slack, level, before)
        if skipped and variant == "repeat":
            variant = ""  # （二）（四）（四）: the first of the two is misnumbered, and was reported
        skipped = variant == "skip"
        if variant and id(heading) not in elsewhere and not _inline(variant, heading, last, before or parent):
            yield _hit(variant, heading, last)
        last = heading


def _fault(heading: Section, last: Section | None, slack: int, level: int, before: Section | None) -> str:
    found = heading.ordinal or 0
    if last is None:
        return "" if found == 1 or found <= 1 + slack else "start"
    previous = last.ordinal or 0
    if previous < found <= previous + 1 + slack:
        return ""
    if found > previous:
        return "skip"
    if found == 1 and _starts_anew(level, before):
        return ""
    return "repeat" if found == previous else "restart"


def _starts_anew(level: int, before: Section | None) -> bool:
    """True where what stands before lets a count begin again."""
    if before is None:
        return False
    if before.ordinal is None:
        return True
    block = _last_block(before)
    if block is None:
        return False
    if level >= 3 or isinstance(block, TableBlock):
        return level >= 3
    text = fold(block.text).strip()
    return len(text) <= _SHORT_LINE and "。" not in text and "," not in text


def _last_block(section: Section) -> Paragraph | TableBlock | None:
    """The last paragraph or table of a section that stands on a line of its own."""
    if section.sections:
        return _last_block(section.sections[-1])
    last = section.blocks[-1] if section.blocks else None
    return None if section.runs_on and len(section.blocks) == 1 else last


def _inline(variant: str, heading: Section, last: Section | None, before: Section | None) -> bool:
    """True where the missing number stands inside the text before."""
    if variant not in ("skip", "start") or before is None:
        return False
    expected = (last.ordinal or 0) + 1 if last is not None else 1
    mark = fold(_with_number(heading, expected))
    return any(mark in fold(text).replace(" ", "") for text in _texts(before))


def _texts(section: Section) -> Iterator[str]:
    yield section.heading
    for block in section.blocks:
        if isinstance(block, TableBlock):
            continue
        yield block.text
    for one in section.sections:
        yield from _texts(one)


def _hit(variant: str, heading: Section, last: Section | None) -> Hit:
    expected = (last.ordinal or 0) + 1 if last is not None else 1
    line, column, end = heading.span
    return Hit(
        span=Span(line, column, max(end, column + 1)),
        variant=variant,
        values={
            "found": _mark(heading),
            "previous": _mark(last) if last is not None else "",
            "expected": _with_number(heading, expected),
        },
    )


def _mark(heading: Section) -> str:
    return "".join(heading.mark.split())


def _with_number(heading: Section, number: int) -> str:
    """The heading's mark with another number in it."""
    return _NUMERAL.sub(lambda match: _like(match[0], number), _mark(heading), count=1)


def _like(numeral: str, number: int) -> str:
    if numeral.isdecimal():
        return str(number)
    if "①" <= numeral <= "⑳":
        return chr(ord("①") + number - 1)
    if "㈠" <= numeral <= "㈩":
        return chr(ord("㈠") + number - 1)
    return in_chinese(number)


# --- S007 ----------------------------------------------------------------------------


def numbering_style(report: Report) -> Iterator[Hit | CannotTell]:
    """Numbers of one run are written alike."""
    for _level, _parent, headings in groups(report):
        for run in runs_of(headings):
            yield from _mixed(run.headings)


def _mixed(headings: Iterable[Section]) -> Iterator[Hit]:
    first: Section | None = None
    for heading in headings:
        if first is None:
            first = heading
        variant = _difference(first, heading)
        if variant:
            line, column, end = heading.span
            stop = min(end, column + max(len(heading.mark), 1))
            values = {"first": _mark(first), "second": _mark(heading)}
            yield Hit(span=Span(line, column, stop), variant=variant, values=values)
            return


def _difference(first: Section, second: Section) -> str:
    if first.style in ("cn", "arabic"):
        return "marks" if _punctuation(first) != _punctuation(second) else ""
    if first.style in ("cn_paren", "arabic_paren"):
        return "brackets" if _brackets(first) != _brackets(second) else ""
    return ""


def _punctuation(heading: Section) -> str:
    """What follows the number; a full-width point is a point."""
    return _NUMERAL.sub("", fold(_mark(heading)), count=1)


def _brackets(heading: Section) -> str:
    return "".join(char for char in heading.mark if char in "（）()")
