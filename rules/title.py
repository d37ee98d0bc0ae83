"""S001: the report's title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint import CannotTell, Hit, Level, Report, fold

_FULL_NAME_EDITIONS: Final = ("2019", "2021")  # before them 政府信息公开年度报告 was usual
_MOST: Final = 2

# A name that begins with the kind of place lacks the place; 市北区 and 镇江市 are whole names.
_NO_PLACE: Final = re.compile(r"[县区旗]|市(?![北南中]区)|(?:镇|乡|苏木)(?=人民政府|政府|党政)|街道(?=办|$)")
_YEAR: Final = r"(?:(?:19|20)\d\d|二[〇○零O0一二三四五六七八九]{3})年"
_YEAR_INSIDE: Final = re.compile(rf"公开(?:工作)?(?:情况)?{_YEAR}度?")
_AS_REPORT: Final = re.compile(r"(?<!年度)的(?:工作|总结|专题)?报告")
_DOUBLED: Final = re.compile(rf"{_YEAR}度.*年度报告")


class _Fault(NamedTuple):
    variant: str
    level: Level


def title_incomplete(report: Report) -> Iterator[Hit | CannotTell]:
    """The title names agency, year and the kind of document, each once and in full."""
    title = report.title
    if title is None:
        yield Hit(span=None, anchor="title", variant="no_title", level=Level.WARNING)
        return
    folded = fold(title.text)
    faults = list(_missing(title.agency, title.year))
    kind = _kind(folded, report.edition.name)
    if kind is not None:
        faults.append(kind)
    for fault in faults[:_MOST]:
        yield Hit(
            span=title.span,
            anchor="title",
            variant=fault.variant,
            level=fault.level,
            values={"title": title.text, "agency": title.agency or ""},
        )


def _missing(agency: str | None, year: int | None) -> Iterator[_Fault]:
    if agency is None:
        yield _Fault("no_agency", Level.WARNING)
    elif _NO_PLACE.match(agency):
        yield _Fault("partial_agency", Level.WARNING)
    if year is None:
        yield _Fault("no_year", Level.WARNING)


def _kind(folded: str, edition: str) -> _Fault | None:
    """What is wrong with the name of the document, the gravest fault only."""
    if _AS_REPORT.search(folded):
        return _Fault("as_report", Level.WARNING)
    if _YEAR_INSIDE.search(folded):
        return _Fault("year_inside", Level.NOTE)
    if "年度报告" not in folded and "年报" not in folded:
        return _Fault("no_annual", Level.WARNING)
    if _DOUBLED.search(folded):
        return _Fault("doubled_year", Level.NOTE)
    if "的年度报告" in folded:
        return _Fault("of_report", Level.NOTE)
    if (
        edition in _FULL_NAME_EDITIONS
        and "政府信息公开工作年度报告" not in folded
        and "政务公开" not in folded
    ):
        return _Fault("short_name", Level.NOTE)
    return None
