"""What the command line writes: results to standard output, complaints to standard error."""

from __future__ import annotations

import os
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
    try:
        _put(text, for_people, out)
    except BrokenPipeError:  # the reader has seen enough; files are still to be written
        silence(out)


def _put(text: str, for_people: bool, out: TextIO) -> None:
    if not for_people and not out.isatty() and hasattr(out, "buffer"):
        out.flush()
        out.buffer.write(text.encode("utf-8"))
        out.buffer.flush()
    else:
        out.write(text)
        out.flush()


def open_streams() -> None:
    """Standard output and error as they are wanted; where there are none, as in a service, what is said is lost."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(getattr(sys, name), "reconfigure"):
            getattr(sys, name).reconfigure(errors="replace")  # a console that cannot hold a character shows ?


def silence(stream: TextIO) -> None:
    """Whatever is still to be written goes nowhere, so that closing the stream raises nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def complain(text: str, lang: str) -> None:
    """One line on standard error."""
    sys.stderr.write(say("error", lang, text=text) + "\n")


def tell(text: str) -> None:
    """One line on standard error that is no error."""
    sys.stderr.write(text + "\n")
