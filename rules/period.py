"""D006 and D007: the year the figures cover, and years left standing from last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import (
    CannotTell,
    Hit,
    Passage,
    Report,
    amounts,
    cells_of,
    chinese_number,
    fits,
    readings_of,
)

from .dates import dates
from .passages import passages

# --- D006 ----------------------------------------------------------------------------

_SENTENCE: Final = re.compile(r"[^。;!]+")
_ABOUT: Final = re.compile(
    r"统计(?:期限|时限|数据|时间|时段|周期|区间|期间|范围|起止)|数据(?:的)?统计|起止(?:时间|日期)|(?:所列|各项|相关|有关)(?:的)?(?:统计)?数据|报告(?:期|时段|周期)|数据(?:截止|截至|时间|起止|期限)"
)
# One of these stands in whatever the above finds.
_ABOUT_WORDS: Final = ("统计", "数据", "起止", "报告期", "报告时段", "报告周期")
_YEAR: Final = r"(?:20\d\d|二[〇○零O一二三四五六七八九]{3})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九元])"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9]|[一二三四五六七八九十]{1,3})"
_RANGE: Final = re.compile(
    rf"(?P<y1>{_YEAR})年(?P<m1>{_MONTH})月(?:(?P<d1>{_DAY})日)?(?:起|开始)?(?:,)?(?:至|到|—+|-+|~|－|–|止于)"
    rf"(?:(?P<y2>{_YEAR})年|(?:当年|同年|本年))?(?P<m2>{_MONTH})月(?:(?P<d2>{_DAY})日)?"
)
_UNTIL: Final = re.compile(
    rf"截[止至](?:到|至|日期为|时间为)?(?P<y2>{_YEAR})年(?P<m2>{_MONTH})月(?:(?P<d2>{_DAY})日|底)"
)
_OTHER: Final = re.compile(r"结转|同比|上年|上一年度|环比|比较期|培训|活动|征集|公示")
_LOST: Final = re.compile(r"\d{5,}(?:年|月|日)|20\d\d\d{1,2}月|年\d{3,4}日|\d{3,4}日")


class _Day(NamedTuple):
    """A month and day; the day is None where only the month is written."""

    month: int
    day: int | None


def period_wrong(report: Report) -> Iterator[Hit | CannotTell]:
    """Figures cover 1 January to 31 December of the report's year; May 2008 is a start, too."""
    unread = False
    for passage in passages(report):
        if not any(word in passage.folded for word in _ABOUT_WORDS):
            continue
        for sentence in _SENTENCE.finditer(passage.folded):
            if not _ABOUT.search(sentence[0]) or _OTHER.search(sentence[0]):
                continue
            text, at = _compact(sentence[0], sentence.start())
            if _LOST.search(text):
                unread = True  # 年, 月 or 日 was lost on the way: the figures cannot be told apart
                continue
            match = _RANGE.search(text) or _UNTIL.search(text)
            if match is not None and _is_wrong(match, report.year):
                span = passage.paragraph.span(at[match.start()], at[match.end() - 1] + 1)
                expected = _expected(match, report.year)
                yield Hit(span, values={"found": match[0], "expected": expected})
                return
    if unread:
        yield CannotTell("dates")


def _compact(text: str, start: int) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its characters stood."""
    kept = [(char, start + at) for at, char in enumerate(text) if not char.isspace()]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _number(word: str | None) -> int | None:
    if not word:
        return None
    if word.isdecimal():
        return int(word)
    return 1 if word == "元" else chinese_number(re.sub("[○O]", "〇", word))


def _is_wrong(match: re.Match[str], year: int | None) -> bool:
    found = match.groupdict()
    first, last = _number(found.get("y1")), _number(found["y2"])
    if year is not None and any(one is not None and one != year for one in (first, last)):
        return True
    if first is not None and last is not None and first != last:
        return True
    if _Day(_number(found["m2"]) or 0, _number(found.get("d2")) or 31) != _Day(12, 31):
        return True
    if "m1" not in found:
        return False
    start = _Day(_number(found["m1"]) or 0, _number(found["d1"]) or 1)
    return start != _Day(1, 1) and not (start == _Day(5, 1) and (year or first) == 2008)


def _expected(match: re.Match[str], year: int | None) -> dict[str, str]:
    found = match.groupdict()
    whole = year or _number(found.get("y1")) or _number(found["y2"])
    return {"zh": f"{whole}年1月1日至{whole}年12月31日", "en": f"1 January to 31 December {whole}"}


# --- D007 ----------------------------------------------------------------------------

_WHO: Final = (
    r"(?:我|本|全)(?:省|市|县|区|镇|乡|街道|办事处|局|委|厅|办|院|队|中心|单位|机关|部门|处|站|旗|州|盟|年|系统)"
    r"|共(?:主动|收到|受理|公开|发布|办理|办结|制发|新|计)|累计|主动公开|收到|未收到|受理|新收|办理|依法|认真|围绕|坚持|在[^,。]{2,24}下|深入|持续|严格|进一步|未发生|没有|未收取|收取"
)
_STATEMENT: Final = re.compile(rf"(?P<year>{_YEAR}) ?年(?:度)? ?[,，]? ?(?:{_WHO})")
_NAMED: Final = re.compile(
    rf"(?:公布|发布|编制|公开|现将|形成|特制定)[^。《]{{0,24}}?(?P<year>{_YEAR}) ?年(?:度)?(?:[一-龥]{{2,14}})?(?:政府信息公开|政务公开)[^。]{{0,6}}(?:年度报告|年报)"
)
_COMPARING: Final = re.compile(
    r"同比|环比|相比|对比|上年|去年|同期|前一年|上一年|较20|比20|以来|至今|开始|截[至止]|考核|评估|评比|测评|排名|获|荣获|通报|结转|遗留|整改|反馈|针对|对照|报告中|年底[前]|回顾|曾|当时|起(?:至|,)|增[长加]|下降|减少|提[升高]了?\d|审计|巡察|督查"
)


# Figures too small to say by themselves whose they are.
_TELLING: Final = 5
_CARRIED_TO: Final = re.compile(
    r"(?P<clause>[^,;。:]*?)(?:结转|顺延|延续)(?:至|到|入)?(?P<year>20\d\d) ?年度?继续(?:办理|答复|处理)"
)
_BEFORE: Final = re.compile(r"上一?年|去年|20\d\d ?年|以前")


def stale_year(report: Report) -> Iterator[Hit | CannotTell]:
    """No statement, name or date is still that of the year before."""
    if report.year is None:
        yield CannotTell("year")
        return
    year = report.year
    ours = _this_years(report)
    for passage in passages(report):
        if passage.heading or "年" not in passage.folded:
            continue
        for start, end, found in _stale(passage, year, ours):
            yield Hit(passage.paragraph.span(start, end), values={"found": f"{found}年", "year": f"{year}年"})
        for start, end in _carried_to_itself(passage, year, report):
            values = {"found": f"{year}年", "year": f"{year}年", "next": f"{year + 1}年"}
            yield Hit(passage.paragraph.span(start, end), variant="carried", values=values)
    if _edited(report):
        return
    for one in dates(report):
        if one.what == "signed" and one.day.year == year and (one.day.month, one.day.day) < (12, 1):
            values = {"found": f"{one.day.year}年", "year": f"{year}年", "next": f"{year + 1}年"}
            yield Hit(one.span, variant="signed", values=values)


def _this_years(report: Report) -> frozenset[tuple[int, int]]:
    """Where figures told of another year stand that are those of this year's tables."""
    cells = cells_of(report)
    return frozenset(
        (told.span.line, told.span.column)
        for told in report.told
        if told.scope == "year" and told.kind == "number" and told.value >= _TELLING
        if any(one.value is not None and fits(told, one.value) for one in readings_of(told, report, cells))
    )


def _carried_to_itself(passage: Passage, year: int, report: Report) -> Iterator[tuple[int, int]]:
    """另有9件结转2024年度继续办理, in the report for 2024: carried to the year that ends."""
    if "结转" not in passage.folded:
        return
    carried = {
        grid.cells["carried_in", "total"].number
        for grid in report.grids_of("s3_requests")
        if ("carried_in", "total") in grid.cells
    }
    for match in _CARRIED_TO.finditer(passage.folded):
        clause = match["clause"]
        told = {one.value for one in amounts(clause)}
        if match["year"] == str(year) and not _BEFORE.search(clause) and told and not told & carried:
            yield match.start("year"), match.end("year") + 1


def _edited(report: Report) -> bool:
    """True where the year was given by hand, so that the dates of the text prove nothing."""
    return report.title is not None and report.title.year not in (None, report.year)


def _stale(passage: Passage, year: int, ours: frozenset[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Places and years; ``ours`` are the places of figures that are this year's, whatever year is named."""
    spoken = list(_SENTENCE.finditer(passage.folded))
    for number, sentence in enumerate(spoken):
        text = sentence[0]
        lead = len(text) - len(text.lstrip())
        match = _STATEMENT.match(text, lead)
        if match is None:
            match = _NAMED.search(text) if not passage.under else None
        if match is None or _year(match["year"]) != year - 1:
            continue
        following = spoken[number + 1][0] if number + 1 < len(spoken) else ""
        told_ours = any(
            (span.line, span.column) in ours
            for one in amounts(passage.folded, sentence.start(), sentence.end())
            for span in [passage.paragraph.span(one.start, one.end)]
        )
        if (
            (_COMPARING.search(text) and not told_ours)
            or _about(text, year)
            or _is_contrast(following, year)
            or _ABOUT.search(text)
        ):
            continue
        at = sentence.start() + match.start("year")
        yield at, at + len(match["year"]) + 1, year - 1


def _about(text: str, year: int) -> bool:
    """True where the sentence also speaks of the report's year, or of a plan."""
    return re.search(rf"{year} ?年|今年|本年度|(?<!本)年度计划", text) is not None


def _is_contrast(following: str, year: int) -> bool:
    """True where the next sentence goes on to the report's year."""
    return re.match(rf"\s*(?:而|到|至)?{year} ?年(?!1月1日)", following) is not None and not _ABOUT.search(
        following
    )


def _year(word: str) -> int | None:
    return int(word) if word.isdecimal() else chinese_number(re.sub("[○O零]", "〇", word))
