"""The pieces a report is made of, in reading order."""

from __future__ import annotations

from typing import NamedTuple

from .sheets import Sheet

NUMERALS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
SINGLE = ("", "㈠", "㈡", "㈢", "㈣", "㈤", "㈥", "㈦", "㈧")


class Title(NamedTuple):
    """The title, on one line or several."""

    lines: tuple[str, ...]


class Heading(NamedTuple):
    """A heading; ``mark`` is its printed number, ``body`` text that runs on in its line."""

    level: int
    mark: str
    text: str
    body: str = ""


class Para(NamedTuple):
    """A paragraph."""

    text: str


class Plain(NamedTuple):
    """A line printed as it stands."""

    text: str


class Tables(NamedTuple):
    """Tables that belong together."""

    sheets: tuple[Sheet, ...]


Block = Title | Heading | Para | Plain | Tables
