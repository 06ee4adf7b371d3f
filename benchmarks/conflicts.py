"""Conflicts of a congress of 1,000 sessions in 72 rooms: all of them, after one move, and where to move to.

Measured against a bare sort of the slots by start, which is the least that a sweep line costs, and against comparing
each slot with each other, which is what conference systems do. Measured in processor time, so that what else the
machine does counts for nothing.
"""

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.conflicts import ConflictIndex, conflicts, suggest
from confkit.domain.event import Event, Room, SessionKind, SessionType
from confkit.domain.person import Participant, Person
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session, Slot, Status

COUNT, ROOMS, PERSONS = 1_000, 72, 570
ZONE = ZoneInfo("Europe/Berlin")


def main() -> None:
    programme = made()
    index = ConflictIndex(programme)
    whole = f"{COUNT} sessions in {ROOMS} rooms"
    bare = fastest(lambda: sorted(programme.slots, key=lambda slot: slot.start.timestamp()))
    peer = fastest(lambda: compared(programme), rounds=2)
    ours = fastest(lambda: conflicts(programme))
    print(f"{whole}, slots sorted: {bare * 1000:.1f} ms")
    print(f"{whole}, each room's and person's overlaps by comparing all pairs: {peer * 1000:.0f} ms")
    print(f"{whole}, {len(index.problems)} conflicts by all rules: {ours * 1000:.0f} ms, ratio {ours / peer:.3f}")
    moves = sorted(moved(index, programme))
    half, most = moves[len(moves) // 2], moves[len(moves) * 95 // 100]
    print(f"{whole}, a move: {half * 1000:.2f} ms, 95th percentile {most * 1000:.2f} ms, ratio {half / ours:.4f}")
    slot = programme.slots[COUNT // 2]
    places = fastest(lambda: suggest(programme, slot, index=index))
    print(f"{whole}, three better places for one: {places * 1000:.0f} ms, ratio {places / ours:.2f}")


def made() -> Programme:
    """A congress with two conflicts of rooms in a thousand and one of persons in seven, as real ones have."""
    choose = random.Random(38)
    first = datetime(2027, 12, 27, 10, tzinfo=ZONE)
    event = Event(UUID(int=1), "congress", "Congress", "Europe/Berlin", first.date(), first.date() + timedelta(days=3))
    rooms = tuple(Room(UUID(int=10 + number), event.id, f"Room {number}", number, 100) for number in range(ROOMS))
    kind = SessionType(UUID(int=9), event.id, "Talk", timedelta(hours=1), SessionKind.TALK)
    persons = tuple(Person(UUID(int=5_000 + number), f"Person {number}") for number in range(PERSONS))
    sessions, slots = [], []
    for number in range(COUNT):
        start = first + timedelta(days=number % 4, hours=number // 4 // ROOMS * 3, minutes=5 * choose.randrange(24))
        person = Participant(persons[choose.randrange(PERSONS)].id)
        session = Session(
            UUID(int=100_000 + number),
            event.id,
            f"Session {number}",
            Status.CONFIRMED,
            kind.id,
            participants=(person,),
            expected_audience=choose.randrange(20, 110),
        )
        sessions.append(session)
        room = rooms[number // 4 % ROOMS]
        slots.append(Slot(UUID(int=200_000 + number), session.id, start, start + timedelta(hours=1), room.id))
    return in_order(Programme(event, rooms, (), (kind,), tuple(sessions), tuple(slots), persons))


def compared(programme: Programme) -> int:
    """Count overlaps of rooms and persons the plain way."""
    times = [
        (slot.start.timestamp(), slot.end.timestamp(), slot.room_id, programme.session[slot.session_id].participants)
        for slot in programme.slots
    ]
    found = 0
    for one, other in combinations(times, 2):
        if one[0] < other[1] and other[0] < one[1]:
            found += one[2] == other[2]
            found += len({part.person_id for part in one[3]} & {part.person_id for part in other[3]})
    return found


def moved(index: ConflictIndex, programme: Programme) -> list[float]:
    """Return what each of five hundred moves takes, in seconds."""
    choose = random.Random(1)
    taken = []
    for _ in range(500):
        before = choose.choice(programme.slots)
        by = timedelta(minutes=5 * choose.randrange(-12, 13))
        room = choose.choice(programme.rooms).id
        after = replace(before, start=before.start + by, end=before.end + by, room_id=room)
        start = time.process_time()
        index.after_move(before, after)
        taken.append(time.process_time() - start)
    return taken


def fastest(work: Callable[[], object], rounds: int = 5) -> float:
    """The least time of several rounds, in seconds: what else the machine does only ever adds."""
    least = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


if __name__ == "__main__":
    main()
