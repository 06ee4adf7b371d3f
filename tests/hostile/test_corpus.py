"""The hostile corpus through the real doors: each entry is read safely or told as a problem, in 5 s and 300 MiB."""

import json
import re
import shutil
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from confkit.services.workspace import init_workspace
from tests.hostile.corpus import ENTRIES
from tests.hostile.entry import Door, Entry
from tests.hostile.parts import SECOND, wav, wave_format
from tests.hostile.watched import MEMORY, PATIENCE, SECONDS, Ran, Server

# Everything that moves a cursor, changes how the rest is shown, or is no character at all.
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
# Of the cheap ones, so many are tried at once, and of so many the episodes are looked at.
TOGETHER = 16
SHOWN = 4
# The quick run takes every so many-th: one group that is cheap, and a few that are tried alone.
QUICK = 20
GOOD = "show/good.wav"
FINE = "fine"
TEXTS = (".html", ".xml", ".ics", ".json", ".vtt", ".srt", ".txt")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where workspaces are made: in memory where there is room, as each build waits for the disk several times."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < 1 << 30:
        yield tmp_path_factory.mktemp("hostile")
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="confkit-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def place(ground: Path) -> Iterator[Path]:
    """A folder for one entry, removed behind it: some are large."""
    folder = ground / "entry"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def template(ground: Path, server: Server) -> Path:
    """A workspace with a good episode, twice, scanned and checked before anything hostile comes to it."""
    folder = ground / "template"
    init_workspace(folder).close()
    (folder / "episodes" / "show").mkdir()
    (folder / GOOD.replace("show", "episodes/show")).write_bytes(wav(wave_format(), SECOND))
    shutil.copytree(folder / "episodes" / "show", folder / "episodes" / "twin")  # what a group has is usual
    assert server.run("-w", str(folder), "scan").code == 0
    return folder


@pytest.fixture(scope="module")
def usual(template: Path, server: Server) -> set[str]:
    """The codes of the problems that the workspace, its feed and one more episode have without the entry."""
    codes = {problem["code"] for problem in problems(server.run(*_checked(template)))}
    return codes | {"description-missing", "chapters-few"}


def _checked(workspace: Path) -> tuple[str, ...]:
    return "-w", str(workspace), "check", "--json"


def problems(ran: Ran) -> list[dict[str, Any]]:
    return list(json.loads(ran.out)) if ran.out else []


def test_the_corpus_is_large_and_its_names_are_unique() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))
    assert len(names) >= 200
    assert all(entry.why for entry in ENTRIES)


def groups() -> Iterator[tuple[Entry, ...]]:
    """What is tried at once: entries of a show, each in a show of its own of one workspace; every other one alone."""
    cheap = [entry for entry in ENTRIES if entry.door is Door.SHOW and not entry.slow]
    # Neighbours are large in the same way, so they are dealt out as cards are.
    parts = -(-len(cheap) // TOGETHER)
    yield from (tuple(cheap[number::parts]) for number in range(parts))
    yield from ((entry,) for entry in ENTRIES if entry not in cheap)


def params() -> Iterator[Any]:
    for number, group in enumerate(groups()):
        name = group[0].name if len(group) == 1 else f"{len(group)} shows, {group[0].name}…"
        yield pytest.param(group, id=name, marks=pytest.mark.slow if group[0].slow or number % QUICK != 11 else ())


@pytest.mark.parametrize("group", list(params()))
def test_entries(group: tuple[Entry, ...], template: Path, server: Server, usual: set[str], place: Path) -> None:
    wrong = _together(group, template, server, usual, place) if len(group) > 1 else list(group)
    for entry in wrong:
        alone = place / "alone"
        alone.mkdir()
        _alone(entry, template, server, usual, alone)
        shutil.rmtree(alone)


def _together(group: tuple[Entry, ...], template: Path, server: Server, usual: set[str], place: Path) -> list[Entry]:
    """Try a group at once, and return the entries that have to be tried alone.

    The group is held to what a single entry is held to. What is said about an entry is known by the folder of its show;
    an entry that seems to be told wrongly is tried again by itself, which is what counts.
    """
    workspace = place / "around" / "workspace"
    shutil.copytree(template, workspace)
    folders = {f"s{number:03}": entry for number, entry in enumerate(group)}
    for folder, entry in folders.items():
        shutil.copytree(workspace / "episodes" / "show", workspace / "episodes" / folder)
        entry.build(workspace / "episodes" / folder)
    shutil.copytree(workspace / "episodes" / "show", workspace / "episodes" / FINE)
    scanned = _run(server, "-w", str(workspace), "scan", "--json")
    assert scanned.code != 2, scanned.err[-2000:]
    found = [json.loads(line)["path"] for line in scanned.out.splitlines()]
    assert {f"{folder}/good.wav" for folder in folders} <= set(found)
    checked = _run(server, *_checked(workspace))
    built = _run(server, "-w", str(workspace), "build")
    _look_at_output(workspace)
    told = [f"{one['where']} {one['message']}" for one in problems(checked) if one["code"] not in usual]
    told += [line for ran in (scanned, checked, built) for line in _complaints(ran)]
    assert not [line for line in told if f"{FINE}/" in line], "nothing is wrong with what is not hostile"
    for folder in list(folders)[:SHOWN]:
        listed = _run(server, "-w", str(workspace), "episode", "list", folder, "--json")
        for one in [one for one in problems(listed) if not one["path"].endswith("/good.wav")][:1]:
            _run(server, "-w", str(workspace), "episode", "show", one["id"])
    return [
        entry
        for folder, entry in folders.items()
        if entry.problem is not None and any(f"{folder}/" in line for line in told) != entry.problem
    ]


def _alone(entry: Entry, template: Path, server: Server, usual: set[str], place: Path) -> None:
    workspace = place / "around" / "workspace"
    shutil.copytree(template, workspace)
    if entry.door in (Door.FEED, Door.IMPORT):
        given = place / "given"
        given.mkdir()
        entry.build(given)
        told = _from_outside(entry, server, workspace, given)
    else:
        entry.build(workspace if entry.door is Door.WORKSPACE else workspace / "episodes" / "show")
        told = _from_inside(entry, server, workspace, usual)
    if entry.problem is not None:
        assert bool(told) == entry.problem, (entry.name, told)


def _from_outside(entry: Entry, server: Server, workspace: Path, given: Path) -> list[str]:
    """Give ``confkit`` a file from elsewhere, and return what it says is wrong with it."""
    (path,) = [one for one in given.iterdir() if not one.name.startswith("private")]
    if entry.door is Door.FEED:
        told = [problem["code"] for problem in problems(_run(server, "check", "--feed", str(path), "--json"))]
        plain = _run(server, "check", "--feed", str(path))
        return told or [line for line in plain.err.splitlines() if line.startswith("error:")]
    done = _run(server, "-w", str(workspace), "import", str(path))
    _run(server, *_checked(workspace))
    _run(server, "-w", str(workspace), "build")
    _look_at_output(workspace)
    return _complaints(done)


def _from_inside(entry: Entry, server: Server, workspace: Path, usual: set[str]) -> list[str]:
    """Let ``confkit`` find what lies in the workspace, and return what it says is wrong."""
    told: list[str] = []
    scanned = _run(server, "-w", str(workspace), "scan", "--json")
    if scanned.code != 2 and entry.door is Door.SHOW:
        # Nothing that is wrong with one file keeps the others from being found.
        assert GOOD in [json.loads(line)["path"] for line in scanned.out.splitlines()]
    checked = _run(server, *_checked(workspace))
    told += [one["code"] for one in problems(checked) if one["code"] not in usual]
    built = _run(server, "-w", str(workspace), "build")
    listed = _run(server, "-w", str(workspace), "episode", "list", "show", "--json")
    if entry.door is Door.SHOW and scanned.code != 2:
        mine = [one["id"] for one in problems(listed) if one["path"] != GOOD]
        for key in mine[:1]:
            _run(server, "-w", str(workspace), "episode", "show", key)
    for ran in (scanned, checked, built):
        told += _complaints(ran)
    _look_at_output(workspace)
    return told


def _complaints(ran: Ran) -> list[str]:
    return [line for line in ran.err.splitlines() if line.startswith(("error:", "✗", "!", "·"))]


def _run(server: Server, *arguments: str) -> Ran:
    """Run a command, and hold it to what holds for all of them."""
    ran = server.run(*arguments)
    assert ran.code in (0, 1, 2), (arguments, ran.seconds, ran.clock, ran.memory >> 20, ran.err[-2000:])
    assert "Traceback" not in ran.err
    assert "confkit made a mistake" not in ran.err, ran.err
    assert not UNSHOWN.search((ran.out + ran.err).replace("\t", "")), arguments
    assert ran.seconds <= SECONDS * PATIENCE, (arguments, ran.seconds)
    assert ran.memory <= MEMORY, (arguments, ran.memory >> 20)
    return ran


def _look_at_output(workspace: Path) -> None:
    """What was published is whole, shows nothing that moves a cursor, runs nothing, and tells no secret."""
    for path in (workspace / "public").rglob("*"):
        if path.suffix not in TEXTS or not path.is_file() or path.stat().st_size > 8 << 20:
            continue
        if path.name == "manifest.json":
            continue
        text = path.read_bytes().decode()
        assert not UNSHOWN.search(text.replace("\r\n", "")), path
        assert "root:x:0" not in text
        assert "SECRET" not in text
        if path.suffix == ".xml":
            ET.fromstring(text)
        if path.suffix == ".html":
            assert "<script>alert" not in text.lower()
            assert "javascript:" not in re.sub(r">[^<]*<", "><", text)
