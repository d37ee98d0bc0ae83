"""Thresholds: declared by rules, set by configuration, read by checks, shown to people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import reportlint
from reportlint import ConfigError, Hit, Level, Report, Rule, RuleError, Span, Threshold, hookimpl, load_rules
from reportlint.explain import explain, thresholds_markdown
from reportlint.plugins import Catalog, load_catalog
from reportlint.setups import Asked, setups

ROOT = Path(__file__).resolve().parent.parent
CLEAN = str(ROOT / "examples" / "clean-2021.txt")
RULE = """
[[rule]]
code = "X001"
name = "local-length"
level = "note"
title = { zh = "长度", en = "Length" }
message = { zh = "长度 {length}", en = "Length {length}" }
help = { zh = "写短些", en = "Write less" }
"""
DOES = 'does = { zh = "上限", en = "Limit" }\n'


def codes(*arguments: Any, **settings: Any) -> set[str]:
    """The codes of what is found."""
    result = reportlint.check(*arguments, **settings)
    return {one.code for file in result.files for one in file.findings}


def configured(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The setup for a file beside that configuration."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reportlint.toml").write_text(text, encoding="utf-8")
    setups.cache_clear()
    return setups(Asked())(tmp_path / "a.txt")


# --- set ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "S005.characters = 500",
        '"S005.characters" = 500',
        "section-empty.characters = 500",
        "[thresholds.s005]\ncharacters = 500",
    ],
)
def test_a_threshold_is_written_as_people_write_it(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = configured(f"[thresholds]\n{line}\n", tmp_path, monkeypatch)
    assert setup.settings.thresholds == {"S005.characters": 500}


def test_the_nearest_word_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "base.toml").write_text(
        "[thresholds]\nS005.characters = 7\nC007.least = 50\n", encoding="utf-8"
    )
    setup = configured('extend = "base.toml"\n[thresholds]\nS005.characters = 8\n', tmp_path, monkeypatch)
    assert setup.settings.thresholds == {"S005.characters": 8, "C007.least": 50}


def test_a_threshold_changes_the_verdict_and_the_key_of_kept_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "S005" not in codes(CLEAN)
    assert "S005" in codes(CLEAN, thresholds={"S005.characters": 5000})
    seeds = {configured(text, tmp_path, monkeypatch).seed for text in ("", "[thresholds]\nC007.least = 5\n")}
    assert len(seeds) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("S005.character = 3", "reportlint.toml:3: thresholds: no threshold 'S005.character'; nearest: S005.characters"),
        ("section-emty.characters = 3", "nearest: S005.characters"),
        ('"X.y" = 3', "reportlint.toml:3: thresholds: no threshold 'X.y'; there are: C001.figures, "),
        ("S005.characters = 0", "reportlint.toml:3: thresholds: S005.characters wants 1 or more, not 0"),
        ("S005.characters = 1.5", "thresholds wants a table: CODE.name = whole number"),
        ("S005.characters = true", "thresholds wants a table: CODE.name = whole number"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_one_line_with_its_place(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError) as caught:
        configured(f"[thresholds]\n\n{text}\n", tmp_path, monkeypatch)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value) + caught.value.zh


def test_the_interface_in_python_refuses_the_same() -> None:
    with pytest.raises(ConfigError, match="characters wants 1 or more, not x"):
        reportlint.check(CLEAN, thresholds={"S005.characters": "x"})


# --- declared -------------------------------------------------------------------------------


class Local:
    """A plug-in whose only rule reads a threshold of its own."""

    def __init__(self, read: Callable[[Report], Iterator[Hit]]) -> None:
        self.read = read

    @hookimpl
    def reportlint_rules(self) -> list[Rule]:
        """The rule."""
        texts = {"zh": "长度", "en": "Length"}
        limit = Threshold("lines", 10_000, does={"zh": "行数上限", "en": "Most lines"}, most=20_000)
        return [
            Rule(
                "X001", "local-length", Level.NOTE, "地方", {"": "本地"}, texts, {"": texts}, {"": texts},
                check=self.read, thresholds=(limit,),
            )
        ]  # fmt: skip


def long(report: Report) -> Iterator[Hit]:
    """Reports of more lines than are wanted."""
    if len(report.source.lines) > report.thresholds["X001.lines"]:
        yield Hit(Span(1, 1, 2), "report")


def test_rules_of_others_have_thresholds_of_their_own() -> None:
    catalog = load_catalog(extra=[Local(long)])
    assert "X001" not in codes(CLEAN, catalog=catalog)
    assert "X001" in codes(CLEAN, catalog=catalog, thresholds={"X001.lines": 3})
    with pytest.raises(ConfigError, match="lines wants 0 to 20000, not 20001"):
        reportlint.check(CLEAN, catalog=catalog, thresholds={"X001.lines": 20_001})


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (f"[rule.threshold.most]\ndefualt = 3\n{DOES}", "no key 'defualt'; nearest: default"),
        (f"[rule.threshold.most]\n{DOES}", "missing default"),
        (f"[rule.threshold.most]\ndefault = 1.5\n{DOES}", "write a whole number"),
        (f"[rule.threshold.most]\ndefault = 3\nleast = 4\n{DOES}", "not between least and most"),
        ("[rule.threshold.most]\ndefault = 3\ndoes = 'x'\n", "does: write { zh"),
        ("[rule.threshold]\nmost = 3\n", "write a table [rule.threshold.most]"),
    ],
)
def test_a_threshold_badly_declared_says_where(table: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(RULE + table, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(path)
    assert told in str(caught.value)
    assert str(path) in str(caught.value)


# --- shown ---------------------------------------------------------------------------------


def test_the_page_of_a_rule_says_what_can_be_set(catalog: Catalog) -> None:
    rule = next(rule for rule in catalog.rules if rule.code == "S005")
    assert "## 配置项\n\n- `S005.characters`：" in explain(rule, {}, "zh")
    assert "(default: 10 characters)\n\nSet under `[thresholds]`" in explain(rule, {}, "en")
    without = next(rule for rule in catalog.rules if not rule.thresholds)
    assert "配置项" not in explain(without, {}, "zh")


def test_every_threshold_is_listed_and_fits_a_gbk_console(catalog: Catalog) -> None:
    for lang in ("zh", "en"):
        table = thresholds_markdown(catalog.rules, lang)
        assert [name for name in catalog.thresholds if f"`{name}`" not in table] == []
        assert table.encode("gbk")
