"""Reports as OFD files (GB/T 33190), written in the ways in which programs write them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from .blocks import Block
from .choices import Choices
from .leaves import HEIGHT, MARGIN, WIDTH, Leaf, Word, laid_out, room
from .sheets import Sheet

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
