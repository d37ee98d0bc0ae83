"""Family T: what stands in the figure cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from reportlint import (
    CannotTell,
    Check,
    Figure,
    Grid,
    Hit,
    Kind,
    Level,
    Related,
    Report,
    place_of,
)

from .cell_repairs import is_wide, narrowed, summed, zeros
from .repairs import safe

_SECTIONS = {"s2": ("表二", "table 2"), "s3": ("表三", "table 3"), "s4": ("表四", "table 4")}
_ANNEX = ("附表", "the annexed table")
_APPROXIMATE = "约近余多超左右上下"
_MONEY = ("元", "万元")
_PERSONS = ("人", "人次", "名")
_SHOWN = 8


class Place(NamedTuple):
    """A figure cell with its keys."""

    grid: Grid
    row: str
    column: str
    figure: Figure

    @property
    def anchor(self) -> str:
        """Its anchor: form/row/column."""
        return f"{self.grid.form.key}/{self.row}/{self.column}"

    @property
    def kind(self) -> str:
        """ "count", "money" or "signed", by row and column of the form."""
        kinds = {self.grid.form.row(self.row).kind, self.grid.form.column(self.column).kind}
        return "money" if "money" in kinds else "signed" if "signed" in kinds else "count"

    @property
    def at(self) -> dict[str, str]:
        """The place a person finds."""
        return place_of(self.grid.form, self.row, self.column)


def odd_cells(report: Report, wanted: Callable[[Figure], object]) -> Iterator[Place]:
    """The cells that are not simply digits and that are wanted, table by table."""
    for grid in report.grids:
        for row, column in grid.odd:
            figure = grid.cells[row, column]
            if wanted(figure):
                yield Place(grid, row, column, figure)


def _is_empty(figure: Figure) -> bool:
    return figure.number is None


def section_name(grid: Grid) -> dict[str, str]:
    """The section's table or tables as a person names them."""
    zh, en = _SECTIONS.get(grid.form.section, _ANNEX)
    return {"zh": zh, "en": en}


def _related(places: list[Place]) -> tuple[Related, ...]:
    return tuple(Related(p.figure.span, p.at["zh"], None, p.anchor) for p in places[1 : _SHOWN + 1])


def _grouped(places: Iterator[Place]) -> Iterator[list[Place]]:
    """Cells of one section's form together: two, three, four, annexed table."""
    groups: dict[str, list[Place]] = {}
    for place in places:
        groups.setdefault(place.grid.form.section, []).append(place)
    yield from groups.values()


# --- blank totals, blank cells, marks -------------------------------------------------------


class Unfilled(NamedTuple):
    """Blank totals beside filled parts, and blank parts beside filled totals, by anchor."""

    totals: dict[str, str]
    parts: dict[str, str]

    def explains(self, place: Place) -> bool:
        """True for a cell among them, and for the corner where a blank total row and column meet."""
        if place.anchor in self.totals or place.anchor in self.parts:
            return True
        rows = {tuple(anchor.split("/")[:2]) for anchor in self.totals}
        columns = {tuple(anchor.split("/")[::2]) for anchor in self.totals}
        form = place.grid.form.key
        return (form, place.row) in rows and (form, place.column) in columns


def unfilled(report: Report) -> Unfilled:
    """Cells of sums where one of total and parts is filled and the other blank."""
    totals: dict[str, str] = {}
    parts: dict[str, str] = {}
    for relation in (one for judged in report.relations.values() for one in judged.relations):
        total = relation.total
        if total is None or total.figure is None or relation.state != "blank":
            continue
        if total.figure.number is None:
            totals[total.anchor] = relation.form.key
        else:
            for term in relation.terms:
                if term is not total and term.figure is not None and term.figure.number is None:
                    parts[term.anchor] = relation.form.key
    return Unfilled(totals, {anchor: form for anchor, form in parts.items() if anchor not in totals})


def totals_blank(report: Report) -> Iterator[Hit | CannotTell]:
    """Parts filled and totals blank, or only totals filled: once per table."""
    found = unfilled(report)
    by_anchor = {place.anchor: place for place in odd_cells(report, _is_empty)}
    for variant, anchors in (("totals", found.totals), ("parts", found.parts)):
        forms: dict[str, list[Place]] = {}
        for anchor, form in anchors.items():
            forms.setdefault(form, []).append(by_anchor[anchor])
        for places in forms.values():
            places.sort(key=lambda place: place.figure.span)
            values = {"table": places[0].grid.form.name, "count": len(places)}
            fix = summed(report, anchors) if variant == "totals" else None
            yield Hit(
                places[0].figure.span,
                places[0].anchor,
                variant,
                values=values,
                related=_related(places),
                fix=fix,
            )


def cell_blank(report: Report) -> Iterator[Hit | CannotTell]:
    """Blank cells, once per section's form; those of T012 excluded."""
    if not report.grids:
        yield CannotTell("table")
    level = Level.NOTE if report.edition.name in ("2008", "2014") else None
    groups = list(_grouped(odd_cells(report, lambda figure: figure.kind is Kind.BLANK)))
    if not groups:
        return
    found = unfilled(report)
    for group in groups:
        section = group[0].grid.form.section
        places = [place for place in group if not found.explains(place)]
        if not places:
            continue
        total = sum(len(grid.cells) for grid in report.grids if grid.form.section == section)
        places.sort(key=lambda place: place.figure.span)
        values = {"section": section_name(places[0].grid), "count": len(places), "total": total}
        variant = "all" if len(places) == total else ""
        fix = None if variant else zeros({place.anchor: place.figure for place in places}, report)
        yield Hit(places[0].figure.span, places[0].anchor, variant, level, values, _related(places), fix=fix)


def cell_placeholder(report: Report) -> Iterator[Hit]:
    """A mark instead of 0, once per section; the row 规章 may carry one."""
    marked = (p for p in odd_cells(report, lambda figure: figure.kind is Kind.NA) if p.row != "regulations")
    for places in _grouped(marked):
        tokens = dict.fromkeys(place.figure.text.strip() for place in places)
        values = {
            "section": section_name(places[0].grid),
            "count": len(places),
            "tokens": "、".join(tokens),
        }
        yield Hit(places[0].figure.span, places[0].anchor, values=values, related=_related(places))


# --- contents -------------------------------------------------------------------------------------


def cell_not_a_number(report: Report) -> Iterator[Hit]:
    """Words, a unit or an approximate number where a figure belongs."""
    for place in odd_cells(report, lambda figure: figure.kind is Kind.TEXT or figure.unit):
        figure = place.figure
        if figure.kind is Kind.TEXT:
            rough = any(char in figure.text for char in _APPROXIMATE) and any(
                c.isdigit() for c in figure.text
            )
            variant = "approximate" if rough else "text"
        elif figure.unit and place.kind != "money":
            variant = "unit"
        else:
            continue
        yield Hit(figure.span, place.anchor, variant, values={"cell": figure.text.strip(), "at": place.at})
    yield from _wide_digits(report)


def _wide_digits(report: Report) -> Iterator[Hit]:
    """Full-width digits among half-width ones; a table that has no others is printed so, which is no slip."""
    wide = (
        Place(grid, *key, figure)
        for grid in report.grids
        for key, figure in grid.cells.items()
        if not figure.text.isascii() and is_wide(figure)
    )
    for places in _grouped(wide):
        section, count = places[0].grid.form.section, len(places)
        grids = (grid for grid in report.grids if grid.form.section == section)
        filled = sum(figure.number is not None for grid in grids for figure in grid.cells.values())
        if count * 2 >= filled:
            continue
        places.sort(key=lambda place: place.figure.span)
        first = places[0]
        values = {"cell": first.figure.text.strip(), "at": first.at, "count": count}
        fix = safe(*(narrowed(place.figure) for place in places))
        yield Hit(first.figure.span, first.anchor, "wide", Level.NOTE, values, _related(places), fix=fix)


def count_invalid(report: Report) -> Iterator[Hit]:
    """A negative or fractional count."""
    for place in odd_cells(report, _odd_number):
        number = place.figure.number
        assert number is not None
        if number < 0 and place.kind != "signed":
            yield _bad_count(place, "negative")
        elif number != number.to_integral_value() and place.kind != "money":
            yield _bad_count(place, "fractional")


def _odd_number(figure: Figure) -> bool:
    number = figure.number
    return number is not None and (number < 0 or number.as_tuple().exponent != 0)


def _bad_count(place: Place, variant: str) -> Hit:
    values = {"cell": place.figure.text.strip(), "at": place.at}
    return Hit(place.figure.span, place.anchor, variant, values=values)


def unit_suspect(report: Report) -> Iterator[Hit]:
    """A unit missing, wrong or ambiguous; money may be 元 or 万元."""
    for grid in report.grids:
        with_unit = sum(1 for row in grid.rows if row.unit)
        for row in grid.rows:
            form_row = grid.form.row(row.key)
            anchor = f"{grid.form.key}/{row.key}"
            if form_row.unit and not row.unit and with_unit * 2 > len(grid.rows):
                yield Hit(row.span, anchor, "missing", values={"row": row.label})
            elif form_row.unit and row.unit and _of_what(row.unit) != _of_what(form_row.unit):
                values = {"row": row.label, "found": row.unit, "expected": form_row.unit}
                yield Hit(row.span, anchor, "wrong", values=values)
    for grid in report.grids:
        if any(column.kind == "money" for column in grid.form.columns):
            for (key, name), figure in grid.cells.items():
                yield from _money_unit(Place(grid, key, name, figure))


def _of_what(unit: str) -> str:
    """What a unit counts: 条 and 件 are told apart by nobody, 元 and 万元 must be."""
    if unit in _PERSONS:
        return "persons"
    return unit if unit in _MONEY else "items"


def _money_unit(place: Place) -> Iterator[Hit]:
    """A money cell whose own unit is not the column's, or that has none where the form prints none."""
    column = place.grid.form.column(place.column)
    figure = place.figure
    if column.kind != "money" or not figure.number:
        return
    printed = any(unit in column.label for unit in _MONEY)
    if printed and figure.unit in _MONEY and figure.unit != column.unit:
        row = place.grid.form.row(place.row).label
        yield Hit(
            figure.span, place.anchor, "wrong",
            values={"row": row, "found": figure.unit, "expected": column.unit},
        )  # fmt: skip
    elif not printed and not figure.unit:
        yield Hit(
            figure.span, place.anchor, "ambiguous", values={"at": place.at, "cell": figure.text.strip()}
        )


CHECKS: dict[str, Check] = {
    "T005": cell_blank,
    "T006": cell_placeholder,
    "T007": cell_not_a_number,
    "T008": count_invalid,
    "T011": unit_suspect,
    "T012": totals_blank,
}
