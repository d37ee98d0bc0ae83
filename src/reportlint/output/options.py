"""What every output format is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reportlint.findings import Result


class OutputOptions(NamedTuple):
    """How to print a result.

    ``lang`` is "zh" or "en". ``width`` is the number of display columns for an
    excerpt (None: 100). ``ambiguous_wide`` says whether characters of
    ambiguous width (“ ” — … ①) take two columns, as they do in Chinese fonts.
    """

    lang: str
    color: bool
    tool_version: str
    rules_version: str
    rules_date: str
    quiet: bool = False
    width: int | None = None
    ambiguous_wide: bool = True


Formatter = Callable[[Result, OutputOptions], str]
