"""``--watch``: the check is run again whenever a file changes that it is about."""

from __future__ import annotations

import datetime
import os
from argparse import Namespace
from collections.abc import Callable, Collection, Generator, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from reportlint.cli_texts import say
from reportlint.cli_write import complain, tell
from reportlint.config import NAMES, find_config, load_config
from reportlint.errors import ConfigError, ReportlintError
from reportlint.side_file import NAME as SIDE_FILE

_SETTINGS: Final = frozenset((*NAMES, SIDE_FILE, ".gitignore"))
_POLL: Final = 200  # milliseconds after which an interrupt is noticed at the latest
_QUIET: Final = 100  # milliseconds without a change after which a file counts as saved


class Watched(NamedTuple):
    """What is watched: folders that were asked for, single files, and files that the run writes itself."""

    folders: tuple[Path, ...]
    files: frozenset[Path]
    written: frozenset[Path]
    suffixes: frozenset[str]


def run_watched(options: Namespace, once: Callable[[], object], suffixes: Collection[str]) -> None:
    """Run ``once`` and again at every change; ends by KeyboardInterrupt only.

    Raises ConfigError where it cannot be done, and whatever the first run raises: a
    wrong call ends at once, while a configuration spoilt later is told and watched on.
    """
    watched = _wanted(options, suffixes)
    watch = _library()
    first = True
    while True:
        now = watched._replace(files=watched.files | {*_behind(watched)})
        places = _places(now)
        # The watcher starts before the run, so that no change gets lost meanwhile.
        changes = watch(
            *places, watch_filter=_filter(now), step=_QUIET, rust_timeout=_POLL,
            yield_on_timeout=True, recursive=False,
        )  # fmt: skip
        try:
            next(changes)
            _run(once, options.lang, first)
            first = False
            any(changes)  # waits until there is one
        except FileNotFoundError:
            continue  # a folder went while it was looked at
        finally:
            changes.close()


def _filter(watched: Watched) -> Callable[[object, str], bool]:
    return lambda _, path: _concerns(Path(path), watched)


def _run(once: Callable[[], object], lang: str, first: bool) -> None:
    try:
        once()
    except ReportlintError as error:
        if first:
            raise
        complain(error.text(lang), lang)
    tell(say("watching", lang, time=datetime.datetime.now().strftime("%H:%M:%S")))


def _library() -> Callable[..., Generator[Collection[object], None, None]]:
    try:
        from watchfiles import watch  # loaded only where it is asked for
    except ImportError:
        raise ConfigError(say("no_watchfiles", "en"), say("no_watchfiles", "zh")) from None
    return watch


def _wanted(options: Namespace, suffixes: Collection[str]) -> Watched:
    """Raises ConfigError for what cannot be run again and again."""
    if "-" in options.paths or options.write_baseline or options.update_baseline:
        raise ConfigError(say("no_watch", "en"), say("no_watch", "zh"))
    asked = [_absolute(name) for name in options.paths]
    named = [*options.packs, *(one for one in options.config if "=" not in one)]
    named += [options.baseline] if options.baseline else []
    return Watched(
        tuple(one for one in asked if one.is_dir()),
        frozenset([one for one in asked if not one.is_dir()] + [_absolute(one) for one in named]),
        frozenset(_absolute(one.partition(":")[2]) for one in options.output),
        frozenset(suffixes),
    )


def _absolute(name: str | Path) -> Path:
    return Path(os.path.abspath(name))


def _places(watched: Watched) -> list[Path]:
    """The folders to watch, each for itself: those asked for with all below, of single files, of settings."""
    found: dict[Path, None] = {}
    for folder in watched.folders:
        for place, inner, _ in os.walk(folder):
            inner[:] = [name for name in inner if not name.startswith(".")]
            found[Path(place)] = None
    beside = [file.parent for file in watched.files]
    for folder in (_absolute("."), *watched.folders, *beside):
        found[_config_folder(folder)] = None
    found |= dict.fromkeys((*beside, *(folder.parent for folder in watched.folders)))
    return [place for place in found if place.is_dir()]


def _behind(watched: Watched) -> Iterator[Path]:
    """What the configurations of the folders rest on: files that they extend, packs, a baseline."""
    beside = {file.parent for file in watched.files}
    for folder in (_absolute("."), *watched.folders, *beside):
        try:
            path = find_config(folder)
            config = load_config(path) if path is not None else None
        except ReportlintError:
            continue  # the run says what is wrong with it
        if config is not None:
            yield from map(_absolute, config.extended)
            values = config.values
            yield from (_absolute(one) for one in (values["rules"].value if "rules" in values else ()))
            yield from (_absolute(values[key].value) for key in ("baseline",) if key in values)


def _config_folder(folder: Path) -> Path:
    """Where the configuration of a folder lies; the folder where there is none, or a spoilt one."""
    try:
        config = find_config(folder)
    except ReportlintError:
        return folder
    return config.parent if config is not None else folder


def _concerns(path: Path, watched: Watched) -> bool:
    """Whether a change of that path can change the result."""
    if path.name in _SETTINGS or path in watched.files:
        return True
    if path in watched.written or path.name.startswith((".", "~$")):
        return False
    below = any(path.is_relative_to(folder) for folder in watched.folders)
    return below and (path.suffix.lower() in watched.suffixes or path.suffix == "" or path.is_dir())
