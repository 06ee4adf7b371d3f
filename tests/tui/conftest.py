"""A small workspace with everything the screens show, the same on every run; and an app on it."""

import shutil
import time
import wave
from array import array
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import sin
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from textual.pilot import Pilot

from confkit.domain.edit import Edit
from confkit.domain.event import Event, Link, Room, SessionKind, SessionType, Track
from confkit.domain.person import Participant, Person, Role
from confkit.domain.recording import Chapter
from confkit.domain.session import Session, Slot, Status
from confkit.domain.show import Episode, EpisodeState, Show
from confkit.services.workspace import CONFIG_NAME, Workspace
from confkit.tui.confkit_app import ConfkitApp
from confkit.tui.workspace_screen import WorkspaceScreen

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def number(n: int) -> UUID:
    return UUID(int=n)


EVENT = Event(
    number(1),
    "health-voices",
    "Health Voices Summit",
    "Europe/Berlin",
    date(2027, 4, 8),
    date(2027, 4, 9),
    location="Kiel",
)
ROOMS = (
    Room(number(10), EVENT.id, "Main hall", 0, 400, ("projector", "microphones")),
    Room(number(11), EVENT.id, "Studio", 1, 80),
    Room(number(12), EVENT.id, "Lab", 2, 24),
)
TRACKS = (Track(number(20), EVENT.id, "Craft"), Track(number(21), EVENT.id, "Care", 1))
TYPES = (
    SessionType(number(30), EVENT.id, "Talk"),
    SessionType(number(31), EVENT.id, "Panel", timedelta(minutes=60), SessionKind.PANEL, 1),
    SessionType(number(32), EVENT.id, "Workshop", timedelta(minutes=90), SessionKind.WORKSHOP, 2),
    SessionType(number(33), EVENT.id, "Break", timedelta(minutes=30), SessionKind.BREAK, 3),
)
PERSONS = (
    Person(number(40), "Amira Hart", "Kiel University", "Amira records on the ward.", "amira@example.org"),
    Person(number(41), "Ben Okafor", "Radio Nord", links=(Link("https://example.org/ben"),)),
    Person(number(42), "Chiara Conti"),
    Person(number(43), "Zoë Ångström", "Lund"),
)


def _session(n: int, title: str, kind: int, status: Status, *people: int, track: int | None = None) -> Session:
    parts = tuple(Participant(PERSONS[one].id, Role.MODERATOR if at else Role.SPEAKER) for at, one in enumerate(people))
    return Session(
        number(100 + n),
        EVENT.id,
        title,
        status,
        TYPES[kind].id,
        TRACKS[track].id if track is not None else None,
        participants=parts,
        abstract=f"What {title.lower()} is about." if kind != 3 else "",
        language="en",
    )


SESSIONS = (
    _session(0, "Opening keynote", 0, Status.CONFIRMED, 0, track=1),
    _session(1, "Podcasting on the ward", 0, Status.CONFIRMED, 0, 1, track=0),
    _session(2, "Panel: who answers?", 1, Status.ACCEPTED, 1, 0),
    _session(3, "First episode in an hour", 2, Status.ACCEPTED, 2, track=0),
    _session(4, "Stories from patients", 0, Status.SUBMITTED, 3, track=1),
    _session(5, "Coffee", 3, Status.CONFIRMED),
    _session(6, "Microphones [for] rooms", 0, Status.REJECTED, 3),
)


def _slot(n: int, session: int, room: int, day: int, hour: int, minute: int, length: int) -> Slot:
    start = datetime(2027, 4, day, hour, minute, tzinfo=ZONE)
    return Slot(number(200 + n), SESSIONS[session].id, start, start + timedelta(minutes=length), ROOMS[room].id)


SLOTS = (
    _slot(0, 0, 0, 8, 9, 0, 30),
    _slot(1, 1, 1, 8, 10, 0, 30),
    _slot(2, 2, 0, 8, 10, 15, 60),  # Amira and Ben are in two places: a conflict.
    _slot(3, 3, 2, 9, 9, 0, 90),
    _slot(4, 5, 0, 8, 9, 30, 30),
)
SHOW = Show(number(300), "ward-rounds", "Ward Rounds", number(301), "Talks from the ward.", author="Amira Hart")
EPISODES = (
    Episode(number(310), SHOW.id, "guid-1", NOW, EpisodeState.PUBLISHED, title="Pilot", number=1),
    Episode(number(311), SHOW.id, "guid-2", NOW, EpisodeState.DRAFT, session_id=SESSIONS[1].id, number=2),
)


CHAPTERS = tuple(
    Chapter(timedelta(seconds=start), title)
    for start, title in ((0, "Welcome"), (12, "Who answers the phone at night?"), (30, "Questions"), (52, "Goodbye"))
)


def heard_folder(folder: Path) -> Workspace:
    """Give the pilot a sound of 64 seconds that comes and goes (a WAV, so that no ffmpeg is needed), and chapters."""
    place = folder / "episodes" / SHOW.slug
    place.mkdir(parents=True, exist_ok=True)
    swelling = (int(30_000 * abs(sin(n / 30_000)) ** 2 * sin(n / 3)) for n in range(64 * 8_000))
    with wave.open(str(place / "pilot.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(array("h", swelling).tobytes())
    workspace = open_at(folder, first_id=20_000)
    pilot = EPISODES[0]
    workspace.apply(Edit.change("Record it", pilot, replace(pilot, file="ward-rounds/pilot.wav", chapters=CHAPTERS)))
    return workspace


class Ids:
    """Ids in order, so that every run makes the same."""

    def __init__(self, first: int) -> None:
        self._next = first

    def __call__(self) -> UUID:
        self._next += 1
        return number(self._next)


def open_at(folder: Path, *, author: str = "amira", first_id: int = 10_000) -> Workspace:
    return Workspace(folder, clock=lambda: NOW, new_id=Ids(first_id), author=author)


def make_folder(folder: Path) -> Path:
    for name in ("events", "episodes"):
        (folder / name).mkdir(parents=True)
    (folder / CONFIG_NAME).write_text('site = "https://podcast.example.org/"\n')
    return folder


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace folder with the programme above, made once."""
    folder = make_folder(tmp_path_factory.mktemp("filled") / "workspace")
    with open_at(folder) as workspace:
        everything = (EVENT, *ROOMS, *TRACKS, *TYPES, *PERSONS, *SESSIONS, *SLOTS, SHOW, *EPISODES)
        workspace.apply(Edit.add("Add the programme", *everything))
    return folder


@pytest.fixture(autouse=True)
def _one_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The history shows the machine's local time."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def folder(filled_folder: Path, tmp_path: Path) -> Path:
    """A copy of the filled workspace folder for one test."""
    return Path(shutil.copytree(filled_folder, tmp_path / "workspace"))


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with open_at(folder) as opened:
        yield opened


@pytest.fixture
def empty_workspace(tmp_path: Path) -> Iterator[Workspace]:
    with open_at(make_folder(tmp_path / "empty")) as opened:
        yield opened


class Driver:
    """Drives the app as a user does, and waits until everything it set off is through."""

    def __init__(self, app: ConfkitApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> WorkspaceScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, WorkspaceScreen)
        return screen

    async def settle(self) -> None:
        """Wait for workers, the messages they post, and the work those set off."""
        for _ in range(100):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            if not any(not worker.is_finished for worker in self.app.workers):
                await self.pilot.pause()
                if not any(not worker.is_finished for worker in self.app.workers):
                    return

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        names = {" ": "space", ":": "colon", "-": "minus", ",": "comma", ".": "full_stop", "/": "slash"}
        await self.pilot.press(*(names.get(character, character) for character in text))
        await self.settle()

    @property
    def text(self) -> str:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"

    @property
    def toasts(self) -> str:
        return "\n".join(notification.message for notification in self.app._notifications)


Start = Callable[..., AbstractAsyncContextManager[Driver]]


@pytest.fixture
def start() -> Start:
    """Open the app on a workspace: ``async with start(workspace, size=(80, 24)) as driver``."""

    @asynccontextmanager
    async def running(
        workspace: Workspace, size: tuple[int, int] = (120, 40), watch_every: float = 3600
    ) -> AsyncIterator[Driver]:
        app = ConfkitApp(workspace, watch_every=watch_every)
        async with app.run_test(size=size, tooltips=False, notifications=True) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver

    return running
