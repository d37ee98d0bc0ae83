"""A page for each report with its final findings marked, made by the engine's processes where it has changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from reportlint.annotate.html import annotate_html
from reportlint.atomic import write_atomic
from reportlint.audit.engines import Engine, Job
from reportlint.audit.facts import source_of
from reportlint.audit.handed_texts import said
from reportlint.audit.roster import Roster
from reportlint.audit.store import AUDITED, transaction, unpressed
from reportlint.audit.stored import undecided, unpacked_finding
from reportlint.audit.tasks import Reading, member_for, settings_for
from reportlint.build import shown_report
from reportlint.engine import printable_source
from reportlint.findings import FileResult, Undecided
from reportlint.setups import setups

FOLDER: Final = "reports"
_UNSAFE: Final = re.compile(r"[^\w.\-]+")
_MOST_NAME: Final = 60  # characters; a file name may have 255 bytes
_QUERY: Final = (
    "SELECT r.path, r.key, r.agency, r.year, r.decided, r.undecided FROM reports r "
    "JOIN texts t ON t.path = r.path WHERE r.role = ? AND t.source IS NOT NULL ORDER BY r.path"
)
_FINDINGS: Final = "SELECT packed FROM findings WHERE path = ? AND suppressed IS NULL ORDER BY at"


class Drawing(NamedTuple):
    """What a page is made from: the pressed source and the packed findings of a report."""

    reading: Reading
    agency: str | None
    year: int | None
    source: bytes
    findings: tuple[str, ...]
    decided: str
    undecided: str
    name: str
    key: str


class Drawn(NamedTuple):
    """A page that was written, its size in bytes; ``fault`` says what kept it from being made."""

    path: str
    name: str
    key: str
    size: int
    fault: str = ""


class Draft(NamedTuple):
    """How pages are made: the folder of the run, language, and what stands for the program's text."""

    out: str
    lang: str
    state: str


def draw_all(
    db: sqlite3.Connection,
    readings: Mapping[str, Reading],
    draft: Draft,
    roster: Roster,
    engine: Engine,
    begin: Callable[[int], None],
    step: Callable[[], None],
) -> list[str]:
    """Bring the pages up to date and remove those of reports that are gone; what could not be made, a line each.

    Raises OSError.
    """
    folder = Path(draft.out) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    sizes = _sizes(folder)
    known = {path: (name, key, size) for path, name, key, size in db.execute("SELECT * FROM pages")}
    wanted: dict[str, tuple[str, str]] = {}
    stale = dict(known)
    for path, key in _keys(db, draft):
        name = name_of(path)
        held = stale.pop(path, None)
        if held != (name, key, sizes.get(name)):
            wanted[path] = (name, key)
    _remove(db, folder, {path: name for path, (name, _, _) in stale.items()})
    begin(len(wanted))
    faults: list[str] = []
    if not wanted:
        return faults
    tasks = (_task(db, readings[path], name, key) for path, (name, key) in wanted.items())
    work = partial(draw, draft=draft, roster=roster)
    asked = readings[next(iter(wanted))].asked
    for _, drawn in engine(tasks, Job(work, lost_drawing, asked)):
        if drawn.fault:
            _remove(db, folder, {drawn.path: drawn.name})
            faults.append(said("notice.page", draft.lang, path=drawn.path, why=drawn.fault))
        else:
            db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", drawn[:4])
        step()
    return faults


def page_sizes(out: Path) -> str:
    """What stands for the pages that are there."""
    folder = out / FOLDER
    found = sorted(_sizes(folder).items()) if folder.is_dir() else ()
    return hashlib.sha256(repr(found).encode("utf-8", "replace")).hexdigest()


def _sizes(folder: Path) -> dict[str, int]:
    with os.scandir(folder) as entries:
        return {entry.name: entry.stat().st_size for entry in entries}


def _remove(db: sqlite3.Connection, folder: Path, names: Mapping[str, str]) -> None:
    """Remove the pages of these reports; other files in the folder are somebody else's."""
    with transaction(db):
        for path, name in names.items():
            with contextlib.suppress(FileNotFoundError):
                (folder / name).unlink()
            db.execute("DELETE FROM pages WHERE path = ?", (path,))


def name_of(path: str) -> str:
    """The file name of a report's page: its own name as far as that is safe anywhere, and a hash of its path."""
    stem = _UNSAFE.sub("_", PurePosixPath(path).stem)[:_MOST_NAME].strip("._") or "report"
    return f"{stem}-{hashlib.sha256(path.encode('utf-8', 'replace')).hexdigest()[:10]}.html"


def _keys(db: sqlite3.Connection, draft: Draft) -> Iterator[tuple[str, str]]:
    """The reports that have a page, each with what its page rests on."""
    for path, *rest in db.execute(_QUERY, (AUDITED,)):
        digest = hashlib.sha256(repr((draft.lang, draft.state, rest)).encode("utf-8", "replace"))
        for (packed,) in db.execute(_FINDINGS, (path,)):
            digest.update(packed.encode("utf-8", "replace"))
        yield path, digest.hexdigest()


def _task(db: sqlite3.Connection, reading: Reading, name: str, key: str) -> Drawing:
    path = reading.one.shown
    agency, year, decided, not_judged, source = db.execute(
        "SELECT r.agency, r.year, r.decided, r.undecided, t.source FROM reports r "
        "JOIN texts t ON t.path = r.path WHERE r.path = ?",
        (path,),
    ).fetchone()
    found = tuple(packed for (packed,) in db.execute(_FINDINGS, (path,)))
    return Drawing(reading, agency, year, source, found, decided, not_judged, name, key)


def draw(task: Drawing, draft: Draft, roster: Roster) -> Drawn:
    """Write the page of a report; a bug in one must not cost the others."""
    path = task.reading.one.shown
    try:
        page = _page(task, draft, roster)
    except Exception as error:
        return Drawn(path, task.name, "", 0, f"{type(error).__name__}: {error}")
    try:
        write_atomic(Path(draft.out) / FOLDER / task.name, page, durable=False)
    except OSError as error:
        return Drawn(path, task.name, "", 0, error.strerror or type(error).__name__)
    return Drawn(path, task.name, task.key, len(page))


def _page(task: Drawing, draft: Draft, roster: Roster) -> bytes:
    given, path = task.reading.given, task.reading.one.shown
    setup = setups(task.reading.asked)(task.reading.one.path)
    settings = settings_for(
        setup.settings, given, member_for(roster, given, task.agency), given.year or task.year
    )
    source = source_of(unpressed(task.source))
    report = shown_report(source, setup.catalog, settings)
    findings = tuple(map(unpacked_finding, task.findings))
    result = FileResult(
        path, printable_source(source, report), report, findings, tuple(task.decided.split()),
        tuple(Undecided(*one) for one in undecided(task.undecided)), None,
    )  # fmt: skip
    back = ("../index.html", said("back", draft.lang))
    return annotate_html(result, findings, draft.lang, back)


def lost_drawing(task: Drawing, why: str) -> Drawn:
    """A page that no process came back with: the next run tries again."""
    return Drawn(task.reading.one.shown, task.name, "", 0, why)
