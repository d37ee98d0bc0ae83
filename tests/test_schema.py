"""JSON outputs: exact shapes, exact numbers, valid by their schemas."""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import made
from reportlint.findings import Result
from reportlint.model import Origin, Report
from reportlint.output import FORMATTERS, extract, json_extract
from reportlint.output.json_text import dump
from reportlint.rule import Level


def validator(name: str) -> Draft202012Validator:
    """The validator of a schema in the package."""
    path = files("reportlint") / "schema" / f"{name}.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def findings(result: Result, lang: str = "zh") -> Any:
    """The JSON of findings, read back and valid."""
    document = json.loads(FORMATTERS["json"](result, made.options(lang)), parse_float=Decimal)
    validator("findings-1").validate(document)
    return document


def extracted(*reports: Report) -> Any:
    """The JSON of extract, read back and valid."""
    document = json.loads(json_extract(reports), parse_float=Decimal)
    validator("extract-1").validate(document)
    return document


# --- the writer -------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_what_is_written_is_read_back_without_loss(value: object) -> None:
    assert json.loads(dump(value), parse_float=Decimal) == value


def test_decimals_are_written_digit_by_digit() -> None:
    written = dump([Decimal("3.0"), Decimal("59237.2449"), Decimal("0.1"), Decimal("12345678901234567890.5")])
    assert "".join(written.split()) == "[3,59237.2449,0.1,12345678901234567890.5]"


def test_a_file_name_that_is_no_text_stays_valid_utf8() -> None:
    written = dump("某\udcff")
    written.encode("utf-8")
    assert json.loads(written) == "某\udcff"


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        dump({"value": 0.1})


# --- findings ---------------------------------------------------------------------


def test_the_schema_refuses_a_missing_and_an_unknown_key() -> None:
    document = findings(made.balance())
    check = validator("findings-1")
    assert not check.is_valid({key: value for key, value in document.items() if key != "summary"})
    assert not check.is_valid(document | {"more": 1})


def test_a_finding_has_every_key() -> None:
    found = findings(made.balance())["findings"][0]
    assert list(found) == [
        *("code", "name", "level", "title", "message", "help", "file", "location", "related", "values"),
        *("basis", "basis_class", "sure", "fingerprint", "suppressed", "fix"),
    ]
    assert found["location"] == {
        "line": 88,
        "column": 19,
        "end_line": 88,
        "end_column": 20,
        "page": None,
        "place": "表三·四、结转下年度继续办理·商业企业",
        "anchor": "s3_requests/carried_out/natural_person",
    }
    assert found["values"] == {"left": 60, "right": 61, "delta": -1, "equation": "60 + 0 = 60；61 + 0 = 61"}
    assert found["related"][0]["label"] == "一"
    assert found["related"][0]["value"] == 60


def test_texts_are_in_the_chosen_language() -> None:
    chinese, english = (findings(made.balance(), lang)["findings"][0] for lang in ("zh", "en"))
    assert (chinese["title"], english["title"]) == ("收办平衡", "Requests balance")
    assert (chinese["help"], english["help"]) == ("核对四项数字", "Check the four numbers")


def test_chinese_is_written_as_it_is() -> None:
    assert "收办平衡" in FORMATTERS["json"](made.balance(), made.options())


def test_files_tell_edition_and_checks() -> None:
    assert findings(made.balance())["files"] == [
        {
            "path": "2024/某市某局.txt",
            "edition": "2021",
            "edition_reason": "year",
            "year": 2023,
            "agency": "某市某局",
            "organ": "department",
            "encoding": "utf-8",
            "checks": {
                "decided": 61,
                "undecided": 5,
                "undecided_rules": ["A004", "D005", "L003", "T005", "T006"],
            },
            "error": None,
        }
    ]


def test_an_unreadable_file_has_nulls() -> None:
    bad = made.finding(made.at(None), code="P001", basis="", basis_class="")
    document = findings(made.result(made.checked(bad, error="P001", decided=())))
    file = document["files"][0]
    assert {key for key, value in file.items() if value is None} == {
        *("edition", "edition_reason", "year", "agency", "organ", "encoding"),
    }
    assert file["error"] == "P001"
    assert document["summary"]["unreadable"] == 1


def test_the_summary_counts_open_and_suppressed_findings() -> None:
    found = (
        made.finding(made.at(None), level=Level.WARNING),
        made.finding(made.at(None), suppressed={"by": "baseline"}),
        made.finding(made.at(None), suppressed={"by": "inline", "reason": "已核实", "until": "2026-03-31"}),
        made.finding(made.at(None), fix={"applicability": "safe", "edits": []}),
    )
    document = findings(made.result(made.checked(*found)))
    assert document["summary"] == {
        "files": 1,
        "errors": 1,
        "warnings": 1,
        "notes": 0,
        "unreadable": 0,
        "baseline": 1,
        "suppressed": 1,
    }
    assert [found["suppressed"] for found in document["findings"]][:3] == [
        None,
        {"by": "baseline", "reason": None, "until": None},
        {"by": "inline", "reason": "已核实", "until": "2026-03-31"},
    ]
    assert document["findings"][3]["fix"] == {"applicability": "safe", "edits": []}


def test_no_file_is_valid_too() -> None:
    assert findings(made.result())["files"] == []


# --- extract ----------------------------------------------------------------------


def test_sections_of_two_levels_are_in_document_order() -> None:
    assert extracted(made.report(made.source("x")))["sections"] == [
        {"key": "s1", "number": "一、", "heading": "总体情况", "line": 3},
        {"key": None, "number": "（一）", "heading": "主动公开", "line": 4},
    ]


def test_rows_carry_every_column_and_their_path() -> None:
    table = extracted(made.report(made.source("x")))["tables"][0]
    assert table["columns"] == ["natural_person", "legal_person"]
    assert [row["label_path"] for row in table["rows"]] == [
        ["一、本年新收申请"],
        ["三、结果", "（一）予以公开"],
    ]
    first, second = table["rows"]
    assert [cell["value"] for cell in first["cells"]] == [Decimal("59237.24490"), 3]
    assert [(cell["kind"], cell["text"], cell["value"]) for cell in second["cells"]] == [
        ("na", "无", None),
        ("lost", "", None),
    ]


def test_a_table_side_by_side_gives_three_rows() -> None:
    rows = extracted(made.report(made.source("x")))["tables"][1]["rows"]
    assert [row["key"] for row in rows] == ["review", "litig_direct", "litig_after_review"]
    assert rows[0]["cells"][0] == {
        "column": "upheld",
        "text": "0",
        "kind": "zero",
        "value": 0,
        "unit": None,
        "line": 13,
        "column_no": 1,
    }


def test_formats_without_lines_have_null_lines() -> None:
    document = extracted(
        made.report(made.source("x", origins=(Origin(1, {"zh": "第 1 页", "en": "page 1"}),)))
    )
    assert {section["line"] for section in document["sections"]} == {None}
    assert {cell["line"] for row in document["tables"][0]["rows"] for cell in row["cells"]} == {None}
    assert document["told"][0]["line"] is None


def test_several_reports_are_one_list() -> None:
    report = made.report(made.source("x"))
    assert len(extracted(report, report)["reports"]) == 2
    assert extracted(report)["title"] == "某市某局2023年政府信息公开工作年度报告"
    assert extract(report)["version"] == 1
