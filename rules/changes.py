"""Changes told in a sentence: from one figure to another, by how much, at what rate.

Figures are those of the sentence itself. One that is printed rounded (1.2万)
stands for all that round to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint import Amount, amounts

PERCENT: Final = re.compile(r"(?<![\d.])(?P<number>\d{1,6}(?:\.\d{1,6})?) ?%")
_UP: Final = "增长|增加|上升|提高|提升|上涨|增幅|增至|增到|升至|升到|增多"
_DOWN: Final = "下降|减少|降低|降至|降到|减至|减到|下滑|降幅|回落"
_FLAT: Final = "基本持平|持平"
_DIRECTION: Final = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})|(?P<flat>{_FLAT})")
_EARLIER: Final = re.compile(r"(?P<word>上一?年度?|去年|上年同期|同期)|(?P<year>(?:19|20)\d\d) ?年")
_FROM: Final = re.compile(r"[由从][^,;。\d]{0,16}(?:(?:19|20)\d\d年[^,;。\d]{0,8})?$")
_TO: Final = re.compile(
    r"^[^,;。\d]{0,10}?(?:(?:19|20)\d\d年)?[^,;。\d]{0,4}?(?P<verb>增加|增长|上升|提高|提升|扩大|增|升|下降|减少|降低|降|减|下滑)[^,;。\d]{0,4}?(?:到|至|为)[^,;。\d]{0,8}$"
)
_AGAINST: Final = re.compile(
    r"(?:比|较|与|相比|同)[^,;。]{0,14}?(?:上一?年度?|去年|同期|(?:19|20)\d\d ?年度?)(?P<words>[^,;。\d]{0,10})$"
)
# Numbers with 万, 亿 or % and no measure word, which are no amounts: 由3.2万增至4.1万.
_BARE: Final = re.compile(
    r"[由从][^,;。\d]{0,16}(?:(?:19|20)\d\d ?年[^,;。\d]{0,8})?(?P<before>(?P<a>\d{1,9}(?:\.\d{1,4})?)(?P<unit>[万亿%]))"
    r"(?P<words>[^,;。%万亿]{1,24}?)(?P<after>(?P<b>(?<![\d.])\d{1,9}(?:\.\d{1,4})?)(?P=unit))(?![余多])"
)
_TIMES: Final = {"万": 10**4, "亿": 10**8, "%": 1}
_SPOKEN: Final = r"(?:同比|环比|[较比与和同](?:上一?年度?|去年度?|上年同期|去年同期|同期|(?:19|20)\d\d ?年度?)(?:同期|全年)?(?:相比|比较|比)?)"
_BY: Final = re.compile(
    rf"{_SPOKEN}[,]?[^,;。\d增减升降多少]{{0,14}}(?:\d[\d,.]{{0,12}}[^,;。\d增减升降多少]{{0,6}})?(?P<word>增加|减少|增多|增长|下降|上升|多|少)(?:申请|受理|收到|公开)?(?:了|共)? ?$"
)
_RATE: Final = re.compile(
    rf"[,、(]? ?(?:{_SPOKEN}[,]?)?(?P<word>增长率|增长|增加|上升|提高|提升|上涨|下降|减少|降低|增幅|升幅|涨幅|降幅|减幅)(?:幅度|率)?(?:了|为|达到?)? ?:? ?"
    r"(?P<rate>(?P<number>\d{1,6}(?:\.\d{1,6})?) ?%)(?!以)"
)
_BEHIND: Final = re.compile(
    r"[,(](?:而)?(?:上一?年度?|去年|上年同期|去年同期|同期|(?P<year>(?:19|20)\d\d) ?年)(?:同期)?[^,;。\d]{0,8}$"
)
_NEAR: Final = 30


class Change(NamedTuple):
    """Two figures and the word that says how one became the other."""

    before: Amount
    after: Amount
    word: str
    at: int
    end: int


class Step(NamedTuple):
    """A figure (one of ``now``), by how much it changed, and the rate told with that.

    ``earlier`` is last year's figure where the sentence tells it too.
    """

    now: tuple[Amount, ...]
    earlier: Amount | None
    by: Amount
    word: str
    at: int
    rate: re.Match[str] | None


def direction(word: str) -> int | None:
    """1 up, -1 down, 0 level; None for 基本持平."""
    if word == "基本持平":
        return None
    if word == "持平":
        return 0
    return -1 if word[0] in "降减下回少" else 1


def spread(amount: Amount) -> Decimal:
    """How far the number meant may be from the one printed: half a step of a rounded figure."""
    return amount.step / 2 if amount.step != 1 else Decimal(0)


def exact_amounts(sentence: str) -> list[Amount]:
    """The amounts of a sentence that are not said to be approximate."""
    return [one for one in amounts(sentence) if not one.rough]


def changes(sentence: str, year: int | None) -> Iterator[Change]:
    """The changes of a sentence whose two figures it tells."""
    found = exact_amounts(sentence)
    for at, first in enumerate(found):
        for second in found[at + 1 : at + 2]:
            if first.unit == second.unit and _FROM.search(sentence, 0, first.start):
                verb = _TO.match(sentence[first.end : second.start])
                if verb is not None:
                    yield _change(first, second, verb, first.end)
    yield from _bare(sentence, found)
    yield from _compared(sentence, found, year)


def _change(first: Amount, second: Amount, verb: re.Match[str], start: int) -> Change:
    return Change(first, second, verb["verb"], start + verb.start("verb"), start + verb.end("verb"))


def _bare(sentence: str, found: Sequence[Amount]) -> Iterator[Change]:
    """由3.2万增至4.1万, 由35%提高到62%: numbers without a measure word."""
    known = {one.start for one in found}
    for match in _BARE.finditer(sentence):
        verb = _TO.match(match["words"])
        if verb is not None and not known & {match.start("before"), match.start("after")}:
            first, second = _number(match, "a", "before"), _number(match, "b", "after")
            yield _change(first, second, verb, match.start("words"))


def _number(match: re.Match[str], name: str, whole: str) -> Amount:
    times = _TIMES[match["unit"]]
    step = Decimal(times) * Decimal(1).scaleb(-len(match[name].partition(".")[2]))
    value = Decimal(match[name]) * times
    return Amount(value, match["unit"], False, step, match.start(whole), match.end(whole))


def _compared(sentence: str, found: Sequence[Amount], year: int | None) -> Iterator[Change]:
    """…100件，比上年的80件增长25%; …100件，上年80件，同比增长25%."""
    for at, earlier in enumerate(found):
        others = [one for one in found[:at] if one.unit == earlier.unit]
        clause = _clause_start(sentence, earlier)
        against = _AGAINST.search(sentence, clause, earlier.start)
        if against is not None and _DIRECTION.search(against["words"]):
            continue  # 较上年增加20件: a difference
        if not others or not (against or _is_earlier(sentence[clause : earlier.start], year)):
            continue
        if any(_is_earlier(sentence[_clause_start(sentence, one) : one.start], year) for one in others):
            continue
        following = found[at + 1].start if at + 1 < len(found) else len(sentence)
        word = _DIRECTION.search(sentence, earlier.end, min(following, earlier.end + _NEAR))
        if word is None or (against is None and len(others) > 1):
            continue
        if (
            against is None
            and "同比" not in sentence[earlier.end : word.start()]
            and not re.fullmatch(
                r"[),，\s]*(?:同比|较[上去]年|比[上去]年)?", sentence[earlier.end : word.start()]
            )
        ):
            continue
        if others[-1].end < clause - _NEAR * 2:
            continue
        yield Change(earlier, others[-1], word[0], word.start(), word.end())


def _clause_start(sentence: str, amount: Amount) -> int:
    return max(sentence.rfind(mark, 0, amount.start) for mark in ",;:(") + 1


def _is_earlier(words: str, year: int | None) -> bool:
    """True where a clause names a year before the report's."""
    for match in _EARLIER.finditer(words):
        if "结转" in words:
            return False
        if match["word"] or (year is not None and int(match["year"]) == year - 1):
            return True
    return False


def rate_after(change: Change, sentence: str) -> re.Match[str] | None:
    """The percentage that follows a change, if it is the next figure."""
    last = max(change.end, change.after.end)
    match = PERCENT.search(sentence, last, last + _NEAR)
    if match is None:
        return None
    between = sentence[last : match.start()]
    if (
        re.search(r"\d|占|至|到|约|近|超|;|合格|满意|率(?!为|是)", between)
        or sentence[match.end() : match.end() + 1] == "以"
    ):
        return None
    if (
        change.end < change.after.end
        and not _DIRECTION.search(between)
        and "幅" not in between
        and "增" not in between
        and "降" not in between
    ):
        return None
    return match


def steps(sentence: str) -> Iterator[Step]:
    """…130件，较上年增加14件，增长12.1%: what a figure changed by, told with the figure itself."""
    found = exact_amounts(sentence)
    for at, by in enumerate(found):
        edge = max((sentence.rfind(mark, 0, by.start) for mark in ";。"), default=-1) + 1
        match = _BY.search(sentence, max(edge, by.start - _NEAR - 14), by.start)
        if match is None or direction(match["word"]) is None:
            continue
        same = [one for one in found[:at] if one.unit == by.unit]
        earlier = [one for one in same if one.start >= match.start()]
        now = tuple(one for one in same if one.end <= match.start())
        if now and len(earlier) < 2:
            rate = _RATE.match(sentence, by.end)
            yield Step(now, earlier[0] if earlier else None, by, match["word"], match.start("word"), rate)


def rated_before(sentence: str, year: int | None) -> Iterator[tuple[Change, re.Match[str]]]:
    """130件，同比增长12.1%（2023年为116件）: the rate stands in front of last year's figure."""
    found = exact_amounts(sentence)
    for at, earlier in enumerate(found[1:], 1):
        now = found[at - 1]
        rate = _RATE.match(sentence, now.end)
        behind = _BEHIND.match(sentence[rate.end() : earlier.start]) if rate is not None else None
        if rate is None or behind is None or now.unit != earlier.unit:
            continue
        if behind["year"] is None or (year is not None and int(behind["year"]) == year - 1):
            yield Change(earlier, now, rate["word"], rate.start("word"), rate.end("word")), rate
