"""D004 and D008: the date by which the report itself is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from reportlint import CannotTell, Hit, Level, Report

from .dates import Dated, dates
from .passages import passages, sentences

_FIRST_NEW: Final = 2019  # 条例 of 2019, 第四十九条
# What a name must end in to be a department of a people's government.
_DEPARTMENT: Final = re.compile(r"(?:局|委|委员会|办|办公室|厅|办公厅|部|署)$")
_GOVERNMENT: Final = re.compile(r"(?:政府|[省市县区州盟旗镇乡])$")


class _Due(NamedTuple):
    """The last day, with the level of a breach."""

    day: date
    level: Level


# --- D004 ----------------------------------------------------------------------------


def published_late(report: Report) -> Iterator[Hit | CannotTell]:
    """Signed and published by the statutory date, or by the configured local one."""
    if report.year is None:
        yield CannotTell("year")
        return
    local = _local(report.due)
    due = _statutory(report, report.year)
    if report.due is not None and local is None:
        yield CannotTell("due")
    if local is None and due is None:
        if report.organ is None or not _is_town(report):
            yield CannotTell("organ")
        return
    found = [one for one in dates(report) if one.day > date(report.year, 12, 30)]
    if not found:
        yield CannotTell("date")
        return
    hit = _late(found, due, report.year)
    if hit is None and local is not None:
        hit = _late_locally(found, local)
    if hit is not None:
        yield hit


def _is_town(report: Report) -> bool:
    """From 2019 on the law names no date for towns: nothing to judge."""
    return report.organ == "township"


def _local(due: str | None) -> date | None:
    try:
        return date.fromisoformat(due) if due else None
    except ValueError:
        return None


def _statutory(report: Report, year: int) -> _Due | None:
    """The last day of 第四十九条 (2019) or 第三十一条 (2007); None where the law names none, or it is not known."""
    agency = report.agency or ""
    spring = date(year + 1, 3, 31)
    if report.organ == "government":
        return _Due(spring, Level.ERROR) if _GOVERNMENT.search(agency) else None
    if report.organ == "township":
        return _Due(spring, Level.NOTE) if year < _FIRST_NEW else None
    if report.organ == "department":
        sure = _DEPARTMENT.search(agency) is not None
        day = date(year + 1, 1, 31) if year >= _FIRST_NEW else spring
        return _Due(day, Level.ERROR if sure else Level.NOTE)
    return None


def _late(found: list[Dated], due: _Due | None, year: int) -> Hit | None:
    if due is None:
        return None
    signed = [one for one in found if one.what == "signed"]
    for one in signed:
        if one.day > due.day:
            return _hit(one, due.day, due.level)
    for one in found:
        if one.what == "published" and one.day > due.day:
            # A page's date may be that of a later copy: sure only in the year itself, with nothing against it.
            sure = not signed and one.day.year == year + 1
            return _hit(one, due.day, due.level if sure else Level.NOTE, sure)
    return None


def _late_locally(found: list[Dated], day: date) -> Hit | None:
    late = next((one for one in found if one.day > day), None)
    return _hit(late, day, Level.NOTE, local=True) if late is not None else None


def _hit(one: Dated, due: date, level: Level, sure: bool = True, local: bool = False) -> Hit:
    values = {"what": _WHAT[one.what], "found": _written(one.day), "due": _written(due)}
    return Hit(one.span, variant="local" if local else "", level=level, values=values, sure=sure)


_WHAT: Final = {
    "signed": {"zh": "落款日期", "en": "date of signing"},
    "published": {"zh": "发布日期", "en": "date of publication"},
}


def _written(day: date) -> dict[str, str]:
    return {"zh": f"{day.year}年{day.month}月{day.day}日", "en": day.isoformat()}


# --- D008 ----------------------------------------------------------------------------

_CITED: Final = re.compile(
    r"(?P<january>(?:0?1|一|元)月(?:31|三十一)日|(?:0?1|一|元)月底)|(?P<march>(?:0?3|三)月(?:31|三十一)日|(?:0?3|三)月底)"
)
_BEFORE: Final = re.compile(r" ?(?:之前|以前|前|内|截止|为限)")
_OWN: Final = re.compile(r"年度报告|年报|工作报告")
_DUTY: Final = re.compile(r"公布|公开|发布|报送|提交|编制|完成|上报|报告")
_OTHERS: Final = re.compile(
    r"法治政府|企业|市场主体|财务|决算|预算|网站(?:工作|监管)|统计报表|党务|述职|绩效|社会组织|事业单位法人"
)
_OTHER_ORGANS: Final = re.compile(
    r"各[级地县区市乡镇街部]|县区|区县|县级以上(?:地方)?人民政府(?!部门|工作部门|信息)|下[级属辖]|基层|(?:乡镇|街道)"
)
_LEGAL: Final = re.compile(r"条例|法定|规定|每年|依法|应当|应于|须于")


def annual_deadline_wrong(report: Report) -> Iterator[Hit | CannotTell]:
    """The report's own due date is that of its organ and year."""
    for passage in passages(report):
        text = passage.folded
        if "月" not in text or not _OWN.search(text):
            continue
        for sentence in sentences(text):
            match = _claimed(sentence.text)
            if match is None:
                continue
            wrong = _is_wrong(report, match, sentence.text)
            if wrong is None:
                yield CannotTell("organ")
            elif wrong:
                span = passage.paragraph.span(sentence.start + match.start(), sentence.start + match.end())
                yield Hit(span, variant=wrong, values={"found": "".join(match[0].split())})


def _claimed(text: str) -> re.Match[str] | None:
    match = _CITED.search(text)
    if (
        match is None
        or not _BEFORE.match(text, match.end())
        or not _OWN.search(text)
        or not _DUTY.search(text)
    ):
        return None
    if "信息公开" not in text and "本报告" not in text and "政务公开" not in text and "条例" not in text:
        return None
    return None if _OTHERS.search(text) or _OTHER_ORGANS.search(text) else match


def _is_wrong(report: Report, match: re.Match[str], text: str) -> str | None:
    """The variant of the message, "" where the date is right or nothing can be wrong; None if unknown."""
    name, year = report.edition.name, report.year
    early = name in ("2008", "2014") or (year is not None and year < _FIRST_NEW)
    if not name and year is None:
        return None
    if early:
        return "early" if match["january"] and _LEGAL.search(text) else ""
    if report.organ is None:
        return None
    if report.organ == "department" and match["march"] and _DEPARTMENT.search(report.agency or ""):
        return "department"
    if (
        report.organ == "government"
        and match["january"]
        and "条例" in text
        and _GOVERNMENT.search(report.agency or "")
    ):
        return "government"
    return ""
