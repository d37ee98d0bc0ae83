"""Headings of the document bound to the sections of an edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from reportlint.labels import heading_core
from reportlint.model import BoundSection, Document, Edition, Grid, Section, SectionForm

# Words that may stand in front of or inside a heading without changing what it names.
_LOOSE: Final = re.compile("行政机关|本年度|政府信息公开工作|政务公开|的|工作|年度|方面|情况")


def bind_sections(document: Document, edition: Edition, grids: Sequence[Grid]) -> tuple[BoundSection, ...]:
    """Chapters bound to sections, parts bound to sub-topics, in document order.

    In an edition of fixed sections a chapter under another heading is the
    section whose table stands in it.
    """
    chapters = [form for form in edition.sections if form.parent is None]
    bound: list[BoundSection] = []
    sections = [section for section in document.sections if section.level == 1]
    matched = {section.span: match_section(section.heading, chapters) for section in sections}
    taken = {found[0].key for found in matched.values() if found is not None}
    starts = [section.span.line for section in sections]
    for at, section in enumerate(sections):
        found = matched[section.span]
        if found is None and edition.fixed_sections and section.style != "annex":
            end = starts[at + 1] if at + 1 < len(starts) else None
            keys = {grid.form.section for grid in grids if _within(grid, section.span.line, end)} - taken
            found = next(((form, False) for form in chapters if form.key in keys), None)
            taken |= {found[0].key} if found is not None else set()
        if found is not None:
            form, exact = found
            bound.append(BoundSection(form.key, section, exact))
            bound.extend(_topics(section, form.key, edition))
    return tuple(bound)


def _within(grid: Grid, start: int, end: int | None) -> bool:
    return start <= grid.span.line and (end is None or grid.span.line < end)


def _topics(section: Section, key: str, edition: Edition) -> list[BoundSection]:
    topics = [form for form in edition.sections if form.parent == key]
    bound = []
    for part in section.sections if topics else ():
        found = match_section(part.heading, topics)
        if found is not None:
            bound.append(BoundSection(found[0].key, part, found[1]))
    return bound


def match_section(heading: str, forms: Sequence[SectionForm]) -> tuple[SectionForm, bool] | None:
    """``(section, exact)`` of a heading: an accepted wording, else its core words."""
    core = heading_core(heading)
    if not core:
        return None
    for form in forms:
        if core in form.cores:
            return form, True
    loose = _LOOSE.sub("", core)
    for form in forms:
        if loose in _loosened(form.cores):
            return form, False
    for form in forms:
        if _by_words(core, form):
            return form, False
    return None


@lru_cache(maxsize=512)
def _loosened(cores: frozenset[str]) -> frozenset[str]:
    return frozenset(_LOOSE.sub("", core) for core in cores) - {""}


def _by_words(core: str, form: SectionForm) -> bool:
    if not form.all_of and not form.any_of:
        return False
    for word in form.all_of:  # loops: a file may have as many headings as lines
        if word not in core:
            return False
    for word in form.none_of:
        if word in core:
            return False
    return not form.any_of or any(word in core for word in form.any_of)
