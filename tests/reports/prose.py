"""Sentences that fit the figures of a report, edition by edition.

Every sentence is our own. No sentence may stand twice in one report, no
figure may be told that differs from its cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from . import prose_told
from .choices import Choices
from .figures import Figures
from .people import Agency


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are about."""

    edition: str
    year: int
    organ: str
    agency: Agency
    figures: Figures
    form: str

    def number(self, form: str, row: str, column: str) -> Decimal:
        """The figure of a cell."""
        return self.figures[form, row, column]

    def value(self, row: str) -> Decimal:
        """The figure of a row of the statistics form."""
        return self.figures[self.form, row, "value"]

    def request(self, row: str) -> Decimal:
        """The total of a row of table three."""
        return self.figures["s3_requests", row, "total"]


def percent(part: Decimal, whole: Decimal) -> str:
    """A share in percent, rounded half up to one decimal; whole shares without."""
    share = (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{share:f}".removesuffix(".0") + "%"


def pick(rng: Random, pool: Sequence[str], count: int, **words: object) -> str:
    """Some sentences of a pool, in the pool's order."""
    chosen = sorted(rng.sample(range(len(pool)), count))
    return "".join(pool[index].format(**words) for index in chosen)


def inline(parts: Sequence[str]) -> str:
    """一是…；二是…。"""
    return "；".join(f"{mark}是{part}" for mark, part in zip("一二三四五", parts, strict=False)) + "。"


OPENING = (
    "{y}年，{s}认真落实上级关于政务公开的各项部署，围绕群众关心的事项稳步推进政府信息公开工作。",
    "{y}年，{s}把政府信息公开作为日常工作来抓，做到有人管、有人办、有人查。",
    "{y}年，{s}坚持公开为常态、不公开为例外，政府信息公开工作总体平稳有序。",
    "过去一年，{s}紧扣中心工作，以公开促规范、以公开促服务，较好完成了各项公开任务。",
)
PROACTIVE = (
    "对新形成的政府信息，自形成或者变更之日起20个工作日内主动公开。",
    "重点公开了预算决算、民生项目和办事指南等内容。",
    "每份政策文件出台时同步考虑解读方式，做到文件与解读一并发布。",
    "对公开目录逐条核对，及时补齐缺漏的栏目内容。",
)
REQUEST_2019 = (
    "收到申请后，在20个工作日内予以答复，需要延长答复期限的，延长时间不超过20个工作日。",
    "办理申请时坚持一事一档，严格执行20个工作日的法定答复期限。",
    "受理、登记、会办、答复各环节均有专人负责，答复工作在法定期限内进行。",
)
REQUEST_OLD = (
    "自收到申请之日起15个工作日内予以答复，需要延长答复期限的，延长时间不超过15个工作日。",
    "办理申请时做到登记及时、答复规范，严格执行15个工作日的法定答复期限。",
    "申请人可以当面、来信或者通过网络提出申请，答复工作在法定期限内进行。",
)
MANAGEMENT = (
    "完善信息发布审核流程，落实先审查、后公开的要求。",
    "对历年文件开展清理，及时更新文件的效力状态。",
    "按照谁制作、谁负责的原则，明确各股室的信息维护责任。",
    "建立信息发布台账，做到件件可查、条条可溯。",
)
PLATFORM = (
    "优化政府网站公开专栏的布局，让群众少点几次就能找到所需信息。",
    "对网站留言在3个工作日内回复，并定期公布办理结果。",
    "在服务大厅设置查阅点，配备电脑和纸质目录供群众使用。",
    "加强政务新媒体日常巡查，杜绝长期不更新的账号。",
)
SUPERVISION = (
    "分管负责人定期听取工作汇报，协调解决具体困难。",
    "全年组织业务培训{t}次，各股室信息员全部参加。",
    "对发现的错漏信息当天登记、限时改正。",
    "聘请群众代表担任监督员，主动听取对公开工作的意见。",
)
GOVERNMENT_DUTY = (
    "将政府信息公开纳入年度工作考核，组织开展社会评议，全年未发生需要责任追究的情形。",
    "工作考核结果按季度通报，社会评议满意度较好，未出现因公开工作不力被责任追究的情况。",
)
TROUBLES = (
    ("公开内容的深度还不够，部分信息专业性强、不便理解", "多用图表和问答形式，把政策讲得明白易懂"),
    ("个别栏目更新不够及时", "落实栏目责任人，逐月检查更新情况"),
    ("工作人员业务水平参差不齐", "开展分批轮训，以案例带动学习"),
    ("公开渠道之间衔接不够紧密", "统一发布口径，推动各渠道同步更新"),
    ("基层查阅点利用率不高", "结合便民服务加强宣传，方便群众就近查阅"),
)
OTHER = (
    "{s}无其他需要报告的事项。",
    "本年度{s}没有其他需要报告的事项。",
)
PARTS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def regulation(facts: Facts) -> str:
    """The regulation's full name with its number where the report cites it."""
    number = "711" if facts.edition in ("2019", "2021") else "492"
    return f"《中华人民共和国政府信息公开条例》（国务院令第{number}号）"


def basis(facts: Facts, choices: Choices, rng: Random) -> str:
    """The sentence that names the law; it defines every abbreviation used later."""
    number = rng.random() < 0.5
    text = f"根据{regulation(facts)}"
    if defines(facts, choices):
        text = text.replace("号）", "号，以下简称《条例》）")
    if not number:
        text = re.sub("（国务院令第[0-9]+号(，(.*))?）", lambda m: f"（{m[2]}）" if m[2] else "", text)
    if facts.edition == "2021":
        text += "和国务院办公厅《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"
    if facts.edition == "2019":
        text += "和国务院办公厅有关年度报告格式的通知（国办公开办函〔2019〕60号）"
    if names_local(facts, choices):
        text += f"、《{facts.agency.place}政府信息公开规定》（以下简称《规定》）"
    return text + "，编制本年度报告。"


def defines(facts: Facts, choices: Choices) -> bool:
    """True where the first paragraph introduces 《条例》 as an abbreviation."""
    return must_define(facts, choices) or choices.define


def must_define(facts: Facts, choices: Choices) -> bool:
    """True where a label of the form uses 《条例》."""
    in_label = facts.form in ("t08_d", "t08_s") and choices.regulation == "条例"
    return facts.edition == "2014" or in_label


def names_local(facts: Facts, choices: Choices) -> bool:
    """True where a label of the form uses 《规定》."""
    return facts.form in ("t08_d", "t08_s") and choices.regulation == "规定"


def period(facts: Facts, rng: Random) -> str:
    """The statistics period."""
    y = facts.year
    start = "5月1日" if y == 2008 and rng.random() < 0.5 else "1月1日"
    return rng.choice(
        (
            f"本报告中所列数据的统计期限自{y}年{start}起至{y}年12月31日止。",
            f"报告所列数据的统计时间为{y}年{start}至{y}年12月31日。",
        )
    )


def proactive(facts: Facts, rng: Random) -> str:
    """How much was disclosed, over which channels, and against the year before."""
    web, media, other = rng.randint(60, 900), rng.randint(5, 300), rng.randint(1, 50)
    total = web + media + other
    text = (
        f"全年主动公开政府信息{total}条，其中政府网站公开{web}条、政务新媒体公开{media}条、"
        f"其他渠道公开{other}条。"
    )
    if rng.random() < 0.25:
        before = rng.randint(total // 2, total - 1)
        rate = percent(Decimal(total - before), Decimal(before))
        text += f"主动公开数量比上年的{before}条增长{rate}。"
    return text + normative(facts) + pick(rng, PROACTIVE, rng.randint(1, 3))


def normative(facts: Facts) -> str:
    """The normative documents as the table counts them."""
    if facts.edition == "2019":
        made = facts.number("s2_art20_1", "normative_docs", "made_new")
        return f"全年制发规范性文件{made}件。" if made else "全年未制发规范性文件。"
    made = facts.number("s2_art20_1", "normative_docs", "issued")
    gone = facts.number("s2_art20_1", "normative_docs", "repealed")
    valid = facts.number("s2_art20_1", "normative_docs", "in_force")
    head = f"制发行政规范性文件{made}件" if made else "全年未制发行政规范性文件"
    return f"{head}，废止{gone}件，现行有效{valid}件。"


def on_request(facts: Facts, rng: Random) -> str:
    """What table three says, in words."""
    new, back = facts.request("new_received"), facts.request("carried_in")
    done, out = facts.request("r_total"), facts.request("carried_out")
    rule = rng.choice(REQUEST_2019)
    if not new and not back:
        zero = ("全年未收到政府信息公开申请，无上年结转和结转下年度的申请。", "全年收到政府信息公开申请0件。")
        return rng.choice(zero) + rule
    text = f"全年新收政府信息公开申请{new}件，上年结转{back}件，办结{done}件，结转下年度{out}件。"
    people = facts.number("s3_requests", "new_received", "natural_person")
    if rng.random() < 0.5:
        text += f"新收的申请中，自然人申请{people}件，法人或其他组织申请{new - people}件。"
    if rng.random() < 0.5 and done:
        text += results(facts)
    return text + rule


def results(facts: Facts) -> str:
    """The result groups of table three in words."""

    def total(prefix: str) -> Decimal:
        rows = {row for form, row, _ in facts.figures if form == "s3_requests"}
        return sum((facts.request(row) for row in rows if row.startswith(prefix)), Decimal(0))

    return (
        f"办理结果为：予以公开{facts.request('r_open')}件，部分公开{facts.request('r_partial')}件，"
        f"不予公开{total('r_deny')}件，无法提供{total('r_unable')}件，"
        f"不予处理{total('r_noproc')}件，其他处理{total('r_other')}件。"
    )


def cases(facts: Facts) -> str:
    """What table four says, in words."""
    form = "s4_review_litigation"
    blocks = ("review", "litig_direct", "litig_after_review")
    review, direct, after = (facts.number(form, block, "total") for block in blocks)
    if not review + direct + after:
        return "全年未发生因政府信息公开引起的行政复议、行政诉讼。"
    text = f"因政府信息公开引起的行政复议{review}件"
    if review:
        parts = zip(
            ("upheld", "corrected", "other", "pending"), ("维持", "纠正", "其他结果", "尚未审结"), strict=True
        )
        told = "、".join(f"{name}{facts.number(form, 'review', key)}件" for key, name in parts)
        text += f"，其中{told}"
    return f"{text}；行政诉讼{direct + after}件。"


def supervision(facts: Facts, rng: Random) -> str:
    """Training and control; the statement that governments owe stands first."""
    times = rng.randint(2, 6)
    text = pick(rng, SUPERVISION, rng.randint(1, 3), t=times)
    if facts.organ in ("government", "township"):
        return rng.choice(GOVERNMENT_DUTY) + text
    return text


def platform(facts: Facts, rng: Random) -> str:
    """Site and other places of disclosure."""
    text = pick(rng, PLATFORM, rng.randint(1, 3))
    if rng.random() < 0.4:
        text += f"政府网站全年访问量为{rng.randint(100003, 899999)}人次。"
    return text


def subtopics(facts: Facts, rng: Random) -> list[tuple[str, str]]:
    """The five sub-topics of section one: (name, text)."""
    return [
        ("主动公开", proactive(facts, rng)),
        ("依申请公开", on_request(facts, rng) + cases(facts) + told(facts)),
        ("政府信息管理", pick(rng, MANAGEMENT, rng.randint(1, 3))),
        (rng.choice(("平台建设", "政府信息公开平台建设")), platform(facts, rng)),
        ("监督保障", supervision(facts, rng)),
    ]


def told(facts: Facts) -> str:
    """The figures again in other words, and figures of other things."""
    return prose_told.varied(facts.figures, facts.edition, facts.year, facts.form, facts.agency.self)


def troubles(facts: Facts, rng: Random, pool: tuple[tuple[str, str], ...] = TROUBLES) -> tuple[str, str]:
    """Problems and what is done about them, in equal number."""
    count = rng.randint(2, 3)
    chosen = [pool[index] for index in sorted(rng.sample(range(len(pool)), count))]
    number = {2: "两", 3: "三"}[count]
    problems = rng.choice(
        (
            f"{facts.year}年，{facts.agency.self}的政府信息公开工作还存在以下{number}个方面的问题：",
            "对照上级要求和群众期待，工作中存在的主要问题有：",
        )
    )
    improvements = rng.choice(
        (
            "针对上述问题，采取了以下改进措施：",
            f"{facts.year + 1}年，{facts.agency.self}将从以下{number}个方面改进：",
        )
    )
    return (
        problems + inline([trouble for trouble, _ in chosen]),
        improvements + inline([mend for _, mend in chosen]),
    )


def last_section(facts: Facts, rng: Random) -> list[str]:
    """Section six: the processing fee from 2021 on, then anything else."""
    other = rng.choice(OTHER).format(s=facts.agency.self)
    if facts.edition == "2019":
        return [other]
    y, s = facts.year, facts.agency.self
    charged = facts.request("r_total") > 40 and facts.number("s2_art20_8", "admin_fees", "amount_wan") > 1
    if charged and rng.random() < 0.4:
        fee = f"{y}年，{s}依法收取政府信息公开信息处理费{rng.randint(3, 90) * 10}元。"
    else:
        fee = rng.choice(
            (f"{y}年，{s}未收取政府信息公开信息处理费。", f"{y}年，{s}收取政府信息公开信息处理费0元。")
        )
    return [fee, other] if rng.random() < 0.5 else [fee]
