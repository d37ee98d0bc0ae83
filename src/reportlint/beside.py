"""Findings set aside from outside the report: side files and ``per-file-ignores``, over all files of a run.

What is unused can only be told after the last file: an entry is for a pattern
of files, and those of this run may not be all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reportlint.config import Value
from reportlint.findings import FileResult, Finding
from reportlint.model import Source, Span
from reportlint.patterns import is_for
from reportlint.settings import matches as names
from reportlint.setups import Setup
from reportlint.side_file import find_side_file, read_side_file
from reportlint.stamp import fingerprinted, identity, message_hit, stamp, stamp_of
from reportlint.suppress import NEVER, Doubt, Suppression, doubts, set_aside
from reportlint.toml_file import read_toml

_UNREAD: Final = ""  # stands for all rules of a file that could not be read


class Checked(NamedTuple):
    """A file of a run with its place on disk and what was used for it."""

    path: Path
    result: FileResult
    setup: Setup


class Entry(NamedTuple):
    """A suppression of a side file or a configuration, and the files it is for.

    ``source`` is the file that it stands in, None for the command line.
    ``never`` are rules by their own names that can never be set aside.
    """

    source: Path | None
    lines: tuple[str, ...]
    folder: Path
    pattern: str
    suppression: Suppression
    never: tuple[str, ...] = ()


class _Seen(NamedTuple):
    """What became of an entry: rules that it set aside, those judged in every file it is for.

    ``some`` were judged in one of these files, ``open`` could not be in one of them.
    """

    used: frozenset[str] = frozenset()
    judged: frozenset[str] | None = None
    some: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()


def set_aside_beside(files: Sequence[Checked], today: datetime.date) -> tuple[FileResult, ...]:
    """The results with what side files and configuration set aside, then those files with their own findings.

    Raises ConfigError or RuleError for a side file or pattern that cannot be used.
    """
    beside = Beside(today)
    return (*[beside.one(file) for file in files], *beside.rest())


class Beside:
    """The same for one file after the other: ``one`` for each, ``rest`` after the last."""

    def __init__(self, today: datetime.date) -> None:
        self._today = today
        self._entries_for = _finder()
        self._seen: dict[Entry, _Seen] = {}
        self._setups: dict[Path | None, Setup] = {}

    def one(self, file: Checked) -> FileResult:
        """The file's result with what is set aside. Raises ConfigError or RuleError."""
        entries = self._entries_for(file)
        if not entries:
            return file.result
        aside = set_aside(file.result.findings, [entry.suppression for entry in entries], self._today)
        judged = frozenset(file.result.decided)
        unknown = frozenset(one.code for one in file.result.undecided)
        unknown |= {_UNREAD} if file.result.error is not None else set()
        for at, entry in enumerate(entries):
            self._setups.setdefault(entry.source, file.setup)
            old = self._seen.get(entry, _Seen())
            self._seen[entry] = _Seen(
                old.used | {rule for index, rule in aside.used if index == at},
                judged if old.judged is None else old.judged & judged,
                old.some | judged,
                old.open | unknown,
            )
        return file.result._replace(findings=aside.findings)

    def rest(self) -> tuple[FileResult, ...]:
        """Side files and configurations in which something is wrong, each as a file of the run."""
        return tuple(_doubted(self._seen, self._setups, self._today))


# --- which entries -----------------------------------------------------------------------------


def _finder() -> Callable[[Checked], tuple[Entry, ...]]:
    """The function that gives the entries for a file; each side file is read once."""
    side: dict[Path, Path | None] = {}
    read: dict[Path, tuple[Entry, ...]] = {}
    told: dict[Path | None, tuple[Entry, ...]] = {}

    def entries(file: Checked) -> tuple[Entry, ...]:
        folder = file.path.absolute().parent
        if folder not in side:
            side[folder] = find_side_file(folder)
        place = side[folder]
        if place is not None and place not in read:
            read[place] = _side_entries(place)
        config = file.setup.config.path
        if config not in told:
            told[config] = tuple(_config_entries(file.setup))
        found = (*(read[place] if place is not None else ()), *told[config])
        return tuple(
            entry for entry in found if not entry.pattern or is_for(file.path, (entry.folder, entry.pattern))
        )

    return entries


def _side_entries(path: Path) -> tuple[Entry, ...]:
    file = read_side_file(path)
    return tuple(Entry(path, file.lines, one.folder, one.pattern, one.suppression) for one in file.entries)


def _config_entries(setup: Setup) -> Iterable[Entry]:
    """``per-file-ignores`` as suppressions; a beginning of codes stands for all its rules."""
    value = setup.config.values.get("per-file-ignores", Value({}, ""))
    for (folder, pattern), selectors in value.value.items():
        source, lines, number = _written(value.place((folder, pattern)))
        span = Span(number, 1, len(lines[number - 1]) + 1 if lines else 1)
        rules = [
            rule
            for rule in setup.catalog.rules
            if any(names(rule, one) for one in selectors) and not rule.code.startswith("N")
        ]
        never = tuple(
            one.strip()
            for one in selectors
            if any(
                rule.code in NEVER and one.strip().casefold() in (rule.code.casefold(), rule.name)
                for rule in rules
            )
        )
        told = Suppression(tuple(rule.code for rule in rules), "per-file-ignores", "per-file-ignores", span)
        yield Entry(source, lines, folder, pattern, told, never)


def _written(place: str) -> tuple[Path | None, tuple[str, ...], int]:
    """The file, its lines and the line that a place names, as ``reportlint.toml:3``; no file for an option."""
    name, _, number = place.rpartition(":")
    if not number.isdecimal() or not Path(name).is_file():
        return None, (), 1
    return Path(name), read_toml(Path(name)).text, int(number)


# --- what is wrong with them ------------------------------------------------------------------------


def _doubted(
    seen: Mapping[Entry, _Seen], setups: Mapping[Path | None, Setup], today: datetime.date
) -> Iterable[FileResult]:
    found: dict[Path, list[Doubt]] = {}
    lines: dict[Path, tuple[str, ...]] = {}
    for entry, what in seen.items():
        if entry.source is not None:
            lines[entry.source] = entry.lines
            told = found.setdefault(entry.source, [])
            told += _doubts_of(entry, what, setups[entry.source], today)
    for path in sorted(found):
        if found[path]:
            result = _file(path, lines[path], found[path], setups[path])
            if result.findings:
                yield result


def _doubts_of(entry: Entry, what: _Seen, setup: Setup, today: datetime.date) -> list[Doubt]:
    one = entry.suppression
    if one.by == "side-file":
        used = frozenset((0, rule) for rule in what.used)
        return list(doubts([one], used, setup.catalog.rules, what.judged or frozenset(), today))
    told: list[Doubt] = [("N003", "never", one.span, {"rule": name}) for name in entry.never]
    if not what.used and _could_be(one, what, setup):
        told.append(("N002", "", one.span, {"rule": f"per-file-ignores {entry.pattern}"}))
    return told


def _could_be(one: Suppression, what: _Seen, setup: Setup) -> bool:
    """Whether all that ``per-file-ignores`` name was judged, so far as it is for these files and this run."""
    if not what.some.intersection(one.rules) or _UNREAD in what.open:
        return False
    on = {rule.code for rule in setup.rules}
    for rule in setup.catalog.rules:
        if rule.code not in one.rules or rule.code in what.some:
            continue
        unasked = rule.needs_last and not setup.settings.with_last
        if rule.code in what.open or not (
            unasked or (rule.check is not None and (rule.code in on or not rule.enabled))
        ):
            return False
    return not what.open.intersection(one.rules)


def _file(path: Path, lines: tuple[str, ...], found: Iterable[Doubt], setup: Setup) -> FileResult:
    """The side file or configuration as a file of the run."""
    shown = _shown(path)
    source = Source(shown, "utf-8", lines, (), ())
    using = stamp_of(None, source, shown, setup.settings.levels)
    rules = {rule.code: rule for rule in setup.rules}
    findings: list[Finding] = [
        stamp(message_hit(rules[code], variant, span, values), using)
        for code, variant, span, values in found
        if code in rules
    ]
    findings.sort(key=lambda one: (one.location.line or 0, one.code))
    known_as = identity(shown, setup.settings.here, setup.settings.root)
    return FileResult(shown, source, None, tuple(fingerprinted(findings, None, known_as)), (), (), None)


def _shown(path: Path) -> str:
    """A path as seen from the working folder where it lies below, else in full."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
