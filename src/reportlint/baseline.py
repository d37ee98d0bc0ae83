"""Old debts: findings that a baseline file names are set aside, anything else is new.

An entry is a finding's fingerprint with the numbers of its equation, never a
count per file: a fault that is mended while another is made is seen. Line
numbers are not in it, so that edits elsewhere change nothing.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.atomic import write_atomic
from reportlint.errors import ConfigError, why
from reportlint.findings import FileResult, Finding
from reportlint.suppress import NEVER

VERSION: Final = 1
ALGORITHM: Final = "reportlintValue/v1"


class Entry(NamedTuple):
    """A finding of old: fingerprint without its number, both sides of its equation ("" for none).

    ``code``, ``file`` and ``message`` are for the reader; ``file``, as seen from
    the folder of the baseline, and ``code`` also tell which entries a run could
    have seen.
    """

    fingerprint: str
    left: str
    right: str
    code: str
    file: str
    message: str


class Compared(NamedTuple):
    """Results with the findings of the baseline set aside, and the entries that stand for nothing any more.

    ``unknown`` entries stand for nothing either, but their rules were not
    judged in this run, so that nobody knows.
    """

    files: tuple[FileResult, ...]
    stale: tuple[Entry, ...]
    unknown: tuple[Entry, ...]


class Seen(NamedTuple):
    """What a run could have seen: folders that it walked, as seen from ``folder``, and codes that were selected.

    ``folder`` is that of the baseline.
    """

    folder: Path
    walked: tuple[str, ...] = ()
    on: frozenset[str] = frozenset()


_Key = tuple[str, str, str]
_Own = tuple[str, str, str, str]  # the file and the key
_OLD: Final = {"by": "baseline", "reason": "", "until": ""}


def _key(entry: Entry) -> _Key:
    return (entry.fingerprint, entry.left, entry.right)


def _entry(finding: Finding, folder: Path) -> Entry:
    values = finding.values
    return Entry(
        finding.fingerprint.partition("#")[0],
        _number(values.left) if values is not None else "",
        _number(values.right) if values is not None else "",
        finding.code,
        name_in(folder, finding.file),
        finding.message.get("zh", ""),
    )


def name_in(folder: Path, path: str) -> str:
    """A path as seen from a folder, with slashes, so that an entry is the same wherever the call is made."""
    if path == "-":
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        return path


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def compare(files: Iterable[FileResult], baseline: Sequence[Entry], seen: Seen) -> Compared:
    """Set aside what the baseline names; an entry serves for one finding, first for one of its own file."""
    left = Counter((entry.file, *_key(entry)) for entry in baseline)
    once = [_with_own(file, left, seen.folder) for file in files]
    spare: dict[_Key, list[_Own]] = {}
    for own, count in left.items():
        spare.setdefault(own[1:], []).extend([own] * count)
    compared = tuple(_with_moved(file, left, spare, seen.folder) for file in once)
    checked = {name_in(seen.folder, file.path): file for file in compared}
    stale, unknown = [], []
    for entry in baseline:
        one = (entry.file, *_key(entry))
        if left[one] <= 0:
            continue
        left[one] -= 1
        file = checked.get(entry.file)
        if _was_judged(entry, file, seen):
            stale.append(entry)
        elif file is not None and file.error is None:
            unknown.append(entry)
    return Compared(compared, tuple(stale), tuple(unknown))


def _was_judged(entry: Entry, file: FileResult | None, seen: Seen) -> bool:
    """Whether the run would have found the entry's finding if it were there still."""
    if file is None:
        below = any(one == "." or entry.file.startswith(f"{one}/") for one in seen.walked)
        return below and entry.file != "-" and not (seen.folder / entry.file).exists()
    if file.error is not None:
        return False
    by_reading = entry.code.startswith(("P", "N")) and entry.code in seen.on
    return by_reading or entry.code in file.decided


def _with_own(file: FileResult, left: Counter[_Own], folder: Path) -> FileResult:
    """The file with what entries of its own name."""
    findings = []
    for finding in file.findings:
        entry = _entry(finding, folder)
        one = (entry.file, *_key(entry))
        if _is_open(finding) and left[one] > 0:
            left[one] -= 1
            finding = finding._replace(suppressed=_OLD)
        findings.append(finding)
    return file._replace(findings=tuple(findings))


def _with_moved(
    file: FileResult, left: Counter[_Own], spare: dict[_Key, list[_Own]], folder: Path
) -> FileResult:
    """The file with what entries of other files name: a report that was renamed, or is there in another format."""
    findings = []
    for finding in file.findings:
        owns = spare.get(_key(_entry(finding, folder)))
        if _is_open(finding) and owns:
            left[owns.pop()] -= 1
            finding = finding._replace(suppressed=_OLD)
        findings.append(finding)
    return file._replace(findings=tuple(findings))


def _is_open(finding: Finding) -> bool:
    return finding.suppressed is None and finding.code not in NEVER


def entries_of(files: Iterable[FileResult], folder: Path) -> tuple[Entry, ...]:
    """The entries of all findings that are open or old debts; unreadable files can be no old debt."""
    return tuple(
        _entry(finding, folder)
        for file in files
        for finding in file.findings
        if finding.code not in NEVER and finding.suppressed in (None, _OLD)
    )


def without(baseline: Sequence[Entry], stale: Sequence[Entry]) -> tuple[Entry, ...]:
    """The baseline less its stale entries; never more than it held."""
    gone = Counter(stale)
    kept = []
    for entry in baseline:
        if gone[entry] > 0:
            gone[entry] -= 1
        else:
            kept.append(entry)
    return tuple(kept)


# --- the file ------------------------------------------------------------------------------


def write_baseline(path: Path, entries: Iterable[Entry]) -> None:
    """Write a baseline, whole or not at all; sorted, so that a change of it reads well. Raises OSError."""
    ordered = sorted(entries, key=lambda entry: (entry.file, entry.code, *_key(entry)))
    told = {"version": VERSION, "algorithm": ALGORITHM, "entries": [entry._asdict() for entry in ordered]}
    write_atomic(
        path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    )


def read_baseline(path: Path) -> tuple[Entry, ...]:
    """The entries of a baseline file. Raises ConfigError, naming the remedy, if it is none."""
    try:
        told: Any = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: no such baseline; make it with --write-baseline {path}",
            f"{path}：没有这个基线文件；用 --write-baseline {path} 生成",
        ) from None
    except OSError as error:
        en, zh = (why(error, lang) for lang in ("en", "zh"))
        raise ConfigError(f"{path}: cannot be read: {en}", f"{path}：无法读取：{zh}") from error
    except ValueError as error:
        raise _bad(path, " ".join(str(error).split())) from error
    if not isinstance(told, dict) or told.get("version") != VERSION or told.get("algorithm") != ALGORITHM:
        raise _bad(path, f"version {VERSION} with algorithm {ALGORITHM} is wanted")
    try:
        return tuple(Entry(**{name: _text(one[name]) for name in Entry._fields}) for one in told["entries"])
    except (KeyError, TypeError) as error:
        raise _bad(path, f"an entry without {error}") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text: {value!r}")
    return value


def _bad(path: Path, detail: str) -> ConfigError:
    return ConfigError(
        f"{path}: no baseline of this program ({detail}); make it anew with --write-baseline",
        f"{path}：不是本软件的基线文件（{detail}）；用 --write-baseline 重新生成",
    )
