"""The options about mending: what is asked for, and what is said of it afterwards."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from reportlint.cli_options import Parser
from reportlint.cli_texts import say
from reportlint.cli_write import complain, tell, write
from reportlint.errors import ConfigError, why
from reportlint.findings import FileResult
from reportlint.one_file import Change, Mending
from reportlint.run import Ran

_REASONS = ("encoding", "signs", "moved", "worse")
_FAILURES = ("changed", "denied")


def add_fix_options(parser: Parser, lang: str) -> None:
    """``--fix``, ``--unsafe-fixes``, ``--diff``."""
    group = parser.add_argument_group(say("group_fixes", lang))
    for name in ("fix", "unsafe-fixes", "diff"):
        group.add_argument(f"--{name}", action="store_true", help=say(name.replace("-", "_"), lang))


def wanted_mending(options: Namespace) -> Mending | None:
    """What is to be mended and how, None for nothing. Raises ConfigError for --unsafe-fixes alone."""
    if not (options.fix or options.diff):
        if options.unsafe_fixes:
            raise ConfigError(say("unsafe_alone", options.lang))
        return None
    baseline, state = "", (0, 0)
    if options.baseline is not None:
        baseline, found = str(options.baseline), os.stat(options.baseline)
        state = (found.st_mtime_ns, found.st_size)
    return Mending(options.unsafe_fixes, not options.diff, baseline, state)


def pass_on(ran: Ran) -> None:
    """Standard input, mended, to standard output; what was not read of it follows as it stands.

    So nothing is lost of a text that is too large, or excluded.
    """
    if sys.stdin is None:
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(ran.mended or b"")
    shutil.copyfileobj(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def show_changes(changes: Sequence[Change]) -> None:
    """The changes of all files as one unified diff on standard output."""
    write("".join(change.diff for change in changes))


def finish_mending(
    changes: Sequence[Change], files: Sequence[FileResult], mending: Mending, lang: str
) -> bool:
    """Say on standard error what was mended and what was not; False where a file could not be written."""
    count, mended = sum(change.fixed for change in changes), sum(change.fixed > 0 for change in changes)
    if count or not mending.write:
        tell(say("mended" if mending.write else "would_mend", lang, n=count, files=mended))
    for change in changes:
        whys = Counter(each.why for each in change.refused)
        for one in _REASONS:
            if whys[one]:
                reason = say(f"refused_{one}", lang)
                tell(say("refused", lang, name=change.path, n=whys[one], why=reason))
    _tell_display(files, lang)
    failed = [change for change in changes if change.failed]
    for change in failed:
        complain(say("cannot_write_to", lang, name=change.path, text=_failure(change.failed, lang)), lang)
    return not failed


def _failure(failed: str, lang: str) -> str:
    if failed in _FAILURES:
        return say(f"failed_{failed}", lang)
    return why(OSError(int(failed), os.strerror(int(failed))), lang)


def _tell_display(files: Sequence[FileResult], lang: str) -> None:
    """Once, that such formats are not mended in place."""
    shown = [
        one
        for file in files
        for one in file.findings
        if one.suppressed is None and one.fix is not None and one.fix["applicability"] == "display"
    ]
    if shown:
        suffixes = " ".join(sorted({Path(one.file).suffix.lower() for one in shown} - {""}))
        tell(say("not_in_place", lang, n=len(shown), suffixes=suffixes))
