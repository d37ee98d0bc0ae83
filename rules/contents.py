"""S009, S010 and S012: what sections one and five must speak of, judged by words of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from reportlint import CannotTell, Hit, Level, Report, Section, fold

from .chapters import places, promoted
from .passages import chapters, passages
from .sections import parts_of

# --- S009 ----------------------------------------------------------------------------

# (words that name the topic, words that show the text deals with it all the same)
_TOPICS: Final[Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "主动公开": (
        re.compile(r"主动公开|公开力度"),
        re.compile(r"公开.{0,12}信息|发布.{0,12}信息|公开.{0,8}条"),
    ),
    "依申请公开": (re.compile(r"依申请|申请公开|公开申请|信息申请"), re.compile(r"申请")),
    "政府信息管理": (
        re.compile(r"信息(?:资源)?的?管理|信息规范管理|规范信息管理"),
        re.compile(r"管理|审核|审查|台账|清理|更新|目录|属性|制度"),
    ),
    "政府信息公开平台建设": (
        re.compile(r"平台建设|公开平台|信息平台|平台的?(?:建设|管理|规范)|建设.{0,6}平台"),
        re.compile(r"平台|网站|新媒体|专栏|公众号|查阅|专区|微博|微信"),
    ),
    "监督保障": (
        re.compile(r"监督(?:和|与|、)?保障|保障(?:和|与)?监督|监督机制|监督检查"),
        re.compile(r"监督|考核|培训|评议|检查|督查|责任|领导小组|组织保障|专人"),
    ),
}
_START: Final = 18
_ITEM: Final = re.compile(r"(?:^|[。;\n]) ?(?:[一二三四五六七]是|第[一二三四五六七],)([^。;\n]*)")
_STRUCTURED: Final = 3


def subtopic_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """Section one speaks of its five topics, under whatever heading."""
    section = report.section("s1")
    if section is None:
        return  # S002
    lines = list(_lines_of_first(report, section))
    text = "\n".join(lines)
    if len("".join(text.split())) < _START:
        return  # S005
    openings = [line[:_START] for line in lines] + [one[1][:_START] for one in _ITEM.finditer(text)]
    named = [topic for topic, (name, _) in _TOPICS.items() if any(name.search(one) for one in openings)]
    missing = [
        topic
        for topic, (name, about) in _TOPICS.items()
        if not name.search(text) and (len(named) >= _STRUCTURED or not about.search(text))
    ]
    if missing:
        values = {"heading": f"{section.mark}{section.heading}", "topics": _listed(missing)}
        yield Hit(span=section.span, anchor="s1", values=values)


def _listed(topics: list[str]) -> dict[str, str]:
    return {"zh": "、".join(topics), "en": ", ".join(topics)}


def _lines_of_first(report: Report, section: Section) -> Iterator[str]:
    """The lines from section one to the next section of the form, raised topics included."""
    raised = promoted(report)
    topics = {id(one) for one in raised}
    others = {id(place.section) for place in places(report, raised)} - {id(section)}
    inside = False
    for one in chapters(report):
        if one is section:
            inside = True
            yield from parts_of(one)
        elif id(one) in others:
            inside = False
        elif inside or id(one) in topics:
            yield from parts_of(one, own_heading=True)


# --- S010 ----------------------------------------------------------------------------

_DUTIES: Final[Mapping[str, re.Pattern[str]]] = {
    "工作考核": re.compile(r"考核"),
    "社会评议": re.compile(r"评议"),
    "责任追究": re.compile(r"责任追究|责任追查|追究[^。;,]{0,8}责任|追责|(?<!首)问责|追究"),
}
# Organs that the name shows to be no people's government, though they stand for an area.
_NO_GOVERNMENT: Final = re.compile(r"(?:管委会|管理委员会|街道|街道办|办事处)$")


def duty_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """A government's report tells of assessment, public review and accountability."""
    if report.organ is None:
        yield CannotTell("organ")
        return
    if report.organ not in ("government", "township") or _NO_GOVERNMENT.search(report.agency or ""):
        return
    found: set[str] = set()
    for passage in passages(report):
        found |= {duty for duty, words in _DUTIES.items() if words.search(passage.folded)}
    missing = [duty for duty in _DUTIES if duty not in found]
    if missing:
        section = report.section("s1")
        yield Hit(
            span=section.span if section is not None else None,
            anchor="s1",
            variant="" if found else "none",
            level=Level.NOTE if found else Level.WARNING,
            values={"duties": _listed(missing)},
        )


# --- S012 ----------------------------------------------------------------------------

_REFERENCE: Final = re.compile(
    r"(?:针对|对照|围绕|结合|解决|聚焦|坚持|立足|为了?|着眼|根据|改进|整改)[^,。;:]{0,24}?(?:问题|不足|短板|弱项|薄弱环节|差距)(?:导向)?"
    r"|上述[^,。;]{0,6}(?:问题|不足)|问题导向|以上[^,。;]{0,6}(?:问题|不足)"
)
_PROBLEM: Final = re.compile(
    r"问题|不足|差距|薄弱|短板|弱项|有待|不够|欠缺|滞后|困难|不高|不强|不到位|不及时|不全面|不完善|不规范|不平衡|不深|不熟"
    r"|缺乏|缺少|亟待|亟需|尚未|尚需|仍需|还需|还要|需要?进一步|需(?:要)?(?:加强|提高|提升|完善|改进)|欠佳|单一|参差|偏低|偏少|不理想|不紧密|不细"
)
_NEEDED: Final = re.compile(r"(?:有待|需要?|仍需|还需|亟待|亟需|尚需|还要)[^,。;:\n]{1,20}")
_MEND: Final = re.compile(
    r"改进|下一步|下步|下阶段|措施|加强|完善|提高|提升|强化|推进|加大|整改|计划|打算|继续|今后|优化|健全|深化|落实|改善|拓展|着力"
    r"|(?<!即)将(?:从|进|继|加|不|认|严|在|按|以|坚|采|重)|开展|培训|明确专人|加快|丰富|创新|做好|重点|充实"
)
_NONE: Final = re.compile(r"(?:无|没有|未发现|不存在)[^。;,]{0,8}问题|^无。?$")
_SHORTEST: Final = 10


def improvement_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """Problems and improvements both stand in the section about them."""
    for key in ("s5", "c08_problems", "c14_problems"):
        section = report.section(key)
        if section is not None:
            yield from _judged(section, key)
            return


def _judged(section: Section, key: str) -> Iterator[Hit]:
    parts = list(parts_of(section))
    text = "\n".join(parts)
    if len(re.sub(r"\W", "", text)) < _SHORTEST or _NONE.search(text.strip()):
        return  # S005; and where there is nothing wrong there is nothing to mend
    told = _REFERENCE.sub("", text)
    problems = _PROBLEM.search(told) is not None
    mends = _MEND.search(_NEEDED.sub("", _without_problem_headings(told))) is not None
    if problems and not mends:
        variant = "mends"
    elif mends and not problems:
        variant = "problems"
    else:
        return
    yield Hit(section.span, key, variant, values={"heading": f"{section.mark}{fold(section.heading)}"})


def _without_problem_headings(text: str) -> str:
    """Lines that say no more than 存在的主要问题 name no improvement."""
    return "\n".join(
        line for line in text.split("\n") if not re.fullmatch(r".{0,12}存在.{0,6}问题.{0,2}", line)
    )
