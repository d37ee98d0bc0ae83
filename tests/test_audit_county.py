"""A county of two years with a fault of every kind that only an audit can find: each found, none invented."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from reportlint import cli
from reports.county import Organ, county, roster, year_before

COUNTY, OFFICE, FINANCE, CIVIL, WATER, AUDIT, STATISTICS, EDUCATION = (
    f"青禾县{name}"
    for name in ("人民政府", "人民政府办公室", "财政局", "民政局", "水利局", "审计局", "统计局", "教育局")
)
SELECTED = "Y,U,A,D004"
REQUESTS, DOCUMENTS = "s3_requests", "s2_art20_1"


def write(folder: Path, organs: Sequence[Organ]) -> None:
    """A report for each organ, by year and name."""
    for one in organs:
        path = folder / str(one.year) / f"{one.name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one.text(), encoding="utf-8", newline="")


def audited(folder: Path, *more: str) -> list[tuple[str, str]]:
    """``(code, file)`` of what is found in both years."""
    call = [
        "audit",
        str(folder / "in"),
        "-o",
        str(folder / "out"),
        "-q",
        "-j1",
        "--isolated",
        "--select",
        SELECTED,
    ]
    code = cli.main([*call, *more])
    lines = (folder / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert code == any(one["level"] in ("error", "warning") for one in found)
    return sorted((one["code"], Path(one["file"]).relative_to(folder).as_posix()) for one in found)


@pytest.fixture
def organs(tmp_path: Path) -> list[Organ]:
    """The county of 2023, its roster in ``roster.csv``."""
    found = county(3, 2023, bureaus=6, towns=2)
    with open(tmp_path / "roster.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(roster(found))
    return found


def changed(organs: Sequence[Organ], name: str, *key: str, by: int) -> Organ:
    """An organ with one figure changed."""
    one = next(one for one in organs if one.name == name)
    cell = (key[0], key[1], key[2])
    return one.changed({cell: one.figures[cell] + by})


def test_two_years_that_agree_have_no_finding(tmp_path: Path, organs: list[Organ]) -> None:
    write(tmp_path / "in", [*organs, *year_before(organs)])
    assert audited(tmp_path, "--roster", str(tmp_path / "roster.csv")) == []


def test_every_planted_fault_is_found_and_no_other(tmp_path: Path, organs: list[Organ]) -> None:
    by_name = {one.name: one for one in organs}
    before = {one.name: one for one in year_before(organs)}
    carried = before[FINANCE]
    for row, step in (("carried_out", 2), ("new_received", 2)):
        for column in ("natural_person", "total"):
            carried = changed([carried], FINANCE, REQUESTS, row, column, by=step)
    before[FINANCE] = carried
    before[CIVIL] = changed([before[CIVIL]], CIVIL, DOCUMENTS, "normative_docs", "in_force", by=3)
    water = by_name[WATER]
    before[WATER] = replace(before[WATER], seed=water.seed, choices=water.choices, own_words=False)
    by_name[AUDIT] = replace(by_name[AUDIT], seed=by_name[EDUCATION].seed, choices=by_name[EDUCATION].choices)
    del by_name[STATISTICS]
    cell = ("s2_art20_5", "licensing", "decisions")
    below = sum((one.figures[cell] for name, one in by_name.items() if name != COUNTY), Decimal(0))
    by_name[COUNTY] = by_name[COUNTY].changed({cell: below - 1})
    write(tmp_path / "in", list(by_name.values()))
    write(tmp_path / "last", list(before.values()))
    late = tmp_path / "in" / "2023" / f"{OFFICE}.txt"
    late.write_text(f"{late.read_text(encoding='utf-8').rstrip()}\n\n2024年2月20日\n", encoding="utf-8")
    found = audited(
        tmp_path,
        "--roster",
        str(tmp_path / "roster.csv"),
        "--previous",
        str(tmp_path / "last"),
        "--years",
        "2023",
    )
    assert found == sorted(
        [
            ("D004", f"in/2023/{OFFICE}.txt"),
            ("U001", f"in/2023/{COUNTY}.txt"),
            ("U002", "roster.csv"),
            ("U003", f"in/2023/{AUDIT}.txt"),
            ("U003", f"in/2023/{EDUCATION}.txt"),
            ("Y001", f"in/2023/{FINANCE}.txt"),
            ("Y002", f"in/2023/{CIVIL}.txt"),
            ("Y004", f"in/2023/{WATER}.txt"),
        ]
    )
