"""Kills builds at random moments and looks at what they leave.

    python -m scripts.kill_builds [--kills 250] [--seed N]

A copy of the sample workspace is changed and built in a loop by a child process, which is killed (SIGKILL) at a random
moment, again and again. After each kill every file in the output has to be whole, and every edit that was acknowledged
has to be there. In the end one build has to finish the job, and a second one must not change a byte.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from confkit.codecs.ical import read_calendar
from confkit.domain.session import Status
from confkit.domain.show import EpisodeState
from confkit.domain.times import later
from confkit.files import atomic_write
from confkit.publish.manifest import JOURNAL, MANIFEST
from confkit.services import editing, lookup
from confkit.services.building import build
from confkit.services.workspace import Workspace, open_workspace

HERE = Path(__file__).parents[1]


class Torn(Exception):
    """Something was left neither old nor new."""


def main(arguments: list[str]) -> int:
    """Run the loop and print what was found; return 0 if everything was whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=250, help="how often to kill (default: 250)")
    parser.add_argument("--seed", type=int, default=None, help="repeat the choices of another run")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.randrange(10**6)
    with tempfile.TemporaryDirectory(prefix="kill-builds-") as folder:
        try:
            counts = run(Path(folder) / "workspace", options.kills, random.Random(seed))
        except Torn as error:
            print(f"kill_builds: {error} (--seed {seed})", file=sys.stderr)
            return 1
    print(f"{options.kills} kills (--seed {seed}): {counts['writing']} in a build that was writing,")
    print(f"{counts['half']} of them in the middle of a file; {counts['builds']} builds came to their end.")
    print(f"{counts['files']} files looked at: all whole. {counts['edits']} edits acknowledged: all there.")
    print("The last build finished the job, and the next one changed no byte.")
    return 0


def run(root: Path, kills: int, chance: random.Random) -> Counter[str]:
    """Kill ``kills`` builds of a copy of the sample at ``root``; raises Torn."""
    root.mkdir()
    shutil.copy(HERE / "confkit.toml", root)
    for name in ("events", "episodes"):
        shutil.copytree(HERE / name, root / name)
    sources = {file.name: file.read_bytes() for file in (root / "episodes").rglob("*.*")}
    with open_workspace(root) as ws:
        output = ws.output
        build(ws)
        begin = time.monotonic()
        for change in CHANGES:
            change(ws, chance)
            build(ws)
        duration = (time.monotonic() - begin) / len(CHANGES)
    counts: Counter[str] = Counter()
    for _ in range(kills):
        acknowledged = kill_one(root, duration, chance, counts)
        counts["writing"] += (output / JOURNAL).exists()
        counts["half"] += any(output.rglob("*.part"))
        counts["files"] += look_at(output, sources)
        with open_workspace(root) as ws:
            if ws.repository.position() < acknowledged:
                raise Torn(f"edit {acknowledged} was acknowledged and is not there")
    finish(root, output, sources)
    return counts


def kill_one(root: Path, duration: float, chance: random.Random, counts: Counter[str]) -> int:
    """Let a child edit and build until it is killed; return the number of the last edit that it acknowledged."""
    reading, writing = os.pipe()
    seed = chance.random()
    child = os.fork()
    if not child:
        os.close(reading)
        work(root, random.Random(seed), writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.readline()  # it is about to build
        time.sleep(chance.uniform(0, duration * 3))  # in one of its first builds
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        said += pipe.read()
    if not os.WIFSIGNALED(status):
        raise Torn("the child ended by itself; see its error above")
    words = said.decode().split()
    counts["builds"] += words.count("built")
    numbers = [int(word) for word in words if word.isdigit()]
    counts["edits"] += len(numbers)
    return max(numbers, default=0)


def work(root: Path, chance: random.Random, writing: int) -> NoReturn:
    """Change something, build, and so on for ever; ``writing`` is told each edit's number and each finished build."""
    try:
        with open_workspace(root) as ws:
            while True:
                for change in chance.sample(CHANGES, 2):
                    change(ws, chance)
                    os.write(writing, f"{ws.repository.position()} ".encode())
                os.write(writing, b"\n")
                build(ws)
                os.write(writing, b"built ")
    except BaseException as error:  # noqa: BLE001 - a forked child must never return into its parent's code
        print(f"kill_builds: the child failed: {error!r}", file=sys.stderr, flush=True)
        os._exit(1)


def move_a_session(ws: Workspace, chance: random.Random) -> None:
    """Calendars change."""
    programme = ws.repository.programme(lookup.events(ws)[0].id)
    slot = chance.choice(programme.slots)
    minutes = chance.choice((-15, 15))
    by = slot.duration * minutes / 60
    editing.change(ws, slot, replace(slot, start=later(slot.start, by), end=later(slot.end, by)))


def cancel_or_confirm(ws: Workspace, chance: random.Random) -> None:
    """Entries become cancelled and come back."""
    session = chance.choice(ws.repository.programme(lookup.events(ws)[0].id).sessions)
    status = Status.CANCELLED if session.status.is_public else Status.CONFIRMED
    editing.change(ws, session, replace(session, status=status))


def rename_a_session(ws: Workspace, chance: random.Random) -> None:
    """Calendars, the page and perhaps a feed change, and get other lengths."""
    session = chance.choice(ws.repository.programme(lookup.events(ws)[0].id).sessions)
    editing.change(ws, session, replace(session, title=f"{session.title[:40]} {'again ' * chance.randrange(9)}"))


def rename_the_event(ws: Workspace, chance: random.Random) -> None:
    """Every calendar gets another path, and the old ones have to go."""
    event = lookup.events(ws)[0]
    editing.change(ws, event, replace(event, slug=f"summit-{chance.randrange(100)}-{event.slug[-1]}"))


def publish_or_withdraw(ws: Workspace, chance: random.Random) -> None:
    """Audio and chapters come and go."""
    episode = chance.choice(ws.repository.shelves()[0].episodes)
    draft = episode.state is EpisodeState.DRAFT
    editing.change(ws, episode, replace(episode, state=EpisodeState.PUBLISHED if draft else EpisodeState.DRAFT))


def change_the_audio(ws: Workspace, chance: random.Random) -> None:
    """A file gets longer or shorter, by zeros that no player minds."""
    file = chance.choice(sorted(ws.episodes_root.rglob("*.mp3")))
    atomic_write(file, file.read_bytes().rstrip(b"\0") + bytes(chance.randrange(100_000)))


CHANGES: tuple[Callable[[Workspace, random.Random], None], ...] = (
    move_a_session,
    cancel_or_confirm,
    rename_a_session,
    rename_the_event,
    publish_or_withdraw,
    change_the_audio,
)


def look_at(output: Path, sources: dict[str, bytes]) -> int:
    """Check that every file in the output is whole; return how many there are. Raises Torn."""
    files = [file for file in output.rglob("*") if file.is_file() and not file.name.startswith(".confkit-")]
    for file in files:
        data = file.read_bytes()
        try:
            whole = is_whole(file, data, sources)
        except Exception as error:
            raise Torn(f"{file.relative_to(output)} can't be read: {error!r}") from error
        if not whole:
            raise Torn(f"{file.relative_to(output)} is torn: {len(data)} bytes")
    return len(files)


def is_whole(file: Path, data: bytes, sources: dict[str, bytes]) -> bool:
    """Whether ``file`` is complete in its format; audio has to be a version of its source."""
    if file.suffix == ".ics":
        return bool(read_calendar(data, file.name).name) and data.endswith(b"END:VCALENDAR\r\n")
    if file.suffix == ".xml":
        return ElementTree.fromstring(data).tag == "rss"
    if file.suffix == ".json":
        return isinstance(json.loads(data), dict)
    if file.suffix == ".html":
        return data.endswith(b"</html>\n")
    if file.suffix in (".png", ".jpg"):  # the name of a picture ends with the beginning of its digest
        return sha256(data).hexdigest().startswith(file.stem.rpartition("-")[2])
    source = sources[file.name]
    return data == source or data.rstrip(b"\0") == source.rstrip(b"\0")


def finish(root: Path, output: Path, sources: dict[str, bytes]) -> None:
    """Let one build finish the job, and check that it did and that another one changes nothing. Raises Torn."""
    with open_workspace(root) as ws:
        build(ws)
        look_at(output, sources)
        before = {file: (file.stat(), file.read_bytes()) for file in output.rglob("*") if file.is_file()}
        report = build(ws)
    named = {entry["path"]: entry for entry in json.loads((output / MANIFEST).read_bytes())["files"]}
    there = {str(file.relative_to(output)) for file in before}
    if there != {*named, MANIFEST}:
        raise Torn(f"the manifest and the folder differ: {sorted(there ^ {*named, MANIFEST})}")
    for file, (status, data) in before.items():
        entry = named.get(str(file.relative_to(output)))
        if entry and (entry["size"], entry["sha256"]) != (len(data), hashlib.sha256(data).hexdigest()):
            raise Torn(f"the manifest is wrong about {entry['path']}")
        now = file.stat()
        if (now.st_ino, now.st_mtime_ns) != (status.st_ino, status.st_mtime_ns) or file.read_bytes() != data:
            raise Torn(f"a second build touched {file.relative_to(output)}")
    if report.written or report.removed:
        raise Torn(f"a second build wrote {report.written} and removed {report.removed}")
    if leftovers := [str(file) for file in output.rglob(".confkit-*")]:
        raise Torn(f"left over: {leftovers}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
