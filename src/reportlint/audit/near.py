"""Names that may be meant for one organ: abbreviations, slips of the pen, earlier names. Only ever a hint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Indel, LCSseq

from reportlint.audit.roster import bare_name

_PLACES: Final = re.compile(
    r"^(?:[\u4e00-\u9fff]{1,5}?(?:省|自治区|自治州|(?<!城)市|州|盟|县|旗|区)){1,3}(?=.{2})"
)
_TAIL: Final = re.compile(r"(?:人民政府|政府|办事处|委员会|办公室|办公厅|局|委|办|厅)$")
_LEAST: Final = 3  # characters of an abbreviation
_ALIKE: Final = 0.7


def is_near(one: str, other: str) -> bool:
    """True where one name may be a shorter or a wrong form of the other: 住建局, 住房和城乡建设局."""
    mine, theirs = _own(one), _own(other)
    if _is_within(mine, theirs) or _is_within(bare_name(one), bare_name(other)):
        return True
    mine, theirs = _TAIL.sub("", mine), _TAIL.sub("", theirs)
    return bool(mine and theirs) and Indel.normalized_similarity(mine, theirs) >= _ALIKE


def _is_within(one: str, other: str) -> bool:
    """True where the characters of one stand in the other in their order; a government is no shorter town."""
    short, long = sorted((one, other), key=len)
    return (
        not short.endswith("政府") and len(short) >= _LEAST and LCSseq.similarity(short, long) == len(short)
    )


@lru_cache(maxsize=65536)
def _own(name: str) -> str:
    """A name without the places before it."""
    return _PLACES.sub("", bare_name(name))
