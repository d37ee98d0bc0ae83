"""What the command line writes: results to standard output, complaints to standard error."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from reportlint.cli_texts import say


def write(text: str, format_name: str = "full") -> None:
    """Text to standard output; machine formats are UTF-8 unless a person is looking."""
    if not text:
        return
    if not text.endswith("\n"):
        text += "\n"
    if format_name not in ("full", "concise") and not sys.stdout.isatty() and hasattr(sys.stdout, "buffer"):
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(text)
        sys.stdout.flush()


def complain(text: str, lang: str) -> None:
    """One line on standard error."""
    sys.stderr.write(say("error", lang, text=text) + "\n")


def write_file(path: Path, data: bytes) -> None:
    """A file in one step: whoever opens it finds the old one or the whole new one. Raises OSError."""
    target = Path(os.path.realpath(path))  # a link stays a link
    beside = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    try:
        with open(beside, "xb") as stream:
            stream.write(data)
        if target.exists():
            shutil.copymode(target, beside)
        os.replace(beside, target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
