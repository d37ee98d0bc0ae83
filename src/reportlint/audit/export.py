"""The store's tables for other programs: csv, a file a table, or parquet."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, Final

from reportlint.audit.store import AUDITED
from reportlint.audit.stored import findings
from reportlint.audit.written import fresh_file, moved_if_changed, write_changed
from reportlint.errors import ConfigError
from reportlint.output.numbers import plain
from reportlint.output.rows import safe
from reportlint.output.texts import pick

FOLDER: Final = "export"
KINDS: Final = ("csv", "parquet")
_TOGETHER: Final = 10_000  # rows in memory at a time
_PLACES: Final = 10  # of a decimal in parquet; a figure with more is in its text alone
_DIGITS: Final = 38

Value = str | int | Decimal | None
Row = tuple[Value, ...]

# Columns of each table, with what they hold: t text, i integer, d decimal.
COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "reports": {
        "path": "t", "unit": "t", "agency": "t", "year": "i", "organ": "t", "edition": "t", "title": "t",
        "encoding": "t", "error": "t", "decided": "t", "undecided": "t", "errors": "i", "warnings": "i",
        "notes": "i", "suppressed": "i",
    },
    "figures": {
        "path": "t", "form": "t", "copy": "i", "row": "t", "column": "t", "value": "d", "kind": "t", "text": "t",
        "unit": "t", "line": "i",
    },
    "findings": {
        "path": "t", "at": "i", "code": "t", "name": "t", "level": "t", "title": "t", "message": "t", "help": "t",
        "place": "t", "anchor": "t", "line": "i", "column": "i", "page": "i", "left": "d", "right": "d",
        "delta": "d", "equation": "t", "basis": "t", "basis_class": "t", "suppressed": "t", "reason": "t",
        "fingerprint": "t",
    },
    "decisions": {"path": "t", "fingerprint": "t", "state": "t", "reason": "t"},
}  # fmt: skip


def check_exports(kinds: Iterable[str]) -> None:
    """Raises ConfigError where a library for one of these kinds is not installed."""
    if "parquet" in kinds:
        _pyarrow()


def export_all(db: sqlite3.Connection, out: Path, kinds: Iterable[str], lang: str) -> None:
    """Write all tables in these kinds. Raises OSError, and ConfigError where pyarrow is not installed."""
    for kind in kinds:
        for name in COLUMNS:
            path = out / FOLDER / f"{name}.{kind}"
            if kind == "csv":
                write_changed(path, _csv(name, _rows(db, name, lang)))
            else:
                _write_parquet(path, name, _rows(db, name, lang))


# --- rows --------------------------------------------------------------------------------------


def _rows(db: sqlite3.Connection, name: str, lang: str) -> Iterator[Row]:
    if name == "findings":
        return _findings(db, lang)
    if name == "figures":
        return _figures(db)
    columns = ", ".join(COLUMNS[name])
    if name == "reports":
        return iter(db.execute(f"SELECT {columns} FROM reports WHERE role = ? ORDER BY path", (AUDITED,)))
    return iter(db.execute(f"SELECT {columns} FROM decisions ORDER BY path, fingerprint"))


def _figures(db: sqlite3.Connection) -> Iterator[Row]:
    query = (
        'SELECT f.path, f.form, f.copy, f.row, f."column", f.value, f.kind, f.text, f.unit, f.line FROM figures f '
        'JOIN reports r ON r.path = f.path WHERE r.role = ? ORDER BY f.path, f.form, f.copy, f.row, f."column"'
    )
    for row in db.execute(query, (AUDITED,)):
        yield (*row[:5], None if row[5] is None else Decimal(row[5]), *row[6:])


def _findings(db: sqlite3.Connection, lang: str) -> Iterator[Row]:
    path, at = "", 0
    for one in findings(db):
        found = one.finding
        at = at + 1 if found.file == path else 0
        path = found.file
        where, values, aside = found.location, found.values, found.suppressed or {}
        numbers = (None, None, None) if values is None else (values.left, values.right, values.delta)
        yield (
            path, at, found.code, found.name, found.level.value, pick(found.title, lang), pick(found.message, lang),
            pick(found.help, lang), pick(where.place, lang), where.anchor, where.line, where.column, where.page,
            *numbers, values.equation if values is not None else None, found.basis, found.basis_class,
            aside.get("by"), aside.get("reason"), found.fingerprint,
        )  # fmt: skip


# --- csv ---------------------------------------------------------------------------------------


def _csv(name: str, rows: Iterator[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, for spreadsheets."""
    yield b"\xef\xbb\xbf"
    yield _csv_lines([tuple(COLUMNS[name])])
    while some := list(islice(rows, _TOGETHER)):
        yield _csv_lines(some)


def _csv_lines(rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_csv_value(one) for one in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _csv_value(value: Value) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else safe(value) if isinstance(value, str) else str(value)


# --- parquet -----------------------------------------------------------------------------------


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow  # an extra: loaded only where it is wanted
        from pyarrow import parquet
    except ImportError as error:
        raise ConfigError(
            'parquet needs pyarrow: pip install "reportlint[parquet]"',
            '导出 parquet 需要 pyarrow：pip install "reportlint[parquet]"',
        ) from error
    return pyarrow, parquet


def _write_parquet(path: Path, name: str, rows: Iterator[Row]) -> None:
    arrow, parquet = _pyarrow()
    kinds = {"t": arrow.string(), "i": arrow.int64(), "d": arrow.decimal128(_DIGITS, _PLACES)}
    schema = arrow.schema([(column, kinds[kind]) for column, kind in COLUMNS[name].items()])
    of_kind: Mapping[str, Callable[[Value], Value]] = {"t": _words, "i": _same, "d": _fitting}
    with fresh_file(path) as fresh:
        with parquet.ParquetWriter(fresh, schema) as writer:
            while some := list(islice(rows, _TOGETHER)):
                columns = zip(*some, strict=True)
                arrays = [
                    arrow.array([of_kind[kind](one) for one in column], type=kinds[kind])
                    for column, kind in zip(columns, COLUMNS[name].values(), strict=True)
                ]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
        moved_if_changed(fresh, path)


def _same(value: Value) -> Value:
    return value


def _words(value: Value) -> Value:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _fitting(value: Value) -> Value:
    """A decimal as far as the column holds it whole; else nothing, never something near it."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return None
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    fits = -exponent <= _PLACES and value.adjusted() < _DIGITS - _PLACES
    return value if fits else None
