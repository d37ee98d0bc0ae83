"""Family P: files that are no report, or cannot be read as one."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from reports import GeneratedReport, make
from reports.blocks import Para, Title
from reports.sheets import Key

from .arithmetic import REQUESTS
from .plant import Planted, Planters, blocks_of, joined, lines_of, one_of, rebuilt

PLAIN: dict[str, Any] = {"line_end": "\n", "metadata": False, "contents": False, "form_feed": False}
ROW_STYLES = ("bars", "bars_tight", "bars_trailing", "bars_fullwidth", "bars_both", "markdown", "tsv")
NOTICES = ("关于做好{y}年度政务公开有关事项的通知", "{y}年档案管理办法", "{y}年工作要点")


def plain(report: GeneratedReport) -> GeneratedReport:
    """The same draw with plain line ends and nothing before the title."""
    recipe = report.recipe
    return make(recipe.edition, recipe.style, recipe.seed, recipe.organ, recipe.family, **PLAIN)


def no_text(report: GeneratedReport, rng: Random) -> Planted | None:
    """A picture under the name of a text."""
    return Planted(b"\x89PNG\r\n\x1a\n" + rng.randbytes(4000), None)


def broken_bytes(report: GeneratedReport, rng: Random) -> Planted | None:
    """Two bytes of a text overwritten."""
    lines = report.text.encode("utf-8").split(b"\n")
    at = rng.randrange(len(lines))
    lines[at] = lines[at][: len(lines[at]) // 2] + b"\xff\xff" + lines[at][len(lines[at]) // 2 :]
    data = b"\n".join(lines)
    before = data[: data.index(b"\xff\xff")].decode("utf-8", "ignore")
    return Planted(data, len(re.split("\r\n|\r|\n", before)))


def no_year(report: GeneratedReport, rng: Random) -> Planted | None:
    """No year, no citation and no table."""
    blocks = blocks_of(report)
    kept = [Title((f"{report.agency}政府信息公开工作年度报告",))]
    said = [Para("本年度认真做好政府信息公开工作，申请均在法定期限内答复。") for _ in range(1)]
    del blocks
    text = rebuilt(report, [*kept, *said])
    return Planted(text, None, also=("S", "D", "W"))


def another_document(report: GeneratedReport, rng: Random) -> Planted | None:
    """A notice, not a report."""
    title = rng.choice(NOTICES).format(y=report.year)
    text = rebuilt(report, [Title((title,)), Para("各股室：为进一步规范管理，现将有关事项通知如下。")])
    return Planted(text, None)


# --- P005 ----------------------------------------------------------------------------------


def zero_parts(report: GeneratedReport) -> list[Key]:
    """Cells of the requests table that hold 0 and are parts, never totals."""
    return [
        key
        for key, number in report.cells.items()
        if key[0] == REQUESTS
        and number == 0
        and key[2] != "total"
        and key[1].startswith("r_")
        and key[1] != "r_total"
    ]


def requests_lines(report: GeneratedReport) -> range:
    """The lines (from 0) of the requests table, header included, in a row style."""
    lines = lines_of(report)
    numbers = [line for key, (line, _) in report.line_of.items() if key[0] == REQUESTS]
    first, last = min(numbers) - 1, max(numbers)
    while lines[first - 1].strip() and "政府信息公开申请情况" not in lines[first - 1]:
        first -= 1
    return range(first, last)


def without_header(report: GeneratedReport) -> str:
    """The requests table without its header rows."""
    table = requests_lines(report)
    first = report.line_of[REQUESTS, "new_received", "natural_person"][0] - 1
    lines = lines_of(report)
    return joined(report, lines[: table.start] + lines[first:])


def header_lost(report: GeneratedReport, rng: Random) -> Planted | None:
    """A table whose header is gone."""
    if report.edition not in ("2019", "2021") or report.style not in ROW_STYLES:
        return None
    return Planted(without_header(plain(report)), None, also=("T", "C"))


def cells_dropped(report: GeneratedReport, rng: Random) -> Planted | None:
    """Cells that were lost where each stands on a line of its own."""
    after = {"cell_bar": 1, "tab_cells": 1, "cell_blank_line": 2, "cell_bar_alternate": 2}.get(report.style)
    if report.edition not in ("2019", "2021") or after is None:
        return None
    report = plain(report)
    zeros = [key for key in zero_parts(report) if key[1] != "r_open"]
    lines = lines_of(report)
    chosen = rng.sample(zeros, rng.randint(1, 3))
    for line in sorted((report.line_of[key][0] - 1 for key in chosen), reverse=True):
        del lines[line : line + after]
    return Planted(joined(report, lines), None, also=("T", "C"))


PLANTERS: Planters = {
    "P001": no_text,
    "P003": broken_bytes,
    "P004": no_year,
    "P005": one_of(header_lost, cells_dropped),
    "P006": another_document,
}
