"""Further sentences that tell the figures of a report, and sentences about other things.

``{name}`` stands for a figure of the report by the names of ``named``; every
sentence is true of a clean report. They are drawn by a source of their own, so
that the rest of a report stays what its seed made it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from random import Random

from .figures import Figures

Names = dict[str, int]

# Each tells figures of tables three and four, in one manner.
REQUESTS = (
    "{y}年，{s}共受理政府信息公开申请{new}件，答复{done}件（含上年度结转申请{back}件，另有{out}件顺延到下年度答复）。",
    "{s}全年共收办政府信息公开申请案件{all}件，其中新收{new}件，上年结转{back}件。",
    "{y}年度新收依申请公开{new}份，{last}年度结转{back}份，结转{next}年度继续办理{out}份。",
    "截至{y}年12月31日，共收到公民、法人和其他组织提出的政府信息公开申请{new}件，已办结{done}件。",
    "通过网络、信函、当面等多种渠道，共收到政府信息公开申请{new}件。",
    "共办理政府信息公开申请{all}件，其中{last}年结转{back}件，{y}年新收{new}件，{out}件结转下年度办理。",
    "收到{new}件政府信息公开申请，均已登记；全年办结{done}件申请。",
    "本年新收政府信息公开申请{new}件（自然人申请{nat}件，法人或其他组织申请{org}件）。",
    "受理政府信息公开申请{new}件，其中，自然人申请{nat}件，法人或其他组织申请{org}件；予以公开{open}件、部分公开{part}件、不予公开{deny}件、无法提供{unable}件、不予处理{noproc}件、作其他处理（含申请人主动撤回申请）{other}件、转下年度办理{out}件。",
    "收到政府信息公开申请{new}件，其中予以公开及部分公开{open+part}件。",
    "上年度结转办理{back}件，本年新收政府信息公开申请{new}件，{done}件已办结。",
    "收到政府信息公开申请{new:,}件，办结{done:,}件。",
    "收到政府信息公开申请{new:cn}件，结转下年度{out:cn}件。",
)
CASES = (
    "被申请政府信息公开行政复议{rev}件，结果维持{up}件，结果纠正{cor}件，其他结果{oth}件，尚未审结{pend}件。",
    "因政府信息公开被提起行政诉讼{lit}件，其中未经复议直接起诉{direct}件，复议后起诉{after}件。",
    "政府信息公开行政复议、行政诉讼案件共{cases}件。",
    "政府信息公开行政诉讼{lit}件，其中结果维持{lit_up}件、结果纠正{lit_cor}件、其他结果{lit_oth}件、尚未审结{lit_pend}件。",
)
OLD = (
    "截至{y}年12月31日，共收到政府信息公开申请{req_total}件，答复申请人{ans_total}件。",
    "{y}年度受理公民、法人或其他组织的政府信息公开申请{req_total}件，同意公开{ans_open}件。",
    "通过信函、网络等方式共收到政府信息公开申请{req_total}件，其中当面申请{req_in_person}件等。",
    "申请总数{req_total}件，信函申请{req_letter}件，传真申请{req_fax}件。",
    "收到政府信息公开申请{req_total:cn}件。",
)
# About something else: another year, quarter, organ, channel, kind of matter, a plan, a round number.
OTHERS = (
    "{last}年收到政府信息公开申请{any}件，同比变化不大。",
    "上半年收到政府信息公开申请{any}件。",
    "第三季度受理政府信息公开申请{any}件，办结{few}件。",
    "下属事业单位收到政府信息公开申请{few}件。",
    "某某路街道办事处收到政府信息公开申请{any}件。",
    "通过信函收到政府信息公开申请{any}件。",
    "全年受理行政许可申请{any}件，办结{few}件。",
    "全年收到退休待遇申请{any}件，办结{few}件。",
    "受理12345热线诉求{any}件，按期办结{few}件；办理建议提案{few}件，均已答复。",
    "预计{next}年受理政府信息公开申请{any}件。",
    "近三年累计收到政府信息公开申请{any}件。",
    "月均收到政府信息公开申请{few}件。",
    "平台访问量近{any}00人次，发布图文{few}余篇。",
    "未收到信函申请，未收到重复申请。",
    "第一季度未收到政府信息公开申请。",
    "未发生因答复不及时引发的投诉，没有行政诉讼败诉的情况。",
    "对每一件申请逐件登记、限时转办。",
    "{last}年、{y}年分别收到网民留言{any}条、{few}条。",
)
# Parts, shares and directions that are right, with figures of their own.
SUMS = (
    "全年发布解读材料{a+b+c}篇，其中文字解读{a}篇、图片解读{b}篇、其他{c}篇。",
    "全年举办政策宣讲{a+b}场（局机关{a}场、基层{b}场）。",
    "编发工作简报{a+b+c+d}期，分别为综合类{a}期、业务类{b}期、经验类{c}期、其他{d}期。",
    "发放宣传册{a+b+c+d}册，其中办事指南{a}册、政策汇编{b}册等。",
    "全年发布图文信息{a+b}篇，其中原创{a}篇，占总数的{share}。",
    "回复网民留言{more}条，比上年的{less}条增长{up_rate}。",
    "现场咨询由{last}年的{more}人次下降到{less}人次，降幅为{down_rate}。",
    "开展检查{a}次，与上年的{a}次持平。",
)


def named(figures: Figures, edition: str, year: int, form: str) -> Names:
    """The figures of a report by short names."""
    found: Names = {"y": year, "last": year - 1, "next": year + 1}
    if edition in ("2008", "2014"):
        return found | {row: int(number) for (_, row, column), number in figures.items() if column == "value"}

    def request(row: str, column: str = "total") -> int:
        return int(figures["s3_requests", row, column])

    def cases(outcome: str, *blocks: str) -> int:
        return sum(int(figures["s4_review_litigation", block, outcome]) for block in blocks)

    rows = {row for name, row, _ in figures if name == "s3_requests"}
    for name in ("deny", "unable", "noproc", "other"):
        found[name] = sum(request(row) for row in rows if row.startswith(f"r_{name}"))
    for name, row in (
        ("new", "new_received"),
        ("back", "carried_in"),
        ("done", "r_total"),
        ("out", "carried_out"),
        ("open", "r_open"),
        ("part", "r_partial"),
    ):
        found[name] = request(row)
    found["nat"] = request("new_received", "natural_person")
    found["org"] = found["new"] - found["nat"]
    found["all"] = found["new"] + found["back"]
    found["open+part"] = found["open"] + found["part"]
    lawsuits = ("litig_direct", "litig_after_review")
    for name, outcome in (("up", "upheld"), ("cor", "corrected"), ("oth", "other"), ("pend", "pending")):
        found[name] = cases(outcome, "review")
        found[f"lit_{name}"] = cases(outcome, *lawsuits)
    found["rev"], found["lit"] = cases("total", "review"), cases("total", *lawsuits)
    found["direct"], found["after"] = (cases("total", block) for block in lawsuits)
    found["cases"] = found["rev"] + found["lit"]
    return found


def drawn(rng: Random) -> dict[str, str]:
    """Figures that stand in no table, for the sentences about other things."""
    a, b, c, d = (rng.randint(2, 60) for _ in range(4))
    less = rng.randint(20, 400)
    more = less + rng.randint(5, 300)
    plain = {
        "a": a,
        "b": b,
        "c": c,
        "d": d,
        "a+b": a + b,
        "a+b+c": a + b + c,
        "a+b+c+d": a + b + c + d,
        "less": less,
        "more": more,
    }
    plain |= {"any": rng.randint(31, 990), "few": rng.randint(2, 30)}
    return {name: str(number) for name, number in plain.items()} | {
        "share": rate(a, a + b),
        "up_rate": rate(more - less, less),
        "down_rate": rate(more - less, more),
    }


def rate(part: int, whole: int) -> str:
    """A percentage with one decimal, rounded half up."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{Decimal(tenths) / 10:.1f}%"


_DIGITS = "零一二三四五六七八九"


def in_words(number: int) -> str:
    """A number in Chinese, as people write it; from ten thousand on in digits."""
    if number >= 10000:
        return str(number)
    if number < 10:
        return _DIGITS[number]
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = bool(text) and number > 0
    return text.removeprefix("一") if text.startswith("一十") else text


def filled(sentence: str, names: Mapping[str, int], others: Mapping[str, str], own: str) -> str:
    """A sentence with its figures: {new}, {new:,} with separators, {new:cn} in words; {s} is the organ.

    KeyError for a name that stands for nothing.
    """

    def shown(found: re.Match[str]) -> str:
        name, manner = found[1], found[2]
        if name == "s":
            return own
        if name in names:
            number = names[name]
            return in_words(number) if manner == ":cn" else f"{number:,}" if manner else str(number)
        return others[name]

    return re.sub(r"\{([^{}:]+)(:cn|:,)?\}", shown, sentence)


def varied(figures: Figures, edition: str, year: int, form: str, own: str) -> str:
    """Some true sentences about a report's figures and other things; "" for one report in three."""
    rng = Random(f"told {edition} {year} {form} {own} {sorted(figures.items())}")
    names, others = named(figures, edition, year, form), drawn(rng)
    if rng.random() < 0.33:
        return ""
    told: list[str] = []
    if edition in ("2008", "2014"):
        told += rng.sample(OLD, 2) if names["req_total"] else []
    else:
        told += rng.sample(REQUESTS, 2) if names["new"] else []
        told += rng.sample(CASES, 1)
    told += rng.sample(OTHERS, rng.randint(1, 4)) + rng.sample(SUMS, rng.randint(0, 2))
    return "".join(filled(one, names, others, own) for one in told)
