"""What a report announces or owes and does not hold: S008 to S013 and C005."""

from __future__ import annotations

import re
from random import Random

from reports import GeneratedReport
from reports.blocks import Heading, Para

from .plant import Planted, Planters, again, blocks_of, chapters_of, line_of, rebuilt
from .sentences import changed, chapter_at, said, with_words

NEW = ("2019", "2021")
TOPICS = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
ANNOUNCED = (
    "主要采取以下三项措施：一是明确责任；二是加强检查。",
    "重点做了以下两个方面的工作：一是明确责任；二是加强检查；三是定期通报。",
    "有四个方面工作：（1）明确责任；（2）加强检查；（3）定期通报。",
    "落实了登记、审核、发布、归档五项制度。",
    "落实了登记、审核、发布、归档三项制度。",
)
REFERENCES = ("各渠道公开数量见下表。", "详见附件。", "具体数据详见附件1。", "名单见本报告附件。")
DUTY = re.compile(r"(?:将政府信息公开纳入年度工作考核|工作考核结果按季度通报)[^。]*。")


def wrong_count(report: GeneratedReport, rng: Random) -> Planted | None:
    """Announced items, one more or less than there are."""
    changes = {"以下两个方面": "以下三个方面", "以下三个方面": "以下两个方面"}
    found = next((one for one in changes if one in report.text), None)
    if found is not None and rng.random() < 0.5:
        return changed(report, found, changes[found])
    return said(ANNOUNCED)(report, rng)


def wrong_parts(report: GeneratedReport, rng: Random) -> Planted | None:
    """Another number of parts than the report has."""
    report = again(report, parts=True, contents=False)
    match = re.search(r"([六七八九])个部分", report.text)
    if match is None:
        return None
    numerals = "五六七八九十"
    other = numerals[numerals.index(match[1]) + rng.choice((1, -1))]
    return changed(report, "[六七八九](?=个部分)", other)


def without_topic(report: GeneratedReport, rng: Random) -> Planted | None:
    """Section one without one of its topics."""
    if report.edition != "2021":
        return None
    report = again(report, contents=False)
    blocks = blocks_of(report)
    start, stop = chapters_of(blocks)[0]
    heads = [at for at in range(start + 1, stop) if _topic(blocks[at]) is not None]
    if len(heads) != len(TOPICS):
        return None
    gone = rng.choice((2, 3, 4))
    end = heads[gone + 1] if gone < 4 else stop
    text = rebuilt(report, [*blocks[: heads[gone]], *blocks[end:]])
    # Without the fourth the fifth follows the third.
    return Planted(text, _heading_line(text, "总体情况"), also=("S006", *(("S010",) if gone == 4 else ())))


def _topic(block: object) -> str | None:
    """The topic that a piece of section one is the beginning of."""
    if isinstance(block, Heading) and block.level > 1:
        said_first = block.text
    elif isinstance(block, Para) and block.text[1:2] == "是":
        said_first = block.text[2:]
    else:
        return None
    return next((one for one in TOPICS if said_first.removeprefix("政府信息公开").startswith(one)), None)


def _heading_line(text: str, words: str) -> int | None:
    lines = re.split("\r\n|\r|\n", text)
    at = chapter_at(lines, words)
    return None if at is None else at + 1


def without_duty(report: GeneratedReport, rng: Random) -> Planted | None:
    """A government's report without the sentence it owes, or with half of it."""
    if report.edition not in NEW:
        return None
    report = again(report, organ="government", contents=False)
    blocks = blocks_of(report)
    whole = DUTY.search(" ".join(str(block) for block in blocks))
    if whole is None:
        return None
    half = rng.choice(("", "将政府信息公开纳入年度工作考核。", "组织开展社会评议。"))
    text = rebuilt(report, with_words(blocks, whole[0], half))
    return Planted(text, _heading_line(text, "总体情况"))


def without_fee(report: GeneratedReport, rng: Random) -> Planted | None:
    """Section six without a word on fees."""
    if report.edition != "2021":
        return None
    report = again(report, contents=False)
    blocks = blocks_of(report)
    start, end = chapters_of(blocks)[-1]
    nothing = Para(rng.choice(("本年度没有其他需要报告的事项。", "无其他需要报告的事项。")))
    text = rebuilt(report, [*blocks[: start + 1], nothing, *blocks[end:]])
    return Planted(text, _heading_line(text, "其他需要报告的事项"))


def half_of_five(report: GeneratedReport, rng: Random) -> Planted | None:
    """Only problems, or only improvements."""
    report = again(report, contents=False)
    blocks = blocks_of(report)
    chapters = [span for span in chapters_of(blocks) if "问题" in str(blocks[span[0]])]
    if not chapters or chapters[0][1] - chapters[0][0] != 3:
        return None
    start = chapters[0][0]
    heading = blocks[start]
    assert isinstance(heading, Heading)
    del blocks[start + rng.choice((1, 2))]
    text = rebuilt(report, blocks)
    return Planted(text, line_of(text, heading.mark + heading.text))


def nowhere(report: GeneratedReport, rng: Random) -> Planted | None:
    """A reference to a table or annex that is not there."""
    return said(REFERENCES)(report, rng) if report.edition in NEW else None


PLANTERS: Planters = {
    "C005": wrong_count,
    "S008": wrong_parts,
    "S009": without_topic,
    "S010": without_duty,
    "S011": without_fee,
    "S012": half_of_five,
    "S013": nowhere,
}
