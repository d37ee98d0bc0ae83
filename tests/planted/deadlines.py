"""Families D and L: sentences that are left out or changed."""

from __future__ import annotations

import re
from random import Random

from reports import GeneratedReport, prose

from .plant import Planted, Planters, one_of, paragraphs_of, reworded

REPLIES = (*prose.REQUEST_2019, *prose.REQUEST_OLD)
NEW = ("2019", "2021")


def _sentence(report: GeneratedReport, sentences: tuple[str, ...]) -> str:
    """The one of these sentences that the report has, "" for none."""
    said = paragraphs_of(report)
    return next((one for one in sentences if any(one in text for text in said)), "")


def no_reply_limit(report: GeneratedReport, rng: Random) -> Planted | None:
    """The sentence about the time limit is missing."""
    sentence = _sentence(report, REPLIES)
    if not sentence or (report.edition == "2014" and report.cells["t14_stats", "closed_on_time", "value"]):
        return None
    return reworded(report, sentence, "")


def wrong_days(report: GeneratedReport, rng: Random) -> Planted | None:
    """The number of days of the other law."""
    old, new = ("15", "20") if report.edition in ("2008", "2014") else ("20", "15")
    sentence = _sentence(report, tuple(one for one in REPLIES if f"{old}个工作日" in one))
    if not sentence or report.year == 2019:
        return None
    faulty = sentence.replace(f"{old}个工作日", f"{new}个工作日", 1)
    return reworded(report, sentence, faulty, f"{new}个工作日" + faulty.partition(f"{new}个工作日")[2])


def wrong_days_of_disclosure(report: GeneratedReport, rng: Random) -> Planted | None:
    """Disclosure within fifteen working days instead of twenty, given as what the law says."""
    old = "自形成或者变更之日起20个工作日内"
    new = f"按照《中华人民共和国政府信息公开条例》的规定，{old.replace('20', '15')}"
    said = "主动公开" if report.edition in NEW else "予以公开"
    if not any(old + said in text for text in paragraphs_of(report)):
        return None
    return reworded(report, old + said, new + said, "15个工作日内" + said)


def calendar_days(report: GeneratedReport, rng: Random) -> Planted | None:
    """日 where 个工作日 belongs."""
    days = "15" if report.edition in ("2008", "2014") else "20"
    for said in (f"在{days}个工作日内予以答复", f"申请之日起{days}个工作日内予以答复"):
        if any(said in text for text in paragraphs_of(report)):
            new = said.replace("个工作日", rng.choice(("日", "天")))
            return reworded(report, said, new, new[new.index(days) :])
    return None


def no_period(report: GeneratedReport, rng: Random) -> Planted | None:
    """The sentence about the statistics period is missing."""
    for text in paragraphs_of(report):
        for sentence in text.split("。"):
            if "所列数据的统计" in sentence and not re.search("截至[^。]*12月31日", report.text):
                return reworded(report, f"{sentence}。", "")
    return None


def undefined_name(report: GeneratedReport, rng: Random) -> Planted | None:
    """A short name that was never introduced."""
    text = next((text for text in paragraphs_of(report) if text.startswith(f"{report.year}年，")), "")
    if not text:
        return None
    name = rng.choice(("办法", "办法", "规定"))
    if any(f"《{name}》" in one for one in (*paragraphs_of(report), report.text)):
        return None
    added = f"工作人员认真学习《{name}》。"
    return reworded(report, text, added + text, f"《{name}》")


def introduction_left_out(report: GeneratedReport, rng: Random) -> Planted | None:
    """《条例》 is used, its introduction is not there."""
    if "，以下简称《条例》）" in report.text and "按照《条例》" in report.text:
        return reworded(report, "，以下简称《条例》）", "）", "《条例》的规定")
    return None


PLANTERS: Planters = {
    "D001": no_reply_limit,
    "D002": one_of(wrong_days, wrong_days_of_disclosure),
    "D003": calendar_days,
    "D005": no_period,
    "L003": one_of(undefined_name, introduction_left_out),
}
