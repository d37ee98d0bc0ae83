"""What a run tells when it is over: what it came to, where that lies, what it could not look into."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from reportlint.audit.decisions import BOOK
from reportlint.audit.handed_texts import said
from reportlint.audit.handover import INDEX
from reportlint.audit.roster import Roster
from reportlint.audit.run import Audited

# What may hold a report that nobody has unpacked or typed in; other files of a folder are its owner's business.
_MAY_HOLD: Final = frozenset((
    ".zip", ".rar", ".7z", ".tar", ".gz", ".eml", ".msg", ".pages", ".ceb", ".caj", ".ods", ".ppt", ".pptx", ".dps",
    ".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".gif",
))  # fmt: skip
_BESIDE_A_PAGE: Final = (
    "_files",
    ".files",
    "_file",
)  # where a browser puts the images of a page that was saved


def ending(done: Audited, out: Path, lang: str) -> list[str]:
    """What the run came to, and where that lies."""
    outcomes, levels = done.settled.outcomes, done.settled.levels
    return [
        said("end.outcomes", lang, files=done.files, **outcomes, **levels),
        said("end.where", lang, index=out / INDEX, book=out / BOOK),
    ]


def roster_read(roster: Roster, lang: str) -> list[str]:
    """How many organs the roster names, and which columns of it say nothing."""
    if not roster.path:
        return []
    told = said("end.roster", lang, path=roster.path, n=len(roster.members))
    if roster.unused:
        told += said("end.unused", lang, names=said("comma", lang).join(roster.unused))
    return [told]


def passed_over(paths: Iterable[str], own: Path, suffixes: Collection[str], lang: str) -> list[str]:
    """Files in the folders that may hold a report and are of a kind that is not read."""
    kinds = Counter(
        suffix
        for path in paths
        for suffix in _suffixes(Path(path), own.absolute())
        if suffix in _MAY_HOLD and suffix not in suffixes
    )
    if not kinds:
        return []
    named = said("comma", lang).join(
        said("end.kind", lang, suffix=suffix, n=count) for suffix, count in sorted(kinds.items())
    )
    return [said("end.passed_over", lang, kinds=named)]


def _suffixes(folder: Path, own: Path) -> Iterator[str]:
    """The suffixes of the files in a folder, but for what is hidden and what audits have written."""
    for place, folders, files in os.walk(folder):
        folders[:] = [
            one
            for one in folders
            if not one.startswith(".")
            and not one.endswith(_BESIDE_A_PAGE)
            and Path(place, one).absolute() != own
        ]
        yield from (Path(one).suffix.lower() for one in files if not one.startswith((".", "~$")))
