"""What an annotated copy says of a finding, and which place of the report it says it of."""

from __future__ import annotations

from typing import Final, NamedTuple

from reportlint.findings import FileResult, Finding, Location, RelatedPlace
from reportlint.model import Source, Span
from reportlint.output.flat import details
from reportlint.output.numbers import plain
from reportlint.output.texts import pick, text

_SHOWN_RELATED: Final = 8


class Note(NamedTuple):
    """A finding in words.

    ``head`` is level, code and title; ``related`` are the other places it
    speaks of; ``details`` computation, likely causes, what to do, the basis.
    """

    head: str
    message: str
    place: str
    related: tuple[str, ...]
    details: tuple[str, ...]


def note_of(finding: Finding, lang: str) -> Note:
    """The finding in that language ("zh" or "en")."""
    unsure = () if finding.sure else (text("unsure", lang),)
    return Note(
        f"{text(finding.level.value, lang)} {finding.code} {pick(finding.title, lang)}",
        pick(finding.message, lang),
        pick(finding.location.place, lang),
        tuple(related_text(one, lang) for one in others(finding)),
        (*unsure, *details(finding, lang)),
    )


def lines_of(note: Note, lang: str) -> list[str]:
    """What a comment says under its head, line by line; of many places the first few are named."""
    related = [text("related", lang, text=one) for one in note.related[:_SHOWN_RELATED]]
    if len(note.related) > _SHOWN_RELATED:
        related.append(text("more_places", lang, n=len(note.related) - _SHOWN_RELATED))
    return [note.message, *related, *note.details]


def others(finding: Finding) -> list[RelatedPlace]:
    """The related places other than the finding's own."""
    own = place_in(finding.location)
    return [one for one in finding.related if own is None or place_in(one.location) != own]


def related_text(related: RelatedPlace, lang: str) -> str:
    """``表三·一、本年新收…·总计 = 7``: a place, what it is called there and its value."""
    place, label = pick(related.location.place, lang), pick(related.label, lang)
    name, _, value = label.partition(" = ")  # a label may carry its value itself
    if related.value is not None:
        value = plain(related.value)
    named = place if name in place else text("colon", lang).join(filter(None, (place, name)))
    return " = ".join(filter(None, (named, value)))


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
