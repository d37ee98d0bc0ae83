"""The default output: each finding with the lines it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportlint.findings import FileResult, Finding, Location, RelatedPlace, Result, brief_of, with_brief
from reportlint.model import Span
from reportlint.output.colour import paint
from reportlint.output.excerpt import GAP, Drawn, Mark, draw
from reportlint.output.flat import fix_text, label_text
from reportlint.output.numbers import plain
from reportlint.output.options import OutputOptions
from reportlint.output.tally import (
    NOT_A_REPORT,
    decided_text,
    files_text,
    fixable_text,
    levels_text,
    mark,
    open_findings,
    tally,
    unreadable,
)
from reportlint.output.texts import cause, pick, text
from reportlint.output.width import printable

SHOWN_RELATED = 8
DEFAULT_WIDTH = 100
STROKES = re.compile(r"\^+|-+")
REASONS = ("year", "tables", "citation", "option")


def full(result: Result, options: OutputOptions) -> str:
    """All open findings file by file, with a line per file and one for the run."""
    blocks = [block for file in result.files for block in _file(with_brief(file), options)]
    if not options.quiet:
        blocks.append(
            "\n".join(filter(None, (files_text(result, options.lang), _fixable(result, options.lang))))
        )
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _fixable(result: Result, lang: str) -> str:
    return fixable_text(tally(result.files), lang)


def _file(file: FileResult, options: OutputOptions) -> Iterator[str]:
    """The blocks of one file; a clean file has no more than its line."""
    findings = open_findings(file)
    if findings and not options.quiet:
        yield paint(printable(file.path), "strong", options.color) + edition_text(file, options.lang)
    for finding in findings:
        yield "\n".join(_finding(finding, file, options))
    if not options.quiet:
        yield file_line(file, options)


# --- one finding -----------------------------------------------------------------


def _finding(finding: Finding, file: FileResult, options: OutputOptions) -> Iterator[str]:
    level, lang = finding.level.value, options.lang
    name = f"[{finding.code} {printable(pick(finding.title, lang))}]"
    head = paint(text(level, lang) + name, level, options.color)
    yield f"{head} {mark(finding)}{printable(pick(finding.message, lang))}"
    yield paint(" --> ", "frame", options.color) + place_text(finding, lang)
    rows, elsewhere, hidden = _excerpt(finding, file, options)
    gutter = max([2, *(len(row.gutter) for row in rows if row.gutter != GAP)])
    if rows:
        yield _framed("", gutter, options)
        for row in rows:
            yield _row(row, gutter, level, options)
        yield _framed("", gutter, options)
    for note in (*elsewhere, *_hidden(hidden, lang), *_notes(finding, lang)):
        yield paint(" " * (gutter + 1) + "= ", "frame", options.color) + printable(note)


def place_text(finding: Finding, lang: str) -> str:
    """``path:line:col  place``, without what is not known."""
    where = printable(finding.file)
    if finding.location.line is not None:
        where += f":{finding.location.line}"
        if finding.location.column is not None:
            where += f":{finding.location.column}"
    place = printable(pick(finding.location.place, lang))
    return f"{where}  {place}".rstrip()


def _notes(finding: Finding, lang: str) -> Iterator[str]:
    if finding.values is not None and finding.values.equation:
        equation, delta = equation_text(finding.values.equation, lang), plain(abs(finding.values.delta))
        yield text("calculation", lang, text=text("difference", lang, text=equation, delta=delta))
    for name in finding.causes:
        yield text("cause", lang, text=cause(name, lang))
    if not finding.sure:
        yield text("unsure", lang)
    if finding.basis:
        yield text("basis", lang, text=finding.basis)
    advice = pick(finding.help, lang)
    if advice:
        yield text("help", lang, text=advice)
    yield from fix_text(finding, lang)
    yield text("explain", lang, code=finding.code)


def equation_text(equation: str, lang: str) -> str:
    """Both sides of an equation, parted as the language parts clauses."""
    return equation if lang == "zh" else equation.replace("；", "; ")


def _hidden(hidden: int, lang: str) -> Iterator[str]:
    if hidden:
        yield text("more_places", lang, n=hidden)


# --- the lines it speaks of --------------------------------------------------------


def _excerpt(
    finding: Finding, file: FileResult, options: OutputOptions
) -> tuple[list[Drawn], list[str], int]:
    """Rows of the excerpt, notes on related places that have no line, and how many are not shown."""
    brief = brief_of(file)
    own, others = _split(finding)
    chosen = _telling(others)
    marks: dict[int, list[Mark]] = {}
    notes: list[str] = []
    label = label_text(own, options.lang) if own else printable(pick(finding.label, options.lang))
    _mark(marks, finding.location, label, True, brief.lines)
    for related in chosen:
        label = label_text(related, options.lang)
        if not _mark(marks, related.location, label, False, brief.lines):
            notes.append(_elsewhere(related, label, options.lang))
    number = max([2, *(len(str(line)) for line in marks if brief.numbered)])
    budget = (options.width or DEFAULT_WIDTH) - number - len(" | ")
    rows = draw(brief.lines, marks, budget, options.ambiguous_wide)
    if not brief.numbered:  # a paragraph or a row of a table: its place is said in words
        rows = [row if row.gutter == GAP else row._replace(gutter="") for row in rows]
    return rows, notes, len(others) - len(chosen)


def _split(finding: Finding) -> tuple[RelatedPlace | None, list[RelatedPlace]]:
    """The related place that names the finding's own cell, and the others."""
    own: RelatedPlace | None = None
    others: list[RelatedPlace] = []
    for related in finding.related:
        if own is None and _same(related.location, finding.location):
            own = related
        else:
            others.append(related)
    return own, others


def _same(one: Location, other: Location) -> bool:
    if one.inside is not None:
        return one.inside == other.inside
    return one.line is not None and (one.line, one.column) == (other.line, other.column)


def _telling(others: list[RelatedPlace]) -> list[RelatedPlace]:
    """At most ``SHOWN_RELATED`` places, in their order; those that are not 0 first have a claim."""
    ranked = sorted(range(len(others)), key=lambda index: others[index].value == 0)
    return [others[index] for index in sorted(ranked[:SHOWN_RELATED])]


def _elsewhere(related: RelatedPlace, label: str, lang: str) -> str:
    parts = [part for part in (pick(related.location.place, lang), label) if part]
    return text("related", lang, text=text("colon", lang).join(parts))


def _mark(
    marks: dict[int, list[Mark]], location: Location, label: str, primary: bool, lines: Mapping[int, str]
) -> bool:
    """Put a mark on its line; False where the file shows no such line."""
    span = _span(location)
    if span is None or span.line not in lines:
        return False
    marks.setdefault(span.line, []).append(Mark(span.column, max(span.column, span.end), label, primary))
    return True


def _span(location: Location) -> Span | None:
    """The part of one line of the source to mark; to its end where a place goes on."""
    if location.inside is not None or location.line is None:
        return location.inside
    column = location.column or 1
    same_line = location.end_line in (None, location.line)
    return Span(location.line, column, (location.end_column or column) if same_line else 1 << 30)


def _row(row: Drawn, gutter: int, level: str, options: OutputOptions) -> str:
    if row.gutter == GAP:
        return paint(row.gutter, "frame", options.color)

    def coloured(match: re.Match[str]) -> str:
        return paint(match[0], level if match[0][0] == "^" else "frame", options.color)

    body = STROKES.sub(coloured, row.marks) + row.text
    return _framed(row.gutter, gutter, options, body)


def _framed(number: str, gutter: int, options: OutputOptions, body: str = "") -> str:
    frame = paint(f"{number:>{gutter}} |", "frame", options.color)
    return f"{frame} {body}" if body else frame


# --- the lines about a file ----------------------------------------------------------


def edition_text(file: FileResult, lang: str) -> str:
    """``（适用 2021 版：依据年份 2023）``, or "" where nothing was read."""
    brief = brief_of(file)
    if not brief.read:
        return ""
    edition = brief.edition
    if not edition:
        return text("brackets", lang, text=text("edition_unknown", lang))
    reason = _reason(brief.edition_reason or "", brief.year, lang)
    key = "edition_reason" if reason else "edition"
    return text("brackets", lang, text=text(key, lang, edition=edition, reason=reason))


def _reason(reason: str, year: int | None, lang: str) -> str:
    """The reason in words; a reason without a text is printed as it stands."""
    return text(f"reason.{reason}", lang, year=year) if reason in REASONS else printable(reason)


def file_line(file: FileResult, options: OutputOptions) -> str:
    """``市发改委.txt：1 个错误，…；已判定 61/66 项，5 项无法判断（没有找到要看的表格：A001…）``."""
    lang = options.lang
    head = paint(printable(file.path), "strong", options.color)
    if unreadable(file):
        return head + text("colon", lang) + text("unreadable", lang)
    if file.error == NOT_A_REPORT:
        return head + text("colon", lang) + text("not_a_report", lang)
    found = bool(open_findings(file))
    if not found:
        head += edition_text(file, lang)
    counts = levels_text(tally((file,)), lang) if found else paint(text("clean", lang), "good", options.color)
    return head + text("colon", lang) + counts + text("semicolon", lang) + decided_text(file, lang)
