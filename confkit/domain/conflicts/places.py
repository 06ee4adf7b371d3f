"""The rules for a slot and its room: there, free, large enough, with everything that is needed."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from confkit.domain.conflicts.rule import Found, Look, Placed, Registry, Scope, covered
from confkit.domain.event import SessionKind
from confkit.domain.problem import Severity

RULES = Registry()


def _found(one: Placed, message: str) -> Found:
    room = (one.room.id,) if one.room else ()
    return Found(one.where, message, (one.session.id, *room), (one.slot.id,))


@RULES.rule("session-without-room", Scope.SLOT, Severity.WARNING, "give it a room")
def _without_room(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session with a time has a room; breaks and what is no session of a kind may be anywhere."""
    for one in slots:
        anywhere = look.kind(one.session) in (SessionKind.BREAK, SessionKind.OTHER)
        if one.room is None and not anywhere and one.session.status.takes_place:
            yield _found(one, "has a time but no room")


@RULES.rule("room-unavailable", Scope.SLOT, Severity.WARNING, "move the session, or change when the room can be used")
def _unavailable(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A room is used only while it is available."""
    for one in slots:
        if one.room is None or not one.session.status.takes_place:
            continue
        allowed = look.room_spans(one.room.id)
        if allowed is not None and not covered(one.start, one.end, allowed):
            yield _found(one, f"{one.room.name} can't be used all that time")


@RULES.rule("track-room", Scope.SLOT, Severity.WARNING, "move it to a room of its track, or give the track this room")
def _track_room(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A session is in a room of its track, where the track has rooms of its own; breaks may be anywhere."""
    for one in slots:
        track = look.programme.track.get(one.session.track_id) if one.session.track_id else None
        if track is None or not track.rooms or one.room is None or one.is_break or not one.session.status.takes_place:
            continue
        own = [look.programme.room[id].name for id in track.rooms if id in look.programme.room]
        if own and one.room.id not in track.rooms:
            yield _found(one, f"is in {one.room.name}, and {track.name} belongs into {' or '.join(own)}")


@RULES.rule("room-too-small", Scope.SLOT, Severity.WARNING, "choose a larger room")
def _too_small(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A room holds the audience that is expected."""
    for one in slots:
        wanted, seats = one.session.expected_audience, one.room.capacity if one.room else None
        if one.room and wanted and seats and wanted > seats and one.session.status.takes_place:
            yield _found(one, f"{wanted:,} people are expected, and {one.room.name} holds {seats:,}")


@RULES.rule(
    "sign-up-over-room", Scope.SLOT, Severity.WARNING, "lower the capacity of the session, or take a larger room"
)
def _sign_ups(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """No more people can sign up than the room holds."""
    for one in slots:
        wanted, seats = one.session.capacity, one.room.capacity if one.room else None
        if one.room and wanted and seats and wanted > seats and one.session.status.takes_place:
            yield _found(one, f"{wanted:,} people can sign up, and {one.room.name} holds {seats:,}")


@RULES.rule("equipment-missing", Scope.SLOT, Severity.WARNING, "bring it there, or choose a room that has it")
def _equipment(look: Look, key: UUID, slots: Sequence[Placed]) -> Iterator[Found]:
    """A room has the equipment that the session asks for."""
    for one in slots:
        if one.room is None or not one.session.equipment or not one.session.status.takes_place:
            continue
        missing = missing_equipment(one.session.equipment, one.room.equipment)
        if missing:
            yield _found(one, f"{one.room.name} has no {', no '.join(missing)}")


def missing_equipment(wanted: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    """Return what of ``wanted`` is not ``there``; case and blanks don't matter."""
    has = {_plain(each) for each in there}
    return tuple(each for each in wanted if _plain(each) not in has)


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())
