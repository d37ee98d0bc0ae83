"""``reportlint show-settings``: what is used for a file and where it comes from, or the schema of configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from reportlint.cli_options import (
    OK,
    Parser,
    add_exit_options,
    add_report_options,
    add_selection_options,
    asked_of,
    base_parser,
)
from reportlint.cli_texts import say
from reportlint.cli_write import write
from reportlint.config import Value
from reportlint.config_keys import KEYS
from reportlint.config_schema import config_schema
from reportlint.errors import ConfigError
from reportlint.output import FORMATTERS
from reportlint.setups import Setup, setups
from reportlint.thresholds import Given

_BARE: Final = re.compile("[A-Za-z0-9_-]+")


def settings_parser(lang: str) -> Parser:
    """The arguments of ``show-settings``."""
    parser = base_parser(lang, "reportlint show-settings FILE | --schema", say("about_show-settings", lang))
    parser.add_argument("path", nargs="?", metavar="FILE", help=say("paths", lang))
    parser.add_argument("--schema", action="store_true", help=say("schema", lang))
    add_report_options(parser, lang, "2008 2014 2019 2021")
    add_selection_options(parser, lang)
    add_exit_options(parser, lang)
    return parser


def run_show_settings(arguments: Sequence[str], lang: str) -> int:
    """``reportlint show-settings FILE``: each setting used for a file, and where it comes from."""
    options = settings_parser(lang).parse_args(arguments)
    if options.path is None and not options.schema:
        raise ConfigError(say("see_help", options.lang, text=say("no_path", options.lang)))
    asked = asked_of(options)
    if options.schema:  # it helps to mend a configuration that cannot be used
        write(schema_of(setups(asked._replace(config="", isolated=True))(Path("x"))))
        return OK
    write(shown_settings(setups(asked)(Path(options.path)), options.path, options.lang))
    return OK


def schema_of(setup: Setup) -> str:
    """The JSON Schema of a configuration, with the rules, editions and formats there are."""
    catalog = setup.catalog
    formats = (*FORMATTERS, *catalog.formats)
    schema = config_schema(catalog.rules, [edition.name for edition in catalog.editions], formats)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def shown_settings(setup: Setup, name: str, lang: str) -> str:
    """The settings as a configuration file could hold them; what is not set stands in comments."""
    values = setup.config.values
    lines = [say("settings_of", lang, name=name, config=setup.config.path or "-")]
    lines += [_line(key, values[key]) for key in KEYS if key in values]
    unset = {key: one.default for key, one in KEYS.items() if key not in values and key != "extend"}
    lines.append(say("settings_default", lang))
    lines += [
        f"# {key}" if default is None else f"# {key} = {_toml(default)}" for key, default in unset.items()
    ]
    codes = " ".join(rule.code for rule in setup.rules)
    lines.append(say("rules_on", lang, n=len(setup.rules), codes=codes))
    return "\n".join(lines)


def _line(key: str, one: Value) -> str:
    """A value with its origin; patterns with the folder that they are relative to."""
    value, folders = one.value, []
    if key in ("include", "exclude", "extend-exclude"):
        folders, value = [folder for folder, _ in value], tuple(pattern for _, pattern in value)
    elif key == "per-file-ignores":
        folders = [folder for folder, _ in value]
        value = {pattern: rules for (_, pattern), rules in value.items()}
    below = "".join(f" ({folder})" for folder in dict.fromkeys(map(str, folders)))
    return f"{key} = {_toml(value)}  # {one.origin}{below}"


def _toml(value: object) -> str:
    """A value as TOML. Texts of JSON are texts of TOML."""
    if isinstance(value, Given):
        return str(value.number)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(key))} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
