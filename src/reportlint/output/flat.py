"""What the formats for other programs share: a finding in one line of text, its place, its rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from reportlint.findings import Finding, RelatedPlace, Result, edits_of
from reportlint.output.numbers import plain
from reportlint.output.texts import cause, pick, text
from reportlint.output.width import printable
from reportlint.rule import UNSAFE


class RuleTexts(NamedTuple):
    """What an output says of a rule."""

    code: str
    name: str
    title: str
    help: str
    basis: str
    level: str


def rules_told(result: Result, lang: str) -> tuple[RuleTexts, ...]:
    """The rules of a run in order of code, with those that findings name beside them (family P)."""
    told = {
        rule.code: RuleTexts(
            rule.code,
            rule.name,
            pick(rule.title, lang),
            pick(rule.help.get("", {}), lang),
            rule.basis.get("", ""),
            rule.level.value,
        )
        for rule in result.rules
    }
    for finding in all_findings(result):
        if finding.code not in told:
            told[finding.code] = RuleTexts(
                finding.code,
                finding.name,
                pick(finding.title, lang),
                pick(finding.help, lang),
                finding.basis,
                finding.level.value,
            )
    return tuple(told[code] for code in sorted(told))


def all_findings(result: Result) -> Iterator[Finding]:
    """The findings of all files, those set aside included."""
    return (finding for file in result.files for finding in file.findings)


def message(finding: Finding, lang: str) -> str:
    """The title and the message in one line, with the place where the file has no lines."""
    parts = [pick(finding.title, lang), pick(finding.message, lang)]
    if finding.location.line is None and pick(finding.location.place, lang):
        parts.append(text("brackets", lang, text=pick(finding.location.place, lang)).strip())
    return " ".join([f"{parts[0]}{text('colon', lang)}{parts[1]}", *parts[2:]])


def details(finding: Finding, lang: str) -> list[str]:
    """Computation, likely causes, what to do and the basis, a line each."""
    lines = []
    if finding.values is not None and finding.values.equation:
        delta = plain(abs(finding.values.delta))
        told = text("difference", lang, text=finding.values.equation, delta=delta)
        lines.append(text("calculation", lang, text=told))
    lines += [text("cause", lang, text=cause(name, lang)) for name in finding.causes]
    if pick(finding.help, lang):
        lines.append(text("help", lang, text=pick(finding.help, lang)))
    if finding.basis:
        lines.append(text("basis", lang, text=finding.basis))
    return lines


def fix_text(finding: Finding, lang: str) -> list[str]:
    """What mending the finding would change: its first edit, how many there are, whether it is safe."""
    edits = edits_of(finding)
    if finding.fix is None or not edits or finding.fix["applicability"] == "display":
        return []
    old, new = edits[0]["old"], edits[0]["new"]
    words = text(
        "fix" if old and new else "fix_put" if new else "fix_cut",
        lang,
        old=old,
        new=new if old else new.strip(),
    )
    if len(edits) > 1:
        words = text("fix_more", lang, text=words, n=len(edits))
    return [text("fix_unsafe", lang, text=words) if finding.fix["applicability"] == UNSAFE else words]


def label_text(related: RelatedPlace, lang: str) -> str:
    """What another place of a finding is, with its figure."""
    label = printable(pick(related.label, lang))
    if related.value is None:
        return label
    return f"{label} = {plain(related.value)}" if label else plain(related.value)


def uri(path: str) -> str:
    """A path as a URI reference: relative where the path is, else a file URI."""
    posix = PurePosixPath(path.replace("\\", "/"))
    if posix.is_absolute():
        return "file://" + quote(str(posix))
    if len(path) > 1 and path[1] == ":":  # C:/…: a drive is no scheme
        return "file:///" + quote(str(posix), safe="/:")
    return quote(str(posix))
