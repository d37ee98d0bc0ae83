"""Lists of figures in prose: a total and the parts told with it (其中, 分别为, in brackets, 共计)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from itertools import accumulate
from typing import Final, NamedTuple

from reportlint import Amount, Passage, amounts

from .passages import Sentence, short_sentences

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_OPENS: Final = re.compile(
    r"(?P<closed>分别[为是有]|分为|由[^,;]{0,12}组成)|(?P<open>其中主要|主要(?:包括|有|是)|其中|包括|包含|(?<!包)含)"
)
# One of these stands in whatever opens a list.
_LISTING: Final = ("其中", "分别", "包括", "(", "含", "组成", "分为", "主要", "共计", "合计", "总计")
_COMPARED: Final = re.compile(
    r"同比|较|比(?!例)|去年|上年(?!度?结转|度?转|未办)|增长|增加|减少|下降|提高|计(?=\d)|平均|每"
)
_SUMMED: Final = re.compile(r"(?:共计|合计|总计)(?:为|达)? ?$")
_ONLY_SUMMED: Final = re.compile(r"[,、(]? ?(?:共计|合计|总计)(?:为|达)? ?")
_GOES_ON: Final = re.compile(r"\s*(?P<word>其中)")
_STOPS: Final = re.compile(
    r"办结|办理|答复|结转|收到|受理|全部|均|共|累计|完成|另|占|达|目前|截至|同时|此外|召开|举办|印发|开展"
)
_JOINTS: Final = re.compile(r"^[\s、,和与及以并]*(?:以及|还有)?")
_LAST: Final = re.compile(r"^(?:其[他它余])(?!处理|结果|组织|法律)")
_PAIRS: Final = (
    ("自然人", "法人"),
    ("按时", "延期"),
    ("按期", "延期"),
    ("专职", "兼职"),
    ("全职", "兼职"),
    ("公民", "法人"),
    ("复议", "诉讼"),
    ("男", "女"),
    ("书面", "网"),
    ("线上", "线下"),
)


class Item(NamedTuple):
    """A part: its amount and the words in front of it."""

    amount: Amount
    name: str
    joint: str


class Listing(NamedTuple):
    """A total, the figures it might be instead, and its parts."""

    total: Amount
    wholes: tuple[Decimal, ...]
    items: tuple[Item, ...]
    closed: bool


def listings(passage: Passage) -> Iterator[Listing]:
    """The lists of a paragraph."""
    text = passage.folded
    if not _may_list(text):
        return
    before: Sentence | None = None
    for sentence in short_sentences(text):
        if _may_list(sentence.text):
            yield from _in_sentence(sentence, before, text)
        before = sentence


def _in_sentence(sentence: Sentence, before: Sentence | None, text: str) -> Iterator[Listing]:
    """The lists of a sentence; one that begins with 其中 lists what the sentence ``before`` told."""
    found = amounts(text, sentence.start, sentence.start + len(sentence.text))
    if len(found) > 1:
        yield from _listings(sentence.text, sentence.start, found)
    opened = _GOES_ON.match(sentence.text)
    if opened is None or before is None or sentence.start - before.start - len(before.text) > 2:
        return
    stop = sentence.start + len(sentence.text)
    both = text[before.start : sentence.start].replace(";", ",").replace("。", ",") + sentence.text
    outer = _without_brackets(both)
    at = sentence.start - before.start + opened.start("word")
    word = _OPENS.match(outer, at)
    plain = [
        one
        for one in amounts(text, before.start, stop)
        if outer[one.start - before.start : one.end - before.start].strip()
    ]
    if word is not None:
        yield from _after(word, outer, before.start, plain, _compared(plain, outer, before.start))


def _may_list(text: str) -> bool:
    """False for a text without a word or bracket that opens a list."""
    return any(word in text for word in _LISTING)


def _without_brackets(text: str) -> str:
    """Blanks for what stands in brackets, so that places stay."""
    return _BRACKETS.sub(lambda match: " " * len(match[0]), text)


def _listings(sentence: str, start: int, found: Sequence[Amount]) -> Iterator[Listing]:
    """The lists of a sentence: in brackets, and after 其中 outside them."""
    brackets = [(start + one.start(), start + one.end()) for one in _BRACKETS.finditer(sentence)]
    outer = _without_brackets(sentence)
    plain = [one for one in found if not any(first < one.start < last for first, last in brackets)]
    for first, last in brackets:
        inside = [one for one in found if first < one.start < last]
        above = [
            one for one in plain if one.end <= first and not sentence[one.end - start : first - start].strip()
        ]
        if inside and above:
            yield from _bracketed(sentence, start, first, above[-1], inside)
    opened = list(_OPENS.finditer(outer))
    compared = _compared(plain, outer, start) if opened else set()
    for match in opened:
        yield from _after(match, outer, start, plain, compared)
    yield from _together(outer, start, plain)


def _bracketed(
    sentence: str, start: int, first: int, total: Amount, inside: Sequence[Amount]
) -> Iterator[Listing]:
    words = sentence[first - start + 1 : inside[0].start - start]
    opened = _OPENS.search(words)
    if _COMPARED.search(words) or (opened is None and len(inside) < 2):
        return
    begin = first + 1 + (opened.end() if opened is not None else 0)
    items = _items(sentence, start, begin, inside, total.unit)
    if items:
        every = len(items) == len(inside) and len(items) > 1
        closed = every and (opened is None or opened["closed"] is not None or complete(items))
        yield Listing(total, (total.value,), items, closed)


def _after(
    match: re.Match[str], outer: str, start: int, plain: Sequence[Amount], compared: Set[int]
) -> Iterator[Listing]:
    """The list behind 其中: of the same measure word as a total in front of it; ``compared`` figures are none."""
    here = start + match.end()
    behind = [one for one in plain if one.start >= here]
    before = [one for one in plain if one.end <= here]
    if not behind or not before:
        return
    following = _OPENS.search(outer, match.end())
    stop = start + following.start() if following is not None else start + len(outer)
    items = _items(outer, start, here, [one for one in behind if one.start < stop], behind[0].unit)
    same = [one for one in before if one.unit == behind[0].unit]
    own = [one for one in same if one.start not in compared]
    if not items or not own:
        return
    wholes = (*_wholes(own), *(one.value for one in same))
    opened = match["closed"] is None
    rest = outer[items[-1].amount.end - start :][:3]
    closed = not opened or complete(items)
    yield Listing(own[-1], wholes, items, closed and "等" not in rest and "主要" not in match[0])


def _compared(plain: Sequence[Amount], outer: str, start: int) -> set[int]:
    """Where figures stand that others are compared with."""
    return {one.start for one in plain if _is_compared(one, outer, start)}


def _is_compared(amount: Amount, outer: str, start: int) -> bool:
    """True for last year's figure and for what this year's is more or less by."""
    at = amount.start - start
    words = outer[max(outer.rfind(mark, 0, at) for mark in ",;:") + 1 : at]
    return _COMPARED.search(words.split("其中")[-1]) is not None


def _wholes(same: Sequence[Amount]) -> tuple[Decimal, ...]:
    """What the parts may add up to: a figure before them, or several of them together."""
    values = [one.value for one in same]
    sums = list(accumulate(reversed(values)))  # from each of them to the last
    return tuple(dict.fromkeys((values[-1], *values, *reversed(sums))))


def _items(text: str, start: int, begin: int, found: Sequence[Amount], unit: str) -> tuple[Item, ...]:
    """The parts of one list: while the measure word stays and no new statement begins."""
    items: list[Item] = []
    edge = begin
    for amount in found:
        words = text[edge - start : amount.start - start]
        joint = _JOINTS.match(words)
        mark = joint[0] if joint is not None else ""
        name = words[len(mark) :].strip()
        if amount.unit != unit or (items and not _goes_on(items, mark, name)):
            break
        if _COMPARED.search(name) or "其中" in name:
            break
        items.append(Item(amount, name, mark.strip()))
        edge = amount.end
    return tuple(items)


def _goes_on(items: Sequence[Item], mark: str, name: str) -> bool:
    """True where another figure belongs to the list that was begun."""
    if not mark.strip():
        return False
    if len(items) > 1 and "、" in items[1].joint and "、" not in mark and not _is_and(mark):
        return False
    if _STOPS.search(name) and not _STOPS.search(items[0].name):
        return False
    return len(name) <= 24


def _is_and(mark: str) -> bool:
    return any(word in mark for word in ("和", "与", "及"))


def complete(items: Sequence[Item]) -> bool:
    """True where the words show that all parts are there: the last is 其他, or they are opposites."""
    names = [one.name for one in items]
    if len(items) >= 2 and _LAST.match(names[-1]):
        return True
    if len(items) == 2:
        return any(a in names[0] and b in names[1] for a, b in _PAIRS)
    outcomes = ("维持", "纠正", "其他结果", "审结")
    return len(items) == len(outcomes) and all(
        word in name for word, name in zip(outcomes, names, strict=True)
    )


def _together(sentence: str, start: int, plain: Sequence[Amount]) -> Iterator[Listing]:
    """建议11件、提案9件,共计20件: the parts stand in front of their total."""
    for at, total in enumerate(plain):
        match = _SUMMED.search(sentence, 0, total.start - start)
        if at < 2 or match is None:
            continue
        items: list[Item] = []
        edge = plain[at - 1].end
        if not _ONLY_SUMMED.fullmatch(sentence[edge - start : total.start - start]):
            continue
        for number in range(at - 1, -1, -1):
            one = plain[number]
            begin = plain[number - 1].end if number else start
            words = sentence[begin - start : one.start - start]
            joint = _JOINTS.match(words)
            mark = joint[0].strip() if joint is not None else ""
            if one.unit != total.unit or _COMPARED.search(words) or "其中" in words or "占" in words:
                break
            items.insert(0, Item(one, words[len(mark) :].strip(), mark))
            if not mark or (mark not in "、和及与" and not mark.startswith("、")):
                break
        if len(items) > 1:
            yield Listing(total, (total.value,), tuple(items), True)
