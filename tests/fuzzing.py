"""Mutated files of every format that is read, and what must hold of each.

A format is one line of ``FORMATS``: its suffix, a function from a number to a
clean file, and one that damages a file. ``bench/fuzz.py`` runs thousands of
them, ``test_fuzz.py`` some.
"""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from lxml import etree

from reportlint.engine import check_file
from reportlint.findings import FileResult, Location, Result
from reportlint.output import FORMATTERS, OutputOptions
from reportlint.plugins import Catalog
from reportlint.settings import Settings, selected
from reports import EDITIONS, MORE_STYLES, STYLES, GeneratedReport, composed, make, with_wrong_cells
from reports.books import book, old_book, pages, table_text
from reports.ofd import Look as OfdLook
from reports.ofd import ofd
from reports.pages import MANNERS, page
from reports.paper import Look, paper
from reports.word import word

Mutator = Callable[[bytes, Random], bytes]
TextMutator = Callable[[str, Random], str]


class Format(NamedTuple):
    """A format: ``clean`` makes a good file of a number, ``mutate`` damages it."""

    suffix: str
    clean: Callable[[int], bytes]
    mutate: Mutator


# --- what must hold ----------------------------------------------------------------------------


def wrong(data: bytes, suffix: str, catalog: Catalog) -> str:
    """ "" if all is well with a file of those bytes, else what is wrong."""
    rules = selected(catalog.rules, Settings())
    result = check_file(Path("x" + suffix), "x" + suffix, catalog, rules, Settings(), data=data)
    if result.failures:
        return result.failures[0]
    for finding in result.findings:
        if not all((*finding.message.values(), finding.code, finding.fingerprint)):
            return f"{finding.code} without a text"
        for place in (finding.location, *(one.location for one in finding.related)):
            if not is_inside(place, result):
                return f"{finding.code} at {place}"
    prints = [finding.fingerprint for finding in result.findings]
    if len(set(prints)) < len(prints):
        return "a fingerprint comes twice"
    options = OutputOptions(lang="zh", color=False, tool_version="", rules_version="", rules_date="")
    for name in ("full", "json"):
        FORMATTERS[name](Result((result,), catalog.rules), options)
    return ""


def is_inside(place: Location, result: FileResult) -> bool:
    """True for a place in the file, or one that speaks of the whole file."""
    lines = result.source.lines if result.source is not None else ()
    if place.inside is not None:
        line, column, end = place.inside
    elif place.line is None or not lines:
        return True
    else:
        column = 1 if place.column is None else place.column
        line, end = place.line, column if place.end_column is None else place.end_column
    return 1 <= line <= len(lines) and 1 <= column <= end <= len(lines[line - 1]) + 1


class TooSlowError(BaseException):
    """No mere Exception, or the program would take it for a fault in reading."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Raise TooSlowError where the system can tell the time."""

    def stop(*_: object) -> None:
        raise TooSlowError(f"more than {seconds} s")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def attempt(name: str, number: int, catalog: Catalog, seconds: int = 20) -> str:
    """ "" if mutation ``number`` of a format is handled as it must be, else what is wrong."""
    try:
        with within(seconds):
            return wrong(mutation(name, number), FORMATS[name].suffix, catalog)
    except (Exception, TooSlowError) as error:  # every escape is a finding of the program
        return f"{type(error).__name__}: {error}"


def mutation(name: str, number: int) -> bytes:
    """The mutated file of that number."""
    one = FORMATS[name]
    return one.mutate(one.clean(number % 97), Random(number))


# --- clean files -----------------------------------------------------------------------------------


def report(number: int, style: str = "bars") -> GeneratedReport:
    """The report of a number; every third has wrong cells."""
    made = make(EDITIONS[number % len(EDITIONS)], style, number)
    return with_wrong_cells(made) if number % 3 == 0 else made


@lru_cache(maxsize=128)
def clean_text(number: int) -> bytes:
    """A report as text."""
    styles = (*STYLES, *MORE_STYLES)
    return report(number, styles[number % len(styles)]).text.encode("utf-8")


@lru_cache(maxsize=128)
def clean_page(number: int) -> bytes:
    """A report as a web page."""
    return page(report(number), MANNERS[number % len(MANNERS)])


@lru_cache(maxsize=128)
def clean_word(number: int) -> bytes:
    """A report as a Word document."""
    whole = composed(report(number % 4).recipe)
    return word(whole.before, whole.blocks, whole.choices)


def clean_print(number: int) -> bytes:
    """A report as a PDF file, on large pages and small ones in turn."""
    whole = composed(report(number % 8).recipe)
    look = Look() if number % 2 else Look(size=(460, 640), margin=50, letters=12, small=8, rules="inner")
    return paper(whole.before, whole.blocks, whole.choices, look)


def clean_ofd(number: int) -> bytes:
    """A report as an OFD file."""
    whole = composed(report(number % 8).recipe)
    return ofd(whole.before, whole.blocks, whole.choices, OfdLook())


def clean_book(number: int) -> bytes:
    """The tables of a report as a workbook."""
    return book(pages(report(number % 8)))


def clean_old_book(number: int) -> bytes:
    """The same as an old workbook."""
    return old_book(pages(report(number % 8)))


def clean_csv(number: int) -> bytes:
    """The same as csv."""
    return table_text([row for _, grid in pages(report(number % 8)) for row in grid])


# --- damage to bytes and text ----------------------------------------------------------------------

STUFF: Final = (
    "|", "\t", "\n", "\r", " ", "　", "\u200b", "0", "７", "一、", "（一）", "总计", "规章", "。", "《", "-", "\x00", "\u2028",
    "😀", "\ufeff",
)  # fmt: skip


def flipped(data: bytes, dice: Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(dice.randrange(1, 10)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(data: bytes, dice: Random) -> bytes:
    """Only the beginning, a stretch gone, or one that comes twice."""
    start, stop = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return dice.choice((data[:start], data[:start] + data[stop:], data[:stop] + data[start:]))


def sprinkled(text: str, dice: Random) -> str:
    """Characters put in, others lost."""
    for _ in range(dice.randrange(1, 20)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(STUFF) + text[at + dice.randrange(3) :]
    return text


def shuffled(pieces: Sequence[str], dice: Random) -> list[str]:
    """Pieces of a file swapped, lost, or set in again elsewhere."""
    changed = list(pieces)
    at, other = dice.randrange(len(changed)), dice.randrange(len(changed))
    kind = dice.randrange(3)
    if kind == 0:
        changed[at], changed[other] = changed[other], changed[at]
    elif kind == 1:
        del changed[min(at, other) : max(at, other)]
    else:
        changed[at:at] = changed[other : other + dice.randrange(1, 30)]
    return changed


def shuffled_lines(text: str, dice: Random) -> str:
    """Lines swapped, lost or doubled."""
    return "\n".join(shuffled(text.split("\n"), dice))


def damaged_text(data: bytes, dice: Random) -> bytes:
    """A text with one kind of damage."""
    return damaged(data, dice, (shuffled_lines, shuffled_lines, sprinkled))


def damaged(data: bytes, dice: Random, changes: Sequence[TextMutator]) -> bytes:
    """A file of text with one to three of these changes, or with damage to its bytes."""
    if dice.randrange(5) == 0:
        return dice.choice((flipped, cut))(data, dice)
    codec = "utf-8"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        codec = "gb18030"
        text = data.decode(codec)
    for _ in range(dice.randrange(1, 4)):
        text = dice.choice(changes)(text, dice)
    return text.encode(codec, "surrogatepass" if codec == "utf-8" else "replace")


# --- damage to markup --------------------------------------------------------------------------------

TAGS: Final = (
    "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "<caption>", "<li>",
    "<ul>", "</ul>", "<br>", "<a href=x>", "</a>", "<pre>", "</pre>", "<!--", "-->", "<script>", "</script>", "<title>",
    "</body>", "<select>", "<p hidden>", "<div style='display:none'>", "<h2>", "<", ">", "</", "<![if x]>", "<?x", "<svg>",
    "<body>", "<head>", "<form>", "<nav>",
)  # fmt: skip
SPANS: Final = ("999999999", "0", "-1", "1000", "63", "2", "1e9", "", "７")
ENTITIES: Final = (
    "&nbsp;",
    "&#0;",
    "&#xD800;",
    "&#99999999;",
    "&amp",
    "&#x4e00;",
    "&nosuch;",
    "&",
    "&#10;",
    "&emsp;",
    "&lt;td&gt;",
)


def parted(text: str) -> list[str]:
    """Markup at its tags: text, tag, text …"""
    pieces = []
    for piece in text.split("<"):
        tag, closed, rest = piece.partition(">")
        pieces += ["<" + tag + closed, rest] if closed else [piece]
    return pieces


def shuffled_tags(text: str, dice: Random) -> str:
    """Tags and texts swapped, lost or doubled."""
    return "".join(shuffled(parted(text), dice))


def strange_tags(text: str, dice: Random) -> str:
    """Tags put in."""
    for _ in range(dice.randrange(1, 12)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(TAGS) + text[at:]
    return text


def broken_attributes(text: str, dice: Random) -> str:
    """Quotes and signs of attributes lost or put in."""
    places = [at for at, char in enumerate(text) if char in "\"'="]
    for at in sorted(dice.sample(places, min(len(places), dice.randrange(1, 8))), reverse=True):
        text = text[:at] + dice.choice(("", '"', "'", "=", ">", "<")) + text[at + 1 :]
    return text


def absurd_spans(text: str, dice: Random) -> str:
    """Cells that claim any number of rows and columns."""
    pieces = text.split("<td")
    for at in dice.sample(range(len(pieces)), min(len(pieces), dice.randrange(1, 6))):
        if at:
            pieces[at] = (
                f" {dice.choice(('rowspan', 'colspan', 'ROWSPAN'))}={dice.choice(SPANS)} " + pieces[at]
            )
    return "<td".join(pieces)


def entities(text: str, dice: Random) -> str:
    """Entities put in, known and unknown."""
    for _ in range(dice.randrange(1, 30)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(ENTITIES) + text[at:]
    return text


def nested(text: str, dice: Random) -> str:
    """Something opened many times over."""
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(TAGS) * dice.choice((10, 100, 2000)) + text[at:]


MARKUP: Final = (
    shuffled_tags, shuffled_tags, strange_tags, broken_attributes, absurd_spans, entities, nested, sprinkled,
)  # fmt: skip


def damaged_page(data: bytes, dice: Random) -> bytes:
    """A web page with some kinds of damage."""
    return damaged(data, dice, MARKUP)


# --- damage to what is in a zip --------------------------------------------------------------------------


def unzipped(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip of parts; which of them are packed does not matter to a reader, so none is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return stream.getvalue()


def damaged_tree(data: bytes, dice: Random) -> bytes:
    """XML that stays XML: elements lost, doubled, moved, renamed or nested, values exchanged."""
    root = etree.fromstring(data)
    for _ in range(dice.randrange(1, 25)):
        elements = [one for one in root.iter() if isinstance(one.tag, str) and one is not root]
        if len(elements) < 2:
            break
        one, other = dice.choice(elements), dice.choice(elements)
        _change(one, other, dice)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _change(one: etree._Element, other: etree._Element, dice: Random) -> None:
    kind = dice.randrange(6)
    parent = one.getparent()
    if kind == 0 and parent is not None:
        parent.remove(one)
    elif kind == 1:
        one.tag = other.tag
    elif kind == 2:
        one.text = dice.choice((other.text, *STUFF[:-4], None))
    elif kind == 3 and len(one.attrib):
        name = dice.choice(sorted(one.attrib))
        one.set(name, dice.choice((*SPANS, "continue", "restart", "none", "x" * 1000)))
    elif kind == 4:
        other.append(etree.fromstring(etree.tostring(one, with_tail=False)))
    elif one not in list(other.iterancestors()) and one is not other:
        other.append(one)


def damaged_part(parts: dict[str, bytes], main: str, dice: Random) -> dict[str, bytes]:
    """The parts of a package with one of them damaged, most often the main one."""
    some = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    name = main if dice.randrange(4) else dice.choice(some)
    kind = dice.randrange(8)
    if kind == 0:
        return {one: data for one, data in parts.items() if one != name}
    change = flipped if kind == 1 else damaged_page if kind == 2 else damaged_tree
    return {**parts, name: change(parts[name], dice)}


def damaged_bytes(data: bytes, dice: Random) -> bytes:
    """Some bytes changed, or a part lost or doubled."""
    return dice.choice((flipped, cut))(data, dice)


def damaged_zip(main: str) -> Mutator:
    """A package of XML damaged in one of its parts, most often the main one, or as a zip."""

    def damage(data: bytes, dice: Random) -> bytes:
        if dice.randrange(5) == 0:
            return damaged_bytes(data, dice)
        return zipped(damaged_part(unzipped(data), main, dice))

    return damage


FORMATS: Final[Mapping[str, Format]] = {
    "txt": Format(".txt", clean_text, damaged_text),
    "md": Format(".md", clean_text, damaged_text),
    "html": Format(".html", clean_page, damaged_page),
    "docx": Format(".docx", clean_word, damaged_zip("word/document.xml")),
    "xlsx": Format(".xlsx", clean_book, damaged_zip("xl/worksheets/sheet1.xml")),
    "xls": Format(".xls", clean_old_book, damaged_bytes),
    "csv": Format(".csv", clean_csv, damaged_text),
    "ofd": Format(".ofd", clean_ofd, damaged_zip("Doc_0/Pages/Page_0/Content.xml")),
    "pdf": Format(".pdf", clean_print, damaged_bytes),
}
