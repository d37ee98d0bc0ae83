"""Recall and precision of every rule, on faults planted into generated reports.

    python bench/precision.py [--clean 2000] [--faults 50] [--seed 0] [--only CODES] [--write]

First reports without a fault, of all editions and ways of writing, then for each
rule so many reports with one fault of it. ``--write`` writes docs/precision.md, with the
real reports where they are at hand (else what the page said of them stays).
Prints what is not as it should be: the rule, the report's edition, style and seed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from planted import PLANTERS, UNPLANTED, reports
from planted.plant import beside, found, second_errors, told
from real_reports import section
from reportlint.engine import check_file, extract_file
from reportlint.findings import FileResult
from reportlint.plugins import Catalog, load_catalog
from reportlint.rule import Level
from reportlint.settings import Settings, selected
from reports import GeneratedReport, composed
from reports.pages import MANNERS
from reports.pages import page as page_of
from reports.pairs import before
from reports.word import word

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "precision.md"
CORPUS = Path(os.environ.get("REPORTLINT_CORPUS", ROOT.parent / "shared" / "corpus"))
OTHER_FORMATS = 11  # every so many-th clean report is checked as a Word document and a web page too
SHOWN = 5  # so many cases of each rule are printed
TRIES = 40  # reports looked at for each fault that is wanted


class Score(NamedTuple):
    """What came of one rule: faults planted, found, with a second error; findings where nothing was."""

    planted: int
    found: int
    second: int
    false: int

    @property
    def recall(self) -> str:
        """In percent, "-" where nothing was planted."""
        return f"{100 * self.found / self.planted:.1f} %" if self.planted else "-"

    @property
    def precision(self) -> str:
        """In percent of all findings of the rule, "-" where there was none."""
        total = self.found + self.false
        return f"{100 * self.found / total:.1f} %" if total else "-"


def checked(
    text: str | bytes, catalog: Catalog, name: str = "x.txt", code: str = "", before: str = ""
) -> FileResult:
    """A file, with the report of the year before, under the rules that are on by default and one that may not be."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    settings = Settings(extend_select=(code,) if code else (), with_last=bool(before))
    last = extract_file(Path("x.txt"), catalog, Settings(), before.encode("utf-8")) if before else None
    return check_file(
        Path(name), name, catalog, selected(catalog.rules, settings), settings, data=data, last=last
    )


def written(report: GeneratedReport, number: int) -> Iterator[tuple[str, str | bytes]]:
    """``(name, contents)``: the text, and now and then the same report as a Word document or web page."""
    yield "x.txt", report.text
    if number % OTHER_FORMATS == 0:
        whole = composed(report.recipe)
        yield "x.docx", word(whole.before, whole.blocks, whole.choices)
        yield "x.html", page_of(report, MANNERS[number // OTHER_FORMATS % len(MANNERS)])


def named(report: GeneratedReport) -> str:
    """How to make a report again."""
    recipe = report.recipe
    return f"{recipe.edition} {recipe.family or ''} {recipe.style} {recipe.organ} seed {recipe.seed}"


def clean_reports(count: int, seed: int, catalog: Catalog) -> tuple[Counter[str], Counter[Level]]:
    """Findings in reports without a fault, by rule and by level."""
    false: Counter[str] = Counter()
    levels: Counter[Level] = Counter()
    for number, report in enumerate(islice(reports(seed), count)):
        year_before = before(report)
        for name, contents in written(report, number):
            result = checked(contents, catalog, name, before=year_before.text if year_before else "")
            if result.findings:
                false.update(finding.code for finding in result.findings)
                levels.update(finding.level for finding in result.findings)
                print(f"clean {name} {named(report)}: {told(result)}")
    return false, levels


def planted_faults(
    code: str, count: int, seed: int, catalog: Catalog, false: Counter[str]
) -> tuple[int, int, int]:
    """``(planted, found, with a second error)`` of one rule; other findings go into ``false``."""
    done = hits = second = shown = 0
    for report in islice(reports(seed), TRIES * count):
        rng = Random(f"{code}{report.recipe.seed}")
        planted = PLANTERS[code](report, rng)
        if planted is None:
            continue
        result = checked(planted.text, catalog, code=code, before=planted.last)
        ok, more = found(result, code, planted), second_errors(result, code, planted)
        done, hits, second = done + 1, hits + ok, second + bool(more)
        aside = beside(result, code, planted)
        false.update(finding.code for finding in aside)
        if (not ok or more or aside) and (shown := shown + 1) <= SHOWN:
            what = "missed" if not ok else "second" if more else "beside"
            print(f"{code} {what}: {named(report)}, line {planted.line}: {told(result)}")
        if done == count:
            break
    return done, hits, second


class Measured(NamedTuple):
    """What a run came to: clean reports, findings in them by level, the score of every rule."""

    clean: int
    levels: Counter[Level]
    scores: dict[str, Score]


def measured(options: argparse.Namespace, catalog: Catalog) -> Measured:
    """Clean reports first, then the planted faults of every rule that has a planter."""
    false, levels = clean_reports(options.clean, options.seed, catalog)
    wanted = [code for code in sorted(PLANTERS) if not options.only or code.startswith(options.only)]
    counts = {
        code: planted_faults(code, options.faults, 1_000_000 + options.seed, catalog, false)
        for code in wanted
    }
    scores = {code: Score(*count, false[code]) for code, count in counts.items()}
    return Measured(options.clean, levels, scores)


# --- the page --------------------------------------------------------------------------------


def page(result: Measured, options: argparse.Namespace, catalog: Catalog) -> str:
    """docs/precision.md."""
    names = {rule.code: rule for rule in catalog.rules}
    levels = result.levels
    rows = [
        f"| {code} | `{names[code].name}` | {names[code].level} | {score.planted} | {score.recall} | "
        f"{score.second} | {score.precision} |"
        for code, score in result.scores.items()
    ]
    rows += [f"| {code} | `{names[code].name}` | {names[code].level} | - | - | - | - |" for code in UNPLANTED]
    return HEAD.format(
        command=f"python bench/precision.py --clean {options.clean} --faults {options.faults} --seed {options.seed} --write",
        version=catalog.rules_version, clean=result.clean, documents=len(range(0, result.clean, OTHER_FORMATS)), rows="\n".join(sorted(rows)),
        errors=levels[Level.ERROR], warnings=levels[Level.WARNING], notes=levels[Level.NOTE],
        unplanted=" ".join(f"{code}: {why}." for code, why in UNPLANTED.items()), real=real_section(catalog),
    )  # fmt: skip


HEAD = """# Recall and precision

中文摘要：在生成的报告里每次放入一个错误，看是否报出、报在哪一行、有没有多报；另用真实报告核对。本页由 `bench/precision.py` 写出。

Written by `{command}`, rules {version}.

**Clean reports.** {clean} generated reports without a fault, of all editions and all ways of writing a table as text,
{documents} of them again as Word documents and as web pages, each beside the clean report of the year before, have {errors} findings of level error, {warnings} of level
warning and {notes} of level note.

**Planted faults.** Into other generated reports one fault each is put, as a person would make it. *Recall*: the share of
faults that the rule reports at their line. *Second errors*: reports in which something else, too, is reported as an error
(apart from what the reading says, P, and T001 and S003). *Precision*: of all findings of the rule in all of these reports,
clean ones included, the share that was planted, or that follows from what was. A rule that is off by default is on for its
own faults. {unplanted}

| rule | name | level | faults | recall | second errors | precision |
| --- | --- | --- | ---: | ---: | ---: | ---: |
{rows}

{real}"""


def real_section(catalog: Catalog) -> str:
    """What came of the real reports; what the page said before where they are not at hand."""
    if CORPUS.is_dir():
        return section(CORPUS, catalog)
    before = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    return "".join(before.partition("## Real reports")[1:])


def main() -> None:
    """Measure, print, and write the page if asked."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clean", type=int, default=2000)
    parser.add_argument("--faults", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", type=lambda text: tuple(text.split(",")), default=())
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    catalog = load_catalog()
    result = measured(options, catalog)
    for code, score in result.scores.items():
        print(code, *score, score.recall, score.precision)
    if options.write and not options.only:
        PAGE.write_text(page(result, options, catalog), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
