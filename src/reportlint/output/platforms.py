"""Findings for the platforms that show them beside a change: GitHub, GitLab, Checkstyle, reviewdog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportlint.findings import Finding, Result, edits_of
from reportlint.output.flat import details, message
from reportlint.output.json_text import dump
from reportlint.output.options import OutputOptions
from reportlint.output.tally import open_findings
from reportlint.output.xml_text import element

Json = dict[str, object]
_GITHUB = {"error": "error", "warning": "warning", "note": "notice"}
_GITLAB = {"error": "major", "warning": "minor", "note": "info"}
_CHECKSTYLE = {"error": "error", "warning": "warning", "note": "info"}
_RDJSON = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def github(result: Result, options: OutputOptions) -> str:
    """Workflow commands, one line for each open finding."""
    return "".join(f"{_command(one, options.lang)}\n" for one in _open(result))


def _command(finding: Finding, lang: str) -> str:
    location = finding.location
    properties = {"title": f"reportlint ({finding.code})", "file": finding.file}
    if location.line is not None:
        properties["line"] = str(location.line)
        properties["endLine"] = str(location.end_line or location.line)
        if location.column is not None:
            properties["col"] = str(location.column)
        if location.end_column is not None:
            properties["endColumn"] = str(location.end_column)
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    words = "\n".join((f"{finding.code} {message(finding, lang)}", *details(finding, lang)))
    return f"::{_GITHUB[finding.level.value]} {told}::{_data(words)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def gitlab(result: Result, options: OutputOptions) -> str:
    """A Code Quality report; a finding without a line stands at line 1, its place in the words."""
    return dump([_issue(one, options.lang) for one in _open(result)]) + "\n"


def _issue(finding: Finding, lang: str) -> Json:
    where = finding.location
    line, column = where.line or 1, where.column or 1
    return {
        "check_name": finding.code,
        "description": f"{finding.code} {message(finding, lang)}",
        "severity": _GITLAB[finding.level.value],
        "fingerprint": finding.fingerprint,
        "location": {
            "path": finding.file,
            "positions": {
                "begin": {"line": line, "column": column},
                "end": {"line": where.end_line or line, "column": where.end_column or column},
            },
        },
    }


def checkstyle(result: Result, options: OutputOptions) -> str:
    """Checkstyle XML: a ``file`` element for each file."""
    files = []
    for file in result.files:
        errors = [_error(one, options.lang) for one in open_findings(file)]
        files.append(element("file", {"name": file.path}, "\n".join(errors)).rstrip())
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + element("checkstyle", {"version": "4.3"}, "\n".join(files))


def _error(finding: Finding, lang: str) -> str:
    where = finding.location
    attributes = {} if where.line is None else {"line": str(where.line), "column": str(where.column or 1)}
    attributes |= {
        "severity": _CHECKSTYLE[finding.level.value],
        "message": message(finding, lang),
        "source": f"reportlint.{finding.code}",
    }
    return element("error", attributes).rstrip()


def rdjson(result: Result, options: OutputOptions) -> str:
    """Reviewdog's diagnostics in JSON."""
    return (
        dump(
            {
                "source": {"name": "reportlint"},
                "diagnostics": [_diagnostic(one, options.lang) for one in _open(result)],
            }
        )
        + "\n"
    )


def _diagnostic(finding: Finding, lang: str) -> Json:
    where = finding.location
    location: Json = {"path": finding.file}
    if where.line is not None:
        span: Json = {"start": {"line": where.line, "column": where.column or 1}}
        if where.end_column is not None:
            span["end"] = {"line": where.end_line or where.line, "column": where.end_column}
        location["range"] = span
    told: Json = {
        "message": "\n".join((message(finding, lang), *details(finding, lang))),
        "location": location,
        "severity": _RDJSON[finding.level.value],
        "code": {"value": finding.code},
    }
    if edits_of(finding) and where.line is not None:
        told["suggestions"] = [_suggestion(edit) for edit in edits_of(finding)]
    return told


def _suggestion(edit: Mapping[str, Any]) -> Json:
    start = {"line": edit["line"], "column": edit["column"]}
    return {"range": {"start": start, "end": {**start, "column": edit["end_column"]}}, "text": edit["new"]}


def _open(result: Result) -> list[Finding]:
    return [finding for file in result.files for finding in open_findings(file)]
