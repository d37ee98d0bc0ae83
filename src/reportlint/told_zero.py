"""Zero statements in words: 未收到申请, 未发生行政复议、行政诉讼, 无结转下年度, 全部办结."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

HINTS: Final = ("未", "没", "无", "零", "全部", "均", "100%", "不存在")
_NOT: Final = re.compile(
    r"未(?!经|来|按|能|及|办结|审结|答复)|没有?|(?<![有毫])无(?!正当|法|理|偿|线|障|一例外)|不存在|零(?=申请|复议|诉讼)"
)
_FILLING: Final = re.compile(
    "政府信息公开|政务信息公开|依申请公开|信息公开|政务公开|政府信息|申请公开|主动要求|要求|公开|申请|信息|政务|政府"
    "|公民、?法人(?:、|和|或者?|及)?其[他它]组织|公民|法人|其[他它]组织|群众|个人|社会公众"
    "|书面或(?:者)?其[他它]形式|任何形式|各种形式|任何|有效"
    "|发生|出现|收到|接到|接收|受理|引起|引发|产生|涉及|导致|存在|提起|提出|提交|办理|处理|答复|新增|被|曾|因|由于|由|针对|关于|对|有关|相关|而|所|有|过|到|到过"
    "|行政|事务|工作|案件|案|情况|情形|事项|问题|现象|方面|类|类型|件|数|的|和|与|或者?|及|以及|、|等|之|向|来|也|亦"
    "|我[局市县区镇乡办委院厅]|本[局机关单位级部门办委院]+|我单位|本机关|本单位|本单位|全年|本年|年度"
)
_REMEDY: Final = re.compile(r"复议|诉讼|起诉|申诉")
_OTHER_SENSE: Final = re.compile(r"败诉|纠错|纠正|撤销|维持|审结|超期|超时|逾期|错误|变更|违法|不当|结转")
_NOUGHT: Final = re.compile(r"(?:均|都)?为?(?:零|无)(?:件|起|宗|例)?$")
_ALL_DONE: Final = re.compile(
    r"(?:已?全部|均已|都已|已均|均)(?:按时|按期|依法|及时|如期|按规定|在法定期限内|在规定期限内|依法依规|按要求)?(?:予以)?(?:办结|办理完毕|办复|答复完毕|办理完结)(?!率|或|和|、|或者)"
    r"|(?:已全部|全部|均已)(?:按时|按期|依法|及时)?(?:予以)?答复(?!期)"
    r"|(?<!按时)(?<!按期)(?<!限)办结率(?:均|为|达|达到|是|均为|均达)*100%"
)
_NORMATIVE: Final = re.compile(
    r"(?:未|没有|无)(?:新)?(?:增|制定|制发|出台|印发|发布|制定出台)*(?:过)?(?:新的?)?(?:行政)?规范性文件$"
)
_FEE: Final = re.compile(
    r"(?:未|没有|无|不)(?:曾|有|发生|产生|收取|征收|收)*(?:过)?(?:任何|相关|政府信息公开|信息公开|检索|复制|邮寄|成本|等|、|依申请公开)*(?:信息处理费|收费|费用|处理费|费)"
)


class Nothing(NamedTuple):
    """A statement that there is none: what of, and the offsets of the words in the clause."""

    role: str
    start: int
    end: int
    kind: str = "zero"


def zero_statements(clause: str) -> Iterator[Nothing]:
    """What a clause (without blanks or years) says there was none of.

    Roles: request, review, litigation, appeal, carried_in, carried_out,
    normative, fee; kind "all" for 全部办结.
    """
    done = _ALL_DONE.search(clause)
    if done is not None:
        yield Nothing("carried_out", done.start(), done.end(), "all")
        return
    fee = _FEE.search(clause)
    if fee is not None:
        yield Nothing("fee", fee.start(), fee.end())
        return
    normative = _NORMATIVE.search(clause)
    if normative is not None:
        yield Nothing("normative", normative.start(), normative.end())
        return
    negation = _NOT.search(clause)
    if negation is not None:
        for role in _roles(clause[negation.end() :]):
            yield Nothing(role, negation.start(), len(clause))
    elif _NOUGHT.search(clause):
        for role in _roles(_NOUGHT.sub("", clause)):
            yield Nothing(role, 0, len(clause))


def _roles(denied: str) -> list[str]:
    """The roles that are denied by "there is no ``denied``"."""
    if "结转" in denied or "转结" in denied:
        return _carried(denied)
    if _OTHER_SENSE.search(denied):
        return []
    if _REMEDY.search(denied):
        if _FILLING.sub("", _REMEDY.sub("", denied)):
            return []
        named = (("复议", "review"), ("诉讼", "litigation"), ("起诉", "litigation"), ("申诉", "appeal"))
        return list(dict.fromkeys(role for word, role in named if word in denied))
    if "申请" in denied and not _FILLING.sub("", denied):
        return ["request"]
    return []


def _carried(denied: str) -> list[str]:
    rest = re.sub("上年|下年|本年|结转|转结|继续|需要?|未办结|转入|至|转|尚", "", denied)
    if _FILLING.sub("", rest):
        return []
    return [role for word, role in (("上年", "carried_in"), ("下年", "carried_out")) if word in denied]
