"""Many things as one edit: which of their fields, what stays as it is and why, and what goes with them."""

from dataclasses import replace

import pytest

from confkit.domain.edit import Change, Edit
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Room, Way
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot, Status
from confkit.services import editing, lookup
from confkit.services.forms import fields_of
from confkit.services.history import undo
from confkit.services.planning import bulk, moves
from confkit.services.removing import consequences, removal
from confkit.services.workspace import Workspace

SLUG = "health-voices-2026"


def here(ws: Workspace) -> Programme:
    return lookup.programme(ws, SLUG)


def placed(programme: Programme, count: int) -> list[Session]:
    """Sessions with one slot in a room each."""
    found = (one for one in programme.sessions if len(programme.slots_of.get(one.id, ())) == 1)
    return [one for one in found if programme.slots_of[one.id][0].room_id][:count]


def test_every_field_for_many_is_one_of_the_form() -> None:
    for kind, names in bulk.FIELDS_OF.items():
        assert set(names) <= {field.name for field in fields_of(kind)}


def test_only_what_is_given_is_changed_and_differing_values_are_told(ws: Workspace) -> None:
    before = here(ws)
    sessions = placed(before, 3)
    together = bulk.prepare(ws, sessions)
    one = replace(sessions[0], level=sessions[0].level, tags=("a", "b"), licence="CC0-1.0")
    ws.apply(Edit("Edit", (Change(sessions[0], one), Change(sessions[1], replace(sessions[1], tags=("b",))))))
    sessions = [here(ws).session[each.id] for each in sessions]
    together = bulk.prepare(ws, sessions)
    assert together.texts["tags"] is None
    assert together.texts["licence"] is None
    plan = together.plan({"tags": "+b, -a"})
    assert plan.changed == 2 + (sessions[2].tags != ("b",)) - 1
    assert together.plan({"capacity": "lots"}).problems[0].where == "capacity"
    assert together.plan({"room": "Nowhere"}).problems[0].where == "room"
    with pytest.raises(InvalidValue):
        together.apply({"room": "Nowhere"})
    done = together.apply({"status": "accepted", "licence": ""})
    assert done.entry.label == f"Edit status, licence of {done.changed} sessions"
    after = [here(ws).session[each.id] for each in sessions]
    assert {(each.status, each.licence) for each in after} == {(Status.ACCEPTED, "")}
    assert [each.tags for each in after] == [each.tags for each in sessions]


def test_a_room_for_all_keeps_the_times_and_tells_conflicts(ws: Workspace) -> None:
    before = here(ws)
    sessions = placed(before, 4)
    first, second = (before.slots_of[one.id][0] for one in sessions[:2])
    # Both at the same time: in one room that is a conflict. The third is pinned, the fourth in two rooms at once.
    moves.move_slot(ws, before, second, room_id=second.room_id, start=first.start)
    moves.pin(ws, here(ws), before.slots_of[sessions[2].id])
    fourth = before.slots_of[sessions[3].id][0]
    elsewhere = next(room for room in before.rooms if room.id != fourth.room_id)
    ws.apply(Edit.add("Also there", replace(fourth, id=ws.new_id(), room_id=elsewhere.id)))
    room = next(one for one in before.rooms if one.id not in {first.room_id, second.room_id})
    whole = here(ws)
    done = bulk.set_for_all(ws, sessions, "room", room.name)
    assert done.changed == 2
    reasons = {problem.message for problem in done.refused}
    pinned_elsewhere = whole.slots_of[sessions[2].id][0].room_id != room.id
    assert ("is pinned where it is" in reasons) is pinned_elsewhere
    assert "takes place in several rooms at once" in reasons
    assert any(problem.code == "room-overlap" for problem in done.notes)
    now = here(ws)
    for slot in (first, second):
        moved = now.slots_of[slot.session_id][0]
        assert (moved.room_id, moved.start) == (room.id, first.start)
    undo(ws)
    assert here(ws) == whole
    assert bulk.set_for_all(ws, sessions[:1], "room", "").changed == 1
    assert here(ws).slots_of[sessions[0].id][0].room_id is None


def test_all_are_taken_out_but_the_pinned(ws: Workspace) -> None:
    before = here(ws)
    sessions = placed(before, 3)
    moves.pin(ws, before, before.slots_of[sessions[0].id])
    whole = here(ws)
    done = bulk.take_out(ws, whole, sessions)
    assert [problem.where for problem in done.refused] == [f"“{sessions[0].title}”"]
    assert done.entry.label == "Take 2 sessions out of the schedule"
    assert [one.id for one in sessions if one.id in here(ws).slots_of] == [sessions[0].id]
    undo(ws)
    assert here(ws) == whole


def test_things_are_removed_together_with_what_goes_with_them(ws: Workspace) -> None:
    before = here(ws)
    session = next(one for one in before.sessions if len({part.person_id for part in one.participants}) > 1)
    people = [before.person[part.person_id] for part in session.participants]
    told = consequences(removal(ws, *people), Person)
    assert "session" in told
    editing.remove_all(ws, people)
    assert here(ws).session[session.id].participants == ()
    undo(ws)
    one, two, three = before.rooms[:3]
    ws.apply(Edit.change("A way", three, replace(three, ways=(Way(one.id, 3), Way(two.id, 4)))))
    whole = here(ws)
    editing.remove_all(ws, [whole.room[one.id], whole.room[two.id]])
    assert here(ws).room[three.id].ways == ()
    assert not any(slot.room_id in (one.id, two.id) for slot in here(ws).slots)
    undo(ws)
    assert here(ws) == whole
    sessions = placed(whole, 2)
    assert "2 slots go, too." in consequences(removal(ws, *sessions), Session)
    editing.remove_all(ws, sessions)
    assert not {one.id for one in sessions} & here(ws).session.keys()
    undo(ws)
    assert here(ws) == whole
    with pytest.raises(InvalidValue):
        editing.remove_all(ws, [])


def test_what_can_not_be_edited_together_is_refused(ws: Workspace) -> None:
    whole = here(ws)
    for things in ([], [whole.sessions[0], whole.rooms[0]], [whole.event], [*whole.slots[:2]]):
        with pytest.raises(InvalidValue):
            bulk.prepare(ws, things)
    rooms: list[Room] = [*whole.rooms[:2]]
    assert bulk.set_for_all(ws, rooms, "equipment", "+screen").changed == 2
    assert all("screen" in here(ws).room[room.id].equipment for room in rooms)
    assert bulk.set_for_all(ws, whole.persons[:2], "availability", "never", event=whole.event.id).changed == 2
    with pytest.raises(InvalidValue):
        bulk.set_for_all(ws, whole.persons[:2], "availability", "never")
    assert isinstance(whole.slots[0], Slot)
