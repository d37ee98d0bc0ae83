"""The arguments of ``reportlint [check] PATH…``, in groups, with the commands there are beside it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reportlint.cli_fix import add_fix_options
from reportlint.cli_options import (
    Parser,
    add_exit_options,
    add_report_options,
    add_selection_options,
    base_parser,
    positive,
)
from reportlint.cli_texts import say
from reportlint.output import FORMATTERS
from reportlint.version import __version__

COMMANDS: Final = {
    "check": "PATH…", "explain": "RULE", "rules": "", "extract": "FILE…", "annotate": "FILE", "audit": "PATH…", "test": "PACK",
    "show-settings": "FILE", "completion": "SHELL", "clean": "",
}  # fmt: skip


def check_parser(lang: str) -> Parser:
    """The parser of ``reportlint [check] PATH…``."""
    parser = base_parser(lang, say("about", lang), f"{say('usage', lang)}\n\n{_commands(lang)}")
    parser.epilog = say("exit_codes", lang)
    parser.add_argument(
        "--version", action="version", version=f"reportlint {__version__}", help=say("version", lang)
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help=say("paths", lang))
    _add_file_options(parser, lang)
    add_selection_options(parser, lang)
    _add_output_options(parser, lang)
    add_exit_options(parser, lang).add_argument(
        "--allow-empty", action="store_true", help=say("allow_empty", lang)
    )
    _add_baseline_options(parser, lang)
    add_fix_options(parser, lang)
    add_report_options(parser, lang, "2008 2014 2019 2021")
    _add_run_options(parser, lang)
    return parser


def _commands(lang: str) -> str:
    """The commands, one a line."""
    calls = {name: f"{name} {argument}" for name, argument in COMMANDS.items()}
    return "\n".join([say("commands", lang), *_aligned(calls, lang)])


def _aligned(calls: dict[str, str], lang: str) -> Iterable[str]:
    width = max(len(call) for call in calls.values())
    return (f"  {call:<{width}}  {say(f'about_{name}', lang)}" for name, call in calls.items())


def _add_file_options(parser: Parser, lang: str) -> None:
    group = parser.add_argument_group(say("group_files", lang))
    group.add_argument("--exclude", action="append", default=[], metavar="PATTERN", help=say("exclude", lang))
    group.add_argument("--no-exclude", action="store_true", help=say("no_exclude", lang))
    group.add_argument("--stdin-filename", metavar="NAME", help=say("stdin_filename", lang))
    group.add_argument("--previous", action="append", default=[], metavar="PATH", help=say("previous", lang))
    group.add_argument("--walked", action="store_true", help=say("walked", lang))


def _add_output_options(parser: Parser, lang: str) -> None:
    group = parser.add_argument_group(say("group_output", lang))
    formats = say("format", lang, values=" ".join(FORMATTERS))
    group.add_argument("--output-format", metavar="FORMAT", help=formats)
    group.add_argument(
        "--output", action="append", default=[], metavar="FORMAT:FILE", help=say("output", lang)
    )
    group.add_argument("--statistics", action="store_true", help=say("statistics", lang))
    group.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help=say("color", lang)
    )
    group.add_argument("-q", "--quiet", action="store_true", help=say("quiet", lang))


def _add_baseline_options(parser: Parser, lang: str) -> None:
    group = parser.add_argument_group(say("group_baseline", lang))
    for name in ("baseline", "write-baseline"):
        text = say(name.replace("-", "_"), lang)
        group.add_argument(f"--{name}", type=Path, metavar="FILE", help=text)
    group.add_argument("--update-baseline", action="store_true", help=say("update_baseline", lang))


def _add_run_options(parser: Parser, lang: str) -> None:
    group = parser.add_argument_group(say("group_run", lang))
    group.add_argument("--watch", action="store_true", help=say("watch", lang))
    group.add_argument("-j", "--jobs", type=positive, metavar="N", help=say("jobs", lang))
    group.add_argument("--no-cache", action="store_true", help=say("no_cache", lang))
