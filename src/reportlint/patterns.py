"""Patterns of files, as in .gitignore: which files a setting or a suppression is for.

A pattern is kept with the folder that it is relative to. What people write
beside git's own notation is understood too: ``./``, ``../``, the full path of
a place below the folder, and square brackets in the name of a file.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec, PathSpec

Pattern = tuple[Path, str]
_PARTS_FOLDERS: Final = re.compile(r"\\(?![\[\]!# ])")
_DRIVE: Final = re.compile("[A-Za-z]:/")


def read_pattern(folder: Path, text: str) -> Pattern:
    """A pattern with the folder that it is for.

    Raises ValueError, saying what is wanted in English and Chinese, for one
    that would never name a file: it cannot be understood, or parts folders by ``\\``.
    """
    if _PARTS_FOLDERS.search(text):
        raise ValueError(
            r"/ between folders (\ only before [ ] ! # and a blank)",
            r"用 / 分隔的路径（\ 只用在 [ ] ! # 和空格前）",
        )
    mark, body = ("!", text[1:]) if text.startswith("!") else ("", text)
    for start in (f"{folder.as_posix().rstrip('/')}/", "./"):
        if body.startswith(start):
            body = f"/{body[len(start) :]}"
    if _DRIVE.match(body):
        raise ValueError(f"a path below {folder}, or relative to it", f"{folder} 中的路径，或相对于它的路径")
    while body == ".." or body.startswith("../"):
        folder, body = folder.parent, f"/{body[3:] or '**'}"
        body = body[1:] if body.startswith("/../") or body == "/.." else body
    if (mark and not body) or not is_usable(body):
        raise ValueError("a pattern as in .gitignore", "与 .gitignore 写法相同的文件名样式")
    return folder, mark + body


def is_usable(line: str) -> bool:
    """False for a line of a .gitignore that git itself would pass over."""
    try:
        folder_spec([line])
    except (ValueError, re.error):
        return False
    return True


def folder_spec(lines: Iterable[str]) -> PathSpec[Any]:
    """Lines of a .gitignore as they are for folders. Raises ValueError or re.error for a line that is none."""
    from pathspec import PathSpec  # loaded only where there is a pattern

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sets in sets, which git takes as they stand
        return PathSpec.from_lines("gitignore", lines)


def file_spec(lines: Iterable[str]) -> GitIgnoreSpec:
    """The same for files: the two differ in what ``!*/`` means for the files of a folder."""
    from pathspec import GitIgnoreSpec

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return GitIgnoreSpec.from_lines(lines)


def is_for(path: Path, pattern: Pattern) -> bool:
    """True if a pattern names a file; one with ``!`` names all files of its folder but those."""
    folder, text = pattern
    relative = _below(path, folder)
    if relative is None:
        return False
    found = bool(_spec((text.removeprefix("!"),)).match_file(relative))
    return found != text.startswith("!")


def named_by(path: Path, patterns: Iterable[Pattern]) -> bool:
    """True if a list of patterns names a file; as in .gitignore the last that says anything decides."""
    named = False
    for folder, group in groupby(patterns, key=lambda one: one[0]):
        relative = _below(path, folder)
        if relative is not None:
            said = _spec(tuple(text for _, text in group)).check_file(relative).include
            named = named if said is None else bool(said)
    return named


def _below(path: Path, folder: Path) -> str | None:
    """The path as seen from a folder, None where it does not lie below; by its real place if need be."""
    for place in (path.absolute(), path.parent.resolve() / path.name):
        if place.is_relative_to(folder):
            return place.relative_to(folder).as_posix()
    return None


@lru_cache(maxsize=256)
def _spec(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    """Brackets are tried as they stand, too: [1] ends the names of many downloaded files."""
    return file_spec(line for one in patterns for line in (one, re.sub(r"(?<!\\)([\[\]])", r"\\\1", one)))
