"""The hook as an office meets it: pre-commit itself, from a clone of this repository's last commit.

    python bench/hooks.py [--pre-commit PROGRAM]

Needs pre-commit and a package index: pre-commit builds an environment of its own. In a new repository of
documents it commits a faulty report (must be blocked and say why), a right one (must pass), a document that is no
report (must pass), and a faulty one that the configuration excludes (must pass, although pre-commit names it).
Prints what git and pre-commit print; ends with 1 where a commit did not go as it should.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from reports import make, replace_cell  # noqa: E402

CONFIG: Final = """repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: reportlint
        args: [--lang, en]
"""
GOOD: Final = make("2021", "bars", 1, line_end="\n")
WRONG: Final = replace_cell(GOOD, "s4_review_litigation", "review", "upheld", "77").text
NOTICE: Final = "关于报送年度报告的通知\n\n请于1月20日前报送。\n"


class Step(NamedTuple):
    """A commit: its file, whether it must pass, what the hook must say."""

    name: str
    text: str
    passes: bool
    says: str


STEPS: Final = (
    Step("2024/报告.txt", WRONG, False, "A004"),
    Step("2024/报告.txt", GOOD.text, True, "Passed"),
    Step("2024/notice.txt", NOTICE, True, "Passed"),
    Step("archive/old.txt", WRONG, True, "Passed"),
    Step("2024/again.txt", WRONG, False, "2024/again.txt"),
)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A git command, both streams in one."""
    who = {f"GIT_{one}_{what}": "test" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    quoted = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.quotePath", "GIT_CONFIG_VALUE_0": "false"}
    return _run(["git", *arguments], folder, who | quoted)


def _run(command: list[str], folder: Path, more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=os.environ | more, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip


def prepare(folder: Path, pre_commit: str) -> Path:
    """A clone of this repository and a repository of documents that uses its hook."""
    clone, documents = folder / "clone", folder / "documents"
    print(git(folder, "clone", "--quiet", str(ROOT), str(clone)).stdout, end="")
    rev = git(clone, "rev-parse", "HEAD").stdout.strip()
    git(folder, "init", "--quiet", str(documents))
    text = CONFIG.format(repo=clone.as_uri(), rev=rev)
    (documents / ".pre-commit-config.yaml").write_text(text, encoding="utf-8")
    (documents / "reportlint.toml").write_text('exclude = ["archive/"]\n', encoding="utf-8")
    print(_run([pre_commit, "install", "--install-hooks"], documents, {}).stdout)
    git(documents, "add", ".")
    print(git(documents, "commit", "-m", "start").stdout)
    return documents


def take(step: Step, documents: Path) -> bool:
    """Commit a file; whether it went as it should."""
    path = documents / step.name
    path.parent.mkdir(exist_ok=True)
    path.write_text(step.text, encoding="utf-8", newline="")
    git(documents, "add", ".")
    done = git(documents, "commit", "-m", step.name)
    passed = done.returncode == 0
    right = passed == step.passes and step.says in done.stdout
    print(f"=== {step.name}: {'passed' if passed else 'blocked'}: {'right' if right else 'WRONG'}")
    print(done.stdout)
    return right


def main() -> int:
    """Take all steps; 1 where one went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pre-commit", default=shutil.which("pre-commit") or "pre-commit")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["PRE_COMMIT_HOME"] = str(Path(name) / "home")
        os.environ["REPORTLINT_CACHE_DIR"] = str(Path(name) / "cache")
        documents = prepare(Path(name), options.pre_commit)
        right = [take(step, documents) for step in STEPS]
    print(f"{sum(right)} of {len(right)} commits went as they should")
    return 0 if all(right) else 1


if __name__ == "__main__":
    sys.exit(main())
