"""SARIF 2.1.0 (OASIS): relative URIs, columns in code points, one run.

A finding of whose reading the program is not sure is of kind "review"; a rule
that could not be judged is a result of kind "open". By the standard (3.27.10)
such results have the level "none"; the rule's own level stands in its properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportlint.findings import FileResult, Finding, Location, Result, edits_of
from reportlint.output.flat import RuleTexts, details, fix_text, message, rules_told, uri
from reportlint.output.json_text import dump
from reportlint.output.options import OutputOptions
from reportlint.output.tally import undecided_codes, unreadable
from reportlint.output.texts import pick, text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
Json = dict[str, object]


def sarif(result: Result, options: OutputOptions) -> str:
    """The whole result as one SARIF log; findings set aside carry their suppression."""
    rules = rules_told(result, options.lang)
    places = {rule.code: at for at, rule in enumerate(rules)}
    run: Json = {
        "tool": {"driver": _driver(rules, options)},
        "invocations": [_invocation(result, options.lang)],
        "artifacts": [{"location": _artifact(file.path)} for file in result.files],
        "columnKind": "unicodeCodePoints",
        "results": [one for file in result.files for one in _results(file, places, options.lang)],
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _driver(rules: tuple[RuleTexts, ...], options: OutputOptions) -> Json:
    return {
        "name": "reportlint",
        "semanticVersion": options.tool_version,
        "rules": [_rule(rule) for rule in rules],
        "properties": {"rulesVersion": options.rules_version, "rulesDate": options.rules_date},
    }


def _rule(rule: RuleTexts) -> Json:
    told: Json = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title},
        "defaultConfiguration": {"level": rule.level},
        "help": {"text": rule.help or rule.title},
    }
    if rule.basis:
        told["fullDescription"] = {"text": f"{rule.title}（{rule.basis}）"}
    return told


def _invocation(result: Result, lang: str) -> Json:
    """Whether all rules ran; files that could not be read, as notifications."""
    failures = [failure for file in result.files for failure in file.failures]
    told = [_notification("error", failure) for failure in failures]
    for file in result.files:
        if unreadable(file):
            told += [_notification("warning", message(one, lang), file.path) for one in file.findings]
    return {"executionSuccessful": not failures, "toolExecutionNotifications": told}


def _notification(level: str, words: str, path: str = "") -> Json:
    told: Json = {"level": level, "message": {"text": words}}
    if path:
        told["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(path)}}]
    return told


def _artifact(path: str) -> Json:
    address = uri(path)
    return {"uri": address} if address.startswith("file:") else {"uri": address, "uriBaseId": ROOT}


def _results(file: FileResult, places: Mapping[str, int], lang: str) -> Iterator[Json]:
    for finding in file.findings:
        yield _result(finding, places, lang)
    for code in undecided_codes(file):
        if code in places:
            yield {
                "ruleId": code,
                "ruleIndex": places[code],
                "kind": "open",
                "level": "none",
                "message": {"text": text("undecided_rule", lang, code=code)},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(file.path)}}],
            }


def _result(finding: Finding, places: Mapping[str, int], lang: str) -> Json:
    level = finding.level.value
    told: Json = {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "kind": "fail" if finding.sure else "review",
        "level": level if finding.sure else "none",
        "message": {"text": "\n".join((message(finding, lang), *details(finding, lang)))},
        "locations": [_location(finding.file, finding.location, lang)],
        "partialFingerprints": {"reportlint/v1": finding.fingerprint},
        "properties": {"level": level, "basisClass": finding.basis_class},
    }
    if finding.related:
        told["relatedLocations"] = [
            {
                "id": number,
                **_location(finding.file, one.location, lang),
                "message": {"text": pick(one.label, lang)},
            }
            for number, one in enumerate(finding.related, 1)
        ]
    if edits_of(finding) and finding.location.line is not None:
        told["fixes"] = [_fix(finding, lang)]
    if finding.suppressed is not None:
        inline = finding.suppressed.get("by") == "inline"
        told["suppressions"] = [
            {
                "kind": "inSource" if inline else "external",
                "justification": finding.suppressed.get("reason") or finding.suppressed.get("by", ""),
            }
        ]
    return told


def _fix(finding: Finding, lang: str) -> Json:
    """A fix of the standard; whether it is safe stands in its properties, which has no place for it."""
    replacements = [
        {
            "deletedRegion": {
                "startLine": edit["line"],
                "startColumn": edit["column"],
                "endLine": edit["line"],
                "endColumn": edit["end_column"],
            },
            "insertedContent": {"text": edit["new"]},
        }
        for edit in edits_of(finding)
    ]
    change = {"artifactLocation": _artifact(finding.file), "replacements": replacements}
    told: Json = {"description": {"text": "".join(fix_text(finding, lang))}, "artifactChanges": [change]}
    assert finding.fix is not None
    return told | {"properties": {"applicability": finding.fix["applicability"]}}


def _location(path: str, location: Location, lang: str) -> Json:
    """No region where the file has no lines: a line that nobody can find is worse than none."""
    physical: Json = {"artifactLocation": _artifact(path)}
    if location.line is not None:
        region: Json = {"startLine": location.line, "startColumn": location.column or 1}
        if location.end_column is not None:
            region |= {"endLine": location.end_line or location.line, "endColumn": location.end_column}
        physical["region"] = region
    told: Json = {"physicalLocation": physical}
    if location.anchor:
        logical: Json = {"fullyQualifiedName": location.anchor}
        if pick(location.place, lang):
            logical["name"] = pick(location.place, lang)
        told["logicalLocations"] = [logical]
    return told
