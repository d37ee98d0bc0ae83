"""What a run is asked to do, and which rules that selects."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reportlint.errors import ConfigError
from reportlint.read.limits import Limits
from reportlint.rule import NOTHING, ORGANS, Level, Rule


class Settings(NamedTuple):
    """The settings of one run; empty values mean the default.

    ``edition``, ``organ``, ``year`` and ``due`` (ISO date) overrule what the
    report says. Selectors are codes, prefixes, names, basis classes or ALL.
    ``packs`` are files of rules and of additions to editions, ``thresholds``
    numbers of rules by ``CODE.name`` that are not the default. ``with_last``:
    reports are compared with those of the year before, so that a rule that
    needs one which is not at hand could not be judged. ``root`` is the folder
    of the configuration as seen from the working folder ``here``, both "" where
    paths are good as they are: see ``stamp.identity``.
    """

    edition: str | None = None
    organ: str | None = None
    year: int | None = None
    due: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    extend_ignore: tuple[str, ...] = ()
    levels: Mapping[str, Level] = NOTHING
    limits: Limits = Limits()
    today: datetime.date | None = None
    packs: tuple[str, ...] = ()
    with_last: bool = False
    thresholds: Mapping[str, int] = NOTHING
    here: str = ""
    root: str = ""


def matches(rule: Rule, selector: str) -> bool:
    """True if a selector names the rule: ALL, code, prefix of a code, name, basis class."""
    wanted = selector.strip()
    upper = wanted.upper()
    return (
        upper == "ALL"
        or rule.code.upper().startswith(upper)
        or rule.name == wanted.lower()
        or (rule.basis_class == wanted and wanted != "")
    )


def check_selectors(selectors: Iterable[str], rules: Sequence[Rule], option: str) -> None:
    """Raises ConfigError, naming the nearest rules, for a selector that names none."""
    for selector in selectors:
        if selector.strip() and any(matches(rule, selector) for rule in rules):
            continue
        known = [rule.code for rule in rules] + [rule.name for rule in rules]
        near = difflib.get_close_matches(selector.upper(), known, 3, 0.5)
        near += difflib.get_close_matches(selector.lower(), known, 3, 0.5)
        names = ", ".join(dict.fromkeys(near))
        raise ConfigError(
            f"{option}: no rule {selector!r}"
            + (f"; nearest: {names}" if near else "; see: reportlint rules"),
            f"{option}：没有规则“{selector}”"
            + (f"；相近的有：{names}" if near else "；全部规则见 reportlint rules"),
        )


def selected(rules: Sequence[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules of a run. The longer, more specific selector wins; ignoring wins a tie."""
    for option in ("select", "ignore", "extend_select", "extend_ignore"):
        check_selectors(getattr(settings, option), rules, "--" + option.replace("_", "-"))
    wanted = (*settings.select, *settings.extend_select)
    unwanted = (*settings.ignore, *settings.extend_ignore)
    return tuple(rule for rule in rules if _is_on(rule, settings, wanted, unwanted))


def _is_on(rule: Rule, settings: Settings, wanted: Sequence[str], unwanted: Sequence[str]) -> bool:
    base = 0 if not settings.select and rule.enabled else -1
    on = max((_weight(one) for one in wanted if matches(rule, one)), default=base)
    off = max((_weight(one) for one in unwanted if matches(rule, one)), default=-1)
    return on > off or (on == base == 0 and off < 0)


def _weight(selector: str) -> int:
    return 0 if selector.strip().upper() == "ALL" else len(selector.strip())


def check_settings(settings: Settings, editions: Sequence[str]) -> None:
    """Raises ConfigError for an edition or kind of organ that does not exist."""
    if settings.edition is not None and settings.edition not in editions:
        raise ConfigError(
            f"--edition: no edition {settings.edition!r}; there are: {', '.join(editions)}",
            f"--edition：没有“{settings.edition}”这一版；可用的有：{'、'.join(editions)}",
        )
    if settings.organ is not None and settings.organ not in ORGANS:
        raise ConfigError(
            f"--organ: {settings.organ!r} is not one of {', '.join(ORGANS)}",
            f"--organ：没有“{settings.organ}”这一类；可用的有：{'、'.join(ORGANS)}",
        )
