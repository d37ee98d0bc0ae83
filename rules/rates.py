"""Y003: 同比增长 and the like in prose, recomputed from the figures of both years.

Judged only where the figure that changed is certain: it stands right in front
of the comparison, is told for the whole report, and is that of the tables. A
rate is right if it fits any plausible base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from reportlint import (
    Amount,
    CannotTell,
    Check,
    Hit,
    Level,
    Passage,
    Quantity,
    Reading,
    Related,
    Report,
    Span,
    Told,
    amounts,
    cells_of,
    fits,
    quantity_of,
    readings_of,
)

from .both_years import is_unchanged
from .passages import passages, short_sentences
from .told_figures import label, number

_UP: Final = "增长|增加|上升|提高|提升|上涨|增多|多|增幅|升幅|涨幅"
_DOWN: Final = "下降|减少|降低|回落|下滑|少|降幅|减幅"
_YEAR: Final = r"(?:上一?年度?|去年度?|(?P<year>(?:19|20)\d\d) ?年度?)"
_COMPARED: Final = (
    rf"(?P<lead>同比|与?(?:较|比|和|与|同){_YEAR}(?:同期|全年|全年度)?(?:的?(?:申请)?(?:数量|总量|件数|量|数))?(?:相比|比较|比)?)[,，]?"
    rf"(?:的?(?:申请)?(?:数量|总量|件数|量|数))?(?:略有?|略|大幅度?|明显|显著|有所|有|共|同比|实现|呈|总体|净|也|均)*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:幅度|率|了|约|为|达到?|近|超过?|逾|至|到|、|[ :：])*"
)
_ROUGH: Final = re.compile(r"约|近|超|逾|至|到")
_RATE: Final = re.compile(
    r"(?P<number>\d{1,7}(?:\.\d{1,4})?) ?(?P<unit>%|个百分点|倍|件次|件|份|条|宗|起|项|例)(?P<more>以上|左右|多|余)?"
)
_BETWEEN: Final = re.compile(
    r"[,、(]{0,3}(?:政府信息公开)?(?:依申请公开)?(?:的?申请)?(?:总?(?:数|量|数量|件数))?[,(]{0,3}"
)
_LISTED: Final = re.compile(r"^[^,:]*[、和及][^,:]*$|其中|包括|含")
_BRACKET: Final = re.compile(r"\([^()]*\)")
_FIGURELESS: Final = re.compile(r"\s*(?:[,，。;；)]|$)")
_REQUESTS: Final = frozenset(("received", "handled", "requests", "new_received", "finished"))
_BACK: Final = 400  # so far back a figure with what stands in brackets behind it may begin
_CLAIMS: Final = 8  # no sentence that people write compares more often
_SHOWN: Final = 3
_HUNDRED: Final = Decimal(100)


@cache
def _compared() -> re.Pattern[str]:
    """Made where two years are compared, not whenever the program starts."""
    return re.compile(_COMPARED)


class Claim(NamedTuple):
    """What a sentence says of a change: the figure it is of, the direction, and by how much.

    ``by`` is None where only the direction is told; ``unit`` is "%", "倍" or a measure word.
    """

    told: Told
    quantity: Quantity
    up: bool
    by: Decimal | None
    step: Decimal
    unit: str
    text: str
    span: Span


class Base(NamedTuple):
    """A pair of figures a claim may rest on."""

    now: Decimal
    before: Decimal


def rate_mismatch(report: Report) -> Iterator[Hit | CannotTell]:
    """A change told against last year fits the figures of both years, on some plausible base."""
    if report.last is None:
        yield CannotTell("last")
        return
    if is_unchanged(report):
        yield CannotTell("unchanged")
        return
    by_span = {told.span: told for told in report.told if not told.scope and told.kind == "number"}
    for passage in passages(report):
        if passage.heading or not any(word in passage.folded for word in ("同比", "上年", "去年", "年")):
            continue
        for claim in _claims(passage, by_span, report):
            yield from _judged(claim, report)


# --- what is claimed -----------------------------------------------------------------------


def _claims(passage: Passage, by_span: Mapping[Span, Told], report: Report) -> Iterator[Claim]:
    for sentence in short_sentences(passage.folded):
        for match in islice(_compared().finditer(sentence.text), _CLAIMS):
            if match["year"] is not None and (report.year is None or int(match["year"]) != report.year - 1):
                continue
            claim = _claim(match, sentence.text, sentence.start, passage, by_span, report)
            if claim is not None:
                yield claim


def _claim(
    match: re.Match[str],
    sentence: str,
    start: int,
    passage: Passage,
    by_span: Mapping[Span, Told],
    report: Report,
) -> Claim | None:
    """The claim of a comparison; None where it is not certain what changed, or by how much."""
    amount = _subject(sentence, match.start())
    if amount is None or amount.rough:
        return None
    told = by_span.get(passage.paragraph.span(start + amount.start, start + amount.end))
    quantity = quantity_of(told, report) if told is not None else None
    if told is None or quantity is None:
        return None
    rate = _RATE.match(sentence, match.end())
    if _ROUGH.search(match[0][match.start("up" if match["up"] else "down") - match.start() :]):
        return None
    if rate is None:
        if not _FIGURELESS.match(sentence, match.end()):
            return None
        stop = match.end()
        by, step, unit = None, Decimal(1), ""
    elif rate["more"] or rate["unit"] == "个百分点":
        return None
    else:
        stop = rate.end()
        by, step = Decimal(rate["number"]), Decimal(1).scaleb(-len(rate["number"].partition(".")[2]))
        unit = rate["unit"]
    text = passage.paragraph.text[start + match.start() : start + stop].strip()
    span = passage.paragraph.span(start + match.start(), start + stop)
    return Claim(told, quantity, bool(match["up"]), by, step, unit, text, span)


def _subject(sentence: str, at: int) -> Amount | None:
    """The amount right in front of a comparison, what stands in brackets between them left out."""
    inside = sentence.rfind("(", 0, at) > sentence.rfind(")", 0, at)
    shown = sentence[:at]
    if not inside:
        shown = _BRACKET.sub(lambda found: " " * len(found[0]), shown)
    found = amounts(shown, max(at - _BACK, 0))
    if not found or not _BETWEEN.fullmatch("".join(shown[found[-1].end :].split())):
        return None
    if len(found) > 1 and _LISTED.search(shown[found[-2].end : found[-1].start]):
        return None  # 新收12件、办结11件, 同比…; 12件, 其中自然人9件, 同比…: which of them?
    return found[-1]


# --- what it comes to -----------------------------------------------------------------------


def _judged(claim: Claim, report: Report) -> Iterator[Hit | CannotTell]:
    own = readings_of(claim.told, report, cells_of(report))
    meant = next((one for one in own if one.value is not None and fits(claim.told, one.value)), None)
    if meant is None:
        return  # told of something else than the tables, or told wrongly: another rule says so
    bases = _bases(claim, report)
    if not bases:
        yield CannotTell("last")
    told = [base for base in bases if _can_tell(claim, base)]
    if told and not any(_fits(claim, base) for base in told):
        near = next((base for base in told if _fits(claim, base, 2)), None)
        yield _hit(claim, near or told[0], meant, near is not None)


def _bases(claim: Claim, report: Report) -> list[Base]:
    """Pairs of figures of both years that the claim may mean, the likeliest first.

    None where the forms of both years have no figure of that meaning in common.
    """
    last = report.last
    assert last is not None
    now = _values(claim.told, report)
    before = _values(claim.told, last)
    pairs = [Base(now[key], before[key]) for key in now if key in before]
    pairs.sort(key=lambda base: base.now != claim.told.value)
    earlier = [
        one.value
        for one in last.told
        if one.kind == "number" and not one.scope and _alike(one.quantity, claim.told.quantity)
    ]
    crossed = [Base(claim.told.value, value) for value in (*before.values(), *earlier)]
    return list(dict.fromkeys((*pairs, *crossed))) if pairs else []


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} <= _REQUESTS


def _values(told: Told, report: Report) -> dict[str, Decimal]:
    """The figures of a report that a quantity may mean, by meaning; for requests all totals of requests."""
    found: dict[str, Decimal] = {}
    keys = sorted(_REQUESTS) if told.quantity in _REQUESTS else [told.quantity]
    cells = cells_of(report)
    for key in keys:
        other = told._replace(quantity=key)
        if quantity_of(other, report) is None:
            continue
        for reading in readings_of(other, report, cells):
            if reading.value is not None:
                name = "+".join(f"{one.factor}{one.anchor}" for one in reading.addends)
                found[name] = reading.value
    return found


def _can_tell(claim: Claim, base: Base) -> bool:
    """False for a rate of what was none the year before, which is anything or nothing."""
    if claim.unit == "%":
        return base.before != 0
    return claim.unit != "倍" or (base.before != 0 and base.now != 0)


def _fits(claim: Claim, base: Base, units: int = 1) -> bool:
    """True where a claim says what becomes of the figures, give or take half of so many units of its last digit."""
    change = base.now - base.before
    if claim.by is None:
        return change > 0 if claim.up else change < 0
    signed = change if claim.up else -change
    if claim.unit == "%":
        return abs(signed * _HUNDRED / base.before - claim.by) * 2 <= claim.step * units
    if claim.unit == "倍":
        times = base.now / base.before if claim.up else base.before / base.now
        return any(
            abs(times - more - claim.by) * 2 <= claim.step * units for more in (0, 1)
        )  # 增长1倍 is written for both
    return signed == claim.by


# --- what is said of it -----------------------------------------------------------------------


def _hit(claim: Claim, base: Base, meant: Reading, slight: bool) -> Hit:
    change = base.now - base.before
    wrong_way = change <= 0 if claim.up else change >= 0
    name = claim.quantity.name
    cells = tuple(
        Related(one.figure.span, label(one.form.row(one.row).label), one.figure.number, one.anchor)
        for one in meant.addends
        if one.figure.number
    )
    return Hit(
        span=claim.span,
        variant="last" if slight else "direction" if wrong_way else "",
        level=Level.NOTE if slight else Level.WARNING,
        values={
            "text": claim.text,
            "name": name,
            "now": number(base.now),
            "before": number(base.before),
            "right": _right(claim, base),
        },
        related=(Related(claim.told.span, name["zh"], claim.told.value, ""), *cells[:_SHOWN]),
    )


def _right(claim: Claim, base: Base) -> dict[str, str]:
    """How the figure of the claim comes out."""
    change = base.now - base.before
    if claim.unit == "%" and base.before:
        exact = abs(change) * _HUNDRED / base.before
        rate = exact.quantize(claim.step if claim.step < 1 else Decimal("0.1"))
        text = f"|{number(base.now)} - {number(base.before)}| ÷ {number(base.before)} = {number(rate)}%"
    elif claim.unit == "倍" and base.before:
        text = f"{number(base.now)} ÷ {number(base.before)} = {number((base.now / base.before).quantize(Decimal('0.01')))}"
    else:
        text = f"{number(base.now)} - {number(base.before)} = {number(change)}"
    return {"zh": text, "en": text}


CHECKS: dict[str, Check] = {"Y003": rate_mismatch}
