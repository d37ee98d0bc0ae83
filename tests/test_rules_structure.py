"""Rules S001 to S007 and L003 on small reports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportlint import check
from reportlint.findings import Finding
from reportlint.plugins import load_catalog

CATALOG = load_catalog()
TITLE = "某市某局2023年政府信息公开工作年度报告"
SIX = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
SAYING = "本机关依法做好各项工作，申请均在法定期限内答复。"
Run = Callable[..., list[Finding]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Findings of some codes in a text."""

    def found(text: str, *codes: str, **settings: Any) -> list[Finding]:
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8")
        (file,) = check(path, catalog=CATALOG, select=codes, **settings).files
        assert not file.failures
        return list(file.findings)

    return found


def six(*headings: str, title: str = TITLE) -> str:
    """A report with these chapters, each with a sentence."""
    return "\n".join([title, *(f"{heading}\n{SAYING}" for heading in headings)]) + "\n"


def under_one(*lines: str) -> str:
    """A report with these lines in section one."""
    return "\n".join([TITLE, SIX[0], *lines, *(f"{heading}\n{SAYING}" for heading in SIX[1:])]) + "\n"


def anchors(findings: list[Finding]) -> list[str]:
    """Where findings stand."""
    return [one.location.anchor for one in findings]


def messages(findings: list[Finding]) -> str:
    """All that findings say."""
    return "\n".join(one.message["zh"] for one in findings)


# --- S001 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "levels"),
    [
        (TITLE, []),
        ("2023年某市某局政府信息公开工作年度报告", []),
        ("某市市北区人民政府2023年政府信息公开工作年度报告", []),
        ("市北区人民政府2023年政府信息公开工作年度报告", []),
        ("县某局2023年政府信息公开工作年度报告", ["warning"]),
        ("政府信息公开工作年度报告", ["warning", "warning"]),
        ("某市某局2023年度政府信息公开工作年度报告", ["note"]),
        ("某市某局2023年政府信息公开工作报告", ["warning"]),
        ("某市某局2023年政府信息公开年报", ["note"]),
        ("某市某局2012年政府信息公开年报", []),
    ],
)
def test_title(run: Run, title: str, levels: list[str]) -> None:
    assert [one.level.value for one in run(six(*SIX, title=title), "S001")] == levels


def test_year_given_by_option_does_not_mend_the_title(run: Run) -> None:
    assert "年份" in messages(run(six(*SIX, title="某市某局政府信息公开工作年度报告"), "S001", year=2023))


# --- S002 to S004 --------------------------------------------------------------------


def test_six_sections_in_order(run: Run) -> None:
    assert run(six(*SIX), "S002", "S003", "S004", "S006") == []


def test_missing_section_is_reported_once(run: Run) -> None:
    found = run(six(*SIX[:2], *SIX[3:]), "S002", "S003", "S006")
    assert [(one.code, one.location.anchor) for one in found] == [("S002", "s3")]


def test_sections_in_a_parts_list_are_not_sections(run: Run) -> None:
    text = six(*SIX[:5]).replace(SIX[0], f"本报告由{'、'.join(SIX)}六个部分组成。\n{SIX[0]}", 1)
    assert anchors(run(text, "S002")) == ["s6"]


def test_items_before_2019_are_covered_by_content(run: Run) -> None:
    title = TITLE.replace("2023", "2012")
    text = f"{title}\n一、概述\n主动公开10条，未收到公开申请，没有收费，没有行政复议，还存在不足。\n"
    assert run(text, "S002") == []
    listed = text.replace("，没有收费", "").replace(
        "一、概述", "本报告由概述、收费及减免情况等部分组成。\n一、概述"
    )
    (found,) = run(listed, "S002")
    assert (found.location.anchor, found.level.value) == ("c08_fees", "warning")


@pytest.mark.parametrize(
    ("headings", "says"),
    [
        ((*SIX[:4], "五、其他需要报告的事项", "六、存在的主要问题及改进情况"), ["位置不对"]),
        (tuple("二三四五六七"[at] + text[1:] for at, text in enumerate(SIX)), ["第二部分"]),
        ((SIX[0], "一、主动公开", "二、依申请公开", "三、政府信息管理", *SIX[1:]), ["下级内容"]),
        ((*SIX[:3], "三" + SIX[3][1:], *SIX[4:]), ["第三部分"]),
    ],
)
def test_order_is_one_finding_per_cause(run: Run, headings: tuple[str, ...], says: list[str]) -> None:
    found = run(six(*headings), "S003", "S006")
    assert [one.code for one in found] == ["S003"] * len(says)
    assert all(word in one.message["zh"] for word, one in zip(says, found, strict=True))


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("一、2023年政务公开工作总体情况", 0),
        ("一、本年度总体情况", 0),
        ("六、其他需要汇报的事项", 1),
    ],
)
def test_heading(run: Run, heading: str, count: int) -> None:
    headings = [heading if one[0] == heading[0] else one for one in SIX]
    assert len(run(six(*headings), "S004")) == count


# --- S005 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contents", "year", "levels"),
    [
        ("", 2023, ["warning"]),
        ("无。\n某市某局\n2024年1月20日", 2023, ["warning"]),
        ("无。", 2020, []),
        ("未收取信息处理费。", 2023, []),
    ],
)
def test_last_section(run: Run, contents: str, year: int, levels: list[str]) -> None:
    title = TITLE.replace("2023", str(year))
    text = six(*SIX[:5], title=title) + f"{SIX[5]}\n{contents}\n"
    assert [one.level.value for one in run(text, "S005")] == levels


def test_section_five(run: Run) -> None:
    text = six(*SIX)
    at = text.index(SIX[4]) + len(SIX[4])
    for contents in ("", "\n无", "\n继续努力。"):
        found = run(f"{text[:at]}{contents}\n{SIX[5]}\n{SAYING}\n", "S005")
        assert [(one.location.anchor, one.level.value) for one in found] == [("s5", "error")]
    parted = f"{text[:at]}\n（一）存在问题\n更新不够及时，形式单一。\n{SIX[5]}\n{SAYING}\n"
    assert run(parted, "S005") == []


def test_chapters_before_2019(run: Run) -> None:
    title = TITLE.replace("2023", "2012")
    text = f"{title}\n一、概述\n甲。\n二、主动公开情况\n三、收费及减免情况\n无。\n四、附表\n附表：统计表\n"
    assert anchors(run(text, "S005")) == ["c08_proactive"]


# --- S006 and S007 -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("（一）甲。", "（二）乙。"), ""),
        (("（一）甲。", "（三）乙。"), "跳到"),
        (("（一）甲。", "（一）乙。"), "重复"),
        (("（一）甲。", "（二）乙。", "以下几项工作有待在今后进一步改进：", "（一）丙。"), "又从"),
        (("（一）甲。", "（二）乙。", "改进措施", "（一）丙。", "（二）丁。"), ""),
        (("（二）甲。", "（三）乙。"), "应从"),
        (("1.甲。", "2.乙。", "下一步打算如下：", "1.丙。"), ""),
        (("1.甲。", "2.乙。", "1.丙。"), "又从"),
        (("（1）甲。", "①乙。", "②丙。", "（2）丁。", "①戊。"), ""),
        (("主要有：（一）甲。", "（二）乙。"), ""),
    ],
)
def test_numbers_of_a_run(run: Run, lines: tuple[str, ...], says: str) -> None:
    found = run(under_one(*lines), "S006")
    assert len(found) == bool(says)
    assert says in messages(found)


def test_an_annex_begins_a_new_run(run: Run) -> None:
    text = f"{TITLE.replace('2023', '2012')}\n一、概述\n甲。\n二、其他\n乙。\n附件1：说明\n一、丙\n丁。\n"
    assert run(text, "S006") == []


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (("1.甲。", "2、乙。", "3、丙。"), "“1.”，有的写“2、”"),
        (("1.甲。", "2．乙。"), ""),
        (("（一）甲。", "(二)乙。"), "全角括号“（一）”"),
    ],
)
def test_style_of_a_run(run: Run, lines: tuple[str, ...], says: str) -> None:
    found = run(under_one(*lines), "S007")
    assert len(found) == bool(says)
    assert says in messages(found)


# --- L003 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        ("根据《中华人民共和国政府信息公开条例》（以下简称《条例》），按照《条例》办理。", []),
        ("根据《某省政府信息公开规定》（以下简称“《规定》”）和《规定》。", []),
        ("按照《中华人民共和国政府信息公开条例》和《条例》办理。", ["note"]),
        ("按照《规定》和《条例》办理，《规定》另行印发。", ["warning", "note"]),
        ("按照《办法》办理。", ["warning"]),
        ("按照《条例》办理。（以下简称《条例》）", ["note"]),
        ("按照《条\u200b例》办理。", ["note"]),
    ],
)
def test_abbreviations(run: Run, sentence: str, levels: list[str]) -> None:
    assert [one.level.value for one in run(under_one(sentence), "L003")] == levels


def test_abbreviation_in_a_row_label(run: Run) -> None:
    title = TITLE.replace("2023", "2012")
    text = f"{title}\n一、附表\n指标 | 单位 | 数量\n申请总数 | 条 | 0\n其中：(1)非《规定》所指政府信息数 | 条 | 0\n"
    (found,) = run(text, "L003")
    assert (found.location.line, found.level.value) == (5, "warning")
