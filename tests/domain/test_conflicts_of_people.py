"""Rules for sign-ups, for what must stay apart, for rooms of tracks and rooms that hold several sessions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from confkit.domain.conflicts import ConflictIndex, suggest
from confkit.domain.conflicts.overlaps import full_times
from confkit.domain.event import SessionKind, SessionType
from confkit.domain.person import Participant, Role
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Status
from confkit.domain.sign_up import SignUp
from tests.domain.test_conflict_index import moves
from tests.domain.test_conflict_rules import CARE, HART_SPEAKS, KINDS, PAUSE, WORKSHOP, planned, said
from tests.domain.test_conflicts import EVENT, HALL, HART, LAB, OKAFOR, only, slot

AT = datetime(2027, 1, 1, tzinfo=UTC)
TALKS = UUID(int=54)


def signed(
    number: int, session: int, *, slot: UUID | None = None, withdrawn: bool = False, name: str = "", email: str = ""
) -> SignUp:
    added = AT + timedelta(minutes=number)
    name = name or f"N{number}"
    return SignUp(UUID(int=900 + number), UUID(int=100 + session), name, email, added, slot, withdrawn)


def with_sign_ups(whole: Programme, *sign_ups: SignUp) -> Programme:
    kinds = (*KINDS, SessionType(TALKS, EVENT.id, "Consultation", kind=SessionKind.CONSULTATION))
    return in_order(replace(whole, types=kinds, sign_ups=sign_ups))


def test_more_people_than_places_or_than_the_room_holds() -> None:
    whole = planned(slot(1, 0, 30), capacity={1: 2}, type_id={1: WORKSHOP}, rooms={HALL: {"capacity": 1}})
    whole = with_sign_ups(whole, *(signed(number, 1) for number in range(3)), signed(9, 1, withdrawn=True))
    assert said(whole, "sign-ups-over-capacity") == [
        "session “Talk 1”: 3 people signed up for 2 places; 1 waiting",
    ]
    assert said(whole, "room-too-small-for-sign-ups") == [
        "session “Talk 1”, 2027-04-08 09:00: 2 people have a place, and Main hall holds 1"
    ]
    empty = with_sign_ups(whole, signed(9, 1, withdrawn=True))
    rules = ("sign-ups-over-capacity", "room-too-small-for-sign-ups", "sign-ups-turned-down")
    assert only(empty, *rules) == ()
    gone = replace(whole, sessions=(replace(whole.sessions[0], status=Status.CANCELLED),))
    assert said(gone, "sign-ups-turned-down") == ["session “Talk 1”: is cancelled, and 3 people signed up for it"]
    assert only(gone, *rules[:2]) == ()


def test_a_consultation_is_booked_slot_by_slot() -> None:
    first, second = slot(1, 0, 15), replace(slot(2, 15, 15), session_id=UUID(int=101))
    whole = with_sign_ups(
        planned(first, second, type_id={1: TALKS}),
        signed(1, 1, slot=first.id),
        signed(2, 1, slot=first.id),
        signed(3, 1),
    )
    assert said(whole, "sign-up-without-slot") == [
        "session “Talk 1”: 1 person signed up and no slot: it may have been removed"
    ]
    assert said(whole, "sign-ups-over-capacity") == [
        "session “Talk 1”, 2027-04-08 09:00: 2 people signed up for 1 place; 1 waiting"
    ]
    assert said(whole, "waiting-with-free-places") == ["session “Talk 1”: 2 people wait while 1 slot is free"]
    # A slot that goes leaves who booked it without one.
    moved = ConflictIndex(whole).after_move(first, None)
    assert [one.message for one in moved.index.problems if one.code == "sign-up-without-slot"] == [
        "3 people signed up and no slot: it may have been removed"
    ]
    workshop = with_sign_ups(planned(first, capacity={1: 1}, type_id={1: WORKSHOP}), signed(1, 1), signed(2, 1))
    assert only(workshop, "waiting-with-free-places", "sign-up-without-slot", "room-too-small-for-sign-ups") == ()


@pytest.mark.parametrize(("start", "clashes"), [(15, 1), (30, 0)])
def test_nobody_signs_up_for_two_sessions_at_once(start: int, clashes: int) -> None:
    whole = planned(slot(1, 0, 30), slot(2, start, 30, LAB), slot(3, 0, 30, None))
    both = (signed(1, 1, email="A@x.org"), signed(2, 2, name="Other", email="a@X.org"))
    found = said(with_sign_ups(whole, *both), "sign-up-overlap")
    assert (
        found
        == [
            "session “Talk 2”, 2027-04-08 09:15: N1 signed up, and for “Talk 1” at the same time",
        ]
        * clashes
    )
    named = (signed(1, 1, name="Chidi"), signed(2, 2, name="chidi"))
    assert len(said(with_sign_ups(whole, *named), "sign-up-overlap")) == clashes
    others = (signed(1, 1, name="Chidi", email="a@x.org"), signed(2, 2, name="Chidi", email="b@x.org"))
    assert said(with_sign_ups(whole, *others), "sign-up-overlap") == []
    assert said(with_sign_ups(whole, both[0], replace(both[1], withdrawn=True)), "sign-up-overlap") == []


def test_who_booked_one_slot_is_free_at_the_others() -> None:
    first, second = slot(1, 0, 15), replace(slot(5, 15, 15), session_id=UUID(int=101))
    whole = planned(first, second, slot(2, 15, 30, LAB), type_id={1: TALKS})
    early = with_sign_ups(whole, signed(1, 1, slot=first.id, name="C"), signed(2, 2, name="C"))
    late = with_sign_ups(whole, signed(1, 1, slot=second.id, name="C"), signed(2, 2, name="C"))
    assert len(said(early, "sign-up-overlap")) == 0
    assert len(said(late, "sign-up-overlap")) == 1
    # Who lost their slot has nowhere to be, until they book another.
    lost = with_sign_ups(whole, signed(1, 1, name="C"), signed(2, 2, name="C"))
    assert said(lost, "sign-up-overlap") == []


def test_nobody_signs_up_at_the_time_of_their_own_session() -> None:
    whole = planned(slot(1, 0, 30), slot(2, 15, 30, LAB), participants={1: HART_SPEAKS})
    clash = with_sign_ups(whole, signed(1, 2, name="Amira Hart"))
    assert said(clash, "sign-up-own-session") == [
        "session “Talk 2”, 2027-04-08 09:15: Amira Hart signed up, and has to be in “Talk 1” at the same time"
    ]
    persons = tuple(replace(one, email="hart@x.org") if one.id == HART else one for one in whole.persons)
    addressed = replace(whole, persons=persons)
    for name, email in (("Amira", "HART@x.org"), ("Amira Hart", "")):
        assert len(said(with_sign_ups(addressed, signed(1, 2, name=name, email=email)), "sign-up-own-session")) == 1
    reviews = planned(slot(1, 0, 30), slot(2, 15, 30, LAB), participants={1: (Participant(HART, Role.REVIEWER),)})
    assert only(with_sign_ups(reviews, signed(1, 2, name="Amira Hart")), "sign-up-own-session") == ()
    moved = ConflictIndex(clash).after_move(slot(2, 15, 30, LAB), slot(2, 30, 30, LAB))
    assert "sign-up-own-session" in [problem.code for problem in moved.removed]


def test_sessions_that_the_same_people_want_stay_apart() -> None:
    one, other = UUID(int=101), UUID(int=102)
    for said_by in ({1: (other,)}, {2: (one,)}, {1: (other, UUID(int=404)), 2: (one,)}):
        whole = planned(slot(1, 0, 30), slot(2, 15, 30, LAB), slot(3, 0, 60, None), not_with=said_by)
        assert said(whole, "session-apart") == [
            "session “Talk 2”, 2027-04-08 09:15: is at the same time as “Talk 1”, and the same people want both"
        ]
    assert only(planned(slot(1, 0, 30), slot(2, 30, 30), not_with={1: (other,)}), "session-apart") == ()


def test_persons_who_must_stay_apart() -> None:
    okafor_speaks = (Participant(OKAFOR),)

    def apart(start: int, parts: dict[int, object]) -> list[str]:
        whole = planned(slot(1, 0, 30), slot(2, start, 30, LAB), participants=parts)
        persons = tuple(replace(one, apart=(OKAFOR,)) if one.id == HART else one for one in whole.persons)
        both = tuple(replace(one, apart=tuple({HART, OKAFOR} - {one.id})) for one in whole.persons)
        found = said(replace(whole, persons=persons), "person-apart")
        assert len(said(replace(whole, persons=both), "person-apart")) == len(found)
        return found

    assert apart(15, {1: HART_SPEAKS, 2: okafor_speaks}) == [
        "Amira Hart, 2027-04-08 09:15: is in “Talk 1” while Ben Okafor is in “Talk 2”, and they must stay apart"
    ]
    assert apart(30, {1: HART_SPEAKS, 2: okafor_speaks}) == []
    assert apart(30, {1: (*HART_SPEAKS, *okafor_speaks)}) == [
        "Amira Hart, 2027-04-08 09:00: is in “Talk 1” together with Ben Okafor, and they must stay apart"
    ]


def test_a_track_has_rooms_of_its_own() -> None:
    whole = planned(slot(1, 0, 30), slot(2, 30, 30, LAB), slot(3, 60, 30), track_id={1: CARE, 2: CARE, 3: CARE})
    whole = replace(whole, tracks=(replace(whole.tracks[0], rooms=(LAB, UUID(int=404))),))
    whole = replace(whole, sessions=tuple(replace(s, type_id=PAUSE) if s.id.int == 103 else s for s in whole.sessions))
    assert said(whole, "track-room") == [
        "session “Talk 1”, 2027-04-08 09:00: is in Main hall, and Care belongs into Lab"
    ]
    assert [place.room_id for place in suggest(whole, whole.slots[0], count=1)] == [LAB]
    lost = replace(whole, tracks=(replace(whole.tracks[0], rooms=(UUID(int=404),)),))
    assert only(lost, "track-room") == ()
    assert not any("is no room of" in reason for one in suggest(lost, lost.slots[0]) for reason in one.reasons)


def test_a_room_holds_as_many_sessions_as_it_says() -> None:
    slots = (slot(1, 0, 60), slot(2, 0, 30), slot(3, 15, 30), slot(4, 30, 30), slot(5, 35, 0))
    whole = planned(*slots, rooms={HALL: {"parallel": 2}})
    assert said(whole, "room-overlap") == [
        "Main hall, 2027-04-08 09:15: “Talk 3” and 2 others are in this room at the same time, which holds 2",
        "Main hall, 2027-04-08 09:30: “Talk 4” and 2 others are in this room at the same time, which holds 2",
    ]
    assert said(planned(*slots, rooms={HALL: {"parallel": 3}}), "room-overlap") == []
    assert said(planned(*slots, rooms={HALL: {"parallel": 3}}), "room-changeover") == []
    placed = ConflictIndex(whole).in_room(HALL)
    nine = placed[0].start
    assert full_times(placed[:2], 2) == ((nine, nine + 30 * 60),)
    assert full_times(placed, 1) == tuple((one.start, one.end) for one in placed if one.end > one.start)


def test_moves_with_sign_ups_and_what_must_stay_apart() -> None:
    slots = [slot(number, number * 10, 30, (LAB, HALL)[number % 2]) for number in range(12)]
    whole = planned(
        *slots,
        capacity=dict.fromkeys(range(12), 1),
        participants={0: HART_SPEAKS, 3: (Participant(OKAFOR),), 5: HART_SPEAKS},
        not_with={1: (UUID(int=102), UUID(int=103)), 2: (UUID(int=101),)},
        track_id=dict.fromkeys(range(6), CARE),
        type_id={1: TALKS, 4: TALKS},
        status={6: Status.CANCELLED},
        rooms={LAB: {"parallel": 2, "capacity": 1}},
    )
    people = [signed(n, n % 7, slot=slots[n % 7].id if n % 7 == 1 else None, name=f"C{n % 3}") for n in range(30)]
    persons = tuple(replace(one, apart=(OKAFOR,)) if one.id == HART else one for one in whole.persons)
    whole = with_sign_ups(replace(whole, persons=persons), *people, signed(40, 8, name="Amira Hart"))
    whole = replace(whole, tracks=(replace(whole.tracks[0], rooms=(LAB,)),))
    seen: set[str] = set()
    for number, (index, anew) in enumerate(moves(whole, 150, 20270409)):
        assert index.findings == anew.findings, number
        seen |= {problem.code for problem in index.problems}
    assert seen >= {
        "sign-up-overlap",
        "sign-up-own-session",
        "sign-ups-over-capacity",
        "session-apart",
        "person-apart",
        "track-room",
    }
