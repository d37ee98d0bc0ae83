"""The reports of the year before: which files they are, and which of them belongs to a report.

A report goes with that of the year before only where year and agency agree;
what cannot be told is not guessed. One file that a user names for one year is
believed where it, or the report, does not say whose it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from reportlint import cache as caching
from reportlint.build import named
from reportlint.cache import Cache
from reportlint.engine import extract_file, read_source, within_means
from reportlint.errors import ReadError
from reportlint.files import Input
from reportlint.findings import FileResult, brief_of
from reportlint.load import file_bytes
from reportlint.model import Report
from reportlint.plugins import Catalog
from reportlint.settings import Settings

_NOISE: Final = re.compile(r"人民|[\s()（）]")
_PLACE: Final = re.compile(r".[省市县区州盟旗镇乡]|街道")
_SHOWN: Final = 3

# A line for the user: the key of its text and the values of it.
Notice = tuple[str, Mapping[str, object]]


class Whose(NamedTuple):
    """Whose report a file is and of which year; ``error`` is the code of what stopped its reading, or ""."""

    agency: str | None
    year: int | None
    error: str = ""


class Earlier(NamedTuple):
    """A file that may hold the report of the year before.

    ``named``: it was given as a file, not met in a folder. ``digest`` stands
    for its content.
    """

    path: str
    shown: str
    named: bool
    digest: str
    whose: Whose


# --- whose a file is ---------------------------------------------------------------------


def earlier_of(one: Input, catalog: Catalog, settings: Settings, cache: Cache | None = None) -> Earlier:
    """What is known of a file of ``--previous``; one that cannot be read says so."""
    settings = _settings_before(settings)
    try:
        data = file_bytes(one.path, settings)
    except ReadError as error:
        return lost_earlier(one, error.code)
    found = whose_of(one.path, data, catalog, settings, cache)
    return Earlier(str(one.path), one.shown, not one.walked, hashlib.sha256(data).hexdigest(), found)


def lost_earlier(one: Input, error: str) -> Earlier:
    """A file of ``--previous`` that cannot be read, with the code of why."""
    return Earlier(str(one.path), one.shown, not one.walked, "", Whose(None, None, error))


def whose_of(
    path: Path, data: bytes, catalog: Catalog, settings: Settings, cache: Cache | None = None
) -> Whose:
    """Whose report the bytes of a file are, as the cache has it or as the file says."""
    if cache is None:
        return _read_whose(path, data, catalog, settings)
    key = caching.key_of(cache, data, "whose", path.suffix.lower(), settings.year)
    plain = caching.load_plain(cache, key)
    if isinstance(plain, list) and len(plain) == len(Whose._fields):
        return Whose(*plain)
    found = _read_whose(path, data, catalog, settings)
    caching.store_plain(cache, key, list(found))
    return found


def _read_whose(path: Path, data: bytes, catalog: Catalog, settings: Settings) -> Whose:
    try:
        with within_means():
            found = named(read_source(path, data, catalog, settings), catalog, settings)
    except ReadError as error:
        return Whose(None, None, error.code)
    except Exception:  # a fault of the program is told where the file itself is checked
        return Whose(None, None, "P001")
    return Whose(found.agency, found.year)


def _settings_before(settings: Settings) -> Settings:
    """The settings for a report of the year before: what a user said of this year's is not said of it."""
    return settings._replace(edition=None, year=None, due=None, with_last=False)


def last_report(found: Earlier | None, catalog: Catalog, settings: Settings) -> Report | None:
    """The report that a file holds; None where there is none."""
    if found is None:
        return None
    try:
        return extract_file(Path(found.path), catalog, _settings_before(settings))
    except ReadError:
        return None


# --- which belongs to a report ---------------------------------------------------------------


def last_of(whose: Whose, suffix: str, earlier: Sequence[Earlier]) -> Earlier | None:
    """The file with the report of the year before; of several, one of the same format, else the first by path."""
    if whose.error or whose.year is None:
        return None
    fit = [one for one in earlier if not one.whose.error and one.whose.year == whose.year - 1]
    same = [one for one in fit if _is_same(whose.agency, one.whose.agency)]
    exact = [one for one in same if _plain(one.whose.agency) == _plain(whose.agency)]
    same = exact or same
    if len({_plain(one.whose.agency) for one in same}) == 1:
        return min(same, key=lambda one: (Path(one.path).suffix.lower() != suffix, one.path))
    alone = len(earlier) == 1 and fit and earlier[0].named
    if alone and None in (whose.agency, fit[0].whose.agency):
        return fit[0]
    return None


def _plain(agency: str | None) -> str:
    return _NOISE.sub("", agency or "")


def _is_same(one: str | None, other: str | None) -> bool:
    """One name is the other, or the other with a higher place in front of it."""
    short, long = sorted((_plain(one), _plain(other)), key=len)
    if not short or not long.endswith(short):
        return False
    return short == long or _PLACE.search(short[:8]) is not None


# --- what the user is told --------------------------------------------------------------------


def notices(files: Iterable[FileResult], earlier: Sequence[Earlier]) -> Iterator[Notice]:
    """What came of ``--previous``: files that cannot be used, reports that go without."""
    for one in earlier:
        if one.whose.error:
            yield "previous_unread", {"name": one.shown, "code": one.whose.error}
    without: list[str] = []
    for file in files:
        brief = brief_of(file)
        if not brief.read:
            continue
        whose = Whose(brief.agency, brief.year)
        if last_of(whose, Path(file.path).suffix.lower(), earlier) is None:
            without.append(file.path)
    usable = [one for one in earlier if not one.whose.error]
    if without and len(earlier) == 1 and usable and earlier[0].named:
        whose = earlier[0].whose
        told = {"agency": whose.agency or "?", "year": whose.year or "?", "name": earlier[0].shown}
        yield "previous_other", {**told, "count": len(without), "files": _listed(without)}
    elif without and (usable or not earlier):
        yield "previous_none", {"count": len(without), "files": _listed(without)}


def _listed(names: Sequence[str]) -> str:
    more = " …" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
