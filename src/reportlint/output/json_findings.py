"""Findings as JSON, version 1: ``schema/findings-1.json`` describes it."""

from __future__ import annotations

from reportlint.findings import FileResult, Finding, Location, RelatedPlace, Result, brief_of, edits_of
from reportlint.output.json_text import dump
from reportlint.output.options import OutputOptions
from reportlint.output.tally import tally, undecided_codes
from reportlint.output.texts import pick

VERSION = 1
Json = dict[str, object]


def json_findings(result: Result, options: OutputOptions) -> str:
    """The whole result as one JSON object; suppressed findings are in it, and say so."""
    return dump(findings_object(result, options)) + "\n"


def findings_object(result: Result, options: OutputOptions) -> Json:
    """The object that ``json_findings`` writes; numbers are Decimals."""
    return {
        "version": VERSION,
        "tool": {
            "name": "reportlint",
            "version": options.tool_version,
            "rules_version": options.rules_version,
            "rules_date": options.rules_date,
        },
        "files": [_file(file) for file in result.files],
        "findings": [finding_object(found, options.lang) for file in result.files for found in file.findings],
        "summary": _summary(result),
    }


def _file(file: FileResult) -> Json:
    brief = brief_of(file)
    codes = undecided_codes(file)
    return {
        "path": file.path,
        "edition": brief.edition,
        "edition_reason": brief.edition_reason,
        "year": brief.year,
        "agency": brief.agency,
        "organ": brief.organ,
        "encoding": brief.encoding,
        "checks": {"decided": len(file.decided), "undecided": len(codes), "undecided_rules": codes},
        "error": file.error,
    }


def finding_object(finding: Finding, lang: str) -> Json:
    """The object of one finding."""
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level.value,
        "title": pick(finding.title, lang),
        "message": pick(finding.message, lang),
        "help": pick(finding.help, lang),
        "file": finding.file,
        "location": _location(finding.location, lang),
        "related": [_related(related, lang) for related in finding.related],
        "values": finding.values._asdict() if finding.values is not None else None,
        "basis": finding.basis,
        "basis_class": finding.basis_class,
        "sure": finding.sure,
        "fingerprint": finding.fingerprint,
        "suppressed": _suppressed(finding),
        "fix": _fix(finding),
    }


def _location(location: Location, lang: str) -> Json:
    shown = {**location._asdict(), "place": pick(location.place, lang)}
    del shown["inside"]  # where a format has no lines, its places are words
    return shown


def _related(related: RelatedPlace, lang: str) -> Json:
    return {
        "location": _location(related.location, lang),
        "label": pick(related.label, lang),
        "value": related.value,
    }


def _suppressed(finding: Finding) -> Json | None:
    if finding.suppressed is None:
        return None
    return {key: finding.suppressed.get(key) for key in ("by", "reason", "until")}


def _fix(finding: Finding) -> Json | None:
    if finding.fix is None:
        return None
    return {"applicability": finding.fix["applicability"], "edits": edits_of(finding)}


def _summary(result: Result) -> Json:
    counts = tally(result.files)
    return {
        "files": counts.files,
        "errors": counts.errors,
        "warnings": counts.warnings,
        "notes": counts.notes,
        "unreadable": counts.unreadable,
        "baseline": counts.baseline,
        "suppressed": counts.suppressed,
    }
