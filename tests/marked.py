"""Annotated Word documents looked at without the program: what comments cover, what else changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from made import both, finding
from reportlint.annotate.docx import annotate_docx
from reportlint.findings import FileResult, Finding, Location
from reportlint.labels import LabelIndex
from reportlint.model import Source, Span
from reportlint.read import read_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")
# Where the schema lets marks stand, and a run with a reference.
PARENTS = {f"{W}{name}" for name in ("p", "hyperlink", "ins", "moveTo", "smartTag", "sdtContent")}
NEVER_IN = {f"{W}{name}" for name in ("txbxContent", "fldSimple", "ruby", "r", "del")}


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a document by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {member.filename: file.read(member) for member in file.infolist()}


def body(data: bytes) -> Element:
    """The text's own part."""
    return etree.fromstring(parts(data)["word/document.xml"])


def result_of(source: Source, *findings: Finding) -> FileResult:
    """A file that was read, with those findings."""
    return FileResult("x.docx", source, None, findings, (), (), None)


def at_words(source: Source, *words: str) -> list[Finding]:
    """A finding at the first place of each of those words."""
    found = []
    for word in words:
        number = next(at for at, line in enumerate(source.lines, 1) if word in line)
        column = source.lines[number - 1].index(word) + 1
        found.append(at_span(Span(number, column, column + len(word))))
    return found


def at_span(span: Span) -> Finding:
    """A finding at a place of the lines read."""
    return finding(Location(None, None, None, None, None, both("某处"), "x", span))


def annotated(data: bytes, index: LabelIndex, *words: str) -> bytes:
    """The copy of a document with a comment at each of those words."""
    source = read_bytes(data, Path("x.docx"), index)
    findings = at_words(source, *words)
    return annotate_docx(data, result_of(source, *findings), findings, "zh")


def covered(data: bytes) -> dict[int, str]:
    """What each comment covers, by its number; the marks are where they may be."""
    root = body(data)
    open_ones: dict[int, list[str]] = {}
    closed: dict[int, str] = {}
    referred: list[int] = []
    for node in root.iter():
        if node.tag in MARKS:
            number = int(node.get(f"{W}id", ""))
            judge_place(node)
            if node.tag == MARKS[0]:
                assert number not in open_ones
                assert number not in closed
                open_ones[number] = []
            elif node.tag == MARKS[1]:
                closed[number] = "".join(open_ones.pop(number))
            else:
                assert number in closed
                referred.append(number)
        elif node.tag == f"{W}t":
            for texts in open_ones.values():
                texts.append(node.text or "")
    assert not open_ones
    assert sorted(referred) == sorted(closed)
    return closed


def judge_place(mark: Element) -> None:
    """A mark stands among runs of a paragraph, a reference in a run of its own there."""
    holder = mark.getparent()
    assert holder is not None
    if mark.tag == MARKS[2]:
        assert [one.tag for one in holder] in ([f"{W}rPr", mark.tag], [mark.tag])
        holder = holder.getparent()
        assert holder is not None
    assert holder.tag in PARENTS
    assert not NEVER_IN & {one.tag for one in holder.iterancestors()} | NEVER_IN & {holder.tag}


def without_marks(data: bytes, numbers: range | None = None) -> bytes:
    """The text's part in canonical form, marks taken out and runs of equal formatting joined."""
    root = body(data)
    for node in list(root.iter(*MARKS)):
        if numbers is not None and int(node.get(f"{W}id", "")) not in numbers:
            continue
        taken = node.getparent() if node.tag == MARKS[2] else node
        assert taken is not None
        holder = taken.getparent()
        assert holder is not None
        holder.remove(taken)
    for run in list(root.iter(f"{W}r")):
        join(run)
    for text in root.iter(f"{W}t"):
        if (text.text or "").strip(" ") == (text.text or "") and SPACE in text.attrib:
            del text.attrib[SPACE]
    return etree.tostring(root, method="c14n")


def join(run: Element) -> None:
    """What follows a run with the same formatting becomes part of it."""
    before = run.getprevious()
    if before is None or before.tag != run.tag or look(before) != look(run) or before.attrib != run.attrib:
        return
    for child in contents(run):
        last = before[-1] if len(before) else None
        if last is not None and last.tag == child.tag == f"{W}t":
            last.text = (last.text or "") + (child.text or "")
        else:
            before.append(child)
    holder = run.getparent()
    assert holder is not None
    holder.remove(run)


def look(run: Element) -> bytes:
    """A run's formatting."""
    found = run.find(f"{W}rPr")
    return b"" if found is None else etree.tostring(found, method="c14n")


def contents(run: Element) -> Iterator[Element]:
    """What a run holds besides its formatting."""
    yield from [child for child in run if child.tag != f"{W}rPr"]
