"""A folder of reports of several organs and years, some with faults, for the tests of audits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportlint.audit.engines import Job, local
from reportlint.audit.roster import Roster
from reportlint.audit.run import Audited, Order, Steps, run_audit
from reportlint.files import find_files
from reportlint.setups import Asked, setups
from reports import make, replace_cell

UNITS = ("云岭市教育局", "青禾县水利局", "白鹭县民政局")
YEARS = (2021, 2022)
PATTERN = "{year}/{agency}.{any}"
# Numbers of nobody: an identity card with its check digit, a telephone.
PERSONAL = ("11010519491231002X", "13912345678")


def text_of(unit: str, year: int, seed: int, wrong: bool = False) -> str:
    """A report of that unit and year; ``wrong``: one figure does not add up."""
    report = make("2021", "bars", seed)
    if wrong:
        report = replace_cell(report, "s3_requests", "carried_out", "total", "4321")
    moved = report.text.replace(report.agency, unit)
    return re.sub(r"20[12]\d(?=年)", lambda match: str(int(match[0]) + year - report.year), moved)


def write_folder(folder: Path) -> Path:
    """Three units and two years: a wrong figure, personal numbers, a file that cannot be read."""
    for seed, unit in enumerate(UNITS):
        for year in YEARS:
            text = text_of(unit, year, 10 * seed + year, wrong=(seed, year) == (0, 2022))
            if (seed, year) == (1, 2022):
                text = text.replace("。", f"，申请人身份证号码{PERSONAL[0]}，申请人手机{PERSONAL[1]}。", 1)
            path = folder / str(year) / f"{unit}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
    (folder / "2022" / "南溪县司法局.pdf").write_bytes(b"%PDF-1.7 broken")
    return folder


def here(tasks: Iterable[Any], job: Job) -> Iterator[tuple[int, Any]]:
    """An engine without a process of its own, which is quicker."""
    return ((number, job.work(task)) for number, task in enumerate(tasks))


def audit(folder: Path, out: Path, lang: str = "zh", jobs: int = 1, exports: Sequence[str] = ()) -> Audited:
    """Audit a folder in this configuration-free way; the pattern names units and years."""
    asked = Asked(isolated=True)
    found = find_files([str(folder)], setups(asked)(Path("x")).catalog.suffixes)
    order = Order(asked, out, Roster(), PATTERN, (), True, lang, tuple(exports))
    return run_audit(
        order,
        found.inputs,
        (),
        local(jobs, 60) if jobs > 1 else here,
        Steps(lambda name, total: None, lambda: None),
    )


def sheet_rows(sheet: Worksheet) -> list[Mapping[str, object]]:
    """The rows of a sheet as mappings from its header."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def book_rows(out: Path, sheet: str, name: str = "summary.xlsx") -> list[Mapping[str, object]]:
    """The rows of a sheet of the workbook that was handed over."""
    return sheet_rows(load_workbook(out / name)[sheet])
