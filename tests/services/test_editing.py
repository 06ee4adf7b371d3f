from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from confkit.domain.arrival import Arrival
from confkit.domain.bridge import Source
from confkit.domain.errors import EditConflict, InvalidValue, NotFound, NothingToUndo
from confkit.domain.event import Way
from confkit.domain.person import Person
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.session import Session
from confkit.domain.sign_up import SignUp
from confkit.services import editing, lookup
from confkit.services.forms import FormContext, fill
from confkit.services.history import describe, history, names_in, redo, undo
from confkit.services.workspace import Workspace
from tests.services.conftest import Open

SLUG = "health-voices-2026"


def programme(ws: Workspace) -> Programme:
    return lookup.programme(ws, SLUG)


def titled(ws: Workspace, title: str) -> Session:
    return lookup.find_session(ws, title)[1]


def test_a_form_becomes_one_edit_with_the_persons_it_names(ws: Workspace) -> None:
    here = programme(ws)
    session = editing.new_session(ws, here.event.id)
    context = FormContext(here.zone, here, lookup.persons(ws))
    filled = fill(session, {"title": "New", "people": "Nobody Knownyet, Femi Adelund"}, context, new_id=ws.new_id)
    entry = editing.submit(ws, None, filled)
    assert entry is not None
    assert len(entry.edit.changes) == 2
    assert [person.name for person in programme(ws).people(titled(ws, "New"))] == ["Nobody Knownyet", "Femi Adelund"]
    undo(ws)
    assert "Nobody Knownyet" not in [person.name for person in lookup.persons(ws)]


def test_a_form_with_a_problem_is_not_written(ws: Workspace) -> None:
    here = programme(ws)
    filled = fill(editing.new_session(ws, here.event.id), {"title": ""}, FormContext(here.zone), new_id=ws.new_id)
    with pytest.raises(InvalidValue):
        editing.submit(ws, None, filled)


def test_a_form_without_a_change_writes_nothing(ws: Workspace) -> None:
    session = titled(ws, "Welcome")
    assert editing.submit(ws, session, fill(session, {}, FormContext(ZoneInfo("UTC")), new_id=ws.new_id)) is None


def test_placing_keeps_the_slot_that_calendars_know(ws: Workspace) -> None:
    here = programme(ws)
    session = titled(ws, "Welcome")
    before = here.slots_of[session.id][0]
    placed = editing.place(ws, here, session, room=here.rooms[1], start=datetime(2026, 10, 9, 16, 0, tzinfo=here.zone))
    assert placed.slot.id == before.id
    assert placed.slot.duration == here.length(session)
    assert programme(ws).slots_of[session.id] == (placed.slot,)
    undo(ws)
    assert programme(ws).slots_of[session.id] == (before,)
    redo(ws)
    assert programme(ws).slots_of[session.id] == (placed.slot,)


def test_a_session_without_a_slot_gets_one_and_can_leave_the_schedule(ws: Workspace) -> None:
    here = programme(ws)
    session = titled(ws, "Sound that survives a corridor")
    start = datetime(2026, 10, 9, 8, 0, tzinfo=here.zone)
    placed = editing.place(ws, here, session, room=None, start=start, end=start + timedelta(minutes=5))
    assert (placed.slot.room_id, placed.slot.duration) == (None, timedelta(minutes=5))
    editing.unplace(ws, programme(ws), session)
    assert session.id not in programme(ws).slots_of
    with pytest.raises(InvalidValue, match="not in the schedule"):
        editing.unplace(ws, programme(ws), session)


def test_real_time_counts_across_a_clock_change(ws: Workspace) -> None:
    here = programme(ws)
    session = replace(titled(ws, "Welcome"), duration=timedelta(hours=2))
    editing.change(ws, titled(ws, "Welcome"), session)
    start = datetime(2026, 10, 25, 2, 30, tzinfo=here.zone)
    placed = editing.place(ws, here, session, room=None, start=start)
    assert placed.slot.end.replace(tzinfo=None) == datetime(2026, 10, 25, 3, 30)
    assert placed.slot.duration == timedelta(hours=2)


def test_two_who_edit_one_session_get_a_conflict_not_a_loss(folder: Path, open_it: Open) -> None:
    ada, ben = open_it(folder, "ada"), open_it(folder, "ben")
    session = titled(ada, "Welcome")
    editing.change(ada, session, replace(session, title="Ada's title"))
    with pytest.raises(EditConflict) as caught:
        editing.change(ben, session, replace(session, title="Ben's title"))
    assert caught.value.differences == (("title", "Welcome", "Ada's title"),)
    assert titled(ben, "Ada's title").id == session.id


def test_undo_is_for_ones_own_edits(folder: Path, open_it: Open) -> None:
    ada, ben = open_it(folder, "ada"), open_it(folder, "ben")
    session = titled(ada, "Welcome")
    editing.change(ada, session, replace(session, subtitle="by Ada"))
    with pytest.raises(NothingToUndo):
        undo(ben)
    assert undo(ada).label == "Edit session “Welcome”"
    assert [entry.undone for entry in history(ada, subject=session.id)][:2] == [False, True]


@pytest.mark.parametrize("what", ["event", "room", "track", "type", "person", "session", "show"])
def test_removing_takes_along_what_depends_on_it_and_undo_brings_all_back(ws: Workspace, what: str) -> None:
    here = programme(ws)
    linked = next(view for view in lookup.episodes(ws, lookup.shows(ws)[0]) if view.talk)
    assert linked.talk is not None
    session = linked.talk.session
    entity = {
        "event": here.event,
        "room": here.rooms[0],
        "track": here.track[session.track_id] if session.track_id else here.tracks[0],
        "type": here.type[session.type_id] if session.type_id else here.types[0],
        "person": here.people(session)[0],
        "session": session,
        "show": lookup.shows(ws)[0],
    }[what]
    before = (lookup.events(ws), here, ws.repository.shelves(), lookup.persons(ws))
    editing.remove(ws, entity)
    if what != "event":
        assert entity not in programme(ws).contents
    if what == "session":
        assert lookup.episode_view(ws, linked.id).talk is None
    undo(ws)
    assert (lookup.events(ws), programme(ws), ws.repository.shelves(), lookup.persons(ws)) == before


def test_an_episode_follows_its_session_until_its_own_field_is_edited(ws: Workspace) -> None:
    view = next(view for view in lookup.episodes(ws, lookup.shows(ws)[0]) if view.talk)
    assert view.talk is not None
    session = view.talk.session
    editing.change(ws, session, replace(session, title="A better title"))
    view = lookup.episode_view(ws, view.id)
    assert (view.title, view.sources["title"]) == ("A better title", Source.SESSION)
    editing.change(ws, view.episode, replace(view.episode, title="The episode's own"))
    editing.change(ws, titled(ws, "A better title"), replace(session, title="The best title"))
    view = lookup.episode_view(ws, view.id)
    assert (view.title, view.sources["title"]) == ("The episode's own", Source.EPISODE)
    assert [basis.field for basis in view.episode.based_on] == ["title"]
    editing.change(ws, view.episode, replace(view.episode, title=None))
    assert lookup.episode_view(ws, view.id).title == "The best title"
    assert lookup.episode_view(ws, view.id).episode.based_on == ()


def test_history_tells_what_changed_in_words(ws: Workspace) -> None:
    session = titled(ws, "Welcome")
    entry = editing.change(ws, session, replace(session, capacity=30, tags=("a", "b"), subtitle="x" * 100))
    lines = describe(entry)
    assert f"session “Welcome”: subtitle – → {'x' * 59}…" in lines
    assert any(line.endswith("→ a, b") for line in lines)
    assert "session “Welcome”: capacity – → 30" in lines
    assert describe(editing.add(ws, Person(UUID(int=99), "Zoe"))) == ("+ person “Zoe”",)
    assert describe(undo(ws)) == ("- person “Zoe”",)


def test_history_calls_things_by_their_names(ws: Workspace) -> None:
    here = programme(ws)
    session = titled(ws, "Welcome")
    start = here.slots_of[session.id][0].start
    entry = editing.place(ws, here, session, room=lookup.find_room(here, "Lab"), start=start).entry
    assert describe(entry, names_in(ws, entry)) == ("slot “Welcome”: room Main hall → Lab",)
    entry = editing.change(ws, session, replace(session, participants=()))
    (line,) = describe(entry, names_in(ws, entry))
    assert line == "session “Welcome”: participants Amara Okonfeld host → –"


def test_things_are_found_by_slug_id_and_name(ws: Workspace) -> None:
    here = programme(ws)
    session = titled(ws, "welcome")
    assert lookup.find_session(ws, session.id.hex[:10])[1] == session
    assert lookup.find_session(ws, str(session.id))[1] == session
    assert lookup.find_event(ws, here.event.id.hex[:12]) == here.event
    assert lookup.find_room(here, "studio").name == "Studio"
    assert lookup.find_person(ws, "femi adelund").name == "Femi Adelund"
    show = lookup.shows(ws)[0]
    view = lookup.episodes(ws, show)[0]
    for text in (view.id.hex[:8], view.episode.guid, view.episode.file, view.title):
        assert lookup.find_episode(ws, text).id == view.id
    assert session.id in {hit.id for hit in lookup.search(ws, "welc")}


@pytest.mark.parametrize("find", [lookup.find_event, lookup.find_session, lookup.find_person, lookup.find_show])
def test_what_is_not_there_is_said_with_what_is(ws: Workspace, find: object) -> None:
    assert callable(find)
    with pytest.raises(NotFound) as caught:
        find(ws, "no such thing")
    assert caught.value.fix


def with_parts(ws: Workspace) -> Programme:
    """The sample with a way between two rooms, and what people did about the session Welcome."""
    here = programme(ws)
    session, person = titled(ws, "Welcome"), here.persons[0]
    slot = here.slots_of[session.id][0]
    one, other = here.rooms[:2]
    editing.change(ws, one, replace(one, ways=(Way(other.id, 5),)))
    editing.add(
        ws,
        Review(ws.new_id(), session.id, person.id, 5, "Yes", ws.now()),
        SignUp(ws.new_id(), session.id, "Chidi", "chidi@example.org", ws.now(), slot.id),
        Arrival(ws.new_id(), here.event.id, person.id, ws.now()),
    )
    return programme(ws)


def test_a_session_goes_with_its_reviews_and_sign_ups(ws: Workspace) -> None:
    here = with_parts(ws)
    editing.remove(ws, titled(ws, "Welcome"))
    after = programme(ws)
    assert (after.reviews, after.sign_ups, after.arrivals) == ((), (), here.arrivals)
    undo(ws)
    assert programme(ws) == here


def test_who_booked_a_slot_stays_on_the_list_when_it_goes(ws: Workspace) -> None:
    here = with_parts(ws)
    editing.unplace(ws, here, titled(ws, "Welcome"))
    assert programme(ws).sign_ups == (replace(here.sign_ups[0], slot_id=None),)
    undo(ws)
    editing.remove(ws, here.slots_of[titled(ws, "Welcome").id][0])
    assert programme(ws).sign_ups == (replace(here.sign_ups[0], slot_id=None),)
    undo(ws)
    assert programme(ws) == here


def test_no_way_leads_to_a_room_that_is_gone(ws: Workspace) -> None:
    here = with_parts(ws)
    editing.remove(ws, here.rooms[1])
    assert programme(ws).rooms[0].ways == ()
    undo(ws)
    assert programme(ws) == here


def test_a_person_goes_with_reviews_and_arrival(ws: Workspace) -> None:
    here = with_parts(ws)
    editing.remove(ws, here.persons[0])
    assert (programme(ws).reviews, programme(ws).arrivals) == ((), ())
    undo(ws)
    assert programme(ws) == here


def test_an_event_goes_with_everything(ws: Workspace) -> None:
    here = with_parts(ws)
    editing.remove(ws, here.event)
    undo(ws)
    assert programme(ws) == here


def test_a_pinned_slot_is_not_moved(ws: Workspace) -> None:
    here = programme(ws)
    session = titled(ws, "Welcome")
    slot = here.slots_of[session.id][0]
    editing.change(ws, slot, replace(slot, pinned=True))
    here = programme(ws)
    with pytest.raises(InvalidValue, match="pinned"):
        editing.place(ws, here, session, room=here.rooms[1], start=slot.start)
    with pytest.raises(InvalidValue, match="pinned"):
        editing.unplace(ws, here, session)
    assert programme(ws) == here


def test_history_says_whose_review_and_who_came(ws: Workspace) -> None:
    here = with_parts(ws)
    entry = history(ws, limit=1)[0]
    lines = describe(entry, names_in(ws, entry))
    assert lines[0] == f"+ review “Welcome”: score 5, {here.persons[0].name}"
    assert lines[1] == "+ sign-up “Chidi”: Welcome"
    assert lines[2] == f"+ arrival “{here.persons[0].name}”"
    assert entry in history(ws, subject=titled(ws, "Welcome").id)
    assert entry in history(ws, subject=here.event.id)
    assert entry in history(ws, subject=here.persons[0].id)
