"""Where slots come to: lengths stay, pinned slots too, and nothing is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.errors import InvalidValue
from confkit.domain.planning.moves import in_sequence, moved, on_day, pushed, require_movable, resized, swapped
from confkit.domain.problem import Severity
from confkit.domain.session import Status
from tests.domain.test_conflicts import EVENT, HALL, LAB, START, programme, slot
from tests.strategies import instants


@given(instants("Europe/Berlin", date(2027, 10, 30), date(2027, 10, 31)), st.integers(0, 1000))
def test_a_slot_keeps_its_real_length_across_a_clock_change(start: datetime, length: int) -> None:
    before = slot(1, 0, length)
    after = moved(before, room_id=LAB, start=start)
    assert after.duration == before.duration == timedelta(minutes=length)
    assert (after.id, after.room_id, after.start.timestamp()) == (before.id, LAB, start.timestamp())


@given(st.integers(0, 600), st.integers(0, 90), st.integers(0, 600), st.integers(0, 90))
def test_swapping_twice_changes_nothing(one: int, length: int, other: int, longer: int) -> None:
    pair = (slot(1, one, length, HALL), slot(2, other, longer, LAB))
    first, second = swapped(*pair)
    assert (first.room_id, first.start, first.duration) == (LAB, pair[1].start, pair[0].duration)
    assert (second.room_id, second.start, second.duration) == (HALL, pair[0].start, pair[1].duration)
    assert swapped(first, second) == pair


def test_a_length_below_zero_is_refused() -> None:
    assert resized(slot(1, 0, 30), timedelta(0)).duration == timedelta(0)
    with pytest.raises(InvalidValue):
        resized(slot(1, 0, 30), timedelta(minutes=-1))


def test_everything_after_it_in_the_room_that_day_is_pushed() -> None:
    night = slot(5, 18 * 60, 30)  # 03:00 of the next day still is the programme day before
    tomorrow = slot(6, 24 * 60, 30)
    slots = (slot(1, 0, 30), slot(2, 30, 30), slot(3, 30, 30, LAB), slot(4, 60, 30), night, tomorrow)
    found = pushed(programme(*slots, status={4: Status.CANCELLED}), HALL, slots[1].start, timedelta(minutes=10))
    assert [before.id for before, _ in found.moves] == [slots[1].id, night.id]
    assert all(after.start - before.start == timedelta(minutes=10) for before, after in found.moves)
    assert found.problems == ()


def test_a_pinned_slot_stops_the_push() -> None:
    pin = replace(slot(2, 40, 30), pinned=True)
    slots = (slot(1, 0, 30), pin, slot(3, 70, 30))
    found = pushed(programme(*slots), HALL, START, timedelta(minutes=5))
    assert [before.session_id for before, _ in found.moves] == [slots[0].session_id]
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("push-stopped", Severity.HINT)
    assert "2 of the room keep their time" in problem.message
    (problem,) = pushed(programme(*slots), HALL, START, timedelta(minutes=25)).problems
    assert problem.severity is Severity.WARNING
    assert "15 min into it" in problem.message
    assert slots[0].session_id in problem.subjects
    (problem,) = pushed(programme(pin), HALL, START, timedelta(minutes=5)).problems
    assert problem.message == "is pinned and stays"


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(0, 60)), max_size=8), st.integers(0, 600), st.integers(1, 90)
)
@settings(max_examples=50)
def test_a_push_moves_exactly_what_comes_after(times: list[tuple[int, int]], after: int, by: int) -> None:
    slots = [slot(number, *time) for number, time in enumerate(times)]
    begin = START + timedelta(minutes=after)
    found = dict(pushed(programme(*slots), HALL, begin, timedelta(minutes=by)).moves)
    assert found == {
        one: replace(one, start=one.start + timedelta(minutes=by), end=one.end + timedelta(minutes=by))
        for one in slots
        if one.start >= begin
    }


@pytest.mark.parametrize("by", [0, -5])
def test_pushing_is_towards_later(by: int) -> None:
    with pytest.raises(InvalidValue):
        pushed(programme(), HALL, START, timedelta(minutes=by))


@given(st.lists(st.integers(0, 90), max_size=6), st.integers(0, 30))
def test_in_a_sequence_nothing_overlaps_and_gaps_are_even(lengths: list[int], gap: int) -> None:
    start = datetime(2027, 10, 31, 1, tzinfo=START.tzinfo)  # across the hour that exists twice
    found = in_sequence([timedelta(minutes=one) for one in lengths], start, timedelta(minutes=gap))
    instants = [(begin.astimezone(UTC), end.astimezone(UTC)) for begin, end in found]
    assert [(end - begin) // timedelta(minutes=1) for begin, end in instants] == lengths
    gaps = [after[0] - before[1] for before, after in pairwise(instants)]
    assert gaps == [timedelta(minutes=gap)] * max(0, len(lengths) - 1)
    assert not found or found[0][0] == start


def test_on_another_day_at_the_same_time_of_the_clocks() -> None:
    event = replace(EVENT, first_day=date(2027, 3, 27), last_day=date(2027, 3, 29))
    whole = replace(programme(), event=event)
    start = datetime(2027, 3, 27, 9, 30, tzinfo=START.tzinfo)
    one = replace(slot(1, 0, 0), start=start, end=start + timedelta(minutes=45))
    begin, end = on_day(one, date(2027, 3, 29), whole)
    assert (begin.isoformat(), end - begin) == ("2027-03-29T09:30:00+02:00", timedelta(minutes=45))
    night = replace(one, start=start.replace(hour=2), end=start.replace(hour=3))
    begin, end = on_day(night, date(2027, 3, 27), whole)  # 02:30 of the 28th is skipped
    assert begin.isoformat() == "2027-03-28T03:30:00+02:00"
    assert (end.timestamp() - begin.timestamp()) == 3600


def test_a_pinned_slot_is_not_movable() -> None:
    (session,) = programme(slot(1, 0, 30)).sessions
    require_movable(session, slot(1, 0, 30))
    with pytest.raises(InvalidValue, match="pinned") as caught:
        require_movable(session, replace(slot(1, 0, 30), pinned=True))
    assert "Talk 1" in caught.value.where
    assert UUID(int=101) == session.id
