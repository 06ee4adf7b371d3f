"""An event file of 1,300 sessions: confkit against tomllib, which only parses it, and tomlkit, which only writes it.

confkit also turns tables into sessions, checks and cleans them, which tomllib does not.
"""

import time
import tomllib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import tomlkit

from confkit.codecs.event_file import read_event, write_event
from confkit.domain.event import Event, Room, SessionType
from confkit.domain.person import Participant, Person
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session, Slot, Status

COUNT = 1_300
ZONE = ZoneInfo("Europe/Berlin")
WORDS = "What we learned, why it took so long; and what we would do otherwise the next time.\n" * 6


def main() -> None:
    programme = made()
    data = write_event(programme)
    text = data.decode()
    parsed = tomllib.loads(text)
    theirs = fastest(lambda: tomllib.loads(text))
    written = fastest(lambda: tomlkit.dumps(parsed), times=1)
    reading = fastest(lambda: read_event(data, "event.toml"))
    writing = fastest(lambda: write_event(programme))
    print(f"event file of {COUNT} sessions ({len(data) / 1e6:.1f} MB), tomllib parses it: {theirs * 1000:.0f} ms")
    print(f"event file of {COUNT} sessions, tomlkit writes it: {written * 1000:.0f} ms")
    print(f"event file of {COUNT} sessions, confkit reads it: {reading * 1000:.0f} ms, ratio {reading / theirs:.2f}")
    print(f"event file of {COUNT} sessions, confkit writes it: {writing * 1000:.0f} ms, ratio {writing / written:.3f}")


def made() -> Programme:
    event = Event(UUID(int=1), "congress", "Congress", "Europe/Berlin", date(2027, 4, 8), date(2027, 4, 11))
    rooms = tuple(Room(UUID(int=10 + n), event.id, f"Room {n}", n, 100) for n in range(40))
    kind = SessionType(UUID(int=9), event.id, "Talk")
    persons = tuple(Person(UUID(int=5_000 + n), f"Person {n}", biography=WORDS) for n in range(COUNT // 2))
    sessions, slots = [], []
    for number in range(COUNT):
        start = datetime(2027, 4, 8, 9, tzinfo=ZONE) + timedelta(days=number % 4, minutes=number // 160 * 60)
        sessions.append(
            Session(
                UUID(int=100_000 + number),
                event.id,
                f"Session {number}: voices, noises & Töne",
                Status.CONFIRMED,
                kind.id,
                abstract=WORDS,
                language="en",
                participants=(Participant(persons[number % len(persons)].id),),
            )
        )
        room = rooms[number // 4 % len(rooms)]
        slots.append(Slot(UUID(int=200_000 + number), sessions[-1].id, start, start + timedelta(minutes=30), room.id))
    return in_order(Programme(event, rooms, (), (kind,), tuple(sessions), tuple(slots), persons))


def fastest(work: Callable[[], object], times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
