"""Output formats: results to text."""

from __future__ import annotations

from reportlint.output.concise import concise
from reportlint.output.full import full
from reportlint.output.json_extract import extract, json_extract
from reportlint.output.json_findings import json_findings
from reportlint.output.options import Formatter, OutputOptions

FORMATTERS: dict[str, Formatter] = {"full": full, "concise": concise, "json": json_findings}

__all__ = ["FORMATTERS", "Formatter", "OutputOptions", "extract", "json_extract"]
