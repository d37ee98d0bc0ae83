"""Counts: one line a file, or one line a rule."""

from __future__ import annotations

from collections import Counter

from reportlint.findings import FileResult, Result
from reportlint.output.colour import paint
from reportlint.output.json_text import dump
from reportlint.output.options import OutputOptions
from reportlint.output.tally import (
    NOT_A_REPORT,
    files_text,
    fixable_text,
    levels_text,
    mark,
    open_findings,
    tally,
    unreadable,
)
from reportlint.output.texts import pick, text
from reportlint.output.width import printable


def summary(result: Result, options: OutputOptions) -> str:
    """``path: 通过 / 1 个错误… / 无法读取``, a line for each file, and the counts of the run."""
    lines = [
        f"{printable(file.path)}{text('colon', options.lang)}{_state(file, options)}" for file in result.files
    ]
    if not options.quiet:
        lines.append(files_text(result, options.lang))
    return "".join(f"{line}\n" for line in lines)


def _state(file: FileResult, options: OutputOptions) -> str:
    if unreadable(file):
        return paint(text("unreadable", options.lang), "error", options.color)
    if file.error == NOT_A_REPORT:
        return text("not_a_report", options.lang)
    if not open_findings(file):
        return text("passed", options.lang)
    return levels_text(tally((file,)), options.lang)


def statistics(result: Result, options: OutputOptions) -> str:
    """``count TAB code TAB [*] name title`` by count, most first; ``[*]`` ``--fix`` mends all, ``[-]`` some."""
    found = [one for file in result.files for one in open_findings(file)]
    counts, fixable = _counted(result)
    titles = {one.code: (one.name, pick(one.title, options.lang)) for one in found}
    lines = []
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        sign = "*" if fixable[code] == count else "-" if fixable[code] else " "
        lines.append(f"{count}\t{code}\t[{sign}] {titles[code][0]} {titles[code][1]}")
    if not options.quiet:
        lines.append(files_text(result, options.lang))
        lines += filter(None, (fixable_text(tally(result.files), options.lang),))
    return "".join(f"{line}\n" for line in lines)


def statistics_json(result: Result, options: OutputOptions) -> str:
    """The same as a list of objects."""
    counts, fixable = _counted(result)
    found = {one.code: one for file in result.files for one in open_findings(file)}
    return (
        dump(
            [
                {
                    "code": code,
                    "name": found[code].name,
                    "title": pick(found[code].title, options.lang),
                    "count": count,
                    "fixable": fixable[code] == count,
                    "fixable_count": fixable[code],
                }
                for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            ]
        )
        + "\n"
    )


def _counted(result: Result) -> tuple[Counter[str], Counter[str]]:
    found = [one for file in result.files for one in open_findings(file)]
    fixable = Counter(one.code for one in found if mark(one))
    return Counter(one.code for one in found), fixable
