"""Family D: statutory time limits and the period of the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportlint import CannotTell, Check, Hit, Level, Passage, Report, Section

from .due import annual_deadline_wrong, published_late
from .limits import CHECKS as LIMITS
from .limits import OTHER_MATTERS, REQUEST, THIRD, other_matter_before
from .passages import Sentence, clause_at, passages, sentences
from .period import period_wrong, stale_year

_EARLY: Final = ("2008", "2014")

# --- D001 ----------------------------------------------------------------------------

_HINTS: Final = re.compile(
    r"期限|时限|时间|工作日|[日天](?:之|以)?内|按时|按期|如期|准时|限时|逾期|超期|超时"
)
_STATED: Final = re.compile(
    r"(?:法定|规定)的?(?:答复|办理|办结|工作)?(?:期限|时限)|(?:期限|时限)(?:之|以)?内"
    r"|(?:法定|规定|要求|承诺)的?(?:答复|办理|办结|工作)?时间(?:之|以)?内"
    r"|(?:按时|按期|如期|准时|限时)[^。;]{0,6}?(?:答复|办结|办理|回复)|(?:答复|办结)[^。;]{0,3}(?:按时|按期)"
    r"|(?:无|没有|未|零|不)[^。;]{0,8}(?:超期|逾期|超时)[^。;]{0,4}(?:答复|办理|办结|回复)"
    r"|(?<![月\d])(?:\d{1,3}|[一二三四五六七八九十]{1,3}) ?(?:个? ?工作日|[日天](?:之|以)?内)"
)
_ANSWERING: Final = re.compile(r"申请|答复|办理|受理|办结")
_DISCLOSING: Final = re.compile(r"主动公开|发布|公布|更新|形成|变更")
_RECEIVED: Final = re.compile(
    r"(?:收到|受理|接到|接收|办理|接受)[^。;]{0,24}?申请[^。;,\d]{0,8}?(?P<count>\d+) ?(?:余|多)? ?[件条宗起项份人次]"
    r"|(?:收到|受理|接到)(?P<before>\d+) ?[件条宗起项份][^。;,]{0,12}申请"
)


def reply_deadline_unstated(report: Report) -> Iterator[Hit | CannotTell]:
    """The report says somewhere by when requests are, or were, answered."""
    if any(_states(passage) for passage in passages(report)) or _on_time_in_table(report):
        return
    early = report.edition.name in _EARLY and _had_requests(report)
    section, key = _request_section(report)
    yield Hit(
        span=section.span if section is not None else None,
        anchor=key,
        variant="early" if early else "later",
        level=Level.WARNING if early else Level.NOTE,
    )


def _states(passage: Passage) -> bool:
    if _HINTS.search(passage.folded) is None:
        return False
    under_request = any("申请" in heading for heading in (passage.under, *passage.above))
    return any(
        _about_requests(sentence, match.start(), under_request)
        for sentence in sentences(passage.folded)
        for match in _STATED.finditer(sentence.text)
    )


def _about_requests(sentence: Sentence, at: int, under_request: bool) -> bool:
    """True where the limit at that place of a sentence is one for answering requests."""
    clause = clause_at(sentence.text, at)
    if THIRD.search(clause.text) or other_matter_before(sentence, clause):
        return False
    if OTHER_MATTERS.search(clause.text) and not REQUEST.search(clause.text):
        return False
    if _DISCLOSING.search(clause.text) and not _ANSWERING.search(clause.text):
        return False
    return "申请" in sentence.text or "答复" in sentence.text or under_request


def _on_time_in_table(report: Report) -> bool:
    """按时办结数 of the national form says it in figures."""
    return _positive(report, "t14_stats", "closed_on_time")


def _positive(report: Report, form: str, row: str) -> bool:
    return any(
        key == row
        and figure.number is not None
        and figure.number > 0
        and not grid.form.column(column).optional
        for grid in report.grids_of(form)
        for (key, column), figure in grid.cells.items()
    )


def _had_requests(report: Report) -> bool:
    forms = {grid.form.key for grid in report.grids if grid.form.key.startswith(("t08_", "t14_"))}
    if any(_positive(report, form, "req_total") for form in sorted(forms)):
        return True
    for passage in passages(report):
        if "申请" not in passage.paragraph.text:
            continue
        for match in _RECEIVED.finditer(passage.folded):
            if int(match["count"] or match["before"]) > 0:
                return True
    return False


def _request_section(report: Report) -> tuple[Section | None, str]:
    """Where the time limit would stand: the section about requests with its key."""
    for key in ("s1_request", "s3", "c08_request"):
        section = report.section(key)
        if section is not None:
            return section, key
    return None, ""


# --- D005 ----------------------------------------------------------------------------

_PERIOD_HINT: Final = re.compile(r"统计|截[止至]|起止|12 ?月|十二月|1231|所列数据|3[01] ?日")
_YEAR: Final = r"(?:20\d\d|二[〇○零O一二三四五六七八九]{3})?年?"
_TO: Final = r"[^。;]{0,3}?(?:至|到|-|—|~|起|–|―)[^。;\d一二]{0,4}?"
_RANGE: Final = re.compile(
    rf"{_YEAR}(?:0?[15]月?0?1日?|[一五]月一日){_TO}{_YEAR}(?:1[12]月?3[01]日?|十[一二]月三十一?日)"
)
_NAMED: Final = re.compile(
    r"(?:统计(?:期限|时限|数据|时间|时段|周期|区间|期间|范围|起止)|数据(?:的)?统计|起止(?:时间|日期)|(?:所列|各项)数据)"
    r"[^。;]{0,20}?(?:\d{1,2}月|[一二三四五六七八九十]月|20\d\d年度|全年|1 ?231|\d{3,}日)"
)
_UNTIL: Final = re.compile(r"截[止至](?:到|至|日期|时间)?[^。;]{0,3}?(?:20\d\d)?年?12月3[01]日?")


def period_unstated(report: Report) -> Iterator[Hit | CannotTell]:
    """The report states the period its figures cover."""
    for passage in passages(report):
        if _PERIOD_HINT.search(passage.folded) is None:
            continue
        joined = "".join(passage.folded.split())
        if _is_range(joined) or _NAMED.search(joined) or _UNTIL.search(joined):
            return
    yield Hit(span=None)


def _is_range(text: str) -> bool:
    """January to December; 年, 月 or 日 may have been lost, but not all of them."""
    return any("月" in match[0] or "日" in match[0] for match in _RANGE.finditer(text))


CHECKS: dict[str, Check] = {
    "D001": reply_deadline_unstated,
    "D004": published_late,
    "D005": period_unstated,
    "D006": period_wrong,
    "D007": stale_year,
    "D008": annual_deadline_wrong,
    **LIMITS,
}
