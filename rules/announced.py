"""C005: announced counts, such as 以下三个方面 and 七项制度, against the lists they speak of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint import CannotTell, Check, Hit, Passage, Report, TableBlock, chinese_number

from .passages import passages
from .streams import Step, steps

_NUM: Final = (
    r"(?<![第几前后另其数\d一二三四五六七八九十百两.])(?P<number>1?\d|两|[二三四五六七八九]|十[一二三四五]?)"
)
_AHEAD: Final = re.compile(
    rf"(?:以下|如下|下列|下面)(?:的|这)?{_NUM} ?(?:个|项|点|条|大|类|种|步|方面)[^。;:,]{{0,24}}[:。,;]? ?"
    rf"|{_NUM.replace('number', 'colon')} ?(?:个方面|大?方面|大?项(?:措施|工作|任务|制度|举措|重点|内容)|个?大?问题|点(?:不足|问题|措施|建议|做法|举措)"
    r"|个(?:不足|短板|环节|坚持|强化|突出|到位|着力|层面|重点)|条(?:措施|举措)|类问题|项措施)[^。;:,]{0,16}: ?"
)
_INLINE: Final = (
    ("is", re.compile(r"(?:^|[。;:,!\s”)])(?P<number>[一二三四五六七八九十]{1,2})[是要](?=[^否])")),
    ("nth", re.compile(r"(?:^|[。;:,!\s])第(?P<number>[一二三四五六七八九十]{1,2})[,、:]")),
    ("cn_paren", re.compile(r"(?:^|[。;:!\s])\((?P<number>[一二三四五六七八九十]{1,2})\)")),
    ("arabic_paren", re.compile(r"(?:^|[。;:,!\s])\(?(?P<number>\d{1,2})\)")),
    ("arabic", re.compile(r"(?:^|[。;:!])(?P<number>\d{1,2})[.、](?!\d)")),
    ("circled", re.compile(r"(?P<number>[①-⑳])")),
)
# One of these stands in whatever the above find.
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十][是要,、:)]|\d[.、)]|[①-⑳]")
_HINT: Final = re.compile(r"以下|如下|下列|下面|方面|[项个点条大类]")
# One of these stands in whatever _AHEAD finds, and in whatever _TOTAL finds.
_COMING: Final = (":", "以下", "如下", "下列", "下面")
_SUMMED: Final = ("制度", "项机制", "大类", "个方面", "个层面", "个环节")


_LONGEST_LIST: Final = 200  # marks behind a claim that are looked at


class _Mark(NamedTuple):
    """A number of a list: where it stands, its style, its value; ``level`` is 0 within a paragraph."""

    at: int
    start: int
    style: str
    number: int
    level: int


class _Claim(NamedTuple):
    """An announced count and where its sentence ends."""

    at: int
    start: int
    end: int
    number: int
    text: str
    passage: Passage


def count_announced(report: Report) -> Iterator[Hit | CannotTell]:
    """A list has as many items as were announced."""
    yield from _lists_after(report)
    for passage in passages(report):
        text = passage.folded
        if not passage.heading and "、" in text and any(word in text for word in _SUMMED):
            yield from _list_before(passage)


# --- the list follows --------------------------------------------------------------------


def _lists_after(report: Report) -> Iterator[Hit]:
    stream = list(steps(report))
    claims = [one for at, step in enumerate(stream) if isinstance(step, Step) for one in _claims(at, step)]
    if not claims:
        return
    first = claims[0].at  # no list stands before what announces it
    marks = [
        one
        for at, step in enumerate(stream)
        if at >= first and isinstance(step, Step)
        for one in _marks(at, step)
    ]
    for claim in claims:
        count = _items(claim, marks, claims, stream)
        if count is not None and claim.number not in count:
            span = claim.passage.paragraph.span(claim.start, claim.start + len(claim.text))
            yield Hit(span, values={"announced": claim.text, "number": claim.number, "found": max(count)})


def _claims(at: int, step: Step) -> Iterator[_Claim]:
    text = step.passage.folded
    if not any(word in text for word in _COMING) or not _HINT.search(text):
        return
    for match in _AHEAD.finditer(text):
        number = _value(match["number"] or match["colon"])
        if number is not None and number > 1:
            said = text[match.start() : match.end()].strip(" :。,;")
            yield _Claim(at, match.start(), match.end(), number, said, step.passage)


def _value(word: str) -> int | None:
    return int(word) if word.isdecimal() else chinese_number(word)


def _marks(at: int, step: Step) -> Iterator[_Mark]:
    section = step.section
    if section is not None and section.ordinal is not None:
        yield _Mark(at, -1, section.style, section.ordinal, section.level)
    if _NUMBERED.search(step.passage.folded) is None:
        return
    found = [
        _Mark(at, match.start("number"), style, _ordinal(match["number"]), 0)
        for style, pattern in _INLINE
        for match in pattern.finditer(step.passage.folded)
    ]
    yield from sorted(found, key=lambda mark: mark.start)


def _ordinal(word: str) -> int:
    if "①" <= word <= "⑳":
        return ord(word) - ord("①") + 1
    return _value(word) or 0


def _items(
    claim: _Claim, marks: Sequence[_Mark], claims: Sequence[_Claim], stream: Sequence[Step | TableBlock]
) -> set[int] | None:
    """What the list right after a claim may be said to count; None where no list follows."""
    place = (claim.at, claim.end - 1)
    first_after = bisect_left(marks, place, key=lambda mark: (mark.at, mark.start))
    after = marks[first_after : first_after + _LONGEST_LIST]
    if not after or not _is_next(claim, after[0], stream):
        return None
    first = after[0]
    run = _run(after)
    last = run[-1]
    behind = bisect_right(claims, place, key=lambda one: (one.at, one.start))
    inside = behind < len(claims) and (claims[behind].at, claims[behind].start) < (last.at, last.start)
    if inside or _goes_elsewhere(after, run):
        return None
    return {len(run), last.number} if first.number == 1 else None


def _is_next(claim: _Claim, first: _Mark, stream: Sequence[Step | TableBlock]) -> bool:
    """True where the list begins right behind the claim, or in the next paragraph."""
    if first.number != 1:
        return False
    if first.at == claim.at:
        return first.start - claim.end <= 2
    rest = claim.passage.folded[claim.end :].strip()
    return not rest and first.at == claim.at + 1 and first.start <= 1


def _run(after: Sequence[_Mark]) -> list[_Mark]:
    """The numbers that go on counting from the first, to where its level ends."""
    first, *rest = after
    run = [first]
    for mark in rest:
        if mark.level and (not first.level or mark.level < first.level):
            break
        if mark.style != first.style or mark.level != first.level:
            continue
        if mark.number <= run[-1].number:
            break
        run.append(mark)
    return run


def _goes_elsewhere(after: Sequence[_Mark], run: Sequence[_Mark]) -> bool:
    """True where a list of the same style within an item makes the count uncertain."""
    behind = after[after.index(run[-1]) + 1 :]
    following = next((one for one in behind if one.style == run[0].style and one.level == run[0].level), None)
    return following is not None and following.at == run[-1].at and following.number == 1 and len(run) == 1


# --- the list stands before ------------------------------------------------------------------

_TOTAL: Final = re.compile(
    rf"(?P<open>等)? ?{_NUM} ?(?P<unit>项(?:基本|工作)?制度|项机制|大类|个方面|个层面|个环节)"
)
_CLAUSE: Final = re.compile(r"[^,。;:!?]*$")
_FARTHEST: Final = 160
_WRAPPED: Final = re.compile(r"《[^》]*》|“[^”]*”|\([^()]*\)|「[^」]*」")
_AND: Final = re.compile(r"以及|[和与及]")
_PARTICLE: Final = re.compile(r"[了的是有在对把将并从向由]")
# A verb right before the number: what it governs is the total, not the last item.
_VERB: Final = re.compile(
    r"(?:形成|分为|分成|包括|涵盖|涉及|划分为?|建立|完善|落实|开展|推进|实行|制定|修订|出台|实施|围绕|突出|抓好|做好|强化|坚持|健全|规范|执行"
    r"|设立|开设|明确|印发|共|等|及其|新增|增加|达|为|有)$"
)
_LONGEST: Final = 10


def _list_before(passage: Passage) -> Iterator[Hit]:
    text = _WRAPPED.sub(lambda match: "甲" * len(match[0]), passage.folded)
    for match in _TOTAL.finditer(text):
        number = _value(match["number"])
        clause = _CLAUSE.search(text, max(match.start() - _FARTHEST, 0), match.start())
        items = clause[0].split("、") if clause is not None else []
        if number is None or number < 2 or clause is None or len(items) < 2 or not _is_plain(items):
            continue
        most = len(items) + sum(len(_AND.findall(one)) for one in items)
        wrong = len(items) > number or (most < number and not match["open"])
        if wrong and not (most < number and _goes_back(text, clause.start())):
            span = passage.paragraph.span(match.start("number"), match.end())
            said = match["number"] + match["unit"]
            yield Hit(
                span, variant="before", values={"announced": said, "number": number, "found": len(items)}
            )


def _is_plain(items: Sequence[str]) -> bool:
    """Items that are names: all but the first short, the number not the object of a verb."""
    named = all(one and len(one) <= _LONGEST and not _PARTICLE.search(one) for one in items[1:])
    return named and not _VERB.search(items[-1])


def _goes_back(text: str, start: int) -> bool:
    """True where the list may have begun in the clause before."""
    before = text[max(start - _FARTHEST, 0) : start].rstrip()
    clause = re.split(r"[。;:!?,]", before[:-1])[-1] if before.endswith(",") else ""
    return before.endswith(",") and ("、" in clause or len(clause) <= _LONGEST)


CHECKS: dict[str, Check] = {"C005": count_announced}
