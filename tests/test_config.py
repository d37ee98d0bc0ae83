"""Configuration: which file counts, what it may say, where each value came from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportlint.config import Value, find_config, given, load_config
from reportlint.config_keys import KEYS
from reportlint.errors import ReportlintError
from reportlint.patterns import is_for, named_by, read_pattern
from reportlint.rule import Level
from reportlint.setups import Asked, is_excluded, setups
from reportlint.side_file import find_side_file, read_side_file


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without configuration above it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, text: str) -> Path:
    """A file below the working folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def values(path: Path) -> dict[str, object]:
    """What a configuration says."""
    return {key: one.value for key, one in load_config(path).values.items()}


# --- which file -------------------------------------------------------------------------


def test_the_nearest_file_with_our_section_counts(folder: Path) -> None:
    put("reportlint.toml", "")
    put("a/pyproject.toml", "[project]\nname = 'x'\n")
    put("a/b/pyproject.toml", "[tool.reportlint]\nedition = '2021'\n")
    put("a/b/c/.reportlint.toml", "")
    put("a/b/c/d/.reportlint.toml", "")
    put("a/b/c/d/reportlint.toml", "")
    found = [find_config(folder / place) for place in ("", "a", "a/b", "a/b/c", "a/b/c/d/e")]
    assert found == [
        folder / name
        for name in (
            "reportlint.toml",
            "reportlint.toml",
            "a/b/pyproject.toml",
            "a/b/c/.reportlint.toml",
            "a/b/c/d/reportlint.toml",
        )
    ]


def test_a_project_file_of_others_is_not_even_read(folder: Path) -> None:
    put("pyproject.toml", "this is no TOML")
    assert find_config(folder) is None or find_config(folder) != folder / "pyproject.toml"


# --- what it says -----------------------------------------------------------------------------


def test_values_come_with_their_origin() -> None:
    path = put("reportlint.toml", '# x\nselect = ["A", "T002"]\n\n[levels]\nA008 = "warning"\n')
    config = load_config(path)
    assert config.values["select"] == Value(("A", "T002"), "reportlint.toml:2")
    assert config.values["levels"] == Value(
        {"A008": "warning"}, "reportlint.toml:4", (("A008", "reportlint.toml:5"),)
    )


def test_extending_adds_only_where_it_says_so(folder: Path) -> None:
    put("base.toml", 'select = ["A"]\nextend-ignore = ["A1"]\nedition = "2019"\n[due]\nother = "03-31"\n')
    path = put(
        "a/reportlint.toml",
        'extend = "../base.toml"\nselect = ["T"]\nextend-ignore = ["T1"]\nexclude = ["old/"]\n[due]\ntownship = "01-20"\n',
    )
    assert values(path) == {
        "select": ("T",),
        "extend-ignore": ("A1", "T1"),
        "edition": "2019",
        "due": {"other": "03-31", "township": "01-20"},
        "exclude": ((folder / "a", "old/"),),
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nselekt = ['A']\n", "reportlint.toml:2: no key 'selekt'; nearest: select"),
        ("[levels]\nA001 = 'note'\nA002 = 'fatal'\n", "reportlint.toml:3: levels wants"),
        ("[per-file-ignores]\n'a' = ['T']\n'b' = 3\n", "reportlint.toml:3: per-file-ignores wants a list"),
        ("exclude = ['!']\n", "reportlint.toml:1: exclude wants a pattern as in .gitignore, not '!'"),
        ("include = ['a[z-a].txt']\n", "reportlint.toml:1: include wants a pattern"),
        ("exclude = ['2019\\*.txt']\n", "reportlint.toml:1: exclude wants / between folders"),
        (
            "[per-file-ignores]\n'C:/reports/a.txt' = ['T']\n",
            "reportlint.toml:2: per-file-ignores wants a path below",
        ),
        ("max-pages = 0\n", "reportlint.toml:1: max-pages wants a whole number above 0"),
        ("organ = 'ministry'\n", "reportlint.toml:1: organ wants government | department"),
        ("due = '2024-01-20'\n", "reportlint.toml:1: due wants a day of the year, MM-DD"),
        ("select = 3\n", "reportlint.toml:1: select wants a list of texts"),
        ("extend = 'gone.toml'\n", "reportlint.toml:1: extend: no file"),
        ("extend = 'reportlint.toml'\n", "extends itself"),
        ("a = = b\n", "reportlint.toml:1: not TOML"),
    ],
)
def test_what_cannot_be_used_is_one_line_with_its_place(text: str, told: str) -> None:
    path = put("reportlint.toml", text)
    with pytest.raises(ReportlintError) as caught:
        load_config(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value) + caught.value.zh


def test_a_file_in_a_local_encoding_says_what_to_do() -> None:
    Path("reportlint.toml").write_bytes("# 说明\nedition = '2021'\n".encode("gbk"))
    with pytest.raises(ReportlintError) as caught:
        load_config(Path("reportlint.toml"))
    assert "UTF-8" in str(caught.value)
    Path("reportlint.toml").write_bytes(b"\xef\xbb\xbfedition = '2021'\n")
    assert values(Path("reportlint.toml")) == {"edition": "2021"}


def test_single_values_are_given_in_toml_or_bare() -> None:
    found = given(["edition=2021", 'select=["A", "T"]', "max-pages = 20", "levels.A008='error'"])
    assert {key: one.value for key, one in found.items()} == {
        "edition": "2021",
        "select": ("A", "T"),
        "max-pages": 20,
        "levels": {"A008": "error"},
    }
    with pytest.raises(ReportlintError, match="--config 'colour=red'"):
        given(["colour=red"])


# --- what is used for a file ----------------------------------------------------------------------


def test_each_file_has_the_setup_of_its_folder(folder: Path) -> None:
    put("reportlint.toml", 'ignore = ["S"]\n[levels]\nreview-total = "note"\n')
    put("new/reportlint.toml", 'select = ["A"]\nmax-pages = 7\ndue = "01-20"\n')
    setup = setups(Asked())
    old, new = setup(folder / "a.txt"), setup(folder / "new" / "b.txt")
    assert {rule.code[0] for rule in old.rules} >= {"A", "T"}
    assert not [rule for rule in old.rules if rule.code.startswith("S")]
    assert old.settings.levels == {"A004": Level.NOTE}
    assert {rule.code[0] for rule in new.rules} == {"A"}
    assert (new.settings.limits.pages, new.settings.levels) == (7, {})
    assert new.catalog.due["township"] == "01-20"
    assert setup(folder / "new" / "c.txt") is new


def test_the_command_line_stands_over_the_files(folder: Path) -> None:
    put("reportlint.toml", 'select = ["T"]\nignore = ["A001"]\nextend-ignore = ["A002"]\n')
    asked = Asked((("select", Value(("A",), "--select")),))
    assert {rule.code for rule in setups(asked)(folder / "a.txt").rules} >= {"A001", "A002"}
    less = Asked((("extend-ignore", Value(("T001",), "--extend-ignore")),))
    codes = {rule.code for rule in setups(less)(folder / "a.txt").rules}
    assert "T002" in codes
    assert not codes & {"T001", "A001", "A002"}
    alone = setups(Asked(isolated=True))(folder / "a.txt")
    assert {"A001", "T001"} <= {rule.code for rule in alone.rules}


def test_a_selector_that_names_nothing_tells_its_file(folder: Path) -> None:
    put("reportlint.toml", '\nignore = ["A0O1"]\n')
    with pytest.raises(ReportlintError, match=r"reportlint.toml:2: ignore: no rule 'A0O1'; nearest: A001"):
        setups(Asked(year=2001))(folder / "a.txt")


def test_a_named_file_takes_the_place_of_those_found(folder: Path) -> None:
    put("reportlint.toml", 'edition = "2019"\n')
    put("other.toml", 'edition = "2014"\n')
    asked = Asked(config="other.toml")
    assert setups(asked)(folder / "a.txt").settings.edition == "2014"


# --- patterns ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "pattern", "hit"),
    [
        ("2019/a.txt", "2019/**", True),
        ("x/2019/a.txt", "2019/", True),
        ("x/2019/a.txt", "/2019/", False),
        ("a/b.docx", "*.docx", True),
        ("a/b.txt", "*.docx", False),
        ("../b.docx", "*.docx", False),
        ("../b.docx", "../*.docx", True),
        ("a/b.docx", "../*.docx", False),
        ("a/b.docx", "./a/*.docx", True),
        ("a/b[1].docx", "a/b[1].docx", True),
        ("a/b1.docx", "a/b[1].docx", True),
        ("a/b[1].docx", "a/b\\[1\\].docx", True),
        ("-a (1).txt", "-a (1).txt", True),
    ],
)
def test_patterns_are_those_of_gitignore(folder: Path, path: str, pattern: str, hit: bool) -> None:
    (folder / "f").mkdir()
    place = folder / path.removeprefix("../") if path.startswith("..") else folder / "f" / path
    assert is_for(place, read_pattern(folder / "f", pattern)) is hit
    assert named_by(place, [read_pattern(folder / "f", pattern)]) is hit


def test_the_full_path_of_a_place_below_is_understood(folder: Path) -> None:
    pattern = read_pattern(folder, f"{folder.as_posix()}/2024/*.txt")
    assert is_for(folder / "2024" / "a.txt", pattern)
    assert not is_for(folder / "x" / "2024" / "a.txt", pattern)


def test_the_last_pattern_that_says_anything_decides(folder: Path) -> None:
    def named(name: str, *patterns: str) -> bool:
        return named_by(folder / name, [read_pattern(folder, one) for one in patterns])

    assert not named("2024/a.txt", "2024/*", "!2024/a.txt")
    assert named("2024/b.txt", "2024/*", "!2024/a.txt")
    assert named("2024/a.txt", "!2024/a.txt", "2024/*")
    assert is_for(folder / "b.txt", read_pattern(folder, "!a.txt"))
    assert not is_for(folder / "a.txt", read_pattern(folder, "!a.txt"))


def test_a_folder_reached_by_a_link_is_the_same_folder(folder: Path) -> None:
    put("real/reportlint.toml", 'exclude = ["a.txt"]\n')
    os.symlink(folder / "real", folder / "link")
    path = folder / "link" / "a.txt"
    assert is_excluded(path, setups(Asked())(path).config.values)


def test_excluding_and_including(folder: Path) -> None:
    put(
        "reportlint.toml",
        'exclude = ["old/"]\nextend-exclude = ["*.html"]\ninclude = ["2024/**", "old/**"]\n',
    )
    config = load_config(Path("reportlint.toml")).values
    names = ("old/a.txt", "2024/a.txt", "2024/a.html", "2023/a.txt")
    assert [is_excluded(folder / name, config) for name in names] == [True, False, True, True]


# --- the side file ----------------------------------------------------------------------------------------


def test_the_side_file_is_read_with_its_lines(folder: Path) -> None:
    put(
        "reportlint-ignore.toml",
        '[[ignore]]\nrule = "A001"\nreason = "已核"\n\n[[ignore]]\nrule = ["A004", "T005"]\nfile = "2024/*"\n'
        'where = "s3_requests"\nreason = "x"\nuntil = 2026-03-31\n',
    )
    assert find_side_file(folder / "a" / "b") == folder / "reportlint-ignore.toml"
    first, second = read_side_file(Path("reportlint-ignore.toml")).entries
    assert (first.pattern, first.suppression.rules, first.suppression.span.line) == ("", ("A001",), 1)
    assert second.suppression.rules == ("A004", "T005")
    assert (second.suppression.until, second.suppression.where, second.suppression.span.line) == (
        "2026-03-31",
        "s3_requests",
        5,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[ignored]]\nrule = 'A'\n", ":1: ignored: no key"),
        ("[[ignore]]\nreason = 'x'\n", ":1: ignore: missing rule"),
        ("[[ignore]]\nrule = 'A'\nwher = 'x'\n", ":3: ignore.wher: no key 'wher'; nearest: where"),
        ("[[ignore]]\nrule = 3\n", ":2: ignore.rule: wants a rule"),
        ("[[ignore]]\nrule = 'A'\nuntil = 'soon'\n", ":3: ignore.until: wants a date"),
        ("[ignore]\nrule = 'A'\n", ":1: ignore: write [[ignore]]"),
    ],
)
def test_a_bad_side_file_is_one_line(text: str, told: str) -> None:
    path = put("reportlint-ignore.toml", text)
    with pytest.raises(ReportlintError) as caught:
        read_side_file(path)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value) + caught.value.zh


def test_every_key_is_documented() -> None:
    text = (Path(__file__).parent.parent / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in text] == []
