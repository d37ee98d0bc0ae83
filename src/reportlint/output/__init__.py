"""Output formats: results to text."""

from __future__ import annotations

from reportlint.output.concise import concise, grouped
from reportlint.output.full import full
from reportlint.output.json_extract import extract, json_extract
from reportlint.output.json_findings import json_findings
from reportlint.output.junit import junit
from reportlint.output.options import Formatter, OutputOptions
from reportlint.output.page import page
from reportlint.output.platforms import checkstyle, github, gitlab, rdjson
from reportlint.output.rows import csv_rows, jsonl
from reportlint.output.sarif import sarif
from reportlint.output.summary import statistics, statistics_json, summary

FORMATTERS: dict[str, Formatter] = {
    "full": full,
    "concise": concise,
    "grouped": grouped,
    "summary": summary,
    "json": json_findings,
    "jsonl": jsonl,
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "gitlab": gitlab,
    "checkstyle": checkstyle,
    "rdjson": rdjson,
    "csv": csv_rows,
    "html": page,
}
# What --statistics prints instead, by format; the others keep their shape.
STATISTICS: dict[str, Formatter] = {
    "full": statistics,
    "concise": statistics,
    "grouped": statistics,
    "summary": statistics,
    "json": statistics_json,
}
# Written for people: in the console's encoding. All others are UTF-8.
FOR_PEOPLE = frozenset(("full", "concise", "grouped", "summary", "github"))

__all__ = [
    "FORMATTERS",
    "FOR_PEOPLE",
    "STATISTICS",
    "Formatter",
    "OutputOptions",
    "extract",
    "json_extract",
]
