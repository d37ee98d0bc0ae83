"""L001 and L002: the law or the format of another time cited as what governs the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from reportlint import CannotTell, Hit, Passage, Report

from .passages import Sentence, passages

_SENTENCE: Final = re.compile(r"[^。！!？?]+")  # a citation may hold a semicolon
_BASIS: Final = re.compile(r"(?:根据|依据|按照|遵照|依照|遵循|贯彻|落实|执行|对照|严格按)[^。]{0,60}$")
_HISTORY: Final = re.compile(
    r"原《|原条例|旧|修[订改]前|废止|(?:进行|予以|作[出了]?|得到|经过|已)了?修[订改]|曾|当时|此前|历史|不再|取代|替代|代替|失效|停止执行|原有|原国"
)
_DATED: Final = re.compile(r"公布|颁布|(?:19|20)\d\d年\d{1,2}月\d{1,2}日")

# --- L001 ----------------------------------------------------------------------------

_ORDER: Final = re.compile(
    r"(?:国务院|国|总理)令? ?\(? ?第? ?(?P<a>492|711) ?号(?:令)?|第? ?(?P<b>492|711) ?号(?:国务院)?令"
    r"|条例》? ?\(? ?第? ?(?P<c>492|711) ?号"
)
_OLD: Final = "492"
_NEW: Final = "711"
_PLANNED: Final = re.compile(r"将|新修订|新《|新条例|2019|即将|准备|学习|迎接|起施行")


def regulation_superseded(report: Report) -> Iterator[Hit | CannotTell]:
    """The regulation's number is that of the report's year; in 2019 both were in force."""
    right = _regulation(report)
    for passage, sentence in _sentences(report, ("492", "711")):
        found = list(_ORDER.finditer(sentence.text))
        numbers = {_number(match) for match in found}
        if right is None and numbers:
            yield CannotTell("edition")
        if not right or len(numbers) != 1 or right in numbers:
            continue
        number = numbers.pop()
        if not _looks_elsewhere(number, sentence.text, found[0]):
            values = {"found": f"第{number}号", "right": f"第{right}号"}
            yield _hit(passage, sentence, found[0], "later" if number == _OLD else "earlier", values)


def _number(match: re.Match[str]) -> str:
    return match["a"] or match["b"] or match["c"]


def _regulation(report: Report) -> str | None:
    """The number in force for the report's year, "" where either may stand, None if unknown."""
    name = report.edition.name
    if name in ("2008", "2014"):
        return _OLD
    if name == "2019":
        return _NEW if report.year == 2020 else ""
    return _NEW if name == "2021" else None


def _looks_elsewhere(found: str, text: str, match: re.Match[str]) -> bool:
    """True where the sentence tells of the law's history, or of a revision to come."""
    if _HISTORY.search(text):
        return True
    if found == _NEW:
        return _PLANNED.search(text) is not None
    return _DATED.search(text) is not None and not _BASIS.search(
        text, max(match.start() - 80, 0), match.start()
    )


# --- L002 ----------------------------------------------------------------------------

_NOTICE: Final = re.compile(
    r"公开办函? ?[〔\[(﹝【]? ?(?P<year>2019|2021) ?[〕\])﹞】]? ?第? ?(?:60|30) ?号?|年度报告格式 ?\((?P<trial>试行)\)"
)
_NOTICES: Final[Mapping[str, str]] = {"2019": "国办公开办函〔2019〕60号", "2021": "国办公开办函〔2021〕30号"}


def format_superseded(report: Report) -> Iterator[Hit | CannotTell]:
    """The format notice cited is that of the report's edition; before 2019 there was none."""
    own = report.edition.name
    for passage, sentence in _sentences(report, ("公开办", "试行")):
        found = list(_NOTICE.finditer(sentence.text))
        cited = {_edition(match) for match in found}
        if not own and cited:
            yield CannotTell("edition")
        elif found and own not in cited and not _HISTORY.search(sentence.text) and len(cited) == 1:
            right = _NOTICES.get(own, "")
            variant = "" if right else "none"
            cited_as = _NOTICES[_edition(found[0])]
            yield _hit(passage, sentence, found[0], variant, {"found": cited_as, "right": right})


def _edition(match: re.Match[str]) -> str:
    return match["year"] or "2019"


# --- both ----------------------------------------------------------------------------


def _sentences(report: Report, hints: tuple[str, ...]) -> Iterator[tuple[Passage, Sentence]]:
    for passage in passages(report):
        if any(hint in passage.folded for hint in hints):
            for match in _SENTENCE.finditer(passage.folded):
                yield passage, Sentence(match[0], match.start())


def _hit(
    passage: Passage, sentence: Sentence, match: re.Match[str], variant: str, values: Mapping[str, object]
) -> Hit:
    span = passage.paragraph.span(sentence.start + match.start(), sentence.start + match.end())
    return Hit(span=span, variant=variant, values=values)
