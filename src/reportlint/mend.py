"""Findings mended in the bytes of a file: the rest of the file stays as it is, byte for byte.

Nothing is trusted: the old text must stand at its place, the new one must fit
the file's encoding, and what comes out is checked again. A fix that brings
another finding, or moves a figure that it was not made for, is not made.
"""

from __future__ import annotations

import codecs
import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from reportlint.findings import FileResult, Finding, edits_of
from reportlint.model import Report
from reportlint.rule import SAFE, UNSAFE

Check = Callable[[bytes], FileResult]
_LINE_END: Final = re.compile("\r\n|\n|\r")
_HEADS: Final = {
    "utf-8-sig": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "utf-32-le": (codecs.BOM_UTF32_LE, "utf-32-le"),
    "utf-32-be": (codecs.BOM_UTF32_BE, "utf-32-be"),
    "big5": (b"", "big5hkscs"),
}
# In these kinds of file such characters part cells or begin a tag.
_SIGNS: Final = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "<>&"),
    **dict.fromkeys((".md", ".markdown"), "|`*_<>[]\\"),
    **dict.fromkeys((".csv", ".tsv"), ',;\t"'),
}
_TRIES: Final = 60  # checks of one file; who needs more has fixes that do not fit


class Refused(NamedTuple):
    """A fix that was not made, and why: "encoding", "signs", "moved" or "worse"."""

    code: str
    line: int
    why: str


class Mended(NamedTuple):
    """A file's bytes after mending; ``fixed`` findings are gone, ``refused`` stay though they have a fix."""

    data: bytes
    fixed: int
    refused: tuple[Refused, ...]
    before: FileResult
    after: FileResult


def fixable(finding: Finding, unsafe: bool) -> bool:
    """True for a finding that may be mended now: one set aside never is."""
    if finding.fix is None or finding.suppressed is not None:
        return False
    return finding.fix["applicability"] in ((SAFE, UNSAFE) if unsafe else (SAFE,))


def mend(data: bytes, check: Check, unsafe: bool, suffix: str = "") -> Mended:
    """The bytes with all findings mended that can be, again and again until nothing changes.

    ``check`` gives the result of bytes with its source and report, suppressions
    applied; ``suffix`` is the kind of file. Of edits that overlap the first is
    made, and the others in the next round if they are still wanted.
    """
    first = now = check(data)
    refused: dict[tuple[str, str], Refused] = {}
    count = tries = 0
    moved = False
    while tries < _TRIES:
        wanted = [one for one in now.findings if fixable(one, unsafe)]
        left = _apart([one for one in wanted if (one.code, one.fingerprint) not in refused])
        if not left:
            if not (refused and moved):
                break
            refused, moved = {}, False  # what did not fit before may fit now
            continue
        for chosen in [left] if len(left) == 1 else [left, *([one] for one in left)]:
            tries += 1
            data, after, why = _tried(data, now, chosen, check, suffix)
            if after is not None:
                count, now, moved = count + len(chosen), after, True
                break
            if len(chosen) == 1:
                one = chosen[0]
                refused[one.code, one.fingerprint] = Refused(one.code, one.location.line or 0, why)
    return Mended(data, count, tuple(refused.values()), first, now)


def _apart(findings: Sequence[Finding]) -> list[Finding]:
    """Those whose edits do not touch those of one before."""
    taken: list[tuple[int, int, int]] = []
    kept = []
    for finding in findings:
        own = [(one["line"], one["column"], one["end_column"]) for one in edits_of(finding)]
        if not any(_touch(place, other) for place in own for other in taken):
            taken += own
            kept.append(finding)
    return kept


def _touch(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    if one[0] != other[0]:
        return False
    if one == other:
        return True
    return one[1] < other[2] and other[1] < one[2]


def _tried(
    data: bytes, now: FileResult, chosen: Sequence[Finding], check: Check, suffix: str
) -> tuple[bytes, FileResult | None, str]:
    """``(bytes, result, "")`` with the findings mended, else ``(the bytes as they were, None, why)``."""
    edits = [edit for finding in chosen for edit in edits_of(finding)]
    if any(set(edit["new"]) & set(_SIGNS.get(suffix, "")) for edit in edits):
        return data, None, "signs"
    try:
        new = edited(data, now.source.encoding if now.source is not None else "", edits)
    except UnicodeEncodeError:
        return data, None, "encoding"
    if new is None:
        return data, None, "moved"
    after = check(new)
    return (new, after, "") if _sound(now, after, chosen, edits) else (data, None, "worse")


# --- bytes ------------------------------------------------------------------------------------


def edited(data: bytes, encoding: str, edits: Sequence[Mapping[str, Any]]) -> bytes | None:
    """The bytes with the edits made, None where an old text does not stand at its place.

    ``encoding`` is what the reader found. Raises UnicodeEncodeError for a
    character that the file's encoding does not have.
    """
    head, codec = _HEADS.get(encoding, (b"", encoding))
    try:
        text = data[len(head) :].decode(codec)
        if head + text.encode(codec) != data:
            return None  # bytes that this program would not write as they are
    except (UnicodeError, LookupError):
        return None
    if codec == "gb18030" and _is_gbk(data):
        codec = "gbk"  # others read it so: no character of four bytes is brought in
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    for edit in sorted(edits, key=lambda one: (one["line"], one["column"], one["end_column"]), reverse=True):
        if not 0 < edit["line"] <= len(starts):
            return None
        start, end = (starts[edit["line"] - 1] + edit[name] - 1 for name in ("column", "end_column"))
        if text[start:end] != edit["old"] or _LINE_END.search(edit["old"] + edit["new"]):
            return None
        text = text[:start] + edit["new"] + text[end:]
    return head + text.encode(codec)


def _is_gbk(data: bytes) -> bool:
    try:
        return data.decode("gbk").encode("gbk") == data
    except UnicodeError:
        return False


# --- what came out ----------------------------------------------------------------------------


def _sound(
    before: FileResult, after: FileResult, chosen: Sequence[Finding], edits: Sequence[Mapping[str, Any]]
) -> bool:
    """True where the findings are gone, no other came, and no figure changed that was not to change."""
    if after.error is not None or after.failures or before.report is None or after.report is None:
        return False
    had, have = _counts(before), _counts(after)
    if any(count > had[key] for key, count in have.items()):
        return False
    were, left = _prints(before.findings), _prints(after.findings)
    if any(left[one] > were[one] - count for one, count in _prints(chosen).items()):
        return False
    safe = [one for one in chosen if one.fix is not None and one.fix["applicability"] == SAFE]
    gone = Counter((one.code, True) for one in safe)
    if any(have[key] > had[key] - count for key, count in gone.items()):
        return False
    if len(safe) == len(chosen):
        return _says(before.report) == _says(after.report)
    return _same_but(before.report, after.report, edits)


def _counts(result: FileResult) -> Counter[tuple[str, bool]]:
    """Findings by rule, all of them and (True) those that are open: one set aside must stay so."""
    counts = Counter((one.code, False) for one in result.findings)
    counts.update((one.code, True) for one in result.findings if one.suppressed is None)
    return counts


def _prints(findings: Iterable[Finding]) -> Counter[str]:
    """How often each fault is there; #2 tells those of one place apart, and moves up when #1 is gone."""
    return Counter(one.fingerprint.partition("#")[0] for one in findings)


def _says(report: Report) -> tuple[object, ...]:
    """What no safe fix may change: what the report is, its sections, its figures."""
    told = Counter((one.quantity, one.value, one.scope, one.kind) for one in report.told)
    sections = tuple(one.key for one in report.sections)
    return (report.edition.name, report.year, report.organ, sections, dict(_figures(report)), told)


def _same_but(before: Report, after: Report, edits: Sequence[Mapping[str, Any]]) -> bool:
    """True where only cells changed that an edit stands in; a mended label may bring cells to light."""
    new = dict(_figures(after))
    meant = {key for key, figure in _cells(before) if any(_within(figure.span, edit) for edit in edits)}
    return all(key in new and (new[key] == number or key in meant) for key, number in _figures(before))


def _within(span: Any, edit: Mapping[str, Any]) -> bool:
    return bool(
        span.line == edit["line"] and span.column <= edit["end_column"] and edit["column"] <= span.end
    )


def _cells(report: Report) -> Iterator[tuple[tuple[int, str, str], Any]]:
    for at, grid in enumerate(report.grids):
        for (row, column), figure in grid.cells.items():
            yield (at, row, column), figure


def _figures(report: Report) -> Iterator[tuple[tuple[int, str, str], Decimal | None]]:
    return ((key, figure.number) for key, figure in _cells(report))


# --- a change shown ---------------------------------------------------------------------------


def difference(mended: Mended) -> str:
    """A unified diff of the file, personal numbers masked; "" where nothing changes."""
    old, new = (
        result.source.lines if result.source is not None else () for result in (mended.before, mended.after)
    )
    lines = difflib.unified_diff(_ended(old), _ended(new), mended.before.path, mended.before.path)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _ended(lines: Sequence[str]) -> list[str]:
    """Lines with their ends, the last one without where the file has none."""
    ended = [f"{line}\n" for line in lines[:-1]]
    return [*ended, lines[-1]] if lines and lines[-1] else ended
