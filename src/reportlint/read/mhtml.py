"""A web page in one file, as Word saves it (MHTML, RFC 2557): the page inside is read."""

from __future__ import annotations

import email
import email.policy
from email.message import Message
from typing import Final

from reportlint.labels import LabelIndex
from reportlint.model import Origin, Source
from reportlint.read.docx_package import damaged
from reportlint.read.html import read_html

_PARTS_LIMIT: Final = 50  # parts in parts; a page needs one
_NESTING: Final = b"boundary="
NO_PAGE: Final = {"zh": "其中没有网页", "en": "there is no web page in it"}


def read_mhtml(data: bytes, path: str, index: LabelIndex) -> Source:
    """The page as a Source; a place is the line of the page inside, as its lines are not the file's.

    Raises ReadError P001 where there is no page, and as for a web page.
    """
    source = read_html(_page(data), path, index)
    return source._replace(origins=tuple(_origin(number) for number in range(1, len(source.lines) + 1)))


def _page(data: bytes) -> bytes:
    if data.count(_NESTING) > _PARTS_LIMIT:
        raise damaged(NO_PAGE)
    message: Message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        content = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(content, bytes):
            return content
    raise damaged(NO_PAGE)


def _origin(number: int) -> Origin:
    return Origin(None, {"zh": f"网页源代码第 {number} 行", "en": f"line {number} of the page's source"})
