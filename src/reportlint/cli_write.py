"""What the command line writes: results to standard output, complaints to standard error."""

from __future__ import annotations

import sys
from typing import TextIO

from reportlint.cli_texts import say


def write(text: str, for_people: bool = True, stream: TextIO | None = None) -> None:
    """Text to standard output, or ``stream``; what is for programs is UTF-8 unless a person is looking."""
    out = stream if stream is not None else sys.stdout
    if not text:
        return
    if not text.endswith("\n"):
        text += "\n"
    if not for_people and not out.isatty() and hasattr(out, "buffer"):
        out.flush()
        out.buffer.write(text.encode("utf-8"))
        out.buffer.flush()
    else:
        out.write(text)
        out.flush()


def complain(text: str, lang: str) -> None:
    """One line on standard error."""
    sys.stderr.write(say("error", lang, text=text) + "\n")


def tell(text: str) -> None:
    """One line on standard error that is no error."""
    sys.stderr.write(text + "\n")
