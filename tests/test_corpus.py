"""Real reports, where they are at hand: every cell, every demanded finding."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import Lint
from reportlint import narrative, similarity
from reportlint.engine import check_file, extract_file
from reportlint.output import extract
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected

CORPUS = Path(os.environ.get("REPORTLINT_CORPUS", Path(__file__).parent.parent.parent / "shared" / "corpus"))
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real reports is not at hand")
SEED_A = "seeds/hengyang-ldbz-2008.txt"
SEED_B = "seeds/county-ldbz-2009.txt"
PDF_A = "reports/hongze-2023.pdf"
PDF_B = "reports/huaian-2024.pdf"
TEXTS = (SEED_A, SEED_B, "reports/suqian-2023.txt")
FILES = (*TEXTS, PDF_A, PDF_B)
# What is demanded of the two oldest reports: code, level, how often.
DEMANDED = {
    SEED_A: {
        ("S002", "warning"): 2, ("T005", "note"): 1, ("T010", "warning"): 1, ("L003", "warning"): 1,
        ("L003", "note"): 1, ("S006", "warning"): 1, ("S007", "note"): 1, ("D001", "note"): 1, ("D005", "note"): 1,
        ("C007", "warning"): 1, ("W006", "note"): 2,
    },
    SEED_B: {("D003", "warning"): 1, ("L003", "warning"): 1, ("D005", "note"): 1, ("S001", "warning"): 1},
    "reports/suqian-2023.txt": {("D001", "note"): 1, ("D005", "note"): 1, ("S010", "note"): 1},
    PDF_A: {("A004", "error"): 2, ("T009", "error"): 1, ("T004", "note"): 1, ("S010", "warning"): 1},
    PDF_B: {("S010", "warning"): 1},
}  # fmt: skip


def _number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def truth_of(name: str) -> dict[str, Any]:
    """The ground truth of a report."""
    path = CORPUS / "truth" / f"{Path(name).stem}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_cell_title_and_section_is_read(name: str, catalog: Catalog) -> None:
    """Title, agency, year, headings and all cells as in the ground truth."""
    result = check_file(CORPUS / name, name, catalog, selected(catalog.rules, Settings()), Settings())
    assert result.report is not None
    found: dict[str, Any] = extract(result.report)
    truth = truth_of(name)
    assert (found["title"], found["agency"], found["year"]) == (
        truth["title"],
        truth["agency"],
        truth["year"],
    )
    wanted = [(one["number"], one["heading"]) for one in truth["sections"]]
    assert [(one["number"], one["heading"]) for one in found["sections"]] == wanted
    assert [table["key"] for table in found["tables"]] == [table["key"] for table in truth["tables"]]
    for table, true in zip(found["tables"], truth["tables"], strict=True):
        rows = [[cell["value"] for cell in row["cells"]] for row in table["rows"]]
        numbers = [
            [_number(cell) for cell in row["cells"] if not isinstance(cell, str)] for row in true["rows"]
        ]
        assert rows == numbers


@pytest.mark.parametrize("name", FILES)
def test_what_is_demanded_is_found_and_nothing_else(name: str, catalog: Catalog) -> None:
    """Codes and levels of every finding; the true negatives are among what is absent."""
    result = check_file(CORPUS / name, name, catalog, selected(catalog.rules, Settings()), Settings())
    found: dict[tuple[str, str], int] = {}
    for finding in result.findings:
        key = (finding.code, finding.level.value)
        found[key] = found.get(key, 0) + 1
    assert found == DEMANDED[name]


@pytest.mark.parametrize("name", [SEED_A, SEED_B])
def test_a_listed_defect_is_found_on_its_line(name: str, catalog: Catalog) -> None:
    """Every certain defect with a rule of this catalogue, on the line of its quotation."""
    result = check_file(CORPUS / name, name, catalog, selected(catalog.rules, Settings()), Settings())
    assert result.source is not None
    known = {rule.code for rule in catalog.rules}
    defects = json.loads((CORPUS / "defects" / f"{Path(name).stem}.json").read_text(encoding="utf-8"))[
        "defects"
    ]
    for defect in defects:
        if not defect["certain"] or defect["rule"] not in known:
            continue
        hits = [finding for finding in result.findings if finding.code == defect["rule"]]
        assert hits, defect
        if defect["where_is_quote"]:
            lines = [number for number, line in enumerate(result.source.lines, 1) if defect["where"] in line]
            assert any(hit.location.line in lines for hit in hits), defect


def test_no_figure_of_a_report_is_found_wrong_by_arithmetic(lint: Lint) -> None:
    """The relations of all three reports hold."""
    for name in TEXTS:
        findings = lint((CORPUS / name).read_text(encoding="utf-8")).findings
        assert not [finding for finding in findings if finding.code.startswith("A")]


BLANK_TEMPLATE = "reports/template-2021-blank.docx"


def test_the_blank_template_is_read_whole_and_no_sum_is_found_wrong(catalog: Catalog) -> None:
    """A Word document: title, headings and tables as in the ground truth, every cell blank."""
    result = check_file(
        CORPUS / BLANK_TEMPLATE, BLANK_TEMPLATE, catalog, selected(catalog.rules, Settings()), Settings()
    )
    assert result.report is not None
    found: dict[str, Any] = extract(result.report)
    truth = truth_of(BLANK_TEMPLATE)
    assert (found["title"], found["agency"], found["year"]) == (truth["title"], None, None)
    assert found["edition"] == str(truth["edition"])
    wanted = [(one["number"], one["heading"]) for one in truth["sections"]]
    assert [(one["number"], one["heading"]) for one in found["sections"]] == wanted
    assert [table["key"] for table in found["tables"]] == [table["key"] for table in truth["tables"]]
    for table, true in zip(found["tables"], truth["tables"], strict=True):
        assert [[cell["value"] for cell in row["cells"]] for row in table["rows"]] == [
            row["cells"] for row in true["rows"]
        ]
        if table["key"] != "s4_review_litigation":
            assert [row["label"] for row in table["rows"]] == [row["label"] for row in true["rows"]]
    codes = [finding.code for finding in result.findings]
    assert not [code for code in codes if code.startswith("A")]
    assert codes.count("T005") == 3
    assert {"S001"} <= set(codes)


@pytest.mark.parametrize("name", [PDF_A, PDF_B])
def test_the_tables_of_a_pdf_are_bound_to_the_edition_with_their_labels(name: str, catalog: Catalog) -> None:
    """Twenty-five rows or, in the older form, twenty-three; each label and each table's edition."""
    result = check_file(CORPUS / name, name, catalog, catalog.rules, Settings())
    assert result.report is not None
    found: dict[str, Any] = extract(result.report)
    truth = truth_of(name)
    for table, true in zip(found["tables"], truth["tables"], strict=True):
        assert table["edition"] in ("2019", "2021")
        if table["key"] == "s3_requests":
            printed = ["".join(row["label"].split()) for row in table["rows"]]
            assert printed == ["".join(row["label"].split()) for row in true["rows"]]


def test_a_finding_in_a_pdf_names_its_page(catalog: Catalog) -> None:
    """Both wrong totals stand on the fourth page."""
    result = check_file(CORPUS / PDF_A, PDF_A, catalog, catalog.rules, Settings())
    places = [finding.location for finding in result.findings if finding.code == "A004"]
    assert [(place.page, place.line) for place in places] == [(4, None), (4, None)]
    assert all("第 4 页" in place.place["zh"] for place in places)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no tool that prints a PDF as text")
@pytest.mark.parametrize("name", [PDF_A, PDF_B])
def test_a_pdf_printed_as_text_gives_the_same_findings(name: str, catalog: Catalog, lint: Lint) -> None:
    done = subprocess.run(["pdftotext", "-layout", str(CORPUS / name), "-"], capture_output=True, check=True)
    found: dict[tuple[str, str], int] = {}
    for finding in lint(done.stdout).findings:
        key = (finding.code, finding.level.value)
        found[key] = found.get(key, 0) + 1
    assert found == DEMANDED[name]


# --- two years of one agency ----------------------------------------------------------------


def pairs_of_years() -> list[tuple[str, str]]:
    """Reports whose agency has one of the year before, too, by the ground truth."""
    whose = {}
    for path in sorted(CORPUS.glob("truth/*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        for file in CORPUS.glob(f"*/{path.stem}.*"):
            if file.suffix != ".json" and truth["agency"] and truth["year"]:
                whose[truth["agency"], truth["year"]] = str(file.relative_to(CORPUS))
    return [(now, whose[name, year - 1]) for (name, year), now in whose.items() if (name, year - 1) in whose]


@pytest.mark.parametrize(("now", "before"), pairs_of_years())
def test_what_one_year_carries_over_the_next_one_begins_with(now: str, before: str, catalog: Catalog) -> None:
    last = extract_file(CORPUS / before, catalog, Settings())
    rules = [rule for rule in catalog.rules if rule.code == "Y001"]
    result = check_file(CORPUS / now, now, catalog, rules, Settings(), last=last)
    assert (result.decided, result.findings) == (("Y001",), ())


def a_year_later(**figures: str) -> str:
    """A report with another year, a rate of its own and the requests that the next year began with."""
    text = (CORPUS / "reports/suqian-2023.txt").read_text(encoding="utf-8").replace("2023", "2024")
    carried = "| 118 | 3 | 0 | 0 | 0 | 0 | 121 |"
    for old, new in (
        ("| 91 | 3 | 0 | 0 | 2 | 0 | 96 |", carried),
        ("| 3511 |", "| 3525 |"),
        ("3607", "3646"),
        ("70.3%", "1.05%"),
    ):
        assert old in text
        text = text.replace(old, figures.get(old, new))
    return text


@pytest.mark.parametrize(
    ("rate", "wanted"), [("1.05%", True), ("1.08%", False), ("0.4%", False), ("2.08%", True)]
)
def test_a_rate_of_a_long_sentence_is_recomputed_from_both_years(
    rate: str, wanted: bool, catalog: Catalog
) -> None:
    """Requests of all parts stand in brackets between the figure and its rate."""
    last = extract_file(CORPUS / "reports/suqian-2023.txt", catalog, Settings())
    rules = [rule for rule in catalog.rules if rule.needs_last]
    text = a_year_later(**{"70.3%": rate})
    result = check_file(Path("x.txt"), "x.txt", catalog, rules, Settings(), data=text.encode(), last=last)
    codes = [finding.code for finding in result.findings]
    assert ("Y003" in codes) is wanted
    assert "Y001" not in codes
    assert "Y004" in codes


def test_reports_of_two_organs_share_no_sentence(catalog: Catalog) -> None:
    texts = [narrative(extract_file(CORPUS / name, catalog, Settings())) for name in FILES]
    assert all(texts)
    for one, other in itertools.permutations(texts, 2):
        assert similarity(one, other) < 10
