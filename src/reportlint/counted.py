"""Amounts in a text: numbers with their measure word (12件, 3.5万余条, 十二份).

A number counts only with a measure word behind it, so that years, dates,
articles (第二十条), document numbers and days are none. Texts are folded.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from reportlint.model import Amount
from reportlint.text import chinese_number

_WORDS: Final = "零〇一二两三四五六七八九十百千"
_UNIT: Final = (
    "亿元|万元|元|人次|件次|场次|件|份|封|宗|条(?!例|款|规|线|文)|起(?!草|来|诉|步|到)|例(?!如|行)|项|篇|期|场|次(?!性)|个(?! ?(?:工作日|自然日|月|小时|季度|方面|环节))"
    "|名|人(?!民|员|口|大|事|才|力|工)|家|部(?!门|分|委|署|级)|张|册|则|幅|处(?!理|罚|室|长|级)|批(?!准|复|次|示)|户|套|类|款(?!项)"
)
# Where a number may begin: a search for it is far quicker than one for an amount.
_START: Final = re.compile(rf"[\d{_WORDS}]+")
_AMOUNT: Final = re.compile(
    rf"(?<![\d{_WORDS}.])(?P<number>\d{{1,3}}(?:,\d{{3}}){{1,4}}(?:\.\d{{1,6}})?(?!\d)|\d{{1,12}}(?:\.\d{{1,6}})?|[{_WORDS}]{{1,9}})"
    rf" ?(?P<odd>[余多几])? ?(?P<times>[百千]?[万亿])? ?(?P<more>余|多|几|左右|以上)? ?(?P<unit>{_UNIT})"
    r"(?P<about>左右|以上|上下|不等|以下|以内)?"
)
_TIMES: Final = {
    "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "": 1,
}  # fmt: skip
_MONEY: Final = {"亿元": 10**8, "万元": 10**4, "元": 1}
_ROUGHLY: Final = re.compile(
    r"(?:约|近|超过?|逾|达到近|不少于|不足|至少|好几|几|[\d零〇一二两三四五六七八九十百千][余多]?[件份条次项个篇]? ?[-~—–至到、]) ?$"
)
_INSIDE: Final = re.compile(rf"[第.\d{_WORDS}A-Za-z每逐] ?$")
_LOOK_BACK: Final = 5
_SPLIT: Final = re.compile(r"[一二两三四五六七八九]{2}")


def amounts(folded: str, start: int = 0, end: int | None = None) -> tuple[Amount, ...]:
    """The amounts of ``folded[start:end]``; places are those of ``folded``."""
    stop = len(folded) if end is None else end
    found = []
    last = start
    for number in _START.finditer(folded, start, stop):
        if number.start() < last:
            continue  # it belongs to the amount before: 1,000件
        match = _AMOUNT.match(folded, number.start(), stop)
        if match is None:
            continue
        last = match.end()
        amount = _amount(match, folded[max(match.start() - _LOOK_BACK, 0) : match.start()])
        if amount is not None:
            found.append(amount)
    return tuple(found)


def _amount(match: re.Match[str], before: str) -> Amount | None:
    printed, unit = match["number"], match["unit"]
    number = _value(printed)
    if number is None or _INSIDE.search(before):
        return None
    odd = bool(match["odd"] or match["more"] or match["about"]) or _two_digits(printed)
    times = _TIMES[match["times"] or ""] * _MONEY.get(unit, 1)
    step = Decimal(times) * Decimal(1).scaleb(-_places(printed))
    return Amount(
        value=number * times,
        unit="元" if unit in _MONEY else unit,
        rough=odd
        or (printed[0] in "十百千" and before[-1:] in ("数", "上"))
        or _ROUGHLY.search(before) is not None,
        step=step if times > 1 or _places(printed) else Decimal(1),
        start=match.start(),
        end=match.end(),
    )


@lru_cache(maxsize=4096)
def _value(printed: str) -> Decimal | None:
    if printed[0].isdecimal():
        return Decimal(printed.replace(",", ""))
    number = chinese_number(printed)
    return None if number is None else Decimal(number)


def _places(printed: str) -> int:
    return len(printed.partition(".")[2]) if printed[0].isdecimal() else 0


def _two_digits(printed: str) -> bool:
    """三五件, 两三条: two digits side by side stand for a range."""
    return _SPLIT.match(printed) is not None and "〇" not in printed
