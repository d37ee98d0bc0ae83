"""``reportlint completion SHELL``: a script by which a shell completes commands, options and their values."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from typing import Any, Final

from reportlint.cli_options import Parser, base_parser
from reportlint.cli_texts import say
from reportlint.output import FORMATTERS
from reportlint.plugins import Catalog
from reportlint.rule import ORGANS

SHELLS: Final = ("bash", "zsh", "fish", "powershell")
_PATHS: Final = ("PATH", "FILE", "FILE|KEY=VALUE", "COPY", "PACK")
_RULES: Final = ("RULE", "RULES")


def completion_parser(lang: str) -> Parser:
    """The arguments of ``completion``."""
    about = f"{say('about_completion', lang)}\n\n{say('completion_how', lang)}"
    parser = base_parser(lang, "reportlint completion SHELL", about)
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=say("shell", lang))
    return parser


def completion_script(
    shell: str, check: Parser, commands: Mapping[str, Parser], catalog: Catalog, lang: str
) -> str:
    """The script for a shell, with the rules, editions and formats there are today."""
    import shtab  # loaded only where it is asked for

    below = check.add_subparsers()
    for name, parser in commands.items():
        added: Any = below.add_parser(name, help=say(f"about_{name}", lang), add_help=False)
        for action in parser._actions:
            added._add_action(action)
    for action in check._actions:
        if action.dest == "paths":  # the commands stand in its place; shells fall back to files
            action.help = argparse.SUPPRESS
    check._actions.sort(key=lambda action: action is not below)
    for parser in (check, *below.choices.values()):
        _name_values(parser._actions, catalog, shtab.FILE)
    script: str = shtab.complete(check, shell)
    return script


def _name_values(actions: Iterable[argparse.Action], catalog: Catalog, file: object) -> None:
    """What may stand for an argument: known names, or files."""
    codes = [*dict.fromkeys(rule.code[0] for rule in catalog.rules), *(rule.code for rule in catalog.rules)]
    named: dict[str, list[str]] = {
        "edition": [edition.name for edition in catalog.editions],
        "organ": list(ORGANS),
        "output_format": [*FORMATTERS, *catalog.formats],
    }
    for action in actions:
        if action.dest in named:
            action.choices = named[action.dest]
        elif action.metavar in _RULES:
            action.choices = ["ALL", *codes] if action.metavar == "RULES" else codes[codes.index("A001") :]
        elif action.metavar in _PATHS:
            action.complete = file  # type: ignore[attr-defined]
