"""Wrong calls in words: what the argument parser says of them, in both languages, with the nearest names."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable
from typing import Final

# What the standard library says: its pattern, the same in Chinese, and in plainer English ("" as it is).
_CALLS: Final = (
    (r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)", r"\1：不能是 \2，只能是 \3", ""),
    (r"argument (.*?): expected one argument", r"\1：后面要写一个值", r"\1: write a value after it"),
    (r"argument (.*?): invalid int value: (.*)", r"\1：要写一个整数，而不是 \2", r"\1: write a whole number, not \2"),
    (r"argument (.*?): no number above 0: (.*)", r"\1：要写一个大于 0 的整数，而不是 \2", r"\1: write a whole number above 0, not \2"),
    (r"the following arguments are required: (.*)", r"缺少参数：\1（用法见 --help）", r"missing: \1 (see --help)"),
)  # fmt: skip
_UNKNOWN: Final = re.compile(r"unrecognized arguments: (.*)")


def wrong_call(message: str, options: Iterable[str]) -> tuple[str, str]:
    """``(English, Chinese)`` for a message of the argument parser; ``options`` are those there are."""
    unknown = _UNKNOWN.fullmatch(message)
    if unknown is not None:
        return _unknown(unknown[1], list(options))
    for pattern, zh, en in _CALLS:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, en, message) if en else message, re.sub(pattern, zh, message)
    return message, message


def _unknown(given: str, options: list[str]) -> tuple[str, str]:
    first = given.split()[0].partition("=")[0] if given.strip() else given
    if os.path.exists(given):
        return (
            f"no option {given}; if the file is meant: ./{given}",
            f"没有 {given} 这个选项；如果是文件，请写 ./{given}",
        )
    if not first.startswith("-"):
        return f"one argument too many: {given} (see --help)", f"多余的参数：{given}（用法见 --help）"
    near = difflib.get_close_matches(first, options, 2, 0.6)
    if near:
        return (
            f"no option {first}; nearest: {', '.join(near)}",
            f"没有 {first} 这个选项；相近的有：{'、'.join(near)}",
        )
    return f"no option {first} (see --help)", f"没有 {first} 这个选项（用法见 --help）"


def missing_hint(name: str, commands: Iterable[str]) -> tuple[str, str]:
    """``(English, Chinese)`` behind the name of a path that is not there: it may have been meant as a command."""
    near = difflib.get_close_matches(name.casefold(), list(commands), 1, 0.7)
    if not near:
        return "check the path", "请检查路径"
    call = f"reportlint {near[0]} …"
    return f"if the command is meant, write it first: {call}", f"如果是命令，要写在最前面：{call}"
