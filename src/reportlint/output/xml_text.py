"""Writes XML: elements with attributes; characters that XML cannot hold become ``?``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, attributes: Mapping[str, str], inner: str = "", is_text: bool = False) -> str:
    """One element and a line end; ``inner`` is markup unless ``is_text``."""
    head = name + "".join(f' {key}="{_attribute(value)}"' for key, value in attributes.items())
    if not inner:
        return f"<{head}/>\n"
    if is_text:
        return f"<{head}>{escape(_legal(inner))}</{name}>\n"
    return f"<{head}>\n{inner}\n</{name}>\n"


def _attribute(value: str) -> str:
    return escape(_legal(value), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _legal(value: str) -> str:
    return _FORBIDDEN.sub("?", value)
