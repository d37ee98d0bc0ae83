"""What an annotated copy says of a finding, and which place of the report it says it of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from reportlint.findings import FileResult, Finding, Location, RelatedPlace
from reportlint.model import Source, Span
from reportlint.output.numbers import plain
from reportlint.output.texts import cause, pick, text

_SHOWN_RELATED: Final = 8


class Note(NamedTuple):
    """A finding in words.

    ``head`` is level, code and title; ``details`` are the computation, other
    places, causes, what to do and the basis, one line each.
    """

    level: str
    code: str
    title: str
    head: str
    message: str
    place: str
    details: tuple[str, ...]


def note_of(finding: Finding, lang: str) -> Note:
    """The finding in that language ("zh" or "en")."""
    level, title = text(finding.level.value, lang), pick(finding.title, lang)
    return Note(
        level,
        finding.code,
        title,
        f"{level} {finding.code} {title}",
        pick(finding.message, lang),
        pick(finding.location.place, lang),
        tuple(_details(finding, lang)),
    )


def _details(finding: Finding, lang: str) -> Iterator[str]:
    if finding.values is not None and finding.values.equation:
        equation = finding.values.equation if lang == "zh" else finding.values.equation.replace("；", "; ")
        delta = plain(abs(finding.values.delta))
        yield text("calculation", lang, text=text("difference", lang, text=equation, delta=delta))
    others = [one for one in finding.related if place_in(one.location) != place_in(finding.location)]
    for related in others[:_SHOWN_RELATED]:
        yield text("related", lang, text=related_text(related, lang))
    if len(others) > _SHOWN_RELATED:
        yield text("more_places", lang, n=len(others) - _SHOWN_RELATED)
    for name in finding.causes:
        yield text("cause", lang, text=cause(name, lang))
    if not finding.sure:
        yield text("unsure", lang)
    advice = pick(finding.help, lang)
    if advice:
        yield text("help", lang, text=advice)
    if finding.basis:
        yield text("basis", lang, text=finding.basis)


def related_text(related: RelatedPlace, lang: str) -> str:
    """``表三·…：一 = 60``: a related place, what it is called in the formula and its value."""
    label = pick(related.label, lang)
    if related.value is not None:
        label = f"{label} = {plain(related.value)}" if label else plain(related.value)
    parts = [part for part in (pick(related.location.place, lang), label) if part]
    return text("colon", lang).join(parts)


# --- where -----------------------------------------------------------------------------


def place_in(where: Location) -> Span | None:
    """The stretch of ``Source.lines`` that a location means; None for the whole report."""
    if where.inside is not None or where.line is None:
        return where.inside
    column = where.column or 1
    same_line = where.end_line in (None, where.line)
    end = (where.end_column or column) if same_line else column
    return Span(where.line, column, max(column, end))


def home(result: FileResult) -> Span | None:
    """Where a finding on the whole report is noted: the title, else the first words."""
    if result.report is not None and result.report.title is not None:
        return result.report.title.span
    return _first_words(result.source) if result.source is not None else None


def _first_words(source: Source) -> Span | None:
    for number, line in enumerate(source.lines, 1):
        if line.strip():
            return Span(number, 1, len(line) + 1)
    return None
