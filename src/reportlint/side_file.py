"""``reportlint-ignore.toml``: findings set aside outside the report, for formats that hold no comments.

[[ignore]]
rule = "A001"                 # or a list; codes or names
file = "2024/*.docx"          # a pattern, relative to this file; without it all files
where = "s3_requests/r_total" # an anchor or its beginning, a place, a fingerprint; without it all places
reason = "已与台账核对"
until = "2026-03-31"          # optional: the last day
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.errors import ConfigError
from reportlint.model import Span
from reportlint.suppress import Suppression
from reportlint.toml_file import TomlFile, line_of, read_toml

NAME: Final = "reportlint-ignore.toml"
_KEYS: Final = ("rule", "file", "where", "reason", "until")


class SideEntry(NamedTuple):
    """An entry: which files of ``folder`` it is for ("" for all), and what it sets aside there."""

    folder: Path
    pattern: str
    suppression: Suppression


class SideFile(NamedTuple):
    """A file of suppressions outside the reports."""

    path: Path
    lines: tuple[str, ...]
    entries: tuple[SideEntry, ...]


def find_side_file(folder: Path) -> Path | None:
    """The side file for what lies in a folder: that of the nearest folder that has one."""
    return next((one / NAME for one in (folder, *folder.parents) if (one / NAME).is_file()), None)


def read_side_file(path: Path) -> SideFile:
    """A side file. Raises ConfigError naming file, line and what is wanted."""
    file = read_toml(path)
    for key in file.data:
        if key != "ignore":
            raise _bad(
                file, (key,), f"unknown key {key!r}; there is: ignore", f"没有“{key}”这个键，可用的有：ignore"
            )
    tables = file.data.get("ignore", [])
    if not isinstance(tables, list):
        raise _bad(file, ("ignore",), "write [[ignore]]", "应写作 [[ignore]]")
    entries = tuple(_entry(file, at, table) for at, table in enumerate(tables))
    return SideFile(path, file.lines, entries)


def _entry(file: TomlFile, at: int, table: Mapping[str, Any]) -> SideEntry:
    way = ("ignore", at)
    for key in table:
        if key not in _KEYS:
            names = ", ".join(_KEYS)
            raise _bad(
                file,
                (*way, key),
                f"unknown key {key!r}; there are: {names}",
                f"没有“{key}”这个键，可用的有：{names}",
            )
    rules = table.get("rule")
    listed = [rules] if isinstance(rules, str) else rules
    if not isinstance(listed, list) or not listed or not all(isinstance(one, str) for one in listed):
        raise _bad(
            file, (*way, "rule"), 'rule wants a rule or a list: "A001"', 'rule 应为一条规则或列表："A001"'
        )
    words = {}
    for key in ("file", "where", "reason"):
        words[key] = table.get(key, "")
        if not isinstance(words[key], str):
            raise _bad(file, (*way, key), f"{key} wants a text", f"{key} 应为文字")
    line = line_of(file, way)
    text = file.lines[line - 1] if file.lines else ""
    suppression = Suppression(
        rules=tuple(one.strip() for one in listed),
        reason=words["reason"].strip(),
        by="side-file",
        span=Span(line, 1, len(text) + 1),
        until=_day(file, way, table.get("until", "")),
        where=words["where"].strip(),
    )
    return SideEntry(file.path.resolve().parent, words["file"], suppression)


def _day(file: TomlFile, way: tuple[str, int], value: object) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(str(value)).isoformat() if value else ""
    except ValueError:
        raise _bad(
            file, (*way, "until"), f"until wants a date such as 2026-03-31, not {value!r}",
            f"until 应为日期，如 2026-03-31，而不是 {value!r}",
        ) from None  # fmt: skip


def _bad(file: TomlFile, way: tuple[str | int, ...], en: str, zh: str) -> ConfigError:
    where = f"{file.path}:{line_of(file, way)}"
    return ConfigError(f"{where}: {en}", f"{where}：{zh}")
