"""A small workspace, and ways to call the command: in this process, in a fresh one, on a terminal."""

import json
import os
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from confkit.cli.main import root
from confkit.domain.edit import Edit, Entity
from confkit.domain.event import Event, Link, Room, SessionKind, SessionType, Track
from confkit.domain.person import Participant, Person, Role
from confkit.domain.recording import Chapter
from confkit.domain.session import Session, Slot, Status
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.services.workspace import init_workspace, open_workspace

PROJECT = Path(__file__).parents[2]
ZONE = ZoneInfo("Europe/Berlin")


def uuid(number: int) -> UUID:
    """An id whose beginning tells it from the others: 00000001-…, 00000002-…"""
    return UUID(int=number << 96 | 7)


EVENT, HALL, LAB, TRACK, TALK = (uuid(n) for n in range(1, 6))
AMIRA, BEN = uuid(0x10), uuid(0x11)
OPENING, WARD, IDEA = (uuid(0x20 + n) for n in range(3))
SHOW, EPISODE = uuid(0x30), uuid(0x31)


def _sample() -> tuple[Entity, ...]:
    start = datetime(2026, 10, 24, 10, 0, tzinfo=ZONE)
    return (
        # The clocks go back in the night between the two days.
        Event(EVENT, "summit", "Health Voices Summit", "Europe/Berlin", date(2026, 10, 24), date(2026, 10, 25),
              links=(Link("https://example.org/summit", "Site"),)),
        Room(HALL, EVENT, "Main hall", 0, 400, ("beamer",)),
        Room(LAB, EVENT, "Lab", 1, 24),
        Track(TRACK, EVENT, "Practice", colour="#2f6f9f"),
        SessionType(TALK, EVENT, "Talk", timedelta(minutes=45), SessionKind.TALK),
        Person(AMIRA, "Amira Hart", "St. Mary’s", email="amira@example.org", notes="calls back on Fridays"),
        Person(BEN, "Ben Okafor"),
        Session(OPENING, EVENT, "Opening", Status.CONFIRMED, participants=(Participant(AMIRA),)),
        Session(WARD, EVENT, "Podcasting on the ward", Status.ACCEPTED, TALK, TRACK, notes="needs a quiet room",
                participants=(Participant(AMIRA), Participant(BEN, Role.MODERATOR)), tags=("audio", "care"),
                links=(Link("https://example.org/ward"),)),
        Session(IDEA, EVENT, "An idea"),
        Slot(uuid(0x40), OPENING, start, start + timedelta(minutes=30), HALL),
        Slot(uuid(0x41), WARD, start + timedelta(hours=1), start + timedelta(hours=1, minutes=45), LAB),
        Show(SHOW, "ward-rounds", "Ward Rounds", uuid(0x32), funding=(Link("https://example.org/give", "Give"),)),
        Episode(EPISODE, SHOW, "guid-1", datetime(2026, 11, 1, tzinfo=UTC), EpisodeState.PUBLISHED,
                "ward-rounds/001.wav", WARD,
                chapters=(Chapter(timedelta(0), "Hello"), Chapter(timedelta(seconds=1), "Bye"))),
    )  # fmt: skip


def write_wave(path: Path, seconds: float = 1.5) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * int(8000 * seconds))


@pytest.fixture(scope="session")
def sample_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "workspace"
    with init_workspace(folder):
        pass
    config = folder / "confkit.toml"
    config.write_text(config.read_text("utf-8").replace('# author = "Amira Hart"', 'author = "Tester"'), "utf-8")
    with open_workspace(folder) as opened:
        opened.apply(Edit.add("Add the sample", *_sample()))
    write_wave(folder / "episodes" / "ward-rounds" / "001.wav")
    return folder


@pytest.fixture
def folder(sample_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of its own for each test."""
    return Path(shutil.copytree(sample_workspace, tmp_path / "workspace"))


@dataclass(frozen=True)
class Called:
    """What a call came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The data that was printed."""
        assert self.out, self.err
        return json.loads(self.out)


Call = Callable[..., Called]


@pytest.fixture
def confkit(folder: Path) -> Call:
    """Call the command on the sample workspace, in this process."""

    def call(*args: str, stdin: str = "", workspace: Path | None = folder) -> Called:
        where = ("-w", str(workspace)) if workspace else ()
        result = CliRunner().invoke(root, [*where, *args], input=stdin)
        return Called(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def environment() -> dict[str, str]:
    """The environment of a fresh process: ours, without what would change how the command prints."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "CONFKIT_DEBUG")}
    return kept | {"PYTHONPATH": str(PROJECT), "TERM": "xterm-256color", "PYTHONWARNINGS": "error"}


@pytest.fixture
def process(folder: Path, environment: dict[str, str]) -> Call:
    """Call the command in a fresh process, in the folder of the sample workspace."""

    def call(*args: str, stdin: str = "", cwd: Path | None = None, **variables: str) -> Called:
        done = subprocess.run(
            [sys.executable, "-m", "confkit", *args],
            input=stdin,
            cwd=cwd or folder,
            env=environment | variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Called(done.returncode, done.stdout, done.stderr)

    return call
