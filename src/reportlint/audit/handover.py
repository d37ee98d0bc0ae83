"""Last part of an audit: what is handed over, written from the store alone.

Nothing in these files depends on the time, on how long a run took, or on where
they lie; a file whose content is still the same is not touched.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from reportlint.audit.added import STATE as ADDED
from reportlint.audit.book import write_book
from reportlint.audit.book_sheets import Titles, sheets_of
from reportlint.audit.decisions import BESIDE, BOOK, is_known, target
from reportlint.audit.engines import Engine
from reportlint.audit.export import COLUMNS, export_all
from reportlint.audit.export import FOLDER as EXPORTS
from reportlint.audit.handed_texts import said
from reportlint.audit.index import index_page
from reportlint.audit.pages import FOLDER, Draft, draw_all, page_sizes
from reportlint.audit.roster import Roster
from reportlint.audit.store import AUDITED, UNWRITTEN, get_state, set_state
from reportlint.audit.stored import findings
from reportlint.audit.tasks import Reading
from reportlint.audit.written import fresh_file, hash_of, moved_if_changed, write_changed
from reportlint.cache import code_state
from reportlint.errors import ConfigError
from reportlint.output.json_findings import finding_object
from reportlint.output.json_text import dump_line
from reportlint.rule import NOTHING

LINES: Final = "findings.jsonl"
INDEX: Final = "index.html"
_STATE: Final = "handed over"


class Wanted(NamedTuple):
    """What is to be handed over, and where: language, titles of the rules by code, kinds of tables beside.

    ``units`` are the roster's organs, each with whether its figures hold those of others.
    """

    out: Path
    lang: str
    titles: Titles
    exports: tuple[str, ...] = ()
    units: Mapping[str, bool] = NOTHING


class Means(NamedTuple):
    """Who makes the pages of reports, of what, and who is told."""

    readings: Mapping[str, Reading]
    roster: Roster
    engine: Engine
    begin: Callable[[int], None]
    step: Callable[[], None]


def hand_over(db: sqlite3.Connection, wanted: Wanted, means: Means) -> list[str]:
    """Write all outputs that are not up to date; what there is to tell, a line each.

    Raises ConfigError where a file cannot be written.
    """
    digest = _digest(db, wanted)
    if get_state(db, _STATE) == _told(digest, _there(db, wanted)):
        return []
    try:
        _sweep(wanted.out)
        draft = Draft(str(wanted.out), wanted.lang, program_state())
        notices = draw_all(db, means.readings, draft, means.roster, means.engine, means.begin, means.step)
        write_changed(wanted.out / LINES, _lines(db, wanted.lang))
        write_changed(wanted.out / INDEX, index_page(db, wanted.titles, wanted.lang, wanted.units))
        export_all(db, wanted.out, wanted.exports, wanted.lang)
        notices += _book(db, wanted)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        known = UNWRITTEN.get(error.errno or 0, detail)
        name = error.filename2 or error.filename or wanted.out
        raise ConfigError(f"{name}: cannot be written ({detail})", f"{name}：无法写入（{known}）") from error
    set_state(db, _STATE, "" if notices else _told(digest, _there(db, wanted)))
    return notices


def _digest(db: sqlite3.Connection, wanted: Wanted) -> str:
    """What stands for all that the outputs rest on."""
    digest = hashlib.sha256(
        repr((wanted.lang, wanted.exports, sorted(wanted.titles), sorted(wanted.units.items()))).encode(
            "utf-8", "replace"
        )
    )
    digest.update(program_state().encode())
    digest.update(get_state(db, ADDED).encode("utf-8", "replace"))
    queries: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("SELECT * FROM reports WHERE role = ? ORDER BY path", (AUDITED,)),
        ("SELECT path, at, packed FROM findings ORDER BY path, at", ()),
        ("SELECT * FROM decisions ORDER BY path, fingerprint", ()),
    )
    for query, values in queries:
        for row in db.execute(query, values):
            digest.update(repr(row).encode("utf-8", "replace"))
    return digest.hexdigest()


def _sweep(out: Path) -> None:
    """Remove what a run that was killed has left half written."""
    for folder, name in ((out, LINES), (out, INDEX), (out, BOOK), (out / FOLDER, ""), (out / EXPORTS, "")):
        for path in folder.glob(f".{name}*.tmp"):
            path.unlink(missing_ok=True)


@lru_cache(maxsize=1)
def program_state() -> str:
    """What stands for the program's text, styles and scripts."""
    here = Path(__file__).resolve().parent
    beside = sorted(path for folder in (here, here.parent / "annotate") for path in folder.glob("*.[cj]s*"))
    return code_state((here.parent, *beside)) + "".join(map(hash_of, beside))


def _there(db: sqlite3.Connection, wanted: Wanted) -> dict[str, object]:
    """The state of the files that are there now."""
    found: dict[str, object] = {}
    exported = [f"{EXPORTS}/{name}.{kind}" for kind in wanted.exports for name in COLUMNS]
    for name in (LINES, INDEX, *exported):
        path = wanted.out / name
        found[name] = [path.stat().st_size, path.stat().st_mtime_ns] if path.is_file() else None
    found[FOLDER] = page_sizes(wanted.out)
    found[BOOK] = hash_of(wanted.out / BOOK) == get_state(db, f"written {BOOK}")
    return found


def _told(digest: str, there: Mapping[str, object]) -> str:
    return json.dumps([digest, there], sort_keys=True)


# --- findings.jsonl ----------------------------------------------------------------------------


def _lines(db: sqlite3.Connection, lang: str) -> Iterator[bytes]:
    for one in findings(db):
        yield (dump_line(finding_object(one.finding, lang)) + "\n").encode("utf-8")


# --- summary.xlsx ------------------------------------------------------------------------------


def _book(db: sqlite3.Connection, wanted: Wanted) -> list[str]:
    """Write the workbook where no work of a person is lost by it."""
    with fresh_file(wanted.out / BOOK) as fresh:
        write_book(fresh, sheets_of(db, wanted.titles, wanted.lang, wanted.units))
        path, notices = target(db, wanted.out, wanted.lang)
        try:
            moved_if_changed(fresh, path)
        except PermissionError:  # on some systems a file that is open cannot be replaced
            if path.name == BESIDE:
                raise
            path, notices = wanted.out / BESIDE, [said("notice.open", wanted.lang, name=BOOK, other=BESIDE)]
            moved_if_changed(fresh, path)
    set_state(db, f"written {path.name}", hash_of(path))
    beside = wanted.out / BESIDE
    if path.name == BOOK and beside.is_file() and is_known(db, beside):
        beside.unlink()
    return notices
