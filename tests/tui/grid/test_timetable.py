"""A timetable that followed moves is the one that would be made afresh, and so is the layout of each of its days."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.event import Event, Room
from confkit.domain.programme import Move, Programme, in_order
from confkit.domain.session import Session, Slot
from confkit.domain.times import later
from confkit.tui.grid.filters import read_filter
from confkit.tui.grid.hours import ZOOMS
from confkit.tui.grid.model import Layout, lay_out
from confkit.tui.grid.timetable import Timetable
from tests.strategies import exact, programmes
from tests.tui.conftest import ZONE, number

DAY = date(2027, 4, 8)
LENGTHS = (0, 20, 60, 8 * 60, 30 * 60)


@st.composite
def moves_in(draw: st.DrawFn, programme: Programme) -> list[Move]:
    """One to three changes at once: a slot moves, goes, or comes; some say what is no longer so, or name one twice."""
    found: list[Move] = []
    rooms = [room.id for room in programme.rooms] + [None, UUID(int=77)]
    for turn in range(draw(st.integers(1, 3))):
        before = draw(st.sampled_from([*programme.slots, None]))
        if before is None:
            session = draw(st.sampled_from([one.id for one in programme.sessions] or [UUID(int=78)]))
            day = draw(st.sampled_from(programme.event.days))
            start = datetime(day.year, day.month, day.day, 12, tzinfo=programme.zone)
            after: Slot | None = Slot(UUID(int=draw(st.integers(1, 3)) + turn), session, start, start)
        elif draw(st.booleans()):
            after = None
        else:
            after = before
            if draw(st.booleans()):
                before = replace(before, start=later(before.start, timedelta(days=1)), room_id=None)
        if after is not None:
            start = later(after.start, timedelta(minutes=draw(st.integers(-40, 40)) * 55))
            end = later(start, timedelta(minutes=draw(st.sampled_from(LENGTHS))))
            after = replace(after, start=start, end=end, room_id=draw(st.sampled_from(rooms)))
        if before is not None or after is not None:
            found.append((before, after))
    return found


def shown(layout: Layout) -> object:
    return (layout.columns, [*map(exact, layout.blocks)], [*map(exact, layout.everywhere)], exact(layout.hours.start))


@given(programmes(), st.data(), st.sampled_from(ZOOMS), st.sampled_from(["", "a", "status:confirmed", "room:a"]))
def test_a_timetable_follows_moves(plan: Programme, data: st.DataObject, zoom: int, query: str) -> None:
    chosen = read_filter(query)
    timetable = Timetable(plan)
    plan.slots_of, plan.sessions_of, plan.session  # noqa: B018 - look-ups that were made are kept or follow
    for _ in range(data.draw(st.integers(1, 3))):
        lay_out(timetable, timetable.days[0], zoom, chosen=chosen)
        before, slots = timetable, timetable.programme.slots
        timetable = timetable.after_moves(data.draw(moves_in(timetable.programme)))
        assert before.programme.slots == slots
    fresh = in_order(replace(plan, slots=timetable.programme.slots))
    assert [*map(exact, timetable.programme.slots)] == [*map(exact, fresh.slots)]
    assert dict(timetable.programme.slots_of) == dict(fresh.slots_of)
    assert dict(timetable.programme.sessions_of) == dict(fresh.sessions_of)
    other = Timetable(fresh)
    assert (timetable.days, timetable.waiting) == (other.days, other.waiting)
    for day in timetable.days:
        assert shown(lay_out(timetable, day, zoom, chosen=chosen)) == shown(lay_out(other, day, zoom, chosen=chosen))


def test_a_look_at_a_day_asks_for_its_own_slots_only() -> None:
    event = Event(number(1), "e", "E", "Europe/Berlin", DAY, DAY + timedelta(days=3))
    rooms = tuple(Room(number(3000 + n), event.id, f"Room {n}", n) for n in range(50))
    sessions = tuple(Session(number(4000 + n), event.id, f"Session {n}") for n in range(800))
    start = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=ZONE)
    slots = tuple(
        Slot(
            number(5000 + n),
            session.id,
            first := start + timedelta(days=n // 200, hours=n % 4),
            first,
            rooms[n % 50].id,
        )
        for n, session in enumerate(sessions)
    )
    timetable = Timetable(in_order(Programme(event, rooms, sessions=sessions, slots=slots)))
    made = timetable.asked
    layout = lay_out(timetable, DAY, 15)
    assert timetable.asked - made == 200
    # Five columns in sight: no other one is filled.
    for row in range(layout.hours.count):
        for column in range(5):
            layout.cells.get((column, row))
    assert layout.filled.made == 5
    assert layout.block_of[slots[7].id].slot == slots[7]
    assert layout.filled.made == 6
    moved = replace(slots[7], start=slots[7].start + timedelta(days=1), end=slots[7].end + timedelta(days=1))
    after = timetable.after_moves([(slots[7], moved)])
    assert after.asked - timetable.asked <= 2 * 201
    assert slots[7].id not in lay_out(after, DAY, 15).block_of
    assert lay_out(after, DAY + timedelta(days=1), 15).block_of[moved.id].slot == moved
    assert after.waiting is timetable.waiting
