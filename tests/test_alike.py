"""How alike two narratives are: in percent by length, and which sentences they share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportlint import Piece, Span, fold, narrative, shared, similarity
from reportlint.alike import mask
from reportlint.engine import extract_file
from reportlint.plugins import Catalog
from reportlint.settings import Settings

Read = Callable[..., tuple[Piece, ...]]
ONE = "围绕河道清淤和岸线整治，逐段公开了工程的进展照片"
TWO = "聘请沿岸村民担任监督员，每季度听取他们对栏目的看法"
THREE = "新开设的水库放水预告栏目由值班人员在节假日照常更新"


def pieces(*sentences: str) -> tuple[Piece, ...]:
    """Sentences as pieces, each on a line of its own."""
    return tuple(Piece(mask(text), text, Span(at, 1, len(text) + 1)) for at, text in enumerate(sentences, 1))


@pytest.fixture
def read(catalog: Catalog) -> Read:
    """The narrative of a report with these paragraphs in section one."""

    def found(*paragraphs: str, after: str = "", year: int = 2023) -> tuple[Piece, ...]:
        head = "一、总体情况" if year > 2018 else "一、概述"
        text = "\n\n".join((f"某市某局{year}年政府信息公开工作年度报告", head, *paragraphs, after))
        return narrative(extract_file(Path("x.txt"), catalog, Settings(), text.encode()))

    return found


def test_the_same_sentences_are_all_of_it_in_whatever_order() -> None:
    assert similarity(pieces(ONE, TWO, THREE), pieces(THREE, ONE, TWO)) == 100


def test_other_sentences_in_the_same_tone_are_nothing_of_it() -> None:
    assert similarity(pieces(ONE), pieces(TWO, THREE)) == 0
    assert similarity(pieces(ONE), ()) == 0
    assert similarity((), pieces(ONE)) == 0


def test_sentences_count_by_their_length() -> None:
    short = "加强业务培训和指导"
    now = pieces(ONE, short)
    whole = sum(piece.size for piece in now)
    assert similarity(now, pieces(short)) == 100 * len(short) // whole
    assert similarity(now, pieces(ONE)) == 100 * now[0].size // whole


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("2022年公开信息46条", "2023年公开信息1,208条"),
        ("（一）举办培训三期", "（二）举办培训十二期"),
        ("培训满意率达95.5%。", "培训满意率达 97%；"),
        ("１．举办培训３期", "2.举办培训4期"),
    ],
)
def test_numbers_years_and_marks_do_not_make_a_sentence_another_one(before: str, now: str) -> None:
    assert similarity(pieces(fold(now)), pieces(fold(before))) == 100


def test_a_sentence_with_a_few_other_words_counts_by_what_is_the_same() -> None:
    (same,) = shared(pieces(ONE.replace("照片", "图表")), pieces(TWO, ONE))
    assert 80 <= same.percent < 100
    assert same.other.text == ONE


def test_what_is_shared_comes_the_longest_first() -> None:
    found = shared(pieces("加强业务培训和指导", TWO, ONE), pieces(ONE, TWO, "加强业务培训和指导"))
    assert [one.piece.size for one in found] == sorted((one.piece.size for one in found), reverse=True)
    assert {one.percent for one in found} == {100}


@pytest.mark.parametrize(
    "statutory",
    [
        "本报告根据《中华人民共和国政府信息公开条例》的规定编制，由六个部分组成。",
        "按照《中华人民共和国政府信息公开条例》和国务院办公厅有关通知的要求，现向社会公布本年度报告。",
        "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "如对本报告有疑问，请与某市某局办公室联系，电话：0000-8612345。",
        "本年度没有其他需要报告的事项。",
        "2023年未收取政府信息公开信息处理费。",
        "本报告的电子版可在某市人民政府门户网站下载查阅。",
    ],
)
def test_what_every_report_has_to_say_counts_nothing(statutory: str, read: Read) -> None:
    assert [piece.text for piece in read(statutory, ONE + "。")] == [ONE]


@pytest.mark.parametrize(
    "own",
    [
        "按照省政府办公厅的要求，及时发布营商环境方面的政策解读材料",
        "实现公开目录和办事指南同步发布，方便群众对照查阅",
        "建立意见征集和采纳反馈机制，逐条答复企业的建议",
        "加强网站浏览数据的统计分析，调整栏目的先后次序",
    ],
)
def test_what_an_organ_says_of_its_own_work_counts(own: str, read: Read) -> None:
    assert [piece.text for piece in read(own + "。")] == [own]


def test_only_the_sections_of_prose_count_and_neither_headings_nor_tables(read: Read) -> None:
    after = "\n\n".join((
        "二、主动公开政府信息情况", "行政许可 | 本年处理决定数量 | 14", TWO + "。", "五、存在的主要问题及改进情况", THREE + "。",
    ))  # fmt: skip
    found = read("（一）主动公开情况", ONE + "。", after=after)
    assert [(piece.text, piece.section) for piece in found] == [(ONE, "s1"), (THREE, "s5")]


def test_all_of_an_older_report_counts(read: Read) -> None:
    found = read(ONE + "。", after="二、主动公开政府信息情况\n\n" + TWO + "。", year=2016)
    assert [piece.text for piece in found] == [ONE, TWO]


def test_a_place_is_that_of_the_sentence(read: Read) -> None:
    found = read(f"{TWO}。{ONE}；{THREE}")
    assert [(one.span.column, one.span.end - one.span.column) for one in found] == [
        (1, len(TWO)), (len(TWO) + 2, len(ONE)), (len(TWO) + len(ONE) + 3, len(THREE)),
    ]  # fmt: skip


SENTENCES = st.lists(st.text("公开政府信息申请办理12", min_size=8, max_size=30), min_size=1, max_size=8)


@given(SENTENCES, SENTENCES)
def test_it_is_a_percentage_and_more_text_to_copy_from_makes_it_no_smaller(
    one: list[str], other: list[str]
) -> None:
    now, before = pieces(*one), pieces(*other)
    found = similarity(now, before)
    assert 0 <= found <= 100
    assert similarity(now, (*before, *now)) == (100 if any(piece.size for piece in now) else 0)
    assert sum(same.piece.size for same in shared(now, before)) <= sum(piece.size for piece in now)
