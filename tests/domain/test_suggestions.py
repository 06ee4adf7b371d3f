"""Better places for a session: free, near, with reasons, always in the same order."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from hypothesis import given, settings

from confkit.codecs.schedule_xml import read_schedule_xml
from confkit.domain.conflicts import ConflictIndex, Suggestion, suggest
from confkit.domain.event import Window
from confkit.domain.person import Participant
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from tests.domain.test_conflict_rules import CARE, HART_SPEAKS, PARTY, PAUSE, at, available, planned
from tests.domain.test_conflicts import HALL, HART, LAB, OKAFOR, slot
from tests.strategies import programmes


def told(found: tuple[Suggestion, ...], of: Programme) -> list[tuple[str, str]]:
    return [(of.room[one.room_id].name, f"{one.start:%d %H:%M}") for one in found]


def test_the_other_room_at_the_same_time_is_nearest() -> None:
    whole = planned(slot(1, 60, 30), slot(2, 60, 30), participants={2: HART_SPEAKS})
    found = suggest(whole, whole.slots[1])
    assert told(found, whole) == [("Lab", "08 10:00"), ("Main hall", "08 09:30"), ("Main hall", "08 10:30")]
    assert found[0].reasons == ("Lab is free", "Amira Hart is free", "the same time")
    assert found[2].reasons == (
        "Main hall is free",
        "Amira Hart is free",
        "the same room",
        "the same day, 30 minutes later",
    )
    assert found[0].end - found[0].start == timedelta(minutes=30)
    assert all(one.problems == () for one in found)


def test_a_session_that_waits_gets_its_planned_length() -> None:
    whole = planned(slot(1, 0, 30), slot(2, 60, 30), duration={2: timedelta(minutes=45)}, type_id={2: PARTY})
    waiting = replace(whole, slots=whole.slots[:1])
    found = suggest(waiting, waiting.sessions[1])
    assert told(found, waiting)[0] == ("Lab", "08 09:00")
    assert {one.end - one.start for one in found} == {timedelta(minutes=45)}
    assert found[0].session_id == waiting.sessions[1].id


def test_people_are_free_and_have_time_for_the_way() -> None:
    both = {1: HART_SPEAKS, 2: (*HART_SPEAKS, Participant(OKAFOR))}
    whole = planned(slot(1, 60, 30), slot(2, 75, 30, LAB), participants=both)
    found = suggest(whole, whole.slots[1])
    assert told(found, whole)[0] == ("Lab", "08 10:35")
    assert "Amira Hart and Ben Okafor are free" in found[0].reasons
    assert all(one.start >= at(90) or one.end <= at(60) for one in found)


def test_who_is_asked_when_is_there() -> None:
    whole = available(planned(slot(1, 60, 30), slot(2, 60, 30), participants={2: HART_SPEAKS}), HART, (120, 180))
    found = suggest(whole, whole.slots[1])
    assert told(found, whole)[0] == ("Main hall", "08 11:00")
    assert "Amira Hart is free and available" in found[0].reasons


def test_a_place_that_is_not_quite_right_comes_last_and_says_so() -> None:
    rooms = {HALL: {"capacity": 80, "equipment": ("Beamer",)}, LAB: {"capacity": 20}}
    of = {"expected_audience": {2: 60}, "equipment": {2: ("beamer",)}}
    whole = planned(slot(1, 60, 30), slot(2, 60, 30), rooms=rooms, **of)
    found = suggest(whole, whole.slots[1])
    assert {one.room_id for one in found} == {HALL}
    assert {"holds 80, and 60 are expected", "has beamer"} < set(found[0].reasons)
    full = [slot(number, minute, 60) for number, minute in enumerate(range(0, 48 * 60, 60), 10)]
    crowded = planned(slot(2, 60, 30), *full, rooms=rooms, **of)
    first = suggest(crowded, crowded.slots_of[UUID(int=102)][0])[0]
    assert first.room_id == LAB
    assert first.reasons[-2:] == ("but Lab holds 20 of 60", "but Lab has no beamer")
    assert {problem.code for problem in first.problems} == {"room-too-small", "equipment-missing"}


def test_a_room_can_be_used_then() -> None:
    rooms = {LAB: {"availability": (Window(at(90), at(180)),)}, HALL: {"availability": (Window(at(0), at(90)),)}}
    whole = planned(slot(1, 60, 30), slot(2, 60, 30), rooms=rooms)
    found = suggest(whole, whole.slots[1], count=2)
    assert told(found, whole) == [("Main hall", "08 09:30"), ("Lab", "08 10:30")]


def test_breaks_for_everybody_stay_free() -> None:
    whole = planned(slot(1, 60, 30), slot(2, 60, 30), slot(3, 90, 30, None), type_id={3: PAUSE})
    for one in suggest(whole, whole.slots_of[UUID(int=102)][0], count=20):
        assert one.end <= at(90) or one.start >= at(120)


def test_a_room_of_the_track_is_worth_a_way() -> None:
    third = UUID(int=77)
    whole = planned(slot(1, 60, 30), slot(2, 60, 30), slot(3, 300, 30, third), track_id={2: CARE, 3: CARE})
    room = replace(whole.rooms[0], id=third, name="Attic", position=9)
    whole = replace(whole, rooms=(*whole.rooms, room))
    found = suggest(whole, whole.slots_of[UUID(int=102)][0])
    assert told(found, whole)[0] == ("Attic", "08 10:00")
    assert "a room of the same track" in found[0].reasons


def test_nothing_is_free_or_nothing_is_known() -> None:
    whole = planned(slot(1, 60, 30))
    assert suggest(replace(whole, rooms=()), whole.slots[0]) == ()
    assert suggest(whole, slot(9, 0, 30)) == ()
    endless = planned(slot(1, 0, 30), slot(2, -60 * 24, 5 * 24 * 60), slot(3, -60 * 24, 5 * 24 * 60, LAB))
    assert suggest(endless, endless.slots_of[UUID(int=101)][0]) == ()


def test_the_index_that_is_given_counts() -> None:
    whole = planned(slot(1, 60, 30), slot(2, 60, 30))
    index = ConflictIndex(whole).after_move(None, slot(1, 60, 30, LAB)).index
    moved = index.after_move(whole.slots[0], replace(whole.slots[0], room_id=LAB)).index
    assert ("Lab", "08 10:00") not in told(suggest(whole, whole.slots[1], index=moved), whole)


@settings(max_examples=15)
@given(programmes(max_sessions=5))
def test_no_suggestion_breaks_anything(programme: Programme) -> None:
    index = ConflictIndex(programme)
    for one in (*programme.slots, *programme.sessions):
        found = suggest(programme, one, index=index)
        assert found == suggest(replace(programme, slots=programme.slots[::-1]), one)
        assert len(found) <= 3
        for place in found:
            before = one if isinstance(one, Slot) else None
            slot = before or Slot(UUID(int=1), one.id, place.start, place.end)
            after = replace(slot, start=place.start, end=place.end, room_id=place.room_id)
            added = index.after_move(before, after).added
            codes = {problem.code for problem in added if problem.severity is Severity.ERROR}
            assert not codes & {"room-overlap", "person-overlap"}
            assert place.start.tzinfo == programme.zone


def test_every_conflict_of_a_congress_can_be_solved(shared_data: Path) -> None:
    ids = count(1)
    data = (shared_data / "schedules" / "38c3.xml").read_bytes()
    congress = read_schedule_xml(data, "38c3.xml", new_id=lambda: UUID(int=next(ids))).programme
    index = ConflictIndex(congress)
    clashes = [one for one in index.findings if one.problem.code == "room-overlap"]
    assert len(clashes) == 2
    for clash in clashes:
        before = index.slot(clash.slots[1])
        assert before is not None
        best = suggest(congress, before, index=index)
        assert len(best) == 3
        after = replace(before, start=best[0].start, end=best[0].end, room_id=best[0].room_id)
        moved = index.after_move(before, after)
        assert clash.problem in moved.removed
        assert not [problem for problem in moved.added if problem.severity is Severity.ERROR]
