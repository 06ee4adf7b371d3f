from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from icalendar import Timezone

from confkit.codecs.ical_zone import render_zone
from confkit.domain.errors import InvalidValue

# Summer time by every kind of rule, and none at all; offsets of 30 and 45 minutes; the southern half of the year;
# negative summer time (Dublin); a gap of half an hour (Lord Howe) and of two (Troll); a change at 24:00 (Cairo) and on
# the Saturday before a Sunday (Nuuk); changes by the moon (Casablanca, Gaza).
ZONES = (
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Moscow",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "America/Nuuk",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Etc/UTC",
)


def instants(first: int, last: int, zone: ZoneInfo):
    """Every 9 hours and, around each change of offset, every 5 minutes."""
    moment, end = datetime(first, 1, 1, 12, tzinfo=UTC), datetime(last, 12, 31, 12, tzinfo=UTC)
    coarse = [moment + n * timedelta(hours=9) for n in range((end - moment) // timedelta(hours=9))]
    yield from coarse
    for before, after in pairwise(coarse):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            for n in range((after - before) // timedelta(minutes=5)):
                yield before + n * timedelta(minutes=5)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("years", [(2026, 2026), (2027, 2028)])
def test_a_vtimezone_says_what_the_zone_database_says(name: str, years: tuple[int, int]) -> None:
    rendered = render_zone(name, *years)
    foreign = Timezone.from_ical(rendered).to_tz(lookup_tzid=False)
    zone = ZoneInfo(name)
    checked = 0
    for instant in instants(*years, zone):
        local = instant.astimezone(zone)
        if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
            continue  # confkit writes the times of a repeated or skipped hour in UTC
        assert local.replace(tzinfo=foreign, fold=0).utcoffset() == local.utcoffset(), local
        checked += 1
    assert checked > 900


@pytest.mark.parametrize("years", [(1999, 1999), (2007, 2007), (2011, 2012), (2014, 2014)])
@pytest.mark.parametrize("name", ["America/New_York", "Europe/Moscow", "Pacific/Apia", "America/Sao_Paulo"])
def test_years_in_which_a_law_changed_are_right_too(name: str, years: tuple[int, int]) -> None:
    test_a_vtimezone_says_what_the_zone_database_says(name, years)


def test_rules_are_used_where_they_hold_and_never_a_list_of_dates() -> None:
    assert b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n" in render_zone("Europe/Berlin", 2027, 2027)
    assert b"RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n" in render_zone("America/New_York", 2027, 2027)
    assert b"RRULE:FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU" in render_zone(
        "America/Santiago", 2027, 2027
    )
    for name in ZONES:
        assert b"RDATE" not in render_zone(name, 2027, 2027)


def test_a_zone_without_summer_time_is_one_observance() -> None:
    assert render_zone("Asia/Kathmandu", 2027, 2027) == (
        b"BEGIN:VTIMEZONE\r\nTZID:Asia/Kathmandu\r\nX-LIC-LOCATION:Asia/Kathmandu\r\nBEGIN:STANDARD\r\n"
        b"DTSTART:19700101T000000\r\nTZOFFSETFROM:+0545\r\nTZOFFSETTO:+0545\r\nTZNAME:+0545\r\n"
        b"END:STANDARD\r\nEND:VTIMEZONE\r\n"
    )


def test_the_summer_is_daylight_time_also_where_the_law_calls_the_winter_so() -> None:
    text = render_zone("Europe/Dublin", 2027, 2027).decode()
    daylight = text[text.index("BEGIN:DAYLIGHT") : text.index("END:DAYLIGHT")]
    assert "TZNAME:IST" in daylight
    assert "TZOFFSETTO:+0100" in daylight


def test_a_change_for_good_is_not_daylight_time() -> None:
    assert b"DAYLIGHT" not in render_zone("Europe/Moscow", 2014, 2014)


def test_offsets_of_old_local_times_keep_their_seconds() -> None:
    assert b"TZOFFSETTO:+005328\r\n" in render_zone("Europe/Berlin", 1880, 1880)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no time zone called"):
        render_zone("Mars/Olympus", 2027, 2027)
