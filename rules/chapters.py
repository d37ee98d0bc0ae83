"""S003 and S004: the six fixed sections, their order, numbers and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from reportlint import (
    BoundSection,
    CannotTell,
    Edit,
    Fix,
    Hit,
    Report,
    Section,
    SectionForm,
    Span,
    heading_core,
    match_section,
)

from .numerals import in_chinese
from .passages import chapters, full_heading
from .repairs import safe

_NUMBERED: Final = ("cn", "part")
_NUMBER: Final = re.compile(r"^[一二三四五六七八九十]+、")

# So many characters of a heading may be other words: 改进措施 for 改进情况.
_STRANGE: Final = 3
# What may stand in front of a heading, or be left out of it, without making it another one.
_ADDED: Final = re.compile(
    r"^(?:行政机关|本机关|本单位|本年度|本年|20\d\d年度?|政府信息公开工作|政务公开工作|因)+|的|情况$"
)


class Place(NamedTuple):
    """A chapter with the section of the edition that it is; ``at`` counts from one."""

    at: int
    form: SectionForm
    section: Section
    exact: bool


def top_forms(report: Report) -> list[SectionForm]:
    """The sections of the edition, in order."""
    return [form for form in report.edition.sections if form.parent is None]


def places(report: Report, without: Sequence[Section] = ()) -> list[Place]:
    """The first chapter of each section, in document order, annexes and ``without`` left out."""
    order = {form.key: (at, form) for at, form in enumerate(top_forms(report), 1)}
    printed = {id(one) for one in chapters(report)}
    left_out = {id(one) for one in without}
    seen: dict[str, Place] = {}
    for bound in _best_first(report.sections):
        if bound.key not in order or bound.key in seen or bound.section.style == "annex":
            continue
        if id(bound.section) in printed and id(bound.section) not in left_out:
            at, form = order[bound.key]
            seen[bound.key] = Place(at, form, bound.section, bound.exact)
    return sorted(seen.values(), key=lambda place: place.section.span)


def _best_first(bound: Sequence[BoundSection]) -> list[BoundSection]:
    """Exact headings before those that are only close: 主动公开 is not section two beside it."""
    return [one for one in bound if one.exact] + [one for one in bound if not one.exact]


def promoted(report: Report) -> list[Section]:
    """Sub-topics of section one that stand as chapters beside the six sections."""
    topics = [form for edition in report.editions for form in edition.sections if form.parent == "s1"]
    bound = {id(one.section): one for one in report.sections}
    exact = {one.key for one in report.sections if one.exact}
    found = []
    for chapter in chapters(report):
        if chapter.style == "annex" or match_section(chapter.heading, topics) is None:
            continue
        one = bound.get(id(chapter))
        if one is None or (not one.exact and one.key in exact):
            found.append(chapter)
    return found


# --- S003 ----------------------------------------------------------------------------


def section_order(report: Report) -> Iterator[Hit | CannotTell]:
    """The six sections stand in order, numbered one to six, with nothing raised beside them."""
    raised = promoted(report)
    if raised:
        yield _promoted_hit(report, raised[0])
    present = places(report, raised)
    swapped = list(_swapped(present))
    for place, expected in swapped:
        yield Hit(
            span=place.section.span,
            anchor=place.form.key,
            values={"heading": full_heading(place.section), "expected": expected.form.heading},
        )
    if not raised and not swapped:
        yield from _wrong_ordinals(present)


def _promoted_hit(report: Report, chapter: Section) -> Hit:
    first = report.section("s1")
    above = full_heading(first) if first is not None else top_forms(report)[0].heading
    return Hit(
        span=chapter.span,
        anchor="s1",
        variant="promoted",
        values={"heading": full_heading(chapter), "section": above},
    )


def _swapped(present: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """``(section, what should stand there)``, once per stretch that is out of order."""
    right = sorted(present, key=lambda place: place.at)
    start = 0
    for end in range(1, len(present) + 1):
        if {place.at for place in present[start:end]} == {place.at for place in right[start:end]}:
            if end - start > 1:
                yield present[start], right[start]
            start = end


def _wrong_ordinals(present: Sequence[Place]) -> Iterator[Hit]:
    """Numbers that differ from the section's place, once per shift."""
    shift = 0
    for position, place in enumerate(present, 1):
        found = place.section.ordinal
        if place.section.style not in _NUMBERED or found is None:
            continue
        # Where a section is missing the others may have moved up: that is S002's finding.
        wrong = 0 if found in (place.at, position) else found - place.at
        if wrong and wrong != shift:
            yield Hit(
                span=place.section.span,
                anchor=place.form.key,
                variant="ordinal",
                values={
                    "heading": place.section.heading,
                    "found": _number(found),
                    "expected": _number(place.at),
                },
            )
        shift = wrong


def _number(number: int) -> dict[str, str]:
    return {"zh": in_chinese(number), "en": str(number)}


# --- S004 ----------------------------------------------------------------------------


def section_heading(report: Report) -> Iterator[Hit | CannotTell]:
    """The headings are those of the format or an accepted wording."""
    for place in places(report, promoted(report)):
        if not place.exact and not _accepted(place):
            official = _NUMBER.sub("", place.form.heading)
            yield Hit(
                span=place.section.span,
                anchor=place.form.key,
                values={"found": place.section.heading, "expected": official},
                fix=_official(place, official, report),
            )


def _official(place: Place, official: str, report: Report) -> Fix | None:
    """The official words for those of a heading; number and mark stay.

    Only where the heading can be no other section's: it stands where that
    section stands, bears its number, is alone in being taken for it, and says
    hardly anything that the official one does not.
    """
    section, core = place.section, heading_core(place.section.heading)
    if section.runs_on or section.ordinal not in (None, place.at) or not section.marks:
        return None
    if (
        match_section(section.heading, [one for one in top_forms(report) if one is not place.form])
        is not None
    ):
        return None
    if match_section(section.heading, [place.form]) is None:
        return None  # only its table tells which section it is
    if sum(one.key == place.form.key for one in report.sections) != 1:
        return None
    same = SequenceMatcher(None, core, heading_core(official), autojunk=False)
    kept = sum(block.size for block in same.get_matching_blocks())
    if kept * 2 < len(core) or len(core) - kept > _STRANGE:
        return None
    _, line, column = section.marks[0]
    heading = section.heading
    return safe(Edit(Span(line, column, column + len(heading)), heading, official))


def _accepted(place: Place) -> bool:
    """True where only words stand before the heading that may stand there."""
    core = _bare(place.section.heading)
    return any(_bare(text) == core for text in (place.form.heading, *place.form.accepted))


def _bare(heading: str) -> str:
    return _ADDED.sub("", heading_core(heading))
