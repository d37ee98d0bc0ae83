"""The figures of a report that an office asks for first: requests, their results, reviews and lawsuits.

Forms of all editions are brought to one list; what a form does not count is
None, and so is a sum of which a part is blank (国办公开办函〔2021〕30号, tables 三
and 四; 国办公开办函〔2019〕60号; the statistics forms of 2008 and 2014).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

_OLD: Final = ("t08_d", "t08_s", "t08_f")
_DENY: Final = ("secret", "law", "security", "third_party", "internal", "process", "case_file", "query")
_UNABLE: Final = ("not_held", "create", "unclear")
_NOT_PROCESSED: Final = ("petition", "repeat", "publication", "massive", "confirm")
_LATE_OTHER: Final = ("no_correction", "no_payment", "else")

Place = tuple[str, str, str]  # form, row, column
Numbers = dict[str, Decimal | None]


def _requests(*rows: str) -> tuple[Place, ...]:
    return tuple(("s3_requests", row, "total") for row in rows)


def _remedy(column: str, *rows: str) -> tuple[Place, ...]:
    return tuple(("s4_review_litigation", row, column) for row in rows)


def _old(row: str, *forms: str) -> tuple[tuple[Place, ...], ...]:
    return tuple(((form, row, "value"),) for form in forms)


# For each figure the sums that give it, by edition; the first whose form is there counts.
FIGURES: Final[Mapping[str, tuple[tuple[Place, ...], ...]]] = {
    "new": (_requests("new_received"), *_old("req_total", "t14_stats", *_OLD)),
    "carried_in": (_requests("carried_in"),),
    "open": (_requests("r_open"), *_old("ans_open", "t14_stats", *_OLD)),
    "partial": (_requests("r_partial"), *_old("ans_partial", "t14_stats", *_OLD)),
    "denied": (
        _requests(*(f"r_deny_{one}" for one in _DENY)),
        *_old("ans_denied_total", "t14_stats", "t08_s"),
        *_old("ans_refused_total", "t08_d", "t08_f"),
    ),
    "unable": (_requests(*(f"r_unable_{one}" for one in _UNABLE)),),
    "not_processed": (_requests(*(f"r_noproc_{one}" for one in _NOT_PROCESSED)),),
    "other": (_requests(*(f"r_other_{one}" for one in _LATE_OTHER)), _requests("r_other")),
    "results": (_requests("r_total"), *_old("ans_total", "t14_stats", *_OLD)),
    "carried_out": (_requests("carried_out"),),
    "review_total": (
        _remedy("total", "review"), *_old("review_total", "t14_stats"), *_old("review_count", *_OLD),
    ),
    "review_upheld": (_remedy("upheld", "review"), *_old("review_upheld", "t14_stats")),
    "review_corrected": (_remedy("corrected", "review"), *_old("review_corrected", "t14_stats")),
    "review_other": (_remedy("other", "review"), *_old("review_other", "t14_stats")),
    "review_pending": (_remedy("pending", "review"),),
    "litigation_total": (
        _remedy("total", "litig_direct", "litig_after_review"), *_old("litig_total", "t14_stats"),
        *_old("litigation_count", *_OLD),
    ),
    "litigation_upheld": (
        _remedy("upheld", "litig_direct", "litig_after_review"), *_old("litig_upheld", "t14_stats"),
    ),
    "litigation_corrected": (
        _remedy("corrected", "litig_direct", "litig_after_review"), *_old("litig_corrected", "t14_stats"),
    ),
    "litigation_other": (
        _remedy("other", "litig_direct", "litig_after_review"), *_old("litig_other", "t14_stats"),
    ),
    "litigation_pending": (_remedy("pending", "litig_direct", "litig_after_review"),),
}  # fmt: skip
REMEDIES: Final = ("review", "litigation")
_QUERY: Final = (
    'SELECT form, row, "column", value FROM figures WHERE path = ? AND copy = 0 '
    "AND \"column\" IN ('total', 'value', 'upheld', 'corrected', 'other', 'pending')"
)


def key_figures(db: sqlite3.Connection, path: str) -> Numbers:
    """The figures of a stored report by their names in ``FIGURES``."""
    cells = {(form, row, column): _number(value) for form, row, column, value in db.execute(_QUERY, (path,))}
    return {name: _first(sums, cells) for name, sums in FIGURES.items()}


def _number(value: str | None) -> Decimal | None:
    try:
        return None if value is None else Decimal(value)
    except InvalidOperation:
        return None


def _first(sums: tuple[tuple[Place, ...], ...], cells: Mapping[Place, Decimal | None]) -> Decimal | None:
    for places in sums:
        if all(place in cells for place in places):
            parts = list(_parts(places, cells))
            return sum(parts, Decimal()) if len(parts) == len(places) else None
    return None


def _parts(places: tuple[Place, ...], cells: Mapping[Place, Decimal | None]) -> Iterator[Decimal]:
    for place in places:
        part = cells[place]
        if part is not None:
            yield part


def concluded(figures: Numbers, remedy: str) -> Decimal | None:
    """Cases that were concluded: upheld, corrected and other; None where one of them is not known."""
    parts = [figures[f"{remedy}_{one}"] for one in ("upheld", "corrected", "other")]
    known = [one for one in parts if one is not None]
    return sum(known, Decimal()) if len(known) == len(parts) else None


def correction_rate(figures: Numbers, remedy: str) -> Decimal | None:
    """纠错率: the share of concluded cases in which the organ was corrected, to a tenth of a percent."""
    base, corrected = concluded(figures, remedy), figures[f"{remedy}_corrected"]
    if not base or corrected is None:
        return None
    return (corrected / base).quantize(Decimal("0.001"))
