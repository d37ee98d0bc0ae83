"""Family T: tables, rows, columns and labels; and A007, which needs the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlint import (
    BoundRow,
    CannotTell,
    Check,
    Form,
    FormRow,
    Grid,
    Hit,
    Level,
    Related,
    Report,
    Sides,
    Span,
    TableBlock,
    fold,
    paragraphs,
    whole_tables,
)

from .cells import CHECKS as CELLS
from .label_repairs import official

_FIXED = ("2019", "2021")
_CARRIED = ("结转", "上年度未", "跨年")


def lost(grid: Grid) -> bool:
    """True for a table whose cells could not be bound."""
    return any(doubt.what in ("lost", "no_header") for doubt in grid.doubts)


def _names(keys: Sequence[str]) -> str:
    return "、".join(keys[:8]) + ("……" if len(keys) > 8 else "")


# --- missing tables, rows and columns ------------------------------------------------------


def table_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """A table the edition demands is not there."""
    present = {grid.form.key for grid in report.grids}
    sections: dict[str, list[Form]] = {}
    for form in report.edition.forms:
        if form.demanded:
            sections.setdefault(form.section, []).append(form)
    for key, forms in sections.items():
        absent = [form for form in forms if form.key not in present]
        section = report.section(key)
        if not absent:
            continue
        if report.lost_tables:
            yield CannotTell("table")
        elif len(absent) < len(forms):
            span = section.span if section else next(g.span for g in report.grids if g.form.section == key)
            for form in absent:
                yield Hit(span, form.key, "absent", values={"table": form.name})
        elif section is not None:
            yield _unreadable(report, key, forms, section.span)


def _unreadable(report: Report, key: str, forms: Sequence[Form], span: Span) -> Hit:
    """The section is there, no table in it: an image, an attachment, or prose only."""
    section = report.section(key)
    heading = section.heading if section else key
    told = (
        key == "s4"
        and section is not None
        and any(
            "复议" in block.text and any(char.isdigit() or char in "无未零没" for char in block.text)
            for block in section.blocks
            if not isinstance(block, TableBlock)
        )
    )
    if told:
        return Hit(span, key, "prose", Level.NOTE, {"section": heading})
    tables = {lang: "、".join(form.name[lang] for form in forms) for lang in ("zh", "en")}
    return Hit(span, key, "unreadable", Level.WARNING, {"section": heading, "tables": tables})


def _missing_rows(grids: Sequence[Grid]) -> list[FormRow]:
    bound = {row.key for grid in grids for row in grid.rows}
    return [row for row in grids[0].form.rows if not row.group and not row.optional and row.key not in bound]


def row_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """A row of a form with fixed rows is not there."""
    for grids in whole_tables(report.grids):
        form = grids[0].form
        if not form.complete:
            continue
        if any(map(lost, grids)):
            yield CannotTell("table")
            continue
        rows = _missing_rows(grids)
        figures = sum(1 for row in form.rows if not row.group)
        if not rows or (form.edition not in _FIXED and len(rows) * 2 > figures):
            continue
        if len(rows) > report.thresholds["T002.rows"]:
            values = {"rows": _names([row.label for row in rows]), "count": len(rows), "table": form.name}
            yield Hit(grids[0].span, form.key, "many", values=values)
            continue
        for row in rows:
            values = {"row": row.label, "table": form.name}
            yield Hit(_where_row_belongs(row, grids), f"{form.key}/{row.key}", values=values)


def _where_row_belongs(row: FormRow, grids: Sequence[Grid]) -> Span:
    """The row that stands where the missing one should: the one after it, else the last."""
    order = [one.key for one in grids[0].form.rows]
    bound = [one for grid in grids for one in grid.rows]
    after = [one for one in bound if order.index(one.key) > order.index(row.key)]
    if after:
        return min(after, key=lambda one: order.index(one.key)).span
    return bound[-1].span if bound else grids[0].span


def column_missing(report: Report) -> Iterator[Hit | CannotTell]:
    """A column of a form is not there."""
    for grids in whole_tables(report.grids):
        form = grids[0].form
        if any(map(lost, grids)):
            yield CannotTell("table")
            continue
        if not form.complete:
            continue
        present = {key for grid in grids for key in grid.columns}
        absent = [column for column in form.columns if not column.optional and column.key not in present]
        if len(absent) > report.thresholds["T003.columns"]:
            values = {"columns": _names([c.label for c in absent]), "count": len(absent), "table": form.name}
            yield Hit(grids[0].span, form.key, "many", values=values)
            continue
        for column in absent:
            values = {"column": column.label, "table": form.name}
            yield Hit(grids[0].span, f"{form.key}//{column.key}", values=values)


# --- labels ------------------------------------------------------------------------------------


def _cut_rows(grid: Grid) -> list[list[BoundRow]]:
    """Rows with one and the same damaged label: the label looks cut."""
    groups: dict[str, list[BoundRow]] = {}
    for row in grid.rows:
        if not row.exact:
            groups.setdefault(row.mark.core, []).append(row)
    return [rows for rows in groups.values() if len(rows) > 1]


def label_damaged(report: Report) -> Iterator[Hit]:
    """A label that is close to, but not, an accepted one."""
    for grid in report.grids:
        cut = {row for rows in _cut_rows(grid) for row in rows}
        for row in grid.rows:
            if not row.exact and row not in cut:
                values = {"found": row.label, "expected": grid.form.row(row.key).label}
                fix = official(row.span, row.label, values["expected"])
                yield Hit(row.span, f"{grid.form.key}/{row.key}", "row", values=values, fix=fix)
        for doubt in grid.doubts:
            if doubt.what == "close_column":
                values = {"found": doubt.text, "expected": grid.form.column(doubt.key).label}
                fix = official(doubt.span, doubt.text, values["expected"])
                yield Hit(doubt.span, f"{grid.form.key}//{doubt.key}", "column", values=values, fix=fix)


def row_duplicated(report: Report) -> Iterator[Hit]:
    """The same label twice under one parent, or several rows cut to one label."""
    for grid in report.grids:
        for rows in _cut_rows(grid):
            yield _cut(grid, rows)
        doubles: dict[str, list[Span]] = {}
        for doubt in grid.doubts:
            if doubt.what == "duplicate_row":
                doubles.setdefault(doubt.key, []).append(doubt.span)
        for key, spans in doubles.items():
            first = grid.row(key)
            label = first.label if first else grid.form.row(key).label
            related = (Related(first.span, label, None, f"{grid.form.key}/{key}"),) if first else ()
            values = {"label": label, "count": len(spans) + 1, "table": grid.form.name}
            yield Hit(spans[0], f"{grid.form.key}/{key}", "plain", values=values, related=related)


def _cut(grid: Grid, rows: Sequence[BoundRow]) -> Hit:
    first, *others = rows
    related = tuple(Related(row.span, row.label, None, f"{grid.form.key}/{row.key}") for row in others)
    label = first.label.lstrip("(（0123456789)）.、 ").strip('“”"')
    values = {"label": label, "count": len(rows), "table": grid.form.name}
    return Hit(first.span, f"{grid.form.key}/{first.key}", "cut", values=values, related=related)


def row_order(report: Report) -> Iterator[Hit]:
    """Rows of a form with fixed rows in another order."""
    for grids in whole_tables(report.grids):
        form = grids[0].form
        if not form.complete or form.layout != "grid" or any(map(lost, grids)):
            continue
        order = {row.key: at for at, row in enumerate(form.rows)}
        last = -1
        for row in (row for grid in grids for row in grid.rows):
            if order[row.key] < last:
                yield Hit(row.span, f"{form.key}/{row.key}", values={"row": row.label, "table": form.name})
                break
            last = order[row.key]


def edition_mixed(report: Report) -> Iterator[Hit]:
    """A table of another edition, or rows of one in a table of this edition."""
    expected = report.edition.name
    if not expected:
        return
    for grids in whole_tables(report.grids):
        form = grids[0].form
        foreign = form.edition in _FIXED and form.edition != expected
        doubts = [doubt for grid in grids for doubt in grid.doubts if doubt.what == "foreign_row"]
        if not foreign and not (doubts and form.edition in _FIXED):
            continue
        found = form.edition if foreign else next(name for name in _FIXED if name != form.edition)
        span, details = _differences(report, grids) if foreign else (doubts[0].span, doubts[0].text)
        values = {"table": form.name, "found": found, "expected": expected, "details": details}
        yield Hit(span, form.key, values=values)


def _differences(report: Report, grids: Sequence[Grid]) -> tuple[Span, str]:
    """Where a table first differs from the edition's own, and by which labels."""
    own = report.edition.form(grids[0].form.key)
    rows = {} if own is None else {one.core for row in own.rows if not row.group for one in row.labels}
    columns = {} if own is None else {one.core for column in own.columns for one in column.labels}
    form = grids[0].form
    odd = [row for grid in grids for row in grid.rows if form.row(row.key).labels[0].core not in rows]
    heads = [
        cell for grid in grids for key, cell in grid.heads.items()
        if form.layout == "grid" and form.column(key).labels[0].core not in columns
    ]  # fmt: skip
    labels = [cell.text for cell in heads] + [row.label for row in odd]
    spans = [cell.span for cell in heads] + [row.span for row in odd]
    return min(spans, default=grids[0].span), _names(list(dict.fromkeys(labels)))


# --- A007 ---------------------------------------------------------------------------------------


def replies_exceed_requests(report: Report) -> Iterator[Hit | CannotTell]:
    """More replies than requests; a carry-over told in the text softens it."""
    found = False
    for grids in whole_tables(report.grids):
        figures = {
            key: (grid.cells[key, column], grid.form)
            for grid in grids
            for column in grid.columns[:1]
            for key in ("req_total", "ans_total")
            if (key, column) in grid.cells
        }
        if len(figures) < 2:
            continue
        (requests, form), (replies, _) = figures["req_total"], figures["ans_total"]
        if requests.number is None or replies.number is None:
            continue
        found = True
        if replies.number <= requests.number:
            continue
        carried = any(word in fold(one.text) for one in paragraphs(report.document) for word in _CARRIED)
        delta = replies.number - requests.number
        requests_at = f"{form.key}/req_total/{grids[0].columns[0]}"
        yield Hit(
            replies.span,
            f"{form.key}/ans_total/{grids[0].columns[0]}",
            "carried" if carried else "",
            Level.WARNING if carried else None,
            {"left": replies.number, "right": requests.number, "delta": delta},
            (Related(requests.span, form.row("req_total").label, requests.number, requests_at),),
            Sides(replies.number, requests.number, delta, f"{replies.number} > {requests.number}"),
            label=form.row("ans_total").label,
        )
    if not found:
        yield CannotTell("table")


CHECKS: dict[str, Check] = {
    **CELLS,
    "T001": table_missing,
    "T002": row_missing,
    "T003": column_missing,
    "T004": label_damaged,
    "T009": edition_mixed,
    "T010": row_duplicated,
    "T013": row_order,
    "A007": replies_exceed_requests,
}
