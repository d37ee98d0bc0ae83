"""The store of an audit: one SQLite file that people may query; ``store.sql`` describes its tables.

Everything that a file comes to is written in one transaction, so that a run
that is killed has whole files or none of them.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.errors import ConfigError

# Why nothing can be written, by the system's number.
UNWRITTEN: Final = {
    errno.ENOSPC: "磁盘已满",
    errno.EFBIG: "文件超过了允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.EACCES: "没有写入权限，或者文件正被其他程序打开",
    errno.EPERM: "没有写入权限",
    errno.EIO: "磁盘或网络出错",
}
NAME: Final = "store.sqlite"
VERSION: Final = 1
AUDITED: Final = "audited"
PREVIOUS: Final = "previous"
KEPT: Final = "kept"
# Tables that hold something of one file, by its path; what is found among files is made anew as a whole.
_OF_FILE: Final = ("figures", "findings", "texts", "years", "narratives", "sketches")


class Row(NamedTuple):
    """What is stored of one report beside its figures and findings."""

    path: str
    role: str
    key: str
    unit: str | None
    agency: str | None
    year: int | None
    organ: str | None
    edition: str | None
    title: str | None
    encoding: str | None
    error: str | None
    decided: str
    undecided: str


class FigureRow(NamedTuple):
    """A figure cell; see ``store.sql``."""

    form: str
    copy: int
    row: str
    column: str
    value: str | None
    kind: str
    text: str
    unit: str
    line: int | None


class Facts(NamedTuple):
    """All that is kept of one file: plain values, so that they can be sent between processes."""

    row: Row
    figures: tuple[FigureRow, ...]
    sketch: tuple[int, ...]
    source: bytes | None
    result: bytes
    narrative: bytes | None = None


def pressed(plain: Any) -> bytes:
    """JSON, compressed."""
    return zlib.compress(json.dumps(plain, ensure_ascii=False).encode("utf-8", "surrogatepass"), 3)


def unpressed(data: bytes) -> Any:
    """What was pressed."""
    return json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))


@contextmanager
def open_store(folder: Path) -> Iterator[sqlite3.Connection]:
    """The store in a folder, made where there is none. Raises ConfigError for a file that is none."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path, isolation_level=None, timeout=30)
    except (FileExistsError, NotADirectoryError) as error:
        raise ConfigError(
            f"-o {folder}: there is a file of that name; name a folder",
            f"-o {folder}：已有同名的文件；请改用一个文件夹",
        ) from error
    except OSError as error:
        told = UNWRITTEN.get(error.errno or 0, error.strerror)
        raise ConfigError(
            f"{folder}: cannot be made ({error.strerror})", f"{folder}：无法新建文件夹（{told}）"
        ) from error
    except sqlite3.Error as error:
        raise _unwritten(path, error) from error
    try:
        _settle(db, path)
        yield db
    except sqlite3.Error as error:
        raise _unwritten(path, error) from error
    finally:
        db.close()


def _unwritten(path: Path, error: sqlite3.Error) -> ConfigError:
    return ConfigError(
        f"{path}: cannot be written ({error}); is the disk full, the folder write-protected, or another audit at"
        " work there? What was done so far is kept: run the same command again",
        f"{path}：无法写入（{error}）；请看磁盘是否已满、文件夹是否只读、是否有另一个审计正在使用。已完成的部分"
        "不会丢，处理后再运行同一命令即可",
    )


def _settle(db: sqlite3.Connection, path: Path) -> None:
    try:
        found = db.execute("PRAGMA user_version").fetchone()[0]
        if found == 0 and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            schema = resources.files("reportlint.audit").joinpath("store.sql").read_text(encoding="utf-8")
            db.executescript(f"PRAGMA journal_mode = WAL; BEGIN; {schema} COMMIT;")
            found = VERSION
        # In this mode a power cut may cost the last files, which are then read again, never the store.
        db.execute("PRAGMA synchronous = NORMAL")
    except sqlite3.OperationalError as error:
        raise _unwritten(path, error) from error
    except sqlite3.Error as error:
        raise ConfigError(
            f"{path}: no store of an audit ({error}); name another folder with -o",
            f"{path}：不是审计结果库（{error}）；请用 -o 指定其他文件夹",
        ) from error
    if found != VERSION:
        raise ConfigError(
            f"{path}: made by another version of this program; remove it or name another folder with -o",
            f"{path}：由其他版本生成；请删除它，或用 -o 指定其他文件夹",
        )


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All that is written inside is written whole or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


# --- state -------------------------------------------------------------------------------------


def get_state(db: sqlite3.Connection, name: str) -> str:
    """A remembered value, "" for none."""
    found = db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found is not None else ""


def set_state(db: sqlite3.Connection, name: str, value: str) -> None:
    """Remember a value."""
    db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


# --- reports -----------------------------------------------------------------------------------


def put(db: sqlite3.Connection, facts: Facts) -> None:
    """Take in a file in place of what was known of it."""
    path = facts.row.path
    forget(db, path)
    marks = ", ".join("?" * len(Row._fields))
    db.execute(f"INSERT INTO reports ({', '.join(Row._fields)}) VALUES ({marks})", facts.row)
    db.executemany(
        "INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [(path, *one) for one in facts.figures]
    )
    db.executemany("INSERT OR IGNORE INTO sketches VALUES (?, ?)", [(path, one) for one in facts.sketch])
    if facts.narrative is not None:
        db.execute("INSERT INTO narratives VALUES (?, ?)", (path, facts.narrative))
    db.execute("INSERT INTO texts VALUES (?, ?, ?)", (path, facts.source, facts.result))


def forget(db: sqlite3.Connection, path: str) -> None:
    """Remove all that is known of a file, but for what was decided about its findings."""
    for table in ("reports", *_OF_FILE):
        db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))


def row_of(db: sqlite3.Connection, path: str) -> Row | None:
    """What is stored of a report, None where it is unknown."""
    found = db.execute(f"SELECT {', '.join(Row._fields)} FROM reports WHERE path = ?", (path,)).fetchone()
    return Row(*found) if found is not None else None


def rows(db: sqlite3.Connection, role: str) -> Iterator[Row]:
    """The reports of that role in order of path; few are in memory at a time."""
    yield from map(
        Row._make,
        db.execute(f"SELECT {', '.join(Row._fields)} FROM reports WHERE role = ? ORDER BY path", (role,)),
    )


def set_roles(db: sqlite3.Connection, roles: Mapping[str, str]) -> None:
    """Give the files of this run their roles; all others are kept."""
    with transaction(db):
        db.execute("UPDATE reports SET role = ? WHERE role <> ?", (KEPT, KEPT))
        db.executemany(
            "UPDATE reports SET role = ? WHERE path = ?", [(role, path) for path, role in roles.items()]
        )


def source_and_result(db: sqlite3.Connection, path: str) -> tuple[bytes | None, bytes]:
    """The pressed source and result of a report that is stored."""
    found = db.execute("SELECT source, result FROM texts WHERE path = ?", (path,)).fetchone()
    return found[0], found[1]


def same_figures(db: sqlite3.Connection, one: str, other: str) -> bool:
    """True where two reports have the same tables with the same figures, at least one."""
    query = 'SELECT form, copy, row, "column", value FROM figures WHERE path = ? ORDER BY 1, 2, 3, 4'
    mine = db.execute(query, (one,)).fetchall()
    return bool(mine) and mine == db.execute(query, (other,)).fetchall()


def replace_all(db: sqlite3.Connection, table: str, found: Iterable[tuple[Any, ...]]) -> None:
    """A table's rows in place of those it had."""
    width = len(db.execute(f"PRAGMA table_info({table})").fetchall())
    with transaction(db):
        db.execute(f"DELETE FROM {table}")
        db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", found)
