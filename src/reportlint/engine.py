"""One file: read, parse, bind, rules, fold, stamp, sort."""

from __future__ import annotations

import datetime
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from reportlint.build import bind, build_report, report_of
from reportlint.edition import UNKNOWN
from reportlint.errors import ReadError
from reportlint.findings import FileResult, Finding, Undecided
from reportlint.load import read_data, read_file
from reportlint.model import Report, Source, Span
from reportlint.one_cause import FOLDED, Broken, fold
from reportlint.personal import masked_lines
from reportlint.plugins import Catalog
from reportlint.rule import CannotTell, Hit, Level, Rule
from reportlint.settings import Settings
from reportlint.stamp import Stamp, fingerprinted, identity, message_hit, stamp, stamp_of
from reportlint.suppress import Suppression, doubts, inline, set_aside
from reportlint.told_cause import fold_told
from reportlint.unread import doubts_of, is_no_report

_LEVELS: Final = (Level.ERROR, Level.WARNING, Level.NOTE)


# --- rules -----------------------------------------------------------------------------


def applies(rule: Rule, report: Report) -> bool:
    """True if a rule is for the report's edition and kind of organ."""
    if rule.check is None:
        return False
    if rule.editions and report.edition is not UNKNOWN and report.edition.name not in rule.editions:
        return False
    return not rule.organs or report.organ is None or report.organ in rule.organs


def run_rules(
    rules: Sequence[Rule], report: Report, with_last: bool = False
) -> tuple[list[Broken], list[str], list[Undecided], list[str]]:
    """``(hits, decided, undecided, failures)`` of the applicable rules.

    A rule that needs the report of the year before is none of them where
    there is no such report and, by ``with_last``, none was asked for.
    """
    found: list[Broken] = []
    undecided: list[Undecided] = []
    failures: list[str] = []
    decided: list[str] = []
    for rule in rules:
        if not applies(rule, report) or (rule.needs_last and report.last is None and not with_last):
            continue
        if rule.editions and report.edition is UNKNOWN:
            undecided.append(Undecided(rule.code, "edition"))
            continue
        if rule.needs_text and report.tables_only:
            undecided.append(Undecided(rule.code, "text"))
            continue
        if rule.needs_last and report.last is None:
            undecided.append(Undecided(rule.code, "last"))
            continue
        try:
            hits, reason = _run(rule, report)
        except Exception as error:  # a bug in one rule must not cost the others
            failures.append(_failure(rule, error, report.source.path))
            continue
        found.extend(Broken(rule, hit) for hit in hits)
        if reason and not hits:
            undecided.append(Undecided(rule.code, reason))
        else:
            decided.append(rule.code)
    return found, decided, undecided, failures


def _failure(rule: Rule, error: Exception, path: str) -> str:
    where = f" ({rule.origin})" if rule.origin else ""
    return f"{path}: rule {rule.code}{where} failed: {type(error).__name__}: {error}"


def _run(rule: Rule, report: Report) -> tuple[list[Hit], str]:
    assert rule.check is not None
    hits: list[Hit] = []
    reason = ""
    for one in rule.check(report):
        if isinstance(one, CannotTell):
            reason = reason or one.reason
        else:
            hits.append(one)
    return hits, reason


# --- one file ----------------------------------------------------------------------------


def check_file(
    path: Path, shown: str, catalog: Catalog, rules: Sequence[Rule], settings: Settings,
    walked: bool = False, data: bytes | None = None, last: Report | None = None,
) -> FileResult:  # fmt: skip
    """A file checked by the rules. ``shown`` is its path as printed, ``data`` its bytes if at hand.

    ``last`` is the same agency's report of the year before, None where it is not at hand.
    Never raises for what is in the file: what cannot be read is a finding. So
    is a file on which this program or a plug-in fails: that is also named in
    ``failures``, and the other files go on.
    """
    try:
        with within_means():
            source = read_source(path, data, catalog, settings)
    except ReadError as error:
        return unreadable(error, printable_path(shown), catalog, settings)
    except Exception as error:  # a bug in one file must not cost the others
        return _faulty(error, printable_path(shown), catalog, settings)
    return check_source(source, shown, catalog, rules, settings, walked, last)


def check_source(
    source: Source, shown: str, catalog: Catalog, rules: Sequence[Rule], settings: Settings,
    walked: bool = False, last: Report | None = None,
) -> FileResult:  # fmt: skip
    """What ``check_file`` does with a file that was read. Never raises for what is in the file.

    The findings of a rule are the same whatever other rules are asked for
    with it; so the rules that need ``last`` may be asked in a second run.
    """
    shown = printable_path(shown)
    try:
        with within_means():
            bound = bind(source, catalog, settings)
            reason = is_no_report(bound.document, bound.title, bound.grids, catalog)
            if reason is not None:
                level = Level.NOTE if walked else Level.ERROR
                return _no_report(reason, level, shown, source, catalog, rules, settings)
            report = report_of(bound, source, catalog, settings, last)
            return _judged(report, shown, catalog, rules, settings)
    except ReadError as error:
        return unreadable(error, shown, catalog, settings)
    except Exception as error:  # a bug in one file must not cost the others
        return _faulty(error, shown, catalog, settings)


def _faulty(error: Exception, shown: str, catalog: Catalog, settings: Settings) -> FileResult:
    """The result for a file on which this program or a plug-in failed."""
    result = unreadable(ReadError("P001", "fault", detail=_told(error)), shown, catalog, settings)
    return result._replace(failures=(failure_text(shown, error),))


def extract_file(path: Path, catalog: Catalog, settings: Settings, data: bytes | None = None) -> Report:
    """The report of a file, whether or not it looks like one. Raises ReadError P001, P002 or P003."""
    with within_means():
        return build_report(read_source(path, data, catalog, settings), catalog, settings)


def read_source(path: Path, data: bytes | None, catalog: Catalog, settings: Settings) -> Source:
    """A file, or its bytes where they are at hand, as a Source. Raises ReadError P001, P002 or P003."""
    return read_file(path, catalog, settings) if data is None else read_data(data, path, catalog, settings)


@contextmanager
def within_means() -> Iterator[None]:
    """A file that asks for more memory or depth than there is cannot be read; the next one may."""
    try:
        yield
    except (MemoryError, RecursionError) as error:
        raise ReadError("P001", "too_complex") from error


def failure_text(shown: str, error: Exception) -> str:
    """A bug met in a file, in one line: what, where, and whose where it is a plug-in's."""
    return f"{shown}: internal error: {_told(error)}"


def _told(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    notes = "".join(f"; {note}" for note in getattr(error, "__notes__", ()))
    return " ".join(f"{type(error).__name__}: {error}{where}{notes}".split())


def _judged(
    report: Report, shown: str, catalog: Catalog, rules: Sequence[Rule], settings: Settings
) -> FileResult:
    source = report.source
    found, decided, undecided, failures = run_rules(rules, report, settings.with_last)
    on = {rule.code for rule in rules}
    beside = [rule for rule in catalog.rules if rule.code in FOLDED and rule.code not in on]
    found += run_rules(beside, report)[0]  # so that a finding does not move with the selection
    reading = [
        message_hit(_rule(code, catalog), variant, span, values)
        for code, variant, span, values in doubts_of(report)
        if code in on
    ]
    using = stamp_of(report, source, shown, settings.levels)
    folded = fold_told(fold([*reading, *found], report, on, catalog.plans), report)
    findings = _finished([stamp(one, using) for one in folded], report, shown, settings)
    suppressions = inline(source, report)
    if suppressions:
        findings = _set_aside(findings, suppressions, catalog, rules, frozenset(decided), using, settings)
    return FileResult(
        shown, printable_source(source, report), report, tuple(findings), tuple(decided), tuple(undecided), None,
        tuple(failures),
    )  # fmt: skip


def _set_aside(
    findings: Sequence[Finding], suppressions: Sequence[Suppression], catalog: Catalog, rules: Sequence[Rule],
    judged: frozenset[str], using: Stamp, settings: Settings,
) -> list[Finding]:  # fmt: skip
    """Findings with those marked that the file's own comments set aside, and what is wrong with these."""
    today = settings.today or datetime.date.today()
    aside = set_aside(findings, suppressions, today)
    on = {rule.code for rule in rules}
    doubted = [
        stamp(message_hit(_rule(code, catalog), variant, span, values), using)
        for code, variant, span, values in doubts(suppressions, aside.used, catalog.rules, judged, today)
        if code in on
    ]
    finished = fingerprinted(doubted, using.report, identity(using.path, settings.here, settings.root))
    return sorted([*aside.findings, *finished], key=position)


def printable_source(source: Source, report: Report | None) -> Source:
    """The source as outputs may show it: personal numbers in its lines are masked."""
    lines = masked_lines(source.lines, report.passages if report is not None else ())
    return source if lines == source.lines else source._replace(lines=lines)


def printable_path(shown: str) -> str:
    """A path as printed: with slashes; what is no character is escaped."""
    path = shown if shown == "-" else str(PurePosixPath(*Path(shown).parts))
    return path.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n").replace("\r", "\\r")


def _finished(
    findings: Iterable[Finding], report: Report | None, shown: str, settings: Settings
) -> list[Finding]:
    ordered = sorted(findings, key=position)
    return fingerprinted(ordered, report, identity(shown, settings.here, settings.root))


def position(finding: Finding) -> tuple[int, int, int, str, str]:
    """Findings of a file are sorted by this: place, then level and code."""
    where = finding.location
    line, column, _ = where.inside or (where.line or 0, where.column or 0, 0)
    return (line, column, _LEVELS.index(finding.level), finding.code, where.anchor)


def _rule(code: str, catalog: Catalog) -> Rule:
    return next(rule for rule in catalog.rules if rule.code == code)


def unreadable(error: ReadError, shown: str, catalog: Catalog, settings: Settings) -> FileResult:
    """A file that cannot be read is a finding whatever rules are selected: nothing is lost.

    An error that names a rule nobody defines, as a plug-in may, is P001.
    """
    if not any(rule.code == error.code for rule in catalog.rules):
        error = ReadError("P001", "", detail=f"{error.code} {error.variant}".strip())
    span = Span(error.line, error.column or 1, (error.column or 1) + 1) if error.line is not None else None
    values = {"line": error.line or "", "column": error.column or "", "detail": "", **error.values}
    broken = message_hit(_rule(error.code, catalog), error.variant, span, values)
    finding = stamp(broken, stamp_of(None, None, shown, settings.levels))
    found = tuple(_finished([finding], None, shown, settings))
    return FileResult(shown, None, None, found, (), (), error.code)


def _no_report(
    reason: str, level: Level, shown: str, source: Source, catalog: Catalog, rules: Sequence[Rule],
    settings: Settings,
) -> FileResult:  # fmt: skip
    broken = message_hit(_rule("P006", catalog), reason, None, {})
    finding = stamp(broken, stamp_of(None, source, shown, {"P006": level, **settings.levels}))
    findings = [finding] if any(rule.code == "P006" for rule in rules) else []
    found = tuple(_finished(findings, None, shown, settings))
    return FileResult(shown, printable_source(source, None), None, found, (), (), "P006")


def lost_file(shown: str, why: str, catalog: Catalog, settings: Settings) -> FileResult:
    """The result for a file that no worker came back from; ``why`` is a variant of P001."""
    return unreadable(ReadError("P001", why), printable_path(shown), catalog, settings)
