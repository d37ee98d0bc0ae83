"""The formula language: one relation of figures, three-valued, in decimals.

``+ - *``, parentheses, ``== != <= >=``, ``and or``, names, whole numbers,
``group.*``, ``last.name``, ``told.name``. The grammar is in formula.lark. Names are looked up by the
caller; an unknown figure makes the answer unknown, never wrong.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from reportlint.errors import RuleError

GRAMMAR: Final = Path(__file__).with_name("formula.lark")
Lookup = Callable[[str], Decimal | None]
_COMPARE: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "==": operator.eq, "!=": operator.ne, "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
# How a comparison that is false is written.
_NOT: Final = {"==": "≠", "!=": "=", "<=": ">", ">=": "<"}
_ARITHMETIC: Final[dict[str, Callable[[Decimal, Decimal], Decimal]]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul,
}  # fmt: skip


class Linear(NamedTuple):
    """A comparison of two sums: ``((name, coefficient), …)`` and a constant on each side."""

    left: tuple[tuple[str, int], ...]
    right: tuple[tuple[str, int], ...]
    left_constant: int
    right_constant: int
    compare: str


class Formula(NamedTuple):
    """A parsed formula. ``linear`` is None where it is no plain comparison of sums."""

    text: str
    tree: Tree[Token]
    names: tuple[str, ...]
    linear: Linear | None


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", start="formula")


def parse_formula(text: str, origin: str) -> Formula:
    """A formula from its text. Raises RuleError, one line, naming origin and column."""
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as error:
        around = " ".join(text[max(error.pos_in_stream or 0, 0) :].split()) or "its end"
        raise RuleError(
            f"{origin}: formula, column {error.column}: cannot be read at: {around}",
            f"{origin}：算式第 {error.column} 列无法识别：{around}",
        ) from error
    names = tuple(dict.fromkeys(str(token) for token in tree.scan_values(_is_name)))
    return Formula(text, tree, names, _linear(tree))


def _is_name(value: object) -> bool:
    return isinstance(value, Token) and value.type in ("NAME", "GROUP")


def _terms(node: Tree[Token] | Token) -> Iterator[tuple[str | None, int]]:
    """``(name, coefficient)`` of a sum; name None for a constant. ValueError if it is no sum."""
    if isinstance(node, Token):
        yield (None, int(node)) if node.type == "NUMBER" else (str(node), 1)
        return
    if node.data == "neg":
        yield from ((name, -factor) for name, factor in _terms(node.children[0]))
    elif node.data in ("add", "sub"):
        first, second = node.children
        yield from _terms(first)
        sign = 1 if node.data == "add" else -1
        yield from ((name, sign * factor) for name, factor in _terms(second))
    elif node.data == "mul":
        sides = [list(_terms(child)) for child in node.children]
        scale, rest = sides if all(name is None for name, _ in sides[0]) else reversed(sides)
        if any(name is not None for name, _ in scale):
            raise ValueError("product of figures")
        times = sum(factor for _, factor in scale)
        yield from ((name, factor * times) for name, factor in rest)
    else:
        raise ValueError(node.data)


def _linear(tree: Tree[Token]) -> Linear | None:
    if tree.data != "comparison":
        return None
    left, sign, right = tree.children
    try:
        sides = [list(_terms(side)) for side in (left, right)]
    except ValueError:
        return None
    named = [tuple((name, factor) for name, factor in side if name is not None) for side in sides]
    constants = [sum(factor for name, factor in side if name is None) for side in sides]
    return Linear(named[0], named[1], constants[0], constants[1], str(sign))


def compare(sign: str, left: Decimal, right: Decimal) -> bool:
    """``left sign right`` for one of ``== != <= >=``."""
    return _COMPARE[sign](left, right)


def evaluate(formula: Formula, lookup: Lookup) -> bool | None:
    """True, False, or None where a figure that decides is unknown."""
    return _truth(formula.tree, lookup)


def _truth(node: Tree[Token] | Token, lookup: Lookup) -> bool | None:
    assert isinstance(node, Tree)
    if node.data == "comparison":
        left = _value(node.children[0], lookup)
        right = _value(node.children[2], lookup)
        return None if left is None or right is None else compare(str(node.children[1]), left, right)
    answers = [_truth(child, lookup) for child in node.children]
    decides = node.data == "either"
    if decides in answers:
        return decides
    return None if None in answers else not decides


class Failure(NamedTuple):
    """A comparison that is false: both sides, the sign, and all of it with its numbers."""

    left: Decimal
    right: Decimal
    compare: str
    text: str
    names: tuple[str, ...]


def failures(formula: Formula, lookup: Lookup) -> list[Failure]:
    """The false comparisons of a formula, in reading order."""
    found = []
    for node in _comparisons(formula.tree):
        if _truth(node, lookup) is False:
            left, sign, right = node.children
            sides = (_value(left, lookup), _value(right, lookup))
            assert sides[0] is not None
            assert sides[1] is not None
            text = f"{_shown(left, lookup)} {_NOT[str(sign)]} {_shown(right, lookup)}"
            names = tuple(dict.fromkeys(str(token) for token in node.scan_values(_is_name)))
            found.append(Failure(sides[0], sides[1], str(sign), text, names))
    return found


def _comparisons(node: Tree[Token] | Token) -> Iterator[Tree[Token]]:
    if isinstance(node, Tree) and node.data == "comparison":
        yield node
    elif isinstance(node, Tree):
        for child in node.children:
            yield from _comparisons(child)


def _shown(node: Tree[Token] | Token, lookup: Lookup) -> str:
    """A sum with its numbers and what it comes to: 60 + 2 = 62."""
    text = _numbers(node, lookup)
    if isinstance(node, Token):
        return text
    value = _value(node, lookup)
    assert value is not None
    return f"{text} = {plain_number(value)}"


def _numbers(node: Tree[Token] | Token, lookup: Lookup) -> str:
    if isinstance(node, Token):
        value = _value(node, lookup)
        assert value is not None
        return plain_number(value)
    inner = [_numbers(child, lookup) for child in node.children]
    if node.data == "neg":
        return f"-{_bracketed(node.children[0], inner[0], ('add', 'sub'))}"
    if node.data == "mul":
        pairs = zip(node.children, inner, strict=True)
        return "×".join(_bracketed(child, text, ("add", "sub")) for child, text in pairs)
    if node.data == "sub":
        return f"{inner[0]} - {_bracketed(node.children[1], inner[1], ('add', 'sub'))}"
    return " + ".join(inner)


def _bracketed(node: Tree[Token] | Token, text: str, when: tuple[str, ...]) -> str:
    return f"({text})" if isinstance(node, Tree) and node.data in when else text


def plain_number(number: Decimal) -> str:
    """A decimal without exponent and trailing zeros."""
    return format(number.normalize() if number else Decimal(0), "f")


def _value(node: Tree[Token] | Token, lookup: Lookup) -> Decimal | None:
    if isinstance(node, Token):
        return Decimal(node) if node.type == "NUMBER" else lookup(str(node))
    values = [_value(child, lookup) for child in node.children]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return -known[0] if node.data == "neg" else _ARITHMETIC[str(node.data)](known[0], known[1])
