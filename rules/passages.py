"""The text of a report in reading order, for rules that read sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from reportlint import Passage, Report, Section

_LEADERS: Final = re.compile(r"[.…·]{3,}\s*\d*\s*$")
# What goes on for longer is no sentence: it is cut at a comma, so that each place costs the same.
_SENTENCE: Final = re.compile(
    r"[^。；;！!？?]{1,1000}(?:(?=[。；;！!？?]|\Z)|(?<=[，,]))|[^。；;！!？?]{1,1000}"
)
_CLAUSE: Final = re.compile(r"[^，,、：:。；;！!？?]+")


LONGEST: Final = 3000


class Sentence(NamedTuple):
    """A sentence or clause with its place in the text it was cut from."""

    text: str
    start: int


def passages(report: Report) -> tuple[Passage, ...]:
    """Headings and paragraphs in reading order."""
    return report.prose


def sentences(text: str) -> Sequence[Sentence]:
    """Sentences of a text; a semicolon ends one too."""
    return _kept(text) if len(text) <= LONGEST else tuple(_cut(text))


@lru_cache(maxsize=256)
def _kept(text: str) -> tuple[Sentence, ...]:
    """One rule after another cuts the paragraphs of a report."""
    return tuple(_cut(text))


def short_sentences(text: str) -> Sequence[Sentence]:
    """Sentences of a length that people write: what goes on for longer was cut."""
    return sentences(text)


def _cut(text: str) -> Iterator[Sentence]:
    return (Sentence(match[0], match.start()) for match in _SENTENCE.finditer(text))


def clause_at(sentence: str, start: int) -> Sentence:
    """The clause of a sentence that holds the place ``start``."""
    for match in _CLAUSE.finditer(sentence):
        if match.start() <= start < match.end():
            return Sentence(match[0], match.start())
    return Sentence(sentence, 0)


def chapters(report: Report) -> tuple[Section, ...]:
    """The chapters without the lines of a printed contents page."""
    found = (one for one in report.document.sections if one.level == 1)
    return tuple(one for one in found if not _LEADERS.search(one.heading))


def full_heading(section: Section) -> str:
    """A heading as printed, number included."""
    return f"{section.mark}{section.heading}"
