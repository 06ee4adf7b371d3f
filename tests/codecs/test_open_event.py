import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confkit.codecs.event_file import read_event, write_event
from confkit.codecs.open_event import SESSION_LIMIT, SIZE_LIMIT, OpenEventImport, read_open_event
from confkit.domain.edit import Entity, cleaned
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.event import Link, SessionKind
from confkit.domain.programme import Programme
from confkit.domain.session import Level, Session, Status
from confkit.domain.validation import field_problems

BERLIN = ZoneInfo("Europe/Berlin")
EVENT = {
    "id": 1,
    "name": "Löttag & Größe",
    "start_time": "2027-04-09T09:00:00+02:00",
    "end_time": "2027-04-10T18:00:00+02:00",
    "timezone": "Europe/Berlin",
    "language": "German",
}
SESSION = {"id": 7, "title": "Talk", "start_time": "2027-04-09T10:00:00+02:00", "end_time": "2027-04-09T10:45:00+02:00"}


def numbered() -> Callable[[], UUID]:
    numbers = iter(range(1, 10**9))
    return lambda: UUID(int=next(numbers))


def brought(*sessions: Any, event: Any = EVENT, **files: Any) -> OpenEventImport:
    """Import the given things; without sessions one that says little."""
    parts = {"event": event, "sessions": list(sessions) or [SESSION], **files}
    return read_open_event({name: json.dumps(part).encode() for name, part in parts.items()}, "x", new_id=numbered())


def only(found: OpenEventImport) -> Session:
    (session,) = found.programme.sessions
    return session


def entities(programme: Programme) -> tuple[Entity, ...]:
    parts = (programme.rooms, programme.tracks, programme.types, programme.persons, programme.sessions, programme.slots)
    return (programme.event, *(item for part in parts for item in part))


@pytest.fixture(scope="module")
def summit(shared_data: Path) -> OpenEventImport:
    folder = shared_data / "open-event" / "OTS16"
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    return read_open_event(files, "OTS16", new_id=numbered())


def test_a_real_summit_comes_whole(summit: OpenEventImport) -> None:
    programme = summit.programme
    event = programme.event
    assert (len(programme.sessions), len(programme.rooms), len(programme.persons)) == (82, 8, 77)
    assert (len(programme.tracks), len(programme.slots)) == (7, 82)
    assert (event.title, event.slug, event.zone) == ("Open Tech Summit 2016", "open-tech-summit-2016", "Europe/Berlin")
    assert event.first_day == event.last_day == date(2016, 5, 5)
    assert event.url == "http://2016.opentechsummit.net"
    assert event.email == "contact@opentechsummit.net"
    assert {session.status for session in programme.sessions} == {Status.ACCEPTED}
    assert all(slot.start.tzinfo is programme.zone for slot in programme.slots)


def test_two_rooms_of_one_name_stay_two(summit: OpenEventImport) -> None:
    names = [room.name for room in summit.programme.rooms]
    assert len(set(names)) == 8
    assert {"Raum 4 (floor 1)", "Raum 4 (floor 2)"} < set(names)


def test_a_session_of_the_summit(summit: OpenEventImport) -> None:
    programme = summit.programme
    (session,) = (s for s in programme.sessions if s.origin == "open-event:open-tech-summit-2016:session:57")
    (slot,) = programme.slots_of[session.id]
    assert session.title.startswith("Kurzes Wrap up")
    assert session.abstract.startswith("Kurzes Wrap up")
    assert session.description == ""
    assert slot.start == datetime(2016, 5, 5, 19, 55, tzinfo=BERLIN)
    assert slot.duration == timedelta(minutes=30)
    assert programme.room[slot.room_id].name == "Galerie"  # type: ignore[index]
    assert [person.name for person in programme.people(session)] == ["Mario Behling"]
    assert session.links == (Link("https://www.youtube.com/watch?v=LSqa1OxsdOE", "Video"),)


def test_the_recordings_of_the_summit_are_named(summit: OpenEventImport) -> None:
    origins = {session.id: session.origin for session in summit.programme.sessions}
    named = {origins[key].rpartition(":")[2]: path for key, path in summit.recordings}
    assert len(named) == 35
    assert named["37"] == "audio/session_37.mp3"


def test_what_the_summit_gives_is_valid_and_lossless(summit: OpenEventImport) -> None:
    assert [problem for entity in entities(summit.programme) for problem in field_problems(entity)] == []
    assert read_event(write_event(summit.programme), "x.toml") == summit.programme
    # One session ends before it starts; the rest are addresses that are none.
    lost = [problem for problem in summit.problems if problem.code != "import-language"]
    assert lost[0].where == "sessions[33].end_time"


def test_keys_of_the_later_version_are_read() -> None:
    session = {
        "id": "7",
        "title": "Talk",
        "short-abstract": "Short",
        "long-abstract": "Long\ntext",
        "starts-at": "2027-04-09T08:00:00Z",
        "ends-at": "2027-04-09T08:45:00Z",
        "session-type": {"id": "3", "name": "Workshop A", "length": "00:45"},
        "slides-url": "https://example.org/slides",
        "videos-url": "www.example.org/video",
        "audios-url": "/audio/7.ogg",
        "signup-url": "https://example.org/in",
        "level": "Advanced",
        "comments": "Bring\na cable",
        "state": "confirmed",
    }
    event = {
        "name": "Day",
        "starts-at": "2027-04-09T07:00:00Z",
        "ends-at": "2027-04-09T17:00:00Z",
        "location-name": "Ulm",
    }
    found = brought(session, event=event)
    made = only(found)
    assert (made.abstract, made.description, made.notes) == ("Short", "Long\ntext", "Bring\na cable")
    assert (made.level, made.status) == (Level.ADVANCED, Status.CONFIRMED)
    assert [link.url for link in made.links] == [
        "https://example.org/slides",
        "https://www.example.org/video",
        "https://example.org/in",
    ]
    assert found.recordings == ((made.id, "audio/7.ogg"),)
    assert found.programme.types[0].length == timedelta(minutes=45)
    assert found.programme.types[0].kind is SessionKind.WORKSHOP
    assert found.programme.event.location == "Ulm"
    assert found.programme.event.zone == "UTC"


def test_json_api_documents_are_flattened() -> None:
    item = {"type": "session", "id": "7", "attributes": {"title": "Talk", "starts-at": "2027-04-09T08:00:00Z"}}
    event = {"data": {"id": "1", "attributes": EVENT}}
    found = brought(event=event, sessions={"data": [item]}).programme
    assert found.sessions[0].origin == "open-event:lottag-grosse:session:7"
    assert found.slots[0].start == datetime(2027, 4, 9, 10, tzinfo=BERLIN)


def test_a_second_import_gives_the_same_origins() -> None:
    one, two = brought(SESSION, rooms=[]), brought(SESSION)
    assert [e.origin for e in entities(one.programme) if hasattr(e, "origin")] == [
        e.origin for e in entities(two.programme) if hasattr(e, "origin")
    ]


def test_what_stands_only_inside_a_session_is_made() -> None:
    session = SESSION | {
        "speakers": [{"id": 5, "name": "Only Here", "organisation": "Not available"}, {"name": "No Id"}, {}],
        "microlocation": {"id": 9, "name": "Attic"},
        "track": {"id": 3, "name": "Care", "color": "#abc"},
        "session_type": {"name": "Lunch break"},
    }
    found = brought(session, speakers=[{"id": 6, "name": "In File"}, {"id": 8, "name": "no id"}]).programme
    assert sorted(person.name for person in found.persons) == ["In File", "Only Here", "no id"]
    assert [person.name for person in found.people(found.sessions[0])] == ["Only Here", "no id"]
    assert found.rooms[0].name == "Attic"
    assert found.tracks[0].colour == "#aabbcc"
    assert found.types[0].kind is SessionKind.BREAK
    assert found.person[found.sessions[0].participants[0].person_id].organisation == ""


def test_rooms_of_one_name_without_floors_get_their_ids() -> None:
    rooms = [{"id": 1, "name": "Hall"}, {"id": 2, "name": "Hall"}, {"id": 3, "name": "Hall", "floor": 3}, {"id": 4}]
    assert [room.name for room in brought(microlocations=rooms).programme.rooms] == [
        "Hall (1)",
        "Hall (2)",
        "Hall (floor 3)",
        "Room 4",
    ]


def test_persons_keep_what_is_private_in_private_fields() -> None:
    speaker = {
        "id": 5,
        "name": "Amira Hart",
        "email": "amira@example.org",
        "mobile": "+49 1",
        "position": "Nurse",
        "country": "Not available",
        "short_biography": "Short.",
        "long_biography": "",
        "website": "example.org/amira",
        "twitter": "@amira",
        "photo": "/images/a.jpg",
    }
    found = brought(speakers=[speaker])
    (person,) = found.programme.persons
    assert (person.email, person.notes, person.biography) == (
        "amira@example.org",
        "Position: Nurse\nMobile: +49 1",
        "Short.",
    )
    assert person.links == (Link("https://example.org/amira", "Website"),)
    assert person.picture == ""
    assert "'@amira' is no web address" in [problem.message for problem in found.problems]


def test_lengths_come_from_start_and_end() -> None:
    kind = {"session_type": {"id": 1, "name": "Talk", "length": 0.3}}
    later = {"start_time": "2027-04-09T12:00:00+02:00"}
    ninety = {**later, "end_time": "2027-04-09T13:30:00+02:00"}
    back = {**later, "end_time": "2027-04-09T11:00:00+02:00"}
    found = brought(
        SESSION | kind,
        SESSION | kind | {"id": 8},
        SESSION | kind | ninety | {"id": 9},
        SESSION | kind | back | {"id": 10},
    )
    programme = found.programme
    assert programme.types[0].length == timedelta(minutes=45)
    by_origin = {session.origin.rpartition(":")[2]: session for session in programme.sessions}
    assert [by_origin[n].duration for n in ("7", "8", "10")] == [None, None, None]
    assert by_origin["9"].duration == timedelta(minutes=90)
    assert programme.slots_of[by_origin["10"].id][0].duration == timedelta(minutes=45)
    assert [problem.where for problem in found.problems] == ["sessions[4].end_time"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"state": "accepted"}, Status.ACCEPTED),
        ({"state": "Pending"}, Status.SUBMITTED),
        ({"state": "rejected"}, Status.REJECTED),
        ({"state": "canceled"}, Status.CANCELLED),
        ({"state": None}, Status.ACCEPTED),
        ({"state": None, "start_time": None}, Status.SUBMITTED),
        ({"state": "nonsense"}, Status.SUBMITTED),
        ({"state": "accepted", "deleted_at": "2027-01-01"}, Status.WITHDRAWN),
    ],
)
def test_states(fields: dict[str, Any], status: Status) -> None:
    assert only(brought(SESSION | fields)).status is status


@pytest.mark.parametrize(
    ("owner", "licence"),
    [
        ({"licence": "CC BY 4.0"}, "CC-BY-4.0"),
        ({"licence": "Attribution", "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/"}, "CC-BY-SA-4.0"),
        ({"licence": "All rights reserved"}, "All rights reserved"),
        ({"licence": None, "licence_url": None}, ""),
        (None, ""),
    ],
)
def test_the_licence_of_the_event(owner: Any, licence: str) -> None:
    assert brought(event=EVENT | {"copyright": owner}).programme.event.licence == licence


def test_the_event_has_days_even_where_the_export_has_none() -> None:
    bare = {"name": "Day", "timezone": "US / Pacific"}
    found = brought(event=bare)
    assert found.programme.event.zone == "US/Pacific"
    assert found.programme.event.first_day == found.programme.event.last_day == date(2027, 4, 9)
    wrong = EVENT | {"end_time": "2017-01-01T00:00:00"}
    assert brought(event=wrong).programme.event.last_day == date(2027, 4, 9)
    with pytest.raises(FormatError, match="no dates"):
        brought({"title": "Talk"}, event=bare)


def test_numbers_are_read_as_people_write_them() -> None:
    places = [{"id": 1, "name": "A", "capacity": "40"}, {"id": 2, "name": "B", "capacity": 50, "floor": 1.5}]
    places += [{"id": 3, "name": "C", "capacity": "many"}, {"id": 4, "name": "D", "capacity": -3, "floor": True}]
    found = brought(microlocations=places)
    rooms = found.programme.rooms
    assert [room.capacity for room in rooms] == [40, 50, None, None]
    assert [room.description for room in rooms] == ["", "Floor 1.5", "", ""]
    assert [problem.where for problem in found.problems] == ["microlocations[3].capacity", "microlocations[4].floor"]


def test_a_time_that_exists_twice_is_named() -> None:
    found = brought(SESSION | {"start_time": "2027-10-31 02:30", "end_time": None})
    assert [problem.code for problem in found.problems] == ["import-clock-change"]
    assert found.programme.slots[0].start == datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)


def test_doubled_ids_keep_the_first_and_missing_ids_keep_all() -> None:
    found = brought(
        SESSION, SESSION | {"title": "Again"}, {"title": "Same"}, {"title": "Same"}, tracks=[{"id": 1}, {"id": 1}]
    )
    assert sorted(session.title for session in found.programme.sessions) == ["Same", "Same", "Talk"]
    assert len({session.origin for session in found.programme.sessions}) == 3
    assert len(found.programme.tracks) == 1
    assert [problem.code for problem in found.problems] == ["import-double", "import-double"]


@pytest.mark.parametrize("audio", ["https://example.org/a.mp3", "../../etc/passwd", "C:\\a.mp3", "a/../../b.mp3"])
def test_recordings_elsewhere_are_not_taken(audio: str) -> None:
    found = brought(SESSION | {"audio": audio})
    assert found.recordings == ()
    assert [problem.code for problem in found.problems] == ["import-recording-elsewhere"]


def test_wrong_values_become_problems_with_their_place() -> None:
    session = SESSION | {
        "title": None,
        "subtitle": ["x"],
        "language": "Klingon tongue",
        "end_time": "soon",
        "track": 5,
        "speakers": "Bob",
        "microlocation": {"id": 1, "name": "Hall", "capacity": "many", "floor": True},
        "start_time": "2999-01-01T00:00:00",
    }
    found = brought(
        session,
        "text",
        None,
        event=EVENT | {"timezone": "Mars", "email": "me"},
        tracks=[{"id": 1, "name": "T", "color": "red"}],
        speakers={"a": 1},
    )
    assert only(found).title == "Untitled session 7"
    assert found.programme.event.zone == "UTC"
    assert sorted(problem.where for problem in found.problems) == [
        "event.email",
        "event.timezone",
        "sessions[1].end_time",
        "sessions[1].language",
        "sessions[1].speakers",
        "sessions[1].start_time",
        "sessions[1].subtitle",
        "sessions[1].title",
        "sessions[1].track",
        "sessions[2]",
        "speakers",
        "tracks[1].color",
    ]


def test_text_is_cleaned() -> None:
    made = only(brought(SESSION | {"title": " A\u001b[31m\u202e [bold]\ud800 ", "comments": "a\u0000\r\nb"}))
    assert made.title == "A [bold]\ufffd"
    assert made.notes == "a\nb"


def test_files_are_found_with_suffix_and_folder() -> None:
    files = {
        "OTS/event.json": json.dumps(EVENT).encode(),
        "OTS/Sessions.JSON": json.dumps([SESSION]).encode(),
        "OTS/old/sessions.json": b"broken",
        "OTS/images/logo.png": b"\x89PNG",
    }
    assert len(read_open_event(files, "OTS", new_id=numbered()).programme.sessions) == 1


@pytest.mark.parametrize(
    ("files", "kind", "message"),
    [
        ({"event": b"{}"}, FormatError, "no file called sessions"),
        ({"sessions": b"[]"}, FormatError, "no file called event"),
        ({"event": b"[]", "sessions": b"[]"}, FormatError, "not an object"),
        ({"event": b"{}", "sessions": b"{}"}, FormatError, "not a list"),
        ({"event": b"{}", "sessions": b'[{"id": 1'}, TruncatedInput, "ends before"),
        ({"event": b'{"name": "Summ', "sessions": b"[]"}, TruncatedInput, "ends before"),
        ({"event": b"", "sessions": b"[]"}, TruncatedInput, "ends before"),
        ({"event": b"{name}", "sessions": b"[]"}, FormatError, "not valid JSON"),
        ({"event": b'{"id": NaN}', "sessions": b"[]"}, FormatError, "NaN is not JSON"),
        ({"event": b'{"id": "\xff"}', "sessions": b"[]"}, FormatError, "not UTF-8"),
        ({"event": b"[" * 200_000, "sessions": b"[]"}, LimitExceeded, "nested too deeply"),
        ({"event": b"{}", "sessions": b" " * (SIZE_LIMIT + 1)}, LimitExceeded, "more than 20 MiB"),
        ({"event": b"{}", "sessions": b"[" + b"0," * SESSION_LIMIT + b"0]"}, LimitExceeded, "more than 5000"),
    ],
)
def test_what_is_no_export_is_refused(files: dict[str, bytes], kind: type[FormatError], message: str) -> None:
    with pytest.raises(kind, match=message) as caught:
        read_open_event(files, "folder", new_id=numbered())
    assert caught.value.where.startswith("folder")
    assert caught.value.fix


odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["2027-04-09T10:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "UTC", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "start_time", "link", "color", "licence"]), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = {
    "event": ["name", "start_time", "end_time", "timezone", "copyright", "social_links", "email", "language", "data"],
    "sessions": [
        *("id", "title", "start_time", "end_time", "track", "session_type", "microlocation", "speakers", "audio"),
        *("slides", "state", "language", "level", "short_abstract", "long_abstract", "attributes"),
    ],
    "speakers": ["id", "name", "email", "website", "photo", "country", "short_biography"],
    "microlocations": ["id", "name", "floor", "capacity"],
    "tracks": ["id", "name", "color", "description"],
}


def objects(name: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(KEYS[name]), odd, max_size=8)


@st.composite
def folders(draw: st.DrawFn) -> dict[str, Any]:
    lists = {name: draw(st.lists(objects(name) | odd, max_size=3) | odd) for name in list(KEYS)[1:]}
    return {"event": EVENT | draw(objects("event")), **lists}


@given(folders())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_odd_fields_give_valid_things_and_problems(folder: dict[str, Any]) -> None:
    data = {name: json.dumps(part).encode() for name, part in folder.items()}
    try:
        found = read_open_event(data, "x", new_id=numbered())
    except FormatError as error:
        assert error.fix  # noqa: PT017
        return
    for entity in entities(found.programme):
        assert cleaned(entity) == entity
        assert not [problem for problem in field_problems(entity) if problem.severity == "error"]
    assert read_event(write_event(found.programme), "x.toml") == found.programme
