"""The quantities that reports tell in prose: a TOML file as a phrasebook."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reportlint.errors import RuleError
from reportlint.model import Phrasebook, Quantity
from reportlint.text import fold

UNITS: Final[Mapping[str, frozenset[str]]] = {
    "requests": frozenset(["件", "份", "封", "宗", "条", "例", "起", "项", "个", "件次", "次", "笔"]),
    "items": frozenset(["条", "件", "篇", "项", "则", "份", "个", "期", "部"]),
    "people": frozenset(["人", "名"]),
    "times": frozenset(["次", "场", "期", "场次", "个"]),
    "visits": frozenset(["人次", "次", "人"]),
    "money": frozenset(("元",)),
}
_LEVELS: Final = ("error", "warning", "note")


def load_phrasebook(path: Path) -> Phrasebook:
    """A phrasebook from its TOML file. Raises RuleError naming file and quantity."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path}: cannot be read: {error}") from error
    quantities: dict[str, Quantity] = {}
    before: dict[str, tuple[str, ...]] = {}
    after: dict[str, tuple[str, ...]] = {}
    for table in data.get("quantity", ()):
        quantity = _quantity(table, f"{path}: quantity {table.get('key', '?')}")
        quantities[quantity.key] = quantity
        for phrases, index in ((table.get("before", ()), before), (table.get("after", ()), after)):
            for phrase in map(fold, phrases):
                index[phrase] = (*index.get(phrase, ()), quantity.key)
    fillers = frozenset(map(fold, data.get("fillers", ())))
    zero = {one.zero: one.key for one in quantities.values() if one.zero}
    longest = max(map(len, (*before, *after, *fillers)), default=0)
    return Phrasebook(quantities, before, after, fillers, zero, longest)


def _quantity(table: Mapping[str, Any], where: str) -> Quantity:
    try:
        if table["level"] not in _LEVELS or table["units"] not in UNITS:
            raise RuleError(f"{where}: unknown level {table['level']} or units {table['units']}")
        column = table.get("column")
        return Quantity(
            key=table["key"],
            topic=table["topic"],
            rank=table["rank"],
            units=UNITS[table["units"]],
            level=table["level"],
            columns=tuple(table.get("columns", (column,) if column else ())),
            readings=tuple(table.get("readings", ())),
            near=tuple(table.get("near", {}).items()),
            family=table.get("family", ""),
            zero=table.get("zero", ""),
            name=table["name"],
        )
    except KeyError as error:
        raise RuleError(f"{where}: key {error} is missing") from error
