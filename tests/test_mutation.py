"""One fault put into a clean report gives one finding, and nothing else changes.

The reports, their cells and the equations below are the tests' own: nothing
of what is expected here is read from the program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from planted.arithmetic import REQUESTS, REVIEWS, summed, with_cells, wrong
from planted.plant import lines_of, told
from planted.reading import PLAIN, ROW_STYLES, requests_lines, zero_parts
from planted.tables import droppable, pasted, without_column
from reportlint.findings import FileResult, Finding
from reportlint.rule import Level
from reports import MORE_STYLES, STYLES, GeneratedReport, drop_row, make, replace_cell
from reports.sheets import Key

ALL_STYLES = STYLES + MORE_STYLES
NEW = ("2019", "2021")
KINDS = (
    ("2008", "t08_d"),
    ("2008", "t08_s"),
    ("2008", "t08_f"),
    ("2014", None),
    ("2019", None),
    ("2021", None),
)
CASES = [pytest.param(e, f, s, id=f"{f or e}-{s}") for e, f in KINDS for s in ALL_STYLES]
BLOCKED = ("A001", "A002", "A003", "A004", "A005", "T002", "T003")

Lint = Callable[[str | bytes], FileResult]
Tally = Callable[[str, bool], None]


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    """Counts the faults found, by rule; ``pytest -s`` shows the table."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()

    def count(code: str, ok: bool) -> None:
        tried[code] += 1
        found[code] += ok

    yield count
    print("\nrule   found   of  recall")
    for code in sorted(tried):
        print(f"{code:5} {found[code]:6} {tried[code]:4}  {100 * found[code] / tried[code]:5.1f} %")


# --- the tests' own knowledge of the forms -------------------------------------------------


def report_of(edition: str, family: str | None, style: str, seed: int, **wishes: Any) -> GeneratedReport:
    """A clean report."""
    return make(edition, style, seed, family=family, **wishes)


def codes(result: FileResult) -> list[str]:
    """The codes of a result, notes included, in order."""
    return sorted(finding.code for finding in result.findings)


def errors(result: FileResult) -> list[Finding]:
    """The findings of level error."""
    return [finding for finding in result.findings if finding.level is Level.ERROR]


def read_cells(result: FileResult) -> dict[Key, Decimal | None]:
    """Every cell that was read."""
    assert result.report is not None
    return {
        (grid.form.key, row, column): figure.number
        for grid in result.report.grids
        for (row, column), figure in grid.cells.items()
    }


def differences(report: GeneratedReport, result: FileResult, *left_out: Key) -> list[str]:
    """Cells that were not read as they are printed."""
    read = read_cells(result)
    return [
        f"{'/'.join(key)}: {number} read as {read.get(key, 'nothing')}"
        for key, number in report.cells.items()
        if key not in left_out and read.get(key, "nothing") != number
    ]


# --- where every test starts: that clean reports are clean is in test_serialisations.py -----------


@pytest.mark.parametrize(
    ("edition", "style", "seed"), [("2021", "cell_bar_first", 57858), ("2019", "aligned", 60328)]
)
def test_contents_right_above_the_first_heading_are_no_sections(
    edition: str, style: str, seed: int, lint: Lint
) -> None:
    report = report_of(edition, None, style, seed)
    assert report.choices.contents
    assert not lint(report.text).findings


# --- a wrong figure ----------------------------------------------------------------------------


def problem_of_wrong_figure(report: GeneratedReport, key: Key, code: str, lint: Lint) -> str:
    """What is not as promised when one figure is wrong; "" if all is."""
    text, step = wrong(report, key)
    faulty = replace_cell(report, *key, text)
    result = lint(faulty.text)
    where = f"{'/'.join(key)} {report.cells[key]} -> {text}, line {faulty.line_of[key][0]}"
    bad = errors(result)
    if [finding.code for finding in bad] != [code]:
        return f"{where}: not one {code}: {told(result)}"
    (one,) = bad
    lines = (
        {one.location.line}
        if code in ("A001", "A003")
        else {one.location.line, *(r.location.line for r in one.related)}
    )
    if faulty.line_of[key][0] not in lines:
        return f"{where}: reported at line {one.location.line}"
    if one.values is None or abs(one.values.delta) != abs(step) or "=" not in one.values.equation:
        return f"{where}: values {one.values}"
    if one.values.left - one.values.right != one.values.delta:
        return f"{where}: the sides {one.values} do not differ by delta"
    wrong_cells = differences(faulty, result)
    return f"{where}: {wrong_cells}" if wrong_cells else ""


@pytest.mark.parametrize(("edition", "family", "style"), CASES)
def test_a_wrong_figure_is_one_error(
    edition: str, family: str | None, style: str, lint: Lint, tally: Tally
) -> None:
    problems = []
    rng = Random(f"{edition}{family}{style}")
    report = report_of(edition, family, style, rng.randrange(10000))
    for key, code in rng.sample(summed(report), 2):
        problem = problem_of_wrong_figure(report, key, code, lint)
        tally(code, not problem)
        problems += [f"seed {report.recipe.seed}: {problem}"] if problem else []
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("edition", NEW)
def test_every_cell_of_the_requests_table_is_guarded(edition: str, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, "bars", 11)
    problems = []
    for key, code in summed(report):
        if key[0] == REQUESTS and (key[2] == "org_other" or key[1] == "r_total"):
            problem = problem_of_wrong_figure(report, key, code, lint)
            tally(code, not problem)
            problems += [problem] if problem else []
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("edition", "family"), [("2014", None), ("2008", "t08_d"), ("2008", "t08_s")])
def test_every_sum_of_the_older_forms_is_guarded(
    edition: str, family: str | None, lint: Lint, tally: Tally
) -> None:
    report = next(one for seed in range(50) if busy(one := report_of(edition, family, "bars", seed)))
    problems = [problem_of_wrong_figure(report, key, code, lint) for key, code in summed(report)]
    for problem in problems:
        tally("A005", not problem)
    assert not any(problems), "\n".join(filter(None, problems))


def busy(report: GeneratedReport) -> bool:
    """True where there were replies, so that fewer replies can be printed."""
    return bool(report.cells[report.forms[0], "ans_total", "value"])


# --- rows and columns ------------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "family", "style"), [p for p in CASES if p.values[0] != "2008"])
def test_a_missing_row_is_named_and_moves_no_cell(
    edition: str, family: str | None, style: str, lint: Lint, tally: Tally
) -> None:
    problems = []
    rng = Random(f"row{edition}{style}")
    report = report_of(edition, family, style, rng.randrange(10000))
    for form, row in rng.sample(droppable(report), 2):
        short = drop_row(report, form, row)
        result = lint(short.text)
        found = [(f.code, f.location.anchor) for f in result.findings]
        moved = differences(short, result)
        tally("T002", found == [("T002", f"{form}/{row}")] and not moved)
        if found != [("T002", f"{form}/{row}")] or moved:
            problems.append(f"seed {report.recipe.seed} {form}/{row}: {told(result)}; {moved[:4]}")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ["bars", "bars_trailing", "tsv"])
def test_a_missing_row_of_the_split_table_four(edition: str, style: str, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, style, 5, split_four=True)
    for row in ("review", "litig_direct", "litig_after_review"):
        short = drop_row(report, REVIEWS, row)
        result = lint(short.text)
        found = [f.location.anchor for f in result.findings if f.code == "T002"]
        tally("T002", found == [f"{REVIEWS}/{row}"])
        assert found == [f"{REVIEWS}/{row}"], told(result)
        assert not differences(short, result)


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("label", ["规章", "规 章", "规　章", "规章："])
def test_the_row_below_regulations_is_missing(edition: str, label: str, lint: Lint, tally: Tally) -> None:
    report = drop_row(report_of(edition, None, "bars", 5), "s2_art20_1", "normative_docs")
    result = lint(re.sub("规 ?章(?= *[|])", label, report.text))
    tally("T002", codes(result) == ["T002"])
    assert codes(result) == ["T002"], told(result)
    assert not differences(report, result)


@pytest.mark.parametrize(
    ("edition", "column"), [("2019", "total"), ("2021", "natural_person"), ("2021", "org_research")]
)
@pytest.mark.parametrize("style", ["bars", "bars_tight", "bars_fullwidth", "bars_both", "markdown", "tsv"])
def test_a_missing_column_is_named_and_moves_no_cell(
    edition: str, style: str, column: str, lint: Lint, tally: Tally
) -> None:
    report = report_of(edition, None, style, 21, **PLAIN, fillers=True)
    result = lint(without_column(report, column))
    found = [(f.code, f.location.anchor) for f in result.findings]
    gone = [key for key in report.cells if key[0] == REQUESTS and key[2] == column]
    moved = differences(report, result, *gone)
    tally("T003", found == [("T003", f"{REQUESTS}//{column}")])
    assert found == [("T003", f"{REQUESTS}//{column}")], told(result)
    assert not moved


# --- cells without a figure ---------------------------------------------------------------------------


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ALL_STYLES)
def test_blank_cells_are_one_finding_or_the_table_is_given_up(
    edition: str, style: str, lint: Lint, tally: Tally
) -> None:
    report = report_of(edition, None, style, 31)
    blank = Random(style).sample(zero_parts(report), 5)
    faulty = with_cells(report, dict.fromkeys(blank, ""))
    result = lint(faulty.text)
    if style in ROW_STYLES or "bar" in style:
        tally("T005", codes(result) == ["T005"])
        assert codes(result) == ["T005"], told(result)
        assert "5" in result.findings[0].message["zh"]
        assert not differences(faulty, result)
    else:
        assert codes(result) in (["T005"], ["P005"]), told(result)


@pytest.mark.parametrize("style", ROW_STYLES)
@pytest.mark.parametrize(("edition", "seed"), [("2021", 7), ("2019", 11)])
def test_blank_totals_are_no_arithmetic(
    edition: str, style: str, seed: int, lint: Lint, tally: Tally
) -> None:
    report = report_of(edition, None, style, seed)
    totals = [k for k in report.cells if k[0] == REQUESTS and (k[2] == "total" or k[1] == "r_total")]
    result = lint(with_cells(report, dict.fromkeys(totals, "")).text)
    tally("T012", codes(result) == ["T012"])
    assert codes(result) == ["T012"], told(result)


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ["bars", "bars_trailing", "markdown", "tsv", "cell_bar"])
@pytest.mark.parametrize("form", ["s2_art20_6", REQUESTS, REVIEWS])
def test_a_table_without_any_figure_is_blank_not_missing(
    edition: str, style: str, form: str, lint: Lint, tally: Tally
) -> None:
    report = report_of(edition, None, style, 31, **PLAIN)
    faulty = with_cells(report, dict.fromkeys([key for key in report.cells if key[0] == form], ""))
    result = lint(faulty.text)
    tally("T005", codes(result) == ["T005"])
    assert codes(result) == ["T005"], told(result)
    assert not differences(faulty, result)


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ["bars", "markdown", "tsv", "cell_bar"])
def test_the_row_under_a_blank_row_keeps_its_figures(edition: str, style: str, lint: Lint) -> None:
    """A row whose label is also a column's, 总计 or 其他, is a row even if nothing stands in it."""
    report = report_of(edition, None, style, 32, **PLAIN)
    row = "r_total" if edition == "2019" else "r_other_else"
    keys = [key for key in report.cells if key[:2] == (REQUESTS, row)]
    faulty = with_cells(report, dict.fromkeys(keys, ""))
    result = lint(faulty.text)
    assert "T002" not in codes(result), told(result)
    assert not differences(faulty, result)


@pytest.mark.parametrize(("edition", "family"), [("2008", "t08_d"), ("2008", "t08_s"), ("2014", None)])
@pytest.mark.parametrize("style", ["bars", "markdown", "tsv", "cell_bar"])
def test_a_blank_total_of_the_older_forms(
    edition: str, family: str | None, style: str, lint: Lint, tally: Tally
) -> None:
    report = report_of(edition, family, style, 3)
    form = report.forms[0]
    faulty = replace_cell(report, form, "req_total", "value", "")
    result = lint(faulty.text)
    tally("T012", codes(result) == ["T012"])
    assert codes(result) == ["T012"], told(result)
    assert not differences(faulty, result)


TOKENS = [
    ("/", "T006"),
    ("—", "T006"),
    ("无", "T006"),
    ("约30", "T007"),
    ("30件", "T007"),
    ("见附件", "T007"),
]


@pytest.mark.parametrize("style", ALL_STYLES)
@pytest.mark.parametrize(("token", "code"), TOKENS[:1] + TOKENS[3:5])
def test_words_in_a_cell(style: str, token: str, code: str, lint: Lint, tally: Tally) -> None:
    edition = NEW[ALL_STYLES.index(style) % 2]
    report = report_of(edition, None, style, 41)
    key = ("s2_art20_6", "coercion", "decisions")
    faulty = replace_cell(report, *key, token)
    result = lint(faulty.text)
    found = [(f.code, f.location.line) for f in result.findings]
    tally(code, found == [(code, faulty.line_of[key][0])])
    assert found == [(code, faulty.line_of[key][0])], told(result)
    assert not differences(faulty, result, key)


@pytest.mark.parametrize(("token", "code"), TOKENS)
@pytest.mark.parametrize("edition", NEW)
def test_words_in_the_requests_table(edition: str, token: str, code: str, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, "bars", 43)
    key = zero_parts(report)[3]
    faulty = replace_cell(report, *key, token)
    result = lint(faulty.text)
    tally(code, code in codes(result))
    expected = [code] if token != "30件" else sorted([code, "A003"])
    assert codes(result) == expected, told(result)


@pytest.mark.parametrize(("edition", "family", "style"), CASES)
def test_a_count_is_a_whole_number(
    edition: str, family: str | None, style: str, lint: Lint, tally: Tally
) -> None:
    token = ("-3", "2.5")[(ALL_STYLES.index(style) + NEW.count(edition)) % 2]
    report = report_of(edition, family, style, 51)
    key = {
        "t08_d": ("t08_d", "onsite_visitors", "value"),
        "t08_s": ("t08_s", "onsite_visitors", "value"),
        "t08_f": ("t08_f", "review_count", "value"),
        "2014": ("t14_stats", "complaints", "value"),
    }.get(family or edition, ("s2_art20_6", "coercion", "decisions"))
    faulty = replace_cell(report, *key, token)
    result = lint(faulty.text)
    found = [(f.code, f.location.line) for f in result.findings]
    tally("T008", ("T008", faulty.line_of[key][0]) in found)
    hard = [(f.code, f.location.line) for f in errors(result) if not f.code.startswith("A006")]
    assert hard == [("T008", faulty.line_of[key][0])], told(result)
    assert not differences(faulty, result)


# --- rows in the wrong place ---------------------------------------------------------------------------


@pytest.mark.parametrize("style", ROW_STYLES)
@pytest.mark.parametrize(
    ("edition", "form", "first", "second"),
    [
        ("2021", REQUESTS, "r_deny_internal", "r_deny_process"),
        ("2019", REQUESTS, "r_noproc_repeat", "r_noproc_publication"),
        ("2014", "t14_stats", "ch_weibo", "ch_wechat"),
        ("2014", "t14_stats", "offices", "reading_points"),
    ],
)
def test_swapped_rows(
    style: str, edition: str, form: str, first: str, second: str, lint: Lint, tally: Tally
) -> None:
    report = report_of(edition, None, style, 61, **PLAIN)
    lines = lines_of(report)
    at = [
        next(n for k, (n, _) in report.line_of.items() if k[:2] == (form, row)) - 1 for row in (first, second)
    ]
    lines[at[0]], lines[at[1]] = lines[at[1]], lines[at[0]]
    result = lint("\n".join(lines))
    tally("T013", codes(result) == ["T013"])
    assert codes(result) == ["T013"], told(result)
    assert result.findings[0].location.line in (at[0] + 1, at[1] + 1)
    assert not differences(report, result)


@pytest.mark.parametrize("style", ROW_STYLES)
@pytest.mark.parametrize(
    ("edition", "form", "row"),
    [
        ("2021", REQUESTS, "r_deny_internal"),
        ("2019", REQUESTS, "carried_out"),
        ("2014", "t14_stats", "ch_weibo"),
    ],
)
def test_a_row_printed_twice(style: str, edition: str, form: str, row: str, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, style, 71, **PLAIN)
    lines = lines_of(report)
    at = next(n for k, (n, _) in report.line_of.items() if k[:2] == (form, row))
    lines.insert(at, lines[at - 1])
    result = lint("\n".join(lines))
    found = [(f.code, f.location.line) for f in result.findings]
    tally("T010", found == [("T010", at + 1)])
    assert found == [("T010", at + 1)], told(result)
    assert not differences(report, result)


@pytest.mark.parametrize("style", ROW_STYLES)
@pytest.mark.parametrize(("edition", "other"), [("2021", "2019"), ("2019", "2021")])
def test_a_table_of_the_other_edition(style: str, edition: str, other: str, lint: Lint, tally: Tally) -> None:
    seed = 81 + ROW_STYLES.index(style)
    report = report_of(edition, None, style, seed, **PLAIN)
    foreign = report_of(other, None, style, seed + 7, **PLAIN)
    result = lint(pasted(report, foreign))
    found = [
        code for code in codes(result) if code not in ("C001", "C002")
    ]  # its figures are another report's
    tally("T009", found == ["T009"])
    assert found == ["T009"], told(result)
    assert result.report is not None
    assert result.report.edition.name == edition


@pytest.mark.parametrize("style", ["bars", "cell_bar", "aligned"])
@pytest.mark.parametrize(("edition", "other"), [("2021", "2019"), ("2019", "2021")])
def test_a_report_made_on_the_other_edition_s_form(
    style: str, edition: str, other: str, lint: Lint, tally: Tally
) -> None:
    """Its year decides; every table that differs is said once, and nothing of it twice."""
    report = report_of(other, None, style, 91, **PLAIN)
    year = 2023 if edition == "2021" else 2019
    result = lint(report.text.replace(str(report.year), str(year)))
    found = [f.location.anchor.split("/")[0] for f in result.findings if f.code == "T009"]
    tally("T009", REQUESTS in found)
    assert len(found) == len(set(found))
    assert REQUESTS in found
    assert "s2_art20_1" in found
    assert not {"T002", "T003"} & set(codes(result)), told(result)


# --- tables that cannot be read ---------------------------------------------------------------------------


def given_up(result: FileResult) -> str:
    """ "" if a table is P005 and nothing was calculated or missed; else what was said."""
    found = codes(result)
    return "" if "P005" in found and not set(BLOCKED) & set(found) else told(result) or "nothing found"


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ROW_STYLES)
def test_a_table_without_its_header(edition: str, style: str, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, style, 101, **PLAIN)
    table = requests_lines(report)
    first = report.line_of[REQUESTS, "new_received", "natural_person"][0] - 1
    lines = lines_of(report)
    result = lint("\n".join(lines[: table.start] + lines[first:]))
    tally("P005", not given_up(result))
    assert not given_up(result)
    assert not [key for key in read_cells(result) if key[0] == REQUESTS]


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ["cell_blank_line", "tab_cells", "cell_bar", "cell_bar_alternate"])
@pytest.mark.parametrize("count", [1, 3, 40])
def test_cells_that_were_dropped(edition: str, style: str, count: int, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, style, 111, **PLAIN)
    lines = lines_of(report)
    zeros = Random(count).sample([k for k in zero_parts(report) if k[1] != "r_open"], count)
    after = 1 if style in ("cell_bar", "tab_cells") else 2
    for line in sorted((report.line_of[key][0] - 1 for key in zeros), reverse=True):
        del lines[line : line + after]
    result = lint("\n".join(lines))
    tally("P005", not given_up(result))
    assert not given_up(result)


@pytest.mark.parametrize("edition", NEW)
@pytest.mark.parametrize("style", ["bars", "aligned", "cell_blank_line"])
def test_cells_that_were_glued_together(edition: str, style: str, lint: Lint, tally: Tally) -> None:
    """All figures of a row printed without anything between them."""
    report = report_of(edition, None, style, 121, **PLAIN)
    lines = lines_of(report)
    rows = {"new_received", *(key[1] for key in zero_parts(report))}
    for row in rows:
        places = sorted(place for key, place in report.line_of.items() if key[:2] == (REQUESTS, row))
        digits = "".join(str(report.cells[k]) for k in report.line_of if k[:2] == (REQUESTS, row))
        line, at = places[0]
        if places[-1][0] == line:
            lines[line - 1] = lines[line - 1][: at - 1].rstrip(" |") + digits
        else:
            lines[line - 1] = digits
            for other, _ in places[1:]:
                lines[other - 1] = ""
    result = lint("\n".join(lines))
    tally("P005", not given_up(result))
    assert not given_up(result)


@pytest.mark.parametrize("edition", NEW)
def test_one_glued_row_is_said_and_the_others_are_checked(edition: str, lint: Lint, tally: Tally) -> None:
    report = report_of(edition, None, "bars", 131, **PLAIN)
    lines = lines_of(report)
    line, at = report.line_of[REQUESTS, "r_deny_query", "natural_person"]
    lines[line - 1] = lines[line - 1][: at - 1] + "0000000"
    result = lint("\n".join(lines))
    tally("P005", codes(result) == ["P005"])
    assert codes(result) == ["P005"], told(result)
    gone = [key for key in report.cells if key[:2] == (REQUESTS, "r_deny_query")]
    assert not differences(report, result, *gone)
