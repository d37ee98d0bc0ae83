"""Findings: hits stamped by the engine, and the results that outputs print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from reportlint.model import Report, Source, Span
from reportlint.rule import NOTHING, Level, Rule


class Location(NamedTuple):
    """Where a finding stands.

    ``line``/``column`` are 1-based code points, ``end_column`` is the column
    after the last character; all None for a whole file or a format without
    lines. ``place`` is a place a person can find, ``{"zh": …, "en": …}``;
    ``anchor`` is table/row/column keys joined by "/". ``inside`` is set for
    a format without lines: the place in ``Source.lines``, for excerpts only.
    """

    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    page: int | None
    place: Mapping[str, str]
    anchor: str
    inside: Span | None = None


class RelatedPlace(NamedTuple):
    """Another place of a finding with its label and value."""

    location: Location
    label: Mapping[str, str]
    value: Decimal | None


class Values(NamedTuple):
    """Both sides of a broken equation, the difference, the equation with its numbers."""

    left: Decimal
    right: Decimal
    delta: Decimal
    equation: str


class Finding(NamedTuple):
    """A hit, stamped. Texts are ``{"zh": …, "en": …}``.

    ``label`` says what the cell at ``location`` is ({} for none); ``causes``
    are names of likely causes, a value after a colon. ``fix`` is None or
    ``{"applicability": "safe" | "unsafe" | "display", "edits": (…)}``; an edit is
    ``{"line", "column", "end_column", "old", "new"}``. "display" is for formats
    without lines: the edits say what to write, their places are None.
    """

    code: str
    name: str
    level: Level
    title: Mapping[str, str]
    message: Mapping[str, str]
    help: Mapping[str, str]
    file: str
    location: Location
    related: tuple[RelatedPlace, ...]
    values: Values | None
    causes: tuple[str, ...]
    basis: str
    basis_class: str
    sure: bool
    fingerprint: str
    label: Mapping[str, str] = NOTHING
    suppressed: Mapping[str, str] | None = None
    fix: Mapping[str, object] | None = None


def edits_of(finding: Finding) -> list[Mapping[str, Any]]:
    """The edits of a finding's fix, [] without one."""
    edits: Any = finding.fix["edits"] if finding.fix is not None else ()
    return list(edits)


class Undecided(NamedTuple):
    """A rule that could not be judged, and why (a reason key of the texts)."""

    code: str
    reason: str


class Brief(NamedTuple):
    """What outputs tell of a file beside its findings, small enough to keep.

    ``lines`` holds the lines that findings point at, by number; ``numbered``
    is false for a format whose lines nobody sees.
    """

    edition: str | None = None
    edition_reason: str | None = None
    year: int | None = None
    agency: str | None = None
    organ: str | None = None
    encoding: str | None = None
    read: bool = False
    tables_only: bool = False
    numbered: bool = True
    lines: Mapping[int, str] = MappingProxyType({})


class FileResult(NamedTuple):
    """One file, checked.

    ``source`` is for printing: personal numbers in its lines are masked, so
    it must never be written back. ``decided`` are the codes of the rules that
    were judged. ``error`` is the code of the P finding that stopped it, or None.
    ``failures`` are faults of rules (bugs), one line each. ``kept`` stands in
    for source and report in a result that was kept or sent from elsewhere.
    """

    path: str
    source: Source | None
    report: Report | None
    findings: tuple[Finding, ...]
    decided: tuple[str, ...]
    undecided: tuple[Undecided, ...]
    error: str | None
    failures: tuple[str, ...] = ()
    kept: Brief | None = None


def brief_of(file: FileResult) -> Brief:
    """What outputs tell of a file: as it was kept, else from its source and report."""
    if file.kept is not None:
        return file.kept
    source, report = file.source, file.report
    lines: dict[int, str] = {}
    for number in sorted(_numbers(file.findings)) if source is not None else ():
        if source is not None and 1 <= number <= len(source.lines):
            lines[number] = source.lines[number - 1]
    return Brief(
        edition=(report.edition.name or None) if report is not None else None,
        edition_reason=(report.edition_reason or None) if report is not None else None,
        year=report.year if report is not None else None,
        agency=report.agency if report is not None else None,
        organ=report.organ if report is not None else None,
        encoding=(source.encoding or None) if source is not None else None,
        read=report is not None,
        tables_only=report is not None and report.tables_only,
        numbered=source is None or not source.origins,
        lines=lines,
    )


def with_brief(file: FileResult) -> FileResult:
    """The same result with its brief at hand, for outputs that ask for it often."""
    return file if file.kept is not None else file._replace(kept=brief_of(file))


def kept(file: FileResult) -> FileResult:
    """The same result without the document: small, and made of plain values only."""
    return file._replace(source=None, report=None, kept=brief_of(file))


def _numbers(findings: Iterable[Finding]) -> set[int]:
    """The lines that findings point at."""
    places = [place for one in findings for place in (one.location, *(near.location for near in one.related))]
    return {
        number
        for place in places
        if (number := place.inside.line if place.inside is not None else place.line) is not None
    }


class Result(NamedTuple):
    """All files of one run, with the rules that were used."""

    files: tuple[FileResult, ...]
    rules: tuple[Rule, ...]
