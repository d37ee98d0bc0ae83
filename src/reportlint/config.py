"""Configuration: which file is for a report, what it says, and where each value came from.

For each report the nearest folder above it counts whose ``reportlint.toml``,
``.reportlint.toml`` or ``pyproject.toml`` with ``[tool.reportlint]`` says
anything. Nothing is merged unasked: ``extend`` names a file that this one adds
to. Paths and patterns are relative to the file that they stand in.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reportlint.config_keys import KEYS, PATTERNS
from reportlint.errors import ConfigError, RuleError
from reportlint.patterns import Pattern, read_pattern
from reportlint.thresholds import Given
from reportlint.toml_file import TomlFile, read_toml, unknown

NAMES: Final = ("reportlint.toml", ".reportlint.toml", "pyproject.toml")
_EXTEND_LIMIT: Final = 20
_BY_ITEM: Final = ("levels", "per-file-ignores", "due")  # tables with a line for each item


class Value(NamedTuple):
    """A value with where it came from, such as ``reportlint.toml:3`` or ``--select``.

    ``places`` say the same of the items of a table, where they have a line of their own.
    """

    value: Any
    origin: str
    places: tuple[tuple[Any, str], ...] = ()

    def place(self, item: Any) -> str:
        """Where an item of a table came from."""
        return next((place for one, place in reversed(self.places) if one == item), self.origin)


class Config(NamedTuple):
    """What a configuration file and those it extends say; ``path`` is None where there is none.

    ``values`` maps a key to its value. Lists of ``extend-…`` keys are those of
    all files together; patterns and paths are absolute. ``extended`` are the
    files that it adds to.
    """

    path: Path | None
    values: Mapping[str, Value]
    extended: tuple[Path, ...] = ()


EMPTY: Final = Config(None, MappingProxyType({}))


def checked(key: str, value: object, where: str) -> Any:
    """The value of a key in its type. Raises ConfigError naming the place and what is wanted."""
    if key not in KEYS:
        en, zh = unknown("key", "项目", key, KEYS)
        raise ConfigError(f"{where}: {en}", f"{where}：{zh}")
    try:
        return KEYS[key].kind.read(value)
    except ValueError as error:
        en, zh = error.args
        raise ConfigError(
            f"{where}: {key} wants {en}, not {value!r}", f"{where}：{key} 应为{zh}，而不是 {value!r}"
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
    own = {key: _own(file, prefix, key, value) for key, value in table.items()}
    base = EMPTY
    if "extend" in own:
        target = path.parent / _slashed(own["extend"].value)
        if not target.is_file():
            raise ConfigError(
                f"{own['extend'].origin}: extend: no file {target}",
                f"{own['extend'].origin}：extend：没有文件 {target}",
            )
        base = _loaded(target, (*chain, absolute))
    below = (*base.extended, base.path) if base.path is not None else ()
    return Config(path, MappingProxyType(merged(base.values, own)), below)


def _own(file: TomlFile, prefix: tuple[str, ...], key: str, value: object) -> Value:
    """A value of a file, each item of a table with its own place."""
    where, folder = file.where(*prefix, key), file.path.parent
    if key == "thresholds":
        numbers = checked(key, value, where)
        return Value(
            {name: Given(one, _where(file, (*prefix, key), name)) for name, one in numbers.items()}, where
        )
    if key not in _BY_ITEM or not isinstance(value, dict):
        return Value(absolute(key, checked(key, value, where), folder, where), where)
    found: dict[Any, Any] = {}
    places: dict[Any, str] = {}
    for name, one in value.items():
        place = _where(file, (*prefix, key), name)
        made = absolute(key, checked(key, {name: one}, place), folder, place)
        found |= made
        places |= dict.fromkeys(made, place)
    return Value(found, where, tuple(places.items()))


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


def absolute(key: str, value: Any, folder: Path, where: str) -> Any:
    """Paths and patterns as they are seen from anywhere. Raises ConfigError for a pattern that names nothing."""
    base = folder.resolve()
    if key in PATTERNS:
        return tuple(_pattern(key, base, pattern, where) for pattern in value)
    if key == "per-file-ignores":
        return {_pattern(key, base, pattern, where): rules for pattern, rules in value.items()}
    if key == "baseline":
        return base / _slashed(value)
    if key == "rules":
        return tuple(base / _slashed(one) for one in value)
    return value


def _pattern(key: str, folder: Path, text: str, where: str) -> Pattern:
    try:
        return read_pattern(folder, text)
    except ValueError as error:
        en, zh = error.args
        raise ConfigError(
            f"{where}: {key} wants {en}, not {text!r}", f"{where}：{key} 应为{zh}，而不是 {text!r}"
        ) from None


def _slashed(path: str) -> str:
    """A path as every system reads it; a configuration may be shared by several."""
    return path.replace("\\", "/")


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
            both = f"{old.origin}, {one.origin}"
            one = Value({**old.value, **one.value}, both, (*old.places, *_placed(one)))
        result[key] = one
    return result


def _placed(one: Value) -> tuple[tuple[Any, str], ...]:
    """The places of all items of a table."""
    return one.places or tuple((name, one.origin) for name in one.value)


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
    if b"tool.reportlint" in text:
        return bool(_section(read_toml(path))[0])
    try:
        return b"reportlint" in text and bool(_section(read_toml(path))[0])
    except RuleError:  # our name stands in it for other reasons
        return False


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
            if name == "extend":
                raise ConfigError(
                    f"{where}: extend stands in a file only; name the file: --config FILE",
                    f"{where}：extend 只能写在配置文件中；请直接给出文件：--config FILE",
                )
            made = absolute(name, checked(name, value, where), Path(), where)
            if name == "thresholds":
                made = {full: Given(number, where) for full, number in made.items()}
            found = merged(found, {name: Value(made, where)})
    return found
