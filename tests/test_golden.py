"""Golden pairs: ``cases/CODE-what.txt`` and what is printed for it.

``CODE-what.out`` is the full output in Chinese, ``.en.out`` in English,
``.concise.out`` and ``.json.out`` the other formats. A report of the year before
stands under the same name in ``cases/last``. The JSON leaves out the tool's own version. ``pytest --rewrite-golden`` writes them anew: review the
difference before you keep it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from reportlint.cli import main
from reportlint.plugins import Catalog

Printed = Callable[[str, str], str]
CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in CASES.glob("*.txt"))
OPTIONS: dict[str, tuple[str, ...]] = {
    ".out": (),
    ".en.out": ("--lang", "en"),
    ".concise.out": ("--output-format", "concise"),
    ".json.out": ("--output-format", "json"),
}
PAIRS = [
    (name, suffix)
    for name in NAMES
    for suffix in OPTIONS
    if suffix == ".out" or (CASES / f"{name}{suffix}").exists()
]


@pytest.fixture
def printed(catalog: Catalog, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Printed:
    """What the command prints for a case, run in its folder and far from the user's settings."""
    monkeypatch.setattr("reportlint.setups.load_catalog", lambda packs=(): catalog)
    monkeypatch.setattr("reportlint.cli_show.load_catalog", lambda packs=(): catalog)
    monkeypatch.chdir(CASES)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(name: str, suffix: str) -> str:
        last = Path("last", f"{name}.txt")
        main([f"{name}.txt", *(("--previous", str(last)) if last.exists() else ()), *OPTIONS[suffix]])
        out, err = capsys.readouterr()
        assert err == ""
        return without_version(out) if suffix == ".json.out" else out

    return call


def without_version(text: str) -> str:
    """JSON that stays the same from release to release."""
    data = json.loads(text)
    assert set(data.pop("tool")) == {"name", "version", "rules_version", "rules_date"}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize(("name", "suffix"), PAIRS)
def test_the_output_is_the_golden_one(
    name: str, suffix: str, printed: Printed, pytestconfig: pytest.Config
) -> None:
    out = printed(name, suffix)
    golden = CASES / f"{name}{suffix}"
    if pytestconfig.getoption("rewrite_golden"):
        golden.write_text(out, encoding="utf-8", newline="")
    assert out == golden.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_case_fires_the_rule_it_is_named_after(name: str, printed: Printed) -> None:
    code = name.split("-")[0]
    codes = [one["code"] for one in json.loads(printed(name, ".json.out"))["findings"]]
    assert (code in codes) if code != "clean" else (codes == [])


def test_every_family_language_and_format_has_a_case(catalog: Catalog) -> None:
    families = {rule.code[0] for rule in catalog.rules} - {"U"}  # what many files show: test_audit_among.py
    assert families <= {name[0] for name in NAMES if name != "clean"}
    assert {suffix for _, suffix in PAIRS} == set(OPTIONS)
