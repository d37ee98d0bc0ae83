"""Text outputs: layout by display width, counts, colours, encodings."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made
from reportlint.findings import Result, Undecided
from reportlint.model import Kind
from reportlint.output import FOR_PEOPLE, FORMATTERS
from reportlint.output.excerpt import ELLIPSIS, Mark, draw
from reportlint.output.numbers import plain
from reportlint.output.texts import TEXTS, cause, text
from reportlint.output.width import char_width, console_safe, display_width, measure, printable
from reportlint.rule import Level

SOURCES = Path(__file__).resolve().parent.parent
WIDE = "某市某局公开年度报告"
CHARS = st.sampled_from("a1 |，。某市（）“”…\t\u200b\u0301\u3000ｱ\x07·—😀é")


def full(result: Result, **changes: object) -> list[str]:
    """Lines of the full output."""
    return FORMATTERS["full"](result, made.options(**changes)).split("\n")  # type: ignore[arg-type]


def excerpt(line: str, column: int, end: int, **changes: object) -> tuple[str, str]:
    """The printed line and the caret line of a finding, without their gutter."""
    file = made.checked(made.finding(made.at(1, column, end)), source=made.source(line))
    rows = full(made.result(file), **changes)
    index = next(index for index, row in enumerate(rows) if row.startswith(" 1 |"))
    return rows[index][5:], rows[index + 1][5:]


def columns(line: str) -> list[str]:
    """What stands in each display column: the character, and "" in the second half of a wide one."""
    return [part for char in line for part in [char, ""][: char_width(char)]]


# --- display width ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("char", "width"),
    [
        ("a", 1),
        ("某", 2),
        ("，", 2),
        ("“", 2),
        ("ｱ", 1),
        ("\t", 4),
        ("\u200b", 0),
        ("\u0301", 0),
        ("\x1b", 1),
    ],
)
def test_characters_have_the_width_of_a_chinese_terminal(char: str, width: int) -> None:
    assert char_width(char) == width


def test_ambiguous_characters_are_narrow_on_request() -> None:
    assert (display_width("“某”…"), display_width("“某”…", ambiguous_wide=False)) == (8, 5)


@given(st.text())
def test_what_is_shown_has_the_measured_width(line: str) -> None:
    measured = measure(line)
    assert display_width("".join(measured.shown)) == measured.offsets[-1] == display_width(line)


@given(st.text())
def test_printable_text_stays_on_one_line_and_steers_no_terminal(line: str) -> None:
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", printable(line))


@given(st.text(), st.sampled_from(["gbk", "cp936", "ascii", "utf-8", "no-such-encoding"]))
def test_console_safe_text_can_be_encoded(line: str, encoding: str) -> None:
    safe = console_safe(line, encoding)
    assert len(safe) == len(line)
    safe.encode("ascii" if encoding == "no-such-encoding" else encoding)


def test_console_safe_keeps_what_the_encoding_holds() -> None:
    assert console_safe("某市 ≠ 😀é\n", "gbk") == "某市 ≠ ?é\n"


# --- carets ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "end", "printed", "carets"),
    [
        ("abc def", 5, 8, "abc def", "    ^^^"),
        ("某市某局 12 件", 6, 8, "某市某局 12 件", "         ^^"),
        ("某市某局", 3, 5, "某市某局", "    ^^^^"),
        ("“某”12", 4, 6, "“某”12", "      ^^"),
        ("a\tb\tc", 3, 4, "a    b    c", "     ^"),
        ("某\u200b市1", 4, 5, "某市1", "    ^"),
        ("e\u03011", 3, 4, "e\u03011", " ^"),
        ("\x1b[31m1", 6, 7, "?[31m1", "     ^"),
        ("12", 2, 2, "12", " ^"),
        ("12", 9, 12, "12", "  ^"),
        ("", 1, 1, "", "^"),
    ],
)
def test_carets_stand_under_their_text(line: str, column: int, end: int, printed: str, carets: str) -> None:
    assert excerpt(line, column, end) == (printed, carets)


def test_narrow_ambiguous_characters_move_the_carets() -> None:
    assert excerpt("“某”12", 4, 6, ambiguous_wide=False) == ("“某”12", "    ^^")


@given(st.text(CHARS, max_size=200), st.data())
def test_carets_start_at_the_display_width_of_the_text_before_the_span(
    line: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(line)))
    stop = data.draw(st.integers(start, len(line)))
    budget = data.draw(st.integers(20, 120))
    printed, carets = draw({1: line}, {1: [Mark(start + 1, stop + 1, "", True)]}, budget, True)[:2]
    measured = measure(line)
    column = carets.marks.index("^")
    if measured.offsets[-1] <= budget:
        assert printed.text == "".join(measured.shown)
        assert column == measured.offsets[start]
        assert carets.marks.count("^") == max(1, measured.offsets[stop] - measured.offsets[start])
    assert display_width(printed.text) <= budget
    # Over the carets stands the span, or as much of it as there is room for.
    over = columns(printed.text.ljust(2 * budget))[column : len(carets.marks)]
    span = columns("".join(measured.shown[start:stop]))
    assert not span or over == span[: len(over)]


@pytest.mark.parametrize("place", [1, 150, 299])
def test_a_long_line_is_cut_around_the_span(place: int) -> None:
    line = "某" * (place - 1) + "误" + "某" * (300 - place)
    printed, carets = excerpt(line, place, place + 1)
    assert display_width(printed) + 5 <= 100
    assert display_width(printed) + 5 >= 96
    assert display_width(printed[: printed.index("误")]) == carets.index("^")
    assert carets.count("^") == 2
    assert printed.startswith(ELLIPSIS) == (place > 1)
    assert printed.endswith(ELLIPSIS) == (place < 299)


def test_the_width_is_an_option() -> None:
    printed, _ = excerpt("某" * 300, 100, 101, width=60)
    assert 50 <= display_width(printed) + 5 <= 60


def test_a_span_wider_than_the_row_is_cut() -> None:
    printed, carets = excerpt("某" * 300, 1, 301)
    assert carets.count("^") == display_width(printed) - 2


# --- several places --------------------------------------------------------------------


def test_a_balance_shows_its_cells_in_file_order_with_labels() -> None:
    assert full(made.balance()) == [
        "2024/某市某局.txt（适用 2021 版：依据年份 2023）",
        "",
        "错误[A001 收办平衡] 商业企业列：一 + 二 ≠ 三(七) + 四，多 1",
        " --> 2024/某市某局.txt:88:19  表三·四、结转下年度继续办理·商业企业",
        "   |",
        "61 | 一、本年新收政府信息公开申请数量 | 38 | 60 | 0",
        "   |                                         -- 一 = 60",
        "62 | 二、上年结转政府信息公开申请数量 | 2 | 0 | 0",
        "   |                                        - 二 = 0",
        "...",
        "87 | （七）总计 | 36 | 61 | 0",
        "   |                    -- 三(七) = 61",
        "88 | 四、结转下年度继续办理 | 4 | 0 | 0",
        "   |                              ^ 四 = 0",
        "   |",
        "   = 计算：60 + 0 = 60；61 + 0 = 61；相差 1",
        "   = 可能原因：正文写的是 62，改成这个数就对得上",
        "   = 可能原因：数字整体错了一行或一列",
        "   = 依据：国办公开办函〔2021〕30号",
        "   = 怎么改：核对四项数字",
        "   = 说明：reportlint explain A001",
        "",
        "2024/某市某局.txt：1 个错误，0 个警告，0 个提示；已判定 61/66 项，"
        "5 项无法判断（A004、D005、L003、T005…）",
        "",
        "共 1 个文件：0 通过，1 有问题，0 无法读取。",
        "",
    ]


def test_several_places_of_one_line_share_it() -> None:
    places = (
        made.related(made.at(1, 6, 8), "甲", 12),
        made.related(made.at(1, 11, 13), "乙", 13),
        made.related(made.at(1, 16, 18), "丙", 25),
    )
    found = made.finding(made.at(1, 16, 18), related=places)
    rows = full(made.result(made.checked(found, source=made.source("某市某  12 | 13 | 25"))))
    assert rows[4:11] == [
        "   |",
        " 1 | 某市某  12 | 13 | 25",
        "   |         --   --   ^^ 丙 = 25",
        "   |         |    |",
        "   |         |    乙 = 13",
        "   |         甲 = 12",
        "   |",
    ]


def test_distant_places_of_one_line_are_shown_on_two_cuts() -> None:
    line = "某" * 200
    found = made.finding(made.at(1, 1, 3), related=(made.related(made.at(1, 190, 191), "乙"),))
    rows = full(made.result(made.checked(found, source=made.source(line))))
    shown = [row for row in rows if row.startswith(" 1 | ")]
    assert len(shown) == 2
    assert all(display_width(row) <= 100 for row in shown)


def test_many_related_places_are_cut_short_and_counted() -> None:
    places = tuple(made.related(made.at(line, 1, 2), f"第{line}行", line % 2) for line in range(2, 22))
    found = made.finding(made.at(1, 1, 2), related=places)
    rows = full(made.result(made.checked(found, source=made.source(*["12"] * 30))))
    assert sum(row.lstrip().startswith("| - ") or "| -" in row for row in rows) == 8
    assert "   = 另有 12 处" in rows
    assert not any("= 0" in row for row in rows)


def test_a_place_without_a_line_is_named() -> None:
    places = (made.related(made.at(None, place="第3页 表三·一"), "一", 60),)
    found = made.finding(made.at(None, place="第3页 表三·四"), related=places, file="某市某局.pdf")
    rows = full(made.result(made.checked(found, source=made.source("x"))))
    assert rows[3] == " --> 某市某局.pdf  第3页 表三·四"
    assert rows[4] == "   = 相关：第3页 表三·一：一 = 60"


def test_a_line_that_the_file_does_not_have_is_not_shown() -> None:
    file = made.checked(made.finding(made.at(7, 1, 2)), source=made.source("x"))
    assert full(made.result(file))[3:5] == [
        " --> 2024/某市某局.txt:7:1",
        "   = 依据：国办公开办函〔2021〕30号",
    ]


def test_an_uncertain_reading_says_so() -> None:
    found = made.finding(made.at(None), sure=False)
    assert "   = 读取把握不大，请人工核对" in full(made.result(made.checked(found)))


# --- lines about files -------------------------------------------------------------------


def test_a_clean_file_says_so() -> None:
    file = made.checked(decided=tuple(f"X{n:03}" for n in range(66)), report=made.report(made.source("x")))
    assert full(made.result(file)) == [
        "2024/某市某局.txt（适用 2021 版：依据年份 2023）：没有发现问题；已判定 66/66 项",
        "",
        "共 1 个文件：1 通过，0 有问题，0 无法读取。",
        "",
    ]


def test_files_that_stopped_are_not_called_checked() -> None:
    bad = made.finding(made.at(None), code="P001")
    other = made.finding(made.at(None), code="P006", level=Level.NOTE)
    rows = full(made.result(made.checked(bad, error="P001"), made.checked(other, error="P006")))
    assert "2024/某市某局.txt：无法读取，没有检查" in rows
    assert "2024/某市某局.txt：不是年度报告，没有检查" in rows
    assert "共 2 个文件：0 通过，1 有问题，1 无法读取。" in rows


def test_suppressed_findings_are_counted_but_not_printed() -> None:
    aside = [{"by": "baseline"}, {"by": "inline", "reason": "已核实"}]
    found = [made.finding(made.at(None), suppressed=one) for one in aside]
    rows = full(made.result(made.checked(*found)))
    assert rows[0] == "2024/某市某局.txt：没有发现问题；已判定 61/61 项"
    assert rows[2] == "共 1 个文件：1 通过，0 有问题，0 无法读取；基线 1 条，忽略 1 条。"


def test_a_rule_is_counted_undecided_once() -> None:
    file = made.checked(undecided=(Undecided("A001", "x"), Undecided("A001", "y")))
    assert "已判定 61/62 项，1 项无法判断（x：A001）" in full(made.result(file))[0]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "6 项无法判断（没有读到要看的表格：A001、A002、A003、A004…；要用的数字不全或读不出：T002）"),
        ("en", "6 could not be decided (the table is not there or not readable: A001, A002, A003, A004…; "
               "figures are missing or not readable: T002)"),
    ],
)  # fmt: skip
def test_why_rules_could_not_be_judged_is_said(lang: str, told: str) -> None:
    reasons = [Undecided(f"A00{n}", "table") for n in (5, 1, 2, 4, 3)] + [Undecided("T002", "figures")]
    assert told in full(made.result(made.checked(undecided=tuple(reasons))), lang=lang)[0]


def test_every_reason_that_rules_give_has_a_text() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (*SOURCES.glob("src/**/*.py"), *SOURCES.glob("rules/*.py"))
    )
    given = set(re.findall(r'(?:CannotTell\(|Undecided\(rule\.code, )"([a-z_]*)"', code))
    assert given >= {"table", "figures", "sections", "edition"}
    assert {name for name in given if f"unknown.{name}" not in TEXTS} == set()


def test_an_unknown_edition_and_an_unknown_reason_are_printed() -> None:
    report = made.report(made.source("x"))
    odd = report._replace(edition_reason="表三的行")
    unknown = report._replace(edition=report.edition._replace(name=""))
    assert "（适用 2021 版：表三的行）" in full(made.result(made.checked(report=odd)))[0]
    assert "（无法判断适用哪一版）" in full(made.result(made.checked(report=unknown)))[0]


def test_no_file_is_never_a_success() -> None:
    for name in ("full", "concise"):
        assert FORMATTERS[name](made.result(), made.options()) == "没有检查任何文件。\n"


def test_quiet_prints_findings_only() -> None:
    clean, found = made.result(made.checked()), made.balance()
    assert full(clean, quiet=True) == [""]
    assert full(found, quiet=True)[0].startswith("错误[A001")
    assert full(found, quiet=True)[-2] == "   = 说明：reportlint explain A001"
    assert FORMATTERS["concise"](found, made.options(quiet=True)).count("\n") == 1


# --- concise ----------------------------------------------------------------------------


def test_concise_is_one_line_a_finding_and_a_count() -> None:
    whole = made.checked(made.finding(made.at(None), level=Level.NOTE))
    result = made.result(*made.balance().files, whole)
    message = "商业企业列：一 + 二 ≠ 三(七) + 四，多 1"
    assert FORMATTERS["concise"](result, made.options()).split("\n") == [
        f"2024/某市某局.txt:88:19: A001 错误 收办平衡: {message}",
        f"2024/某市某局.txt: A001 提示 收办平衡: {message}",
        "共 2 个文件：1 个错误，0 个警告，1 个提示。",
        "",
    ]


def test_concise_says_that_nothing_was_found() -> None:
    result = made.result(made.checked())
    assert FORMATTERS["concise"](result, made.options()) == "共 1 个文件：没有发现问题。\n"
    assert FORMATTERS["concise"](result, made.options("en")) == "1 file: no findings.\n"


# --- both languages, colours, encodings -----------------------------------------------------


def test_english_output_speaks_english() -> None:
    printed = FORMATTERS["full"](made.balance(), made.options("en"))
    assert "error[A001 Requests balance] column “商业企业”: 1 + 2" in printed
    assert "2024/某市某局.txt: 1 error, 0 warnings, 0 notes; 61 of 66 checks decided" in printed
    assert "1 file: 0 passed, 1 with findings, 0 unreadable." in printed


@pytest.mark.parametrize("name", ["full", "concise"])
def test_colours_change_nothing_but_colours(name: str) -> None:
    plainly = FORMATTERS[name](made.balance(), made.options())
    coloured = FORMATTERS[name](made.balance(), made.options(color=True))
    assert "\x1b[1;31m" in coloured
    assert "\x1b" not in plainly
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plainly


def test_texts_of_a_report_do_not_steer_the_terminal() -> None:
    found = made.finding(made.at(1, 1, 2), message=made.both("标题\x1b[2J\n“某”"))
    file = made.checked(found, source=made.source("\x1b[2J"))
    for name in ("full", "concise"):
        assert "\x1b" not in FORMATTERS[name](made.result(file), made.options())


def test_chinese_output_can_be_encoded_in_gbk() -> None:
    long = made.checked(made.finding(made.at(1, 90, 91)), source=made.source("某" * 300))
    result = made.result(*made.balance().files, long)
    for name in FOR_PEOPLE:
        assert FORMATTERS[name](result, made.options()).encode("gbk", errors="strict"), name


def test_every_text_has_both_languages_and_the_same_values() -> None:
    for key, entry in TEXTS.items():
        assert set(entry) - {"en_one"} == {"zh", "en"}, key
        entry["zh"].encode("gbk", errors="strict")
        names = {frozenset(re.findall(r"{(\w+)}", sentence)) for sentence in entry.values()}
        assert len(names) == 1, key


def test_causes_are_put_in_words() -> None:
    assert cause("told_repairs:49", "zh") == "正文写的是 49，改成这个数就对得上"
    assert cause("sign", "en") == "a plus and a minus are mixed up"
    assert cause("另一种原因", "zh") == "另一种原因"


def test_english_counts_have_a_singular() -> None:
    assert [text("errors", "en", n=n) for n in (0, 1, 2)] == ["0 errors", "1 error", "2 errors"]


@pytest.mark.parametrize(
    ("number", "printed"),
    [("0", "0"), ("-0", "0"), ("-0.00", "0"), ("3.0", "3"), ("1E+3", "1000"), ("59237.2449", "59237.2449")],
)
def test_numbers_are_printed_plainly(number: str, printed: str) -> None:
    assert plain(Decimal(number)) == printed


def test_kinds_are_the_words_of_the_contract() -> None:
    assert {kind.value for kind in Kind} == {"figure", "zero", "blank", "na", "lost", "text"}
