"""Any sequence of edits, undos, redos and restarts leads where a model of plain dictionaries leads."""

import tempfile
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import ConfkitError, EditConflict, NotFound, NothingToUndo, StorageError
from confkit.domain.event import Event, Room
from confkit.domain.person import Participant, Person
from confkit.domain.session import Session, Slot
from confkit.storage.repository import Repository, open_repository
from tests.strategies import exact, instants

NOW = datetime(2027, 1, 1, tzinfo=UTC)
EVENT = Event(UUID(int=1), "summit", "Summit", "Europe/Berlin", date(2027, 10, 30), date(2027, 10, 31))
AUTHORS = st.sampled_from(("amira", "ben"))
NUMBERS = st.integers(0, 2)
TITLES = st.sampled_from(("One", "Two", "Dré"))
STARTS = instants(EVENT.zone, EVENT.first_day, EVENT.last_day)


@dataclass
class Done:
    """An edit in the model: what it changed, and where it stands."""

    edit: Edit
    author: str
    number: int
    state: str = "done"
    undone_at: int = 0
    undone_by: str = ""


def refers_to(entity: Entity) -> set[UUID]:
    if isinstance(entity, Room):
        return {entity.event_id}
    if isinstance(entity, Session):
        return {entity.event_id, *(part.person_id for part in entity.participants)}
    if isinstance(entity, Slot):
        return {entity.session_id} | ({entity.room_id} if entity.room_id else set())
    return set()


class Editing(RuleBasedStateMachine):
    """The database beside a dictionary of entities and a list of edits."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "confkit.db"
        self.repository: Repository = open_repository(self.path)
        self.model: dict[UUID, Entity] = {}
        self.done: list[Done] = []
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "repository"):
            self.repository.close()
            self.folder.cleanup()

    # --- the model ------------------------------------------------------------------------------------------------

    def expected(self, edit: Edit) -> dict[UUID, Entity] | None:
        """What the edit makes of the model, None where it must be refused."""
        after = copy(self.model)
        for change in edit.changes:
            if exact(after.get(change.id)) != exact(change.before):
                return None
            if change.after is None:
                del after[change.id]
            else:
                after[change.id] = change.after
        if any(not refers_to(entity) <= after.keys() for entity in after.values()):
            return None
        return after

    def apply(self, edit: Edit, author: str) -> None:
        after = self.expected(edit)
        try:
            entry = self.repository.apply(edit, author=author, at=NOW)
        except StorageError:
            assert after is None
            return
        assert after is not None
        self.model = after
        if entry.number:
            self.number += 1
            assert entry.number == self.number
            for one in self.done:
                if one.undone_by == author and one.state == "undone":
                    one.state = "dropped"
            # What changed nothing is no part of it, and cannot stand in the way of an undo.
            self.done.append(Done(entry.edit, author, entry.number))

    # --- what may happen ------------------------------------------------------------------------------------------

    @rule(author=AUTHORS, number=NUMBERS, title=TITLES, present=st.booleans())
    def edit_event_or_room(self, author: str, number: int, title: str, present: bool) -> None:
        event = Change(self.model.get(EVENT.id), replace(EVENT, title=title))
        room = Room(UUID(int=10 + number), EVENT.id, title, capacity=number + 1)
        self.apply(Edit("event", (event, Change(self.model.get(room.id) if present else None, room))), author)

    @rule(author=AUTHORS, number=NUMBERS, title=TITLES)
    def edit_person(self, author: str, number: int, title: str) -> None:
        person = Person(UUID(int=20 + number), title)
        self.apply(Edit("person", (Change(self.model.get(person.id), person),)), author)

    @rule(author=AUTHORS, number=NUMBERS, title=TITLES, people=st.lists(NUMBERS, max_size=2))
    def edit_session(self, author: str, number: int, title: str, people: list[int]) -> None:
        parts = tuple(Participant(UUID(int=20 + one)) for one in people)
        session = Session(UUID(int=30 + number), EVENT.id, title, participants=parts)
        self.apply(Edit("session", (Change(self.model.get(session.id), session),)), author)

    @rule(author=AUTHORS, number=NUMBERS, start=STARTS, room=st.none() | NUMBERS)
    def edit_slot(self, author: str, number: int, start: datetime, room: int | None) -> None:
        end = (start.astimezone(UTC) + timedelta(minutes=30)).astimezone(start.tzinfo)
        slot = Slot(
            UUID(int=40 + number), UUID(int=30 + number), start, end, None if room is None else UUID(int=10 + room)
        )
        self.apply(Edit("slot", (Change(self.model.get(slot.id), slot),)), author)

    @rule(author=AUTHORS, chance=st.randoms(use_true_random=False), count=st.integers(1, 3))
    def remove(self, author: str, chance, count: int) -> None:
        ids = sorted(self.model)
        chosen = chance.sample(ids, min(count, len(ids)))
        self.apply(Edit.remove("remove", *(self.model[id] for id in chosen)), author)

    @rule(author=AUTHORS, title=TITLES, number=NUMBERS)
    def edit_what_is_out_of_date(self, author: str, title: str, number: int) -> None:
        old = Room(UUID(int=10 + number), EVENT.id, "As it never was")
        self.apply(Edit.change("stale", old, replace(old, name=title)), author)

    @rule(author=AUTHORS)
    def undo(self, author: str) -> None:
        own = [one for one in self.done if one.author == author and one.state == "done"]
        self.take(own[-1] if own else None, author, back=True)

    @rule(author=AUTHORS, place=st.integers(0, 30))
    def undo_an_older_edit_by_its_number(self, author: str, place: int) -> None:
        """Whoever made it, whatever came after: it goes if all that it changed still is as it left it."""
        one = self.done[place % len(self.done)] if self.done else None
        number = one.number if one else self.number + 1
        after = self.expected(one.edit.inverse) if one and one.state == "done" else None
        later = self.repository.changed_since(number) if one else ()
        try:
            self.repository.require_undoable(number)
        except StorageError:
            assert after is None
            refused = True
        except (NothingToUndo, NotFound):
            assert one is None or one.state != "done"
            refused = True
        else:
            assert after is not None
            refused = False
        try:
            entry = self.repository.undo_entry(number, author=author, at=NOW)
        except ConfkitError:
            assert refused
            return
        assert one is not None
        assert not refused
        self.model = after or {}
        self.number += 1
        assert (entry.number, entry.target, entry.author) == (self.number, one.number, author)
        one.state, one.undone_at, one.undone_by = "undone", self.number, author
        # Nothing after it changed the same things, or what did was put right again by what came later still.
        changed = {change.id for change in one.edit.changes}
        assert all(changed & {change.id for change in self.edit_of(each.number).changes} for each in later)
        assert len(later) != 1

    def edit_of(self, number: int) -> Edit:
        return next(one.edit for one in self.done if one.number == number)

    @rule(author=AUTHORS)
    def redo(self, author: str) -> None:
        own = [one for one in self.done if one.undone_by == author and one.state == "undone"]
        self.take(max(own, key=lambda one: one.undone_at, default=None), author, back=False)

    def take(self, one: Done | None, author: str, *, back: bool) -> None:
        call = self.repository.undo if back else self.repository.redo
        after = self.expected(one.edit.inverse if back else one.edit) if one else None
        try:
            entry = call(author=author, at=NOW)
        except NothingToUndo:
            assert one is None
        except EditConflict:
            assert one is not None
            assert after is None
        except StorageError:
            assert one is not None
            assert after is None
        else:
            assert one is not None
            assert after is not None
            self.model = after
            self.number += 1
            assert (entry.number, entry.target) == (self.number, one.number)
            one.state, one.undone_at, one.undone_by = ("undone", self.number, author) if back else ("done", 0, "")

    @rule()
    def restart(self) -> None:
        self.repository.close()
        self.repository = open_repository(self.path)

    # --- what must hold -------------------------------------------------------------------------------------------

    @invariant()
    def what_is_stored_is_the_model(self) -> None:
        if not hasattr(self, "repository"):
            return
        for kind, first in ((Event, 1), (Room, 10), (Person, 20), (Session, 30), (Slot, 40)):
            for id in (UUID(int=first + number) for number in range(3)):
                expected = self.model.get(id)
                if kind in (Room, Slot) or expected is not None:
                    assert exact(self.repository.get(kind, id)) == exact(expected)
        found = {hit.id for word in ("one", "two", "dre") for hit in self.repository.search(word)}
        assert found == {id for id, entity in self.model.items() if not isinstance(entity, Slot)}
        history = {entry.number: entry.undone for entry in self.repository.history(limit=1000)}
        assert len(history) == self.number
        told = self.repository.headlines(limit=1000)
        assert {one.number: one.undone for one in told} == history
        assert all(one.undone_by for one in told if one.undone)
        assert all(history[one.number] == (one.state != "done") for one in self.done)


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
