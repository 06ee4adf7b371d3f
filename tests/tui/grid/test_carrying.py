"""Carrying as arithmetic: from where, to where, and what it would mean there."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.conflicts import ConflictIndex
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from confkit.domain.times import elapsed
from confkit.tui.grid.carrying import clamped, is_pinned, pick_up
from confkit.tui.grid.model import lay_out
from tests.strategies import programmes
from tests.tui.conftest import EVENT, PERSONS, ROOMS, SESSIONS, SLOTS, TRACKS, TYPES, ZONE, number

PLAN = Programme(EVENT, ROOMS, TRACKS, TYPES, SESSIONS, SLOTS, PERSONS)
INDEX = ConflictIndex(PLAN)
HALL, STUDIO, LAB = ROOMS


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=ZONE)


def test_nothing_has_moved_at_first() -> None:
    carrying = pick_up(INDEX, PLAN, SESSIONS[1], SLOTS[1])
    assert not carrying.has_moved
    assert carrying.to(LAB.id, at(10)).has_moved
    assert not carrying.to(LAB.id, at(10)).to(STUDIO.id, at(10)).has_moved


def test_a_session_keeps_its_length_and_its_slot() -> None:
    moved = pick_up(INDEX, PLAN, SESSIONS[2], SLOTS[2]).to(LAB.id, at(14))
    assert moved.slot == replace(SLOTS[2], room_id=LAB.id, start=at(14), end=at(15))


def test_a_waiting_session_takes_its_planned_length() -> None:
    new = Slot(number(999), SESSIONS[4].id, at(12), at(12), LAB.id)
    carrying = pick_up(INDEX, PLAN, SESSIONS[4], None, new)
    assert carrying.slot.duration == timedelta(minutes=30)
    assert carrying.has_moved


def test_what_a_place_would_mean() -> None:
    carrying = pick_up(INDEX, PLAN, SESSIONS[1], SLOTS[1])
    assert carrying.to(STUDIO.id, at(14)).verdict.is_fine
    over = carrying.to(HALL.id, at(9)).verdict
    assert over.clashes
    assert {problem.code for problem in over.problems} >= {"room-overlap", "person-overlap"}
    assert carrying.to(HALL.id, at(9)).verdict is over


def test_by_rows_goes_to_the_next_row_first() -> None:
    hours = lay_out(PLAN, EVENT.first_day, 30).hours
    carrying = pick_up(INDEX, PLAN, SESSIONS[2], SLOTS[2])
    assert carrying.slot.start == at(10, 15)
    assert carrying.by_rows(1, hours).slot.start == at(10, 30)
    assert carrying.by_rows(-1, hours).slot.start == at(10)
    assert carrying.by_rows(-2, hours).slot.start == at(9, 30)


def test_by_days_keeps_the_time_of_day_across_a_clock_change() -> None:
    zone = ZoneInfo("Europe/Berlin")
    plan = replace(PLAN, event=replace(EVENT, first_day=datetime(2027, 3, 27).date()))
    start = datetime(2027, 3, 27, 10, tzinfo=zone)
    carrying = pick_up(INDEX, PLAN, SESSIONS[1], SLOTS[1]).to(LAB.id, start)
    moved = carrying.by_days(1, plan)
    assert (moved.slot.start.day, moved.slot.start.hour) == (28, 10)
    assert elapsed(start, moved.slot.start) == timedelta(hours=23)
    assert moved.within(plan)
    assert not carrying.by_days(-1, plan).within(plan)


def test_a_time_that_does_not_exist_on_the_other_day_becomes_one_that_does() -> None:
    start = datetime(2027, 3, 27, 2, 30, tzinfo=ZONE)
    moved = pick_up(INDEX, PLAN, SESSIONS[1], SLOTS[1]).to(None, start).by_days(1, PLAN)
    assert (moved.slot.start.hour, moved.slot.start.minute) == (3, 30)


def test_nothing_leaves_its_day() -> None:
    assert clamped(at(3), PLAN, at(12)) == at(4)
    assert clamped(at(5, day=9), PLAN, at(12)) == at(3, 55, day=9)
    assert clamped(at(13), PLAN, at(12)) == at(13)


def test_there_has_to_be_something_to_carry() -> None:
    with pytest.raises(ValueError, match="nothing to carry"):
        pick_up(INDEX, PLAN, SESSIONS[4], None)
    assert not is_pinned(None)
    assert not is_pinned(SLOTS[0])
    assert is_pinned(replace(SLOTS[0], pinned=True))


@given(st.data(), programmes(max_sessions=6))
def test_free_means_that_room_and_people_are_there_for_it(data: st.DataObject, plan: Programme) -> None:
    known = [slot for slot in plan.slots if slot.session_id in plan.session]
    if not known:
        return
    slot = data.draw(st.sampled_from(known))
    other = data.draw(st.sampled_from(known))
    room = data.draw(st.sampled_from([None, *(one.id for one in plan.rooms)]))
    session = plan.session[slot.session_id]
    carrying = pick_up(ConflictIndex(plan), plan, session, slot).to(room, other.start)
    codes = {problem.code for problem in carrying.verdict.problems}
    taken = bool(codes & {"room-overlap", "person-overlap", "break-overlap", "room-unavailable", "person-unavailable"})
    assert carrying.places.is_free(room, other.start) is not taken


@pytest.mark.slow
@given(st.data(), programmes(max_sessions=5))
def test_the_verdict_is_what_the_conflicts_become(data: st.DataObject, plan: Programme) -> None:
    known = [slot for slot in plan.slots if slot.session_id in plan.session]
    if not known:
        return
    slot, other = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known))
    index = ConflictIndex(plan)
    carrying = pick_up(index, plan, plan.session[slot.session_id], slot).to(other.room_id, other.start)
    after = index.after_move(slot, carrying.slot).index
    without = index.after_move(slot, None).index
    # Two slots of one session at one time bring problems that read the same: they count once.
    after_it, before_it = ({one for one in side.problems if one.severity != "hint"} for side in (after, without))
    assert after_it - before_it <= set(carrying.verdict.problems) <= after_it


@given(programmes(max_sessions=5), st.lists(st.sampled_from(["row", "day", "room"]), max_size=6), st.integers(-3, 3))
def test_there_and_back_again_is_where_it_began(plan: Programme, steps: list[str], by: int) -> None:
    known = [slot for slot in plan.slots if slot.session_id in plan.session]
    if not known:
        return
    slot = known[0]
    hours = lay_out(plan, plan.day(slot), 15).hours
    carrying = pick_up(ConflictIndex(plan), plan, plan.session[slot.session_id], slot)
    begun = carrying = carrying.to(slot.room_id, hours.at(hours.row(slot.start)))
    for step in steps:
        if step == "row":
            carrying = carrying.by_rows(by, hours)
        elif step == "room" and plan.rooms:
            carrying = carrying.to(plan.rooms[0].id, carrying.slot.start)
        assert carrying.slot.duration == slot.duration
        assert carrying.slot.id == slot.id
    rows = steps.count("row") * by
    assert carrying.by_rows(-rows, hours).to(slot.room_id, begun.slot.start).slot == begun.slot
