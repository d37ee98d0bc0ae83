"""Files per second, against a floor that only reads, decodes and runs one regular expression.

    python bench/throughput.py [--files 1000] [--rounds 3]

Prints the median of the rounds: files/s of the floor and of the linter (one
process, catalogue loaded once), and the ratio of their costs. Also the same
reports in every format beside each other, and the cost of a 1 MB report
against a 10 KB one, of a web page of 300,000 paragraphs, and of the worst 1 MB
texts against a 1 MB report that is one long text and against as many ordinary
reports as make up 1 MB.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from reportlint.engine import check_file
from reportlint.plugins import load_catalog
from reportlint.settings import Settings, selected
from reports import EDITIONS, STYLES, GeneratedReport, composed, make
from reports.pages import page
from reports.word import word

# So that the rules see the worst texts, too: without it they are no reports.
FRONT = "某市某局2023年政府信息公开工作年度报告\n"
NUMBERED = re.compile(r"\s*[（(一二三四五六七八九十\d]")
NUMBERS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:件|条|个|次|人次|万元|元|篇|%)?")


def write_reports(folder: Path, count: int) -> list[Path]:
    """``count`` generated reports of all editions and styles."""
    paths = []
    kinds = [(edition, style) for edition in EDITIONS for style in STYLES]
    for seed in range(count):
        edition, style = kinds[seed % len(kinds)]
        path = folder / f"{seed:05}.txt"
        path.write_text(make(edition, style, seed).text, encoding="utf-8", newline="")
        paths.append(path)
    return paths


def floor(paths: list[Path]) -> None:
    """Read, decode, one regular expression."""
    for path in paths:
        NUMBERS.findall(path.read_bytes().decode("utf-8"))


def lint(paths: list[Path]) -> None:
    """Check each file with all rules."""
    catalog = load_catalog()
    settings = Settings()
    rules = selected(catalog.rules, settings)
    for path in paths:
        check_file(path, path.name, catalog, rules, settings)


def timed(work: Callable[[list[Path]], None], paths: list[Path]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work(paths)
    return time.process_time() - start


def enlarged(text: str, size: int) -> str:
    """A report whose longest paragraph without a number is repeated until it has about ``size`` bytes."""
    lines = text.split("\n")
    prose = max((line for line in lines if "|" not in line and not NUMBERED.match(line)), key=len)
    at = lines.index(prose)
    times = size // max(len(prose.encode()), 1)
    return "\n".join([*lines[:at], *[prose] * times, *lines[at + 1 :]])


def worst_texts(size: int) -> dict[str, str]:
    """Texts of ``size`` characters that no report looks like."""
    return {
        "no headings": "本局主动公开政府信息若干，答复申请若干。\n" * (size // 21),
        "only digits": "0123456789\n" * (size // 11),
        "one line of digits": "7" * size,
        "only brackets": "（(【[" * (size // 4),
        "one line": "主动公开政府信息" * (size // 8),
        "only bars": "| " * (size // 2),
        "bar lines": "| | |\n" * (size // 6),
        "only labels": "行政许可\n" * (size // 5),
        "label and figure lines": "行政许可\n0\n" * (size // 7),
        "only headings": "一、总体情况\n" * (size // 7),
        "contents pages": "一、甲\n二、乙\n三、丙\n" * (size // 12),
        "only blanks": " \n" * (size // 2),
        "tabs": "\t0\t0\n" * (size // 5),
        "aligned": "行政许可  0  0\n" * (size // 11),
        "deadlines": "在20日内答复申请，" * (size // 10),
        "page numbers": "- 1 -\n" * (size // 6),
        "parts of parts": "其中1件，" * (size // 5),
        "attachments": "见下表。\n附件：1.\n" * (size // 11),
        "topics as chapters": "一、主动公开情况\n" * (size // 9),
    }


def report_floor(paths: list[Path], rounds: int) -> None:
    """Print files per second and the ratio to the floor."""
    floors, lints = [], []
    for _ in range(rounds):
        floors.append(timed(floor, paths))
        lints.append(timed(lint, paths))
    ratios = [slow / fast for slow, fast in zip(lints, floors, strict=True)]
    print(
        f"files: {len(paths)}, {sum(path.stat().st_size for path in paths) / len(paths) / 1024:.1f} KB each"
    )
    print(f"floor: {len(paths) / statistics.median(floors):.0f} files/s")
    print(f"linter: {len(paths) / statistics.median(lints):.0f} files/s")
    print(f"ratio: {statistics.median(ratios):.1f} (min {min(ratios):.1f}, max {max(ratios):.1f})")


def report_sizes(folder: Path) -> None:
    """Print how cost grows with size."""
    text = make("2021", "bars", 1).text
    small, large = folder / "small.txt", folder / "large.txt"
    small.write_text(enlarged(text, 4_000), encoding="utf-8", newline="")
    large.write_text(enlarged(text, 1_040_000), encoding="utf-8", newline="")
    lint([small])
    cost_small = min(timed(lint, [small] * 20) / 20 for _ in range(3))
    cost_large = min(timed(lint, [large]) for _ in range(3))
    print(f"{small.stat().st_size / 1024:.0f} KB: {cost_small * 1000:.1f} ms")
    print(
        f"{large.stat().st_size / 1024:.0f} KB: {cost_large * 1000:.1f} ms, ratio {cost_large / cost_small:.1f}"
    )
    ordinary = cost_small * 1_000_000 / small.stat().st_size
    print(f"1 MB of such small reports: {ordinary * 1000:.0f} ms")
    for name, worst in worst_texts(1_000_000 // 3).items():
        path = folder / "worst.txt"
        path.write_text(FRONT + worst, encoding="utf-8", newline="")
        cost = timed(lint, [path])
        print(
            f"worst, {name}: {cost * 1000:.0f} ms, {cost / cost_large:.2f} of the 1 MB report, "
            f"{cost / ordinary:.2f} of 1 MB of reports"
        )


def report_paragraphs(folder: Path) -> None:
    """Print the cost of many paragraphs as a web page against the same as text."""
    count, line = 300_000, "本局主动公开政府信息"
    text, web = folder / "many.txt", folder / "many.html"
    text.write_text(f"{line}\n" * count, encoding="utf-8", newline="")
    web.write_text(f"<p>{line}</p>\n" * count, encoding="utf-8", newline="")
    plain, marked = timed(lint, [text]), timed(lint, [web])
    print(f"{count} paragraphs: text {plain:.1f} s, html {marked:.1f} s, ratio {marked / plain:.1f}")


class Format(NamedTuple):
    """How a report is written in a format; ``share`` of the reports are, for what is slow to make."""

    suffix: str
    write: Callable[[GeneratedReport], bytes]
    share: float = 1.0
    pages: Callable[[bytes], int] | None = None


def as_word(report: GeneratedReport) -> bytes:
    """A report as a Word document."""
    whole = composed(report.recipe)
    return word(whole.before, whole.blocks, whole.choices)


# A format with pages says how many a file has; its cost is then also told for each page.
FORMATS: dict[str, Format] = {
    "text": Format(".txt", lambda report: report.text.encode("utf-8")),
    "html": Format(".html", lambda report: page(report, "site")),
    "docx": Format(".docx", as_word),
}


def report_formats(folder: Path, count: int, rounds: int) -> None:
    """Print files per second of every format beside the same reports as text."""
    reports = [make(EDITIONS[seed % len(EDITIONS)], "bars", seed) for seed in range(count)]
    for name, one in FORMATS.items():
        paths, texts, pages = [], [], 0
        for seed, report in enumerate(reports[: max(int(count * one.share), 1)]):
            data = one.write(report)
            pages += one.pages(data) if one.pages is not None else 0
            paths.append(folder / f"{seed:05}-{name}{one.suffix}")
            paths[-1].write_bytes(data)
            texts.append(folder / f"{seed:05}-{name}-beside.txt")
            texts[-1].write_text(report.text, encoding="utf-8", newline="")
        lint(paths[:1])
        pairs = [(timed(lint, paths), timed(lint, texts)) for _ in range(rounds)]
        cost = statistics.median(pair[0] for pair in pairs)
        ratio = statistics.median(own / text for own, text in pairs)
        of_page = f", {cost / pages * 1000:.1f} ms a page" if pages else ""
        print(
            f"{name}: {len(paths)} files, {len(paths) / cost:.0f} files/s, {ratio:.1f} times the text{of_page}"
        )


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report_floor(write_reports(folder, options.files), options.rounds)
        report_formats(folder, options.files, options.rounds)
        report_paragraphs(folder)
        report_sizes(folder)


if __name__ == "__main__":
    main()
