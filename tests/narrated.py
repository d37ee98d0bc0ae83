"""Reports whose first chapter is one sentence of the test's own; the tables stay those of a clean report."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reports import GeneratedReport, make

REQUESTS = "s3_requests"
CASES = "s4_review_litigation"
# Clean reports with figures above 0 everywhere, and one without any request.
SEEDS: Mapping[str, tuple[str, int, str, str | None]] = {
    "department": ("2021", 331, "department", None),
    "government": ("2021", 407, "government", None),
    "none": ("2021", 6, "department", None),
    "2014": ("2014", 1, "department", None),
    "2008": ("2008", 3, "department", "t08_d"),
}


def clean(kind: str, style: str = "bars") -> GeneratedReport:
    """The clean report of a kind."""
    edition, seed, organ, family = SEEDS[kind]
    return make(
        edition, style, seed, organ=organ, family=family, line_end="\n", metadata=False, contents=False,
        chapter="、", title_lines=1, parts=False, wide_digits=False, cumulative=False,
    )  # fmt: skip


def narrated(report: GeneratedReport, text: str, heading: str = "（二）依申请公开情况") -> str:
    """The report with ``text``, under ``heading``, for its chapters of prose before the tables."""
    lines = report.text.split("\n")
    first = next(at for at, line in enumerate(lines) if line.strip().startswith("一、"))
    marks = ("二、主动公开政府信息",) if report.edition in ("2019", "2021") else ("附表：", "附件：")
    last = next(at for at, line in enumerate(lines) if at > first and line.strip().startswith(marks))
    return "\n".join([*lines[: first + 1], "", heading, "", text, "", *lines[last:]])


def line_of(text: str, wanted: str) -> int:
    """The line, from 1, that holds some words."""
    return next(number for number, line in enumerate(text.split("\n"), 1) if wanted in line)


def figures(report: GeneratedReport) -> dict[str, int]:
    """The figures of a report by short names, for use in sentences."""
    found = {"y": report.year, "last": report.year - 1, "next": report.year + 1}
    if report.edition in ("2008", "2014"):
        form = report.forms[0]
        return found | {
            row: whole(report, form, row, "value") for _, row, column in report.cells if column == "value"
        }
    rows = {row for form, row, _ in report.cells if form == REQUESTS}
    for name, prefix in (
        ("deny", "r_deny"),
        ("unable", "r_unable"),
        ("noproc", "r_noproc"),
        ("other", "r_other"),
    ):
        found[name] = sum(whole(report, REQUESTS, row, "total") for row in rows if row.startswith(prefix))
    names = {
        "new": "new_received",
        "back": "carried_in",
        "done": "r_total",
        "out": "carried_out",
        "open": "r_open",
        "part": "r_partial",
    }
    found |= {name: whole(report, REQUESTS, row, "total") for name, row in names.items()}
    found["nat"] = whole(report, REQUESTS, "new_received", "natural_person")
    found["org"] = found["new"] - found["nat"]
    found["all"] = found["new"] + found["back"]
    for name, column in (
        ("rev", "total"),
        ("up", "upheld"),
        ("cor", "corrected"),
        ("oth", "other"),
        ("pend", "pending"),
    ):
        found[name] = whole(report, CASES, "review", column)
        found[f"lit_{name}"] = sum(
            whole(report, CASES, f"litig_{kind}", column) for kind in ("direct", "after_review")
        )
    found["direct"] = whole(report, CASES, "litig_direct", "total")
    found["after"] = whole(report, CASES, "litig_after_review", "total")
    return found


def whole(report: GeneratedReport, form: str, row: str, column: str) -> int:
    """A figure as a whole number; 0 where the cell holds none."""
    return int(report.cells.get((form, row, column)) or Decimal(0))
