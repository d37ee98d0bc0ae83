"""The key figures of all editions, beside those that the generator of reports put in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from audited import audit, book_rows
from reportlint.audit.key_figures import concluded, correction_rate, key_figures
from reportlint.audit.store import open_store
from reports import GeneratedReport, make, replace_cell


def numbers(report: GeneratedReport, tmp_path: Path) -> dict[str, Decimal | None]:
    """The key figures of one report after an audit."""
    path = tmp_path / "r" / f"{report.year}" / "a.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report.text, encoding="utf-8", newline="")
    audit(tmp_path / "r", tmp_path / "o")
    with open_store(tmp_path / "o") as db:
        [(stored,)] = db.execute("SELECT path FROM reports").fetchall()
        return key_figures(db, stored)


def summed(report: GeneratedReport, form: str, column: str, *begins: str) -> Decimal:
    return sum(
        (
            value
            for (one, row, at), value in report.cells.items()
            if one == form and at == column and value is not None and row.startswith(begins)
        ),
        Decimal(),
    )


def test_the_form_of_2021(tmp_path: Path) -> None:
    report = make("2021", "bars", 331)
    found = numbers(report, tmp_path)
    for name, rows in {
        "new": "new_received", "carried_in": "carried_in", "carried_out": "carried_out", "results": "r_total",
        "open": "r_open", "partial": "r_partial", "denied": "r_deny_", "unable": "r_unable_",
        "not_processed": "r_noproc_", "other": "r_other_",
    }.items():  # fmt: skip
        assert found[name] == summed(report, "s3_requests", "total", rows), name
    for column in ("total", "upheld", "corrected", "other", "pending"):
        name = "review_" + column
        assert found[name] == summed(report, "s4_review_litigation", column, "review"), name
        name = "litigation_" + column
        assert found[name] == summed(report, "s4_review_litigation", column, "litig_"), name


@pytest.mark.parametrize(
    ("edition", "family", "form", "rows"),
    [
        ("2019", None, "s3_requests", {"new": "new_received", "other": "r_other", "results": "r_total"}),
        ("2014", None, "t14_stats", {"new": "req_total", "denied": "ans_denied_total", "review_total": "review_total"}),
        ("2008", "t08_d", "t08_d", {"new": "req_total", "denied": "ans_refused_total", "review_total": "review_count"}),
        ("2008", "t08_s", "t08_s", {"new": "req_total", "denied": "ans_denied_total", "results": "ans_total"}),
        ("2008", "t08_f", "t08_f", {"new": "req_total", "litigation_total": "litigation_count"}),
    ],
)  # fmt: skip
def test_the_older_forms(
    tmp_path: Path, edition: str, family: str | None, form: str, rows: Mapping[str, str]
) -> None:
    report = make(edition, "bars", 4, family=family)
    found = numbers(report, tmp_path)
    column = "total" if form == "s3_requests" else "value"
    assert {name: found[name] for name in rows} == {
        name: report.cells[form, row, column] for name, row in rows.items()
    }


def test_a_sum_with_a_blank_part_is_not_known_and_shown_as_blank(tmp_path: Path) -> None:
    report = replace_cell(make("2021", "bars", 331), "s3_requests", "r_deny_law", "total", "")
    found = numbers(report, tmp_path)
    assert found["denied"] is None
    assert found["results"] == report.cells["s3_requests", "r_total", "total"]
    [row] = book_rows(tmp_path / "o", "指标")
    assert row["不予公开"] is None


def test_the_share_corrected_is_of_cases_that_are_concluded() -> None:
    figures: dict[str, Decimal | None] = {
        "review_total": Decimal(10), "review_upheld": Decimal(4), "review_corrected": Decimal(2),
        "review_other": Decimal(1), "review_pending": Decimal(3),
    }  # fmt: skip
    assert concluded(figures, "review") == 7
    assert correction_rate(figures, "review") == Decimal("0.286")
    assert correction_rate({**figures, "review_other": None}, "review") is None
    nothing: dict[str, Decimal | None] = dict.fromkeys(figures, Decimal(0))
    assert correction_rate(nothing, "review") is None
