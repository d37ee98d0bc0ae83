"""What is kept of a report's narrative, so that it can be set against those of other organs.

Only the sentences that an organ chose itself count: not what the law or the
form makes every report say, and not those that tell figures of the tables.
Numbers, years, the organ's name and the names of its places are masked.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from reportlint.alike import Piece, narrative
from reportlint.model import Report, Span

_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{1,5}?(?:省|自治区|自治州|市|州|盟|县|旗|区|镇|乡|街道)")
_SELF: Final = re.compile(
    r"[我本全](?:省|自治区|市|州|盟|县|旗|区|镇|乡|街道|局|委|办|厅|院|处|中心|单位|机关)"
)
_FIGURE: Final = "#"
_FIGURES: Final = 2  # a sentence with so many numbers tells what the tables hold
# Characters below which a narrative is no more than a few sentences that anybody may write.
LEAST: Final = 150
_SHORT: Final = 8
# A sketch: the shingles with the smallest hashes, about one of so many, within these bounds.
_SHINGLE: Final = 5
_ONE_OF: Final = 48
_LEAST: Final = 24
_MOST: Final = 64


def own_words(report: Report) -> tuple[Piece, ...]:
    """The sentences of a report that are its organ's own, in reading order."""
    names = _names(report.agency or "")
    found = []
    for piece in narrative(report):
        if piece.masked.count(_FIGURE) >= _FIGURES:
            continue
        text = _SELF.sub("", piece.masked)
        if names is not None:
            text = names.sub("", text)
        if len(text) >= _SHORT:
            found.append(piece._replace(masked=text))
    return tuple(found)


@lru_cache(maxsize=16)
def _names(agency: str) -> re.Pattern[str] | None:
    """The places in the name of an organ, the longest first: 青禾县枫林镇人民政府 is of 青禾县 and 枫林镇."""
    places = sorted(set(_PLACE.findall(agency)), key=lambda place: (-len(place), place))
    return re.compile("|".join(map(re.escape, places))) if places else None


def size_of(pieces: Sequence[Piece]) -> int:
    """Characters of a narrative."""
    return sum(piece.size for piece in pieces)


def is_long_enough(pieces: Sequence[Piece]) -> bool:
    """True for a narrative that can be told from others."""
    return size_of(pieces) >= LEAST


def sketch_of(pieces: Sequence[Piece], year: int) -> tuple[int, ...]:
    """A few hashes: narratives of one year that share much of their text share some of them."""
    text = "".join(piece.masked for piece in pieces)
    data = text.encode("utf-32-le", "surrogatepass")
    crc32, width, end = zlib.crc32, 4 * _SHINGLE, len(text) - _SHINGLE
    # Shingles that begin with one in four characters are as good as all, and are had for a quarter.
    starts = [4 * at for at, character in enumerate(text) if not ord(character) & 3 and at <= end]
    hashes = sorted({crc32(data[at : at + width], year) for at in starts})
    return tuple(hashes[: min(_MOST, max(_LEAST, 4 * len(hashes) // _ONE_OF))])


def packed(pieces: Sequence[Piece]) -> bytes:
    """The masked sentences, pressed: what narratives are compared by."""
    return zlib.compress("\n".join(piece.masked for piece in pieces).encode("utf-8", "surrogatepass"), 3)


def unpacked(data: bytes) -> tuple[Piece, ...]:
    """The masked sentences that were pressed; their text and place are those of the report itself."""
    masked = zlib.decompress(data).decode("utf-8", "surrogatepass").split("\n")
    return tuple(Piece(one, "", Span(at, 1, 1)) for at, one in enumerate(masked, 1))
