"""JUnit XML: a suite for each file, a case for each rule that applies to it.

A rule that could not be judged is a skipped case, a file that could not be
read an error; of a rule's findings each is a failure of its case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from reportlint.findings import FileResult, Finding, Result
from reportlint.output.flat import details, message
from reportlint.output.options import OutputOptions
from reportlint.output.tally import open_findings, undecided_codes, unreadable
from reportlint.output.texts import pick, text
from reportlint.output.xml_text import element


def junit(result: Result, options: OutputOptions) -> str:
    """The result as one ``testsuites`` element."""
    suites = [_suite(file, result, options.lang) for file in result.files]
    totals = {name: str(sum(int(suite[0][name]) for suite in suites)) for name in _COUNTED}
    written = "\n".join(_written(*suite) for suite in suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + element(
        "testsuites", {"name": "reportlint", **totals}, written
    )


_COUNTED = ("tests", "failures", "errors", "skipped")
_Suite = tuple[dict[str, str], list[str]]


def _written(attributes: dict[str, str], cases: list[str]) -> str:
    return element("testsuite", attributes, "\n".join(cases)).rstrip("\n")


def _suite(file: FileResult, result: Result, lang: str) -> _Suite:
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in open_findings(file):
        found[finding.code].append(finding)
    titles = {rule.code: pick(rule.title, lang) for rule in result.rules}
    titles |= {code: pick(some[0].title, lang) for code, some in found.items()}
    skipped = [code for code in undecided_codes(file) if code not in found]
    codes = sorted({*file.decided, *skipped, *found})
    cases = []
    failed = errors = 0
    for code in codes:
        name = f"{code} {titles.get(code, '')}".strip()
        inner = list(_outcome(found[code], code in skipped, unreadable(file), code, lang))
        failed += bool(found[code]) and not unreadable(file)
        errors += bool(found[code]) and unreadable(file)
        cases.append(element("testcase", {"name": name, "classname": file.path}, "\n".join(inner)).rstrip())
    counts = dict(zip(_COUNTED, map(str, (len(codes), failed, errors, len(skipped))), strict=True))
    return {"name": file.path, **counts}, cases


def _outcome(findings: list[Finding], skipped: bool, bad: bool, code: str, lang: str) -> Iterator[str]:
    if skipped:
        yield element("skipped", {"message": text("undecided_rule", lang, code=code)}).rstrip()
    if not findings:
        return
    kind = "error" if bad else "failure"
    words = "\n\n".join(
        "\n".join((_where(one) + message(one, lang), *details(one, lang))) for one in findings
    )
    attributes = {"message": message(findings[0], lang), "type": findings[0].level.value}
    yield element(kind, attributes, words, is_text=True).rstrip()


def _where(finding: Finding) -> str:
    location = finding.location
    return f"{finding.file}:{location.line}:{location.column}: " if location.line is not None else ""
