"""What a rule is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reportlint.model import Equation, Report, Span

NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
ORGANS: Final = ("government", "department", "township", "other")
SAFE: Final = "safe"
UNSAFE: Final = "unsafe"


class Level(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Related(NamedTuple):
    """Another place that belongs to a finding, with what to say there.

    ``label`` is a mapping of language to text or one text for all languages.
    """

    span: Span
    label: str
    value: Decimal | None
    anchor: str


class Sides(NamedTuple):
    """The arithmetic of a hit: both sides, their difference, the equation with its numbers."""

    left: Decimal
    right: Decimal
    delta: Decimal
    equation: str


class Edit(NamedTuple):
    """A text of the file, ``old`` at ``span``, and what is to stand there instead.

    ``old`` is the text as stored; "" inserts. An edit whose old text is not
    what the file holds there is never made.
    """

    span: Span
    old: str
    new: str


class Fix(NamedTuple):
    """How a finding can be mended: all edits together or none.

    ``applicability`` is "safe" where it changes nothing that the report says
    and no figure, else "unsafe": a person must have a look.
    """

    applicability: str
    edits: tuple[Edit, ...]


class Hit(NamedTuple):
    """What a rule yields: where and what; the engine stamps the rest.

    ``span`` is None for the report as a whole. ``anchor`` is table/row/column
    keys, or a section key, joined by "/"; "" lets the engine derive one from
    the sentence at ``span``. ``variant`` names one of the rule's messages,
    ``level`` overrides the rule's level, ``values`` fills the message.
    ``terms`` are the cells of an equation with their signed coefficients
    (anchor -> coefficient), which lets equations that share a wrong cell be
    folded into one finding; ``table`` tells them apart where a table comes
    again. ``causes`` are names of likely causes. ``fix`` counts only where the
    rule declares fixes, and is never safer than the rule says.
    """

    span: Span | None
    anchor: str = ""
    variant: str = ""
    level: Level | None = None
    values: Mapping[str, object] = NOTHING
    related: tuple[Related, ...] = ()
    sides: Sides | None = None
    terms: Mapping[str, int] = NOTHING
    label: str = ""
    sure: bool = True
    causes: tuple[str, ...] = ()
    table: int = 0
    fix: Fix | None = None


class CannotTell(NamedTuple):
    """Yielded instead of a hit: the rule's premise could not be read."""

    reason: str


Check = Callable[[Report], Iterable[Hit | CannotTell]]


class Threshold(NamedTuple):
    """A whole number of a rule that configuration may change; a check reads it from ``report.thresholds``.

    ``unit`` and ``does`` map a language to text. ``least`` and ``most`` (None:
    no limit) are the smallest and largest number that can be set.
    """

    name: str
    default: int
    does: Mapping[str, str]
    unit: Mapping[str, str] = NOTHING
    least: int = 0
    most: int | None = None


class Rule(NamedTuple):
    """A rule of the catalogue.

    ``messages`` maps a variant name ("" is the plain one) to language to
    template. ``basis`` maps an edition name ("" is the default) to the law or
    notice, as quoted; ``basis_en`` likewise to what that is in English, {} for
    no rendering. ``editions`` and ``organs`` are empty where the rule is for all.
    ``check`` is None for rules raised by the engine (family P); ``equations``
    are relations the rule declares beside those of the edition files.
    ``needs_text``: the rule judges the report's text and cannot tell where
    only its tables were given. ``needs_last``: it compares with the report of
    the year before and is no part of a run in which that was not asked for.
    ``thresholds`` are its numbers that may be set. ``fix`` says that the rule
    can mend some of its findings: "safe", "unsafe" or "".
    """

    code: str
    name: str
    level: Level
    basis_class: str
    basis: Mapping[str, str]
    title: Mapping[str, str]
    messages: Mapping[str, Mapping[str, str]]
    help: Mapping[str, Mapping[str, str]]
    check: Check | None = None
    equations: tuple[Equation, ...] = ()
    editions: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    since: str = "0.1"
    enabled: bool = True
    page: str = ""
    origin: str = ""
    basis_en: Mapping[str, str] = NOTHING
    needs_text: bool = False
    needs_last: bool = False
    thresholds: tuple[Threshold, ...] = ()
    fix: str = ""
