"""Columns that people add to the list of findings: who deals with it, by when … They come back with the next workbook."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

from reportlint.audit.store import AUDITED, get_state, set_state

# The columns of the list itself, by the keys of their headings.
OWN_COLUMNS: Final = (
    "unit", "year", "path", "rule", "level", "place", "left", "right", "delta", "message", "help", "basis",
    "fingerprint", "state", "reason", "aside",
)  # fmt: skip
STATE: Final = "added columns"


class Added(NamedTuple):
    """The headings in order, and the texts under them of a finding by path and fingerprint."""

    names: tuple[str, ...]
    texts: dict[tuple[str, str], dict[str, str]]


def added(db: sqlite3.Connection) -> Added:
    """What people have added. What was written of a file that is gone goes where its fingerprint is now."""
    names, rows = _stored(db)
    if not rows:
        return Added(names, {})
    there = {path for (path,) in db.execute("SELECT path FROM reports WHERE role = ?", (AUDITED,))}
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for path, fingerprint, written in rows:
        texts[path, fingerprint] = written
        if path not in there:
            texts.setdefault(("", fingerprint), written)
    return Added(names, texts)


def keep_added(db: sqlite3.Connection, rows: Iterable[tuple[str, str, tuple[tuple[str, str], ...]]]) -> None:
    """Store what a workbook says in such columns; rows that it does not have keep what they had."""
    known = {(path, fingerprint): written for path, fingerprint, written in _stored(db)[1]}
    names: dict[str, None] = {}
    for path, fingerprint, more in rows:
        names.update((name, None) for name, _ in more)
        written = {name: text for name, text in more if text}
        if written or (path, fingerprint) in known:
            known[path, fingerprint] = written
    left = [[*key, written] for key, written in sorted(known.items()) if written]
    told = json.dumps([list(names), left], ensure_ascii=False) if names else ""
    if told != get_state(db, STATE):
        set_state(db, STATE, told)


def _stored(db: sqlite3.Connection) -> tuple[tuple[str, ...], list[tuple[str, str, dict[str, str]]]]:
    """The headings, and what is written under them by path and fingerprint."""
    stored = get_state(db, STATE)
    names, rows = json.loads(stored) if stored else ((), ())
    return tuple(names), [(path, fingerprint, written) for path, fingerprint, written in rows]


def text_of(more: Added, name: str, path: str, fingerprint: str) -> str:
    """What is written in an added column of a finding, "" for nothing."""
    written = more.texts.get((path, fingerprint)) or more.texts.get(("", fingerprint)) or {}
    return written.get(name, "")
