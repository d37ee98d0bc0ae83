"""Phrases in front of a figure or behind it, by the phrasebook of the edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from reportlint.model import Amount, Phrasebook, Quantity

_NOISE: Final = re.compile(r"[\s\"“”‘’「」《》　]+|:$")
_PHRASE_YEARS: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d) ?年度?|(?P<before>上一?年度?|去年度?|往年|以前年度|上一?年份)|(?P<next>下一?年度?|次年度?|明年)|(?P<this>本年度?|今年|当年)"
)
_BARE: Final = frozenset(
    (
        "",
        "其中",
        "在",
        "另有",
        "另",
        "有",
        "还有",
        "剩余",
        "其余",
        "尚有",
        "已有",
        "现有",
        "余下",
        "含",
        "包括",
        "并有",
        "仍有",
        "共有",
    )
)
NAMED_REQUEST: Final = re.compile(r"公开申请|依申请公开|申请公开|依申请")
_WHOSE: Final = re.compile(
    r"(?:本年|全[市县区镇乡局年省州街][道]?|向?(?:我[市县区局镇乡办委院厅]|本[局机关单位级]+)|其中|截至.{0,8}|共|总"
    r"|公民、?法人(?:和|及|或者?)其[他它]组织|社会公众|申请人)*"
)
# 延长答复期限的12件, 逾期答复0件: not what was answered in all.
_LATE: Final = re.compile(r"(?:延长|延期|逾期|超期|超时|超过?期限)$")
_BEHIND_AMOUNT: Final = re.compile(r"(?:申请|案件|的|已|被|均|为|系|属于|因|经|是|件|需|将|按程序|依法)*")
_OBJECT: Final = re.compile(
    r" ?(?:$|[,:;、()。]|政府信息|信息公开|依申请|公开申请|均|全|都|并|已|且|其中|同比|较|比|按|和|及|与|以及|左右|的?申请|结转|办结|答复|尚)"
)


class Found(NamedTuple):
    """A phrase that fits a figure: the quantity and where the phrase begins in the clean clause."""

    quantity: Quantity
    at: int


def cleaned(text: str, year: int | None) -> str:
    """A clause without blanks and quotes, other years named as 上年, 下年 and 本年."""

    def named(match: re.Match[str]) -> str:
        if match["before"]:
            return "上年"
        if match["next"]:
            return "下年"
        if match["this"] or year is None:
            return "本年"
        other = int(match["year"]) - year
        return "本年" if not other else "下年" if other == 1 else "上年" if other < 0 else match[0]

    text = _NOISE.sub("", text)
    return _PHRASE_YEARS.sub(named, text) if "年" in text else text


def phrase_before(
    clean: str, amount: Amount, kind: tuple[str, bool], behind: str, book: Phrasebook
) -> Found | None:
    """The best phrase that ends in front of the figure, fillers aside."""
    best: Found | None = None
    end = len(clean)
    named = False
    while end > 0:
        phrase = _longest(clean, end, book.before, book.longest)
        filler = _longest(clean, end, book.fillers, book.longest)
        if phrase and len(phrase) >= len(filler):
            for key in book.before[phrase]:
                quantity = book.quantities[key]
                if (
                    (best is None or quantity.rank > best.quantity.rank)
                    and not _LATE.search(clean, 0, end - len(phrase))
                    and _fits(quantity, amount, kind, named, behind)
                ):
                    best = Found(quantity, end - len(phrase))
        if not filler:
            break
        named = named or NAMED_REQUEST.search(filler) is not None
        end -= len(filler)
    if best is None and named and "requests" in book.quantities and _WHOSE.fullmatch(clean, 0, end):
        quantity = book.quantities["requests"]
        if _fits(quantity, amount, kind, True, behind):
            return Found(quantity, end)
    return best


def is_bare(clean: str) -> bool:
    """True where nothing that says what a figure is stands in front of it."""
    return clean.lstrip("、和及与") in _BARE


def phrase_behind(
    clean: str, behind: str, amount: Amount, kind: tuple[str, bool], book: Phrasebook
) -> Found | None:
    """The phrase behind a figure that has nothing but 其中 or 另有 in front of it."""
    if not is_bare(clean):
        return None
    match = _BEHIND_AMOUNT.match(behind)
    start = match.end() if match is not None else 0
    for at in {start, 0}:
        for size in range(min(book.longest, len(behind) - at), 0, -1):
            for key in book.after.get(behind[at : at + size], ()):
                if _fits(book.quantities[key], amount, kind, False, ""):
                    return Found(book.quantities[key], len(clean))
    return None


def _longest(text: str, end: int, known: Mapping[str, object] | frozenset[str], longest: int) -> str:
    """The longest known phrase that ends at ``end``, "" for none."""
    for size in range(min(longest, end), 0, -1):
        if text[end - size : end] in known:
            return text[end - size : end]
    return ""


def _fits(quantity: Quantity, amount: Amount, kind: tuple[str, bool], named: bool, behind: str) -> bool:
    """True where measure word and subject allow the quantity."""
    if amount.unit not in quantity.units:
        return False
    last, requested = kind
    topic = quantity.topic
    if topic == "request":
        if quantity.family:
            return requested
        asked = named or last == "request" or NAMED_REQUEST.match(behind.lstrip()) is not None
        return asked and _OBJECT.match(behind) is not None
    if topic == "remedy":
        return requested or "公开" in behind or last in ("review", "litigation", "cases", "direct", "after")
    return not topic or topic == last
