"""Editing many things of one kind at once: the fields that are given, of all of them, as one edit.

A thing that can't be changed so (a pinned slot, an episode without audio) is left as it is and named; the others are
changed all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from confkit.domain.bridge import EpisodeView
from confkit.domain.edit import Change, Edit, Entity
from confkit.domain.errors import ConfkitError, InvalidValue, NotFound
from confkit.domain.event import Room
from confkit.domain.history import Entry
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.recording import Tags
from confkit.domain.session import Session, Slot, Status
from confkit.domain.show import Episode, EpisodeState
from confkit.domain.tag_merge import rebase
from confkit.domain.times import zone_named
from confkit.services import lookup
from confkit.services.field import Field, FieldKind, FormContext
from confkit.services.field_items import join_items, split_items
from confkit.services.forms import choices_of, fields_of, fill, texts_of
from confkit.services.releasing import require_releasable
from confkit.services.removing import slots_removal
from confkit.services.words import WORDS, name_of
from confkit.services.workspace import Workspace

# What is worth setting for many at once; titles, abstracts and people belong to one thing each.
FIELDS_OF: dict[type[Entity], tuple[str, ...]] = {
    Session: (
        *("status", "type", "track", "tags", "language", "level", "licence", "consent"),
        *("minutes", "audience", "capacity", "equipment", "stream"),
    ),
    Person: ("organisation", "availability", "notes"),
    Room: ("capacity", "equipment", "description", "availability"),
    Episode: ("state", "season", "kind", "explicit", "licence", "language"),
}
# A session has no room, its slots do: they stay at their times.
ROOM = Field("room", "Room", FieldKind.CHOICE, "placed ones move there at their time; empty for none yet")
FIELDS = (*FIELDS_OF[Session][:3], ROOM.name, *FIELDS_OF[Session][3:])


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What an edit of many would change: ``changed`` things, those that stay as they are, and what can't be read."""

    changes: tuple[Change, ...] = ()
    changed: int = 0
    refused: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What was done (number 0 of the entry: nothing), what was left as it is, and what is to be said of it all."""

    entry: Entry
    changed: int
    refused: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Bulk:
    """Things of one kind that are edited together; ``views`` are those of episodes."""

    ws: Workspace
    things: tuple[Entity, ...]
    context: FormContext
    views: Mapping[UUID, EpisodeView]

    @property
    def kind(self) -> type[Entity]:
        """What they are."""
        return type(self.things[0])

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields that can be set for many, in the order of the form."""
        found = tuple(field for field in fields_of(self.kind) if field.name in FIELDS_OF[self.kind])
        return (*found[:3], ROOM, *found[3:]) if self.kind is Session else found

    def choices(self, field: Field) -> tuple[tuple[str, str], ...]:
        """The ``(text, label)`` pairs of a field that is a choice; empty where any text goes."""
        if field is ROOM:
            assert self.context.programme is not None
            return tuple((room.name, room.name) for room in self.context.programme.rooms)
        return choices_of(field, self.context)

    @cached_property
    def texts(self) -> Mapping[str, str | None]:
        """What each field says of all of them; None where they differ."""
        every = [texts_of(thing, self.context) for thing in self.things]
        found = {field.name: {texts[field.name] for texts in every} for field in self.fields if field is not ROOM}
        if self.kind is Session:
            found[ROOM.name] = {self._room_of(slot) for thing in self.things for slot in self._slots(thing)} or {""}
        return {name: next(iter(values)) if len(values) == 1 else None for name, values in found.items()}

    def _slots(self, thing: Entity) -> tuple[Slot, ...]:
        programme = self.context.programme
        return programme.slots_of.get(thing.id, ()) if programme else ()

    def _room_of(self, slot: Slot) -> str:
        room = self.context.programme.room.get(slot.room_id) if self.context.programme and slot.room_id else None
        return room.name if room else ""

    def afresh(self) -> "Bulk":
        """Return the same things as they are stored now, without those that are gone; raises NotFound without any."""
        found = [one for thing in self.things if (one := self.ws.repository.get(self.kind, thing.id)) is not None]
        if not found:
            raise NotFound("somebody else deleted all of them meanwhile", fix="press escape and look at the list again")
        return prepare(self.ws, found, event=self.context.programme.event.id if self.context.programme else None)

    # What would be done

    def plan(self, texts: Mapping[str, str]) -> BulkPlan:
        """Work out what setting these fields changes; nothing is written."""
        own = {name: text for name, text in texts.items() if name != ROOM.name}
        room: Room | None = None
        try:
            room = self._room(texts.get(ROOM.name, ""))
        except ConfkitError as error:
            return BulkPlan(problems=(_problem("room", error.what, error.fix),))
        changes: list[Change] = []
        changed, refused, unread = 0, [], []
        for thing in self.things:
            found = fill(thing, self._texts_for(thing, own), self.context, new_id=self.ws.new_id) if own else None
            if found is not None and found.problems:
                unread.append(found.problems)
                refused += [_refusal(thing, self._name(thing), one.message, one.fix) for one in found.problems[:1]]
                continue
            of_thing: list[Change] = []
            # What is refused of a thing is left; the rest of it is changed.
            try:
                if found is not None:
                    of_thing.append(Change(thing, self._released(thing, found.entity)))
            except InvalidValue as error:
                refused.append(_refusal(thing, self._name(thing), error.what, error.fix))
            try:
                of_thing += self._moved(thing, room) if ROOM.name in texts else ()
            except InvalidValue as error:
                refused.append(_refusal(thing, self._name(thing), error.what, error.fix))
            of_thing = [change for change in of_thing if change.fields]
            changes += of_thing
            changed += bool(of_thing)
        problems = unread[0] if len(unread) == len(self.things) else ()
        return BulkPlan(tuple(changes), changed, tuple(refused), problems)

    def _texts_for(self, thing: Entity, texts: Mapping[str, str]) -> Mapping[str, str]:
        lists = {field.name: field for field in self.fields if field.kind is FieldKind.LIST and field.name in texts}
        return {
            name: _changed_list(lists[name].value_in(thing), text) if name in lists else text
            for name, text in texts.items()
        }

    def _name(self, thing: Entity) -> str:
        view = self.views.get(thing.id)
        return view.title if view else name_of(thing)

    def _room(self, text: str) -> Room | None:
        programme = self.context.programme
        return lookup.find_room(programme, text) if text.strip() and programme else None

    def _moved(self, thing: Entity, room: Room | None) -> tuple[Change, ...]:
        slots, id = self._slots(thing), room.id if room else None
        to_move = [slot for slot in slots if slot.room_id != id]
        for slot in to_move:
            if slot.pinned:
                raise InvalidValue("is pinned where it is", where=f"{slot.start:%a %H:%M}", fix="unpin it first")
        starts = sorted((slot.start.timestamp(), slot.end.timestamp()) for slot in slots)
        if to_move and room and any(end > later for (_, end), (later, _) in pairwise(starts)):
            raise InvalidValue(
                "takes place in several rooms at once", where=self._name(thing), fix="move its slots one by one"
            )
        return tuple(Change(slot, replace(slot, room_id=id)) for slot in to_move)

    def _released(self, before: Entity, after: Entity) -> Entity:
        """An episode remembers the tags that it was edited against, and enters the feed only if it can."""
        if not isinstance(before, Episode) or not isinstance(after, Episode) or after == before:
            return after
        view = self.views[before.id]
        if after.state is not before.state and after.state.is_for_feed:
            require_releasable(view)
            is_ahead, now = view.date > self.ws.now(), self.ws.now()
            if after.state is EpisodeState.SCHEDULED and not is_ahead:
                raise InvalidValue("its date has passed already", where=view.title, fix="publish it, or give it a date")
            if after.state is EpisodeState.PUBLISHED and is_ahead:
                after = replace(after, date=now)
        return rebase(before, after, view.recording.tags if view.recording else Tags())

    # Doing it

    def apply(self, texts: Mapping[str, str], *, verb: str = "") -> Done:
        """Set the fields as one edit, called ``verb`` of so many; raises InvalidValue for a text that can't be read."""
        plan = self.plan(texts)
        for problem in plan.problems:
            raise InvalidValue(problem.message, where=problem.where, fix=problem.fix)
        count = f"{plan.changed} {plural(self.kind, plan.changed)}"
        entry = self.ws.apply(Edit(f"{verb} {count}" if verb else _told(texts, count), plan.changes))
        return Done(entry, plan.changed, plan.refused, self._notes(texts, plan))

    def _notes(self, texts: Mapping[str, str], plan: BulkPlan) -> tuple[Problem, ...]:
        """The conflicts and overdrawn quotas that come of it."""
        programme = self.context.programme
        if programme is None:
            return ()
        notes: list[Problem] = []
        moves = [(one.before, one.after) for one in plan.changes if isinstance(one.entity, Slot)]
        if moves:
            notes += conflicts_of(programme, moves)  # type: ignore[arg-type]
        if texts.get("status") == Status.ACCEPTED:
            from confkit.domain.planning.quotas import overdrawn
            from confkit.services.planning.selecting import quota_problem

            notes += (quota_problem(programme, one) for one in overdrawn(programme, (one.id for one in self.things)))
        return tuple(notes)


def prepare(ws: Workspace, things: Sequence[Entity], *, event: UUID | None = None) -> Bulk:
    """Read what editing ``things`` together needs; ``event`` is the one that the availability of persons is about.

    Raises InvalidValue unless they are of one kind, and of one event.
    """
    if not things:
        raise InvalidValue("nothing is named", where="things", fix="choose at least one")
    kind, events = type(things[0]), {thing.event_id for thing in things if isinstance(thing, Session | Room)}
    if kind not in FIELDS_OF or any(type(thing) is not kind for thing in things):
        raise InvalidValue("can't be edited together", where="things", fix="choose things of one kind")
    if len(events) > 1:
        raise InvalidValue("are of several events", where=plural(kind, 2), fix="choose those of one event")
    about = next(iter(events), event)
    programme = ws.repository.programme(about) if about else None
    zone = programme.zone if programme else zone_named("UTC")
    views: dict[UUID, EpisodeView] = {}
    if kind is Episode:
        ids = {thing.id for thing in things}
        found = (view for shelf in ws.repository.shelves() for view in lookup.views(ws, shelf) if view.id in ids)
        views = {view.id: view for view in found}
        things = [thing for thing in things if thing.id in views]
    return Bulk(ws, tuple(things), FormContext(zone, programme, ws.repository.persons()), views)


def set_for_all(ws: Workspace, things: Sequence[Entity], field: str, text: str, *, event: UUID | None = None) -> Done:
    """Set a field of things of one kind (and one event) to what ``text`` means in a form.

    Lists (tags, equipment) know two more forms: ``+audio, +care`` adds, ``-audio`` takes away. Things that say so
    already are left alone; the number of the entry is 0 where that is all of them. Raises InvalidValue.
    """
    bulk = prepare(ws, things, event=event)
    names = [one.name for one in bulk.fields]
    if field not in names:
        raise InvalidValue(f"{field!r} can't be set for many", where="field", fix=f"use one of {', '.join(names)}")
    return bulk.apply({field: text})


def take_out(ws: Workspace, programme: Programme, sessions: Sequence[Session]) -> Done:
    """Take sessions out of the schedule as one edit; one with a pinned slot stays, as does one that is not in it."""
    slots: list[Slot] = []
    refused, count = [], 0
    for session in sessions:
        own = programme.slots_of.get(session.id, ())
        if any(slot.pinned for slot in own):
            refused.append(_refusal(session, session.title, "is pinned where it is", "unpin it first"))
        elif own:
            slots += own
            count += 1
    changes = tuple(slots_removal(programme, slots))
    named = f"“{sessions[0].title}”" if len(sessions) == 1 else f"{count} {plural(Session, count)}"
    return Done(ws.apply(Edit(f"Take {named} out of the schedule", changes)), count, tuple(refused))


def conflicts_of(programme: Programme, moves: Sequence[tuple[Slot | None, Slot | None]]) -> tuple[Problem, ...]:
    """Return the conflicts that come of moves, hints aside."""
    from confkit.domain.conflicts import ConflictIndex

    added = ConflictIndex(programme).after_moves(moves).added
    return tuple(problem for problem in added if problem.severity is not Severity.HINT)


def plural(kind: type[Entity], number: int) -> str:
    """What so many things of a kind are called."""
    return f"{WORDS[kind]}{'' if number == 1 else 's'}"


def _told(texts: Mapping[str, str], count: str) -> str:
    if len(texts) != 1:
        return f"Edit {', '.join(texts)} of {count}"
    ((name, text),) = texts.items()
    told = text if len(text) <= 40 else f"{text[:39]}…"
    return f"Set {name} to “{told}” for {count}" if text.strip() else f"Clear {name} of {count}"


def _refusal(thing: Entity, name: str, message: str, fix: str) -> Problem:
    return Problem("not-changed", Severity.WARNING, f"“{name}”", message, fix, (thing.id,))


def _problem(field: str, message: str, fix: str) -> Problem:
    return Problem("invalid-field", Severity.ERROR, field, message, fix)


def _changed_list(present: Sequence[str], text: str) -> str:
    items = split_items(text)
    if not items or not all(len(item) > 1 and item[0] in "+-" for item in items):
        return text
    kept = list(present)
    for item in items:
        name = item[1:].strip()
        if item[0] == "+" and name not in kept:
            kept.append(name)
        elif item[0] == "-":
            kept = [one for one in kept if one.casefold() != name.casefold()]
    return join_items(kept)
