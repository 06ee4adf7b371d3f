"""Pulling earlier as far as it is free, and what is in the way."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.errors import InvalidValue
from confkit.domain.planning.moves import pushed
from confkit.domain.planning.pulls import in_the_way, pulled, shifted
from confkit.domain.session import Slot, Status
from confkit.domain.times import later
from tests.domain.test_conflicts import HALL, START, programme
from tests.domain.test_conflicts import slot as placed


def slot(number: int, start: int, length: int = 30, *, pinned: bool = False) -> Slot:
    return replace(placed(number + 1, start, length), pinned=pinned)


def minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def test_everything_comes_earlier_as_far_as_it_is_free() -> None:
    slots = (slot(0, 0), slot(1, 40), slot(2, 75), slot(3, 120))
    found = pulled(programme(*slots), HALL, slots[1].start, minutes(20))
    moved = {before.id: (before.start - after.start) for before, after in found.moves}
    # 10 minutes are free before the first, then each goes on from there.
    assert moved == {slots[1].id: minutes(10), slots[2].id: minutes(15), slots[3].id: minutes(20)}
    assert [problem.code for problem in found.problems] == ["pull-stopped"] * 2
    assert "only 10 min" in found.problems[0].message


def test_a_pin_stays_and_what_follows_it_goes_no_further() -> None:
    slots = (slot(0, 30), slot(1, 60, pinned=True), slot(2, 95))
    found = pulled(programme(*slots), HALL, slots[0].start, minutes(15))
    assert [(before.id, before.start - after.start) for before, after in found.moves] == [
        (slots[0].id, minutes(15)),
        (slots[2].id, minutes(5)),
    ]
    assert any("pinned" in problem.message for problem in found.problems)


def test_nothing_comes_into_the_day_before() -> None:
    first = slot(0, 0)
    found = pulled(programme(first), HALL, first.start, timedelta(hours=20))
    ((_, after),) = found.moves
    assert after.start.hour == 4
    assert "the day begins" in found.problems[0].message
    assert pulled(programme(first), HALL, later(first.start, minutes(1)), minutes(5)).moves == ()


def test_a_shift_has_a_direction() -> None:
    slots = (slot(0, 0), slot(1, 60))
    plan = programme(*slots)
    assert shifted(plan, HALL, slots[1].start, minutes(5)) == pushed(plan, HALL, slots[1].start, minutes(5))
    assert shifted(plan, HALL, slots[1].start, -minutes(5)) == pulled(plan, HALL, slots[1].start, minutes(5))
    with pytest.raises(InvalidValue):
        shifted(plan, HALL, START, minutes(0))
    with pytest.raises(InvalidValue):
        pulled(plan, HALL, START, minutes(0))


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=6), st.integers(1, 90))
def test_a_pull_brings_no_overlap_and_moves_nothing_later(gaps: list[tuple[int, bool]], by: int) -> None:
    slots, at = [], 0
    for number, (gap, pinned) in enumerate(gaps):
        at += gap
        slots.append(slot(number, at, pinned=pinned))
        at += 30
    found = pulled(programme(*slots), HALL, slots[min(1, len(slots) - 1)].start, minutes(by))
    after = {one.id: one for one in slots} | {moved.id: moved for _, moved in found.moves}
    rows = sorted(after.values(), key=lambda one: one.start)
    assert all(one.end <= other.start for one, other in pairwise(rows))
    for before, moved in found.moves:
        assert timedelta(0) < before.start - moved.start <= minutes(by)
        assert moved.duration == before.duration
        assert not before.pinned


def test_what_is_in_the_way() -> None:
    slots = (slot(0, 0), slot(1, 30), slot(2, 60, length=0), slot(3, 45))
    plan = programme(*slots, status={4: Status.CANCELLED})
    assert in_the_way(plan, [HALL], slots[1].start, later(slots[1].start, minutes(60))) == (slots[1],)
    assert in_the_way(plan, [], START, later(START, minutes(600))) == ()
