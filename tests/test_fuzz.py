"""Whatever is in a file: no crash, places inside it, the same answer twice, in order."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzzing
from fuzzing import FORMATS, attempt, mutation
from reportlint.engine import check_file
from reportlint.findings import FileResult, Location
from reportlint.model import Source, Span
from reportlint.plugins import Catalog
from reportlint.settings import Settings
from reports import EDITIONS, MORE_STYLES, STYLES, make

Lint = Callable[[str | bytes], FileResult]
SMALL = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
WORDS = """某市某局2023年政府信息公开工作年度报告 一、总体情况 二、主动公开政府信息情况 第二十条第（一）项 信息内容 规章
    三、收到和处理政府信息公开申请情况 四、政府信息公开行政复议、行政诉讼情况 行政复议 结果维持 总计 （七）总计 自然人
    一、本年新收政府信息公开申请数量 申请人情况 （一）予以公开 1.属于国家秘密 指标 数量 单位 件 0 12 -3 2.5 / 约30 无 | || ｜ ---
    15个工作日 《条例》 附件： 2023年 目录 （ ） 。 １２ 其中："""
BLANKS = (" ", "\t", "\n", "\r\n", "\r", "\n\n", "  ", "\u3000", "\u200b", "\ufeff", "\u00a0", "\f", "\u2028")
PIECES = st.sampled_from((*WORDS.split(), *BLANKS))


def places(result: FileResult) -> list[Location]:
    """Every place that a result names."""
    return [f.location for f in result.findings] + [r.location for f in result.findings for r in f.related]


def check_all(lint: Lint, report: str | bytes) -> FileResult:
    """Check a report and hold what must be true of every result."""
    result = lint(report)
    again = lint(report)
    assert result.findings == again.findings
    assert (result.decided, result.undecided, result.error) == (again.decided, again.undecided, again.error)
    assert not result.failures
    order = [(f.location.line or 0, f.location.column or 0) for f in result.findings]
    assert order == sorted(order)
    prints = [finding.fingerprint for finding in result.findings]
    assert len(set(prints)) == len(prints)
    for finding in result.findings:
        for text in (*finding.message.values(), *finding.help.values()):
            assert text
            assert "{" not in text or "{" in (report if isinstance(report, str) else "{")
    if result.source is not None:
        for place in places(result):
            assert_inside(place, result.source.lines)
    return result


def assert_inside(place: Location, lines: Sequence[str]) -> None:
    """A place is in the file, or speaks of the whole file."""
    if place.line is None:
        assert (place.column, place.end_line, place.end_column) == (None, None, None)
        return
    assert place.column is not None
    assert place.end_column is not None
    assert place.end_line == place.line
    assert 1 <= place.line <= len(lines)
    assert 1 <= place.column <= place.end_column <= len(lines[place.line - 1]) + 1


@SMALL
@given(text=st.text())
def test_any_text(text: str, lint_anew: Lint) -> None:
    check_all(lint_anew, text.encode("utf-8", "surrogatepass"))


@SMALL
@given(data=st.binary(max_size=400))
def test_any_bytes(data: bytes, lint_anew: Lint) -> None:
    check_all(lint_anew, data)


@SMALL
@given(pieces=st.lists(PIECES, max_size=60))
def test_any_sequence_of_a_report_s_words(pieces: list[str], lint_anew: Lint) -> None:
    check_all(lint_anew, "某市某局2023年政府信息公开工作年度报告\n" + "".join(pieces))


def shuffled(lines: list[str], chance: random.Random) -> list[str]:
    """A stretch of lines in another order."""
    start = chance.randrange(len(lines))
    stop = start + chance.randrange(2, 12)
    part = lines[start:stop]
    chance.shuffle(part)
    return lines[:start] + part + lines[stop:]


def deleted(lines: list[str], chance: random.Random) -> list[str]:
    """Some lines gone."""
    return [line for line in lines if chance.random() > 0.05]


def doubled(lines: list[str], chance: random.Random) -> list[str]:
    """Some lines twice."""
    return [line for line in lines for _ in range(1 + (chance.random() < 0.05))]


def cut(lines: list[str], chance: random.Random) -> list[str]:
    """Some lines broken in two, some joined with the next."""
    text = "\n".join(lines)
    for _ in range(5):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(["\n", "", " ", "|", "\t"]) + text[at + chance.randrange(3) :]
    return text.split("\n")


def moved(lines: list[str], chance: random.Random) -> list[str]:
    """A part of the report at another place."""
    start, stop, to = sorted(chance.randrange(len(lines) + 1) for _ in range(3))
    return lines[:start] + lines[stop:to] + lines[start:stop] + lines[to:]


CHANGES = (shuffled, deleted, doubled, cut, moved)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("style", STYLES + MORE_STYLES)
def test_damaged_reports(edition: str, style: str, lint_anew: Lint) -> None:
    chance = random.Random(f"{edition}{style}")
    lines = make(edition, style, chance.randrange(1000), line_end="\n").text.split("\n")
    for change in chance.sample(CHANGES, 2):
        lines = change(lines, chance) or [""]
    check_all(lint_anew, "\n".join(lines))


# --- every format ------------------------------------------------------------------------------

MARKUP = ("txt", "md", "html", "docx")
COUNTS = {"txt": 100, "md": 100, "html": 100, "docx": 40}  # a Word document takes ten times as long to make


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("name", FORMATS)
def test_mutated_files(name: str, part: int, catalog: Catalog) -> None:
    """The first of the 10,000 that bench/fuzz.py tries; fewer where a format has such a test of its own."""
    count = COUNTS.get(name, 20)
    failed = {number: attempt(name, number, catalog) for number in range(part, count, 4)}
    assert {number: wrong for number, wrong in failed.items() if wrong} == {}


@pytest.mark.parametrize("name", MARKUP)
def test_most_mutations_still_have_something_to_judge(name: str, catalog: Catalog) -> None:
    """A mutator that only breaks the container would try nothing else."""
    suffix = FORMATS[name].suffix
    results = [
        check_file(Path("x" + suffix), "x", catalog, catalog.rules, Settings(), data=mutation(name, number))
        for number in range(1000, 1030)
    ]
    assert sum(result.report is not None for result in results) >= 15
    assert len({len(mutation(name, number)) for number in range(1000, 1030)}) > 20


def test_a_fault_a_hang_and_a_place_outside_are_told(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("oops")

    def hang(*_: object) -> None:
        time.sleep(10)

    data = b"no report"
    assert fuzzing.wrong(data, ".txt", catalog) == ""
    monkeypatch.setattr("reportlint.engine.is_no_report", fail)
    assert "KeyError" in fuzzing.wrong(data, ".txt", catalog)
    if hasattr(signal, "SIGALRM"):
        monkeypatch.setattr("reportlint.engine.is_no_report", hang)
        assert "more than 1 s" in attempt("txt", 1, catalog, seconds=1)
    here = Location(1, 1, 1, 10, None, {}, "")
    result = FileResult("x", Source("x", "", ("no report",), ()), None, (), (), (), None)
    assert fuzzing.is_inside(here, result)
    for outside in ({"end_column": 11}, {"line": 2}, {"line": 0}, {"column": 0}, {"inside": Span(1, 2, 12)}):
        assert not fuzzing.is_inside(here._replace(**outside), result)
