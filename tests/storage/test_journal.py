"""Who changed what, when; taking it back and bringing it again, also after a restart."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from confkit.domain.errors import EditConflict, NotFound, NothingToUndo, StorageError
from confkit.domain.event import Room
from confkit.domain.history import EntryKind
from confkit.domain.session import Session, Slot
from confkit.storage.repository import open_repository
from tests.storage.conftest import Desk, Sample


def test_undo_and_redo_walk_through_the_edits(full: Desk, sample: Sample) -> None:
    one = full.change(sample.session, title="One")
    two = full.change(one, title="Two")

    def title() -> str:
        session = full.repository.get(Session, sample.session.id)
        assert session is not None
        return session.title

    entry = full.undo()
    assert (entry.kind, entry.target, entry.number, entry.label) == (EntryKind.UNDO, 3, 4, "change")
    assert entry.edit.changes[0].after == one
    assert title() == "One"
    assert full.undo().target == 2
    assert title() == sample.session.title
    assert full.redo().target == 2
    entry = full.redo()
    assert (entry.kind, entry.target) == (EntryKind.REDO, 3)
    assert full.repository.get(Session, two.id) == two
    with pytest.raises(NothingToUndo):
        full.redo()
    for expected in (3, 2, 1):
        assert full.undo().target == expected
    with pytest.raises(NothingToUndo):
        full.undo()
    assert full.repository.events() == ()
    assert full.repository.position() == 10


def test_undo_survives_a_restart(full: Desk, sample: Sample, database: Path) -> None:
    full.change(sample.session, title="One")
    full.undo()
    full.repository.close()
    again = open_repository(database)
    try:
        entry = again.redo(author=full.author, at=full.at)
        assert entry.edit.changes[0].after == replace(sample.session, title="One")
        assert again.undo(author=full.author, at=full.at).target == 2
        assert again.undo(author=full.author, at=full.at).target == 1
        assert again.events() == ()
    finally:
        again.close()


def test_a_new_edit_drops_what_could_be_redone(full: Desk, sample: Sample) -> None:
    full.change(sample.session, title="One")
    full.undo()
    full.change(sample.room, capacity=1)
    with pytest.raises(NothingToUndo):
        full.redo()
    undone = {entry.number: entry.undone for entry in full.repository.history()}
    assert undone == {1: False, 2: True, 3: False, 4: False}
    assert full.undo().target == 4
    assert full.redo().target == 4


def test_everybody_takes_back_their_own(full: Desk, sample: Sample) -> None:
    full.change(sample.room, author="ben", capacity=1)
    full.change(sample.session, title="One")
    full.undo()
    full.change(sample.track, author="ben", name="Theory")
    assert full.redo().target == 3  # what ben did meanwhile does not drop it
    assert full.undo("ben").target == 5
    assert full.undo("ben").target == 2
    with pytest.raises(NothingToUndo, match="ben"):
        full.undo("ben")
    with pytest.raises(NothingToUndo):
        full.redo("nobody")


def test_undo_of_what_somebody_changed_since_tells_what(full: Desk, sample: Sample) -> None:
    one = full.change(sample.session, title="One")
    full.change(one, author="ben", title="Ben's")
    with pytest.raises(EditConflict) as caught:
        full.undo()
    assert caught.value.differences == (("title", "One", "Ben's"),)
    assert full.repository.position() == 3
    full.undo("ben")
    full.undo()
    with pytest.raises(EditConflict) as caught:
        full.change(one, title="Mine")
    full.change(sample.session, author="ben", notes="seen")
    with pytest.raises(EditConflict) as caught:
        full.redo()
    assert caught.value.differences == (("notes", "", "seen"),)


def test_undo_of_an_addition_that_is_in_use_tells_by_what(full: Desk, sample: Sample) -> None:
    lab = replace(sample.room, id=uuid4(), name="Lab")
    full.add(lab)
    full.change(sample.slot, author="ben", room_id=lab.id)
    with pytest.raises(StorageError, match="room “Lab”: can't be removed, it is still needed by 1 slot"):
        full.undo()


def test_history_tells_who_what_and_when(full: Desk, sample: Sample) -> None:
    at = full.at
    renamed = full.change(sample.session, author="ben", title="One")
    newest, first = full.repository.history()
    assert (newest.number, newest.author, newest.at, newest.kind, newest.undone) == (
        2,
        "ben",
        at + timedelta(minutes=1),
        EntryKind.EDIT,
        False,
    )
    assert newest.edit.changes[0].fields == ("title",)
    assert [change.after for change in first.edit.changes] == list(sample.all)
    assert newest.edit.changes[0].after == renamed


def test_history_of_one_thing_holds_what_belongs_to_it(full: Desk, sample: Sample) -> None:
    other = replace(sample.event, id=uuid4(), slug="other")
    full.add(other)
    full.change(sample.slot, end=sample.slot.end + timedelta(minutes=5))
    full.change(sample.person, notes="met")
    numbers = {
        name: [entry.number for entry in full.repository.history(subject=getattr(sample, name).id)]
        for name in ("event", "session", "slot", "person", "room")
    }
    assert numbers == {"event": [3, 1], "session": [3, 1], "slot": [3, 1], "person": [4, 1], "room": [3, 1]}
    assert [entry.number for entry in full.repository.history(subject=other.id)] == [2]
    assert full.repository.history(subject=uuid4()) == ()


def test_history_of_a_removed_event_is_kept(full: Desk, sample: Sample) -> None:
    full.remove(sample.slot, sample.session, sample.track, sample.room, sample.event)
    assert [entry.number for entry in full.repository.history(subject=sample.event.id)] == [2, 1]
    full.undo()
    assert full.repository.get(Slot, sample.slot.id) == sample.slot


def test_history_comes_in_pages_and_news_in_order(full: Desk, sample: Sample) -> None:
    session = sample.session
    for number in range(5):
        session = full.change(session, title=f"Title {number}")
    repository = full.repository
    assert [entry.number for entry in repository.history(limit=2)] == [6, 5]
    assert [entry.number for entry in repository.history(limit=2, before=5)] == [4, 3]
    assert repository.history(limit=0) == ()
    assert [entry.number for entry in repository.since(4)] == [5, 6]
    assert repository.since(6) == ()
    assert repository.position() == 6


def test_an_author_with_a_torn_name_can_work_and_undo(full: Desk, sample: Sample) -> None:
    full.change(sample.session, author="am\udcedra\x1b[31m", title="One")
    assert full.repository.history(limit=1)[0].author == "am\ufffdra"
    assert full.undo("am\udcedra\x1b[31m").target == 2
    assert full.redo("am\udcedra\x1b[31m").target == 2


def test_an_older_edit_is_taken_back_unless_something_depends_on_it(full: Desk, sample: Sample) -> None:
    lab = replace(sample.room, id=uuid4(), name="Lab")
    added = full.add(lab)
    renamed = full.change(sample.session, author="ben", title="Renamed")
    moved = full.change(sample.slot, room_id=lab.id)
    with pytest.raises(StorageError, match="still needed by 1 slot"):
        full.repository.undo_entry(added.number, author="ben", at=full.at)
    full.undo()
    entry = full.repository.undo_entry(added.number, author="ben", at=full.at)
    assert (entry.target, entry.author, entry.kind) == (added.number, "ben", EntryKind.UNDO)
    assert full.repository.get(Room, lab.id) is None
    assert full.repository.get(Session, sample.session.id) == renamed
    with pytest.raises(EditConflict) as caught:
        full.repository.undo_entry(1, author="amira", at=full.at)
    # What was taken back again stands in nobody's way; what was renamed does.
    assert "3 “change” by ben" in caught.value.what
    assert moved.room_id == lab.id
    with pytest.raises(NotFound):
        full.repository.entry(99)
