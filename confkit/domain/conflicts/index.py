"""The conflicts of a programme, and what a move changes about them.

An index is a value: a move gives another one and leaves this one as it is. So the place under the cursor can be tried
out while a session is carried, and what is shown never changes under the feet of whoever draws it.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeAlias
from uuid import UUID

from confkit.domain.conflicts.registry import RULES
from confkit.domain.conflicts.rule import Finding, Found, Look, Options, Placed, Rule, Scope
from confkit.domain.conflicts.settings import options_of, severities_of
from confkit.domain.event import Room, Track
from confkit.domain.person import Person
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Session, Slot

# Of one rule in one room, of one person…: who has a thousand conflicts there has not begun to plan, and a file that was
# made to have millions must not fill the memory.
MOST = 1_000
# How many more are counted, so that it can be said how many are not listed.
COUNTED = 20_000

_Key: TypeAlias = tuple[Scope, UUID]
_Active: TypeAlias = Mapping[Scope, tuple[tuple[Rule, Severity], ...]]


class ConflictIndex:
    """Every conflict of a programme by what it is about: rooms, persons, tracks, sessions, slots.

    ``severities`` (by the id of the rule; None silences one) and ``options`` are what the event says, unless they are
    given. It follows the slots of the programme
    only: after an edit of sessions, rooms or persons another one is made.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        severities: Mapping[str, Severity | None] | None = None,
        options: Options | None = None,
    ) -> None:
        self.look = Look(programme, options_of(programme) if options is None else options)
        self._active = _active(severities_of(programme.event) if severities is None else severities)
        self._placed: dict[UUID, Placed] = {}
        groups: dict[_Key, list[Placed]] = {(Scope.SESSION, session.id): [] for session in programme.sessions}
        # What is chosen depends on no slot, so no move comes back to it.
        groups[Scope.CHOICE, programme.event.id] = []
        known = (placed for slot in programme.slots if (placed := self.look.placed(slot)) is not None)
        for placed in sorted(known, key=lambda one: one.order):
            self._placed[placed.slot.id] = placed
            for key in self._keys(placed):
                groups.setdefault(key, []).append(placed)
        self._groups: dict[_Key, tuple[Placed, ...]] = {key: tuple(slots) for key, slots in groups.items()}
        self._found: dict[_Key, tuple[Finding, ...]] = {}
        for key, slots in self._groups.items():
            if findings := self._findings(key, slots):
                self._found[key] = findings
        # The rules for slots are asked once for all: most find nothing, and a thousand calls would be the price of it.
        for finding in self._run(Scope.SLOT, self.look.event.id, tuple(self._placed.values())):
            key = (Scope.SLOT, finding.slots[0])
            self._found[key] = (*self._found.get(key, ()), finding)

    def _keys(self, placed: Placed) -> list[_Key]:
        """Return the scopes that a slot is in; what doesn't take place is in nobody's way."""
        session = placed.session
        keys: list[_Key] = [(Scope.SESSION, session.id)]
        if session.status.takes_place:
            keys.append((Scope.EVENT, self.look.event.id))
            if placed.room is not None:
                keys.append((Scope.ROOM, placed.room.id))
            if session.track_id is not None and session.track_id in self.look.programme.track:
                keys.append((Scope.TRACK, session.track_id))
            keys += ((Scope.PERSON, person) for person in placed.people)
            keys += self._companies(placed)
        return keys

    def _companies(self, placed: Placed) -> Iterable[_Key]:
        """Return with whom a slot is looked at besides; no programme has many of them, most have none."""
        look, session = self.look, placed.session.id
        keys = [(Scope.SESSIONS_APART, id) for id in look.sessions_apart.companies.get(session, ())]
        if look.persons_apart.companies:
            apart = look.persons_apart.companies
            keys += dict.fromkeys((Scope.PERSONS_APART, id) for one in placed.people for id in apart.get(one, ()))
        keys += ((Scope.ATTENDEE, id) for id in look.attendees.companies(session, placed.slot.id))
        return keys

    def _findings(self, key: _Key, slots: tuple[Placed, ...]) -> tuple[Finding, ...]:
        found = self._run(*key, slots)
        return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)

    def _slots_of(self, key: _Key) -> tuple[Placed, ...]:
        scope, id = key
        if scope is Scope.SLOT:
            return (self._placed[id],) if id in self._placed else ()
        return self._groups[key]

    def _run(self, scope: Scope, id: UUID, slots: tuple[Placed, ...]) -> list[Finding]:
        found: list[Finding] = []
        # Each slot gives a rule one finding at most; pairs of slots can be as many as their square.
        most = len(slots) if scope is Scope.SLOT else MOST
        for rule, severity in self._active.get(scope, ()):
            before, check = len(found), rule.check(self.look, id, slots)
            for one in islice(check, most):
                found.append(rule.finding(severity, one))  # noqa: PERF401 - called for every scope; a generator less
            if len(found) - before == MOST and (more := sum(1 for _ in islice(check, COUNTED))):
                found.append(rule.finding(severity, self._not_listed(scope, id, more)))
        return found

    def _not_listed(self, scope: Scope, id: UUID, more: int) -> Found:
        programme = self.look.programme
        things: Mapping[Scope, Mapping[UUID, Room | Person | Track | Session]] = {
            Scope.ROOM: programme.room,
            Scope.PERSON: programme.person,
            Scope.TRACK: programme.track,
            Scope.SESSION: programme.session,
        }
        named = things.get(scope, {}).get(id)
        where = self.look.event.title
        if named is not None:
            where = named.title if isinstance(named, Session) else named.name
        number = f"more than {COUNTED:,}" if more == COUNTED else f"{more:,}"
        return Found(where, f"and {number} more like these, which are not listed", (id,))

    def severity_of(self, rule: str) -> Severity | None:
        """Return how bad what a rule finds is here; None where it is off."""
        active = (pair for rules in self._active.values() for pair in rules)
        return next((severity for one, severity in active if one.id == rule), None)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots as they are in this index, by start."""
        return tuple(placed.slot for placed in sorted(self._placed.values(), key=lambda one: one.order))

    def slot(self, id: UUID) -> Slot | None:
        """Return a slot as it is in this index."""
        found = self._placed.get(id)
        return found.slot if found else None

    def in_room(self, room: UUID) -> tuple[Placed, ...]:
        """Return what takes place in a room, by start."""
        return self._groups.get((Scope.ROOM, room), ())

    def with_person(self, person: UUID) -> tuple[Placed, ...]:
        """Return what takes place with a person, by start."""
        return self._groups.get((Scope.PERSON, person), ())

    def of_session(self, session: UUID) -> tuple[Placed, ...]:
        """Return the places of a session, by start."""
        return self._groups.get((Scope.SESSION, session), ())

    def whole(self) -> tuple[Placed, ...]:
        """Return everything that takes place, by start."""
        return self._groups.get((Scope.EVENT, self.look.event.id), ())

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every conflict with the slots that it is about, errors first."""
        return tuple(sorted((one for found in self._found.values() for one in found), key=lambda one: one.order))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Every conflict, errors first."""
        return tuple(finding.problem for finding in self.findings)

    @cached_property
    def problems_of(self) -> Mapping[UUID, tuple[Problem, ...]]:
        """The conflicts of each slot that has any, errors first."""
        found: dict[UUID, list[Problem]] = {}
        for finding in self.findings:
            for slot in finding.slots:
                found.setdefault(slot, []).append(finding.problem)
        return {slot: tuple(problems) for slot, problems in found.items()}

    def after_move(self, before: Slot | None, after: Slot | None) -> "Moved":
        """Return what becomes of the conflicts when ``before`` becomes ``after``; None adds or removes the slot."""
        return self.after_moves([(before, after)])

    def after_moves(self, moves: Iterable[tuple[Slot | None, Slot | None]]) -> "Moved":
        """Return what becomes of the conflicts after several moves at once, such as two sessions that swap places.

        Slots are known by id: what ``before`` says about time and room is not asked, the index knows it.
        """
        other = object.__new__(ConflictIndex)
        other.look, other._active = self.look, self._active
        other._placed, other._groups, other._found = dict(self._placed), dict(self._groups), dict(self._found)
        touched: dict[_Key, None] = {}
        for before, after in moves:
            for id in dict.fromkeys(slot.id for slot in (before, after) if slot is not None):
                touched.update(other._take_out(id))
            if after is not None and (placed := self.look.placed(after)) is not None:
                touched.update(other._put_in(placed))
        return self._moved(other, touched)

    def _take_out(self, id: UUID) -> dict[_Key, None]:
        placed = self._placed.pop(id, None)
        if placed is None:
            return {}
        keys = self._keys(placed)
        for key in keys:
            self._groups[key] = tuple(one for one in self._groups[key] if one is not placed)
        return dict.fromkeys([*keys, (Scope.SLOT, id)])

    def _put_in(self, placed: Placed) -> dict[_Key, None]:
        self._placed[placed.slot.id] = placed
        keys = self._keys(placed)
        for key in keys:
            slots = list(self._groups.get(key, ()))
            insort(slots, placed, key=lambda one: one.order)
            self._groups[key] = tuple(slots)
        return dict.fromkeys([*keys, (Scope.SLOT, placed.slot.id)])

    def _moved(self, other: "ConflictIndex", touched: Iterable[_Key]) -> "Moved":
        old: Counter[Finding] = Counter()
        new: Counter[Finding] = Counter()
        for key in touched:
            slots = other._slots_of(key)
            findings = other._findings(key, slots)
            old.update(self._found.get(key, ()))
            new.update(findings)
            if findings:
                other._found[key] = findings
            else:
                other._found.pop(key, None)
            if not slots and key[0] is not Scope.SESSION:
                other._groups.pop(key, None)
        removed = sorted((old - new).elements(), key=lambda one: one.order)
        added = sorted((new - old).elements(), key=lambda one: one.order)
        return Moved(other, tuple(one.problem for one in removed), tuple(one.problem for one in added))


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move does: the index afterwards, the conflicts that it removed and those that it added."""

    index: ConflictIndex
    removed: tuple[Problem, ...] = ()
    added: tuple[Problem, ...] = ()


def _active(severities: Mapping[str, Severity | None]) -> _Active:
    found: dict[Scope, list[tuple[Rule, Severity]]] = {}
    for rule in RULES:
        severity = severities.get(rule.id, rule.severity)
        if severity is not None:
            found.setdefault(rule.scope, []).append((rule, severity))
    return {scope: tuple(rules) for scope, rules in found.items()}
