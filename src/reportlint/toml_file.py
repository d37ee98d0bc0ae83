"""TOML files of users: data, with the line of every key, so that an error can say where it is."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.errors import RuleError, why

Keys = tuple[str | int, ...]
_KEY: Final = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DOTTED: Final = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_PAIR: Final = re.compile(rf"\s*({_DOTTED})\s*=\s*")
_PART: Final = re.compile(_KEY)
_KINDS: Final = {
    str: ('a text, "…"', '文字，如 "…"'),
    list: ("a list of texts", "文字的列表"),
    bool: ("true or false", " true 或 false"),
    dict: ("a table", '表，如 { zh = "…" }'),
}
_QUOTES: Final = ('"""', "'''")


class TomlFile(NamedTuple):
    """A parsed file; ``lines`` are the lines of its tables and keys, arrays of tables counted from 0.

    ``text`` is the file line by line.
    """

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[Keys, int]
    text: tuple[str, ...] = ()

    def line(self, *keys: str | int) -> int:
        """The line of a key, of the table around it where it has no line of its own."""
        return next((self.lines[keys[:n]] for n in range(len(keys), 0, -1) if keys[:n] in self.lines), 1)

    def where(self, *keys: str | int) -> str:
        """``FILE:LINE`` of a key, of the table around it where it has no line of its own."""
        return f"{self.path}:{self.line(*keys)}"

    def error(self, keys: Keys, en: str, zh: str) -> RuleError:
        """What is wrong at a key, on one line."""
        names = ".".join(key for key in keys if isinstance(key, str))
        where = self.where(*keys)
        return RuleError(f"{where}: {names}: {en}", f"{where}：{names}：{zh}")

    def check_keys(self, keys: Keys, table: Mapping[str, Any], known: Iterable[str]) -> None:
        """Raises RuleError, naming the nearest keys, for a key of a table that nobody reads."""
        names = list(known)
        for name in table:
            if name not in names:
                raise self.error((*keys, name), *unknown("key", "项目", name, names))

    def tables(self, keys: Keys, table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        """The tables of an array, [] where there is none. Raises RuleError for anything else."""
        found = table.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            header = ".".join(one for one in (*keys, name) if isinstance(one, str))
            raise self.error((*keys, name), f"write [[{header}]]", f"应写作 [[{header}]]")
        return found

    def check_types(
        self, keys: Keys, table: Mapping[str, Any], kinds: Mapping[str, type | tuple[type, ...]]
    ) -> None:
        """Raises RuleError for a value of another type than ``kinds`` has for its key."""
        for name, value in table.items():
            kind = kinds.get(name)
            if kind is not None and not isinstance(value, kind):
                en, zh = _KINDS[kind if isinstance(kind, type) else kind[0]]
                raise self.error((*keys, name), f"write {en}", f"应写作{zh}")
            if kind is list and not all(isinstance(one, str) and one for one in value):
                raise self.error((*keys, name), "write a list of texts", "应写作文字的列表")

    def need(self, keys: Keys, table: Mapping[str, Any], names: Iterable[str]) -> None:
        """Raises RuleError for a key that is missing."""
        missing = [name for name in names if name not in table]
        if missing:
            listed = ", ".join(missing)
            raise self.error(keys, f"missing {listed}", f"缺少 {listed}")


def unknown(what: str, what_zh: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    """``(English, Chinese)``: there is no such thing, with the nearest names, else all."""
    names = list(known)
    near = difflib.get_close_matches(name, names, 3, 0.5)
    en, zh = ("nearest", "相近的有") if near else ("there are", "可用的有")
    listed = near or names
    return (
        f"no {what} {name!r}; {en}: {', '.join(listed)}",
        f"没有“{name}”这个{what_zh}；{zh}：{'、'.join(listed)}",
    )


def read_toml(path: Path) -> TomlFile:
    """A TOML file. Raises RuleError, one line, where it cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except OSError as error:
        en, zh = (why(error, lang) for lang in ("en", "zh"))
        raise RuleError(f"{path}: cannot be read: {en}", f"{path}：无法读取：{zh}") from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8", f"{path}：不是 UTF-8 编码，请以 UTF-8 另存") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        where = f"{path}:{at[1]}" if at else str(path)
        raise RuleError(f"{where}: not TOML: {error}", f"{where}：不是 TOML：{error}") from error
    return TomlFile(path, data, dict(_lines(text)), tuple(text.splitlines()))


def _lines(text: str) -> Iterator[tuple[Keys, int]]:
    """The keys of a TOML text with their lines; what stands in strings of several lines is skipped."""
    table: Keys = ()
    counts: dict[Keys, int] = {}
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
            continue
        header, pair = _HEADER.match(line), _PAIR.match(line)
        if header is not None:
            table = _inside(_parts(header[2]), counts, opens=header[1] == "[[")
            yield table, number
        elif pair is not None:
            yield (*table, *_parts(pair[1])), number
            closing = _left_open(line[pair.end() :])
        else:
            closing = _left_open(line)


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _inside(names: list[str], counts: dict[Keys, int], opens: bool) -> Keys:
    """The place a header names: an array of tables stands for its last table, ``opens`` adds one."""
    place: Keys = ()
    for at, name in enumerate(names):
        place = (*place, name)
        if opens and at == len(names) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _left_open(value: str) -> str:
    """The quotes of a string that goes on in the next line, "" for none."""
    at, found = min(((value.find(one), one) for one in _QUOTES if one in value), default=(0, ""))
    return found if found and value.find(found, at + 3) < 0 else ""
