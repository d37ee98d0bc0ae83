"""Hits to findings: texts filled, places named, fingerprints made."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from reportlint.equations import place_of
from reportlint.findings import Finding, Location, RelatedPlace, Values
from reportlint.labels import plain
from reportlint.model import Line, Origin, Report, Section, Source, Span
from reportlint.one_cause import Broken
from reportlint.personal import masked
from reportlint.rule import UNSAFE, Edit, Hit, Level, Related, Rule
from reportlint.text import core_of, fold

_ALGORITHM = "reportlint/v1"
_LANGUAGES = ("zh", "en")
_SENTENCE = 500  # characters on either side of a place; no sentence that people write is longer


def texts(templates: Mapping[str, str], values: Mapping[str, object]) -> dict[str, str]:
    """A message in every language, personal numbers masked; a value may itself be a mapping of languages."""
    fallback = next(iter(templates.values()), "")
    return {lang: _filled(templates.get(lang, fallback), values, lang) for lang in _LANGUAGES}


def _filled(template: str, values: Mapping[str, object], lang: str) -> str:
    asks = "{" in template or "}" in template
    return masked(template.format_map(_Values(values, lang)) if asks else template)


class _Values(dict[str, Any]):
    """The values of a message in one language; a missing one stays visible."""

    def __init__(self, values: Mapping[str, object], lang: str) -> None:
        super().__init__(
            {
                name: value.get(lang, "") if isinstance(value, Mapping) else value
                for name, value in values.items()
            }
        )

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def location(source: Source | None, span: Span | None, anchor: str, place: Mapping[str, str]) -> Location:
    """Where a span stands, in the terms of its file's format."""
    if span is None:
        return Location(None, None, None, None, None, place, anchor)
    if source is not None and source.origins:
        origin = source.origins[span.line - 1]
        return Location(None, None, None, None, origin.page, _found_at(place, origin, span), anchor, span)
    column, end = span.column, span.end
    if source is not None and 0 < span.line <= len(source.lines):
        last = len(source.lines[span.line - 1]) + 1  # a line end may stand for a blank
        column, end = min(column, last), min(end, last)
    return Location(span.line, column, span.line, max(end, column), None, place, anchor)


def _found_at(place: Mapping[str, str], origin: Origin, span: Span) -> Mapping[str, str]:
    """What a span is, and in brackets where a person finds it in the file."""
    where = dict(origin.place)
    if origin.cells:
        cell = max(bisect_right(origin.cells, span.column), 1)
        if origin.names:
            name = origin.names[cell - 1]
            where = {"zh": f"{where['zh']} {name} 单元格", "en": f"{where['en']}, cell {name}"}
        else:
            where = {"zh": f"{where['zh']} 第 {cell} 列", "en": f"{where['en']}, column {cell}"}
    named = {"zh": f"{place['zh']}（{where['zh']}）", "en": f"{place['en']} ({where['en']})"}
    return named if place["zh"] else where


class Stamp(NamedTuple):
    """What stamping a file's hits needs; ``chapters`` are the places where chapters begin, ``keys`` their sections by identity.

    ``lines`` are the lines that come in pieces, by place; ``starts`` where they begin.
    """

    report: Report | None
    source: Source | None
    path: str
    levels: Mapping[str, Level]
    chapters: tuple[tuple[int, int], ...]
    keys: Mapping[int, str]
    lines: tuple[Line, ...]
    starts: tuple[tuple[int, int], ...]


def stamp_of(report: Report | None, source: Source | None, path: str, levels: Mapping[str, Level]) -> Stamp:
    """The stamp of one file."""
    sections = report.document.sections if report is not None else ()
    items = source.items if source is not None else ()
    lines = sorted(
        (item for item in items if isinstance(item, Line) and item.marks), key=lambda line: line.marks[0][1:]
    )
    chapters = tuple(section.span[:2] for section in sections)
    bound = report.sections if report is not None else ()
    keys = {id(one.section): one.key for one in reversed(bound)}
    return Stamp(
        report, source, path, levels, chapters, keys, tuple(lines), tuple(x.marks[0][1:] for x in lines)
    )


def place_texts(using: Stamp, span: Span | None, anchor: str) -> Mapping[str, str]:
    """The place a person finds: the table's row and column, else the section's heading."""
    report = using.report
    parts = anchor.split("/")
    if report is not None and parts[0] and len(parts) <= 3:
        for grid in report.grids_of(parts[0]):
            row, column = (*parts[1:], "", "")[:2]
            if (not row or _has_row(grid.form.rows, row)) and (
                not column or _has_row(grid.form.columns, column)
            ):
                return place_of(grid.form, row, column)
    section = chapter_at(using, span)
    if section is None:
        return {"zh": "", "en": ""}
    heading = masked(f"{section.mark}{section.heading}")
    return {"zh": heading, "en": heading}


def _has_row(items: Iterable[Any], key: str) -> bool:
    return any(item.key == key for item in items)


def chapter_at(using: Stamp, span: Span | None) -> Section | None:
    """The chapter in which a span stands."""
    if using.report is None or span is None:
        return None
    at = bisect_right(using.chapters, span[:2])
    return using.report.document.sections[at - 1] if at else None


def stamp(broken: Broken, using: Stamp) -> Finding:
    """A finding without fingerprint from a hit and its rule."""
    rule, hit = broken
    report, source = using.report, using.source
    anchor = masked(hit.anchor or _sentence_anchor(using, hit.span))
    edition = report.edition.name if report is not None else ""
    return Finding(
        code=rule.code,
        name=rule.name,
        level=using.levels.get(rule.code, hit.level or rule.level),
        title=rule.title,
        message=texts(rule.messages.get(hit.variant, rule.messages[""]), hit.values),
        help=texts(rule.help.get(hit.variant, rule.help[""]), hit.values),
        file=using.path,
        location=location(source, hit.span, anchor, place_texts(using, hit.span, anchor)),
        related=tuple(_related(one, using) for one in hit.related),
        values=_values(hit),
        causes=hit.causes,
        basis=rule.basis.get(edition, rule.basis.get("", "")),
        basis_class=rule.basis_class,
        sure=hit.sure,
        fingerprint="",
        label=dict.fromkeys(_LANGUAGES, masked(hit.label)) if hit.label else {},
        fix=_fix(broken, source),
    )


def _values(hit: Hit) -> Values | None:
    """The arithmetic of a hit; none where a cell holds a personal number instead of a figure."""
    if hit.sides is None or masked(hit.sides.equation, is_figure=True) != hit.sides.equation:
        return None
    return Values(*hit.sides)


def _fix(broken: Broken, source: Source | None) -> Mapping[str, object] | None:
    """The fix of a hit, None where the rule declares none or the old text does not stand in the file.

    So it is where the file writes the text otherwise (``&nbsp;``), or breaks
    it over lines, and where the reading is uncertain. A personal number is in
    no fix: fixes are printed.
    """
    rule, hit = broken
    if hit.fix is None or not hit.fix.edits or not rule.fix or not hit.sure or source is None:
        return None
    if any(masked(text) != text for edit in hit.fix.edits for text in (edit.old, edit.new)):
        return None
    applicability = UNSAFE if rule.fix == UNSAFE else hit.fix.applicability
    if source.origins:
        edits = [_edit(edit) | dict.fromkeys(("line", "column", "end_column")) for edit in hit.fix.edits]
        return {"applicability": "display", "edits": tuple(edits)}
    if not all(_stands(edit, source) for edit in hit.fix.edits):
        return None
    return {"applicability": applicability, "edits": tuple(map(_edit, sorted(hit.fix.edits)))}


def _edit(edit: Edit) -> dict[str, object]:
    line, column, end = edit.span
    return {"line": line, "column": column, "end_column": end, "old": edit.old, "new": edit.new}


def _stands(edit: Edit, source: Source) -> bool:
    line, column, end = edit.span
    if not 0 < line <= len(source.lines) or not 0 < column <= end <= len(source.lines[line - 1]) + 1:
        return False
    return source.lines[line - 1][column - 1 : end - 1] == edit.old


def _related(one: Related, using: Stamp) -> RelatedPlace:
    where = location(using.source, one.span, one.anchor, place_texts(using, one.span, one.anchor))
    personal = one.value is not None and masked(str(one.value), is_figure=True) != str(one.value)
    return RelatedPlace(where, dict.fromkeys(_LANGUAGES, masked(one.label)), None if personal else one.value)


def _sentence_anchor(using: Stamp, span: Span | None) -> str:
    """The section's key and a hash of the sentence, so that moving lines changes nothing."""
    source = using.source
    if span is None or source is None or not 0 < span.line <= len(source.lines):
        return "report"
    key = "front"
    chapter = chapter_at(using, span)
    if chapter is not None:
        key = using.keys.get(id(chapter)) or plain(chapter.heading)[:12]
    line, at = _text_at(using, source, span)
    first, last = max(at - _SENTENCE, 0), min(at + _SENTENCE, len(line))
    start = max(first, *(line.rfind(mark, first, at) + 1 for mark in "。；！？"))
    ends = [end for end in (line.find(mark, at, last) for mark in "。；！？") if end >= 0]
    sentence = core_of(_folded_line(line)[start : min(ends, default=last)])
    return f"{key}/{hashlib.sha256(sentence.encode()).hexdigest()[:12]}"


@lru_cache(maxsize=1)
def _folded_line(line: str) -> str:
    """A line may be the whole file, with a finding in each of its sentences."""
    return fold(line)


def _text_at(using: Stamp, source: Source, span: Span) -> tuple[str, int]:
    """The text in which a span stands, and where in it: the stored line, or what is printed of it."""
    found = bisect_right(using.starts, span[:2]) - 1
    if found >= 0:
        item = using.lines[found]
        piece = bisect_right(item.marks, span[:2], key=lambda mark: mark[1:]) - 1
        offset, line, column = item.marks[piece]
        at = offset + span.column - column
        if line == span.line and at < len(item.text):
            return item.text, at
    return source.lines[span.line - 1], span.column - 1


def identity(path: str, here: str, root: str) -> str:
    """A path as fingerprints have it: as seen from the folder of the configuration, wherever the call is made.

    ``here`` is the working folder that ``path`` is relative to, "" to take the path as it is.
    """
    if not here or path == "-":
        return path
    try:
        return Path(os.path.relpath(os.path.join(here, path), root)).as_posix()
    except ValueError:  # on another drive
        return path


def fingerprinted(findings: Iterable[Finding], report: Report | None, path: str) -> list[Finding]:
    """Findings with fingerprints: rule, agency and year (else path), anchor; #2, #3 for doubles."""
    known = report is not None and report.agency is not None and report.year is not None
    whose = f"{report.agency}|{report.year}" if known and report is not None else path
    seen: dict[str, int] = {}
    stamped = []
    for finding in findings:
        text = "|".join((_ALGORITHM, finding.code, whose, finding.location.anchor))
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        seen[digest] = seen.get(digest, 0) + 1
        print_ = digest if seen[digest] == 1 else f"{digest}#{seen[digest]}"
        stamped.append(finding._replace(fingerprint=print_))
    return stamped


def message_hit(rule: Rule, variant: str, span: Span | None, values: Mapping[str, object]) -> Broken:
    """A hit of a rule that the engine raises itself."""
    return Broken(rule, Hit(span=span, variant=variant if variant in rule.messages else "", values=values))
