"""Packs: what a user's TOML file adds, what is wrong with one, and its rules on their own examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import reportlint
from reportlint import RuleError, cli
from reportlint.engine import check_file
from reportlint.findings import FileResult
from reportlint.packs import due_date
from reportlint.plugins import load_catalog
from reportlint.settings import Settings
from reportlint.toml_file import read_toml

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "examples" / "our-rules.toml"
CLEAN = ROOT / "examples" / "clean-2021.txt"
HEAD = """[[rule]]
code = "X001"
name = "sample"
level = "warning"
class = "地方"
title = { zh = "示例", en = "Sample" }
message = { zh = "{equation}", en = "{equation}" }
help = { zh = "示例", en = "sample" }
"""
TABLE = """某市某局2023年政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况

申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计
一、本年新收政府信息公开申请数量 | 10 | 2 | 0 | 0 | 0 | 0 | 12
二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1
（七）总计 | 10 | 2 | 0 | 0 | 0 | 0 | 12
四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1
"""
Packed = Callable[..., FileResult]


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[str], Path]:
    """A file of rules with that text."""

    def write(text: str) -> Path:
        path = tmp_path / "our.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def checked(path: Path, text: str, code: str, **settings: object) -> FileResult:
    """A report under one rule of a pack."""
    catalog = load_catalog(packs=[path])
    rules = [rule for rule in catalog.rules if rule.code == code]
    made = Settings(**settings)  # type: ignore[arg-type]
    return check_file(Path("x.txt"), "x.txt", catalog, rules, made, data=text.encode())


# --- what a pack adds ----------------------------------------------------------------------


def test_the_sample_works_on_its_own_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", str(SAMPLE), "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.count("pass  X00") == 4
    assert "FAIL" not in out


def test_a_forbidden_word_is_found_where_it_stands(pack: Callable[[str], Path]) -> None:
    path = pack(HEAD.replace("{equation}", "{word}") + 'words = ["依申请信息公开"]\n')
    text = "某市某局2023年政府信息公开工作年度报告\n\n一、总体情况\n\n办理依申请信息公开5件。\n"
    (finding,) = checked(path, text, "X001").findings
    assert (finding.location.line, finding.location.column, finding.location.end_column) == (5, 3, 10)
    assert finding.message["zh"] == "依申请信息公开"


def test_an_extra_section_is_asked_for_and_in_order(pack: Callable[[str], Path]) -> None:
    section = '[[extend.section]]\nkey = "s7"\nheading = "七、重点领域"\nafter = "s6"\ndemanded = true\n'
    path = pack(f'[[extend]]\nedition = "2021"\n{section}')
    text = CLEAN.read_text(encoding="utf-8")
    missing = checked(path, text, "S002").findings
    assert [one.location.anchor for one in missing] == ["s7"]
    assert not checked(path, f"{text}七、重点领域\n公开了重点领域的各项信息。\n", "S002").findings


def test_an_extra_row_is_read_and_counted_in_its_group(pack: Callable[[str], Path]) -> None:
    row = '[[extend.row]]\ntable = "s3_requests"\nunder = "g_deny"\nrow = "r_deny_local?  9.本地规定"\n'
    path = pack(f'[[extend]]\nedition = "2021"\n{row}')
    lines = TABLE.splitlines()
    extra = ["（三）不予公开 | | | | | | |", "9.本地规定 | 10 | 2 | 0 | 0 | 0 | 0 | 12"]
    result = checked(path, "\n".join([*lines[:7], *extra, *lines[7:]]), "T002")
    assert result.report is not None
    (grid,) = result.report.grids
    assert grid.cells["r_deny_local", "total"].number == 12
    assert [row.key for row in grid.form.rows if row.parent == "g_deny"][-1] == "r_deny_local"


def test_a_due_date_goes_by_the_kind_of_organ(pack: Callable[[str], Path]) -> None:
    path = pack('[due]\ndepartment = "01-20"\ngovernment = "03-31"\n')
    catalog = load_catalog(packs=[path])
    assert due_date(catalog.due, "department", 2023) == "2024-01-20"
    assert due_date(catalog.due, "other", 2023) is None
    assert due_date(catalog.due, None, 2023) is None
    assert due_date(catalog.due, "department", None) is None
    for organ, due in (("department", "2024-01-20"), ("government", "2024-03-31"), ("other", None)):
        report = checked(path, TABLE, "T002", organ=organ).report
        assert report is not None
        assert report.due == due
    given = checked(path, TABLE, "T002", organ="department", due="2024-02-01").report
    assert given is not None
    assert given.due == "2024-02-01"


def test_packs_of_several_files_add_up(tmp_path: Path) -> None:
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text(HEAD + 'words = ["甲"]\n', encoding="utf-8")
    second.write_text(HEAD.replace("X001", "X002").replace("sample", "other") + 'words = ["乙"]\n', "utf-8")
    catalog = load_catalog(packs=[first, second])
    assert {"X001", "X002"} <= {rule.code for rule in catalog.rules}
    assert catalog.sources["X002"] == str(second)
    assert catalog.sources["A001"] == "reportlint:builtin"


def test_python_and_the_command_line_take_packs(
    pack: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = pack(HEAD.replace("{equation}", "{word}") + 'words = ["总体"]\n')
    assert reportlint.check(CLEAN, packs=path, select="X001").files[0].findings
    assert reportlint.check(CLEAN, packs=[path], select="X001").files[0].findings
    assert cli.main(["--rules", str(path), "--select", "X001", str(CLEAN)]) == 1
    assert cli.main(["explain", "X001", "--rules", str(path)]) == 0
    assert cli.main(["rules", "--rules", str(path)]) == 0
    assert "X001" in capsys.readouterr().out
    assert cli.main(["--select", "X001", str(CLEAN)]) == 2


# --- formulas ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("holds", "each", "shown"),
    [
        ("new_received * new_received == r_total", "column", "10×10 = 100 ≠ 10"),
        ("new_received.total == 0 or r_total.total >= 13", "", "12 ≠ 0；12 < 13"),
        ("new_received.total == 12 and carried_in.total != 1", "", "1 = 1"),
        (
            "2 * (new_received.total - carried_in.total) * r_total.total == 1",
            "",
            "2×(12 - 1)×12 = 264 ≠ 1",
        ),
    ],
)
def test_a_formula_beyond_sums_prints_what_fails_with_its_numbers(
    holds: str, each: str, shown: str, pack: Callable[[str], Path]
) -> None:
    path = pack(f'{HEAD}table = "s3_requests"\neach = "{each}"\nholds = "{holds}"\n')
    finding = checked(path, TABLE, "X001").findings[0]
    assert finding.message["zh"] == shown
    assert finding.values is not None
    assert finding.values.equation == shown
    assert finding.location.line in (6, 7, 8)


@pytest.mark.parametrize(
    "holds",
    [
        "new_received.total * 2 >= r_total.total",
        "new_received.total == 0 or r_total.total == 12",
        "new_received.total * carried_in.total == r_total.total * carried_out.total",
        "(new_received.total == 1 or r_total.total == 12) and carried_in.total == 1",
    ],
)
def test_a_formula_that_holds_is_silent(holds: str, pack: Callable[[str], Path]) -> None:
    result = checked(pack(f'{HEAD}table = "s3_requests"\nholds = "{holds}"\n'), TABLE, "X001")
    assert (result.findings, result.decided, result.undecided) == ((), 1, ())


@pytest.mark.parametrize(
    ("holds", "decided"),
    [
        ("new_received.total * 2 >= carried_in.total", False),
        ("carried_in.total == 1 or new_received.total == 12", True),  # the other side decides
        ("carried_in.total == 1 and new_received.total == 12", False),
        ("carried_in.total == 1 and new_received.total == 11", True),
        ("last.new_received.total * 3 >= new_received.total", False),
        ("told.new_received == new_received.total * 1 + 0 * carried_in.total", False),
    ],
)
def test_what_is_blank_or_unknown_is_undecided_unless_the_rest_decides(
    holds: str, decided: bool, pack: Callable[[str], Path]
) -> None:
    text = TABLE.replace("| 1 | 0 | 0 | 0 | 0 | 0 | 1\n（七）", "| 1 | 0 | 0 | 0 | 0 | 0 | \n（七）")
    assert text != TABLE
    result = checked(pack(f'{HEAD}table = "s3_requests"\nholds = "{holds}"\n'), text, "X001")
    assert (result.decided == 1) is decided


def test_the_year_before_is_compared(pack: Callable[[str], Path]) -> None:
    path = pack(f'{HEAD}table = "s3_requests"\neach = "column"\nholds = "carried_in == last.carried_out"\n')
    catalog = load_catalog(packs=[path])
    rules = [rule for rule in catalog.rules if rule.code == "X001"]
    before = TABLE.replace("2023", "2022").replace("办理 | 1 |", "办理 | 3 |")
    last = check_file(Path("x.txt"), "x.txt", catalog, (), Settings(), data=before.encode()).report
    result = check_file(Path("x.txt"), "x.txt", catalog, rules, Settings(), data=TABLE.encode(), last=last)
    assert [one.message["zh"] for one in result.findings] == ["1 ≠ 3"]
    assert [one.location.line for one in result.findings] == [7]


# --- what is wrong with a pack ---------------------------------------------------------------

RULE = f'{HEAD}table = "s3_requests"\neach = "column"\nholds = "new_received <= r_total"\n'
EXTEND = '[[extend]]\nedition = "2021"\n'
WRONG = [
    (RULE.replace("each =", "eech ="), ":10: rule.eech: ", "each"),
    (RULE.replace("new_received <=", "new_recieved <="), ":11: holds: ", "new_received"),
    (RULE.replace("new_received <=", "last.new_recieved <="), ":11: holds: ", "new_received"),
    (RULE.replace("<= r_total", "< r_total"), ":11: holds: formula, column", "< r_total"),
    (RULE.replace("s3_requests", "s3_request"), ":11: holds: ", "s3_requests"),
    (RULE.replace('"column"', '"colum"'), ":10: rule.each: ", "column"),
    (RULE.replace('"warning"', '"warnning"'), ":4: rule.level: ", "warning"),
    (RULE.replace("help =", "hepl ="), ":8: rule.hepl: ", "help"),
    (RULE.replace('title = { zh = "示例", en = "Sample" }', 'title = "示例"'), ":6: rule.title: ", "zh"),
    (RULE.replace('name = "sample"\n', ""), ":1: rule: missing name", ""),
    (RULE + 'organs = ["goverment"]\n', ":12: rule.organs: ", "government"),
    (HEAD, ":1: rule: needs holds or words", ""),
    (HEAD + 'holds = "a == b"\n', ":1: rule: missing table", ""),
    (RULE + 'edition = "2022"\n', ":11: holds: ", "2021"),
    ('[[rules]]\ncode = "X001"\n', ":1: rules: ", "rule"),
    ('name = "x"\n', "neither [[rule]] nor", ""),
    ('[due]\ngoverment = "01-20"\n', ":2: due.goverment: ", "government"),
    ('[due]\ngovernment = "20 Jan"\n', ":2: due.government: ", "01-20"),
    ('[[extend]]\nedition = "2022"\n', ":2: extend.edition: ", "2021"),
    (f'{EXTEND}[[extend.section]]\nkey = "s7"\n', ":3: extend.section: missing heading", ""),
    (f'{EXTEND}[[extend.section]]\nkey = "s6"\nheading = "七、其他"\n', ":4: extend.section.key: ", "s6"),
    (
        f'{EXTEND}[[extend.section]]\nkey = "s7"\nheading = "七、其他"\nafter = "s66"\n',
        ":6: extend.section.after: ", "s6",
    ),
    (
        f'{EXTEND}[[extend.row]]\ntable = "s3_request"\nrow = "x  甲"\nafter = "r_open"\n',
        ":4: extend.row.table: ", "s3_requests",
    ),
    (
        f'{EXTEND}[[extend.row]]\ntable = "s3_requests"\nrow = "x  甲"\nafter = "r_opn"\n',
        ":6: extend.row.after: ", "r_open",
    ),
    (f'{EXTEND}[[extend.row]]\ntable = "s3_requests"\nrow = "x  甲"\n', ":3: extend.row: ", "under"),
    (
        f'{EXTEND}[[extend.row]]\ntable = "s3_requests"\nrow = "x"\nafter = "r_open"\n',
        ":5: row: ", "",
    ),
    ('[[rule]]\ncode = "X001\n', ":2: not TOML", ""),
    (RULE.replace("X001", "A001"), "defined twice", "arithmetic.toml"),
    ('rule = 1\n', ":1: rule: write [[rule]]", ""),
    ('[extend]\nedition = "2021"\n', ":1: extend: write [[extend]]", ""),
    ('[[extend]]\nedition = 2021\n', ":2: extend.edition: write a text", ""),
    (f'{EXTEND}section = 1\n', ":3: extend.section: write [[extend.section]]", ""),
    (f'{EXTEND}[[extend.section]]\nkey = "s7"\nheading = "七"\nany_of = "七"\n', "any_of: write a list", ""),
    ('due = 1\n', ":1: due: write a table", ""),
    ('[due]\ngovernment = 2024-01-20\n', ":2: due.government: write a text", ""),
    (HEAD + 'words = "甲"\n', ":9: rule.words: write a list of texts", ""),
    (HEAD + 'words = [1]\n', ":9: rule.words: write a list of texts", ""),
    (RULE.replace('code = "X001"', "code = 1"), ":2: rule.code: write a text", ""),
    (RULE.replace('en = "sample"', "en = 1"), "rule.help.en: write a text", ""),
    (RULE + "page = 1\n", ":12: rule.page: write a table", ""),
    (RULE + 'says = "五 ≤ 一"\n', ":12: rule.says: ", "zh"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "where", "near"), WRONG)
def test_a_mistake_is_one_line_with_file_line_key_and_the_nearest_names(
    text: str, where: str, near: str, pack: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = pack(text)
    for lang in ("en", "zh"):
        assert cli.main(["--lang", lang, "--rules", str(path), str(CLEAN)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert str(path) in line
        assert near in line
        assert lang == "zh" or where in line


def test_a_missing_or_undecodable_pack_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "b.toml"
    broken.write_bytes(b"name = '\xff'\n")
    for path in (tmp_path / "none.toml", broken):
        assert cli.main(["--rules", str(path), str(CLEAN)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert str(path) in line


def test_a_quantity_that_prose_never_tells_is_an_error_at_load() -> None:
    from reportlint.model import Equation
    from reportlint.plans import validate

    editions = load_catalog().editions
    says = {"zh": "", "en": ""}
    wrong = Equation("X001", "", "s3_requests", "", "told.new_recieved == new_received.total", says, "f:3")
    with pytest.raises(RuleError, match=r"f:3: prose has no told.new_recieved; nearest: new_received"):
        validate(editions, [wrong], ["new_received", "carried_in"])


def test_lines_are_known_in_spite_of_strings_of_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    text = 'a = """\nb = 1\n[c]\n"""\nb = [\n"""\nd = 2\n""", \'\'\'x\'\'\',\n]\n[[t]]\nk = 1\n[t.u]\n"v w" = 2\n[[t]]\nk.l = 3\n'
    path.write_text(text, encoding="utf-8")
    assert dict(read_toml(path).lines) == {
        ("a",): 1,
        ("b",): 5,
        ("t", 0): 10,
        ("t", 0, "k"): 11,
        ("t", 0, "u"): 12,
        ("t", 0, "u", "v w"): 13,
        ("t", 1): 14,
        ("t", 1, "k", "l"): 15,
    }


# --- rules on their own examples -------------------------------------------------------------

EXAMPLE = '''
[rule.page]
bad = ["""某市某局2023年政府信息公开工作年度报告

一、总体情况

{bad}。
"""]
good = ["""某市某局2023年政府信息公开工作年度报告

一、总体情况

{good}。
"""]
'''
WORDS = HEAD.replace("{equation}", "{word}") + 'words = ["甲"]\n'


@pytest.mark.parametrize(
    ("page", "code", "said"),
    [
        (EXAMPLE.format(bad="甲", good="乙"), 0, ["pass  X001 Sample (2 examples)"]),
        (EXAMPLE.format(bad="乙", good="乙"), 1, ["FAIL  X001 Sample: wrong example 1: should be found"]),
        (EXAMPLE.format(bad="甲", good="甲"), 1, ["right example 1: should not be found and is, line 5: 甲"]),
        ("", 0, ["it has no wrong example (bad)", "it has no right example (good)", "1 untried"]),
        ("[rule.page]\nbad = [1]\n", 1, ["wrong example 1: write a text"]),
        ('[rule.page]\nbad = [{ txt = "甲" }]\n', 1, ["wrong example 1: write a text"]),
        ('[rule.page]\nbad_hex = ["zz"]\n', 1, ["wrong example 1: write a text"]),
    ],
)
def test_each_rule_is_tried_on_its_examples(
    page: str, code: int, said: list[str], pack: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = pack(WORDS + page)
    assert cli.main(["test", str(path), "--lang", "en"]) == code
    out = capsys.readouterr().out
    assert [text for text in said if text not in out] == []
    assert cli.main(["test", str(path), "--lang", "zh"]) == code
    capsys.readouterr().out.encode("gbk")


def test_the_built_in_rules_pass_on_their_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", "builtin", "--lang", "en"]) == 0
    assert " 0 failed" in capsys.readouterr().out.splitlines()[-1]


def test_an_unknown_pack_names_what_is_installed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["test", "nosuch", "--lang", "en"]) == 2
    assert "builtin" in capsys.readouterr().err
