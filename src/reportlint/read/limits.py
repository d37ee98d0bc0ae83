"""How large a document may be before it is refused (P001) instead of read."""

from __future__ import annotations

from typing import Final, NamedTuple


class Limits(NamedTuple):
    """``bytes`` of a file as stored, ``pages`` of a document that has pages."""

    bytes: int = 64 * 1024 * 1024
    pages: int = 500


DEFAULT: Final = Limits()
