"""Times: clock changes of every kind, named and resolved."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.errors import InvalidValue
from confkit.domain.times import (
    LocalTime,
    WallClock,
    days_between,
    elapsed,
    in_reach,
    later,
    parse_local,
    programme_day,
    resolve_local,
    wall_clock_of,
    zone_named,
)

ZONES = sorted(available_timezones() - {"localtime"})
BERLIN = ZoneInfo("Europe/Berlin")


@lru_cache
def changes(zone: str, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """When (in UTC) and by how much the clocks change, found by bisection."""
    tz = ZoneInfo(zone)

    def offset(at: datetime) -> timedelta:
        found = at.astimezone(tz).utcoffset()
        assert found is not None
        return found

    found = []
    at = datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        step = timedelta(days=1)
        low, high = at, at + step
        if offset(low) != offset(high):
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                low, high = (low, middle) if offset(middle) != offset(low) else (middle, high)
            found.append((high, offset(high) - offset(high - timedelta(seconds=1))))
        at += step
    return tuple(found)


def assert_names_the_hour(zone: str, at: datetime, by: timedelta) -> None:
    """Hold ``resolve_local`` against the change of ``zone`` at the instant ``at``."""
    tz = ZoneInfo(zone)
    before = (at - timedelta(seconds=1)).astimezone(tz).utcoffset()
    assert before is not None
    wall = (at + before).replace(tzinfo=None)  # what the clocks would show if they did not change
    size = abs(by)
    if by > timedelta(0):
        for into in (timedelta(0), size / 2, size - timedelta(seconds=1)):
            found = resolve_local(wall + into, tz)
            assert found.wall_clock is WallClock.SKIPPED
            assert found.instant.astimezone(UTC) == at + into
            # What comes out does exist.
            assert found.instant.astimezone(UTC).astimezone(tz).replace(tzinfo=None) == found.instant.replace(
                tzinfo=None
            )
        for outside in (wall - timedelta(seconds=1), wall + size):
            assert resolve_local(outside, tz).wall_clock is WallClock.NORMAL
    else:
        for into in (timedelta(0), size / 2, size - timedelta(seconds=1)):
            twice = wall - size + into
            first, second = resolve_local(twice, tz), resolve_local(twice, tz, second=True)
            assert first.wall_clock is second.wall_clock is WallClock.REPEATED
            assert first.instant.replace(tzinfo=None) == second.instant.replace(tzinfo=None, fold=0) == twice
            assert first.instant.astimezone(UTC) == at - size + into
            assert elapsed(first.instant, second.instant) == size
            assert wall_clock_of(first.instant) is wall_clock_of(second.instant) is WallClock.REPEATED
        for outside in (wall - size - timedelta(seconds=1), wall):
            assert resolve_local(outside, tz).wall_clock is WallClock.NORMAL
            assert wall_clock_of(resolve_local(outside, tz).instant) is WallClock.NORMAL


@pytest.mark.parametrize(
    ("zone", "sizes"),
    [
        ("Europe/Berlin", {60, -60}),
        ("America/New_York", {60, -60}),
        ("America/St_Johns", {60, -60}),  # UTC−3:30
        ("Asia/Kathmandu", set()),  # UTC+5:45
        ("Asia/Kolkata", set()),
        ("Pacific/Chatham", {60, -60}),  # UTC+12:45
        ("Australia/Lord_Howe", {30, -30}),
        ("Africa/Casablanca", {60, -60}),  # negative daylight saving time
        ("Antarctica/Troll", {120, -120}),
    ],
)
def test_the_changes_of_2027(zone: str, sizes: set[int]) -> None:
    found = changes(zone, 2027)
    assert {int(by.total_seconds()) // 60 for _, by in found} == sizes
    for at, by in found:
        assert_names_the_hour(zone, at, by)


@pytest.mark.parametrize("year", [2027, 2028])
def test_the_changes_of_every_zone(year: int) -> None:
    counted = 0
    for zone in ZONES:
        for at, by in changes(zone, year):
            assert_names_the_hour(zone, at, by)
            counted += 1
    assert counted > 200


def test_the_day_that_samoa_left_out() -> None:
    found = resolve_local(datetime(2011, 12, 30, 12), ZoneInfo("Pacific/Apia"))
    assert found.wall_clock is WallClock.SKIPPED
    assert found.instant.isoformat() == "2011-12-31T12:00:00+14:00"


@given(st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1)), st.sampled_from(ZONES).map(ZoneInfo), st.booleans())
def test_a_wall_clock_time_that_exists_is_kept(wall: datetime, zone: ZoneInfo, second: bool) -> None:
    found = resolve_local(wall, zone, second=second)
    assert found.instant.tzinfo is zone
    if found.wall_clock is not WallClock.SKIPPED:
        assert found.instant.replace(tzinfo=None, fold=0) == wall
    assert found.instant.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == found.instant.replace(tzinfo=None)


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    st.sampled_from(ZONES).map(ZoneInfo),
    st.timedeltas(timedelta(days=-3), timedelta(days=3)),
)
def test_later_moves_by_real_time(instant: datetime, zone: ZoneInfo, by: timedelta) -> None:
    start = instant.astimezone(zone)
    end = later(start, by)
    assert end.tzinfo is zone
    assert elapsed(start, end) == by
    assert end.astimezone(UTC) == instant + by


def test_elapsed_is_real_time_where_the_clocks_change() -> None:
    before, after = datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN), datetime(2027, 3, 28, 3, 30, tzinfo=BERLIN)
    assert after - before == timedelta(hours=2)  # the trap
    assert elapsed(before, after) == timedelta(hours=1)


def test_notes_say_what_was_decided() -> None:
    normal = resolve_local(datetime(2027, 4, 8, 10), BERLIN)
    assert normal.note == ""
    skipped = resolve_local(datetime(2027, 3, 28, 2, 30), BERLIN)
    assert skipped.note == (
        "this time does not exist: the clocks go forward then; taken as 2027-03-28 03:30 (UTC+0200)"
    )
    repeated = resolve_local(datetime(2027, 10, 31, 2, 30), BERLIN, second=True)
    assert repeated.note == "this time exists twice: the clocks go back then; taken as 2027-10-31 02:30 (UTC+0100)"


@pytest.mark.parametrize(
    ("hour", "minute", "day_change", "day"),
    [
        (3, 59, time(4), 8),
        (4, 0, time(4), 9),
        (0, 30, time(4), 8),
        (23, 59, time(4), 9),
        (0, 0, time(0), 9),
        (12, 0, time(12, 0), 9),
    ],
)
def test_programme_day(hour: int, minute: int, day_change: time, day: int) -> None:
    assert programme_day(datetime(2027, 4, 9, hour, minute, tzinfo=BERLIN), day_change) == date(2027, 4, day)


def test_programme_day_in_the_repeated_hour_does_not_depend_on_which() -> None:
    first = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)
    assert programme_day(first, time(2, 45)) == programme_day(first.replace(fold=1), time(2, 45)) == date(2027, 10, 30)


def test_days_between() -> None:
    assert days_between(date(2028, 2, 28), date(2028, 3, 1)) == (date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1))
    assert days_between(date(2027, 1, 1), date(2027, 1, 1)) == (date(2027, 1, 1),)
    assert days_between(date(2027, 1, 2), date(2027, 1, 1)) == ()


def test_zone_named() -> None:
    assert zone_named("Asia/Kathmandu").key == "Asia/Kathmandu"


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "Europe", "../../etc/passwd", "/etc/localtime", "a\0b", "\ud800", "x" * 5000]
)
def test_what_is_no_zone_is_named(name: str) -> None:
    with pytest.raises(InvalidValue, match="zone"):
        zone_named(name)


@pytest.mark.parametrize(
    ("text", "shown", "kind"),
    [
        ("2027-04-09 10:00", "2027-04-09T10:00:00+02:00", WallClock.NORMAL),
        (" 2027-04-09T10:00 ", "2027-04-09T10:00:00+02:00", WallClock.NORMAL),
        ("2027-04-09T10:00+00:00", "2027-04-09T12:00:00+02:00", WallClock.NORMAL),
        ("2027-04-09T10:00Z", "2027-04-09T12:00:00+02:00", WallClock.NORMAL),
        ("10:00", "2027-04-08T10:00:00+02:00", WallClock.NORMAL),
        ("9:05", "2027-04-08T09:05:00+02:00", WallClock.NORMAL),
        ("2027-10-31 02:30", "2027-10-31T02:30:00+02:00", WallClock.REPEATED),
        ("2027-10-31T02:30+01:00", "2027-10-31T02:30:00+01:00", WallClock.NORMAL),
        ("2027-03-28 02:30", "2027-03-28T03:30:00+02:00", WallClock.SKIPPED),
    ],
)
def test_parse_local(text: str, shown: str, kind: WallClock) -> None:
    found = parse_local(text, BERLIN, default_day=date(2027, 4, 8))
    assert (found.instant.isoformat(), found.wall_clock) == (shown, kind)
    assert found.instant.tzinfo is BERLIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10",
        "25:00",
        "10:60",
        "10:0:0",
        "noon",
        "2027-04-09",
        "2027-02-30 10:00",
        "0001-01-01T00:00+10:00",
        "9999-12-31 23:59",
    ],
)
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(InvalidValue, match="is not a date and time"):
        parse_local(text, BERLIN, default_day=date(2027, 4, 8))


def test_a_bare_time_needs_a_day() -> None:
    with pytest.raises(InvalidValue):
        parse_local("10:00", BERLIN)


@given(st.text(max_size=30))
def test_parse_local_answers_or_names_what_it_was_given(text: str) -> None:
    try:
        found = parse_local(text, BERLIN, default_day=date(2027, 4, 8))
    except InvalidValue:
        return
    assert isinstance(found, LocalTime)
    found.instant.astimezone(UTC)


def test_in_reach() -> None:
    assert [in_reach(datetime(year, 6, 1)) for year in (1, 2, 2027, 9998, 9999)] == [False, True, True, True, False]
