"""One fault put into the prose of a clean report is found, with its code and on its line.

Sentences, figures and what they may mean are the tests' own (``reports.prose_told``).
``pytest -s`` shows how many faults of each rule were found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pytest

from conftest import Lint
from narrated import narrated
from reportlint.findings import FileResult
from reportlint.rule import Level
from reports import ORGANS, GeneratedReport, make, prose_told
from reports.prose_told import CASES, OLD, OTHERS, REQUESTS, SUMS, drawn, filled, named

EDITIONS = ("2021", "2019", "2014", "2008")
PLANTS = 60
SLOT = re.compile(r"\{([a-z_+]+)(:,|:cn)?\}")
Tally = Callable[[str, bool], None]


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    """Counts the faults found, by rule."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()

    def count(code: str, ok: bool) -> None:
        tried[code] += 1
        found[code] += ok

    yield count
    print("\nrule   found   of  recall")
    for code in sorted(tried):
        print(f"{code:5} {found[code]:6} {tried[code]:4}  {100 * found[code] / tried[code]:5.1f} %")


@cache
def report_of(edition: str, seed: int, organ: str = "department") -> GeneratedReport:
    """A clean report with some requests."""
    while True:
        report = make(
            edition, "bars", seed, organ=organ, line_end="\n", metadata=False, contents=False, chapter="、",
            title_lines=1, parts=False, wide_digits=False, cumulative=False,
        )  # fmt: skip
        names = names_of(report)
        if names.get("new", names.get("req_total", 0)) > 3:
            return report
        seed += 1000


def names_of(report: GeneratedReport) -> dict[str, int]:
    """The figures of a report by short names."""
    figures = {key: number for key, number in report.cells.items() if number is not None}
    return named(figures, report.edition, report.year, report.forms[0])


def own(report: GeneratedReport) -> str:
    """What the organ calls itself."""
    return {"government": "我市", "township": "我镇"}.get(report.organ, "我局")


def judged(
    lint: Lint, report: GeneratedReport, sentence: str
) -> tuple[FileResult, list[str], list[int | None]]:
    """The result of a report with that sentence, its errors and warnings of family C and their lines."""
    result = lint(narrated(report, sentence))
    assert not result.failures
    found = [one for one in result.findings if one.code[0] == "C" and one.level is not Level.NOTE]
    return result, [one.code for one in found], [one.location.line for one in found]


def told(result: FileResult, sentence: str) -> str:
    """What was found, for the message of a failing test."""
    return f"{sentence} -> " + "; ".join(
        f"{one.code} {one.message['zh']}" for one in result.findings if one.code[0] == "C"
    )


def expect(lint: Lint, report: GeneratedReport, sentence: str, code: str, tally: Tally) -> None:
    """Exactly that one finding, on the sentence's line."""
    result, codes, lines = judged(lint, report, sentence)
    assert result.source is not None
    right = next(number for number, line in enumerate(result.source.lines, 1) if sentence in line)
    tally(code, codes == [code] and lines == [right])
    assert codes == [code], told(result, sentence)
    assert lines == [right]


# --- true sentences ------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("organ", ORGANS)
def test_true_sentences_of_all_kinds_are_no_finding(edition: str, organ: str, lint: Lint) -> None:
    for seed in range(8):
        rng = Random(f"true {edition} {organ} {seed}")
        report = report_of(edition, seed, organ)
        pool = (*OLD, *OTHERS, *SUMS) if edition in ("2008", "2014") else (*REQUESTS, *CASES, *OTHERS, *SUMS)
        sentences = rng.sample(pool, 12)
        text = "".join(filled(one, names_of(report), drawn(rng), own(report)) for one in sentences)
        result, codes, _ = judged(lint, report, text)
        assert not codes, told(result, text)


# --- C001 ----------------------------------------------------------------------------------------


def meanings(report: GeneratedReport, names: dict[str, int]) -> set[int]:
    """Every number that a figure of the sentences might rightly be."""
    found = set(names.values())
    if report.edition in ("2019", "2021"):
        found |= {names["rev"] - names["pend"], names["lit"] - names["lit_pend"]}
        rows = ("new_received", "carried_in", "r_total")
        people = {row: int(report.cells["s3_requests", row, "natural_person"] or 0) for row in rows}
        totals = {row: int(report.cells["s3_requests", row, "total"] or 0) for row in rows}
        for row in rows:
            found |= {people[row], totals[row] - people[row]}
        both = people["new_received"] + people["carried_in"]
        found |= {both, names["all"] - both}
        found |= {
            names["new"] - names["out"],
            names["done"] - names["noproc"] - names["other"],
        }  # only a warning
    else:
        found |= {
            names["ans_open"] + names["ans_partial"],
            names["ans_open"] + names.get("ans_already_public", 0),
        }
    return found


def slots(sentence: str, names: dict[str, int]) -> list[str]:
    """The figures of a sentence that can be told wrongly; 0 would be a zero statement."""
    return [
        match[0]
        for match in SLOT.finditer(sentence)
        if match[1] not in ("y", "last", "next") and names.get(match[1], 0)
    ]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("plant", range(PLANTS // 2))
def test_a_figure_told_wrongly_is_found(edition: str, plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C001 {edition} {plant}")
    report = report_of(edition, plant)
    names = names_of(report)
    pool = OLD if edition in ("2008", "2014") else (*REQUESTS, *CASES)
    sentence = rng.choice([one for one in pool if slots(one, names)])
    slot = rng.choice(slots(sentence, names))
    name = slot.strip("{}").split(":")[0]
    fresh = [names[name] + step for step in (1, -1, 2, -2, 7, -7, 10, -10, 13, 90, 900)]
    wrong = rng.choice([one for one in fresh if one > 0 and one not in meanings(report, names)])
    shown = {"{" + name + ":,}": f"{wrong:,}", "{" + name + ":cn}": prose_told.in_words(wrong)}.get(
        slot, str(wrong)
    )
    text = filled(sentence.replace(slot, shown, 1), names, {}, own(report))
    expect(lint, report, text, "C001", tally)


# --- C002 ----------------------------------------------------------------------------------------

NOTHING = (
    "{y}年，{s}未收到政府信息公开申请。",
    "全年没有收到公民、法人和其他组织提出的政府信息公开申请。",
    "本年度无依申请公开政府信息事项。",
    "全年收到政府信息公开申请0件。",
    "{s}{y}年未接到书面或其他形式的政府信息公开申请。",
)
NO_CASE = (
    ("rev", "全年未发生因政府信息公开引起的行政复议。"),
    ("lit", "没有因政府信息公开被提起行政诉讼的情况。"),
    ("back", "无上年结转的政府信息公开申请。"),
    ("out", "没有结转下年度继续办理的申请。"),
)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("plant", range(PLANTS // 3))
def test_a_false_zero_statement_is_found(edition: str, plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C002 {edition} {plant}")
    report = report_of(edition, plant)
    names = names_of(report)
    pool = list(NOTHING) + [text for name, text in NO_CASE if names.get(name, 0)]
    expect(lint, report, filled(rng.choice(pool), names, {}, own(report)), "C002", tally)


@pytest.mark.parametrize("edition", EDITIONS)
def test_requests_told_where_the_table_has_none(edition: str, lint: Lint, tally: Tally) -> None:
    seen = 0
    for seed in range(80):
        report = make(
            edition,
            "bars",
            seed,
            line_end="\n",
            metadata=False,
            contents=False,
            chapter="、",
            title_lines=1,
            parts=False,
            wide_digits=False,
            cumulative=False,
        )
        names = names_of(report)
        if names.get("all", names.get("req_total", 0)) == 0:
            expect(lint, report, f"全年共收到政府信息公开申请{seed + 1}件。", "C002", tally)
            seen += 1
    assert seen > 5


# --- C003, C004, C009 -----------------------------------------------------------------------------


@pytest.mark.parametrize("plant", range(PLANTS))
def test_parts_that_do_not_make_their_total(plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C003 {plant}")
    report = report_of(EDITIONS[plant % 4], plant)
    sentence = rng.choice(SUMS[:3])
    others = drawn(rng)
    slot = rng.choice([match[0] for match in SLOT.finditer(sentence)])
    right = int(others[slot.strip("{}")])
    wrong = right + rng.choice((1, -1, 2, 5, 9))
    expect(
        lint,
        report,
        filled(sentence.replace(slot, str(wrong), 1), names_of(report), others, own(report)),
        "C003",
        tally,
    )


@pytest.mark.parametrize("plant", range(PLANTS))
def test_percentages_that_are_wrong(plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C004 {plant}")
    report = report_of(EDITIONS[plant % 4], plant)
    slot, sentence = rng.choice(
        [(m[0], one) for one in SUMS for m in SLOT.finditer(one) if m[1] in ("share", "up_rate", "down_rate")]
    )
    others = drawn(rng)
    value = float(others[slot.strip("{}")].rstrip("%"))
    others[slot.strip("{}")] = f"{value + rng.choice((1.5, 3.2, 11.1, 0.7)):.1f}%"
    expect(lint, report, filled(sentence, names_of(report), others, own(report)), "C004", tally)


TURNED = (
    ("增长{up_rate}", "下降{up_rate}"),
    ("由{last}年的{more}人次下降到{less}", "由{last}年的{less}人次下降到{more}"),
    ("与上年的{a}次", "与上年的{less}次"),
)


@pytest.mark.parametrize("plant", range(PLANTS))
def test_directions_that_contradict_their_figures(plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C009 {plant}")
    report = report_of(EDITIONS[plant % 4], plant)
    right, wrong = TURNED[plant % 3]
    sentence = next(one for one in SUMS if right in one).replace(right, wrong)
    others = drawn(rng)
    if others["a"] == others["less"]:
        others["less"] += "1"
    expect(lint, report, filled(sentence, names_of(report), others, own(report)), "C009", tally)


# --- C006, C007, C008 ----------------------------------------------------------------------------


@pytest.mark.parametrize("plant", range(PLANTS))
def test_two_tables_with_two_values(plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C006 {plant}")
    report = report_of(("2014", "2008")[plant % 2], plant)
    form = report.forms[0]
    lines = report.text.split("\n")
    at = {key[1]: line - 1 for key, (line, _) in report.line_of.items()}
    row = rng.choice([name for name in at if report.cells[form, name, "value"] is not None])
    start = min(at.values())
    header = next(number for number in range(start - 1, 0, -1) if "单位" in lines[number])
    figure = int(report.cells[form, row, "value"] or 0)
    copied = re.sub(rf"{figure}(?!.*{figure})", str(figure + 3), lines[at[row]])
    text = "\n".join([*lines, "", "2.主要指标汇总", lines[header], copied, ""])
    result = lint(text)
    found = [one.code for one in result.findings if one.code == "C006"]
    tally("C006", found == ["C006"])
    assert found == ["C006"], f"{copied}: {[(one.code, one.message['zh']) for one in result.findings]}"


@pytest.mark.parametrize("plant", range(PLANTS))
def test_one_figure_for_two_things(plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C007 {plant}")
    report = report_of(EDITIONS[plant % 4], plant)
    number = rng.randrange(1001, 9999999, 2)
    first, second = rng.choice(
        (
            ("网站总流量为{n}", "信息公开专栏访问量为{n}人次"), ("门户网站总访问量{n:,}人次", "公众号粉丝{n}人"),
            ("公开栏目点击量达{n}次", "网站总浏览量达{n}次"), ("公众号文章阅读量{n}次", "网站总点击量{n}次"),
        )
    )  # fmt: skip
    expect(
        lint,
        report,
        f"{first}，运行平稳；{second}。".replace("{n}", str(number)).replace("{n:,}", f"{number:,}"),
        "C007",
        tally,
    )


@pytest.mark.parametrize("plant", range(PLANTS))
def test_a_number_that_was_forgotten(plant: int, lint: Lint, tally: Tally) -> None:
    rng = Random(f"C008 {plant}")
    report = report_of(EDITIONS[plant % 4], plant)
    verb, noun, unit = rng.choice(
        (
            ("主动公开", "政府信息", "条"), ("主动公开", "", "条"), ("收到", "政府信息公开申请", "件"), ("发布", "信息", "条"), ("召开", "新闻发布会", "场"),
            ("举办", "培训班", "期"), ("发布", "政策解读稿件", "篇"), ("受理", "依申请公开", "件"), ("答复", "申请", "份"),
        )
    )  # fmt: skip
    lead = rng.choice(("全年共", "共", "全年累计", "本年度共计", "{y}年，全年"))
    gap = rng.choice(("", "", " ", "  "))
    text = f"{lead}{verb}{noun}{gap}{unit}{rng.choice(('。', '，内容涉及民生。', '；各项工作平稳。'))}"
    expect(lint, report, filled(text, names_of(report), {}, own(report)), "C008", tally)
