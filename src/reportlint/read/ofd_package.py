"""An OFD file opened: a bounded zip of XML parts that refer to one another (GB/T 33190 7.1, 7.4).

Of several documents in one file the first one is the report. Annotations,
signatures and attachments are never opened.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from typing import Final, NamedTuple

from lxml.etree import _Element as Element

from reportlint.errors import ReadError
from reportlint.read.docx_package import damaged, read_part
from reportlint.read.ofd_space import Box, box_of, child, local

_ROOT: Final = "OFD.xml"
# What a file holds instead of a readable root when it is encrypted (GM/T 0099).
_ENCRYPTED: Final = frozenset(("encryptions.xml", "decryptseed.dat"))
_A4: Final = Box(0.0, 0.0, 210.0, 297.0)  # where no size is said
NO_OFD: Final = {"zh": "不是 OFD 文件", "en": "it is not an OFD file"}
NO_PAGES: Final = {"zh": "OFD 中没有页面", "en": "it has no pages"}


class Part(NamedTuple):
    """A part of the file with the folder that its references start from."""

    folder: str
    root: Element


class Book(NamedTuple):
    """The document: where its pages and templates are, its composite objects, the size of a page."""

    pages: tuple[str, ...]
    templates: Mapping[str, str]
    composites: Mapping[str, Element]
    area: Box


class Ofd:
    """An open file; names are found as written, else without regard to case."""

    __slots__ = ("_archive", "_names")

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def part(self, name: str) -> Part | None:
        """A part as XML, None where there is none. Raises ReadError P001."""
        root = read_part(self._archive, self._names.get(_plain(name), name))
        return Part(posixpath.dirname(name), root) if root is not None else None

    def resolved(self, folder: str, place: str) -> str:
        """A reference as a name in the archive.

        It starts at the top if it begins with a slash, else at the folder of
        the part that holds it; some programs leave the slash out.
        """
        place = place.strip().replace("\\", "/")
        there, top = (
            posixpath.normpath(posixpath.join("/", start, place)).lstrip("/") for start in (folder, "")
        )
        return there if _plain(there) in self._names else top

    def is_encrypted(self) -> bool:
        """True where the standard's encryption leaves its marks."""
        return any(posixpath.basename(name) in _ENCRYPTED for name in self._names)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lower()


def read_book(ofd: Ofd) -> Book:
    """The document in a file. Raises ReadError P001."""
    root = ofd.part(_ROOT)
    document = _document(ofd, root) if root is not None else None
    if document is None:
        raise ReadError("P001", "encrypted") if ofd.is_encrypted() else damaged(NO_OFD)
    common = child(document.root, "CommonData")
    listed = child(document.root, "Pages")
    pages = [one for one in (listed if listed is not None else ()) if local(one) == "Page"]
    if not pages:
        raise damaged(NO_PAGES)
    templates = {
        one.get("ID", ""): ofd.resolved(document.folder, one.get("BaseLoc", ""))
        for one in (common if common is not None else ())
        if local(one) == "TemplatePage"
    }
    return Book(
        tuple(ofd.resolved(document.folder, one.get("BaseLoc", "")) for one in pages),
        templates,
        _composites(ofd, document.folder, common),
        page_box(child(common, "PageArea")) or _A4,
    )


def _document(ofd: Ofd, root: Part) -> Part | None:
    place = child(child(root.root, "DocBody"), "DocRoot")
    if local(root.root) != "OFD" or place is None or not place.text:
        return None
    return ofd.part(ofd.resolved(root.folder, place.text))


def page_box(area: Element | None) -> Box | None:
    """The size of a page."""
    for name in ("PhysicalBox", "ApplicationBox"):
        found = child(area, name)
        box = box_of(found.text) if found is not None else None
        if box is not None and box.x1 > box.x0 and box.y1 > box.y0:
            return box
    return None


def _composites(ofd: Ofd, folder: str, common: Element | None) -> dict[str, Element]:
    """The drawings that pages refer to by number."""
    found: dict[str, Element] = {}
    for place in common if common is not None else ():
        if local(place) in ("PublicRes", "DocumentRes") and place.text:
            resources = ofd.part(ofd.resolved(folder, place.text))
            found |= composites_in(resources.root if resources is not None else None)
    return found


def composites_in(resources: Element | None) -> dict[str, Element]:
    """The composite objects that a part of resources defines."""
    units = child(resources, "CompositeGraphicUnits")
    return {one.get("ID", ""): one for one in (units if units is not None else ())}
