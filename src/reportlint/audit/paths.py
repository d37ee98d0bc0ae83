"""What the path of a file says: ``{year}/{agency}.docx``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from reportlint.audit.tasks import Given
from reportlint.errors import ConfigError

_PARTS: Final = {
    "{year}": r"(?P<year>(?:19|20)\d\d)(?:年度?)?",
    "{agency}": r"(?P<agency>[^/]+?)",
    "{any}": r"[^/]*?",
    "*": r"[^/]*?",
}
_PART: Final = re.compile(r"\{[^}]*\}|\*|[^{*]+|\{")


def path_reader(pattern: str) -> Callable[[PurePath], Given]:
    """The function that reads a path by a pattern of its last parts; nothing where it does not fit.

    Raises ConfigError for a pattern that names neither year nor agency, or something else.
    """
    if not pattern:
        return lambda path: Given()
    written = []
    for part in _PART.findall(pattern.replace("\\", "/").strip("/")):
        if part in _PARTS:
            written.append(_PARTS[part])
        elif part.startswith("{"):
            raise _bad(pattern)
        else:
            written.append(re.escape(part))
    try:
        matcher = re.compile("(?:.*/)?" + "".join(written), re.IGNORECASE)
    except re.error:  # a part is named twice
        raise _bad(pattern) from None
    if not matcher.groupindex:
        raise _bad(pattern)

    def read(path: PurePath) -> Given:
        match = matcher.fullmatch(path.as_posix())
        if match is None:
            return Given()
        found = match.groupdict()
        return Given(found.get("agency") or None, int(found["year"]) if found.get("year") else None)

    return read


def _bad(pattern: str) -> ConfigError:
    return ConfigError(
        f"--pattern {pattern!r}: use {{year}}, {{agency}} and {{any}} once each, e.g. {{year}}/{{agency}}.docx",
        f"--pattern“{pattern}”：请使用 {{year}}、{{agency}}、{{any}}，各一次，如 {{year}}/{{agency}}.docx",
    )
