"""Writes JSON with decimal numbers exactly as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal

from reportlint.output.numbers import plain

INDENT = "  "
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def dump(value: object, depth: int = 0) -> str:
    """JSON text of mappings, lists, tuples, strings, integers, Decimals, booleans and None.

    Decimals become JSON numbers without passing through a float (null where
    not finite). TypeError for anything else, floats included.
    """
    if value is None or isinstance(value, bool | int):
        return json.dumps(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Decimal):
        return plain(value) if value.is_finite() else "null"
    if isinstance(value, Mapping):
        members = [f"{_string(str(key))}: {dump(item, depth + 1)}" for key, item in value.items()]
        return _block("{", members, "}", depth)
    if isinstance(value, list | tuple):
        return _block("[", [dump(item, depth + 1) for item in value], "]", depth)
    raise TypeError(f"no JSON for {type(value).__name__}")


def dump_line(value: object) -> str:
    """The same on one line: line ends stand only between the parts, never inside a string."""
    lines = (line.lstrip(" ") for line in dump(value).split("\n"))
    return "".join(f"{line} " if line.endswith(",") else line for line in lines)


def _string(value: str) -> str:
    # File names may hold bytes that are no text; as escapes the output stays valid UTF-8.
    quoted = json.dumps(value, ensure_ascii=False)
    return LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _block(opening: str, members: list[str], closing: str, depth: int) -> str:
    if not members:
        return opening + closing
    inner, outer = "\n" + INDENT * (depth + 1), "\n" + INDENT * depth
    return opening + inner + f",{inner}".join(members) + outer + closing
