"""TOML files of users: read with errors that name file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.errors import ConfigError

_TABLE: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$")
_ARRAY: Final = re.compile(r"\s*\[\[\s*([^\[\]]+?)\s*\]\]\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""\s*((?:[\w\-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w\-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART: Final = re.compile(r"""[\w\-]+|"[^"]*"|'[^']*'""")


class TomlFile(NamedTuple):
    """A TOML file: its path, its data, its lines."""

    path: Path
    data: Mapping[str, Any]
    lines: tuple[str, ...]


def read_toml(path: Path) -> TomlFile:
    """A TOML file in UTF-8, with or without a byte order mark. Raises ConfigError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return TomlFile(path, tomllib.loads(text), tuple(text.splitlines()))
    except UnicodeDecodeError:
        raise ConfigError(
            f"{path}: not in UTF-8; open it in an editor and save it as UTF-8",
            f"{path}：不是 UTF-8 编码；请用编辑器打开，另存为 UTF-8",
        ) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        where = f"{path}:{found[1]}:{found[2]}" if found else f"{path}"
        what = str(error).split(" (at ")[0]
        raise ConfigError(f"{where}: not TOML: {what}", f"{where}：不是正确的 TOML：{what}") from None
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise ConfigError(f"{path}: cannot be read: {what}", f"{path}：无法读取：{what}") from None


def line_of(file: TomlFile, keys: Sequence[str | int]) -> int:
    """The line on which a key stands, 1 where it is not found.

    ``keys`` is the way to it: table names and keys, for an array of tables the
    number of the table (from 0) after its name.
    """
    wanted = tuple(keys)
    table: tuple[str | int, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    best, depth = 1, -1
    for number, line in enumerate(file.lines, 1):
        if (array := _ARRAY.match(line)) is not None:
            name = _parts(array[1])
            counts[name] = counts.get(name, -1) + 1
            table = (*name, counts[name])
        elif (found := _TABLE.match(line)) is not None:
            table = _parts(found[1])
        elif (key := _KEY.match(line)) is not None:
            here = (*table, *_parts(key[1]))
            if wanted[: len(here)] == here and len(here) > depth:
                best, depth = number, len(here)
            continue
        else:
            continue
        if wanted[: len(table)] == table and len(table) > depth:
            best, depth = number, len(table)
    return best


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
