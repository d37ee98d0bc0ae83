"""S008: the number of parts that the opening announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import CannotTell, Hit, Passage, Report, chinese_number, match_section

from .chapters import places, top_forms
from .passages import chapters, passages

_SENTENCE: Final = re.compile(r"[^。!！]+")
_NUMBER: Final = r"(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})"
_ANNOUNCED: Final = re.compile(
    rf"(?P<open>等)?(?:以下|下列|如下|共|共计|合计|这)?(?<![第一二三四五六七八九十\d]){_NUMBER} ?个?大?(?:部分|章节?|板块)"
)
_REPORT: Final = re.compile(r"本报告|年度报告|报告|年报|全文")
_MADE_OF: Final = re.compile(r"组成|构成|分为|分成|共分|分[一二三四五六七八九十\d]|包括|包含|涵盖|[由共]")
_HEAD: Final = re.compile(r".*(?:由|包括|包含|分为|分成|涵盖|分别为|分别是|即)[:,]?")
_AFTER: Final = re.compile(r"[^:,;、]{0,8}[:,](?:即|分别(?:是|为)|包括|主要(?:是|包括))?[:,]?")
# An item of the form with a 顿号 of its own.
_INNER: Final = re.compile(
    r"(行政复议|复议|诉讼|机构建设|保障经费|经费|会议|培训|问题|收费|检索|复制|人员|不予公开|依申请公开|引言|法规|回应关切)(?:情况)?、"
    r"(?=(?:被)?(?:提起)?行政诉讼|诉讼|申诉|人员|保障|经费|会议|培训|改进|减免|复制|邮寄|收费|咨询|不予|解读)"
)
_LAST: Final = re.compile(
    r"(?<!说明)(?<!事项)(?:以及|及|和|与)(?=其[他它]需要|其[他它]事项|附[表件]|说明|存在|需要说明|主要问题)"
)
_ANNEXED: Final = re.compile(r"(?:需要|相关|有关)*(?:说明|附表|附件|附录|附则|指标|统计表)")
_NUMBERED: Final = re.compile(r"(?:^|[,;、:。\s])\(?[一二三四五六七八九十]{1,2}[)、.]")


class _Claim(NamedTuple):
    """Announced parts: ``least`` to ``most`` are named in the sentence, both None if none is."""

    number: int
    open: bool
    least: int | None
    most: int | None


def parts_count(report: Report) -> Iterator[Hit | CannotTell]:
    """Parts announced, parts named and parts present are the same number."""
    for passage in passages(report):
        if "部分" not in passage.folded and "板块" not in passage.folded and "章" not in passage.folded:
            continue
        if passage.heading or not _is_opening(report, passage):
            continue
        for sentence in _SENTENCE.finditer(passage.folded):
            match = _ANNOUNCED.search(sentence[0])
            if match is None or not _REPORT.search(sentence[0]) or not _MADE_OF.search(sentence[0]):
                continue
            whole = passage.folded[sentence.end() :].startswith(("。", "!"))
            claim = _claim(report, sentence[0], match, whole)
            if claim is not None:
                start = sentence.start() + match.start("number")
                yield from _judged(report, claim, passage, start, sentence.start() + match.end())
            return


def _is_opening(report: Report, passage: Passage) -> bool:
    """True for what stands before the first chapter or in it."""
    tops = chapters(report)
    return not passage.under or (bool(tops) and passage.under == tops[0].heading)


def _claim(report: Report, sentence: str, match: re.Match[str], whole: bool) -> _Claim | None:
    """``whole``: the sentence ends here; of one that a page cuts off no list is counted."""
    word = match["number"]
    number = int(word) if word.isdecimal() else chinese_number(word)
    if number is None or number < 2:
        return None
    after = sentence[match.end() :]
    opened = _AFTER.match(after)
    if opened and re.search(r"[、;,]", after[opened.end() :]):
        named = after[opened.end() :]
    else:
        before = sentence[: match.start()]
        head = _HEAD.match(before)
        named = before[head.end() :] if head else ""
    least, most = _count(report, named.strip(" ,、;:")) if named and whole else (None, None)
    return _Claim(number, match["open"] is not None, least, most)


def _count(report: Report, named: str) -> tuple[int | None, int | None]:
    """The number of items of a list; a piece that is no section may belong to the one before."""
    if not re.search(r"[、;,]", named):
        return None, None
    numbered = len(_NUMBERED.findall(named))
    if numbered > 1:
        return numbered, numbered
    if ";" in named:
        pieces = named.split(";")
        return len(pieces), len(pieces)
    if named.count(",") > 1:
        pieces = re.split(r",|" + _LAST.pattern, named)
        return named.count(",") + 1, len([one for one in pieces if one.strip()])
    joined = _INNER.sub(lambda match: match[1] + "和", named)
    pieces = [one for one in re.split(r"[、,]|" + _LAST.pattern, joined) if one and one.strip()]
    forms = [
        *top_forms(report),
        *(form for edition in report.editions for form in edition.sections if not form.parent),
    ]
    unknown = sum(match_section(piece, forms) is None for piece in pieces)
    return max(len(pieces) - unknown, 1), len(pieces)


def _judged(
    report: Report, claim: _Claim, passage: Passage, start: int, end: int
) -> Iterator[Hit | CannotTell]:
    span = passage.paragraph.span(start, end)
    if claim.least is not None and claim.most is not None:
        short = claim.most < claim.number and (not claim.open or claim.most >= claim.number - 1)
        if short or claim.least > claim.number:
            found = claim.most if short else claim.least
            yield Hit(span, "", "listed", values={"announced": claim.number, "found": found})
            return
    present = _present(report)
    if not present:
        yield CannotTell("sections")
    elif claim.number not in present:
        yield Hit(span, "", "present", values={"announced": claim.number, "found": min(present)})


def _present(report: Report) -> set[int]:
    """How many parts the report may be said to have; a section that is missing is S002's finding."""
    tops = chapters(report)
    plain = [one for one in tops if one.style != "annex"]
    numbered = [one for one in plain if one.ordinal is not None]
    if not plain:
        return set()
    found = {len(plain), len(tops), len(numbered) or len(plain), max((one.ordinal or 0) for one in plain)}
    if len(plain) > 1 and _ANNEXED.match(plain[-1].heading):
        found.add(len(plain) - 1)  # 六个部分, 并附相关说明和指标统计表
    if report.edition.fixed_sections:
        found = {
            len(plain),
            len({id(place.section) for place in places(report)}),
            len(numbered) or len(plain),
        }
        missing = len(top_forms(report)) - len(places(report))
        found |= {count + missing for count in found} if missing > 0 else set()
    return found - {0}
