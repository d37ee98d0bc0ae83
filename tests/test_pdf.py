"""A printed report gives the findings of its text, at pages and places a person finds."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document as WordDocument

from conftest import Lint
from reportlint import FileResult
from reportlint.engine import check_file
from reportlint.findings import Result
from reportlint.model import Document, Paragraph, Section, TableBlock
from reportlint.output import FORMATTERS, OutputOptions
from reportlint.plugins import Catalog
from reportlint.read.limits import DEFAULT
from reportlint.read.pdf import CharBox, char_boxes, read_pdf
from reportlint.settings import Settings, selected
from reports import EDITIONS, FAMILIES, GeneratedReport, composed, drop_row, make, replace_cell
from reports.paper import Look, paper
from reports.word import word
from test_docx import said

ROOT = Path(__file__).parent.parent
KINDS = [(edition, family) for edition in EDITIONS for family in (FAMILIES if edition == "2008" else (None,))]
WRONG = ("7", "", "约3", "-1", "/", "2.5", "0")
LOOKS = {
    "ruled": Look(),
    "headers again": Look(
        again=True, rules="inner", number="第 {} 页".format, header="某市政府信息公开年度报告"
    ),
    "small pages": Look(size=(460, 640), margin=50, letters=12, small=8, rules="dashed", number=str),
    "sideways": Look(indent=0, letters=12, turned=90, number="— {} —".format),
}


@pytest.fixture
def lint_pdf(catalog: Catalog) -> Lint:
    """Check the bytes of a PDF file."""

    def check(report: str | bytes) -> FileResult:
        assert isinstance(report, bytes)
        return check_file(
            Path("x.pdf"), "x.pdf", catalog, selected(catalog.rules, Settings()), Settings(), data=report
        )

    return check


def pdf_of(report: GeneratedReport, look: Look) -> bytes:
    """A generated report as it is printed."""
    choices, _, before, blocks = composed(report.recipe)
    return paper(before, blocks, choices, look)


@cache
def faulty(edition: str, family: str | None, seed: int) -> GeneratedReport:
    """A report with wrong cells, and in the old editions without one of its rows."""
    chance = random.Random(f"{edition}{family}{seed}")
    report = make(edition, "bars", seed, family=family)
    for _ in range(4):
        report = replace_cell(report, *chance.choice(sorted(report.cells)), chance.choice(WRONG))
    return drop_row(report, *chance.choice(sorted(report.cells))[:2]) if edition < "2019" else report


@pytest.mark.parametrize(
    ("edition", "family", "look"),
    [(*kind, look) for at, kind in enumerate(KINDS) for look in list(LOOKS)[at % 2 :: 2]],
)
def test_a_clean_report_is_clean_and_whole(
    edition: str, family: str | None, look: str, lint: Lint, lint_pdf: Lint
) -> None:
    report = make(edition, "bars", len(look), family=family)
    result = lint_pdf(pdf_of(report, LOOKS[look]))
    assert said(result) == said(lint(report.text))
    assert result.report is not None
    bound = {
        (grid.form.key, *place): figure.number
        for grid in result.report.grids
        for place, figure in grid.cells.items()
    }
    assert {key: bound.get(key) for key in report.cells} == report.cells


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_a_faulty_report_gives_the_findings_of_its_text(
    edition: str, family: str | None, look: str, lint: Lint, lint_pdf: Lint
) -> None:
    report = faulty(edition, family, 3)
    assert said(lint_pdf(pdf_of(report, LOOKS[look]))) == said(lint(report.text))


@pytest.mark.parametrize(("edition", "family"), KINDS)
def test_tables_without_lines_are_read_by_where_their_words_stand(
    edition: str, family: str | None, lint: Lint, lint_pdf: Lint
) -> None:
    for seed in (1, 2):
        report = make(edition, "bars", seed, family=family)
        assert said(lint_pdf(pdf_of(report, Look(rules="none")))) == said(lint(report.text))


def test_a_blank_cell_of_a_table_without_lines_is_doubted_never_guessed(lint: Lint, lint_pdf: Lint) -> None:
    report = replace_cell(make("2021", "bars", 1), "s3_requests", "r_open", "org_other", "")
    found = lint_pdf(pdf_of(report, Look(rules="none"))).findings
    assert {finding.code for finding in found} <= {"P005", "T005"}


def _blocks(node: Document | Section) -> Iterator[Paragraph | TableBlock]:
    """All paragraphs and tables of a document in reading order."""
    yield from node.front if isinstance(node, Document) else node.blocks
    for section in node.sections:
        yield from _blocks(section)


# --- places -----------------------------------------------------------------------------


def test_places_name_page_table_row_and_column(lint_pdf: Lint) -> None:
    report = replace_cell(make("2021", "bars", 1), "s3_requests", "carried_out", "total", "999")
    result = lint_pdf(pdf_of(report, Look(again=True)))
    found = next(
        finding for finding in result.findings if finding.location.anchor.endswith("carried_out/total")
    )
    where = found.location
    assert (where.line, where.column, where.page) == (None, None, 3)
    assert where.place["zh"].endswith("（第 3 页 第 1 个表格 第 28 行 第 10 列）")
    assert where.place["en"].endswith("(page 3, table 1 on the page, row 28, column 10)")
    options = OutputOptions(
        lang="zh", color=False, tool_version="1", rules_version="1", rules_date="2025-01-01"
    )
    stated = json.loads(FORMATTERS["json"](Result((result,), ()), options))["findings"]
    assert {one["location"]["line"] for one in stated} == {None}
    assert 3 in {one["location"]["page"] for one in stated}


def test_paragraphs_are_whole_lines_without_page_numbers_and_headers(lint_pdf: Lint) -> None:
    report = make("2021", "bars", 1)
    result = lint_pdf(pdf_of(report, LOOKS["headers again"]))
    assert result.source is not None
    assert result.report is not None
    texts = [block.text for block in _blocks(result.report.document) if not isinstance(block, TableBlock)]
    printed = {"".join(text.split()) for text in texts}
    wanted = ["".join(line.split()) for line in report.text.splitlines() if "|" not in line]
    body = [line for line in wanted if line.endswith("。") and not line.startswith("（")]
    assert len(body) > 3
    assert set(body) <= printed
    assert not [line for line in result.source.lines if "第 1 页" in line or line.startswith("某市政府信息")]
    for line, origin in zip(result.source.lines, result.source.origins, strict=True):
        assert line.strip()
        assert origin.page is not None
        assert origin.place["zh"].startswith(f"第 {origin.page} 页")


@pytest.mark.parametrize("look", LOOKS)
def test_every_character_knows_its_box(look: str, catalog: Catalog) -> None:
    """The boxes hold, by another library's reading, the characters they are said to hold."""
    data = pdf_of(make("2021", "bars", 1), LOOKS[look])
    source = read_pdf(data, "x.pdf", catalog.labels, DEFAULT)
    boxes = char_boxes(data, "x.pdf", catalog.labels, DEFAULT)
    assert [len(line) for line in boxes] == [len(line) for line in source.lines]
    said_at: dict[tuple[int, str], list[CharBox]] = {}
    for line, own in zip(source.lines, boxes, strict=True):
        for char, box in zip(line, own, strict=True):
            if box is not None and not char.isspace():
                said_at.setdefault((box.page, char), []).append(box)
            else:
                assert char in " |"
    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages if LOOKS[look].turned == 0 else ():
            for found in page.chars:
                if 60 < found["top"] < page.height - 60 and not found["text"].isspace():
                    x, y = (found["x0"] + found["x1"]) / 2, page.height - (found["top"] + found["bottom"]) / 2
                    near = said_at[page.page_number, found["text"]]
                    assert any(b.x0 - 3 < x < b.x1 + 3 and b.y0 - 4 < y < b.y1 + 4 for b in near)


@pytest.mark.parametrize("edition", ["2014", "2021"])
def test_another_library_finds_the_same_cells(edition: str, catalog: Catalog) -> None:
    data = pdf_of(make(edition, "bars", 4), Look())
    source = read_pdf(data, "x.pdf", catalog.labels, DEFAULT)
    own = sorted(
        "".join(cell.text.split())
        for item in source.items if isinstance(item, TableBlock)
        for row in item.rows for cell in row.cells if cell.text
    )  # fmt: skip
    with pdfplumber.open(BytesIO(data)) as document:
        other = sorted(
            "".join(text.split())
            for page in document.pages for table in page.extract_tables()
            for row in table for text in row if text
        )  # fmt: skip
    assert len(own) > 60
    missing = [text for text in other if text not in own]
    assert not [text for text in missing if not any(text in whole for whole in own)]  # cut by a page break


# --- what else is a PDF -------------------------------------------------------------------


def test_a_file_without_suffix_is_known_by_its_first_bytes(catalog: Catalog) -> None:
    report = make("2021", "bars", 1)
    data = pdf_of(report, Look())
    result = check_file(
        Path("report"), "report", catalog, selected(catalog.rules, Settings()), Settings(), data=data
    )
    assert result.report is not None
    assert result.report.title is not None
    assert result.error is None


def test_the_native_library_loads_only_for_a_pdf(tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf_of(make("2021", "bars", 1), Look()))
    names = (str(ROOT / "examples" / "clean-2021.txt"), str(path))
    script = f"import sys, reportlint\nfor name in {names}:\n    reportlint.check(name)\n    print('pypdfium2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no office program is installed")
def test_a_document_printed_by_an_office_program(tmp_path: Path, lint: Lint, lint_pdf: Lint) -> None:
    report = make("2021", "bars", 5)
    choices, _, before, blocks = composed(report.recipe)
    document = WordDocument(BytesIO(word(before, blocks, choices)))
    for table in document.tables:
        table.style = document.styles["Table Grid"]
    document.save(str(tmp_path / "x.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--norestore", "--convert-to", "pdf", "--outdir", str(tmp_path),
         str(tmp_path / "x.docx")],
        capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    assert said(lint_pdf((tmp_path / "x.pdf").read_bytes())) == said(lint(report.text))
