"""Display width: how many columns of a terminal a text takes.

Wide and full-width characters take two columns, combining and zero-width ones
none, a tab always four. What a terminal would not print as it stands is
replaced, so that the shown text and the carets under it agree.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

TAB = " " * 4
UNPRINTABLE = "?"


class Measured(NamedTuple):
    """A text made printable.

    ``shown[i]`` is what is printed for code point i; ``offsets[i]`` is the
    display column (0-based) where it starts, with the whole width at the end.
    """

    shown: tuple[str, ...]
    offsets: tuple[int, ...]


def shown(char: str) -> str:
    """What is printed for one character of an excerpt."""
    if " " <= char <= "~":
        return char
    if char == "\t":
        return TAB
    category = unicodedata.category(char)
    if category == "Cf":
        # Zero-width and direction marks: dropped, or they would shift or turn round the line.
        return ""
    if category in ("Cc", "Cs", "Zl", "Zp"):
        return UNPRINTABLE
    if category == "Zs" and char != "\u3000":
        return " "
    return char


def char_width(char: str, ambiguous_wide: bool = True) -> int:
    """Columns that one character takes as ``shown`` prints it."""
    if " " <= char <= "~":
        return 1
    printed = shown(char)
    if printed != char:
        return len(printed)
    if unicodedata.category(char) in ("Mn", "Me") or "\u1160" <= char <= "\u11ff":
        return 0
    wide = "WFA" if ambiguous_wide else "WF"
    return 2 if unicodedata.east_asian_width(char) in wide else 1


def display_width(text: str, ambiguous_wide: bool = True) -> int:
    """Columns that a text takes as ``shown`` prints it."""
    return sum(char_width(char, ambiguous_wide) for char in text)


def measure(text: str, ambiguous_wide: bool = True) -> Measured:
    """A text with the display column of each of its code points."""
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + char_width(char, ambiguous_wide))
    return Measured(tuple(shown(char) for char in text), tuple(offsets))


def printable(text: str) -> str:
    """A text on one line, without anything that steers a terminal."""
    return "".join(" " if char in "\t\n\r\v\f" else shown(char) for char in text)


def console_safe(text: str, encoding: str) -> str:
    """The text with "?" for whatever the encoding cannot hold."""
    try:
        return text.encode(encoding, "replace").decode(encoding)
    except LookupError:
        return text.encode("ascii", "replace").decode("ascii")
