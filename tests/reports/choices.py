"""What a report may look like: every choice that changes no figure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random


@dataclass(frozen=True, slots=True)
class Choices:
    """The look of one report.

    ``captions``: the caption of a block is a table "row" or a "line" of text.
    ``one_table``: all blocks of section two stand in one table.
    ``fillers``: merged cells leave empty cells behind (row styles only).
    ``split_four``: section four as three small tables.
    ``wrap_labels``: header words and group labels are cut in two where the
    style can show it. ``item``: mark of the sub-topics of section one.
    ``chapter``: what follows the Chinese number of a chapter. ``point``: what
    follows an Arabic number in a table label. ``money_unit``: unit printed in
    the cell of 采购总金额 (2019), the form prints none.
    """

    line_end: str = "\n"
    final_newline: bool = True
    indent: str = ""
    spaced: bool = False
    brackets: str = "full"
    chapter: str = "、"
    item: str = "paren"
    item_own_line: bool = False
    point: str = "."
    colon: str = "："
    other: str = "其他"
    quotes: str = "“”"
    wide_digits: bool = False
    caption_space: str = ""
    rule_space: str = ""
    captions: str = "row"
    one_table: bool = True
    fillers: bool = True
    split_four: bool = False
    wrap_labels: bool = False
    long_labels: bool = True
    title_form: str = "plain"
    title_lines: int = 1
    metadata: bool = False
    contents: bool = False
    basis: bool = True
    define: bool = True
    parts: bool = False
    contact: bool = False
    period_first: bool = True
    signed: bool = False
    page_numbers: bool = True
    form_feed: bool = False
    money_unit: str = "元"
    unit_head: str = "单位"
    value_head: str = "数量"
    label_head: str = "指标"
    cumulative: bool = False
    regulation: str = "规定"
    annex: str = "附表"
    old_outline: int = 0


def choose(rng: Random) -> Choices:
    """The look that belongs to a seed; always the same number of draws."""
    return Choices(
        line_end=rng.choices(("\n", "\r\n", "\r"), (80, 18, 2))[0],
        final_newline=rng.random() < 0.85,
        indent=rng.choice(("", "　　")),
        spaced=rng.random() < 0.4,
        brackets=rng.choices(("full", "single"), (95, 5))[0],
        chapter=rng.choices(("、", "．", "、 "), (88, 6, 6))[0],
        item=rng.choices(("paren", "arabic", "inline"), (76, 14, 10))[0],
        item_own_line=rng.random() < 0.3,
        point=rng.choice((".", ".", "．", "、")),
        colon=rng.choice((":", "：")),
        other=rng.choice(("其他", "其他", "其它")),
        quotes=rng.choice(("“”", "“”", "「」")),
        wide_digits=rng.random() < 0.05,
        caption_space=rng.choice(("", "", " ")),
        rule_space=rng.choice(("", "", " ")),
        captions=rng.choice(("row", "line")),
        one_table=rng.random() < 0.5,
        fillers=rng.random() < 0.6,
        split_four=rng.random() < 0.15,
        wrap_labels=rng.random() < 0.4,
        long_labels=rng.random() < 0.6,
        title_form=rng.choices(("plain", "year_first", "old"), (80, 10, 10))[0],
        title_lines=rng.choice((1, 1, 2)),
        metadata=rng.random() < 0.12,
        contents=rng.random() < 0.08,
        basis=rng.random() < 0.85,
        define=rng.random() < 0.5,
        parts=rng.random() < 0.4,
        contact=rng.random() < 0.4,
        period_first=rng.random() < 0.7,
        signed=rng.random() < 0.3,
        page_numbers=rng.random() < 0.8,
        form_feed=rng.random() < 0.25,
        money_unit=rng.choice(("元", "万元")),
        unit_head=rng.choice(("单位", "计量单位")),
        value_head=rng.choice(("数量", "年末统计", "本年累计", "本年度")),
        label_head=rng.choice(("指标", "指标名称", "指 标 名 称")),
        cumulative=rng.random() < 0.3,
        regulation=rng.choice(("规定", "条例")),
        annex=rng.choice(("附表", "附件")),
        old_outline=rng.randrange(3),
    )


def with_wishes(choices: Choices, wishes: dict[str, object]) -> Choices:
    """The same look with some choices set by the caller; TypeError for a wrong name."""
    return replace(choices, **wishes)  # type: ignore[arg-type]
