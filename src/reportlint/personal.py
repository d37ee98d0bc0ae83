"""Numbers of private persons: where they stand in a text, and the text without them.

Identity cards (GB 11643: eighteen digits with a check digit, or the fifteen of
before 1999), bank cards (ISO/IEC 7812: issuer prefix and Luhn digit) and mobile
numbers. ``personal_numbers`` finds what ought not to be published;
``masked`` hides a little more, since it is for whatever is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from reportlint.model import Passage, TableBlock, span_of
from reportlint.text import PARTING, ZERO_WIDTH, fold

_CANDIDATE: Final = re.compile(r"\d(?:[ \-]?\d){10}")
_SHORTEST: Final = 11
# The same in a text as it stands, which may be a whole file.
_SOMEWHERE: Final = re.compile(rf"\d(?:[{ZERO_WIDTH}]*[{PARTING}]?[{ZERO_WIDTH}]*\d){{10}}")
_HIDDEN: Final = re.compile(f"[{ZERO_WIDTH}]")
_ALONE: Final = r"(?<![\dA-Za-z.])"
_IDENTITY: Final = re.compile(_ALONE + r"(\d{6})[ \-]?((?:18|19|20)\d{6})[ \-]?(\d{3}[\dXx])(?![\dA-Za-z])")
_IDENTITY_OLD: Final = re.compile(_ALONE + r"(\d{6})[ \-]?(\d{6})[ \-]?(\d{3})(?![\dA-Za-z])")
_CARD: Final = re.compile(_ALONE + r"\d{4}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?(?![\dA-Za-z])")
_MOBILE: Final = re.compile(
    r"(?<![\dA-Za-z./\-])(?:\+?86[ \-]?)?(1[3-9]\d[ \-]?\d{4}[ \-]?\d{4})(?![\dA-Za-z]|[.,\-]\d)"
)
_COUNTED: Final = re.compile(r" ?(?:余|多)?[万亿元件条个篇份项%]| ?(?:余|多)?人?次")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_PROVINCES: Final = frozenset(
    map(
        str,
        (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)),
    )
) | {"71", "81", "82", "83"}  # fmt: skip

# What a number is called, if it is no person's.
_CODE: Final = re.compile(
    r"(?:信用代码|机构代码|索引号?|编号|文号|流水号?|序列号|许可证号?|备案号?|案号|单号|税号|识别号|条码|标识码?)[^\d。;]{0,6}$"
)
_IDENTITY_WORD: Final = re.compile(r"身份证|公民身份|证件号")
_CARD_WORD: Final = re.compile(r"卡号|银行卡|储蓄卡|信用卡|借记卡|社保卡|账号|帐号|账户|帐户")
_OFFICIAL_ACCOUNT: Final = re.compile(r"对公|专户|收款|国库|财政|基本户|缴费账|缴款")
_OWNED: Final = re.compile(
    r"(?:申请人|当事人|原告|投诉人|举报人|信访人|反映人|上访人|先生|女士)"
    r"(?:(?!可|如|若|请|欢迎|拨打|致电|疑问)[^。;])*$"
    r"|(?:市民|群众|居民|村民|网民|业主|职工)[一-龥×Xx*]{0,4}[(,:]?(?:的?联系)?(?:电话|手机|方式)?号?码?[:为是]?$"
)
_CONTACT: Final = re.compile(r"联系|咨询|电话|传真|热线|邮编|邮箱|邮政|地址|值班|致电|拨打|来电")
_STOPS: Final = re.compile(r"[。;!?]")
_NEAR: Final = 24
_SENTENCE: Final = 160


class Personal(NamedTuple):
    """A number in a text: ``kind`` is "identity", "card" or "mobile"."""

    kind: str
    start: int
    end: int


def may_hold_numbers(text: str) -> bool:
    """False for a text of any length, folded or not, in which no such number can stand: one look tells."""
    return _SOMEWHERE.search(text) is not None


def personal_numbers(text: str) -> list[Personal]:
    """The numbers of private persons in a sentence or paragraph; a contact line's number is none."""
    folded = fold(text)
    found = _numbers(folded)
    return [one for one in found if one.kind != "mobile" or not _is_contact(folded, one)]


def masked(text: str, is_figure: bool = False) -> str:
    """The text, of the same length, with the middle of such numbers starred, contact lines included.

    ``is_figure``: eleven digits are a figure there (money in 元), no telephone.
    """
    if len(text) < _SHORTEST or not may_hold_numbers(text):
        return text
    found = [one for one in _numbers(fold(text)) if not (is_figure and one.kind == "mobile")]
    return _starred(text, [(one.start, one.end) for one in found]) if found else text


def masked_lines(lines: Sequence[str], blocks: Iterable[Passage | TableBlock]) -> tuple[str, ...]:
    """Lines of a file with such numbers starred, those that a line end breaks in two as well."""
    shown: dict[int, list[str]] = {}
    for block in blocks:
        if isinstance(block, TableBlock) or len(block.paragraph.marks) < 2:
            continue
        for one in _numbers(block.folded):
            for start, end in _hidden_parts(block.folded, one):
                for at in range(start, end):
                    line, column, _ = span_of(block.paragraph.marks, at, at + 1)
                    if 0 < line <= len(lines) and 0 < column <= len(lines[line - 1]):
                        chars = shown.setdefault(line - 1, list(lines[line - 1]))
                        chars[column - 1] = "*" if chars[column - 1].isdigit() else chars[column - 1]
    starred = [*lines]
    for at, chars in shown.items():
        starred[at] = "".join(chars)
    return tuple(map(masked, starred) if may_hold_numbers("\n".join(starred)) else starred)


def _starred(text: str, places: Iterable[tuple[int, int]]) -> str:
    chars = list(text)
    for start, end in places:
        for first, last in _hidden_parts(text, Personal("", start, end)):
            chars[first:last] = "*" * (last - first)
    return "".join(chars)


def _hidden_parts(text: str, one: Personal) -> list[tuple[int, int]]:
    """All but the first three and the last two characters."""
    return [(one.start + 3, one.end - 2)] if one.end <= len(text) else []


# --- finding ----------------------------------------------------------------------------


def _numbers(folded: str) -> list[Personal]:
    """Every such number, whatever it is about; places are those of the text with its invisible characters."""
    if _HIDDEN.search(folded):
        places = [at for at, char in enumerate(folded) if char not in ZERO_WIDTH]
        seen = _numbers("".join(folded[at] for at in places))
        return [Personal(one.kind, places[one.start], places[one.end - 1] + 1) for one in seen]
    if _CANDIDATE.search(folded) is None:
        return []
    found: list[Personal] = []
    taken = bytearray(len(folded))
    for kind, pattern, holds in (
        ("identity", _IDENTITY, _is_identity),
        ("card", _CARD, _is_card),
        ("identity", _IDENTITY_OLD, _is_old_identity),
        ("mobile", _MOBILE, _is_mobile),
    ):
        for match in pattern.finditer(folded):
            start, end = match.span(1) if kind == "mobile" else match.span()
            if any(taken[start:end]):
                continue
            if not _CODE.search(folded, max(start - _NEAR, 0), start) and holds(match, folded):
                taken[start:end] = b"\1" * (end - start)
                found.append(Personal(kind, start, end))
    return sorted(found, key=lambda one: one.start)


def _digits(text: str) -> str:
    return re.sub(r"[ \-]", "", text)


def _is_date(text: str) -> bool:
    try:
        born = date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return 1880 <= born.year <= 2100


def _is_identity(match: re.Match[str], text: str) -> bool:
    area, born, rest = match.groups()
    if area[:2] not in _PROVINCES or not _is_date(born):
        return False
    digits = (area + born + rest).upper()
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == digits[17] or _IDENTITY_WORD.search(_before(text, match)) is not None


def _is_old_identity(match: re.Match[str], text: str) -> bool:
    """Fifteen digits have no check digit: the text must call them so."""
    area, born, _ = match.groups()
    named = _IDENTITY_WORD.search(_before(text, match)) is not None
    return named and area[:2] in _PROVINCES and _is_date("19" + born)


def _is_card(match: re.Match[str], text: str) -> bool:
    digits = _digits(match[0])
    if not _luhn(digits) or _OFFICIAL_ACCOUNT.search(_sentence_before(text, match.start())):
        return False
    if digits.startswith("62") and len(digits) in (16, 19):
        return True
    known = digits.startswith(
        ("62", "4", "51", "52", "53", "54", "55", "35", "9558", "9559", "60", "68", "69")
    )
    return known and _CARD_WORD.search(_before(text, match)) is not None


def _luhn(digits: str) -> bool:
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_mobile(match: re.Match[str], text: str) -> bool:
    return not match[1].endswith("00000") and _COUNTED.match(text, match.end()) is None


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - 16, 0) : match.start()]


def _sentence_before(text: str, at: int) -> str:
    """What stands before in the sentence, as far as it is near."""
    start = first = max(at - _SENTENCE, 0)
    for stop in _STOPS.finditer(text, first, at):
        start = stop.end()
    return text[start:at]


def _is_contact(folded: str, one: Personal) -> bool:
    """True for the number at which the agency itself is reached."""
    before = _sentence_before(folded, one.start)
    if _OWNED.search("".join(before.split())):
        return False
    after = _STOPS.split(folded[one.end : one.end + 8])[0]
    return _CONTACT.search(before) is not None or _CONTACT.search(after) is not None
