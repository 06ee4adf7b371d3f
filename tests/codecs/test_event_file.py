from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confkit.codecs.event_file import read_event, write_event
from confkit.domain.arrival import Arrival
from confkit.domain.errors import FormatError, InvalidValue
from confkit.domain.event import Event, LengthQuota, Link, Room, SessionKind, SessionType, Track, Way, Window
from confkit.domain.person import Availability, Participant, Person, Role
from confkit.domain.programme import Programme, in_order
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.session import Session, Slot, Status
from confkit.domain.sign_up import SignUp
from tests.conftest import PROJECT
from tests.strategies import exact, programmes

BERLIN = ZoneInfo("Europe/Berlin")
FILE = "events/x.toml"
SLOT = "sessions[1].slots[1]"
PLACE = 'room = "Lab"'
RULES = "[event]\nseverities = [{ rule = 'x'"
REVIEW = f"{PLACE}\n[[sessions.reviews]]\nperson = "
SIGN_UP = f"{PLACE}\n[[sessions.sign_ups]]\nname = 'x'\n"
SIGNED = "sessions[1].sign_ups[1]."
START = "start = 2027-04-09T10:00:00"
WINDOW = "{ start = 2027-04-09T10:00:00 }"

BY_HAND = """
[event]
slug = "ward-day"
title = "Ward Day"
zone = "Europe/Berlin"
first_day = 2027-04-09

[[rooms]]
name = "Studio"

[[rooms]]
name = "Lab"
capacity = 24

[[types]]
name = "Workshop"
kind = "workshop"
length = "1h 30m"

[[persons]]
name = "Amira Hart"

[[persons]]
name = "Ben Okafor"

[[sessions]]
title = "Cutting tape"
type = "Workshop"
participants = ["Amira Hart", { person = "Ben  Okafor", role = "moderator" }]
links = ["https://example.org/tape", { url = "https://example.org/slides", title = "Slides" }]

[[sessions.slots]]
start = 2027-04-09T10:00:00
room = "Lab"
"""


def numbered() -> Callable[[], UUID]:
    numbers = iter(range(1, 10_000))
    return lambda: UUID(int=next(numbers))


def uuid(number: int) -> UUID:
    return UUID(int=number)


def event(**changes: object) -> Event:
    made = Event(uuid(1), "day", "Day", "Europe/Berlin", date(2026, 10, 24), date(2026, 10, 25))
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.slow
@given(programmes())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_programme_comes_back_as_it_was(programme: Programme) -> None:
    data = write_event(programme)
    again = read_event(data, FILE)
    assert exact(again) == exact(programme)
    assert write_event(again) == data


def test_lengths_positions_and_fractions_of_a_second_are_kept() -> None:
    kinds = [
        SessionType(uuid(10), uuid(1), "a", timedelta(seconds=90), position=5),
        SessionType(uuid(11), uuid(1), "b", timedelta(microseconds=1), position=5),
        SessionType(uuid(12), uuid(1), "c", timedelta(days=2, seconds=1), position=5),
        SessionType(uuid(13), uuid(1), "d", timedelta(minutes=-5), position=5),
        SessionType(uuid(14), uuid(1), "e", timedelta(seconds=-1.5), position=5),
    ]
    programme = in_order(Programme(event(), types=tuple(kinds)))
    data = write_event(programme)
    assert read_event(data, FILE) == programme
    assert b'length = "90s"' in data
    assert b"length = -5" in data
    assert b'length = "-1.5s"' in data


def test_what_stands_in_the_file_reads_well() -> None:
    programme = read_event(BY_HAND.encode(), FILE, new_id=numbered())
    text = write_event(programme).decode()
    assert 'participants = ["Amira Hart", { person = "Ben Okafor", role = "moderator" }]' in text
    assert "start = 2027-04-09 10:00:00\nend = 2027-04-09 11:30:00\nroom = " in text
    assert "first_day = 2027-04-09\n" in text
    assert 'type = "Workshop"' in text
    assert "length = 90\n" in text
    assert 'links = ["https://example.org/tape", { url = "https://example.org/slides", title = "Slides" }]' in text
    for default in ("status", "level", "language", "day_change", "position"):
        assert f"{default} =" not in text


def test_a_file_written_by_hand_needs_no_ids_and_no_ends() -> None:
    programme = read_event(BY_HAND.encode(), FILE, new_id=numbered())
    assert programme.event.last_day == programme.event.first_day
    assert [(room.name, room.position) for room in programme.rooms] == [("Studio", 0), ("Lab", 1)]
    session, slot = programme.sessions[0], programme.slots[0]
    assert session.status is Status.SUBMITTED
    assert [(person.name) for person in programme.people(session, Role.MODERATOR)] == ["Ben Okafor"]
    assert programme.people(session, Role.SPEAKER)[0].name == "Amira Hart"
    assert slot.start == datetime(2027, 4, 9, 10, tzinfo=BERLIN)
    assert slot.duration == timedelta(minutes=90)
    assert programme.room[slot.room_id].name == "Lab"  # type: ignore[index]
    assert session.links[1] == Link("https://example.org/slides", "Slides")


def test_the_example_of_the_documentation_is_a_whole_event() -> None:
    text = (PROJECT / "docs" / "files.md").read_text("utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    programme = read_event(example.encode(), FILE, new_id=numbered())
    assert programme.slots[0].duration == timedelta(minutes=90)
    for kind in (*SessionKind, *Status):
        assert kind.value in example


def test_without_a_source_of_ids_every_id_has_to_be_there() -> None:
    with pytest.raises(FormatError, match="is missing") as caught:
        read_event(BY_HAND.encode(), FILE)
    assert caught.value.where == f"{FILE}: event.id"


def test_things_of_one_name_are_referred_to_by_id() -> None:
    rooms = (
        Room(uuid(20), uuid(1), "Raum 4"),
        Room(uuid(21), uuid(1), "Raum 4", 1),
        Room(uuid(22), uuid(1), "Saal", 2),
    )
    # Named like the id of another: a reference by name would name that one.
    rooms += (Room(uuid(23), uuid(1), str(uuid(20)), 3),)
    session = Session(uuid(30), uuid(1), "Talk")
    start = datetime(2026, 10, 24, 9, tzinfo=BERLIN)
    slots = tuple(
        Slot(uuid(40 + n), session.id, start + timedelta(hours=n), start + timedelta(hours=n + 1), room.id)
        for n, room in enumerate(rooms)
    )
    programme = Programme(event(), rooms, sessions=(session,), slots=slots)
    text = write_event(programme).decode()
    assert text.count(f'room = "{uuid(20)}"') == 1
    assert 'room = "Saal"' in text
    assert f'room = "{uuid(23)}"' in text
    assert read_event(text.encode(), FILE) == programme


def test_the_repeated_hour_is_written_with_its_offset() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    slot = Slot(uuid(40), uuid(30), first, first.replace(fold=1))
    programme = Programme(event(), sessions=(Session(uuid(30), uuid(1), "Night talk"),), slots=(slot,))
    data = write_event(programme)
    assert b"start = 2026-10-25 02:30:00+02:00\nend = 2026-10-25 02:30:00+01:00" in data
    again = read_event(data, FILE).slots[0]
    assert again.duration == timedelta(hours=1)
    assert (again.start.fold, again.end.fold) == (0, 1)


def test_a_time_in_another_zone_is_written_on_the_clock_of_the_event() -> None:
    slot = Slot(uuid(40), uuid(30), datetime(2026, 10, 24, 8, tzinfo=UTC), datetime(2026, 10, 24, 9, tzinfo=UTC))
    programme = Programme(event(), sessions=(Session(uuid(30), uuid(1), "Talk"),), slots=(slot,))
    data = write_event(programme)
    assert b"start = 2026-10-24 10:00:00\n" in data
    assert read_event(data, FILE).slots == (slot,)


def test_availability_in_other_events_is_kept_in_their_zone() -> None:
    york = ZoneInfo("America/New_York")
    here = Window(datetime(2026, 10, 24, 9, tzinfo=BERLIN), datetime(2026, 10, 24, 12, tzinfo=BERLIN))
    there = Window(datetime(2026, 11, 1, 1, tzinfo=york), datetime(2026, 11, 1, 1, 30, tzinfo=york, fold=1))
    fixed = Window(datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC))
    person = Person(
        uuid(50),
        "Amira Hart",
        availability=(
            Availability(uuid(2), (there,)),
            Availability(uuid(1), (here,)),
            Availability(uuid(3), (fixed,)),
            Availability(uuid(4), (there, fixed)),
            Availability(uuid(5), ()),
        ),
    )
    data = write_event(Programme(event(), persons=(person,)))
    again = read_event(data, FILE).persons[0].availability
    assert exact(again[:3]) == exact(person.availability[:3])
    instants = [[(w.start.timestamp(), w.end.timestamp()) for w in each.windows] for each in again]
    assert instants == [
        [(w.start.timestamp(), w.end.timestamp()) for w in each.windows] for each in person.availability
    ]
    assert b'zone = "America/New_York"' in data


def test_text_from_outside_is_cleaned() -> None:
    text = BY_HAND.replace("Cutting tape", r"Cut\u001b[31mting\u0000  \u202Etape [/] [bold]")
    assert read_event(text.encode(), FILE, new_id=numbered()).sessions[0].title == "Cutting tape [/] [bold]"


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "fix"),
    [
        ('room = "Lab"', 'room = "Lap"', f"{SLOT}.room", "no room called 'Lap'", "did you mean 'Lab'"),
        ('room = "Lab"', 'rom = "Lab"', f"{SLOT}.rom", "no key called 'rom'", "did you mean room"),
        ('type = "Workshop"', 'type = "x"', "sessions[1].type", "no type called 'x'", "add the type"),
        ('type = "Workshop"', "type = 3", "sessions[1].type", "holds a number", "in quotes"),
        ('type = "Workshop"', 'zzz = ""', "sessions[1].zzz", "no key called 'zzz'", "known here: abstract"),
        ('type = "Workshop"', 'status = "acepted"', "sessions[1].status", "not one of", "mean accepted"),
        ('type = "Workshop"', 'status = "?"', "sessions[1].status", "not one of", "take one"),
        ('type = "Workshop"', 'duration = "soon"', "sessions[1].duration", "not a length", "1h 30m"),
        ('type = "Workshop"', 'duration = ""', "sessions[1].duration", "not a length", "1h 30m"),
        ('type = "Workshop"', "duration = 9999999999999999", "sessions[1].duration", "not a length", "45"),
        ('type = "Workshop"', "duration = 1.5", "sessions[1].duration", "decimal point", "minutes"),
        ('type = "Workshop"', "tags = [1]", "sessions[1].tags", "the list holds a number", "in quotes"),
        ('["https://example.org/tape",', '[["x"],', "sessions[1].links[1]", "holds a list", "table"),
        ('"https://example.org/tape",', '{ title = "x" },', "sessions[1].links[1].url", "is missing", "url = "),
        ('type = "Workshop"', 'not_with = ["x"]', "sessions[1].not_with", "no session called 'x'", "add the session"),
        ('[[persons]]\n', '[[persons]]\napart = ["x"]\n', "persons[1].apart", "'x' is not an id", "another file"),
        ('type = "Workshop"', 'id = "7"', "sessions[1].id", "'7' is not an id", "UUID"),
        ('type = "Workshop"', f'id = "{"x" * 36}"', "sessions[1].id", "not an id", "UUID"),
        ('"Amira Hart", {', '"Amira Hurt", {', "sessions[1].participants[1]", "no person called", "Amira Hart"),
        ('"Amira Hart", {', "7, {", "sessions[1].participants[1]", "holds a number", "table"),
        ('role = "moderator"', 'rule = ""', "sessions[1].participants[2].rule", "no key", "mean role"),
        ("capacity = 24", "capacity = true", "rooms[2].capacity", "holds true or false", "whole number"),
        ("capacity = 24", f"capacity = {2**63}", "rooms[2].capacity", "too large", "smaller"),
        ("capacity = 24", f"availability = [{WINDOW}]", "rooms[2].availability[1].end", "missing", "end"),
        ("capacity = 24", "availability = 3", "rooms[2].availability", "holds a number", "[[availability]]"),
        ('zone = "Europe/Berlin"', 'zone = "Mars/Olympus"', "event.zone", "no time zone", "IANA"),
        ('zone = "Europe/Berlin"', "", "event.zone", "is missing", "zone = "),
        ("first_day = 2027-04-09", "first_day = 2027-04-09T10:00:00", "event.first_day", "a date and time", "a date"),
        ("first_day = 2027-04-09", 'first_day = "9 April"', "event.first_day", "holds a text", "2027-04-09"),
        ("first_day = 2027-04-09", "format = 2", "event.format", "is 2; this confkit reads 1", "wrote the file"),
        (START, "start = 2027-03-28T02:30:00", f"{SLOT}.start", "forward", "03:30:00"),
        (START, "start = 2027-10-31T02:30:00", f"{SLOT}.start", "twice", "+01:00"),
        (START, "start = 0001-01-01T00:00:00+14:00", f"{SLOT}.start", "too far", "year"),
        (START, "start = 2027-04-09", f"{SLOT}.start", "holds a date", "without quotes"),
        ("[[sessions.slots]]\n", "[sessions.slots]\n", "sessions[1].slots", "holds a table", "[[slots]]"),
        ("[[rooms]]\nname = \"Studio\"", "[[rooms]]", "rooms[1].name", "is missing", "name = "),
        ("[[rooms]]\nname = \"Studio\"", "[[romms]]", "romms", "no key called 'romms'", "did you mean rooms"),
        ('name = "Studio"', 'name = "Lab"', f"{SLOT}.room", "2 entries of the room list", "write an id"),
        ("[event]", "[evnt]", "event", "is missing", "event"),
        ("[event]", RULES + "}]", "event.severities[1].severity", "is missing", "severity"),
        ("[event]", RULES + ", severity = 'of'}]", "event.severities[1].severity", "not", "off"),
        ("[event]", "[event]\noptions = { rst = 5 }", "event.options.rst", "no key called 'rst'", "mean rest"),
        ("capacity = 24", 'ways = [{ room = "Lap", minutes = 5 }]', "rooms[2].ways[1].room", "no room", "'Lab'"),
        ("capacity = 24", 'ways = [{ room = "Studio" }]', "rooms[2].ways[1].minutes", "is missing", "minutes"),
        ("capacity = 24", "wayz = 5", "rooms[2].wayz", "no key", "did you mean ways"),
        (PLACE, REVIEW + "'x'", "sessions[1].reviews[1].person", "no person", "add the"),
        (PLACE, REVIEW + "'Amira Hart'", "sessions[1].reviews[1].at", "missing", "at ="),
        (PLACE, SIGN_UP + "added = 2027-01-01T00:00:00", SIGNED + "added", "no offset", "+02:00"),
        (PLACE, SIGN_UP + "added = 0001-01-01T00:00:00+14:00", SIGNED + "added", "too far", "year"),
        (PLACE, SIGN_UP + f"slot = '{UUID(int=9)}'", SIGNED + "slot", "no slot of this", "leave it out"),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_its_place(old: str, new: str, place: str, message: str, fix: str) -> None:
    assert old in BY_HAND
    with pytest.raises(FormatError) as caught:
        read_event(BY_HAND.replace(old, new, 1).encode(), FILE, new_id=numbered())
    assert caught.value.where == f"{FILE}: {place}"
    assert message in caught.value.what
    assert fix in caught.value.fix


def test_a_very_long_value_makes_no_very_long_message() -> None:
    text = BY_HAND.replace('room = "Lab"', f'room = "{"L" * 100_000}"')
    with pytest.raises(FormatError) as caught:
        read_event(text.encode(), FILE, new_id=numbered())
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("things", "place"),
    [
        (dict.fromkeys(["rooms"], (Room(uuid(5), uuid(1), "A"), Room(uuid(5), uuid(1), "B", 1))), "rooms[2].id"),
        (dict.fromkeys(["tracks"], (Track(uuid(5), uuid(1), "A"), Track(uuid(5), uuid(1), "B", 1))), "tracks[2].id"),
    ],
)
def test_two_things_with_one_id_are_refused(things: dict[str, tuple[Room, ...]], place: str) -> None:
    data = write_event(Programme(event(), **things))  # type: ignore[arg-type]
    with pytest.raises(FormatError, match="also the id of") as caught:
        read_event(data, FILE)
    assert caught.value.where == f"{FILE}: {place}"


def test_two_slots_with_one_id_are_refused() -> None:
    sessions = (Session(uuid(30), uuid(1), "A"), Session(uuid(31), uuid(1), "B"))
    start = datetime(2026, 10, 24, 9, tzinfo=BERLIN)
    slots = [Slot(uuid(40), session.id, start, start) for session in sessions]
    with pytest.raises(FormatError, match="same id"):
        read_event(write_event(Programme(event(), sessions=sessions, slots=tuple(slots))), FILE)
    twice = (slots[0], replace(slots[0], start=start - timedelta(hours=1)))
    with pytest.raises(FormatError, match="also the id of"):
        read_event(write_event(Programme(event(), sessions=sessions, slots=twice)), FILE)


def test_a_programme_that_is_not_whole_is_not_written() -> None:
    start = datetime(2026, 10, 24, 9, tzinfo=BERLIN)
    session = Session(uuid(30), uuid(1), "A", participants=(Participant(uuid(99)),))
    with pytest.raises(InvalidValue, match="no person"):
        write_event(Programme(event(), sessions=(session,)))
    with pytest.raises(InvalidValue, match="no session"):
        write_event(Programme(event(), slots=(Slot(uuid(40), uuid(30), start, start),)))


def large(count: int) -> Programme:
    rooms = tuple(Room(uuid(1000 + n), uuid(1), f"Room {n}", n, 100, ("microphone",)) for n in range(20))
    types = (SessionType(uuid(9), uuid(1), "Talk", kind=SessionKind.TALK),)
    persons = tuple(
        Person(uuid(5000 + n), f"Person {n}", biography="Words\nand lines. " * 8) for n in range(count // 2)
    )
    start = datetime(2026, 10, 24, 9, tzinfo=BERLIN)
    sessions, slots = [], []
    for n in range(count):
        parts = tuple(Participant(persons[(n * k) % len(persons)].id) for k in (1, 3))
        abstract = "A paragraph of some length about one thing or another.\n" * 10
        key = uuid(100_000 + n)
        sessions.append(
            Session(key, uuid(1), f"Session {n}", Status.ACCEPTED, uuid(9), participants=parts, abstract=abstract)
        )
        slots.append(Slot(uuid(200_000 + n), key, start, start + timedelta(minutes=30), rooms[n % 20].id))
    return in_order(Programme(event(day_change=time(5)), rooms, (), types, tuple(sessions), tuple(slots), persons))


@pytest.mark.slow
def test_the_programme_of_a_large_congress_comes_back_as_it_was() -> None:
    programme = large(1300)
    assert read_event(write_event(programme), FILE) == programme


def test_a_file_of_very_many_names_is_refused_at_once_for_one_that_is_unknown() -> None:
    names = "".join(f'[[persons]]\nname = "Somebody number {n}"\n' for n in range(3000))
    text = BY_HAND.replace("[[sessions]]", names + "[[sessions]]").replace('"Amira Hart", {', '"Somebody number x", {')
    with pytest.raises(FormatError, match="no person called"):
        read_event(text.encode(), FILE, new_id=numbered())


@given(st.text(max_size=80), st.integers(0, 2000))
def test_a_damaged_file_gives_a_programme_or_a_format_error(text: str, place: int) -> None:
    data = BY_HAND[: place % len(BY_HAND)] + text + BY_HAND[place % len(BY_HAND) :]
    result: object
    try:
        result = read_event(data.encode("utf-8", "surrogatepass"), FILE, new_id=numbered())
    except FormatError as error:
        result = error
    assert isinstance(result, Programme) or str(result).startswith(FILE)


def test_what_planning_adds_comes_back_as_it_was() -> None:
    at = datetime(2027, 1, 1, 12, 30, tzinfo=UTC)
    start = datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    options = RuleOptions(walking=timedelta(seconds=90), sessions_a_day=3, rest=timedelta(0), highest_score=10)
    lengths = (LengthQuota(timedelta(minutes=45), 12), LengthQuota(timedelta(seconds=90), 0))
    rules = (RuleSeverity("room-overlap", RuleLevel.OFF), RuleSeverity("no-such-rule", RuleLevel.HINT))
    hart, session = Person(uuid(3), "Amira Hart"), Session(uuid(30), uuid(1), "Talk")
    programme = in_order(
        Programme(
            event(severities=rules, options=options, lengths=lengths),
            # A way to a room that stands further down.
            (Room(uuid(10), uuid(1), "Lab", 0, ways=(Way(uuid(11), 4),)), Room(uuid(11), uuid(1), "Studio", 1)),
            (Track(uuid(20), uuid(1), "Practice", quota=timedelta(hours=8), quota_number=0),),
            (SessionType(uuid(21), uuid(1), "Talk", quota=timedelta(minutes=90), quota_number=12),),
            (session,),
            (Slot(uuid(40), session.id, start, start + timedelta(minutes=30), uuid(10), pinned=True),),
            (hart,),
            (Review(uuid(50), session.id, hart.id, 4, "Clear\nand short", at),),
            (
                SignUp(uuid(60), session.id, "Chidi", "chidi@example.org", at, uuid(40)),
                SignUp(uuid(61), session.id, "Eleanor", "", at, withdrawn=True),
            ),
            (Arrival(uuid(70), uuid(1), hart.id, at),),
        )
    )
    data = write_event(programme)
    assert exact(read_event(data, FILE)) == exact(programme)
    assert all(own in data for own in (b"{ length = 45, number = 12 }", b'{ length = "90s", number = 0 }'))
    assert b'ways = [{ room = "Studio", minutes = 4 }]' in data
    assert write_event(read_event(data, FILE)) == data
    with pytest.raises(InvalidValue, match="review"):
        write_event(replace(programme, sessions=(), slots=(), sign_ups=()))


def test_what_belongs_together_and_what_stays_apart_comes_back_as_it_was() -> None:
    at = datetime(2027, 1, 1, 12, 30, tzinfo=UTC)
    talk, other = Session(uuid(30), uuid(1), "Talk", not_with=(uuid(31),)), Session(uuid(31), uuid(1), "Zoom")
    programme = in_order(
        Programme(
            event(),
            (Room(uuid(10), uuid(1), "Lab", 0, parallel=12), Room(uuid(11), uuid(1), "Studio", 1)),
            (Track(uuid(20), uuid(1), "Practice", rooms=(uuid(11), uuid(10))),),
            (),
            (talk, other),
            # One of another file is known by id.
            persons=(Person(uuid(3), "Amira Hart", apart=(uuid(4), uuid(99))), Person(uuid(4), "Ben")),
            sign_ups=(SignUp(uuid(60), talk.id, "Chidi", "", at, counted=at + timedelta(seconds=1), attended=True),),
        )
    )
    data = write_event(programme)
    assert exact(read_event(data, FILE)) == exact(programme)
    assert b'rooms = ["Studio", "Lab"]' in data
    assert b'not_with = ["Zoom"]' in data
    # What isn't there any more is not written.
    gone = replace(programme, sessions=(replace(talk, not_with=(uuid(31), uuid(77))), other))
    assert write_event(gone) == data
