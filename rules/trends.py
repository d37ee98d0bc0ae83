"""C004 and C009: shares, rates of change and directions against the figures of their sentence.

Only what the report itself lets one recompute is judged: both figures of a
change must be told, the whole of a share must be named or counted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint import Amount, CannotTell, Check, Hit, Level, Passage, Related, Report, amounts, cells_of

from .passages import LONGEST, passages, short_sentences
from .told_figures import number, request_totals

_PERCENT: Final = re.compile(r"(?<![\d.])(?P<number>\d{1,6}(?:\.\d{1,6})?) ?%")
_SHARE: Final = re.compile(r"占(?P<what>[^,;。%\d]{0,24}?)(?P<about>约|近|超过?|达?到?)?$")
_WHOLE: Final = re.compile(
    "政府信息公开|政府信息|信息公开|依申请公开|主动公开|公开|申请|信息|办理|受理|答复|收到|处理|办结|结果|全年|全部|本年|年度"
    "|总件?数量?|总量|总[体和]?|案件|数量|件数|条数|数|量|件|条|的|比例|比重|比率|比|约|为|是|达到|达|到|其|了|新收"
)
_ELECTRONIC: Final = re.compile(r"(?:全文)?电子化率[^,;。%\d]{0,4}$")
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
_LATER_HINT: Final = re.compile(r"达到|至|到")
_NEAR: Final = 30


class Change(NamedTuple):
    """Two figures and the word that says how one became the other."""

    before: Amount
    after: Amount
    word: str
    at: int
    end: int


def _sentences(report: Report, *hints: str) -> Iterator[tuple[Passage, str, int]]:
    """Passages with the sentences that hold one of the words, and where these begin."""
    if not any(hint in report.folded for hint in hints):
        return
    for passage in passages(report):
        if passage.heading or not any(hint in passage.folded for hint in hints):
            continue
        for sentence in short_sentences(passage.folded):
            if any(hint in sentence.text for hint in hints):
                yield passage, sentence.text, sentence.start


# --- changes ------------------------------------------------------------------------------


def _changes(sentence: str, start: int, year: int | None) -> Iterator[Change]:
    """The changes of a sentence whose two figures it tells."""
    found = [one for one in amounts(sentence) if not one.rough]
    for at, first in enumerate(found):
        for second in found[at + 1 : at + 2]:
            if first.unit == second.unit and _FROM.search(sentence, 0, first.start):
                verb = _TO.match(sentence[first.end : second.start])
                if verb is not None:
                    word = verb["verb"]
                    yield Change(
                        first, second, word, first.end + verb.start("verb"), first.end + verb.end("verb")
                    )
    yield from _compared(sentence, found, year)


def _compared(sentence: str, found: Sequence[Amount], year: int | None) -> Iterator[Change]:
    """…100件，比上年的80件增长25%; …100件，上年80件，同比增长25%."""
    for at, earlier in enumerate(found):
        others = [one for one in found[:at] if one.unit == earlier.unit]
        clause = max(sentence.rfind(mark, 0, earlier.start) for mark in ",;:(") + 1
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


def _direction(word: str) -> int | None:
    """1 up, -1 down, 0 level; None for 基本持平."""
    if word == "基本持平":
        return None
    if word == "持平":
        return 0
    return -1 if word[0] in "降减下回" else 1


def trend_contradicts(report: Report) -> Iterator[Hit | CannotTell]:
    """增长, 下降 and 持平 fit the two figures of their own sentence."""
    for passage, sentence, start in _sentences(
        report, "增", "升", "提高", "降", "减", "持平", "下滑", "回落", "扩大", "提升"
    ):
        for change in _changes(sentence, start, report.year):
            wanted = _direction(change.word)
            real = (change.after.value > change.before.value) - (change.after.value < change.before.value)
            if wanted is None or wanted == real:
                continue
            yield Hit(
                span=passage.paragraph.span(start + change.at, start + change.end),
                variant="flat" if not wanted else "level" if not real else "",
                values={
                    "word": change.word,
                    "before": sentence[change.before.start : change.before.end],
                    "after": sentence[change.after.start : change.after.end],
                },
                related=_places(passage, sentence, start, change.before, change.after),
            )


def _places(passage: Passage, sentence: str, start: int, *found: Amount) -> tuple[Related, ...]:
    return tuple(
        Related(
            passage.paragraph.span(start + one.start, start + one.end),
            sentence[one.start : one.end],
            one.value,
            "",
        )
        for one in found
    )


# --- percentages ----------------------------------------------------------------------------


class Share(NamedTuple):
    """A printed percentage, the figure it is a part of and what the whole may be."""

    match: re.Match[str]
    part: Amount | None
    exact: tuple[tuple[Decimal, str], ...]


def percentage_wrong(report: Report) -> Iterator[Hit | CannotTell]:
    """A percentage fits the figures it is made of, on one of its plausible bases."""
    for passage, sentence, start in _sentences(report, "%"):
        taken: set[int] = set()
        for change in _changes(sentence, start, report.year):
            rate = _rate_after(change, sentence)
            if rate is not None and change.before.value:
                taken.add(rate.start())
                if _direction(change.word) == (1 if change.after.value > change.before.value else -1):
                    exact = abs(change.after.value - change.before.value) * 100 / change.before.value
                    how = f"({number(change.after.value)} - {number(change.before.value)}) ÷ {number(change.before.value)}"
                    yield from _wrong(
                        rate,
                        [(exact, how)],
                        passage,
                        start,
                        _places(passage, sentence, start, change.before, change.after),
                    )
        for match in _PERCENT.finditer(sentence):
            if match.start() not in taken:
                yield from _share(match, passage, sentence, start, report)


def _rate_after(change: Change, sentence: str) -> re.Match[str] | None:
    """The percentage that follows a change, if it is the next figure."""
    last = max(change.end, change.after.end)
    match = _PERCENT.search(sentence, last, last + _NEAR)
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


def _share(
    match: re.Match[str], passage: Passage, sentence: str, start: int, report: Report
) -> Iterator[Hit]:
    clause = max(sentence.rfind(mark, 0, match.start()) for mark in ",;:") + 1
    electronic = _ELECTRONIC.search(sentence, clause, match.start())
    if electronic is not None:
        yield from _electronic(match, passage, start, report)
        return
    share = _SHARE.search(sentence, max(clause, match.start() - 30), match.start())
    if share is None or share["about"] or sentence[match.end() :].startswith(("以上", "左右", "以下")):
        return
    part = _part(sentence, share.start())
    if part is None or _WHOLE.sub("", share["what"]):
        return
    wholes = list(_bases(part, sentence, start, passage, report))
    if wholes:
        exact = [(part.value * 100 / whole, f"{number(part.value)} ÷ {number(whole)}") for whole in wholes]
        yield from _wrong(match, exact, passage, start, _places(passage, sentence, start, part))


def _part(sentence: str, at: int) -> Amount | None:
    """The figure right in front of 占."""
    found = amounts(sentence, 0, at)
    if not found or found[-1].rough:
        return None
    between = sentence[found[-1].end : at]
    return found[-1] if re.fullmatch(r"[,(、\s]*(?:其)?", between) else None


def _bases(part: Amount, sentence: str, start: int, passage: Passage, report: Report) -> Iterator[Decimal]:
    """What a part may be a share of: figures told before it, then the totals of the tables."""
    seen: set[Decimal] = set()
    told = amounts(passage.folded, max(start + part.start - LONGEST, 0), start + part.start)
    values = [one.value for one in told if one.unit == part.unit and not one.rough]
    if any(one.rough and one.unit == part.unit for one in told):
        return
    sums = [a + b for a, b in itertools.pairwise(values)]
    for value in (*values, *sums, *request_totals(report)):
        if value >= part.value and value > 0 and value not in seen:
            seen.add(value)
            yield value


def _electronic(match: re.Match[str], passage: Passage, start: int, report: Report) -> Iterator[Hit]:
    """全文电子化率: items in full text against items disclosed."""
    cells = cells_of(report)
    pair = []
    for row in ("proactive_fulltext", "proactive_total"):
        grid = cells.grids.get((row, "value"))
        figure = grid.cells[row, "value"] if grid is not None else None
        if grid is None or figure is None or figure.number is None:
            return
        pair.append(
            (
                figure,
                Related(figure.span, grid.form.row(row).label, figure.number, f"{grid.form.key}/{row}/value"),
            )
        )
    full, total = (one[0].number or Decimal(0) for one in pair)
    if total:
        exact = [(full * 100 / total, f"{number(full)} ÷ {number(total)}")]
        yield from _wrong(match, exact, passage, start, tuple(one[1] for one in pair))


def _wrong(
    match: re.Match[str],
    exact: Sequence[tuple[Decimal, str]],
    passage: Passage,
    start: int,
    places: tuple[Related, ...],
) -> Iterator[Hit]:
    """A hit where a percentage fits no base: a note where only the last digit is off."""
    printed = Decimal(match["number"])
    step = Decimal(1).scaleb(-len(match["number"].partition(".")[2]))
    nearest, how = min(exact, key=lambda one: abs(one[0] - printed))
    off = abs(nearest - printed)
    if off * 2 <= step:
        return
    slight = off <= step
    right = nearest.quantize(step if step < 1 else Decimal("0.1"))
    yield Hit(
        span=passage.paragraph.span(start + match.start(), start + match.end()),
        variant="last" if slight else "",
        level=Level.NOTE if slight else Level.WARNING,
        values={"found": match[0].replace(" ", ""), "right": f"{number(right)}%", "how": how},
        related=places,
    )


CHECKS: dict[str, Check] = {"C004": percentage_wrong, "C009": trend_contradicts}
