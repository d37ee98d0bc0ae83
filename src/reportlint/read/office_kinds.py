"""What an office document really is: decided by its bytes, never by its name.

Files named .doc are often web pages that an office system wrote, RTF, new
Word documents under the old name, or plain text.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

from reportlint.errors import ReadError
from reportlint.read.docx_package import BROKEN_ZIP, ZIP, ZIP_FAULTS, damaged

WORD: Final = "docx"
HTML: Final = "html"
MHTML: Final = "mhtml"
TEXT: Final = "text"
PDF: Final = "pdf"
OFD: Final = "ofd"
# Only an office program understands these; each value is the suffix that names the kind.
DOC: Final = ".doc"
RTF: Final = ".rtf"
ODT: Final = ".odt"
XML: Final = ".xml"

NO_DOCUMENT: Final = {
    "zh": "不是 Word、WPS 等文字处理文档",
    "en": "it is no document of a word processor",
}
_HEAD: Final = 4096
_OLE: Final = b"\xd0\xcf\x11\xe0"
_RTF: Final = b"{\\rtf"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
_SECTOR: Final = 512
_FIB: Final = b"\xec\xa5"  # how the stream WordDocument begins; Word 6 and 95 have another mark
_FIB_FLAGS: Final = 11  # the byte whose lowest bit says: encrypted ([MS-DOC] 2.5.2, fEncrypted)
_ODT_TYPES: Final = frozenset(
    (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
)
_MANIFEST: Final = "META-INF/manifest.xml"
_MANIFEST_LIMIT: Final = 4 * 1024 * 1024
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|table|div|p)\b", re.I)
_WORD_XML: Final = re.compile(r"<(?:w:worddocument|pkg:package)\b")
_MAIL_HEADER: Final = re.compile(r"[A-Za-z-]+:")
_PDF_HEAD: Final = b"%PDF-"
_OFD_ROOT: Final = "OFD.xml"


def kind_of(data: bytes) -> str:
    """One of the kinds above. Raises ReadError P001 for what is none, or is encrypted."""
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(ZIP):
        return _zip(data)
    if data.startswith(_RTF):
        return RTF
    if data.startswith(_PDF_HEAD):
        return PDF
    if not data.strip(b"\x00 \t\r\n"):
        raise damaged(NO_DOCUMENT)
    return _text(_head(data))


def _ole(data: bytes) -> str:
    """A compound file: an old Word document, a new one with a password, or none."""
    if _ENCRYPTED in data:
        raise ReadError("P001", "encrypted")
    if _WORD_STREAM not in data:
        raise damaged(NO_DOCUMENT)
    if _has_password(data):
        raise ReadError("P001", "encrypted")
    return DOC


def _has_password(data: bytes) -> bool:
    """The flag in the header of the text's stream, which begins at a sector."""
    at = data.find(_FIB)
    while at >= 0 and at % _SECTOR:
        at = data.find(_FIB, at + 1)
    return 0 <= at < len(data) - _FIB_FLAGS and bool(data[at + _FIB_FLAGS] & 1)


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" not in names:
                return OFD if _OFD_ROOT in names else WORD
            with archive.open("mimetype") as stream:
                if stream.read(_HEAD).strip() not in _ODT_TYPES:
                    raise damaged(NO_DOCUMENT)
            if _MANIFEST in names:
                with archive.open(_MANIFEST) as stream:
                    if b"encryption-data" in stream.read(_MANIFEST_LIMIT):
                        raise ReadError("P001", "encrypted")
            return ODT
    except ZIP_FAULTS as fault:
        raise damaged(BROKEN_ZIP) from fault


def _head(data: bytes) -> str:
    """How a text begins, in lower case and without a byte order mark; unknown bytes are kept as they are."""
    head = data[:_HEAD]
    if head.startswith(_UTF16):
        return head.decode("utf-16", errors="replace").lower().lstrip()
    return head.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lower().lstrip()


def _text(head: str) -> str:
    if _WORD_XML.search(head):
        return XML
    if head.startswith("<") and _HTML.search(head):
        return HTML
    if _MAIL_HEADER.match(head) and "mime-version:" in head and "multipart/related" in head:
        return MHTML
    return TEXT
