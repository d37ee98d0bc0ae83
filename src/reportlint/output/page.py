"""Findings as one HTML page: no script, nothing loaded from elsewhere, readable in print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from reportlint.findings import FileResult, Finding, Location, RelatedPlace, Result, brief_of
from reportlint.output.flat import details, fix_text, label_text
from reportlint.output.options import OutputOptions
from reportlint.output.tally import (
    NOT_A_REPORT,
    aside_text,
    decided_text,
    files_text,
    levels_text,
    open_findings,
    tally,
    unreadable,
)
from reportlint.output.texts import pick, text
from reportlint.output.width import printable

_AROUND: Final = 36  # characters on each side of the words that are marked
_TAG: Final = re.compile("</?[A-Za-z]")
_STYLE = """
:root{color-scheme:light}
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;margin:0;color:#1c2430;background:#f6f7f9}
main{max-width:72rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.4rem;margin:0 0 .3rem}h2{font-size:1.05rem;margin:0;word-break:break-all}
p{margin:.3rem 0}.dim{color:#5b6675}
table{border-collapse:collapse;width:100%;background:#fff;margin:1rem 0;font-size:.93rem}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #e2e6eb;vertical-align:top}
th{color:#5b6675;font-weight:600}.n{text-align:right;white-space:nowrap}
section{background:#fff;border:1px solid #e2e6eb;border-radius:6px;margin:1rem 0;padding:.9rem 1.1rem}
article{border-top:1px solid #e2e6eb;margin-top:.8rem;padding-top:.7rem;break-inside:avoid}
.level{display:inline-block;border-radius:3px;padding:0 .45rem;font-size:.85rem;color:#fff}
.error{background:#b3261e}.warning{background:#8a5a00}.note{background:#33608c}
.where{color:#5b6675;font-size:.9rem}article ul{margin:.3rem 0 0;padding-left:1.2rem}
q{quotes:none;display:block;background:#f6f7f9;padding:.2rem .6rem;word-break:break-all}mark{background:#ffd9a8}
code{font-family:ui-monospace,Consolas,monospace}
@media print{body{background:#fff;font-size:11pt}main{padding:0;max-width:none}section{border:0;padding:0}}
"""


def page(result: Result, options: OutputOptions) -> str:
    """The page: counts, a table of the files, then the findings of each file."""
    lang = options.lang
    title = text("page_title", lang)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="dim">{escape(files_text(result, lang))} reportlint {escape(options.tool_version)}</p>',
    ]
    if len(result.files) > 1:
        parts.append(_overview(result, lang))
    parts += [_file(at, file, lang) for at, file in enumerate(result.files) if _worth_showing(file)]
    body = "\n".join(parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    )


def _worth_showing(file: FileResult) -> bool:
    return bool(open_findings(file)) or bool(file.undecided) or tally((file,)).suppressed > 0


def _overview(result: Result, lang: str) -> str:
    heads = f"<th>{escape(text('column.path', lang))}</th>"
    heads += "".join(
        f'<th class="n">{escape(text(level, lang))}</th>' for level in ("error", "warning", "note")
    )
    heads += f"<th>{escape(text('state', lang))}</th>"
    rows = "".join(_overview_row(at, file, lang) for at, file in enumerate(result.files))
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _overview_row(at: int, file: FileResult, lang: str) -> str:
    counts = tally((file,))
    name = escape(printable(file.path))
    shown = f'<a href="#f{at}">{name}</a>' if _worth_showing(file) else name
    numbers = "".join(f'<td class="n">{n}</td>' for n in (counts.errors, counts.warnings, counts.notes))
    return f"<tr><td>{shown}</td>{numbers}<td>{escape(_state(file, lang))}</td></tr>"


def _state(file: FileResult, lang: str) -> str:
    if unreadable(file):
        return text("unreadable", lang)
    if file.error == NOT_A_REPORT:
        return text("not_a_report", lang)
    return text("found" if open_findings(file) else "passed", lang)


def _file(at: int, file: FileResult, lang: str) -> str:
    counts = tally((file,))
    told = levels_text(counts, lang) + aside_text(counts, lang)
    if file.error is None:
        told += text("semicolon", lang) + decided_text(file, lang)
    brief = brief_of(file)
    lines = brief.lines if brief.numbered else {}
    articles = "\n".join(article for one in open_findings(file) for article in _finding(one, lines, lang))
    return (
        f'<section id="f{at}"><h2>{escape(printable(file.path))}</h2>'
        f'<p class="dim">{escape(told)}</p>\n{articles}</section>'
    )


def _finding(finding: Finding, lines: Mapping[int, str], lang: str) -> Iterator[str]:
    level = finding.level.value
    where = finding.location
    place = printable(pick(where.place, lang))
    if where.line is not None:
        at = text("copy.at", lang, line=where.line, column=where.column)
        place = " · ".join(part for part in (at, place) if part)
    told = [
        *(_related(one, lang) for one in finding.related),
        *details(finding, lang),
        *fix_text(finding, lang),
    ]
    told += [] if finding.sure else [text("unsure", lang)]
    notes = "".join(f"<li>{escape(printable(note))}</li>" for note in told)
    yield (
        f'<article><p><span class="level {level}">{escape(text(level, lang))}</span> '
        f"<code>{finding.code}</code> <b>{escape(printable(pick(finding.title, lang)))}</b> "
        f'<span class="where">{escape(place)}</span></p>'
        f"<p>{escape(printable(pick(finding.message, lang)))}</p>{_quoted(where, lines)}<ul>{notes}</ul></article>"
    )


def _quoted(where: Location, lines: Mapping[int, str]) -> str:
    """The words that a finding points at, with what stands around them; none where they stand in tags."""
    line = lines.get(where.line or 0, "")
    if where.column is None or not line.strip() or _TAG.search(line):
        return ""
    start, stop = where.column - 1, max(where.end_column or 0, where.column + 1) - 1
    parts = (line[max(0, start - _AROUND) : start], line[start:stop], line[stop : stop + _AROUND])
    before, marked, after = (escape(printable(part)) for part in parts)
    before = f"…{before}" if start > _AROUND else before
    after = f"{after}…" if len(line) > stop + _AROUND else after
    return f"<p><q>{before}<mark>{marked}</mark>{after}</q></p>"


def _related(one: RelatedPlace, lang: str) -> str:
    """Another place: what it is, its figure, its line or place."""
    line, label = one.location.line, label_text(one, lang)
    where = text("copy.line", lang, line=line) if line is not None else pick(one.location.place, lang)
    return text("related", lang, text=label + (text("brackets", lang, text=where) if where else ""))
