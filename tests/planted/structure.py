"""Family S: titles, chapters and their numbers."""

from __future__ import annotations

from random import Random

from reports import GeneratedReport
from reports.blocks import NUMERALS, Block, Heading, Para, Plain, Title

from .plant import Planted, Planter, Planters, blocks_of, chapters_of, line_of, one_of, rebuilt

NEW = ("2019", "2021")
# What a chapter said may have been said nowhere else.
UNSAID = ("D", "L", "W", "C")
OTHER_HEADINGS = {
    "总体情况": ("工作总体推进与落实", "政府信息公开基本情况介绍"),
    "主动公开政府信息情况": ("主动向社会公开信息一览",),
    "收到和处理政府信息公开申请情况": ("申请公开事项的受理与处理",),
    "政府信息公开行政复议、行政诉讼情况": ("复议和诉讼发生情况",),
    "存在的主要问题及改进情况": ("当前的不足和下一步打算",),
    "其他需要报告的事项": ("其他需要汇报的事项", "需要补充说明的其他事项"),
}


# --- the title -----------------------------------------------------------------------------


def other_title(report: GeneratedReport, rng: Random) -> Planted | None:
    """A title without year or organ, or with another name for the document."""
    blocks = blocks_of(report)
    at = next(at for at, block in enumerate(blocks) if isinstance(block, Title))
    year, kind = f"{report.year}年", "政府信息公开工作年度报告"
    titles = [
        f"{report.agency}{kind}",
        f"{year}{kind}",
        f"{report.agency}{year}政府信息公开工作报告",
        f"{report.agency}关于{year}政府信息公开工作情况的报告",
        f"{report.agency}{year[:-1]}年度{kind}",
        f"{report.agency}政府信息公开{year}年度报告",
    ]
    title = rng.choice(titles)
    blocks[at] = Title((title,))
    text = rebuilt(report, blocks)
    return Planted(text, line_of(text, title), also=("P004",))


# --- chapters ------------------------------------------------------------------------------


def renumbered(blocks: list[Block]) -> list[Block]:
    """Chapters numbered from one again."""
    made = list(blocks)
    for number, (start, _) in enumerate(chapters_of(blocks), 1):
        heading = made[start]
        assert isinstance(heading, Heading)
        old = next(mark for mark in reversed(NUMERALS[1:]) if heading.mark.startswith(mark))
        made[start] = heading._replace(mark=NUMERALS[number] + heading.mark[len(old) :])
    return made


def _heading_line(text: str, blocks: list[Block], name: str) -> int | None:
    """The line of the chapter of that name."""
    wanted = next(
        block for block in blocks if isinstance(block, Heading) and (block.level, block.text) == (1, name)
    )
    return line_of(text, wanted.mark + wanted.text)


def without_chapter(report: GeneratedReport, rng: Random) -> Planted | None:
    """A chapter left out, the others numbered anew or not."""
    if report.edition not in NEW:
        return None
    blocks = blocks_of(report)
    chapters = chapters_of(blocks)
    at = rng.randrange(len(chapters))
    start, end = chapters[at]
    left = blocks[:start] + blocks[end:]
    if rng.random() < 0.5:
        left = renumbered(left)
    text = rebuilt(report, left)
    after = blocks[chapters[at + 1][0]] if at + 1 < len(chapters) else None
    line = _heading_line(text, left, after.text) if isinstance(after, Heading) else None
    return Planted(text, line, also=(*UNSAID, "S006", "S010"))


def without_item(report: GeneratedReport, rng: Random) -> Planted | None:
    """Before 2019: fees, or shortcomings, told nowhere."""
    if report.edition in NEW:
        return None
    words = rng.choice((("费",), ("问题", "不足", "改进")))
    blocks = blocks_of(report)
    left: list[Block] = []
    start = next(at for at, block in enumerate(blocks) if isinstance(block, Heading))
    for begin, end in chapters_of(blocks):
        heading = blocks[begin]
        assert isinstance(heading, Heading)
        if not any(word in heading.text for word in words):
            left += blocks[begin:end]
    end = chapters_of(blocks)[-1][1]
    front = [block for block in blocks[:start] if not any(word in str(block) for word in words)]
    text = rebuilt(report, renumbered([*front, *left, *blocks[end:]]))
    told = [block for block in left if any(word in str(block) for word in words)]
    return None if told else Planted(text, None, also=UNSAID)


def swapped_chapters(report: GeneratedReport, rng: Random) -> Planted | None:
    """Two neighbouring chapters in the other order."""
    if report.edition not in NEW:
        return None
    blocks = blocks_of(report)
    chapters = chapters_of(blocks)
    at = rng.randrange(len(chapters) - 1)
    (first, middle), (_, end) = chapters[at : at + 2]
    signed = next((n for n in range(middle, end) if isinstance(blocks[n], Plain)), end)
    moved = blocks[:first] + blocks[middle:signed] + blocks[first:middle] + blocks[signed:]
    if rng.random() < 0.7:
        moved = renumbered(moved)
    text = rebuilt(report, moved)
    heading = blocks[middle]
    assert isinstance(heading, Heading)
    return Planted(text, _heading_line(text, moved, heading.text), also=("S006", "L"))


def misnumbered_chapters(report: GeneratedReport, rng: Random) -> Planted | None:
    """The chapters from some place on carry the next number."""
    if report.edition not in NEW:
        return None
    text, line = _shifted(report, rng)
    return Planted(text, line)


def _shifted(report: GeneratedReport, rng: Random) -> tuple[str, int | None]:
    blocks = blocks_of(report)
    chapters = chapters_of(blocks)
    at = rng.randrange(1, len(chapters))
    for number, (start, _) in enumerate(chapters[at:], at + 2):
        heading = blocks[start]
        assert isinstance(heading, Heading)
        old = NUMERALS[number - 1]
        blocks[start] = heading._replace(mark=NUMERALS[number] + heading.mark[len(old) :])
    text = rebuilt(report, blocks)
    first = blocks[chapters[at][0]]
    assert isinstance(first, Heading)
    return text, line_of(text, first.mark + first.text)


def other_heading(report: GeneratedReport, rng: Random) -> Planted | None:
    """A chapter under a name of the clerk's own."""
    if report.edition not in NEW:
        return None
    blocks = blocks_of(report)
    start = rng.choice(chapters_of(blocks))[0]
    heading = blocks[start]
    assert isinstance(heading, Heading)
    name = rng.choice(OTHER_HEADINGS[heading.text])
    blocks[start] = heading._replace(text=name)
    text = rebuilt(report, blocks)
    return Planted(text, _heading_line(text, blocks, name))


def empty_chapter(report: GeneratedReport, rng: Random) -> Planted | None:
    """A heading with nothing, or next to nothing, under it."""
    blocks = blocks_of(report)
    chapters = chapters_of(blocks)
    new = report.edition in NEW
    start, end = rng.choice(chapters[4:6] if new else chapters[1:-1])
    heading = blocks[start]
    assert isinstance(heading, Heading)
    said: list[Block] = []
    if new and rng.random() < 0.5 and ("问题" in heading.text or report.edition == "2021"):
        said = [Para(rng.choice(("无。", "暂无。")))]
    kept = [block for block in blocks[start:end] if isinstance(block, Plain)]
    text = rebuilt(report, [*blocks[: start + 1], *said, *kept, *blocks[end:]])
    return Planted(text, _heading_line(text, blocks, heading.text), also=(*UNSAID, "S002", "S011"))


# --- numbers -------------------------------------------------------------------------------


def _topics(blocks: list[Block]) -> list[int]:
    """Where the numbered sub-topics stand."""
    return [
        at for at, block in enumerate(blocks)
        if isinstance(block, Heading) and block.level in (2, 3) and block.mark[-1:] in "）)."
        and at < chapters_of(blocks)[-1][1]
    ]  # fmt: skip


def gap_in_topics(report: GeneratedReport, rng: Random) -> Planted | None:
    """A number left out, or printed twice, among the sub-topics."""
    blocks = blocks_of(report)
    topics = _topics(blocks)
    if len(topics) < 3 or report.edition not in NEW:
        return None
    at = rng.randrange(1, len(topics))
    step = rng.choice((1, -1))
    for place, number in zip(topics[at:], range(at, 9), strict=False):
        heading = blocks[place]
        assert isinstance(heading, Heading)
        old, new = number + 1, number + 1 + step
        mark = heading.mark.replace(NUMERALS[old], NUMERALS[new]).replace(str(old), str(new))
        blocks[place] = heading._replace(mark=mark)
    text = rebuilt(report, blocks)
    first = blocks[topics[at]]
    assert isinstance(first, Heading)
    return Planted(text, line_of(text, first.mark + first.text))


def gap_in_chapters(report: GeneratedReport, rng: Random) -> Planted | None:
    """Before 2019, where nobody fixed the chapters: a number left out."""
    if report.edition in NEW:
        return None
    text, line = _shifted(report, rng)
    return Planted(text, line)


def mixed_marks(report: GeneratedReport, rng: Random) -> Planted | None:
    """One number of a run in another style."""
    blocks = blocks_of(report)
    topics = _topics(blocks)
    if len(topics) < 3:
        return None
    at = rng.choice(topics[1:])
    heading = blocks[at]
    assert isinstance(heading, Heading)
    if heading.mark.endswith("."):
        mark = heading.mark[:-1] + "、"
    elif heading.mark.startswith("（"):
        mark = f"({heading.mark[1:-1]})"
    else:
        return None
    blocks[at] = heading._replace(mark=mark)
    text = rebuilt(report, blocks)
    # The finding names both styles and may stand at either.
    return Planted(text, line_of(text, mark + heading.text), near=True)


PLANTERS: Planters = {
    "S001": other_title,
    "S002": one_of(without_chapter, without_item),
    "S003": one_of(swapped_chapters, misnumbered_chapters),
    "S004": other_heading,
    "S005": empty_chapter,
    "S006": one_of(gap_in_topics, gap_in_chapters),
    "S007": mixed_marks,
}
__all__ = ["PLANTERS", "Planter"]
