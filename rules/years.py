"""W006: years written with two digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportlint import CannotTell, Hit, Report

from .passages import passages, sentences

_SHORT: Final = re.compile(
    r"(?<![\d.,:/])(?P<digits>\d\d)(?= ?年)|(?<![〇○零一二三四五六七八九十百])(?P<words>[〇○零][〇○零一二三四五六七八九])(?=年)"
)
_DATED: Final = re.compile(
    r" ?年(?: ?(?:0?[1-9]|1[0-2])月|[一二三四五六七八九十]{1,2}月|底|末|初(?!步|级|中)|年[底末初]|上半年|下半年|[第一二三四前]{1,2}季度|度(?!过|假)|[春夏秋冬]季?)"
)
_NO_YEAR: Final = re.compile(r" ?年(?:级|代|龄|限|薪|期|检|审|报)")
_LASTING: Final = re.compile(
    r"(?:[近达满超逾约第每未前后这共余整多]|超过|未来|过去|最近|连续|累计|历时|为期|长达|不少于|有效期|保存|保管)$"
)
_AFTER_DIGIT: Final = re.compile(r"\d ?$")
_RANGE: Final = re.compile(
    r"(?:19|20)\d\d ?年?(?:度|底|[01]?\d ?月(?:[0-3]?\d ?日)?)? ?[-—~–－～至到、和及/,]{1,2} ?$"
)
_TITLES: Final = re.compile(r"《[^》]*》")
_OLD: Final = 80
_UNCUT: Final = 1000  # characters: what is longer may be no sentence, and is cut into several


def two_digit_year(report: Report) -> Iterator[Hit | CannotTell]:
    """Years have four digits."""
    latest = report.year % 100 + 2 if report.year is not None else 40
    for passage in passages(report):
        if "年" not in passage.folded or not _may_hold_one(passage.folded):
            continue
        for sentence in sentences(passage.folded):
            text = _TITLES.sub(lambda match: "《" + " " * (len(match[0]) - 2) + "》", sentence.text)
            for match in _SHORT.finditer(text):
                if _is_year(match, text, latest):
                    start = sentence.start + match.start()
                    stop = sentence.start + match.end() + 1
                    yield Hit(passage.paragraph.span(start, stop), values=_values(match))
                    break


def _may_hold_one(text: str) -> bool:
    """False where no sentence holds a year of two digits; a longer text may be cut within a number."""
    return len(text) > _UNCUT or _SHORT.search(text) is not None


def _is_year(match: re.Match[str], text: str, latest: int) -> bool:
    before = text[max(match.start() - 24, 0) : match.start()]
    if _AFTER_DIGIT.search(before) or _RANGE.search(before) or _NO_YEAR.match(text, match.end()):
        return False
    if match["words"] or match["digits"].startswith("0"):
        return True
    value = int(match["digits"])
    if latest < value < _OLD or _LASTING.search(before.rstrip()):
        return False
    return _DATED.match(text, match.end()) is not None


def _values(match: re.Match[str]) -> dict[str, object]:
    """What is written, and what is meant; which century is left open for words."""
    if match["words"]:
        return {"found": match["words"] + "年", "meant": "二〇" + match["words"] + "年"}
    century = "19" if int(match["digits"]) >= _OLD else "20"
    return {"found": match["digits"] + "年", "meant": century + match["digits"] + "年"}
