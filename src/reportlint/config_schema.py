"""The configuration as JSON Schema, so that editors complete and check it as it is written.

Draft 7, which the TOML editors know. It accepts what ``config.checked``
accepts: whether a rule or an edition exists is for the program to say, since
packs and plug-ins add some; names that are known are offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from reportlint.config_keys import KEYS, Key
from reportlint.rule import Rule, Threshold

_TEXT: Final = {"type": "string", "minLength": 1}
_WHOLE: Final = {"type": "integer"}


def config_schema(rules: Sequence[Rule], editions: Iterable[str], formats: Iterable[str]) -> dict[str, Any]:
    """The schema of ``reportlint.toml`` and of ``[tool.reportlint]``, with the names that are known."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:reportlint:schema:config:1",
        "title": "reportlint configuration, version 1",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _property(key) for name, key in KEYS.items()},
        "definitions": {
            "rule": _offered([*(rule.code for rule in rules), "ALL"], {"type": "string"}),
            "edition": {"anyOf": [{"enum": list(editions)}, _TEXT, _WHOLE]},
            "format": _offered(formats, _TEXT),
            "thresholds": _thresholds(rules),
        },
    }


def _property(key: Key) -> dict[str, Any]:
    """Beside ``$ref`` draft 7 reads nothing, hence ``allOf``."""
    kind = {"allOf": [dict(key.kind.schema)]} if "$ref" in key.kind.schema else dict(key.kind.schema)
    default = {} if key.default is None else {"default": key.default}
    return {"description": f"{key.zh}\n\n{key.en}", **default, **kind}


def _offered(names: Iterable[str], others: Mapping[str, Any]) -> dict[str, Any]:
    """Names that an editor offers, beside whatever else is accepted."""
    return {"anyOf": [{"enum": list(names)}, dict(others)]}


def _thresholds(rules: Sequence[Rule]) -> dict[str, Any]:
    """Tables of known rules; other names with a number, or a table of numbers."""
    others = {"type": ["integer", "object"], "additionalProperties": _WHOLE}
    known = {
        rule.code: {
            "description": "\n\n".join(rule.title.values()),
            "type": "object",
            "properties": {one.name: _number(one) for one in rule.thresholds},
            "additionalProperties": False,
        }
        for rule in rules
        if rule.thresholds
    }
    return {"type": "object", "properties": known, "additionalProperties": others}


def _number(one: Threshold) -> dict[str, Any]:
    most = {} if one.most is None else {"maximum": one.most}
    does = "\n\n".join(f"{one.does[lang]} ({one.unit.get(lang)})" if one.unit.get(lang) else one.does[lang] for lang in one.does)  # fmt: skip
    return {"description": does, "type": "integer", "default": one.default, "minimum": one.least, **most}
