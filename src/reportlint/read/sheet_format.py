"""Numbers of a workbook as it shows them: number formats, dates, percentages.

What a person sees in a cell is read, not what is stored: 12.6 under the
format ``0`` is 13. Formats that no report uses (fractions, exponents,
conditions) show the number itself.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

_DIGITS: Final = Context(prec=15, rounding=ROUND_HALF_UP)  # so many digits a workbook shows
_LONGEST: Final = 60  # no figure of a report is longer
GENERAL: Final = "General"
# What Chinese editions of Excel and WPS mean by the built-in numbers.
BUILT_IN: Final = MappingProxyType({
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0",
    38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0;-#,##0;-",
    42: "#,##0;-#,##0;-", 43: "#,##0.00;-#,##0.00;-", 44: "#,##0.00;-#,##0.00;-", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 48: "0.00E+00", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
})  # fmt: skip

_TOKEN: Final = re.compile(
    r"""(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_(?P<wide>.)|\*(?P<filled>.)
    |\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<elapsed>\[[hHmMsS]+\])|(?P<bracket>\[[^\]]*\])
    |(?P<general>General|G/通用格式|常规)|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>[eE][+-])
    |(?P<digits>[0#?]+)|(?P<date>y+|m+|d+|h+|s+|[eb]+|a{3,4})|(?P<other>.)""",
    re.X | re.I | re.S,
)
_CONDITION: Final = re.compile(r"\[[<>=]")
_TRAILING: Final = re.compile(r"(?<=[0#?]),+(?=[^0#?,]*$)")
_SPECIAL: Final = frozenset(("exponent", "bracket"))
_EPOCH: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_LAST_DAY: Final = 2_958_466  # 9999-12-31


class _Piece(NamedTuple):
    """A piece of a format: the name of its kind, and its text."""

    kind: str
    text: str


def number_of(text: str) -> Decimal | None:
    """A stored number, rounded to the digits that are shown; None where it is none."""
    try:
        number = _DIGITS.create_decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LONGEST else None


def shown(stored: str, code: str = GENERAL, from_1904: bool = False) -> str:
    """A stored number as its cell shows it under that format, e.g. ``"0.5", "0%"`` is ``50%``."""
    number = number_of(stored)
    if number is None:
        return stored.strip()
    sections = _sections(code)
    if len(sections) > 4 or any(_CONDITION.search(one) for one in sections):
        return plain(number)
    section, signed = _section_for(number, sections)
    pieces = _pieces(section)
    kinds = {piece.kind for piece in pieces}
    if "elapsed" in kinds or ("date" in kinds and "digits" not in kinds):
        return _date(number, pieces, from_1904)
    if "general" in kinds or "exponent" in kinds or any(one == _Piece("other", "/") for one in pieces):
        return _around(pieces, plain(number if signed else abs(number)))
    if "digits" not in kinds:
        at_text = any(piece == _Piece("other", "@") for piece in pieces)
        return plain(number) if at_text else _literal(pieces).strip()
    return _figure(number if signed else abs(number), section, pieces)


def plain(number: Decimal) -> str:
    """A number in digits, without an exponent and without zeros at the end of its fraction."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def hides_text(code: str) -> bool:
    """True for a format such as ``;;;`` that shows no text."""
    sections = _sections(code)
    return len(sections) == 4 and not sections[3]


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a format for positive numbers, negative ones, zero and text."""
    parts = [""]
    for match in _TOKEN.finditer(code):
        if match[0] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return tuple(parts)


def _section_for(number: Decimal, sections: tuple[str, ...]) -> tuple[str, bool]:
    """``(part, True if it shows the sign of the number itself)``."""
    if number < 0 and len(sections) > 1:
        return sections[1], False
    if not number and len(sections) > 2:
        return sections[2], True
    return sections[0] or (GENERAL if len(sections) == 1 else ""), True


@lru_cache(maxsize=512)
def _pieces(section: str) -> tuple[_Piece, ...]:
    return tuple(
        _Piece(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(section)
    )


def _literal(pieces: tuple[_Piece, ...]) -> str:
    return "".join(_words(piece) for piece in pieces)


def _words(piece: _Piece) -> str:
    """The text that a piece shows as it stands."""
    if piece.kind == "quoted":
        return piece.text.strip('"')
    if piece.kind in ("escaped", "currency"):
        return piece.text
    if piece.kind == "wide":
        return " "
    return piece.text if piece.kind == "other" else ""


def _around(pieces: tuple[_Piece, ...], figure: str) -> str:
    """A number as it is between the words of its format."""
    placed = False
    out: list[str] = []
    for piece in pieces:
        if piece.kind in ("general", "digits", "exponent"):
            out.append("" if placed else figure)
            placed = True
        elif piece.kind != "other":
            out.append(_words(piece))
    return "".join(out).strip()


# --- figures -------------------------------------------------------------------------


def _figure(number: Decimal, section: str, pieces: tuple[_Piece, ...]) -> str:
    """A number under digits: decimals, thousands, percent, scale, and the words around."""
    bare = "".join(piece.text for piece in pieces if piece.kind == "digits" or piece == ("other", piece.text))
    percent = sum(1 for piece in pieces if piece == _Piece("other", "%"))
    scale = len(match[0]) if (match := _TRAILING.search(bare)) else 0
    whole, _, fraction = bare.partition(".")
    places = sum(char in "0#?" for char in fraction)
    least = sum(char in "0?" for char in fraction)
    value = number.scaleb(2 * percent - 3 * scale)
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=Context(prec=90))
    digits = f"{abs(rounded):f}"
    before, _, after = digits.partition(".")
    while len(after) > least and after.endswith("0"):
        after = after[:-1]
    wanted = whole.count("0")
    before = before.zfill(wanted) if wanted else before.lstrip("0")
    if "," in whole.rstrip(","):
        before = f"{int(before or '0'):,}" if before else before
    sign = "-" if rounded < 0 else ""
    return _placed(pieces, f"{sign}{before}{'.' if after or (least and places) else ''}{after}")


def _placed(pieces: tuple[_Piece, ...], figure: str) -> str:
    """The figure in the place of the digits, between the words of the format."""
    out: list[str] = []
    placed = False
    for piece in pieces:
        if piece.kind == "digits" or piece in (_Piece("other", "."), _Piece("other", ",")):
            out.append("" if placed else figure)
            placed = True
        else:
            out.append(_words(piece))
    return "".join(out).strip()


# --- dates ---------------------------------------------------------------------------


def _date(number: Decimal, pieces: tuple[_Piece, ...], from_1904: bool) -> str:
    """A serial number as a date or time."""
    if not 0 <= number < _LAST_DAY:
        return plain(number)
    when = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=round(float(number) * 86400))
    out: list[str] = []
    last = ""
    for at, piece in enumerate(pieces):
        if piece.kind == "elapsed":
            hours = int(number * 24)
            out.append(str(hours) if "h" in piece.text.lower() else str(int(number * 1440)))
            last = "h"
        elif piece.kind == "date":
            token = piece.text.lower()
            minutes = token[0] == "m" and (last == "h" or _seconds_follow(pieces[at + 1 :]))
            out.append(_part(when, token, minutes, any(one.kind == "half" for one in pieces)))
            last = token[0]
        elif piece.kind == "half":
            out.append("上午" if when.hour < 12 else "下午")
        else:
            out.append(_words(piece) if piece != _Piece("other", "@") else "")
    return "".join(out).strip()


def _seconds_follow(pieces: tuple[_Piece, ...]) -> bool:
    """True where the next unit of time is the second, so that ``m`` before it is the minute."""
    units = (piece.text.lower()[0] for piece in pieces if piece.kind == "date")
    return next(units, "") == "s"


def _part(when: datetime, token: str, minutes: bool, half: bool) -> str:
    """One unit of a date: yyyy, m, dd …"""
    unit, size = token[0], len(token)
    if unit in "ye":
        return f"{when.year % 100:02}" if size < 3 and unit == "y" else str(when.year)
    if unit in "ba":
        return ""
    value = {
        "m": when.minute if minutes else when.month,
        "d": when.day,
        "h": (when.hour % 12 or 12) if half else when.hour,
        "s": when.second,
    }[unit]
    return f"{value:02}" if size == 2 else str(value)
