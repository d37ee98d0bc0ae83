"""The sample plug-in, built and installed beside the program as anybody's would be."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportlint import cli, plugins
from reportlint.plugins import entry_points

ROOT = Path(__file__).resolve().parent.parent
BUILD = "from setuptools import build_meta as b; print(b.build_wheel({target!r}))"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like site-packages with the plug-in in it; built from a copy, nothing downloaded."""
    folder = tmp_path_factory.mktemp("plugin")
    shutil.copytree(ROOT / "examples" / "plugin", folder / "source")
    (folder / "dist").mkdir()
    script = BUILD.format(target=str(folder / "dist"))
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=folder / "source",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The plug-in on the path of this interpreter."""
    found = list(entry_points([str(site), *sys.path]))
    monkeypatch.syspath_prepend(site)
    monkeypatch.setattr(plugins, "entry_points", lambda: found)
    yield
    sys.modules.pop("city_rules", None)


@pytest.mark.usefixtures("installed")
def test_its_rules_are_in_the_catalogue_and_have_pages(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "hotline-missing" in out
    assert "fees-within-limit" in out
    assert cli.main(["explain", "没有咨询电话"]) == 0
    assert "## 已知误报" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("name", ["city", "reportlint_city_rules"])
def test_its_examples_are_tried_under_its_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", name, "--lang", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 rules: 2 passed, 0 failed, 0 untried"


@pytest.mark.usefixtures("installed")
def test_its_format_prints_what_its_rules_find(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n依法公开。\n", encoding="utf-8"
    )
    assert cli.main(["--output-format", "codes", "--select", "Z", "--fail-on", "note", str(report)]) == 1
    assert capsys.readouterr().out.split("\t")[1:] == ["1", "Z001\n"]
