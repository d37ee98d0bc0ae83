"""Figures told in prose, found by the phrases of the edition's phrasebook.

A figure is bound to the phrase in front of it (新收…12件) or behind it
(12件结转下年度) within its own clause, never across 。 or ；. What it is about
(another year, organ, channel …) is its scope.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint.counted import amounts
from reportlint.model import Amount, Passage, Phrasebook, Quantity, TableBlock, Told
from reportlint.told_scope import Subject, scope_of
from reportlint.told_zero import HINTS, Nothing, zero_statements

_SENTENCE: Final = re.compile(r"[^。；;！!？?]+")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_CLAUSE: Final = re.compile(r"[^,:。;]+")
_SUBJECTS: Final = ("申请", "复议", "诉讼", "结转", "规范性文件", "费", "办结", "答复")
_NOISE: Final = re.compile(r"[\s\"“”‘’「」《》　]+|:$")
_PHRASE_YEARS: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d) ?年度?|(?P<before>上一?年度?|去年度?|往年|以前年度|上一?年份)|(?P<next>下一?年度?|次年度?|明年)|(?P<this>本年度?|今年|当年)"
)
_AMONG: Final = re.compile(r"其中|包括|(?<!包)含")
_BARE: Final = frozenset(
    (
        "",
        "其中",
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
_TOPICS: Final = re.compile(
    r"(?P<request>公开申请|依申请|申请公开|公开的申请|信息公开[^,;。]{0,6}申请)|(?P<direct>直接起诉|直接提起)|(?P<after>复议后)|(?P<review>复议)|(?P<litigation>诉讼|起诉|应诉)"
    r"|(?P<normative>规范性文件)"
    r"|(?P<other>热线|12345|信箱|留言|诉求|建议|提案|信访(?!举报投诉类)|举报(?!投诉类)|咨询|来信|来访|舆情|问卷|工单|网民|证照|许可|处罚|审批|督查|检查|培训|整改|督办)"
)
_NAMED_REQUEST: Final = re.compile(r"公开申请|依申请公开|申请公开|依申请")
_WHOSE: Final = re.compile(
    r"(?:本年|全[市县区镇乡局年省州街][道]?|我[市县区局镇乡办委院厅]|本[局机关单位级]+|其中|截至.{0,8}|共|总)*"
)
_BEHIND_AMOUNT: Final = re.compile(r"(?:申请|案件|的|已|被|均|为|系|属于|因|经|是|件|需|将|按程序|依法)*")
_OBJECT: Final = re.compile(
    r" ?(?:$|[,:;、()。]|政府信息|信息公开|依申请|公开申请|均|全|都|并|已|且|其中|同比|较|比|按|和|及|与|以及|左右|的?申请|结转|办结|答复|尚)"
)
_PARTS: Final = frozenset(("result", "row", "applicant", "channel", "outcome"))
_CHILDREN: Final = frozenset(("result", "row", "applicant", "channel"))
_EACH: Final = re.compile(r"每(?:收到|受理|接到|办理|一|件|份|条|宗)|逐[一件条份]|凡")
_REVIEWING: Final = re.compile(r"办理|审理|受理|收到|审结|接到|承办|立案|参加|代理")
_AS_PARTY: Final = re.compile(r"公开|被|因|引起|引发|涉及")
_WHOLE_AGAIN: Final = re.compile(
    r"全[年市县区镇乡省]|本年|今年|当年|20\d\d ?年|我[局市县区]|累计|共|新收|结转|顺延"
)
_LONGEST_BACK: Final = 60
_LONGEST_SENTENCE: Final = 3000  # what is longer is no sentence
_ONE_PHRASE: Final = 8
_TRIED: Final = frozenset(("case", "outcome"))
_CASES: Final = frozenset(("review", "litigation"))


class _Found(NamedTuple):
    """A phrase that fits a figure: the quantity and where the phrase begins in the clean clause."""

    quantity: Quantity
    at: int


class _Mark(NamedTuple):
    """A word that says what the text is about from there on."""

    at: int
    kind: str


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
    marks = tuple(_marks(passage))
    paragraph = _Paragraph(passage, tuple(mark.at for mark in marks), _kinds(marks), book, whose)
    starts = [one.start for one in all_amounts]
    for match in _SENTENCE.finditer(text):
        if match.end() - match.start() > _LONGEST_SENTENCE:
            continue
        inside = all_amounts[bisect_left(starts, match.start()) : bisect_left(starts, match.end())]
        if inside:
            yield from _in_sentence(match.start(), match.end(), inside, paragraph)
        if hinted:
            yield from _nothing_in(match.start(), match.end(), paragraph)


def _marks(passage: Passage) -> Iterator[_Mark]:
    """What the text is about, by its heading and then by its words."""
    for match in _TOPICS.finditer(passage.under):
        yield _Mark(-1, match.lastgroup or "")
    if "申请" in passage.under and "公开" not in passage.under:
        yield _Mark(-1, "request")
    for match in _TOPICS.finditer(passage.folded):
        yield _Mark(match.start(), match.lastgroup or "")


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
    edge = floor
    last = parent
    strange = asked = False  # only figures of other things so far; figures of ours
    narrow = ""  # what the sentence has been about since its last figure
    for at, amount in enumerate(found):
        before = shown[_clause_start(shown, edge, amount.start - start) : amount.start - start]
        if edge > floor and _AMONG.search(shown, edge, amount.start - start):
            parent = last
        stop = found[at + 1].start - start if at + 1 < len(found) else len(shown)
        behind = re.split(r"[,:、]", shown[amount.end - start : stop], maxsplit=1)[0].strip()
        told = _told(amount, before, behind, shown[: amount.start - start], parent, paragraph)
        if told is not None and strange and not _goes_on(told, before, paragraph.book):
            told = None
        if told is not None and not told.scope and narrow and not _WHOLE_AGAIN.search(before):
            told = told._replace(scope=narrow)
        family = paragraph.book.quantities[told.quantity].family if told is not None else ""
        last = _Parent(told, family if told is not None else "unknown")
        parents[amount.start] = last
        edge = amount.end - start
        strange = told is None and (strange or not asked)
        asked = asked or told is not None
        if told is not None:
            narrow = told.scope if told.scope != "part" else narrow
            yield told


def _goes_on(told: Told, before: str, book: Phrasebook) -> bool:
    """False for 办结 or 答复 after a figure of something else, unless it names requests itself."""
    quantity = book.quantities[told.quantity]
    return quantity.topic != "request" or bool(quantity.family) or _NAMED_REQUEST.search(before) is not None


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
    clean = _clean(before[-_LONGEST_BACK:], whose.year)
    kind = _kind_at(amount.start, paragraph)
    found = _phrase_before(clean, amount, kind, behind, book)
    if found is None:
        found = _phrase_behind(clean, _clean(behind, whose.year), amount, kind, book)
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


def _kinds(marks: Sequence[_Mark]) -> tuple[tuple[str, bool], ...]:
    """What the text is about behind each mark."""
    found: list[tuple[str, bool]] = []
    last, requested = "", False
    previous = -100
    for mark in marks:
        near = 0 <= mark.at - previous <= _ONE_PHRASE
        if mark.kind in _CASES and last in _CASES and mark.kind != last and near:
            last = "cases"
        elif not (mark.kind == "litigation" and last in ("direct", "after") and near) and not (
            mark.kind == "review" and last == "after" and near
        ):
            last = mark.kind
        requested = requested or mark.kind == "request"
        previous = mark.at
        found.append((last, requested))
    return tuple(found)


# --- phrases ----------------------------------------------------------------------------


def _clean(text: str, year: int | None) -> str:
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


def _phrase_before(
    clean: str, amount: Amount, kind: tuple[str, bool], behind: str, book: Phrasebook
) -> _Found | None:
    """The best phrase that ends in front of the figure, fillers aside."""
    best: _Found | None = None
    end = len(clean)
    named = False
    while end > 0:
        phrase = _longest(clean, end, book.before, book.longest)
        filler = _longest(clean, end, book.fillers, book.longest)
        if phrase and len(phrase) >= len(filler):
            for key in book.before[phrase]:
                quantity = book.quantities[key]
                if (best is None or quantity.rank > best.quantity.rank) and _fits(
                    quantity, amount, kind, named, behind
                ):
                    best = _Found(quantity, end - len(phrase))
        if not filler:
            break
        named = named or _NAMED_REQUEST.search(filler) is not None
        end -= len(filler)
    if best is None and named and "requests" in book.quantities and _WHOSE.fullmatch(clean, 0, end):
        quantity = book.quantities["requests"]
        if _fits(quantity, amount, kind, True, behind):
            return _Found(quantity, end)
    return best


def _phrase_behind(
    clean: str, behind: str, amount: Amount, kind: tuple[str, bool], book: Phrasebook
) -> _Found | None:
    """The phrase behind a figure that has nothing but 其中 or 另有 in front of it."""
    if clean.lstrip("、和及与") not in _BARE:
        return None
    match = _BEHIND_AMOUNT.match(behind)
    start = match.end() if match is not None else 0
    for at in {start, 0}:
        for size in range(min(book.longest, len(behind) - at), 0, -1):
            for key in book.after.get(behind[at : at + size], ()):
                if _fits(book.quantities[key], amount, kind, False, ""):
                    return _Found(book.quantities[key], len(clean))
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
        asked = named or last == "request" or _NAMED_REQUEST.match(behind.lstrip()) is not None
        return asked and _OBJECT.match(behind) is not None
    if topic == "remedy":
        return requested or "公开" in behind or last in ("review", "litigation", "cases", "direct", "after")
    return not topic or topic == last


# --- zero statements --------------------------------------------------------------------------


def _nothing_in(start: int, end: int, paragraph: _Paragraph) -> Iterator[Told]:
    """Zero statements of a sentence, one told 0 for each quantity denied."""
    text = paragraph.passage.folded
    for match in _CLAUSE.finditer(text, start, end):
        if not any(word in match[0] for word in HINTS):
            continue
        clean = _clean(match[0], paragraph.whose.year)
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
    return last == "request" or _NAMED_REQUEST.search(clean) is not None


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
