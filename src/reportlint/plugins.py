"""Plug-ins: entry points to a Catalog of rules, editions, readers and formats."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

import pluggy

from reportlint import hookspecs
from reportlint.errors import ReadError, ReportlintError, RuleError
from reportlint.labels import LabelIndex, build_index
from reportlint.model import Edition, Equation, Form, Source
from reportlint.packs import Pack, extended, load_pack
from reportlint.plans import Planner, asks_last, planner, validate
from reportlint.read import SUFFIXES
from reportlint.rule import Rule
from reportlint.tables import FormKey, all_forms
from reportlint.thresholds import defaults

GROUP: Final = "reportlint"
Reader = Callable[[Path, bytes, LabelIndex], Source | None]


class EntryPoint(NamedTuple):
    """An entry point as it stands in a distribution's metadata."""

    name: str
    target: str
    distribution: str


class Catalog(NamedTuple):
    """Everything that plug-ins and packs provide; made once per run, when asked for.

    ``due`` maps a kind of organ to month and day of publication, ``sources``
    a rule's code to its plug-in ("distribution:name") or pack (its path),
    ``thresholds`` the numbers of rules that may be set to their defaults.
    """

    rules: tuple[Rule, ...]
    editions: tuple[Edition, ...]
    forms: dict[FormKey, Form]
    labels: LabelIndex
    plans: Planner
    read: Reader
    suffixes: frozenset[str]
    formats: dict[str, Any]
    rules_version: str
    rules_date: str
    due: Mapping[str, str] = {}
    sources: Mapping[str, str] = {}
    code: tuple[Path, ...] = ()
    thresholds: Mapping[str, int] = {}


def entry_points(paths: Iterable[str] | None = None) -> Iterator[EntryPoint]:
    """The entry points of our group in every installed distribution.

    Reads the metadata files themselves: the standard library's walk costs
    four bare starts of the interpreter. The first distribution of a name
    wins, as for imports.
    """
    seen: set[str] = set()
    for folder in paths if paths is not None else sys.path:
        try:
            found = sorted(Path(folder or ".").glob("*-info/entry_points.txt"))
        except OSError:
            continue
        for file in found:
            distribution = file.parent.name.rsplit(".", 1)[0].split("-")[0].lower()
            if distribution not in seen:
                seen.add(distribution)
                yield from _entries(file, distribution)


def _entries(file: Path, distribution: str) -> Iterator[EntryPoint]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return
    section = ""
    for raw in text.splitlines() if f"[{GROUP}]" in text else ():
        line = raw.strip()
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and "=" in line:
            name, _, target = line.partition("=")
            yield EntryPoint(name.strip(), target.strip(), distribution)


def load_plugins(manager: pluggy.PluginManager, points: Iterable[EntryPoint]) -> None:
    """Register what each entry point names; a broken one is one clear line."""
    for point in points:
        try:
            manager.register(_loaded(point.target), name=f"{point.distribution}:{point.name}")
        except Exception as error:
            raise _broken(f"{point.name} of {point.distribution}", error) from error


def _loaded(target: str) -> object:
    """A module, or ``module:object``."""
    module, _, names = target.partition("[")[0].strip().partition(":")
    found: object = import_module(module)
    for name in names.split(".") if names else ():
        found = getattr(found, name)
    return found


def _broken(plugin: str, error: Exception) -> RuleError:
    """One line, whatever the error says."""
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return RuleError(
        f"plug-in {plugin} cannot be used: {what}; uninstall or repair it",
        f"插件 {plugin} 无法使用：{what}；请卸载或修复它",
    )


def _asked(manager: pluggy.PluginManager, hook: str) -> Iterator[tuple[str, Any]]:
    """Each plug-in's name and what it answers; called one by one, so that an error names its plug-in."""
    for implementation in getattr(manager.hook, hook).get_hookimpls():
        try:
            yield implementation.plugin_name, implementation.function()
        except ReportlintError:
            raise
        except Exception as error:
            raise _broken(implementation.plugin_name, error) from error


def load_catalog(
    extra: Iterable[object] = (),
    points: Iterable[EntryPoint] | None = None,
    packs: Iterable[str | Path] = (),
) -> Catalog:
    """The catalogue of all installed plug-ins and ``extra`` ones (for tests), with the packs of a user.

    Raises RuleError for a broken plug-in or pack, a code or name defined
    twice, a formula that names nothing, or when no rule is found at all.
    """
    read = [load_pack(Path(path)) for path in packs]
    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    load_plugins(manager, entry_points() if points is None else points)
    try:
        for plugin in extra:
            manager.register(plugin)
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise _broken(manager.get_name(error.plugin) or type(error.plugin).__name__, error) from error
    editions = extended(_editions(manager), read)
    rules, sources = _rules(manager, read)
    rules = _with_last(rules, editions)
    own = [equation for rule in rules for equation in rule.equations]
    validate(editions, own, _quantities(editions))
    formats: dict[str, Any] = {}
    for _, some in _asked(manager, "reportlint_formats"):
        formats.update(some)
    return Catalog(
        rules=rules,
        editions=editions,
        forms=all_forms(editions),
        labels=build_index(editions),
        plans=planner(editions, own),
        read=_reader(manager),
        suffixes=SUFFIXES | _suffixes(manager),
        formats=formats,
        rules_version="+".join(_said(manager, "RULES_VERSION")),
        rules_date=max(_said(manager, "RULES_DATE"), default=""),
        due={organ: day for pack in read for organ, day in pack.due.items()},
        sources=sources,
        code=_code(manager),
        thresholds=defaults(rules),
    )


def _with_last(rules: Iterable[Rule], editions: Iterable[Edition]) -> tuple[Rule, ...]:
    """The rules, with those marked whose relations all ask for the year before."""
    found: dict[str, list[Equation]] = {}
    for equation in (one for edition in editions for one in edition.equations):
        found.setdefault(equation.rule, []).append(equation)
    return tuple(
        rule._replace(needs_last=True) if asks_last((*rule.equations, *found.get(rule.code, ()))) else rule
        for rule in rules
    )


def _code(manager: pluggy.PluginManager) -> tuple[Path, ...]:
    """Where the program text of the plug-ins lies: a package's folder, else the module's file."""
    files = [Path(plugin.__file__) for plugin in manager.get_plugins() if getattr(plugin, "__file__", None)]
    own = Path(hookspecs.__file__).parent
    return tuple(sorted({own, *(file.parent if file.name == "__init__.py" else file for file in files)}))


def _quantities(editions: Iterable[Edition]) -> list[str]:
    """The quantities that prose can tell by the editions, for formulas that name them."""
    phrases = (getattr(edition, "told", None) for edition in editions)
    return sorted({key for one in phrases if one is not None for key in one.quantities})


def _reader(manager: pluggy.PluginManager) -> Reader:
    """The first Source that a plug-in makes of a file; an error names its plug-in."""
    asked = manager.hook.reportlint_read.get_hookimpls()[::-1]  # the last registered comes first

    def read(path: Path, data: bytes, index: LabelIndex) -> Source | None:
        given = {"path": path, "data": data, "index": index}
        for one in asked:
            try:
                found: Any = one.function(*(given[name] for name in one.argnames))
            except ReadError:
                raise
            except Exception as error:
                error.add_note(f"plug-in {one.plugin_name}")
                raise
            if isinstance(found, Source):
                return found
            if found is not None:
                kind = type(found).__name__
                raise TypeError(f"plug-in {one.plugin_name} returned {kind}, not a Source")
        return None

    return read


def _suffixes(manager: pluggy.PluginManager) -> frozenset[str]:
    """The suffixes that plug-ins read. Raises RuleError for one that no file name can end in."""
    found = {suffix for _, some in _asked(manager, "reportlint_suffixes") for suffix in some}
    for suffix in found:
        if not isinstance(suffix, str) or len(suffix) < 2 or Path("x" + suffix).suffix != suffix:
            raise RuleError(
                f"suffix {suffix!r} of a plug-in cannot be one: write it with its dot, such as '.scan'",
                f"插件给出的扩展名“{suffix}”不对：应连点一起写，如“.scan”",
            )
    return frozenset(suffix.lower() for suffix in found)


def _said(manager: pluggy.PluginManager, name: str) -> list[str]:
    """What the plug-ins say of themselves, e.g. RULES_VERSION."""
    return sorted(str(getattr(plugin, name)) for plugin in manager.get_plugins() if hasattr(plugin, name))


def _editions(manager: pluggy.PluginManager) -> tuple[Edition, ...]:
    found: dict[str, Edition] = {}
    for _, some in _asked(manager, "reportlint_editions"):
        for edition in some:
            if edition.name in found:
                raise RuleError(f"edition {edition.name} is defined twice")
            found[edition.name] = edition
    return tuple(sorted(found.values(), key=lambda edition: edition.first_year))


def _rules(manager: pluggy.PluginManager, packs: Sequence[Pack]) -> tuple[tuple[Rule, ...], dict[str, str]]:
    """The rules by code, and where each comes from."""
    found: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    sources: dict[str, str] = {}
    for source, some in (*_asked(manager, "reportlint_rules"), *((one.name, one.rules) for one in packs)):
        for rule in some:
            other = found.get(rule.code) or names.get(rule.name)
            if other is not None:
                raise RuleError(
                    f"rule {rule.code} ({rule.name}) is defined twice: {other.origin}; {rule.origin}",
                    f"规则 {rule.code}（{rule.name}）重复定义：{other.origin}；{rule.origin}",
                )
            found[rule.code] = names[rule.name] = rule
            sources[rule.code] = source
    if not found:
        raise RuleError(
            "no rules found: reinstall the package, its entry points are missing",
            "没有找到任何规则：请重新安装本软件（缺少入口点信息）",
        )
    return tuple(sorted(found.values(), key=lambda rule: rule.code)), sources
