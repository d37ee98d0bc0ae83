"""The JSON Schema of the configuration accepts what the program accepts, and is published."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from reportlint.cli import main
from reportlint.cli_settings import schema_of
from reportlint.config import checked
from reportlint.config_keys import KEYS
from reportlint.errors import ConfigError
from reportlint.plugins import Catalog
from reportlint.setups import Asked, setups

ROOT = Path(__file__).resolve().parent.parent
PUBLISHED = ROOT / "src" / "reportlint" / "schema" / "config-1.json"
WORDS = (
    "A001", "A,T", "", " ", "2021", "government", "other", "01-20", "02-29", "02-30", "1-2", "W01-1", "01-20\n", "zh", "wide",
    "full", "error", "note", "fatal", "a.toml", "S005", "X9.y", "*.docx",
)  # fmt: skip
SCALARS = st.sampled_from(WORDS) | st.integers(-2, 3) | st.booleans() | st.just(0.5) | st.text(max_size=3)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WORDS, "levels"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def validator(catalog: Catalog) -> Draft7Validator:
    """The validator of the published schema."""
    text = (files("reportlint") / "schema" / "config-1.json").read_text(encoding="utf-8")
    Draft7Validator.check_schema(json.loads(text))
    return Draft7Validator(json.loads(text))


def is_accepted(key: str, value: object) -> bool:
    """Whether the program reads a value."""
    try:
        checked(key, value, "x")
    except ConfigError:
        return False
    return True


def test_the_published_schema_is_that_of_the_program(request: pytest.FixtureRequest) -> None:
    today = schema_of(setups(Asked(isolated=True))(Path("x")))
    if request.config.getoption("--rewrite-golden"):
        PUBLISHED.write_text(today, encoding="utf-8", newline="\n")
    assert PUBLISHED.read_text(encoding="utf-8") == today


def test_it_names_every_key_in_both_languages(validator: Draft7Validator) -> None:
    schema: Any = validator.schema
    properties = schema["properties"]
    assert list(properties) == list(KEYS)
    assert [
        key for key, one in KEYS.items() if properties[key]["description"] != f"{one.zh}\n\n{one.en}"
    ] == []


@given(key=st.sampled_from(sorted(KEYS)), value=VALUES)
def test_schema_and_program_accept_the_same(validator: Draft7Validator, key: str, value: object) -> None:
    assert validator.is_valid({key: value}) is is_accepted(key, value)


GOOD = [
    "edition = 2021", "edition = '2019'", "select = 'A,T'", "select = ['ALL']", "[levels]\nA008 = 'note'",
    "[thresholds]\nS005.characters = 20", "[thresholds]\n'S005.characters' = 20", "[thresholds.X001]\nlines = 3",
    "[per-file-ignores]\n'2019/**' = ['T']", "due = '02-29'", "[due]\ntownship = '01-20'", "max-pages = 1",
    "output-format = 'codes'", "baseline = 'debts.json'",
]  # fmt: skip
BAD = [
    "edition = ''", "edition = true", "selekt = ['A']", "select = 3", "[levels]\nA008 = 'fatal'",
    "[thresholds]\nS005.characters = 0", "[thresholds]\nS005.character = 1", "[thresholds]\nC007.least = '5'",
    "[per-file-ignores]\n'2019/**' = 3", "due = '02-30'", "due = '01-200'", "[due]\nministry = '01-20'", "max-pages = 0",
    "fail-on = 'never'", "organ = 'ministry'", "lang = 'fr'", "extend = ''",
]  # fmt: skip


def beside(text: str, tmp_path: Path) -> Any:
    """The setup under a configuration file."""
    path = tmp_path / "reportlint.toml"
    path.write_text(text, encoding="utf-8")
    setups.cache_clear()
    return setups(Asked(config=str(path)))(tmp_path / "x")


@pytest.mark.parametrize("text", GOOD)
def test_good_configurations(text: str, validator: Draft7Validator, tmp_path: Path) -> None:
    assert [error.message for error in validator.iter_errors(tomllib.loads(text))] == []
    if "X001" not in text:
        assert beside(text, tmp_path).rules


@pytest.mark.parametrize("text", BAD)
def test_bad_configurations(text: str, validator: Draft7Validator, tmp_path: Path) -> None:
    assert not validator.is_valid(tomllib.loads(text))
    with pytest.raises(ConfigError):
        beside(text, tmp_path)


def described(schema: Any) -> Iterator[str]:
    """The descriptions of a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("description"), str):
            yield schema["description"]
        for one in schema.values():
            yield from described(one)


def test_the_command_prints_it(
    capsys: pytest.CaptureFixture[str],
    validator: Draft7Validator,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reportlint.toml").write_text("selekt = 1", encoding="utf-8")  # it helps to mend this
    assert main(["show-settings", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out) == validator.schema
    assert all(text.encode("gbk") for text in described(validator.schema))
    assert main(["show-settings", "--lang", "en"]) == 2
    assert "no file" in capsys.readouterr().err
