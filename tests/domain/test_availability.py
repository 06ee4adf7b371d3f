"""Windows: opened, closed and merged, held against a plain set of minutes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.availability import (
    added,
    closed,
    merged,
    opened,
    removed,
    whole_event,
    window_at,
    windows_of,
    with_windows,
)
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Room, Window
from confkit.domain.person import Availability, Person

ZONE = ZoneInfo("Europe/Berlin")
EVENT = Event(UUID(int=1), "e", "E", "Europe/Berlin", date(2027, 10, 30), date(2027, 10, 31))
ROOM = Room(UUID(int=2), EVENT.id, "Hall")
PERSON = Person(UUID(int=3), "Zoë")
# Before the clocks go back on 31 October 2027 at 03:00, so that the hour that exists twice is among them.
BASE = datetime(2027, 10, 30, 23, 0, tzinfo=UTC)


def window(first: int, last: int) -> Window:
    start, end = (BASE + timedelta(minutes=10 * at) for at in (first, last))
    return Window(start.astimezone(ZONE), end.astimezone(ZONE))


def covered(windows: tuple[Window, ...]) -> set[int]:
    """The tenths of minutes that are in one of the windows."""
    return {
        at
        for at in range(-5, 60)
        for one in windows
        if one.start.timestamp() <= (BASE + timedelta(minutes=10 * at)).timestamp() < one.end.timestamp()
    }


_WINDOWS = st.builds(window, st.integers(0, 40), st.integers(0, 40))
_MANY = st.lists(_WINDOWS, max_size=6).map(tuple)


@given(_MANY)
def test_merged_windows_are_the_same_time_in_order_and_apart(windows: tuple[Window, ...]) -> None:
    found = merged(windows)
    assert covered(found) == covered(windows)
    for one, other in pairwise(found):
        assert one.end.timestamp() < other.start.timestamp()
    assert merged(found) == found


@given(_MANY, _WINDOWS)
def test_windows_are_added_and_taken_away(windows: tuple[Window, ...], one: Window) -> None:
    assert covered(added(windows, one)) == covered(windows) | covered((one,))
    assert covered(removed(windows, one)) == covered(windows) - covered((one,))
    assert covered(removed(added(windows, one), one)) == covered(windows) - covered((one,))
    assert removed(windows, one) == merged(removed(windows, one))


@given(_MANY, st.integers(-5, 45))
def test_the_window_at_a_moment_holds_it(windows: tuple[Window, ...], at: int) -> None:
    moment = BASE + timedelta(minutes=10 * at)
    found = window_at(merged(windows), moment)
    assert (found is not None) == (at in covered(windows))


def test_touching_windows_are_one_across_midnight_and_the_change_of_clocks() -> None:
    twice = datetime(2027, 10, 31, 2, 30, tzinfo=ZONE)
    evening = Window(datetime(2027, 10, 30, 22, tzinfo=ZONE), twice)
    night = Window(twice, twice.replace(fold=1))
    assert added((evening,), night) == (Window(evening.start, twice.replace(fold=1)),)


def test_a_room_without_windows_is_always_there() -> None:
    assert windows_of(ROOM, EVENT) is None
    one = opened(ROOM, EVENT, window(0, 6))
    assert windows_of(one, EVENT) == (window(0, 6),)
    assert windows_of(opened(one, EVENT, window(6, 9)), EVENT) == (window(0, 9),)
    assert closed(one, EVENT, window(0, 6)) == ROOM
    begun = closed(ROOM, EVENT, window(3, 6))
    whole = whole_event(EVENT)
    assert windows_of(begun, EVENT) == (
        Window(whole.start, window(3, 6).start),
        Window(window(3, 6).end, whole.end),
    )
    with pytest.raises(InvalidValue, match="whole event"):
        closed(ROOM, EVENT, whole)
    with pytest.raises(InvalidValue, match="ends before"):
        opened(ROOM, EVENT, window(6, 6))


def test_a_person_has_windows_for_each_event() -> None:
    elsewhere = Availability(UUID(int=9), (window(1, 2),))
    never = Person(PERSON.id, "Zoë", availability=(elsewhere, Availability(EVENT.id, ())))
    assert windows_of(PERSON, EVENT) is None
    assert windows_of(never, EVENT) == ()
    there = opened(never, EVENT, window(0, 6))
    assert isinstance(there, Person)
    assert there.availability == (elsewhere, Availability(EVENT.id, (window(0, 6),)))
    gone = with_windows(there, EVENT, ())
    assert isinstance(gone, Person)
    assert gone.availability == (elsewhere,)
