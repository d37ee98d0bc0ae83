"""The Python interface: check a file, extract a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from reportlint.engine import check_file, extract_file
from reportlint.errors import ConfigError, ReadError
from reportlint.files import Input, find_files
from reportlint.findings import FileResult, Result
from reportlint.load import file_bytes
from reportlint.model import Report
from reportlint.plugins import Catalog, load_catalog
from reportlint.previous import Earlier, earlier_of, last_of, last_report, whose_of
from reportlint.rule import Rule
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
    path: str | PathLike[str],
    *more: str | PathLike[str],
    catalog: Catalog | None = None,
    previous: str | PathLike[str] | Iterable[str | PathLike[str]] = (),
    **settings: Any,
) -> Result:
    """Check files and folders; a file that cannot be read is a finding.

    ``previous`` are files or folders with the reports of the year before; a
    report without one there has the rules that need it undecided. Settings are the fields of ``Settings``: ``edition="2021"``,
    ``select=("A", "T002")`` … Raises ConfigError for a wrong setting or a
    missing path.
    """
    catalog = catalog if catalog is not None else load_catalog(packs=_packs(settings))
    made = make_settings(catalog, **settings)
    found = find_files([fspath(one) for one in (path, *more)], catalog.suffixes)
    if found.missing:
        raise ConfigError(f"no such file or folder: {', '.join(found.missing)}")
    rules = selected(catalog.rules, made)
    paths = (previous,) if isinstance(previous, str | PathLike) else tuple(previous)
    earlier = _earlier(paths, catalog, made)
    made = made._replace(with_last=made.with_last or bool(paths))
    files = tuple(_checked(one, catalog, rules, made, earlier) for one in found.inputs)
    return Result(files, rules)


def _earlier(
    paths: Sequence[str | PathLike[str]], catalog: Catalog, settings: Settings
) -> tuple[Earlier, ...]:
    """The files that may hold reports of the year before. Raises ConfigError for a path that is not there."""
    found = find_files([fspath(one) for one in paths], catalog.suffixes)
    if found.missing:
        raise ConfigError(f"no such file or folder: {', '.join(found.missing)}")
    return tuple(earlier_of(one, catalog, settings) for one in found.inputs)


def _checked(
    one: Input, catalog: Catalog, rules: Sequence[Rule], settings: Settings, earlier: Sequence[Earlier]
) -> FileResult:
    """A file with its report of the year before, if there is one; what cannot be opened is a finding."""
    last = None
    if earlier:
        try:
            whose = whose_of(one.path, file_bytes(one.path, settings), catalog, settings)
            last = last_report(last_of(whose, one.path.suffix.lower(), earlier), catalog, settings)
        except ReadError:
            last = None  # check_file says why
    return check_file(one.path, one.shown, catalog, rules, settings, walked=one.walked, last=last)


def extract(path: str | PathLike[str], *, catalog: Catalog | None = None, **settings: Any) -> Report:
    """The report of one file: title, sections, tables with named cells.

    Raises ReadError for a file that cannot be read, ConfigError for a wrong setting.
    """
    catalog = catalog if catalog is not None else load_catalog(packs=_packs(settings))
    made = make_settings(catalog, **settings)
    return extract_file(Path(path), catalog, made)
