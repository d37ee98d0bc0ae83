"""How much of one report's narrative stands in another: copied from last year, or from another organ.

Sentences are compared, numbers and years masked. What every report has to say
in the same words (its legal basis, the statistics period, the statement on
fees, whom to ask) counts for neither side. The cost of a comparison is bounded:
only sentences that share rare pieces are put side by side.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from reportlint.model import Passage, Report, Section, Span, TableBlock

# The sections in which an organ speaks for itself.
SECTIONS: Final = ("s1", "s5", "s6")
_SENTENCE: Final = re.compile(r"[^。；;！!？?]+")
_NUMBER: Final = re.compile(
    r"\d[\d,.]*%?|[〇零一二两三四五六七八九十百千万]+(?=[件条次份篇期场个人项起元])|二[〇○零O]..(?=年)"
)
_MARKED: Final = re.compile(r"^[(（]?[〇零一二三四五六七八九十\d]+[)）、.．]+|^[一二三四五六七八九十]+是")
_NOISE: Final = re.compile(r"[^\w#]|_")
# What the law, the notice or the form makes every report say.
_STATUTORY: Final = (
    r"统计(?:期限|时限|时间)|起至?\d{4}年12月31日止"
    r"|(?:根据|依据|按照)[^。]{0,60}(?:条例|规定|通知|要求|格式)[^。]{0,40}(?:编制|编写|撰写|形成|公布|发布|制作)[^。]{0,24}(?:报告|年报)"
    r"|本(?:年度)?报告(?:由|的?电子版|包括|全文|共分|按照|根据|中所列|所列|数据|自)|(?<![实体出展])现(?:将|公布|发布|向社会)[^。]{0,40}(?:公布|报告|发布)|年度报告(?:如下|由)"
    r"|(?:如|若)[^。]{0,16}(?:疑问|问题|意见|建议|查询)[^。]{0,16}(?:联系|咨询|反馈|致电)|(?:联系)?(?:电话|地址|邮编|邮箱|传真|网址)[:：]"
    r"|(?:没有|无|暂无|不存在)[^。]{0,6}(?:其他|其它)[^。]{0,6}(?:需要|应当|须)?[^。]{0,4}(?:报告|说明)[^。]{0,4}事项"
    r"|信息处理费|(?:未|没有|无)[^。]{0,12}收(?:取|费)"
)
_SHORT: Final = 8  # characters; what is shorter is a heading, a label or nothing
_LONG: Final = 300  # what is longer is cut
_BEGINNING: Final = 160  # characters by which a statutory sentence is known
_MOST: Final = 2000  # sentences of a report that are looked at
_GRAM: Final = 4
_COMMON: Final = 12  # a piece in more sentences than this tells nothing
_TRIED: Final = 6  # sentences compared with one at most
SAME: Final = 80  # percent of its characters from which on a sentence is the other one


class Piece(NamedTuple):
    """A sentence of a narrative: masked, as it stands, and where.

    ``section`` is the key of the section it stands in, "" outside of all.
    """

    masked: str
    text: str
    span: Span
    section: str = ""

    @property
    def size(self) -> int:
        """Characters of the masked sentence."""
        return len(self.masked)


class Shared(NamedTuple):
    """A sentence of one narrative and the one of another that it is like, by so many percent."""

    piece: Piece
    other: Piece
    percent: int


# --- a narrative in sentences ---------------------------------------------------------------


def narrative(report: Report) -> tuple[Piece, ...]:
    """The sentences that an organ chose itself, in reading order.

    Of a report in fixed sections those of sections one, five and six; of an
    older one all. No title, heading, table or statutory sentence.
    """
    found: list[Piece] = []
    name = _plain(report.agency or "")
    title = _plain(report.title.text) if report.title is not None else ""
    for key, passage in _passages(report):
        if _plain(passage.folded) in title:
            continue
        for masked, text, span in _sentences(passage, name):
            found.append(Piece(masked, text, span, key))
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def _passages(report: Report) -> Iterator[tuple[str, Passage]]:
    """The paragraphs of the narrative with the key of their section."""
    chapters = sorted((section.span[:2], key) for key, section in _chapters(report))
    starts = [start for start, _ in chapters]
    for block in report.passages:
        if isinstance(block, TableBlock) or block.heading:
            continue
        at = bisect_right(starts, block.paragraph.marks[0][1:])
        key = chapters[at - 1][1] if at else ""
        if not report.edition.fixed_sections or key in SECTIONS:
            yield key, block


def _chapters(report: Report) -> Iterator[tuple[str, Section]]:
    """The chapters with their keys, "" for those the edition does not know."""
    keys = {id(bound.section): bound.key for bound in reversed(report.sections)}
    for section in report.document.sections:
        if section.level == 1:
            yield keys.get(id(section), ""), section


def _sentences(passage: Passage, name: str) -> Iterator[tuple[str, str, Span]]:
    text = passage.folded
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        if len(sentence) < _SHORT or _statutory().search(sentence[:_BEGINNING]):
            continue
        masked = mask(sentence[:_LONG], name)
        if len(masked) >= _SHORT:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            shown = passage.paragraph.text[start : match.end()]
            yield masked, shown.strip(), passage.paragraph.span(start, match.end())


@cache
def _statutory() -> re.Pattern[str]:
    """Made where narratives are compared, not whenever the program starts."""
    return re.compile(_STATUTORY)


def mask(sentence: str, name: str = "") -> str:
    """A folded sentence without numbering and marks, # for each number; ``name`` (of an organ) left out."""
    text = _NUMBER.sub("#", _MARKED.sub("", sentence))
    text = _NOISE.sub("", text)
    return text.replace(name, "") if name else text


def _plain(text: str) -> str:
    return _NOISE.sub("", text)


# --- two narratives --------------------------------------------------------------------------


def similarity(one: Sequence[Piece], other: Sequence[Piece]) -> int:
    """How many percent of a narrative, by length, stand in another too; 0 for an empty one.

    A sentence counts by how like it is to the one it is most like, if that is
    at least ``SAME`` percent: what is merely in the same tone counts nothing.
    """
    whole = sum(piece.size for piece in one)
    if not whole:
        return 0
    return sum(found.piece.size * found.percent for found in shared(one, other)) // whole


def shared(one: Sequence[Piece], other: Sequence[Piece]) -> tuple[Shared, ...]:
    """The sentences of a narrative that stand in another too, the longest first."""
    exact = {piece.masked: piece for piece in reversed(other)}
    found: list[Shared] = []
    left: list[Piece] = []
    for piece in one:
        if piece.masked in exact:
            found.append(Shared(piece, exact[piece.masked], 100))
        else:
            left.append(piece)
    if left and other:
        found += _nearly(left, other)
    return tuple(sorted(found, key=lambda same: (-same.piece.size, same.piece.span)))


def _nearly(left: Sequence[Piece], other: Sequence[Piece]) -> Iterator[Shared]:
    """Sentences that were changed a little."""
    from rapidfuzz.fuzz import ratio  # loaded only where narratives are compared

    index = _index(other)
    for piece in left:
        votes: Counter[int] = Counter()
        for gram in _grams(piece.masked):
            votes.update(index.get(gram, ()))
        best: tuple[float, int] = (0.0, -1)
        for at, _ in votes.most_common(_TRIED):
            best = max(best, (ratio(piece.masked, other[at].masked, score_cutoff=SAME), -at - 1))
        if best[0] >= SAME:
            yield Shared(piece, other[-best[1] - 1], int(best[0]))


def _index(pieces: Sequence[Piece]) -> dict[str, tuple[int, ...]]:
    """Sentences by the short pieces they hold; pieces that many of them hold are left out."""
    found: dict[str, list[int]] = {}
    for at, piece in enumerate(pieces):
        for gram in _grams(piece.masked):
            found.setdefault(gram, []).append(at)
    return {gram: tuple(places) for gram, places in found.items() if len(places) <= _COMMON}


def _grams(text: str) -> set[str]:
    return {text[at : at + _GRAM] for at in range(len(text) - _GRAM + 1)}
