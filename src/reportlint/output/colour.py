"""Colours of the text output: plain ANSI codes."""

from __future__ import annotations

RESET = "\x1b[0m"
STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[1;33m",
    "note": "\x1b[1;36m",
    "frame": "\x1b[34m",
    "strong": "\x1b[1m",
    "good": "\x1b[32m",
}


def paint(text: str, style: str, on: bool) -> str:
    """The text in that style, or as it stands where colours are off."""
    return f"{STYLES[style]}{text}{RESET}" if on and text else text
