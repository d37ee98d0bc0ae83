"""Y001 and Y002: what the year before handed on is what this year begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from reportlint import CannotTell, Check, Form, Hit, Level, Related, Report, Sides, Told, place_of

from .both_years import REQUESTS, Table, is_unchanged, table_of
from .told_figures import number

_ZERO: Final = Decimal(0)
_TOTAL: Final = "total"
_RULES: Final = "s2_art20_1"
_NO_REST: Final = ("carried_out", "still_open")


# --- Y001 --------------------------------------------------------------------------------


class Handed(NamedTuple):
    """What last year's report carries over, by column; ``told``: only its text says so."""

    numbers: Mapping[str, Decimal]
    told: Told | None = None


def carry_over_mismatch(report: Report) -> Iterator[Hit | CannotTell]:
    """上年结转 is last year's 结转下年度, in total and for each kind of applicant."""
    now = table_of(report, REQUESTS)
    handed = _handed(report.last) if report.last is not None else None
    if now is None or handed is None:
        yield CannotTell("table" if now is None else "last")
        return
    if is_unchanged(report):
        yield CannotTell("unchanged")
        return
    number_of_total = now.number("carried_in", _TOTAL)
    if number_of_total is None or _TOTAL not in handed.numbers:
        yield CannotTell("figures")
    yield from _mismatches(now, handed)


def _handed(last: Report) -> Handed | None:
    """What a report carries over; None where neither table nor text says it."""
    table = table_of(last, REQUESTS)
    if table is None:
        return None
    columns = [column.key for column in table.form.columns]
    numbers = {key: table.number("carried_out", key) for key in columns}
    found = {key: one for key, one in numbers.items() if one is not None}
    if _TOTAL in found:
        return Handed(found)
    for told in last.told:
        if not told.scope and told.quantity in _NO_REST and told.kind in ("zero", "all"):
            return Handed({**found, _TOTAL: _ZERO}, told)
    return Handed(found)


def _mismatches(now: Table, handed: Handed) -> Iterator[Hit]:
    """One finding for the total with the columns that explain it, then the other columns."""
    wrong: dict[str, Decimal] = {}
    for column, before in handed.numbers.items():
        number_now = now.number("carried_in", column)
        if number_now is not None and number_now != before:
            wrong[column] = number_now - before
    total = wrong.pop(_TOTAL, None)
    if total is not None:
        cause = _explains(total, wrong)
        yield _hit(now, _TOTAL, handed, cause)
        wrong = {column: delta for column, delta in wrong.items() if column not in cause}
    if len(wrong) == 2 and not sum(wrong.values()):  # one request counted under another kind of applicant
        first, second = wrong
        yield _hit(now, first, handed, (second,))
        return
    for column in wrong:
        yield _hit(now, column, handed, ())


def _explains(total: Decimal, wrong: Mapping[str, Decimal]) -> tuple[str, ...]:
    """The columns through which the total is wrong: one by as much, else all that come to it."""
    for column, delta in wrong.items():
        if delta == total:
            return (column,)
    return tuple(wrong) if sum(wrong.values()) == total else ()


def _hit(now: Table, column: str, handed: Handed, beside: Sequence[str]) -> Hit:
    here, before = now.number("carried_in", column) or _ZERO, handed.numbers[column]
    is_total = column == _TOTAL
    soft = handed.told is not None and handed.told.kind == "all" and is_total
    none = is_total and not before
    return Hit(
        span=now.cells["carried_in", column].span,
        anchor=f"{REQUESTS}/carried_in/{column}",
        variant="told" if none and handed.told else "none" if none else "" if is_total else "column",
        level=Level.ERROR if is_total and not soft else Level.WARNING,
        values={
            "at": place_of(now.form, "carried_in", column),
            "now": number(here),
            "before": number(before),
            "delta": number(abs(here - before)),
            "text": handed.told.text if handed.told else "",
        },
        related=tuple(
            Related(
                now.cells["carried_in", one].span,
                now.form.column(one).label,
                now.number("carried_in", one),
                f"{REQUESTS}/carried_in/{one}",
            )
            for one in beside
        ),
        sides=Sides(here, before, here - before, f"{number(here)} ≠ {number(before)}"),
    )


# --- Y002 --------------------------------------------------------------------------------


def in_force_mismatch(report: Report) -> Iterator[Hit | CannotTell]:
    """现行有效 is last year's, and what was issued, without what was repealed."""
    now = table_of(report, _RULES)
    before = table_of(report.last, _RULES) if report.last is not None else None
    if now is None or not _has_stock(now.form):
        yield CannotTell("table")
    elif before is None or not _has_stock(before.form):
        yield CannotTell("last")
    elif is_unchanged(report):
        yield CannotTell("unchanged")
    else:
        for row in now.form.rows:
            yield from _in_force(row.key, now, before)


def _has_stock(form: Form) -> bool:
    return any(column.key == "in_force" for column in form.columns)


def _in_force(row: str, now: Table, before: Table) -> Iterator[Hit | CannotTell]:
    cells = [now.number(row, column) for column in ("in_force", "issued", "repealed")]
    old = before.number(row, "in_force")
    if old is None or None in cells:
        yield CannotTell("figures")
        return
    here, issued, repealed = (one or _ZERO for one in cells)
    wanted = old + issued - repealed
    if here == wanted:
        return
    sum_text = f"{number(old)} + {number(issued)} - {number(repealed)} = {number(wanted)}"
    yield Hit(
        span=now.cells[row, "in_force"].span,
        anchor=f"{_RULES}/{row}/in_force",
        values={
            "at": place_of(now.form, row, "in_force"),
            "now": number(here),
            "before": number(old),
            "sum": sum_text,
            "delta": number(abs(here - wanted)),
        },
        related=tuple(
            Related(
                now.cells[row, one].span,
                now.form.column(one).label,
                now.number(row, one),
                f"{_RULES}/{row}/{one}",
            )
            for one in ("issued", "repealed")
        ),
        sides=Sides(here, wanted, here - wanted, f"{number(here)}；{sum_text}"),
    )


CHECKS: dict[str, Check] = {"Y001": carry_over_mismatch, "Y002": in_force_mismatch}
