"""Numbers written in Chinese."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = "一二三四五六七八九"


def in_chinese(number: int) -> str:
    """1 to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return (
        (_DIGITS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones - 1] if ones else "")
    )
