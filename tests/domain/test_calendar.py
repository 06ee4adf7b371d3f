"""Published entries move on with the programme, and never more than they have to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.calendar import CalendarEntry, advance
from confkit.domain.event import Event, Link, Room, SessionType, Track
from confkit.domain.person import Participant, Person, Role
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session, Slot, Status
from confkit.domain.times import later
from tests.strategies import programmes

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LATER, LAST = (datetime(2027, 3, day, tzinfo=UTC) for day in (1, 2, 3))
EVENT = Event(
    UUID(int=1),
    "a",
    "Summit",
    "Europe/Berlin",
    date(2027, 4, 8),
    date(2027, 4, 9),
    location="Lübeck",
    url="https://a.example",
)
HALL, LAB = Room(UUID(int=2), EVENT.id, "Main hall"), Room(UUID(int=3), EVENT.id, "Lab")
TRACK, TALK = Track(UUID(int=4), EVENT.id, "Practice"), SessionType(UUID(int=5), EVENT.id, "Talk")
HART, OKAFOR, REVIEWER = (Person(UUID(int=6 + n), name) for n, name in enumerate(["Amira Hart", "Ben Okafor", "Rita"]))
SESSION = Session(
    UUID(int=10),
    EVENT.id,
    "Keynote",
    Status.CONFIRMED,
    type_id=TALK.id,
    track_id=TRACK.id,
    abstract="Short",
    description="Long",
    participants=(
        Participant(HART.id),
        Participant(HART.id, Role.HOST),
        Participant(OKAFOR.id, Role.MODERATOR),
        Participant(REVIEWER.id, Role.REVIEWER),
    ),
)
SLOT = Slot(
    UUID(int=20), SESSION.id, datetime(2027, 4, 8, 9, tzinfo=BERLIN), datetime(2027, 4, 8, 10, tzinfo=BERLIN), HALL.id
)
PROGRAMME = Programme(
    EVENT,
    rooms=(HALL, LAB),
    tracks=(TRACK,),
    types=(TALK,),
    sessions=(SESSION,),
    slots=(SLOT,),
    persons=(HART, OKAFOR, REVIEWER),
)

Turn = Callable[[Programme], Programme]


def with_session(**fields: object) -> Turn:
    return lambda whole: replace(whole, sessions=tuple(replace(one, **fields) for one in whole.sessions))  # type: ignore[arg-type]


def with_slot(**fields: object) -> Turn:
    return lambda whole: replace(whole, slots=tuple(replace(one, **fields) for one in whole.slots))  # type: ignore[arg-type]


def only(entries: tuple[CalendarEntry, ...]) -> CalendarEntry:
    (entry,) = entries
    return entry


@pytest.fixture
def published() -> CalendarEntry:
    return only(advance((), PROGRAMME, FIRST))


def test_a_first_entry_holds_what_attendees_may_know(published: CalendarEntry) -> None:
    assert published == CalendarEntry(
        slot_id=SLOT.id,
        event_id=EVENT.id,
        session_id=SESSION.id,
        title="Keynote",
        start=SLOT.start,
        end=SLOT.end,
        created=FIRST,
        modified=FIRST,
        location="Main hall, Lübeck",
        description="Short",
        url="https://a.example",
        language="en",
        categories=("Practice", "Talk"),
        people=("Amira Hart", "Ben Okafor"),
        room_id=HALL.id,
        track_id=TRACK.id,
        type_id=TALK.id,
        person_ids=(HART.id, OKAFOR.id),
    )


def test_there_is_always_a_location(published: CalendarEntry) -> None:
    bare = replace(PROGRAMME, event=replace(EVENT, location=""))
    assert only(advance((), with_slot(room_id=None)(PROGRAMME), FIRST)).location == "Lübeck"
    assert only(advance((), bare, FIRST)).location == "Main hall"
    assert only(advance((), with_slot(room_id=UUID(int=404))(bare), FIRST)).location == "Summit"


def test_what_the_session_does_not_say_the_event_says() -> None:
    turn = with_session(
        abstract="",
        language="de",
        links=(Link("https://talk.example"), Link("https://b.example")),
        track_id=None,
        type_id=None,
    )
    entry = only(advance((), turn(PROGRAMME), FIRST))
    assert (entry.description, entry.language, entry.url) == ("Long", "de", "https://talk.example")
    assert (entry.categories, entry.track_id, entry.type_id) == ((), None, None)


def test_an_unchanged_programme_returns_the_very_entries(published: CalendarEntry) -> None:
    assert only(advance((published,), PROGRAMME, LATER)) is published


@pytest.mark.parametrize(
    "turn",
    [
        with_slot(start=SLOT.start - timedelta(minutes=15)),
        with_slot(end=SLOT.end + timedelta(minutes=15)),
        with_slot(room_id=LAB.id),
        with_session(status=Status.ACCEPTED),
        lambda whole: replace(whole, event=replace(EVENT, location="Kiel")),
        lambda whole: replace(whole, rooms=(replace(HALL, name="Great hall"), LAB)),
    ],
)
def test_the_sequence_rises_for_time_place_and_status(published: CalendarEntry, turn: Turn) -> None:
    moved = only(advance((published,), turn(PROGRAMME), LATER))
    assert (moved.sequence, moved.created, moved.modified) == (1, FIRST, LATER)
    back = only(advance((moved,), PROGRAMME, LAST))
    assert (back.sequence, back.created, back.modified) == (2, FIRST, LAST)
    assert replace(back, sequence=0, modified=FIRST) == published


@pytest.mark.parametrize(
    "turn",
    [
        with_session(title="Opening keynote"),
        with_session(abstract="Other words"),
        with_session(links=(Link("https://talk.example"),)),
        with_session(language="de"),
        with_session(track_id=None),
        with_session(participants=(Participant(OKAFOR.id),)),
        lambda whole: replace(whole, persons=(replace(HART, name="A. Hart"), OKAFOR)),
    ],
)
def test_other_words_change_the_entry_but_not_its_sequence(published: CalendarEntry, turn: Turn) -> None:
    changed = only(advance((published,), turn(PROGRAMME), LATER))
    assert changed != published
    assert (changed.sequence, changed.created, changed.modified) == (0, FIRST, LATER)


@pytest.mark.parametrize(
    "turn",
    [
        with_session(notes="internal"),
        with_session(description="Only shown where there is no abstract"),
        with_session(expected_audience=200),
        with_session(participants=SESSION.participants[:-1]),
        lambda whole: replace(whole, persons=(replace(HART, email="a@b.example", notes="x"), OKAFOR)),
    ],
)
def test_what_nobody_sees_changes_nothing(published: CalendarEntry, turn: Turn) -> None:
    assert only(advance((published,), turn(PROGRAMME), LATER)) is published


@pytest.mark.parametrize(
    "turn",
    [
        lambda whole: replace(whole, slots=()),
        lambda whole: replace(whole, sessions=(), slots=()),
        lambda whole: replace(whole, sessions=()),
        *(with_session(status=status) for status in Status if not status.is_public),
    ],
)
def test_what_leaves_the_programme_stays_as_cancelled_and_can_come_back(published: CalendarEntry, turn: Turn) -> None:
    gone = only(advance((published,), turn(PROGRAMME), LATER))
    assert gone == replace(published, cancelled=True, sequence=1, modified=LATER)
    assert only(advance((gone,), turn(PROGRAMME), LAST)) is gone
    back = only(advance((gone,), PROGRAMME, LAST))
    assert back == replace(published, sequence=2, modified=LAST)


def test_a_cancelled_entry_is_no_longer_tentative() -> None:
    tentative = only(advance((), with_session(status=Status.ACCEPTED)(PROGRAMME), FIRST))
    assert tentative.tentative
    assert not only(advance((tentative,), replace(PROGRAMME, slots=()), LATER)).tentative


def test_what_was_never_public_is_not_published_as_cancelled() -> None:
    assert advance((), with_session(status=Status.CANCELLED)(PROGRAMME), FIRST) == ()


def test_another_slot_is_another_entry(published: CalendarEntry) -> None:
    again = replace(PROGRAMME, slots=(replace(SLOT, id=UUID(int=21)),))
    entries = advance((published,), again, LATER)
    assert {(entry.slot_id.int, entry.cancelled, entry.sequence) for entry in entries} == {
        (20, True, 1),
        (21, False, 0),
    }


def test_the_repeated_hour_counts_as_a_move() -> None:
    """Python takes the two times for equal."""
    start = datetime(2027, 10, 31, 2, 15, tzinfo=BERLIN)
    end = datetime(2027, 10, 31, 4, tzinfo=BERLIN)
    known = only(advance((), with_slot(start=start, end=end)(PROGRAMME), FIRST))
    moved = only(advance((known,), with_slot(start=start.replace(fold=1), end=end)(PROGRAMME), LATER))
    assert moved.sequence == 1
    assert moved.start.utcoffset() == timedelta(hours=1)


def test_entries_hold_cleaned_text() -> None:
    entry = only(advance((), with_session(title="Key\x1b[1mnote\0", abstract="a\r\nb\u202e")(PROGRAMME), FIRST))
    assert (entry.title, entry.description) == ("Keynote", "a\nb")


def test_entries_come_by_start() -> None:
    whole = replace(
        PROGRAMME,
        slots=(
            SLOT,
            replace(SLOT, id=UUID(int=21), start=SLOT.start - timedelta(hours=1)),
            replace(SLOT, id=UUID(int=19)),
        ),
    )
    assert [entry.slot_id.int for entry in advance((), whole, FIRST)] == [21, 19, 20]


@settings(max_examples=25)
@given(programmes(), st.lists(st.tuples(st.sampled_from(Status), st.booleans(), st.integers(-1, 1)), max_size=5))
def test_over_any_history_calendars_can_follow(programme: Programme, turns: list[tuple[Status, bool, int]]) -> None:
    """Whatever happens: no entry is lost, sequences never fall, and a second look changes nothing."""
    now = FIRST
    known = advance((), programme, now)
    for status, keep, minutes in turns:
        now += timedelta(days=1)
        programme = in_order(
            replace(
                programme,
                sessions=tuple(replace(one, status=status) for one in programme.sessions),
                slots=tuple(
                    replace(one, start=later(one.start, timedelta(minutes=minutes)))
                    for one in programme.slots
                    if keep or one.room_id
                ),
            )
        )
        entries = advance(known, programme, now)
        after = {entry.slot_id: entry for entry in entries}
        assert len(after) == len(entries)
        for old in known:
            new = after[old.slot_id]
            assert (new is old) or new.modified == now
            assert new.created == old.created
            whereabouts = [
                (entry.start.timestamp(), entry.end.timestamp(), entry.location, entry.cancelled, entry.tentative)
                for entry in (old, new)
            ]
            assert new.sequence - old.sequence == (whereabouts[0] != whereabouts[1])
        public = {one.id for one in programme.slots if programme.session[one.session_id].status.is_public}
        assert {entry.slot_id for entry in entries if not entry.cancelled} == public
        again = advance(entries, programme, now + timedelta(hours=1))
        assert all(one is other for one, other in zip(again, entries, strict=True))
        known = entries
