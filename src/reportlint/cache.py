"""Results of before: kept in the user's cache folder, found again by content, settings and rules.

An entry is a JSON file of its own that is written whole or not at all, so
that runs beside one another cannot harm it; whatever cannot be read is as good
as not there. Nothing is ever executed from it.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from reportlint.atomic import write_atomic
from reportlint.findings import FileResult
from reportlint.keep import pack, unpack
from reportlint.version import __version__

_FORMAT: Final = "1"
_DAY: Final = 86400
_KEPT_DAYS: Final = 30
_MARK: Final = "CACHEDIR.TAG"
# https://bford.info/cachedir/ : programs that make backups pass over such a folder
_TAG: Final = b"Signature: 8a477f597d28d172789f06886806bc55\n"


class Cache(NamedTuple):
    """Where results are kept, and what all keys of a run share."""

    folder: Path
    seed: bytes


def cache_folder() -> Path:
    """The user's folder for this program's cache; ``REPORTLINT_CACHE_DIR`` names another."""
    if os.environ.get("REPORTLINT_CACHE_DIR"):
        return Path(os.environ["REPORTLINT_CACHE_DIR"])
    from platformdirs import user_cache_path  # loaded only where a cache is wanted

    return user_cache_path("reportlint", appauthor=False)


def open_cache(folder: Path, *parts: object) -> Cache:
    """The cache for runs in which ``parts`` (settings, rules, the program's state) are the same."""
    told = "|".join((_FORMAT, __version__, sys.version, *map(repr, parts)))
    return Cache(folder, hashlib.sha256(told.encode("utf-8", "replace")).digest())


@lru_cache(maxsize=8)
def code_state(places: tuple[Path, ...]) -> str:
    """What stands for the state of program text: folders, or single files, with sizes and times."""
    digest = hashlib.sha256()
    for place in places:
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.suffix in (".py", ".toml", ".lark"):
                state = file.stat()
                digest.update(f"{file}|{state.st_mtime_ns}|{state.st_size}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def prune(folder: Path) -> None:
    """Remove old entries, once a day; a folder that cannot be written is left alone."""
    with contextlib.suppress(OSError):
        _prune(folder)


def key_of(cache: Cache, data: bytes, *parts: object) -> str:
    """The key of a file's bytes; what depends on the day is another one tomorrow."""
    digest = hashlib.sha256(cache.seed)
    day = datetime.date.today() if b"until" in data else ""
    digest.update("|".join(map(repr, (*parts, day))).encode("utf-8", "replace"))
    digest.update(data)
    return digest.hexdigest()


def load(cache: Cache, key: str) -> FileResult | None:
    """The kept result, or None."""
    try:
        return unpack(load_plain(cache, key))
    except (ValueError, KeyError, TypeError, ArithmeticError):
        return None


def load_plain(cache: Cache, key: str) -> Any:
    """The kept value as JSON holds it, None where there is none."""
    try:
        return json.loads(_path(cache, key).read_bytes())
    except (OSError, ValueError):
        return None


def store(cache: Cache, key: str, file: FileResult) -> None:
    """Keep a result; a folder that cannot be written costs only time. Faults of rules are not kept."""
    if not file.failures:
        store_plain(cache, key, pack(file))


def store_plain(cache: Cache, key: str, plain: Any) -> None:
    """Keep a value that JSON can hold."""
    path = _path(cache, key)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, json.dumps(plain, ensure_ascii=True).encode("ascii"), durable=False)


def clean(folder: Path) -> int:
    """Remove the cache; how many results were in it. Raises OSError.

    Only a folder that this program marked as its own is removed.
    """
    if not (folder / _MARK).is_file():
        return 0
    count = sum(1 for _ in folder.glob("??/*.json"))
    shutil.rmtree(folder)
    return count


def _path(cache: Cache, key: str) -> Path:
    return cache.folder / key[:2] / f"{key[2:]}.json"


def _prune(folder: Path) -> None:
    """Once a day, remove what nobody asked for in a month; the mark tells when that was."""
    mark = folder / _MARK
    now = time.time()
    if mark.is_file() and now - mark.stat().st_mtime < _DAY:
        return
    folder.mkdir(parents=True, exist_ok=True)
    write_atomic(mark, _TAG)
    for entry in folder.glob("??/*.json"):
        with contextlib.suppress(OSError):
            if now - entry.stat().st_mtime > _KEPT_DAYS * _DAY:
                entry.unlink()
