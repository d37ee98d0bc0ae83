"""One file: read, parse, bind, rules, fold, stamp, sort."""

from __future__ import annotations

import datetime
import stat
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from reportlint.bind import bind_tables
from reportlint.edition import UNKNOWN
from reportlint.equations import judge_all
from reportlint.errors import ReadError
from reportlint.findings import FileResult, Finding, Undecided
from reportlint.identify import choose_edition, find_title, full_agency, organ_of, report_year
from reportlint.model import BoundSection, Document, Report, Source, Span
from reportlint.one_cause import FOLDED, Broken, fold
from reportlint.packs import due_date
from reportlint.parse import parse
from reportlint.passages import read_passages
from reportlint.personal import masked_lines
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.rule import CannotTell, Hit, Level, Rule
from reportlint.sections import bind_sections
from reportlint.settings import Settings
from reportlint.stamp import Stamp, fingerprinted, message_hit, stamp, stamp_of
from reportlint.suppress import Suppression, doubts, inline, set_aside
from reportlint.told import read_told
from reportlint.told_cause import fold_told
from reportlint.told_scope import subject_of
from reportlint.unread import doubts_of, is_no_report
from reportlint.workbook import holds_only_tables, named_beside, sheet_title

_NO_FACTS: Final = ("s5", "c08_problems")
_LEVELS: Final = (Level.ERROR, Level.WARNING, Level.NOTE)


def file_bytes(path: Path, settings: Settings) -> bytes:
    """The bytes of a file. Raises ReadError P001 for one that cannot be opened or is too large."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("P001", "io", detail="not a regular file")
        size = status.st_size
        if size > settings.limits.bytes:
            raise _too_large(size, settings)
        return path.read_bytes()
    except OSError as error:
        raise ReadError("P001", "io", detail=error.strerror or type(error).__name__) from error


def read_file(path: Path, catalog: Catalog, settings: Settings) -> Source:
    """A file as a Source. Raises ReadError P001, P002 or P003."""
    return read_data(file_bytes(path, settings), path, catalog, settings)


def _too_large(size: int, settings: Settings) -> ReadError:
    return ReadError("P001", "too_large", size=_megabytes(size), limit=_megabytes(settings.limits.bytes))


def _megabytes(size: int) -> str:
    return f"{size / 1048576:.1f} MB"


def read_data(data: bytes, path: Path, catalog: Catalog, settings: Settings) -> Source:
    """Bytes as a Source: plug-ins are asked first, then the built-in readers."""
    if len(data) > settings.limits.bytes:
        raise _too_large(len(data), settings)
    found = catalog.read(path, data, catalog.labels)
    return found if found is not None else read_bytes(data, path, catalog.labels, settings.limits)


def build_report(
    source: Source, document: Document, catalog: Catalog, settings: Settings, last: Report | None = None
) -> Report:
    """The report that a document holds, bound to its edition; ``last`` is that of the year before."""
    title = find_title(document)
    tables_only = bool(source.sheets) and holds_only_tables(document, catalog.editions)
    beside = named_beside(source) if tables_only else None
    if tables_only and title is None:
        title = sheet_title(document)
    agency = full_agency(title, document) or full_agency(beside, document)
    year = settings.year or report_year(title, document) or (beside.year if beside else None)
    first = choose_edition(catalog.editions, settings.edition, year, (), document)
    grids, lost = bind_tables(document, catalog.forms, first.edition.name, catalog.labels)
    chosen = choose_edition(catalog.editions, settings.edition, year, grids, document)
    if chosen.edition is not first.edition:
        grids, lost = bind_tables(document, catalog.forms, chosen.edition.name, catalog.labels)
    organ = settings.organ or organ_of(agency)
    sections = bind_sections(document, chosen.edition, grids)
    passages = read_passages(document, source)
    whose = subject_of(year, agency, organ)
    report = Report(
        source=source,
        document=document,
        title=title,
        agency=agency,
        organ=organ,
        year=year,
        edition=chosen.edition,
        edition_reason=chosen.reason,
        sections=sections,
        grids=grids,
        lost_tables=lost,
        relations={},
        passages=passages,
        told=read_told(passages, chosen.edition.told, whose, no_facts(document, sections)),
        due=settings.due or due_date(catalog.due, organ, year),
        last=last,
        editions=catalog.editions,
        tables_only=tables_only,
    )
    return report._replace(relations=judge_all(grids, catalog.plans, report.told, last))


def no_facts(document: Document, sections: Sequence[BoundSection]) -> list[tuple[int, int]]:
    """The lines (first, last) of the sections of problems and plans."""
    chapters = [section for section in document.sections if section.level == 1]
    plans = [bound.section for bound in sections if bound.key in _NO_FACTS]
    found = []
    for section in plans:
        after = [one.span.line for one in chapters if one.span > section.span]
        found.append((section.span.line, min(after, default=sys.maxsize) - 1))
    return found


# --- rules -----------------------------------------------------------------------------


def applies(rule: Rule, report: Report) -> bool:
    """True if a rule is for the report's edition and kind of organ."""
    if rule.check is None:
        return False
    if rule.editions and report.edition is not UNKNOWN and report.edition.name not in rule.editions:
        return False
    return not rule.organs or report.organ is None or report.organ in rule.organs


def run_rules(
    rules: Sequence[Rule], report: Report
) -> tuple[list[Broken], list[str], list[Undecided], list[str]]:
    """``(hits, decided, undecided, failures)`` of the applicable rules."""
    found: list[Broken] = []
    undecided: list[Undecided] = []
    failures: list[str] = []
    decided: list[str] = []
    for rule in rules:
        if not applies(rule, report):
            continue
        if rule.editions and report.edition is UNKNOWN:
            undecided.append(Undecided(rule.code, "edition"))
            continue
        if rule.needs_text and report.tables_only:
            undecided.append(Undecided(rule.code, "text"))
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
    Never raises for what is in the file: what cannot be read is a finding.
    """
    shown = printable_path(shown)
    try:
        source = (
            read_file(path, catalog, settings) if data is None else read_data(data, path, catalog, settings)
        )
        document = parse(source, catalog.labels)
    except ReadError as error:
        return _unreadable(error, shown, catalog, settings)
    reason = is_no_report(document, catalog)
    if reason is not None:
        level = Level.NOTE if walked else Level.ERROR
        return _no_report(reason, level, shown, source, catalog, rules, settings)
    report = build_report(source, document, catalog, settings, last)
    found, decided, undecided, failures = run_rules(rules, report)
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
    findings = _finished([stamp(one, using) for one in folded], report, shown)
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
    finished = fingerprinted(doubted, using.report, using.path)
    return sorted([*aside.findings, *finished], key=_position)


def printable_source(source: Source, report: Report | None) -> Source:
    """The source as outputs may show it: personal numbers in its lines are masked."""
    lines = masked_lines(source.lines, report.passages if report is not None else ())
    return source if lines == source.lines else source._replace(lines=lines)


def printable_path(shown: str) -> str:
    """A path as printed: with slashes; what is no character is escaped."""
    path = shown if shown == "-" else str(PurePosixPath(*Path(shown).parts))
    return path.encode("utf-8", "backslashreplace").decode("utf-8").replace("\n", "\\n").replace("\r", "\\r")


def _finished(findings: Iterable[Finding], report: Report | None, shown: str) -> list[Finding]:
    ordered = sorted(findings, key=_position)
    return fingerprinted(ordered, report, shown)


def _position(finding: Finding) -> tuple[int, int, int, str, str]:
    where = finding.location
    line, column, _ = where.inside or (where.line or 0, where.column or 0, 0)
    return (line, column, _LEVELS.index(finding.level), finding.code, where.anchor)


def _rule(code: str, catalog: Catalog) -> Rule:
    return next(rule for rule in catalog.rules if rule.code == code)


def _unreadable(error: ReadError, shown: str, catalog: Catalog, settings: Settings) -> FileResult:
    """A file that cannot be read is a finding whatever rules are selected: nothing is lost."""
    span = Span(error.line, error.column or 1, (error.column or 1) + 1) if error.line is not None else None
    values = {"line": error.line or "", "column": error.column or "", "detail": "", **error.values}
    broken = message_hit(_rule(error.code, catalog), error.variant, span, values)
    finding = stamp(broken, stamp_of(None, None, shown, settings.levels))
    return FileResult(shown, None, None, tuple(_finished([finding], None, shown)), (), (), error.code)


def lost_file(shown: str, why: str, catalog: Catalog, settings: Settings) -> FileResult:
    """The result for a file that no worker came back from; ``why`` is a variant of P001."""
    return _unreadable(ReadError("P001", why), printable_path(shown), catalog, settings)


def _no_report(
    reason: str, level: Level, shown: str, source: Source, catalog: Catalog, rules: Sequence[Rule],
    settings: Settings,
) -> FileResult:  # fmt: skip
    broken = message_hit(_rule("P006", catalog), reason, None, {})
    finding = stamp(broken, stamp_of(None, source, shown, {"P006": level, **settings.levels}))
    findings = [finding] if any(rule.code == "P006" for rule in rules) else []
    found = tuple(_finished(findings, None, shown))
    return FileResult(shown, printable_source(source, None), None, found, (), (), "P006")
