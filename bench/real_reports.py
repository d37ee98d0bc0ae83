"""What the rules find in real reports, against what people found in them by hand.

The reports, their true figures and the listed defects stand in a folder that is no part of
the project; nothing of their text is kept, only numbers.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog
from reportlint.rule import Level
from reportlint.settings import Settings, selected

SECTION = """## Real reports

Defects that people found in real reports (only those that are certain and have a rule here), found by the program, and at
the same line where the file has lines; each PDF also as the text that `pdftotext -layout` prints. *Not listed*: findings of
level error or warning that nobody listed. *Right*: statements of what is right in a report (sums, figures told in the text,
headings, periods, fees, citations) that a rule could contradict, and how many are left alone. *Relations*: sums that people
worked out, how many hold and how many fail, and the findings of family A. Nothing of the reports' text is kept here.

| report | listed defects | found | not listed | right | left alone | relations hold | fail | family A | error, warning, note |
| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |
{rows}

S005 in the blank form: chapters that hold nothing but the form's own placeholder, each of which is listed as W001.
"""

# Which rules would contradict a statement of what is right, by words of the statement.
_FIGURES = ("A", "C001", "C002", "C003", "C004", "C006", "C009")
CONTRADICTING = (
    (re.compile(r"=|sums|totals|balance|table agree|review \d|unusual"), _FIGURES),
    (re.compile(r"sections|headings"), ("S002", "S003", "S004")),
    (re.compile(r"period"), ("D005", "D006", "D007")),
    (re.compile(r"fee|处理费"), ("S011", "L005")),
    (re.compile(r"工作日"), ("D002", "D003")),
    (re.compile(r"令第"), ("L001", "L002")),
    (re.compile(r"announced"), ("C005",)),
    (re.compile(r"layout|row labels"), ("T001", "T002", "T003", "T004", "T009", "T013")),
)


class Checked(NamedTuple):
    """A real report, how it was given, what is listed of it, and what was found."""

    kind: str
    listed: dict[str, Any]
    result: FileResult


def section(corpus: Path, catalog: Catalog) -> str:
    """The section of the page, a row for each report."""
    return SECTION.format(rows="\n".join(sorted(row(one, catalog) for one in checked(corpus, catalog))))


def checked(corpus: Path, catalog: Catalog) -> Iterator[Checked]:
    """Every report of which defects are listed; a PDF also as text."""
    rules = selected(catalog.rules, Settings())
    for path in sorted(path for folder in ("seeds", "reports") for path in (corpus / folder).iterdir()):
        listed = corpus / "defects" / f"{path.stem}.json"
        if not listed.is_file():
            continue
        truth = json.loads((corpus / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
        for name, kind, data in given(path):
            result = check_file(Path(name), name, catalog, rules, Settings(), data=data)
            found = json.loads(listed.read_text(encoding="utf-8"))
            yield Checked(f"edition {truth['edition']}, {kind}", found, result)


def given(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """``(name, kind, bytes)`` of a file, and of a PDF's text where there is a tool to print it."""
    yield path.name, path.suffix[1:], path.read_bytes()
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
        yield f"{path.stem}.txt", "pdf as text", done.stdout


def row(one: Checked, catalog: Catalog) -> str:
    """One report as a row of the table."""
    result, listed = one.result, one.listed
    if result.report is None:
        return f"| {one.kind} | not read: {result.error} " + "| " * 8 + "|"
    known = {rule.code for rule in catalog.rules}
    defects = [defect for defect in listed["defects"] if defect["certain"] and defect["rule"] in known]
    hits = sum(is_found(defect, result) for defect in defects)
    others = ", ".join(f"{code} ({count})" for code, count in sorted(not_listed(one, grave=True).items()))
    right, alone = left_alone(one)
    wrong = sum(finding.code.startswith("A") for finding in result.findings)
    levels = Counter(finding.level for finding in result.findings)
    counts = ", ".join(str(levels[level]) for level in (Level.ERROR, Level.WARNING, Level.NOTE))
    holds, fails = len(listed["relations_hold"]), len(listed["relations_fail"])
    return (
        f"| {one.kind} | {len(defects)} | {hits} | {others or '-'} | {right} | {alone} "
        f"| {holds} | {fails} | {wrong} | {counts} |"
    )


def not_listed(one: Checked, *, grave: bool) -> Counter[str]:
    """Places found by code beyond those listed; ``grave``: of level error and warning only."""
    listed: Counter[str] = Counter()
    for defect in one.listed["defects"]:
        if defect["rule"] is not None:
            listed[defect["rule"]] += int(defect.get("count", 1))
    places = {
        (finding.code, finding.location.place["zh"])
        for finding in one.result.findings
        if not grave or finding.level is not Level.NOTE
    }
    return Counter(code for code, _ in places) - listed


def left_alone(one: Checked) -> tuple[int, int]:
    """Statements of what is right that a rule could contradict, and how many none does."""
    beyond = tuple(not_listed(one, grave=False))
    right = alone = 0
    for statement in one.listed["true_negatives"]:
        codes = tuple(code for words, against in CONTRADICTING if words.search(statement) for code in against)
        right += bool(codes)
        alone += bool(codes) and not any(code.startswith(codes) for code in beyond)
    return right, alone


def is_found(defect: dict[str, Any], result: FileResult) -> bool:
    """True where the rule of a defect is found, on a line of its quotation if the file has it in one piece."""
    lines = {finding.location.line for finding in result.findings if finding.code == defect["rule"]}
    if not lines or not defect["where_is_quote"] or lines == {None} or result.source is None:
        return bool(lines)
    quoted = lines_of(defect["where"], result.source.lines)
    return not quoted or bool(quoted & lines)


def lines_of(quotation: str, lines: tuple[str, ...]) -> set[int | None]:
    """The lines (from 1) on which a quotation stands, wherever the lines are broken."""
    bare = ["".join(line.split()) for line in lines]
    numbers = [number for number, line in enumerate(bare, 1) for _ in line]
    wanted, text = "".join(quotation.split()), "".join(bare)
    found: set[int | None] = set()
    at = text.find(wanted)
    while at >= 0:
        found.update(numbers[at : at + len(wanted)])
        at = text.find(wanted, at + 1)
    return found
