"""The Python interface: check a file, extract a report."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path
from typing import Any

from reportlint.engine import check_file, extract_file
from reportlint.errors import ConfigError
from reportlint.files import find_files
from reportlint.findings import Result
from reportlint.model import Report
from reportlint.plugins import Catalog, load_catalog
from reportlint.settings import Settings, check_settings, selected
from reportlint.thresholds import Given, chosen


def make_settings(catalog: Catalog, **settings: Any) -> Settings:
    """Settings from keyword arguments. Raises ConfigError for an unknown or unusable one."""
    known = Settings._fields
    for name in settings:
        if name not in known:
            raise ConfigError(f"no setting {name!r}; there are: {', '.join(known)}")
    for name in ("select", "ignore", "extend_select", "extend_ignore"):
        if isinstance(settings.get(name), str):
            settings[name] = tuple(part.strip() for part in settings[name].split(",") if part.strip())
    given = {name: Given(number, "check()") for name, number in settings.get("thresholds", {}).items()}
    made = Settings(**{**settings, "thresholds": chosen(catalog.rules, given)})
    check_settings(made, [edition.name for edition in catalog.editions])
    return made


def _packs(settings: dict[str, Any]) -> tuple[str, ...]:
    """The packs of keyword arguments: one path or several."""
    packs = settings.get("packs", ())
    found = (packs,) if isinstance(packs, str | PathLike) else tuple(packs)
    settings["packs"] = tuple(fspath(one) for one in found)
    return tuple(settings["packs"])


def check(
    path: str | PathLike[str], *more: str | PathLike[str], catalog: Catalog | None = None, **settings: Any
) -> Result:
    """Check files and folders; a file that cannot be read is a finding.

    Settings are the fields of ``Settings``: ``edition="2021"``,
    ``select=("A", "T002")`` … Raises ConfigError for a wrong setting or a
    missing path.
    """
    catalog = catalog if catalog is not None else load_catalog(packs=_packs(settings))
    made = make_settings(catalog, **settings)
    found = find_files([fspath(one) for one in (path, *more)], catalog.suffixes)
    if found.missing:
        raise ConfigError(f"no such file or folder: {', '.join(found.missing)}")
    rules = selected(catalog.rules, made)
    files = tuple(
        check_file(one.path, one.shown, catalog, rules, made, walked=one.walked) for one in found.inputs
    )
    return Result(files, rules)


def extract(path: str | PathLike[str], *, catalog: Catalog | None = None, **settings: Any) -> Report:
    """The report of one file: title, sections, tables with named cells.

    Raises ReadError for a file that cannot be read, ConfigError for a wrong setting.
    """
    catalog = catalog if catalog is not None else load_catalog(packs=_packs(settings))
    made = make_settings(catalog, **settings)
    return extract_file(Path(path), catalog, made)
