"""Findings set aside by a comment in the report or by an entry of a side file, each with its reason.

In Markdown and HTML ``<!-- reportlint: ignore[A001] 理由 -->``, in text a line
``# reportlint: ignore[A001] 理由``. ``ignore`` is for its own line or, where it
stands alone, for what follows it: a paragraph, a table, or inside a table a
row. ``disable[…]`` to ``enable[…]`` is a range, ``file-ignore[…]`` the file.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from reportlint.findings import Finding
from reportlint.model import Report, Source, Span, TableBlock
from reportlint.rule import Rule
from reportlint.text import DIRECTIVE, fold

# A file that could not be read was not checked: that can never be set aside.
NEVER: Final = frozenset(("P001", "P002", "P003"))
_WORD: Final = "reportlint"
_COMMENT: Final = re.compile(r"<!--\s*reportlint\s*:(?P<rest>.*?)(?:-->|$)")
_ORDER: Final = re.compile(
    r"\s*(?P<verb>ignore|disable|enable|file-ignore)\s*[\[【](?P<rules>[^\]】]*)[\]】]\s*:?\s*"
    r"(?:until\s*=\s*(?P<until>\d{4}-\d\d-\d\d)\b)?\s*(?P<reason>.*?)\s*$"
)
_LAST: Final = 10**9

Doubt = tuple[str, str, Span, Mapping[str, object]]


class Suppression(NamedTuple):
    """Rules set aside for lines ``first`` to ``last`` of one file, or for ``where`` of any file.

    ``rules`` are as written: codes or names. ``by`` is "inline" or
    "side-file", ``span`` where the suppression itself stands. ``until`` is an
    ISO date or "". ``where`` is an anchor, the beginning of one, a place in
    words or a fingerprint; "" for all of the file.
    """

    rules: tuple[str, ...]
    reason: str
    by: str
    span: Span
    first: int = 1
    last: int = _LAST
    until: str = ""
    where: str = ""


class Aside(NamedTuple):
    """Findings after suppressions, and which suppressions (index, rule as written) set one aside."""

    findings: tuple[Finding, ...]
    used: frozenset[tuple[int, str]]


# --- comments in the report --------------------------------------------------------------


def inline(source: Source, report: Report) -> tuple[Suppression, ...]:
    """The suppressions that the lines of a file hold; none for a format without lines."""
    if source.origins or not any(_WORD in line for line in source.lines):
        return ()
    found: list[Suppression] = []
    open_ranges: dict[str, int] = {}
    for number, raw in enumerate(source.lines, 1):
        if _WORD not in raw:
            continue
        for verb, rules, until, reason, span, alone in _orders(raw, number):
            if verb == "enable":
                for rule in rules:
                    at = open_ranges.pop(rule, None)
                    if at is not None:
                        found[at] = found[at]._replace(last=number)
                continue
            first, last = _reach(verb, number, alone, report)
            for rule in rules if verb == "disable" else ():
                open_ranges[rule] = len(found)
                found.append(Suppression((rule,), reason, "inline", span, first, last, until))
            if verb != "disable":
                found.append(Suppression(rules, reason, "inline", span, first, last, until))
    return tuple(found)


_Order = tuple[str, tuple[str, ...], str, str, Span, bool]


def _orders(raw: str, number: int) -> Iterator[_Order]:
    """``(verb, rules, until, reason, span, alone on its line)`` of each comment on a line.

    What cannot be understood is an order for a rule of that text, which no rule bears.
    """
    line = fold(raw)
    directive = DIRECTIVE.match(line)
    for comment in [directive] if directive else _COMMENT.finditer(line):
        alone = not (line[: comment.start()] + line[comment.end() :]).strip()
        span = Span(number, comment.start() + 1, comment.end() + 1)
        rest = comment["rest"]
        order = _ORDER.match(rest)
        if order is None or not order["rules"].strip() or not _is_day(order["until"]):
            yield "ignore", (rest.strip(),), "", "?", span, alone
            continue
        rules = tuple(part.strip() for part in re.split("[,、;]", order["rules"]) if part.strip())
        start = comment.start("rest")
        reason = raw[start + order.start("reason") : start + order.end("reason")].strip()
        yield order["verb"], rules, order["until"] or "", reason, span, alone


def _is_day(until: str | None) -> bool:
    """False for a last day that no calendar has."""
    try:
        return until is None or bool(datetime.date.fromisoformat(until))
    except ValueError:
        return False


def _reach(verb: str, number: int, alone: bool, report: Report) -> tuple[int, int]:
    """The lines that an order is for."""
    if verb == "file-ignore":
        return 1, _LAST
    if verb == "disable":
        return number, _LAST
    return _following(number, report) if alone else (number, number)


def _following(number: int, report: Report) -> tuple[int, int]:
    """The lines of what follows a line: inside a table or paragraph its next row or line, else a block."""
    following = (_LAST, _LAST)
    for block in report.passages:
        parts = _lines_of(block)
        if not parts:
            continue
        first, last = parts[0][0], max(part[1] for part in parts)
        if first < number < last:
            return min((part for part in parts if part[0] > number), default=(number, number))
        if number < first < following[0]:
            following = (first, last)
    return following if following[0] < _LAST else (number, number)


def _lines_of(block: object) -> list[tuple[int, int]]:
    """First and last line of each row of a table, or of each piece of a paragraph."""
    if isinstance(block, TableBlock):
        lines = [[cell.span.line for cell in row.cells] for row in block.rows if row.cells]
        return [(min(row), max(row)) for row in lines]
    marks = block.paragraph.marks if hasattr(block, "paragraph") else ()
    return [(line, line) for _, line, _ in marks]


# --- setting aside -----------------------------------------------------------------------


def set_aside(
    findings: Iterable[Finding], suppressions: Sequence[Suppression], today: datetime.date
) -> Aside:
    """Findings with those marked that a suppression in force is for; the first one counts."""
    used: set[tuple[int, str]] = set()
    kept = []
    for finding in findings:
        for at, one in enumerate(suppressions):
            rule = _named(finding, one)
            if rule and not expired(one, today) and _is_for(finding, one):
                used.add((at, rule))
                if finding.suppressed is None:
                    told = {"by": one.by, "reason": one.reason, "until": one.until}
                    finding = finding._replace(suppressed=told)
        kept.append(finding)
    return Aside(tuple(kept), frozenset(used))


def _named(finding: Finding, one: Suppression) -> str:
    """The name under which a suppression names the finding's rule, or ""."""
    if finding.code in NEVER:
        return ""
    names = (finding.code.casefold(), finding.name.casefold(), *finding.title.values())
    return next((rule for rule in one.rules if rule.casefold() in names or rule in names), "")


def _is_for(finding: Finding, one: Suppression) -> bool:
    where = finding.location
    if one.by == "inline":
        line = where.line if where.line is not None else 0
        return one.first <= line <= one.last or (one.first, one.last) == (1, _LAST)
    if not one.where:
        return True
    anchors = (where.anchor, finding.fingerprint, *where.place.values())
    return one.where in anchors or where.anchor.startswith(one.where.rstrip("/") + "/")


def expired(one: Suppression, today: datetime.date) -> bool:
    """True after the last day of a suppression."""
    return bool(one.until) and one.until < today.isoformat()


# --- doubts about suppressions: family N ---------------------------------------------------


def doubts(
    suppressions: Sequence[Suppression],
    used: frozenset[tuple[int, str]],
    rules: Sequence[Rule],
    judged: frozenset[str],
    today: datetime.date,
) -> Iterator[Doubt]:
    """``(code, variant, span, values)`` of suppressions without reason, use, known rule, or past their day.

    ``judged`` are the codes of the rules that were judged: where a rule was
    not, whether it would have found something is not known.
    """
    known = {name.casefold(): rule for rule in rules for name in (rule.code, rule.name, *rule.title.values())}
    for at, one in enumerate(suppressions):
        if not one.reason:
            yield "N001", "", one.span, {"rules": ", ".join(one.rules)}
        for name in one.rules:
            rule = known.get(name.casefold())
            if rule is None:
                yield "N003", "", one.span, {"rule": name}
            elif rule.code in NEVER:
                yield "N003", "never", one.span, {"rule": name}
            elif expired(one, today):
                yield "N004", "", one.span, {"rule": name, "until": one.until}
            elif (at, name) not in used and rule.code in judged:
                yield "N002", "", one.span, {"rule": name}
