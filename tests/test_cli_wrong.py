"""Wrong calls: one line that names what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlint.cli import main
from reportlint.cli_help import wrapped
from reportlint.cli_parser import COMMANDS, check_parser
from reportlint.text import columns_on_screen

CALLS = [
    (("--selct", "A", "x"), "没有 --selct 这个选项；相近的有：--select", "no option --selct; nearest: --select"),
    (("--frobnicate",), "没有 --frobnicate 这个选项（用法见", "no option --frobnicate (see"),
    (("clean", "x"), "多余的参数：x", "one argument too many: x"),
    (("chek", "x"), "chek；如果是命令，要写在最前面：reportlint check …", "chek; if the command is meant, write it first"),
    (("Explain", "A001"), "要写在最前面：reportlint explain …", "reportlint explain …"),
    (("nowhere.docx",), "没有这个文件或文件夹：nowhere.docx；请检查路径", "nowhere.docx; check the path"),
    (("x", "--max-size", "0"), "--max-size：要写一个大于 0 的整数，而不是 '0'", "--max-size: write a whole number above 0"),
    (("x", "--year", "abc"), "--year：要写一个整数", "--year: write a whole number, not 'abc'"),
    (("x", "--output", "xml:y"), "--output：没有“xml”这种格式", "--output: no format 'xml'"),
    (("x", "--rules", "no.toml"), "错误：--rules：没有文件 no.toml", "error: --rules: no file no.toml"),
    (("explain",), "缺少参数：RULE", "missing: RULE"),
    (("x", "--select"), "--select：后面要写一个值", "--select: write a value after it"),
    (("x", "--fail-on", "fatal"), "不能是 'fatal'，只能是", "invalid choice: 'fatal'"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "zh", "en"), CALLS, ids=[" ".join(call) for call, _, _ in CALLS])
def test_a_wrong_call_says_what_was_meant(
    call: tuple[str, ...], zh: str, en: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, rules_loaded: None,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    for lang, told in (("zh", zh), ("en", en)):
        assert main(["--lang", lang, *call]) == 2
        first = capsys.readouterr().err.splitlines()[0]
        assert told in first
        assert first.encode("gbk")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_fits_the_screen_and_names_the_commands(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = check_parser(lang).format_help()
    assert [line for line in text.splitlines() if columns_on_screen(line) > 80] == []
    assert [name for name in COMMANDS if f"\n  {name} " not in text] == []


def test_wrapping_counts_columns_and_keeps_marks_and_words() -> None:
    assert wrapped("改变一条规则的级别，如 A008=warning；可重复", 20) == (
        "改变一条规则的级别，",
        "如 A008=warning；可",
        "重复",
    )
    assert wrapped("  a  word", 80) == ("  a  word",)
    assert wrapped("", 80) == ()
