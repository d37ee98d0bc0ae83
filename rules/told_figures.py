"""C001 and C002: figures and zero statements of the prose against the tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from reportlint import (
    CannotTell,
    Check,
    Hit,
    Level,
    Quantity,
    Reading,
    Related,
    Report,
    Sides,
    Told,
    cells_of,
    fits,
    near_of,
    quantity_of,
    readings_of,
)

_JUDGED: Final = ("", "filed")
# Quantities whose total 0 in the tables means that there was none of it at all.
_WHOLE: Final = frozenset(
    ("received", "new_received", "handled", "requests", "review", "litigation", "review_total", "litig_total")
)
_SHOWN: Final = 3
# Meanings that some authors have in mind, though the words say otherwise.
_PLAUSIBLE: Final = frozenset(("without_carried_in", "replies_only"))


def number(value: Decimal) -> str:
    """A number as people write it: no exponent, no zeros at its end."""
    return format(value.normalize() if value else Decimal(0), "f")


def request_totals(report: Report) -> Iterator[Decimal]:
    """What shares and parts of requests may be of: the totals of the tables."""
    cells = cells_of(report)
    found = []
    for row, column in (
        ("new_received", "total"), ("carried_in", "total"), ("r_total", "total"), ("req_total", "value"),
        ("ans_total", "value"), ("closed_total", "value"), ("proactive_total", "value"), ("pro_total", "value"),
    ):  # fmt: skip
        grid = cells.grids.get((row, column))
        figure = grid.cells[row, column].number if grid is not None else None
        if figure is not None:
            found.append(figure)
            yield figure
    if len(found) > 1:
        yield found[0] + found[1]


# --- C001 ----------------------------------------------------------------------------


def narrative_mismatch(report: Report) -> Iterator[Hit | CannotTell]:
    """A figure told for the whole report equals its cell, in one of its meanings."""
    cells = cells_of(report)
    agreeing: set[str] = set()
    found: dict[str, list[Hit]] = {}
    for told in report.told:
        if told.kind != "number" or told.scope not in _JUDGED:
            continue
        quantity, readings = quantity_of(told, report), readings_of(told, report, cells)
        if quantity is None or not readings:
            continue
        if any(_agrees(told, one) for one in readings):
            agreeing.add(_table(readings))
        elif any(one.value is None for one in readings):
            yield CannotTell("figures")
        elif not _says_none(told, readings):
            near = [cause for cause, one in near_of(told, report, cells) if _agrees(told, one)]
            found.setdefault(_table(readings), []).append(_mismatch(told, quantity, readings, near))
    for table, hits in found.items():
        if table not in agreeing and len(hits) >= report.thresholds["C001.figures"]:
            yield _other_scope(hits)
        else:
            yield from hits


def _table(readings: Sequence[Reading]) -> str:
    """The table that readings are of."""
    return next((one.addends[0].form.key for one in readings if one.addends), "")


def _other_scope(hits: Sequence[Hit]) -> Hit:
    """Where no figure of the text is the table's, text and table are of different things: said once."""
    first = hits[0]
    others = tuple(
        Related(one.span, str(one.values["text"]), one.sides.left, "")
        for one in hits[1:]
        if one.span and one.sides
    )
    return first._replace(
        variant="scope", level=Level.WARNING, values={**first.values, "count": len(hits)},
        related=(*first.related, *others), causes=(), sure=False,
    )  # fmt: skip


def _agrees(told: Told, reading: Reading) -> bool:
    return reading.value is not None and fits(told, reading.value)


def _says_none(told: Told, readings: Sequence[Reading]) -> bool:
    """True where text or table says that there was none at all: C002 speaks of it."""
    return not told.value or (told.quantity in _WHOLE and not any(one.value for one in readings))


def _mismatch(told: Told, quantity: Quantity, readings: Sequence[Reading], near: Sequence[str]) -> Hit:
    level = Level(quantity.level)
    if told.scope == "filed":
        level = Level.NOTE
    elif level is Level.ERROR and _PLAUSIBLE & set(near):
        level = Level.WARNING
    variant = "soft" if level is Level.NOTE else ""
    return _hit(told, quantity, readings, variant, level, tuple(near) or _swapped(told, readings))


def _swapped(told: Told, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Digits of the told figure in another order are the cell's."""
    printed = sorted(number(told.value))
    for one in readings:
        if one.value is not None and sorted(number(one.value)) == printed:
            return (f"digits_swapped:{number(one.value)}",)
    return ()


def _hit(
    told: Told,
    quantity: Quantity,
    readings: Sequence[Reading],
    variant: str,
    level: Level,
    causes: tuple[str, ...],
) -> Hit:
    right = readings[0].value or Decimal(0)
    equation = f"{number(told.value)}；{_sum_text(readings[0])}"
    return Hit(
        span=told.span,
        variant=variant,
        level=level,
        values={
            "text": told.text,
            "told": number(told.value),
            "name": quantity.name,
            "right": number(right),
            "expected": {
                "zh": "，或".join(_expected(one) for one in readings),
                "en": ", or ".join(_expected(one) for one in readings),
            },
        },
        related=tuple(_related(readings)),
        sides=Sides(told.value, right, told.value - right, equation),
        causes=causes,
        sure=told.scope == "",
    )


def _related(readings: Sequence[Reading]) -> Iterator[Related]:
    """The cells of the readings; of a long sum only those that are not 0."""
    seen = set()
    for one in readings:
        for addend in one.addends:
            shown = len(one.addends) <= _SHOWN or addend.figure.number
            if addend.anchor not in seen and shown:
                seen.add(addend.anchor)
                yield Related(
                    addend.figure.span,
                    label(addend.form.row(addend.row).label),
                    addend.figure.number,
                    addend.anchor,
                )


def label(text: str) -> str:
    """A row's label without its explanation in brackets."""
    return text.split("（区分")[0].split("（不同")[0]


def _expected(reading: Reading) -> str:
    """What a reading is and comes to: 一、本年新收…·总计 10 + 二、上年结转…·总计 2 = 12."""
    addends = (
        [one for one in reading.addends if one.figure.number]
        if len(reading.addends) > _SHOWN
        else reading.addends
    )
    if not addends:
        return "0"
    parts = [
        f"{' + ' if one.factor > 0 else ' - '}{_short(one)} {number(one.figure.number or Decimal(0))}"
        for one in addends
    ]
    text = "".join(parts)[3:]
    return text if len(addends) == 1 else f"{text} = {number(reading.value or Decimal(0))}"


def _short(addend: object) -> str:
    form, row, column = addend.form, addend.row, addend.column  # type: ignore[attr-defined]
    name = label(form.row(row).label)
    if len(form.columns) > 1 and column != "total":
        name += f"·{form.column(column).label}"
    return f"“{name}”"


def _sum_text(reading: Reading) -> str:
    numbers = [(one.factor, one.figure.number or Decimal(0)) for one in reading.addends]
    if len(numbers) > _SHOWN:
        numbers = [one for one in numbers if one[1]] or numbers[:1]
    text = "".join(f"{' + ' if factor > 0 else ' - '}{number(value)}" for factor, value in numbers)[3:]
    return text if len(numbers) == 1 else f"{text} = {number(reading.value or Decimal(0))}"


# --- C002 ----------------------------------------------------------------------------


def zero_statement_conflict(report: Report) -> Iterator[Hit | CannotTell]:
    """What the text says there was none of is 0 in the tables, and the reverse."""
    cells = cells_of(report)
    for told in report.told:
        if told.scope or told.kind == "rough" or (told.value and told.quantity not in _WHOLE):
            continue
        quantity, readings = quantity_of(told, report), readings_of(told, report, cells)
        if quantity is None:
            continue
        if told.quantity in ("processing_fee", "fee_total") and not told.value:
            yield from _fee_told(told, quantity, report)
        if not readings or not _conflict(told, readings):
            continue
        if told.kind == "all" and _tells_rest(report):
            continue
        if any(one.value is None for one in readings):
            yield CannotTell("figures")
        else:
            yield _nothing(told, quantity, readings)


def _conflict(told: Told, readings: Sequence[Reading]) -> bool:
    """True where one side says none at all and the other does not."""
    if told.kind == "zero":
        readings = readings[:1]
    if told.value:
        return told.quantity in _WHOLE and not any(one.value for one in readings)
    return all(one.value != 0 for one in readings)


def _tells_rest(report: Report) -> bool:
    """True where the text itself says that some requests went on to the next year."""
    return any(
        one.quantity in ("carried_out", "still_open") and (one.value or one.kind == "rough")
        for one in report.told
    )


def _fee_told(told: Told, quantity: Quantity, report: Report) -> Iterator[Hit]:
    """No fee in one place, a fee in another."""
    for other in report.told:
        if other.quantity == told.quantity == "processing_fee" and other.value and not other.scope:
            yield Hit(
                span=told.span,
                variant="fee",
                values={"text": told.text, "other": other.text},
                related=(Related(other.span, quantity.name["zh"], other.value, ""),),
            )
            return


def _nothing(told: Told, quantity: Quantity, readings: Sequence[Reading]) -> Hit:
    strict = readings[:1]
    if told.kind == "all":
        return _hit(told, quantity, strict, "all", Level.WARNING, ())
    level = Level.ERROR if quantity.level == "error" else Level.WARNING
    return _hit(
        told,
        quantity,
        strict if told.kind == "zero" else readings,
        "reverse" if told.value else "",
        level,
        (),
    )


CHECKS: dict[str, Check] = {"C001": narrative_mismatch, "C002": zero_statement_conflict}
