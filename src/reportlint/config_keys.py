"""The keys of a configuration: how each value is read, and the same as JSON Schema for editors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reportlint.read.limits import Limits
from reportlint.rule import ORGANS, Level

_MB: Final = 1048576
_LEVELS: Final = tuple(level.value for level in Level)


class Kind(NamedTuple):
    """What a value may be.

    ``read`` makes it what the program uses, or raises ValueError saying what
    is wanted in English and Chinese; ``schema`` accepts the same values. (A whole number is one to
    JSON Schema even when it is written 1.0.)
    """

    read: Callable[[object], Any]
    schema: Mapping[str, Any]


class Key(NamedTuple):
    """A key: what its value may be, what it does, the value that holds without it (None: none)."""

    kind: Kind
    zh: str
    en: str
    default: str | int | None = None


# --- kinds of values ---------------------------------------------------------------------


def _texts(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError("a list of texts", "文字的列表")
    return tuple(part.strip() for part in parts if part.strip())


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text", "文字")
    return value


def _edition(value: object) -> str:
    """Editions bear the number of a year, which people write without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _one_of(*words: str) -> Kind:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(" | ".join(words), f" {' | '.join(words)}")
        return str(value)

    return Kind(read, {"enum": list(words)})


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("a whole number above 0", "大于 0 的整数")
    return value


def _levels(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or any(level not in _LEVELS for level in value.values()):
        wanted = " | ".join(_LEVELS)
        raise ValueError(f"a table: rule = {wanted}", f"表：规则 = {wanted}")
    return value


def _numbers(value: object) -> Mapping[str, int]:
    """``CODE.name`` to number, written with the code as a table, a dotted key or in quotes."""
    if not isinstance(value, dict):
        raise ValueError(*_NUMBERS)
    found: dict[str, Any] = {}
    for name, one in value.items():
        found |= (
            {f"{name}.{key}": inner for key, inner in one.items()} if isinstance(one, dict) else {name: one}
        )
    if any(not isinstance(number, int) or isinstance(number, bool) for number in found.values()):
        raise ValueError(*_NUMBERS)
    return found


def _lists(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError("a table: pattern = list of rules", "表：文件 = 规则的列表")
    return {pattern: _texts(rules) for pattern, rules in value.items()}


def _dates(value: object) -> Mapping[str, str]:
    """A date a year for each kind of organ, as MM-DD; one date is for all."""
    table = value if isinstance(value, dict) else dict.fromkeys(ORGANS, value)
    if not set(table) <= set(ORGANS):
        listed = ", ".join(ORGANS)
        raise ValueError(f"a table with {listed}", f"表，其中可有 {listed}")
    return {organ: _day(day) for organ, day in table.items()}


def _day(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(_DAY_OF_YEAR, value):
        raise ValueError("a day of the year, MM-DD, e.g. 01-20", "月-日，如 01-20")
    return value


_NUMBERS: Final = ("a table: CODE.name = whole number", "表：代码.名称 = 整数")
_DAY_OF_YEAR: Final = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9])"
)
_DAY: Final = {"type": "string", "pattern": f"^({_DAY_OF_YEAR})$", "maxLength": 5}
_SOME_TEXT: Final = {"type": "string", "minLength": 1}
_RULES: Final = {"type": ["string", "array"], "items": {"$ref": "#/definitions/rule"}}
TEXT: Final = Kind(_text, _SOME_TEXT)
TEXTS: Final = Kind(_texts, {"type": ["string", "array"], "items": {"type": "string"}})
RULES: Final = Kind(_texts, _RULES)
COUNT: Final = Kind(_count, {"type": "integer", "minimum": 1})
LEVELS: Final = Kind(_levels, {"type": "object", "additionalProperties": {"enum": list(_LEVELS)}})
THRESHOLDS: Final = Kind(_numbers, {"$ref": "#/definitions/thresholds"})
LISTS: Final = Kind(_lists, {"type": "object", "additionalProperties": _RULES})
EDITION: Final = Kind(_edition, {"$ref": "#/definitions/edition"})
FORMAT: Final = Kind(_text, {"$ref": "#/definitions/format"})
_DAYS: Final = {"properties": dict.fromkeys(ORGANS, _DAY), "additionalProperties": False}
DUE: Final = Kind(_dates, {**_DAY, "type": ["string", "object"], **_DAYS})


# --- keys ----------------------------------------------------------------------------------

PATTERNS: Final = ("include", "exclude", "extend-exclude")
_SIZES: Final = Limits()
KEYS: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "extend": Key(TEXT, "在这个配置文件的基础上补充", "A configuration file that this one adds to"),
        "select": Key(RULES, "只用这些规则：代码、代码开头、名称、依据等级或 ALL", "Only these rules: codes, beginnings of codes, names, classes of basis, ALL"),
        "ignore": Key(RULES, "不用这些规则", "Not these rules"),
        "extend-select": Key(RULES, "另外再用这些规则", "These rules as well"),
        "extend-ignore": Key(RULES, "另外不用这些规则", "Nor these rules"),
        "levels": Key(LEVELS, "改变规则的级别：规则 = 级别", "Levels of rules: rule = level"),
        "thresholds": Key(THRESHOLDS, "规则的阈值：代码.名称 = 整数", "Numbers of rules: CODE.name = whole number"),
        "per-file-ignores": Key(LISTS, "某些文件中不用的规则：文件 = 规则的列表", "Rules set aside in some files: pattern = list of rules"),
        "include": Key(TEXTS, "只检查这些文件（写法同 .gitignore）", "Only files of these patterns (as in .gitignore)"),
        "exclude": Key(TEXTS, "不检查这些文件（写法同 .gitignore）", "Files that are not checked (as in .gitignore)"),
        "extend-exclude": Key(TEXTS, "另外不检查这些文件", "Files that are not checked either"),
        "edition": Key(EDITION, "按哪一版格式检查（默认按报告年度）", "Edition to judge by (default: by the report's year)"),
        "organ": Key(_one_of(*ORGANS), "机关类别（默认按名称判断）", "Kind of organ (default: by its name)"),
        "due": Key(DUE, "本地规定的公布日期，月-日；各类机关相同，或按机关类别列表", "Local day of publication, MM-DD: one for all, or a table by kind of organ"),
        "rules": Key(TEXTS, "本单位、本地区的规则文件", "Files of own rules"),
        "lang": Key(_one_of("zh", "en"), "输出语言", "Language of the output"),
        "ambiguous-width": Key(_one_of("wide", "narrow"), "终端把“ ” — … 显示为几格", "How wide a console draws “ ” — …", "wide"),
        "output-format": Key(FORMAT, "输出格式", "Output format", "full"),
        "fail-on": Key(_one_of(*_LEVELS), "达到哪一级别即以 1 退出", "Level from which on the exit code is 1", "warning"),
        "baseline": Key(TEXT, "与这个基线文件比较：其中已有的问题不算", "Baseline: findings in it do not count"),
        "max-size": Key(COUNT, "更大的文件不读，单位 MB", "Larger files are not read, in MB", _SIZES.bytes // _MB),
        "max-pages": Key(COUNT, "页数更多的文件不读", "Documents of more pages are not read", _SIZES.pages),
    }
)  # fmt: skip
