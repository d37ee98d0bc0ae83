"""Writes XML: elements with attributes; characters that XML cannot hold become ``?``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

_FORBIDDEN = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
# xml.sax.saxutils would do the same, but loads what talks to the network.
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_VALUE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def element(name: str, attributes: Mapping[str, str], inner: str = "", is_text: bool = False) -> str:
    """One element and a line end; ``inner`` is markup unless ``is_text``."""
    head = name + "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    if not inner:
        return f"<{head}/>\n"
    if is_text:
        return f"<{head}>{_legal(inner).translate(_TEXT)}</{name}>\n"
    return f"<{head}>\n{inner}\n</{name}>\n"


def _attribute(value: str) -> str:
    return _legal(value).translate(_VALUE)


def _legal(value: str) -> str:
    return _forbidden().sub("?", value)


@cache
def _forbidden() -> re.Pattern[str]:
    """Compiled when XML is first written: most runs write none."""
    return re.compile(_FORBIDDEN)
