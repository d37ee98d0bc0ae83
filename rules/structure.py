"""Family S: sections that are missing or empty, and the family's table of checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportlint import (
    CannotTell,
    Check,
    Hit,
    Level,
    Paragraph,
    Passage,
    Report,
    Section,
    SectionForm,
    Span,
    TableBlock,
    fold,
    heading_core,
)

from .attachments import attachment_missing
from .chapters import places, promoted, section_heading, section_order, top_forms
from .contents import duty_missing, improvement_missing, subtopic_missing
from .fees import fee_statement_missing
from .numbering import numbering_gap, numbering_style
from .parts import parts_count
from .passages import chapters, full_heading, passages
from .title import title_incomplete

_NUMBER: Final = re.compile(r"^[一二三四五六七八九十]+、")

# --- S002 ----------------------------------------------------------------------------

_CONTENTS: Final = re.compile(r"[.…·]{3,}\s*\d*\s*$")
_LISTED: Final = re.compile(r"[一二三四五六七八九十]+\s*[、.]")
_ANNOUNCING: Final = re.compile("报告|全文|年报|组成|构成")
_LISTED_LIMIT: Final = 40


def section_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """Every section of the format is there; before 2019, every item of the law is covered."""
    if not report.edition.name:
        yield CannotTell("edition")
    elif not report.edition.fixed_sections:
        yield from _items_missing(report)
    elif not any(section.level == 1 for section in report.document.sections):
        yield CannotTell("sections")  # no heading at all could be read
    else:
        yield from _sections_missing(report)


def _sections_missing(report: Report) -> Iterator[Hit]:
    present = {place.form.key: place.section for place in places(report)}
    waiting: list[SectionForm] = []
    for form in top_forms(report):
        section = present.get(form.key)
        if section is None:
            if form.demanded:
                waiting.append(form)
            continue
        yield from (_missing_hit(report, one, section.span) for one in waiting)
        waiting = []
    yield from (_missing_hit(report, one, None) for one in waiting)


def _missing_hit(report: Report, form: SectionForm, span: Span | None) -> Hit:
    """A section whose table is there lacks only its heading."""
    values = {"heading": form.heading}
    table = next((grid for grid in report.grids if grid.form.section == form.key), None)
    if table is not None:
        return Hit(table.span, form.key, "heading", Level.WARNING, values)
    return Hit(span=span, anchor=form.key, values=values)


def _items_missing(report: Report) -> Iterator[Hit]:
    wanted = [form for form in top_forms(report) if form.demanded and form.content]
    for passage in passages(report):
        if not wanted:
            return
        told = _told(passage)
        wanted = [form for form in wanted if not any(word in told for word in form.content)]
    for form in wanted:
        yield Hit(
            span=None,
            anchor=form.key,
            variant="item",
            level=Level.WARNING,
            values={"item": _NUMBER.sub("", form.heading)},
        )


def _told(passage: Passage) -> str:
    """The text of a passage without what only announces the parts of the report."""
    text = passage.paragraph.text
    front = not passage.under and not passage.heading
    if front and (_CONTENTS.search(text) or (len(text) <= _LISTED_LIMIT and _LISTED.match(text))):
        return ""
    if "部分" not in text:
        return text
    return "。".join(one for one in text.split("。") if "部分" not in one or not _ANNOUNCING.search(one))


# --- S005 ----------------------------------------------------------------------------

_PROSE: Final = ("s1", "s5", "s6")
_NOTHING: Final = frozenset(("无", "暂无", "没有", "略"))
_NOISE: Final = re.compile(r"[\W_]+")
_DATE: Final = re.compile(r"(?:20\d\d|二[〇○零O一二三四五六七八九]{3})年.{1,3}月.{1,3}日")
_PAGE: Final = re.compile(r"[-—–]?\s*\d{1,4}\s*[-—–]?|")
_SIGNED: Final = re.compile(
    r"[^，。；：,;:]{2,30}(?:政府|局|委|委员会|办|办公室|办事处|厅|队|中心|院|会|社|公司)"
)


def section_empty(report: Report) -> Iterator[Hit | CannotTell]:
    """Every section says something."""
    if report.edition.fixed_sections:
        yield from _empty_sections(report)
    elif report.edition.name:
        yield from _empty_chapters(report)
    else:
        yield CannotTell("edition")


def _empty_sections(report: Report) -> Iterator[Hit]:
    raised = promoted(report)
    present = places(report, raised)
    chosen = {id(place.section) for place in present}
    for place in present:
        if place.form.key not in _PROSE:
            continue
        below = _following(place.section, report, chosen)
        if place.form.key == "s1":
            standing = {id(one) for one in below}
            below += [one for one in raised if id(one) not in standing]
        if any(_has_table(one) for one in below):
            continue
        text = _content(below)
        found = _poor(text, place.form.key, report)
        if found is not None:
            variant, level = found
            yield Hit(
                span=place.section.span,
                anchor=place.form.key,
                variant=variant,
                level=level,
                values={"heading": full_heading(place.section), "length": str(len(text))},
            )


def _poor(text: str, key: str, report: Report) -> tuple[str, Level] | None:
    """``(variant, level)`` of a section whose text says too little, or None."""
    last = key == "s6"
    level = Level.WARNING if last else Level.ERROR
    if not text:
        return "empty", level
    if last and report.edition.name != "2021":
        return None
    if text in _NOTHING:
        return "none", level
    if len(text) < report.thresholds["S005.characters"] and not (last and "费" in text):
        return "short", level
    return None


def _following(section: Section, report: Report, chosen: set[int]) -> list[Section]:
    """A chapter with those after it that are numbered as if they stood under it.

    ``chosen`` are the ids of the chapters that are sections of the edition.
    """
    every = chapters(report)
    at = next((at for at, one in enumerate(every) if one is section), len(every))
    found = [section]
    for one in every[at + 1 :]:
        inner = one.style != section.style or (one.ordinal or 0) <= (section.ordinal or 0)
        if one.style == "annex" or id(one) in chosen or not inner:
            break
        found.append(one)
    return found


def _has_table(section: Section) -> bool:
    return any(isinstance(block, TableBlock) for block in section.blocks) or any(
        _has_table(one) for one in section.sections
    )


def _content(sections: list[Section]) -> str:
    """All that stands under the first heading, letters and figures only, the sign-off left out."""
    first, *rest = sections
    lines = [*_lines(first)[1:]]
    for one in rest:
        lines += _lines(one)
    dated = False
    while lines:
        line = fold(lines[-1]).strip()
        bare = "".join(line.split())
        if _DATE.fullmatch(bare):
            dated = True
        elif not (_PAGE.fullmatch(line) or (dated and _SIGNED.fullmatch(bare))):
            break
        lines.pop()
    return _NOISE.sub("", "".join(lines))


def _lines(section: Section) -> list[str]:
    found = [section.heading]
    found += [block.text for block in section.blocks if isinstance(block, Paragraph)]
    for one in section.sections:
        found += _lines(one)
    return found


def _empty_chapters(report: Report) -> Iterator[Hit]:
    """Before 2019: chapters with nothing under them; “无” is a statement there."""
    keys = {id(one.section): one.key for one in report.sections}
    every = chapters(report)
    for at, chapter in enumerate(every):
        if chapter.blocks or chapter.sections or chapter.style == "annex" or _is_sentence(chapter.heading):
            continue
        after = every[at + 1] if at + 1 < len(every) else None
        if after is not None and (after.style != chapter.style or _starts_anew(chapter, after)):
            continue
        key = keys.get(id(chapter), "")
        if key == "c08_annex" or "附表" in chapter.heading or "附件" in chapter.heading:
            continue
        yield Hit(
            span=chapter.span,
            anchor=key or heading_core(chapter.heading),
            variant="empty",
            level=Level.WARNING,
            values={"heading": full_heading(chapter), "length": "0"},
        )


def _starts_anew(chapter: Section, after: Section) -> bool:
    """True where the next chapter is numbered as if it stood under this one."""
    return chapter.ordinal is not None and after.ordinal is not None and after.ordinal <= chapter.ordinal


def _is_sentence(heading: str) -> bool:
    """A numbered sentence is its own contents."""
    return len(heading) > 25 or "," in fold(heading)


CHECKS: dict[str, Check] = {
    "S001": title_incomplete,
    "S002": section_missing,
    "S003": section_order,
    "S004": section_heading,
    "S005": section_empty,
    "S006": numbering_gap,
    "S007": numbering_style,
    "S008": parts_count,
    "S009": subtopic_missing,
    "S010": duty_missing,
    "S011": fee_statement_missing,
    "S012": improvement_missing,
    "S013": attachment_missing,
}
