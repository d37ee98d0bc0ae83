"""W002: sentences that stand twice, doubled words and doubled punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import CannotTell, Hit, Passage, Related, Report, TableBlock, fold

from .passages import passages
from .repairs import edit, safe
from .streams import steps

# Words never right when doubled, with what makes the doubling right all the same.
_WORDS: Final = re.compile(
    r"(?<![目标有似])的的(?!确|士|话)|了了(?!解|结|然|望|事|却|断)|和和(?![气美睦平煦谐解])"
    r"|(?<![现存正实内潜所旨好自不])在在(?![职线编校岗建])|(?<![认因作成行])为为(?!民|了|期|主|企|群|人)"
    r"|(?<![参给赋])与与|(?<![以涉普触顾波遍])及及(?!时|其|格|早)|(?<![合兼])并并|(?<![关由对至属居等过])于于|被被|将将(?![军士])"
    r"|(?<!一)把把(?!关|握|手)|以及以及|进行进行|进一步进一步|逐级逐级|性性(?![质别能格命情价状])|公开政府政府信息|主动主动公开"
    r"|本年度本年度|认真认真|我[局市县区镇]我[局市县区镇]|并且并且|因此因此|同时同时|其中其中|政府信息公政府信息"
)
# One of these stands in whatever the above finds.
_TWICE: Final = (
    *(2 * word for word in "的了和在为与及并于被将把性"),
    *(
        2 * word
        for word in (
            "以及",
            "进行",
            "进一步",
            "逐级",
            "政府",
            "主动",
            "本年度",
            "认真",
            "并且",
            "因此",
            "同时",
            "其中",
        )
    ),
    *(f"{word}我" for word in "局市县区镇"),
    "政府信息公政府信息",
)
_MARKS: Final = re.compile(r"(?<![，。；：、])([，。；：、])\1(?![，。；：、…])")
_TWO_MARKS: Final = (",,", "。。", ";;", "::", "、、")  # folded
# A clause written twice running: 一是建立提醒机制,一是建立提醒机制.
_CLAUSE: Final = re.compile(
    r"(?:(?<=[,;。:、])|^) ?(?P<clause>(?=[^,;。:、]*[一-龥]{4})[^,;。:、\s]{6,40})[,;] ?(?P=clause)(?=[,;。]|$)"
)
_ENDED: Final = re.compile(r"[^。！!？?；;]+[。！!？?；;]?")
_STOPS: Final = "。！!？?；;"
_NOISE: Final = re.compile(r"[\W_]+")
_NEXT: Final = 8
_QUOTED: Final = 12


class _Said(NamedTuple):
    """A sentence with its place; ``at`` counts sentences in reading order."""

    passage: Passage
    start: int
    end: int
    at: int
    chapter: str


def text_doubled(report: Report) -> Iterator[Hit | CannotTell]:
    """No sentence stands twice, no word and no mark is doubled."""
    title = _NOISE.sub("", fold(report.title.text)) if report.title is not None else ""
    seen: dict[str, _Said] = {}
    last = -2
    for core, said in _sentences(report):
        first = seen.setdefault(core, said)
        if first is said or core == title or not _is_twice(core, first, said, report):
            continue
        if said.at != last + 1:
            yield _twice(first, said)
        last = said.at
    words = any(word in report.folded for word in _TWICE)
    marks = any(mark in report.folded for mark in _TWO_MARKS)
    for passage in passages(report):
        yield from _clauses(passage)
        if words or marks:
            yield from _words(passage)
            yield from _marks(passage)


def _clauses(passage: Passage) -> Iterator[Hit]:
    for match in _CLAUSE.finditer(passage.folded):
        span = passage.paragraph.span(match.end("clause") + 1, match.end())
        yield Hit(span, variant="word", values={"found": match["clause"]})


def _words(passage: Passage) -> Iterator[Hit]:
    for match in _WORDS.finditer(passage.folded):
        span = passage.paragraph.span(match.start(), match.end())
        yield Hit(span, variant="word", values={"found": match[0]})


def _marks(passage: Passage) -> Iterator[Hit]:
    """Two like marks side by side; three and more are dots that stand for …… or something left out."""
    paragraph = passage.paragraph
    for match in _MARKS.finditer(paragraph.text):
        first, last = (
            paragraph.span(match.start(), match.start() + 1),
            paragraph.span(match.start() + 1, match.end()),
        )
        fix = safe(edit(paragraph, match.start(), match.end(), match[1])) if first.line == last.line else None
        yield Hit(
            paragraph.span(match.start(), match.end()), variant="mark", values={"found": match[0]}, fix=fix
        )


def _sentences(report: Report) -> Iterator[tuple[str, _Said]]:
    """Finished sentences with at least a few characters: a page's head has no full stop."""
    at = 0
    for step in steps(report):
        if isinstance(step, TableBlock) or step.section is not None:
            continue
        chapter = step.chapter.heading if step.chapter is not None else ""
        for match in _ENDED.finditer(step.passage.paragraph.text):
            if len(match[0]) <= _NEXT or match[0][-1] not in _STOPS:
                continue
            core = _NOISE.sub("", step.passage.folded[match.start() : match.end()])
            if len(core) >= _NEXT:
                lead = len(match[0]) - len(match[0].lstrip())
                yield core, _Said(step.passage, match.start() + lead, match.end(), at, chapter)
                at += 1


def _is_twice(core: str, first: _Said, again: _Said, report: Report) -> bool:
    """From some length on a sentence is no formula; within one chapter it may be shorter."""
    if len(core) >= report.thresholds["W002.characters"] or again.at == first.at + 1:
        return True
    return len(core) >= report.thresholds["W002.chapter-characters"] and first.chapter == again.chapter


def _twice(first: _Said, again: _Said) -> Hit:
    text = again.passage.paragraph.text[again.start : again.end]
    place = first.passage.paragraph.span(first.start, first.end)
    return Hit(
        span=again.passage.paragraph.span(again.start, again.end),
        values={"start": text[:_QUOTED]},
        related=(Related(place, "前文", None, ""),),
    )
