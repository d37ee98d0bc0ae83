"""List numbers: what Word prints before a paragraph though no text says it.

A paragraph names a list and a level, itself or through its style; the list
(``w:num``) refers to a pattern (``w:abstractNum``) and may change levels of
it. All lists of one pattern count on together, unless a list starts anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.read.docx_counts import written
from reportlint.read.docx_names import ALTERNATE, FALLBACK, is_on, number, value, w

_LEVELS: Final = 9
_PLACE: Final = re.compile("%([1-9])")
_BASED_ON_LIMIT: Final = 20
_ID: Final = w("numId")
_LEVEL: Final = w("ilvl")
_LIST: Final = w("numPr")


class Level(NamedTuple):
    """One level of a list: first number, how it is written, the text around it.

    ``restart`` is the level (from 1) after which it starts anew, 0 for never,
    None for every higher one. ``style`` is the paragraph style bound to it.
    """

    start: int
    style: str
    text: str
    suffix: str
    digits_only: bool
    restart: int | None
    bound_to: str


class Pattern(NamedTuple):
    """The levels of a ``w:abstractNum``; ``key`` is what shares a count."""

    key: str
    levels: Mapping[int, Level]


class List(NamedTuple):
    """A ``w:num``: its pattern, the levels it changes, the levels it starts anew."""

    pattern: Pattern
    changed: Mapping[int, Level]
    starts: Mapping[int, int]

    def level(self, at: int) -> Level | None:
        """The level as this list has it."""
        return self.changed.get(at) or self.pattern.levels.get(at)


class Style(NamedTuple):
    """Of a style only what concerns lists and hidden text: list and level named in it."""

    key: str
    based_on: str
    list_id: str | None
    level: str | None
    vanish: bool | None


class Lists(NamedTuple):
    """All lists and styles of a document, with the counts so far.

    ``counts`` maps a pattern to its levels' numbers, ``seen`` holds the levels met of each list.
    """

    lists: Mapping[str, List]
    styles: Mapping[str, Style]
    default: str
    counts: dict[str, dict[int, int]]
    seen: set[tuple[str, int]]


def read_lists(numbering: Element | None, styles: Element | None) -> Lists:
    """The lists of a document, nothing counted yet."""
    known = dict(_styles(styles)) if styles is not None else {}
    default = next(
        (
            one.get(w("styleId"), "")
            for one in (styles.iter(w("style")) if styles is not None else ())
            if one.get(w("default")) in ("1", "true") and one.get(w("type")) == "paragraph"
        ),
        "",
    )
    lists = _lists(numbering, known) if numbering is not None else {}
    return Lists(lists, known, default, {}, set())


def hidden_styles(lists: Lists) -> frozenset[str]:
    """The styles whose text is not shown."""
    return frozenset(key for key in lists.styles if _vanishes(key, lists.styles))


def _vanishes(key: str, styles: Mapping[str, Style]) -> bool:
    for style in _chain(key, styles):
        if style.vanish is not None:
            return style.vanish
    return False


def _chain(key: str, styles: Mapping[str, Style]) -> Iterator[Style]:
    """A style and those it is based on."""
    for _ in range(_BASED_ON_LIMIT):
        style = styles.get(key)
        if style is None:
            return
        yield style
        key = style.based_on


def _styles(root: Element) -> Iterator[tuple[str, Style]]:
    for one in root.iterchildren(w("style")):
        paragraph, run = one.find(w("pPr")), one.find(w("rPr"))
        listed = paragraph.find(_LIST) if paragraph is not None else None
        vanish = is_on(run, w("vanish")) if value(run, w("vanish")) is not None else None
        key, base = one.get(w("styleId"), ""), value(one, w("basedOn")) or ""
        yield key, Style(key, base, value(listed, _ID), value(listed, _LEVEL), vanish)


def _lists(root: Element, styles: Mapping[str, Style]) -> dict[str, List]:
    patterns: dict[str, Pattern] = {}
    links: dict[str, str] = {}
    for one in root.iter(w("abstractNum")):
        key = one.get(w("abstractNumId"), "")
        patterns[key] = Pattern(key, dict(_levels(one)))
        link = value(one, w("numStyleLink"))
        if link:
            links[key] = link
    nums = {one.get(_ID, ""): one for one in root.iter(w("num"))}
    lists = {}
    for key, num in nums.items():
        pattern = patterns.get(_pattern_of(num, nums, links, styles))
        if pattern is not None:
            overrides = list(num.iter(w("lvlOverride")))
            lists[key] = List(
                pattern,
                {at: level for one in overrides for at, level in _levels(one)},
                {
                    number(one.get(_LEVEL)): number(start)
                    for one in overrides
                    if (start := value(one, w("startOverride"))) is not None
                },
            )
    return lists


def _pattern_of(
    num: Element, nums: Mapping[str, Element], links: Mapping[str, str], styles: Mapping[str, Style]
) -> str:
    """The pattern that a list ends up with: a pattern may refer to a list style."""
    key = value(num, w("abstractNumId")) or ""
    linked = styles.get(links.get(key, ""))
    target = nums.get(linked.list_id or "") if linked is not None else None
    return (value(target, w("abstractNumId")) or key) if target is not None else key


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for one in parent.iterchildren(w("lvl")):
        at = number(one.get(_LEVEL), _LEVELS)
        if at >= _LEVELS:
            continue
        restart = value(one, w("lvlRestart"))
        yield (
            at,
            Level(
                start=number(value(one, w("start"))),
                style=_number_style(one),
                text=value(one, w("lvlText")) or "",
                suffix=value(one, w("suff")) or "tab",
                digits_only=is_on(one, w("isLgl")),
                restart=None if restart is None else number(restart),
                bound_to=value(one, w("pStyle")) or "",
            ),
        )


def _number_style(level: Element) -> str:
    found = value(level, w("numFmt"))
    if found is None:
        plainer = level.find(f"{ALTERNATE}/{FALLBACK}")
        found = value(plainer, w("numFmt"))
    return found or "decimal"


# --- the number of a paragraph ---------------------------------------------------------


def list_number(properties: Element | None, lists: Lists) -> str:
    """The number that stands before the next paragraph, "" for none; the paragraph is counted."""
    if not lists.lists:
        return ""
    key, at = _membership(properties, lists)
    found = lists.lists.get(key)
    level = found.level(at) if found is not None else None
    if found is None or level is None:
        return ""
    counts = _count(key, found, at, level, lists)
    return _printed(level, found, counts)


def _membership(properties: Element | None, lists: Lists) -> tuple[str, int]:
    """``(list, level)`` of a paragraph: its own, else its style's."""
    listed = properties.find(_LIST) if properties is not None else None
    own, at = value(listed, _ID), value(listed, _LEVEL)
    if own is not None:
        return own, min(number(at), _LEVELS - 1)
    key = (value(properties, w("pStyle")) if properties is not None else None) or lists.default
    for style in _chain(key, lists.styles):
        at = style.level if at is None else at  # a style may change the level alone
        if style.list_id is not None:
            return style.list_id, min(_bound_level(style, lists) if at is None else number(at), _LEVELS - 1)
    return "", 0


def _bound_level(style: Style, lists: Lists) -> int:
    """The level of a style's list that names the style."""
    found = lists.lists.get(style.list_id or "")
    levels = {**found.pattern.levels, **found.changed} if found is not None else {}
    return next((at for at, level in levels.items() if level.bound_to == style.key), 0)


def _count(key: str, found: List, at: int, level: Level, lists: Lists) -> dict[int, int]:
    counts = lists.counts.setdefault(found.pattern.key, {})
    if (key, at) not in lists.seen:
        # A level starts anew once, where it is first met; those above it then only go on.
        lists.seen.update((key, one) for one in range(at + 1))
        if at in found.starts:
            counts[at] = found.starts[at] - 1
    counts[at] = counts.get(at, level.start - 1) + 1
    for lower in range(at + 1, _LEVELS):
        below = found.level(lower)
        restart = below.restart if below is not None else None
        if lower in counts and (restart is None or at < restart):
            del counts[lower]
    return counts


def _printed(level: Level, found: List, counts: Mapping[int, int]) -> str:
    if level.style in ("bullet", "none") and not _PLACE.search(level.text):
        return ""  # a dot before a paragraph says nothing

    def filled(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        one = found.level(at)
        if one is None:
            return ""
        style = "decimal" if level.digits_only and one.style != "none" else one.style
        return written(counts.get(at, one.start), style)

    text = _PLACE.sub(filled, level.text)
    # After 一、 and （一） a gap would only be seen; after 1. it parts the number from the text.
    apart = level.suffix == "space" or (level.suffix == "tab" and text[-1:].isascii())
    return text + " " if text and apart and level.suffix != "nothing" else text
