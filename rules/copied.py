"""Y004: a narrative that was taken over from last year's report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reportlint import (
    CannotTell,
    Check,
    Hit,
    Piece,
    Related,
    Report,
    Shared,
    masked,
    narrative,
    shared,
    similarity,
)

# From so many percent on, by length, a narrative is last year's.
SIMILARITY: Final = "Y004.similarity"
_LEAST: Final = 120  # characters: a shorter text cannot but be alike
_ALONE: Final = ("s1", "s5")
_SHOWN: Final = 8
_EXCERPT: Final = 24


def narrative_copied(report: Report) -> Iterator[Hit | CannotTell]:
    """The narrative is not last year's; neither is that of section one or five by itself."""
    if report.last is None:
        yield CannotTell("last")
        return
    now, before = narrative(report), narrative(report.last)
    if _size(now) < _LEAST or _size(before) < _LEAST:
        yield CannotTell("short")
        return
    least = report.thresholds[SIMILARITY]
    percent = similarity(now, before)
    if percent >= least:
        yield _hit("", now, percent, shared(now, before), report)
        return
    for key in _ALONE:
        own = [piece for piece in now if piece.section == key]
        percent = similarity(own, before) if _size(own) >= _LEAST else 0
        if percent >= least:
            yield _hit(key, own, percent, shared(own, before), report)


def _size(pieces: Sequence[Piece]) -> int:
    return sum(piece.size for piece in pieces)


def _hit(key: str, pieces: Sequence[Piece], percent: int, found: Sequence[Shared], report: Report) -> Hit:
    section = report.section(key) if key else None
    span = section.span if section is not None else found[0].piece.span
    return Hit(
        span=span,
        anchor=key or "report",
        variant="section" if section is not None else "",
        values={
            "percent": percent,
            "count": len(found),
            "section": f"{section.mark}{section.heading}" if section is not None else "",
        },
        related=tuple(
            Related(same.piece.span, f"{_excerpt(same.piece.text)}（{same.percent}%）", None, "")
            for same in found[: _SHOWN + 1]
            if same.piece.span != span
        ),
    )


def _excerpt(sentence: str) -> str:
    """The beginning of a sentence; masked before it is cut, as half a number is not known for one."""
    shown = masked(sentence)
    return shown if len(shown) <= _EXCERPT else f"{shown[:_EXCERPT]}…"


CHECKS: dict[str, Check] = {"Y004": narrative_copied}
