"""``reportlint test PACK``: the rules of a pack or plug-in on their own examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlint.cli_options import FOUND, OK, Parser, base_parser
from reportlint.cli_texts import say
from reportlint.cli_write import write
from reportlint.errors import ConfigError
from reportlint.explain import load_page
from reportlint.plugins import Catalog, load_catalog
from reportlint.rule import Rule
from reportlint.testing import Outcome, is_of_many, try_examples


def test_parser(lang: str) -> Parser:
    """The arguments of ``test``."""
    parser = base_parser(lang, "reportlint test PACK", say("about_test", lang))
    parser.add_argument("pack", metavar="PACK", help=say("pack", lang))
    return parser


def run_test(arguments: Sequence[str], lang: str) -> int:
    """``reportlint test PACK``: a line for each rule; 1 where an example is not as it should be."""
    options = test_parser(lang).parse_args(arguments)
    lang = options.lang
    catalog, rules = chosen(options.pack, lang)
    lines: list[str] = []
    states: list[str] = []
    for rule in rules:
        state, told = _tried(rule, catalog, lang)
        states.append(state)
        lines += told
    count = {state: states.count(state) for state in ("passed", "failed", "untried")}
    write("\n".join([*lines, say("tested_sum", lang, rules=len(rules), **count)]))
    return FOUND if count["failed"] else OK


def chosen(name: str, lang: str) -> tuple[Catalog, list[Rule]]:
    """The catalogue and the rules that a name stands for: a file, a plug-in, a distribution.

    Raises ConfigError naming the plug-ins there are.
    """
    is_file = name.endswith(".toml") or Path(name).is_file()
    catalog = load_catalog(packs=(name,) if is_file else ())
    sources = dict.fromkeys(catalog.sources.values())
    wanted = [name if is_file else source for source in sources if name in (source, *source.split(":"))]
    rules = [rule for rule in catalog.rules if catalog.sources[rule.code] in wanted]
    if not rules and not is_file:
        there = ", ".join(source.partition(":")[2] or source for source in sources)
        raise ConfigError(say("bad_pack", lang, text=name, values=there))
    return catalog, rules


def _tried(rule: Rule, catalog: Catalog, lang: str) -> tuple[str, list[str]]:
    """``(state, lines)`` of one rule."""
    page = load_page(rule)
    outcomes = list(try_examples(rule, page, catalog))
    head = {"code": rule.code, "title": rule.title.get(lang) or rule.title["zh"]}
    failed = [one for one in outcomes if one.why]
    if failed:
        return "failed", [
            say(
                "tested_bad", lang, **head, kind=say(f"tested_{one.kind}_kind", lang), number=one.number,
                why=_why(one, lang),
            )
            for one in failed
        ]  # fmt: skip
    bad = page.get("bad")
    if not outcomes and isinstance(bad, list) and any(is_of_many(one) for one in bad):
        return "untried", [say("tested_none", lang, **head, why=say("why_of_many", lang))]
    lacking = [kind for kind in ("bad", "good") if not any(one.kind == kind for one in outcomes)]
    if lacking:
        return "untried", [
            say("tested_none", lang, **head, why=say(f"why_no_{kind}", lang)) for kind in lacking
        ]
    return "passed", [say("tested_ok", lang, **head, count=len(outcomes))]


def _why(one: Outcome, lang: str) -> str:
    finding = one.finding
    return say(
        f"why_{one.why}", lang,
        codes=", ".join(one.found) or say("nothing", lang),
        line=finding.location.line or "-" if finding else "-",
        message=finding.message[lang] if finding else one.failure,
    )  # fmt: skip
