"""Editions: the printed forms as data.

An edition file is TOML whose tables are written as outlines that look like
the printed form: one line per row, indented under its group, official label
first, further accepted wordings after `` | ``, unit in brackets.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from reportlint.errors import RuleError
from reportlint.model import Edition, Equation, Form, FormColumn, FormRow, SectionForm
from reportlint.quantities import load_phrasebook
from reportlint.text import label, without_brackets

_LINE: Final = re.compile(
    r"(?P<indent> *)(?P<key>\w+)(?P<optional>\?)?\s+(?P<labels>.+?)"
    r"(?:\s+\[(?P<unit>[^\]]*)\])?(?P<signed>\s+\(signed\))?\s*"
)
_MONEY: Final = frozenset(("元", "万元"))
UNKNOWN: Final = Edition("", 0, 0, "", "", False, (), (), (), ())


class _OutlineLine:
    """A parsed line of an outline; lives only while a file is loaded."""

    __slots__ = ("depth", "key", "labels", "optional", "signed", "unit")

    def __init__(self, text: str, where: str) -> None:
        match = _LINE.fullmatch(text)
        if match is None:
            raise RuleError(
                f"{where}: not an outline line (KEY  LABEL | VARIANT [unit]): {text.strip()}",
                f"{where}：不是一行表样（键  行名 | 其他写法 [单位]）：{text.strip()}",
            )
        self.depth = len(match["indent"]) // 2
        self.key = match["key"]
        self.labels = [part.strip() for part in match["labels"].split(" | ")]
        self.optional = match["optional"] is not None
        self.unit = (match["unit"] or "").strip()
        self.signed = match["signed"] is not None


def _kind(unit: str, signed: bool) -> str:
    if signed:
        return "signed"
    return "money" if unit in _MONEY else "count"


def _lines(outline: str, where: str) -> list[_OutlineLine]:
    return [_OutlineLine(text, where) for text in outline.splitlines() if text.strip()]


def _columns(outline: str, where: str) -> tuple[FormColumn, ...]:
    columns = []
    for line in _lines(outline, where):
        *groups, official = [part.strip() for part in line.labels[0].split(" / ")]
        texts = [official, *line.labels[1:]]
        columns.append(
            FormColumn(
                key=line.key,
                label=official,
                labels=tuple(label(text) for text in texts),
                groups=tuple(groups),
                unit=line.unit,
                kind=_kind(line.unit, line.signed),
                optional=line.optional,
            )
        )
    return tuple(columns)


def outline_rows(outline: str, where: str) -> tuple[FormRow, ...]:
    """Rows from their outline. Raises RuleError, naming ``where``, for a line that is none."""
    rows: list[FormRow] = []
    parents: list[str] = []
    for line in _lines(outline, where):
        if line.depth > len(parents):
            raise RuleError(f"{where}: row {line.key} is indented deeper than its parent allows")
        del parents[line.depth :]
        rows.append(
            FormRow(
                key=line.key,
                label=line.labels[0],
                labels=tuple(label(text) for text in line.labels),
                parent=parents[-1] if parents else None,
                level=line.depth + 1,
                unit=line.unit,
                kind=_kind(line.unit, line.signed),
                group=line.key.startswith("g_"),
                optional=line.optional,
            )
        )
        parents.append(line.key)
    return tuple(rows)


def _form(table: Mapping[str, Any], edition: str, where: str) -> Form:
    frame: Mapping[str, list[str]] = table.get("frame", {})
    framed = [text for texts in frame.values() for text in texts]
    where = f"{where}: table {table['key']}"
    return Form(
        key=table["key"],
        edition=edition,
        section=table["section"],
        name=table["name"],
        layout=table.get("layout", "grid"),
        captions=tuple(label(text) for text in table.get("captions", ())),
        heads=tuple(label(text) for text in (*table.get("heads", ()), *framed)),
        frame={name: tuple(label(text).core for text in texts) for name, texts in frame.items()},
        columns=_columns(table["columns"], where),
        rows=outline_rows(table["rows"], where),
        demanded=table.get("demanded", False),
        complete=table.get("complete", False),
    )


def section_form(table: Mapping[str, Any]) -> SectionForm:
    """A section from its TOML table."""

    def words(key: str) -> tuple[str, ...]:
        return tuple(table.get(key, ()))

    return SectionForm(
        key=table["key"],
        heading=table["heading"],
        accepted=words("accepted"),
        cores=frozenset(without_brackets(text) for text in (table["heading"], *words("accepted"))) - {""},
        all_of=words("all_of"),
        any_of=words("any_of"),
        none_of=words("none_of"),
        content=words("content"),
        demanded=table.get("demanded", False),
        parent=table.get("parent") or None,
        basis=table.get("basis", ""),
    )


def equation(table: Mapping[str, Any], edition: str, origin: str) -> Equation:
    """An equation from its TOML table; ``origin`` names file and place for messages."""
    return Equation(
        rule=table["rule"],
        edition=edition,
        form=table["table"],
        each=table.get("each", ""),
        holds=table["holds"],
        says=table["says"],
        origin=origin,
    )


def load_edition(path: Path) -> Edition:
    """An edition from its TOML file; ``told`` names its phrasebook, relative to the file.

    Raises RuleError naming the file where it is no TOML, a key is missing or
    an outline line cannot be read.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        name = data["edition"]
        first, last = data["years"]
        return Edition(
            name=name,
            first_year=first,
            last_year=last,
            regulation=data["regulation"],
            notice=data.get("notice", ""),
            fixed_sections=data.get("fixed_sections", False),
            sections=tuple(section_form(table) for table in data.get("section", ())),
            forms=tuple(_form(table, name, str(path)) for table in data.get("table", ())),
            equations=tuple(
                equation(table, name, f"{path.name}: equation {index}")
                for index, table in enumerate(data.get("equation", ()), 1)
            ),
            citations=tuple(data.get("citations", ())),
            told=load_phrasebook(path.parent / data["told"]) if "told" in data else None,
        )
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not TOML: {error}") from error
    except KeyError as error:
        raise RuleError(f"{path}: key {error} is missing") from error


def load_editions(paths: Iterable[Path]) -> list[Edition]:
    """Editions from TOML files, oldest first."""
    return sorted((load_edition(path) for path in paths), key=lambda edition: edition.first_year)
