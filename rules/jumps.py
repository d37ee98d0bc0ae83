"""Y005 and Y006: figures that change too much, and figures that do not change at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from reportlint import CannotTell, Check, Hit, Level, Related, Report, Sides, place_of

from .both_years import REQUESTS, Pair, forms_of, is_unchanged, pairs, tells
from .told_figures import number

_FACTOR: Final = "Y005.factor"
_LEAST: Final = "Y005.least"
_UNIT: Final = (9000, 11000)  # a factor near 10000 is 元 for 万元
_SMALL: Final = 2
_FEW: Final = 3
_MANY_ROWS: Final = 4
# Tables whose cells all tell of the same cases: if these become more, all of their cells do.
_OF_ONE_KIND: Final = frozenset((REQUESTS, "s4_review_litigation"))
_LEADS: Final = (("new_received", "total"), ("r_total", "total"))


# --- Y005 --------------------------------------------------------------------------------


def implausible_jump(report: Report) -> Iterator[Hit | CannotTell]:
    """No cell becomes more than ten times as large or as small, and that by more than a hundred."""
    seen = False
    for form in forms_of(report):
        found = pairs(report, form)
        seen = seen or bool(found)
        jumps = [one for one in found if _may_jump(one) and _jumps(one, report)]
        if not jumps:
            continue
        by_row: dict[str, list[Pair]] = {}
        for one in jumps:
            by_row.setdefault(one.row, []).append(one)
        together = form in _OF_ONE_KIND or len(by_row) > _MANY_ROWS
        for group in [jumps] if together else list(by_row.values()):
            yield _jump(group)
    if not seen:
        yield CannotTell("last")


def _may_jump(pair: Pair) -> bool:
    return pair.table.form.column(pair.column).kind != "signed"


def _jumps(pair: Pair, report: Report) -> bool:
    small, large = sorted((abs(pair.now), abs(pair.before)))
    numbers = report.thresholds
    return large - small > numbers[_LEAST] and large > small * numbers[_FACTOR]


def _jump(group: Sequence[Pair]) -> Hit:
    """One finding for cells that jump together, at the one that leads them."""
    lead = next((one for one in group if (one.row, one.column) in _LEADS), None)
    first = lead or max(group, key=lambda one: abs(one.now - one.before))
    form = first.table.form
    return Hit(
        span=first.figure.span,
        anchor=first.anchor,
        variant=_variant(first),
        values={
            "at": place_of(form, first.row, first.column),
            "now": number(first.now),
            "before": number(first.before),
            "times": _times(first),
        },
        related=tuple(
            Related(one.figure.span, form.row(one.row).label.split("（区分")[0], one.now, one.anchor)
            for one in group
            if one is not first
        ),
        sides=Sides(
            first.now, first.before, first.now - first.before, f"{number(first.now)}；{number(first.before)}"
        ),
    )


def _variant(pair: Pair) -> str:
    if not pair.before or not pair.now:
        return "zero"
    factor = max(pair.now, pair.before) / min(pair.now, pair.before)
    kinds = (pair.table.form.row(pair.row).kind, pair.table.form.column(pair.column).kind)
    if "money" in kinds and _UNIT[0] <= factor <= _UNIT[1]:
        return "unit"
    return "" if pair.now > pair.before else "fall"


def _times(pair: Pair) -> str:
    """How many times the smaller figure the larger one is, with one decimal."""
    small, large = sorted((pair.now, pair.before))
    return number((large / small).quantize(Decimal("0.1"))) if small else ""


# --- Y006 --------------------------------------------------------------------------------


def figures_unchanged(report: Report) -> Iterator[Hit | CannotTell]:
    """Not all figures of the tables are those of the year before."""
    found = [pair for form in forms_of(report) for pair in pairs(report, form)]
    if not found:
        yield CannotTell("last")
    elif is_unchanged(report):
        telling = [pair for pair in found if tells(pair)]
        largest = max(telling, key=lambda pair: abs(pair.now))
        few = abs(largest.now) <= _SMALL or len(telling) < _FEW
        yield Hit(
            span=telling[0].figure.span,
            anchor=telling[0].table.form.key,
            variant="few" if few else "",
            level=Level.NOTE if few else Level.WARNING,
            values={"count": len(found), "some": len(telling)},
        )


CHECKS: dict[str, Check] = {"Y005": implausible_jump, "Y006": figures_unchanged}
