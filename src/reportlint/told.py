"""Figures told in prose, found by the phrases of the edition's phrasebook.

A figure is bound to the phrase in front of it (新收…12件) or behind it
(12件结转下年度) within its own clause, never across 。 or ；. What it is about
(another year, organ, channel …) is its scope.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint.counted import amounts
from reportlint.model import Amount, Passage, Phrasebook, Quantity, TableBlock, Told
from reportlint.told_phrases import NAMED_REQUEST, cleaned, is_bare, phrase_before, phrase_behind
from reportlint.told_scope import Subject, scope_of
from reportlint.told_topics import kinds, topic_marks
from reportlint.told_zero import HINTS, Nothing, zero_statements

_SENTENCE: Final = re.compile(r"[^。；;！!？?]+")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_PARTED: Final = re.compile(r"[,:、]")
_CLAUSE: Final = re.compile(r"[^,:。;]+")
_SUBJECTS: Final = ("申请", "复议", "诉讼", "结转", "规范性文件", "费", "办结", "答复")
_AMONG: Final = re.compile(r"其中|包括|(?<!包)含")
_PARTS: Final = frozenset(("result", "row", "applicant", "channel", "outcome"))
_CHILDREN: Final = frozenset(("result", "row", "applicant", "channel"))
_OF_THESE: Final = re.compile(r"[^,]{0,8}中[,:]")
_EACH: Final = re.compile(r"每(?:收到|受理|接到|办理|一|件|份|条|宗)|逐[一件条份]|凡")
_REVIEWING: Final = re.compile(r"办理|审理(?!中)|受理|收到|(?<!未)审结|接到|承办|立案|参加|代理")
_AS_PARTY: Final = re.compile(r"公开|被|因|引起|引发|涉及")
_WHOLE_AGAIN: Final = re.compile(
    r"全[年市县区镇乡省]|本年|今年|当年|20\d\d ?年|我[局市县区]|累计|共|新收|结转|顺延"
)
_CUMULATED: Final = re.compile(r"累计|累积|共计公开|总计公开")
_THIS_YEAR: Final = re.compile(r"全年|本年|今年|当年|一年来|年度内|20\d\d ?年度?[,]?(?!(?:12|年?底|年?末))")
_OF_THESE_NEW: Final = re.compile(
    r"[,(]? ?其中,?(?:在)?(?:20\d\d ?年|本年|当年|今年)度?[,]?(?:新|共|主动|公开|发布|收|受|增)"
)
# Figures of all requests: their results are no narrower.
_ALL: Final = frozenset(("finished", "received", "new_received", "handled", "requests"))
_SOME: Final = re.compile("的|涉及|关于|有关|针对")
_ITEMS: Final = frozenset(("proactive_total", "published", "proactive_fulltext"))
_LONGEST_BACK: Final = 60
_LONGEST_SENTENCE: Final = 3000  # what is longer is no sentence
_TRIED: Final = frozenset(("case", "outcome"))


class _Parent(NamedTuple):
    """The figure that figures after 其中 or in brackets are parts of; ``told`` None if it is none of ours."""

    told: Told | None
    family: str


class _Paragraph(NamedTuple):
    """A paragraph with what is needed to bind its figures."""

    passage: Passage
    places: tuple[int, ...]
    kinds: tuple[tuple[str, bool], ...]
    book: Phrasebook
    whose: Subject


def read_told(
    passages: Sequence[Passage | TableBlock],
    book: Phrasebook | None,
    whose: Subject,
    skipped: Sequence[tuple[int, int]],
) -> tuple[Told, ...]:
    """The figures told in a report's paragraphs, in reading order.

    ``skipped`` are stretches of lines (first, last) that report no facts:
    the section of problems and plans.
    """
    if book is None:
        return ()
    found: list[Told] = []
    for passage in passages:
        if isinstance(passage, TableBlock) or passage.heading:
            continue
        line = passage.paragraph.marks[0][1]
        if any(first <= line <= last for first, last in skipped):
            continue
        found.extend(_in_paragraph(passage, book, whose))
    return tuple(found)


def _in_paragraph(passage: Passage, book: Phrasebook, whose: Subject) -> Iterator[Told]:
    text = passage.folded
    all_amounts = amounts(text)
    hinted = any(word in text for word in _SUBJECTS) and any(word in text for word in HINTS)
    if not all_amounts and not hinted:
        return
    marks = tuple(topic_marks(passage))
    paragraph = _Paragraph(passage, tuple(mark.at for mark in marks), kinds(marks), book, whose)
    starts = [one.start for one in all_amounts]
    for match in _SENTENCE.finditer(text):
        if match.end() - match.start() > _LONGEST_SENTENCE:
            continue
        inside = all_amounts[bisect_left(starts, match.start()) : bisect_left(starts, match.end())]
        if inside:
            yield from _in_sentence(match.start(), match.end(), inside, paragraph)
        if hinted:
            yield from _nothing_in(match.start(), match.end(), paragraph)


# --- one sentence ------------------------------------------------------------------------


def _in_sentence(start: int, end: int, inside: Sequence[Amount], paragraph: _Paragraph) -> Iterator[Told]:
    """The figures of a sentence: outside brackets first, then those of each bracket."""
    text = paragraph.passage.folded
    outer = _BRACKETS.sub(lambda match: " " * len(match[0]), text[start:end])
    brackets = [
        (start + match.start() + 1, start + match.end() - 1) for match in _BRACKETS.finditer(text[start:end])
    ]
    plain = [one for one in inside if not any(first <= one.start < last for first, last in brackets)]
    parents: dict[int, _Parent] = {}
    yield from _bound(outer, start, plain, _NO_PARENT, parents, paragraph)
    for first, last in brackets:
        within = [one for one in inside if first <= one.start < last]
        if within:
            above = [one for one in plain if one.end <= first]
            parent = parents.get(above[-1].start, _NO_PARENT) if above else _NO_PARENT
            shown = outer[: first - start] + text[first:last]
            yield from _bound(shown, start, within, parent, {}, paragraph, first - start)


_NO_PARENT: Final = _Parent(None, "none")


def _bound(
    shown: str, start: int, found: Sequence[Amount], parent: _Parent, parents: dict[int, _Parent],
    paragraph: _Paragraph, floor: int = 0,
) -> Iterator[Told]:  # fmt: skip
    """The figures of a stretch of text; ``shown`` begins at ``start`` of the paragraph.

    Text before ``floor`` is context only. ``parents`` takes what each figure
    would be to its own parts.
    """
    edge = ended = floor
    last = parent
    strange = asked = False  # only figures of other things so far; figures of ours
    narrow = ""  # what the sentence has been about since its last figure
    for at, amount in enumerate(found):
        before = shown[_clause_start(shown, edge, amount.start - start) : amount.start - start]
        if edge > floor and _AMONG.search(shown, edge, amount.start - start):
            parent = last
        stop = found[at + 1].start - start if at + 1 < len(found) else len(shown)
        behind = _PARTED.split(shown[amount.end - start : stop], maxsplit=1)[0]
        told = _told(amount, before, behind.strip(), shown[: amount.start - start], parent, paragraph)
        if told is not None and strange and not _goes_on(told, before, paragraph.book):
            told = None
        if told is not None:
            among = edge > floor and _OF_THESE.match(shown, ended, amount.start - start) is not None
            if not told.scope and narrow and not _WHOLE_AGAIN.search(before):
                told = told._replace(scope=narrow)
            told = _narrowed(told, before, last if among else None, paragraph.book)
            if not told.scope and _of_all_years(told, before, shown, amount.end - start):
                told = told._replace(scope="cumulative")
        family = paragraph.book.quantities[told.quantity].family if told is not None else ""
        last = _Parent(told, family if told is not None else "unknown")
        parents[amount.start] = last
        edge = ended = amount.end - start
        if told is not None and is_bare(cleaned(before, None)):
            edge += len(behind)  # its words are no part of the next figure's: 42件予以公开、10件部分公开
        strange = told is None and (strange or not asked)
        asked = asked or told is not None
        if told is not None:
            narrow = told.scope if told.scope != "part" else narrow
            yield told


def _narrowed(told: Told, before: str, whole: _Parent | None, book: Phrasebook) -> Told:
    """A figure behind 在12件申请中 is a part, unless it is a result of all of them."""
    if whole is None or told.scope:
        return told
    of_all = whole.told is not None and whole.told.quantity in _ALL and not whole.told.scope
    if of_all and book.quantities[told.quantity].family == "result" and not _SOME.search(before):
        return told
    return told._replace(scope="part")


def _of_all_years(told: Told, before: str, shown: str, end: int) -> bool:
    """True for a sum since the work began: 累计公开1532条,其中2009年新增456条."""
    if _OF_THESE_NEW.match(shown, end):
        return True
    said = shown[: end - len(told.text)]
    return (
        told.quantity in _ITEMS and _CUMULATED.search(before) is not None and _THIS_YEAR.search(said) is None
    )


def _goes_on(told: Told, before: str, book: Phrasebook) -> bool:
    """False for 办结 or 答复 after a figure of something else, unless it names requests itself."""
    quantity = book.quantities[told.quantity]
    return quantity.topic != "request" or bool(quantity.family) or NAMED_REQUEST.search(before) is not None


def _clause_start(shown: str, edge: int, at: int) -> int:
    """Where the words in front of a figure begin; a colon right before it (申请：12件) parts nothing."""
    end = at
    while end > edge and shown[end - 1] in ": ":
        end -= 1
    return max(edge, shown.rfind(",", edge, end) + 1, shown.rfind(":", edge, end) + 1)


def _told(
    amount: Amount, before: str, behind: str, sentence: str, parent: _Parent, paragraph: _Paragraph
) -> Told | None:
    """The told figure of an amount, or None where no phrase fits."""
    book, whose = paragraph.book, paragraph.whose
    clean = cleaned(before[-_LONGEST_BACK:], whose.year)
    kind = _kind_at(amount.start, paragraph)
    found = phrase_before(clean, amount, kind, behind, book)
    if found is None:
        found = phrase_behind(clean, cleaned(behind, whose.year), amount, kind, book)
    if found is None:
        return None
    quantity = found.quantity
    if _EACH.search(sentence) or "分别" in clean or (quantity.family in _TRIED and _reviews_others(sentence)):
        return None
    scope = _scope(quantity, clean[: found.at], sentence, before, parent, whose)
    text = paragraph.passage.folded
    value = "rough" if amount.rough else "number"
    span = paragraph.passage.paragraph.span(amount.start, amount.end)
    return Told(quantity.key, amount.value, text[amount.start : amount.end], span, scope, value, amount.step)


def _reviews_others(sentence: str) -> bool:
    """True where an organ tells of cases it decides, not of cases about its own answers."""
    return _REVIEWING.search(sentence) is not None and _AS_PARTY.search(sentence) is None


def _scope(
    quantity: Quantity, prefix: str, sentence: str, before: str, parent: _Parent, whose: Subject
) -> str:
    carried = quantity.key in ("carried_in", "carried_out")
    above = _scope_as_part(quantity, parent)
    if above:
        return above
    channel = quantity.family == "channel" or quantity.key.startswith("ch_") or quantity.key == "by_channel"
    clause = sentence[len(sentence) - len(before) :]
    start = clause.rfind("其中") + 1
    return scope_of(
        sentence, prefix if quantity.topic == "" and not start else clause, whose, carried, channel
    )


def _scope_as_part(quantity: Quantity, parent: _Parent) -> str:
    """The scope that a part has from its whole, "" where it has none."""
    if parent.told is None:
        return "part" if parent.family == "unknown" and quantity.family in _PARTS else ""
    if parent.told.scope:
        return parent.told.scope
    family = parent.family
    if parent.told.quantity in ("carried_in", "carried_out", "still_open"):
        return "part" if quantity.key not in ("carried_in", "carried_out") else ""
    if family in _CHILDREN:
        nested = (family, quantity.family) in (("result", "row"),) or (
            parent.told.quantity == "organisations" and quantity.key.startswith("org_")
        )
        return "" if nested else "part"
    if family == "outcome":
        return "part"
    return ""


def _kind_at(at: int, paragraph: _Paragraph) -> tuple[str, bool]:
    """``(what was named last, whether requests were named at all)`` before a place."""
    found = bisect_left(paragraph.places, at)
    return paragraph.kinds[found - 1] if found else ("", False)


# --- zero statements --------------------------------------------------------------------------


def _nothing_in(start: int, end: int, paragraph: _Paragraph) -> Iterator[Told]:
    """Zero statements of a sentence, one told 0 for each quantity denied."""
    text = paragraph.passage.folded
    for match in _CLAUSE.finditer(text, start, end):
        if not any(word in match[0] for word in HINTS):
            continue
        clean = cleaned(match[0], paragraph.whose.year)
        for nothing in zero_statements(clean.replace("未经复议直接起诉", "直接起诉")):
            quantity = paragraph.book.quantities.get(paragraph.book.zero.get(nothing.role, ""))
            if quantity is not None and _said_of_all(nothing, clean, match.start(), start, paragraph):
                yield _zero(nothing, quantity, match, start, paragraph)


def _said_of_all(nothing: Nothing, clean: str, at: int, start: int, paragraph: _Paragraph) -> bool:
    """全部办结 must be said of requests; nothing else needs a subject."""
    if nothing.kind != "all":
        return True
    if "结转" in clean or "上年" in clean:
        return False
    last, _ = _kind_at(at + 1, paragraph)
    return last == "request" or NAMED_REQUEST.search(clean) is not None


def _zero(
    nothing: Nothing, quantity: Quantity, clause: re.Match[str], start: int, paragraph: _Paragraph
) -> Told:
    text = paragraph.passage.folded
    carried = quantity.key in ("carried_in", "carried_out")
    said = text[start : clause.end()]
    scope = scope_of(said, clause[0], paragraph.whose, carried, False)
    lead = len(clause[0]) - len(clause[0].lstrip())
    span = paragraph.passage.paragraph.span(clause.start() + lead, clause.end())
    return Told(quantity.key, Decimal(0), clause[0].strip(), span, scope, nothing.kind)
