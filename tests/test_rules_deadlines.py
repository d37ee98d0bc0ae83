"""Rules D001, D002, D003 and D005 on single sentences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportlint import check
from reportlint.findings import Finding
from reportlint.plugins import load_catalog

CATALOG = load_catalog()
Run = Callable[..., list[Finding]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Findings of some codes in a report of one sentence."""

    def found(year: int, sentence: str, *codes: str) -> list[Finding]:
        path = tmp_path / "report.txt"
        heading = "一、总体情况" if year > 2018 else "一、概述"
        text = f"某市某局{year}年政府信息公开工作年度报告\n\n{heading}\n\n{sentence}\n"
        path.write_text(text, encoding="utf-8")
        (file,) = check(path, catalog=CATALOG, select=codes).files
        assert not file.failures
        return list(file.findings)

    return found


# --- D001 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "收到公开申请5件，均在法定期限内答复。",
        "收到公开申请5件，均按时办结。",
        "申请在规定时限内办理。",
        "收到申请后15个工作日内答复。",
        "收到申请后十五个工作日内答复申请人。",
        "全年没有逾期答复的申请。",
        "申请均在15个工作日的法定期限内答复，内容主要涉及取水许可。",
    ],
)
def test_reply_limit_stated(run: Run, sentence: str) -> None:
    assert run(2012, sentence, "D001") == []


@pytest.mark.parametrize(
    ("year", "sentence", "level"),
    [
        (2012, "收到公开申请5件，同意公开5件。", "warning"),
        (2012, "全年未收到公开申请。", "note"),
        (2012, "收到公开申请0件。", "note"),
        (2023, "收到公开申请5件，予以公开5件。", "note"),
        (2012, "接到投诉5起，均在规定时间内办结。", "note"),
        (2012, "对群众提出的建议在3个工作日内作出答复。", "note"),
        (2012, "政府信息自形成之日起20个工作日内主动公开。", "note"),
        (2023, "第三方自收到征求意见书之日起15个工作日内提出意见。", "note"),
    ],
)
def test_reply_limit_unstated(run: Run, year: int, sentence: str, level: str) -> None:
    assert [one.level.value for one in run(year, sentence, "D001")] == [level]


# --- D002 and D003 -------------------------------------------------------------------

REPLY = "自收到申请之日起{}内予以答复。"
OPEN = "按照《条例》规定，政府信息自形成或者变更之日起{}内主动公开。"
EXTEND = "需要延长答复期限的，延长时间不超过{}。"


@pytest.mark.parametrize(
    ("year", "sentence", "code", "expected"),
    [
        (2012, REPLY.format("20个工作日"), "D002", "15个工作日"),
        (2023, REPLY.format("15个工作日"), "D002", "20个工作日"),
        (2020, REPLY.format("15 个工作日"), "D002", "20个工作日"),
        (2023, REPLY.format("１５个\u200b工作日"), "D002", "20个工作日"),
        (2023, "办理申请一事一档，严格执行15个工作日的法定答复期限。", "D002", "20个工作日"),
        (2023, EXTEND.format("15个工作日"), "D002", "不超过20个工作日"),
        (2012, EXTEND.format("20个工作日"), "D002", "不超过15个工作日"),
        (2023, OPEN.format("15个工作日"), "D002", "20个工作日"),
        (2012, REPLY.format("15日"), "D003", "15个工作日"),
        (2023, REPLY.format("二十天"), "D003", "20个工作日"),
        (2023, "政府信息在规定的20日内主动公开。", "D003", "20个工作日"),
        (2012, EXTEND.format("15日"), "D003", "不超过15个工作日"),
    ],
)
def test_wrong_limit(run: Run, year: int, sentence: str, code: str, expected: str) -> None:
    (found,) = run(year, sentence, "D002", "D003")
    assert found.code == code
    assert found.message["zh"].endswith(f"应为{expected}")


@pytest.mark.parametrize(
    ("year", "sentence"),
    [
        (2012, REPLY.format("15个工作日")),
        (2012, EXTEND.format("15个工作日")),
        (2019, REPLY.format("15个工作日")),
        (2019, REPLY.format("20个工作日")),
        (2023, REPLY.format("20个工作日") + EXTEND.format("20个工作日")),
        (2023, OPEN.format("20个工作日")),
        (2023, "政府信息自形成之日起7个工作日内主动公开。"),
        (2023, "严格按照《某市政府信息公开规定》，自形成之日起7个工作日内主动公开。"),
        (2023, "承诺收到申请后15个工作日内答复，早于法定期限。"),
        (2023, "答复加延长最长40个工作日。"),
        (2012, "申请最长30个工作日内答复。"),
        (2023, "涉及第三方的，第三方应当在15个工作日内提出意见，再答复申请人。"),
        (2023, "申请内容不明确的，申请人应在15个工作日内补正。"),
        (2023, "意见箱、信箱和留言在15个工作日内受理和答复。"),
        (2023, "12345热线诉求在15日内答复。"),
        (2023, "人大建议、政协提案均在20日内答复。"),
        (2023, "对答复不服的，申请人可在15日内提起诉讼。"),
        (2023, "2023年3月20日收到申请，3月31日前答复申请人。"),
        (2023, "1月1日至20日内收到申请5件，12月15日内部通报答复情况。"),
        (2023, "2018年收到的申请在15个工作日内答复。"),
        (2023, "新《条例》将答复期限由15个工作日延长为20个工作日。"),
    ],
)
def test_right_limit(run: Run, year: int, sentence: str) -> None:
    assert run(year, sentence, "D002", "D003") == []


def test_place_of_a_limit(run: Run) -> None:
    (found,) = run(2023, REPLY.format("15个工作日"), "D002")
    assert (found.location.line, found.location.column, found.location.end_column) == (5, 9, 15)


# --- D005 ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。", 0),
        ("自2023 年 1 月 1 日至 12 月 31 日，共公开信息5条。", 0),
        ("统计期限自20231月1日至12月31日。", 0),
        ("统计自202311日起至20231231日止。", 0),
        ("数据截至2023年12月31日。", 0),
        ("截至2023年底，累计公开160条。", 1),
        ("5月15日至6月15日开展宣传。", 1),
        ("电话0000-8612345。", 1),
    ],
)
def test_period(run: Run, sentence: str, count: int) -> None:
    assert len(run(2023, sentence, "D005")) == count
