"""The arguments of ``reportlint audit PATH… -o OUT``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from reportlint.cli_options import (
    Parser,
    add_exit_options,
    add_report_options,
    add_selection_options,
    base_parser,
    positive,
)
from reportlint.cli_texts import say

_SECONDS: Final = 120
_EXPORTS: Final = ("csv", "parquet")


def audit_parser(lang: str) -> Parser:
    """The parser of ``reportlint audit PATH… -o OUT``."""
    parser = base_parser(lang, say("audit_usage", lang))
    parser.add_argument("paths", nargs="+", metavar="PATH", help=say("paths", lang))
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help=say("audit_out", lang))
    parser.add_argument("--roster", type=Path, metavar="FILE", help=say("audit_roster", lang))
    parser.add_argument("--pattern", default="", metavar="PATTERN", help=say("audit_pattern", lang))
    parser.add_argument(
        "--previous", action="append", default=[], metavar="PATH", help=say("audit_previous", lang)
    )
    parser.add_argument("--years", type=_years, default=(), metavar="YEARS", help=say("audit_years", lang))
    parser.add_argument(
        "--export",
        action="append",
        choices=_EXPORTS,
        default=[],
        metavar="|".join(_EXPORTS),
        help=say("audit_export", lang),
    )
    parser.add_argument("-j", "--jobs", type=positive, metavar="N", help=say("jobs", lang))
    parser.add_argument(
        "--time-limit",
        type=positive,
        default=_SECONDS,
        metavar="S",
        help=say("audit_limit", lang, default=_SECONDS),
    )
    parser.add_argument(
        "--engine", choices=("local", "dask"), default="local", help=say("audit_engine", lang)
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", help=say("audit_scheduler", lang))
    add_report_options(parser, lang, "2008 2014 2019 2021")
    add_selection_options(parser, lang)
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="PATTERN", help=say("exclude", lang)
    )
    parser.add_argument("--no-exclude", action="store_true", help=say("no_exclude", lang))
    add_exit_options(parser, lang)
    parser.add_argument("-q", "--quiet", action="store_true", help=say("audit_quiet", lang))
    return parser


def _years(text: str) -> tuple[int, ...]:
    return tuple(positive(part.strip()) for part in text.split(","))
