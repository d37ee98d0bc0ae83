"""From what the command line asks and what configuration says to what is used for a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from reportlint.cache import code_state
from reportlint.config import EMPTY, Config, Value, find_config, load_config, merged
from reportlint.errors import ConfigError
from reportlint.patterns import named_by
from reportlint.plugins import Catalog, load_catalog
from reportlint.read.limits import Limits
from reportlint.rule import Level, Rule
from reportlint.settings import Settings, check_selectors, check_settings, selected
from reportlint.thresholds import chosen

_SELECTORS: Final = ("select", "ignore", "extend-select", "extend-ignore")
_MB: Final = 1048576


class Asked(NamedTuple):
    """What one call asks for, over all configuration; hashable, so that workers can share it.

    ``values`` are configuration values of the command line by key.
    ``config`` is a file that takes the place of those found; ``isolated``
    means that none is looked for. ``year`` and ``due`` are for single files.
    ``with_last``: reports are compared with those of the year before.
    ``here`` is the working folder of the call.
    """

    values: tuple[tuple[str, Value], ...] = ()
    config: str = ""
    isolated: bool = False
    year: int | None = None
    due: str | None = None
    with_last: bool = False
    here: str = ""


class Setup(NamedTuple):
    """What is used for the files of one configuration; ``seed`` stands for all that its verdicts rest on."""

    config: Config
    catalog: Catalog
    settings: Settings
    rules: tuple[Rule, ...]
    seed: str


@lru_cache(maxsize=8)
def setups(asked: Asked) -> Callable[[Path], Setup]:
    """The function that gives the setup of a file; each configuration is read once.

    That function raises ConfigError or RuleError for a configuration that cannot be used.
    """
    by_config: dict[Path | None, Setup] = {}
    by_folder: dict[Path, Path | None] = {}
    catalogs: dict[tuple[str, ...], Catalog] = {}

    def config_for(folder: Path) -> Path | None:
        if asked.isolated:
            return None
        if asked.config:
            return Path(asked.config)
        if folder not in by_folder:
            by_folder[folder] = find_config(folder)
        return by_folder[folder]

    def catalog_of(packs: tuple[str, ...]) -> Catalog:
        if packs not in catalogs:
            catalogs[packs] = load_catalog(packs=packs)
        return catalogs[packs]

    def setup(path: Path) -> Setup:
        place = config_for(path.absolute().parent)
        if place not in by_config:
            config = load_config(place) if place is not None else EMPTY
            by_config[place] = made_of(config, asked, catalog_of)
        return by_config[place]

    return setup


def made_of(config: Config, asked: Asked, catalog_of: Callable[[tuple[str, ...]], Catalog]) -> Setup:
    """The setup of a configuration under what was asked."""
    over = {key: Value(_thawed(one.value), one.origin) for key, one in asked.values}
    below = dict(config.values)
    if "select" in over:  # whoever says what to select starts from nothing
        for key in _SELECTORS:
            below.pop(key, None)
    values = MappingProxyType(merged(below, over))
    catalog = catalog_of(packs_of(values))
    days = _value(values, "due", {})
    catalog = catalog._replace(due={**catalog.due, **days}) if days else catalog
    settings = _settings(values, catalog, asked)
    if asked.here and config.path is not None:
        settings = settings._replace(here=asked.here, root=str(config.path.absolute().parent))
    rules = selected(catalog.rules, settings)
    return Setup(
        Config(config.path, values, config.extended),
        catalog,
        settings,
        rules,
        _seed(catalog, settings, rules),
    )


def _seed(catalog: Catalog, settings: Settings, rules: Sequence[Rule]) -> str:
    digest = hashlib.sha256(code_state(catalog.code).encode())
    codes = [rule.code for rule in rules]
    digest.update(repr((settings, codes, sorted(catalog.due.items()), catalog.rules_version)).encode())
    for pack in settings.packs:
        digest.update(Path(pack).read_bytes())
    return digest.hexdigest()


def _thawed(value: Any) -> Any:
    """Pairs that stand for a table become one again."""
    pairs = (
        isinstance(value, tuple) and value and all(isinstance(one, tuple) and len(one) == 2 for one in value)
    )
    return dict(value) if pairs and not isinstance(value[0][0], Path) else value


def fail_on_of(setup: Setup) -> str:
    """The level from which on findings make the exit code 1."""
    return str(_value(setup.config.values, "fail-on", Level.WARNING.value))


def _value(values: Mapping[str, Value], key: str, default: Any) -> Any:
    return values[key].value if key in values else default


def packs_of(values: Mapping[str, Value]) -> tuple[str, ...]:
    """The packs that a configuration names, patterns expanded. Raises ConfigError for one that is not there."""
    found: list[str] = []
    one = values.get("rules")
    for path in one.value if one is not None else ():
        matches = sorted(path.parent.glob(path.name)) if set(path.name) & set("*?[") else [path]
        if not matches or not matches[0].is_file():
            where = _named(one.origin, "rules") if one is not None else ""
            raise ConfigError(f"{where}: no file {path}", f"{where}：没有文件 {path}")
        found += [str(match) for match in matches]
    return tuple(dict.fromkeys(found))


def _settings(values: Mapping[str, Value], catalog: Catalog, asked: Asked) -> Settings:
    for key in _SELECTORS:
        if key in values:
            check_selectors(values[key].value, catalog.rules, _named(values[key].origin, key))
    ignores = values.get("per-file-ignores", Value({}, ""))
    for item, selectors in ignores.value.items():
        check_selectors(selectors, catalog.rules, _named(ignores.place(item), "per-file-ignores"))
    default = Limits()
    settings = Settings(
        edition=_value(values, "edition", None),
        organ=_value(values, "organ", None),
        year=asked.year,
        due=asked.due,
        select=_value(values, "select", ()),
        ignore=_value(values, "ignore", ()),
        extend_select=_value(values, "extend-select", ()),
        extend_ignore=_value(values, "extend-ignore", ()),
        levels=_levels(values.get("levels"), catalog.rules),
        limits=Limits(
            _value(values, "max-size", default.bytes // _MB) * _MB, _value(values, "max-pages", default.pages)
        ),
        packs=packs_of(values),
        with_last=asked.with_last,
        thresholds=chosen(catalog.rules, _value(values, "thresholds", {})),
    )
    try:
        check_settings(settings, [edition.name for edition in catalog.editions])
    except ConfigError as error:
        origins = [values[key].origin for key in ("edition", "organ") if key in values]
        where = next((one for one in origins if not one.startswith("--")), "")
        if not where:
            raise
        en, zh = (text.removeprefix("--") for text in (str(error), error.zh))
        raise ConfigError(f"{where}: {en}", f"{where}：{zh}") from None
    return settings


def _named(origin: str, key: str) -> str:
    """Where a selector was written: ``--select`` or ``reportlint.toml:3: select``."""
    return origin if origin.startswith("--") else f"{origin}: {key}"


def _levels(value: Value | None, rules: Sequence[Rule]) -> dict[str, Level]:
    if value is None:
        return {}
    found: dict[str, Level] = {}
    for name, level in value.value.items():
        where = _named(value.place(name), "levels")
        check_selectors([name], rules, where)
        wanted = name.strip().casefold()
        codes = [rule.code for rule in rules if wanted in (rule.code.casefold(), rule.name)]
        if not codes:
            raise ConfigError(
                f"{where}: {name!r} is no single rule", f"{where}：“{name}”不是一条规则的代码或名称"
            )
        found.update(dict.fromkeys(codes, Level(level)))
    return found


# --- patterns ---------------------------------------------------------------------------------


def is_excluded(path: Path, values: Mapping[str, Value]) -> bool:
    """True if ``exclude`` or ``extend-exclude`` names a file, or ``include`` is there and does not."""
    if named_by(path, (*_value(values, "exclude", ()), *_value(values, "extend-exclude", ()))):
        return True
    included = _value(values, "include", ())
    return bool(included) and not named_by(path, included)
