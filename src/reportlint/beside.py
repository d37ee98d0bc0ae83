"""Findings set aside from outside the report: side files and ``per-file-ignores``, over all files of a run.

What is unused can only be told after the last file: an entry is for a pattern
of files, and those of this run may not be all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reportlint.findings import FileResult, Finding
from reportlint.model import Source, Span
from reportlint.settings import check_selectors
from reportlint.settings import matches as names
from reportlint.setups import Setup, matches
from reportlint.side_file import find_side_file, read_side_file
from reportlint.stamp import fingerprinted, message_hit, stamp, stamp_of
from reportlint.suppress import Doubt, Suppression, doubts, set_aside
from reportlint.toml_file import read_toml


class Checked(NamedTuple):
    """A file of a run with its place on disk and what was used for it."""

    path: Path
    result: FileResult
    setup: Setup


class Entry(NamedTuple):
    """A suppression of a side file or a configuration, and the files it is for."""

    source: Path
    lines: tuple[str, ...]
    folder: Path
    pattern: str
    suppression: Suppression


class _Seen(NamedTuple):
    """What became of an entry: rules that it set aside, and those judged in every file it is for."""

    used: set[str]
    judged: frozenset[str] | None


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
        self._setups: dict[Path, Setup] = {}

    def one(self, file: Checked) -> FileResult:
        """The file's result with what is set aside. Raises ConfigError or RuleError."""
        entries = self._entries_for(file)
        if not entries:
            return file.result
        aside = set_aside(file.result.findings, [entry.suppression for entry in entries], self._today)
        judged = frozenset(file.result.decided)
        for at, entry in enumerate(entries):
            self._setups.setdefault(entry.source, file.setup)
            old = self._seen.get(entry, _Seen(set(), None))
            now = judged if old.judged is None else old.judged & judged
            self._seen[entry] = _Seen(old.used | {rule for index, rule in aside.used if index == at}, now)
        return file.result._replace(findings=aside.findings)

    def rest(self) -> tuple[FileResult, ...]:
        """Side files and configurations in which something is wrong, each as a file of the run."""
        return tuple(_doubted(self._seen, self._setups, self._today))


# --- which entries -----------------------------------------------------------------------------


def _finder() -> Callable[[Checked], tuple[Entry, ...]]:
    """The function that gives the entries for a file; each side file is read once."""
    side: dict[Path, Path | None] = {}
    read: dict[Path, tuple[Entry, ...]] = {}

    def entries(file: Checked) -> tuple[Entry, ...]:
        folder = file.path.absolute().parent
        if folder not in side:
            side[folder] = find_side_file(folder)
        place = side[folder]
        if place is not None and place not in read:
            read[place] = _side_entries(place)
        config = file.setup.config.path
        if config is not None and "per-file-ignores" in file.setup.config.values and config not in read:
            read[config] = tuple(_config_entries(file.setup))
        found = [entry for one in (place, config) if one is not None for entry in read.get(one, ())]
        return tuple(
            entry for entry in found if not entry.pattern or matches(file.path, entry.folder, entry.pattern)
        )

    return entries


def _side_entries(path: Path) -> tuple[Entry, ...]:
    file = read_side_file(path)
    return tuple(Entry(path, file.lines, one.folder, one.pattern, one.suppression) for one in file.entries)


def _config_entries(setup: Setup) -> Iterable[Entry]:
    """``per-file-ignores`` as suppressions; a beginning of codes stands for all its rules."""
    value, path = setup.config.values["per-file-ignores"], setup.config.path
    assert path is not None
    file = read_toml(path)
    for (folder, pattern), selectors in value.value.items():
        check_selectors(selectors, setup.catalog.rules, f"{value.origin}: per-file-ignores")
        line = _line_of(file.text, pattern)
        span = Span(line, 1, len(file.text[line - 1]) + 1)
        codes = tuple(
            rule.code
            for rule in setup.catalog.rules
            if any(names(rule, one) for one in selectors) and not rule.code.startswith("N")
        )
        told = Suppression(codes, "per-file-ignores", "per-file-ignores", span)
        yield Entry(path, file.text, folder, pattern, told)


def _line_of(lines: Sequence[str], pattern: str) -> int:
    quoted = (f'"{pattern}"', f"'{pattern}'")
    return next((n for n, line in enumerate(lines, 1) if any(one in line for one in quoted)), 1)


# --- what is wrong with them ------------------------------------------------------------------------


def _doubted(
    seen: Mapping[Entry, _Seen], setups: Mapping[Path, Setup], today: datetime.date
) -> Iterable[FileResult]:
    found: dict[Path, list[Doubt]] = {}
    lines: dict[Path, tuple[str, ...]] = {}
    for entry, what in seen.items():
        lines[entry.source] = entry.lines
        told = found.setdefault(entry.source, [])
        told += _doubts_of(entry, what, setups[entry.source], today)
    for path in sorted(found):
        if found[path]:
            result = _file(path, lines[path], found[path], setups[path])
            if result.findings:
                yield result


def _doubts_of(entry: Entry, what: _Seen, setup: Setup, today: datetime.date) -> list[Doubt]:
    judged = what.judged or frozenset()
    one = entry.suppression
    if one.by == "side-file":
        used = frozenset((0, rule) for rule in what.used)
        return list(doubts([one], used, setup.catalog.rules, judged, today))
    unasked = {rule.code for rule in setup.catalog.rules if rule.needs_last and not setup.settings.with_last}
    wanted = set(one.rules) - unasked
    if what.used or not wanted or not wanted <= judged:
        return []
    return [("N002", "", one.span, {"rule": f"per-file-ignores {entry.pattern}"})]


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
    return FileResult(shown, source, None, tuple(fingerprinted(findings, None, shown)), (), (), None)


def _shown(path: Path) -> str:
    """A path as seen from the working folder where it lies below, else in full."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
