"""Results as plain values and back: for the cache, and for sending them between processes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reportlint.findings import Brief, FileResult, Finding, Location, RelatedPlace, Undecided, Values, kept
from reportlint.model import Span
from reportlint.rule import Level

Plain = dict[str, Any]


def pack(file: FileResult) -> Plain:
    """A result without its document, as lists, mappings, texts and numbers that JSON can hold."""
    small = kept(file)
    brief = small.kept
    assert brief is not None
    return {
        "path": small.path,
        "findings": [pack_finding(finding) for finding in small.findings],
        "decided": list(small.decided),
        "undecided": [list(one) for one in small.undecided],
        "error": small.error,
        "failures": list(small.failures),
        "brief": {**brief._asdict(), "lines": {str(number): line for number, line in brief.lines.items()}},
    }


def unpack(plain: Plain) -> FileResult:
    """The result that was packed. Raises KeyError, TypeError or ValueError for anything else."""
    brief = plain["brief"]
    return FileResult(
        path=plain["path"],
        source=None,
        report=None,
        findings=tuple(unpack_finding(one) for one in plain["findings"]),
        decided=tuple(plain["decided"]),
        undecided=tuple(Undecided(*one) for one in plain["undecided"]),
        error=plain["error"],
        failures=tuple(plain["failures"]),
        kept=Brief(**{**brief, "lines": {int(number): line for number, line in brief["lines"].items()}}),
    )


def pack_finding(finding: Finding) -> Plain:
    """A finding as plain values."""
    values = finding.values
    return {
        **finding._asdict(),
        "level": finding.level.value,
        "title": dict(finding.title),
        "message": dict(finding.message),
        "help": dict(finding.help),
        "label": dict(finding.label),
        "location": _place(finding.location),
        "related": [[_place(one.location), dict(one.label), _text(one.value)] for one in finding.related],
        "values": None
        if values is None
        else [str(values.left), str(values.right), str(values.delta), values.equation],
        "causes": list(finding.causes),
        "suppressed": _table(finding.suppressed),
        "fix": _fix(finding.fix),
    }


def unpack_finding(plain: Plain) -> Finding:
    """The finding that was packed. Raises KeyError, TypeError or ValueError for anything else."""
    values = plain["values"]
    return Finding(
        **{
            **plain,
            "level": Level(plain["level"]),
            "location": _location(plain["location"]),
            "related": tuple(
                RelatedPlace(_location(where), label, _number(value))
                for where, label, value in plain["related"]
            ),
            "values": None if values is None else _values(*values),
            "causes": tuple(plain["causes"]),
            "fix": _fix(plain["fix"]),
        }
    )


def _place(location: Location) -> list[Any]:
    inside = list(location.inside) if location.inside is not None else None
    return [*location[:5], dict(location.place), location.anchor, inside]


def _location(plain: list[Any]) -> Location:
    line, column, end_line, end_column, page, place, anchor, inside = plain
    span = Span(*inside) if inside is not None else None
    return Location(line, column, end_line, end_column, page, place, anchor, span)


def _values(left: str, right: str, delta: str, equation: str) -> Values:
    return Values(Decimal(left), Decimal(right), Decimal(delta), equation)


def _table(value: Mapping[str, Any] | None) -> Plain | None:
    return dict(value) if value is not None else None


def _fix(value: Mapping[str, Any] | None) -> Plain | None:
    """A fix; its edits are a tuple again, whatever they were kept as."""
    return {**value, "edits": tuple(value["edits"])} if value is not None else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
