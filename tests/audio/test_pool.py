"""Several processes find what one finds, and none of them can take the others' files with it."""

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.audio import pool as pool_module
from confkit.audio import reading
from confkit.audio.outcome import Outcome, read_outcome
from confkit.audio.pool import Pool
from confkit.audio.scan import scan
from confkit.audio.worker import Limits
from tests.audio.encoding import KINDS, PIPED

Put = Callable[..., Path]
_DEADLY = "import sys; sys.path[:] = sys.argv[1:]; from tests.audio.deadly_worker import serve; serve()"


@pytest.fixture
def deadly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some names are deadly for workers, see ``deadly_worker``."""
    monkeypatch.setattr(pool_module, "_START", _DEADLY)


@pytest.fixture
def all_pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a single file is read by another process."""
    monkeypatch.setattr(reading, "POOL_FROM", 1)
    monkeypatch.setattr(reading, "_processors", lambda: 2)


def by_path(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    found = list(outcomes)
    assert len({outcome.path for outcome in found}) == len(found)
    return {outcome.path: outcome for outcome in found}


def what_is_wrong(outcomes: dict[str, Outcome]) -> dict[str, tuple[str, bool]]:
    return {
        path.partition("/")[2]: (outcome.problem.message, outcome.lasting)
        for path, outcome in outcomes.items()
        if outcome.problem
    }


def test_several_processes_find_what_one_finds(audio: Path, root: Path, put: Put) -> None:
    for number, name in enumerate([*KINDS, *PIPED] * 2):
        put(name, f"{number:02}-{name}")
    for number in range(20):
        (root / "show" / f"broken-{number}.mp3").write_bytes(b"no sound" * number)
    (root / "show" / "cut.m4a").write_bytes((audio / "faststart.m4a").read_bytes()[:20_000])
    paths = [f"show/{entry.name}" for entry in (root / "show").iterdir()] + ["show/gone.mp3", "../out.mp3"]
    single = by_path(read_outcome(root, path) for path in paths)
    assert by_path(Pool(root, workers=3).read(paths)) == single


@settings(max_examples=8)
@given(st.lists(st.tuples(st.sampled_from(["clip.mp3", "clip.m4a", "clip.opus"]), st.binary(max_size=40)), max_size=40))
def test_several_processes_find_what_one_finds_in_any_files(
    audio: Path, tmp_path_factory: pytest.TempPathFactory, files: list[tuple[str, bytes]]
) -> None:
    root = tmp_path_factory.mktemp("any")
    for number, (name, scrap) in enumerate(files):
        data = (audio / name).read_bytes()
        at = number * 37 % 400
        (root / f"{number}-{name}").write_bytes(data[:at] + scrap + data[at + len(scrap) :])
    paths = [f"{number}-{name}" for number, (name, _) in enumerate(files)]
    assert by_path(Pool(root, workers=2).read(paths)) == by_path(read_outcome(root, path) for path in paths)
    shutil.rmtree(root)


def test_a_deadly_file_is_a_problem_of_that_file_alone(deadly: None, root: Path, put: Put) -> None:
    for number in range(40):
        put("clip.mp3", f"{number:02}.mp3")
    for name in ("crash", "greed", "killed", "chatter", "crash-2"):
        put("clip.mp3", f"{name}.mp3")
    paths = sorted(f"show/{entry.name}" for entry in (root / "show").iterdir())
    found = by_path(Pool(root, workers=2).read(paths))
    assert sorted(found) == paths
    assert what_is_wrong(found) == {
        "crash.mp3": ("makes the process crash that reads it", True),
        "crash-2.mp3": ("makes the process crash that reads it", True),
        "greed.mp3": ("needs too much memory to be read", True),
        "killed.mp3": ("could not be read, the process that did it was ended", False),
    }


def test_a_file_that_takes_too_long_is_given_up(deadly: None, root: Path, put: Put) -> None:
    for name in ("a", "hang", "z"):
        put("clip.mp3", f"{name}.mp3")
    found = by_path(
        Pool(root, workers=1, limits=Limits(seconds=0.3)).read(["show/a.mp3", "show/hang.mp3", "show/z.mp3"])
    )
    assert what_is_wrong(found) == {"hang.mp3": ("takes too long to be read", True)}
    assert len(found) == 3


def test_a_worker_that_falls_silent_is_given_up(deadly: None, root: Path, put: Put) -> None:
    put("clip.mp3", "sleep.mp3")
    put("clip.mp3", "z.mp3")
    found = by_path(Pool(root, workers=1, patience=1.5).read(["show/sleep.mp3", "show/z.mp3"]))
    assert list(what_is_wrong(found)) == ["sleep.mp3"]
    assert len(found) == 2


def test_the_scan_remembers_what_is_deadly(deadly: None, all_pooled: None, root: Path, put: Put) -> None:
    for name in ("a", "crash", "z"):
        put("clip.mp3", f"{name}.mp3")
    first = scan(root, root.parent / "index")
    assert first.read == 3
    assert [(one.where, one.code) for one in first.problems] == [("show/crash.mp3", "audio-unreadable")]
    second = scan(root, root.parent / "index")
    assert (second.read, second.recordings, second.problems) == (0, first.recordings, first.problems)


def test_a_pooled_scan_finds_the_same_in_the_same_order(
    root: Path, put: Put, monkeypatch: pytest.MonkeyPatch, all_pooled: None
) -> None:
    for number in range(50):
        put("clip.opus", f"{number}.opus")
        (root / "show" / f"{number}.mp3").write_bytes(b"x" * number)
    calls: list[tuple[int, int, str]] = []
    pooled = scan(root, root.parent / "pooled", progress=lambda *call: calls.append(call))
    monkeypatch.setattr(reading, "POOL_FROM", 1_000)
    assert pooled == scan(root, root.parent / "single")
    assert (root.parent / "pooled").read_bytes() == (root.parent / "single").read_bytes()
    assert [call[:2] for call in calls] == [(number, 100) for number in range(1, 101)]
    assert len({call[2] for call in calls}) == 100


def test_a_pooled_scan_is_cancelled_and_goes_on(all_pooled: None, root: Path, put: Put) -> None:
    for number in range(100):
        put("clip.mp3", f"{number}.mp3")
    calls: list[str] = []
    cut = scan(
        root,
        root.parent / "index",
        progress=lambda done, total, path: calls.append(path),
        cancelled=lambda: len(calls) > 0,
    )
    assert 0 < cut.read == len(cut.recordings) < 100
    rest = scan(root, root.parent / "index")
    assert rest.read == 100 - cut.read
    assert len(rest.recordings) == 100


def test_cancelling_does_not_wait_for_a_file_that_hangs(deadly: None, root: Path, put: Put) -> None:
    put("clip.mp3", "sleep.mp3")
    asked: list[None] = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 3

    assert list(Pool(root, workers=1).read(["show/sleep.mp3"], cancelled)) == []
    assert len(asked) == 4


def test_leaving_early_ends_the_workers(root: Path, put: Put) -> None:
    for number in range(40):
        put("clip.mp3", f"{number}.mp3")
    pool = Pool(root, workers=2)
    outcomes = pool.read([f"show/{number}.mp3" for number in range(40)])
    next(outcomes)
    processes = [worker.process for worker in pool._workers.values()]
    outcomes.close()
    assert processes
    assert all(process.returncode is not None for process in processes)


@pytest.mark.parametrize("start", ["raise SystemExit(1)", "import no_such_module"])
def test_where_no_worker_starts_one_process_reads_all(
    root: Path, put: Put, monkeypatch: pytest.MonkeyPatch, all_pooled: None, start: str
) -> None:
    put("clip.mp3")
    put("clip.opus")
    monkeypatch.setattr(pool_module, "_START", start)
    assert len(scan(root, root.parent / "index").recordings) == 2
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert len(scan(root, root.parent / "index-2").recordings) == 2


@pytest.mark.parametrize(("files", "processors"), [(1, 8), (60, 8), (reading.POOL_FROM - 1, 8), (3_000, 1)])
def test_no_process_is_started_where_it_does_not_pay(
    root: Path, monkeypatch: pytest.MonkeyPatch, files: int, processors: int
) -> None:
    started: list[object] = []
    monkeypatch.setattr(pool_module, "Pool", lambda *args, **options: started.append(args))
    monkeypatch.setattr(reading, "_processors", lambda: processors)
    monkeypatch.setattr(reading, "read_outcome", lambda _root, path: Outcome(path))
    paths = [f"show/{number}.mp3" for number in range(files)]
    assert [outcome.path for outcome in reading.read_files(root, paths, None)] == paths
    assert started == []


def test_a_large_library_is_read_by_as_many_processes_as_there_are_processors(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    class Counted:
        lost = ()

        def __init__(self, root: Path, *, workers: int) -> None:
            asked.append(workers)

        def read(self, paths: list[str], cancelled: object) -> Iterable[Outcome]:
            yield from (Outcome(path) for path in paths)

    monkeypatch.setattr(pool_module, "Pool", Counted)
    paths = [f"show/{number}.mp3" for number in range(reading.POOL_FROM)]
    for processors in (2, 64):
        monkeypatch.setattr(reading, "_processors", lambda found=processors: found)
        assert len(list(reading.read_files(root, paths, None))) == len(paths)
    assert asked == [2, pool_module.MAX_WORKERS]
    monkeypatch.undo()
    assert reading._processors() >= 1
