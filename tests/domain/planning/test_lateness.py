"""Running late and back on time: what runs ends later, breaks absorb it, nothing starts before its time."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.event import SessionKind, SessionType
from confkit.domain.history import Entry, EntryKind
from confkit.domain.planning.day import now_and_next
from confkit.domain.planning.lateness import caught_up, late_by, planned, room_late_by, run_late
from confkit.domain.planning.moves import Move
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from tests.domain.test_conflicts import EVENT, HALL, LAB, START, programme, slot

MINUTE = timedelta(minutes=1)
# A talk, a gap of ten minutes, a talk, a break of twenty, a talk.
TALKS = (slot(1, 0, 30), slot(2, 40, 30), slot(3, 70, 20), slot(4, 90, 30))
BREAK = SessionType(HALL, EVENT.id, "Break", kind=SessionKind.BREAK)


def day(*slots: object, **of: dict[int, object]) -> Programme:
    whole = programme(*(slots or TALKS), **of)  # type: ignore[arg-type]
    sessions = (replace(one, type_id=BREAK.id) if one.title == "Talk 3" else one for one in whole.sessions)
    return replace(whole, types=(BREAK,), sessions=tuple(sessions))


def at(minutes: float) -> datetime:
    return START + minutes * MINUTE


def times(moves: tuple[Move, ...]) -> list[tuple[int, float, float]]:
    return [(one.session_id.int - 100, (one.start - START) / MINUTE, (one.end - START) / MINUTE) for _, one in moves]


def entry(*pairs: Move, number: int = 1) -> Entry:
    return Entry(number, START, "amira", EntryKind.EDIT, Edit("x", tuple(Change(*pair) for pair in pairs)))


def test_what_runs_ends_later_and_the_rest_follows() -> None:
    whole = day()
    assert times(run_late(whole, HALL, at(10), 10 * MINUTE).moves) == [
        (1, 0, 40), (2, 50, 80), (3, 80, 100), (4, 100, 130),
    ]  # fmt: skip
    assert times(run_late(whole, HALL, at(10), 10 * MINUTE, lengthen=False).moves)[0] == (2, 50, 80)
    assert times(run_late(whole, HALL, at(0), 5 * MINUTE).moves)[0] == (
        1,
        5,
        35,
    )  # at its very start it moves as a whole
    assert run_late(whole, LAB, at(10), MINUTE).moves == ()
    assert run_late(day(status={1: Status.CANCELLED}), HALL, at(10), MINUTE).moves[0][0].id == TALKS[1].id
    with pytest.raises(InvalidValue):
        run_late(whole, HALL, at(10), timedelta(0))


def test_a_pin_keeps_its_times() -> None:
    found = run_late(day(replace(TALKS[0], pinned=True), TALKS[1]), HALL, at(10), 10 * MINUTE)
    assert times(found.moves) == [(2, 50, 80)]
    assert [one.code for one in found.problems] == ["pinned-running"]
    found = run_late(day(TALKS[0], replace(TALKS[1], pinned=True), TALKS[3]), HALL, at(10), 15 * MINUTE)
    assert times(found.moves) == [(1, 0, 45)]
    assert [one.code for one in found.problems] == ["push-stopped"]


def moved(whole: Programme, moves: tuple[Move, ...]) -> Programme:
    after = dict(moves)
    return replace(whole, slots=tuple(after.get(one, one) for one in whole.slots))


def test_gaps_and_breaks_bring_a_room_back_on_time() -> None:
    whole = day()
    late = run_late(whole, HALL, at(10), 20 * MINUTE).moves
    plan = planned([entry(*late)])
    after = moved(whole, late)
    assert room_late_by(now_and_next(after, at(15))[1], plan) == 20 * MINUTE
    found = caught_up(after, HALL, at(15), plan)
    # The gap gives ten minutes, the break the other ten.
    assert times(found.moves) == [(2, 50, 80), (3, 80, 90), (4, 90, 120)]
    assert found.on_time is not None
    assert (found.on_time.session_id.int, found.left) == (104, timedelta(0))
    # A break keeps five minutes.
    much = moved(whole, run_late(whole, HALL, at(10), 50 * MINUTE).moves)
    found = caught_up(much, HALL, at(15), plan)
    assert times(found.moves)[1:] == [(3, 110, 115), (4, 115, 145)]
    assert (found.on_time, found.left) == (None, 25 * MINUTE)
    assert caught_up(whole, HALL, at(15), plan).moves == ()
    pinned = replace(after, slots=(*after.slots[:1], replace(after.slots[1], pinned=True), *after.slots[2:]))
    assert times(caught_up(pinned, HALL, at(15), plan).moves) == [(3, 90, 95), (4, 95, 125)]


@given(st.integers(1, 90), st.integers(0, 60))
def test_nothing_starts_before_its_time_and_sessions_keep_their_length(minutes: int, now: int) -> None:
    whole = day()
    late = run_late(whole, HALL, at(now + 0.5), minutes * MINUTE).moves
    plan = planned([entry(*late)])
    after = moved(whole, late)
    for before, one in caught_up(after, HALL, at(now + 0.5), plan).moves:
        assert plan[one.id].start <= one.start <= before.start
        assert one.duration == before.duration or one.session_id.int == 103
        assert one.duration >= 5 * MINUTE
    slots = moved(after, caught_up(after, HALL, at(now + 0.5), plan).moves).slots
    assert all(first.end <= second.start for first, second in pairwise(slots))


def test_the_plan_is_what_was_first_known_of_the_day() -> None:
    first, second = TALKS[0], replace(TALKS[0], start=at(5), end=at(35))
    third = replace(first, start=at(12), end=at(42))
    plan = planned([entry((first, second)), entry((second, third), number=2)])
    assert late_by(third, plan) == 12 * MINUTE
    assert late_by(first, plan) == timedelta(0)
    assert late_by(replace(third, room_id=LAB), plan) == timedelta(0)  # another room is another plan
    assert late_by(replace(third, start=at(300), end=at(330)), plan) == timedelta(0)
    assert late_by(TALKS[1], plan) == timedelta(0)
