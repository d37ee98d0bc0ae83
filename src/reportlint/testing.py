"""A rule tried on its own examples: it fires on every wrong one and is silent on every right one.

For authors of rules: the examples stand on the rule's page, under ``bad``,
``good`` and ``bad_hex`` (the bytes of a file). An example is a whole small
report, or a table of ``text`` with ``last`` (the report of the year before)
and ``organ``. One of several ``reports`` is for an audit and is not tried here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.engine import check_file
from reportlint.findings import FileResult, Finding
from reportlint.plugins import Catalog
from reportlint.rule import ORGANS, Rule
from reportlint.settings import Settings

_FILE: Final = "example.txt"
_KEYS: Final = {"text", "last", "organ"}


class Outcome(NamedTuple):
    """What came of one example: ``kind`` "bad" or "good", its number from 1.

    ``why`` is "" where it is as it should be, else "silent", "fires",
    "undecided", "failed" (a fault of the rule) or "shape" (no example);
    ``finding`` and ``found`` say what was reported.
    """

    kind: str
    number: int
    why: str
    finding: Finding | None = None
    found: tuple[str, ...] = ()
    failure: str = ""


class _Example(NamedTuple):
    data: bytes
    last: str | None
    organ: str | None


def try_examples(rule: Rule, page: Mapping[str, object], catalog: Catalog) -> Iterator[Outcome]:
    """The outcome of every example of a rule's page, under all rules of the catalogue."""
    for kind, given in _examples(page):
        for number, one in enumerate(given, 1):
            if one is None:
                yield Outcome(kind, number, "shape")
                continue
            yield _outcome(rule, kind, number, _checked(one, catalog))


def _examples(page: Mapping[str, object]) -> Iterator[tuple[str, list[_Example | None]]]:
    bad = [_example(one) for one in _listed(page, "bad") if not is_of_many(one)]
    bad += [_from_hex(one) for one in _listed(page, "bad_hex")]
    yield "bad", bad
    yield "good", [_example(one) for one in _listed(page, "good") if not is_of_many(one)]


def is_of_many(example: object) -> bool:
    """True for an example of several reports, which only an audit can try."""
    return isinstance(example, Mapping) and "reports" in example


def _listed(page: Mapping[str, object], key: str) -> list[Any]:
    value = page.get(key, [])
    return value if isinstance(value, list) else [value]


def _example(one: Any) -> _Example | None:
    given = {"text": one} if isinstance(one, str) else one
    if not isinstance(given, Mapping) or "text" not in given or set(given) - _KEYS:
        return None
    if given.get("organ", ORGANS[0]) not in ORGANS:
        return None
    return _Example(str(given["text"]).encode("utf-8"), given.get("last"), given.get("organ"))


def _from_hex(one: Any) -> _Example | None:
    try:
        return _Example(bytes.fromhex(one), None, None)
    except (TypeError, ValueError):
        return None


def _checked(one: _Example, catalog: Catalog) -> FileResult:
    settings = Settings(organ=one.organ)
    last = None
    if one.last is not None:
        before = check_file(Path(_FILE), _FILE, catalog, (), settings, data=one.last.encode("utf-8"))
        last = before.report
    return check_file(Path(_FILE), _FILE, catalog, catalog.rules, settings, data=one.data, last=last)


def _outcome(rule: Rule, kind: str, number: int, result: FileResult) -> Outcome:
    own = next((finding for finding in result.findings if finding.code == rule.code), None)
    found = tuple(dict.fromkeys(finding.code for finding in result.findings))
    failure = next((text for text in result.failures if f"rule {rule.code}" in text), "")
    if failure:
        return Outcome(kind, number, "failed", None, found, failure)
    if kind == "good":
        return Outcome(kind, number, "fires" if own else "", own, found)
    undecided = any(one.code == rule.code for one in result.undecided)
    return Outcome(kind, number, "" if own else "undecided" if undecided else "silent", own, found)
