"""What the last lines count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reportlint.findings import FileResult, Finding, Result, brief_of
from reportlint.output.texts import TEXTS, text
from reportlint.output.width import printable
from reportlint.rule import SAFE, UNSAFE, Level

NOT_A_REPORT = "P006"
_SHOWN_CODES: Final = 4


class Tally(NamedTuple):
    """Counts over files: open findings by level, files by outcome, findings set aside."""

    files: int
    passed: int
    found: int
    unreadable: int
    errors: int
    warnings: int
    notes: int
    baseline: int
    suppressed: int
    safe: int = 0
    unsafe: int = 0


def open_findings(file: FileResult) -> tuple[Finding, ...]:
    """The findings of a file that are not suppressed."""
    return tuple(finding for finding in file.findings if finding.suppressed is None)


def unreadable(file: FileResult) -> bool:
    """Whether the file could not be read (a readable file that is no report could)."""
    return file.error is not None and file.error != NOT_A_REPORT


def undecided_codes(file: FileResult) -> list[str]:
    """Codes of the rules that could not be judged, each once, in order."""
    return sorted({undecided.code for undecided in file.undecided})


def undecided_reasons(file: FileResult) -> list[tuple[str, list[str]]]:
    """``(reason, codes)`` of the rules that could not be judged, each code once, under its first reason."""
    reason_of: dict[str, str] = {}
    for undecided in file.undecided:
        reason_of.setdefault(undecided.code, undecided.reason)
    reasons: dict[str, list[str]] = {}
    for code in sorted(reason_of):
        reasons.setdefault(reason_of[code], []).append(code)
    return list(reasons.items())


def tally(files: tuple[FileResult, ...]) -> Tally:
    """Counts of these files."""
    levels = [finding.level for file in files for finding in open_findings(file)]
    aside = [finding.suppressed for file in files for finding in file.findings if finding.suppressed]
    bad = sum(unreadable(file) for file in files)
    found = sum(bool(open_findings(file)) for file in files if not unreadable(file))
    baseline = sum(by.get("by") == "baseline" for by in aside)
    return Tally(
        files=len(files),
        passed=len(files) - bad - found,
        found=found,
        unreadable=bad,
        errors=levels.count(Level.ERROR),
        warnings=levels.count(Level.WARNING),
        notes=levels.count(Level.NOTE),
        baseline=baseline,
        suppressed=len(aside) - baseline,
        safe=_mendable(files, SAFE),
        unsafe=_mendable(files, UNSAFE),
    )


def _mendable(files: tuple[FileResult, ...], applicability: str) -> int:
    """How many open findings have a fix of that kind."""
    return sum(
        one.fix is not None and one.fix["applicability"] == applicability
        for file in files
        for one in open_findings(file)
    )


def mark(finding: Finding) -> str:
    """``[*] `` for a finding that ``--fix`` mends."""
    return "[*] " if finding.fix is not None and finding.fix["applicability"] == SAFE else ""


def fixable_text(counts: Tally, lang: str) -> str:
    """``[*] 3 个可用 --fix 自动修复（另有 1 个用 --fix --unsafe-fixes）。``, "" where there is nothing to mend."""
    if not counts.safe:
        words = text("fixable_only_unsafe", lang, n=counts.unsafe)
        return words + text("stop", lang) if counts.unsafe else ""
    words = text("fixable", lang, n=counts.safe)
    if counts.unsafe:
        words += text("brackets", lang, text=text("fixable_unsafe", lang, n=counts.unsafe))
    return words + text("stop", lang)


def levels_text(counts: Tally, lang: str) -> str:
    """``1 个错误，0 个警告，2 个提示``."""
    parts = (
        text("errors", lang, n=counts.errors),
        text("warnings", lang, n=counts.warnings),
        text("notes", lang, n=counts.notes),
    )
    return text("comma", lang).join(parts)


def aside_text(counts: Tally, lang: str) -> str:
    """``；基线 12 条，忽略 3 条``, or nothing."""
    aside = (("baseline", counts.baseline), ("suppressed", counts.suppressed))
    parts = [text(key, lang, n=n) for key, n in aside if n]
    return text("semicolon", lang) + text("comma", lang).join(parts) if parts else ""


def files_text(result: Result, lang: str) -> str:
    """The last line of a run over all files."""
    counts = tally(result.files)
    if not counts.files:
        return text("no_files", lang) + text("stop", lang)
    parts = (
        text("files_passed", lang, n=counts.passed),
        text("files_found", lang, n=counts.found),
        text("files_unreadable", lang, n=counts.unreadable),
    )
    head = text("files", lang, n=counts.files) + text("colon", lang)
    return head + text("comma", lang).join(parts) + aside_text(counts, lang) + text("stop", lang)


def decided_text(file: FileResult, lang: str) -> str:
    """How many rules were judged, which could not be, and why."""
    reasons = undecided_reasons(file)
    count = sum(len(codes) for _, codes in reasons)
    done = len(file.decided)
    words = text("decided", lang, decided=done, total=done + count)
    if not reasons:
        return words
    named = text("semicolon", lang).join(_unknown(reason, codes, lang) for reason, codes in reasons)
    words += text("comma", lang) + text("undecided", lang, n=count, reasons=named)
    tables_only = brief_of(file).tables_only
    return words + (text("semicolon", lang) + text("tables_only", lang) if tables_only else "")


def _unknown(reason: str, codes: Sequence[str], lang: str) -> str:
    """Why rules could not be judged, and which; a reason without a text is printed as it stands."""
    why = text(f"unknown.{reason}", lang) if f"unknown.{reason}" in TEXTS else printable(reason)
    shown = text("list", lang).join(codes[:_SHOWN_CODES]) + ("…" if len(codes) > _SHOWN_CODES else "")
    return text("colon", lang).join(part for part in (why, shown) if part)
