"""The pages of an OFD file as characters and straight lines, as a PDF file's are handed out."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Final

from lxml.etree import _Element as Element

from reportlint.errors import ReadError
from reportlint.read.docx_package import BROKEN_ZIP, ZIP, ZIP_FAULTS, damaged, judge_sizes, too_large
from reportlint.read.limits import Limits
from reportlint.read.ofd_objects import Drawn, read_objects
from reportlint.read.ofd_package import NO_OFD, Book, Ofd, Part, composites_in, page_box, read_book
from reportlint.read.ofd_space import POINTS, Box, child, local
from reportlint.read.pdf_page import Glyph, Page, Rule
from reportlint.read.pdf_sheet import Sheet

_THIN: Final = 4.0  # points; a shape no wider is a line
_SAME_PLACE: Final = 0.3  # of a character's width: two that stand so close are one, printed twice for weight
_OUTSIDE: Final = 4.0  # points


def read_pages(data: bytes, limits: Limits) -> list[Page]:
    """The pages of a file. Raises ReadError P001 (damaged, encrypted, too large)."""
    if not data.startswith(ZIP):
        raise damaged(NO_OFD)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            judge_sizes(archive, len(data))
            return list(_pages(Ofd(archive), limits))
    except ZIP_FAULTS as fault:
        raise damaged(BROKEN_ZIP) from fault


def _pages(ofd: Ofd, limits: Limits) -> Iterator[Page]:
    book = read_book(ofd)
    count = len(book.pages)
    if count > limits.pages:
        raise too_large(f"{count} 页", f"{count} pages", f"{limits.pages} 页", f"{limits.pages} pages")
    for number, place in enumerate(book.pages, 1):
        part = ofd.part(place)
        if part is None:
            if ofd.is_encrypted():
                raise ReadError("P001", "encrypted")
            raise damaged({"zh": f"缺少第 {number} 页", "en": f"page {number} is missing"})
        yield _page(number, part, ofd, book)


def _page(number: int, part: Part, ofd: Ofd, book: Book) -> Page:
    """A page; what its template holds is header and footer, unless the page has no text of its own."""
    drawn = Drawn({**book.composites, **_own_composites(part, ofd)})
    _read(part, drawn)
    if not drawn.chars:
        for one in part.root:
            if local(one) == "Template":
                template = ofd.part(book.templates.get(one.get("TemplateID", ""), ""))
                if template is not None:
                    _read(template, drawn)
    return _shown(number, page_box(child(part.root, "Area")) or book.area, drawn)


def _own_composites(part: Part, ofd: Ofd) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for place in part.root:
        if local(place) == "PageRes" and place.text:
            resources = ofd.part(ofd.resolved(part.folder, place.text))
            found |= composites_in(resources.root if resources is not None else None)
    return found


def _read(part: Part, drawn: Drawn) -> None:
    content = child(part.root, "Content")
    if content is not None:
        read_objects(content, drawn)


# --- the page as shown ---------------------------------------------------------------------


def _shown(number: int, area: Box, drawn: Drawn) -> Page:
    """The page in points from its upper left corner, turned so that most of its text stands upright."""
    turns = Counter(char.turned for char in drawn.chars if not char.char.isspace())
    aside = turns.most_common(1)[0][0] if turns else 0
    sheet = Sheet(area.x0 * POINTS, -area.y1 * POINTS, area.x1 * POINTS, -area.y0 * POINTS, aside)
    across: list[Rule] = []
    down: list[Rule] = []
    for box in drawn.lines:
        x0, top, x1, bottom = _on(sheet, box)
        if x1 < -_OUTSIDE or x0 > sheet.width + _OUTSIDE:
            continue
        if bottom < -_OUTSIDE or top > sheet.height + _OUTSIDE:
            continue
        if bottom - top <= _THIN:
            across.append(Rule((top + bottom) / 2, x0, x1))
        if x1 - x0 <= _THIN:
            down.append(Rule((x0 + x1) / 2, top, bottom))
    return Page(
        number, sheet.width, sheet.height, _glyphs(drawn, sheet), tuple(across), tuple(down),
        _covered(drawn.pictures, sheet), drawn.paths, drawn.unmapped,
    )  # fmt: skip


def _on(sheet: Sheet, box: Box) -> tuple[float, float, float, float]:
    return sheet.shown(box.x0 * POINTS, -box.y1 * POINTS, box.x1 * POINTS, -box.y0 * POINTS)


def _glyphs(drawn: Drawn, sheet: Sheet) -> tuple[Glyph, ...]:
    kept: list[Glyph] = []
    for char in drawn.chars:
        glyph = Glyph(char.char, *_on(sheet, char.box), (char.turned - sheet.turns) % 4)
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if 0 <= x <= sheet.width and 0 <= y <= sheet.height and not _doubled(glyph, kept):
            kept.append(glyph)
    return tuple(kept)


def _doubled(glyph: Glyph, kept: Sequence[Glyph]) -> bool:
    """True for a character printed again, a hair aside, to look bold."""
    near = _SAME_PLACE * max(glyph.x1 - glyph.x0, 1.0)
    return any(
        other.char == glyph.char and abs(other.x0 - glyph.x0) < near and abs(other.top - glyph.top) < near
        for other in kept[-1:]
    )


def _covered(pictures: Sequence[Box], sheet: Sheet) -> float:
    """How much of the page pictures cover, taken one by one; strips of a scan add up."""
    area = 0.0
    for box in pictures:
        x0, top, x1, bottom = _on(sheet, box)
        wide = min(x1, sheet.width) - max(x0, 0.0)
        high = min(bottom, sheet.height) - max(top, 0.0)
        area += max(wide, 0.0) * max(high, 0.0)
    return min(area / (sheet.width * sheet.height), 1.0)
