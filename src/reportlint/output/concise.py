"""One line per finding, with its path or under it."""

from __future__ import annotations

from collections.abc import Sequence

from reportlint.findings import Finding, Result
from reportlint.output.colour import paint
from reportlint.output.options import OutputOptions
from reportlint.output.tally import (
    aside_text,
    files_text,
    fixable_text,
    levels_text,
    mark,
    open_findings,
    tally,
)
from reportlint.output.texts import pick, text
from reportlint.output.width import printable


def concise(result: Result, options: OutputOptions) -> str:
    """``path:line:col: A001 错误 收办平衡: message`` for each open finding, then the counts."""
    lines = [_line(finding, options) for file in result.files for finding in open_findings(file)]
    if not options.quiet:
        lines += counts_lines(result, bool(lines), options.lang)
    return "".join(f"{line}\n" for line in lines)


def grouped(result: Result, options: OutputOptions) -> str:
    """The findings of each file under its path, in columns; then the counts."""
    blocks = [
        "\n".join([paint(printable(file.path), "strong", options.color), *_indented(found, options)])
        for file in result.files
        if (found := open_findings(file))
    ]
    if not options.quiet:
        blocks.append("\n".join(counts_lines(result, bool(blocks), options.lang)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _indented(findings: Sequence[Finding], options: OutputOptions) -> list[str]:
    rows = [(_numbers(finding), *_words(finding, options)) for finding in findings]
    wide = max(len(numbers) for numbers, _, _ in rows)
    return [f"  {numbers:{wide}}  {kind} {words}".rstrip() for numbers, kind, words in rows]


def _numbers(finding: Finding) -> str:
    numbers = (finding.location.line, finding.location.column)
    return ":".join(str(number) for number in numbers if number is not None) or "-"


def _words(finding: Finding, options: OutputOptions) -> tuple[str, str]:
    """``A001 错误``, and title with message."""
    level = finding.level.value
    kind = paint(f"{finding.code} {text(level, options.lang)}", level, options.color)
    title = printable(pick(finding.title, options.lang))
    return kind, f"{mark(finding)}{title}: {printable(pick(finding.message, options.lang))}"


def _line(finding: Finding, options: OutputOptions) -> str:
    location = finding.location
    numbers = () if location.line is None else (location.line, location.column)
    where = ":".join([printable(finding.file), *(str(number) for number in numbers if number is not None)])
    kind, words = _words(finding, options)
    return f"{where}: {kind} {words}"


def counts_lines(result: Result, found: bool, lang: str) -> list[str]:
    """The line that counts files and levels."""
    counts = tally(result.files)
    if not counts.files or (not found and counts.unreadable):
        return [files_text(result, lang)]
    words = levels_text(counts, lang) if found else text("clean", lang)
    files = text("files", lang, n=counts.files)
    line = files + text("colon", lang) + words + aside_text(counts, lang) + text("stop", lang)
    return [line, *filter(None, (fixable_text(counts, lang),))]
