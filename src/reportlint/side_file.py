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

from reportlint.model import Span
from reportlint.patterns import read_pattern
from reportlint.suppress import Suppression
from reportlint.toml_file import TomlFile, read_toml

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
    """A side file. Raises RuleError naming file, line and what is wanted."""
    file = read_toml(path)
    file.check_keys((), file.data, ("ignore",))
    tables = file.data.get("ignore", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise file.error(("ignore",), "write [[ignore]]", "应写作 [[ignore]]")
    return SideFile(path, file.text, tuple(_entry(file, at, table) for at, table in enumerate(tables)))


def _entry(file: TomlFile, at: int, table: Mapping[str, Any]) -> SideEntry:
    way = ("ignore", at)
    file.check_keys(way, table, _KEYS)
    file.need(way, table, ("rule",))
    rules = [table["rule"]] if isinstance(table["rule"], str) else table["rule"]
    if not isinstance(rules, list) or not rules or not all(isinstance(one, str) for one in rules):
        raise file.error(
            (*way, "rule"), 'wants a rule or a list, e.g. "A001"', '应为一条规则或列表，如 "A001"'
        )
    for key in ("file", "where", "reason"):
        if not isinstance(table.get(key, ""), str):
            raise file.error((*way, key), "wants a text", "应为文字")
    line = file.line(*way)
    suppression = Suppression(
        rules=tuple(one.strip() for one in rules),
        reason=table.get("reason", "").strip(),
        by="side-file",
        span=Span(line, 1, len(file.text[line - 1]) + 1),
        until=_day(file, way, table.get("until", "")),
        where=table.get("where", "").strip(),
    )
    folder, pattern = file.path.resolve().parent, table.get("file", "")
    try:
        return SideEntry(*(read_pattern(folder, pattern) if pattern else (folder, "")), suppression)
    except ValueError as error:
        en, zh = error.args
        raise file.error(
            (*way, "file"), f"wants {en}, not {pattern!r}", f"应为{zh}，而不是 {pattern!r}"
        ) from None


def _day(file: TomlFile, way: tuple[str, int], value: object) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(str(value)).isoformat() if value else ""
    except ValueError:
        en, zh = (
            f"wants a date such as 2026-03-31, not {value!r}",
            f"应为日期，如 2026-03-31，而不是 {value!r}",
        )
        raise file.error((*way, "until"), en, zh) from None
