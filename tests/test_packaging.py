"""What is installed: the wheel and the source archive hold everything they need.

Built from a copy of the project with the setuptools of this environment, so
that nothing is downloaded and nothing is left behind.
"""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (".git", ".venv", "__pycache__", "build", "dist", "*.egg-info", ".*_cache", ".hypothesis")
PACKAGES = {"src/reportlint": "reportlint", "rules": "reportlint_rules"}
# What a person needs to build, test and understand the project from the archive.
SOURCES = (
    "pyproject.toml", "MANIFEST.in", "LICENSE", "README.md", "README.zh.md", "CHANGELOG.md",
    "CONTRIBUTING.md", ".ci/run",
)  # fmt: skip
FOLDERS = ("src", "rules", "tests", "examples", "docs", "bench")


def build(project: Path, kind: str, target: Path) -> Path:
    """Build a "wheel" or "sdist" of a copy of the project; the file made."""
    script = f"from setuptools import build_meta as b; print(b.build_{kind}({str(target)!r}))"
    target.mkdir()
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return target / done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project."""
    copy = tmp_path_factory.mktemp("copy") / "reportlint"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return copy


@pytest.fixture(scope="module")
def wheel(project: Path) -> Path:
    """The wheel of the copy."""
    return build(project, "wheel", project.parent / "wheel")


@pytest.fixture(scope="module")
def archive(project: Path) -> Path:
    """The source archive of the copy, unpacked."""
    packed = build(project, "sdist", project.parent / "sdist")
    with tarfile.open(packed) as file:
        file.extractall(project.parent / "unpacked", filter="data")
    (folder,) = (project.parent / "unpacked").iterdir()
    return folder


def names_in(wheel: Path) -> set[str]:
    """The names of a wheel's files."""
    with zipfile.ZipFile(wheel) as file:
        return set(file.namelist())


def metadata(wheel: Path, name: str) -> str:
    """A text of the wheel's metadata."""
    with zipfile.ZipFile(wheel) as file:
        (member,) = (one for one in file.namelist() if one.endswith(f".dist-info/{name}"))
        return file.read(member).decode("utf-8")


def files_under(folder: Path) -> set[PurePosixPath]:
    """The files of a folder, relative to it, without those that running makes."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {PurePosixPath(path.relative_to(folder).as_posix()) for path in found}


@pytest.mark.parametrize(("folder", "package"), sorted(PACKAGES.items()))
def test_the_wheel_holds_every_file_of_the_packages(wheel: Path, folder: str, package: str) -> None:
    wanted = {f"{package}/{path}" for path in files_under(ROOT / folder)}
    assert wanted - names_in(wheel) == set()


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in names_in(wheel)}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES.values())


def test_the_wheel_holds_data_that_no_import_would_miss(wheel: Path) -> None:
    wanted = {
        "reportlint/py.typed",
        "reportlint/report.lark",
        "reportlint/formula.lark",
        "reportlint/schema/findings-1.json",
        "reportlint/schema/extract-1.json",
        "reportlint/schema/config-1.json",
        "reportlint_rules/editions/2021.toml",
        "reportlint_rules/catalog/arithmetic.toml",
        "reportlint_rules/pages/A001.toml",
    }
    assert wanted - names_in(wheel) == set()


def test_the_wheel_declares_the_command_and_the_rules(wheel: Path) -> None:
    points = configparser.ConfigParser()
    points.read_string(metadata(wheel, "entry_points.txt"))
    assert dict(points["console_scripts"]) == {"reportlint": "reportlint.cli:main"}
    assert dict(points["reportlint"]) == {"builtin": "reportlint_rules"}


def test_the_wheel_carries_its_licence(wheel: Path) -> None:
    assert any(name.endswith("/licenses/LICENSE") for name in names_in(wheel))
    assert "License-Expression: MIT" in metadata(wheel, "METADATA")


def test_the_archive_holds_what_building_testing_and_reading_need(archive: Path) -> None:
    assert [name for name in SOURCES if not (archive / name).is_file()] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_archive_holds_every_file_of_a_folder(archive: Path, project: Path, folder: str) -> None:
    made = {
        path for path in files_under(project / folder) if any(p.endswith(".egg-info") for p in path.parts)
    }
    assert files_under(project / folder) - made - files_under(archive / folder) == set()


def test_the_archive_builds_the_same_wheel(archive: Path, wheel: Path) -> None:
    again = build(archive, "wheel", archive.parent / "again")
    assert names_in(again) == names_in(wheel)
