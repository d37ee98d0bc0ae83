"""Figures told in prose: what is read, and what is found wrong with it, sentence by sentence."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from conftest import Lint
from narrated import clean, figures, line_of, narrated
from reportlint import RuleError, load_phrasebook
from reportlint.findings import FileResult
from reportlint.output import extract
from reportlint.plugins import Catalog
from reportlint.rule import Level

LETTERS = {Level.ERROR: "E", Level.WARNING: "W", Level.NOTE: "N"}
clean_once = cache(clean)


def found(result: FileResult) -> list[str]:
    """The findings of family C in short: C001E."""
    return [f"{one.code}{LETTERS[one.level]}" for one in result.findings if one.code.startswith("C")]


def said(result: FileResult) -> str:
    """The findings of family C and the figures read, for the message of a failing test."""
    assert result.report is not None
    told = [
        f"{one.quantity}={one.value}{one.scope and '@' + one.scope}({one.kind})" for one in result.report.told
    ]
    return (
        "; ".join(f"{one.code} {one.message['zh']}" for one in result.findings if one.code[0] == "C")
        + f" | {told}"
    )


def filled(kind: str, sentence: str) -> tuple[str, str]:
    """``(report, sentence)`` with the report's figures in the sentence: {new}, {new+1}."""
    report = clean_once(kind)
    numbers = dict(figures(report))
    text = sentence
    for name, value in sorted(numbers.items(), key=lambda one: -len(one[0])):
        for step in range(-20, 21):
            shown = f"{{{name}{step:+d}}}" if step else f"{{{name}}}"
            text = text.replace(shown, str(value + step))
    assert "{" not in text, text
    return narrated(report, text), text


def check(kind: str, sentence: str, expected: str, lint: Lint) -> None:
    """The findings of family C in a report with that sentence are the expected ones, on its line."""
    report, text = filled(kind, sentence)
    result = lint(report)
    assert not result.failures
    assert " ".join(found(result)) == expected, said(result)
    line = line_of(report, text)
    assert all(one.location.line == line for one in result.findings if one.code.startswith("C"))


# --- what is read ---


def test_told_figures_stand_in_the_extract_with_their_places(lint: Lint) -> None:
    report, text = filled(
        "department",
        "共收到政府信息公开申请{new}件，上半年收到政府信息公开申请 5 余件，未发生行政申诉。收取信息处理费0.3万元。",
    )
    result = lint(report)
    assert result.report is not None
    line = line_of(report, text)
    told = [one for one in extract(result.report)["told"] if one["line"] == line]  # type: ignore[attr-defined]
    assert [(one["quantity"], one["value"], one["text"], one["scope"]) for one in told] == [
        ("received", 1496, "1496件", None),
        ("received", 5, "5 余件", "period"),
        ("processing_fee", 3000, "0.3万元", None),
    ]
    assert [one["column_no"] for one in told] == [text.index(one["text"]) + 1 for one in told]


@pytest.mark.parametrize("name", ["new", "old"])
def test_every_reading_of_a_phrasebook_is_known_to_some_edition(name: str, catalog: Catalog) -> None:
    editions = [
        one
        for one in catalog.editions
        if one.name in {"new": ("2019", "2021"), "old": ("2008", "2014")}[name]
    ]
    rows = {row.key for edition in editions for form in edition.forms for row in form.rows}
    columns = {column.key for edition in editions for form in edition.forms for column in form.columns}
    for edition in editions:
        assert edition.told is not None
        for quantity in edition.told.quantities.values():
            assert set(quantity.columns) <= columns
            for reading in (*quantity.readings, *(text for _, text in quantity.near)):
                for term in reading.replace("-", "+").split("+"):
                    row, _, column = term.strip().partition(".")
                    assert row in rows, (quantity.key, reading)
                    assert column in {"", "*"} | columns, (quantity.key, reading)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[quantity]]\nkey = 'a'\n", "quantity a: key 'level' is missing"),
        ("[[quantity]]\nkey = 'a'\nlevel = 'bad'\nunits = 'items'\n", "quantity a: unknown level bad"),
        ("[[quantity", "cannot be read"),
    ],
)
def test_a_broken_phrasebook_names_file_and_place(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "told.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=message):
        load_phrasebook(path)


# --- figures of requests ----------------------------------------------------------------------

TRUE = [
    "全年新收政府信息公开申请{new}件，上年结转{back}件，办结{done}件，结转下年度{out}件。",
    "{y}年，我局共受理政府信息公开申请{new}件，答复{done}件（含上年度结转申请{back}件，另有{out}件顺延到下年度答复），均在法定期限内予以答复。",
    "全年共收办政府信息公开申请案件{all}件，同比增长70.3%，其中，自然人申请{nat}件，法人或其他组织申请{org}件；予以公开{open}件、部分公开{part}件、不予公开{deny}件、无法提供{unable}件、不予处理{noproc}件、作其他处理（含申请人主动撤回申请）{other}件、转下年度办理{out}件。",
    "共收到政府信息公开申请{all}件，其中新收{new}件，上年结转{back}件。",
    "{y}年共收到依申请公开{new}份，{last}年结转{back}份，全部按期答复{done}份，结转{next}年度继续办理{out}份。",
    "本年度收到政府信息公开申请共计 {new} 件，同比上年的9999件有所减少。",
    "{last}年收到政府信息公开申请77件，{y}年收到{new}件。",
    "{last}年收到的申请结转至本年办理{back}件。",
    "收到群众公开申请近3000件，办结2000余件。",
    "受理政府信息公开申请10-20件。",
    "上半年收到政府信息公开申请5件，下半年收到政府信息公开申请7件。",
    "第三季度受理政府信息公开申请3件。",
    "1至6月收到政府信息公开申请8件。",
    "截至{y}年12月31日，共收到政府信息公开申请{new}件。",
    "其中，网上申请3件，信函申请2件。",
    "通过信函收到政府信息公开申请5件，通过网络收到政府信息公开申请6件。",
    "通过网络、信函、当面等多种渠道，共收到政府信息公开申请{new}件。",
    "市政府办公室收到政府信息公开申请17件。",
    "局属各单位共收到政府信息公开申请17件。",
    "全市财政系统共收到政府信息公开申请99件。",
    "全年收到行政复议申请3件，退休申请8件，办结许可申请20件。",
    "受理12345热线诉求200件，办结198件。",
    "收到政府信息公开申请{new}件。收到群众留言50条，答复50条；办理建议提案12件。",
    "{next}年，预计受理政府信息公开申请30件。",
    "全年收到政府信息公开申请{new}件，较上年增加20件，增长1.4%。",
    "予以公开{open}件（其中自然人申请3件，企业申请2件）。收到政府信息公开申请{new}件。",
    "全年共办理政府信息公开申请{done}件。全年共办理政府信息公开申请{all}件。",
    "全年收到政府信息公开申请{new}件，其中予以公开和部分公开1331件。",
    "收到{new}件政府信息公开申请，已办结{done}件，{out}件结转下年度办理。",
    "上年度结转办理{back}件，本年新收{new}件。",
    "在收到的政府信息公开申请中，涉及征地拆迁的申请15件，涉及财政资金的申请6件。",
    "我局全年收到政府信息公开申请一千四百九十六件，上年结转十四件。",
    "我局全年收到政府信息公开申请1,496件，上年结转１４件，办结1，460件。",
    "我局受理政府信息公开申请0.15万件左右。",
    "经统计，自然人提交申请{nat}件，占比较大。",
    "因政府信息公开引起的行政复议{rev}件，其中结果维持{up}件、结果纠正{cor}件、其他结果{oth}件、尚未审结{pend}件；行政诉讼{lit_rev}件，其中未经复议直接起诉{direct}件，复议后起诉{after}件。",
    "被申请政府信息公开行政复议23件，被提起政府信息公开行政诉讼{lit_rev}件。",
    "全年已备案的政府信息公开行政复议{rev}件。",
    "我局办理以本局为复议机关的行政复议案件9件。",
    "收到政府信息公开申请{new}件，均按时办结或者结转。",
    "全年制发行政规范性文件约10件，印发各类公文300件。",
    "全市公开政府信息共5000条，网站访问量120万人次。",
    "无正当理由大量反复申请的，不予处理。",
    "每收到一件申请，登记一件、办理一件。",
    "{last}年度结转的{back}件申请均已办结，{y}年新收的{new}件申请中，已办结1446件，尚在办理{out}件。",
    "收到政府信息公开申请{new}件，其中{open}件予以公开、{part}件部分公开、{deny}件不予公开、{unable}件无法提供。",
    "收到政府信息公开申请{new}件，因情况复杂需要延长答复期限的12件。",
    "收到政府信息公开申请{new}件，经批准延期答复5件，逾期答复0件。",
    "公民、法人和其他组织向我局提出政府信息公开申请共计{new}件次，我局依法答复{done}件次。",
]


@pytest.mark.parametrize("sentence", TRUE)
def test_a_true_or_foreign_sentence_is_no_finding(sentence: str, lint: Lint) -> None:
    check("department", sentence, "", lint)


def test_a_heading_says_what_all_under_it_is_about(lint: Lint) -> None:
    """全年办结 under 答复情况 under 依申请公开 is said of requests."""
    numbers = figures(clean_once("department"))
    under = "（二）依申请公开\n\n1.收件情况\n\n均已登记。\n\n2.答复情况\n\n全年办结{}件，予以公开{}件。"
    right = narrated(clean_once("department"), under.format(numbers["done"], numbers["open"]))
    wrong = narrated(clean_once("department"), under.format(numbers["done"] + 3, numbers["open"]))
    assert found(lint(right)) == []
    assert found(lint(wrong)) == ["C001E"]


def test_a_numbered_line_that_is_a_sentence_is_read(lint: Lint) -> None:
    """1.全年收到…。 alone on its line is numbered like a heading, but tells facts."""
    numbers = figures(clean_once("department"))
    lines = "（一）有关情况\n\n1.全年收到政府信息公开申请{}件，办结{}件。\n\n2.未发生因政府信息公开引起的行政诉讼。"
    right = lines.replace("2.未", "2.因").replace("发生因", "").format(numbers["new"], numbers["done"])
    assert found(lint(narrated(clean_once("department"), right))) == []
    wrong = lines.format(numbers["new"] + 7, numbers["done"])
    assert found(lint(narrated(clean_once("department"), wrong))) == ["C001E", "C002E"]


@pytest.mark.parametrize(
    ("sentence", "stale"),
    [
        ("{last}年，我局共收到政府信息公开申请{new}件，较上年增加14件。", True),
        ("{last}年，我局共收到政府信息公开申请{new-9}件，较上年增加14件。", False),
        ("{last}年，我局共收到政府信息公开申请{new}件，{y}年收到{new}件，与上年持平。", False),
        ("收到政府信息公开申请{new}件，另有{out}件结转{y}年度继续办理。", True),
        ("收到政府信息公开申请{new}件，另有{out}件结转{next}年度继续办理。", False),
        ("收到政府信息公开申请{new}件，{last}年结转{y}年继续办理{back}件。", False),
    ],
)
def test_a_year_that_its_own_figures_contradict_is_stale(sentence: str, stale: bool, lint: Lint) -> None:
    report, _ = filled("department", sentence)
    assert [one.code for one in lint(report).findings if one.code == "D007"] == ["D007"] * stale


FALSE = [
    ("全年新收政府信息公开申请{new+1}件，上年结转{back}件，办结{done}件，结转下年度{out}件。", "C001E"),
    ("全年新收政府信息公开申请{new}件，上年结转{back+3}件，办结{done}件，结转下年度{out}件。", "C001E"),
    ("全年新收政府信息公开申请{new}件，上年结转{back}件，办结{done-2}件，结转下年度{out}件。", "C001E"),
    ("全年新收政府信息公开申请{new}件，上年结转{back}件，办结{done}件，结转下年度{out+1}件。", "C001E"),
    ("{y}年，我局共受理政府信息公开申请{new+2}件。", "C001E"),
    ("{y}年，青禾县财政局共受理政府信息公开申请{new+2}件。", "C001E"),
    ("共收到政府信息公开申请{all+5}件。", "C001E"),
    ("收到{new+7}件政府信息公开申请。", "C001E"),
    ("收到政府信息公开申请{new}件，{out+9}件结转下年度办理。", "C001E"),
    ("收到政府信息公开申请{new}件；予以公开{open+11}件、部分公开{part}件。", "C001E"),
    ("收到政府信息公开申请{new}件，不予公开{deny-4}件，无法提供{unable}件。", "C001E"),
    ("收到政府信息公开申请{new}件，作其他处理（含申请人主动撤回申请）{other+6}件。", "C001E"),
    ("新收政府信息公开申请{new}件，其中自然人申请{nat-3}件。", "C001E"),
    ("新收政府信息公开申请{new}件，其中，法人或其他组织申请{org+3}件。", "C001E"),
    ("新收政府信息公开申请{all}件。", "C001E"),
    ("因政府信息公开引起的行政复议{rev+2}件。", "C001E"),
    ("因政府信息公开引起的行政诉讼{lit_rev+2}件。", "C001E"),
    ("政府信息公开行政复议{rev}件，其中维持{up+1}件。", "C001E"),
    ("政府信息公开行政诉讼{lit_rev}件，其中尚未审结{lit_pend+4}件。", "C001E"),
    ("收到政府信息公开申请{new}件，属于国家秘密999件。", "C001W"),
    ("全年已备案的政府信息公开行政复议{rev+9}件。", "C001N"),
    ("我局全年收到政府信息公开申请一千四百九十七件。", "C001E"),
    ("我局全年收到政府信息公开申请１４９７件。", "C001E"),
    ("我局全年收到政府信息公开申请1,497件。", "C001E"),
    ("通过网络、信函、当面等多种渠道，共收到政府信息公开申请{new+3}件。", "C001E"),
    ("{last}年收到政府信息公开申请77件，{y}年收到政府信息公开申请{new+3}件。", "C001E"),
    ("收到政府信息公开申请{new}件，其中{open}件予以公开、{part+3}件部分公开、{deny}件不予公开。", "C001E"),
    ("收到政府信息公开申请{new}件，其中{open}件予以公开、{part}件部分公开、{deny+3}件不予公开。", "C001E"),
    ("公民、法人和其他组织向我局提出政府信息公开申请共计{new+2}件次。", "C001W"),
    ("政府信息公开行政诉讼{lit_rev}件，其中维持{lit_up}件，其他结果{lit_oth}件，尚未审结{lit_pend+4}件。", "C001E"),
    # zero statements
    ("全年未收到政府信息公开申请。", "C002E"),
    ("我局{y}年没有收到公民、法人或其他组织提出的政府信息公开申请。", "C002E"),
    ("全年收到政府信息公开申请0件。", "C002E"),
    ("全年收到政府信息公开申请{new}件，无上年结转和结转下年度的申请。", "C002E C002E"),
    ("全年未发生因政府信息公开引起的行政复议、行政诉讼。", "C002E C002E"),
    ("本年度无因政府信息公开申请行政复议的情况。", "C002E"),
    ("收到政府信息公开申请{new}件，已全部办结。", "C002W"),
    ("收到政府信息公开申请{new}件，办结率为100%。", "C002W"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), FALSE)
def test_a_false_sentence_is_found(sentence: str, expected: str, lint: Lint) -> None:
    check("department", sentence, expected, lint)


NO_ZERO = [
    "未收到信函申请，收到政府信息公开申请{new}件。",
    "第四季度未收到政府信息公开申请。",
    "局属二级单位未收到政府信息公开申请。",
    "{last}年未收到政府信息公开申请。",
    "全年未发生行政复议被纠错、行政诉讼败诉的情况。",
    "未发生因答复不当引发的行政复议。",
    "没有收到重复申请，没有不予公开的政府信息。",
    "未经复议直接起诉{direct}件，复议后起诉{after}件。",
    "收到政府信息公开申请{new}件，答复{done}件，均已按期办结，另有{out}件顺延至下年。",
    "全年未收到针对信息公开工作的投诉举报。",
    "无申请人对答复提出异议。",
    "办结政府信息公开申请{done}件，按时办结率100%，结转下年度{out}件。",
    "建议提案全部办结。",
]


@pytest.mark.parametrize("sentence", NO_ZERO)
def test_a_narrow_zero_statement_is_not_taken_for_the_whole(sentence: str, lint: Lint) -> None:
    check("department", sentence, "", lint)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年未收到政府信息公开申请。", ""),
        ("我局{y}年没有收到书面或其他形式要求公开政府信息的申请，无行政复议和行政诉讼案件。", ""),
        ("收到政府信息公开申请0件，行政复议0件，行政诉讼0件。", ""),
        ("无依申请公开政府信息办理事项，行政复议、行政诉讼均为零。", ""),
        ("全年收到政府信息公开申请5件。", "C002E"),
        ("政府信息公开行政复议3件，其中结果维持0件。", "C002E"),
        ("无上年结转申请，无结转下年度申请。", ""),
    ],
)
def test_a_report_without_any_request(sentence: str, expected: str, lint: Lint) -> None:
    check("none", sentence, expected, lint)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全市共收到政府信息公开申请{new}件，办结{done}件。", ""),
        ("全市各级各部门共收到政府信息公开申请{new+4}件。", "C001E"),
        ("市政府办公室代表市政府共收到政府信息公开申请17件。", ""),
        ("市政府收到政府信息公开申请17件，市直各部门收到政府信息公开申请30件。", ""),
        ("市政府（含办公室）共收到政府信息公开申请17件。", ""),
        ("市政府及各部门、各县区共收到政府信息公开申请{new}件。", ""),
        ("市政府及各部门、各县区共收到政府信息公开申请{new+4}件。", "C001E"),
        ("市本级收到政府信息公开申请17件，各县区收到政府信息公开申请30件。", ""),
        ("我市新收政府信息公开申请{new-1}件。", "C001E"),
        ("{y}年，青川湾市共收到政府信息公开申请{new-1}件。", "C001E"),
        ("全市共收到申请{new}件，其中市自然资源局收到300件；甲县收到200件，北岭区共受理依申请公开30件。", ""),
        ("全市新收政府信息公开申请{new}件，人均办理3件。", ""),
        (
            "全市共受理政府信息公开申请{new}件（市政府办公室受理政府信息公开申请12件，市公安局受理政府信息公开申请30件）。",
            "",
        ),
    ],
)
def test_the_scope_of_a_government(sentence: str, expected: str, lint: Lint) -> None:
    check("government", sentence, expected, lint)


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("2014", "{y}年共主动公开政府信息{pro_total}条，其中政府网站公开{ch_website}条。", ""),
        ("2014", "{y}年共主动公开政府信息{pro_total+5}条。", "C001E"),
        ("2014", "通过政府网站主动公开政府信息5条。", ""),
        (
            "2014",
            "全年收到政府信息公开申请{req_total}件，其中当面申请{req_in_person}件、传真申请{req_fax}件、网络申请{req_online}件、信函申请{req_letter}件。",
            "",
        ),
        ("2014", "全年收到政府信息公开申请{req_total+1}件。", "C001E"),
        ("2014", "全年收到政府信息公开申请{req_total}件，网络申请{req_online-2}件。", "C001W"),
        ("2014", "全年未收到政府信息公开申请。", "C002E"),
        ("2014", "收到政府信息公开申请{req_total}件，同意公开{ans_open+3}件。", "C001E"),
        ("2014", "因政府信息公开被申请行政复议{review_total+1}件。", "C001E"),
        (
            "2014",
            "从事政府信息公开工作的人员{staff_total}人，其中专职人员{staff_full}人、兼职人员{staff_part}人。",
            "",
        ),
        ("2008", "截至{y}年年底，累计主动公开政府信息{proactive_total}条。", ""),
        ("2008", "截至{y}年年底，累计主动公开政府信息9532条，其中{y}年新增{proactive_total}条。", ""),
        ("2008", "全年累计主动公开政府信息{proactive_total+3}条。", "C001E"),
        ("2014", "在{ans_total}件答复中，同意公开{ans_open}件，同意部分公开{ans_partial}件。", ""),
        ("2014", "在{ans_total}件答复中，同意公开{ans_open+3}件，同意部分公开{ans_partial}件。", "C001E"),
        ("2014", "在{ans_total}件答复中，涉及征地的同意公开{ans_open-3}件。", ""),
        ("2014", "答复情况：告知通过其他途径办理{ans_other_route}件。", ""),
        ("2008", "{y}年主动公开政府信息{proactive_total-3}条。", "C001E"),
        ("2008", "{y}年共计发布各类信息{proactive_total}条。", ""),
        ("2008", "全文电子化的主动公开信息{proactive_fulltext+1}条。", "C001E"),
        ("2008", "全年收到政府信息公开申请{req_total}件，对申请的答复{ans_total}件。", ""),
        ("2008", "全年收到政府信息公开申请{req_total+6}件。", "C001E"),
    ],
)
def test_the_older_forms(kind: str, sentence: str, expected: str, lint: Lint) -> None:
    check(kind, sentence, expected, lint)
