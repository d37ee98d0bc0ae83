"""What the command line writes: results to standard output, complaints to standard error."""

from __future__ import annotations

import sys

from reportlint.cli_texts import say


def write(text: str, for_people: bool = True) -> None:
    """Text to standard output; what is written for programs is UTF-8 unless a person is looking."""
    if not text:
        return
    if not text.endswith("\n"):
        text += "\n"
    if not for_people and not sys.stdout.isatty() and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def complain(text: str, lang: str) -> None:
    """One line on standard error."""
    sys.stderr.write(say("error", lang, text=text) + "\n")


def tell(text: str) -> None:
    """One line on standard error that is no error."""
    sys.stderr.write(text + "\n")
