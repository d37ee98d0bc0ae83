"""Results kept and sent: nothing is lost on the way, nothing stale is found, nothing foreign is removed."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

import made
from reportlint.cache import cache_folder, clean, code_state, key_of, load, open_cache, prune, store
from reportlint.engine import check_file
from reportlint.findings import FileResult, Result, kept
from reportlint.keep import pack, unpack
from reportlint.output import FORMATTERS
from reportlint.plugins import Catalog
from reportlint.settings import Settings
from reportlint.workers import Crew, as_done, in_order, workers_for
from reports import make, with_wrong_cells

EXAMPLES = Path(__file__).parent.parent / "examples"


def results(catalog: Catalog) -> list[FileResult]:
    """Examples, clean and faulty, a file that cannot be read, and one that is no report."""
    paths = sorted(EXAMPLES.glob("*.txt"))
    found = [check_file(path, f"x/{path.name}", catalog, catalog.rules, Settings()) for path in paths]
    for name, data in (("bad.txt", b"\xff\xff"), ("notice.txt", "关于报送年度报告的通知\n".encode())):
        found.append(check_file(Path(name), name, catalog, catalog.rules, Settings(), data=data))
    return found


def test_a_result_survives_json(catalog: Catalog) -> None:
    for file in results(catalog):
        again = unpack(json.loads(json.dumps(pack(file))))
        assert again == kept(file)


@pytest.mark.parametrize("name", FORMATTERS)
def test_every_format_prints_a_kept_result_as_the_first_time(catalog: Catalog, name: str) -> None:
    files = tuple(results(catalog))
    again = tuple(unpack(json.loads(json.dumps(pack(file)))) for file in files)
    for lang in ("zh", "en"):
        first = FORMATTERS[name](Result(files, catalog.rules), made.options(lang))
        assert FORMATTERS[name](Result(again, catalog.rules), made.options(lang)) == first


# --- cache ----------------------------------------------------------------------------------


def test_what_was_kept_is_found_by_content_settings_and_code(tmp_path: Path, catalog: Catalog) -> None:
    (file, *_) = results(catalog)
    cache = open_cache(tmp_path / "cache", Settings())
    key = key_of(cache, b"data", "a.txt")
    assert load(cache, key) is None
    store(cache, key, file)
    assert load(cache, key) == kept(file)
    others = [
        key_of(cache, b"data2", "a.txt"),
        key_of(cache, b"data", "b.txt"),
        key_of(open_cache(tmp_path / "cache", Settings(year=2020)), b"data", "a.txt"),
    ]
    assert len({key, *others}) == 4
    assert all(load(cache, other) is None for other in others)


def test_program_text_that_changes_is_another_state(tmp_path: Path) -> None:
    for name in ("a.py", "b.toml", "c.txt"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    states = [code_state((tmp_path,)), code_state((tmp_path / "a.py",))]
    for name in ("c.txt", "b.toml", "a.py"):
        (tmp_path / name).write_text("22", encoding="utf-8")
        code_state.cache_clear()
        states.append(code_state((tmp_path,)))
    assert states[2] == states[0]
    assert len(set(states)) == 4


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[1]", b'{"path": 1', b"\xff", b'{"brief": {"lines": {"x": ""}}}']
)
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, catalog: Catalog, content: bytes) -> None:
    (file, *_) = results(catalog)
    cache = open_cache(tmp_path)
    key = key_of(cache, b"data")
    store(cache, key, file)
    (entry,) = tmp_path.glob("??/*.json")
    entry.write_bytes(content)
    assert load(cache, key) is None


def test_faults_of_rules_are_not_kept(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    store(cache, key_of(cache, b"x"), made.checked(failures=("X001 failed",)))
    assert load(cache, key_of(cache, b"x")) is None


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = open_cache(tmp_path / "file" / "cache")
    store(cache, key_of(cache, b"x"), made.checked())
    assert load(cache, key_of(cache, b"x")) is None


def test_old_entries_go_and_only_our_own_folder_is_removed(tmp_path: Path) -> None:
    prune(tmp_path / "cache")
    cache = open_cache(tmp_path / "cache")
    for data in (b"old", b"new"):
        store(cache, key_of(cache, data), made.checked())
    old = tmp_path / "cache" / key_of(cache, b"old")[:2] / f"{key_of(cache, b'old')[2:]}.json"
    long_ago = time.time() - 90 * 86400
    os.utime(old, (long_ago, long_ago))
    os.utime(tmp_path / "cache" / "CACHEDIR.TAG", (long_ago, long_ago))
    prune(tmp_path / "cache")
    assert load(cache, key_of(cache, b"old")) is None
    assert load(cache, key_of(cache, b"new")) is not None
    assert clean(tmp_path / "cache") == 1
    assert not (tmp_path / "cache").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_bytes(b"")
    assert clean(tmp_path / "mine") == 0
    assert (tmp_path / "mine" / "letter.txt").exists()


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTLINT_CACHE_DIR", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("REPORTLINT_CACHE_DIR")
    assert "reportlint" in str(cache_folder())


# --- workers ------------------------------------------------------------------------------------

MARK: list[str] = []


def prepare(word: str) -> None:
    """Runs once in each worker."""
    MARK.append(word)


def work(task: int) -> str:
    """A number in words; 13 kills its worker, 17 never ends."""
    if task == 13:
        os._exit(1)
    if task == 17:
        time.sleep(60)
    return f"{MARK[0]} {task}"


def lost(task: int, why: str) -> str:
    """What stands in for a lost task."""
    return f"{task} {why}"


def test_a_worker_that_dies_or_hangs_costs_one_task() -> None:
    tasks = [*range(12), 13, *range(20, 30), 17, *range(40, 44)]
    done = list(in_order(tasks, work, lost, Crew(2, prepare, ("done",), timeout=3)))
    expected = [{13: "13 died", 17: "17 timeout"}.get(task, f"done {task}") for task in tasks]
    assert done == expected


def big(task: int) -> bytes:
    """More than a pipe holds."""
    return bytes([task % 256]) * 100_000


def big_lost(task: int, why: str) -> bytes:
    """What stands in for a lost task."""
    return why.encode()


def divide(task: int) -> bytes:
    """Fails for 0."""
    return bytes(1 // task)


def test_processes_killed_at_any_moment_cost_nothing() -> None:
    """From outside, at random, whether they wait, work or answer."""
    chance = random.Random(7)
    got = []
    for at, done in enumerate(as_done(range(300), big, big_lost, Crew(2, prepare, ("x",)))):
        got.append(done)
        living = [one.pid for one in multiprocessing.active_children() if one.pid is not None]
        if at % 20 == 0 and living:
            os.kill(chance.choice(living), signal.SIGKILL)
    assert sorted(got) == [(task, big(task)) for task in range(300)]


def hard_to_start(folder: Path) -> None:
    """The first eight processes die before they are ready."""
    for at in range(8):
        with suppress(FileExistsError):
            (folder / str(at)).touch(exist_ok=False)
            os._exit(9)
    MARK.append("ready")


def test_a_process_that_dies_before_it_begins_costs_nothing(tmp_path: Path) -> None:
    done = list(in_order([1, 2, 3], work, lost, Crew(1, hard_to_start, (tmp_path,), timeout=3)))
    assert done == ["ready 1", "ready 2", "ready 3"]


def killed_at_first(folder: Path) -> Path:
    """Its process is killed from outside six times while it is at work."""
    for at in range(6):
        with suppress(FileExistsError):
            (folder / str(at)).touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
    return folder


def killed_always(folder: Path) -> Path:
    """Each process that takes this up is killed."""
    os.kill(os.getpid(), signal.SIGKILL)
    return folder


def given_up(folder: Path, why: str) -> Path:
    """What stands in for a lost task."""
    return folder / why


def test_a_task_is_not_blamed_for_processes_that_are_killed(tmp_path: Path) -> None:
    done = list(in_order([tmp_path], killed_at_first, given_up, Crew(1, prepare, ("x",))))
    assert done == [tmp_path]
    assert len(list(tmp_path.iterdir())) == 6
    assert list(in_order([tmp_path], killed_always, given_up, Crew(1, prepare, ("x",)))) == [
        tmp_path / "died"
    ]


def never_ready(folder: Path) -> None:
    """No process ever begins."""
    os._exit(9)


def test_processes_that_never_begin_are_given_up(tmp_path: Path) -> None:
    assert list(in_order([1], work, lost, Crew(1, never_ready, (tmp_path,)))) == ["1 died"]


def slow_to_start(folder: Path) -> None:
    """Takes longer to be ready than a task may take."""
    time.sleep(1.0)
    MARK.append("late")


def test_the_time_to_start_is_not_the_task_s(tmp_path: Path) -> None:
    done = list(in_order([1, 17], work, lost, Crew(1, slow_to_start, (tmp_path,), timeout=0.5)))
    assert done == ["late 1", "17 timeout"]


def test_what_work_raises_is_raised() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(as_done([0], divide, big_lost, Crew(1, prepare, ("x",))))


@pytest.mark.parametrize(
    ("asked", "files", "count"), [(4, 100, 4), (4, 2, 2), (0, 9, 1), (None, 3, 1), (None, 0, 1)]
)
def test_no_more_workers_than_there_is_work(asked: int | None, files: int, count: int) -> None:
    assert workers_for(asked, files) == count


def test_generated_reports_survive_too(catalog: Catalog) -> None:
    for edition in ("2008", "2014", "2019", "2021"):
        report = with_wrong_cells(make(edition, "markdown", 5))
        data = report.text.encode()
        file = check_file(Path("x.md"), "x.md", catalog, catalog.rules, Settings(), data=data)
        assert unpack(json.loads(json.dumps(pack(file)))) == kept(file)
