"""What stands under a heading, as one text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportlint import ZERO_WIDTH, Paragraph, Section, fold

_INVISIBLE: Final = dict.fromkeys(map(ord, ZERO_WIDTH))


def _plain(text: str) -> str:
    return fold(text.translate(_INVISIBLE))


def parts_of(section: Section, own_heading: bool = False) -> Iterator[str]:
    """Texts under a section: headings and paragraphs, then cells; folded."""
    if own_heading:
        yield _plain(section.heading)
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield _plain(block.text)
        else:
            for row in block.rows:
                yield from (_plain(cell.text) for cell in row.cells)
    for one in section.sections:
        yield from parts_of(one, own_heading=True)


def text_of(section: Section) -> str:
    """All that stands under a section, paragraphs on lines of their own."""
    return "\n".join(parts_of(section))
