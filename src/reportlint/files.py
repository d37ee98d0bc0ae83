"""Paths on the command line to files to check."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reportlint.read import SUFFIXES


class Input(NamedTuple):
    """A file to check; ``walked`` if it was met in a folder, not named."""

    path: Path
    shown: str
    walked: bool


class Found(NamedTuple):
    """The files of a run and the paths that do not exist."""

    inputs: tuple[Input, ...]
    missing: tuple[str, ...]


def find_files(paths: Iterable[str]) -> Found:
    """Named files as they are; folders walked in order of path, known suffixes only.

    A walk skips hidden files, ``~$*`` and what .gitignore names, and follows
    no symbolic links. A file reached twice is checked once.
    """
    inputs: dict[str, Input] = {}
    missing: list[str] = []
    for name in paths:
        path = Path(name)
        if name == "-":
            inputs.setdefault("-", Input(path, "-", False))
        elif path.is_dir():
            for found in _walk(path):
                inputs.setdefault(_key(found), Input(found, str(found), True))
        elif path.exists():
            inputs[_key(path)] = Input(path, name, False)
        else:
            missing.append(name)
    return Found(tuple(inputs.values()), tuple(missing))


def _key(path: Path) -> str:
    return os.path.abspath(path)


def _walk(folder: Path) -> Iterator[Path]:
    found = sorted(_files(folder, _ignores_above(folder)), key=lambda path: path.as_posix())
    yield from found


def _files(folder: Path, ignores: Sequence[_Ignore]) -> Iterator[Path]:
    rules = [*ignores, *_read_ignores(folder)]
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.is_symlink():
            continue
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        if _ignored(path, is_folder, rules):
            continue
        if is_folder:
            yield from _files(path, rules)
        elif path.suffix.lower() in SUFFIXES:
            yield path


# --- .gitignore ------------------------------------------------------------------------


class _Ignore(NamedTuple):
    base: Path
    pattern: re.Pattern[str]
    negated: bool
    folders_only: bool


def _ignores_above(folder: Path) -> list[_Ignore]:
    """The .gitignore files from the repository's root down to the folder's parent."""
    above: list[Path] = []
    for parent in [*Path(os.path.abspath(folder)).parents]:
        above.append(parent)
        if (parent / ".git").exists():
            return [rule for one in reversed(above) for rule in _read_ignores(one)]
    return []


def _read_ignores(folder: Path) -> list[_Ignore]:
    try:
        text = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    base = Path(os.path.abspath(folder))
    return [rule for line in text.splitlines() if (rule := _ignore_rule(line, base)) is not None]


def _ignore_rule(line: str, base: Path) -> _Ignore | None:
    line = line.rstrip()
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    pattern = line[1:] if negated else line
    folders_only = pattern.endswith("/")
    pattern = pattern.rstrip("/")
    anchored = "/" in pattern
    body = _glob(pattern.removeprefix("/"))
    return _Ignore(base, re.compile(body if anchored else f"(?:.*/)?{body}"), negated, folders_only)


def _glob(pattern: str) -> str:
    """A .gitignore pattern as a regular expression."""
    out = ""
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at):
            out, at = out + "(?:.*/)?", at + 3
        elif pattern.startswith("**", at):
            out, at = out + ".*", at + 2
        elif pattern[at] == "*":
            out, at = out + "[^/]*", at + 1
        elif pattern[at] == "?":
            out, at = out + "[^/]", at + 1
        elif pattern[at] == "[" and "]" in pattern[at + 1 :]:
            end = pattern.index("]", at + 1)
            inside = pattern[at + 1 : end].replace("\\", "\\\\")
            out, at = out + "[" + ("^" + inside[1:] if inside[:1] == "!" else inside) + "]", end + 1
        else:
            out, at = out + re.escape(pattern[at]), at + 1
    return out


def _ignored(path: Path, is_folder: bool, rules: Sequence[_Ignore]) -> bool:
    """The last rule that fits decides."""
    absolute = Path(os.path.abspath(path))
    for rule in reversed(rules):
        if rule.folders_only and not is_folder:
            continue
        try:
            relative = absolute.relative_to(rule.base).as_posix()
        except ValueError:
            continue
        if rule.pattern.fullmatch(relative):
            return not rule.negated
    return False
