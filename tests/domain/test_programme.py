"""Looking things up in a programme, and its stable order."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.edit import ENTITY_TYPES
from confkit.domain.event import Event, Room, SessionType, Track
from confkit.domain.person import Participant, Person, Role
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme, Shelf, in_order
from confkit.domain.session import Session, Slot, Status
from tests.strategies import programmes, shelves

EVENT = Event(UUID(int=1), "a", "A", "Europe/Berlin", date(2027, 4, 8), date(2027, 4, 9))


def session(number: int, **more: object) -> Session:
    return replace(Session(UUID(int=number), EVENT.id, f"Session {number}"), **more)  # type: ignore[arg-type]


def slot(number: int, of: int, hour: int, hours: int = 1) -> Slot:
    start = datetime(2027, 4, 8, hour, tzinfo=UTC)
    return Slot(UUID(int=number), UUID(int=of), start, start + timedelta(hours=hours))


@settings(max_examples=10)
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_things_came(programme: Programme, chance: random.Random) -> None:
    parts = ("rooms", "tracks", "types", "sessions", "slots", "persons")
    mixed = replace(programme, **{part: _shuffled(getattr(programme, part), chance) for part in parts})
    assert repr(in_order(mixed)) == repr(in_order(programme))


def _shuffled(items: tuple[object, ...], chance: random.Random) -> tuple[object, ...]:
    return tuple(chance.sample(items, len(items)))


@settings(max_examples=10)
@given(programmes())
def test_every_lookup_finds_what_there_is(programme: Programme) -> None:
    for items, lookup in (
        (programme.rooms, programme.room),
        (programme.tracks, programme.track),
        (programme.types, programme.type),
        (programme.sessions, programme.session),
        (programme.persons, programme.person),
    ):
        assert [lookup[item.id] for item in items] == list(items)
        assert len(lookup) == len(items)
    assert sorted(one.id for found in programme.slots_of.values() for one in found) == sorted(
        one.id for one in programme.slots
    )
    for found in programme.slots_of.values():
        assert [one.start.timestamp() for one in found] == sorted(one.start.timestamp() for one in found)
    for person_id, talks in programme.sessions_of.items():
        assert all(any(part.person_id == person_id for part in talk.participants) for talk in talks)
        assert len({talk.id for talk in talks}) == len(talks)


def test_rooms_go_by_position_then_name_sessions_by_title_slots_by_start_and_end() -> None:
    rooms = tuple(Room(UUID(int=n), EVENT.id, name, position) for n, (name, position) in enumerate(_ROOMS))
    programme = in_order(
        Programme(
            EVENT,
            rooms=rooms,
            tracks=tuple(Track(room.id, EVENT.id, room.name, room.position) for room in rooms),
            types=tuple(SessionType(room.id, EVENT.id, room.name, position=room.position) for room in rooms),
            sessions=(session(2, title="b"), session(1, title="C"), session(3, title="a")),
            slots=(slot(1, 1, 9, 2), slot(2, 2, 9, 1), slot(3, 3, 8)),
            persons=(Person(UUID(int=1), "Zoe"), Person(UUID(int=2), "amira"), Person(UUID(int=3), "Ben")),
        )
    )
    assert [room.name for room in programme.rooms] == ["Lab", "attic", "Hall", "studio"]
    assert [track.name for track in programme.tracks] == [kind.name for kind in programme.types] == _IN_ORDER
    assert [one.title for one in programme.sessions] == ["a", "b", "C"]
    assert [one.id.int for one in programme.slots] == [3, 2, 1]
    assert [person.name for person in programme.persons] == ["amira", "Ben", "Zoe"]


_ROOMS = (("studio", 1), ("Hall", 1), ("attic", 1), ("Lab", 0))
_IN_ORDER = ["Lab", "attic", "Hall", "studio"]


@settings(max_examples=5)
@given(programmes(), shelves())
def test_contents_come_in_an_order_in_which_they_can_be_added(programme: Programme, shelf: Shelf) -> None:
    order = [ENTITY_TYPES.index(type(entity)) for entity in programme.contents]
    assert order == sorted(order)
    parts = ("rooms", "tracks", "types", "persons", "sessions", "slots", "reviews", "sign_ups", "arrivals")
    assert len(order) == 1 + sum(len(getattr(programme, part)) for part in parts)
    assert shelf.contents == (*shelf.persons, shelf.show, *shelf.episodes)


def test_people_in_roles_in_the_sessions_order() -> None:
    hart, okafor = Person(UUID(int=1), "Amira Hart"), Person(UUID(int=2), "Ben Okafor")
    talk = session(
        9,
        participants=(
            Participant(okafor.id, Role.MODERATOR),
            Participant(hart.id),
            Participant(UUID(int=404)),
            Participant(okafor.id, Role.REVIEWER),
        ),
    )
    programme = Programme(EVENT, sessions=(talk,), persons=(hart, okafor))
    assert programme.people(talk) == (okafor, hart, okafor)
    assert programme.people(talk, Role.SPEAKER) == (hart,)
    assert programme.people(talk, Role.REVIEWER, Role.SPEAKER) == (hart, okafor)
    assert programme.people(talk, Role.HOST) == ()
    assert programme.sessions_of[okafor.id] == (talk,)


def test_the_length_is_the_sessions_own_or_its_types() -> None:
    workshop = SessionType(UUID(int=1), EVENT.id, "Workshop", timedelta(minutes=90))
    programme = Programme(EVENT, types=(workshop,))
    assert programme.length(session(1, duration=timedelta(), type_id=workshop.id)) == timedelta()
    assert programme.length(session(1, type_id=workshop.id)) == timedelta(minutes=90)
    assert programme.length(session(1, type_id=UUID(int=404))) == timedelta(minutes=30)
    assert programme.length(session(1)) == timedelta(minutes=30)


def test_the_day_of_a_slot_ends_when_the_event_says() -> None:
    programme = Programme(EVENT)
    assert programme.zone.key == "Europe/Berlin"
    late = Slot(UUID(int=1), UUID(int=2), *[datetime(2027, 4, 9, 3, 59, tzinfo=programme.zone)] * 2)
    assert programme.day(late) == date(2027, 4, 8)


def test_which_sessions_are_public_and_which_take_place() -> None:
    assert [status for status in Status if status.is_public] == [Status.ACCEPTED, Status.CONFIRMED]
    places = [Status.SUBMITTED, Status.WAITLISTED, Status.ACCEPTED, Status.CONFIRMED]
    assert {status for status in Status if status.takes_place} == set(places)


def test_problems_sort_by_weight_then_place() -> None:
    found = [
        Problem("b", Severity.HINT, "a", ""),
        Problem("a", Severity.WARNING, "a", ""),
        Problem("b", Severity.ERROR, "b", ""),
        Problem("a", Severity.ERROR, "b", ""),
        Problem("c", Severity.ERROR, "a", ""),
    ]
    assert [(one.severity, one.where, one.code) for one in sorted(found, key=lambda one: one.rank)] == [
        ("error", "a", "c"),
        ("error", "b", "a"),
        ("error", "b", "b"),
        ("warning", "a", "a"),
        ("hint", "a", "b"),
    ]


def test_a_move_leaves_the_rest_as_it_is_and_keeps_what_was_looked_up() -> None:
    talks = (session(10), session(11), session(12))
    slots = (slot(20, of=10, hour=8), slot(21, of=11, hour=9), slot(22, of=10, hour=10))
    programme = Programme(EVENT, sessions=talks, slots=slots)
    kept = (programme.session, programme.sessions_of, programme.zone)
    assert programme.slots_of[talks[0].id] == (slots[0], slots[2])
    moved, placed = slot(20, of=10, hour=11), slot(23, of=12, hour=9, hours=2)
    after = programme.after_moves([(slots[0], moved), (None, placed), (slots[1], None)])
    assert after.slots == (placed, slots[2], moved)
    assert dict(after.slots_of) == {talks[0].id: (slots[2], moved), talks[2].id: (placed,)}
    assert all(one is other for one, other in zip((after.session, after.sessions_of, after.zone), kept, strict=True))
    assert programme.slots == slots
    # What a move says of where the slot was is not asked, and of two moves of one slot the last one holds.
    again = after.after_moves([(slot(20, of=10, hour=1), slot(20, of=10, hour=2)), (moved, slots[0])])
    assert again.slots == (slots[0], placed, slots[2])
    # What was never looked up is not looked up for a move.
    assert "slots_of" not in vars(Programme(EVENT, sessions=talks, slots=slots).after_moves([(slots[0], None)]))
