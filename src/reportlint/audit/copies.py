"""Which reports of different organs share their narrative.

Candidates come from sketches (a few hashes of each narrative) by SQL: for each
hash a few reports stand for all that have it, and each report is set against a
few of these. So thousands of reports made from one template cost a few
comparisons each, not one for every pair.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from reportlint.alike import Piece, Shared, shared
from reportlint.audit.narrative import LEAST, size_of, unpacked
from reportlint.audit.store import AUDITED
from reportlint.labels import plain

# Sentences count where they follow each other as in the other report over so many characters:
# the single sentence that everybody writes is not copied, a passage is.
PASSAGE: Final = 100
# Characters that two narratives must share at least: short ones are alike by chance, so one of
# less has to stand in the other as good as whole.
ENOUGH: Final = 300
_WHOLE: Final = 90  # percent
STAND_IN: Final = 8  # reports that stand for all with the same hash
TRIED: Final = 3  # of these, how many a report is compared with
_HASHES: Final = 4  # that two sketches must share
_TOGETHER: Final = 16  # pairs of a task

_LEADERS: Final = """
CREATE TEMP TABLE leaders AS SELECT hash, path FROM (
  SELECT s.hash, s.path, row_number() OVER (PARTITION BY s.hash ORDER BY s.path) AS place,
         count(*) OVER (PARTITION BY s.hash) AS many
  FROM sketches s JOIN reports r ON r.path = s.path
  WHERE r.role = ? AND r.unit IS NOT NULL AND r.error IS NULL
) WHERE place <= ? AND many > 1
"""
_VOTES: Final = """
SELECT l.path, count(*) FROM sketches s JOIN temp.leaders l ON l.hash = s.hash
WHERE s.path = ? AND l.path <> s.path GROUP BY l.path HAVING count(*) >= ? ORDER BY 2 DESC, 1 LIMIT ?
"""


class Pairs(NamedTuple):
    """A report and some others that it is to be compared with: paths and pressed narratives."""

    path: str
    narrative: bytes
    others: tuple[tuple[str, bytes], ...]


class Alike(NamedTuple):
    """Two reports, and how many percent of each stand in the other."""

    one: str
    other: str
    percent: int
    back: int


class Copied(NamedTuple):
    """A report's most similar one: its path, the share of the report in it, reports in the group of both."""

    other: str
    percent: int
    group: int


# --- candidates ----------------------------------------------------------------------------------


def find_pairs(db: sqlite3.Connection) -> int:
    """Fill the temporary table ``pairs`` with the paths of reports that may share text; how many."""
    db.execute("DROP TABLE IF EXISTS temp.leaders")
    db.execute("DROP TABLE IF EXISTS temp.pairs")
    db.execute(_LEADERS, (AUDITED, STAND_IN))
    db.execute("CREATE INDEX temp.leaders_by_hash ON leaders (hash, path)")
    db.execute("CREATE TEMP TABLE pairs (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID")
    organs: dict[str, str] = dict(
        db.execute(
            "SELECT path, unit FROM reports WHERE role = ? AND unit IS NOT NULL AND error IS NULL", (AUDITED,)
        ).fetchall()
    )
    db.execute("BEGIN")
    for path in sorted(organs):
        votes = db.execute(_VOTES, (path, _HASHES, STAND_IN * TRIED)).fetchall()
        others = [other for other, _ in votes if not same_organ(organs[path], organs[other])][:TRIED]
        pairs = [(min(path, other), max(path, other)) for other in others]
        db.executemany("INSERT OR IGNORE INTO temp.pairs VALUES (?, ?)", pairs)
    db.execute("COMMIT")
    return int(db.execute("SELECT count(*) FROM temp.pairs").fetchone()[0])


def same_organ(one: str, other: str) -> bool:
    """True where one name holds the other: a government and its office, an organ with and without its city."""
    short, long = sorted((plain(one), plain(other)), key=len)
    return long.startswith(short) or long.endswith(short)


def tasks_of(db: sqlite3.Connection) -> Iterator[Pairs]:
    """The pairs with what is compared, a few at a time."""
    rows = db.execute("SELECT one, other FROM temp.pairs ORDER BY one, other")
    for one, found in groupby(rows, key=lambda row: row[0]):
        others = [other for _, other in found]
        for at in range(0, len(others), _TOGETHER):
            some = others[at : at + _TOGETHER]
            yield Pairs(one, narrative_of(db, one), tuple((path, narrative_of(db, path)) for path in some))


def narrative_of(db: sqlite3.Connection, path: str) -> bytes:
    """The pressed narrative of a report that has a sketch."""
    found = db.execute("SELECT pieces FROM narratives WHERE path = ?", (path,)).fetchone()
    return bytes(found[0])


# --- comparing -----------------------------------------------------------------------------------


def compare_pairs(task: Pairs) -> tuple[Alike, ...]:
    """How alike the reports of a task are."""
    own = unpacked(task.narrative)
    return tuple(_compared(task.path, own, path, unpacked(data)) for path, data in task.others)


def _compared(path: str, own: Sequence[Piece], other_path: str, other: Sequence[Piece]) -> Alike:
    same = [one for passage in passages(own, other) for one in passage]
    theirs = {id(one.other): one.other.size * one.percent for one in same}
    mine = sum(one.piece.size * one.percent for one in same)
    return Alike(path, other_path, _share(mine, own), _share(sum(theirs.values()), other))


def _share(hundredfold: int, pieces: Sequence[Piece]) -> int:
    """Percent of a narrative; 0 where too little of it is shared to tell anything."""
    percent = hundredfold // size_of(pieces)
    least = LEAST if percent >= _WHOLE else ENOUGH
    return percent if hundredfold >= 100 * least else 0


def passages(own: Sequence[Piece], other: Sequence[Piece]) -> list[tuple[Shared, ...]]:
    """The passages of a narrative that stand in another too, the longest first."""
    mine = {id(piece): at for at, piece in enumerate(own)}
    theirs = {id(piece): at for at, piece in enumerate(other)}
    runs: list[list[Shared]] = []
    for one in sorted(shared(own, other), key=lambda one: mine[id(one.piece)]):
        last = runs[-1][-1] if runs else None
        follows = (
            last is not None
            and mine[id(one.piece)] == mine[id(last.piece)] + 1
            and theirs[id(one.other)] == theirs[id(last.other)] + 1
        )
        if follows:
            runs[-1].append(one)
        else:
            runs.append([one])
    long = [tuple(run) for run in runs if sum(one.piece.size for one in run) >= PASSAGE]
    return sorted(long, key=lambda run: -sum(one.piece.size for one in run))


# --- groups --------------------------------------------------------------------------------------


class Groups:
    """The reports that share text, and for each the one it is most like; the order of adding is no matter.

    ``least`` gives for a path from how many percent on its narrative is another organ's.
    """

    def __init__(self, least: Callable[[str], int]) -> None:
        self._least = least
        self._parent: dict[str, str] = {}
        self._best: dict[str, tuple[int, str]] = {}

    def add(self, alike: Alike) -> None:
        """Take in a comparison."""
        one, other, percent, back = alike
        for path, partner, share in ((one, other, percent), (other, one, back)):
            if share >= self._least(path):
                self._parent[self._root(one)] = self._root(other)
                self._best[path] = min(self._best.get(path, (0, "")), (-share, partner))

    def _root(self, path: str) -> str:
        self._parent.setdefault(path, path)
        while self._parent[path] != path:
            self._parent[path] = path = self._parent[self._parent[path]]
        return path

    def copied(self) -> Mapping[str, Copied]:
        """For each report that is to be named the one it is most like, in order of path."""
        sizes: dict[str, int] = {}
        for path in list(self._parent):
            root = self._root(path)
            sizes[root] = sizes.get(root, 0) + 1
        return {
            path: Copied(partner, -share, sizes[self._root(path)])
            for path, (share, partner) in sorted(self._best.items())
        }
