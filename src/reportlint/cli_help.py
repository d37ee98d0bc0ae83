"""Help that wraps by columns of the screen: a Chinese character takes two, and may end a line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import Final

from reportlint.text import columns_on_screen

# A word of letters, a blank, or another character with the marks that may not begin a line.
_PIECE: Final = re.compile(r"[!-~]+[，。：；、）”]*|\s|.[，。：；、）”]*")


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help in which the lines of every text fit the screen."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrapped(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (line for one in text.splitlines() for line in wrapped(one, width - len(indent)) or ("",))
        return "".join(f"{indent}{line}\n" for line in lines)


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A line as lines of at most ``width`` columns; further ones are indented as the first."""
    indent = text[: len(text) - len(text.lstrip())]
    pieces = _PIECE.findall(text.strip())
    return tuple(f"{indent}{line}" for line in _lines(pieces, width - len(indent)))


def _lines(pieces: list[str], width: int) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line and columns_on_screen((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece if line or not piece.isspace() else ""
    if line.strip():
        yield line.rstrip()
