"""W001: what a template leaves to be filled in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from reportlint import CannotTell, Hit, Report

from .passages import sentences
from .streams import Text, texts

_CROSSES: Final = r"(?:20\d?)?(?<![A-Za-z./@_\-=&?%+*])(?:[Xx×]{2,}|[Xx×](?=[年月日时局市县区镇乡件条次人项个万元号]))(?![A-Za-z0-9./@_\-=&])"
_BOXES: Final = r"[□▢]{2,}|(?<=[一-龥\d])[□▢]|[□▢](?= ?[年月日件条次项个人份万元])"
_TICKED: Final = re.compile(r"[☑☒√✓✔■▣]")
_BLANKS: Final = r"(?<![_﹍])[_﹍]{2,} ?(?=[年月日件条次项个人份万元期篇宗起号%])"
_NO_DATE: Final = re.compile(r" *(?:20\d\d)? ?年 +月 +日 *")
_OMITTED: Final = r"[(\[【] ?(?:此处|以下|内容|具体内容)?(?:从|省)?略 ?[)\]】]"
_TO_FILL: Final = (
    r"(?<![期等有亟])待填(?![报补空])"
    r"|[(\[【〔][^()\[\]【】〔〕]{0,8}(?:待填|待补|待定|待核|待确认|待更新|待统计)[^()\[\]【】〔〕]{0,6}[)\]】〕]"
)
_INSTRUCTION: Final = (
    r"[(\[【〔<][^()\[\]【】〔〕<>]{0,30}"
    r"(?:文字描述|文字说明|文字表述|请填|此处填|在此填|此处插入|据实填|如实填|按实际填|填写说明|填写数字|填写具体|请注明|请说明"
    r"|请在此|请根据|在此处报告|不超过\d+字|\d+字(?:以内|左右)|删除此|请删除|无则填|没有则填|没有的?填|没有请填|如无.?请"
    r"|小标宋|仿宋|宋体|黑体|楷体|加粗|小?[一二三四五]号字|字号|行距|首行缩进|空两格)"
    r"[^()\[\]【】〔〕<>]{0,40}[)\]】〕>]"
)
_NAMED: Final = ("全称", "名称", "简称", "年份", "日期", "数字", "数量", "填写")
_TO_NAME: Final = (
    r"[(\[【〔](?:(?:单位|机关|部门|行政机关)(?:全称|名称|简称)|年份|日期|数字|数量|填写)[)\]】〕]"
)
# What finds it, with words of which one stands in whatever it finds.
_PATTERNS: Final = (
    (
        "instruction",
        _INSTRUCTION,
        (
            *(
                "文字描述",
                "文字说明",
                "文字表述",
                "填",
                "此处",
                "请注明",
                "请说明",
                "请在此",
                "请根据",
                "删除",
                "如无",
            ),
            *(f"{digit}字" for digit in range(10)),
            *("宋", "黑体", "楷体", "加粗", "号字", "字号", "行距", "缩进", "空两格"),
        ),
    ),
    ("instruction", _TO_NAME, tuple(f"{word}{right}" for word in _NAMED for right in ")]】〕")),
    ("crosses", _CROSSES, ("X", "x", "×")),
    ("boxes", _BOXES, ("□", "▢")),
    ("blanks", _BLANKS, ("_", "﹍")),
    ("omitted", _OMITTED, ("略",)),
    ("fill", _TO_FILL, ("待填", "待补", "待定", "待核", "待确认", "待更新", "待统计")),
)
_HINT: Final = re.compile(r"[Xx×□▢_﹍略待([【〔<年]")
_PERSON: Final = re.compile(
    r"(?:申请人|原告|当事人|市民|群众|村民|居民|网民|举报人|投诉人|信访人|业主|上诉人|被告|自然人)[^,。;]{0,6}$"
)
_SURNAME: Final = re.compile(
    r"[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]某?$"
)
_WORDS: Final = re.compile(r"[一-龥]")


def placeholder_left(report: Report) -> Iterator[Hit | CannotTell]:
    """Nothing is left of the template but its form."""
    patterns = [
        (variant, _compiled(pattern))
        for variant, pattern, words in _PATTERNS
        if any(word in report.folded for word in words)
    ]
    dated = "年 " in report.folded
    if not patterns and not dated:
        return
    for text in texts(report):
        if _HINT.search(text.folded) is None or (text.row and not _WORDS.search(text.folded)):
            continue
        if dated and _NO_DATE.fullmatch(text.folded):
            yield Hit(span=text.place(0, len(text.folded)), variant="date")
            continue
        yield from _hits(text, patterns)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: a finished report asks for few of them."""
    return re.compile(pattern)


def _hits(text: Text, patterns: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Hit]:
    """One finding a sentence: a date with three gaps is one gap in the report."""
    ticked = _TICKED.search(text.folded) is not None
    last = -1
    found = sorted(
        (match.start(), match.end(), variant)
        for variant, pattern in patterns
        for match in pattern.finditer(text.folded)
        if _is_left(variant, text, match, ticked)
    )
    ends = [one.start + len(one.text) for one in sentences(text.folded)] if found else []
    for start, end, variant in found:
        sentence = bisect_right(ends, start)
        if sentence != last:
            last = sentence
            yield Hit(text.place(start, end), "", variant, values={"found": text.text[start:end].strip()})


def _is_left(variant: str, text: Text, match: re.Match[str], ticked: bool) -> bool:
    if variant == "boxes":
        return not ticked
    if variant == "crosses":
        if text.row and _alone(text.folded, match):
            return False  # a mark in a figure's place is T006
        before = text.folded[max(match.start() - 16, 0) : match.start()]
        return not (_SURNAME.search(before) and (_PERSON.search(before[:-1]) or _names_person(text, match)))
    return True


def _alone(row: str, match: re.Match[str]) -> bool:
    """True where the mark is all that a cell holds."""
    left = row.rfind("|", 0, match.start()) + 1
    right = row.find("|", match.end())
    return row[left : right if right >= 0 else len(row)].strip() == match[0].strip()


def _names_person(text: Text, match: re.Match[str]) -> bool:
    return (
        re.match(
            r"(?:等?\d*人|先生|女士|诉|等[一-龥]人|[的向对]|提[出起])",
            text.folded[match.end() : match.end() + 8],
        )
        is not None
    )
