"""schedule.xml and schedule.json: real ones, each dialect's oddities, and what was made to do harm."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.codecs import schedule_xml
from confkit.codecs.schedule_import import EVENT_LIMIT, SIZE_LIMIT, ScheduleImport
from confkit.codecs.schedule_json import read_schedule_json
from confkit.codecs.schedule_times import duration
from confkit.codecs.schedule_xml import ATTRIBUTE_LIMIT, DEPTH_LIMIT, read_schedule_xml
from confkit.domain.conflicts import conflicts
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.event import Link, SessionKind
from confkit.domain.session import Consent, Session, Status
from confkit.domain.validation import field_problems

BERLIN = ZoneInfo("Europe/Berlin")
HEAD = "<acronym>cafe-27</acronym><title>Café 27</title><time_zone_name>Europe/Berlin</time_zone_name>"
TALK = (
    "<date>2027-04-09T10:00:00+02:00</date><start>10:00</start><duration>00:45</duration><room>Hall</room>"
    "<title>Talk</title><type>lecture</type><track>Care</track>"
)


def numbered() -> Callable[[], UUID]:
    numbers = iter(range(1, 10**9))
    return lambda: UUID(int=next(numbers))


def event(inner: str = TALK, *, id: str = "7", guid: str = "aaaaaaaa-0000-4000-8000-000000000007") -> str:
    return f'<event id="{id}" guid="{guid}">{inner}</event>'


def day(*events: str, date: str = "2027-04-09", room: str = "Hall", index: int = 1, more: str = "") -> str:
    return f'<day date="{date}" index="{index}" {more}><room name="{room}">{"".join(events)}</room></day>'


def document(*days: str, head: str = HEAD) -> bytes:
    return f"<schedule><version>1</version><conference>{head}</conference>{''.join(days)}</schedule>".encode()


def read(*days: str, head: str = HEAD) -> ScheduleImport:
    return read_schedule_xml(document(*days, head=head), "x.xml", new_id=numbered())


def only(found: ScheduleImport) -> Session:
    (session,) = found.programme.sessions
    return session


def codes(found: ScheduleImport) -> list[str]:
    return [problem.code for problem in found.problems]


def check_whole(found: ScheduleImport) -> None:
    """What was made is valid, clean, consistent, and has one origin for each thing."""
    whole = found.programme
    assert [problem for entity in whole.contents for problem in field_problems(entity)] == []
    assert all(cleaned(entity) == entity for entity in whole.contents)
    assert {slot.session_id for slot in whole.slots} <= set(whole.session)
    assert {slot.room_id for slot in whole.slots} <= {None, *whole.room}
    assert all(slot.start.tzinfo is whole.zone for slot in whole.slots)
    origins = Counter((type(each), each.origin) for each in whole.contents if hasattr(each, "origin"))
    assert all(origin and count == 1 for (_, origin), count in origins.items())


@pytest.fixture(scope="module")
def congress(shared_data: Path) -> ScheduleImport:
    return read_schedule_xml((shared_data / "schedules" / "38c3.xml").read_bytes(), "38c3.xml", new_id=numbered())


def test_a_real_congress_comes_whole(congress: ScheduleImport) -> None:
    whole = congress.programme
    assert (len(whole.sessions), len(whole.slots), len(whole.rooms), len(whole.persons)) == (1007, 1007, 72, 567)
    assert (len(whole.event.days), whole.event.zone, whole.event.day_change) == (4, "Europe/Berlin", time(6))
    assert (whole.event.slug, whole.event.title, whole.event.language) == ("38c3", "38C3", "de")
    assert Counter(codes(congress)) == {"import-person-twice": 4, "import-language": 1}
    check_whole(congress)
    found = Counter(problem.code for problem in conflicts(whole))
    assert (found["room-overlap"], found["person-overlap"]) == (2, 143)


def test_a_session_of_the_congress(congress: ScheduleImport) -> None:
    whole = congress.programme
    (session,) = (one for one in whole.sessions if one.title == "38C3: Opening Ceremony")
    (slot,) = whole.slots_of[session.id]
    assert slot.start == datetime(2024, 12, 27, 10, 30, tzinfo=BERLIN)
    assert whole.room[slot.room_id].name == "Saal 1"  # type: ignore[index]
    assert session.origin == "schedule:38c3:session:270fa44c-821a-577f-8ca3-33e8d4a8c2a7"
    assert whole.track[session.track_id].name == "CCC"  # type: ignore[index]
    assert whole.track[session.track_id].colour == "#F2F006"  # type: ignore[index]
    assert [person.name for person in whole.people(session)] == ["Gabriela Bogk", "Senficon", "Aline Blankertz"]
    assert {link.title for link in session.links} == {"Web page", "Submission", "Feedback"}
    assert not any(line.startswith("  ") for one in whole.sessions for line in one.description.splitlines()[1:2])
    refused = sum(one.consent is Consent.REFUSED for one in whole.sessions)
    assert refused == 25


@pytest.mark.parametrize(
    ("name", "counts", "zone"),
    [
        ("camp2019", (79, 2, 5), "Europe/Berlin"),
        ("rc3", (48, 5, 4), "Etc/GMT-1"),
        ("democon", (36, 2, 3), "UTC"),
    ],
)
def test_real_schedules_in_json(shared_data: Path, name: str, counts: tuple[int, ...], zone: str) -> None:
    data = (shared_data / "schedules" / f"{name}.json").read_bytes()
    found = read_schedule_json(data, name, new_id=numbered())
    whole = found.programme
    assert (len(whole.sessions), len(whole.rooms), len(whole.event.days)) == counts
    assert whole.event.zone == zone
    assert whole.event.day_change == time(4) if zone != "UTC" else time(3)
    check_whole(found)


def test_what_a_session_says() -> None:
    inner = TALK + (
        "<subtitle>And why</subtitle><abstract>A</abstract><description>B\n      C\n        D</description>"
        '<language>de, en</language><persons><person id="3">Amira [Hart]</person><person id="4"/></persons>'
        '<links><link href="https://example.org/a">Slides</link><link href="javascript:x">No</link></links>'
        '<attachments><attachment href="/files/b.pdf">Paper</attachment></attachments><url>https://example.org/t</url>'
        "<recording><license>CC BY 4.0</license><optout>false</optout></recording><do_not_stream>x</do_not_stream>"
    )
    found = read(day(event(inner)), head=HEAD + "<base_url>https://example.org/x/</base_url>")
    session, whole = only(found), found.programme
    assert (session.title, session.subtitle, session.abstract) == ("Talk", "And why", "A")
    assert session.description == "B\nC\n  D"
    assert (session.language, session.status) == ("de", Status.CONFIRMED)
    assert (session.licence, session.consent) == ("CC-BY-4.0", Consent.GRANTED)
    assert session.links == (
        Link("https://example.org/a", "Slides"),
        Link("https://example.org/files/b.pdf", "Paper"),
        Link("https://example.org/t", "Web page"),
    )
    assert [person.name for person in whole.people(session)] == ["Amira [Hart]"]
    assert whole.persons[0].origin == "schedule:cafe-27:person:id:3"
    assert (whole.types[0].kind, whole.types[0].length) == (SessionKind.TALK, timedelta(minutes=45))
    assert session.duration is None
    assert sorted(codes(found)) == ["import-language", "import-unusable"]
    check_whole(found)


@pytest.mark.parametrize(
    ("recording", "consent"),
    [
        ("<license/><optout>true</optout>", Consent.REFUSED),
        ("<license>CC0</license><optout>1</optout>", Consent.REFUSED),
        ("<license/><optout>false</optout>", Consent.UNKNOWN),
        ("", Consent.UNKNOWN),
    ],
)
def test_consent(recording: str, consent: Consent) -> None:
    assert only(read(day(event(f"{TALK}<recording>{recording}</recording>")))).consent is consent


def test_one_guid_in_two_rooms_is_one_session() -> None:
    later_on = TALK.replace("T10:00", "T14:00")
    found = read(day(event(), event()), day(event(), room="Lab"), day(event(later_on), date="2027-04-10", index=2))
    assert len(found.programme.slots) == 3
    assert only(found).origin.endswith(":aaaaaaaa-0000-4000-8000-000000000007")
    assert codes(found) == ["import-double"]  # the same room at the same time
    check_whole(found)


def test_one_number_with_two_guids_is_one_session() -> None:
    other = event(TALK.replace("T10:00", "T11:00"), guid="AAAAAAAA-0000-4000-8000-000000000001")
    for events in ((event(), other), (other, event())):
        session = only(read(day(*events)))
        assert session.origin.endswith(":aaaaaaaa-0000-4000-8000-000000000001")


def test_one_guid_for_two_talks_loses_neither() -> None:
    found = read(day(event(), event(TALK.replace(">Talk<", ">Other<")), event(TALK.replace(">Talk<", ">Third<"))))
    assert [session.title for session in found.programme.sessions] == ["Other", "Talk", "Third"]
    assert codes(found) == ["import-double"] * 2
    check_whole(found)


def person(*attributes: str) -> str:
    return TALK + "<persons>" + "".join(f"<person {each}</person>" for each in attributes) + "</persons>"


def test_a_person_is_known_by_id_and_name() -> None:
    one, two = "aaaaaaaa-1111-4000-8000-000000000001", "aaaaaaaa-1111-4000-8000-000000000002"
    found = read(day(event(person(f'guid="{two}">Amira', f'guid="{one}">Amira', 'id="9">Ben', 'id="9">Cleo', ">Dora"))))
    names = {each.name: each.origin for each in found.programme.persons}
    assert names == {
        "Amira": f"schedule:person:{one}",
        "Ben": "schedule:cafe-27:person:Ben",  # two persons have the number
        "Cleo": "schedule:cafe-27:person:Cleo",
        "Dora": "schedule:cafe-27:person:Dora",
    }
    assert codes(found) == ["import-person-twice"]
    check_whole(found)


def test_a_name_that_looks_like_an_id_is_not_taken_for_it() -> None:
    found = read(day(event(person('id="9">Ben', ">id:9"))))
    assert len({each.origin for each in found.programme.persons}) == 2


def test_rooms_that_share_a_guid_stay_two() -> None:
    days = [
        f'<day date="2027-04-09"><room name="{name}" guid="g1">{event(id=name, guid=name)}</room></day>'
        for name in "AB"
    ]
    found = read(*days)
    assert [room.origin for room in found.programme.rooms] == [f"schedule:cafe-27:room:{name}" for name in "AB"]
    named = read(f'<day date="2027-04-09"><room guid="G1">{event()}</room></day>')
    assert (named.programme.rooms[0].name, named.programme.rooms[0].origin) == ("Hall", "schedule:cafe-27:room:g1")


@pytest.mark.parametrize(
    ("more", "starts", "change"),
    [
        ('end="2027-04-10T06:00:00+02:00"', ["T10:00"], time(6)),
        ('start="2027-04-09T04:00:00+02:00" end="2027-04-10T03:59:00+02:00"', ["T10:00"], time(4)),
        ('start="2027-04-09T09:00:00+02:00" end="2027-04-09T18:00:00+02:00"', ["T10:00"], time(9)),
        ('end="2027-04-10T01:00:00+02:00"', ["T10:00", "T02:30"], time(1)),
        ("", ["T10:00"], time(4)),
        ('start="nonsense" end="0001-01-01T00:00:00+02:00"', ["T10:00"], time(4)),
    ],
)
def test_the_days_change(more: str, starts: list[str], change: time) -> None:
    events = [event(TALK.replace("T10:00", each), id=each, guid=each) for each in starts]
    assert read(day(*events, more=more)).programme.event.day_change == change


def start_of(inner: str, head: str = HEAD, more: str = "") -> datetime | None:
    slots = read(day(event(inner), more=more), head=head).programme.slots
    return slots[0].start if slots else None


def test_times_without_an_offset() -> None:
    plain = TALK.replace("<date>2027-04-09T10:00:00+02:00</date>", "")
    assert start_of(plain) == datetime(2027, 4, 9, 10, tzinfo=BERLIN)
    night = plain.replace("10:00", "00:30")
    assert start_of(night) == datetime(2027, 4, 10, 0, 30, tzinfo=BERLIN)
    own = night.replace("<start>", "<date>2027-04-09</date><start>")
    assert start_of(own) == datetime(2027, 4, 9, 0, 30, tzinfo=BERLIN)
    local = plain.replace("<start>", "<date>2027-04-09T11:00:00</date><start>")
    assert start_of(local) == datetime(2027, 4, 9, 11, tzinfo=BERLIN)
    skipped = read(
        day(event(plain.replace("10:00", "02:30")), date="2027-03-28", more='end="2027-03-29T01:00:00+02:00"')
    )
    assert codes(skipped) == ["import-clock-change"]
    for text in ("", "25:00", "x", "10:00:99", "1000"):
        assert start_of(plain.replace("10:00", text)) is None


@pytest.mark.parametrize(
    ("offset", "zone"),
    [
        ("+01:00", "Etc/GMT-1"),
        ("-05:00", "Etc/GMT+5"),
        ("Z", "UTC"),
        ("+05:30", "Asia/Kolkata"),
        ("+05:45", "Asia/Kathmandu"),
        ("+12:45", "Pacific/Chatham"),
        ("-03:30", "America/St_Johns"),
        ("+00:07", "UTC"),
        ("+14:00", "UTC"),
    ],
)
def test_a_zone_that_is_not_named(offset: str, zone: str) -> None:
    head = "<acronym>cafe</acronym><title>Café</title>"
    found = read(day(event(TALK.replace("+02:00", offset))), head=head)
    assert (found.programme.event.zone, codes(found)) == (zone, ["import-zone"])
    wanted = datetime.fromisoformat(f"2027-04-09T10:00:00{offset}")
    assert found.programme.slots[0].start.astimezone(UTC) == wanted.astimezone(UTC)
    named = read(day(event()), head=f"{head}<time_zone_name>Mars/Olympus</time_zone_name>")
    assert codes(named) == ["import-unusable", "import-zone"]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("0:45", 45),
        ("00:45", 45),
        ("24:30", 1470),
        ("00:45:00", 45),
        ("1:05:00", 65),
        ("744:00", 744 * 60),
        ("744:01", None),
        ("99999:00", None),
        ("9999:99999:00", None),
        ("0:60", None),
        ("-1:00", None),
        ("45", None),
        ("٠:٤٥", None),
        ("PT45M", None),
    ],
)
def test_durations(text: str, minutes: int | None) -> None:
    assert duration(text) == (None if minutes is None else timedelta(minutes=minutes))


def test_a_duration_that_is_none_is_the_usual_one() -> None:
    found = read(day(event(), event(TALK.replace("00:45", "9" * 400), id="8", guid="b")))
    assert {slot.duration for slot in found.programme.slots} == {timedelta(minutes=45)}
    assert codes(found) == ["import-unusable"]


@pytest.mark.parametrize(
    "when", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2027-02-30T10:00:00Z", "²", "\u202e"]
)
def test_absurd_dates_lose_the_slot_and_not_the_session(when: str) -> None:
    found = read(day(event(TALK.replace("2027-04-09T10:00:00+02:00", when).replace("<start>10:00</start>", ""))))
    assert only(found).title == "Talk"
    assert found.programme.slots == ()
    assert "import-unusable" in codes(found) or when == "\u202e"


def test_days_far_apart_are_not_one_event() -> None:
    days = [day(event(), date=f"20{year}-04-09", index=year) for year in (27, 27, 27, 99)]
    found = read(*days)
    assert found.programme.event.days == (date(2027, 4, 9),)
    assert codes(found)[0] == "import-event-days"
    undated = f'<day index="1"><room name="Hall">{event()}</room></day>'
    assert read(undated).programme.event.days == (date(2027, 4, 9),)
    timeless = undated.replace(TALK, "<title>Talk</title>")
    assert read(timeless, head=HEAD + "<start>2027-04-01</start>").programme.event.days == (date(2027, 4, 1),)
    with pytest.raises(FormatError, match="no day"):
        read(timeless)


def test_a_session_without_anything() -> None:
    found = read(day('<event id="5"/>', "<event/>"))
    assert sorted(one.title for one in found.programme.sessions) == ["Untitled session", "Untitled session 5"]
    assert found.programme.slots == ()
    check_whole(found)


# --- what is no schedule, and what was made to do harm -------------------------------------------------------------


def refused(data: bytes, error: type[FormatError], words: str | None = None) -> FormatError:
    with pytest.raises(error, match=words) as caught:
        read_schedule_xml(data, "x.xml", new_id=numbered())
    assert caught.value.where.startswith("x.xml")
    assert caught.value.fix
    return caught.value


def test_what_is_no_schedule() -> None:
    refused(b"<rss><channel/></rss>", FormatError, "begins with <rss>")
    refused(b"{}", FormatError, "not well-formed")
    refused(b"<?xml version='1.0' encoding='klingon'?><schedule/>", FormatError)
    refused(document(), FormatError, "no sessions")
    refused(b"", TruncatedInput, "empty")
    refused(b" \n", TruncatedInput, "empty")


def test_a_file_that_is_cut_off_anywhere_is_an_error() -> None:
    whole = document(day(event(TALK + "<description><![CDATA[ü]]></description>"), event(id="8", guid="b")))
    for end in range(len(whole)):
        with pytest.raises(FormatError):
            read_schedule_xml(whole[:end], "x.xml", new_id=numbered())


@pytest.mark.slow
def test_a_real_file_that_is_cut_off_is_an_error(shared_data: Path) -> None:
    data = (shared_data / "schedules" / "38c3.xml").read_bytes()
    for part in range(1, 12):
        refused(data[: len(data) * part // 12 + part], TruncatedInput, "ends before")


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE schedule [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE schedule SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE schedule [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]>',
        "<!DOCTYPE schedule>",
    ],
)
def test_document_types_are_refused(prologue: str) -> None:
    refused(prologue.encode() + document(day(event())), FormatError, "document type")


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    many = " ".join(f'a{number}=""' for number in range(50_000))
    refused(document(day(f"<event {many}/>")), LimitExceeded, f"more than {ATTRIBUTE_LIMIT} attributes")
    refused(b"<schedule>" + b"<a>" * 200_000, LimitExceeded, f"more than {DEPTH_LIMIT} elements")
    refused(b"<schedule>" + b"<event/>" * (EVENT_LIMIT + 1), LimitExceeded, "sessions")
    refused(b" " * (SIZE_LIMIT + 1), LimitExceeded, "64 MiB")
    monkeypatch.setattr(schedule_xml, "ELEMENT_LIMIT", 100)
    refused(b"<schedule>" + b"<a/>" * 101, LimitExceeded, "100 elements")


def test_a_text_in_a_million_pieces_is_read_once() -> None:
    found = read(day(event(TALK + "<abstract>" + "&amp;" * 200_000 + "</abstract>")))
    assert len(only(found).abstract) == 200_000


def test_text_is_cleaned_and_never_markup() -> None:
    found = read(day(event(TALK.replace(">Talk<", "> [bold]A&#x9b;31m\u202eB&#10;C <"))))
    assert only(found).title == "[bold]AB C"


_TEXT = st.text(max_size=20) | st.sampled_from(("2027-04-09T10:00:00+02:00", "10:00", "00:30", "de", "Hall"))
_VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(("en", "name", "url")), inner, max_size=2)
    ),
    max_leaves=4,
)
_NAMES = (
    "id",
    "guid",
    "code",
    "title",
    "date",
    "start",
    "duration",
    "end",
    "room",
    "type",
    "track",
    "language",
    "persons",
)
_MORE = ("links", "attachments", "abstract", "description", "do_not_record", "recording_license", "url", "slug")
_EVENTS = st.lists(st.dictionaries(st.sampled_from(_NAMES + _MORE), _VALUE), max_size=3) | _VALUE
_DAYS = st.lists(
    st.fixed_dictionaries(
        {"date": st.just("2027-04-09") | _VALUE},
        optional={
            "day_start": _VALUE,
            "day_end": _VALUE,
            "rooms": st.dictionaries(_TEXT, _EVENTS, max_size=2) | _VALUE,
        },
    ),
    max_size=3,
)


@settings(max_examples=150)
@given(
    _DAYS | _VALUE, st.dictionaries(st.sampled_from(("title", "acronym", "time_zone_name", "rooms", "tracks")), _VALUE)
)
def test_any_json_is_read_or_refused(days: Any, head: dict[str, Any]) -> None:
    data = json.dumps({"schedule": {"conference": {**head, "days": days}}}).encode()
    try:
        found = read_schedule_json(data, "x.json", new_id=numbered())
    except FormatError:
        return
    check_whole(found)


def test_what_json_holds_in_its_own_way() -> None:
    talk = {
        "id": 7,
        "guid": "g",
        "title": "Talk",
        "date": "2027-04-09T10:00:00+02:00",
        "end": "2027-04-09T10:20:00+02:00",
        "do_not_record": True,
        "persons": [
            {"public_name": "Amira", "code": "ABC", "biography": "Nurse", "avatar": "https://example.org/a.png"}
        ],
    }
    rooms = [{"name": "Hall", "guid": "r", "capacity": 80.0, "description": {"de": "Oben", "en": "Upstairs"}}]
    conference = {
        "title": "Café",
        "acronym": "cafe",
        "rooms": rooms,
        "days": [{"date": "2027-04-09", "rooms": {"Hall": [talk]}}],
    }
    found = read_schedule_json(json.dumps({"schedule": {"conference": conference}}).encode(), "x", new_id=numbered())
    (room,), (one,) = found.programme.rooms, found.programme.persons
    assert (room.capacity, room.description, room.origin) == (80, "Upstairs", "schedule:cafe:room:r")
    assert (one.name, one.biography, one.picture) == ("Amira", "Nurse", "https://example.org/a.png")
    assert only(found).consent is Consent.REFUSED
    assert found.programme.slots[0].duration == timedelta(minutes=20)


def test_json_that_is_no_schedule() -> None:
    for data in (b"[]", b"{}", b'{"schedule": {"conference": {"days": 3}}}'):
        with pytest.raises(FormatError, match="not a schedule"):
            read_schedule_json(data, "x.json", new_id=numbered())
    with pytest.raises(TruncatedInput):
        read_schedule_json(b'{"schedule": {"conf', "x.json", new_id=numbered())
    with pytest.raises(LimitExceeded):
        read_schedule_json(b" " * (SIZE_LIMIT + 1), "x.json", new_id=numbered())
    many = {"schedule": {"conference": {"days": [{"rooms": {"A": [{}] * (EVENT_LIMIT + 1)}}]}}}
    with pytest.raises(LimitExceeded, match="sessions"):
        read_schedule_json(json.dumps(many).encode(), "x.json", new_id=numbered())
