"""Reports as blocks: which chapters, in which order, with which tables."""

from __future__ import annotations

from random import Random

from . import prose, prose_old, sheets
from .blocks import NUMERALS, SINGLE, Block, Heading, Para, Plain, Tables, Title
from .choices import Choices
from .prose import PARTS, Facts
from .sheets import C, Sheet, Source

OUTLINES_2008 = (
    (
        ("overview", "概述"),
        ("active", "主动公开政府信息的情况"),
        ("request", "依申请公开政府信息办理情况"),
        ("fees", "政府信息公开的收费及减免情况"),
        ("cases", "因政府信息公开申请行政复议、提起行政诉讼的情况"),
        ("troubles", "政府信息公开工作存在的主要问题及改进情况"),
        ("annex", "需要说明的事项与附表"),
    ),
    (
        ("overview", "概述"),
        ("active", "主动公开政府信息情况"),
        ("request", "依申请公开政府信息情况"),
        ("consult", "咨询处理情况"),
        ("cases", "复议、诉讼和申诉情况"),
        ("fees", "政府信息公开的收费及减免情况"),
        ("troubles", "主要问题和改进措施"),
        ("other", "其他需要报告的事项"),
    ),
    (
        ("overview", "概述"),
        ("active", "主动公开政府信息情况"),
        ("request", "依申请公开政府信息和不予公开政府信息的情况"),
        ("fees", "政府信息公开的收费及减免情况"),
        ("cases", "政府信息公开行政复议、行政诉讼情况"),
        ("troubles", "存在的主要问题及改进情况"),
        ("annex", "说明与附表"),
    ),
)
OUTLINES_2014 = (
    (
        ("overview", "概述"),
        ("active", "主动公开政府信息情况"),
        ("response", "回应解读情况"),
        ("request", "依申请公开政府信息情况"),
        ("fees", "政府信息公开的收费及减免情况"),
        ("cases", "行政复议和行政诉讼情况"),
        ("resources", "机构建设、保障经费和培训会议情况"),
        ("troubles", "存在的主要问题及改进情况"),
        ("other", "其他需要报告的事项"),
    ),
    (
        ("overview", "概述"),
        ("active", "主动公开政府信息情况"),
        ("request", "依申请公开政府信息和不予公开政府信息的情况"),
        ("fees", "政府信息公开的收费及减免情况"),
        ("cases", "因政府信息公开申请行政复议、提起行政诉讼的情况"),
        ("troubles", "政府信息公开工作存在的主要问题及改进情况"),
        ("other", "其他需要报告的事项"),
    ),
    (
        ("overview", "基本工作情况"),
        ("active", "主动公开政府信息情况"),
        ("response", "回应解读情况"),
        ("request", "依申请公开政府信息情况"),
        ("cases", "行政复议和行政诉讼情况"),
        ("fees", "政府信息公开收费及减免情况"),
        ("resources", "机构建设、保障经费和会议培训情况"),
        ("troubles", "存在的主要问题及改进情况"),
        ("other", "其他需要报告的事项"),
    ),
)


def title_text(facts: Facts, choices: Choices) -> tuple[str, ...]:
    """The title's lines; joined they are the title."""
    name, year = facts.agency.name, facts.year
    if choices.title_form == "year_first":
        return (f"{year}年{name}政府信息公开工作年度报告",)
    kind = "政府信息公开工作年度报告"
    if choices.title_form == "old" and facts.edition in ("2008", "2014"):
        kind = "政府信息公开年度报告"
    if choices.title_lines == 2:
        return (name, f"{year}年{kind}")
    return (f"{name}{year}年{kind}",)


def front(facts: Facts, choices: Choices, rng: Random, names: list[str]) -> list[Block]:
    """What stands before the first chapter."""
    blocks: list[Block] = [Title(title_text(facts, choices))]
    if choices.contents:
        blocks.append(Plain("目录"))
        blocks += [Plain(f"{NUMERALS[n]}、{name}{'…' * 8}{n + 1}") for n, name in enumerate(names, 1)]
    words = []
    if has_basis(facts, choices):
        words.append(prose.basis(facts, choices, rng))
    if choices.parts:
        count = NUMERALS[len(names)]
        short = "，".join(names)
        list_ = "；".join(names)
        words.append(
            rng.choice((f"本报告由{short}等{count}个部分组成。", f"本报告由以下{count}个部分组成：{list_}。"))
        )
    if choices.period_first:
        words.append(prose.period(facts, rng))
    if choices.contact:
        words.append(f"如对本报告有疑问，请与{facts.agency.name}办公室联系，电话：0000-8612345。")
    return blocks + ([Para("".join(words))] if words else [])


def metadata(facts: Facts, rng: Random) -> Sheet:
    """The table of a web page that stands before the report."""
    number = f"GK{facts.year + 1}-{rng.randint(100, 999):05d}"
    day = f"{facts.year + 1}年1月{rng.randint(8, 28)}日"
    rows = (
        (C("索引号"), C(number), C("主题分类"), C("政务公开")),
        (C("发布机构"), C(facts.agency.name), C("发布日期"), C(day)),
    )
    return Sheet("block", "", rows, 0)


def sign(facts: Facts, choices: Choices, rng: Random) -> list[Block]:
    """Name and day of signing, in time for every kind of organ."""
    day = rng.randint(8, 28)
    if not choices.signed:
        return []
    return [Plain(facts.agency.name), Plain(f"{facts.year + 1}年1月{day}日")]


def chapter(number: int, name: str, choices: Choices) -> Heading:
    """A first-level heading."""
    return Heading(1, NUMERALS[number] + choices.chapter, name)


def item_mark(number: int, choices: Choices) -> tuple[int, str]:
    """Level and mark of a sub-topic."""
    if choices.item == "arabic":
        return 3, f"{number}{choices.point}"
    if choices.item == "inline":
        return 0, f"{NUMERALS[number]}是"
    if choices.brackets == "single":
        return 2, SINGLE[number]
    left, right = ("(", ")") if choices.brackets == "half" else ("（", "）")
    return 2, f"{left}{NUMERALS[number]}{right}"


def items(pairs: list[tuple[str, str]], choices: Choices, suffix: str) -> list[Block]:
    """Sub-topics with their texts, on one line or under a heading of their own."""
    blocks: list[Block] = []
    for number, (name, text) in enumerate(pairs, 1):
        level, mark = item_mark(number, choices)
        if level == 0:
            blocks.append(Para(f"{mark}{name}{suffix}。{text}"))
        elif choices.item_own_line:
            blocks += [Heading(level, mark, name + suffix), Para(text)]
        else:
            blocks.append(Heading(level, mark, name + suffix, text))
    return blocks


def new_report(facts: Facts, choices: Choices, rng: Random, source: Source) -> list[Block]:
    """A report in the six fixed sections of 2019 and 2021."""
    blocks = front(facts, choices, rng, list(PARTS))
    blocks.append(chapter(1, PARTS[0], choices))
    opening = rng.choice(prose.OPENING).format(y=facts.year, s=facts.agency.self)
    if choices.basis and choices.define:
        opening += "各项工作均按照《条例》的规定开展。"
    if not choices.period_first:
        opening += prose.period(facts, rng)
    blocks.append(Para(opening))
    blocks += items(prose.subtopics(facts, rng), choices, rng.choice(("情况", "方面", "")))
    blocks += [
        chapter(2, PARTS[1], choices),
        Tables(tuple(sheets.section_two(facts.edition, source))),
        chapter(3, PARTS[2], choices),
        Tables((sheets.requests(facts.edition, source),)),
        chapter(4, PARTS[3], choices),
        Tables(tuple(sheets.reviews(source))),
        chapter(5, PARTS[4], choices),
    ]
    problems, mends = prose.troubles(facts, rng)
    blocks += [Para(problems), Para(mends), chapter(6, PARTS[5], choices)]
    blocks += [Para(text) for text in prose.last_section(facts, rng)]
    return blocks + sign(facts, choices, rng)


def old_report(facts: Facts, choices: Choices, rng: Random, source: Source) -> list[Block]:
    """A report of 2008 to 2018 with local chapters and a statistics form behind them."""
    outlines = OUTLINES_2014 if facts.edition == "2014" else OUTLINES_2008
    outline = outlines[choices.old_outline]
    blocks = front(facts, choices, rng, [name for _, name in outline])
    for number, (key, name) in enumerate(outline, 1):
        blocks.append(chapter(number, name, choices))
        blocks += [Para(text) for text in old_chapter(key, facts, choices, rng)]
    return blocks + sign(facts, choices, rng) + annex(facts, choices, source)


def old_chapter(key: str, facts: Facts, choices: Choices, rng: Random) -> list[str]:
    """The paragraphs of one chapter."""
    if key == "overview":
        text = [prose_old.overview(facts, rng, abbreviations(facts, choices))]
        return text if choices.period_first else [*text, prose.period(facts, rng)]
    if key == "troubles":
        return list(prose.troubles(facts, rng, prose_old.TROUBLES))
    if key in ("annex", "other"):
        return [f"{facts.agency.self}没有其他需要报告的事项，统计数据见{choices.annex}。"]
    makers = {
        "active": lambda: prose_old.active(facts, rng),
        "request": lambda: prose_old.on_request(facts, rng),
        "consult": lambda: prose_old.consult(facts, rng),
        "fees": lambda: prose_old.fees(facts, rng),
        "cases": lambda: prose_old.cases(facts),
        "response": lambda: prose_old.response(facts),
        "resources": lambda: prose_old.resources(facts),
    }
    return [makers[key]()]


def abbreviations(facts: Facts, choices: Choices) -> str:
    """The short names that the first paragraph introduced, as a sentence uses them."""
    names = ["《条例》"] if prose.defines(facts, choices) and has_basis(facts, choices) else []
    if has_basis(facts, choices) and prose.names_local(facts, choices):
        names.append("《规定》")
    return "和".join(names)


def has_basis(facts: Facts, choices: Choices) -> bool:
    """True where the report names its law in the first paragraph."""
    return choices.basis or prose.must_define(facts, choices) or prose.names_local(facts, choices)


def annex(facts: Facts, choices: Choices, source: Source) -> list[Block]:
    """The statistics form under its heading."""
    name = "政府信息公开情况统计表" if facts.edition == "2014" else "政府信息公开统计表"
    blocks: list[Block] = [Plain(f"{choices.annex}：{facts.agency.name}{facts.year}年{name}")]
    if facts.form == "t14_stats":
        heads: tuple[str, ...] = ("统计指标", "单位", "统计数")
    elif choices.cumulative and facts.form == "t08_f":
        heads = (choices.label_head, choices.unit_head, f"{facts.year}年度", "历年累计")
    else:
        heads = (choices.label_head, choices.unit_head, choices.value_head)
    for number, (title, sheet) in enumerate(sheets.lists(facts.form, source, heads), 1):
        if title:
            blocks.append(Heading(3, f"{number}{choices.point}", title))
        blocks.append(Tables((sheet,)))
    return blocks
