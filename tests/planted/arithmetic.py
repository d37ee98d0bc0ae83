"""Family A: wrong figures, in cells whose sums the tests know for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random

from reports import GeneratedReport, replace_cell, replace_cells
from reports.forms import LISTS
from reports.sheets import Key

from .plant import Planted, Planter, Planters, one_of

REQUESTS = "s3_requests"
REVIEWS = "s4_review_litigation"
BALANCE = ("new_received", "carried_in", "carried_out", "r_total")
# What the text tells of a figure is wrong too once the figure is changed.
TOLD = ("C",)

# Totals of the one-column forms whose parts add up to them.
SUMS: Mapping[str, tuple[str, ...]] = {
    "t08_d": ("req_total", "ans_total", "ans_refused_total"),
    "t08_s": (
        "req_total", "ans_total", "ans_denied_total", "fee_total",
        "fee_proactive_total", "fee_request_total", "staff_total",
    ),
    "t08_f": ("req_total", "ans_total"),
    "t14": ("req_total", "closed_total", "ans_total", "ans_denied_total", "staff_total"),
}  # fmt: skip

# Per form: a part that may not exceed the whole, as (part, whole, column).
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "t08_d": (("proactive_fulltext", "proactive_total"),),
    "t08_s": (("proactive_fulltext", "proactive_total"), ("normative_new", "official_docs")),
    "t14_stats": (
        ("press_principal", "press_total"),
        ("interview_principal", "interview_total"),
        ("pro_normative", "pro_total"),
    ),
}
# The same where there may be a reason for it.
SOFT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "t08_d": (("normative_new", "proactive_total"),),
    "t08_f": (("pro_gazette", "proactive_total"),),
    "t14_stats": (
        ("pro_normative", "normative_issued"),
        ("ch_gazette", "pro_total"),
        ("ch_weibo", "pro_total"),
        ("ch_wechat", "pro_total"),
    ),
}


# --- the tests' own knowledge of the forms -------------------------------------------------


def parts_of(rows: tuple[str, ...], levels: tuple[int, ...], total: str) -> list[str]:
    """The rows one level below a row."""
    start = rows.index(total)
    parts = []
    for key, level in zip(rows[start + 1 :], levels[start + 1 :], strict=True):
        if level <= levels[start]:
            break
        if level == levels[start] + 1:
            parts.append(key)
    return parts


def summed_rows(form: str) -> set[str]:
    """The rows of a one-column form that stand in a sum."""
    rows = tuple(row.key for _, block in LISTS[form] for row in block)
    levels = tuple(row.level for _, block in LISTS[form] for row in block)
    flat = "ans_total" if form == "t08_f" else ""
    found = set()
    for total in SUMS[form]:
        parts = (
            ["ans_open", "ans_partial", "ans_refused_total"]
            if total == flat
            else parts_of(rows, levels, total)
        )
        assert parts
        found |= {total, *parts}
    return found


def summed(report: GeneratedReport) -> list[tuple[Key, str]]:
    """Every cell that stands in an equation, with the code of its finding."""
    found = []
    for key in report.cells:
        form, row, _ = key
        if form == REQUESTS:
            found.append((key, "A001" if row in BALANCE else "A003"))
        elif form == REVIEWS:
            found.append((key, "A004"))
        elif report.edition in ("2008", "2014"):
            name = "t14" if form == "t14_stats" else form
            told_later = row == "ans_total" and not report.cells[key]  # one reply too many is A007 too
            if row in summed_rows(name) and key[2] == "value" and not told_later:
                found.append((key, "A005"))
    return found


def wrong(report: GeneratedReport, key: Key) -> tuple[str, int]:
    """Another figure, and by how much: downwards where more replies would also exceed the requests."""
    number = report.cells[key]
    assert number is not None
    step = -1 if key[1] == "ans_total" and number > 0 else 1
    return str(number + step), step


def with_cells(report: GeneratedReport, changes: Mapping[Key, str]) -> GeneratedReport:
    """The report with other texts in some cells."""
    return replace_cells(report, changes)


def number(report: GeneratedReport, key: Key) -> Decimal:
    """The figure of a cell that holds one."""
    found = report.cells[key]
    assert found is not None
    return found


def moved(report: GeneratedReport, steps: Mapping[Key, int]) -> GeneratedReport:
    """The report with some figures larger by so much."""
    return with_cells(report, {key: str(number(report, key) + step) for key, step in steps.items()})


# --- planters ------------------------------------------------------------------------------


def wrong_figure(code: str) -> Planter:
    """One figure that is off by one."""

    def plant(report: GeneratedReport, rng: Random) -> Planted | None:
        keys = [key for key, expected in summed(report) if expected == code]
        if not keys:
            return None
        key = rng.choice(keys)
        text, _ = wrong(report, key)
        faulty = replace_cell(report, *key, text)
        near = code in ("A004", "A005")
        return Planted(faulty.text, faulty.line_of[key][0], near, TOLD)

    return plant


def wrong_with_its_total(report: GeneratedReport, rng: Random) -> Planted | None:
    """A result miscounted where the last column is added up by the program: the rows hold."""
    if report.edition not in ("2019", "2021"):
        return None
    row = rng.choice(sorted({row for form, row, _ in report.cells if form == REQUESTS} - {*BALANCE}))
    column = rng.choice(sorted({column for form, _, column in report.cells if form == REQUESTS} - {"total"}))
    faulty = moved(report, {(REQUESTS, row, column): 1, (REQUESTS, row, "total"): 1})
    return Planted(faulty.text, faulty.line_of[REQUESTS, row, column][0], True, TOLD)


def part_too_large(pairs: Mapping[str, Iterable[tuple[str, str]]], also: tuple[str, ...]) -> Planter:
    """A part that exceeds its whole."""

    def plant(report: GeneratedReport, rng: Random) -> Planted | None:
        form = report.forms[0]
        known = [
            pair for pair in pairs.get(form, ()) if all((form, row, "value") in report.cells for row in pair)
        ]
        if not known:
            return None
        part, whole = rng.choice(known)
        key = (form, part, "value")
        text = str(number(report, (form, whole, "value")) + rng.randint(1, 9))
        faulty = replace_cell(report, *key, text)
        return Planted(faulty.text, faulty.line_of[key][0], also=(*TOLD, *also))

    return plant


def gone_below_zero(report: GeneratedReport, rng: Random) -> Planted | None:
    """2019: more matters abolished than there were, or more documents published than are public."""
    if report.edition != "2019":
        return None
    if rng.random() < 0.5:
        form, row = rng.choice(
            (("s2_art20_5", "licensing"), ("s2_art20_6", "penalty"), ("s2_art20_8", "admin_fees"))
        )
        key = (form, row, "items_delta")
        text = str(-number(report, (form, row, "items_prev")) - rng.randint(1, 5))
        faulty = replace_cell(report, *key, text)
        return Planted(faulty.text, faulty.line_of[key][0], True, TOLD)
    key = ("s2_art20_1", "normative_docs", "published_new")
    text = str(number(report, ("s2_art20_1", "normative_docs", "published_total")) + rng.randint(1, 5))
    faulty = replace_cell(report, *key, text)
    return Planted(faulty.text, faulty.line_of[key][0], also=(*TOLD, "A008"))


def more_published_than_made(report: GeneratedReport, rng: Random) -> Planted | None:
    """2019: more documents published anew than were made."""
    if report.edition != "2019":
        return None
    row = ("s2_art20_1", "normative_docs")
    wanted = number(report, (*row, "made_new")) + 1
    total = max(number(report, (*row, "published_total")), wanted)
    faulty = with_cells(report, {(*row, "published_new"): str(wanted), (*row, "published_total"): str(total)})
    return Planted(faulty.text, faulty.line_of[*row, "published_new"][0], also=TOLD)


def more_replies_than_requests(report: GeneratedReport, rng: Random) -> Planted | None:
    """Replies that add up and still exceed the requests."""
    form = report.forms[0]
    if (form, "ans_total", "value") not in report.cells:
        return None
    total, requests = (number(report, (form, row, "value")) for row in ("ans_total", "req_total"))
    step = int(requests - total) + rng.randint(1, 9)
    faulty = moved(report, {(form, "ans_open", "value"): step, (form, "ans_total", "value"): step})
    return Planted(faulty.text, faulty.line_of[form, "ans_total", "value"][0], also=(*TOLD, "A008"))


PLANTERS: Planters = {
    "A001": wrong_figure("A001"),
    "A002": wrong_with_its_total,
    "A003": wrong_figure("A003"),
    "A004": wrong_figure("A004"),
    "A005": wrong_figure("A005"),
    "A006": one_of(gone_below_zero, part_too_large(PARTS, ("A008",))),
    "A007": more_replies_than_requests,
    "A008": one_of(more_published_than_made, part_too_large(SOFT, ())),
}
