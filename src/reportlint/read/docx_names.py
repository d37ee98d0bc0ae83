"""Names of WordprocessingML elements and attributes, as lxml spells them."""

from __future__ import annotations

from typing import Final

from lxml.etree import _Element as Element

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OFF: Final = frozenset(("0", "false", "off", "none"))
_LONGEST: Final = 9  # digits; no count in a document has more


def w(name: str) -> str:
    """The full name of a word of WordprocessingML."""
    return _W + name


ALTERNATE: Final = f"{_MC}AlternateContent"
CHOICE: Final = f"{_MC}Choice"
FALLBACK: Final = f"{_MC}Fallback"
PARAGRAPH: Final = w("p")
TABLE: Final = w("tbl")
VALUE: Final = w("val")


def value(parent: Element | None, name: str) -> str | None:
    """The ``w:val`` of a child element; None without the child, "" without the attribute."""
    child = parent.find(name) if parent is not None else None
    return child.get(VALUE, "") if child is not None else None


def is_on(parent: Element | None, name: str) -> bool:
    """A switch such as ``w:vanish``: there, and not turned off."""
    found = value(parent, name)
    return found is not None and found not in _OFF


def number(text: str | None, default: int = 0) -> int:
    """A whole number written in an attribute; the default where it is none."""
    if text is None or not text.isdecimal() or len(text) > _LONGEST:
        return default
    return int(text)


def chosen(alternate: Element) -> Element | None:
    """The one version of an ``mc:AlternateContent`` that is read."""
    found = alternate.find(CHOICE)
    return found if found is not None else alternate.find(FALLBACK)
