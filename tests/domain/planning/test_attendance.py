"""Places go in the order of arrival; who waits moves up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.event import SessionKind, SessionType
from confkit.domain.planning.attendance import attendance, free_slots, moved_on_list, moves_up
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Slot
from confkit.domain.sign_up import SignUp
from tests.domain.test_conflicts import EVENT, programme, slot

AT = datetime(2027, 1, 1, tzinfo=UTC)


def signed_up(number: int, minute: int, *, slot_id: UUID | None = None, withdrawn: bool = False) -> SignUp:
    return SignUp(
        UUID(int=900 + number), UUID(int=101), f"N{number}", "", AT + timedelta(minutes=minute), slot_id, withdrawn
    )


def workshop(*sign_ups: SignUp, capacity: int | None = 2, kind: SessionKind = SessionKind.WORKSHOP) -> Programme:
    types = (SessionType(UUID(int=50), EVENT.id, "Type", kind=kind),)
    whole = programme(slot(1, 0, 30), capacity={1: capacity}, type_id={1: types[0].id})
    return in_order(replace(whole, types=types, sign_ups=sign_ups))


def names(sign_ups: tuple[SignUp, ...]) -> list[str]:
    return [one.name for one in sign_ups]


def test_who_comes_first_has_a_place_and_who_withdrew_has_none() -> None:
    whole = workshop(signed_up(1, 9), signed_up(2, 5), signed_up(3, 7), signed_up(4, 1, withdrawn=True))
    (found,) = attendance(whole, whole.sessions[0])
    assert (names(found.taking_part), names(found.waiting), found.free) == (["N2", "N3"], ["N1"], 0)


def test_without_a_limit_nobody_waits() -> None:
    whole = workshop(*(signed_up(number, number) for number in range(3)), capacity=None)
    (found,) = attendance(whole, whole.sessions[0])
    assert (len(found.taking_part), found.waiting, found.free) == (3, (), None)


def test_each_slot_of_a_consultation_is_booked_by_itself() -> None:
    first, second = slot(1, 0, 15), Slot(UUID(int=7777), UUID(int=101), *(t for t in _times(15)), None)
    whole = workshop(
        signed_up(1, 1, slot_id=first.id),
        signed_up(2, 2, slot_id=first.id),
        signed_up(3, 3),
        capacity=None,
        kind=SessionKind.CONSULTATION,
    )
    whole = in_order(replace(whole, slots=(first, second)))
    session = whole.sessions[0]
    lists = attendance(whole, session)
    assert [(names(one.taking_part), names(one.waiting)) for one in lists] == [
        (["N1"], ["N2"]),
        ([], []),
        ([], ["N3"]),
    ]
    assert free_slots(whole, session) == (second,)
    two = replace(whole, sessions=(replace(session, capacity=3),))
    assert free_slots(two, two.sessions[0]) == (first, second)


def _times(minutes: int) -> tuple[datetime, datetime]:
    one = slot(1, minutes, minutes)
    return one.start, one.end


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8), st.none() | st.integers(1, 4), st.integers(0, 7)
)
def test_everybody_is_on_one_list_and_a_withdrawal_moves_up_one_at_most(
    people: list[tuple[int, bool]], capacity: int | None, leaves: int
) -> None:
    sign_ups = [signed_up(number, minute, withdrawn=gone) for number, (minute, gone) in enumerate(people)]
    before = workshop(*sign_ups, capacity=capacity)
    (found,) = attendance(before, before.sessions[0])
    assert sorted(names(found.taking_part + found.waiting)) == sorted(one.name for one in sign_ups if not one.withdrawn)
    assert capacity is None or len(found.taking_part) <= capacity
    assert not (found.waiting and found.free)
    if leaves < len(sign_ups):
        sign_ups[leaves] = replace(sign_ups[leaves], withdrawn=True)
        after = workshop(*sign_ups, capacity=capacity)
        up = moves_up(before, after, UUID(int=101))
        had_place = any(one.id == sign_ups[leaves].id for one in found.taking_part)
        assert up == (found.waiting[:1] if had_place else ())


def test_an_organizer_changes_the_order_of_those_who_wait() -> None:
    people = [signed_up(number, minute) for number, minute in enumerate((1, 2, 3, 5, 5, 9))]
    whole = workshop(*people)
    (found,) = attendance(whole, whole.sessions[0])

    def after(number: int, by: int) -> list[str]:
        changed = {before.id: new for before, new in moved_on_list(found.waiting, people[number], by)}
        assert all(old.added == new.added for old in people if (new := changed.get(old.id, old)))
        (now,) = attendance(workshop(*(changed.get(one.id, one) for one in people)), whole.sessions[0])
        assert names(now.taking_part) == ["N0", "N1"]
        return names(now.waiting)

    assert names(found.waiting) == ["N2", "N3", "N4", "N5"]
    assert after(3, -1) == ["N3", "N2", "N4", "N5"]
    assert after(4, -1) == ["N2", "N4", "N3", "N5"]
    assert after(2, 9) == ["N3", "N4", "N5", "N2"]
    assert after(5, -2) == ["N2", "N5", "N3", "N4"]
    assert moved_on_list(found.waiting, people[2], -1) == (
        (people[4], replace(people[4], counted=AT + timedelta(minutes=5, microseconds=1))),
    )


def test_who_has_a_place_keeps_it_when_those_of_the_same_moment_change_places() -> None:
    people = [signed_up(1, 5), signed_up(2, 5), signed_up(3, 5), signed_up(0, 9)]
    whole = workshop(*people)
    (found,) = attendance(whole, whole.sessions[0])
    assert (names(found.taking_part), names(found.waiting)) == (["N1", "N2"], ["N3", "N0"])
    changed = dict(moved_on_list(found.waiting, people[3], -1, behind=found.taking_part))
    (now,) = attendance(workshop(*(changed.get(one, one) for one in people)), whole.sessions[0])
    assert (names(now.taking_part), names(now.waiting)) == (["N1", "N2"], ["N0", "N3"])
