"""A copy of a Word document with a comment for each finding.

Only the text's own part gains marks; comments, the list of relations and the
list of content types are completed; everything else is copied as it is.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final, NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from reportlint.annotate.docx_anchor import Anchor, Fields, find_anchor
from reportlint.annotate.docx_comments import add_comments, next_id, no_comments
from reportlint.annotate.docx_marks import set_marks
from reportlint.annotate.notes import home, note_of, place_in
from reportlint.errors import ReadError, ReportlintError
from reportlint.findings import FileResult, Finding
from reportlint.model import Source, Span
from reportlint.read.docx import Stretch, line_stretches
from reportlint.read.docx_names import PARAGRAPH
from reportlint.read.docx_package import (
    STRICT,
    TRANSITIONAL,
    ZIP_FAULTS,
    Package,
    open_package,
    parse_xml,
    related_parts,
    relations_of,
)

_TYPES: Final = "[Content_Types].xml"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_STRICT_KIND: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
_TYPE_NAMES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_NO_RELATIONS: Final = f'<Relationships xmlns="{_RELATIONS}"/>'.encode()
_NO_TYPES: Final = f'<Types xmlns="{_TYPE_NAMES}"/>'.encode()
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class _Parts(NamedTuple):
    """Where the parts lie that are changed; ``comments`` may not be there yet (``new``)."""

    main: str
    relations: str
    comments: str
    new: bool


def annotate_docx(data: bytes, result: FileResult, findings: Sequence[Finding], lang: str) -> bytes:
    """The bytes of the copy. Raises ReportlintError for another kind of file and for a damaged part.

    ``result`` is what checking the same bytes gave. Without findings the copy
    is the document itself.
    """
    if not findings or result.source is None:
        return data
    try:
        package = open_package(data)
    except ReadError as fault:  # it was read all the same: its name says docx, its bytes do not
        raise ReportlintError(
            f"{result.path}: it is no docx inside; write a page instead: -o NAME.html",
            f"{result.path}：内容其实不是 docx；请改写成网页：-o 名称.html",
        ) from fault
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _copy(archive, _changed(archive, package, result, findings, lang))
    except (ReadError, *ZIP_FAULTS) as fault:
        raise ReportlintError(
            f"{result.path}: a part of the document is damaged; save it anew in an office program",
            f"{result.path}：文档中有损坏的部分，请用办公软件打开后另存一次",
        ) from fault


def _changed(
    archive: zipfile.ZipFile, package: Package, result: FileResult, findings: Sequence[Finding], lang: str
) -> dict[str, bytes]:
    """The parts that differ in the copy."""
    parts = _parts(archive, package.main)
    strict = STRICT in archive.read(package.main)
    comments = no_comments() if parts.new else parse_xml(archive.read(parts.comments))
    anchors = _anchors(tuple(line_stretches(package)), result, findings, package.body)
    first = next_id(comments, package.body)
    set_marks(anchors, first)
    add_comments(comments, [note_of(finding, lang) for finding in findings], first, lang)
    changed = {parts.main: _xml(package.body, strict), parts.comments: _xml(comments, strict)}
    if parts.new:
        names = archive.namelist()
        types = archive.read(_TYPES) if _TYPES in names else _NO_TYPES
        relations = archive.read(parts.relations) if parts.relations in names else _NO_RELATIONS
        changed[_TYPES] = _with_type(types, parts.comments)
        changed[parts.relations] = _with_relation(relations, parts, strict)
    return changed


def _anchors(
    lines: Sequence[tuple[Stretch, ...]], result: FileResult, findings: Sequence[Finding], body: Element
) -> list[Anchor]:
    """Where each comment goes; a place that the document does not show is noted at the title."""
    fields = Fields({}, set())
    assert result.source is not None
    top = _anchor(lines, result.source, home(result), fields) or _beginning(body)
    return [_anchor(lines, result.source, place_in(finding.location), fields) or top for finding in findings]


def _anchor(
    lines: Sequence[tuple[Stretch, ...]], source: Source, span: Span | None, fields: Fields
) -> Anchor | None:
    """None for no place, and for one that another reader's Source means."""
    if span is None or not 1 <= span.line <= len(lines) == len(source.lines):
        return None
    stretches = lines[span.line - 1]
    if not stretches or stretches[-1].end != len(source.lines[span.line - 1]):
        return None
    return find_anchor(stretches, span, fields)


def _beginning(body: Element) -> Anchor:
    """The first paragraph; a document without one is given one."""
    paragraph = next(body.iter(PARAGRAPH), None)
    if paragraph is None:
        paragraph = etree.Element(PARAGRAPH)
        body.insert(0, paragraph)
    return Anchor(None, None, paragraph)


# --- parts ----------------------------------------------------------------------------------


def _parts(archive: zipfile.ZipFile, main: str) -> _Parts:
    relations = relations_of(main)
    names = set(archive.namelist())
    known = next((name for name in related_parts(archive, main, "/comments") if name in names), None)
    if known is not None:
        return _Parts(main, relations, known, False)
    folder = posixpath.dirname(main)
    tried = (posixpath.join(folder, f"comments{number or ''}.xml") for number in range(len(names) + 1))
    return _Parts(main, relations, next(name for name in tried if name not in names), True)


def _with_type(data: bytes, comments: str) -> bytes:
    root = parse_xml(data)
    etree.SubElement(root, f"{{{_TYPE_NAMES}}}Override", {"PartName": f"/{comments}", "ContentType": _TYPE})
    return _xml(root, False)


def _with_relation(data: bytes, parts: _Parts, strict: bool) -> bytes:
    root = parse_xml(data)
    taken = {one.get("Id") for one in root}
    name = next(name for number in range(1, len(taken) + 2) if (name := f"rId{number}") not in taken)
    target = posixpath.relpath(parts.comments, posixpath.dirname(parts.main) or ".")
    about = {"Id": name, "Type": _STRICT_KIND if strict else _KIND, "Target": target}
    etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", about)
    return _xml(root, False)


def _xml(node: Element, strict: bool) -> bytes:
    """The whole part a node belongs to; the reader knows the strict words only as the usual ones."""
    data = etree.tostring(node.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data.replace(TRANSITIONAL, STRICT) if strict else data


def _copy(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The container with some parts changed, new ones at its end; dates of the others are kept."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        members = {member.filename: member for member in archive.infolist()}  # a name twice: the last counts
        for name, member in members.items():
            data = changed[name] if name in changed else archive.read(member)
            copy.writestr(_entry(name, member.date_time, member.compress_type), data)
        for name, data in changed.items():
            if name not in members:
                copy.writestr(_entry(name, _EPOCH, zipfile.ZIP_DEFLATED), data)
    return stream.getvalue()


def _entry(name: str, date: tuple[int, int, int, int, int, int], method: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, max(date, _EPOCH))
    entry.compress_type = method
    entry.create_system = 0  # the same bytes on every system
    return entry
