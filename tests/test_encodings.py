"""The same report in every encoding and with every line end says the same."""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

import made
from reportlint.findings import FileResult, Result
from reportlint.output import FORMATTERS, json_extract
from reports import GeneratedReport, make, replace_cell, with_wrong_cells
from reports.sheets import Key

Lint = Callable[[str | bytes], FileResult]
EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))
ENCODERS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16-le": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16-be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r"}
KANGXI = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in range(0x2F00, 0x2FD6)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}


def faulty(edition: str, style: str) -> GeneratedReport:
    """A report with two faults in its tables."""
    return with_wrong_cells(make(edition, style, 5))


def as_json(result: FileResult, lang: str = "zh") -> Any:
    """The JSON of findings without the encoding."""
    data = json.loads(FORMATTERS["json"](Result((result,), ()), made.options(lang)))
    for one in data["files"]:
        one.pop("encoding")
    return data


def read_as(result: FileResult) -> Any:
    """Everything that was read, as extracted JSON."""
    assert result.report is not None
    return json.loads(json_extract([result.report]))


def with_ends(text: str, end: str) -> str:
    """The text with other line ends."""
    return re.sub("\r\n|\r|\n", lambda _: end, text)


def read_figures(result: FileResult) -> dict[Key, Any]:
    """Every figure that was read."""
    assert result.report is not None
    return {
        (grid.form.key, row, column): figure.number
        for grid in result.report.grids
        for (row, column), figure in grid.cells.items()
    }


# --- encodings and line ends ------------------------------------------------------------------


REPORTS = [
    pytest.param(faulty(edition, style).text, id=f"{edition}-{style}")
    for edition, style in (
        ("2021", "bars"), ("2021", "aligned"), ("2019", "cell_bar_alternate"), ("2019", "markdown"),
        ("2014", "tsv"), ("2014", "aligned_cp"), ("2008", "tab_cells"), ("2008", "cell_blank_line"),
    )
] + [pytest.param(path.read_bytes().decode("utf-8"), id=path.stem) for path in EXAMPLES if "faulty" in path.name]  # fmt: skip


@pytest.mark.parametrize("text", REPORTS)
def test_encodings_and_line_ends_change_nothing(text: str, lint: Lint) -> None:
    plain = lint(with_ends(text, "\n"))
    assert plain.findings
    expected, extracted = as_json(plain), read_as(plain)
    # Line ends and encodings are independent: each encoding meets one line end.
    pairs = zip(ENCODERS, cycle(("\r\n", "\r", "\n")))
    for name, end in [("utf-8", "\r"), *pairs]:
        result = lint(ENCODERS[name](with_ends(text, end)))
        assert result.source is not None
        assert result.source.encoding == name
        assert as_json(result) == expected, (name, end)
        assert read_as(result) == extracted


def test_mixed_line_ends_count_as_one_each(lint: Lint) -> None:
    lines = with_ends(faulty("2021", "bars").text, "\n").split("\n")
    mixed = "".join(line + ("\n", "\r\n", "\r")[number % 3] for number, line in enumerate(lines))
    # LF after CR would be one line end: no empty line may follow a line that ends with CR.
    mixed = re.sub("\r(?=\n)", "\r\r", mixed) if "\r\n" not in mixed else mixed
    result = lint(mixed)
    assert result.source is not None
    assert len(result.source.lines) in (len(re.split("\r\n|\r|\n", mixed)), len(lines) + 1)
    for finding in result.findings:
        assert finding.location.line is None or finding.location.line <= len(result.source.lines)


@pytest.mark.parametrize("char", ["\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"])
def test_other_separators_are_no_line_ends(char: str, lint: Lint) -> None:
    text = with_ends(faulty("2021", "bars").text, "\n")
    plain, odd = lint(text), lint(text.replace("。", "。" + char))
    assert odd.source is not None
    assert len(odd.source.lines) == text.count("\n") + 1
    tables = [(f.code, f.location.line, f.location.column) for f in plain.findings]
    assert [(f.code, f.location.line, f.location.column) for f in odd.findings] == tables
    assert read_figures(odd) == read_figures(plain)


def test_a_form_feed_before_a_heading_or_a_row_is_a_blank(lint: Lint) -> None:
    text = with_ends(make("2021", "bars", 5).text, "\n")
    result = lint(text.replace("\n三、", "\n\f三、").replace("\n四、", "\n\f四、"))
    assert not result.findings
    assert read_figures(result) == read_figures(lint(text))


# --- characters that look alike or cannot be seen --------------------------------------------------


def kangxi(text: str) -> str:
    """Every character that has a look-alike among the Kangxi radicals, as that."""
    return "".join(KANGXI.get(char, char) for char in text)


def zero_width(text: str) -> str:
    """A zero-width space within every pair of Chinese characters."""
    return re.sub("([一-鿿])(?=[一-鿿])", "\\1\u200b", text)


def wide(text: str) -> str:
    """Figures as full-width digits."""
    return re.sub("[0-9]", lambda digit: chr(ord(digit[0]) + 0xFEE0), text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "kangxi": kangxi,
    "zero-width": zero_width,
    "full-width-digits": wide,
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "ideographic-space": lambda text: text.replace(" ", "\u3000"),
    "nbsp-around-cells": lambda text: text.replace("| ", "|\u00a0\u3000 ").replace(" |", "\u00a0|"),
    "bom-within": lambda text: text.replace("| 0", "| \ufeff0"),
    "zero-width-joined-figures": lambda text: re.sub("([0-9])", "\\1\u200d", text),
}


@pytest.mark.parametrize("disguise", list(DISGUISES))
@pytest.mark.parametrize(
    ("edition", "style"),
    [("2021", "bars"), ("2019", "bars_trailing"), ("2014", "bars"), ("2008", "bars_both")],
)
def test_characters_in_disguise_are_read(edition: str, style: str, disguise: str, lint: Lint) -> None:
    report = make(edition, style, 13, line_end="\n", wide_digits=False, form_feed=False)
    lines = report.text.split("\n")
    rows = {line for line, _ in report.line_of.values()}
    hidden = [DISGUISES[disguise](line) if n in rows else line for n, line in enumerate(lines, 1)]
    result = lint("\n".join(hidden))
    read = read_figures(result)
    assert {key: read.get(key, "nothing") for key in report.cells} == report.cells
    assert not result.findings


@pytest.mark.parametrize("disguise", ["kangxi", "zero-width"])
def test_headings_and_titles_in_disguise_are_read(disguise: str, lint: Lint) -> None:
    report = make("2021", "bars", 13)
    result = lint(DISGUISES[disguise](report.text))
    assert result.report is not None
    assert result.report.year == report.year
    assert [bound.key for bound in result.report.sections if bound.key.count("_") == 0] == [
        f"s{n}" for n in range(1, 7)
    ]
    assert not result.findings, [(f.code, f.message["zh"]) for f in result.findings]


def test_columns_count_every_code_point_once(lint: Lint) -> None:
    key = ("s3_requests", "r_open", "org_other")
    report = replace_cell(make("2021", "bars", 13, line_end="\n"), *key, "9")
    line, column = report.line_of[key]
    lines = report.text.split("\n")
    lines[line - 1] = "\u200b\t" + lines[line - 1].replace("予", "予\u200b\U00020000"[:2])
    (one,) = lint("\n".join(lines)).findings
    assert (one.location.line, one.location.column) == (line, column + 3)
    assert one.location.end_column == column + 4
    (marked,) = lint(("\ufeff" + "\n".join(lines)).encode("utf-8")).findings
    assert marked.location == one.location


# --- bytes that cannot be read -----------------------------------------------------------------------


def only(result: FileResult) -> tuple[str, int | None, int | None]:
    """The single finding's code, line and column."""
    (one,) = result.findings
    return one.code, one.location.line, one.location.column


LINES = [
    "某市某局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "本年度主动公开信息12条，回复群众来信，认真办理。",
]


@pytest.mark.parametrize("end", list(ENDS.values()))
@pytest.mark.parametrize("line", [1, 2, 3])
@pytest.mark.parametrize("column", [1, 4, 6])
def test_the_first_bad_byte_is_named_by_line_and_column(line: int, column: int, end: str, lint: Lint) -> None:
    before = LINES[line - 1][: column - 1]
    lines = [one.encode("utf-8") for one in LINES]
    lines[line - 1] = before.encode("utf-8") + b"\xff" + LINES[line - 1][column - 1 :].encode("utf-8")
    result = lint(end.encode().join(lines))
    assert result.error == "P003"
    assert only(result) == ("P003", line, column)
    assert "0xFF" in result.findings[0].message["zh"]


def test_a_bad_byte_behind_a_byte_order_mark(lint: Lint) -> None:
    assert only(lint(codecs.BOM_UTF8 + "年报\n公开".encode() + b"\xc0\x80")) == ("P003", 2, 3)


def test_half_a_character_at_the_end_of_utf_16(lint: Lint) -> None:
    assert only(lint(codecs.BOM_UTF16_LE + "年报\n公开".encode("utf-16-le") + b"\x00")) == ("P003", 2, 3)


def test_a_bad_byte_in_gb18030(lint: Lint) -> None:
    text = "\n".join(LINES)
    data = text.encode("gb18030") + b"\n" + "公开".encode("gb18030") + b"\x80\x20"
    assert only(lint(data)) == ("P003", 4, 3)


def test_the_whole_file_decides_its_encoding(lint: Lint) -> None:
    text = "a" * 200000 + "\n" + "公开年报"
    result = lint(text.encode("gb18030"))
    assert result.source is not None
    assert result.source.encoding == "gb18030"
    assert result.source.lines[1] == "公开年报"


@pytest.mark.parametrize("data", [b"", b"\n", b"\r\n\r\n", b" \t ", "\u3000\u00a0\u200b".encode(), b"\f"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_a_file_without_text_is_no_report(data: bytes, mark: bytes, lint: Lint) -> None:
    assert only(lint(mark + data))[0] == "P006"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8])
def test_a_lone_byte_order_mark_is_no_report(mark: bytes, lint: Lint) -> None:
    assert only(lint(mark))[0] == "P006"


@pytest.mark.parametrize(
    "data",
    [
        bytes(100), bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(50), b"\xd0\xcf\x11\xe0" + bytes(512),
        b"\x7fELF" + bytes(range(1, 200)),
    ],
)  # fmt: skip
def test_what_is_no_text_is_unreadable(data: bytes, lint: Lint) -> None:
    result = lint(data)
    assert result.error == "P001"
    assert only(result)[0] == "P001"
