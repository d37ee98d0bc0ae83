"""Characters, numbers and labels: how a report's writing is compared.

Folding is one code point for one code point, so that a place in folded text
is the same place in the line as stored. Zero-width characters fold to
``IGNORED`` and are dropped only when labels are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Final

from reportlint.model import Cell, Kind, Label

IGNORED: Final = "\u200b"
ZERO_WIDTH: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u200e\u200f\ufe0e\ufe0f"
_SPACES: Final = (
    "\u00a0\u3000\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\x0b\x0c"
)
# What may part the groups of a long number: blanks and what folds to "-", for a set of a regular expression.
PARTING: Final = rf" {_SPACES}\-\u2010\u2011\u2212\ufe63\uff0d"

# CJK Radicals Supplement: NFKC leaves these alone, PDF extraction produces them.
_RADICALS: Final = dict(
    zip(
        "⺁⺄⺇⺈⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙几刀㔾小小尢尣尢巳已幺彑忄㣺扌攵旡日月歺母民氵氺灬爪爪丬牛犭王疋目示礻竹糸纟罓罒网网罒羊羊羊老耂聿月臼艹艹艹虎衤西西见角角讠贝足车辶辶辶阝镸長镸长门阝阝雨青韦页风飞食食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜龟龟",
        strict=True,
    )
)
# A line of a text that speaks to this program: no part of the report.
DIRECTIVE: Final = re.compile(r"\s*#\s*reportlint\s*:(?P<rest>.*)$")


def _fold_table() -> dict[int, str]:
    table: dict[int, str] = {}
    ranges = ((0x2F00, 0x2FD6), (0xF900, 0xFB00), (0xFF01, 0xFF5F), (0xFE50, 0xFE6C))
    for first, last in ranges:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and folded != chr(code):
                table[code] = folded
    table.update((ord(char), folded) for char, folded in _RADICALS.items())
    table.update((ord(char), " ") for char in _SPACES)
    table.update((ord(char), IGNORED) for char in ZERO_WIDTH)
    table.update({0x2223: "|", 0xFFE8: "|", 0x2010: "-", 0x2011: "-", 0x2212: "-"})
    table.update({ord(char): "|" for char in "│┃║┆┇┊┋"} | {ord(char): "-" for char in "─━═┄┅┈┉"})
    table.update(dict.fromkeys((*range(0x250C, 0x254C), *range(0x2552, 0x256D)), "+"))
    # Brackets of document numbers and their look-alikes are told apart by rules, not here.
    for code in (0xFE5D, 0xFE5E):
        table.pop(code, None)
    return table


_FOLD: Final = _fold_table()
_GAP: Final = 64  # code points: changed characters nearer than that make one range


def _ranges(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """First and last code point of few ranges that hold all of these."""
    ordered = sorted(codes)
    first = last = ordered[0]
    for code in ordered:
        if code - last > _GAP:
            yield first, last
            first = code
        last = code
    yield first, last


# What stands elsewhere, which is most of a text, need not be looked up in the table.
_FOLDED: Final = re.compile(
    "[" + "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _ranges(_FOLD)) + "]+"
)
_SHORT: Final = 400  # longer texts, whole files among them, hardly come again and are not kept


def fold(text: str) -> str:
    """Half width, plain blanks, unified characters; same length as ``text``."""
    if text.isascii():
        return text
    return _folded(text) if len(text) <= _SHORT else _FOLDED.sub(_fold_run, text)


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return _FOLDED.sub(_fold_run, text)


def _fold_run(match: re.Match[str]) -> str:
    return match[0].translate(_FOLD)


def columns_on_screen(text: str, ambiguous_wide: bool = False) -> int:
    """Two for a wide character; ``ambiguous_wide`` counts “, ” and … as two as well."""
    if text.isascii():
        return len(text)
    wide = "WFA" if ambiguous_wide else "WF"
    return len(text) + sum(unicodedata.east_asian_width(char) in wide for char in text)


# --- numbers in words ---------------------------------------------------------

_DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
# 一 总体情况: a number that stands before a heading without its 、
UNMARKED: Final = re.compile(r"([一二三四五六七八九十]{1,3}) +(?=\S)")


def chinese_number(words: str) -> int | None:
    """十二 -> 12, 二〇二三 -> 2023, 两 -> 2; None where it is no number below 100 million."""
    if not words:
        return None
    if all(char in _DIGITS for char in words):
        return int("".join(str(_DIGITS[char]) for char in words))
    total = section = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char == "万":
            total, section, digit = (total + section + digit) * 10000, 0, 0
        else:
            return None
    return total + section + digit


# --- labels -----------------------------------------------------------------------

_CN: Final = "一二三四五六七八九十"
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_PAREN_CN: Final = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
NUMBERED: Final = re.compile(
    rf"""(?:
      (?P<cn>[{_CN}]{{1,3}})\ ?(?:[、.,·:]\ ?、?|,、)
    | \(\ ?(?P<cn_paren>[{_CN}]{{1,3}})\ ?\)[、.]?
    | (?P<paren_cn>[{_PAREN_CN}])[、.]?
    | (?P<arabic>\d{{1,2}})\ ?(?:[、.](?!\d)|,(?!\d))
    | \(\ ?(?P<arabic_paren>\d{{1,2}})\ ?\)[、.]?
    | (?P<half_paren>\d{{1,2}})\)[、.]?
    | (?P<circled>[{_CIRCLED}])[、.]?
    | 第(?P<part>[{_CN}]{{1,3}}|\d{{1,2}})(?:部分|章)[、:.]?
    )\ *""",
    re.X,
)
_STYLES: Final = {
    "cn": "cn", "cn_paren": "cn_paren", "paren_cn": "cn_paren", "arabic": "arabic",
    "arabic_paren": "arabic_paren", "half_paren": "arabic_paren", "circled": "circled", "part": "part",
}  # fmt: skip


def ordinal_of(group: str, digits: str) -> int:
    """The value of a printed number that ``NUMBERED`` matched under that group name."""
    if group == "circled":
        return _CIRCLED.index(digits) + 1
    if group == "paren_cn":
        return _PAREN_CN.index(digits) + 1
    return int(digits) if digits.isdecimal() else chinese_number(digits) or 0


def numbering(folded: str, start: int = 0) -> tuple[str, int, int] | None:
    """``(style, ordinal, end)`` of the printed number at ``start``, or None."""
    match = NUMBERED.match(folded, start)
    if match is None or match.lastgroup is None:
        return None
    group = match.lastgroup
    return _STYLES[group], ordinal_of(group, match[group]), match.end()


_AMONG: Final = re.compile(r"其中[:,、]?")
_NOISE: Final = re.compile(r"[^\w%]|_")
_BRACKETED: Final = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]|【[^】]*】")
_SAME: Final = (("其它", "其他"), ("帐", "账"), ("做出", "作出"))


def core_of(folded: str) -> str:
    """What is compared of a label: letters, digits and characters only."""
    core = _NOISE.sub("", folded)
    for written, meant in _SAME:
        if written in core:
            core = core.replace(written, meant)
    return core


@lru_cache(maxsize=16384)
def label(text: str) -> Label:
    """A label taken apart: its printed number and its comparable core."""
    folded = fold(text).replace(IGNORED, "").strip().strip('"')
    if among := _AMONG.match(folded.replace(" ", "")):
        folded = folded.replace(" ", "")[among.end() :]
    if "\n" in folded or "  " in folded:
        folded = " ".join(folded.split())
    found = numbering(folded)
    if found is None:
        return Label("", None, core_of(folded))
    style, ordinal, end = found
    core = core_of(folded[end:])
    return Label(style, ordinal, core) if core else Label("", None, core_of(folded))


@lru_cache(maxsize=4096)
def without_brackets(text: str) -> str:
    """The core of a label without what stands in brackets, e.g. 规章(县级无此项) -> 规章."""
    folded = fold(text).replace(IGNORED, "").strip()
    found = numbering(folded)
    rest = folded[found[2] :] if found else folded
    return core_of(_BRACKETED.sub("", rest))


# --- figures -----------------------------------------------------------------------

_BLANK: Final = frozenset(("", "&nbsp;", "&nbsp"))
NA_TOKENS: Final = frozenset(
    (
        "/",
        "\\",
        "-",
        "--",
        "—",
        "——",
        "–",
        "―",
        "－",
        "×",
        "x",
        "无",
        "空",
        "不涉及",
        "未统计",
        "不适用",
        "NA",
        "N/A",
        "n/a",
        "/ /",
        "*",
    )
)
_NUMBER: Final = re.compile(
    r"(?P<sign>[+\-]|增加?|减少?|净增|净减)?\s*(?P<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s*(?P<mark>[↑↓])?\s*"
    r"(?P<unit>人次|件次|万元|亿元|元|[件份封宗条例起项次个人篇期部张处册名])?"
)
_FORMULA: Final = re.compile("=[^=]")  # a formula whose result the file does not hold
_SPLIT_DIGITS: Final = re.compile(r"\d{1,3}(?: \d{3})+")


def parse_figure(text: str) -> tuple[Kind, Decimal | None, str]:
    """``(kind, number, unit)`` of a cell's text; number None unless it is one figure."""
    if text.isdecimal() and text.isascii():
        return (Kind.ZERO if not text.strip("0") else Kind.FIGURE), Decimal(text), ""
    return _parse_figure(text)


@lru_cache(maxsize=4096)
def _parse_figure(text: str) -> tuple[Kind, Decimal | None, str]:
    folded = fold(text).replace(IGNORED, "").strip().strip("|").strip()
    if folded in _BLANK:
        return Kind.BLANK, None, ""
    if folded in NA_TOKENS:
        return Kind.NA, None, ""
    if folded == "零":
        return Kind.ZERO, Decimal(0), ""
    if _FORMULA.match(folded):
        return Kind.LOST, None, ""
    if _SPLIT_DIGITS.fullmatch(folded):
        folded = folded.replace(" ", "")
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return Kind.TEXT, None, ""
    number = Decimal(match["digits"].replace(",", "").replace("，", ""))
    if (match["sign"] or "") in ("-", "减", "减少", "净减") or match["mark"] == "↓":
        number = -number
    return (Kind.FIGURE if number else Kind.ZERO), number, match["unit"] or ""


BLANK: Final = 0
FIGURE: Final = 1
WORD: Final = 2


# Words that stand for nothing in a cell, and are words anywhere else.
NONE_WORDS: Final = ("无", "空")


@lru_cache(maxsize=65536)
def text_class(text: str) -> int:
    """BLANK, FIGURE (a number or a mark that stands for one) or WORD."""
    stripped = text.strip()
    if stripped.isdecimal():
        return FIGURE
    if not stripped or not fold(stripped).replace(IGNORED, "").strip():
        return BLANK
    kind, number, _ = _parse_figure(stripped)
    if number is not None or kind is Kind.LOST or (kind is Kind.NA and stripped not in NONE_WORDS):
        return FIGURE
    return WORD


def is_figure(text: str) -> bool:
    """True for a cell that holds a number or stands for one (not for words, not for blank)."""
    return text_class(text) == FIGURE


_ROUGH: Final = re.compile(
    r"(?:大?约|近|超过?|共|不足)?\d[\d.,]*(?:余|多|左右|上下|以上)?(?:人次|万元|元|[件份条起项次个人篇])?(?:\(.{1,12}\))?"
)


def stands_for_figure(text: str) -> bool:
    """True for a figure and for words meant as one: 约30, 12（含上年2）."""
    return is_figure(text) or (text[-1:] != "、" and _ROUGH.fullmatch(fold(text).strip()) is not None)


def is_blank(cell: Cell) -> bool:
    """True for a cell that holds nothing."""
    return not cell.text or text_class(cell.text) == BLANK


def is_word(cell: Cell) -> bool:
    """True for a cell that is neither figure nor blank."""
    return text_class(cell.text) == WORD
