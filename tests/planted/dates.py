"""Dates of another year, or too late: D004 and D006 to D008."""

from __future__ import annotations

import re
from random import Random

from reports import GeneratedReport

from .plant import Planted, Planters, again, joined, lines_of
from .sentences import changed, said

# Two kinds of organ with a day of their own by law.
SIGNING = ("department", "government")
STALE = (
    "{last}年，我单位召开了公开工作会议。",
    "{last}年共收到群众来信若干，均已转办。",
    "{last}年度，本单位主动公开了办事指南。",
    "{last}年，在上级的指导下，公开工作有了新的进展。",
)


def resigned(report: GeneratedReport, day: str) -> Planted | None:
    """The report with another day of signing; None where it is not signed."""
    lines = lines_of(report)
    for at in range(len(lines) - 1, -1, -1):
        if re.fullmatch(r"\s*20\d\d年1月\d{1,2}日\s*", lines[at]):
            lines[at] = day
            return Planted(joined(report, lines), at + 1)
    return None


def signed_late(report: GeneratedReport, rng: Random) -> Planted | None:
    """Signed after the statutory day of its kind of organ."""
    organ = report.organ if report.organ in SIGNING else rng.choice(SIGNING)
    report = again(report, organ=organ, signed=True, metadata=False)
    early = organ == "department" and report.year >= 2019
    month = rng.choice((2, 3, 5)) if early else rng.choice((4, 6, 11))
    return resigned(report, f"{report.year + 1}年{month}月{rng.randint(1, 28)}日")


def wrong_period(report: GeneratedReport, rng: Random) -> Planted | None:
    """A period of another year, or one that ends too soon."""
    y = report.year
    start = r"自?(\d{4}年[15]月1日)(起?至)(\d{4}年12月31日)"
    periods = (
        f"{y - 1}年1月1日\\g<2>{y - 1}年12月31日",
        f"{y}年1月1日\\g<2>{y}年11月30日",
        f"{y}年1月1日\\g<2>{y}年12月30日",
        f"{y}年3月1日\\g<2>{y}年12月31日",
        f"{y}年1月1日\\g<2>{y + 1}年12月31日",
    )
    return changed(report, start, rng.choice(periods))


def stale(report: GeneratedReport, rng: Random) -> Planted | None:
    """Last year's number in a statement or in the date of signing."""
    if rng.random() < 0.3:
        found = resigned(again(report, signed=True), f"{report.year}年1月{rng.randint(8, 28)}日")
        if found is not None:
            return found
    return said(STALE)(report, rng)


def wrong_due(report: GeneratedReport, rng: Random) -> Planted | None:
    """The report's due date of the other time; for a department, as a government's own is the later day."""
    report = again(report, organ="department")
    late = report.year < 2019
    day = rng.choice(("1月31日", "1月底", "一月三十一日") if late else ("3月31日", "3月底", "三月三十一日"))
    texts = (
        f"根据条例规定，应于每年{day}前公布政府信息公开年度报告。",
        f"按照条例要求，每年{day}前向社会公布上一年度政府信息公开工作年度报告。",
        f"依照政府信息公开条例，本报告须于{day}之前公布，是法定的年度报告。",
    )
    return said(texts)(report, rng)


PLANTERS: Planters = {
    "D004": signed_late,
    "D006": wrong_period,
    "D007": stale,
    "D008": wrong_due,
}
