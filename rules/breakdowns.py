"""C003: a total and the parts told after it (其中, 分别为, in brackets).

Too many parts is a contradiction; too few is one only where the list is
evidently complete. 其中 may name a part of the parts, channels overlap, and a
list that ends in 等 is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Final, NamedTuple

from reportlint import Amount, CannotTell, Check, Hit, Level, Passage, Related, Report, Sides, amounts

from .passages import passages, short_sentences
from .told_figures import number, request_totals

_BRACKETS: Final = re.compile(r"\([^()]*\)")
_OPENS: Final = re.compile(
    r"(?P<closed>分别[为是有]|分为|由[^,;]{0,12}组成)|(?P<open>其中主要|主要(?:包括|有|是)|其中|包括|包含|(?<!包)含)"
)
# One of these stands in whatever opens a list.
_LISTING: Final = ("其中", "分别", "包括", "(", "含", "组成", "分为")
_COMPARED: Final = re.compile(
    r"同比|较|比(?!例)|去年|上年(?!度?结转|度?转|未办)|增长|增加|减少|下降|提高|计(?=\d)|平均|每"
)
_STOPS: Final = re.compile(
    r"办结|办理|答复|结转|收到|受理|全部|均|共|累计|完成|另|占|达|目前|截至|同时|此外|召开|举办|印发|开展"
)
_JOINTS: Final = re.compile(r"^[\s、,和与及以并]*(?:以及|还有)?")
_CHANNEL: Final = re.compile(
    r"网站|微信|微博|公众号|新媒体|公报|公开栏|公示栏|报[纸刊]|电视|广播|平台|渠道|抖音|客户端|宣传栏|显示屏|头条"
)
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
)
_RESULT: Final = re.compile("(?<!网站)(?<!微信)公开$|公开的?申请$|不予|无法提供|其[他它]处理|办结|答复")
_LEAST_ITEMS: Final = 3


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


def breakdown_mismatch(report: Report) -> Iterator[Hit | CannotTell]:
    """The parts of a total do not exceed it, and reach it where all are listed."""
    for passage in passages(report):
        text = passage.folded
        if passage.heading or not any(word in text for word in _LISTING):
            continue
        for sentence in short_sentences(text):
            if not _may_list(sentence.text):
                continue
            found = amounts(text, sentence.start, sentence.start + len(sentence.text))
            if len(found) > 1:
                for listing in _listings(sentence.text, sentence.start, found):
                    yield from _judge(_with_totals(listing, report), passage, text)


def _may_list(text: str) -> bool:
    """False for a sentence without a word or bracket that opens a list."""
    return "主要" in text or any(word in text for word in _LISTING)


# --- finding lists -----------------------------------------------------------------------


def _listings(sentence: str, start: int, found: Sequence[Amount]) -> Iterator[Listing]:
    """The lists of a sentence: in brackets, and after 其中 outside them."""
    brackets = [(start + one.start(), start + one.end()) for one in _BRACKETS.finditer(sentence)]
    outer = _BRACKETS.sub(lambda match: " " * len(match[0]), sentence)
    plain = [one for one in found if not any(first < one.start < last for first, last in brackets)]
    for first, last in brackets:
        inside = [one for one in found if first < one.start < last]
        above = [
            one for one in plain if one.end <= first and not sentence[one.end - start : first - start].strip()
        ]
        if inside and above:
            yield from _bracketed(sentence, start, first, above[-1], inside)
    for match in _OPENS.finditer(outer):
        yield from _after(match, outer, start, plain)


def _bracketed(
    sentence: str, start: int, first: int, total: Amount, inside: Sequence[Amount]
) -> Iterator[Listing]:
    words = sentence[first - start + 1 : inside[0].start - start]
    opened = _OPENS.search(words)
    if _COMPARED.search(words) or (opened is None and len(inside) < 2):
        return
    items = _items(sentence, start, first + 1, inside, total.unit)
    if items:
        yield Listing(
            total, (total.value,), items, opened is None and len(items) == len(inside) and len(items) > 1
        )


def _after(match: re.Match[str], outer: str, start: int, plain: Sequence[Amount]) -> Iterator[Listing]:
    """The list behind 其中: of the same measure word as a total in front of it."""
    here = start + match.end()
    behind = [one for one in plain if one.start >= here]
    before = [one for one in plain if one.end <= here]
    if not behind or not before:
        return
    following = _OPENS.search(outer, match.end())
    stop = start + following.start() if following is not None else start + len(outer)
    items = _items(outer, start, here, [one for one in behind if one.start < stop], behind[0].unit)
    same = [one for one in before if one.unit == behind[0].unit]
    if not items or not same or _COMPARED.search(outer, same[-1].end - start, match.start()):
        return
    wholes = _wholes(same)
    opened = match["closed"] is None
    rest = outer[items[-1].amount.end - start :][:3]
    closed = not opened or _complete(items)
    yield Listing(same[-1], wholes, items, closed and "等" not in rest and "主要" not in match[0])


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


def _complete(items: Sequence[Item]) -> bool:
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


def _with_totals(listing: Listing, report: Report) -> Listing:
    """Results of requests may include those carried in, which the figure in front leaves out."""
    if not any(_RESULT.search(one.name) for one in listing.items):
        return listing
    return listing._replace(wholes=(*listing.wholes, *request_totals(report)))


# --- judging ------------------------------------------------------------------------------


def _judge(listing: Listing, passage: Passage, text: str) -> Iterator[Hit]:
    values = [one.amount.value for one in listing.items]
    if listing.total.rough or any(one.amount.rough for one in listing.items):
        return
    running = list(accumulate(values))
    if any(one in listing.wholes for one in running) or _nested(values, listing):
        return
    together = running[-1]
    channels = sum(_CHANNEL.search(one.name) is not None for one in listing.items) >= min(2, len(values))
    if together > max(listing.wholes):
        if channels and max(values) <= listing.total.value and not listing.closed:
            return  # one item may be published in several places
        yield _hit(listing, together, "", Level.WARNING if channels else Level.ERROR, passage, text)
    elif (
        listing.closed
        and len(values) > 1
        and (_complete(listing.items) or together * 2 > listing.total.value)
    ):
        yield _hit(listing, together, "short", Level.WARNING if channels else Level.ERROR, passage, text)
    elif not channels and _nearly(values, listing) and not _is_open(listing, text):
        yield _hit(listing, together, "open", Level.NOTE, passage, text)


def _nested(values: Sequence[Decimal], listing: Listing) -> bool:
    """True where some parts split the part before them: a, of it b and c, then d."""
    before = list(accumulate(values, initial=Decimal(0)))  # what comes before each of them
    for at in range(len(values) - 1):
        for end in range(at + 3, len(values) + 1):
            if before[end] - before[at + 1] == values[at]:
                rest = before[at + 1] + before[-1] - before[end]
                if rest in listing.wholes or (not listing.closed and rest <= max(listing.wholes)):
                    return True
    return False


def _nearly(values: Sequence[Decimal], listing: Listing) -> bool:
    """True where a long list misses its total by so little that a slip is likely."""
    missing = listing.total.value - sum(values)
    results = any(
        re.search("公开|不予|无法|其[他它]处理", one.name) for one in listing.items
    )  # requests may be still open
    return (
        len(values) >= _LEAST_ITEMS
        and 0 < missing < min(values)
        and missing * 10 <= listing.total.value
        and not results
    )


def _is_open(listing: Listing, text: str) -> bool:
    end = listing.items[-1].amount.end
    return "等" in text[end : end + 8]


def _hit(listing: Listing, together: Decimal, variant: str, level: Level, passage: Passage, text: str) -> Hit:
    total = listing.total
    span = passage.paragraph.span(total.start, total.end)
    terms = " + ".join(number(one.amount.value) for one in listing.items)
    equation = (
        f"{number(total.value)}；{terms} = {number(together)}"
        if len(listing.items) > 1
        else f"{number(total.value)}；{terms}"
    )
    related = tuple(
        Related(
            passage.paragraph.span(one.amount.start, one.amount.end),
            _short(one.name) or text[one.amount.start : one.amount.end],
            one.amount.value,
            "",
        )
        for one in listing.items
    )
    return Hit(
        span=span,
        variant=variant,
        level=level,
        values={
            "total": text[total.start : total.end],
            "sum": number(together),
            "delta": number(abs(together - total.value)),
            "terms": terms,
        },
        related=related,
        sides=Sides(total.value, together, total.value - together, equation),
        causes=_swapped(total.value, together),
    )


def _short(name: str) -> str:
    return name[-12:].lstrip("、,: ").removeprefix("其中").lstrip(",: ")


def _swapped(total: Decimal, together: Decimal) -> tuple[str, ...]:
    if sorted(number(total)) == sorted(number(together)):
        return (f"digits_swapped:{number(together)}",)
    return ()


CHECKS: dict[str, Check] = {"C003": breakdown_mismatch}
