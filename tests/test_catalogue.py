"""The catalogue: every rule has its texts, its page, a firing and a silent case."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import reportlint
from reportlint import Level, ReadError, Rule, hookimpl
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings

reportlint_rules: Any = import_module("reportlint_rules")  # its folder bears another name
RULES: list[Rule] = reportlint_rules.reportlint_rules()
CODES = [rule.code for rule in RULES]
PAGES = Path(reportlint_rules.__file__).parent / "pages"
LANGUAGES = {"zh", "en"}
CLASSES = {"法定", "格式", "算术", "地方", "经验"}
MAY_BE_ERROR = {"法定", "格式", "算术", ""}


def page(rule: Rule) -> dict[str, Any]:
    """The page of a rule."""
    with open(rule.page, "rb") as file:
        return tomllib.load(file)


def texts_of(rule: Rule) -> list[Mapping[str, str]]:
    """Every text of a rule that users read."""
    return [rule.title, *rule.messages.values(), *rule.help.values()]


def test_codes_and_names_are_unique_and_well_formed() -> None:
    """A code is a letter and three digits, a name kebab-case; both are used once."""
    assert len(set(CODES)) == len(CODES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert re.fullmatch("[A-Z][0-9]{3}", rule.code)
        assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.name)


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_every_text_is_there_in_both_languages_and_fits_a_gbk_console(rule: Rule) -> None:
    """Titles, messages and advice exist in Chinese and English, with the same values."""
    for texts in texts_of(rule):
        assert set(texts) == LANGUAGES
        assert all(text.strip() and text.encode("gbk") for text in texts.values())
    for messages in rule.messages.values():
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name} for text in messages.values()
        ]
        assert fields[0] == fields[1]


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_every_rule_has_a_basis_and_only_law_format_and_arithmetic_are_errors(rule: Rule) -> None:
    """Practice and local habit never make an error."""
    if rule.code.startswith("P"):
        assert rule.basis_class == ""
    else:
        assert rule.basis_class in CLASSES
        assert rule.basis.get("")
    if rule.level is Level.ERROR:
        assert rule.basis_class in MAY_BE_ERROR


@pytest.mark.parametrize("rule", RULES, ids=CODES)
def test_every_rule_has_a_complete_page(rule: Rule) -> None:
    """What it checks, to whom it applies, what to do, causes, known false alarms, examples."""
    found = page(rule)
    for part in ("checks", "applies", "fix", "causes", "known"):
        assert set(found[part]) == LANGUAGES
        assert all(text.strip() for text in found[part].values())
    assert found.get("bad") or found.get("bad_hex") or found.get("bad_reader")
    assert found.get("good")


@pytest.fixture(scope="module")
def checked(catalog: Catalog) -> Callable[[str, str], FileResult]:
    """Check a text, with that of the year before, by all rules, those that are off by default included."""

    def check(text: str, before: str) -> FileResult:
        name, made = Path("x.txt"), Settings(with_last=bool(before))
        last = None
        if before:
            last = check_file(name, "x.txt", catalog, (), Settings(), data=before.encode("utf-8")).report
        data = text.encode("utf-8")
        return check_file(name, "x.txt", catalog, catalog.rules, made, data=data, last=last)

    return check


def examples(kind: str) -> list[tuple[str, str, str]]:
    """``(code, text, text of the year before or "")`` of all wrong or right examples that are one report."""
    found = [(rule.code, one) for rule in RULES for one in page(rule).get(kind, ()) if "reports" not in one]
    return [
        (code, one, "") if isinstance(one, str) else (code, one["text"], one["last"]) for code, one in found
    ]


@pytest.mark.parametrize(("code", "text", "before"), examples("bad"))
def test_a_rule_fires_on_its_wrong_example(
    code: str, text: str, before: str, checked: Callable[[str, str], FileResult]
) -> None:
    """The wrong example of a page has the fault it stands for."""
    assert code in {finding.code for finding in checked(text, before).findings}


@pytest.mark.parametrize(("code", "text", "before"), examples("good"))
def test_a_rule_is_silent_on_its_right_example(
    code: str, text: str, before: str, checked: Callable[[str, str], FileResult]
) -> None:
    """The mended example has it no more, and no other fault against the year before."""
    result = checked(text, before)
    assert code not in {finding.code for finding in result.findings}
    if before:
        assert not [finding.code for finding in result.findings if finding.code.startswith("Y")]


@pytest.mark.parametrize(("code", "data"), [(r.code, t) for r in RULES for t in page(r).get("bad_hex", ())])
def test_a_rule_fires_on_its_wrong_bytes(code: str, data: str, catalog: Catalog) -> None:
    """Examples whose fault is in the bytes."""
    result = check_file(Path("x.txt"), "x.txt", catalog, catalog.rules, Settings(), data=bytes.fromhex(data))
    assert [finding.code for finding in result.findings] == [code]
    assert result.error == code


def test_p002_fires_where_a_reader_finds_no_text() -> None:
    """A scanned document is one finding, not a missing report."""

    class Scanner:
        @hookimpl
        def reportlint_read(self, path: Path, data: bytes, index: object) -> None:
            raise ReadError("P002")

    catalog = load_catalog(extra=[Scanner()])
    result = check_file(Path("x.scan"), "x.scan", catalog, catalog.rules, Settings(), data=b"")
    assert [finding.code for finding in result.findings] == ["P002"]


def test_every_page_belongs_to_a_rule() -> None:
    """No page is left over."""
    assert {path.stem for path in PAGES.glob("*.toml")} == set(CODES)


def test_the_interface_names_only_what_it_has() -> None:
    """``__all__`` is complete and true."""
    assert all(hasattr(reportlint, name) for name in reportlint.__all__)
