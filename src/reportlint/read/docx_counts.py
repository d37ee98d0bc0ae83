"""Numbers as Word writes them: 一, 壹, 甲, ①, iv, b …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL: Final = "零壹貳參肆伍陸柒捌玖"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WIDE: Final = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}


def written(count: int, style: str) -> str:
    """A count in a ``w:numFmt`` style; in digits where the style is unknown or does not reach so far."""
    if style in ("none", "bullet"):
        return ""
    maker = _MAKERS.get(style)
    return (maker(count) if maker is not None else "") or str(count)


def _chinese(count: int, digits: str, units: tuple[str, str, str], ten: str) -> str:
    """Below ten thousand; ``ten`` is how a number from 10 to 19 begins."""
    if not 0 < count < 10000:
        return digits[0] if count == 0 else ""
    text = ""
    pending = False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = count // power % 10
        if digit == 0:
            pending = bool(text)
            continue
        text += (digits[0] if pending else "") + digits[digit] + unit
        pending = False
    return ten + text[2:] if 10 <= count < 20 else text


def _counting(count: int) -> str:
    return _chinese(count, "零" + _DIGITS[1:], ("十", "百", "千"), "十")


def _formal(count: int) -> str:
    return _chinese(count, _FORMAL, ("拾", "佰", "仟"), "壹拾")


def _formal_traditional(count: int) -> str:
    return _chinese(count, _FORMAL_TRADITIONAL, ("拾", "佰", "仟"), "壹拾")


def _digit_by_digit(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return ""
    text = ""
    for value, letters in _ROMAN:
        text += letters * (count // value)
        count %= value
    return text


def _letters(count: int) -> str:
    """After z comes aa, then bb."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= 780 else ""


def _from(characters: str) -> Callable[[int], str]:
    def made(count: int) -> str:
        return characters[count - 1] if 0 < count <= len(characters) else ""

    return made


_circled: Final = _from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_MAKERS: Final[Mapping[str, Callable[[int], str]]] = {
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal_traditional,
    "ideographDigital": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalFullWidth": lambda count: str(count).translate(_WIDE),
    "decimalFullWidth2": lambda count: str(count).translate(_WIDE),
    "decimalZero": lambda count: f"{count:02}",
    "numberInDash": lambda count: f"- {count} -",
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
}
