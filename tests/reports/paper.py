"""Reports as PDF files, set by reportlab: pages, ruled or blank tables, headers and page numbers.

The same blocks as the text forms: a report printed here holds the same words
and figures as its text. The font is one that PDF readers bring themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from .blocks import Block, Heading, Tables, Title
from .choices import Choices
from .sheets import C, Sheet
from .word import texts

FONT = "STSong-Light"
LINES = 0.7


class Look(NamedTuple):
    """How a report is printed.

    ``size`` of a page, ``margin`` around its text and the size of letters are in points.
    ``number`` makes the page number, ``header`` stands above every page.
    ``rules`` are the lines of tables: "all", "inner" (no outer edge), "dashed"
    or "none". ``again``: headers are printed again on each page. ``upright``:
    the label of results is set one character per line. ``indent`` of a
    paragraph is in characters, ``turned`` the page's rotation in degrees.
    """

    size: tuple[float, float] = A4
    margin: float = 74.0
    letters: float = 16.0
    small: float = 9.0
    number: Callable[[int], str] = "- {} -".format
    header: str = ""
    rules: str = "all"
    again: bool = False
    upright: bool = True
    indent: float = 2.0
    turned: int = 0
    password: str = ""
    owner: str = ""


def paper(before: Sequence[Sheet], blocks: Sequence[Block], choices: Choices, look: Look) -> bytes:
    """A report as the bytes of a PDF file."""
    flow: list[Any] = []
    for sheet in before:
        flow += tables([sheet], choices, look)
    for block in blocks:
        if isinstance(block, Tables):
            flow += tables(block.sheets, choices, look)
        else:
            flow += [Paragraph(escaped(text), style(block, look)) for text in texts(block, choices)]
    return printed(flow, look)


def printed(flow: Sequence[Any], look: Look) -> bytes:
    """Pages with what flows through them."""
    stream = BytesIO()
    font()

    def around(canvas: Canvas, document: Any) -> None:
        if look.turned:
            canvas.setPageRotation(look.turned)
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(look.size[0] / 2, 36, look.number(canvas.getPageNumber()))
        if look.header:
            canvas.drawString(look.margin, look.size[1] - 40, look.header)

    template = SimpleDocTemplate(
        stream, pagesize=look.size, leftMargin=look.margin, rightMargin=look.margin,
        topMargin=look.margin, bottomMargin=look.margin, encrypt=encryption(look),
    )  # fmt: skip
    template.build(list(flow), onFirstPage=around, onLaterPages=around)
    return stream.getvalue()


def encryption(look: Look) -> Any:
    """Passwords to open the file and to change it."""
    if not (look.password or look.owner):
        return None
    from reportlab.lib.pdfencrypt import StandardEncryption  # only for the files that have one

    return StandardEncryption(look.password, look.owner or None, canPrint=0)


@cache
def font() -> None:
    """Make the font known, once."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def escaped(text: str) -> str:
    """A text without markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("　", "")


def style(block: Block, look: Look) -> ParagraphStyle:
    """Titles in the middle and larger, headings and paragraphs pushed in by two characters."""
    font()
    size = look.letters * (1.3 if isinstance(block, Title) else 1)
    centred = isinstance(block, Title)
    return ParagraphStyle(
        "text",
        fontName=FONT,
        fontSize=size,
        leading=size * 1.75,
        wordWrap="CJK",
        firstLineIndent=0 if centred else look.indent * size,
        alignment=TA_CENTER if centred else 0,
        spaceBefore=size * 0.6 if isinstance(block, Heading) and not look.indent else 0,
        spaceAfter=0 if look.indent else size * 0.9,
    )


def tables(sheets: Sequence[Sheet], choices: Choices, look: Look) -> list[Any]:
    """The tables of one section, one below the other or in one."""
    together = choices.one_table and len(sheets) > 1 and sheets[0].kind == "block"
    made: list[Any] = []
    grids: list[tuple[list[list[C]], int]] = []
    wide = max((sheet.width for sheet in sheets), default=0)
    for sheet in sheets:
        rows = [list(row) for row in sheet.rows]
        width = wide if together else sheet.width
        if sheet.caption and (together or choices.captions == "row"):
            rows.insert(0, [C(sheet.caption)])
        rows = [row + [C("", None, True)] * (width - len(row)) for row in rows]
        if together and grids:
            grids[0][0].extend(rows)
            continue
        if sheet.caption and not together and choices.captions != "row":
            made.append((sheet.caption, len(grids)))
        grids.append((rows, sheet.head + (len(rows) - len(sheet.rows))))
    captions = {at: text for text, at in made}
    flow: list[Any] = []
    for at, (rows, head) in enumerate(grids):
        if at in captions:
            flow.append(Paragraph(escaped(captions[at]), style(Title(()), look._replace(letters=look.small))))
        flow += [table(rows, 0 if together else head, look), Spacer(1, 12)]
    return flow


def table(rows: Sequence[Sequence[C]], head: int, look: Look) -> Table:
    """A table with merged cells."""
    cells: list[list[Any]] = [[""] * len(rows[0]) for _ in rows]
    commands: list[Any] = [
        ("FONT", (0, 0), (-1, -1), FONT, look.small),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("ALIGN", (0, 0), (-1, -1), "CENTER"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
    widths = widths_of(rows, look)
    areas = areas_of(rows, head)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell.filler:
                continue
            bottom, right = areas[at, column]
            if (bottom, right) != (at, column):
                commands.append(("SPAN", (column, at), (right, bottom)))
            cells[at][column] = content(cell.text, sum(widths[column : right + 1]), bottom - at, look)
            commands += edges(at, column, bottom, right, (len(rows), len(row)), look)
    return Table(
        cells, colWidths=widths, style=commands, repeatRows=head if look.again else 0,
        spaceBefore=6,
    )  # fmt: skip


def areas_of(rows: Sequence[Sequence[C]], head: int) -> dict[tuple[int, int], tuple[int, int]]:
    """The last row and column of each cell: what goes on belongs to the left, in headers to the cell above."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            above, left = (at - 1, column), (at, column - 1)
            if not cell.filler:
                owner[at, column] = (at, column)
            elif at and (column == 0 or owner[left][0] != at or (at < head and owner[above] == above)):
                owner[at, column] = owner[above]
            else:
                owner[at, column] = owner[left]
    areas: dict[tuple[int, int], tuple[int, int]] = {}
    for (at, column), own in owner.items():
        bottom, right = areas.get(own, own)
        areas[own] = (max(bottom, at), max(right, column))
    return areas


def edges(at: int, column: int, bottom: int, right: int, size: tuple[int, int], look: Look) -> list[Any]:
    """The lines around a cell."""
    if look.rules == "none":
        return []
    area = ((column, at), (right, bottom))
    dashes = (None, (2, 1.5)) if look.rules == "dashed" else ()
    line: tuple[Any, ...] = (LINES, "#000000", *dashes)
    if look.rules != "inner":
        return [("BOX", *area, *line)]
    found: list[Any] = []
    if bottom + 1 < size[0]:
        found.append(("LINEBELOW", (column, bottom), (right, bottom), *line))
    if right + 1 < size[1]:
        found.append(("LINEAFTER", (right, at), (right, bottom), *line))
    return found


def content(text: str, width: float, below: int, look: Look) -> Any:
    """The text of a cell, broken into lines; a long narrow cell may be set upright."""
    if below > 6 and look.upright:
        return "\n".join(text)
    room = max(int((width - 6) / look.small), 1)
    if len(text) <= room and len(text.encode()) <= 3 * room:
        return text
    return Paragraph(
        escaped(text),
        ParagraphStyle("cell", fontName=FONT, fontSize=look.small, leading=look.small * 1.3, wordWrap="CJK"),
    )


def widths_of(rows: Sequence[Sequence[C]], look: Look) -> list[float]:
    """Columns of labels are wider than columns of figures."""
    room = look.size[0] - 2 * look.margin
    count = len(rows[0])
    longest = [
        max((len(row[at].text) for row in rows if not row[at].filler), default=1) for at in range(count)
    ]
    shares = [min(max(length, 3), 14) for length in longest]
    if count == 10:
        shares = [3, 5, 14, *[4] * 7]
    return [room * share / sum(shares) for share in shares]
