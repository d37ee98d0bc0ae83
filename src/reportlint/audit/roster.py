"""The roster: which organs have to report, to whom they belong, and by when.

A table (csv, xlsx, xls, …) with a heading row: agency 单位, parent 上级, kind
类别, scope 范围, due 应报日期; only the first column is needed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reportlint.engine import unreadable
from reportlint.errors import ConfigError, ReadError
from reportlint.findings import Location
from reportlint.labels import plain
from reportlint.load import file_bytes
from reportlint.model import Cell, Line, Row, Source, Span, TableBlock
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.rule import NOTHING, ORGANS
from reportlint.settings import Settings
from reportlint.stamp import location

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "agency": ("agency", "单位", "单位名称", "机关", "机关名称", "行政机关"),
    "parent": ("parent", "上级", "上级单位", "主管单位", "所属政府"),
    "kind": ("kind", "类别", "机关类别", "单位类别"),
    "scope": ("scope", "范围", "统计范围"),
    "due": ("due", "应报日期", "报送期限", "截止日期"),
}
_KINDS: Final[Mapping[str, str]] = {
    **{organ: organ for organ in ORGANS},
    "政府": "government", "人民政府": "government", "县级以上人民政府": "government",
    "部门": "department", "政府部门": "department", "工作部门": "department",
    "乡镇": "township", "街道": "township", "乡镇街道": "township", "乡镇（街道）": "township", "镇街": "township",
    "其他": "other", "其它": "other",
}  # fmt: skip
_SCOPES: Final[Mapping[str, str]] = {
    "unit": "unit", "本单位": "unit", "本机关": "unit",
    "level": "level", "本级": "level",
    "area": "area", "全域": "area", "全市": "area", "全县": "area", "全区": "area", "全省": "area", "辖区": "area",
}  # fmt: skip
_DAY: Final = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?(?: 00:00(?::00)?)?"
)
_LEAP_YEAR: Final = 2024


class Member(NamedTuple):
    """An organ of the roster.

    ``parent`` is the name of another organ, "" for none. ``organ`` is its
    kind, None where the roster says nothing. ``scope``: what its figures are
    for, "unit" (itself), "level" (本级: with its departments), "area" (with all
    below), "" where unknown. ``due`` is "2025-01-31", "01-31" (every year) or "".
    ``line`` is its row in the roster, from 1.
    """

    name: str
    parent: str = ""
    organ: str | None = None
    scope: str = ""
    due: str = ""
    line: int = 0


class Roster(NamedTuple):
    """The organs in order; ``path`` as printed, "" where there is no roster.

    ``places`` are where the organs stand in it, by name; ``numbers`` are the
    organs' numbers by the comparable core of their names.
    """

    path: str = ""
    members: tuple[Member, ...] = ()
    places: Mapping[str, Location] = NOTHING
    numbers: Mapping[str, int] = NOTHING


def member_of(roster: Roster, agency: str | None) -> Member | None:
    """The organ of that name; a name without its province or city is found where only one ends so."""
    if not agency or not roster.members:
        return None
    wanted, numbers = plain(agency), roster.numbers
    if wanted in numbers:
        return roster.members[numbers[wanted]]
    near = [at for name, at in numbers.items() if name.endswith(wanted) or wanted.endswith(name)]
    return roster.members[near[0]] if len(near) == 1 else None


def due_of(member: Member, year: int | None) -> str | None:
    """By when (ISO date) the organ has to publish the report of a year; None where the roster does not say."""
    if len(member.due) > 5 or not member.due:
        return member.due or None
    return f"{year + 1}-{member.due}" if year is not None else None


# --- reading -----------------------------------------------------------------------------------


def read_roster(path: Path, shown: str, catalog: Catalog, settings: Settings) -> Roster:
    """A roster from its file. Raises ConfigError, one line with file, row and remedy."""
    try:
        source = read_bytes(file_bytes(path, settings), path, catalog.labels, settings.limits)
    except ReadError as error:
        told = unreadable(error, shown, catalog, settings).findings[0].message
        raise ConfigError(f"{shown}: {told['en']}", f"{shown}：{told['zh']}") from error
    rows = _rows(source)
    for at, row in enumerate(rows):
        columns = _columns(row)
        if "agency" in columns:
            body = rows[at + 1 :]
            members = tuple(_members(shown, body, columns))
            numbers = {plain(one.name): at for at, one in enumerate(members)}
            return Roster(shown, members, _places(source, body, columns["agency"], members), numbers)
    raise ConfigError(
        f"{shown}: no roster: a heading row with 单位 (agency) is wanted",
        f"{shown}：不是单位名册：需要有“单位”一列的表头行",
    )


def _rows(source: Source) -> list[Row]:
    """The rows of a file's tables; the lines of one that has no table are rows of one cell."""
    tables = [row for item in source.items if isinstance(item, TableBlock) for row in item.rows]
    return tables or [_row_of(item) for item in source.items if isinstance(item, Line)]


def _row_of(line: Line) -> Row:
    _, number, column = line.marks[0] if line.marks else (0, line.number, 1)
    return Row((Cell(line.text, Span(number, column, column + len(line.text))),), True)


def _places(
    source: Source, rows: Sequence[Row], column: int, members: Sequence[Member]
) -> dict[str, Location]:
    """Where the names of the organs stand."""
    spans = {row.cells[column].span.line: row.cells[column].span for row in rows if column < len(row.cells)}
    return {
        one.name: location(source, spans[one.line], one.name, {"zh": "", "en": ""})
        for one in members
        if one.line in spans
    }


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row.cells):
        for key, names in _COLUMNS.items():
            if cell.text.strip().casefold() in names:
                found.setdefault(key, at)
    return found


def _members(shown: str, rows: Sequence[Row], columns: Mapping[str, int]) -> list[Member]:
    found: dict[str, Member] = {}
    for row in rows:
        texts = {
            key: row.cells[at].text.strip() if at < len(row.cells) else "" for key, at in columns.items()
        }
        line = row.cells[0].span.line if row.cells else 0
        where = f"{shown}:{line}"
        name = texts["agency"]
        if not name:
            continue
        if plain(name) in found:
            raise ConfigError(f"{where}: {name} is there twice", f"{where}：“{name}”重复出现")
        organ = _known(where, "kind", texts.get("kind", ""), _KINDS)
        scope = _known(where, "scope", texts.get("scope", ""), _SCOPES)
        found[plain(name)] = Member(
            name, texts.get("parent", ""), organ or None, scope, _day(where, texts.get("due", "")), line
        )
    for member in found.values():
        if member.parent and plain(member.parent) not in found:
            where = f"{shown}:{member.line}"
            raise ConfigError(
                f"{where}: parent {member.parent} is not in the roster",
                f"{where}：上级“{member.parent}”不在名册中",
            )
    return list(found.values())


def _known(where: str, key: str, text: str, known: Mapping[str, str]) -> str:
    if not text:
        return ""
    if text.casefold() not in known:
        names = "、".join(known)
        raise ConfigError(f"{where}: {key} {text!r} is not one of {names}", f"{where}：“{text}”应为：{names}")
    return known[text.casefold()]


def _day(where: str, text: str) -> str:
    """ "2025-01-31" or "01-31"; "" for nothing."""
    if not text:
        return ""
    match = _DAY.fullmatch(text)
    try:
        assert match is not None
        day = datetime.date(int(match["year"] or _LEAP_YEAR), int(match["month"]), int(match["day"]))
    except (AssertionError, ValueError):
        raise ConfigError(
            f"{where}: due {text!r}: write a date, 2025-01-31 or 1月31日",
            f"{where}：应报日期“{text}”应写作 2025-01-31 或 1月31日",
        ) from None
    return day.isoformat() if match["year"] else day.isoformat()[5:]
