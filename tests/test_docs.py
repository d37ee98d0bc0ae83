"""What the documents show is what the program does today.

Outputs shown after ``$ reportlint …`` and docs/rules.md are rewritten by
``pytest tests/test_docs.py --rewrite-golden``.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest

import reportlint
from reportlint import cli, load_edition, load_phrasebook, load_rules
from reportlint.cli_parser import check_parser
from reportlint.config import load_config
from reportlint.explain import rules_markdown, thresholds_markdown
from reportlint.output import FORMATTERS
from reportlint.packs import extended, load_pack
from reportlint.plans import validate
from reportlint.plugins import Catalog, load_catalog
from reportlint.read import SUFFIXES
from reportlint.side_file import read_side_file

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
DOCUMENTS = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *sorted(f"docs/{p.name}" for p in ROOT.glob("docs/*.md")),
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
RULES = "docs/rules.md"


class Block(NamedTuple):
    """A fenced block of a document."""

    language: str
    text: str


def read(name: str) -> str:
    """A document of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str = "") -> list[Block]:
    """The fenced blocks of a document, of one language if it is given."""
    found = [Block(*match.groups()) for match in FENCE.finditer(read(name))]
    return [block for block in found if language in ("", block.language)]


def printed(command: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command of a document prints, on both streams, in the project's folder."""
    program, *arguments = shlex.split(command)
    assert program == "reportlint", command
    monkeypatch.chdir(ROOT)
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        cli.main(arguments)
    out.flush()
    raw = out.buffer
    assert isinstance(raw, io.BytesIO)
    return raw.getvalue().decode("utf-8").replace("\r\n", "\n")


def run_anew(text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A console block with the outputs of today."""
    commands = [line for line in text.splitlines() if line.startswith("$ ")]
    return "\n".join(f"{line}\n{printed(line[2:], monkeypatch)}" for line in commands)


def with_consoles(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A document with the outputs of today."""

    def anew(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        return f"```console\n{run_anew(match[2], monkeypatch)}```"

    return FENCE.sub(anew, read(name))


def rules_page(catalog: Catalog) -> str:
    """The list of rules in both languages."""
    zh, en = (rules_markdown(catalog.rules, lang) for lang in ("zh", "en"))
    rules = f"`reportlint rules --markdown`\n\n{zh}\n`reportlint rules --lang en --markdown`\n\n{en}"
    ours, theirs = (thresholds_markdown(catalog.rules, lang) for lang in ("zh", "en"))
    return f"# 规则 · Rules\n\n{rules}\n## 阈值 · Thresholds\n\n[configuration.md](configuration.md#thresholds)\n\n{ours}\n{theirs}"


def catalogued() -> Catalog:
    """The built-in catalogue."""
    return load_catalog()


# --- outputs --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_outputs_shown_are_those_of_today(
    name: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    today = with_consoles(name, monkeypatch)
    if request.config.getoption("--rewrite-golden"):
        (ROOT / name).write_text(today, encoding="utf-8", newline="\n")
    assert read(name) == today


def test_the_list_of_rules_is_that_of_today(request: pytest.FixtureRequest) -> None:
    today = rules_page(catalogued())
    if request.config.getoption("--rewrite-golden"):
        (ROOT / RULES).write_text(today, encoding="utf-8", newline="\n")
    assert read(RULES) == today


@pytest.mark.parametrize("name", READMES)
def test_readmes_show_a_whole_output(name: str) -> None:
    assert len(blocks(name, "console")) >= 2


@pytest.mark.parametrize("name", DOCUMENTS)
def test_python_samples_print_what_is_shown(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    for sample, shown in pairs(name):
        exec(sample, {"__name__": "sample"})
        assert capsys.readouterr().out == shown


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """Python blocks that are followed by what they print."""
    found = blocks(name)
    for at, block in enumerate(found[:-1]):
        if block.language == "python" and found[at + 1].language == "text":
            yield block.text, found[at + 1].text


# --- both languages --------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "other"), [READMES, READMES[::-1]])
def test_each_readme_links_the_other_in_its_first_line(name: str, other: str) -> None:
    assert f"]({other})" in read(name).splitlines()[0]


def test_readmes_are_equal_in_content() -> None:
    shapes = [re.findall(r"^(#+|\||[-*]|\d\.)(?= |$)", FENCE.sub("", read(name)), re.M) for name in READMES]
    assert shapes[0] == shapes[1]


def test_readmes_have_the_same_commands_and_samples() -> None:
    english, chinese = (
        [block.text.splitlines()[0].replace(" --lang en", "") for block in blocks(name)] for name in READMES
    )
    assert english == chinese


def test_readmes_link_the_same_places() -> None:
    english, chinese = (sorted(set(LINK.findall(read(name))) - set(READMES)) for name in READMES)
    assert english == chinese


@pytest.mark.parametrize("name", READMES)
def test_readmes_begin_with_the_two_commands(name: str) -> None:
    first, second = (block.text.strip() for block in blocks(name, "sh")[:2])
    assert first.startswith(
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/reportlint examples/"
    )
    assert second.startswith("python3 -m venv .venv && ")
    assert second.endswith(" && .venv/bin/python -m pytest")
    assert "\n" not in first + second


# --- facts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    assert [link for link in LINK.findall(read(name)) if not (folder / link).exists()] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_rules_named_exist(name: str) -> None:
    known = {rule.code for rule in catalogued().rules}
    named = set(re.findall(r"\b[PSTADLCWN]\d{3}\b", FENCE.sub("", read(name))))
    assert named - known == set()


@pytest.mark.parametrize("name", READMES)
def test_readmes_name_every_suffix_format_and_edition(name: str) -> None:
    text = read(name)
    editions = [word for one in catalogued().editions for word in (one.name, one.notice) if word]
    wanted = [f"`{word}`" for word in (*sorted(SUFFIXES), *FORMATTERS)] + editions
    assert [word for word in wanted if word not in text] == []


@pytest.mark.parametrize(("form", "word"), [("findings", "files"), ("extract", "tables")])
def test_the_json_page_names_every_field(form: str, word: str) -> None:
    schema = resources.files(reportlint).joinpath(f"schema/{form}-1.json").read_text(encoding="utf-8")
    names = set(properties(json.loads(schema)))
    assert word in names
    text = read("docs/json.md")
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def properties(schema: object) -> Iterator[str]:
    """Every property that a JSON Schema names."""
    if isinstance(schema, dict):
        named = schema.get("properties")
        yield from named if isinstance(named, dict) else ()
        for value in schema.values():
            yield from properties(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from properties(value)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_line_page_names_every_option(lang: str) -> None:
    options = re.findall(r"(?<![\w-])--[a-z-]+", check_parser(lang).format_help())
    text = read("docs/command-line.md")
    assert sorted({option for option in options if f"`{option}" not in text}) == []


# --- samples ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_toml_samples_are_understood(name: str, tmp_path: Path) -> None:
    for block in blocks(name, "toml"):
        data = tomllib.loads(block.text)
        path = tmp_path / "sample.toml"
        path.write_text(block.text, encoding="utf-8")
        if "select" in data or "thresholds" in data:
            assert load_config(path).values
        elif "ignore" in data:
            assert read_side_file(path).entries
        elif "edition" in data:
            edition = load_edition(path)
            validate([edition], edition.equations)
        elif "rule" in data:
            assert load_rules(path)
        elif "extend" in data:
            assert extended(catalogued().editions, [load_pack(path)]) != catalogued().editions
        elif "quantity" in data:
            assert load_phrasebook(path).quantities
        else:
            assert "project" in data or "equation" in data


def test_the_sample_plug_in_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule from Python, a rule from TOML, a format read and a format printed."""
    monkeypatch.chdir(ROOT)
    (source,) = (block.text for block in blocks("docs/plugins.md", "python") if "@hookimpl" in block.text)
    plugin = ModuleType("city_rules")
    exec(source, vars(plugin))
    catalog = load_catalog(extra=[plugin])
    (found,) = reportlint.check("examples/clean-2021.txt", catalog=catalog, select="X001").files
    assert [finding.code for finding in found.findings] == ["X001"]
    assert set(catalog.formats) == {"codes"}
    shown = catalog.formats["codes"](reportlint.Result((found,), ()), None)
    assert shown == "examples/clean-2021.txt X001"
