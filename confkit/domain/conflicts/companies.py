"""Who or what is looked at together besides what is in one room or with one person, worked out once for a programme.

Sessions that must not run beside each other, persons who must stay apart, and everything that one attendee wants to be
in. Each such company is known by the id of one of its own, so that a move can tell which of them it touches.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from confkit.domain.person import Person, Role
from confkit.domain.planning.attendance import is_consultation
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.domain.sign_up import SignUp


@dataclass(frozen=True, slots=True)
class Apart:
    """What must not be at the same time: ``others`` of each one that has any, ``companies`` that each one is in.

    Where both of a pair say so it is in ``others`` of one of them only.
    """

    others: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    companies: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, said: Mapping[UUID, tuple[UUID, ...]]) -> "Apart":
        """Return what follows from what each one says about others."""
        others: dict[UUID, frozenset[UUID]] = {}
        companies: dict[UUID, list[UUID]] = {}
        for one, of_one in said.items():
            own = frozenset(each for each in of_one if each != one and not (each < one and one in said.get(each, ())))
            if own:
                others[one] = own
                for each in (one, *sorted(own)):
                    companies.setdefault(each, []).append(one)
        return cls(others, {one: tuple(found) for one, found in companies.items()})


@dataclass(frozen=True, slots=True)
class Attendees:
    """Those who signed up for more than one thing, or for one beside sessions of their own.

    ``sign_ups`` are those of each (known by the id of the first), ``of_session`` who has to do with a session: by id
    of the attendee, whether they are one of its people.
    """

    sign_ups: Mapping[UUID, tuple[SignUp, ...]] = field(default_factory=dict)
    of_session: Mapping[UUID, Mapping[UUID, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, programme: Programme) -> "Attendees":
        """Return the attendees of a programme: one e-mail address is one person, or one name where there is none."""
        by_key: dict[str, list[SignUp]] = {}
        for one in programme.sign_ups:
            session = programme.session.get(one.session_id)
            if session is None or not session.status.takes_place or one.withdrawn:
                continue
            # Who has no slot of a consultation (any more) has nowhere to be yet.
            if one.slot_id is not None or not is_consultation(programme, session):
                by_key.setdefault(_key(one), []).append(one)
        own = _own_sessions(programme)
        found: dict[UUID, tuple[SignUp, ...]] = {}
        of_session: dict[UUID, dict[UUID, bool]] = {}
        for key, sign_ups in by_key.items():
            speaks = own.get(key, ())
            if len(sign_ups) + len(speaks) < 2:
                continue
            id = min(one.id for one in sign_ups)
            found[id] = tuple(sign_ups)
            for one in sign_ups:
                of_session.setdefault(one.session_id, {})[id] = False
            for session in speaks:
                of_session.setdefault(session.id, {})[id] = True
        return cls(found, of_session)

    def companies(self, session: UUID, slot: UUID) -> tuple[UUID, ...]:
        """Return the attendees who want to be, or have to be, in a session in this slot of it."""
        known = self.of_session.get(session)
        if not known:
            return ()
        return tuple(id for id, speaks in known.items() if speaks or self._comes(id, session, slot))

    def _comes(self, id: UUID, session: UUID, slot: UUID) -> bool:
        return any(one.session_id == session and one.slot_id in (None, slot) for one in self.sign_ups[id])


def _key(one: SignUp | Person) -> str:
    return one.email.casefold() or one.name.casefold()


def _own_sessions(programme: Programme) -> Mapping[str, tuple[Session, ...]]:
    """Return which sessions people have to be in, by e-mail address and, since not all give one, by name."""
    found: dict[str, dict[UUID, Session]] = {}
    for person in programme.persons:
        own = {
            session.id: session
            for session in programme.sessions_of.get(person.id, ())
            if any(part.person_id == person.id and part.role is not Role.REVIEWER for part in session.participants)
        }
        for key in {_key(person), person.name.casefold()} if own else ():
            found.setdefault(key, {}).update(own)
    return {key: tuple(sessions.values()) for key, sessions in found.items()}
