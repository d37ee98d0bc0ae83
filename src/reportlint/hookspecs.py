"""The hooks by which rules, editions, readers and formats are added.

All are called once per run, when the catalogue is made, except
``reportlint_read``, which is called once per file. Hooks return lists and
objects, never generators, so that an error names its plug-in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pluggy

from reportlint.findings import Result
from reportlint.labels import LabelIndex
from reportlint.model import Edition, Source
from reportlint.rule import Rule

hookspec = pluggy.HookspecMarker("reportlint")
hookimpl = pluggy.HookimplMarker("reportlint")


@hookspec
def reportlint_editions() -> list[Edition]:  # type: ignore[empty-body]
    """Called once, before rules are asked for: the editions this plug-in adds."""


@hookspec
def reportlint_rules() -> list[Rule]:  # type: ignore[empty-body]
    """Called once, after the editions are known: the rules this plug-in adds."""


@hookspec(firstresult=True)
def reportlint_read(path: Path, data: bytes, index: LabelIndex) -> Source | None:
    """Called for each file, until one plug-in returns a Source: reads a format.

    ``data`` are the file's bytes, ``index`` the accepted labels. Return None
    for a file of another format; raise ReadError for a damaged one.
    """


@hookspec
def reportlint_suffixes() -> list[str]:  # type: ignore[empty-body]
    """Called once, before folders are walked: the suffixes that ``reportlint_read`` reads, e.g. ``.scan``.

    A walk takes files with these suffixes too, in small or capital letters.
    """


@hookspec
def reportlint_formats() -> dict[str, Callable[[Result, object], str]]:  # type: ignore[empty-body]
    """Called once, when outputs are chosen: output formats by name."""
