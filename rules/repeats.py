"""C006, C007, C008: two tables, one figure for two things, a figure that is missing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint import CannotTell, Check, Figure, Grid, Hit, Related, Report, Span, place_of

from .passages import clause_at, passages, short_sentences
from .told_figures import number

# --- C006 ----------------------------------------------------------------------------

_MANY: Final = 3


def table_conflict(report: Report) -> Iterator[Hit | CannotTell]:
    """Two tables that hold one quantity hold one value of it."""
    for first, second in itertools.combinations(report.grids, 2):
        shared = [key for key in first.cells if key in second.cells and _same_row(first, second, key)]
        differing = [key for key in shared if _differ(first.cells[key], second.cells[key])]
        if not differing:
            continue
        filled = [key for key in shared if first.cells[key].number or second.cells[key].number]
        if len(differing) > 1 and len(differing) * 2 > len(filled) and len(filled) >= _MANY:
            yield CannotTell("scope")  # another organ's or level's table
            continue
        yield _conflict(first, second, differing)


def _same_row(first: Grid, second: Grid, key: tuple[str, str]) -> bool:
    """The row means the same in both tables: one form, or one label in one unit."""
    if first.form.key == second.form.key:
        return True
    rows = (first.form.row(key[0]), second.form.row(key[0]))
    return (
        bool({one.core for one in rows[0].labels} & {one.core for one in rows[1].labels})
        and rows[0].unit == rows[1].unit
    )


def _differ(one: Figure, other: Figure) -> bool:
    return (
        one.number is not None
        and other.number is not None
        and one.number != other.number
        and one.unit == other.unit
    )


def _conflict(first: Grid, second: Grid, differing: Sequence[tuple[str, str]]) -> Hit:
    key = differing[0]
    here, there = second.cells[key], first.cells[key]
    related = [
        Related(
            grid.cells[one].span,
            grid.form.row(one[0]).label,
            grid.cells[one].number,
            "/".join((grid.form.key, *one)),
        )
        for one in differing
        for grid in (first, second)
        if (one, grid) != (key, second)
    ]
    return Hit(
        span=here.span,
        anchor="/".join((second.form.key, *key)),
        values={
            "at": place_of(second.form, *key),
            "first": number(there.number or Decimal(0)),
            "second": number(here.number or Decimal(0)),
            "line": there.span.line,
            "count": len(differing),
        },
        related=tuple(related),
        label=number(here.number or Decimal(0)),
    )


# --- C007 ----------------------------------------------------------------------------

_LARGE: Final = re.compile(
    r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?![\d.年]) ?(?P<times>[万亿千百余多])?"
)
_KINDS: Final = re.compile(
    r"(?P<column>(?:专栏|栏目|专题|子站)[^,;。\d]{0,6}?(?:访问|浏览|点击|流量)[^,;。\d]{0,3})"
    r"|(?P<site>(?:网站|门户|全站|站点)总(?:体)?(?:访问|浏览|点击|流量)[^,;。\d]{0,3}|总流量|网站流量|网站(?:访问|点击|浏览)总[量次数]+|总(?:访问|点击|浏览)[量次数]+)"
    r"|(?P<followers>粉丝|关注(?:人数|用户|量)|订阅[人用数])"
    r"|(?P<reads>阅读[总量次数]+|转发[量次数]+)"
    r"|(?P<items>(?:主动公开|公开|发布)[^,;。\d]{0,8}信息|信息数$)"
    r"|(?P<people>(?:接待|接听|培训)[^,;。\d]{0,8}|咨询数$)"
)
_LONGEST: Final = Decimal(10) ** 18
_TRAFFIC: Final = frozenset(("column", "site", "followers", "reads"))
# One of these stands in whatever names one of them.
_TRAFFIC_WORDS: Final = ("访问", "浏览", "点击", "流量", "粉丝", "关注", "订阅", "阅读", "转发")
_SHOWN: Final = {
    "column": ("专栏访问量", "visits to the column"),
    "site": ("网站总流量", "visits to the whole site"),
    "followers": ("粉丝数", "followers"),
    "reads": ("阅读量", "readings"),
    "items": ("公开信息数", "items disclosed"),
    "people": ("接待、咨询人次", "people served"),
}


class Use(NamedTuple):
    """A large figure and what it is said to count."""

    kind: str
    span: Span
    anchor: str


def figure_reused(report: Report) -> Iterator[Hit | CannotTell]:
    """A large figure does not stand for two different things."""
    uses: dict[Decimal, list[Use]] = {}
    least = report.thresholds["C007.least"]
    tabled = list(_in_tables(report, least))
    if not (_tells_traffic(report) or any(use.kind in _TRAFFIC for _, use in tabled)):
        return  # one of two things must be traffic
    for value, use in (*_in_text(report, least), *tabled):
        uses.setdefault(value, []).append(use)
    for value, found in uses.items():
        first = found[0]
        other = next(
            (one for one in found if one.kind != first.kind and {one.kind, first.kind} & _TRAFFIC), None
        )
        if other is not None:
            yield Hit(
                span=first.span,
                values={
                    "number": number(value),
                    "first": dict(zip(("zh", "en"), _SHOWN[first.kind], strict=True)),
                    "second": dict(zip(("zh", "en"), _SHOWN[other.kind], strict=True)),
                },
                related=(Related(other.span, _SHOWN[other.kind][0], value, other.anchor),),
            )


def _tells_traffic(report: Report) -> bool:
    return any(word in report.folded for word in _TRAFFIC_WORDS)


def _is_telling(value: Decimal, least: int) -> bool:
    """Large, and not rounded: no figure that two things have by chance; what is larger still is no figure."""
    return least <= value < _LONGEST and value % 100 != 0


def _in_text(report: Report, least: int) -> Iterator[tuple[Decimal, Use]]:
    for passage in passages(report):
        for match in _LARGE.finditer(passage.folded):
            if match["times"]:
                continue
            value = Decimal(match["number"].replace(",", ""))
            if not _is_telling(value, least):
                continue
            before = passage.folded[max(match.start() - 24, 0) : match.start()]
            kinds = list(_KINDS.finditer(re.split(r"[,;。、]", before)[-1]))
            if kinds:
                span = passage.paragraph.span(match.start(), match.end("number"))
                yield value, Use(kinds[-1].lastgroup or "", span, "")


def _in_tables(report: Report, least: int) -> Iterator[tuple[Decimal, Use]]:
    for grid in report.grids:
        for (row, column), figure in grid.cells.items():
            if figure.number is None or not _is_telling(figure.number, least):
                continue
            kind = _KINDS.search(grid.form.row(row).label.split("（")[0])
            if kind is not None and not grid.form.column(column).optional:
                anchor = f"{grid.form.key}/{row}/{column}"
                yield figure.number, Use(kind.lastgroup or "", figure.span, anchor)


# --- C008 ----------------------------------------------------------------------------

_VERB: Final = "公开|发布|公布|收到|接到|受理|办理|办结|答复|印发|制发|制定|出台|召开|举办|开展|组织|接受|接待|回应|解读|处理|编发|编印|更新|废止|新收|结转|维持|纠正|培训|刊登|访问量"
_OBJECT: Final = "各类|各种|政府信息公开申请|政府信息|公开申请|依申请公开|各类信息|信息|申请|行政规范性文件|规范性文件|文件|政策解读稿件|解读稿件|解读材料|稿件|新闻发布会|发布会|工作会议|会议|培训班|培训|在线访谈|行政复议|行政诉讼|案件|下年度?|为|达到?|了|共"
_COUNTED: Final = re.compile(
    rf"(?P<lead>共计?|累计|合计|总计|全年|新增|本年度?)[^,;。:\d]{{0,16}}?(?:{_VERB})(?:{_OBJECT})*(?P<gap> *)(?P<unit>条|件|篇|期|场|次|份|人次|宗)(?=[,。;、:]|$)"
)
# The same without a word of counting in its own clause: then the verb has an object.
_WITH_OBJECT: Final = re.compile(
    rf"(?:{_VERB})(?:{_OBJECT})+(?P<gap> *)(?P<unit>条|件|篇|期|场|次|份|人次|宗)(?=[,。;、:]|$)"
)
_LEAD: Final = re.compile(r"共计?|累计|合计|总计|全年|新增|本年度?")
_LISTED: Final = re.compile(
    r"(?:收到|受理|接到|新收|办结|答复|结转下年度?|上年度?结转|予以公开|部分公开|不予公开|主动公开|主动公开政府信息|申请|政府信息|复议|诉讼)(?P<gap> +)(?P<unit>条|件|份|宗|起)(?=[,。;、:]|$)"
)
_RATE: Final = re.compile(
    r"(?:同比增长|同比下降|增长|下降|占比|占|达到|率为|率达)(?P<gap> *)(?P<unit>%)(?=[,。;、:)]|$)"
)
_NOUNS: Final = re.compile(
    r"(?:文|案|事|邮|信|稿|办|来|证|要|条|附|软|硬|部|零|密|函|组|构|配|元|急|挂|快|物|批|层|首|再|初|档|频|多|屡|每|逐|此|依|其|名|学|定|按|长|短|近|日|周|月|到|身|年|省|股|备|立)$"
)
_EACH: Final = re.compile(r"每|逐|凡|对|将|把|各(?![类种])|任何|若干|数(?!量)|多|几|些|哪")


def number_forgotten(report: Report) -> Iterator[Hit | CannotTell]:
    """A verb and its measure word have a number between them."""
    for passage in passages(report):
        if passage.heading:
            continue
        for sentence in short_sentences(passage.folded):
            for match in _missing(sentence.text):
                start = sentence.start + match.start()
                stop = sentence.start + match.end("unit")
                yield Hit(
                    span=passage.paragraph.span(start, stop),
                    values={"text": match[0].strip(), "unit": match["unit"]},
                )


# A measure word at the end of a clause that follows no digit: without one no number is missing.
_BARE: Final = re.compile(r"[条件篇期场次份宗起%](?<!\d.)(?=[,。;、:)]|$)")


def _missing(sentence: str) -> Iterator[re.Match[str]]:
    if not _BARE.search(sentence):
        return
    taken = -1
    patterns = [_COUNTED, _LISTED, _RATE] + ([_WITH_OBJECT] if _LEAD.search(sentence) else [])
    found = itertools.chain.from_iterable(pattern.finditer(sentence) for pattern in patterns)
    for match in sorted(found, key=re.Match.start):
        if match.end() > taken and (match["unit"] == "%" or _lacks_number(match, sentence)):
            taken = match.end()
            yield match


def _lacks_number(match: re.Match[str], sentence: str) -> bool:
    """True where the measure word is none of a noun (文件, 首次) and nothing else stands for the number."""
    if not match["gap"] and _NOUNS.search(sentence[: match.start("gap")]):
        return False
    clause = clause_at(sentence, match.start())
    return not _EACH.search(clause.text[: match.end("gap") - clause.start])


CHECKS: dict[str, Check] = {"C006": table_conflict, "C007": figure_reused, "C008": number_forgotten}
