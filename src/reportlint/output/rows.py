"""Findings as rows: one JSON object or one line of a table each."""

from __future__ import annotations

import csv
import io

from reportlint.findings import Finding, Result
from reportlint.output.json_findings import finding_object, findings_object
from reportlint.output.json_text import dump_line
from reportlint.output.numbers import plain
from reportlint.output.options import OutputOptions
from reportlint.output.texts import pick, text

_COLUMNS = (
    "path", "line", "column", "page", "place", "level", "code", "title", "message", "left", "right", "delta",
    "equation", "help", "basis", "basis_class", "suppressed", "reason", "fingerprint",
)  # fmt: skip
# A cell that begins so is a formula to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def jsonl(result: Result, options: OutputOptions) -> str:
    """One object a line: each file with its ``type``, then its findings; the summary last."""
    whole = findings_object(result, options)
    lines = []
    for file, told in zip(result.files, _objects(whole["files"]), strict=True):
        lines.append(dump_line({"type": "file", **told}))
        lines += [
            dump_line({"type": "finding", **finding_object(one, options.lang)}) for one in file.findings
        ]
    summary = {"type": "summary", "version": whole["version"], "tool": whole["tool"]}
    lines.append(dump_line({**summary, **_object(whole["summary"])}))
    return "".join(f"{line}\n" for line in lines)


def _objects(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def _object(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def csv_rows(result: Result, options: OutputOptions) -> str:
    """A table with one row a finding, those set aside included, with a byte order mark for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([text(f"column.{name}", options.lang) for name in _COLUMNS])
    for file in result.files:
        for finding in file.findings:
            writer.writerow(_row(finding, options.lang))
    return "\ufeff" + out.getvalue()


def _row(finding: Finding, lang: str) -> list[str]:
    where, values = finding.location, finding.values
    aside = finding.suppressed or {}
    numbers = ("", "", "") if values is None else tuple(map(plain, (values.left, values.right, values.delta)))
    words = (
        finding.file,
        *("" if one is None else str(one) for one in (where.line, where.column, where.page)),
        pick(where.place, lang),
        text(finding.level.value, lang),
        finding.code,
        pick(finding.title, lang),
        pick(finding.message, lang),
    )
    rest = (
        values.equation if values is not None else "",
        pick(finding.help, lang),
        finding.basis,
        finding.basis_class,
        str(aside.get("by") or ""),
        str(aside.get("reason") or ""),
        finding.fingerprint,
    )
    return [*map(safe, words), *numbers, *map(safe, rest)]


def safe(words: str) -> str:
    """Words that a spreadsheet does not take for a formula."""
    return f"'{words}" if words.startswith(_FORMULA) else words
