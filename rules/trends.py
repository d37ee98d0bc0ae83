"""C009: directions and differences against the figures of their sentence."""

from __future__ import annotations

from collections.abc import Iterator

from reportlint import Amount, CannotTell, Check, Hit, Passage, Related, Report

from .changes import Change, Step, changes, direction, rated_before, spread, steps
from .passages import passages, short_sentences
from .told_figures import number

_HINTS = ("增", "升", "提高", "降", "减", "持平", "下滑", "回落", "扩大", "提升", "多", "少")


def sentences_with(report: Report, *hints: str) -> Iterator[tuple[Passage, str, int]]:
    """Passages with the sentences that hold one of the words, and where these begin."""
    if not any(hint in report.folded for hint in hints):
        return
    for passage in passages(report):
        if passage.heading or not any(hint in passage.folded for hint in hints):
            continue
        for sentence in short_sentences(passage.folded):
            if any(hint in sentence.text for hint in hints):
                yield passage, sentence.text, sentence.start


def places(passage: Passage, sentence: str, start: int, *found: Amount) -> tuple[Related, ...]:
    """The figures of a finding as the places it rests on."""
    return tuple(
        Related(
            passage.paragraph.span(start + one.start, start + one.end),
            sentence[one.start : one.end],
            one.value,
            "",
        )
        for one in found
    )


def trend_contradicts(report: Report) -> Iterator[Hit | CannotTell]:
    """增长, 下降 and 持平 fit the two figures of their own sentence."""
    for passage, sentence, start in sentences_with(report, *_HINTS):
        told = [*changes(sentence, report.year), *(one for one, _ in rated_before(sentence, report.year))]
        for change in told:
            yield from _against_figures(change, passage, sentence, start)
        for step in steps(sentence):
            yield from _against_step(step, passage, sentence, start)


def _against_figures(change: Change, passage: Passage, sentence: str, start: int) -> Iterator[Hit]:
    wanted = direction(change.word)
    grown = change.after.value - change.before.value
    real = (grown > 0) - (grown < 0)
    if wanted is None or wanted == real:
        return
    unsure = spread(change.before) + spread(change.after)
    if unsure and abs(grown) <= unsure and change.before.unit != "%":
        return  # both are rounded: which is larger does not show
    yield Hit(
        span=passage.paragraph.span(start + change.at, start + change.end),
        variant="flat" if not wanted else "level" if not real else "",
        values={
            "word": change.word,
            "before": sentence[change.before.start : change.before.end],
            "after": sentence[change.after.start : change.after.end],
        },
        related=places(passage, sentence, start, change.before, change.after),
    )


def _against_step(step: Step, passage: Passage, sentence: str, start: int) -> Iterator[Hit]:
    """较上年增加14件 against a rate that falls, or against both years' figures."""
    by = sentence[step.by.start : step.by.end]
    span = passage.paragraph.span(start + step.at, start + step.by.end)
    if step.rate is not None and direction(step.rate["word"]) != direction(step.word):
        yield Hit(
            span=passage.paragraph.span(start + step.rate.start("word"), start + step.rate.end()),
            variant="against",
            values={"word": step.rate["word"] + step.rate["rate"], "by": step.word + by},
            related=places(passage, sentence, start, step.by),
        )
    if step.earlier is None or any(spread(one) for one in (*step.now, step.earlier, step.by)):
        return
    sign = direction(step.word)
    if any((one.value - step.earlier.value) * (sign or 0) == step.by.value for one in step.now):
        return
    now = step.now[-1]
    yield Hit(
        span=span,
        variant="by",
        values={
            "word": step.word + by,
            "before": number(step.earlier.value),
            "after": number(now.value),
            "right": number(now.value - step.earlier.value),
        },
        related=places(passage, sentence, start, now, step.earlier),
    )


CHECKS: dict[str, Check] = {"C009": trend_contradicts}
