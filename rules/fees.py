"""L005 and S011: the fee of the report's time, and whether section six speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportlint import CannotTell, Hit, Report

from .passages import passages, sentences
from .sections import text_of

# --- L005 ----------------------------------------------------------------------------

_PROCESSING: Final = re.compile(r"信息公开处理费|信息处理费|公开信息处理费")
_AHEAD: Final = re.compile(r"2021|将|管理办法|〔2020〕|下一步|明年|来年|学习|起施行|起实施|出台|印发")
_FROM_YEAR: Final = 2021

_COST: Final = re.compile(
    r"(?:检索|复制|复印|邮寄|工本|成本)[^。;]{0,14}?(?:成本费用?|工本费用?|费用|费)|成本费用?|工本费用?"
)
_COST_WORD: Final = re.compile(r"检索|复制|复印|邮寄|工本|成本费")
_CHARGED: Final = re.compile(r"收取|收费|收缴|征收|缴纳|计收|标准|支付")
_NOT_CHARGED: Final = re.compile(
    r"未|没有|不收|不再|无收|无[^。;]{0,10}收|免[收除费]|减免|取消|停止|停征|不得|(?<![\d.])0(?:\.0+)? ?(?:万)?元|零元|不存在|均无|原|曾|此前"
)
_REQUEST: Final = re.compile(r"申请|政府信息|信息公开|公开信息")


def fee_wrong_era(report: Report) -> Iterator[Hit | CannotTell]:
    """Processing fees only from report year 2021 on, cost fees as current rule only before."""
    name, year = report.edition.name, report.year
    if not name:
        if any(_PROCESSING.search(one.folded) or _COST.search(one.folded) for one in passages(report)):
            yield CannotTell("edition")
        return
    early = name in ("2008", "2014", "2019") and (year is None or year < _FROM_YEAR)
    for passage in passages(report):
        if "费" not in passage.folded:
            continue
        for sentence in sentences(passage.folded):
            match = _early(sentence.text) if early else _late(sentence.text)
            if match is not None:
                span = passage.paragraph.span(sentence.start + match.start(), sentence.start + match.end())
                yield Hit(span, variant="early" if early else "late", values={"found": match[0]})


def _early(text: str) -> re.Match[str] | None:
    return None if _AHEAD.search(text) else _PROCESSING.search(text)


def _late(text: str) -> re.Match[str] | None:
    """Cost fees that are charged, or said to be chargeable, for information on request."""
    match = _COST.search(text)
    if match is None or not _COST_WORD.search(text) or _NOT_CHARGED.search(text):
        return None
    return match if _CHARGED.search(text) and _REQUEST.search(text) else None


# --- S011 ----------------------------------------------------------------------------

_STATED: Final = re.compile(r"处理费|收费|(?:收取|收缴|缴纳|产生|减免)[^。;]{0,16}费|费用")


def fee_statement_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """Section six, or another part of the prose, says what processing fees were charged."""
    section = report.section("s6")
    if section is None:
        return  # S002
    if _STATED.search(text_of(section)):
        return
    for passage in passages(report):
        if not passage.heading and _PROCESSING.search(passage.folded):
            return
    yield Hit(span=section.span, anchor="s6", values={"heading": f"{section.mark}{section.heading}"})
