"""Packs: TOML files of a user's own, with rules and with additions to editions.

A pack holds data only and runs no code. ``[[rule]]`` are rules (see
``declared``), ``[[extend]]`` adds sections and rows to an edition, ``[due]``
says by which day of the next year a kind of organ has to publish.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.declared import rules_of
from reportlint.edition import outline_rows, section_form
from reportlint.errors import RuleError
from reportlint.model import Edition, Form, FormRow, SectionForm
from reportlint.rule import ORGANS, Rule
from reportlint.toml_file import Keys, TomlFile, read_toml, unknown

_TOP: Final = ("name", "rule", "extend", "due")
_EXTEND: Final = ("edition", "section", "row")
_SECTION: Final = (
    "key", "heading", "accepted", "all_of", "any_of", "none_of", "content", "demanded", "parent", "basis", "after",
)  # fmt: skip
_SECTION_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    **dict.fromkeys(("key", "heading", "parent", "basis", "after"), str),
    **dict.fromkeys(("accepted", "all_of", "any_of", "none_of", "content"), list),
    "demanded": bool,
}
_ROW: Final = ("table", "row", "after", "under")
_LEAP_YEAR: Final = 2024


class Pack(NamedTuple):
    """A pack as read; ``due`` maps a kind of organ to month and day, ``"01-20"``."""

    name: str
    file: TomlFile
    rules: tuple[Rule, ...]
    due: Mapping[str, str]


def load_pack(path: Path) -> Pack:
    """A pack from its file. Raises RuleError, one line with file, line and key, for what cannot be used."""
    file = read_toml(path)
    file.check_keys((), file.data, _TOP)
    file.check_types((), file.data, {"name": str, "due": dict})
    if not any(file.data.get(key) for key in _TOP[1:]):
        raise RuleError(
            f"{path}: neither [[rule]] nor [[extend]] nor [due]",
            f"{path}：没有 [[rule]]、[[extend]] 或 [due]",
        )
    rules = rules_of(file, {}, None)
    for at, rule in enumerate(rules):
        if rule.check is None or not (rule.equations or file.data["rule"][at].get("words")):
            raise file.error(("rule", at), "needs holds or words", "需要写明 holds 或 words")
    return Pack(str(path), file, tuple(rules), _due(file))


def _due(file: TomlFile) -> dict[str, str]:
    due = file.data.get("due", {})
    file.check_keys(("due",), due, ORGANS)
    file.check_types(("due",), due, dict.fromkeys(ORGANS, str))
    for organ, day in due.items():
        try:
            datetime.date.fromisoformat(f"{_LEAP_YEAR}-{day}")
        except ValueError:
            raise file.error(
                ("due", organ),
                f'write month and day, "01-20", not {day!r}',
                f'应写作月和日，如 "01-20"，而不是 {day!r}',
            ) from None
    return dict(due)


def due_date(due: Mapping[str, str], organ: str | None, year: int | None) -> str | None:
    """By when (ISO date) a report has to be public by the packs, None where they say nothing."""
    day = due.get(organ or "")
    return f"{year + 1}-{day}" if day and year is not None else None


# --- editions ------------------------------------------------------------------------------


def extended(editions: Sequence[Edition], packs: Iterable[Pack]) -> tuple[Edition, ...]:
    """The editions with what packs add to them. Raises RuleError for what does not fit."""
    found = {edition.name: edition for edition in editions}
    for pack in packs:
        for at, table in enumerate(pack.file.tables((), pack.file.data, "extend")):
            keys: Keys = ("extend", at)
            pack.file.check_keys(keys, table, _EXTEND)
            pack.file.need(keys, table, ("edition",))
            pack.file.check_types(keys, table, {"edition": str})
            name = table["edition"]
            if name not in found:
                raise pack.file.error((*keys, "edition"), *unknown("edition", "版本", str(name), found))
            found[name] = _extended(found[name], table, pack.file, keys)
    return tuple(found.values())


def _extended(edition: Edition, table: Mapping[str, Any], file: TomlFile, keys: Keys) -> Edition:
    for at, one in enumerate(file.tables(keys, table, "section")):
        edition = _with_section(edition, one, file, (*keys, "section", at))
    for at, one in enumerate(file.tables(keys, table, "row")):
        edition = _with_row(edition, one, file, (*keys, "row", at))
    return edition


def _with_section(edition: Edition, table: Mapping[str, Any], file: TomlFile, keys: Keys) -> Edition:
    file.check_keys(keys, table, _SECTION)
    file.need(keys, table, ("key", "heading"))
    file.check_types(keys, table, _SECTION_TYPES)
    known = [section.key for section in edition.sections]
    if table["key"] in known:
        raise file.error((*keys, "key"), f"{table['key']} exists", f"{table['key']} 已经存在")
    place = _place(table, "after", known, file, keys) if "after" in table else len(known) - 1
    if table.get("parent"):
        _place(table, "parent", known, file, keys)
    made: SectionForm = section_form(table)
    sections = (*edition.sections[: place + 1], made, *edition.sections[place + 1 :])
    return edition._replace(sections=sections)


def _place(table: Mapping[str, Any], name: str, known: Sequence[str], file: TomlFile, keys: Keys) -> int:
    """Where in a list of keys the one stands that ``name`` gives."""
    if table[name] not in known:
        raise file.error((*keys, name), *unknown("key", "项目", str(table[name]), known))
    return known.index(table[name])


def _with_row(edition: Edition, table: Mapping[str, Any], file: TomlFile, keys: Keys) -> Edition:
    file.check_keys(keys, table, _ROW)
    file.need(keys, table, ("table", "row"))
    file.check_types(keys, table, dict.fromkeys(_ROW, str))
    form = edition.form(table["table"])
    if form is None:
        known = [one.key for one in edition.forms]
        raise file.error((*keys, "table"), *unknown("table", "表格", str(table["table"]), known))
    if ("after" in table) == ("under" in table):
        raise file.error(keys, "write after or under, one of them", "应写明 after 或 under，只写一个")
    rows = _rows_with(form, table, file, keys)
    forms = tuple(one._replace(rows=rows) if one is form else one for one in edition.forms)
    return edition._replace(forms=forms)


def _rows_with(form: Form, table: Mapping[str, Any], file: TomlFile, keys: Keys) -> tuple[FormRow, ...]:
    """The rows with one more: behind another and what stands under it, or as the last one under it."""
    made = outline_rows(str(table["row"]).strip(), f"{file.where(*keys, 'row')}: row")
    known = [row.key for row in form.rows]
    if len(made) != 1 or made[0].key in known:
        raise file.error((*keys, "row"), "write one new row: KEY  LABEL", "应写一个新行：键  行名")
    name = "under" if "under" in table else "after"
    at = _place(table, name, known, file, keys)
    above = form.rows[at]
    end = at + 1
    while end < len(form.rows) and form.rows[end].level > above.level:
        end += 1
    parent, level = (above.key, above.level + 1) if name == "under" else (above.parent, above.level)
    row = made[0]._replace(parent=parent, level=level)
    return (*form.rows[:end], row, *form.rows[end:])
