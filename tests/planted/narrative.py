"""Family C: figures told in the text that are not those of the tables, or contradict each other."""

from __future__ import annotations

import re
from random import Random

from reports import GeneratedReport, prose_told
from reports.blocks import Plain
from reports.prose_told import CASES, OLD, REQUESTS, SUMS, drawn, filled, named

from .plant import Planted, Planters, again, blocks_of, chapters_of, line_of, rebuilt

# The chapters that are left out for the sentence said more than figures.
UNSAID = ("D", "L", "S", "W")
NEW = ("2019", "2021")
SLOT = re.compile(r"\{([a-z_+]+)(:,|:cn)?\}")
NOTHING = (
    "{y}年，{s}未收到政府信息公开申请。",
    "全年没有收到公民、法人和其他组织提出的政府信息公开申请。",
    "本年度无依申请公开政府信息事项。",
    "全年收到政府信息公开申请0件。",
    "{s}{y}年未接到书面或其他形式的政府信息公开申请。",
)
NO_CASE = (
    ("rev", "全年未发生因政府信息公开引起的行政复议。"),
    ("lit", "没有因政府信息公开被提起行政诉讼的情况。"),
    ("back", "无上年结转的政府信息公开申请。"),
    ("out", "没有结转下年度继续办理的申请。"),
)
SOME = ("全年共收到政府信息公开申请{n}件。", "{s}共受理政府信息公开申请{n}件，均已答复。")
TURNED = (
    ("增长{up_rate}", "下降{up_rate}"),
    ("由{last}年的{more}人次下降到{less}", "由{last}年的{less}人次下降到{more}"),
    ("与上年的{a}次", "与上年的{less}次"),
)
ONE_FIGURE = (
    ("网站总流量为{n}", "信息公开专栏访问量为{n}人次"),
    ("门户网站总访问量{n:,}人次", "公众号粉丝{n}人"),
    ("公开栏目点击量达{n}次", "网站总浏览量达{n}次"),
    ("公众号文章阅读量{n}次", "网站总点击量{n}次"),
)
FORGOTTEN = (
    ("主动公开", "政府信息", "条"), ("主动公开", "", "条"), ("收到", "政府信息公开申请", "件"), ("发布", "信息", "条"), ("召开", "新闻发布会", "场"),
    ("举办", "培训班", "期"), ("发布", "政策解读稿件", "篇"), ("受理", "依申请公开", "件"), ("答复", "申请", "份"),
)  # fmt: skip


# --- a report that says one sentence -----------------------------------------------------------


def narrated(report: GeneratedReport, text: str, heading: str = "（二）依申请公开情况") -> str:
    """The report with ``text``, under ``heading``, for its chapters of prose before the tables."""
    blocks = blocks_of(report)
    chapters = chapters_of(blocks)
    start = chapters[0][0]
    end = chapters[0][1] if report.edition in NEW else chapters[-1][1]
    return rebuilt(report, [*blocks[: start + 1], Plain(heading), Plain(text), *blocks[end:]])


def names_of(report: GeneratedReport) -> dict[str, int]:
    """The figures of a report by short names."""
    figures = {key: number for key, number in report.cells.items() if number is not None}
    return named(figures, report.edition, report.year, report.forms[0])


def received(report: GeneratedReport) -> int:
    """Requests of the year."""
    names = names_of(report)
    return names.get("new", names.get("req_total", 0))


def own(report: GeneratedReport) -> str:
    """What the organ calls itself."""
    return {"government": "我市", "township": "我镇"}.get(report.organ, "我局")


def planted(report: GeneratedReport, sentence: str) -> Planted:
    """The report with that sentence, in which the fault is."""
    text = narrated(report, sentence, "（一）依申请公开情况")
    return Planted(text, line_of(text, sentence), also=UNSAID)


# --- C001, C002 ----------------------------------------------------------------------------------


def meanings(report: GeneratedReport, names: dict[str, int]) -> set[int]:
    """Every number that a figure of the sentences might rightly be."""
    found = set(names.values())
    if report.edition not in NEW:
        part = names["ans_open"]
        return found | {part + names["ans_partial"], part + names.get("ans_already_public", 0)}
    found |= {names["rev"] - names["pend"], names["lit"] - names["lit_pend"]}
    rows = ("new_received", "carried_in", "r_total")
    people = {row: int(report.cells["s3_requests", row, "natural_person"] or 0) for row in rows}
    totals = {row: int(report.cells["s3_requests", row, "total"] or 0) for row in rows}
    for row in rows:
        found |= {people[row], totals[row] - people[row]}
    both = people["new_received"] + people["carried_in"]
    found |= {both, names["all"] - both}
    return found | {
        names["new"] - names["out"],
        names["done"] - names["noproc"] - names["other"],
    }  # only a warning


def slots(sentence: str, names: dict[str, int]) -> list[str]:
    """The figures of a sentence that can be told wrongly; 0 would be a zero statement."""
    return [
        match[0]
        for match in SLOT.finditer(sentence)
        if match[1] not in ("y", "last", "next") and names.get(match[1], 0)
    ]


def told_wrongly(report: GeneratedReport, rng: Random) -> Planted | None:
    """A figure of a table, otherwise in the text."""
    names = names_of(report)
    if received(report) <= 3:
        return None
    pool = (*REQUESTS, *CASES) if report.edition in NEW else OLD
    sentence = rng.choice([one for one in pool if slots(one, names)])
    slot = rng.choice(slots(sentence, names))
    name = slot.strip("{}").split(":")[0]
    fresh = [names[name] + step for step in (1, -1, 2, -2, 7, -7, 10, -10, 13, 90, 900)]
    wrong = rng.choice([one for one in fresh if one > 0 and one not in meanings(report, names)])
    forms = {"{" + name + ":,}": f"{wrong:,}", "{" + name + ":cn}": prose_told.in_words(wrong)}
    shown = forms.get(slot, str(wrong))
    return planted(report, filled(sentence.replace(slot, shown, 1), names, {}, own(report)))


def nothing_or_something(report: GeneratedReport, rng: Random) -> Planted | None:
    """Nothing told where the table has something, or the other way round."""
    names = names_of(report)
    if received(report) > 3:
        pool = [*NOTHING, *(text for name, text in NO_CASE if names.get(name, 0))]
        return planted(report, filled(rng.choice(pool), names, {}, own(report)))
    if names.get("all", received(report)) == 0:
        others = {"n": str(rng.randint(1, 80))}
        return planted(report, filled(rng.choice(SOME), names, others, own(report)))
    return None


# --- C003, C004, C009 ----------------------------------------------------------------------------


def wrong_sum(report: GeneratedReport, rng: Random) -> Planted | None:
    """Parts that do not make their total."""
    sentence = rng.choice(SUMS[:3])
    others = drawn(rng)
    slot = rng.choice([match[0] for match in SLOT.finditer(sentence)])
    wrong = int(others[slot.strip("{}")]) + rng.choice((1, -1, 2, 5, 9))
    text = filled(sentence.replace(slot, str(wrong), 1), names_of(report), others, own(report))
    return planted(report, text)


def wrong_percentage(report: GeneratedReport, rng: Random) -> Planted | None:
    """A share or rate that its figures do not give."""
    rates = ("share", "up_rate", "down_rate")
    slot, sentence = rng.choice([(m[0], one) for one in SUMS for m in SLOT.finditer(one) if m[1] in rates])
    others = drawn(rng)
    value = float(others[slot.strip("{}")].rstrip("%"))
    others[slot.strip("{}")] = f"{value + rng.choice((1.5, 3.2, 11.1, 0.7)):.1f}%"
    return planted(report, filled(sentence, names_of(report), others, own(report)))


def wrong_direction(report: GeneratedReport, rng: Random) -> Planted | None:
    """A rise that is a fall."""
    right, wrong = rng.choice(TURNED)
    sentence = next(one for one in SUMS if right in one).replace(right, wrong)
    others = drawn(rng)
    if others["a"] == others["less"]:
        others["less"] += "1"
    return planted(report, filled(sentence, names_of(report), others, own(report)))


# --- C006, C007, C008 ----------------------------------------------------------------------------


def second_table(report: GeneratedReport, rng: Random) -> Planted | None:
    """A short table behind the form that gives one of its figures otherwise."""
    if report.edition in NEW:
        return None
    report = again(report, style="bars", cumulative=False, wide_digits=False)
    form = report.forms[0]
    lines = report.text.split(report.choices.line_end)
    at = {key[1]: line - 1 for key, (line, _) in report.line_of.items()}
    row = rng.choice([name for name in at if report.cells[form, name, "value"] is not None])
    header = next(number for number in range(min(at.values()) - 1, 0, -1) if "单位" in lines[number])
    figure = int(report.cells[form, row, "value"] or 0)
    copied = re.sub(rf"{figure}(?!.*{figure})", str(figure + rng.choice((3, 7, 20))), lines[at[row]])
    more = ["", "2.主要指标汇总", lines[header], copied, ""]
    text = report.choices.line_end.join([*lines, *more])
    return Planted(text, len(lines) + 4, near=True)


def one_figure_twice(report: GeneratedReport, rng: Random) -> Planted | None:
    """One large figure for two things."""
    number = rng.randrange(1001, 9999999, 2)
    first, second = rng.choice(ONE_FIGURE)
    text = f"{first}，运行平稳；{second}。".replace("{n}", str(number)).replace("{n:,}", f"{number:,}")
    made = planted(report, text)
    # A form of 2008 counts the visits too.
    return made._replace(also=(*UNSAID, "C001"))


def no_figure(report: GeneratedReport, rng: Random) -> Planted | None:
    """A number that was forgotten."""
    verb, noun, unit = rng.choice(FORGOTTEN)
    lead = rng.choice(("全年共", "共", "全年累计", "本年度共计", "{y}年，全年"))
    gap = rng.choice(("", "", " ", "  "))
    text = f"{lead}{verb}{noun}{gap}{unit}{rng.choice(('。', '，内容涉及民生。', '；各项工作平稳。'))}"
    return planted(report, filled(text, names_of(report), {}, own(report)))


PLANTERS: Planters = {
    "C001": told_wrongly,
    "C002": nothing_or_something,
    "C003": wrong_sum,
    "C004": wrong_percentage,
    "C006": second_table,
    "C007": one_figure_twice,
    "C008": no_figure,
    "C009": wrong_direction,
}
