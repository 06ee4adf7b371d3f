from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from confkit.codecs.ical import compose_calendar, render_entry
from confkit.domain.calendar import CalendarEntry, advance
from confkit.domain.errors import InvalidValue
from tests import strategies
from tests.codecs.calendar_lint import lint

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (*strategies.ZONES, "Europe/Dublin", "Africa/Casablanca", "America/Santiago", "America/Nuuk", "Africa/Cairo")
# The clock changes of 2027 in these zones, and days without one.
DAYS = (
    *(date(2027, month, day) for month, day in ((2, 7), (3, 14), (3, 27), (3, 28), (4, 4), (4, 30), (9, 5))),
    *(date(2027, month, day) for month, day in ((10, 3), (10, 29), (10, 31), (11, 7), (12, 31))),
    date(2028, 2, 29),
)
names = count()


def moments(zone: str) -> st.SearchStrategy[datetime]:
    """Instants, among them those of hours that come twice, and wall-clock times of hours that don't come at all."""
    real = st.sampled_from(DAYS).flatmap(lambda day: strategies.instants(zone, day, day))
    skipped = st.builds(
        lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)) + timedelta(minutes=minutes),
        st.sampled_from(DAYS),
        st.integers(0, 12).map(lambda n: n * 15 + 5),
    )
    return real | skipped


@st.composite
def entries(draw: st.DrawFn, zone: str) -> CalendarEntry:
    start = draw(moments(zone))
    length = timedelta(minutes=draw(st.sampled_from((0, 5, 30, 60, 90, 600, 2000))))
    created = draw(strategies.utc_moments())
    return CalendarEntry(
        slot_id=draw(st.uuids()),
        event_id=draw(st.uuids()),
        session_id=draw(st.uuids()),
        title=draw(strategies.clean_line_text(min_size=1)),
        start=start,
        end=(start.astimezone(UTC) + length).astimezone(start.tzinfo),
        created=created,
        modified=created + timedelta(minutes=draw(st.integers(0, 1000))),
        sequence=draw(st.integers(0, 9)),
        cancelled=draw(st.booleans()),
        tentative=draw(st.booleans()),
        location=draw(strategies.clean_line_text()),
        description=draw(strategies.clean_long_text(max_size=400)),
        url=draw(strategies.addresses()),
        language=draw(st.sampled_from(("", *strategies.LANGUAGES))),
        categories=tuple(draw(st.lists(strategies.clean_line_text(min_size=1), max_size=3))),
        people=tuple(draw(st.lists(strategies.clean_line_text(min_size=1), max_size=3))),
    )


@st.composite
def programmes(draw: st.DrawFn) -> tuple[str, list[CalendarEntry]]:
    zone = draw(st.sampled_from(ZONES))
    return zone, draw(st.lists(entries(zone), max_size=4, unique_by=lambda entry: entry.slot_id))


def composed(
    zone: str, made: Sequence[CalendarEntry], *, organizer: str = "Org", email: str = "", **rest: str
) -> bytes:
    rendered = [render_entry(entry, organizer=organizer, email=email) for entry in made]
    return compose_calendar("Name", zone, rendered, first=date(2027, 4, 8), last=date(2027, 4, 9), **rest)


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


# icalendar 7.3 drops a backslash from a parameter, where it means nothing (RFC 5545 §3.2).
@settings(max_examples=40)
@given(programmes(), strategies.clean_line_text().filter(lambda name: "\\" not in name))
def test_a_reader_finds_every_entry_with_equal_instants(made: tuple[str, list[CalendarEntry]], organizer: str) -> None:
    zone, expected = made
    data = composed(zone, expected, organizer=organizer)
    assert lint(data) == []
    events = Calendar.from_ical(data).events
    assert len(events) == len(expected)
    for event, entry in zip(events, expected, strict=True):
        assert not event.errors
        assert (utc(event.start), utc(event.end)) == (utc(entry.start), utc(entry.end))
        assert event["UID"] == f"{entry.slot_id}@confkit"
        assert event["SEQUENCE"] == entry.sequence
        assert event["SUMMARY"] == entry.title
        assert event["LOCATION"] == entry.location or "—"
        assert event.get("DESCRIPTION", "") == "\n\n".join(filter(None, (", ".join(entry.people), entry.description)))
        assert tuple(event.categories) == entry.categories
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == entry.modified
        assert event["CREATED"].dt == entry.created
        assert event["ORGANIZER"].params.get("CN", "") == organizer
        assert ("URL" in event) == bool(entry.url)


@pytest.mark.slow
@settings(max_examples=40)
@given(programmes())
def test_a_client_without_a_zone_database_finds_equal_instants(made: tuple[str, list[CalendarEntry]]) -> None:
    zone, expected = made
    # A name that nobody knows, so that the reader has to go by the VTIMEZONE.
    unknown = f"X-{next(names)}-{zone}".encode()
    data = composed(zone, expected).replace(b"TZID=" + zone.encode(), b"TZID=" + unknown)
    data = data.replace(b"TZID:" + zone.encode(), b"TZID:" + unknown)
    for event, entry in zip(Calendar.from_ical(data).events, expected, strict=True):
        assert (utc(event.start), utc(event.end)) == (utc(entry.start), utc(entry.end))


ENTRY = CalendarEntry(
    slot_id=UUID(int=1),
    event_id=UUID(int=2),
    session_id=UUID(int=3),
    title="Podcasting on the ward",
    start=datetime(2027, 4, 9, 10, tzinfo=BERLIN),
    end=datetime(2027, 4, 9, 10, 30, tzinfo=BERLIN),
    created=datetime(2027, 1, 1, 12, tzinfo=UTC),
    modified=datetime(2027, 2, 1, 12, tzinfo=BERLIN),
    sequence=2,
    location="Studio, Main building",
    description="What we learned; and why.\n\nBring headphones.",
    url="https://example.org/ward?x=1",
    language="en",
    categories=("Practice", "talk"),
    people=("Amira Hart", "Ben Okafor"),
)


def test_the_whole_of_a_small_calendar() -> None:
    data = compose_calendar(
        "Health Voices",
        "Asia/Kathmandu",
        [render_entry(replace(ENTRY, start=_in("Asia/Kathmandu", 10), end=_in("Asia/Kathmandu", 11)), **ORGANIZER)],
        description="Two days, on voices",
        first=date(2027, 4, 8),
        last=date(2027, 4, 9),
    )
    assert data.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//confkit//confkit//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Health Voices",
        "X-WR-CALNAME:Health Voices",
        "X-WR-TIMEZONE:Asia/Kathmandu",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "DESCRIPTION:Two days\\, on voices",
        "X-WR-CALDESC:Two days\\, on voices",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Kathmandu",
        "X-LIC-LOCATION:Asia/Kathmandu",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0545",
        "TZOFFSETTO:+0545",
        "TZNAME:+0545",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "UID:00000000-0000-0000-0000-000000000001@confkit",
        "SEQUENCE:2",
        "DTSTAMP:20270201T110000Z",
        "CREATED:20270101T120000Z",
        "LAST-MODIFIED:20270201T110000Z",
        "DTSTART;TZID=Asia/Kathmandu:20270409T100000",
        "DTEND;TZID=Asia/Kathmandu:20270409T110000",
        "SUMMARY;LANGUAGE=en:Podcasting on the ward",
        "LOCATION:Studio\\, Main building",
        "STATUS:CONFIRMED",
        "ORGANIZER;CN=Health Voices:mailto:office@example.org",
        "DESCRIPTION;LANGUAGE=en:Amira Hart\\, Ben Okafor\\n\\nWhat we learned\\; and wh",
        " y.\\n\\nBring headphones.",
        "URL:https://example.org/ward?x=1",
        "CATEGORIES:Practice,talk",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


ORGANIZER = {"organizer": "Health Voices", "email": "office@example.org"}


def _in(zone: str, hour: int, minute: int = 0, **rest: int) -> datetime:
    return datetime(2027, 4, 9, hour, minute, tzinfo=ZoneInfo(zone), **rest)


def lines(**changes: object) -> list[str]:
    return render_entry(replace(ENTRY, **changes), **ORGANIZER).decode().replace("\r\n ", "").split("\r\n")  # type: ignore[arg-type]


def test_times_of_a_repeated_hour_are_in_utc_and_the_other_end_with_them() -> None:
    first = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert "DTSTART:20271031T003000Z" in lines(start=first, end=second)
    assert "DTEND:20271031T013000Z" in lines(start=first, end=second)
    before = datetime(2027, 10, 31, 1, 0, tzinfo=BERLIN)
    assert "DTSTART:20271030T230000Z" in lines(start=before, end=first)
    assert "DTSTART;TZID=Europe/Berlin:20271031T010000" in lines(start=before, end=before.replace(hour=4))


def test_a_time_that_does_not_exist_is_in_utc() -> None:
    skipped = datetime(2027, 3, 28, 2, 30, tzinfo=BERLIN)
    assert "DTSTART:20270328T013000Z" in lines(start=skipped, end=skipped + timedelta(hours=2))


def test_a_session_without_length_has_no_dtend() -> None:
    found = lines(end=ENTRY.start)
    assert "DURATION:PT0S" in found
    assert not any(line.startswith("DTEND") for line in found)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2)), ZoneInfo("UTC"), ZoneInfo("Etc/UTC")])
def test_zones_without_a_name_to_refer_to_are_written_in_utc(zone: ZoneInfo | timezone) -> None:
    start = datetime(2027, 4, 9, 8, tzinfo=UTC).astimezone(zone)
    data = composed("UTC", [replace(ENTRY, start=start, end=start + timedelta(hours=1))])
    assert b"DTSTART:20270409T080000Z\r\n" in data
    assert b"VTIMEZONE" not in data
    assert lint(data) == []


def test_an_entry_between_two_zones_is_written_in_utc() -> None:
    assert "DTEND:20270409T110000Z" in lines(end=_in("Europe/London", 12))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, "CONFIRMED"),
        ({"tentative": True}, "TENTATIVE"),
        ({"cancelled": True}, "CANCELLED"),
        ({"cancelled": True, "tentative": True}, "CANCELLED"),
    ],
)
def test_status(changes: dict[str, bool], status: str) -> None:
    assert f"STATUS:{status}" in lines(**changes)


@pytest.mark.parametrize(
    ("organizer", "email", "written"),
    [
        ("Org: Inc", "a@b.example", 'ORGANIZER;CN="Org: Inc":mailto:a@b.example'),
        ("Org", "", "ORGANIZER;CN=Org:invalid:nomail"),
        ("", "a b@ü.example", "ORGANIZER:mailto:a%20b@%C3%BC.example"),
        ("", "", "ORGANIZER:invalid:nomail"),
    ],
)
def test_there_is_always_an_organizer(organizer: str, email: str, written: str) -> None:
    assert written in render_entry(ENTRY, organizer=organizer, email=email).decode().split("\r\n")


def test_what_an_entry_does_not_have_is_left_out_but_for_the_location() -> None:
    found = lines(location="", description="", people=(), url="", categories=(), language="")
    assert "LOCATION:—" in found
    assert "SUMMARY:Podcasting on the ward" in found
    assert not any(line.startswith(("DESCRIPTION", "URL", "CATEGORIES")) for line in found)


def test_no_control_character_and_no_line_of_another_property_gets_in() -> None:
    evil = "x\r\nBEGIN:VALARM\x1b[31m\x00\u202e\ud800;\n"
    changes = dict.fromkeys(("title", "location", "description", "url", "language"), evil)
    entry = replace(ENTRY, **changes, categories=(evil,), people=(evil,))  # type: ignore[arg-type]
    rendered = render_entry(entry, organizer=evil, email=evil, host=evil)
    data = compose_calendar(evil, "UTC", [rendered], description=evil, first=date(2027, 4, 9), last=date(2027, 4, 9))
    assert lint(data) == []
    assert b"\nBEGIN:VALARM" not in data
    assert "\u202e" not in data.decode()


def test_zones_are_described_for_the_years_of_every_entry_and_once() -> None:
    old = replace(ENTRY, start=ENTRY.start.replace(year=2006), end=ENTRY.end.replace(year=2006))
    ours = replace(ENTRY, start=_in("America/New_York", 9), end=_in("America/New_York", 10))
    data = composed("Europe/Berlin", [old, ENTRY, ours])
    assert data.count(b"BEGIN:VTIMEZONE") == 2
    assert b"DTSTART:20050327T020000\r\n" in data
    assert b"TZID:America/New_York\r\n" in data


def test_an_empty_calendar_still_holds_a_component() -> None:
    assert composed("Europe/Berlin", []).count(b"BEGIN:VTIMEZONE") == 1
    assert composed("UTC", []).count(b"BEGIN:VTIMEZONE") == 1
    with pytest.raises(InvalidValue):
        composed("Nowhere/Land", [])


@settings(max_examples=20)
@given(strategies.programmes(max_sessions=2))
def test_the_same_programme_gives_the_same_bytes(programme: strategies.Programme) -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    first = advance((), programme, now)
    again = advance(first, programme, now + timedelta(days=1))
    assert composed(programme.event.zone, first) == composed(programme.event.zone, again)
