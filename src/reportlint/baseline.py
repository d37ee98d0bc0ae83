"""Old debts: findings that a baseline file names are set aside, anything else is new.

An entry is a finding's fingerprint with the numbers of its equation, never a
count per file: a fault that is mended while another is made is seen. Line
numbers are not in it, so that edits elsewhere change nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.atomic import write_atomic
from reportlint.errors import ConfigError
from reportlint.findings import FileResult, Finding
from reportlint.suppress import NEVER

VERSION: Final = 1
ALGORITHM: Final = "reportlintValue/v1"


class Entry(NamedTuple):
    """A finding of old: fingerprint without its number, both sides of its equation ("" for none).

    ``code``, ``file`` and ``message`` are for the reader; ``file`` also tells
    which entries a run could have seen.
    """

    fingerprint: str
    left: str
    right: str
    code: str
    file: str
    message: str


class Compared(NamedTuple):
    """Results with the findings of the baseline set aside, and the entries that stand for nothing any more."""

    files: tuple[FileResult, ...]
    stale: tuple[Entry, ...]


_Key = tuple[str, str, str]


def _key(entry: Entry) -> _Key:
    return (entry.fingerprint, entry.left, entry.right)


def _entry(finding: Finding) -> Entry:
    values = finding.values
    return Entry(
        finding.fingerprint.partition("#")[0],
        _number(values.left) if values is not None else "",
        _number(values.right) if values is not None else "",
        finding.code,
        finding.file,
        finding.message.get("zh", ""),
    )


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def compare(files: Iterable[FileResult], baseline: Sequence[Entry]) -> Compared:
    """Set aside what the baseline names; an entry serves for one finding."""
    left = Counter(map(_key, baseline))
    compared = tuple(_with_old(file, left) for file in files)
    seen = {file.path for file in compared if file.error is None}
    stale = []
    for entry in baseline:
        if entry.file in seen and left[_key(entry)] > 0:
            left[_key(entry)] -= 1
            stale.append(entry)
    return Compared(compared, tuple(stale))


def _with_old(file: FileResult, left: Counter[_Key]) -> FileResult:
    findings = []
    for finding in file.findings:
        key = _key(_entry(finding))
        if finding.suppressed is None and finding.code not in NEVER and left[key] > 0:
            left[key] -= 1
            finding = finding._replace(suppressed={"by": "baseline", "reason": "", "until": ""})
        findings.append(finding)
    return file._replace(findings=tuple(findings))


def entries_of(files: Iterable[FileResult]) -> tuple[Entry, ...]:
    """The entries of all findings that are open; unreadable files can be no old debt."""
    return tuple(
        _entry(finding)
        for file in files
        for finding in file.findings
        if finding.suppressed is None and finding.code not in NEVER
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
    except (OSError, ValueError) as error:
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
