"""Findings: hits stamped by the engine, and the results that outputs print."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

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
    are names of likely causes, a value after a colon.
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


class Undecided(NamedTuple):
    """A rule that could not be judged, and why (a reason key of the texts)."""

    code: str
    reason: str


class FileResult(NamedTuple):
    """One file, checked.

    ``source`` is for printing: personal numbers in its lines are masked, so
    it must never be written back. ``error`` is the code of the P finding that
    stopped it, or None.
    ``failures`` are faults of rules (bugs), one line each.
    """

    path: str
    source: Source | None
    report: Report | None
    findings: tuple[Finding, ...]
    decided: int
    undecided: tuple[Undecided, ...]
    error: str | None
    failures: tuple[str, ...] = ()


class Result(NamedTuple):
    """All files of one run, with the rules that were used."""

    files: tuple[FileResult, ...]
    rules: tuple[Rule, ...]
