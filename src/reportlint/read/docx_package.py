"""A .docx file opened: a bounded zip of XML parts, of which three are read.

The zip and its XML are bounded in the same way for workbooks. Sizes are judged before anything is unpacked, and no part is unpacked beyond
what it declares. XML with a document type, and so with entities, is refused.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Final, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from reportlint.errors import ReadError
from reportlint.read.docx_names import w

ZIP: Final = b"PK"
_MEGABYTE: Final = 1024 * 1024
PART_LIMIT: Final = 64 * _MEGABYTE  # of one part of XML
TOTAL_LIMIT: Final = 512 * _MEGABYTE  # of all that the file holds, pictures too
_RATIO_LIMIT: Final = 200  # unpacked to packed; no document that people write comes near
_RATIO_FREE: Final = 8 * _MEGABYTE  # so much may be packed however tightly
TAG_LIMIT: Final = 4_000_000
_METHODS: Final = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ZIP_FAULTS: Final = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, IndexError,
    NotImplementedError, RuntimeError,
)  # fmt: skip

NOT_WORD: Final = {"zh": "不是 Word 文档（docx）", "en": "it is not a Word document (docx)"}
BROKEN_ZIP: Final = {"zh": "压缩包不完整", "en": "its zip container is broken"}
BROKEN_XML: Final = {"zh": "文档内容（XML）有错误", "en": "its content (XML) is broken"}
ENTITIES: Final = {
    "zh": "文档内容含有不允许的实体定义（DTD）",
    "en": "its content defines entities (DTD), which is not allowed",
}


class Package(NamedTuple):
    """The parts that are read: the body of the text, list numbering and styles.

    ``main`` is the name of the part that holds the body.
    """

    main: str
    body: Element
    numbering: Element | None
    styles: Element | None


def damaged(detail: Mapping[str, str]) -> ReadError:
    """The error for a file that is no readable document."""
    return ReadError("P001", "damaged", detail=detail)


def too_large(zh: str, en: str, limit_zh: str, limit_en: str) -> ReadError:
    """The error for a document beyond a limit."""
    return ReadError("P001", "too_large", size={"zh": zh, "en": en}, limit={"zh": limit_zh, "en": limit_en})


def open_package(data: bytes) -> Package:
    """The parts of a .docx file. Raises ReadError P001."""
    if not data.startswith(ZIP):
        raise damaged(NOT_WORD)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            judge_sizes(archive, len(data))
            return _package(archive)
    except ZIP_FAULTS as fault:
        raise damaged(BROKEN_ZIP) from fault


def judge_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    """Raises ReadError P001 for an archive that unpacks to more than a document needs."""
    total = sum(member.file_size for member in archive.infolist())
    if total > TOTAL_LIMIT or (total > _RATIO_FREE and total > packed * _RATIO_LIMIT):
        limit = min(TOTAL_LIMIT, max(_RATIO_FREE, packed * _RATIO_LIMIT))
        raise _unpacked_too_large(total, limit)


def _unpacked_too_large(size: int, limit: int) -> ReadError:
    shown, most = f"{size / _MEGABYTE:.1f} MB", f"{limit / _MEGABYTE:.1f} MB"
    return too_large(f"解压后 {shown}", f"{shown} when unpacked", most, most)


def _package(archive: zipfile.ZipFile) -> Package:
    main = next(iter(related_parts(archive, "", "/officeDocument")), "word/document.xml")
    root = read_part(archive, main)
    if root is None or root.tag != w("document"):
        raise damaged(NOT_WORD)
    body = root.find(w("body"))
    if body is None:
        raise damaged(NOT_WORD)
    numbering = next(iter(related_parts(archive, main, "/numbering")), "word/numbering.xml")
    styles = next(iter(related_parts(archive, main, "/styles")), "word/styles.xml")
    return Package(main, body, read_part(archive, numbering), read_part(archive, styles))


def related_parts(archive: zipfile.ZipFile, source: str, kind: str) -> list[str]:
    """The names of the parts that a part refers to by that kind of relation."""
    return [name for _, name in relations(archive, source, kind)]


def relations(archive: zipfile.ZipFile, source: str, kind: str) -> list[tuple[str, str]]:
    """``(id, name)`` of the parts that a part refers to by that kind of relation."""
    folder = posixpath.dirname(source)
    root = read_part(archive, relations_of(source))
    if root is None:
        return []
    return [
        (
            one.get("Id", ""),
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in root.iter(_RELATION)
        if one.get("Type", "").endswith(kind) and one.get("TargetMode") != "External"
    ]


def relations_of(part: str) -> str:
    """The name of the part that says which others a part refers to."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A part as XML, None where the archive has no such part. Raises ReadError P001."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    if member.flag_bits & 1:
        raise ReadError("P001", "encrypted")
    if member.compress_type not in _METHODS:
        raise damaged(BROKEN_ZIP)
    if member.file_size > PART_LIMIT:
        raise _unpacked_too_large(member.file_size, PART_LIMIT)
    with archive.open(member) as stream:
        return parse_xml(stream.read(PART_LIMIT))


def parse_xml(data: bytes) -> Element:
    """XML without entities, comments and outside references. Raises ReadError P001."""
    tags = data.count(b"<")
    if tags > TAG_LIMIT:
        raise too_large(f"{tags} 个标记", f"{tags} tags", f"{TAG_LIMIT} 个", f"{TAG_LIMIT} tags")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.replace(STRICT, TRANSITIONAL), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        raise damaged(BROKEN_XML) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise damaged(ENTITIES)
    return root
