"""Planning a real workspace: each use is one edit that undo takes back as a whole."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from confkit.domain.edit import Edit
from confkit.domain.errors import EditConflict, InvalidValue, NotFound, NothingToUndo
from confkit.domain.event import Event, SessionKind
from confkit.domain.planning.attendance import attendance
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot, Status
from confkit.services import editing, lookup
from confkit.services.checking import programme_problems
from confkit.services.history import history, outlook, redo_entry, undo, undo_entry
from confkit.services.planning import bulk, moves, on_the_day, selecting, sheets, signing_up
from confkit.services.planning.printing import Paper, paper
from confkit.services.workspace import Workspace
from tests.services.conftest import NOW, Clock, Open

SLUG = "health-voices-2026"


def here(ws: Workspace) -> Programme:
    return lookup.programme(ws, SLUG)


def first_slots(programme: Programme, count: int = 2) -> list[Slot]:
    """Slots of different sessions, in rooms."""
    found = {slot.session_id: slot for slot in reversed(programme.slots) if slot.room_id}
    return list(found.values())[:count]


# --- moving -------------------------------------------------------------------------------------------------------


def test_move_swap_and_resize_are_one_edit_each(ws: Workspace) -> None:
    before = here(ws)
    one, other = first_slots(before)
    moves.move_slot(ws, before, one, room_id=None, start=one.start + timedelta(hours=1))
    after = here(ws).slots_of[one.session_id][0]
    assert (after.room_id, after.duration) == (None, one.duration)
    undo(ws)
    moves.swap(ws, before, one, other)
    assert here(ws).slots_of[one.session_id][0].start == other.start
    undo(ws)
    moves.resize(ws, before, one, 7)
    assert here(ws).slots_of[one.session_id][0].duration == timedelta(minutes=7)
    undo(ws)
    assert here(ws) == before
    with pytest.raises(InvalidValue, match="itself"):
        moves.swap(ws, before, one, one)
    with pytest.raises(NotFound):
        moves.move_slot(ws, replace(before, sessions=()), one, room_id=None, start=one.start)


def test_what_is_pinned_stays(ws: Workspace) -> None:
    one, other = first_slots(here(ws))
    moves.pin(ws, here(ws), [one])
    whole = here(ws)
    pinned = whole.slots_of[one.session_id][0]
    session = whole.session[one.session_id]
    for attempt in (
        lambda: moves.move_slot(ws, whole, pinned, room_id=None, start=one.start),
        lambda: moves.swap(ws, whole, other, pinned),
        lambda: moves.resize(ws, whole, pinned, 5),
        lambda: moves.write_moves(ws, whole, [(other, other), (pinned, None)]),
        lambda: moves.place_in_sequence(ws, whole, [session], None, one.start),
        lambda: editing.place(ws, whole, session, room=None, start=one.start),
    ):
        with pytest.raises(InvalidValue, match="pinned"):
            attempt()
    assert moves.pin(ws, whole, [pinned]).number == 0
    moves.pin(ws, whole, [pinned], pinned=False)
    assert here(ws).slots_of[one.session_id][0] == one
    with pytest.raises(InvalidValue, match="not in the schedule"):
        moves.pin(ws, whole, [])


def test_running_late_pushes_the_rest_of_a_room(ws: Workspace) -> None:
    before = here(ws)
    slot = first_slots(before, 1)[0]
    room = before.room[slot.room_id]  # type: ignore[index]
    report = on_the_day.running_late(ws, before, room, slot.start, 10)
    assert slot.id in {one.id for one in report.slots}
    assert here(ws).slots_of[slot.session_id][0].start == slot.start + timedelta(minutes=10)
    undo(ws)
    assert here(ws) == before
    assert on_the_day.running_late(ws, before, room, slot.start + timedelta(days=30), 10).entry is None


def test_a_late_room_gets_back_on_time_by_its_breaks(ws: Workspace, clock: Clock) -> None:
    before = here(ws)
    room = before.rooms[0]
    clock.time = datetime(2026, 10, 8, 9, 40, tzinfo=before.zone)
    report = on_the_day.running_late(ws, before, room, clock.time, 10)
    late = here(ws)
    running = next(slot for slot in report.slots if slot.start < clock.time < slot.end)
    assert running.end == before.slots_of[running.session_id][0].end + timedelta(minutes=10)
    plan = on_the_day.plan_of_the_morning(ws, late)
    assert {slot.id for slot in report.slots} <= set(plan)
    _, done = on_the_day.back_on_time(ws, late, room, clock.time)
    assert done.on_time is not None
    assert not done.left
    with pytest.raises(InvalidValue, match="on time already"):
        on_the_day.back_on_time(ws, here(ws), room, clock.time)
    undo(ws)
    undo(ws)
    assert here(ws) == before
    clock.time = NOW + timedelta(days=1)  # yesterday's changes are this morning's plan
    assert on_the_day.plan_of_the_morning(ws, before) == {}
    assert on_the_day.present_event(ws) == before.event
    editing.remove(ws, before.event)
    with pytest.raises(NotFound):
        on_the_day.present_event(ws)


def test_a_line_of_sessions_a_break_over_rooms_and_another_day(ws: Workspace) -> None:
    before = here(ws)
    sessions = [before.session[slot.session_id] for slot in first_slots(before, 3)]
    start = datetime(2026, 10, 8, 7, tzinfo=before.zone)
    moves.place_in_sequence(ws, before, sessions, before.rooms[0], start, timedelta(minutes=5))
    placed = [here(ws).slots_of[session.id][0] for session in sessions]
    assert placed[0].start == start
    assert all(one.end + timedelta(minutes=5) == two.start for one, two in pairwise(placed))
    undo(ws)
    for wrong in ([], [sessions[0], sessions[0]]):
        with pytest.raises(InvalidValue):
            moves.place_in_sequence(ws, before, wrong, None, start)
    moves.breaks_over_rooms(ws, before, "Fire drill", before.rooms, start, start + timedelta(minutes=5))
    made = lookup.find_session(ws, "Fire drill")[1]
    whole = here(ws)
    assert {slot.room_id for slot in whole.slots_of[made.id]} == {room.id for room in whole.rooms}
    assert whole.type[made.type_id].kind is SessionKind.BREAK  # type: ignore[index]
    undo(ws)
    with pytest.raises(InvalidValue):
        moves.breaks_over_rooms(ws, before, "x", (), start, start)
    with pytest.raises(InvalidValue):
        moves.breaks_over_rooms(ws, before, "x", before.rooms, start, start)
    slot = placed[0]
    day = next(one for one in before.event.days if one != before.day(before.slots_of[slot.session_id][0]))
    moves.repeat_on(ws, before, [before.slots_of[slot.session_id][0]], day)
    assert {here(ws).day(one) for one in here(ws).slots_of[slot.session_id]} >= {day}
    with pytest.raises(InvalidValue, match="no day of the event"):
        moves.repeat_on(ws, before, [slot], date(2030, 1, 1))


def test_an_event_without_a_type_for_breaks_gets_one(empty: Workspace) -> None:
    event = Event(empty.new_id(), "e", "E", "UTC", date(2027, 1, 1), date(2027, 1, 1))
    editing.add(empty, event, editing.new_room(empty, Programme(event)).__class__(empty.new_id(), event.id, "Hall"))
    whole = lookup.programme(empty, "e")
    start = datetime(2027, 1, 1, 12, tzinfo=whole.zone)
    moves.breaks_over_rooms(empty, whole, "Lunch", whole.rooms, start, start + timedelta(hours=1))
    assert [kind.name for kind in lookup.programme(empty, "e").types] == ["Break"]


# --- many at once -------------------------------------------------------------------------------------------------


def test_one_field_of_many_sessions_as_one_edit(ws: Workspace) -> None:
    before = here(ws)
    sessions = before.sessions[:3]
    count = len(history(ws))
    bulk.set_for_all(ws, sessions, "tags", "+new, +old")
    bulk.set_for_all(ws, [here(ws).session[one.id] for one in sessions], "tags", "-OLD")
    assert all("new" in here(ws).session[one.id].tags for one in sessions)
    assert not any("old" in here(ws).session[one.id].tags for one in sessions)
    assert len(history(ws)) == count + 2
    now = [here(ws).session[one.id] for one in sessions]
    assert bulk.set_for_all(ws, now, "tags", "+new").entry.number == 0
    bulk.set_for_all(ws, now, "track", before.tracks[0].name)
    assert {here(ws).session[one.id].track_id for one in sessions} == {before.tracks[0].id}
    for field, text in (("title", "x"), ("track", "none such"), ("status", "maybe")):
        with pytest.raises(InvalidValue):
            bulk.set_for_all(ws, sessions, field, text)
    with pytest.raises(InvalidValue):
        bulk.set_for_all(ws, [], "tags", "x")
    with pytest.raises(InvalidValue, match="several events"):
        bulk.set_for_all(ws, [sessions[0], replace(sessions[1], event_id=ws.new_id())], "tags", "x")


# --- choosing -----------------------------------------------------------------------------------------------------


def test_reviews_and_decisions(ws: Workspace) -> None:
    whole = here(ws)
    session = next(one for one in whole.sessions if one.participants)
    speaker = whole.person[session.participants[0].person_id]
    judge = next(one for one in whole.persons if all(part.person_id != one.id for part in session.participants))
    selecting.review(ws, whole, session, judge, score=4, comment=None)
    selecting.review(ws, here(ws), session, judge, score=None, comment="Clear")
    (review,) = here(ws).reviews
    assert (review.score, review.comment) == (4, "Clear")
    with pytest.raises(InvalidValue, match="takes part"):
        selecting.review(ws, whole, session, speaker, score=5, comment=None)
    with pytest.raises(InvalidValue, match="neither"):
        selecting.review(ws, whole, session, judge, score=None, comment=None)
    assert judge.name in sheets.export_reviews(here(ws)).decode("utf-8-sig")


def test_many_are_accepted_at_once_and_quotas_are_told(ws: Workspace) -> None:
    whole = here(ws)
    track = whole.tracks[0]
    states = (Status.SUBMITTED, Status.REJECTED, Status.CONFIRMED, Status.WITHDRAWN)
    sessions = [Session(ws.new_id(), whole.event.id, status.value, status, track_id=track.id) for status in states]
    ws.apply(Edit.add("add", *sessions))
    editing.change(ws, track, replace(track, quota=timedelta(minutes=1)))
    done = selecting.decide(ws, here(ws), sessions, Status.ACCEPTED)
    assert [one.title for one in done.sessions] == ["submitted", "rejected"]
    assert [problem.code for problem in done.problems] == ["not-decided", "quota-tracks"]
    again = selecting.decide(ws, here(ws), [here(ws).session[one.id] for one in done.sessions], Status.REJECTED)
    assert len(again.sessions) == 2
    assert selecting.decide(ws, here(ws), again.sessions, Status.REJECTED).entry is None
    with pytest.raises(InvalidValue):
        selecting.decide(ws, here(ws), sessions, Status.CONFIRMED)


def gpn11(ws: Workspace) -> Programme:
    event = Event(ws.new_id(), "gpn11", "GPN11", "Europe/Berlin", date(2011, 6, 23), date(2011, 6, 26))
    editing.add(ws, event)
    return lookup.programme(ws, "gpn11")


def test_a_real_table_twice_and_there_and_back(empty: Workspace, shared_data: Path) -> None:
    data = (shared_data / "csv" / "gpn11.csv").read_bytes()
    report = sheets.import_sessions(empty, gpn11(empty), data, "gpn11.csv")
    whole = lookup.programme(empty, "gpn11")
    assert (report.added, len(whole.sessions), len(whole.slots), len(whole.rooms)) == (29, 29, 29, 2)
    assert report.created == ("room “GroßesStudio”", "room “GroßerSeminarraum”")
    again = sheets.import_sessions(empty, whole, data, "gpn11.csv")
    assert (again.entry, again.added, again.updated) == (None, 0, 0)
    own = sheets.export_sessions(whole, whole.sessions)
    back = sheets.import_sessions(empty, whole, own, "own.csv")
    assert (back.entry, back.added, back.updated, back.problems) == (None, 0, 0, ())
    undo(empty)
    assert lookup.programme(empty, "gpn11").sessions == ()


def test_a_table_updates_what_it_says_and_leaves_the_rest(empty: Workspace) -> None:
    whole = gpn11(empty)
    table = (
        b"Title,Speakers,Email,Track,Abstract,Room,Start,Minutes\nA,Amira,a@x.example,T,words,Lab,2011-06-23 10:00,45\n"
    )
    sheets.import_sessions(empty, whole, table, "a.csv")
    whole = lookup.programme(empty, "gpn11")
    (session,), (slot,) = whole.sessions, whole.slots
    assert whole.persons[0].email == "a@x.example"
    moves.pin(empty, whole, [slot])
    report = sheets.import_sessions(
        empty,
        lookup.programme(empty, "gpn11"),
        b"Title,Language,Start\na,de,2011-06-23 11:00\na,en,\nB,nonsense!,\nC,,2011-06-23 23:00",
        "b.csv",
    )
    after = lookup.programme(empty, "gpn11")
    assert after.session[session.id] == replace(session, title="a", language="de")
    assert after.slots_of[session.id] == (replace(slot, pinned=True),)
    assert [(one.where, one.message.partition(" ")[0]) for one in report.problems] == [
        ("b.csv, line 2", "“a”"),
        ("b.csv, line 3", "“a”"),
        ("b.csv, line 4", "“B”"),
    ]
    assert "pinned" in report.problems[0].message
    assert [one.title for one in after.sessions] == ["a", "C"]


# --- signing up ---------------------------------------------------------------------------------------------------


def test_places_waiting_and_moving_up(ws: Workspace) -> None:
    whole = here(ws)
    editing.change(ws, whole.sessions[0], replace(whole.sessions[0], capacity=1))
    session = here(ws).session[whole.sessions[0].id]
    first = signing_up.sign_up(ws, here(ws), session, "Chidi", "chidi@example.org")
    second = signing_up.sign_up(ws, here(ws), session, "Eleanor")
    assert (first.waiting, second.waiting) == (None, 1)
    with pytest.raises(InvalidValue, match="already"):
        signing_up.sign_up(ws, here(ws), session, "Other", "Chidi@Example.org")
    assert "sign-ups-over-capacity" in {problem.code for problem in programme_problems(here(ws))}
    assert signing_up.standing(here(ws), session) == {
        first.sign_up.id: "has a place",
        second.sign_up.id: "waits (1)",
    }
    done = signing_up.withdraw(ws, here(ws), signing_up.find_sign_up(here(ws), session, "chidi@example.org"))
    assert [one.name for one in done.moved_up] == ["Eleanor"]
    with pytest.raises(NotFound, match="nobody"):
        signing_up.find_sign_up(here(ws), session, "Chidi")
    undo(ws)
    (only,) = attendance(here(ws), session)
    assert [one.name for one in only.waiting] == ["Eleanor"]
    exported = signing_up.export_sign_ups(here(ws), [session]).decode("utf-8-sig")
    assert "chidi@example.org" in exported


def test_consultations_are_booked_slot_by_slot(ws: Workspace) -> None:
    whole = here(ws)
    kind = editing.new_session_type(ws, whole)
    session = Session(ws.new_id(), whole.event.id, "Ask us", Status.CONFIRMED, kind.id)
    start = datetime(2026, 10, 8, 10, tzinfo=whole.zone)
    slots = [
        Slot(ws.new_id(), session.id, start + timedelta(minutes=15 * n), start + timedelta(minutes=15 * (n + 1)))
        for n in range(2)
    ]
    editing.add(ws, replace(kind, name="Consultation", kind=SessionKind.CONSULTATION), session, *slots)
    first = signing_up.sign_up(ws, here(ws), session, "Chidi").sign_up
    assert first.slot_id == slots[0].id
    waiting = signing_up.sign_up(ws, here(ws), session, "Eleanor", slot=slots[0])
    assert waiting.waiting == 1
    with pytest.raises(InvalidValue, match="taken"):
        signing_up.book(ws, here(ws), waiting.sign_up, slots[0])
    signing_up.book(ws, here(ws), waiting.sign_up, slots[1])
    with pytest.raises(InvalidValue, match="no slot that is free"):
        signing_up.sign_up(ws, here(ws), session, "Tahani")
    with pytest.raises(InvalidValue, match="no slot of this"):
        signing_up.book(ws, here(ws), first, first_slots(whole)[0])
    with pytest.raises(InvalidValue, match="slot by slot"):
        signing_up.import_sign_ups(ws, here(ws), session, b"name\nx\n", "x.csv")


def test_a_table_of_sign_ups(ws: Workspace) -> None:
    session = here(ws).sessions[0]
    table = b"Name,E-mail,Withdrawn\nChidi,chidi@example.org,\nEleanor,,\nBad,nonsense,\n"
    report = signing_up.import_sign_ups(ws, here(ws), session, table, "x.csv")
    assert (report.added, report.withdrawn, len(report.problems)) == (2, 0, 1)
    assert [one.name for one in here(ws).sign_ups_of[session.id]] == ["Chidi", "Eleanor"]
    report = signing_up.import_sign_ups(ws, here(ws), session, table.replace(b"org,", b"org,yes"), "x.csv")
    assert (report.added, report.withdrawn) == (0, 1)
    assert [one.withdrawn for one in here(ws).sign_ups_of[session.id]] == [True, False]


# --- the day ------------------------------------------------------------------------------------------------------


def test_checking_in_and_out(ws: Workspace) -> None:
    person = here(ws).persons[0]
    on_the_day.check_in(ws, here(ws), person)
    assert person.id in here(ws).arrival_of
    with pytest.raises(InvalidValue, match="already"):
        on_the_day.check_in(ws, here(ws), person)
    on_the_day.check_out(ws, here(ws), person)
    with pytest.raises(InvalidValue, match="not arrived"):
        on_the_day.check_out(ws, here(ws), person)


@pytest.mark.parametrize("kind", Paper)
def test_paper_holds_names_and_nothing_private(ws: Workspace, kind: Paper) -> None:
    whole = here(ws)
    session = whole.session[first_slots(whole)[0].session_id]
    hostile = replace(session, title="<script>x</script> " + "long " * 60, notes="secret", status=Status.CONFIRMED)
    editing.change(ws, session, hostile)
    text = paper(here(ws), kind).decode()
    assert max(len(line) for line in text.splitlines()) <= 72
    html = paper(here(ws), kind, "html").decode()
    assert "<script>" not in html
    for private in ("secret", "@"):
        assert private not in text
    if kind is not Paper.MODERATORS:
        assert "<script>x</script>" in text
        assert "&lt;script&gt;" in html
    with pytest.raises(NotFound):
        paper(here(ws), kind, day=date(2001, 1, 1))


# --- an older edit ------------------------------------------------------------------------------------------------


def test_an_older_edit_is_taken_back_where_nothing_depends_on_it(ws: Workspace, folder: Path, open_it: Open) -> None:
    one, other = here(ws).sessions[:2]
    first = editing.change(ws, one, replace(one, subtitle="First"))
    editing.change(ws, other, replace(other, subtitle="Second"))
    ben = open_it(folder, "ben")
    entry = undo_entry(ben, first.number)
    assert (entry.target, entry.author) == (first.number, "ben")
    assert here(ws).session[one.id] == one
    with pytest.raises(NothingToUndo, match="already"):
        undo_entry(ws, first.number)
    with pytest.raises(NothingToUndo, match="is the undo of"):
        undo_entry(ws, entry.number)
    with pytest.raises(NotFound):
        undo_entry(ws, 999)


def test_what_depends_on_an_edit_is_named(ws: Workspace) -> None:
    one = here(ws).sessions[0]
    first = editing.change(ws, one, replace(one, subtitle="First"))
    after = here(ws).session[one.id]
    second = editing.change(ws, after, replace(after, subtitle="Second"), label="Say it better")
    with pytest.raises(EditConflict) as caught:
        undo_entry(ws, first.number)
    assert f"{second.number} “Say it better” by tester" in caught.value.what
    assert str(second.number) in caught.value.fix
    assert caught.value.differences == (("subtitle", "First", "Second"),)
    with pytest.raises(NothingToUndo, match="is not taken back"):
        redo_entry(ws, second.number)
    undo_entry(ws, second.number)
    undo_entry(ws, first.number)
    assert here(ws).session[one.id] == one
    # Done again in the order in which they were done; what came between is named.
    with pytest.raises(EditConflict):
        redo_entry(ws, second.number)
    assert redo_entry(ws, first.number).target == first.number
    assert redo_entry(ws, second.number).target == second.number
    assert here(ws).session[one.id].subtitle == "Second"
    undo_entry(ws, second.number)
    third = editing.change(ws, after, replace(after, subtitle="Third"), label="Say it anew")
    looked = outlook(ws, second.number)
    assert (looked.again, [one.number for one in looked.later]) == (True, [third.number])
    assert "can't be done again: changed since" in str(looked.error)


def test_the_order_of_those_who_wait_and_who_came(ws: Workspace, tmp_path: Path) -> None:
    whole = here(ws)
    editing.change(ws, whole.sessions[0], replace(whole.sessions[0], capacity=1))
    session = here(ws).session[whole.sessions[0].id]
    signing_up.import_sign_ups(
        ws, here(ws), session, b"Name,Mail,Signed up\nA,a@x.org,2026-01-01\nB,,2026-01-01\nC,c@x.org,2026-01-01\n", "x"
    )
    a, b, c = (signing_up.find_sign_up(here(ws), session, name) for name in "ABC")
    assert [one.name for one in attendance(here(ws), session)[0].waiting] == ["B", "C"]
    signing_up.move_waiting(ws, here(ws), c, -1)
    assert signing_up.standing(here(ws), session) == {a.id: "has a place", c.id: "waits (1)", b.id: "waits (2)"}
    assert signing_up.find_sign_up(here(ws), session, "C").added == c.added
    with pytest.raises(InvalidValue, match="does not wait"):
        signing_up.move_waiting(ws, here(ws), a, 1)
    signing_up.mark_attended(ws, here(ws), [a])
    assert signing_up.find_sign_up(here(ws), session, "A").attended
    with pytest.raises(InvalidValue, match="nobody"):
        signing_up.mark_attended(ws, here(ws), [])
    assert signing_up.addresses(here(ws), session) == ("a@x.org", "c@x.org")
    for name, holds in (("l.csv", "a@x.org"), ("l.txt", "waits: B"), ("l.html", "waits: B")):
        signing_up.save_sign_ups(here(ws), session, tmp_path / name)
        written = (tmp_path / name).read_text("utf-8")
        assert holds in written
        assert ("a@x.org" in written) is (name == "l.csv")


def test_a_row_of_slots_for_a_consultation(ws: Workspace) -> None:
    whole = here(ws)
    session, room = whole.sessions[0], whole.rooms[0]
    known = len(whole.slots_of.get(session.id, ()))
    start = datetime(2026, 10, 8, 14, tzinfo=whole.zone)
    three = timedelta(hours=3)
    length, pause = timedelta(minutes=20), timedelta(minutes=5)
    entry = signing_up.add_slots(ws, whole, session, start, start + three, length, pause, room=room)
    added = [change.after for change in entry.edit.changes]
    assert len(added) == 7
    assert all(isinstance(slot, Slot) and slot.duration == length and slot.room_id == room.id for slot in added)
    assert [f"{slot.start:%H:%M}" for slot in added if isinstance(slot, Slot)][:3] == ["14:00", "14:25", "14:50"]
    # Those that are there stay.
    again = signing_up.add_slots(ws, here(ws), session, start, start + three + length, length, pause, room=room)
    assert len(again.edit.changes) == 1
    assert len(here(ws).slots_of[session.id]) == known + 8
    for end, of, between in (
        (start, length, pause),
        (start + three, timedelta(0), pause),
        (start + three, length, -pause),
    ):
        with pytest.raises(InvalidValue):
            signing_up.add_slots(ws, here(ws), session, start, end, of, between)
    with pytest.raises(InvalidValue, match="more than 200"):
        signing_up.add_slots(ws, here(ws), session, start, start + three * 2, timedelta(minutes=1))
