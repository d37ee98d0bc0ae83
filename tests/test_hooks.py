"""Plug-ins: what the hooks promise, and what a faulty plug-in leads to."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import reportlint
from reportlint import (
    Edition,
    Hit,
    Level,
    ReadError,
    Report,
    Rule,
    RuleError,
    Source,
    Span,
    cli,
    hookimpl,
    hookspecs,
    load_rules,
    plugins,
)
from reportlint.labels import LabelIndex
from reportlint.plugins import EntryPoint, entry_points, load_catalog

REPORT = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n2023年，本局依法公开政府信息。\n"
CLEAN = str(Path(__file__).resolve().parent.parent / "examples" / "clean-2021.txt")
HOOKS = {name: hook for name, hook in vars(hookspecs).items() if name.startswith("reportlint_")}


def rule(code: str, name: str, check: Callable[[Report], Iterator[Hit]] | None = None) -> Rule:
    """A rule of somebody else's."""
    return Rule(
        code=code,
        name=name,
        level=Level.NOTE,
        basis_class="地方",
        basis={"": "某市的规定"},
        title={"zh": "示例", "en": "Sample"},
        messages={"": {"zh": "示例", "en": "sample"}},
        help={"": {"zh": "示例", "en": "sample"}},
        check=check,
        origin=f"sample {code}",
    )


def at_the_title(report: Report) -> Iterator[Hit]:
    """A check that always hits."""
    yield Hit(Span(1, 1, 5), anchor="title")


class OneRule:
    """A plug-in with one rule."""

    def __init__(self, one: Rule) -> None:
        self.one = one

    @hookimpl
    def reportlint_rules(self) -> list[Rule]:
        """The rule."""
        return [self.one]


class Scans:
    """A plug-in that reads .scan files and finds pictures only."""

    @hookimpl
    def reportlint_read(self, path: Path, data: bytes, index: LabelIndex) -> Source | None:
        """None for other files."""
        if path.suffix != ".scan":
            return None
        raise ReadError("P002")


def faulty_module(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> EntryPoint:
    """An installed plug-in whose module holds that code."""
    (folder / "faulty_rules.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "faulty_rules", raising=False)
    return EntryPoint("local", "faulty_rules", "city_rules")


def is_one_line(error: RuleError) -> bool:
    """True where a message is one line in both languages."""
    return all("\n" not in error.text(lang) and error.text(lang) for lang in ("zh", "en"))


# --- the hooks themselves --------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_says_when_it_is_called(name: str) -> None:
    text = inspect.getdoc(HOOKS[name])
    assert text is not None
    assert text.startswith("Called ")


@pytest.mark.parametrize("name", sorted(HOOKS))
def test_a_hook_is_typed(name: str) -> None:
    signature = inspect.signature(HOOKS[name], eval_str=True)
    assert signature.return_annotation is not inspect.Signature.empty
    untyped = [one.name for one in signature.parameters.values() if one.annotation is inspect.Parameter.empty]
    assert untyped == []


def test_the_documentation_names_every_hook() -> None:
    text = (Path(__file__).parent.parent / "docs" / "plugins.md").read_text(encoding="utf-8")
    assert [name for name in HOOKS if name not in text] == []


# --- what plug-ins add --------------------------------------------------------------------


def test_a_plug_in_adds_a_rule(tmp_path: Path) -> None:
    catalog = load_catalog(extra=[OneRule(rule("X001", "always", at_the_title))])
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    result = reportlint.check(path, catalog=catalog, select="X")
    assert [finding.code for finding in result.files[0].findings] == ["X001"]


def test_a_file_of_rules_is_enough_for_a_plug_in(tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_text(
        """
[[rule]]
code = "X002"
name = "local-total"
level = "warning"
class = "地方"
basis = "某市的规定"
table = "s3_requests"
each = "row"
holds = "natural_person <= total"
title = { zh = "示例", en = "Sample" }
message = { zh = "{at}：示例", en = "{at}: sample" }
help = { zh = "示例", en = "sample" }
""",
        encoding="utf-8",
    )
    (loaded,) = load_rules(path)
    catalog = load_catalog(extra=[OneRule(loaded)])
    found = reportlint.check(CLEAN, catalog=catalog, select="X002").files[0]
    assert (len(found.decided), found.findings) == (1, ())


def test_a_plug_in_reads_a_format_and_may_refuse_a_file(tmp_path: Path) -> None:
    path = tmp_path / "report.scan"
    path.write_bytes(b"\x89PICTURE")
    found = reportlint.check(path, catalog=load_catalog(extra=[Scans()])).files[0]
    assert ([finding.code for finding in found.findings], found.error) == (["P002"], "P002")


def test_a_reader_leaves_other_files_alone(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert reportlint.check(path, catalog=load_catalog(extra=[Scans()])).files[0].error is None


def test_a_plug_in_adds_an_output_format(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Counting:
        """A plug-in with a format."""

        @hookimpl
        def reportlint_formats(self) -> dict[str, Callable[[reportlint.Result, object], str]]:
            """Files, counted."""
            return {"count": lambda result, options: f"{len(result.files)} checked"}

    catalog = load_catalog(extra=[Counting()])
    monkeypatch.setattr("reportlint.setups.load_catalog", lambda packs=(): catalog)
    cli.main(["--output-format", "count", CLEAN])
    assert capsys.readouterr().out.strip() == "1 checked"


# --- faulty plug-ins ------------------------------------------------------------------------


def test_no_rule_at_all_is_an_error() -> None:
    with pytest.raises(RuleError, match="no rules found"):
        load_catalog(points=[])


@pytest.mark.parametrize("again", [rule("A001", "quite-new"), rule("X001", "requests-balance")])
def test_a_code_or_name_defined_twice_is_an_error_that_names_both_places(again: Rule) -> None:
    with pytest.raises(RuleError, match="defined twice") as caught:
        load_catalog(extra=[OneRule(again)])
    assert again.origin in str(caught.value)
    assert "arithmetic.toml" in str(caught.value)


def test_an_edition_defined_twice_is_an_error() -> None:
    class Again:
        """A plug-in with an edition that exists."""

        @hookimpl
        def reportlint_editions(self) -> list[Edition]:
            """The first edition again."""
            return [load_catalog().editions[0]]

    with pytest.raises(RuleError, match="edition 2008 is defined twice"):
        load_catalog(extra=[Again()])


def test_a_misspelt_hook_is_an_error() -> None:
    class Misspelt:
        """A plug-in with a hook that does not exist."""

        @hookimpl
        def reportlint_rulez(self) -> list[Rule]:
            """Meant well."""
            return []

    with pytest.raises(RuleError, match="reportlint_rulez") as caught:
        load_catalog(extra=[Misspelt()])
    assert is_one_line(caught.value)


def test_a_hook_with_an_unknown_argument_is_an_error() -> None:
    class Misspelt:
        """A plug-in that asks for what no hook gives."""

        @hookimpl
        def reportlint_read(self, file: Path) -> Source | None:
            """Meant well."""
            return None

    with pytest.raises(RuleError, match="reportlint_read") as caught:
        load_catalog(extra=[Misspelt()])
    assert is_one_line(caught.value)


@pytest.mark.parametrize("code", ["import no_such_module", "1 / 0", "def", "raise ValueError('a\\nb')"])
def test_a_broken_plug_in_is_one_line_that_names_its_distribution(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = faulty_module(tmp_path, monkeypatch, code)
    with pytest.raises(RuleError, match="city_rules") as caught:
        load_catalog(points=[*entry_points(), point])
    assert is_one_line(caught.value)


def test_a_hook_that_fails_is_one_line_that_names_its_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import reportlint\n\n@reportlint.hookimpl\ndef reportlint_rules():\n    return [1 / 0]\n"
    point = faulty_module(tmp_path, monkeypatch, code)
    with pytest.raises(RuleError, match="city_rules") as caught:
        load_catalog(points=[*entry_points(), point])
    assert is_one_line(caught.value)


def test_a_broken_plug_in_ends_the_run_with_exit_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    point = faulty_module(tmp_path, monkeypatch, "1 / 0")
    installed = [*entry_points(), point]
    monkeypatch.setattr(plugins, "entry_points", lambda: installed)
    assert cli.main(["--lang", "en", CLEAN]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert "city_rules" in errors[0]


# --- entry points ------------------------------------------------------------------------------


def installed(folder: Path, name: str, text: str) -> None:
    """The metadata of a distribution in a folder."""
    (folder / name).mkdir()
    (folder / name / "entry_points.txt").write_text(text, encoding="utf-8")


def test_entry_points_are_read_from_the_metadata_of_distributions(tmp_path: Path) -> None:
    text = "[console_scripts]\nx = y:z\n\n[reportlint]\nlocal = city_rules\n\n[other]\na = b\n"
    installed(tmp_path, "city_rules-1.0.dist-info", text)
    assert list(entry_points([str(tmp_path)])) == [EntryPoint("local", "city_rules", "city_rules")]


def test_a_distribution_met_twice_is_read_once(tmp_path: Path) -> None:
    """A checkout holds reportlint.egg-info beside the metadata of the installed package."""
    first, second = tmp_path / "checkout", tmp_path / "site-packages"
    for folder, name in ((first, "city_rules.egg-info"), (second, "city_rules-1.0.dist-info")):
        folder.mkdir()
        installed(folder, name, "[reportlint]\nlocal = city_rules\n")
    assert len(list(entry_points([str(first), str(second)]))) == 1


def test_an_entry_point_may_name_an_object_of_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("city_rules_module")
    module.plugin = OneRule(rule("X001", "always"))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "city_rules_module", module)
    point = EntryPoint("local", "city_rules_module:plugin", "city_rules")
    catalog = load_catalog(points=[*entry_points(), point])
    assert "X001" in [one.code for one in catalog.rules]


# --- which files a walk takes ---------------------------------------------------------------


class Walked(Scans):
    """A plug-in that also says which suffixes it reads."""

    def __init__(self, *suffixes: str) -> None:
        self.suffixes = list(suffixes)
        self.asked = 0

    @hookimpl
    def reportlint_suffixes(self) -> list[str]:
        """The suffixes."""
        self.asked += 1
        return self.suffixes


def test_a_walk_takes_the_suffixes_of_plugins(tmp_path: Path) -> None:
    for name in ("a.scan", "b.SCAN", "c.other"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "d.txt").write_text(REPORT, encoding="utf-8")
    walker = Walked(".Scan")
    with_plugin = reportlint.check(tmp_path, catalog=load_catalog(extra=[walker]))
    assert [Path(file.path).name for file in with_plugin.files] == ["a.scan", "b.SCAN", "d.txt"]
    assert (with_plugin.files[0].error, walker.asked) == ("P002", 1)
    without = reportlint.check(tmp_path, catalog=load_catalog(extra=[Scans()]))
    assert [Path(file.path).name for file in without.files] == ["d.txt"]


@pytest.mark.parametrize("suffix", ["scan", "", ".", "*.scan", ".tar.gz", "a.scan"])
def test_a_suffix_that_no_name_ends_in_is_refused(suffix: str) -> None:
    with pytest.raises(RuleError) as refused:
        load_catalog(extra=[Walked(suffix)])
    assert is_one_line(refused.value)
    assert repr(suffix) in str(refused.value)
