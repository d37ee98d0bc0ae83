"""An audit: every file once, whatever dies; the same result whoever does the work."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from reportlint.audit.engines import Engine, Job, cluster, local
from reportlint.audit.facts import plain_source, source_of
from reportlint.audit.paths import path_reader
from reportlint.audit.roster import Roster
from reportlint.audit.run import Audited, Order, Steps, run_audit
from reportlint.audit.store import open_store, pressed, unpressed
from reportlint.audit.tasks import Given, Reading, made_ready
from reportlint.cli import main
from reportlint.errors import ConfigError
from reportlint.files import find_files
from reportlint.load import read_file
from reportlint.plugins import Catalog
from reportlint.settings import Settings
from reportlint.setups import Asked
from reportlint.workers import Crew, as_done
from reports import EDITIONS, composed, make, with_wrong_cells
from reports.word import word

QUIET = Steps(lambda name, total: None, lambda: None)
PUBLIC = ("reports", "figures", "findings")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of all editions, some of them wrong, one that cannot be read."""
    folder = tmp_path_factory.mktemp("many")
    for seed in range(24):
        report = make(EDITIONS[seed % len(EDITIONS)], "bars", seed)
        report = with_wrong_cells(report) if seed % 4 == 0 else report
        (folder / f"{seed:02}.txt").write_text(report.text, encoding="utf-8", newline="")
    (folder / "bad.txt").write_bytes(b"\xff\xff")
    return folder


def audited(
    folder: Path, out: Path, engine: Engine | None = None, previous: Path | None = None, **changes: Any
) -> Audited:
    """An audit with default settings by one process."""
    order = Order(Asked(isolated=True), out, Roster())._replace(**changes)
    inputs = find_files([str(folder)]).inputs
    earlier = find_files([str(previous)]).inputs if previous is not None else ()
    return run_audit(order, inputs, earlier, engine or local(1, 60), QUIET)


def stored(out: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the public tables."""
    with open_store(out) as db:
        return {table: sorted(db.execute(f"SELECT * FROM {table}"), key=repr) for table in PUBLIC}


def test_every_file_is_in_the_store_with_its_findings(many: Path, tmp_path: Path) -> None:
    done = audited(many, tmp_path)
    assert (done.files, done.read, done.settled.failures) == (25, 25, ())
    assert done.settled.gravest == "error"
    found = stored(tmp_path)
    assert len(found["reports"]) == 25
    with open_store(tmp_path) as db:
        errors = dict(db.execute("SELECT path, errors FROM reports"))
        counted = dict(
            db.execute("SELECT path, count(*) FROM findings WHERE level = 'error' GROUP BY path").fetchall()
        )
        figures = dict(db.execute("SELECT path, count(*) FROM figures GROUP BY path").fetchall())
    assert {path: count for path, count in errors.items() if count} == counted
    assert str(many / "bad.txt") in counted
    assert {path for path in errors if path not in figures} == {str(many / "bad.txt")}


def test_a_second_run_reads_only_what_has_changed(many: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for path in sorted(many.glob("0*.txt")):
        (folder / path.name).write_bytes(path.read_bytes())
    assert audited(folder, out).read == 10
    first = stored(out)
    assert audited(folder, out).read == 0
    assert stored(out) == first
    (folder / "03.txt").write_bytes((folder / "04.txt").read_bytes())
    assert audited(folder, out).read == 1
    assert stored(out) != first
    (folder / "03.txt").write_bytes((many / "03.txt").read_bytes())
    audited(folder, out)
    assert stored(out) == first


def test_another_selection_is_another_audit(
    many: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["audit", str(many), "-o", str(tmp_path), "-q", "-j1", "--isolated"]
    assert main(call) == 1
    assert main([*call, "--select", "S001", "--exit-zero"]) == 0
    with open_store(tmp_path) as db:
        codes = {code for (code,) in db.execute("SELECT DISTINCT code FROM findings")}
    assert codes <= {"S001", "P001", "P002", "P003"}
    assert capsys.readouterr().out == ""


def kill_some(tasks: Iterable[Any], job: Job) -> Iterator[tuple[int, Any]]:
    """Two processes of which one is killed now and then."""
    import multiprocessing

    chance = random.Random(3)
    for at, done in enumerate(as_done(tasks, job.work, job.lost, Crew(2, made_ready, (job.asked,), 60))):
        yield done
        living = [one.pid for one in multiprocessing.active_children() if one.pid is not None]
        if at % 5 == 0 and living:
            os.kill(chance.choice(living), signal.SIGKILL)


def test_processes_that_are_killed_change_nothing(many: Path, tmp_path: Path) -> None:
    audited(many, tmp_path / "calm")
    audited(many, tmp_path / "wild", kill_some)
    assert stored(tmp_path / "wild") == stored(tmp_path / "calm")


def test_a_run_that_is_killed_goes_on_where_it_stopped(many: Path, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for at in range(6):
        for path in sorted(many.glob("*.txt")):
            (folder / f"{at}-{path.name}").write_bytes(path.read_bytes())
    call = [
        sys.executable,
        "-m",
        "reportlint",
        "audit",
        str(folder),
        "-o",
        str(out),
        "-j2",
        "-q",
        "--isolated",
    ]
    process = subprocess.Popen(call)
    while process.poll() is None and (not (out / "store.sqlite").exists() or some_rows(out) < 30):
        time.sleep(0.02)
    process.kill()
    process.wait()
    before = some_rows(out)
    done = audited(folder, out)
    assert before >= 30
    assert done.read == 150 - before
    audited(folder, tmp_path / "calm")
    assert stored(out) == stored(tmp_path / "calm")


def some_rows(out: Path) -> int:
    """How many reports another process has stored so far."""
    try:
        db = sqlite3.connect(f"file:{out / 'store.sqlite'}?mode=ro", uri=True)
        try:
            return int(db.execute("SELECT count(*) FROM reports").fetchone()[0])
        finally:
            db.close()
    except sqlite3.Error:
        return 0


def deadly(task: Any, work: Callable[[Any], Any]) -> Any:
    """Reading two of the files cannot be done."""
    name = task.one.path.name if isinstance(task, Reading) else ""
    if name == "05.txt":
        os._exit(1)
    if name == "06.txt":
        time.sleep(60)
    return work(task)


def with_deadly_files(tasks: Iterable[Any], job: Job) -> Iterator[tuple[int, Any]]:
    """One of the files kills its process, one never ends."""
    return as_done(tasks, partial(deadly, work=job.work), job.lost, Crew(2, made_ready, (job.asked,), 3))


def test_a_file_that_kills_or_hangs_is_one_finding(many: Path, tmp_path: Path) -> None:
    audited(many, tmp_path / "calm")
    audited(many, tmp_path / "deadly", with_deadly_files)
    lost = [str(many / "05.txt"), str(many / "06.txt")]
    with open_store(tmp_path / "deadly") as db:
        found = db.execute(
            f"SELECT path, code, message FROM findings WHERE path IN ('{lost[0]}', '{lost[1]}') ORDER BY path"
        ).fetchall()
    assert [(path, code) for path, code, _ in found] == [(path, "P001") for path in lost]
    assert found[0][2] != found[1][2]
    calm, wild = (
        [row for row in stored(tmp_path / name)["findings"] if row[0] not in lost]
        for name in ("calm", "deadly")
    )
    assert calm == wild


def test_what_the_path_says(tmp_path: Path) -> None:
    read = path_reader("{year}/{agency}.*")
    assert read(PurePosixPath("all/2023/某市财政局.docx")) == Given("某市财政局", 2023)
    assert read(PurePosixPath("2023年/某市财政局.txt")) == Given("某市财政局", 2023)
    assert read(PurePosixPath("某市财政局.txt")) == Given()
    assert path_reader("")(PurePosixPath("2023/x.txt")) == Given()
    assert path_reader("{agency}-{year}-{any}.txt")(PurePosixPath("甲局-2024-终稿.txt")) == Given(
        "甲局", 2024
    )


@pytest.mark.parametrize("pattern", ["reports", "{jahr}/{agency}", "{year}/{year}", "{", "*"])
def test_a_pattern_that_says_nothing_is_a_wrong_call(pattern: str) -> None:
    with pytest.raises(ConfigError, match="--pattern"):
        path_reader(pattern)


def test_a_source_comes_back_as_it_was(many: Path, catalog: Catalog) -> None:
    for path in sorted(many.glob("0*.txt")):
        source = read_file(path, catalog, Settings())
        assert source_of(unpressed(pressed(plain_source(source)))) == source
    docx = many.parent / "x.docx"
    whole = composed(make("2021", "bars", 1).recipe)
    docx.write_bytes(word(whole.before, whole.blocks, whole.choices))
    source = read_file(docx, catalog, Settings())
    assert source.origins
    assert source_of(unpressed(pressed(plain_source(source)))) == source


def test_a_store_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"no database at all, but long enough to be looked at" * 20)
    with pytest.raises(ConfigError, match=r"store\.sqlite"), open_store(tmp_path):
        pass


def test_a_store_of_another_version(tmp_path: Path) -> None:
    with open_store(tmp_path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(ConfigError, match="another version"), open_store(tmp_path):
        pass


def test_what_an_audit_handed_over_is_not_audited(
    many: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_bytes((many / "01.txt").read_bytes())
    out = tmp_path / "out"
    out.mkdir()
    (out / "b.txt").write_bytes((many / "02.txt").read_bytes())
    assert main(["audit", str(tmp_path), "-o", str(out), "-q", "-j1", "--isolated"]) == 0
    assert [row[0] for row in stored(out)["reports"]] == [str(tmp_path / "a.txt")]
    assert capsys.readouterr().err == ""


def test_no_file_and_missing_paths(tmp_path: Path, many: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path), "-o", str(tmp_path / "out"), "-q"]) == 2
    assert main(["audit", str(many / "01.txt"), "nowhere.txt", "-o", str(tmp_path / "out"), "-q"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "nowhere.txt" in told[1]


def test_a_cluster_that_does_not_answer(
    tmp_path: Path, many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["audit", str(many), "-o", str(tmp_path / "out"), "-q", "--engine", "dask"]
    assert main(call) == 2
    assert "--scheduler" in capsys.readouterr().err


def slow(number: int) -> int:
    """Never ends for one number."""
    while number == 5:
        time.sleep(0.05)
    return 2 * number


def told(number: int, why: str) -> str:
    """What became of a number that was lost."""
    return f"{number} {why}"


def test_a_cluster_gives_the_same_and_gives_up_at_once_what_hangs(many: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as there:
        engine = cluster(there.scheduler_address, 1)
        found = dict(engine(range(20), Job(slow, told, Asked(isolated=True))))
        audited(many, tmp_path / "there", cluster(there.scheduler_address, 60))
    assert found == {number: "5 timeout" if number == 5 else 2 * number for number in range(20)}
    audited(many, tmp_path / "here", local(2, 60))
    assert stored(tmp_path / "there") == stored(tmp_path / "here")


def test_the_end_says_what_came_of_it_and_what_was_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(make("2021", "bars", 3).text, encoding="utf-8", newline="")
    for name in ("more.zip", "~$one.zip", ".hidden.zip", "scan.JPG", "Thumbs.db", "page_files/a.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "roster.csv").write_text("单位,联系人\n青禾县财政局,某某\n", encoding="utf-8")
    call = [
        "audit",
        "in",
        "-o",
        "in/out",
        "--isolated",
        "-j1",
        "--roster",
        "in/roster.csv",
        "--select",
        "U001,P",
    ]
    for _ in range(2):
        assert main(call) == 1
        assert capsys.readouterr().err.splitlines()[-4:] == [
            "名册 in/roster.csv：1 个单位；没有用到的列：联系人",
            "文件夹中还有不能读的文件：.jpg 1 个、.zip 1 个。压缩包请先解开；扫描图片请换成 Word 或者文字版 PDF",
            "共 2 个文件：合格 1，有问题 0，读不出来 1，不是年报 0；错误 1 个，警告 0 个，提示 0 个",
            f"汇总网页：{Path('in/out/index.html')}；问题清单：{Path('in/out/summary.xlsx')}",
        ]
    main([*call, "-q"])
    assert capsys.readouterr().err == ""


def test_an_out_that_is_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "one.txt").write_text("x", encoding="utf-8")
    (tmp_path / "out").write_text("x", encoding="utf-8")
    assert main(["audit", str(tmp_path / "one.txt"), "-o", str(tmp_path / "out"), "-q"]) == 2
    assert "已有同名的文件" in capsys.readouterr().err
