"""Numbers as text: never through a float, so no digit is lost."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal) -> str:
    """A finite number in plain notation: an integer where it is integral."""
    digits = format(number, "f")
    whole, _, fraction = digits.partition(".")
    if fraction.strip("0"):
        return digits
    return "0" if whole == "-0" else whole
