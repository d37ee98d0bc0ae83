"""W003 and W004: brackets, quotation marks and the width of punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from reportlint import CannotTell, Fix, Hit, Passage, Report, TableBlock, fold

from .document_numbers import without_numbers
from .repairs import edit, safe

# --- W003 ----------------------------------------------------------------------------

_PAIRS: Final = {"《": "》", "〈": "〉", "(": ")", "“": "”"}
_OPENERS: Final = {right: left for left, right in _PAIRS.items()}
_MARKS: Final = re.compile("[《》〈〉()“”]")
_LIST_MARK: Final = re.compile(r"(?:^|[\s,。;:、!?(])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3}|[①-⑳])$")
_REACH: Final = 2  # paragraphs within which a page or a column may tear a sentence apart
_MOST: Final = 2
_DEEPEST: Final = 12
_FARTHEST: Final = 300


class _Odd(NamedTuple):
    """A mark without its partner, or one at the wrong depth: "open", "close", "crossed", "inside"."""

    what: str
    mark: str
    at: int
    passage: Passage
    number: int


def marks_unbalanced(report: Report) -> Iterator[Hit | CannotTell]:
    """《》, 〈〉, （） and “” come in pairs, the inner pair closed first."""
    near: list[tuple[int, list[_Odd]]] = []  # the odd marks of the last paragraphs
    for number, block in enumerate(report.passages):
        if isinstance(block, TableBlock) or _MARKS.search(block.folded) is None:
            continue
        while near and number - near[0][0] > _REACH:
            yield from _hits(near.pop(0)[1])
        own: list[_Odd] = []
        for odd in _judged(block, number):
            if odd.what != "close" or not _paired(odd, near):
                own.append(odd)
        near.append((number, own))
    for _, odd_ones in near:
        yield from _hits(odd_ones)


def _paired(odd: _Odd, near: Sequence[tuple[int, list[_Odd]]]) -> bool:
    """True where one of the paragraphs before left the partner open, which then is odd no more."""
    for _, before in reversed(near):
        if before and before[-1].what == "open" and _PAIRS[before[-1].mark] == odd.mark:
            before.pop()
            return True
    return False


def _hits(odd: Sequence[_Odd]) -> Iterator[Hit]:
    for one in odd[:_MOST]:
        span = one.passage.paragraph.span(one.at, one.at + 1)
        mark = one.passage.paragraph.text[one.at]
        partner = _PAIRS.get(one.mark) or _OPENERS.get(one.mark, "")
        if mark in "（）":
            partner = {"(": "（", ")": "）"}.get(partner, partner)
        yield Hit(span=span, variant=one.what, values={"mark": mark, "partner": partner})


def _judged(passage: Passage, number: int) -> list[_Odd]:
    """The odd marks by the reading of the list marks that leaves least."""
    text = without_numbers(passage.folded)
    if not _LIST_CLOSER.search(text):
        return _odd(text, passage, number, False)
    readings = [_odd(text, passage, number, skipping) for skipping in (False, True)]
    readings.append(_odd(text, passage, number, True, greedy=True))
    return min(readings, key=len)


_LIST_CLOSER: Final = re.compile(r"[\da-zA-Z一二三四五六七八九十①-⑳]\)")


def _odd(text: str, passage: Passage, number: int, skipping: bool, greedy: bool = False) -> list[_Odd]:
    """Marks that do not pair; ``skipping``: 1）, a） and the like are list marks, unless (greedy) one is open."""
    found: list[_Odd] = []
    stack: list[tuple[str, int]] = []
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark in _PAIRS:
            if mark == "《" and stack and stack[-1][0] == "《":
                found.append(_Odd("inside", mark, at, passage, number))
            stack.append((mark, at))
            continue
        listed = mark == ")" and skipping and _LIST_MARK.search(text, max(at - 5, 0), at)
        if listed and not (greedy and stack and stack[-1][0] == "("):
            continue
        found += _close(mark, at, stack, passage, number)
    found += [_Odd("open", mark, at, passage, number) for mark, at in stack]
    if any(one.what == "open" and one.mark == "《" for one in found):
        found = [one for one in found if one.what != "inside"]  # the outer one was never closed
    return sorted(found, key=lambda one: one.at)


def _close(mark: str, at: int, stack: list[tuple[str, int]], passage: Passage, number: int) -> list[_Odd]:
    left = _OPENERS[mark]
    lowest = max(len(stack) - _DEEPEST, 0)
    depth = next((at for at in range(len(stack) - 1, lowest - 1, -1) if stack[at][0] == left), None)
    if depth is None:
        return [_Odd("close", mark, at, passage, number)]
    if depth == len(stack) - 1:
        stack.pop()
        return []
    above = stack[depth + 1 :]
    closers = [one for one in above if _closes_later(one, at, passage)]
    del stack[depth]
    if closers:
        return [_Odd("crossed", mark, at, passage, number)]
    del stack[depth:]
    return [_Odd("open", one, place, passage, number) for one, place in above]


def _closes_later(one: tuple[str, int], at: int, passage: Passage) -> bool:
    """True where an inner mark is closed only after the outer one: （《…）》."""
    left, right = one[0], _PAIRS[one[0]]
    rest = passage.folded[at + 1 : at + 1 + _FARTHEST]
    first = rest.find(right)
    again = rest.find(left)
    return first >= 0 and (again < 0 or first < again)


# --- W004 ----------------------------------------------------------------------------

_FULL: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）"}
_CHINESE: Final = "一-龥》〉”）】"
_HALF: Final = re.compile(
    rf"(?<=[{_CHINESE}])[,;:!?](?=[一-龥《“（])|(?<=[{_CHINESE}])\((?=[一-龥])|(?<=[一-龥])\)(?=[一-龥，。；：、])"
)


def punctuation_width(report: Report) -> Iterator[Hit | CannotTell]:
    """Punctuation between Chinese characters is full width; once a paragraph, with the count."""
    for block in report.passages:
        if isinstance(block, TableBlock):
            continue
        places = half_width(block)
        if places:
            at = places[0]
            mark = block.paragraph.text[at]
            values = {"mark": mark, "right": _FULL[mark], "count": len(places)}
            yield Hit(span=block.paragraph.span(at, at + 1), values=values, fix=_widened(block, places))


def _widened(passage: Passage, places: Sequence[int]) -> Fix | None:
    """The marks in full width; a bracket never without its partner, nothing where it has none."""
    text = passage.paragraph.text
    partners = _partners(text)
    wanted = set(places)
    for at in places:
        if text[at] in "()":
            if at not in partners:
                return None
            if text[partners[at]] in "()":
                wanted.add(partners[at])
    return safe(*(edit(passage.paragraph, at, at + 1, _FULL[text[at]]) for at in sorted(wanted)))


def _partners(text: str) -> dict[int, int]:
    """Each bracket's place to that of its partner, of either width."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for at, mark in enumerate(fold(text)):
        if mark == "(":
            waiting.append(at)
        elif mark == ")" and waiting:
            found[at] = waiting.pop()
            found[found[at]] = at
    return found


def half_width(passage: Passage) -> list[int]:
    """Where half-width punctuation stands between Chinese characters in a paragraph's text."""
    return [match.start() for match in _HALF.finditer(passage.paragraph.text)]
