"""Rule pages and lists of rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlint.errors import ConfigError, RuleError
from reportlint.explain import TEXTS, explain, find_rule, load_page, rules_markdown, rules_table
from reportlint.model import Equation
from reportlint.rule import Level, Rule

BALANCE = Rule(
    code="A001",
    name="requests-balance",
    level=Level.ERROR,
    basis_class="算术",
    basis={"": "国办公开办函〔2021〕30号", "2019": "国办公开办函〔2019〕60号"},
    title={"zh": "收办平衡", "en": "Requests balance"},
    messages={"": {"zh": "", "en": ""}},
    help={"": {"zh": "核对四项数字", "en": "Check the four numbers"}},
    editions=("2019", "2021"),
)
UNREADABLE = Rule(
    code="P001",
    name="unreadable-file",
    level=Level.ERROR,
    basis_class="",
    basis={},
    title={"zh": "文件无法读取", "en": "File unreadable"},
    messages={},
    help={},
)
RULES = (BALANCE, UNREADABLE)
PAGE = {
    "bad": ["某市某局2023年报告\n```\n规章 | 0 | 0 | 0\n"],
    "good": ["甲", "乙"],
    "checks": {"zh": "一 + 二 = 三(七) + 四", "en": "1 + 2 = 3(7) + 4"},
    "causes": {"zh": "漏填\n", "en": "left out"},
}


def headings(page: str) -> list[str]:
    """The headings of a Markdown page."""
    return [line for line in page.split("\n") if line.startswith("#")]


def test_a_page_has_its_parts_in_order() -> None:
    page = explain(BALANCE, PAGE | {key: {"zh": "x", "en": "x"} for key in ("applies", "fix", "known")}, "zh")
    assert headings(page)[:10] == [
        "# 收办平衡 (A001)",
        "## 检查什么",
        "## 依据",
        "## 适用时期与机关",
        "## 错误示例",
        "## 正确示例",
        "## 怎么改",
        "## 常见原因",
        "## 已知误报",
        "## 如何忽略",
    ]


def test_a_page_begins_with_the_facts() -> None:
    assert explain(BALANCE, PAGE, "zh").split("\n")[2:9] == [
        "- 英文名：`requests-balance`",
        "- 级别：错误",
        "- 依据等级：算术",
        "- 适用：2019、2021 版",
        "- 自动修复：无",
        "- 起始版本：0.1",
        "",
    ]
    for fix, said in (("safe", "`--fix`"), ("unsafe", "`--fix --unsafe-fixes`")):
        assert said in explain(BALANCE._replace(fix=fix), PAGE, "zh").split("\n")[6]


def test_parts_without_text_are_left_out_and_the_advice_of_the_rule_stands_in() -> None:
    page = explain(BALANCE, {}, "en")
    assert headings(page)[:5] == [
        "# Requests balance (A001)",
        "## Basis",
        "## Periods and organs",
        "## What to do",
        "## How to ignore it",
    ]
    assert "Check the four numbers" in page
    assert headings(explain(UNREADABLE, {}, "zh"))[:3] == [
        "# 文件无法读取 (P001)",
        "## 适用时期与机关",
        "## 如何忽略",
    ]


def test_the_basis_of_another_edition_is_named() -> None:
    assert "## 依据\n\n国办公开办函〔2021〕30号\n\n- 2019 版：国办公开办函〔2019〕60号\n" in explain(
        BALANCE, PAGE, "zh"
    )


def test_an_english_page_says_the_basis_in_english_before_it_quotes_it() -> None:
    page = explain(BALANCE._replace(basis_en={"": "A note under the table"}), PAGE, "en")
    assert "## Basis\n\nA note under the table\n\nIn the original:\n\n国办公开办函〔2021〕30号\n" in page
    assert "A note" not in explain(BALANCE._replace(basis_en={"": "A note under the table"}), PAGE, "zh")


def test_a_relation_of_the_rule_itself_is_shown_in_words_and_as_it_is_calculated() -> None:
    says = {"zh": "五 ≤ 一", "en": "5 ≤ 1"}
    rule = BALANCE._replace(equations=(Equation("A001", "", "s3_requests", "column", "a <= b", says, ""),))
    assert "## 检查什么\n\n- 五 ≤ 一：`a <= b`\n" in explain(rule, {}, "zh")
    assert "## What it checks\n\n- 5 ≤ 1: `a <= b`\n" in explain(rule, {}, "en")


def test_an_example_with_the_year_before_shows_both_reports() -> None:
    page = explain(BALANCE, {"bad": [{"text": "今年", "last": "去年"}]}, "zh")
    assert "上年的报告：\n\n```text\n去年\n```\n\n本年的报告：\n\n```text\n今年\n```" in page


def test_examples_stand_in_fences_that_their_text_cannot_close() -> None:
    page = explain(BALANCE, PAGE, "zh")
    assert "````text\n某市某局2023年报告\n```\n规章 | 0 | 0 | 0\n````" in page
    assert "```text\n甲\n```\n\n```text\n乙\n```" in page


def test_bytes_are_shown_in_hexadecimal() -> None:
    page = explain(UNREADABLE, {"bad_hex": ["ff fe 00"]}, "zh")
    assert "## 错误示例\n\n以十六进制表示的文件内容：\n\n```text\nff fe 00\n```" in page


def test_a_page_tells_how_to_ignore_the_rule() -> None:
    page = explain(BALANCE, PAGE, "zh")
    assert "`--ignore A001`" in page


@pytest.mark.parametrize("query", ["A001", "a001", " requests-BALANCE ", "收办平衡", "requests balance"])
def test_a_rule_is_found_by_code_name_or_title(query: str) -> None:
    assert find_rule(RULES, query) is BALANCE


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="没有规则“A01”，最接近的是：A001 requests-balance"):
        find_rule(RULES, "A01")
    with pytest.raises(ConfigError, match="no rule “unreadable”; the nearest: P001 unreadable-file"):
        find_rule(RULES, "unreadable", "en")
    with pytest.raises(ConfigError, match="reportlint rules"):
        find_rule(RULES, "%%%%%%")


def test_pages_are_read_from_their_file(tmp_path: Path) -> None:
    path = tmp_path / "A001.toml"
    path.write_text('bad = ["甲"]\n[checks]\nzh = """某"""\n', encoding="utf-8")
    assert load_page(BALANCE._replace(page=str(path))) == {"bad": ["甲"], "checks": {"zh": "某"}}
    assert load_page(BALANCE) == {}


@pytest.mark.parametrize("content", [None, b"bad = [", b"\xff\xfe"])
def test_a_page_that_cannot_be_read_names_its_file(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "A001.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RuleError, match=r"A001\.toml"):
        load_page(BALANCE._replace(page=str(path)))


def test_the_table_of_rules_is_aligned_by_display_width() -> None:
    assert rules_table(RULES, "zh").split("\n") == [
        "代码  级别  依据等级  英文名            标题",
        "A001  错误  算术      requests-balance  收办平衡",
        "P001  错误  -         unreadable-file   文件无法读取",
        "",
    ]
    assert rules_table(RULES, "en").split("\n")[1] == (
        "A001  error  arithmetic      requests-balance  Requests balance"
    )


def test_the_markdown_table_has_a_row_a_rule() -> None:
    assert rules_markdown(RULES, "zh").split("\n") == [
        "| 代码 | 级别 | 依据等级 | 英文名 | 标题 |",
        "| --- | --- | --- | --- | --- |",
        "| A001 | 错误 | 算术 | requests-balance | 收办平衡 |",
        "| P001 | 错误 | - | unreadable-file | 文件无法读取 |",
        "",
    ]


def test_texts_have_both_languages_and_fit_gbk() -> None:
    for key, entry in TEXTS.items():
        assert set(entry) == {"zh", "en"}, key
        entry["zh"].encode("gbk", errors="strict")
