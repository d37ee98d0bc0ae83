"""Personal numbers are masked wherever the program prints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportlint.cli import main
from reportlint.personal import masked, masked_lines, personal_numbers

IDENTITY = "11010519491231002X"
CARD = "6222021234567890128"
MOBILE = "13800138001"
TEXT = f"""某市某局2023年政府信息公开工作年度报告

一、总体情况（李某{MOBILE}）

申请人王某（身份证号{IDENTITY}）按《规定》退款至卡{CARD}，XX局电话{MOBILE}。

姓名 | 证件号 | 手机
王某 | {IDENTITY} | {MOBILE}
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "arguments", [["--output-format", "full"], ["--output-format", "concise"], ["--output-format", "json"]]
)
def test_no_output_shows_a_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], lang: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_text(TEXT, encoding="utf-8")
    main([str(path), "--lang", lang, *arguments])
    out = capsys.readouterr().out
    assert "W005" in out
    for number in (IDENTITY, CARD, MOBILE):
        assert number not in out
        assert number[3:-2] not in out


def test_extracted_tables_and_headings_hide_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    path.write_text(TEXT, encoding="utf-8")
    main(["extract", str(path)])
    out = capsys.readouterr().out
    assert json.loads(out)["sections"]
    assert not any(number in out for number in (IDENTITY, CARD, MOBILE))


def test_a_masked_text_keeps_its_length() -> None:
    for text in (
        f"身份证{IDENTITY}。",
        f"卡{CARD}",
        f"{MOBILE}、１３８００１３８００１",
        f"1380\u200b0138001，{IDENTITY}",
    ):
        assert len(masked(text)) == len(text)
        assert masked(text) != text
        assert not personal_numbers(masked(text))


@pytest.mark.parametrize(
    "text",
    ["", "12", "2023年1月1日至2023年12月31日", "1363546", "15000000000", "0517-83605210", "第１３８条"],
)
def test_other_numbers_stay(text: str) -> None:
    assert masked(text) == text


def test_a_figure_of_eleven_digits_is_no_telephone() -> None:
    assert masked(MOBILE, is_figure=True) == MOBILE
    assert masked(IDENTITY, is_figure=True) != IDENTITY


def test_lines_are_masked_one_by_one() -> None:
    assert masked_lines((f"甲{MOBILE}", "乙"), ()) == ("甲138******01", "乙")


def test_a_number_broken_by_a_line_end_is_masked_on_both_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.txt"
    front = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n"
    path.write_text(
        f"{front}全年收到申请并由申请人王某身份证号码为{IDENTITY[:9]}\n{IDENTITY[9:]}办理登记，XX局。\n",
        encoding="utf-8",
    )
    main([str(path)])
    out = capsys.readouterr().out
    assert IDENTITY[:9] not in out
    assert IDENTITY[9:] not in out
