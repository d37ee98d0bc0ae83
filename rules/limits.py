"""D002 and D003: statutory limits with the wrong number or the wrong kind of days.

A number is never judged alone: it is bound to the nearest word in its clause
that says what it limits (disclosure, reply, extension), and to nothing where
the clause is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from reportlint import CannotTell, Check, Hit, Report, Span, chinese_number

from .passages import Sentence, clause_at, passages, sentences

# A request for disclosure, named as such.
REQUEST: Final = re.compile(r"公开申请|依申请|申请公开|申请人|申请政府信息")
# Matters with time limits of their own.
OTHER_MATTERS: Final = re.compile(
    r"意见箱|信箱|留言|12345|热线|提案|议案|建议|政民互动|咨询|投诉|来信|来访|信访|举报|网民|诉求|问政"
    r"|许可|审批|复议|诉讼|起诉|处罚|公示|听证|征求意见"
)
# Steps of a request that have limits of their own.
THIRD: Final = re.compile(r"第三方|补正|更正|缴费|缴纳|缴款|收费通知")
_TOPICS: Final = re.compile(
    r"(?P<extension>延长|延期)|(?P<reply>依申请|申请|答复)"
    r"|(?P<proactive>主动公开|形成|变更|制作|产生之日|生成)"
)
_EXTENDED: Final = re.compile(r"延长|延期")
_REMEDY: Final = re.compile(r"复议|诉讼|起诉")
_PROMISE: Final = re.compile(r"承诺|压缩|缩短|提前|平均|力争|提速|仅用|少于|早于|优于|快于|之前的|短于")
_REVISION: Final = re.compile(
    r"(?:由|从)[^。;]{0,16}(?:调整|延长|修改|改为|增加|变为)|修订前|修订后|原《?条例|旧《?条例|新旧"
)
_LEGAL: Final = re.compile(
    r"法定|条例|(?:按|依)照?[^,。;》]{0,8}规定(?!》)|规定的?(?:时限|期限|时间|\d|[一二三四五十])"
)
_LOCAL: Final = re.compile(r"《[^》]{0,40}(?:规定|办法|制度|细则|规程)》")
_BY_LAW: Final = re.compile(r"法定|条例》?(?:的|所)?(?:规定|要求)")
_SUM: Final = re.compile(r"最长|最多|最迟|不超过|不得超过|延长|合计|共计|至多")
_YEAR: Final = re.compile(r"((?:19|20)\d\d) ?年")

_NUMBER: Final = r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})"
_WORKING: Final = re.compile(_NUMBER + r" ?个? ?(?P<unit>工作日|工作天)")
_CALENDAR: Final = re.compile(
    _NUMBER + r" ?个? ?(?P<unit>自然日|日历日|日|天)(?P<within> ?(?:之内|以内|内|的))?"
)
_LIMITING: Final = re.compile(r"(?:不超过|不得超过|不多于|最长|最多|起|延长|期限|时限|限期)(?:为|是)? ?$")
_PART_OF_DATE: Final = re.compile(r"(?:[月年第.]|[\d日天月] ?[至到\-—~、]) ?$")
_LOOK_BACK: Final = 8

_STATUTORY: Final = frozenset((15, 20, 30, 40))
_PROACTIVE: Final = 20


class Limit(NamedTuple):
    """A number of days in a sentence with the matter it limits."""

    topic: str
    number: int
    text: str
    span: Span
    sentence: str
    clause: str


class _Era(NamedTuple):
    """Accepted working days for a reply or an extension; empty where unknown."""

    days: frozenset[int]
    zh: str
    en: str


_OLD: Final = _Era(frozenset((15,)), "15个工作日", "15 working days")
_NEW: Final = _Era(frozenset((20,)), "20个工作日", "20 working days")
_BOTH: Final = _Era(frozenset((15, 20)), "15个或20个工作日", "15 or 20 working days")
_UNKNOWN: Final = _Era(frozenset(), "", "")


def era(report: Report) -> _Era:
    """What the law in force for the report's year allows for a reply; in 2019 both versions were."""
    name = report.edition.name
    if name in ("2008", "2014"):
        return _OLD
    if name == "2019":
        return _NEW if report.year == 2020 else _BOTH
    return _NEW if name == "2021" else _UNKNOWN


# --- limits in the text ------------------------------------------------------------------


def limits(report: Report, pattern: re.Pattern[str], literals: tuple[str, ...]) -> Iterator[Limit]:
    """Numbers of days that limit disclosure, a reply or an extension."""
    if not any(literal in report.folded for literal in literals):
        return
    for passage in passages(report):
        if not any(literal in passage.folded for literal in literals):
            continue
        for sentence in sentences(passage.folded):
            for match in pattern.finditer(sentence.text):
                limit = _limit(match, sentence, report.year)
                if limit is not None:
                    start = sentence.start + match.start()
                    stop = sentence.start + match.end("unit")
                    yield limit._replace(span=passage.paragraph.span(start, stop))


def _limit(match: re.Match[str], sentence: Sentence, year: int | None) -> Limit | None:
    text, start = sentence.text, match.start()
    before = text[max(start - _LOOK_BACK, 0) : start]
    if _PART_OF_DATE.search(before) or not _is_length(match, before):
        return None
    number = _value(match["number"])
    if number is None or _PROMISE.search(text) or _REVISION.search(text) or _other_year(text, year):
        return None
    clause = clause_at(text, start)
    topic = _topic(text, clause, start, match.end())
    if not topic or _foreign(topic, sentence, clause):
        return None
    return Limit(topic, number, text[start : match.end("unit")], Span(0, 0, 0), text, clause.text)


def _is_length(match: re.Match[str], before: str) -> bool:
    """20日内 and 不超过20日 are lengths of time; 20日 alone may be a date."""
    within = match.groupdict("").get("within")
    return within is None or bool(within) or _LIMITING.search(before) is not None


def _value(digits: str) -> int | None:
    return int(digits) if digits.isdecimal() else chinese_number(digits)


def _other_year(sentence: str, year: int | None) -> bool:
    return year is not None and any(int(one) != year for one in _YEAR.findall(sentence))


def _topic(sentence: str, clause: Sentence, start: int, end: int) -> str:
    """The nearest topic word in the clause, else the last one before it in the sentence."""
    if _EXTENDED.search(sentence, clause.start, start):
        return "extension"
    nearest, least = "", len(sentence)
    for match in _TOPICS.finditer(sentence, clause.start, clause.start + len(clause.text)):
        gap = start - match.end() if match.end() <= start else match.start() - end
        if gap < least:
            nearest, least = match.lastgroup or "", gap
    if nearest:
        return nearest
    before = list(_TOPICS.finditer(sentence, 0, clause.start))
    return (before[-1].lastgroup or "") if before else ""


def other_matter_before(sentence: Sentence, clause: Sentence) -> bool:
    """True where the clause goes on about another matter that the sentence began with."""
    if "申请" in clause.text or REQUEST.search(sentence.text):
        return False
    return OTHER_MATTERS.search(sentence.text, 0, clause.start) is not None


def _foreign(topic: str, sentence: Sentence, clause: Sentence) -> bool:
    """True for the time limits of other matters: third parties, mailboxes, permits …"""
    if _REMEDY.search(clause.text) or THIRD.search(clause.text):
        return True
    if THIRD.search(sentence.text) and not _TOPICS.search(clause.text):
        return True
    if OTHER_MATTERS.search(clause.text):
        return not REQUEST.search(clause.text)
    return topic != "proactive" and other_matter_before(sentence, clause)


# --- D002 ----------------------------------------------------------------------------


def deadline_wrong_length(report: Report) -> Iterator[Hit | CannotTell]:
    """Statutory limits have the number of working days of their year."""
    allowed = era(report)
    for limit in limits(report, _WORKING, ("工作日", "工作天")):
        if limit.topic == "proactive":
            if limit.number != _PROACTIVE and _is_legal(limit.sentence):
                yield _hit(limit, _NEW)
        elif not allowed.days:
            if limit.number in _STATUTORY:
                yield CannotTell("edition")
        elif limit.number not in allowed.days and _is_claimed(limit):
            yield _hit(limit, allowed)


def _is_legal(sentence: str) -> bool:
    """True where a sentence speaks of what the law, not a local rule, lays down."""
    return _LEGAL.search(_LOCAL.sub("", sentence)) is not None


def _is_claimed(limit: Limit) -> bool:
    """True where a wrong number is given as the limit, not as a stricter promise or a sum."""
    if limit.number in (15, 20):
        return True
    if limit.number in _STATUTORY and _SUM.search(limit.clause):
        return False
    return _BY_LAW.search(limit.sentence) is not None and (
        "答复" in limit.clause or limit.topic == "extension"
    )


# --- D003 ----------------------------------------------------------------------------


def deadline_wrong_unit(report: Report) -> Iterator[Hit | CannotTell]:
    """Statutory limits are counted in working days."""
    allowed = era(report)
    for limit in limits(report, _CALENDAR, ("日", "天")):
        if limit.topic == "proactive":
            if limit.number == _PROACTIVE or (limit.number in _STATUTORY and _is_legal(limit.sentence)):
                yield _hit(limit, _NEW)
        elif limit.number in _STATUTORY:
            yield _hit(limit, _expected(limit.number, allowed))


def _expected(number: int, allowed: _Era) -> _Era:
    if not allowed.days or number not in (15, 20) or number in allowed.days:
        return _Era(frozenset(), f"{number}个工作日", f"{number} working days")
    return allowed


def _hit(limit: Limit, right: _Era) -> Hit:
    expected: Mapping[str, str] = {"zh": right.zh, "en": right.en}
    if limit.topic == "extension":
        expected = {"zh": f"不超过{right.zh}", "en": f"at most {right.en}"}
    found = "".join(limit.text.split())
    return Hit(span=limit.span, variant=limit.topic, values={"found": found, "expected": expected})


CHECKS: dict[str, Check] = {"D002": deadline_wrong_length, "D003": deadline_wrong_unit}
