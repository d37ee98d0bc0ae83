"""What a figure told in prose is about: the whole report and year, or something narrower.

Every text here is folded and stands before the figure in its sentence.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

WHOLE: Final = ""
_YEAR: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d) ?年|(?P<before>上一?年度?|去年|往年|前年|以前年度|历年|同期)|(?P<this>今年|本年度?|当年|全年)|(?P<next>明年|次年|下一?年度?)"
)
_AGAINST: Final = re.compile(r"(?:较|比|与|和|同|超过|高于|低于) ?$")
_CARRIED: Final = re.compile(r"结转|转入|顺延|未办结|遗留|转下|转至|延续|延至|转结")
_PERIOD: Final = re.compile(
    r"[一二三四1-4前]季度|每季度|[上下]半年|(?<!\d)\d{1,2} ?月份|每月|月均|日均|平均|[人户日件]均|每[天日周人]"
)
_MONTHS: Final = re.compile(r"(?<!\d)(\d{1,2}) ?月(?: ?\d{1,2} ?日)? ?(?:至|到|-|—|~|起)? ?")
_CHANNEL: Final = re.compile(
    r"网站|网络|网上|线上|信函|邮寄|当面|现场|传真|邮箱|邮件|信件|平台|窗口|微信|微博|公众号|新媒体|公报|专栏|栏目|电话|报刊|报纸|电视|广播|客户端|公开栏|公示栏|显示屏"
)
_ALL_CHANNELS: Final = re.compile(
    r"等[^,;]{0,12}(?:渠道|方式|平台|形式|途径|载体|媒介|媒体|场所|多)|(?:各类|各种|多种|不同|多个)[^,;]{0,6}(?:渠道|方式|平台|形式|途径|载体)|线上线下"
)
_PLAN: Final = re.compile(r"将(?!.{0,12}(?:纳入|作为|列入))|(?:^|,)拟|计划于|预计|力争|争取|下一步|目标|承诺")
_CUMULATIVE: Final = re.compile(
    r"历年|以来|自(?:19|20)\d\d年(?!\d{0,2}月?1?日?.{0,3}至)|近[两三四五\d]年|开通至今|成立至今"
)
_OWN: Final = re.compile(
    r"[省市县区州盟旗]政府(?:和|及|、)(?:其|各|所属|所辖)|我[市县区州省局委办镇乡街厅院站处中单机部社公开高]|本[市县区州省局委办镇乡街厅院站处单机部公](?!级)|全(?:局|镇|乡|街道|委|办|厅|院|处|校|社区)|局机关|机关全年"
)
_AREA: Final = re.compile(r"全(?P<size>[省市县区州盟旗])")
_SYSTEM: Final = re.compile(
    r"系统|各级各|各(?:级|县|区|市|镇|乡|街|部门|单位|地|有关|相关|科|股|处|所|直属)|本级|下属|下辖|所辖|直属|二级单位|分局|派出所|县区|区县|乡镇"
)
_ORGAN: Final = re.compile(
    r"(?:^|[,;:。( ] ?)(?:其中[,:]?)?(?:(?:19|20)\d\d ?年度?[,]?)?(?:全年|截至[^,]{0,12},)?"
    r"(?P<organ>[^\d,;:。、()\"“”《》]{1,16}?(?:办公室|办公厅|政府办|人民政府|(?<!市)(?<!县)(?<!区)街道|街道办事处|管委会|管理局|委员会|局|厅|乡|镇|中心|法院|公司|开发区|新区|园区|(?<!各级)政府(?!信息|网站|门户|公报|采购|数据|部门|工作|公开|服务)|(?<=[^全我本各])[县区市旗]))"
    r"(?= *(?:[,共全累收受接新办处答主依未无没]|本年|年度|$))"
)
_NOISE: Final = re.compile(r"人民|\s")
_VERB_FIRST: Final = re.compile(
    r"^(?:根据|按照|依据|通过|围绕|收到|接到|受理|办理|答复|加强|向|对|由|在|经|为|以|将|与|各|被|是|做|积极|及时|认真|严格|印发|召开|组织)"
)


class Subject(NamedTuple):
    """Whose report it is: its year, the agency's name without 人民, its kind."""

    year: int | None
    agency: str
    organ: str | None


def subject_of(year: int | None, agency: str | None, organ: str | None) -> Subject:
    """The subject of a report; unknown parts are None or ""."""
    return Subject(year, _NOISE.sub("", agency or ""), organ)


def scope_of(sentence: str, clause: str, whose: Subject, carried: bool, by_channel: bool) -> str:
    """The scope of a figure behind ``sentence`` (from its start) and ``clause`` (its last clause).

    ``carried``: the quantity itself names another year; ``by_channel``: it names its channel.
    """
    if "备案" in clause:
        return "filed"
    if not carried:
        year = _year_scope(sentence, clause, whose)
        if year:
            return year
    if _PERIOD.search(clause) or _some_months(clause):
        return "period"
    if _CUMULATIVE.search(clause):
        return "cumulative"
    if _PLAN.search(clause):
        return "plan"
    if not by_channel and _CHANNEL.search(clause) and not _ALL_CHANNELS.search(clause):
        return "channel"
    return _organ_scope(sentence, whose)


def _year_scope(sentence: str, clause: str, whose: Subject) -> str:
    """ "year", "plan" or "" by the year named last; a year compared with counts only in its own clause."""
    start = len(sentence) - len(clause)
    scope = WHOLE
    for match in _YEAR.finditer(sentence):
        compared = _AGAINST.search(sentence, max(match.start() - 3, 0), match.start())
        if match.start() < start and (compared or _CARRIED.match(sentence, match.end())):
            continue
        scope = _of_year(match, whose.year)
    return scope


def _of_year(match: re.Match[str], year: int | None) -> str:
    if match["this"]:
        return WHOLE
    if match["next"]:
        return "plan"
    if match["before"]:
        return "year"
    named = int(match["year"])
    if year is None or named == year:
        return WHOLE
    return "plan" if named > year else "year"


def _some_months(clause: str) -> bool:
    """True where months are named that are not the whole year or its end."""
    months = {int(match[1]) for match in _MONTHS.finditer(clause)}
    return bool(months) and 12 not in months


def _organ_scope(sentence: str, whose: Subject) -> str:
    """Whose figure it is: the report's own ("" ), another organ's, or that of a whole area."""
    areas = list(_AREA.finditer(sentence))
    named = _other_organ(sentence, areas[-1].start() if areas else 0, whose)
    if named is not None:
        return named
    if areas:
        own = whose.organ == "government" and areas[-1]["size"] in whose.agency[-4:]
        return WHOLE if own or (whose.organ is None and not whose.agency) else "area"
    return "unit" if _SYSTEM.search(sentence) and not _OWN.search(sentence) else WHOLE


def _other_organ(sentence: str, start: int, whose: Subject) -> str | None:
    """ "unit" where an organ other than the report's is the subject, "" for its own, None for none."""
    found: str | None = None
    for match in _ORGAN.finditer(sentence, start):
        name = _NOISE.sub("", match["organ"])
        if _OWN.match(name):
            found = WHOLE
        elif not _VERB_FIRST.match(name):
            found = WHOLE if _is_own(name, whose) else "unit"
    return found


def _is_own(name: str, whose: Subject) -> bool:
    if whose.organ == "government" and whose.agency.removesuffix("政府").endswith(name):
        return True
    if not whose.agency.endswith(name):
        return False
    return not (
        whose.organ == "government" and len(name) <= 3 and name.endswith("政府") and name[:1] in "省市县区州"
    )
