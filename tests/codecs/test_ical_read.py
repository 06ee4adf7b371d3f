from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.codecs import ical_parse
from confkit.codecs.ical import ImportedCalendar, read_calendar
from confkit.domain.calendar import CalendarEntry
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from tests.codecs.test_ical_write import composed, programmes


def calendar(*events: str, header: str = "", end: str = "\r\n") -> bytes:
    """A calendar of events given as properties separated by line ends."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *header.splitlines()]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.splitlines(), "END:VEVENT"]
    return end.join([*lines, "END:VCALENDAR", ""]).encode()


def read(*events: str, header: str = "", end: str = "\r\n") -> ImportedCalendar:
    return read_calendar(calendar(*events, header=header, end=end), "x.ics")


def read_or_refuse(data: bytes) -> ImportedCalendar | None:
    try:
        return read_calendar(data, "x.ics")
    except FormatError:
        return None


def codes(found: ImportedCalendar) -> list[str]:
    return [problem.code for problem in found.problems]


TALK = "UID:1\nSUMMARY:Talk\nDTSTART:20270409T080000Z\nDTEND:20270409T083000Z"
BERLIN = "X-WR-TIMEZONE:Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "zone", "counts"),
    [
        ("linux_conf_au_2020.ics", "Australia/Brisbane", (262, 7, 6)),
        ("kielux_2020.ics", "UTC", (24, 4, 2)),
    ],
)
def test_real_calendars_are_read_whole(shared_data: Path, name: str, zone: str, counts: tuple[int, int, int]) -> None:
    data = (shared_data / "calendars" / name).read_bytes()
    found = read_calendar(data, name)
    rooms = {entry.location for entry in found.entries if entry.location}
    assert (len(found.entries), len(rooms), len({entry.start.date() for entry in found.entries})) == counts
    assert found.zone == zone
    # The library, which reads these two without trouble, finds the same.
    for theirs in icalendar.Calendar.from_ical(data).events:
        ours = next(entry for entry in found.entries if entry.uid == theirs["UID"])
        assert (ours.start.astimezone(UTC), ours.end.astimezone(UTC)) == (
            theirs.start.astimezone(UTC),
            theirs.end.astimezone(UTC),
        )
        assert ours.title == " ".join(theirs["SUMMARY"].split())
        assert ours.description == theirs.get("DESCRIPTION", "").strip()
        assert ours.url == theirs["URL"]


def test_real_calendars_have_people_and_a_name(shared_data: Path) -> None:
    found = read_calendar((shared_data / "calendars" / "kielux_2020.ics").read_bytes(), "kielux")
    assert found.name == "18. Kieler Open Source und Linux Tage"
    assert found.entries[3].people == ("Jakob Semere",)
    assert found.entries[3].status == "confirmed"
    assert codes(found) == ["calendar-in-utc"]


@settings(max_examples=40)
@given(programmes())
def test_what_confkit_writes_is_read_back(made: tuple[str, list[CalendarEntry]]) -> None:
    zone, entries = made
    found = read_calendar(composed(zone, entries), "x.ics")
    assert (found.name, found.zone) == ("Name", zone)
    assert codes(found) == ([] if entries else ["calendar-empty"])
    by_uid = {entry.uid: entry for entry in found.entries}
    assert len(by_uid) == len(entries)
    for entry in entries:
        read_back = by_uid[f"{entry.slot_id}@confkit"]
        assert read_back.start.astimezone(UTC) == entry.start.astimezone(UTC)
        assert read_back.end.astimezone(UTC) == entry.end.astimezone(UTC)
        assert (read_back.title, read_back.location) == (entry.title, entry.location or "—")
        assert read_back.categories == tuple(dict.fromkeys(entry.categories))
        assert read_back.status == ("cancelled" if entry.cancelled else "tentative" if entry.tentative else "confirmed")
        assert read_back.sequence == entry.sequence


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\r\n\r\n"])
def test_every_kind_of_line_end(end: str) -> None:
    found = read(TALK, TALK.replace("UID:1", "UID:2"), header=BERLIN, end=end)
    assert [entry.uid for entry in found.entries] == ["1", "2"]
    assert codes(found) == (["calendar-line-ends"] if end == "\r\r\n" else [])


def test_folds_by_blank_and_tab_and_long_lines() -> None:
    text = "x" * 900
    found = read(TALK + "\nDESCRIPTION:a\n  b\n\tc\n \td\n LOCATION:no\nLOCATION:" + text, header=BERLIN)
    assert found.entries[0].description == "a bc\tdLOCATION:no"
    assert found.entries[0].location == text


def test_parameters_of_every_kind_are_understood() -> None:
    found = read(
        'UID:1\nSUMMARY;LANGUAGE=de;X-P="a:b;c":T: x\n'
        "DTSTART;TZID=Europe/Berlin;VALUE=DATE-TIME:20270409T100000\n"
        'DTEND;VALUE=DATE-TIME;TZID="Europe/Berlin":20270409T110000\n'
        "ATTENDEE;CN=\"Hart, ^'Amira^' ^^\";ROLE=X:invalid:nomail\nATTENDEE;CN=Ben^nOkafor:mailto:b@x.org\n"
        'ATTENDEE:mailto:nobody@x.org\nLOCATION;X="open:Room\nMETHOD:PUBLISH\ncategories:a\\,b,c\\\\,d,\n'
        "CATEGORIES:c\\\\\nSTATUS:Cancelled\nSEQUENCE:7",
        header="X-WR-CALNAME;CHARSET=utf-8:Die Tage\nX-WR-CALDESC:Beschreibung",
    )
    (entry,) = found.entries
    assert (found.name, found.description, found.zone) == ("Die Tage", "Beschreibung", "Europe/Berlin")
    assert entry.title == "T: x"
    assert entry.start == datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert entry.people == ('Hart, "Amira" ^', "Ben Okafor")
    assert entry.location == "Room"
    assert entry.categories == ("a,b", "c\\", "d")
    assert (entry.status, entry.sequence) == ("cancelled", 7)


@pytest.mark.parametrize(
    ("header", "zone", "hour"),
    [
        ("X-WR-TIMEZONE:Europe/Berlin", "Europe/Berlin", 8),
        ("TIMEZONE-ID:Asia/Kathmandu", "Asia/Kathmandu", 4),
        ("BEGIN:VTIMEZONE\nTZID:Australia/Brisbane\nEND:VTIMEZONE", "Australia/Brisbane", 0),
        ("X-WR-TIMEZONE:Nowhere/Land", "UTC", 10),
        ("", "UTC", 10),
    ],
)
def test_floating_times_are_in_the_calendars_zone(header: str, zone: str, hour: int) -> None:
    found = read("UID:1\nSUMMARY:T\nDTSTART:20270409T100000", header=header)
    assert found.zone == zone
    assert found.entries[0].start.astimezone(UTC) == datetime(2027, 4, 9, hour, 15 * (hour == 4), tzinfo=UTC)
    assert codes(found) == (["calendar-without-zone"] if zone == "UTC" else [])


@pytest.mark.parametrize(
    ("tzid", "described", "utc_hour"),
    [
        ("/mozilla.org/20050126_1/Europe/Berlin", "", 8),
        ("/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "", 13),
        ("W. Europe Standard Time", "", 8),
        ("Custom", "X-LIC-LOCATION:Europe/Berlin", 8),
        ("Custom", "BEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETTO:+0530\nEND:STANDARD", 4.5),
        ("Custom", "BEGIN:STANDARD\nTZOFFSETTO:-053010\nEND:STANDARD", 15.5 + 10 / 3600),
    ],
)
def test_tzids_of_other_producers(tzid: str, described: str, utc_hour: float) -> None:
    zone = f"BEGIN:VTIMEZONE\nTZID:{tzid}\n{described}\nEND:VTIMEZONE\n" if described else ""
    found = read(f"UID:1\nSUMMARY:T\nDTSTART;TZID={tzid}:20270409T100000", header=zone + "X-WR-TIMEZONE:Asia/Tokyo")
    assert found.entries[0].start.astimezone(UTC) == datetime(2027, 4, 9, tzinfo=UTC) + timedelta(hours=utc_hour)
    assert found.entries[0].start.tzinfo == ZoneInfo("Asia/Tokyo")
    assert codes(found) == []


@pytest.mark.parametrize("described", ["", "TZOFFSETTO:soon", "TZOFFSETTO:+9900", "TZOFFSETTO:+0100"])
def test_an_unknown_zone_is_reported_once_and_taken_as_the_calendars(described: str) -> None:
    zone = f"BEGIN:VTIMEZONE\nTZID:Mars\nBEGIN:STANDARD\n{described}\nEND:STANDARD\n"
    zone += "BEGIN:DAYLIGHT\nTZOFFSETTO:+0200\nEND:DAYLIGHT\n" if described.endswith("0100") else ""
    talk = "SUMMARY:T\nDTSTART;TZID=Mars:20270409T100000\nDTEND;TZID=Mars:20270409T110000\nUID:"
    found = read(talk + "1", talk + "2", header=zone + "END:VTIMEZONE\n" + BERLIN)
    assert found.entries[1].end == datetime(2027, 4, 9, 11, tzinfo=ZoneInfo("Europe/Berlin"))
    assert codes(found) == ["calendar-zone-unknown"]
    assert "'Mars'" in found.problems[0].message


def test_an_endless_zone_rule_is_not_evaluated() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Custom\nBEGIN:STANDARD\nDTSTART:00010101T000000\nRRULE:FREQ=SECONDLY\n"
    zone += "TZOFFSETFROM:+0000\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    found = read("UID:1\nSUMMARY:T\nDTSTART;TZID=Custom:20270409T100000\nRRULE:FREQ=SECONDLY", header=zone + BERLIN)
    assert found.entries[0].start.astimezone(UTC).hour == 9
    assert codes(found) == ["calendar-event-repeats"]


@pytest.mark.parametrize(
    ("times", "start", "end", "all_day"),
    [
        ("DTSTART:20270409T100000Z\nDURATION:PT1H30M", "2027-04-09T10:00", "2027-04-09T11:30", False),
        ("DTSTART:20270409T100000Z\nDURATION:P1W2DT5S", "2027-04-09T10:00", "2027-04-18T10:00:05", False),
        ("DTSTART:20270409T100000Z", "2027-04-09T10:00", "2027-04-09T10:00", False),
        ("DTSTART;VALUE=DATE:20270409", "2027-04-09T00:00", "2027-04-10T00:00", True),
        ("DTSTART;VALUE=DATE:20270409\nDTEND;VALUE=DATE:20270411", "2027-04-09T00:00", "2027-04-11T00:00", True),
        ("DTSTART:2027-04-09T10:00:00+02:00\nDTEND:20270409T1100Z", "2027-04-09T08:00", "2027-04-09T11:00", False),
    ],
)
def test_ends_of_every_kind(times: str, start: str, end: str, all_day: bool) -> None:
    (entry,) = read(f"UID:1\nSUMMARY:T\n{times}").entries
    assert entry.start == datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("UTC"))
    assert entry.end == datetime.fromisoformat(end).replace(tzinfo=ZoneInfo("UTC"))
    assert entry.all_day is all_day


@pytest.mark.parametrize(
    "times",
    [
        "",
        "DTSTART:",
        "DTSTART:soon",
        "DTSTART:20271345T100000Z",
        "DTSTART:20270409T100000Z\nDTEND:later",
        "DTSTART:20270409T100000Z\nDURATION:1 hour",
        "DTSTART:99991231T235900Z\nDURATION:P9D",
        "DTSTART:20270409T100000Z\nDURATION:P999999W",
        "DTSTART;TZID=Asia/Tokyo:00010101T000000",
    ],
)
def test_an_event_whose_time_can_not_be_read_is_left_out_and_reported(times: str) -> None:
    found = read(TALK, f"UID:2\nSUMMARY:Broken\n{times}", header=BERLIN)
    assert [entry.uid for entry in found.entries] == ["1"]
    assert codes(found) == ["calendar-event-time"]
    assert found.problems[0].where == "x.ics: Broken"


def test_odd_events_are_taken_and_reported() -> None:
    found = read(
        "UID:1\nSUMMARY:Ends early\nDTSTART:20270409T100000Z\nDTEND:20270409T090000Z",
        "UID:2\nSUMMARY:Negative\nDTSTART:20270409T100000Z\nDURATION:-PT1H",
        "UID:3\nDTSTART:20270409T100000Z",
        "DTSTART:20270409T100000Z",
        "UID:5\nSUMMARY:Gap\nDTSTART;TZID=Europe/Berlin:20270328T023000",
        "UID:6\nSUMMARY:Twice\nDTSTART;TZID=Europe/Berlin:20271031T023000\nSEQUENCE:x\nSTATUS:MAYBE\nRDATE:20270101",
        header=BERLIN,
    )
    assert len(found.entries) == 6
    assert all(entry.start <= entry.end for entry in found.entries)
    assert sorted(codes(found)) == [
        *["calendar-event-clock-change"] * 2,
        *["calendar-event-end"] * 2,
        "calendar-event-repeats",
        *["calendar-event-title"] * 2,
        "calendar-uid-missing",
    ]
    assert [entry.title for entry in found.entries].count("Untitled") == 2
    gap = next(entry for entry in found.entries if entry.title == "Gap")
    assert gap.start.hour == 3


def test_uids_are_made_unique_and_stable() -> None:
    events = [
        TALK,
        TALK,
        TALK + "\nRECURRENCE-ID:20270409T080000Z",
        TALK.replace("UID:1\n", ""),
        TALK.replace("UID:1\n", "UID: \n"),
    ]
    first, again = read(*events, header=BERLIN), read(*events, header=BERLIN)
    uids = [entry.uid for entry in first.entries]
    assert len(set(uids)) == 5
    assert {"1", "1#2", "1/20270409T080000Z"} < set(uids)
    assert uids == [entry.uid for entry in again.entries]
    assert sorted(codes(first)) == ["calendar-uid-missing"] * 2 + ["calendar-uid-twice"] * 2


def test_a_calendar_inside_of_a_web_page_is_found() -> None:
    data = b"<!--\r\n" + calendar(TALK, header=BERLIN) + b"-->\r\n<html>"
    found = read_calendar(data, "x.ics")
    assert len(found.entries) == 1
    assert codes(found) == ["calendar-wrapped"]


def test_several_calendars_in_a_file_are_one() -> None:
    found = read_calendar(calendar(TALK, header=BERLIN) + calendar(TALK.replace("UID:1", "UID:2")), "x.ics")
    assert len(found.entries) == 2
    assert codes(found) == []


def test_bare_line_breaks_in_a_text_are_repaired() -> None:
    found = read("UID:1\nSUMMARY:T\nDESCRIPTION:first\nsecond line\n(third)\nDTSTART:20270409T080000Z", header=BERLIN)
    assert found.entries[0].description == "first\nsecond line\n(third)"
    assert codes(found) == ["calendar-broken-lines"]


def test_bare_lines_between_properties_are_skipped() -> None:
    data = calendar(TALK, header=BERLIN).replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\n???\r\n!!!")
    found = read_calendar(data.replace(b"END:VEVENT", b"END:VEVENT\r\n(end)"), "x.ics")
    assert found.entries[0].title == "Talk"
    assert codes(found) == ["calendar-broken-lines"]
    assert "(3 times)" in found.problems[0].message


def test_messages_stay_readable_whatever_the_file_holds() -> None:
    data = b"BEGIN:VCALENDAR\nBEGIN:" + b"\x1b[31m\x00X" * 1_000 + b"\nEND:VEVENT\nEND:VCALENDAR"
    with pytest.raises(TruncatedInput) as caught:
        read_calendar(data, "x.ics")
    assert len(str(caught.value)) < 200
    assert caught.value.what.isprintable()
    long = "x" * 5_000
    found = read(f"UID:{long}\nDTSTART:soon", f"UID:1\nSUMMARY:{long}\nDTSTART;TZID={long}:20270409T100000")
    assert all(len(problem.message) < 200 and len(problem.where) < 200 for problem in found.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    data = calendar(TALK.replace("Talk", "Über Töne"), header=BERLIN).decode().encode(encoding)
    found = read_calendar(data, "x.ics")
    assert found.entries[0].title == "Über Töne"
    assert codes(found) == (["calendar-encoding"] if encoding == "cp1252" else [])


def test_only_the_events_own_properties_count() -> None:
    alarm = "\nBEGIN:VALARM\nSUMMARY:Alarm\nDESCRIPTION:Ring\nEND:VALARM"
    todo = "BEGIN:VTODO\nSUMMARY:Todo\nEND:VTODO\n"
    (entry,) = read(TALK + alarm, header=todo + BERLIN).entries
    assert (entry.title, entry.description) == ("Talk", "")


def test_hostile_text_is_cleaned() -> None:
    evil = "a\x00\x1b[31mb\x07\u202e\\nc[bold]"
    found = read(f"UID:{evil}\nSUMMARY:{evil}\nDESCRIPTION:{evil}\nLOCATION:{evil}\nURL:{evil}\nDTSTART:20270409")
    (entry,) = found.entries
    assert (entry.title, entry.location, entry.description) == ("ab c[bold]", "ab c[bold]", "ab\nc[bold]")
    assert not any(ord(letter) < 32 or letter == "\u202e" for letter in entry.uid + entry.url + found.name)


def test_a_calendar_without_events_is_no_error_but_worth_a_warning() -> None:
    found = read(header="X-WR-CALNAME:Empty")
    assert found.entries == ()
    assert codes(found) == ["calendar-empty"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n \r\n",
        calendar(TALK)[:-16],
        calendar(TALK, TALK)[:120],
        calendar(TALK).replace(b"END:VEVENT\r\n", b""),
        calendar(TALK) + b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nEND:VCALENDAR\r\n",
    ],
)
def test_a_file_that_was_cut_off_is_an_error_and_never_less(data: bytes) -> None:
    with pytest.raises(TruncatedInput) as caught:
        read_calendar(data, "cut.ics")
    assert caught.value.where == "cut.ics"
    assert caught.value.fix


@pytest.mark.parametrize("data", [b"<html>", b"{}", b"VEVENT", b"\x00\xff\xfe\x89PNG", b"END:VCALENDAR"])
def test_what_is_no_calendar_says_so(data: bytes) -> None:
    with pytest.raises(FormatError, match="not a calendar") as caught:
        read_calendar(data, "x.ics")
    assert not isinstance(caught.value, TruncatedInput)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LimitExceeded, match="20 MiB"):
        read_calendar(b" " * (20 * 1024 * 1024 + 1), "x.ics")
    with pytest.raises(LimitExceeded, match="components inside"):
        read_calendar(b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 50 + b"END:VCALENDAR", "x.ics")
    with pytest.raises(LimitExceeded, match="lines"):
        read_calendar(b"BEGIN:VCALENDAR\n" + b"A:\n" * 1_500_000 + b"END:VCALENDAR", "x.ics")
    assert ical_parse.EVENT_LIMIT == 5_000
    monkeypatch.setattr(ical_parse, "EVENT_LIMIT", 2)
    with pytest.raises(LimitExceeded, match="more than 2 events"):
        read(TALK, TALK, TALK)


PIECES = st.sampled_from(
    [
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VTIMEZONE",
        "END:VTIMEZONE",
        "TZID:X",
        "DTSTART;TZID=X:20270409T100000",
        "DTSTART:20270328T023000",
        "SUMMARY:",
        "X-WR-TIMEZONE:Europe/Berlin",
        'A;B="',
        "\\",
        ":",
        " ",
        "\t",
    ]
)


@given(
    st.lists(PIECES | st.text(max_size=12), max_size=30),
    st.sampled_from(["\r\n", "\n", "\r\r\n"]),
    st.binary(max_size=8),
)
def test_anything_is_read_or_refused(parts: list[str], end: str, tail: bytes) -> None:
    data = end.join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).encode(errors="surrogatepass") + tail
    if found := read_or_refuse(data):
        assert len({entry.uid for entry in found.entries}) == len(found.entries)
        assert all(entry.start.tzinfo for entry in found.entries)


@pytest.mark.parametrize(
    "part",
    [b"\r", b"\n", b" ", b"\n ", b'"', b'";', b"a", b"a\n", b"\\", b",", b":", b";", b"=", b'A;B="\n', b"\r\n\tx"],
)
def test_no_text_takes_more_than_linear_time(part: bytes) -> None:
    # A quarter of a MiB each; with a pattern that tries again what it has seen, one of these would take hours.
    body = part * (256 * 1024 // len(part))
    event = b"DTSTART:20270409\nCATEGORIES:" + body + b"\nX;Y=" + body
    found = read_or_refuse(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + event + b"\nEND:VEVENT\nEND:VCALENDAR")
    assert found is None or len(found.entries) == 1


def test_dates_of_a_calendar_stay_dates() -> None:
    (entry,) = read("UID:1\nSUMMARY:Day\nDTSTART;VALUE=DATE:20270409", header=BERLIN).entries
    assert entry.start.date() == date(2027, 4, 9)
