"""Rules declared in TOML: texts for all, relations and forbidden words for most, Python for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from reportlint.equations import relations
from reportlint.errors import RuleError
from reportlint.model import Equation, Report, TableBlock
from reportlint.rule import ORGANS, SAFE, UNSAFE, CannotTell, Check, Hit, Level, Rule
from reportlint.text import fold
from reportlint.thresholds import declared_thresholds
from reportlint.toml_file import Keys, TomlFile, read_toml, unknown

_NEEDED: Final = ("code", "name", "level", "title", "message", "help")
_KEYS: Final = (
    *_NEEDED, "class", "basis", "basis_en", "editions", "organs", "since", "enabled", "variant", "variant_help",
    "table", "each", "holds", "edition", "says", "words", "by_engine", "needs_text", "needs_last",
    "fix", "page", "threshold",
)  # fmt: skip
_EACH: Final = ("column", "row", "")
_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    **dict.fromkeys(
        ("code", "name", "level", "class", "since", "table", "each", "holds", "edition", "fix"), str
    ),
    **dict.fromkeys(("editions", "organs", "words"), list),
    **dict.fromkeys(("variant", "variant_help", "page", "threshold"), dict),
    **dict.fromkeys(("basis", "basis_en"), (str, dict)),
    **dict.fromkeys(("enabled", "by_engine", "needs_text", "needs_last"), bool),
}


def load_rules(
    path: Path, checks: Mapping[str, Check] | None = None, pages: Path | None = None
) -> list[Rule]:
    """The rules of a TOML file.

    ``checks`` gives Python generators by code; a rule without one is judged by
    its own ``holds`` or ``words`` and by the relations of the edition files
    under its code. ``pages`` is the folder of rule pages; without it a page
    stands in the rule itself, under ``page``. Raises RuleError naming file,
    line and key.
    """
    file = read_toml(path)
    file.check_keys((), file.data, ("rule",))
    return rules_of(file, checks or {}, pages)


def rules_of(file: TomlFile, checks: Mapping[str, Check], pages: Path | None) -> list[Rule]:
    """The rules of a file that may hold other things too."""
    tables = file.tables((), file.data, "rule")
    return [_rule(file, ("rule", at), table, checks, pages) for at, table in enumerate(tables)]


def _rule(
    file: TomlFile, keys: Keys, table: Mapping[str, Any], checks: Mapping[str, Check], pages: Path | None
) -> Rule:
    file.check_keys(keys, table, _KEYS)
    file.need(keys, table, _NEEDED)
    _check_values(file, keys, table)
    code = table["code"]
    return Rule(
        code=code,
        name=table["name"],
        level=Level(table["level"]),
        basis_class=table.get("class", ""),
        basis=_by_edition(table.get("basis", {})),
        basis_en=_by_edition(table.get("basis_en", {})),
        title=table["title"],
        messages={"": table["message"], **table.get("variant", {})},
        help={"": table["help"], **table.get("variant_help", {})},
        check=_check(table, checks),
        equations=_equations(file, keys, table),
        editions=tuple(table.get("editions", (table["edition"],) if table.get("edition") else ())),
        organs=tuple(table.get("organs", ())),
        since=table.get("since", ""),
        enabled=table.get("enabled", True),
        page=_page(file, table, pages),
        origin=file.where(*keys),
        needs_text=table.get("needs_text", False),
        needs_last=table.get("needs_last", False),
        thresholds=declared_thresholds(file, keys, table),
        fix=table.get("fix", ""),
    )


def _check_values(file: TomlFile, keys: Keys, table: Mapping[str, Any]) -> None:
    """Raises RuleError for a value of the wrong kind, before anything is made of it."""
    file.check_types(keys, table, _TYPES)
    levels = [level.value for level in Level]
    if table["level"] not in levels:
        raise file.error((*keys, "level"), *unknown("level", "级别", str(table["level"]), levels))
    texts = {name: table[name] for name in ("title", "message", "help", "says") if name in table}
    for name in ("variant", "variant_help"):
        texts |= {f"{name}.{key}": value for key, value in table.get(name, {}).items()}
    for name, value in texts.items():
        _both_languages(file, (*keys, *name.split(".")), value)
    for organ in table.get("organs", ()):
        if organ not in ORGANS:
            raise file.error((*keys, "organs"), *unknown("kind of organ", "机关类别", organ, ORGANS))
    if table.get("each", "") not in _EACH:
        raise file.error((*keys, "each"), *unknown("way", "方式", str(table["each"]), _EACH[:2]))
    if table.get("fix", SAFE) not in (SAFE, UNSAFE):
        raise file.error((*keys, "fix"), *unknown("kind of fix", "修复类别", table["fix"], (SAFE, UNSAFE)))
    if "holds" in table:
        file.need(keys, table, ("table",))


def _both_languages(file: TomlFile, keys: Keys, value: object) -> None:
    """A text is ``{ zh = …, en = … }``; English may be left out, Chinese may not."""
    if not isinstance(value, Mapping) or not isinstance(value.get("zh"), str) or not value["zh"]:
        raise file.error(keys, 'write { zh = "…", en = "…" }', '应写作 { zh = "…", en = "…" }')
    file.check_keys(keys, value, ("zh", "en"))
    file.check_types(keys, value, {"en": str})


def _page(file: TomlFile, table: Mapping[str, Any], pages: Path | None) -> str:
    if "page" in table:
        return str(file.path)
    return str(pages / f"{table['code']}.toml") if pages is not None else ""


def _by_edition(basis: Mapping[str, str] | str) -> dict[str, str]:
    """A basis by edition, "" for the one that holds for all."""
    texts = {"default": basis} if isinstance(basis, str) else basis
    return {"" if key == "default" else key: text for key, text in texts.items()}


def _check(table: Mapping[str, Any], checks: Mapping[str, Check]) -> Check | None:
    code = table["code"]
    if code in checks:
        return checks[code]
    if table.get("words"):
        return forbidden(table["words"])
    if table.get("by_engine") or (not table.get("class") and "holds" not in table):
        return None
    return relations(code)


def _equations(file: TomlFile, keys: Keys, table: Mapping[str, Any]) -> tuple[Equation, ...]:
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
            origin=f"{file.where(*keys, 'holds')}: holds",
        ),
    )


def forbidden(words: Sequence[str]) -> Check:
    """The check of a rule that is a list of words which a report should not use."""
    wanted = [(word, fold(word)) for word in words]

    def check(report: Report) -> Iterator[Hit | CannotTell]:
        for block in report.passages:
            if isinstance(block, TableBlock):
                continue
            for word, folded in wanted:
                at = block.folded.find(folded)
                while at >= 0:
                    end = at + len(folded)
                    yield Hit(block.paragraph.span(at, end), values={"word": word})
                    at = block.folded.find(folded, end)

    return check


__all__ = ["RuleError", "forbidden", "load_rules", "rules_of"]
