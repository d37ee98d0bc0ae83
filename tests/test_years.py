"""Family Y: clean pairs of years are silent, and what does not follow from last year is found once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from planted import reports
from planted.narrative import narrated, own
from planted.plant import told
from planted.years import ACTS, PARTIES, REQUESTS, bases, has_before
from reportlint.engine import check_file, extract_file
from reportlint.findings import FileResult, Finding
from reportlint.plugins import Catalog
from reportlint.rule import Level
from reportlint.settings import Settings
from reports import GeneratedReport, make
from reports.pairs import Before, before
from reports.prose_told import named

Compare = Callable[[str, str], FileResult]
CASES = Path(__file__).parent / "cases"
CLEAN = (CASES / "clean.txt").read_text(encoding="utf-8")
LAST = (CASES / "last" / "Y003-rate.txt").read_text(encoding="utf-8")
PAIRS = 90


@pytest.fixture(scope="module")
def compare(catalog: Catalog) -> Compare:
    """The findings of family Y in a report against that of the year before."""
    rules = [rule for rule in catalog.rules if rule.needs_last]

    def check(now: str, earlier: str) -> FileResult:
        last = extract_file(Path("x.txt"), catalog, Settings(), earlier.encode())
        settings = Settings(with_last=True)
        return check_file(Path("x.txt"), "x.txt", catalog, rules, settings, data=now.encode(), last=last)

    return check


def found(result: FileResult) -> list[tuple[str, str]]:
    """Code and anchor of every finding."""
    assert not result.failures
    return [(one.code, one.location.anchor) for one in result.findings]


def changed(text: str, **cells: str) -> str:
    """The small clean report with another row: ``row="a | b"`` after the row's label."""
    labels = {
        "acts": "行政规范性文件 |", "licensing": "行政许可 |", "penalty": "行政处罚 |", "fees": "行政事业性收费 |",
        "new": "一、本年新收政府信息公开申请数量 | | |", "back": "二、上年结转政府信息公开申请数量 | | |", "out": "四、结转下年度继续办理 | | |",
        "done": " | （七）总计 | |", "opened": "三、本年度办理结果 | （一）予以公开 | |",
    }  # fmt: skip
    lines = text.split("\n")
    for name, figures in cells.items():
        (at,) = [number for number, line in enumerate(lines) if line.startswith(labels[name])]
        lines[at] = f"{labels[name]} {figures}"
    return "\n".join(lines)


def says(sentence: str) -> str:
    """The small clean report with another sentence on requests."""
    return CLEAN.replace("收到申请后均在法定期限内答复。", sentence)


# --- clean pairs -------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", range(0, PAIRS, 15))
def test_reports_of_two_years_that_fit_have_no_finding(start: int, compare: Compare) -> None:
    for report in islice(reports(40_000 + start), 15):
        earlier = before(report)
        if earlier is not None:
            result = compare(report.text, earlier.text)
            assert not result.findings, f"{report.recipe}: {told(result)}"


TRUE = (
    "全年新收政府信息公开申请{now}件，同比{word}{rate}%。",
    "本年新收政府信息公开申请{now}件，较上年{word}{count}件。",
    "{s}共收到政府信息公开申请{now}件（同比{word}{rate}%），均已登记。",
    "全年收办政府信息公开申请{all}件，比{last}年{word}{all_rate}%，其中新收{now}件。",
    "全年新收政府信息公开申请{now}件，较上年有所{word}。",
    "办结政府信息公开申请{done}件，较上年{word_done}{done_rate}%。",
)


def rate(now: Decimal, old: Decimal, places: str = "0.1") -> Decimal:
    """The change in percent, without its sign."""
    return (abs(now - old) * 100 / old).quantize(Decimal(places))


def true_values(report: GeneratedReport, earlier: Before) -> dict[str, object] | None:
    """The figures for sentences on changes; None where one of them would be from nothing or of nothing."""
    this = named(
        {key: one for key, one in report.cells.items() if one is not None}, report.edition, report.year, ""
    )
    that = named(earlier.figures, earlier.edition, earlier.year, "")
    now, old = Decimal(this["new"]), Decimal(that["new"])
    if (
        not old
        or not that["all"]
        or not that["done"]
        or now == old
        or this["done"] == that["done"]
        or now < 2
    ):
        return None
    up, more = now > old, this["done"] > that["done"]
    if (this["all"] > that["all"]) != up:
        return None
    return {
        "now": now, "all": this["all"], "done": this["done"], "word": "增加" if up else "减少", "rate": rate(now, old),
        "count": abs(now - old), "all_rate": rate(Decimal(this["all"]), Decimal(that["all"]), "0.01"), "last": earlier.year,
        "word_done": "上升" if more else "下降", "done_rate": rate(Decimal(this["done"]), Decimal(that["done"]), "1"), "s": own(report),
    }  # fmt: skip


def test_changes_that_are_told_rightly_have_no_finding(compare: Compare) -> None:
    tried = 0
    for report in islice(reports(50_000), 60):
        if tried >= 36:
            break
        earlier = has_before(report, "2019", "2021")
        values = true_values(report, earlier) if earlier is not None else None
        if earlier is None or values is None:
            continue
        for sentence in TRUE:
            result = compare(
                narrated(report, sentence.format(**values), "（一）依申请公开情况"), earlier.text
            )
            assert not [one for one in result.findings if one.code == "Y003"], f"{sentence}: {told(result)}"
            tried += 1
    assert tried >= 36


# --- Y001 ---------------------------------------------------------------------------------------------


def pair_of_2021() -> tuple[GeneratedReport, Before]:
    """A report of many requests and the one before it."""
    for seed in range(400):
        report = make("2021", "bars", seed, line_end="\n")
        earlier = has_before(report, "2021")
        if earlier is not None and (report.cells[REQUESTS, "carried_in", "total"] or 0) > 2:
            return report, earlier
    raise AssertionError("no such report")


@pytest.mark.parametrize("party", PARTIES)
def test_every_column_of_the_carry_over_is_compared(party: str, compare: Compare) -> None:
    report, earlier = pair_of_2021()
    keys = [(REQUESTS, "carried_out", column) for column in (party, "total")]
    moved = before(report, {key: earlier.figures[key] + 3 for key in keys})
    alone = before(report, {keys[0]: earlier.figures[keys[0]] + 3})
    assert moved is not None
    assert alone is not None
    (one,) = compare(report.text, moved.text).findings
    assert (one.code, one.level, one.location.anchor) == ("Y001", Level.ERROR, f"{REQUESTS}/carried_in/total")
    assert [place.location.anchor for place in one.related] == [f"{REQUESTS}/carried_in/{party}"]
    assert one.values is not None
    assert one.values.delta == -3
    (one,) = compare(report.text, alone.text).findings
    assert (one.code, one.level, one.location.anchor) == (
        "Y001",
        Level.WARNING,
        f"{REQUESTS}/carried_in/{party}",
    )


def carry(now: str, last: str) -> tuple[str, str]:
    """The small report carrying in some figures, and last year's carrying over some."""
    return changed(CLEAN, back=now), changed(LAST, out=last)


@pytest.mark.parametrize(
    ("now", "last", "wanted"),
    [
        ("0 | 0 | 0 | 0 | 0 | 0 | 0", "0 | 0 | 0 | 0 | 0 | 0 | 0", []),
        ("1 | 0 | 0 | 0 | 0 | 0 | 1", "0 | 1 | 0 | 0 | 0 | 0 | 1", [("natural_person", "org_business")]),
        (
            "3 | 2 | 0 | 0 | 0 | 0 | 5",
            "1 | 1 | 0 | 0 | 0 | 0 | 2",
            [("total", "natural_person", "org_business")],
        ),
        (
            "3 | 0 | 0 | 0 | 0 | 0 | 3",
            "1 | 1 | 0 | 0 | 0 | 0 | 1",
            [("total", "natural_person"), ("org_business",)],
        ),
        ("0 | 0 | 0 | 0 | 0 | 0 | 4", "0 | 0 | 0 | 0 | 0 | 0 | 0", [("total",)]),
    ],
)
def test_one_cause_is_one_finding(now: str, last: str, wanted: list[Sequence[str]], compare: Compare) -> None:
    result = compare(*carry(now, last))
    shown = [
        tuple(
            place.anchor.split("/")[2] for place in (one.location, *(near.location for near in one.related))
        )
        for one in result.findings
        if one.code == "Y001"
    ]
    assert sorted(shown) == sorted(map(tuple, wanted))


def messages(result: FileResult, code: str) -> list[str]:
    """What a rule says."""
    return [one.message["zh"] for one in result.findings if one.code == code]


def test_requests_carried_in_from_a_year_without_any_are_said_as_such(compare: Compare) -> None:
    (text,) = messages(compare(*carry("1 | 0 | 0 | 0 | 0 | 0 | 1", "0 | 0 | 0 | 0 | 0 | 0 | 0")), "Y001")
    assert "上年报告没有结转下年度的申请" in text


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("没有结转下年度继续办理的政府信息公开申请。", Level.ERROR),
        ("收到的政府信息公开申请10件，已全部办结。", Level.WARNING),
    ],
)
def test_where_the_cell_is_blank_last_year_s_text_speaks(
    sentence: str, level: Level, compare: Compare
) -> None:
    blank = changed(LAST, out="0 | 0 | 0 | 0 | 0 | 0 | ")
    last = blank.replace("登记的申请当日转办，均在法定期限内答复。", sentence)
    assert last != blank
    result = compare(changed(CLEAN, back="1 | 0 | 0 | 0 | 0 | 0 | 1"), last)
    first = next(one for one in result.findings if one.code == "Y001")
    assert (first.location.anchor, first.level) == (f"{REQUESTS}/carried_in/total", level)
    assert "Y001" in {
        one.code for one in compare(changed(CLEAN, back="0 | 0 | 0 | 0 | 0 | 0 | 0"), blank).undecided
    }


def test_a_form_without_a_carry_over_is_not_compared(compare: Compare) -> None:
    report = next(one for one in reports(60_000) if one.edition == "2019" and one.year == 2019)
    earlier = before(report)
    assert earlier is not None
    assert earlier.edition == "2014"
    result = compare(report.text, earlier.text)
    assert not result.findings
    assert {one.code for one in result.undecided} >= {"Y001", "Y005", "Y006"}


# --- Y002, Y005, Y006 -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("now", "wanted"), [("2 | 1 | 7", False), ("2 | 1 | 8", True), ("0 | 0 | 6", False)])
def test_what_is_in_force_follows_from_last_year(now: str, wanted: bool, compare: Compare) -> None:
    result = compare(changed(CLEAN, acts=now), LAST)
    assert found(result) == ([("Y002", f"{ACTS}/normative_docs/in_force")] if wanted else [])


def test_another_number_in_force_says_what_else_may_explain_it(compare: Compare) -> None:
    (text,) = messages(compare(changed(CLEAN, acts="2 | 1 | 9"), LAST), "Y002")
    assert "6 + 2 - 1 = 7" in text
    assert "相差 2 件" in text
    assert "自行失效" in text


JUMPS: Sequence[tuple[Mapping[str, str], Mapping[str, str], str]] = (
    ({"licensing": "9487"}, {"licensing": "550"}, "是上年的 17.2 倍"),
    ({"licensing": "12"}, {"licensing": "550"}, "上年是本年的 45.8 倍"),
    ({"licensing": "300"}, {"licensing": "0"}, "本年 300，上年 0"),
    ({"licensing": "5500"}, {"licensing": "550"}, ""),
    ({"licensing": "105"}, {"licensing": "9"}, ""),
    ({"fees": "52000"}, {"fees": "5.2"}, "“元”与“万元”"),
    ({"fees": "0.05"}, {"fees": "512.5"}, "“元”与“万元”"),
)


@pytest.mark.parametrize(("now", "last", "wanted"), JUMPS)
def test_a_jump_is_more_than_tenfold_and_more_than_a_hundred(
    now: Mapping[str, str], last: Mapping[str, str], wanted: str, compare: Compare
) -> None:
    result = compare(changed(CLEAN, **now), changed(LAST, **last))
    shown = messages(result, "Y005")
    assert len(shown) == bool(wanted)
    assert all(wanted in text for text in shown)
    assert {one.level for one in result.findings} <= {Level.NOTE}


def test_cells_that_jump_together_are_one_finding(compare: Compare) -> None:
    many = "1900 | 100 | 0 | 0 | 0 | 0 | 2000"
    result = compare(changed(CLEAN, new=many, done=many, opened=many), LAST)
    (one,) = (one for one in result.findings if one.code == "Y005")
    assert one.location.anchor == f"{REQUESTS}/new_received/total"
    assert len(one.related) >= 5


def unchanged(**cells: str) -> tuple[str, str]:
    """The small clean report and one of last year with its figures and other words."""
    same = changed(LAST, acts="2 | 1 | 7", licensing="14", new="9 | 3 | 0 | 0 | 0 | 0 | 12", opened="6 | 2 | 0 | 0 | 0 | 0 | 8",
                   done="9 | 2 | 0 | 0 | 0 | 0 | 11", out="0 | 1 | 0 | 0 | 0 | 0 | 1")  # fmt: skip
    return CLEAN, changed(same, **cells)


def test_figures_that_are_all_last_year_s_are_one_finding(compare: Compare) -> None:
    now, last = unchanged()
    assert [(one.code, one.level) for one in compare(now, last).findings] == [("Y006", Level.WARNING)]
    assert {"Y001", "Y002", "Y003"} <= {one.code for one in compare(now, last).undecided}


def test_one_other_figure_is_enough(compare: Compare) -> None:
    now, last = unchanged(licensing="13")
    assert "Y006" not in {code for code, _ in found(compare(now, last))}


def zeros(text: str, **cells: str) -> str:
    """The small report with nothing done in the year, and some rows otherwise."""
    nothing = dict.fromkeys(("new", "back", "out", "done", "opened"), "0 | 0 | 0 | 0 | 0 | 0 | 0")
    text = text.replace("| 3 | 0 | 0 | 0 | 0 | 0 | 3", "| 0 | 0 | 0 | 0 | 0 | 0 | 0").replace(
        "\n1 | 0 | 0 | 0 | 1 |", "\n0 | 0 | 0 | 0 | 0 |"
    )
    return changed(text, **{"licensing": "0", "penalty": "0", "acts": "0 | 0 | 0", **nothing, **cells})


@pytest.mark.parametrize(
    ("cells", "level"),
    [
        ({}, None),
        ({"acts": "0 | 0 | 6"}, None),
        ({"licensing": "14"}, Level.NOTE),
        ({"licensing": "2", "penalty": "1", "fees": "1"}, Level.NOTE),
    ],
)
def test_nothing_done_in_both_years_or_a_stock_that_stays_shows_nothing(
    cells: dict[str, str], level: Level | None, compare: Compare
) -> None:
    result = compare(zeros(CLEAN, **cells), zeros(LAST, **cells))
    assert [one.level for one in result.findings] == ([] if level is None else [level])


# --- Y003 ---------------------------------------------------------------------------------------------

RATES = (  # 12 new requests (12 and 0 carried in, 11 finished) against 10 (10 finished)
    ("全年新收政府信息公开申请12件，同比增长20%。", True),
    ("全年新收政府信息公开申请12件，同比增长20.0%。", True),
    ("全年新收政府信息公开申请12件，同比增长21%。", False),
    ("全年新收政府信息公开申请12件，同比下降20%。", False),
    ("全年新收政府信息公开申请12件，较上年增加2件。", True),
    ("全年新收政府信息公开申请12件，较2022年增加3件。", False),
    ("全年新收政府信息公开申请12件，比上年多2件。", True),
    ("全年新收政府信息公开申请12件，与上年相比减少2件。", False),
    ("全年新收政府信息公开申请12件，较上年有所下降。", False),
    ("全年新收政府信息公开申请12件，较上年略有增长。", True),
    ("办结申请11件，同比增长10%。", True),
    ("办结政府信息公开申请11件，同比增长12.5%。", False),
    ("全年新收政府信息公开申请12件，是上年的1.2倍。", True),  # no word of change: not read
    ("全年新收政府信息公开申请12件，同比增长0.2倍。", True),
    ("全年新收政府信息公开申请12件，同比增长3倍。", False),
    # not certain, so not judged
    ("全年新收政府信息公开申请12件，同比增长约30%。", True),
    ("全年新收政府信息公开申请12件，同比增长30%以上。", True),
    ("全年新收政府信息公开申请12件，较2021年增长50%。", True),
    ("全年新收政府信息公开申请12件，其中网上申请同比增长50%。", True),
    ("全年新收政府信息公开申请12件，办结11件，同比分别增长50%、60%。", True),
    ("新收政府信息公开申请12件、办结11件，同比增长50%。", True),
    ("收到政府信息公开申请12件，其中自然人申请9件，同比增长50%。", True),
    ("全年新收政府信息公开申请12件，按时办结率同比提高5个百分点。", True),
    ("全年新收政府信息公开申请12件，网站访问量同比增长50%。", True),
    ("上半年新收政府信息公开申请12件，同比增长50%。", True),
    ("下属单位新收政府信息公开申请12件，同比增长50%。", True),
    ("全年新收政府信息公开申请12件，同比增加到15件。", True),
    ("全年新收政府信息公开申请13件，同比增长50%。", True),  # C001 says that 13 is wrong
    ("全年发布信息120条，同比增长50%。", True),
)


@pytest.mark.parametrize(
    ("printed", "level"), [("1.08", Level.NOTE), ("1.09", None), ("1.07", Level.WARNING)]
)
def test_a_rate_that_was_cut_instead_of_rounded_is_a_note(
    printed: str, level: Level | None, compare: Compare
) -> None:
    """(930 - 920) ÷ 920 = 1.087 %."""
    rows = {name: f"{count} | 0 | 0 | 0 | 0 | 0 | {count}" for name, count in (("new", 930), ("done", 929))}
    earlier = dict.fromkeys(("new", "done"), "920 | 0 | 0 | 0 | 0 | 0 | 920")
    sentence = f"全年新收政府信息公开申请930件，同比增长{printed}%。"
    result = compare(changed(says(sentence), **rows), changed(LAST, **earlier))
    assert [one.level for one in result.findings if one.code == "Y003"] == ([] if level is None else [level])


def test_a_rate_of_what_was_none_is_not_judged(compare: Compare) -> None:
    nothing = "0 | 0 | 0 | 0 | 0 | 0 | 0"
    result = compare(
        says("全年新收政府信息公开申请12件，同比增长100%。"),
        changed(LAST, new=nothing, done=nothing, opened=nothing),
    )
    assert "Y003" not in {code for code, _ in found(result)}
    result = compare(
        says("全年新收政府信息公开申请12件，同比增加13件。"),
        changed(LAST, new=nothing, done=nothing, opened=nothing),
    )
    assert "Y003" in {code for code, _ in found(result)}


@pytest.mark.parametrize(("sentence", "right"), RATES)
def test_a_change_is_judged_where_it_is_certain_what_changed(
    sentence: str, right: bool, compare: Compare
) -> None:
    result = compare(says(sentence), LAST)
    assert found(result) == [] if right else [code for code, _ in found(result)] == ["Y003"]


def test_what_stands_in_brackets_between_is_passed_over(compare: Compare) -> None:
    now = says("全年新收政府信息公开申请12件（局机关7件、各站所5件），同比增长25%，其中自然人申请9件。")
    (one,) = compare(now, LAST).findings
    assert one.message["zh"].startswith("“同比增长25%”与两年报告不符（本年新收：上年报告 10，本年 12）")
    assert [place.value for place in one.related] == [12, 12]


def test_any_plausible_base_will_do(compare: Compare) -> None:
    """3646 = 3525 + 121 against 3607 = 3511 + 96."""
    rows = {"new": "3525 | 0 | 0 | 0 | 0 | 0 | 3525", "back": "121 | 0 | 0 | 0 | 0 | 0 | 121"}
    earlier = {
        "new": "3511 | 0 | 0 | 0 | 0 | 0 | 3511",
        "back": "96 | 0 | 0 | 0 | 0 | 0 | 96",
        "out": "121 | 0 | 0 | 0 | 0 | 0 | 121",
    }
    sentence = "全年共收办政府信息公开申请3646件，同比增长{}%。"
    for printed, wanted in (("1.08", 0), ("1.1", 0), ("0.40", 0), ("1.05", 1), ("2.08", 1)):
        result = compare(changed(says(sentence.format(printed)), **rows), changed(LAST, **earlier))
        assert len(messages(result, "Y003")) == wanted, printed
    assert messages(
        compare(changed(says(sentence.format("1.05")), **rows), changed(LAST, **earlier)), "Y003"
    ) == [
        "“同比增长1.05%”与两年报告不符（收到的申请：上年报告 3607，本年 3646）：|3646 - 3607| ÷ 3607 = 1.08%"
    ]


def test_the_rates_that_are_planted_fit_no_base() -> None:
    report, earlier = pair_of_2021()
    assert len(bases(report, earlier.figures)) == 9


# --- Y004 ---------------------------------------------------------------------------------------------

COPIED = "公示牌上印有举报电话，群众扫码可以查看当月水质和清淤进度，来信来访由专班在三日内回复。"
OTHERS = (
    "把巡河台账的格式改成图表，值班人员在汛期之前逐页核对，方便沿岸村民看懂。",
    "社区宣讲的场地由各站所轮流提供，讲稿先请退休教师通读一遍。",
)
PROBLEMS = "部分站所的栏目更新不够及时，专业词语偏多，群众看不明白，下一步将安排专人逐月检查并改写为问答形式，检查结果在例会上通报，问题较多的站所说明原因并限期补正，同时把常见提问整理成册，放在办事窗口供来访群众取阅，年底前请第三方抽查一次，抽查结果作为次年安排培训内容的依据。"


def narrated_twice(
    now: Sequence[str], last: Sequence[str], section: str = "（六）便民服务。"
) -> tuple[str, str]:
    """Both years with further sentences in section one."""
    at = "\n\n二、主动公开政府信息情况"
    return tuple(
        text.replace(at, f"\n{section}{''.join(more)}{at}") for text, more in ((CLEAN, now), (LAST, last))
    )  # type: ignore[return-value]


def percent(finding: Finding) -> int:
    """The share that a finding of Y004 names."""
    return int(finding.message["zh"].split("%")[0].rpartition(" ")[2])


def test_a_narrative_that_is_half_last_year_s_is_found_with_the_sentences_shared(compare: Compare) -> None:
    (one,) = compare(*narrated_twice([COPIED * 4, OTHERS[0]], [OTHERS[1], COPIED])).findings
    assert one.code == "Y004"
    assert 50 <= percent(one) < 100
    assert (
        one.location.line == CLEAN.split("\n").index("（五）监督保障。接受社会评议，未发生责任追究情形。") + 2
    )


def test_a_narrative_with_one_sentence_of_last_year_s_is_not(compare: Compare) -> None:
    assert not compare(*narrated_twice([COPIED, *OTHERS], [COPIED])).findings


def test_a_section_of_problems_that_was_copied_is_found_alone(compare: Compare) -> None:
    old = "解读形式偏少是主要问题，下一步将增加图表解读，并安排培训。"
    now, last = narrated_twice([OTHERS[0] * 3, OTHERS[1] * 3], [COPIED])
    now = now.replace(old, PROBLEMS)
    last = last.replace("存在的问题是基层站点更新较慢，已指定联络员按周报送。", PROBLEMS)
    (one,) = compare(now, last).findings
    assert (one.code, one.location.anchor) == ("Y004", "s5")
    assert "“五、存在的主要问题及改进情况”有 100%" in one.message["zh"]


def test_a_narrative_of_a_few_words_is_not_judged(compare: Compare) -> None:
    result = compare(CLEAN, CLEAN.replace("2023", "2022"))
    assert ("Y004", "short") in [tuple(one) for one in result.undecided]


def test_a_private_number_is_masked_in_what_is_quoted(compare: Compare) -> None:
    line = "联系人手机13912345678随时接听群众对清淤工程的来电并当天登记转办回复。"
    result = compare(*narrated_twice([line * 2, COPIED * 3], [line, COPIED]))
    shown = "".join(near.label["zh"] for one in result.findings for near in one.related)
    assert "随时接听" in shown or "联系人手机" in shown
    assert "13912345678" not in shown
    assert "139123" not in shown


def test_a_rate_wrong_by_its_own_sentence_is_found_once(catalog: Catalog) -> None:
    """C004 says it; Y003 would say the same of the same figure."""
    last = extract_file(Path("x.txt"), catalog, Settings(), LAST.encode())
    text = changed(says("全年新收政府信息公开申请12件，同比增长90.0%（2022年为10件）。"))
    result = check_file(
        Path("x.txt"),
        "x.txt",
        catalog,
        list(catalog.rules),
        Settings(with_last=True),
        data=text.encode(),
        last=last,
    )
    assert {one.code for one in result.findings} & {"C004", "Y003"} == {"C004"}


# --- thresholds --------------------------------------------------------------------------------------


def test_how_alike_and_how_far_is_a_matter_of_configuration(catalog: Catalog) -> None:
    half = narrated_twice([COPIED * 4, OTHERS[0]], [OTHERS[1], COPIED])
    jump = (changed(CLEAN, licensing="115"), changed(LAST, licensing="20"))

    def codes(pair: tuple[str, str], **numbers: int) -> list[str]:
        thresholds = {name.replace("_", "."): number for name, number in numbers.items()}
        settings = Settings(with_last=True, thresholds=thresholds)
        last = extract_file(Path("x.txt"), catalog, Settings(), pair[1].encode())
        rules = [rule for rule in catalog.rules if rule.needs_last]
        data = pair[0].encode()
        result = check_file(Path("x.txt"), "x.txt", catalog, rules, settings, data=data, last=last)
        return [finding.code for finding in result.findings]

    assert (codes(half), codes(half, Y004_similarity=90)) == (["Y004"], [])
    assert (codes(jump), codes(jump, Y005_factor=5, Y005_least=90)) == ([], ["Y005"])
    assert codes(jump, Y005_factor=5) == []
