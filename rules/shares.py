"""C004: shares, rates of change and rates of completion against the figures of their sentence.

Only what the report itself lets one recompute is judged: both figures of a
change must be told, the whole of a share must be named or counted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Final, NamedTuple

from reportlint import Amount, CannotTell, Check, Hit, Level, Passage, Related, Report, amounts, cells_of

from .changes import PERCENT, Step, changes, direction, exact_amounts, rate_after, rated_before, spread, steps
from .passages import LONGEST
from .told_figures import number, request_totals
from .trends import places, sentences_with

_SHARE: Final = re.compile(r"占(?P<what>[^,;。%\d]{0,24}?)(?P<about>约|近|超过?|达?到?)?$")
_WHOLE: Final = re.compile(
    "政府信息公开|政府信息|信息公开|依申请公开|主动公开|公开|申请|信息|办理|受理|答复|收到|处理|办结|结果|全年|全部|本年|年度"
    "|总件?数量?|总量|总[体和]?|案件|数量|件数|条数|数|量|件|条|的|比例|比重|比率|比|约|为|是|达到|达|到|其|了|新收"
)
_TOGETHER: Final = re.compile(r"[,、\s]*(?:两[项者类]|[二三]项)?(?:合计|共计|总计|总共|一共|共)")
_LISTED: Final = re.compile(r"[,、和及与][^,;。、\d]{1,24}")
_ELECTRONIC: Final = re.compile(r"(?:全文)?电子化率[^,;。%\d]{0,4}$")
_DONE_RATE: Final = re.compile(
    r"(?<!按时)(?<!按期)(?P<verb>办结|整改|回复|纠错|纠正|采纳|化解|办复)率(?:为|达到?|是)? ?$"
)


class _Base(NamedTuple):
    """What a percentage may come to: exactly, within the rounding of its figures, and how."""

    exact: Decimal
    unsure: Decimal
    how: str


class _Share(NamedTuple):
    """A printed percentage with all that it may rightly be."""

    match: re.Match[str]
    bases: tuple[_Base, ...]
    part: tuple[Amount, ...]


def percentage_wrong(report: Report) -> Iterator[Hit | CannotTell]:
    """A percentage fits the figures it is made of, on one of its plausible bases."""
    for passage, group in itertools.groupby(sentences_with(report, "%"), itemgetter(0)):
        told: list[tuple[_Share, str, int]] = []
        for _, sentence, start in group:
            taken: set[int] = set()
            for rate in (*_rates(sentence, report.year), *_step_rates(sentence, report)):
                if rate.match.start() not in taken:
                    taken.add(rate.match.start())
                    yield from _wrong(rate, rate.bases, passage, sentence, start)
            for match in PERCENT.finditer(sentence):
                if match.start() in taken:
                    continue
                clause = max(sentence.rfind(mark, 0, match.start()) for mark in ",;:") + 1
                if _ELECTRONIC.search(sentence, clause, match.start()):
                    yield from _electronic(match, passage, start, report)
                    continue
                share = _share(match, clause, passage, sentence, start, report)
                if share is not None:
                    told.append((share, sentence, start))
        for share, sentence, start in told:
            yield from _wrong(share, _likeliest(share, [one[0] for one in told]), passage, sentence, start)


# --- rates of change ------------------------------------------------------------------------


def _rates(sentence: str, year: int | None) -> Iterator[_Share]:
    """Rates of a change from one told figure to another."""
    told = [(change, rate_after(change, sentence)) for change in changes(sentence, year)]
    for change, rate in (*told, *rated_before(sentence, year)):
        if rate is None or not change.before.value or change.before.unit == "%":
            continue
        match = PERCENT.search(sentence, rate.start())
        if match is None:
            continue
        if direction(change.word) != (1 if change.after.value > change.before.value else -1):
            yield _Share(match, (), ())  # the direction is wrong already
            continue
        yield _Share(match, (_grown(change.before, change.after),), (change.before, change.after))


def _grown(before: Amount, after: Amount) -> _Base:
    exact = abs(after.value - before.value) * 100 / before.value
    how = f"({number(after.value)} - {number(before.value)}) ÷ {number(before.value)}"
    unsure = (spread(after) + spread(before) * after.value / before.value) * 100 / before.value
    return _Base(exact, unsure, how)


def _step_rates(sentence: str, report: Report) -> Iterator[_Share]:
    """Rates told with what a figure changed by: 130件, 较上年增加14件, 增长12.1%."""
    for step in steps(sentence):
        match = PERCENT.search(sentence, step.rate.start()) if step.rate is not None else None
        if step.rate is None or match is None:
            continue
        if direction(step.rate["word"]) != direction(step.word):
            yield _Share(match, (), ())
            continue
        bases = tuple(_step_bases(step, report))
        if bases:
            yield _Share(match, bases, (*step.now[-1:], step.by))


def _step_bases(step: Step, report: Report) -> Iterator[_Base]:
    by, sign = step.by, direction(step.word) or 0
    if step.earlier is not None and step.earlier.value:
        yield _part_of(by, step.earlier.value, spread(step.earlier))
        yield from (_grown(step.earlier, one) for one in step.now)  # right, if 增加… itself is not
    values = [(one.value, spread(one)) for one in reversed(step.now)]
    totals = list(request_totals(report))
    if any(value in totals for value, _ in values):
        values += [(value, Decimal(0)) for value in totals]
    for value, unsure in values:
        if value - sign * by.value > 0:
            yield _part_of(by, value - sign * by.value, unsure)


def _part_of(part: Amount, whole: Decimal, unsure: Decimal) -> _Base:
    loose = (spread(part) + unsure * part.value / whole) * 100 / whole
    return _Base(part.value * 100 / whole, loose, f"{number(part.value)} ÷ {number(whole)}")


# --- shares ---------------------------------------------------------------------------------


def _share(
    match: re.Match[str], clause: int, passage: Passage, sentence: str, start: int, report: Report
) -> _Share | None:
    done = _DONE_RATE.search(sentence, clause, match.start())
    if done is not None:
        return _completion(match, done["verb"], sentence)
    share = _SHARE.search(sentence, max(clause, match.start() - 30), match.start())
    if share is None or share["about"] or sentence[match.end() :].startswith(("以上", "左右", "以下")):
        return None
    parts = list(_parts(sentence, share.start()))
    if not parts or _WHOLE.sub("", share["what"]):
        return None
    bases = [base for part in parts for base in _bases(part, sentence, start, passage, report)]
    return _Share(match, tuple(bases), parts[0]) if bases else None


def _parts(sentence: str, at: int) -> Iterator[tuple[Amount, ...]]:
    """The figures right in front of 占; with 合计占 two or more of a list."""
    found = amounts(sentence, 0, at)
    if not found or found[-1].rough:
        return
    between = sentence[found[-1].end : at]
    if re.fullmatch(r"[,(、\s]*(?:其)?", between):
        yield (found[-1],)
    elif _TOGETHER.fullmatch(between):
        listed = [found[-1]]
        for one in reversed(found[:-1]):
            words = sentence[one.end : listed[0].start]
            if one.unit != listed[0].unit or one.rough or not _LISTED.fullmatch(words):
                break
            listed.insert(0, one)
            yield tuple(listed)


def _bases(
    part: Sequence[Amount], sentence: str, start: int, passage: Passage, report: Report
) -> Iterator[_Base]:
    """What a part may be a share of: figures told before it, then the totals of the tables."""
    first = part[0]
    told = amounts(passage.folded, max(start + first.start - LONGEST, 0), start + first.start)
    known = [one for one in told if one.unit == first.unit]
    if any(one.rough for one in known):
        return
    sums = [(a.value + b.value, spread(a) + spread(b)) for a, b in itertools.pairwise(known)]
    wholes = [*((one.value, spread(one)) for one in known), *sums]
    wholes += [(value, Decimal(0)) for value in request_totals(report)]
    together = sum((one.value for one in part), Decimal(0))
    seen: set[Decimal] = set()
    for whole, unsure in wholes:
        if whole >= together and whole > 0 and whole not in seen:
            seen.add(whole)
            shown = " + ".join(number(one.value) for one in part)
            shown = f"({shown})" if len(part) > 1 else shown
            loose = (sum((spread(one) for one in part), Decimal(0)) + unsure * together / whole) * 100 / whole
            yield _Base(together * 100 / whole, loose, f"{shown} ÷ {number(whole)}")


def _completion(match: re.Match[str], verb: str, sentence: str) -> _Share | None:
    """发现问题36个, 已整改35个, 整改率97.2%; 100 % may leave out what is not due yet."""
    found = exact_amounts(sentence[: match.start()])
    if len(found) < 2 or Decimal(match["number"]) == 100:
        return None
    part = found[-1]
    between = sentence[part.end : match.start()]
    words = sentence[found[-2].end : part.start]
    if not re.fullmatch(rf"[,、(]?{verb}率(?:为|达到?|是)? ?", between) or not re.search(
        rf"{verb}(?:了|完成|到位)? ?$", words
    ):
        return None
    wholes = [one for one in found[:-1] if one.unit == part.unit and one.value >= part.value]
    bases = [_part_of(part, one.value, spread(one)) for one in reversed(wholes) if one.value]
    return _Share(match, tuple(bases), (part,)) if bases else None


def _electronic(match: re.Match[str], passage: Passage, start: int, report: Report) -> Iterator[Hit]:
    """全文电子化率: items in full text against items disclosed."""
    cells = cells_of(report)
    pair = []
    for row in ("proactive_fulltext", "proactive_total"):
        grid = cells.grids.get((row, "value"))
        figure = grid.cells[row, "value"] if grid is not None else None
        if grid is None or figure is None or figure.number is None:
            return
        label = grid.form.row(row).label
        pair.append((figure, Related(figure.span, label, figure.number, f"{grid.form.key}/{row}/value")))
    full, total = (one[0].number or Decimal(0) for one in pair)
    if total:
        base = _Base(full * 100 / total, Decimal(0), f"{number(full)} ÷ {number(total)}")
        yield from _hits(match, (base,), (base,), passage, start, tuple(one[1] for one in pair))


# --- judging ----------------------------------------------------------------------------------


def _likeliest(share: _Share, shares: Sequence[_Share]) -> tuple[_Base, ...]:
    """The bases that most shares of the sentence fit: what a wrong one was meant to be a share of."""

    def votes(base: _Base) -> int:
        whole = base.how.rpartition(" ")[2]
        return sum(
            any(one.how.rpartition(" ")[2] == whole and _fits(one, other.match) for one in other.bases)
            for other in shares
            if other is not share
        )

    ranked = [(votes(base), base) for base in share.bases]
    most = max(count for count, _ in ranked)
    return tuple(base for count, base in ranked if count == most)


def _step_of(match: re.Match[str]) -> Decimal:
    return Decimal(1).scaleb(-len(match["number"].partition(".")[2]))


def _off(base: _Base, match: re.Match[str]) -> Decimal:
    return max(abs(base.exact - Decimal(match["number"])) - base.unsure, Decimal(0))


def _fits(base: _Base, match: re.Match[str]) -> bool:
    return _off(base, match) * 2 <= _step_of(match)


def _wrong(
    share: _Share, shown: Sequence[_Base], passage: Passage, sentence: str, start: int
) -> Iterator[Hit]:
    if share.bases:
        related = places(passage, sentence, start, *share.part)
        yield from _hits(share.match, share.bases, shown, passage, start, related)


def _hits(
    match: re.Match[str],
    bases: Sequence[_Base],
    shown: Sequence[_Base],
    passage: Passage,
    start: int,
    related: tuple[Related, ...],
) -> Iterator[Hit]:
    """A hit where a percentage fits no base: a note where only the last digit is off."""
    if any(_fits(base, match) for base in bases):
        return
    step = _step_of(match)
    nearest = min(bases, key=lambda one: _off(one, match))
    slight = _off(nearest, match) <= step
    if not slight:
        nearest = min(shown, key=lambda one: _off(one, match))
    right = nearest.exact.quantize(step if step < 1 else Decimal("0.1"))
    yield Hit(
        span=passage.paragraph.span(start + match.start(), start + match.end()),
        variant="last" if slight else "",
        level=Level.NOTE if slight else Level.WARNING,
        values={"found": match[0].replace(" ", ""), "right": f"{number(right)}%", "how": nearest.how},
        related=related,
    )


CHECKS: dict[str, Check] = {"C004": percentage_wrong}
