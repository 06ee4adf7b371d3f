from datetime import date
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from confkit.codecs.ical import read_calendar
from confkit.codecs.ical_import import programme_from_calendar
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError
from confkit.domain.event import Link
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from confkit.domain.validation import field_problems
from tests.codecs.test_ical_read import BERLIN, TALK, calendar


def imported(*events: str, header: str = BERLIN, fallback: str = "the_file") -> Programme:
    numbers = count(1)
    return programme_from_calendar(
        read_calendar(calendar(*events, header=header), "x.ics"), fallback, new_id=lambda: UUID(int=next(numbers))
    )


@pytest.mark.parametrize(
    ("name", "slug", "counts"),
    [
        ("linux_conf_au_2020.ics", "linux-conf-au-2020", (262, 7, 6, 0)),
        ("kielux_2020.ics", "18-kieler-open-source-und-linux-tage", (24, 4, 2, 20)),
    ],
)
def test_real_calendars_become_programmes(shared_data: Path, name: str, slug: str, counts: tuple[int, ...]) -> None:
    numbers = count(1)
    calendar = read_calendar((shared_data / "calendars" / name).read_bytes(), name)
    made = programme_from_calendar(calendar, "calendar", new_id=lambda: UUID(int=next(numbers)))
    assert (len(made.sessions), len(made.rooms), len(made.event.days), len(made.persons)) == counts
    assert len(made.slots) == len(made.sessions)
    assert made.event.slug == slug
    everything = (made.event, *made.rooms, *made.tracks, *made.persons, *made.sessions, *made.slots)
    assert [problem for entity in everything for problem in field_problems(entity)] == []
    assert all(cleaned(entity) is entity for entity in everything)
    assert len({entity.id for entity in everything}) == len(everything)


def test_an_event_becomes_a_session_with_everything_it_says() -> None:
    made = imported(
        TALK + "\nLOCATION:Main hall\nCATEGORIES:Practice,Radio,Ward\nATTENDEE;CN=Amira Hart:invalid:nomail\n"
        "URL:https://example.org/1\nDESCRIPTION:What\\nand why\nSTATUS:TENTATIVE",
        TALK.replace("UID:1", "UID:2") + "\nLOCATION:MAIN HALL\nCATEGORIES:practice\nATTENDEE;CN=AMIRA HART:x:y\n"
        "URL:gopher://x\nSTATUS:CANCELLED",
        header=BERLIN + "\nX-WR-CALNAME:Health Voices\nX-WR-CALDESC:Two days",
    )
    first, second = sorted(made.sessions, key=lambda session: session.origin)
    assert (made.event.title, made.event.slug, made.event.zone) == ("Health Voices", "health-voices", "Europe/Berlin")
    assert (made.event.first_day, made.event.last_day) == (date(2027, 4, 9), date(2027, 4, 9))
    assert made.event.description == "Two days"
    assert (first.status, second.status) == (Status.ACCEPTED, Status.CANCELLED)
    assert first.abstract == "What\nand why"
    assert first.tags == ("Radio", "Ward")
    assert (first.links, second.links) == ((Link("https://example.org/1"),), ())
    assert first.participants == second.participants
    assert first.track_id == second.track_id == made.tracks[0].id
    assert [room.name for room in made.rooms] == ["Main hall"]
    assert {slot.room_id for slot in made.slots} == {made.rooms[0].id}
    assert first.origin == "ics:health-voices:session:1"
    assert made.persons[0].origin == "ics:health-voices:person:amira hart"


def test_whole_days_take_no_room_and_don_t_make_the_event_longer() -> None:
    made = imported(TALK, "UID:2\nSUMMARY:Holidays\nDTSTART;VALUE=DATE:20270401\nDTEND;VALUE=DATE:20270501")
    assert [session.title for session in made.sessions] == ["Holidays", "Talk"]
    assert len(made.slots) == 1
    assert len(made.event.days) == 1
    assert made.event.slug == "the-file"


def test_an_evening_that_ends_at_midnight_ends_on_its_day() -> None:
    made = imported("UID:1\nSUMMARY:Party\nDTSTART:20270409T200000\nDTEND:20270410T000000")
    assert made.event.last_day == date(2027, 4, 9)
    alone = imported("UID:1\nSUMMARY:Day\nDTSTART;VALUE=DATE:20270409")
    assert alone.event.days == (date(2027, 4, 9),)


def test_the_same_calendar_gives_the_same_origins() -> None:
    def origins(made: Programme) -> list[str]:
        return [entity.origin for entity in (made.event, *made.rooms, *made.sessions, *made.persons)]

    talk = TALK + "\nLOCATION:Hall\nATTENDEE;CN=A:x:y"
    assert origins(imported(talk)) == origins(imported(talk.replace("0800", "0700")))


def test_a_calendar_without_events_is_refused() -> None:
    with pytest.raises(FormatError, match="no events"):
        imported()
