"""What rules share that can mend what they find."""

from __future__ import annotations

from reportlint import Edit, Fix, Paragraph

SAFE = "safe"
UNSAFE = "unsafe"


def edit(paragraph: Paragraph, start: int, end: int, new: str) -> Edit:
    """``paragraph.text[start:end]`` becomes ``new``; none is made where a line end stands between."""
    return Edit(paragraph.span(start, end), paragraph.text[start:end], new)


def safe(*edits: Edit) -> Fix | None:
    """A fix that changes no figure and nothing that the report says."""
    return Fix(SAFE, edits) if edits else None


def unsafe(*edits: Edit) -> Fix | None:
    """A fix that a person must look at."""
    return Fix(UNSAFE, edits) if edits else None
