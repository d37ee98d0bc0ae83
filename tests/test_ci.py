"""What others run us by - the action, the hook, the snippets of docs/ci.md - is valid where they read it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from published import published_schema
from reportlint.cli_parser import check_parser
from reportlint.output import FORMATTERS

ROOT = Path(__file__).resolve().parent.parent
ACTION = "creating-actions/metadata-syntax-for-github-actions"
WORKFLOW = "workflow-syntax-for-github-actions"
GITLAB = "Gitlab CI configuration"
HOOKS = "JSON schema for .pre-commit-config.yaml"


def snippet(heading: str) -> Any:
    """The YAML under a heading of docs/ci.md."""
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    (found,) = re.findall(
        r"```yaml\n(.*?)```", text.partition(f"## {heading}\n")[2].partition("\n## ")[0], re.S
    )
    return yaml.safe_load(found)


def errors(mark: str, document: Any) -> list[str]:
    """What a published schema says against a document."""
    return [error.message for error in Draft7Validator(published_schema(mark)).iter_errors(document)]


def loaded(name: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def test_the_action_is_valid() -> None:
    action = loaded("action.yml")
    assert errors(ACTION, action) == []
    assert errors(ACTION, {**action, "runs": {"using": "composite"}}) != []


def test_the_snippets_are_valid() -> None:
    steps = snippet("GitHub")
    assert errors(WORKFLOW, {"on": "push", "jobs": {"check": {"runs-on": "ubuntu-latest", **steps}}}) == []
    assert errors(GITLAB, snippet("GitLab")) == []
    assert errors(HOOKS, snippet("pre-commit")) == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("paths", "given"),
    [
        (".", ["."]),
        ("a b/c", ["a", "b/c"]),
        ("年报 2024\nb\n", ["年报 2024", "b"]),
        ("*.txt", ["*.txt"]),
    ],
)
def test_the_step_of_the_action_passes_on_what_it_is_given(
    paths: str, given: list[str], tmp_path: Path
) -> None:
    (tmp_path / "reportlint").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n", encoding="utf-8")
    (tmp_path / "reportlint").chmod(0o755)
    env = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    env |= {"REPORTLINT_PATHS": paths, "REPORTLINT_ARGS": "--lang en", "REPORTLINT_SARIF": "my out.sarif"}
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", loaded("action.yml")["runs"]["steps"][-1]["run"]],
        env=env, capture_output=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    options = ["check", "--output-format", "github", "--lang", "en", "--output", "sarif:my out.sarif", "--"]
    assert done.stdout.splitlines() == [*options, *given]


def test_the_snippet_for_github_gives_what_the_action_takes() -> None:
    (step,) = [step for step in snippet("GitHub")["steps"] if "with" in step]
    assert set(step["with"]) <= set(loaded("action.yml")["inputs"])


@pytest.mark.parametrize("where", ["hook", "gitlab"])
def test_what_is_called_there_is_a_call_of_ours(where: str) -> None:
    line = (
        loaded(".pre-commit-hooks.yaml")[0]["entry"]
        if where == "hook"
        else snippet("GitLab")["reportlint"]["script"][-1]
    )
    program, *arguments = shlex.split(line)
    assert program == "reportlint"
    options = check_parser("en").parse_args([one for one in arguments if one != "check"])
    assert {one.partition(":")[0] for one in options.output} <= set(FORMATTERS)
