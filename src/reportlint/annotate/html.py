"""A page that shows a report with its findings marked: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from importlib import resources
from typing import Final, NamedTuple

from reportlint.annotate.html_table import Shaped, shaped
from reportlint.annotate.html_text import Mark, gravest, marked_text, plain_text
from reportlint.annotate.html_units import (
    Finder,
    Pages,
    Sheet,
    finder_of,
    headings_of,
    pages_of,
    parts_at,
)
from reportlint.annotate.notes import Note, home, note_of, others, place_in, related_text
from reportlint.findings import FileResult, Finding
from reportlint.model import Span
from reportlint.output.tally import levels_text, tally, undecided_codes
from reportlint.output.texts import pick, text

_MOST_LEVELS: Final = 4  # h1 is the title


class _Shown(NamedTuple):
    """All that drawing the report needs: marks and heading levels by unit, the units that are figures."""

    pages: Pages
    marks: Mapping[int, list[Mark]]
    levels: Mapping[int, int]
    figures: frozenset[int]

    def is_blank(self, unit: int) -> bool:
        """A cell of which nothing is seen."""
        return not self.pages.units[unit].text.strip() and unit not in self.marks


def annotate_html(
    result: FileResult, findings: Sequence[Finding], lang: str, back: tuple[str, str] | None = None
) -> bytes:
    """The page as UTF-8. It needs a result whose file was read.

    ``back`` is a link (where to, its words) to the page that leads here.
    """
    assert result.source is not None
    pages = pages_of(result.source)
    finder = finder_of(pages)
    notes = [note_of(finding, lang) for finding in findings]
    marks = _marks(result, findings, notes, pages, finder)
    levels = _levels(result, pages, finder)
    shown = _Shown(pages, marks, levels, _figures(result, pages, finder))
    body = "\n".join(_block(block, shown) for block in pages.blocks)
    listed = "\n".join(
        _listed(number, finding, note, lang)
        for number, (finding, note) in enumerate(zip(findings, notes, strict=True), 1)
    )
    return _page(result, body, listed, lang, back).encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _style() -> str:
    return resources.files("reportlint.annotate").joinpath("page.css").read_text(encoding="utf-8")


def _page(result: FileResult, body: str, listed: str, lang: str, back: tuple[str, str] | None) -> str:
    link = f'<p><a href="{escape(back[0])}">{escape(back[1])}</a></p>\n' if back is not None else ""
    name = plain_text(result.path)
    heading = text("copy.findings", lang)
    none = f"<p>{escape(text('clean', lang))}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{name} - {escape(heading)}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        f'<main lang="zh-CN">\n{body}\n</main>\n'
        f'<aside>\n<header>{link}<p class="name">{name}</p>\n<p>{escape(_summary(result, lang))}</p></header>\n'
        f"<h2>{escape(heading)}</h2>\n{f'<ol>{listed}</ol>' if listed else none}\n</aside>\n</body>\n</html>\n"
    )


def _summary(result: FileResult, lang: str) -> str:
    codes = undecided_codes(result)
    told = [levels_text(tally((result,)), lang)]
    if result.report is not None:
        total = len(result.decided) + len(codes)
        told.append(text("decided", lang, decided=len(result.decided), total=total))
    if codes:
        told.append(text("undecided", lang, n=len(codes), reasons=text("list", lang).join(codes)))
    return text("semicolon", lang).join(told)


# --- the report --------------------------------------------------------------------------


def _marks(
    result: FileResult, findings: Sequence[Finding], notes: Sequence[Note], pages: Pages, finder: Finder
) -> dict[int, list[Mark]]:
    """The marks of each unit."""
    marks: dict[int, list[Mark]] = {}
    top = home(result) or Span(1, 1, 1)
    for number, (finding, note) in enumerate(zip(findings, notes, strict=True), 1):
        says = f"{note.head}\n{note.message}"
        places = [(place_in(finding.location) or top, f"m{number}", finding.level.value)]
        for at, one in enumerate(others(finding), 1):
            where = place_in(one.location)
            if where is not None:
                places.append((where, f"r{number}-{at}", ""))
        for span, anchor, level in places:
            for part in parts_at(span, pages, finder):
                mark = Mark(part.start, part.end, number, anchor, level, says)
                marks.setdefault(part.unit, []).append(mark)
                anchor = ""  # only the first part carries the name
    return marks


def _levels(result: FileResult, pages: Pages, finder: Finder) -> dict[int, int]:
    """The units that are headings, with the level of their tag."""
    levels: dict[int, int] = {}
    if result.report is None:
        return levels
    for span, level in headings_of(result.report.document.sections):
        for part in parts_at(span, pages, finder)[:1]:
            levels.setdefault(part.unit, min(level + 1, _MOST_LEVELS))
    title = result.report.title
    for part in parts_at(title.span, pages, finder)[:1] if title is not None else ():
        levels[part.unit] = 1
        for unit in range(part.unit + 1, len(pages.units)):  # a title may stand on several lines
            if (
                title is None
                or not pages.units[unit].text.strip()
                or pages.units[unit].text not in title.text
            ):
                break
            levels[unit] = 1
    return levels


def _figures(result: FileResult, pages: Pages, finder: Finder) -> frozenset[int]:
    """The units that are figures of a bound table, blank ones included."""
    grids = result.report.grids if result.report is not None else ()
    begins = {(line, column): unit for line, column, unit in finder.starts}
    found: set[int] = set()
    for span in (figure.span for grid in grids for figure in grid.cells.values()):
        unit = begins.get((span.line, span.column))  # nearly always: a figure has a cell of its own
        found.update([unit] if unit is not None else (one.unit for one in parts_at(span, pages, finder)[:1]))
    return frozenset(found)


def _block(block: int | Sheet, shown: _Shown) -> str:
    if isinstance(block, Sheet):
        rows = shaped(block.rows, shown.is_blank, shown.figures.__contains__)
        lines = (f"<tr>{''.join(_cell(cell, shown) for cell in row)}</tr>" for row in rows)
        return f'<div class="sheet"><table>{"".join(lines)}</table></div>'
    tag = f"h{shown.levels[block]}" if block in shown.levels else "p"
    return f"<{tag}>{marked_text(shown.pages.units[block].text, shown.marks.get(block, ()))}</{tag}>"


def _cell(cell: Shaped, shown: _Shown) -> str:
    own, words = shown.marks.get(cell.unit, ()), shown.pages.units[cell.unit].text
    kinds = [gravest(own) or "rel"] if own else []
    if cell.below:
        kinds.append("below")
    kind = f' class="{" ".join(kinds)}"' if kinds else ""
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    return f"<td{kind}{span}>{marked_text(words, own)}</td>"


# --- the findings ------------------------------------------------------------------------


def _listed(number: int, finding: Finding, note: Note, lang: str) -> str:
    details = [*_related(number, finding, lang), *(plain_text(line) for line in note.details)]
    points = "".join(f"<li>{line}</li>" for line in details)
    place = _place(finding, note, lang)
    where = f'<p class="where">{plain_text(place)}</p>' if place else ""
    return (
        f'<li id="f{number}" class="{finding.level.value}">'
        f'<p><a class="n {finding.level.value}" href="#m{number}">{number}</a> '
        f"<b>{plain_text(note.head)}</b></p>{where}"
        f"<p>{plain_text(note.message)}</p>{f'<ul>{points}</ul>' if points else ''}</li>"
    )


def _place(finding: Finding, note: Note, lang: str) -> str:
    where = finding.location
    if where.line is None:
        return note.place
    return f"{text('copy.at', lang, line=where.line, column=where.column or 1)}  {note.place}".rstrip()


def _related(number: int, finding: Finding, lang: str) -> Iterator[str]:
    """Links to the other places."""
    for at, one in enumerate(others(finding), 1):
        shown = plain_text(related_text(one, lang) or pick(one.location.place, lang))
        linked = f'<a href="#r{number}-{at}">{shown}</a>' if place_in(one.location) is not None else shown
        yield text("related", lang, text=linked)
