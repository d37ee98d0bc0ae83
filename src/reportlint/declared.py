"""Rules declared in TOML: texts for all, relations for most, Python for the rest."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from reportlint.equations import relations
from reportlint.errors import RuleError
from reportlint.model import Equation
from reportlint.rule import Check, Level, Rule

_NEEDED: Final = ("code", "name", "level", "title", "message", "help")


def load_rules(
    path: Path, checks: Mapping[str, Check] | None = None, pages: Path | None = None
) -> list[Rule]:
    """The rules of a TOML file.

    ``checks`` gives Python generators by code; a rule without one is judged by
    its own ``holds`` and by the relations of the edition files under its code.
    ``pages`` is the folder of rule pages. Raises RuleError naming file and rule.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path}: not TOML: {error}") from error
    return [
        _rule(table, checks or {}, pages, f"{path}: rule {index} ({table.get('code', '?')})")
        for index, table in enumerate(data.get("rule", ()), 1)
    ]


def _rule(table: Mapping[str, Any], checks: Mapping[str, Check], pages: Path | None, where: str) -> Rule:
    missing = [key for key in _NEEDED if key not in table]
    if missing:
        raise RuleError(f"{where}: missing {', '.join(missing)}")
    code = table["code"]
    if table["level"] not in [level.value for level in Level]:
        raise RuleError(f"{where}: level must be error, warning or note, not {table['level']}")
    basis = table.get("basis", {})
    return Rule(
        code=code,
        name=table["name"],
        level=Level(table["level"]),
        basis_class=table.get("class", ""),
        basis={"" if key == "default" else key: text for key, text in _texts(basis).items()},
        title=table["title"],
        messages={"": table["message"], **table.get("variant", {})},
        help={"": table["help"], **table.get("variant_help", {})},
        check=_check(table, checks),
        equations=_equations(table, where),
        editions=tuple(table.get("editions", ())),
        organs=tuple(table.get("organs", ())),
        since=table.get("since", ""),
        enabled=table.get("enabled", True),
        page=str(pages / f"{code}.toml") if pages is not None else "",
        origin=where,
        needs_text=table.get("needs_text", False),
    )


def _texts(basis: Mapping[str, str] | str) -> Mapping[str, str]:
    return {"default": basis} if isinstance(basis, str) else basis


def _check(table: Mapping[str, Any], checks: Mapping[str, Check]) -> Check | None:
    code = table["code"]
    if code in checks:
        return checks[code]
    if not table.get("class") and "holds" not in table:
        return None  # raised by the engine
    return relations(code)


def _equations(table: Mapping[str, Any], where: str) -> tuple[Equation, ...]:
    """The relation that a rule declares itself, beside those of the edition files."""
    if "holds" not in table:
        return ()
    return (
        Equation(
            rule=table["code"],
            edition=table.get("edition", ""),
            form=table["table"],
            each=table.get("each", ""),
            holds=table["holds"],
            says=table.get("says") or {"zh": table["holds"], "en": table["holds"]},
            origin=where,
        ),
    )
