"""The report on a web page: what belongs to the page around it is left out.

The smallest container that holds the section headings and tables is the
report's, from its title on; what is in doubt stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from reportlint.labels import CAPTION, COLUMN, GROUP, HEAD, ROW, LabelIndex, heading_core
from reportlint.model import Line, TableBlock
from reportlint.read.html_flow import Block
from reportlint.read.html_tree import Element
from reportlint.text import IGNORED, numbering

_TITLE: Final = re.compile(r"(?:信息公开|政务公开).{0,24}(?:报告|年报)(?:\(.{1,12}\))?$")
_NO_TITLE: Final = re.compile(r"[。；！？:|>»›]|^(?:根据|本报告|现将|为了?|按照|依据|目录|附|上一|下一|首页)")
_FULL_TITLE: Final = re.compile(r"(?:20|19)\d ?\d|二[〇○零O0]")
_NO_AGENCY: Final = re.compile(r"^(?:(?:20|19)\d\d)?年?度?(?:政府|政务)?信息公开|^政务公开")
_TITLE_LIMIT: Final = 70
_HEADING_LIMIT: Final = 60
_FURNITURE_LIMIT: Final = 120
_BODY: Final = 200  # characters: the least that the text of a report is
_SENTENCE: Final = 20

# Lines that a page puts around an article, blanks left out.
_FIELD: Final = re.compile(
    r"""^[【\[(]?(?:
      (?:发布|发文|成文|公开|生成|制作|更新|发稿)?(?:时间|日期):
      |(?:信息|文章|稿件|内容)?(?:来源|作者|编辑|责编|责任编辑|审核|校对|录入|供稿|稿源):
      |(?:浏览|点击|阅读|访问)(?:次数|量|数|率)?(?::|:?\d*次?[】\])]?$)
      |(?:信息)?(?:索引号?|主题分类|体裁分类|组配分类|主题词|关键词|文号|发文字号|有效性|发布机构|发文机关
        |公开责任部门|公开方式|公开范围|公开时限|信息分类):
      |(?:字体|字号|视力保护色|保护视力色|打印|分享|收藏|大|中|小|语音播报|无障碍|返回)[:【】\[\](),大中小]*$
      |您?(?:现在|当前)?(?:所在|所处)?的?位置:
      |您(?:现在)?(?:的|所在的?|所处的?)位置
      |(?:网站)?首页[>»›/-]
      |[^>»›]{1,12}[>»›]{1,2}[^>»›]{1,12}[>»›])""",
    re.X,
)
_END: Final = re.compile(
    r"""^[【\[(]?(?:上一[篇条页]|下一[篇条页]|相关(?:信息|链接|文章|新闻|阅读|文档)|友情链接|网站地图|网站声明
      |关于我们|联系我们|打印(?:本页|此页|】)|关闭(?:窗口|本页|此页|】)|扫一扫|分享到|分享至|返回顶部|政府网站找错
      |(?:主管|主办|承办)(?:单位)?:|技术支持:)
    |ICP备|公网安备|(?i:copyright)|©|版权所有|网站标识码""",
    re.X,
)


def is_field(text: str) -> bool:
    """True for a line such as 发布时间：… that describes the page."""
    return _short(text) and _FIELD.search(text.replace(" ", "")) is not None


def _is_end(text: str) -> bool:
    return _short(text) and _END.search(text.replace(" ", "")) is not None


def _short(text: str) -> bool:
    return 0 < len(text) <= _FURNITURE_LIMIT and "。" not in text


def _plain(block: Block) -> str:
    """A line's folded text without the blanks around it; "" for a table."""
    return block.item.folded.strip(" " + IGNORED) if isinstance(block.item, Line) else ""


def is_title(plain: str) -> bool:
    """True for what could be a report's title."""
    text = plain.replace(" ", "").replace(IGNORED, "")
    return len(text) <= _TITLE_LIMIT and not _NO_TITLE.search(text) and _TITLE.search(text) is not None


def article(blocks: Sequence[Block], index: LabelIndex) -> list[Block]:
    """The blocks of the report; all of them where none can be told from the page."""
    texts = [_plain(block) for block in blocks]
    anchors = [at for at, block in enumerate(blocks) if _is_anchor(block, texts[at], index)]
    titles = [at for at, text in enumerate(texts) if is_title(text) and not blocks[at].linked]
    if not anchors and not titles:
        return list(blocks)
    title = _title(titles, texts, anchors)
    first, last = (anchors[0], anchors[-1]) if anchors else (title, title)
    assert first is not None
    assert last is not None
    body = _body(blocks, anchors, title, texts)
    start = _start(blocks, texts, title, min(first, body.first))
    end = _end(blocks, texts, max(last + 1, body.last))
    kept = []
    for at in range(start, end):
        if at > last and _is_end(texts[at]):
            break
        around = at < first or at > last
        if not (around and _is_furniture(blocks[at], texts[at])):
            kept.append(blocks[at])
    return kept


def _is_furniture(block: Block, text: str) -> bool:
    """Links and fields of the page; a line that holds a sentence or names an annex is none."""
    if isinstance(block.item, TableBlock):
        return False
    if block.linked:
        return "。" not in text and not text.startswith("附") and not is_title(text)
    return is_field(text)


def _is_anchor(block: Block, text: str, index: LabelIndex) -> bool:
    """A heading of the report or one of its tables."""
    item = block.item
    if isinstance(item, TableBlock):
        wanted = {ROW, GROUP, COLUMN, CAPTION, HEAD}
        known = {
            cell.text
            for row in item.rows
            for cell in row.cells
            if cell.text and index.roles(cell.text) & wanted
        }
        return len(known) > 1
    if block.linked or not text or len(text) > _HEADING_LIMIT:
        return False
    found = numbering(text)
    return (found is not None and found[0] == "cn") or heading_core(text) in index.headings


def _title(titles: Sequence[int], texts: Sequence[str], anchors: Sequence[int]) -> int | None:
    """The last whole title before the report's first heading: a page prints the name of its column before."""
    early = [at for at in titles if not anchors or at < anchors[0]]
    whole = [at for at in early if _FULL_TITLE.search(texts[at])]
    if not anchors:
        return next(iter(whole or early), None)
    return whole[-1] if whole else early[-1] if early else None


# --- the container ----------------------------------------------------------------------


def _body(
    blocks: Sequence[Block], anchors: Sequence[int], title: int | None, texts: Sequence[str]
) -> Element:
    """The smallest element that holds the headings and tables, and enough text to be a report."""
    holders = [blocks[at].owner for at in anchors] or [blocks[title or 0].owner]
    common = holders[0]
    if holders[-1] is not common:
        common = _common(common, holders[-1])
    for holder in holders:
        common = _common(common, holder)
    if len(anchors) > 1:
        return _out_of_line(common)
    while common.parent is not None:
        size = sum(len(texts[at]) for at in range(common.first, common.last))
        if size >= _BODY and (
            title is None or len(anchors) < 1 or common.first <= title or size >= 5 * _BODY
        ):
            break
        common = common.parent
    return common


def _out_of_line(element: Element) -> Element:
    """A paragraph or table is no container of a report."""
    while element.parent is not None and element.tag in ("p", "table", "tr", "li", "h1", "h2", "h3", "h4"):
        element = element.parent
    return element


def _common(one: Element, other: Element) -> Element:
    """The innermost element around both; what begins and ends where is known from the reading."""
    while one.parent is not None and not _holds(one, other):
        one = one.parent
    return one


def _holds(outer: Element, inner: Element) -> bool:
    step: Element | None = inner
    while step is not None:
        if step is outer:
            return True
        if step.first < outer.first or step.last > outer.last:
            return False
        step = step.parent
    return False


# --- where it begins and ends ---------------------------------------------------------


def _start(blocks: Sequence[Block], texts: Sequence[str], title: int | None, at: int) -> int:
    """The title, with the agency in the line above where it names none; else sentences before the body."""
    if title is None:
        while at > 0 and _is_sentence(blocks[at - 1], texts[at - 1]):
            at -= 1
        return at
    before = title - 1
    if (
        before >= 0
        and _NO_AGENCY.search(texts[title].replace(" ", ""))
        and 0 < len(texts[before]) <= _TITLE_LIMIT // 2
        and not _is_furniture(blocks[before], texts[before])
        and (
            blocks[before].owner.parent is blocks[title].owner.parent
            or blocks[before].owner is blocks[title].owner
        )
    ):
        return before
    return title


def _end(blocks: Sequence[Block], texts: Sequence[str], at: int) -> int:
    """Sentences right behind the body belong to it."""
    while at < len(blocks) and _is_sentence(blocks[at], texts[at]):
        at += 1
    return at


def _is_sentence(block: Block, text: str) -> bool:
    return "。" in text and len(text) >= _SENTENCE and not block.linked
