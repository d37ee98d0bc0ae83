"""What a paragraph is about from word to word: requests, reviews, lawsuits, other matters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.model import Passage

_TOPICS: Final = re.compile(
    r"(?P<request>公开申请|依申请|申请公开|公开的申请|信息公开[^,;。]{0,6}申请)|(?P<direct>直接起诉|直接提起)|(?P<after>复议后)|(?P<review>复议)|(?P<litigation>诉讼|起诉|应诉)"
    r"|(?P<normative>规范性文件)"
    r"|(?P<other>热线|12345|信箱|留言|诉求|建议|提案|信访(?!举报投诉类)|举报(?!投诉类)|咨询|来信|来访|舆情|问卷|工单|网民|证照|许可|处罚|审批|督查|检查|培训|整改|督办)"
)
_ONE_PHRASE: Final = 8
_CASES: Final = frozenset(("review", "litigation"))


class Mark(NamedTuple):
    """A word that says what the text is about from there on."""

    at: int
    kind: str


def topic_marks(passage: Passage) -> Iterator[Mark]:
    """What the text is about, by its headings from the outermost on and then by its words."""
    for heading in (*passage.above, passage.under):
        for match in _TOPICS.finditer(heading):
            yield Mark(-1, match.lastgroup or "")
        if "申请" in heading and "公开" not in heading:
            yield Mark(-1, "request")
    for match in _TOPICS.finditer(passage.folded):
        yield Mark(match.start(), match.lastgroup or "")


def kinds(marks: Sequence[Mark]) -> tuple[tuple[str, bool], ...]:
    """What the text is about behind each mark."""
    found: list[tuple[str, bool]] = []
    last, requested = "", False
    previous = -100
    for mark in marks:
        near = 0 <= mark.at - previous <= _ONE_PHRASE
        if mark.kind in _CASES and last in _CASES and mark.kind != last and near:
            last = "cases"
        elif not (mark.kind == "litigation" and last in ("direct", "after") and near) and not (
            mark.kind == "review" and last == "after" and near
        ):
            last = mark.kind
        requested = requested or mark.kind == "request"
        previous = mark.at
        found.append((last, requested))
    return tuple(found)
