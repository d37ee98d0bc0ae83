"""Which files a run checks, and in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportlint.files import find_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder that is the root of a repository."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay(*names: str) -> None:
    """Empty files of those names below the working folder."""
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(b"")


def ignore(*lines: str, where: str = ".") -> None:
    """A .gitignore of those lines."""
    Path(where, ".gitignore").write_text("\n".join(lines), encoding="utf-8")


def walked(*paths: str) -> list[str]:
    """The files of a run, as shown."""
    return [one.shown.replace(os.sep, "/") for one in find_files(paths or (".",)).inputs]


# --- what a walk takes ------------------------------------------------------------------------


def test_a_walk_takes_known_suffixes_in_any_case(folder: Path) -> None:
    lay("a.txt", "b.TXT", "c.Txt", "d.py", "e", "f.txt.bak", "g.exe", "txt")
    assert walked() == ["a.txt", "b.TXT", "c.Txt"]


def test_a_walk_leaves_out_hidden_files_folders_and_locks(folder: Path) -> None:
    lay("a.txt", ".b.txt", "~$c.txt", ".d/e.txt", "f/.g/h.txt", "f/~$i.txt", "~$j/k.txt", "~l.txt")
    assert walked() == ["a.txt", "~l.txt"]


def test_a_hidden_folder_that_is_named_is_walked(folder: Path) -> None:
    lay(".a/b.txt")
    assert walked(".a") == [".a/b.txt"]


def test_files_come_in_order_of_path_whatever_the_order_on_disk(folder: Path) -> None:
    lay("b/2.txt", "b/10.txt", "a.txt", "c/a.txt", "b.txt", "某局.txt", "B/1.txt", "b/一/1.txt")
    assert walked() == sorted(walked())
    assert len(walked()) == 8


def test_paths_are_shown_as_they_were_named(folder: Path) -> None:
    lay("a/b.txt")
    assert walked("a") == ["a/b.txt"]
    assert walked("./a/b.txt") == ["./a/b.txt"]
    assert walked(str(folder / "a")) == [(folder / "a" / "b.txt").as_posix()]


def test_named_paths_keep_their_order(folder: Path) -> None:
    lay("a.txt", "b/c.txt", "b/d.txt", "e.txt")
    assert walked("e.txt", "b", "a.txt") == ["e.txt", "b/c.txt", "b/d.txt", "a.txt"]


# --- what is named --------------------------------------------------------------------------------


def test_a_named_file_is_taken_whatever_its_suffix(folder: Path) -> None:
    lay("a.xyz", ".b.txt", "~$c.txt")
    assert walked("a.xyz", ".b.txt", "~$c.txt") == ["a.xyz", ".b.txt", "~$c.txt"]


def test_a_file_met_in_a_folder_knows_it(folder: Path) -> None:
    lay("a.txt", "b/c.txt")
    assert [one.walked for one in find_files(["a.txt", "b"]).inputs] == [False, True]


@pytest.mark.parametrize(
    "paths",
    [
        ("a.txt", "a.txt"),
        ("a.txt", "./a.txt"),
        (".", "a.txt"),
        ("a.txt", "."),
        (".", "."),
        ("b/../a.txt", "a.txt"),
    ],
)
def test_a_file_reached_twice_is_checked_once(folder: Path, paths: tuple[str, ...]) -> None:
    Path("b").mkdir()
    lay("a.txt")
    (one,) = find_files(paths).inputs
    assert one.path.name == "a.txt"


def test_a_file_that_is_named_and_met_counts_as_named(folder: Path) -> None:
    lay("a.txt")
    assert [one.walked for one in find_files([".", "a.txt"]).inputs] == [False]
    assert [one.walked for one in find_files(["a.txt", "."]).inputs] == [False]


def test_standard_input_is_taken_once(folder: Path) -> None:
    lay("a.txt")
    assert walked("-", "a.txt", "-") == ["-", "a.txt"]


def test_patterns_are_expanded_where_the_shell_does_not(folder: Path) -> None:
    lay("a.txt", "b.txt", "x/c.txt", "x/y/d.md", "e[1].txt")
    assert [one.shown for one in find_files(["*.txt"]).inputs] == ["a.txt", "b.txt", "e[1].txt"]
    assert [one.shown for one in find_files(["x/**/*.*"]).inputs] == [
        str(Path("x/c.txt")),
        str(Path("x/y/d.md")),
    ]
    assert [one.shown for one in find_files(["e[1].txt"]).inputs] == ["e[1].txt"]
    assert find_files(["*.docx"]).missing == ("*.docx",)
    assert not any(one.walked for one in find_files(["*.txt"]).inputs)


def test_missing_paths_are_told_apart_from_empty_folders(folder: Path) -> None:
    Path("empty").mkdir()
    found = find_files(["no", "empty", "no/such.txt"])
    assert found.inputs == ()
    assert found.missing == ("no", "no/such.txt")


# --- symbolic links ---------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs symbolic links")
def test_a_walk_passes_over_copies_with_findings_marked(folder: Path) -> None:
    lay("a.docx", "a.annotated.docx", "b.annotated.html", "annotated.txt")
    assert walked() == ["a.docx", "annotated.txt"]
    assert walked("a.annotated.docx") == ["a.annotated.docx"]


def test_a_walk_follows_no_symbolic_links(folder: Path) -> None:
    lay("a/b.txt")
    os.symlink("b.txt", "a/link.txt")
    os.symlink(folder / "a", folder / "c")
    os.symlink(folder, folder / "a" / "loop")
    os.symlink("nowhere", "a/dead.txt")
    assert walked() == ["a/b.txt"]


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="needs symbolic links")
def test_a_link_that_is_named_is_taken(folder: Path) -> None:
    lay("a/b.txt")
    os.symlink("a/b.txt", "link.txt")
    assert walked("link.txt") == ["link.txt"]


# --- .gitignore --------------------------------------------------------------------------------------


FILES = (
    "a.txt",
    "draft.txt",
    "x/a.txt",
    "x/draft.txt",
    "x/y/a.txt",
    "out/a.txt",
    "x/out/b.txt",
    "a1.txt",
    "a b.txt",
)

PATTERNS: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("draft.txt",), ("draft.txt", "x/draft.txt")),
    (("/draft.txt",), ("draft.txt",)),
    (("out/",), ("out/a.txt", "x/out/b.txt")),
    (("out",), ("out/a.txt", "x/out/b.txt")),
    (("/out/",), ("out/a.txt",)),
    (("x/out",), ("x/out/b.txt",)),
    (("a.txt/",), ()),
    (("x/*.txt",), ("x/a.txt", "x/draft.txt")),
    (("x/**",), ("x/a.txt", "x/draft.txt", "x/y/a.txt", "x/out/b.txt")),
    (("**/y/",), ("x/y/a.txt",)),
    (("x/**/a.txt",), ("x/a.txt", "x/y/a.txt")),
    (("**/draft.txt",), ("draft.txt", "x/draft.txt")),
    (("a?.txt",), ("a1.txt",)),
    (("a[0-9].txt",), ("a1.txt",)),
    (("a[!0-9].txt",), ()),
    (("a*.txt",), ("a.txt", "x/a.txt", "x/y/a.txt", "out/a.txt", "a1.txt", "a b.txt")),
    (("*", "!*/", "!a.txt"), ("draft.txt", "x/draft.txt", "x/out/b.txt", "a1.txt", "a b.txt")),
    (("*.txt", "!a.txt"), ("draft.txt", "x/draft.txt", "x/out/b.txt", "a1.txt", "a b.txt")),
    (("*.txt", "!/a.txt"), tuple(name for name in FILES if name != "a.txt")),
    (("out/", "!out/a.txt"), ("out/a.txt", "x/out/b.txt")),
    (("!a.txt", "a.txt"), ("a.txt", "x/a.txt", "x/y/a.txt", "out/a.txt")),
    (("# draft.txt", "", "   ", "a1.txt"), ("a1.txt",)),
    (("a1.txt   ",), ("a1.txt",)),
    (("a b.txt",), ("a b.txt",)),
    (("\\#a.txt", "\\!a.txt"), ()),
    (("\\a1.txt",), ("a1.txt",)),
    (("a.txt.",), ()),
    (("a+.txt", "(a).txt", "a|b"), ()),
    (("[", "a[", "[]", "***", "!"), ("*",)),
    (("a[9-0].txt", "a[[:x:]].txt", "a1.txt"), ("a1.txt",)),
    (("A1.txt",), ()),
]


@pytest.mark.parametrize(("lines", "ignored"), PATTERNS)
def test_gitignore_is_obeyed_as_git_obeys_it(
    folder: Path, lines: tuple[str, ...], ignored: tuple[str, ...]
) -> None:
    lay(*FILES)
    ignore(*lines)
    left = [] if ignored == ("*",) else sorted(set(FILES) - set(ignored))
    assert walked() == left


def test_a_gitignore_with_windows_line_ends(folder: Path) -> None:
    lay("a.txt", "draft.txt")
    Path(".gitignore").write_bytes("draft.txt\r\nb.txt\r\n".encode("utf-8-sig"))
    assert walked() == ["a.txt"]


def test_a_deeper_gitignore_overrules_one_above(folder: Path) -> None:
    lay("a.txt", "x/a.txt", "x/b.txt", "y/a.txt")
    ignore("a.txt")
    ignore("!a.txt", "/b.txt", where="x")
    assert walked() == ["x/a.txt"]


def test_a_gitignore_counts_for_its_own_folder_only(folder: Path) -> None:
    lay("a.txt", "x/a.txt", "y/a.txt")
    ignore("a.txt", where="x")
    assert walked() == ["a.txt", "y/a.txt"]


def test_a_gitignore_above_the_walked_folder_counts_up_to_the_repository(folder: Path) -> None:
    lay("x/y/a.txt", "x/y/b.txt", "x/y/c.txt")
    ignore("a.txt")
    ignore("y/b.txt", where="x")
    assert walked("x/y") == ["x/y/c.txt"]


def test_a_gitignore_above_the_repository_does_not_count(folder: Path) -> None:
    lay("inner/a.txt")
    Path("inner/.git").mkdir()
    ignore("a.txt")
    assert walked("inner") == ["inner/a.txt"]


def test_nothing_below_an_ignored_folder_comes_back(folder: Path) -> None:
    lay("out/a.txt", "out/keep/a.txt")
    ignore("out/", "!out/keep/")
    assert walked() == []


def test_a_named_file_that_git_ignores_is_taken(folder: Path) -> None:
    lay("draft.txt")
    ignore("draft.txt")
    assert walked("draft.txt") == ["draft.txt"]
