"""Formats for other programs: valid by their schemas, read by their consumers, the same in all."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

import made
from published import published_schema
from reportlint.engine import check_file
from reportlint.findings import FileResult, Finding, Result
from reportlint.output import FORMATTERS
from reportlint.plugins import Catalog
from reportlint.settings import Settings

SARIF = "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
HERE = Path(__file__).parent
MACHINE = ("json", "jsonl", "sarif", "gitlab", "csv")


@pytest.fixture(scope="module")
def result(catalog: Catalog) -> Result:
    """A faulty and a clean report, a file that cannot be read, one that is no report."""
    examples = HERE.parent / "examples"
    files = [
        check_file(examples / name, f"年报/{name}", catalog, catalog.rules, Settings())
        for name in ("faulty-2021.txt", "faulty-2008.txt", "clean-2021.txt")
    ]
    for name, data in (("坏,的:100%.txt", b"PK\x03\x04"), ("通知.txt", "关于报送年度报告的通知\n".encode())):
        files.append(check_file(Path("x.txt"), name, catalog, catalog.rules, Settings(), data=data))
    return Result(tuple(files), catalog.rules)


@pytest.fixture(scope="module")
def beside(result: Result) -> Result:
    """The same with one finding set aside, one unsure and one without a line."""
    file = result.files[0]
    first, second, third, *rest = file.findings
    changed = (
        first._replace(suppressed={"by": "side-file", "reason": "已核 <对>", "until": ""}),
        second._replace(sure=False),
        third._replace(
            location=third.location._replace(line=None, column=None, end_line=None, end_column=None)
        ),
        *rest,
    )
    return result._replace(files=(file._replace(findings=changed), *result.files[1:]))


def printed(result: Result, name: str, lang: str = "zh") -> str:
    """A result in a format."""
    return FORMATTERS[name](result, made.options(lang))


def every(result: Result) -> list[Finding]:
    """All findings of a result."""
    return [one for file in result.files for one in file.findings]


def in_the_open(result: Result) -> list[Finding]:
    """The findings that are not set aside."""
    return [one for one in every(result) if one.suppressed is None]


# --- sarif ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The published schema."""
    return published_schema(SARIF)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sarif_is_valid_by_its_schema(beside: Result, sarif_schema: Any, lang: str) -> None:
    log = json.loads(printed(beside, "sarif", lang))
    Draft7Validator(sarif_schema).validate(log)
    assert log["version"] == "2.1.0"


def test_sarif_tells_places_kinds_and_suppressions(beside: Result) -> None:
    (run,) = json.loads(printed(beside, "sarif"))["runs"]
    told = {
        one["partialFingerprints"]["reportlint/v1"]: one for one in run["results"] if one["kind"] != "open"
    }
    for finding in every(beside):
        one = told[finding.fingerprint]
        rule = run["tool"]["driver"]["rules"][one["ruleIndex"]]
        assert (one["ruleId"], rule["id"], rule["name"]) == (finding.code, finding.code, finding.name)
        assert one["kind"] == ("fail" if finding.sure else "review")
        assert one["level"] == (finding.level.value if finding.sure else "none")
        assert ("suppressions" in one) == (finding.suppressed is not None)
        where = one["locations"][0]["physicalLocation"]
        assert where["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
        assert not where["artifactLocation"]["uri"].startswith("/")
        assert where.get("region", {}).get("startLine") == finding.location.line
    assert len(told) == len(every(beside))


def test_sarif_names_what_could_not_be_judged_and_what_could_not_be_read(result: Result) -> None:
    (run,) = json.loads(printed(result, "sarif"))["runs"]
    undecided = {(file.path, one.code) for file in result.files for one in file.undecided}
    opened = [one for one in run["results"] if one["kind"] == "open"]
    assert undecided
    assert len(opened) == len(undecided)
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    (where,) = notification["locations"]
    assert where["physicalLocation"]["artifactLocation"]["uri"] == "%E5%9D%8F%2C%E7%9A%84%3A100%25.txt"


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/某.txt", "a%20b/%E6%9F%90.txt"),
        ("/srv/x.txt", "file:///srv/x.txt"),
        ("C:/x.txt", "file:///C:/x.txt"),
        ("../x.txt", "../x.txt"),
    ],
)
def test_paths_become_uris(path: str, uri: str) -> None:
    file = made.checked(made.finding(made.at(1))._replace(file=path))._replace(path=path)
    (run,) = json.loads(printed(made.result(file), "sarif"))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# --- junit ------------------------------------------------------------------------------


def test_junit_has_a_case_for_each_rule_that_applies(result: Result) -> None:
    suites = list(JUnitXml.fromstring(printed(result, "junit").encode()))
    assert [suite.name for suite in suites] == [file.path for file in result.files]
    for suite, file in zip(suites, result.files, strict=True):
        cases = {case.name.split()[0]: case for case in suite}
        undecided = {one.code for one in file.undecided}
        found = {one.code for one in file.findings}
        assert set(cases) == {*file.decided, *undecided, *found}
        for code, case in cases.items():
            kinds = {type(outcome) for outcome in case.result}
            if code in found:
                assert kinds == {Error if file.error == "P001" else Failure}
            else:
                assert kinds == ({Skipped} if code in undecided else set())
    counted = JUnitXml.fromstring(printed(result, "junit").encode())
    (totals,) = re.findall(
        r'<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)"', printed(result, "junit")
    )
    counted.update_statistics()  # type: ignore[no-untyped-call]
    assert tuple(map(int, totals)) == (counted.tests, counted.failures, counted.errors)


def test_characters_that_xml_cannot_hold_do_not_break_it() -> None:
    finding = made.finding(made.at(1))._replace(
        message=made.both('a<b>&"\x00\ud800\x1b]]>'), file="a\x07&.txt"
    )
    file = made.checked(finding)._replace(path="a\x07&.txt")
    for name in ("junit", "checkstyle"):
        etree.fromstring(printed(made.result(file), name).encode())


# --- platforms ----------------------------------------------------------------------------


def test_github_commands_can_be_taken_apart(result: Result) -> None:
    lines = printed(result, "github").splitlines()
    assert len(lines) == len(in_the_open(result))
    for line, finding in zip(lines, in_the_open(result), strict=True):
        command, properties, data = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()  # type: ignore[union-attr]
        told = dict(pair.split("=", 1) for pair in properties.split(","))
        undone = {
            key: value.replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
            for key, value in told.items()
        }
        assert command == {"error": "error", "warning": "warning", "note": "notice"}[finding.level.value]
        assert undone["file"] == finding.file
        assert undone.get("line", "None") == str(finding.location.line)
        assert data.startswith(finding.code)


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "fingerprint": {"type": "string", "minLength": 1},
            "location": {
                "required": ["path", "positions"],
                "properties": {
                    "path": {"pattern": "^(?!/|\\./)"},
                    "positions": {
                        "required": ["begin"],
                        "properties": {
                            "begin": {"required": ["line"], "properties": {"line": {"minimum": 1}}}
                        },
                    },
                },
            },
        },
    },
}
RDJSON = {
    "type": "object",
    "required": ["source", "diagnostics"],
    "properties": {
        "diagnostics": {
            "items": {
                "required": ["message", "location"],
                "properties": {
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": {"required": ["value"]},
                    "location": {
                        "required": ["path"],
                        "properties": {"range": {"required": ["start"]}},
                        "additionalProperties": {},
                    },
                },
            }
        }
    },
}


@pytest.mark.parametrize(("name", "schema"), [("gitlab", GITLAB), ("rdjson", RDJSON)])
def test_objects_have_the_documented_shape(beside: Result, name: str, schema: Any) -> None:
    told = json.loads(printed(beside, name))
    Draft7Validator(schema).validate(told)
    diagnostics = told if name == "gitlab" else told["diagnostics"]
    assert len(diagnostics) == len(in_the_open(beside))


def test_checkstyle_has_a_file_element_for_each_file(result: Result) -> None:
    tree = etree.fromstring(printed(result, "checkstyle").encode())
    assert [file.get("name") for file in tree] == [file.path for file in result.files]
    told = [(file.get("name"), error.get("source"), error.get("line")) for file in tree for error in file]
    assert told == [
        (one.file, f"reportlint.{one.code}", None if one.location.line is None else str(one.location.line))
        for one in every(result)
    ]


# --- rows and pages ---------------------------------------------------------------------------


def test_jsonl_is_the_json_line_by_line(beside: Result) -> None:
    whole = json.loads(printed(beside, "json"), parse_float=Decimal)
    lines = [json.loads(line, parse_float=Decimal) for line in printed(beside, "jsonl").splitlines()]
    kinds: dict[str, list[Any]] = {"file": [], "finding": [], "summary": []}
    for line in lines:
        kinds[line.pop("type")].append(line)
    assert kinds["file"] == whole["files"]
    assert kinds["finding"] == whole["findings"]
    assert kinds["summary"] == [{"version": 1, "tool": whole["tool"], **whole["summary"]}]


def test_csv_has_a_row_a_finding_and_no_formula(beside: Result) -> None:
    text = printed(beside, "csv")
    assert text.startswith("\ufeff文件,行")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert len({len(row) for row in rows}) == 1
    assert [row[-1] for row in rows[1:]] == [one.fingerprint for one in every(beside)]
    risky = made.finding(made.at(1))._replace(message=made.both("=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in printed(made.result(made.checked(risky)), "csv")


def test_the_page_names_every_finding_and_holds_no_markup_of_the_report(beside: Result) -> None:
    text = printed(beside, "html")
    assert text.count("<article>") == len(in_the_open(beside))
    assert not re.search(r"<script|src=|https?://|@import", text)
    assert re.search("第 \\d+ 行第 \\d+ 列", text)
    assert "<mark>" in text
    evil = made.finding(made.at(1))._replace(message=made.both("<script>alert(1)</script>"))
    assert "<script>" not in printed(made.result(made.checked(evil)), "html")


def test_grouped_summary_and_statistics_count_the_same(result: Result) -> None:
    grouped = printed(result, "grouped")
    assert sum(
        grouped.count(f"\n  {one.location.line}:{one.location.column} ") > 0
        for one in every(result)
        if one.location.line
    )
    assert all(file.path in printed(result, "summary") for file in result.files)
    assert "无法读取" in printed(result, "summary")


# --- the same in all ----------------------------------------------------------------------------


def fingerprints(text: str) -> list[str]:
    """The fingerprints that a format prints, sorted."""
    return sorted(re.findall(r"\b[0-9a-f]{16}(?:#\d+)?(?![\w#])", text))


@pytest.mark.parametrize("name", MACHINE)
def test_every_machine_format_has_the_same_fingerprints(result: Result, name: str) -> None:
    assert fingerprints(printed(result, name)) == sorted(one.fingerprint for one in every(result))


@pytest.mark.parametrize("name", FORMATTERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_unreadable_file_appears_in_every_format(result: Result, name: str, lang: str) -> None:
    bad: FileResult = result.files[3]
    text = printed(Result((bad,), result.rules), name, lang)
    names = (bad.path, "坏%2C的%3A100%25.txt", "%E5%9D%8F%2C%E7%9A%84%3A100%25.txt")
    assert any(shown in text for shown in names)
    assert "P001" in text or name == "summary"
