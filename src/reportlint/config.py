"""Configuration: which file is for a report, what it says, and where each value came from.

For each report the nearest folder above it counts whose ``reportlint.toml``,
``.reportlint.toml`` or ``pyproject.toml`` with ``[tool.reportlint]`` says
anything. Nothing is merged unasked: ``extend`` names a file that this one adds
to. Paths and patterns are relative to the file that they stand in.
"""

from __future__ import annotations

import datetime
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reportlint.errors import ConfigError
from reportlint.rule import ORGANS, Level
from reportlint.thresholds import Given
from reportlint.toml_file import TomlFile, read_toml, unknown

NAMES: Final = ("reportlint.toml", ".reportlint.toml", "pyproject.toml")
_EXTEND_LIMIT: Final = 20


class Value(NamedTuple):
    """A value with where it came from, such as ``reportlint.toml:3`` or ``--select``."""

    value: Any
    origin: str


class Config(NamedTuple):
    """What a configuration file and those it extends say; ``path`` is None where there is none.

    ``values`` maps a key to its value. Lists of ``extend-…`` keys are those of
    all files together; patterns and paths are absolute.
    """

    path: Path | None
    values: Mapping[str, Value]


EMPTY: Final = Config(None, MappingProxyType({}))


# --- keys ---------------------------------------------------------------------------------


def _texts(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError("a list of texts")
    return tuple(part.strip() for part in parts if part.strip())


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text")
    return value


def _edition(value: object) -> str:
    """Editions bear the number of a year, which people write without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(value)


def _one_of(*words: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in words:
            raise ValueError(" | ".join(words))
        return str(value)

    return read


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError("a whole number above 0")
    return value


def _levels(value: object) -> Mapping[str, str]:
    levels = [level.value for level in Level]
    if not isinstance(value, dict) or any(level not in levels for level in value.values()):
        raise ValueError(f"a table: rule = {' | '.join(levels)}")
    return value


def _lists(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ValueError("a table: pattern = list of rules")
    return {pattern: _texts(rules) for pattern, rules in value.items()}


_NUMBERS: Final = "a table: CODE.name = whole number"


def _numbers(value: object) -> Mapping[str, int]:
    """``CODE.name`` to number, written with the code as a table, a dotted key or in quotes."""
    if not isinstance(value, dict):
        raise ValueError(_NUMBERS)
    found: dict[str, Any] = {}
    for name, one in value.items():
        found |= (
            {f"{name}.{key}": inner for key, inner in one.items()} if isinstance(one, dict) else {name: one}
        )
    if any(not isinstance(number, int) or isinstance(number, bool) for number in found.values()):
        raise ValueError(_NUMBERS)
    return found


def _dates(value: object) -> Mapping[str, str]:
    """A date a year for each kind of organ, as MM-DD; one date is for all."""
    table = value if isinstance(value, dict) else dict.fromkeys(ORGANS, value)
    if not set(table) <= set(ORGANS):
        raise ValueError(f"a table with {', '.join(ORGANS)}")
    return {organ: _day(day) for organ, day in table.items()}


def _day(value: object) -> str:
    try:
        if not isinstance(value, str):
            raise ValueError
        datetime.date.fromisoformat(f"2000-{value}")
    except ValueError:
        raise ValueError("a day of the year, MM-DD, e.g. 01-20") from None
    return str(value)


_PATTERNS: Final = ("include", "exclude", "extend-exclude")
KEYS: Final[Mapping[str, Callable[[object], Any]]] = MappingProxyType(
    {
        "extend": _text,
        **dict.fromkeys(("select", "ignore", "extend-select", "extend-ignore"), _texts),
        "levels": _levels,
        "thresholds": _numbers,
        "per-file-ignores": _lists,
        **dict.fromkeys(_PATTERNS, _texts),
        "edition": _edition,
        "organ": _one_of(*ORGANS),
        "due": _dates,
        "rules": _texts,
        "lang": _one_of("zh", "en"),
        "ambiguous-width": _one_of("wide", "narrow"),
        "output-format": _text,
        "fail-on": _one_of(*(level.value for level in Level)),
        "baseline": _text,
        **dict.fromkeys(("max-size", "max-pages"), _count),
    }
)


def checked(key: str, value: object, where: str) -> Any:
    """The value of a key in its type. Raises ConfigError naming the place and what is wanted."""
    if key not in KEYS:
        en, zh = unknown("key", "项目", key, KEYS)
        raise ConfigError(f"{where}: {en}", f"{where}：{zh}")
    try:
        return KEYS[key](value)
    except ValueError as error:
        raise ConfigError(
            f"{where}: {key} wants {error}, not {value!r}", f"{where}：{key} 应为 {error}，而不是 {value!r}"
        ) from None


# --- files --------------------------------------------------------------------------------


def load_config(path: Path) -> Config:
    """A configuration file with what it extends. Raises ConfigError.

    ``pyproject.toml`` gives its table ``[tool.reportlint]``; without one the
    configuration is empty.
    """
    return _loaded(path, ())


def _loaded(path: Path, chain: tuple[Path, ...]) -> Config:
    absolute = path.resolve()
    if absolute in chain or len(chain) > _EXTEND_LIMIT:
        way = " -> ".join(str(one) for one in (*chain, absolute))
        raise ConfigError(f"{path}: extends itself: {way}", f"{path}：extend 绕成了圈：{way}")
    file = read_toml(path)
    table, prefix = _section(file)
    own = {}
    for key, value in table.items():
        where = file.where(*prefix, key)
        made = _absolute(key, checked(key, value, where), path.parent)
        if key == "thresholds":
            made = {name: Given(number, _where(file, (*prefix, key), name)) for name, number in made.items()}
        own[key] = Value(made, where)
    base = EMPTY
    if "extend" in own:
        target = path.parent / own["extend"].value
        if not target.is_file():
            raise ConfigError(
                f"{own['extend'].origin}: extend: no file {target}",
                f"{own['extend'].origin}：extend：没有文件 {target}",
            )
        base = _loaded(target, (*chain, absolute))
    return Config(path, MappingProxyType(merged(base.values, own)))


def _where(file: TomlFile, table: tuple[str, ...], name: str) -> str:
    """Where ``CODE.name`` stands in a table: as a dotted key, in a table of the code, or in quotes."""
    line = max(file.line(*table, *name.split(".")), file.line(*table, name))
    return f"{file.path}:{line}"


def _section(file: TomlFile) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    if file.path.name != "pyproject.toml":
        return file.data, ()
    tool = file.data.get("tool", {})
    section = tool.get("reportlint", {}) if isinstance(tool, dict) else {}
    return (section if isinstance(section, dict) else {}), ("tool", "reportlint")


def _absolute(key: str, value: Any, folder: Path) -> Any:
    """Paths and patterns as they are seen from anywhere."""
    base = folder.resolve()
    if key in _PATTERNS:
        return tuple((base, pattern) for pattern in value)
    if key == "per-file-ignores":
        return {(base, pattern): rules for pattern, rules in value.items()}
    if key == "baseline":
        return base / value
    if key == "rules":
        return tuple(base / one for one in value)
    return value


def merged(base: Mapping[str, Value], own: Mapping[str, Value]) -> dict[str, Value]:
    """The values of one source over those of another; ``extend-…`` keys and tables add up."""
    result = dict(base)
    for key, one in own.items():
        if key == "extend":
            continue
        old = result.get(key)
        if old is not None and key.startswith("extend-"):
            one = Value((*old.value, *one.value), f"{old.origin}, {one.origin}")
        elif old is not None and isinstance(one.value, Mapping):
            one = Value({**old.value, **one.value}, f"{old.origin}, {one.origin}")
        result[key] = one
    return result


def find_config(folder: Path) -> Path | None:
    """The configuration file for what lies in a folder: of the nearest folder that has one."""
    for place in (folder, *folder.parents):
        for name in NAMES:
            path = place / name
            if path.is_file() and (name != "pyproject.toml" or _has_section(path)):
                return path
    return None


def _has_section(path: Path) -> bool:
    """A project file without our section is passed over, whatever else is wrong with it."""
    try:
        text = path.read_bytes()
    except OSError:
        return False
    return b"tool.reportlint" in text and bool(_section(read_toml(path))[0])


def _bare(key: str, text: str, option: str) -> dict[str, Any]:
    """A value that is no TOML is a text."""
    try:
        return tomllib.loads(f"{key} = {json.dumps(text)}")
    except tomllib.TOMLDecodeError:
        raise ConfigError(
            f"--config {option!r}: write KEY=VALUE, e.g. --config fail-on=error",
            f"--config {option!r}：应写作 键=值，如 --config fail-on=error",
        ) from None


def given(options: Iterable[str]) -> Mapping[str, Value]:
    """The values of ``--config 'key=value'`` options, in TOML; a bare word is a text. Raises ConfigError."""
    found: dict[str, Value] = {}
    for option in options:
        key, _, text = option.partition("=")
        try:
            table = tomllib.loads(f"{key.strip()} = {text.strip()}")
        except tomllib.TOMLDecodeError:
            table = _bare(key.strip(), text.strip(), option)
        for name, value in table.items():
            where = f"--config {option!r}"
            made = _absolute(name, checked(name, value, where), Path())
            if name == "thresholds":
                made = {full: Given(number, where) for full, number in made.items()}
            found = merged(found, {name: Value(made, where)})
    return found
