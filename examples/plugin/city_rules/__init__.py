"""Rules of a city: a plug-in for reportlint.

The texts of both rules stand in rules.toml. Z002 is a relation of cells and
needs nothing else; Z001 reads the text, so its check is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from reportlint import CannotTell, Hit, Report, Result, Rule, hookimpl, load_rules, paragraphs

_HERE = Path(__file__).parent
_TELEPHONE = re.compile(r"\d{3,4}[-—]?\d{7,8}")


def hotline_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """The city asks for a telephone number by which questions can be asked."""
    texts = [paragraph.text for paragraph in paragraphs(report.document)]
    if not texts:
        yield CannotTell("text")  # nothing could be read: never a finding
    elif not any(_TELEPHONE.search(text) for text in texts):
        yield Hit(report.title.span if report.title else None, anchor="title")


@hookimpl
def reportlint_rules() -> list[Rule]:
    """The rules of rules.toml, Z001 with its check."""
    return load_rules(_HERE / "rules.toml", {"Z001": hotline_missing}, _HERE / "pages")


@hookimpl
def reportlint_formats() -> dict[str, Callable[[Result, object], str]]:
    """``--output-format codes``: a line for each finding."""
    return {"codes": codes}


def codes(result: Result, options: object) -> str:
    """File, line and code, separated by tabs."""
    return "".join(
        f"{one.file}\t{one.location.line or ''}\t{one.code}\n"
        for file in result.files
        for one in file.findings
    )
