"""A roster from its file: a table (csv, xlsx, xls, …) with a heading row.

Columns: agency 单位, parent 上级, kind 类别, scope 范围, due 应报日期; only the
first is needed.
"""

from __future__ import annotations

import calendar
import datetime
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reportlint.audit.roster import Member, Roster
from reportlint.audit.roster_rows import RosterRow, roster_sheets
from reportlint.engine import unreadable
from reportlint.errors import ConfigError, ReadError
from reportlint.findings import Location
from reportlint.labels import plain
from reportlint.load import file_bytes
from reportlint.plugins import Catalog
from reportlint.read import read_bytes
from reportlint.rule import ORGANS
from reportlint.settings import Settings
from reportlint.text import fold

_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "agency": ("agency", "单位", "单位名称", "单位全称", "机关", "机关名称", "行政机关", "行政机关名称"),
    "parent": (
        "parent", "上级", "上级单位", "上级机关", "上级政府", "上级主管单位", "上级主管部门",
        "主管单位", "主管部门", "所属政府",
    ),
    "kind": (
        "kind", "类别", "机关类别", "单位类别", "类型", "机关类型", "单位类型", "机关性质", "单位性质",
    ),
    "scope": ("scope", "范围", "统计范围", "数据范围", "统计口径"),
    "due": (
        "due", "应报日期", "应报时间", "报送期限", "报送时限", "截止日期", "截止时间", "报送截止日期", "公布期限",
    ),
}  # fmt: skip
_KINDS: Final[Mapping[str, str]] = {
    **{organ: organ for organ in ORGANS},
    **dict.fromkeys(("政府", "人民政府", "县级以上人民政府", "市政府", "县政府", "区政府"), "government"),
    **dict.fromkeys(("部门", "政府部门", "工作部门", "市直部门", "县直部门", "区直部门", "直属机构"), "department"),
    **dict.fromkeys(("乡镇", "街道", "乡镇街道", "镇街", "乡", "镇", "街道办事处"), "township"),
    **dict.fromkeys(("其他", "其它", "事业单位"), "other"),
}  # fmt: skip
_SCOPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("unit", "本单位", "本机关"), "unit"),
    **dict.fromkeys(("level", "本级"), "level"),
    **dict.fromkeys(
        ("area", "全域", "全市", "全县", "全区", "全省", "全州", "全盟", "全旗", "全镇", "全乡", "全街道", "辖区"),
        "area",
    ),
}  # fmt: skip
_TAKEN: Final = {
    "kind": {
        "zh": "不是机关类别，请写：政府、部门、乡镇（街道）、其他",
        "en": "is no kind of organ; write government, department, township or other",
    },
    "scope": {
        "zh": "不是统计范围，请写：本单位、本级、全县（全市、全区、全域等）",
        "en": "is no scope; write unit, level or area",
    },
    "due": {"zh": "不是日期，请写作 2025-01-31 或 1月31日", "en": "is no date: write 2025-01-31 or 1月31日"},
}
_DAY: Final = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})(?:[-/.月](?P<day>\d{1,2})[日号]?|月(?P<last>底))"
    r"(?: \d{1,2}:\d\d(?::\d\d)?|(?:之|以)?前)?"
)
_SERIAL: Final = re.compile(r"[34]\d{4}|5[0-4]\d{3}")  # a date as a workbook counts it, up to the year 2050
_EPOCH: Final = datetime.date(1899, 12, 30)
_LEAP_YEAR: Final = 2024
_BRACKETS: Final = re.compile(r"\([^()]*\)")
# Rows under or between those of the organs: sums, notes, who filled it in; headings of groups.
_SUM: Final = re.compile(r"(?:合|总|小|共)计")
_NO_ORGAN: Final = re.compile(
    r"\d+|(?:注|备注|说明|填表人?|制表人?|填报人|审核人?|负责人|联系人|联系电话|日期|填报日期):.*"
)
_GROUP: Final = re.compile(r"\(?[一二三四五六七八九十]+[、)].*")
_MOST_TOLD: Final = 20


class _Fault(NamedTuple):
    """What is wrong in a row, in both languages."""

    line: int
    zh: str
    en: str


class _Entry(NamedTuple):
    """An organ as its row says it, and where it stands."""

    member: Member
    where: Location


def read_roster(path: Path, shown: str, catalog: Catalog, settings: Settings) -> Roster:
    """A roster from its file. Raises ConfigError: a line with file, row and remedy for each fault."""
    if not path.exists():
        raise ConfigError(f"--roster: {shown}: no such file", f"--roster：没有“{shown}”这个文件")
    try:
        data = file_bytes(path, settings)
        source = read_bytes(data, path, catalog.labels, settings.limits)
        sheets = roster_sheets(source, data)
    except ReadError as error:
        told = unreadable(error, shown, catalog, settings).findings[0].message
        raise ConfigError(f"{shown}: {told['en']}", f"{shown}：{told['zh']}") from error
    faults: list[_Fault] = []
    entries: list[_Entry] = []
    unused: dict[str, None] = {}
    headed = False
    for rows in sheets:
        found = _sheet(rows, faults, unused)
        headed = headed or found is not None
        entries += found or ()
    if not headed:
        raise ConfigError(
            f"{shown}: no roster: a heading row with 单位 (agency) is wanted",
            f"{shown}：不是单位名册：需要有表头行，其中一列的列名是“单位”或“单位名称”",
        )
    members = _checked(entries, faults)
    _demand(shown, faults)
    places = {one.member.name: one.where for one in reversed(entries)}
    numbers = {plain(one.name): at for at, one in enumerate(members)}
    return Roster(shown, members, places, numbers, tuple(unused))


def _demand(shown: str, faults: Sequence[_Fault]) -> None:
    if not faults:
        return
    some = sorted(faults)[:_MOST_TOLD]
    left = len(faults) - len(some)
    en = [f"{shown}:{one.line}: {one.en}" for one in some] + ([f"{left} more"] if left else [])
    zh = [f"{shown}:{one.line}：{one.zh}" for one in some] + ([f"另有 {left} 处"] if left else [])
    raise ConfigError("\n".join(en), "\n".join(zh))


# --- rows ----------------------------------------------------------------------------------------


def _sheet(rows: Sequence[RosterRow], faults: list[_Fault], unused: dict[str, None]) -> list[_Entry] | None:
    """The organs of a sheet, None for one without a heading row. A heading may come again, or in two rows."""
    columns: dict[str, int] | None = None
    found: list[_Entry] = []
    for row in rows:
        heads = _columns(row)
        if "agency" in heads:
            columns = heads
            others = [cell.text for at, cell in row.cells.items() if at not in heads.values()]
            unused.update(dict.fromkeys(others))
        elif columns is not None and (entry := _entry(row, columns, faults)) is not None:
            found.append(entry)
    return found if columns is not None else None


def _columns(row: RosterRow) -> dict[str, int]:
    """The columns that a row heads, by key."""
    found: dict[str, int] = {}
    for at, cell in row.cells.items():
        name = "".join(_BRACKETS.sub("", fold(cell.text)).split()).strip("*").casefold()
        for key, names in _COLUMNS.items():
            if name in names:
                found.setdefault(key, at)
    return found


def _entry(row: RosterRow, columns: Mapping[str, int], faults: list[_Fault]) -> _Entry | None:
    """The organ of a row, None for a row that is none."""
    cells = {key: row.cells[at] for key, at in columns.items() if at in row.cells}
    if "agency" not in cells:
        return None
    name, folded = cells["agency"].text, fold(cells["agency"].text)
    alone = len(row.cells) == 1 and len(columns) > 1
    if any(_SUM.fullmatch(fold(cell.text)) for cell in row.cells.values()):
        return None
    if _NO_ORGAN.fullmatch(folded) or (alone and _GROUP.fullmatch(folded)):
        return None
    texts = {key: cell.text for key, cell in cells.items()}
    values: dict[str, str] = {}
    for key, read in (("kind", _kind), ("scope", _scope), ("due", _day)):
        text = texts.get(key, "")
        value = read(text) if text else ""
        if value is None:
            told = _TAKEN[key]
            faults.append(_Fault(row.number, f"“{text}”{told['zh']}", f"{text!r} {told['en']}"))
        values[key] = value or ""
    member = Member(
        name, texts.get("parent", ""), values["kind"] or None, values["scope"], values["due"], row.number
    )
    return _Entry(member, cells["agency"].where)


def _kind(text: str) -> str | None:
    return _KINDS.get(_BRACKETS.sub("", fold(text)).strip().casefold())


def _scope(text: str) -> str | None:
    return _SCOPES.get(text.casefold())


def _day(text: str) -> str | None:
    """ "2025-01-31" or "01-31"; None for anything else."""
    if _SERIAL.fullmatch(text):
        return (_EPOCH + datetime.timedelta(days=int(text))).isoformat()
    match = _DAY.fullmatch("".join(fold(text).split(" ")) if "月" in text else fold(text))
    if match is None:
        return None
    year, month = int(match["year"] or _LEAP_YEAR), int(match["month"])
    try:
        last = calendar.monthrange(int(match["year"] or _LEAP_YEAR - 1), month)[1]  # of February the 28th
        day = datetime.date(year, month, last if match["last"] else int(match["day"]))
    except ValueError:
        return None
    return day.isoformat() if match["year"] else day.isoformat()[5:]


# --- all rows together ---------------------------------------------------------------------------


def _checked(entries: Sequence[_Entry], faults: list[_Fault]) -> tuple[Member, ...]:
    """The organs, each once; a row that says again what another one says is no fault."""
    found: dict[str, Member] = {}
    for member, _ in entries:
        core = plain(member.name)
        first = found.setdefault(core, member)
        if first._replace(line=0, name="") != member._replace(line=0, name=""):
            faults.append(
                _Fault(
                    member.line,
                    f"“{member.name}”与第 {first.line} 行重复，而内容不同：请只留一行",
                    f"{member.name} is there twice, in row {first.line} with other values: keep one row",
                )
            )
    faults += _parent_faults(found)
    return tuple(found.values())


def _parent_faults(found: Mapping[str, Member]) -> Iterator[_Fault]:
    for core, member in found.items():
        parent = plain(member.parent) if member.parent else ""
        if parent and parent not in found:
            near = difflib.get_close_matches(parent, list(found), 1, 0.6)
            meant = found[near[0]].name if near else ""
            yield _Fault(
                member.line,
                f"上级“{member.parent}”不在名册中" + (f"：是不是“{meant}”" if meant else ""),
                f"parent {member.parent} is not in the roster" + (f": is it {meant}?" if meant else ""),
            )
        elif circle := _circle(core, found):
            chain = [found[one].name for one in circle]
            yield _Fault(
                member.line,
                "上级互相指向：" + " → ".join(chain),
                "parents lead in a circle: " + " → ".join(chain),
            )


def _circle(core: str, found: Mapping[str, Member]) -> list[str]:
    """The way from an organ up to itself; told once, at the organ that comes first in the roster. [] for none."""
    way = [core]
    while (parent := plain(found[way[-1]].parent or "")) in found:
        if parent == core:
            first = min(way, key=lambda one: found[one].line)
            return [*way, core] if first == core else []
        if parent in way:
            return []
        way.append(parent)
    return []
