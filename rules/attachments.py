"""S013: tables and attachments that the text announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import CannotTell, Hit, Passage, Report, Section, TableBlock

from .streams import Step, steps

_BELOW: Final = re.compile(
    r"(?:见|如|参见|参照|列[于入在]|详见)(?:以?下|后面的?)(?:列|面|方)?(?:统计)?表(?!述|现|示[^。]{0,4}意)|下表(?:所[示列]|统计|反映|为)"
)
_ATTACHED: Final = re.compile(
    r"(?:详?见|参见|附后的|列[于入在]|请查看|请见)(?:本报告|文后|后附|所附|以下|报告后|文末)?的?[“\"(《 ]?(?P<what>附[表件录](?: ?[\d一二三四五])?)(?![^。;,]{0,4}(?:下载|链接))"
    r"|(?P<after>附[表件](?:附)?(?:后|于后|在后)|(?:统计)?表附后|附后)(?!果)"
)
_ELSEWHERE: Final = re.compile(
    r"《[^》]{0,60}》[^。;,]{0,6}$|通知[^。;,]{0,6}$|方案[^。;,]{0,6}$|邮件[^。;,]{0,4}$|办法[^。;,]{0,4}$"
)
_FILE: Final = re.compile(
    r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar|jpe?g|png|ofd)|下载|链接|点击|扫码|https?:", re.I
)
_NO_FIXED_TABLE: Final = ("s2", "s3", "s4")


class _Announced(NamedTuple):
    """What is announced, by the ``at``-th block of the report.

    ``below``: a table in this chapter; ``paper``: an attachment, no table of the form.
    """

    at: int
    passage: Passage
    start: int
    end: int
    below: bool
    paper: bool
    chapter: Section | None


def attachment_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """What is announced follows: 下表 in its chapter, 附表 and 附件 at the end."""
    below: list[_Announced] = []  # all of one chapter
    later: list[_Announced] = []
    missing: list[_Announced] = []
    expected = {id(bound.section) for bound in report.sections if bound.key in _NO_FIXED_TABLE}
    in_form = False
    for at, block in enumerate(steps(report)):
        if isinstance(block, TableBlock):
            below, later = [], [one for one in later if one.paper and in_form]
            continue
        if block.section is not None:
            in_form = report.edition.fixed_sections and id(block.chapter) in expected
            if below and below[0].chapter is not block.chapter:
                missing += below
                below = []
        for one in _announced(at, block):
            if not _expected(one, expected):
                (below if one.below else later).append(one)
    missing += sorted((*below, *later), key=lambda one: one.at)
    if not missing or _attached(report):
        return
    if report.lost_tables:
        yield CannotTell("tables")
        return
    one = missing[0]
    found = "".join(one.passage.paragraph.text[one.start : one.end].split())
    span = one.passage.paragraph.span(one.start, one.end)
    # A bare 附件：… at the end may be a link whose file lies beside the report.
    yield Hit(span, "", values={"found": found}, sure=not one.passage.heading)


def _expected(one: _Announced, sections: set[int]) -> bool:
    """True where T001 reports that the form's own table is missing."""
    return one.chapter is not None and id(one.chapter) in sections


def _announced(at: int, step: Step) -> Iterator[_Announced]:
    text = step.passage.folded
    if "表" not in text and "附" not in text:
        return
    if _FILE.search(text):
        return
    if step.section is not None and step.section.style == "annex":
        yield _Announced(at, step.passage, 0, max(len(text), 1), False, False, step.chapter)
        return
    for pattern, below in ((_BELOW, True), (_ATTACHED, False)):
        for match in pattern.finditer(text):
            if not _ELSEWHERE.search(text, max(match.start() - 80, 0), match.start()):
                paper = not below and ("附件" in match[0] or "附录" in match[0])
                yield _Announced(at, step.passage, match.start(), match.end(), below, paper, step.chapter)


def _attached(report: Report) -> bool:
    """True where an attachment follows as text, or stands before the place that names it."""
    annexes = [one for one in report.document.sections if one.style == "annex"]
    if any(one.sections or len(one.blocks) > 1 for one in annexes):
        return True
    return any(isinstance(block, TableBlock) for one in annexes for block in one.blocks)
