"""C003: a total and the parts told after it (其中, 分别为, in brackets) or before it (共计).

Too many parts is a contradiction; too few is one only where the list is
evidently complete. 其中 may name a part of the parts, channels overlap, and a
list that ends in 等 is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Final

from reportlint import CannotTell, Check, Hit, Level, Passage, Related, Report, Sides

from .listings import Listing, complete, listings
from .passages import passages
from .told_figures import number, request_totals

_CHANNEL: Final = re.compile(
    r"网站|微信|微博|公众号|新媒体|公报|公开栏|公示栏|报[纸刊]|电视|广播|平台|渠道|抖音|客户端|宣传栏|显示屏|头条"
)
_OVERLAP: Final = re.compile(r"计1[条件次篇]|重复|不同渠道|多个?渠道|同时(?:公开|发布)|交叉")
_RESULT: Final = re.compile(
    "自然人|法人|(?<!网站)(?<!微信)公开$|公开的?申请$|不予|无法提供|其[他它]处理|办结|答复"
)
_LEAST_ITEMS: Final = 3


def breakdown_mismatch(report: Report) -> Iterator[Hit | CannotTell]:
    """The parts of a total do not exceed it, and reach it where all are listed."""
    for passage in passages(report):
        if not passage.heading:
            for listing in listings(passage):
                yield from _judge(_with_totals(listing, report), passage, passage.folded)


def _with_totals(listing: Listing, report: Report) -> Listing:
    """Results and applicants may be of those carried in too, or of new ones only, unlike the figure in front."""
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
        if channels and max(values) <= listing.total.value and (not listing.closed or _OVERLAP.search(text)):
            return  # one item may be published in several places
        yield _hit(listing, together, "", Level.WARNING if channels else Level.ERROR, passage, text)
    elif (
        listing.closed and len(values) > 1 and (complete(listing.items) or together * 2 > listing.total.value)
    ):
        yield _hit(listing, together, "short", Level.WARNING if channels else Level.ERROR, passage, text)
    elif not channels and _looks_wrong(values, listing) and not _is_open(listing, text):
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


def _looks_wrong(values: Sequence[Decimal], listing: Listing) -> bool:
    """True where a long list misses its total by so little, or by two digits in another order, that a slip is likely."""
    together = sum(values, Decimal(0))
    missing = listing.total.value - together
    results = any(
        re.search("(?:予以|同意|部分)公开|不予|无法|其[他它]处理", one.name) for one in listing.items
    )  # requests may be still open
    if len(values) < _LEAST_ITEMS or missing <= 0 or results:
        return False
    little = missing < min(values) and missing * 10 <= listing.total.value
    return little or bool(_swapped(listing.total.value, together))


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
