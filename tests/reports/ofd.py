"""Reports as OFD files (GB/T 33190): laid out here, and written in the ways in which programs write them.

All lengths are millimetres, downwards from the upper left corner of a page.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

from .blocks import Block, Heading, Tables, Title
from .choices import Choices
from .sheets import FILL, C, Sheet
from .word import texts

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 25.0
LETTERS, SMALL = 5.64, 3.2
PAD = 0.8
POINT = 25.4 / 72


class Look(NamedTuple):
    """How a file is written.

    ``text``: one object for each "line", "run" (figures apart from words) or
    "char". ``scaled``: sizes are points, brought to millimetres by a matrix.
    ``rules``: the lines of tables are "strokes", "frames" around cells,
    "bars" (thin areas), a "composite" drawn elsewhere, or "none".
    ``template``: page number and header stand in a template.
    ``steps``: steps are written out, or repeated ones with ``g``; "none" has
    none, each character takes its room. ``space`` is the namespace.
    ``turned``: pages lie on their side.
    """

    text: str = "line"
    scaled: bool = False
    rules: str = "strokes"
    template: bool = True
    steps: str = "g"
    space: str = "http://www.ofdspec.org/2016"
    turned: bool = False


class Word(NamedTuple):
    """A printed line: where it begins on its baseline, and its size."""

    x: float
    y: float
    size: float
    text: str


class Leaf(NamedTuple):
    """A page: its words, and the cells of its tables (left, top, right, bottom)."""

    words: list[Word]
    cells: list[tuple[float, float, float, float]]


def room(text: str, size: float) -> float:
    """How wide a text is printed."""
    return sum(size if east_asian_width(char) in "WFA" else size / 2 for char in text)


def broken(text: str, width: float, size: float) -> list[str]:
    """A text in lines; figures stay whole."""
    lines, line = [], ""
    for piece in re.findall(r"[0-9.%/-]+|.", text):
        if line and room(line + piece, size) > width:
            lines.append(line)
            line = ""
        line += piece
    return [*lines, line]


# --- layout ----------------------------------------------------------------------------------


class Setter:
    """Pages while they are filled."""

    def __init__(self) -> None:
        self.leaves = [Leaf([], [])]
        self.y = MARGIN

    def turn(self) -> None:
        """A new page."""
        self.leaves.append(Leaf([], []))
        self.y = MARGIN

    def line(self, text: str, x: float, size: float, leading: float) -> None:
        """A line of text."""
        if self.y + leading > HEIGHT - MARGIN:
            self.turn()
        if text:
            self.leaves[-1].words.append(Word(x, self.y + leading * 0.7, size, text))
        self.y += leading

    def paragraph(self, text: str, centred: bool, size: float = LETTERS) -> None:
        """Text in lines, the first one pushed in by two characters."""
        text = text.replace("\u3000", "")
        wide = WIDTH - 2 * MARGIN
        for at, line in enumerate(broken(text if centred else "\0\0\0\0" + text, wide, size)):
            shown = line.replace("\0", "")
            x = MARGIN + (wide - room(shown, size)) / 2 if centred else MARGIN + (0 if at else 2 * size)
            self.line(shown, x, size, size * 1.75)

    def table(self, rows: Sequence[Sequence[C]], head: int) -> None:
        """A ruled table with so many rows of headers; a page ends between two rows."""
        made = list(_cells(rows, head))
        edges = _columns(rows)
        heights = _heights(made, edges, len(rows))
        tops, place = [], self.y
        for height in heights:
            if place + height > HEIGHT - MARGIN:
                tops.append((len(self.leaves), MARGIN))
                self.turn()
                place = MARGIN
            else:
                tops.append((len(self.leaves) - 1, place))
            place += height
        for row, column, deep, wide, text in made:
            self._cell(text, (edges[column], edges[column + wide]), tops[row : row + deep], heights[row:])
        self.y = place + 4

    def _cell(
        self,
        text: str,
        sides: tuple[float, float],
        tops: Sequence[tuple[int, float]],
        heights: Sequence[float],
    ) -> None:
        """A cell, on each page that it lies on; its text in the highest part."""
        parts: dict[int, list[float]] = {}
        for (page, top), height in zip(tops, heights, strict=False):
            part = parts.setdefault(page, [top, top])
            part[1] = top + height
        home = max(parts, key=lambda page: parts[page][1] - parts[page][0])
        for page, (top, bottom) in parts.items():
            self.leaves[page].cells.append((sides[0], top, sides[1], bottom))
        top, bottom = parts[home]
        lines = _lines(text, sides[1] - sides[0], len(tops), bottom - top)
        y = (top + bottom - len(lines) * SMALL * 1.2) / 2
        for line in lines:
            x = (sides[0] + sides[1] - room(line, SMALL)) / 2
            if line:
                self.leaves[home].words.append(Word(x, y + SMALL, SMALL, line))
            y += SMALL * 1.2


def _cells(rows: Sequence[Sequence[C]], head: int) -> Iterator[tuple[int, int, int, int, str]]:
    """``(row, column, rows, columns, text)`` of each cell.

    Where a cell goes on it belongs to the one on its left; in headers, and
    where that one stands in a row above, to the one above.
    """
    home: dict[tuple[int, int], tuple[int, int]] = {}
    ends: dict[tuple[int, int], tuple[int, int]] = {}
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            own = (at, column)
            if cell.filler:
                aside, above = home.get((at, column - 1)), home.get((at - 1, column))
                upwards = aside is None or aside[0] != at or (at < head and above == (at - 1, column))
                own = (above if upwards else aside) or own
            home[at, column] = own
            ends[own] = (at, max(column, ends.get(own, own)[1]))
    for (top, left), (bottom, right) in ends.items():
        yield top, left, bottom - top + 1, right - left + 1, rows[top][left].text


def _columns(rows: Sequence[Sequence[C]]) -> list[float]:
    """The edges of the columns: those of labels are wider."""
    count = max(map(len, rows))
    longest = [max((len(row[at].text) for row in rows if at < len(row)), default=1) for at in range(count)]
    shares = [3, 5, 14, *[4] * 7] if count == 10 else [min(max(length, 3), 14) for length in longest]
    edges = [MARGIN]
    for share in shares:
        edges.append(edges[-1] + (WIDTH - 2 * MARGIN) * share / sum(shares))
    return edges


def _lines(text: str, width: float, deep: int, high: float) -> list[str]:
    """The lines of a cell; words in a high narrow one stand upright."""
    if deep > 6 and not text.isascii() and len(text) * SMALL * 1.2 <= high:
        return list(text)
    return broken(text, width - 2 * PAD, SMALL)


def _heights(
    cells: Sequence[tuple[int, int, int, int, str]], edges: Sequence[float], count: int
) -> list[float]:
    heights = [0.0] * count
    for row, column, deep, wide, text in sorted(cells, key=lambda cell: cell[2]):
        need = len(_lines(text, edges[column + wide] - edges[column], deep, HEIGHT)) * SMALL * 1.2 + 2 * PAD
        lacking = need - sum(heights[row : row + deep])
        if lacking > 0:
            heights[row + deep - 1] += lacking
    return heights


def laid_out(before: Sequence[Sheet], blocks: Sequence[Block], choices: Choices) -> list[Leaf]:
    """A report on pages."""
    setter = Setter()
    _tables(setter, before, choices)
    for block in blocks:
        if isinstance(block, Tables):
            _tables(setter, block.sheets, choices)
            continue
        for text in texts(block, choices):
            setter.paragraph(
                text, isinstance(block, Title), LETTERS * (1.35 if isinstance(block, Title) else 1)
            )
            setter.y += 2 if isinstance(block, Heading) else 0
    return setter.leaves


def _tables(setter: Setter, sheets: Sequence[Sheet], choices: Choices) -> None:
    together = choices.one_table and len(sheets) > 1 and sheets[0].kind == "block"
    wide = max((sheet.width for sheet in sheets), default=0)
    grids: list[list[list[C]]] = []
    for sheet in sheets:
        width = wide if together else sheet.width
        rows = [[*row, *[FILL] * (width - len(row))] for row in sheet.rows]
        if sheet.caption and (together or choices.captions == "row"):
            rows.insert(0, [C(sheet.caption), *[FILL] * (width - 1)])
        if together and grids:
            grids[0].extend(rows)
        else:
            grids.append(rows)
    for sheet, rows in zip(sheets, grids, strict=False):
        if sheet.caption and not together and choices.captions != "row":
            setter.paragraph(sheet.caption, True, SMALL)
        if rows:
            setter.table(rows, 0 if together else sheet.head + len(rows) - len(sheet.rows))


# --- writing ---------------------------------------------------------------------------------


def ofd(before: Sequence[Sheet], blocks: Sequence[Block], choices: Choices, look: Look) -> bytes:
    """A report as the bytes of an OFD file."""
    return written(laid_out(before, blocks, choices), look)


def written(leaves: Sequence[Leaf], look: Look) -> bytes:
    """Pages as a file."""
    parts: dict[str, str] = {}
    composites: list[str] = []
    for at, leaf in enumerate(leaves):
        furniture = [
            Word(WIDTH / 2 - 4, HEIGHT - 12, 4.0, f"- {at + 1} -"),
            Word(MARGIN, 14, 3.5, "政府信息公开"),
        ]
        own = leaf.words if look.template else [*leaf.words, *furniture]
        lines = [line for cell in leaf.cells for line in _rules(cell, look)]
        if look.rules == "composite" and lines:
            composites.append(
                f'<ofd:CompositeGraphicUnit ID="{900 + at}" Width="{WIDTH}" Height="{HEIGHT}"><ofd:Content>'
                f"{''.join(lines)}</ofd:Content></ofd:CompositeGraphicUnit>"
            )
            lines = [f'<ofd:CompositeObject ID="{800 + at}" Boundary="{_whole()}" ResourceID="{900 + at}"/>']
        objects = "".join([*lines, *(one for word in own for one in _words(word, look))])
        template = f'<ofd:Template TemplateID="{500 + at}"/>' if look.template else ""
        content = (
            f'<ofd:Content><ofd:Layer ID="1" Type="Body">{_turned(objects, look)}</ofd:Layer></ofd:Content>'
        )
        parts[f"Doc_0/Pages/Page_{at}/Content.xml"] = _root("Page", template + content, look)
        inner = "".join(one for word in furniture for one in _words(word, look))
        parts[f"Doc_0/Tpls/Tpl_{at}/Content.xml"] = _root(
            "Page", f"<ofd:Content><ofd:Layer>{_turned(inner, look)}</ofd:Layer></ofd:Content>", look
        )
    resources = f"<ofd:CompositeGraphicUnits>{''.join(composites)}</ofd:CompositeGraphicUnits>"
    parts["Doc_0/DocumentRes.xml"] = _root("Res", resources, look)
    parts["Doc_0/Document.xml"] = _document(len(leaves), look)
    body = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    return zipped({"OFD.xml": _root("OFD", body, look), **parts})


def zipped(parts: dict[str, str]) -> bytes:
    """Parts as a file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>\n' + text)
    return stream.getvalue()


def _root(name: str, inner: str, look: Look) -> str:
    return f'<ofd:{name} xmlns:ofd="{look.space}">{inner}</ofd:{name}>'


def _document(count: int, look: Look) -> str:
    size = (HEIGHT, WIDTH) if look.turned else (WIDTH, HEIGHT)
    templates = (
        f'<ofd:TemplatePage ID="{500 + at}" BaseLoc="/Doc_0/Tpls/Tpl_{at}/Content.xml"/>'
        for at in range(count)
    )
    pages = (f'<ofd:Page ID="{10 + at}" BaseLoc="Pages/Page_{at}/Content.xml"/>' for at in range(count))
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox></ofd:PageArea>"
    common = f"{area}<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>{''.join(templates)}"
    inner = f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{''.join(pages)}</ofd:Pages>"
    return _root("Document", inner, look)


def _whole() -> str:
    return f"0 0 {WIDTH} {HEIGHT}"


def _turned(objects: str, look: Look) -> str:
    """All objects, or a page on its side: a quarter turn to the right."""
    if not look.turned:
        return objects

    def turn(match: re.Match[str]) -> str:
        x, y, wide, high = map(float, match[1].split())
        own = re.search('CTM="([^"]*)"', match[0])
        a, b, c, d, e, f = map(float, own[1].split()) if own else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        matrix = (-b, a, -d, c, high - f, e)
        rest = re.sub(' (?:CTM|Boundary)="[^"]*"', "", match[0])
        boundary = f"{HEIGHT - y - high:.4f} {x:.4f} {high:.4f} {wide:.4f}"
        return f'{rest} Boundary="{boundary}" CTM="{" ".join(f"{one:.6f}" for one in matrix)}"'

    return re.sub(r'<ofd:\w+Object [^>]*?Boundary="([^"]*)"(?: CTM="[^"]*")?', turn, objects)


def _words(word: Word, look: Look) -> Iterator[str]:
    """The text objects of a printed line."""
    pieces = {"line": [word.text], "run": re.findall("[0-9]+|[^0-9]+", word.text), "char": list(word.text)}
    x = word.x
    for piece in pieces[look.text]:
        yield _text(piece, x, word, look)
        x += room(piece, word.size)


def _text(text: str, x: float, word: Word, look: Look) -> str:
    top = word.y - word.size
    wide, high = room(text, word.size), word.size * 1.2
    unit = POINT if look.scaled else 1.0
    matrix = f' CTM="{unit:.6f} 0 0 {unit:.6f} 0 0"' if look.scaled else ""
    steps = [room(char, word.size) / unit for char in text[:-1]]
    return (
        f'<ofd:TextObject ID="7" Boundary="{x:.4f} {top:.4f} {wide:.4f} {high:.4f}"{matrix} Font="3" '
        f'Size="{word.size / unit:.4f}"><ofd:FillColor Value="0 0 0"/>'
        f'<ofd:TextCode X="0" Y="{word.size / unit:.4f}"{_steps(steps, look)}>{escape(text)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def _steps(steps: Sequence[float], look: Look) -> str:
    if not steps or look.steps == "none":
        return ""
    if look.steps == "all":
        return f' DeltaX="{" ".join(f"{step:.4f}" for step in steps)}"'
    words, at = [], 0
    while at < len(steps):
        end = at
        while end < len(steps) and steps[end] == steps[at]:
            end += 1
        words.append(f"{steps[at]:.4f}" if end - at < 2 else f"g {end - at} {steps[at]:.4f}")
        at = end
    return f' DeltaX="{" ".join(words)}"'


def _rules(cell: tuple[float, float, float, float], look: Look) -> Iterator[str]:
    """The path objects around a cell."""
    x0, y0, x1, y1 = cell
    if look.rules == "none":
        return
    if look.rules == "frames":
        wide, high = x1 - x0, y1 - y0
        data = f"M 0 0 L {wide:.4f} 0 L {wide:.4f} {high:.4f} L 0 {high:.4f} C"
        yield _path(x0, y0, wide, high, data, "")
        return
    for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
        wide, high = line[2] - line[0], line[3] - line[1]
        if look.rules == "bars":
            wide, high = max(wide, 0.2), max(high, 0.2)
            data = f"M 0 0 L {wide:.4f} 0 L {wide:.4f} {high:.4f} L 0 {high:.4f} C"
            yield _path(line[0], line[1], wide, high, data, ' Stroke="false" Fill="true"')
        else:
            yield _path(line[0], line[1], wide, high, f"M 0 0 L {wide:.4f} {high:.4f}", "")


def _path(x: float, y: float, wide: float, high: float, data: str, how: str) -> str:
    return (
        f'<ofd:PathObject ID="8" Boundary="{x:.4f} {y:.4f} {wide:.4f} {high:.4f}" LineWidth="0.2"{how}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )
