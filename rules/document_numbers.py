"""L004: numbers of documents, such as 国办发〔2014〕32号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportlint import CannotTell, Edit, Fix, Hit, Report

from .repairs import safe
from .streams import Text, prose

_LEFT: Final = r"[〔﹝\[【]"
_RIGHT: Final = r"[〕﹞\]】]"
# An issuer's code: what stands before the year. It ends in one of the words for a kind of paper.
_CODE: Final = (
    r"(?<![印下转颁签核制公来复致批分])(?:国办|国|府|政|办|省|市|县|区|镇|委|局|厅|部|财|教|卫|建|农|水|司|人社|民|公|党|中办?"
    r"|[皖苏浙闽赣鲁豫鄂湘粤桂琼川贵云黔滇藏陕甘青宁新京津沪渝冀晋辽吉黑蒙])[一-龥]{0,8}?"
    r"(?:办发|办函|办字|函|办|字|综|规|(?<![印下转颁签核制])发)"
)
_YEAR: Final = r"(?:19|20)\d\d"
_GOOD: Final = re.compile(rf"(?:{_LEFT}|\() ?{_YEAR} ?(?:{_RIGHT}|\)) ?第? ?\d{{1,5}} ?号")
_NO_RIGHT: Final = re.compile(
    rf"(?:{_LEFT} ?{_YEAR}[ ,]?\d{{1,4}}(?!\d| ?{_RIGHT}|年|-)|(?<=[发函办字])\( ?{_YEAR}[ ,]?\d{{1,4}}(?!\d| ?(?:{_RIGHT}|\))|年|-)) ?号?"
)
_NO_LEFT: Final = re.compile(rf"(?<=[一-龥]) ?(?<!\d)(?:{_YEAR}) ?(?:{_RIGHT}) ?\d{{1,4}} ?号?")
_NO_BRACKETS: Final = re.compile(_CODE + rf" ?(?:{_YEAR})[ \-]?[1-9]\d{{0,3}} ?号")
_NO_NUMBER_WORD: Final = re.compile(
    rf"(?<=[一-龥])(?:{_LEFT} ?{_YEAR} ?{_RIGHT}|(?<=[发函办字])\( ?{_YEAR} ?\)) ?第? ?\d{{1,4}}(?! ?号|\d|[件条次个项份年月日.%])"
)
_SHORT_YEAR: Final = re.compile(
    rf"(?<=[一-龥])(?:{_LEFT} ?\d\d ?{_RIGHT}|(?<=[发函办字])\( ?\d\d ?\)) ?第? ?\d{{1,4}} ?号"
)
_ORDER: Final = re.compile(r"(?:国务院|国|总理)令 ?第 ?\d{3,4}(?! ?号|\d)")
_FAULTS: Final = (
    ("left", _NO_LEFT),
    ("right", _NO_RIGHT),
    ("brackets", _NO_BRACKETS),
    ("year", _SHORT_YEAR),
    ("word", _NO_NUMBER_WORD),
    ("word", _ORDER),
)
_ANY: Final = re.compile(
    rf"(?:{_LEFT}|\()? ?{_YEAR} ?(?:{_RIGHT}|\)) ?第? ?\d{{1,5}} ?号?|(?:{_LEFT}|(?<=[发函办字])\() ?{_YEAR} ?\d{{1,4}} ?号"
    rf"|(?:{_LEFT}) ?{_YEAR} ?(?:{_RIGHT}|\)) ?\d{{1,5}} ?号?"
)
_YEAR_AND_NUMBER: Final = re.compile(
    rf"(?P<left> ?(?:{_LEFT}|\()? ?)(?P<year>{_YEAR})(?P<right> ?(?:{_RIGHT}|\))? ?|[ ,\-])[1-9]\d{{0,3}} ?号"
)
_HINT: Final = re.compile(r"\d ?[号〕﹞\]】]|[〔﹝\[【] ?\d|令 ?第")
_LEADING: Final = re.compile(r"[一-龥]{2,12}$")


def document_number_malformed(report: Report) -> Iterator[Hit | CannotTell]:
    """A document's number has its brackets, a year of four digits, and ends in 号."""
    for text in prose(report):
        if _HINT.search(text.folded) is None:
            continue
        for start, end, variant in _faults(text.folded):
            found = _whole(text.folded, start, end)
            fix = _with_brackets(text, start, end) if variant in ("left", "right", "brackets") else None
            yield Hit(span=text.place(start, end), variant=variant, values={"found": found}, fix=fix)


def _faults(text: str) -> Iterator[tuple[int, int, str]]:
    """Malformed numbers that are no part of a good one, or of one told before."""
    taken = bytearray(len(text))
    for match in _GOOD.finditer(text):
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for variant, pattern in _FAULTS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield start, end, variant


def _with_brackets(text: Text, start: int, end: int) -> Fix | None:
    """The year in 〔 〕 in front of 数字号; None where it is not certain what is the year and what the number.

    Only what stands between the issuer's code and the number is written anew:
    both are left as they are.
    """
    match = _YEAR_AND_NUMBER.search(text.folded, start, end)
    if match is None or match.end() != end:
        return None
    first, last = match.span("left")[0], match.span("right")[1]
    new = f"〔{text.text[slice(*match.span('year'))]}〕"
    return safe(Edit(text.place(first, last), text.text[first:last], new))


def _whole(text: str, start: int, end: int) -> str:
    """The number with its issuer's code."""
    code = _LEADING.search(text[max(start - 12, 0) : start])
    issuer = code[0][-6:] if code and "一" <= text[start - 1] <= "龥" else ""
    return "".join((issuer + text[start:end]).split())


def without_numbers(folded: str) -> str:
    """The text, of the same length, with documents' numbers blotted out: their brackets are L004's matter."""
    if not _HINT.search(folded):
        return folded
    return _ANY.sub(lambda match: "〇" * len(match[0]), folded)
