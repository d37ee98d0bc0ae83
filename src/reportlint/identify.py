"""Whose report it is, of which year, and which edition judges it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint.edition import UNKNOWN
from reportlint.model import Document, Edition, Grid, Paragraph, Section, Span, TableBlock, Title
from reportlint.text import IGNORED, chinese_number, fold

_TITLE_LIMIT: Final = 70
_FRONT_LINES: Final = 40
_ONE_LINE: Final = 300  # a longer line at the front holds more than the title
_YEAR_LINE: Final = re.compile(r"(?:(?:19|20)\d\d|二[〇○零O0][〇○零O0一二三四五六七八九]{2})年?度?")
_SUBJECT: Final = re.compile(r"(?:政府|政务)?信息公开|政务公开")
_KIND: Final = re.compile(r"(?:报告|年报)(?:格式)?(?:模板)?(?:[(〔\[].{1,12})?$")
_DAY: Final = re.compile(r"\d{1,2}月|(?:19|20)\d\d[-/.]\d")
# What a web page prints above a report: names of fields and of its own controls.
_FIELD: Final = re.compile(
    r"索引号|文号|公文种类|(?:主题|体裁|信息|组配|服务对象)分类|(?:信息)?名称|标题|主题词|关键词|内容概述|目录|来源|时效性?|有效性"
    r"|(?:发布|发文|公开|责任|制作|制定|成文)(?:机构|机关|单位|主体|部门)|(?:发布|发文|成文|生成|公开|生效|废止)(?:日期|时间)"
    r"|公开(?:方式|时限|范围|形式|类别)|首页|当前位置|您的位置|字[号体]|打印|分享|正文|浏览(?:次数|量)"
)
_NO_TITLE: Final = re.compile(r"[。；！？]|^(?:根据|本报告|现将|为了?|按照|依据|目录)|[:：|]|^附")
_YEAR: Final = re.compile(r"(?P<digits>(?:19|20)\d ?\d)|(?P<words>二[〇○零O0][〇○零O0一二三四五六七八九]{2})")
_PERIOD: Final = re.compile(r"(?P<year>20\d\d) ?年? ?0?1 ?月 ?0?1 ?日?.{0,4}?(?:至|到|-|—|起).{0,12}?12 ?月")
_DIVISION: Final = re.compile(r"(?:省|市|县|区|州|盟|旗|自治区)$")
_TOWN: Final = re.compile(r"(?:[^城]镇|乡|苏木)$")
_OFFICE_TAIL: Final = re.compile(r"(?:镇|乡|街道|苏木)(?:人民政府|政府|办事处|办)?$")
_DEPARTMENT: Final = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|办公厅|队|中心|院|部|站|处|署|分局|总队|支队|大队|会|社|行|公司|学校|馆)$"
)
_BESIDE: Final = re.compile(r"(?:\([^()]*\))+$")  # a second name, or 本级


class Choice(NamedTuple):
    """An edition with the reason key for choosing it."""

    edition: Edition
    reason: str


# --- title ---------------------------------------------------------------------------


def front_lines(document: Document) -> Iterator[tuple[str, Span]]:
    """The lines before the first heading: paragraphs, then words of tables there."""
    for block in document.front:
        if isinstance(block, Paragraph):
            yield block.text, block.span()
    for section in document.sections[:1]:
        for block in section.blocks[: None if section.style == "annex" else 2]:
            if isinstance(block, Paragraph):
                yield block.text, block.span()
    for block in document.front:
        if isinstance(block, TableBlock):
            for row in block.rows:
                for cell in row.cells:
                    yield cell.text, cell.span


def clean(text: str) -> str:
    """A title's text without blanks and invisible characters, otherwise as stored."""
    return "".join(text.split()).replace(IGNORED, "")


def find_title(document: Document) -> Title | None:
    """The title, joined where it stands on two or three lines."""
    lines = [(clean(text), span) for text, span in itertools.islice(front_lines(document), _FRONT_LINES)]
    for at, (text, span) in enumerate(lines):
        if len(text) > _ONE_LINE:
            text = _title_in_long_line(text)
        for last in (at, at + 1):
            if last == len(lines):
                continue
            joined = text if last == at else text + lines[last][0]
            alone = last == at or (_may_be_part(fold(text)) and not _is_title(fold(lines[at + 1][0])))
            if _is_title(fold(joined)) and alone:
                return _with_lines_above(joined, span, lines[:at])
    return None


def _with_lines_above(title: str, span: Span, above: Sequence[tuple[str, Span]]) -> Title:
    """Up to two lines above belong to the title while it lacks agency or year."""
    for text, start in reversed(above[-2:]):
        folded = fold(title)
        if _agency(folded) is not None and year_in(folded) is not None:
            break
        above_folded = fold(text)
        if not _may_be_part(above_folded):
            break
        if None not in (year_in(folded), year_in(above_folded)) and year_in(folded) != year_in(above_folded):
            break
        if _agency(folded) is not None and not _YEAR_LINE.fullmatch(above_folded):
            break
        title, span = text + title, start
    return title_of(title, span)


def _may_be_part(folded: str) -> bool:
    """A short line without punctuation: an agency, a year, or the first half of a title; no date, no field's name."""
    if not folded or len(folded) > 40 or re.search(r"[，。；：、！？:;,|《》]", folded):
        return False
    if _DAY.search(folded) or _FIELD.fullmatch(folded):
        return False
    return (
        _YEAR_LINE.fullmatch(folded) is not None
        or year_in(folded) is not None
        or not re.search(r"\d", folded)
    )


def _title_in_long_line(text: str) -> str:
    """What stands before the report's name ends, in a report that is all on one line."""
    end = fold(text[:_TITLE_LIMIT]).find("年度报告")
    return text[: end + 4] if end >= 0 else text


def _is_title(folded: str) -> bool:
    if not folded or len(folded) > _TITLE_LIMIT or _NO_TITLE.search(folded):
        return False
    return _SUBJECT.search(folded) is not None and _KIND.search(folded) is not None


def title_of(text: str, span: Span) -> Title:
    """A line taken as a title: the agency and the year that it names."""
    folded = fold(text)
    return Title(text, span, _agency(folded), year_in(folded))


def year_in(folded: str) -> int | None:
    """The first year written in a text, in digits or words."""
    match = _YEAR.search(folded)
    if match is None:
        return None
    if match["digits"]:
        return int(match["digits"].replace(" ", ""))
    return chinese_number(re.sub("[○O0零]", "〇", match["words"]))


def _agency(folded: str) -> str | None:
    """What a title names beside year, subject and kind of document."""
    subject = _SUBJECT.search(folded)
    head = folded[: subject.start()] if subject else folded
    head = _YEAR.sub("", head)
    head = re.sub(r"^(?:年度|年)|(?:年度|年)$", "", head)
    parts = [part for part in re.split(r"年度?|关于|的$", head) if part]
    agency = _trimmed("".join(parts))
    return agency if len(agency) >= 2 else None


def _trimmed(agency: str) -> str:
    """A name without the marks around it; brackets that belong to it stay: 水利局(本级)."""
    agency = agency.replace("()", "").strip("-—·,，")
    wrapped = re.fullmatch(r"\(([^()]*)\)", agency)
    if wrapped is not None or agency.count("(") != agency.count(")"):
        return agency.strip("()-—·,，")
    return agency


# --- agency and organ ------------------------------------------------------------------


def full_agency(title: Title | None, document: Document) -> str | None:
    """The agency with its full name: 市 → 市人民政府, and the higher place if the text names it."""
    if title is None or title.agency is None:
        return None
    agency = title.agency
    if _DIVISION.search(agency) or _TOWN.search(agency):
        agency += "人民政府"
    elif agency.endswith("街道"):
        agency += "办事处"
    return _with_place(agency, document)


def _with_place(agency: str, document: Document) -> str:
    """淮安市 + 洪泽区人民政府, where the opening paragraphs print the longer name."""
    pattern = re.compile(r"(?:由|^|，|,|与|向)(?P<place>[^\W由与向]{1,10}?[省市州盟])" + re.escape(agency))
    for block in document.front:
        if isinstance(block, Paragraph):
            match = pattern.search(clean(fold(block.text)))
            if match is not None:
                return match["place"] + agency
    return agency


def organ_of(agency: str | None) -> str | None:
    """ "government", "department", "township" or "other" by the agency's name; None if unknown."""
    if agency is None:
        return None
    agency = _BESIDE.sub("", agency) or agency
    if _OFFICE_TAIL.search(agency):
        return "township"
    if agency.endswith(("人民政府", "管委会", "管理委员会")):
        return "government"
    return "department" if _DEPARTMENT.search(agency) else "other"


# --- year -------------------------------------------------------------------------------


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Every paragraph in reading order."""

    def down(section: Section) -> Iterator[Paragraph]:
        yield from (block for block in section.blocks if isinstance(block, Paragraph))
        for one in section.sections:
            yield from down(one)

    yield from (block for block in document.front if isinstance(block, Paragraph))
    for section in document.sections:
        yield from down(section)


def report_year(title: Title | None, document: Document) -> int | None:
    """The year reported on: from the title, else from the statistics period."""
    if title is not None and title.year is not None:
        return title.year
    for paragraph in paragraphs(document):
        match = _PERIOD.search(fold(paragraph.text))
        if match is not None:
            return int(match["year"])
    return None


# --- edition ----------------------------------------------------------------------------


def choose_edition(
    editions: Sequence[Edition],
    wanted: str | None,
    year: int | None,
    grids: Sequence[Grid],
    document: Document,
) -> Choice:
    """By option, else year, else table anchors, else citation; never a guess."""
    by_name = {edition.name: edition for edition in editions}
    if wanted is not None:
        return Choice(by_name[wanted], "option")
    if year is not None:
        for edition in editions:
            if edition.first_year <= year <= edition.last_year:
                return Choice(edition, "year")
    names = {grid.form.edition for grid in grids if _tells(grid)}
    if len(names) == 1:
        return Choice(by_name[names.pop()], "tables")
    cited = _cited(editions, document)
    return Choice(cited[0], "citation") if len(cited) == 1 else Choice(UNKNOWN, "")


def _tells(grid: Grid) -> bool:
    """Tables of section four are alike in two editions and tell nothing."""
    return grid.form.layout == "grid" and bool(grid.rows)


def _cited(editions: Sequence[Edition], document: Document) -> list[Edition]:
    """The editions whose notice some paragraph names."""
    text = fold("\n".join(paragraph.text for paragraph in paragraphs(document))).replace(" ", "")
    return [edition for edition in editions if any(fold(mark) in text for mark in edition.citations)]
