"""Suppressions by comment: which findings they set aside, how far they reach, what is wrong with them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from conftest import Lint
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog
from reportlint.settings import Settings
from reports import make, replace_cell

HEAD = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
WRONG = "政府信息自形成之日起20日内主动公开。"
RIGHT = "申请均在法定期限内答复。统计期限自2023年1月1日至2023年12月31日止。\n"


def codes(result: FileResult, *wanted: str) -> list[tuple[str, int | None, bool]]:
    """Code, line and whether set aside, of the findings of these rules."""
    return [
        (one.code, one.location.line, one.suppressed is not None)
        for one in result.findings
        if one.code.startswith(wanted)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # alone on its line: the paragraph that follows
        (f"# reportlint: ignore[D003] 引用\n{WRONG}\n", [("D003", 6, True)]),
        (f"#reportlint：ignore［D003］ 引用\n{WRONG}\n", [("D003", 6, True)]),
        (f"#reportlint：ignore【D003】：引用\n{WRONG}\n", [("D003", 6, True)]),
        (f"# reportlint: ignore[deadline-wrong-unit] 引用\n{WRONG}\n", [("D003", 6, True)]),
        (f"# reportlint: ignore[期限应为工作日] 引用\n{WRONG}\n", [("D003", 6, True)]),
        (f"# reportlint: ignore[D002, D003] 引用\n\n{WRONG}\n", [("N002", 5, False), ("D003", 7, True)]),
        # not further
        (
            f"# reportlint: ignore[D003] 引用\n申请均已答复。\n\n{WRONG}\n",
            [("N002", 5, False), ("D003", 8, False)],
        ),
        # a range, a file
        (
            f"# reportlint: disable[D003] 引用\n{WRONG}\n\n{WRONG}\n# reportlint: enable[D003]\n\n{WRONG}\n",
            [("D003", 6, True), ("D003", 8, True), ("D003", 11, False)],
        ),
        (f"{WRONG}\n\n# reportlint: file-ignore[D003] 引用\n", [("D003", 5, True)]),
        # on the same line, in a comment
        (f"{WRONG}<!-- reportlint: ignore[D003] 引用 -->\n", [("D003", 5, True)]),
        # what is wrong with them
        (f"# reportlint: ignore[D003]\n{WRONG}\n", [("N001", 5, False), ("D003", 6, True)]),
        (f"# reportlint: ignore D003 引用\n{WRONG}\n", [("N003", 5, False), ("D003", 6, False)]),
        (
            f"# reportlint: ignore[D003] until=2099-02-30 引用\n{WRONG}\n",
            [("N003", 5, False), ("D003", 6, False)],
        ),
        (f"# reportlint: ignore[D999] 引用\n{WRONG}\n", [("N003", 5, False), ("D003", 6, False)]),
        (f"# reportlint: ignore[P001] 引用\n{WRONG}\n", [("N003", 5, False), ("D003", 6, False)]),
        (f"# reportlint: ignore[D003] until=2024-02-01 引用\n{WRONG}\n", [("D003", 6, True)]),
        (
            f"# reportlint: ignore[D003] until=2024-01-31 引用\n{WRONG}\n",
            [("N004", 5, False), ("D003", 6, False)],
        ),
    ],
)
def test_a_comment_sets_aside_what_it_names(
    body: str, expected: list[tuple[str, int, bool]], catalog: Catalog
) -> None:
    settings = Settings(today=datetime.date(2024, 2, 1))
    name = "x.md" if "<!--" in body else "x.txt"
    data = (HEAD + body + RIGHT).encode()
    result = check_file(Path(name), name, catalog, catalog.rules, settings, data=data)
    assert codes(result, "D003", "N") == expected


def test_a_comment_is_no_part_of_the_report_but_a_line_of_the_file(lint: Lint) -> None:
    """A line inside a table changes neither its cells nor the other places."""
    report = replace_cell(
        make("2021", "bars", 1, line_end="\n"), "s4_review_litigation", "review", "upheld", "77"
    )
    plain = lint(report.text)
    (wrong,) = plain.findings
    lines = report.text.split("\n")
    assert wrong.location.line is not None
    at = wrong.location.line - 1
    marked = lint("\n".join([*lines[:at], "# reportlint: ignore[A004] 已与法院核对", *lines[at:]]))
    (aside,) = marked.findings
    assert aside.location.line == wrong.location.line + 1
    assert aside.fingerprint == wrong.fingerprint
    assert aside.suppressed == {"by": "inline", "reason": "已与法院核对", "until": ""}


def test_above_a_table_it_is_for_the_whole_table(lint: Lint) -> None:
    report = replace_cell(
        make("2021", "markdown", 3, line_end="\n"), "s4_review_litigation", "litig_direct", "total", "999"
    )
    (wrong,) = lint(report.text).findings
    lines = report.text.split("\n")
    assert wrong.location.line is not None
    first = wrong.location.line - 1
    while "|" in lines[first - 1]:
        first -= 1
    marked = lint("\n".join([*lines[:first], "# reportlint: ignore[A004] 已核对", "", *lines[first:]]))
    assert codes(marked, "A", "N") == [("A004", wrong.location.line + 2, True)]


def test_html_comments_work_where_they_stand(catalog: Catalog) -> None:
    page = (
        "<html><body><h1>某市某局2023年政府信息公开工作年度报告</h1>\n<p>一、总体情况</p>\n"
        "<!-- reportlint: ignore[D003] 引用 -->\n"
        f"<p>{WRONG}</p>\n<p>{WRONG}</p>\n<p>{RIGHT.strip()}</p></body></html>"
    )
    result = check_file(Path("x.html"), "x.html", catalog, catalog.rules, Settings(), data=page.encode())
    assert codes(result, "D003", "N") == [("D003", 4, True), ("D003", 5, False)]


def test_a_rule_that_did_not_run_leaves_its_suppression_in_peace(catalog: Catalog) -> None:
    data = (HEAD + "# reportlint: ignore[D003, A001] 引用\n依法公开。\n" + RIGHT).encode()
    others = tuple(rule for rule in catalog.rules if rule.code != "D003")
    result = check_file(Path("x.txt"), "x.txt", catalog, others, Settings(), data=data)
    assert codes(result, "N") == []  # A001 has no table to judge


def test_an_unreadable_file_cannot_be_set_aside(lint: Lint) -> None:
    result = lint(b"# reportlint: file-ignore[P003] x\n\xff\xff\xff")
    assert [(one.code, one.suppressed) for one in result.findings] == [("P003", None)]
