"""Headings of the document bound to the sections of an edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from reportlint.labels import heading_core
from reportlint.model import BoundSection, Document, Edition, Section, SectionForm

# Words that may stand in front of or inside a heading without changing what it names.
_LOOSE: Final = re.compile("行政机关|本年度|政府信息公开工作|政务公开|的|工作|年度|方面|情况")


def bind_sections(document: Document, edition: Edition) -> tuple[BoundSection, ...]:
    """Chapters bound to sections, parts bound to sub-topics, in document order."""
    chapters = [form for form in edition.sections if form.parent is None]
    bound: list[BoundSection] = []
    for section in document.sections:
        found = match_section(section.heading, chapters)
        if found is not None:
            form, exact = found
            bound.append(BoundSection(form.key, section, exact))
            bound.extend(_topics(section, form.key, edition))
    return tuple(bound)


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
    return (
        all(word in core for word in form.all_of)
        and (not form.any_of or any(word in core for word in form.any_of))
        and not any(word in core for word in form.none_of)
    )
