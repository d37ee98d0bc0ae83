"""Commands that show something: a rule's page, the catalogue, what was read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlint import explain as explaining
from reportlint.cache import cache_folder, clean
from reportlint.cli_options import (
    FAILED,
    FOUND,
    OK,
    Parser,
    add_packs,
    add_report_options,
    asked_of,
    base_parser,
    listed,
    missing_text,
    parsed,
)
from reportlint.cli_texts import say
from reportlint.cli_write import complain, write
from reportlint.engine import extract_file, failure_text
from reportlint.errors import ReadError
from reportlint.files import find_files
from reportlint.load import read_stream
from reportlint.output import json_extract
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings, selected
from reportlint.setups import setups
from reportlint.stamp import texts


def explain_parser(lang: str) -> Parser:
    """The arguments of ``explain``."""
    parser = base_parser(lang, "reportlint explain RULE [--rules FILE]", say("about_explain", lang))
    parser.add_argument("rule", metavar="RULE", help=say("rule", lang))
    add_packs(parser, lang)
    return parser


def run_explain(arguments: Sequence[str], lang: str) -> int:
    """``reportlint explain RULE``: a rule's page."""
    options = explain_parser(lang).parse_args(arguments)
    rule = explaining.find_rule(load_catalog(packs=options.packs).rules, options.rule, options.lang)
    write(explaining.explain(rule, explaining.load_page(rule), options.lang))
    return OK


def rules_parser(lang: str) -> Parser:
    """The arguments of ``rules``."""
    parser = base_parser(
        lang, "reportlint rules [--select RULES] [--rules FILE] [--markdown]", say("about_rules", lang)
    )
    parser.add_argument("--select", action="append", default=[], metavar="RULES", help=say("select", lang))
    parser.add_argument("--markdown", action="store_true", help=say("markdown", lang))
    add_packs(parser, lang)
    return parser


def run_rules(arguments: Sequence[str], lang: str) -> int:
    """``reportlint rules``: the catalogue."""
    options = rules_parser(lang).parse_args(arguments)
    catalog = load_catalog(packs=options.packs)
    rules = selected(catalog.rules, Settings(select=listed(options.select) or ("ALL",)))
    table = explaining.rules_markdown if options.markdown else explaining.rules_table
    write(table(rules, options.lang))
    return OK


def extract_parser(lang: str) -> Parser:
    """The arguments of ``extract``."""
    parser = base_parser(lang, "reportlint extract FILE…", say("about_extract", lang))
    parser.add_argument("paths", nargs="+", metavar="FILE", help=say("paths", lang))
    add_report_options(parser, lang, "2008 2014 2019 2021")
    parser.add_argument("--stdin-filename", metavar="NAME", help=say("stdin_filename", lang))
    return parser


def run_extract(arguments: Sequence[str], lang: str) -> int:
    """``reportlint extract FILE…``: what was read, as JSON."""
    options = parsed(extract_parser(lang), arguments)
    setup_of = setups(asked_of(options))
    found = find_files(options.paths, setup_of(Path("x")).catalog.suffixes)
    reports, code = [], OK
    for one in found.inputs:
        path = Path(options.stdin_filename or "stdin.txt") if one.shown == "-" else one.path
        setup = setup_of(path)
        catalog, settings = setup.catalog, setup.settings
        try:
            if one.shown == "-":
                data = read_stream(sys.stdin and sys.stdin.buffer, settings)
                reports.append(extract_file(path, catalog, settings, data))
            else:
                reports.append(extract_file(path, catalog, settings))
        except ReadError as error:
            complain(f"{one.shown}: {_unread_text(error, catalog, options.lang)}", options.lang)
            code = max(code, FOUND)
        except Exception as error:  # a bug in one file must not cost the others
            complain(failure_text(one.shown, error), options.lang)
            code = FAILED
    if reports:
        write(json_extract(reports), for_people=False)
    for missing in found.missing:
        complain(missing_text(missing, options.lang), options.lang)
    return FAILED if found.missing or not found.inputs else code


def _unread_text(error: ReadError, catalog: Catalog, lang: str) -> str:
    rule = next(rule for rule in catalog.rules if rule.code == error.code)
    values: dict[str, Any] = {"line": error.line, "column": error.column, "detail": "", **error.values}
    return f"{rule.code} {texts(rule.messages.get(error.variant, rule.messages['']), values)[lang]}"


def clean_parser(lang: str) -> Parser:
    """The arguments of ``clean``."""
    return base_parser(lang, "reportlint clean", say("about_clean", lang))


def run_clean(arguments: Sequence[str], lang: str) -> int:
    """``reportlint clean``: remove what was kept of earlier runs."""
    options = clean_parser(lang).parse_args(arguments)
    folder = cache_folder()
    write(say("cleaned", options.lang, n=clean(folder), name=folder))
    return OK
