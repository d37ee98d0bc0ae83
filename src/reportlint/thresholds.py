"""Thresholds: numbers of rules that are a matter of taste or local practice, not of law.

A rule declares them with a default; configuration may set another; the check
reads ``report.thresholds["CODE.name"]``. All are whole numbers.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from reportlint.errors import ConfigError
from reportlint.rule import Rule, Threshold
from reportlint.toml_file import Keys, TomlFile

_KEYS: Final = ("default", "least", "most", "unit", "does")
_NEEDED: Final = ("default", "does")


class Given(NamedTuple):
    """A number that was set, and where: ``reportlint.toml:3``."""

    number: int
    origin: str


def defaults(rules: Iterable[Rule]) -> dict[str, int]:
    """The default of every threshold by its full name, ``S005.characters``."""
    return {f"{rule.code}.{one.name}": one.default for rule in rules for one in rule.thresholds}


def chosen(rules: Iterable[Rule], given: Mapping[str, Given]) -> dict[str, int]:
    """The thresholds that were set, by full name; a rule may be named by code or name.

    Raises ConfigError, with the place and the nearest names, for one that no
    rule has or a number that it cannot be.
    """
    known: dict[str, Threshold] = {}
    names: dict[str, str] = {}
    for rule in rules:
        for threshold in rule.thresholds:
            full = f"{rule.code}.{threshold.name}"
            known[full] = threshold
            names |= {full.casefold(): full, f"{rule.name}.{threshold.name}": full}
    found: dict[str, int] = {}
    for wanted, one in given.items():
        if wanted.casefold() not in names:
            raise _unknown(wanted, one.origin, names)
        full = names[wanted.casefold()]
        _demand(full, known[full], one)
        found[full] = one.number
    return found


def _unknown(wanted: str, origin: str, names: Mapping[str, str]) -> ConfigError:
    """Those of the rule that was named, else the nearest by letters, else all."""
    low = wanted.casefold()
    near = [full for name, full in names.items() if name.startswith(f"{low.partition('.')[0]}.")]
    near = near or [names[name] for name in difflib.get_close_matches(low, names, 3, 0.5)]
    en, zh = ("nearest", "相近的有") if near else ("there are", "可用的有")
    listed = list(dict.fromkeys(near or names.values()))
    return ConfigError(
        f"{origin}: thresholds: no threshold {wanted!r}; {en}: {', '.join(listed)}",
        f"{origin}：thresholds：没有“{wanted}”这个阈值；{zh}：{'、'.join(listed)}",
    )


def _demand(name: str, one: Threshold, given: Given) -> None:
    number = given.number
    is_whole = isinstance(number, int) and not isinstance(number, bool)
    if is_whole and one.least <= number and (one.most is None or number <= one.most):
        return
    en = f"{one.least} or more" if one.most is None else f"{one.least} to {one.most}"
    zh = f"{one.least} 或更大" if one.most is None else f"{one.least} 至 {one.most}"
    raise ConfigError(
        f"{given.origin}: thresholds: {name} wants {en}, not {given.number}",
        f"{given.origin}：thresholds：{name} 应为 {zh}，而不是 {given.number}",
    )


def declared_thresholds(file: TomlFile, keys: Keys, table: Mapping[str, Any]) -> tuple[Threshold, ...]:
    """The thresholds of a rule in TOML, ``[rule.threshold.NAME]``. Raises RuleError with file, line and key."""
    return tuple(
        _declared(file, (*keys, "threshold", name), name, one)
        for name, one in table.get("threshold", {}).items()
    )


def _declared(file: TomlFile, keys: Keys, name: str, table: Any) -> Threshold:
    if not isinstance(table, dict):
        raise file.error(keys, f"write a table [rule.threshold.{name}]", f"应写作表 [rule.threshold.{name}]")
    file.check_keys(keys, table, _KEYS)
    file.need(keys, table, _NEEDED)
    for key in ("default", "least", "most"):
        if key in table and (not isinstance(table[key], int) or isinstance(table[key], bool)):
            raise file.error((*keys, key), "write a whole number", "应写作整数")
    for key in ("unit", "does"):
        texts = table.get(key, {"zh": "", "en": ""})
        if not isinstance(texts, dict) or set(texts) != {"zh", "en"}:
            raise file.error((*keys, key), 'write { zh = "…", en = "…" }', '应写作 { zh = "…", en = "…" }')
    made = Threshold(name, **table)
    if made.default < made.least or (made.most is not None and made.default > made.most):
        raise file.error((*keys, "default"), "not between least and most", "不在 least 与 most 之间")
    return made
