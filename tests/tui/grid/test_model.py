"""The layout of a day: where every slot stands, on ordinary days and on those when the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.event import Event, Room, SessionKind, SessionType, Window
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Session, Slot
from confkit.tui.grid.filters import read_filter
from confkit.tui.grid.hours import ZOOMS
from confkit.tui.grid.lanes import lanes
from confkit.tui.grid.model import Block, Layout, days_of, lay_out, waiting
from tests.strategies import programmes

DAY = date(2027, 4, 8)


def number(n: int) -> UUID:
    return UUID(int=n)


def programme(*slots: Slot, zone: str = "Europe/Berlin", first: date = DAY, days: int = 2) -> Programme:
    """Two rooms; a session for each session id that the slots name; session 99 is a break."""
    event = Event(number(1), "e", "E", zone, first, first + timedelta(days=days - 1))
    pause = SessionType(number(30), event.id, "Break", kind=SessionKind.BREAK)
    ids = dict.fromkeys(slot.session_id for slot in slots)
    sessions = tuple(
        Session(id, event.id, f"Session {id.int}", type_id=pause.id if id == number(99) else None) for id in ids
    )
    rooms = (Room(number(10), event.id, "Hall", 0), Room(number(11), event.id, "Lab", 1))
    return in_order(Programme(event, rooms, (), (pause,), sessions, slots))


def slot(n: int, start: datetime, minutes: float, room: int | None = 10, *, session: int = 0) -> Slot:
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
    return Slot(number(200 + n), number(session or 100 + n), start, end, number(room) if room else None)


def at(hour: int, minute: int = 0, day: int = 8, zone: str = "Europe/Berlin", fold: int = 0) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


def only(layout: Layout) -> Block:
    (block,) = (*layout.blocks, *layout.everywhere)
    return block


def labels(layout: Layout) -> list[str]:
    return [label for row in range(layout.hours.count) if (label := layout.hours.label(row))]


def test_a_session_stands_in_its_rows_and_its_room() -> None:
    layout = lay_out(programme(slot(0, at(10), 45, 11)), DAY, 15)
    block = only(layout)
    assert (layout.columns[block.column].name, block.last - block.first) == ("Lab", 3)
    assert layout.hours.at(block.first) == at(10)
    assert layout.at(1, block.first + 2) is block
    assert layout.at(1, block.last) is None
    assert layout.at(0, block.first) is None


def test_a_day_shows_the_usual_hours_and_whatever_lies_outside_them() -> None:
    layout = lay_out(programme(), DAY, 30)
    assert (labels(layout)[0], labels(layout)[-1]) == ("09:00", "17:30")
    layout = lay_out(programme(slot(0, at(7, 20), 30), slot(1, at(22), 45)), DAY, 30)
    assert (labels(layout)[0], labels(layout)[-1]) == ("07:00", "22:30")


@pytest.mark.parametrize(("zoom", "expected"), [(5, 4), (10, 2), (15, 2), (30, 2), (60, 1)])
def test_how_many_rows_are_named(zoom: int, expected: int) -> None:
    layout = lay_out(programme(), DAY, zoom)
    assert sum(1 for label in labels(layout) if label.startswith("10:")) == expected


def test_the_time_before_the_day_change_belongs_to_the_evening() -> None:
    plan = programme(slot(0, at(0, 30, day=9), 60))
    layout = lay_out(plan, DAY, 30)
    assert layout.hours.at(only(layout).first) == at(0, 30, day=9)
    assert labels(layout)[-1] == "01:00"
    assert lay_out(plan, DAY + timedelta(days=1), 30).blocks == ()


def test_a_night_that_reaches_over_the_day_change_is_shown_whole_and_once() -> None:
    plan = programme(slot(0, at(22), 8 * 60))
    layout = lay_out(plan, DAY, 60)
    assert only(layout).last - only(layout).first == 8
    assert not only(layout).goes_on
    assert lay_out(plan, DAY + timedelta(days=1), 60).blocks == ()


def test_a_session_longer_than_a_day_goes_on_on_the_next() -> None:
    plan = programme(slot(0, at(12), 30 * 60), slot(1, at(10, day=9), 60))
    first = only(lay_out(plan, DAY, 60))
    assert first.goes_on
    assert not first.from_before
    layout = lay_out(plan, DAY + timedelta(days=1), 60)
    second = next(block for block in layout.blocks if block.from_before)
    assert (second.first, second.goes_on) == (0, False)
    assert layout.hours.at(second.last) == at(18, day=9)
    assert second.lanes == 2


def test_a_session_of_no_length_has_a_row() -> None:
    block = only(lay_out(programme(slot(0, at(10), 0)), DAY, 15))
    assert block.last - block.first == 1


def test_a_session_of_no_length_at_the_very_end_has_a_row() -> None:
    layout = lay_out(programme(slot(0, at(20), 0)), DAY, 60)
    assert layout.hours.at(only(layout).first) in (at(19), at(20))
    assert only(layout).last <= layout.hours.count


def test_touching_sessions_share_no_row_however_coarse_the_rows_are() -> None:
    layout = lay_out(programme(slot(0, at(10), 25), slot(1, at(10, 25), 35)), DAY, 30)
    one, two = sorted(layout.blocks, key=lambda block: block.first)
    assert (one.last, one.lanes, two.lanes) == (two.first, 1, 1)


def test_sessions_at_the_same_time_in_the_same_room_stand_side_by_side() -> None:
    layout = lay_out(programme(slot(0, at(10), 60), slot(1, at(10, 30), 60), slot(2, at(14), 30)), DAY, 15)
    assert sorted((block.lane, block.lanes) for block in layout.blocks) == [(0, 1), (0, 2), (1, 2)]


def test_no_room_has_a_column_only_where_it_is_needed() -> None:
    names = [column.name for column in lay_out(programme(slot(0, at(10), 30)), DAY, 15).columns]
    assert names == ["Hall", "Lab"]
    layout = lay_out(programme(slot(0, at(10), 30, None), slot(1, at(10), 30, 77)), DAY, 15)
    assert [column.name for column in layout.columns] == ["Hall", "Lab", "no room yet"]
    assert {block.column for block in layout.blocks} == {2}
    assert [column.name for column in lay_out(programme(), DAY, 15, homeless=True).columns][-1] == "no room yet"


def test_a_session_in_two_rooms_has_two_blocks() -> None:
    layout = lay_out(programme(slot(0, at(10), 30, 10), slot(1, at(10), 30, 11, session=100)), DAY, 15)
    assert [block.column for block in layout.blocks] == [0, 1]


def test_a_break_without_a_room_is_for_all() -> None:
    layout = lay_out(programme(slot(0, at(12), 30, None, session=99)), DAY, 15)
    assert layout.blocks == ()
    assert [column.name for column in layout.columns] == ["Hall", "Lab"]
    assert layout.at(0, only(layout).first) is layout.at(1, only(layout).first) is only(layout)


def test_the_day_with_a_missing_hour() -> None:
    day = date(2027, 3, 28)
    start = datetime(2027, 3, 28, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    plan = programme(slot(0, start, 60), first=day)
    plan = replace(plan, event=replace(plan.event, day_change=time(0)))
    layout = lay_out(plan, day, 30)
    assert labels(layout)[:4] == ["01:00", "01:30", "03:00", "03:30"]
    assert layout.hours.at(only(layout).last).strftime("%H:%M") == "03:30"


def test_the_day_with_a_repeated_hour() -> None:
    day = date(2027, 10, 31)
    first = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0)
    plan = programme(slot(0, first, 30), slot(1, first.replace(fold=1), 30), first=day)
    plan = replace(plan, event=replace(plan.event, day_change=time(0)))
    layout = lay_out(plan, day, 30)
    assert labels(layout)[:5] == ["02:00¹", "02:30¹", "02:00²", "02:30²", "03:00"]
    assert sorted(block.first for block in layout.blocks) == [1, 3]
    assert {block.lanes for block in layout.blocks} == {1}


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Asia/Kolkata", "America/St_Johns", "Australia/Lord_Howe"])
def test_zones_that_are_not_whole_hours_away_show_whole_hours(zone: str) -> None:
    layout = lay_out(programme(slot(0, at(10, zone=zone), 30), zone=zone), DAY, 60)
    assert labels(layout)[:2] == ["09:00", "10:00"]
    assert layout.hours.at(only(layout).first).hour == 10


def test_a_clock_change_of_half_an_hour_leaves_no_row_without_a_name() -> None:
    # Lord Howe: at 02:00 the clocks go back to 01:30.
    day, zone = date(2027, 4, 4), "Australia/Lord_Howe"
    start = datetime(2027, 4, 4, 1, 0, tzinfo=ZoneInfo(zone))
    plan = programme(slot(0, start, 30), zone=zone, first=day)
    layout = lay_out(replace(plan, event=replace(plan.event, day_change=time(0))), day, 60)
    assert labels(layout)[:3] == ["01:00", "01:30²", "02:30"]


def test_when_a_room_can_be_used() -> None:
    plan = programme()
    hall, lab = plan.rooms
    plan = replace(plan, rooms=(replace(hall, availability=(Window(at(10), at(12)),)), lab))
    layout = lay_out(plan, DAY, 60)
    assert [layout.is_open(0, row) for row in range(4)] == [False, True, True, False]
    assert layout.is_open(1, 0)


def test_what_the_filter_leaves_out_stays_as_a_shadow_and_rooms_as_columns() -> None:
    plan = programme(slot(0, at(10), 30), slot(1, at(11), 30, 11))
    layout = lay_out(plan, DAY, 15, chosen=read_filter("session 101"))
    assert [block.is_shown for block in sorted(layout.blocks, key=lambda one: one.first)] == [False, True]
    layout = lay_out(plan, DAY, 15, chosen=read_filter("room:lab"))
    assert [column.name for column in layout.columns] == ["Lab"]
    assert only(layout).slot.id == number(201)
    assert [column.name for column in lay_out(plan, DAY, 15, chosen=read_filter("room:nowhere")).columns]


def test_days_and_what_waits() -> None:
    plan = programme(slot(0, at(10, day=20), 30))
    assert days_of(plan) == (DAY, date(2027, 4, 9), date(2027, 4, 20))
    assert waiting(plan) == ()
    assert waiting(replace(plan, slots=())) == plan.sessions


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8))))
def test_lanes(spans: list[tuple[int, int]]) -> None:
    ordered = sorted((first, first + length) for first, length in spans)
    found = lanes(ordered)
    for at_one, (one, (lane, count)) in enumerate(zip(ordered, found, strict=True)):
        assert 0 <= lane < count
        for other, (other_lane, other_count) in zip(ordered[:at_one], found[:at_one], strict=True):
            if one[0] < other[1] and other[0] < one[1]:
                assert lane != other_lane
                assert count == other_count


@given(programmes(), st.sampled_from(ZOOMS))
def test_every_slot_is_shown_on_its_day_and_nothing_overlaps(plan: Programme, zoom: int) -> None:
    own: dict[UUID, int] = {}
    for day in days_of(plan):
        layout = lay_out(plan, day, zoom)
        blocks = [*layout.blocks, *layout.everywhere]
        assert len({block.slot.id for block in blocks}) == len(blocks)
        for block in blocks:
            own[block.slot.id] = own.get(block.slot.id, 0) + (not block.from_before)
            assert 0 <= block.first < block.last <= layout.hours.count
            assert 0 <= block.lane < block.lanes
        for cell, found in layout.cells.items():
            assert len({block.lane for block in found}) == len(found), cell
            for block in found:
                assert layout.at(*cell, block.lane) is block
    assert own == {one.id: 1 for one in plan.slots if one.session_id in plan.session}


@given(programmes(), st.sampled_from(ZOOMS))
def test_rows_and_instants_lead_to_each_other(plan: Programme, zoom: int) -> None:
    for day in days_of(plan):
        hours = lay_out(plan, day, zoom).hours
        for row in range(0, hours.count, 7):
            moment = hours.at(row)
            assert hours.row(moment) == hours.nearest(moment) == row
            assert hours.is_exact(moment)
            # Not by adding nothing: Python forgets then which of two times it was.
            assert hours.row(moment.astimezone(UTC)) == row
