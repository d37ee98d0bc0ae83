"""The clean report of the year before a report: the same organ, figures that lead to this year's.

What one year carries over the next one begins with, what is in force follows
from what was issued and repealed, nothing jumps, and the prose is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import NamedTuple

from . import YEARS, GeneratedReport, Recipe, composed, draw_facts
from . import figures as draw
from .blocks import Block, Heading, Para, Tables, Title
from .choices import choose
from .compose import new_report, old_report
from .figures import Figures
from .people import Agency
from .people import agency as draw_agency
from .prose import Facts
from .render import render
from .serialise import STYLES
from .sheets import Key, Source

_TRIES = 400
_WHO = ("局党组", "公开办", "各业务科室", "值班人员", "信息专员", "办公室", "窗口单位", "分管领导")
_WHEN = ("年初", "每逢月末", "入夏以后", "汛期之前", "节假日期间", "年中", "第四季", "培训之后")
_DID = (
    "梳理了",
    "走访了",
    "改版了",
    "整理了",
    "抽查了",
    "补充了",
    "翻译了",
    "归并了",
    "试行了",
    "约谈了",
    "张贴了",
)
_WHAT = (
    "历年旧档的题名", "村务栏的图示", "政策问答的口径", "便民地图的标注", "办事窗口的指引牌", "热线工单的归类办法", "志愿讲解的讲稿", "巡查台账的格式",
    "短视频的字幕", "专题页的导航", "回访名单的顺序", "社区宣讲的场地",
)  # fmt: skip
_WHY = (
    "以便老人辨认",
    "防止重复劳动",
    "回应来信所提",
    "方便夜间查询",
    "节省纸张",
    "照顾山区住户",
    "配合搬迁安排",
    "衔接新系统上线",
)


class Before(NamedTuple):
    """The report of the year before: its text, year, edition and figures."""

    text: str
    year: int
    edition: str
    figures: Figures


def before(
    report: GeneratedReport, changes: Mapping[Key, Decimal] | None = None, same_words: bool = False
) -> Before | None:
    """The clean report of the year before; None for 2008, before which there was none, and where
    the figures of this year cannot follow from any without a jump.

    ``changes`` are figures that it has instead, whatever follows from them.
    ``same_words``: its narrative is that of the report (None where the form is another).
    """
    year = report.year - 1
    edition = next((name for name, (first, last) in YEARS.items() if first <= year <= last), None)
    if edition is None:
        return None
    rng = Random(f"{report.recipe}")
    figures = _figures(report, edition, rng)
    if jumps(figures, {key: number for key, number in report.cells.items() if number is not None}):
        return None
    figures |= changes or {}
    form = next((key[0] for key in figures if key[0].startswith("t")), "")
    facts = Facts(edition, year, report.organ, _agency(report), figures, form)
    choices = replace(choose(rng), cumulative=report.choices.cumulative)
    compose = new_report if edition in ("2019", "2021") else old_report
    source = Source(figures, {}, frozenset(), choices)
    made = compose(facts, choices, rng, source)
    if same_words:
        if edition != report.edition:
            return None
        blocks = _in_the_same_words(report, made)
    else:
        blocks = [in_other_words(block, rng) for block in made]
    text, _ = render((), blocks, rng.choice(STYLES), choices)
    return Before(text, year, edition, figures)


def _agency(report: GeneratedReport) -> Agency:
    """The organ of a report; its draw comes third, after look and year."""
    recipe = report.recipe
    rng = Random(recipe.seed)
    choose(rng)
    rng.randint(*YEARS[recipe.edition])
    return draw_agency(rng, recipe.organ, recipe.edition)


# --- figures -----------------------------------------------------------------------------------


def _figures(report: GeneratedReport, edition: str, rng: Random) -> Figures:
    now = {key: number for key, number in report.cells.items() if number is not None}
    if edition in ("2019", "2021"):
        return figures_before(now, report.edition, edition, rng)
    family = report.recipe.family if report.edition == edition else None
    for _ in range(_TRIES):
        seed = rng.randrange(10**9)
        recipe = Recipe(edition, "bars", seed, report.organ, family or _family(report))
        drawn = draw_facts(recipe, Random(seed), report.choices).figures
        if (not jumps(drawn, now) and any(drawn[key] != now[key] for key in drawn if key in now)) or not set(
            drawn
        ) & set(now):
            return drawn
    return now | _one_more(now)


def figures_before(now: Figures, this: str, edition: str, rng: Random) -> Figures:
    """Figures of ``edition`` from which those of a report of edition ``this`` can follow."""
    return _section_two(now, this, edition, rng) | _requests(now, edition, rng) | _reviews(now, rng)


def _family(report: GeneratedReport) -> str | None:
    return report.forms[0] if report.forms[0].startswith("t08") else None


def _one_more(now: Figures) -> Figures:
    """A figure that no relation binds, one higher."""
    for row in ("trainees", "phone_consult", "review_count"):
        for (form, key, column), number in now.items():
            if key == row and column == "value":
                return {(form, key, column): number + 1}
    raise AssertionError("no free figure")


def jumps(one: Figures, other: Figures) -> bool:
    """True where a figure is more than ten times the other and more than a hundred away."""
    pairs = [sorted((abs(one[key]), abs(other[key]))) for key in one if key in other]
    return any(large - small > 100 and large > 10 * small for small, large in pairs)


def _near(number: Decimal, rng: Random) -> Decimal:
    """A figure not far from another."""
    step = int(abs(number)) // 5
    return number + rng.randint(-step, step)


def _section_two(now: Figures, this: str, edition: str, rng: Random) -> Figures:
    new = draw.section_two_2021 if edition == "2021" else draw.section_two_2019
    figures = new(rng, 90, True)
    for key in figures:
        if key in now:
            figures[key] = _near(now[key], rng)
    for row in ("regulations", "normative_docs"):
        if this == edition == "2021":
            cell = {name: ("s2_art20_1", row, name) for name in ("issued", "repealed", "in_force")}
            figures[cell["in_force"]] = now[cell["in_force"]] - now[cell["issued"]] + now[cell["repealed"]]
            figures[cell["issued"]] = min(figures[cell["issued"]], figures[cell["in_force"]])
        elif this == edition:
            cell = {
                name: ("s2_art20_1", row, name) for name in ("made_new", "published_new", "published_total")
            }
            figures[cell["published_new"]] = min(figures[cell["published_new"]], figures[cell["made_new"]])
            figures[cell["published_total"]] = max(
                figures[cell["published_total"]], figures[cell["published_new"]]
            )
    for form, row in {key[:2] for key in figures if key[2] == "items_prev"}:
        low = -figures[form, row, "items_prev"]
        figures[form, row, "items_delta"] = max(low, figures[form, row, "items_delta"])
    return figures


def _requests(now: Figures, edition: str, rng: Random) -> Figures:
    """Table three from this year's, a little otherwise; what it carries over is what this year begins with."""
    form = "s3_requests"
    rest = ("r_other",) if edition == "2019" else draw.OTHER_KEYS
    keys = (*draw.RESULT_KEYS, *rest)
    figures: Figures = {}
    for number, party in enumerate(draw.PARTIES):
        for key in keys:
            old = now.get((form, key, party))
            if old is None:  # the other edition has one row where this one has three
                parts = ("r_other",) if key == "r_other_else" else draw.OTHER_KEYS if key == "r_other" else ()
                old = sum((now.get((form, one, party), Decimal(0)) for one in parts), Decimal(0))
            figures[form, key, party] = _near(old, rng)
        if number == 0 and now[form, "r_total", "total"]:
            figures[form, "r_open", party] += rng.randint(1, 3)
        done = sum((figures[form, key, party] for key in keys), Decimal(0))
        out = now[form, "carried_in", party]
        back = Decimal(rng.randint(0, int(done + out) // 20 + 0))
        figures[form, "r_total", party] = done
        figures[form, "carried_out", party] = out
        figures[form, "carried_in", party] = back
        figures[form, "new_received", party] = done + out - back
    for row in ("new_received", "carried_in", *keys, "r_total", "carried_out"):
        figures[form, row, "total"] = sum((figures[form, row, party] for party in draw.PARTIES), Decimal(0))
    return figures


def _reviews(now: Figures, rng: Random) -> Figures:
    form = "s4_review_litigation"
    figures: Figures = {}
    for block in ("review", "litig_direct", "litig_after_review"):
        outcomes = {
            name: _near(now[form, block, name], rng) for name in ("upheld", "corrected", "other", "pending")
        }
        for name, number in outcomes.items():
            figures[form, block, name] = number
        figures[form, block, "total"] = sum(outcomes.values(), Decimal(0))
    return figures


# --- prose -------------------------------------------------------------------------------------


def in_other_words(block: Block, rng: Random) -> Block:
    """The block with sentences that no other report has; what the law makes every report say stays."""
    if isinstance(block, Para) and "统计" not in block.text and "根据" not in block.text:
        return Para(_sentences(len(block.text), rng))
    if isinstance(block, Heading) and block.body:
        return block._replace(body=_sentences(len(block.body), rng))
    return block


def _in_the_same_words(report: GeneratedReport, made: list[Block]) -> list[Block]:
    """The blocks of the report with the tables of last year's and its year."""
    tables = iter([block for block in made if isinstance(block, Tables)])
    year = str(report.year)
    found: list[Block] = []
    for block in composed(report.recipe).blocks:
        if isinstance(block, Tables):
            found.append(next(tables))
        elif isinstance(block, Title):
            found.append(Title(tuple(line.replace(year, str(report.year - 1)) for line in block.lines)))
        elif isinstance(block, Heading):
            found.append(block._replace(body=block.body.replace(year, str(report.year - 1))))
        else:
            found.append(block._replace(text=block.text.replace(year, str(report.year - 1))))
    return found


def _sentences(length: int, rng: Random) -> str:
    text = ""
    while len(text) < length:
        text += f"{rng.choice(_WHEN)}{rng.choice(_WHO)}{rng.choice(_DID)}{rng.choice(_WHAT)}，{rng.choice(_WHY)}。"
    return text
