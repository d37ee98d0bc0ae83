"""How large a document may be, and how long it may take, before it is refused (P001) instead of read."""

from __future__ import annotations

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """``bytes`` of a file as stored, ``pages`` of a document that has pages.

    ``seconds`` that another program may take over one file.
    """

    bytes: int = 64 * 1024 * 1024
    pages: int = 500
    seconds: float = 60


DEFAULT: Final = Limits()
