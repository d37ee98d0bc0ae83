"""Failures that are the user's to mend.

Three kinds of failure are never mixed: a finding is about the report; a
``ReportlintError`` is one line on standard error and exit code 2; anything
else is a bug.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_DENIED: Final = {"zh": "没有权限", "en": "permission denied"}
_GONE: Final = {"zh": "没有这个文件或文件夹", "en": "no such file or folder"}
_REASONS: Final[Mapping[int, Mapping[str, str]]] = MappingProxyType({
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: {"zh": "磁盘是只读的", "en": "the disk is read-only"},
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EISDIR: {"zh": "是文件夹，不是文件", "en": "it is a folder, not a file"},
    errno.ENOSPC: {"zh": "磁盘已满", "en": "the disk is full"},
    errno.ENAMETOOLONG: {"zh": "文件名过长", "en": "the name is too long"},
    errno.ELOOP: {"zh": "符号链接互相指向，没有尽头", "en": "symbolic links lead in a circle"},
})  # fmt: skip


def why(error: OSError, lang: str) -> str:
    """What the system says of a file ("zh" or "en"), in its own words where they are not known."""
    known = _REASONS.get(error.errno or 0)
    return known[lang] if known is not None else error.strerror or type(error).__name__


class ReportlintError(Exception):
    """A wrong call, configuration, rule file or plug-in; its text names the remedy.

    ``zh`` is the same text in Chinese (the English one where there is none).
    """

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(en)
        self.zh = zh or en

    def text(self, lang: str) -> str:
        """The text in that language ("zh" or "en")."""
        return self.zh if lang == "zh" else str(self)


class ConfigError(ReportlintError):
    """An option or setting that cannot be used."""


class RuleError(ReportlintError):
    """A rule, formula or edition file that cannot be used; names file and place."""


class ReadError(Exception):
    """A file that cannot be read as a report; becomes a finding of family P.

    ``code`` is the rule to report, ``values`` fills its message, ``variant``
    names the message, ``line`` and ``column`` (1-based, or None) say where.
    """

    def __init__(
        self,
        code: str,
        variant: str = "",
        line: int | None = None,
        column: int | None = None,
        **values: object,
    ) -> None:
        super().__init__(code, variant, values)
        self.code = code
        self.variant = variant
        self.line = line
        self.column = column
        self.values = values
