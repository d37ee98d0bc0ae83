"""Arguments that several commands share: parser, language, settings."""

from __future__ import annotations

import argparse
import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

from reportlint.cli_help import HelpFormatter
from reportlint.cli_texts import say
from reportlint.cli_wrong import missing_hint, wrong_call
from reportlint.config import Value, absolute
from reportlint.config import given as given_values
from reportlint.errors import ConfigError
from reportlint.findings import Finding
from reportlint.read.limits import Limits
from reportlint.rule import ORGANS, Level
from reportlint.setups import Asked

OK: Final = 0
FOUND: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130
LEVELS: Final = (Level.ERROR, Level.WARNING, Level.NOTE)
_MB: Final = 1048576
_SINGLE: Final = ("edition", "organ", "max-size", "max-pages", "fail-on", "output-format")
_LISTED: Final = ("select", "ignore", "extend-select", "extend-ignore")


class Parser(argparse.ArgumentParser):
    """A wrong call is one line, not a page."""

    def error(self, message: str) -> NoReturn:
        """Raises ConfigError; nothing is printed here."""
        raise ConfigError(*wrong_call(message, self._option_string_actions))


def parsed(parser: Parser, arguments: Sequence[str]) -> argparse.Namespace:
    """Options and paths in any order; behind -- stand paths, whatever they look like."""
    at = list(arguments).index("--") if "--" in arguments else len(arguments)
    paths = (f"./{one}" if one.startswith("-") and one != "-" else one for one in arguments[at + 1 :])
    return parser.parse_intermixed_args([*arguments[:at], *paths])


def language(environment: Mapping[str, str]) -> str:
    """ "en" only where the first set of LC_ALL, LC_MESSAGES, LANG starts with en."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "en" if environment[name].startswith("en") else "zh"
    return "zh"


def wanted_language(arguments: Sequence[str]) -> str:
    """The language before arguments are parsed, so that errors and help are in it."""
    for at, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and at + 1 < len(arguments):
            value = arguments[at + 1]
        if value in ("zh", "en"):
            return value
    return language(os.environ)


def base_parser(lang: str, usage: str, about: str = "") -> Parser:
    """A parser with what every command takes: help and language; ``about`` says what it does."""
    parser = Parser(prog="reportlint", usage=argparse.SUPPRESS, add_help=False, allow_abbrev=False)
    parser.description = f"{usage}\n\n{about}".strip()
    parser.formatter_class = HelpFormatter
    for group, title in zip(parser._action_groups, ("arguments", "options"), strict=True):
        group.title = say(title, lang)
    parser.add_argument("-h", "--help", action="help", help=say("help", lang))
    parser.add_argument("--lang", choices=("zh", "en"), default=lang, help=say("lang", lang))
    return parser


def add_packs(parser: Parser, lang: str) -> None:
    """Files of rules beside the installed ones."""
    parser.add_argument(
        "--rules", action="append", default=[], dest="packs", metavar="FILE", help=say("packs", lang)
    )


def add_report_options(parser: Parser, lang: str, editions: str) -> None:
    """What a single file cannot tell, how large it may be, and which configuration counts."""
    group = parser.add_argument_group(say("group_report", lang))
    group.add_argument("--edition", help=say("edition", lang, values=editions))
    group.add_argument("--organ", help=say("organ", lang, values=" ".join(ORGANS)))
    group.add_argument("--year", type=int, help=say("year", lang))
    group.add_argument("--due", metavar="DATE", help=say("due", lang))
    sizes = Limits()
    group.add_argument(
        "--max-size", type=positive, metavar="MB", help=say("max_size", lang, default=sizes.bytes // _MB)
    )
    group.add_argument(
        "--max-pages", type=positive, metavar="N", help=say("max_pages", lang, default=sizes.pages)
    )
    group = parser.add_argument_group(say("group_config", lang))
    group.add_argument(
        "--config", action="append", default=[], metavar="FILE|KEY=VALUE", help=say("config", lang)
    )
    group.add_argument("--isolated", action="store_true", help=say("isolated", lang))
    group.add_argument(
        "--rules", action="append", default=[], dest="packs", metavar="FILE", help=say("packs", lang)
    )


def add_selection_options(parser: Parser, lang: str) -> None:
    """Which rules are used, and at which level they count."""
    group = parser.add_argument_group(say("group_rules", lang))
    for name in ("select", "ignore", "extend-select", "extend-ignore"):
        text = say(name.replace("-", "_"), lang)
        group.add_argument(f"--{name}", action="append", default=[], metavar="RULES", help=text)
    group.add_argument("--level", action="append", default=[], metavar="CODE=LEVEL", help=say("level", lang))


def add_exit_options(parser: Parser, lang: str) -> argparse._ArgumentGroup:
    """What makes the exit code 1; returns the group, for more of the kind."""
    group = parser.add_argument_group(say("group_exit", lang))
    levels = [level.value for level in LEVELS]
    group.add_argument("--fail-on", choices=levels, help=say("fail_on", lang))
    group.add_argument("--exit-zero", action="store_true", help=say("exit_zero", lang))
    return group


def reaches(findings: Iterable[Finding], fail_on: str) -> bool:
    """Whether a finding that is not suppressed is of that level or a graver one."""
    limit = LEVELS.index(Level(fail_on))
    return any(one.suppressed is None and LEVELS.index(one.level) <= limit for one in findings)


def missing_text(name: object, lang: str, commands: Iterable[str] = ()) -> str:
    """What to say of a path that is not there."""
    hint = missing_hint(str(name), commands)[lang == "zh"]
    return say("missing", lang, name=name, hint=hint)


def positive(text: str) -> int:
    """A whole number above 0; ArgumentTypeError for anything else, which becomes a wrong call."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"no number above 0: {text!r}")
    return int(text)


def listed(values: Sequence[str]) -> tuple[str, ...]:
    """The selectors of an option given once or more; an empty one stays, to be refused."""
    if values and not "".join(values).strip(" ,"):
        return ("",)
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _levels(values: Sequence[str], lang: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        name, _, level = value.partition("=")
        if level not in [one.value for one in Level]:
            raise ConfigError(say("bad_level", lang, text=value))
        found[name] = level
    return found


def asked_of(options: argparse.Namespace) -> Asked:
    """What the parsed arguments ask for, over all configuration. Raises ConfigError."""
    if options.due is not None:
        try:
            datetime.date.fromisoformat(options.due)
        except ValueError:
            raise ConfigError(say("bad_due", options.lang, text=options.due)) from None
    given = vars(options)
    files = [one for one in options.config if "=" not in one or Path(one).is_file()]
    if len(files) > 1:
        raise ConfigError(say("one_config", options.lang))
    if files and not Path(files[0]).is_file():
        raise ConfigError(missing_text(files[0], options.lang))
    values = dict(given_values(one for one in options.config if one not in files))
    for key in _SINGLE:
        name = key.replace("-", "_")
        if given.get(name) is not None:
            values[key] = Value(given[name], f"--{key}")
    for key in _LISTED:
        name = key.replace("-", "_")
        if given.get(name):
            values[key] = Value(listed(given[name]), f"--{key}")
    if given.get("level"):
        values["levels"] = Value(_levels(given["level"], options.lang), "--level")
    if options.packs:
        values["rules"] = Value(tuple(Path(one) for one in options.packs), "--rules")
    if given.get("exclude"):
        named = absolute("extend-exclude", given["exclude"], Path(), "--exclude")
        values["extend-exclude"] = Value(named, "--exclude")
    frozen = tuple((key, Value(_frozen(one.value), one.origin)) for key, one in values.items())
    return Asked(
        frozen,
        files[0] if files else "",
        options.isolated,
        options.year,
        options.due,
        bool(given.get("previous")),
        str(Path.cwd()),
    )


def _frozen(value: object) -> object:
    return tuple(value.items()) if isinstance(value, dict) else value
