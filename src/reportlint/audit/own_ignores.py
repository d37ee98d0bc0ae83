"""Comments of a report that set rules of audits aside: which of them set nothing aside.

Whether one is of use is known only once all reports have been compared. So
reading a file puts the doubt there, and where an audit is put together it is
taken away again from those that were of use, or whose rule could not be judged.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Final

from reportlint.engine import position
from reportlint.findings import FileResult, Finding
from reportlint.rule import Rule
from reportlint.setups import Setup
from reportlint.stamp import fingerprinted, message_hit, stamp, stamp_of, texts
from reportlint.suppress import doubts, inline

_UNUSED: Final = "N002"
_AMONG: Final = "U"


def with_doubts(result: FileResult, setup: Setup) -> FileResult:
    """The result of a file that was just read, as if its comments about rules of audits were of no use."""
    report, unused = result.report, _rule(_UNUSED, setup.rules)
    among = frozenset(rule.code for rule in setup.rules if rule.code.startswith(_AMONG))
    suppressions = inline(report.source, report) if report is not None else ()
    if report is None or unused is None or not suppressions:
        return result
    using = stamp_of(report, result.source, result.path, setup.settings.levels)
    today = setup.settings.today or datetime.date.today()
    found = [
        stamp(message_hit(unused, variant, span, values), using)
        for code, variant, span, values in doubts(
            suppressions, frozenset(), setup.catalog.rules, among, today
        )
        if code == _UNUSED
    ]
    more = fingerprinted(found, report, result.path)
    return result._replace(findings=tuple(sorted([*result.findings, *more], key=position)))


def without_settled(
    result: FileResult, among: Iterable[Finding], rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """The findings of a file without doubts about comments that were of use, or whose rule was not judged."""
    unused = _rule(_UNUSED, rules)
    if unused is None or all(one.code != _UNUSED for one in result.findings):
        return result.findings
    used = {one.code for one in among if one.suppressed is not None and one.suppressed["by"] == "inline"}
    settled = {
        texts(unused.messages[""], {"rule": name})["en"].casefold()
        for rule in rules
        if rule.code.startswith(_AMONG) and (rule.code in used or rule.code not in result.decided)
        for name in (rule.code, rule.name, *rule.title.values())
    }
    return tuple(
        one for one in result.findings if one.code != _UNUSED or one.message["en"].casefold() not in settled
    )


def _rule(code: str, rules: Iterable[Rule]) -> Rule | None:
    return next((rule for rule in rules if rule.code == code), None)
