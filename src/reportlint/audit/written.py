"""Files that are written only where their content changes: whole or not at all, piece by piece."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_PIECE: Final = 1 << 20


@contextlib.contextmanager
def fresh_file(path: Path) -> Iterator[Path]:
    """A new file beside ``path``, for whoever writes it; gone afterwards unless it has been moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)


def write_changed(path: Path, pieces: Iterable[bytes]) -> bool:
    """Write the pieces as a file unless it holds just them already; True where it was written. Raises OSError."""
    with fresh_file(path) as fresh:
        with open(fresh, "wb") as file:
            for piece in pieces:
                file.write(piece)
        return moved_if_changed(fresh, path)


def moved_if_changed(fresh: Path, path: Path) -> bool:
    """Put a new file in the place of one that differs; True where it did. Raises OSError."""
    if hash_of(fresh) == hash_of(path):
        return False
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(fresh, 0o666 & ~mask)
    os.replace(fresh, path)
    return True


def hash_of(path: Path) -> str:
    """What stands for a file's content, "" where there is no file."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()
