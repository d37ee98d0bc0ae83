"""What people wrote into the workbook of the last run, read back before the next one.

Nothing a person wrote is lost: an edited workbook is copied before it is
replaced, and one that cannot be read is left where it is.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.audit.added import OWN_COLUMNS, keep_added
from reportlint.audit.handed_texts import both, said
from reportlint.audit.settle import CONFIRMED, IGNORED
from reportlint.audit.store import get_state, set_state, transaction
from reportlint.audit.written import hash_of
from reportlint.errors import ConfigError

BOOK: Final = "summary.xlsx"
BESIDE: Final = "summary.new.xlsx"  # where the book itself must not be replaced
COPIES: Final = "edited"
_HEADER_WITHIN: Final = 30  # rows: people put a title above the header
_MOST_ADDED: Final = 20
_LONGEST: Final = 60  # characters of a heading
_WORDS: Final = {
    **dict.fromkeys(("确认", "已确认", "属实", "confirm", "confirmed"), CONFIRMED),
    **dict.fromkeys(("忽略", "已忽略", "ignore", "ignored"), IGNORED),
}


class Decision(NamedTuple):
    """A row of the workbook; state and reason are "" where nothing was written.

    ``more``: names and texts of columns that people have added, "" for a blank cell.
    """

    path: str
    fingerprint: str
    state: str
    reason: str
    more: tuple[tuple[str, str], ...] = ()


class UnreadableError(Exception):
    """A workbook whose decisions cannot be read; the text is a key of the texts."""


def take_in(db: sqlite3.Connection, out: Path, lang: str) -> list[str]:
    """Bring the table of decisions up to date with edited workbooks; what there is to tell, a line each."""
    told: list[str] = []
    edited = [path for path in (out / BOOK, out / BESIDE) if path.is_file() and not is_known(db, path)]
    edited.sort(key=lambda path: path.stat().st_mtime_ns)
    for path in edited:
        found = hash_of(path)
        try:
            rows = read_decisions(path)
        except UnreadableError:
            continue  # told when the new workbook is written beside it
        kept = _copied(path, found)
        with transaction(db):
            count = _apply(db, rows, clear=len(edited) == 1)
            keep_added(db, ((row.path, row.fingerprint, row.more) for row in rows))
            set_state(db, f"read {path.name}", found)
        told.append(said("notice.taken", lang, name=path.name, n=count, kept=kept))
    return [*told, *_doubts(db, lang)]


def is_known(db: sqlite3.Connection, path: Path) -> bool:
    """True for a workbook that is as it was written or read; nothing in it is new."""
    return hash_of(path) in (get_state(db, f"written {path.name}"), get_state(db, f"read {path.name}"))


def target(db: sqlite3.Connection, out: Path, lang: str) -> tuple[Path, list[str]]:
    """Where the new workbook goes, and what there is to tell about that.

    Raises ConfigError where neither place can be written without losing what a person wrote.
    """
    why: dict[Path, str] = {}
    for path in (out / BOOK, out / BESIDE):
        why[path] = _kept_why(db, path)
        if not why[path]:
            told = [_told(held, path.name, reason, lang) for held, reason in why.items() if reason]
            return path, told
    raise ConfigError(
        *(" ".join(_told(path, BESIDE, reason, one) for path, reason in why.items()) for one in ("en", "zh"))
    )


def _told(path: Path, other: str, reason: str, lang: str) -> str:
    if reason == "open":
        return said("notice.open", lang, name=path.name, other=other)
    return said("notice.unread", lang, name=path.name, why=said(reason, lang), other=other)


def _kept_why(db: sqlite3.Connection, path: Path) -> str:
    """Why a workbook must not be replaced, "" if it may be."""
    if path.is_file() and not is_known(db, path):
        try:
            read_decisions(path)
        except UnreadableError as error:
            return str(error)
        return "open"  # saved again since it was read
    # LibreOffice and WPS or Excel leave such a file beside one that they have open.
    locks = (path.with_name(f".~lock.{path.name}#"), path.with_name(f"~${path.name}"))
    return "open" if any(lock.exists() for lock in locks) else ""


def _copied(path: Path, found: str) -> str:
    """Keep the edited workbook; the copy's name."""
    kept = path.parent / COPIES / f"summary-{found[:8]}.xlsx"
    kept.parent.mkdir(exist_ok=True)
    if not kept.exists():
        shutil.copyfile(path, kept)
    return f"{COPIES}/{kept.name}"


def _apply(db: sqlite3.Connection, rows: Iterable[Decision], clear: bool) -> int:
    """Store what is written; a row that was emptied loses its decision. How many changed."""
    count = 0
    known = {(one[0], one[1]): Decision(*one) for one in db.execute("SELECT * FROM decisions")}
    for row in rows:
        key = (row.path, row.fingerprint)
        if row.state or row.reason:
            if known.get(key) != row._replace(more=()):
                db.execute("INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?)", row[:4])
                count += 1
        elif clear and key in known:
            db.execute("DELETE FROM decisions WHERE path = ? AND fingerprint = ?", key)
            count += 1
    return count


def _doubts(db: sqlite3.Connection, lang: str) -> Iterator[str]:
    """Decisions that are kept and have no effect."""
    reasonless = "SELECT COUNT(*) FROM decisions WHERE state = ? AND reason = ''"
    count = db.execute(reasonless, (IGNORED,)).fetchone()[0]
    if count:
        yield said("notice.reasonless", lang, n=count)
    unknown = "SELECT COUNT(*), MIN(state) FROM decisions WHERE state NOT IN ('', ?, ?)"
    count, example = db.execute(unknown, (IGNORED, CONFIRMED)).fetchone()
    if count:
        yield said("notice.unknown", lang, n=count, text=example)


# --- reading -----------------------------------------------------------------------------------


def read_decisions(path: Path) -> list[Decision]:
    """All rows of the sheets that hold findings, in order; of rows that are there twice the written one.

    Raises UnreadableError for a file that is no workbook or has no sheet with the columns.
    """
    found: dict[tuple[str, str], Decision] = {}
    sheets = list(_sheets(path))
    named = [rows for name, rows in sheets if _is_named(name)]
    tables = [table for table in map(_decided, named) if table is not None]
    if not tables:  # somebody has renamed the sheet
        tables = [table for table in (_decided(rows) for _, rows in sheets) if table is not None]
    if not tables:
        raise UnreadableError("why.columns")
    for table in tables:
        for row in table:
            key = (row.path, row.fingerprint)
            if row.state or row.reason or key not in found:
                found[key] = row
    return list(found.values())


def _is_named(name: str) -> bool:
    """``问题清单``, ``问题清单2`` …, in either language."""
    return name.strip().rstrip("0123456789") in both("sheet.findings")


def _sheets(path: Path) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
    from python_calamine import CalamineWorkbook  # loaded only where a workbook was edited

    try:
        with contextlib.closing(CalamineWorkbook.from_path(path)) as book:
            for name in book.sheet_names:
                yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a fault inside the library is no Exception
        raise UnreadableError("why.broken") from error


def _decided(rows: Sequence[Sequence[Any]]) -> list[Decision] | None:
    """The rows below the header, None where there is no header."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = _columns(row)
        if {"path", "fingerprint", "state"} <= set(columns):
            return list(_rows_below(rows[at + 1 :], columns, _added(row)))
    return None


def _columns(row: Sequence[Any]) -> dict[str, int]:
    names = {_plain(title): key for key in ("path", "fingerprint", "state", "reason") for title in both(key)}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        key = names.get(_plain(_text(cell)))
        if key is not None:
            found.setdefault(key, at)
    return found


def _added(row: Sequence[Any]) -> dict[str, int]:
    """The columns that people have added, by their headings."""
    own = {_plain(title) for key in OWN_COLUMNS for title in both(key)}
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        name = _text(cell)[:_LONGEST]
        if name and _plain(name) not in own and len(found) < _MOST_ADDED:
            found.setdefault(name, at)
    return found


def _rows_below(
    rows: Sequence[Sequence[Any]], columns: Mapping[str, int], added: Mapping[str, int]
) -> Iterator[Decision]:
    for row in rows:
        texts = {key: _text(row[at]) if at < len(row) else "" for key, at in columns.items()}
        if texts["path"] and texts["fingerprint"]:
            state = _WORDS.get(_plain(texts["state"]), texts["state"])
            more = tuple((name, _text(row[at]) if at < len(row) else "") for name, at in added.items())
            yield Decision(texts["path"], texts["fingerprint"], state, texts.get("reason", ""), more)


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip(" \t\r\n\xa0\u3000\u200b\ufeff")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
