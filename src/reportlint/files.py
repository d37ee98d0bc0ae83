"""Paths on the command line to files to check."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from reportlint.patterns import file_spec, folder_spec, is_usable
from reportlint.read import SUFFIXES

if TYPE_CHECKING:
    from pathspec import PathSpec


ANNOTATED: Final = ".annotated"  # ends the names of copies with findings marked, before the suffix


class Input(NamedTuple):
    """A file to check; ``walked`` if it was met in a folder, not named; ``stdin`` if its bytes come from there."""

    path: Path
    shown: str
    walked: bool
    stdin: bool = False


class Found(NamedTuple):
    """The files of a run and the paths that do not exist."""

    inputs: tuple[Input, ...]
    missing: tuple[str, ...]


def find_files(paths: Iterable[str], suffixes: Collection[str] = SUFFIXES) -> Found:
    """Named files as they are; folders walked in order of path, files of these suffixes only.

    A walk skips hidden files, ``~$*``, copies that ``annotate`` wrote and what
    .gitignore names, and follows no symbolic links. A file reached twice is checked once.
    Patterns are expanded for shells that leave that to programs, as on Windows.
    """
    inputs: dict[str, Input] = {}
    missing: list[str] = []
    for name in (one for given in paths for one in _expanded(given)):
        path = Path(name)
        if name == "-":
            inputs.setdefault("-", Input(path, "-", False))
        elif os.path.isdir(path):
            for found in _walk(path, suffixes):
                inputs.setdefault(_key(found), Input(found, str(found), True))
        elif _is_there(path):
            inputs[_key(path)] = Input(path, name, False)
        else:
            missing.append(name)
    return Found(tuple(inputs.values()), tuple(missing))


def _expanded(name: str) -> list[str]:
    """The paths that a pattern such as ``*.docx`` names; a path as it stands where it names none."""
    if name == "-" or not set(name) & set("*?[") or _is_there(Path(name)):
        return [name]
    return sorted(glob.glob(name, recursive=True)) or [name]


def _is_there(path: Path) -> bool:
    """False for a path that leads nowhere; where the system will not say, checking it tells why."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True
    return True


def _key(path: Path) -> str:
    return os.path.abspath(path)


def _walk(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    yield from sorted(_files(folder, _ignores_above(folder), suffixes), key=lambda path: path.as_posix())


def _files(folder: Path, ignores: Sequence[_Ignore], suffixes: Collection[str]) -> Iterator[Path]:
    try:
        rules = [*ignores, *_ignores_of(folder)]
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # checking it says why it cannot be read
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.is_symlink():
            continue
        if Path(entry.name).stem.endswith(ANNOTATED):
            continue
        path = Path(entry.path)
        is_folder = entry.is_dir(follow_symlinks=False)
        if _ignored(path, is_folder, rules):
            continue
        if is_folder:
            yield from _files(path, rules, suffixes)
        elif path.suffix.lower() in suffixes and entry.is_file(follow_symlinks=False):
            yield path


# --- .gitignore ------------------------------------------------------------------------


class _Ignore(NamedTuple):
    """A .gitignore: the two specs differ in what ``!*/`` means for the files of a folder."""

    base: Path
    folders: PathSpec[Any]
    files: PathSpec[Any]


def _ignores_above(folder: Path) -> list[_Ignore]:
    """The .gitignore files from the repository's root down to the folder's parent."""
    absolute = Path(os.path.abspath(folder))
    above = []
    for place in (absolute, *absolute.parents):
        if place != absolute:
            above.append(place)
        if os.path.exists(place / ".git"):
            return [rule for one in reversed(above) for rule in _ignores_of(one)]
    return []


def _ignores_of(folder: Path) -> list[_Ignore]:
    file = folder / ".gitignore"
    if not os.path.isfile(file):
        return []
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []  # nobody can say what it names: too much is checked rather than too little
    lines = [line for line in text.splitlines() if is_usable(line)]
    return [_Ignore(Path(os.path.abspath(folder)), folder_spec(lines), file_spec(lines))]


def _ignored(path: Path, is_folder: bool, rules: Sequence[_Ignore]) -> bool:
    """The deepest .gitignore that says anything decides."""
    absolute = Path(os.path.abspath(path))
    for rule in reversed(rules):
        relative = absolute.relative_to(rule.base).as_posix() + ("/" if is_folder else "")
        include = (rule.folders if is_folder else rule.files).check_file(relative).include
        if include is not None:
            return bool(include)
    return False
