"""Dates of a report: when it was signed, when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from reportlint import Passage, Report, Span, TableBlock, chinese_number, fold

_DIGITS: Final = r"(?P<y>20\d\d)[年\-/.](?P<m>\d{1,2})[月\-/.](?P<d>\d{1,2})(?!\d)日?"
_WORDS: Final = r"(?P<yw>二[〇○零O0][〇○零O0一二三四五六七八九]{2})年(?P<mw>十[一二]?|[一二三四五六七八九]|元)月(?P<dw>[一二三四五六七八九十]{1,3})日"
_DATE: Final = re.compile(f"(?:{_DIGITS}|{_WORDS})")
_ALONE: Final = re.compile(rf"[(]?(?:{_DIGITS}|{_WORDS})[)]?")
_PUBLISHED: Final = re.compile(r"(?:发布|公开|公布|发文|上传|刊登)(?:日期|时间)")
_WRITTEN: Final = re.compile(r"(?:成文|生成|印发|编制)(?:日期|时间)")
_TAIL: Final = 6
_LABEL: Final = 14


class Dated(NamedTuple):
    """A date with what it is: "signed" or "published"."""

    what: str
    day: date
    span: Span


def dates(report: Report) -> Iterator[Dated]:
    """The dates of signing and publication that the report itself bears."""
    yield from _in_front(report)
    yield from _at_end(report)


def parsed(match: re.Match[str]) -> date | None:
    """The date of a match, None for a day that does not exist."""
    if match["y"]:
        numbers = (int(match["y"]), int(match["m"]), int(match["d"]))
    else:
        year = chinese_number(re.sub("[○O0零]", "〇", match["yw"]))
        month = 1 if match["mw"] == "元" else chinese_number(match["mw"])
        numbers = (year or 0, month or 0, chinese_number(match["dw"]) or 0)
    try:
        return date(*numbers)
    except ValueError:
        return None


def _in_front(report: Report) -> Iterator[Dated]:
    """Dates with a label, in a table or line of the page before the report."""
    for block in report.passages:
        if isinstance(block, TableBlock):
            if not any(block is one for one in report.document.front):
                continue
            for row in block.rows:
                for label, cell in zip((None, *row.cells), row.cells, strict=False):
                    text = cell.text if _label(cell.text) else f"{label.text if label else ''}:{cell.text}"
                    yield from _labelled(text, cell.span)
        elif not block.under and not block.heading:
            yield from _labelled(block.paragraph.text, block.paragraph.span())
            yield from _alone(block)
        else:
            return


def _label(text: str) -> bool:
    return _PUBLISHED.search(text) is not None or _WRITTEN.search(text) is not None


def _labelled(text: str, span: Span) -> Iterator[Dated]:
    folded = "".join(fold(text).split())
    for what, pattern in (("published", _PUBLISHED), ("signed", _WRITTEN)):
        label = pattern.search(folded)
        match = _DATE.search(folded, label.end(), label.end() + _LABEL + 4) if label else None
        day = parsed(match) if match is not None else None
        if day is not None:
            yield Dated(what, day, span)


def _alone(passage: Passage) -> Iterator[Dated]:
    match = _ALONE.fullmatch("".join(passage.folded.split()))
    day = parsed(match) if match is not None else None
    if day is not None:
        yield Dated("signed", day, passage.paragraph.span())


def _at_end(report: Report) -> Iterator[Dated]:
    """A line that is only a date, among the last lines before an annex, else at the very end."""
    annexes = {one.heading for one in report.document.sections if one.style == "annex"}
    lines: list[Passage] = []
    before: list[Passage] | None = None
    for block in report.passages:
        if isinstance(block, TableBlock):
            lines = []
            continue
        if before is None and block.heading and block.paragraph.text in annexes:
            before = lines
        lines.append(block)
    found = [one for passage in (before or ())[-_TAIL:] if passage.under for one in _alone(passage)]
    yield from found or (one for passage in lines[-_TAIL:] if passage.under for one in _alone(passage))
