"""Failures that are the user's to mend.

Three kinds of failure are never mixed: a finding is about the report; a
``ReportlintError`` is one line on standard error and exit code 2; anything
else is a bug.
"""

from __future__ import annotations


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
