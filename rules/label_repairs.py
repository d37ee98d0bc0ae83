"""A damaged label made the official one, with as few changes as can be."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from reportlint import Edit, Fix, Span, fold, label

from .repairs import unsafe

# Ways of writing that are accepted for one another wherever labels are compared.
_SAME: Final = (("其它", "其他"), ("帐", "账"), ("做出", "作出"))


def official(span: Span, printed: str, wanted: str) -> Fix | None:
    """The characters that differ from the official label; its number and marks stay as printed."""
    found, words = _unnumbered(printed), _unnumbered(wanted)
    if not found or not words:
        return None
    column = span.column + len(printed) - len(found)
    mine, right = _letters(found), _letters(words)
    edits = []
    same = SequenceMatcher(None, _compared(found, mine), _compared(words, right), autojunk=False)
    for what, first, last, begin, end in same.get_opcodes():
        if what == "equal":
            continue
        start = mine[first] if first < last else mine[first - 1] + 1 if first else mine[0]
        stop = mine[last - 1] + 1 if first < last else start
        new = words[right[begin] : right[end - 1] + 1] if begin < end else ""
        edits.append(Edit(Span(span.line, column + start, column + stop), found[start:stop], new))
    return unsafe(*edits)


def _unnumbered(text: str) -> str:
    """What stands behind the printed number of a label, "" where that cannot be told."""
    core = label(text).core
    tails = (text[at:] for at in range(len(text)) if fold(text[at]) == core[:1])
    return next((tail for tail in tails if label(f"一、{tail}").core == core), "")


def _letters(text: str) -> list[int]:
    """Where the characters stand that are compared of a label."""
    return [at for at, char in enumerate(fold(text)) if char.isalnum() or char == "%"]


def _compared(text: str, places: Sequence[int]) -> str:
    """Those characters, ways of writing that are accepted made one; of the same length."""
    letters = "".join(fold(text)[at] for at in places)
    for written, meant in _SAME:
        letters = letters.replace(written, meant)
    return letters
