"""Sentences of the reports for 2008 to 2018, when the chapters were local."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from .prose import REQUEST_OLD, Facts, percent, pick, told

OVERVIEW = (
    "成立了由主要负责人任组长的政府信息公开工作领导小组，日常工作由办公室承担。",
    "修订了公开指南和公开目录，方便群众查找。",
    "建立了信息审核、登记和保密审查制度，每条信息发布前均经两人核对。",
    "组织股室负责人学习有关文件，并把学习内容列入年度培训计划。",
    "在办事大厅设置公开栏，定期更换内容。",
)
ACTIVE = (
    "公开的内容主要有机构职能、办事指南、规划计划和工作动态。",
    "对应当公开的政府信息，自形成或者变更之日起20个工作日内予以公开。",
    "公开的形式以政府网站为主，以公开栏和宣传册为辅。",
    "涉及民生的通知在网站和办事大厅同时公布。",
)
CONSULT = (
    "对来访和来电的群众做到耐心解释、当场登记。",
    "设立咨询窗口，由熟悉业务的人员轮流值班。",
)
NO_FEE = (
    "全年提供政府信息未收取检索、复制、邮寄等成本费用，也没有减免费用的情况。",
    "本年度没有发生政府信息公开的收费，亦无减免费用的情形。",
)
TROUBLES = (
    ("部分信息更新不够及时", "明确专人负责，按月检查更新情况"),
    ("公开的形式还比较单一", "增加宣传册和公开栏，方便不上网的群众"),
    ("工作人员对业务不够熟悉", "加强培训，定期交流办理经验"),
    ("公开目录的分类不够细", "按照群众的使用习惯重新整理目录"),
)
CHANNELS = (
    ("req_in_person", "当面申请"),
    ("req_fax", "传真申请"),
    ("req_email", "电子邮件申请"),
    ("req_online", "网上申请"),
    ("req_letter", "信函申请"),
    ("req_other", "其他形式申请"),
)


def overview(facts: Facts, rng: Random, short_names: str) -> str:
    """What was done in general; ``short_names`` are the laws introduced before, or ""."""
    named = f"按照{short_names or '有关文件'}的要求，"
    head = f"{facts.year}年，{facts.agency.self}{named}认真做好政府信息公开的各项工作。"
    return head + pick(rng, OVERVIEW, rng.randint(2, 4))


def active(facts: Facts, rng: Random) -> str:
    """Proactive disclosure as the form counts it."""
    if facts.form == "t14_stats":
        return active_2014(facts) + pick(rng, ACTIVE, rng.randint(1, 3))
    total = facts.value("proactive_total")
    text = f"{facts.year}年共主动公开政府信息{total}条。"
    if facts.form in ("t08_d", "t08_s"):
        full = facts.value("proactive_fulltext")
        text += f"全文电子化的主动公开信息{full}条，全文电子化率为{percent(full, total)}。"
    return text + pick(rng, ACTIVE, rng.randint(1, 3))


def active_2014(facts: Facts) -> str:
    """Disclosures and their channels, which overlap."""
    parts = (("ch_website", "政府网站"), ("ch_gazette", "政府公报"), ("ch_weibo", "政务微博"))
    told = "，".join(f"{name}公开{facts.value(row)}条" for row, name in parts)
    issued = facts.value("normative_issued")
    made = f"制发规范性文件{issued}件。" if issued else "未制发规范性文件。"
    return f"{facts.year}年共主动公开政府信息{facts.value('pro_total')}条。从渠道看，{told}。{made}"


def response(facts: Facts) -> str:
    """The chapter 回应解读 of the 2014 outlines."""
    return (
        f"全年回应公众关注热点或重大舆情{facts.value('resp_total')}次，"
        f"发布政策解读稿件{facts.value('interpretation_articles')}篇，"
        f"参加或举办新闻发布会{facts.value('press_total')}次，"
        f"开展政府网站在线访谈{facts.value('interview_total')}次。"
    )


def on_request(facts: Facts, rng: Random) -> str:
    """Requests, channels and answers."""
    rule = rng.choice(REQUEST_OLD)
    received = facts.value("req_total")
    if not received:
        return "全年未收到政府信息公开申请，没有不予公开政府信息的情况。" + rule
    keys = {row for _, row, _ in facts.figures}
    names = dict(CHANNELS) | ({"req_online": "网络申请"} if facts.form == "t14_stats" else {})
    ways = "、".join(f"{name}{facts.value(row)}件" for row, name in names.items() if row in keys)
    text = f"全年收到政府信息公开申请{received}件，其中{ways}。"
    if facts.form == "t14_stats":
        closed, late = facts.value("closed_total"), facts.value("closed_extended")
        text += f"办结申请{closed}件，其中按时办结{closed - late}件、延期办结{late}件。"
    elif facts.form == "t08_s":
        text += f"对申请的答复{facts.value('ans_total')}件，同意公开答复{facts.value('ans_open')}件。"
    else:
        text += (
            f"对申请的答复{facts.value('ans_total')}件，其中同意公开{facts.value('ans_open')}件、"
            f"同意部分公开{facts.value('ans_partial')}件、否决公开{facts.value('ans_refused_total')}件。"
        )
    return text + rule + told(facts)


def consult(facts: Facts, rng: Random) -> str:
    """Consultations; figures only where the form counts them."""
    text = rng.choice(CONSULT)
    if facts.form in ("t08_d", "t08_s"):
        text += (
            f"全年现场接待{facts.value('onsite_visitors')}人次，网上咨询{facts.value('online_consult')}人次，"
            f"接听咨询电话{facts.value('phone_consult')}人次，"
            f"网站专栏页面访问量为{facts.value('column_visits')}人次。"
        )
    return text


def fees(facts: Facts, rng: Random) -> str:
    """Cost fees of the old regulation, and reductions."""
    total = facts.value("fee_total") if facts.form == "t08_s" else Decimal(0)
    if not total:
        return rng.choice(NO_FEE)
    own, asked = facts.value("fee_proactive_total"), facts.value("fee_request_total")
    return (
        f"全年收取检索、复制、邮寄等成本费用{total}元，其中主动公开信息收费{own}元、"
        f"依申请提供信息收费{asked}元，没有减免费用的情况。"
    )


def cases(facts: Facts) -> str:
    """Reviews, lawsuits and, before 2014, complaints to higher organs."""
    if facts.form == "t14_stats":
        review, suit = facts.value("review_total"), facts.value("litig_total")
        if not review + suit:
            return "全年未发生因政府信息公开引起的行政复议和行政诉讼。"
        return f"因政府信息公开引起的行政复议{review}件，行政诉讼{suit}件。"
    counts = [facts.value(row) for row in ("review_count", "litigation_count", "appeal_count")]
    if not sum(counts):
        return "全年未发生因政府信息公开引起的行政复议、行政诉讼和行政申诉。"
    return f"因政府信息公开引起的行政复议{counts[0]}件，行政诉讼{counts[1]}件，行政申诉{counts[2]}件。"


def resources(facts: Facts) -> str:
    """Staff and training of the 2014 outlines."""
    return (
        f"从事政府信息公开工作的人员{facts.value('staff_total')}人，其中专职人员"
        f"{facts.value('staff_full')}人、兼职人员{facts.value('staff_part')}人。"
        f"全年召开政府信息公开工作会议{facts.value('meetings')}次，举办培训班"
        f"{facts.value('training_classes')}次，接受培训人员{facts.value('trainees')}人次。"
    )
