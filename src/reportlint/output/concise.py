"""One line per finding."""

from __future__ import annotations

from reportlint.findings import Finding, Result
from reportlint.output.colour import paint
from reportlint.output.options import OutputOptions
from reportlint.output.tally import aside_text, files_text, levels_text, open_findings, tally
from reportlint.output.texts import pick, text
from reportlint.output.width import printable


def concise(result: Result, options: OutputOptions) -> str:
    """``path:line:col: A001 错误 收办平衡: message`` for each open finding, then the counts."""
    lines = [_line(finding, options) for file in result.files for finding in open_findings(file)]
    if not options.quiet:
        lines += _counts(result, bool(lines), options.lang)
    return "".join(f"{line}\n" for line in lines)


def _line(finding: Finding, options: OutputOptions) -> str:
    level = finding.level.value
    location = finding.location
    numbers = () if location.line is None else (location.line, location.column)
    where = ":".join([printable(finding.file), *(str(number) for number in numbers if number is not None)])
    kind = paint(f"{finding.code} {text(level, options.lang)}", level, options.color)
    title = printable(pick(finding.title, options.lang))
    return f"{where}: {kind} {title}: {printable(pick(finding.message, options.lang))}"


def _counts(result: Result, found: bool, lang: str) -> list[str]:
    counts = tally(result.files)
    if not counts.files or (not found and counts.unreadable):
        return [files_text(result, lang)]
    words = levels_text(counts, lang) if found else text("clean", lang)
    files = text("files", lang, n=counts.files)
    return [files + text("colon", lang) + words + aside_text(counts, lang) + text("stop", lang)]
