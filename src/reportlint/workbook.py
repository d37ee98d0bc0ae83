"""A workbook taken as a report: whether it holds more than tables, whose it is and of which year.

A workbook of tables often has no title: its sheets' names, a line such as
填报单位：… or the file's own name then say it. Where they disagree, nothing is
taken from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from reportlint.identify import clean, front_lines, title_of
from reportlint.model import Document, Edition, Line, Paragraph, Section, Source, Span, TableBlock, Title
from reportlint.sections import match_section
from reportlint.text import fold

_NOTE: Final = re.compile(r"^(?:注|说明|备注|填表|填报|单位|\*|附)")
_TITLE_LIMIT: Final = 70
_TITLE: Final = re.compile(r"(?:信息公开|政务公开).{0,30}$")
_NO_TITLE: Final = re.compile(r"[。；！？:：|]|^(?:根据|附|收到|主动公开)")
_BY: Final = re.compile(
    r"^(?:填[报表制]|报送|统计|编制|公开|发布)?(?:单位|机关|部门)(?:名称)?(?:\([^()]*\))?:(?P<name>[^:\d]{2,40})?$"
)
_IN_LINE: Final = re.compile(r"^\(?(20\d\d)年度?\)?$|^[^。]{0,30}?(20\d\d)年度|(?:年度|年份):(20\d\d)")
_IN_NAME: Final = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def holds_only_tables(document: Document, editions: Sequence[Edition]) -> bool:
    """True where no section that is written in words stands in the document.

    Such a section has a heading of some edition, text of its own beside
    notes, and no table.
    """
    forms = [form for edition in editions for form in edition.sections if form.parent is None]
    return not any(
        match_section(section.heading, forms) is not None and _is_written(section)
        for section in document.sections
        if section.level == 1 and section.style != "annex"
    )


def _is_written(section: Section) -> bool:
    blocks = list(_blocks(section))
    return not any(isinstance(block, TableBlock) for block in blocks) and any(
        isinstance(block, Paragraph) and not _NOTE.match(fold(block.text)) for block in blocks
    )


def _blocks(section: Section) -> Iterable[Paragraph | TableBlock]:
    yield from section.blocks
    for one in section.sections:
        yield from _blocks(one)


def sheet_title(document: Document) -> Title | None:
    """A title such as 某局2023年政府信息公开情况统计表, which names a year."""
    for text, span in front_lines(document):
        folded = fold(clean(text))
        if len(folded) <= _TITLE_LIMIT and _TITLE.search(folded) and not _NO_TITLE.search(folded):
            title = title_of(clean(text), span)
            if title.year is not None:
                return title
    return None


def named_beside(source: Source) -> Title:
    """Agency and year by the lines around the tables, the sheets' names and the file's name.

    A title without text: none is printed.
    """
    lines = [clean(item.folded) for item in source.items if isinstance(item, Line)]
    stem = fold(PurePath(source.path).stem)
    sheets = [fold(name) for name in source.sheets]
    year = _year(lines, _IN_LINE) or _year(sheets, _IN_NAME) or _year([stem], _IN_NAME)
    agency = _filled_in_by(lines)
    if agency is None and _TITLE.search(stem):
        agency = title_of(clean(stem), Span(1, 1, 1)).agency
    return Title("", Span(1, 1, 1), agency, year)


def _year(texts: Iterable[str], pattern: re.Pattern[str]) -> int | None:
    """The one year that the texts name; None where they name none, or several."""
    found = {
        next(year for year in match.groups() if year) for text in texts for match in pattern.finditer(text)
    }
    return int(found.pop()) if len(found) == 1 else None


def _filled_in_by(lines: Sequence[str]) -> str | None:
    """The agency of 填报单位：…, or of the cell after it."""
    for at, line in enumerate(lines):
        match = _BY.match(line)
        if match is None:
            continue
        after = lines[at + 1] if at + 1 < len(lines) else ""
        name = match["name"] or (after if 1 < len(after) <= 40 and ":" not in after else "")
        if name and not re.search(r"\d", name):
            return name
    return None
