"""The event file, ``events/<slug>.toml``: one event with everything that belongs to it, for people and for git.

It is the organizers' own form and lossless both ways, so it holds what the public must not see: e-mail addresses,
internal notes, sessions that were rejected, reviews, and who signed up for workshops.
Whoever publishes it publishes these.

Written: defaults are left out, things refer to each other by name (by id where two share one), times are on the
event's wall clock (with their offset in the hour that a clock change repeats), everything in a stable order so that a
small change is a small difference. Read: as strict as a person who edits it wishes; see ``read_event``.
"""

from dataclasses import replace

from confkit.codecs.entity_table import NewId, TableReader
from confkit.codecs.event_tables import (
    Lists,
    put_event,
    put_room,
    put_session,
    put_slot,
    put_track,
    put_type,
    read_event_table,
    read_room,
    read_session,
    read_slot,
    read_track,
    read_type,
)
from confkit.codecs.person_table import put_person, read_person
from confkit.codecs.planning_table import (
    put_arrival,
    put_review,
    put_sign_up,
    read_arrival,
    read_review,
    read_sign_up,
    read_ways,
)
from confkit.codecs.references import References, refuse_doubles
from confkit.codecs.toml_text import TomlWriter, parse_toml
from confkit.domain.edit import cleaned
from confkit.domain.errors import FormatError, InvalidValue
from confkit.domain.programme import Programme, in_order
from confkit.domain.review import Review
from confkit.domain.session import Slot
from confkit.domain.sign_up import SignUp
from confkit.domain.times import zone_named


def write_event(programme: Programme) -> bytes:
    """Return ``programme``, brought into its stable order, as an event file.

    Raises InvalidValue if it is not whole: a session or slot refers to something that it does not hold.
    """
    programme = in_order(programme)
    parts: tuple[Slot | Review | SignUp, ...] = (*programme.slots, *programme.reviews, *programme.sign_ups)
    for part in parts:
        if part.session_id not in programme.session:
            words = {Slot: "slot", Review: "review", SignUp: "sign-up"}[type(part)]
            fix = "remove it, or add the session"
            raise InvalidValue(f"the {words} {part.id} has no session", where=f"{words}s", fix=fix)
    lists, zone = Lists.of(programme), zone_named(programme.event.zone)
    writer = TomlWriter(
        "An event file of confkit. Times are on the wall clock of the event's zone, lengths are in minutes.",
        "It holds e-mail addresses and internal notes: it is for the organizers, not for the public.",
    )
    put_event(writer, programme.event)
    for position, room in enumerate(programme.rooms):
        put_room(writer, room, position, zone, lists.rooms)
    for position, track in enumerate(programme.tracks):
        put_track(writer, track, position, lists.rooms)
    for position, kind in enumerate(programme.types):
        put_type(writer, kind, position)
    for person in programme.persons:
        put_person(writer, person, programme.event, zone)
    for session in programme.sessions:
        put_session(writer, session, lists)
        for slot in programme.slots_of.get(session.id, ()):
            put_slot(writer, slot, zone, lists.rooms)
        for review in programme.reviews_of.get(session.id, ()):
            put_review(writer, review, lists.persons)
        for one in programme.sign_ups_of.get(session.id, ()):
            put_sign_up(writer, one)
    for arrival in programme.arrivals:
        put_arrival(writer, arrival, lists.persons)
    return writer.finish()


def read_event(data: bytes, where: str, *, new_id: NewId | None = None) -> Programme:
    """Read an event file; ``where`` is its name as errors show it. The text in it is cleaned.

    ``new_id`` makes it friendly to files written by hand: it is asked for every id that is missing. A slot without an
    end gets the session's planned length, an event without a last day has one day, and the order of rooms, tracks and
    types is the order they stand in.

    Raises FormatError, with file, table and key, for everything that is unknown, missing, doubled or of another type.
    """
    document = TableReader(parse_toml(data, where), where, new_id=new_id)
    event, zone = read_event_table(document.table("event"))
    halls = document.tables("rooms")
    places = tuple(read_room(t, event, n, zone) for n, t in enumerate(halls))
    known = References("room", places)
    programme = Programme(
        event=event,
        rooms=places,
        tracks=tuple(read_track(t, event, n, known) for n, t in enumerate(document.tables("tracks"))),
        types=tuple(read_type(t, event, n) for n, t in enumerate(document.tables("types"))),
        persons=tuple(cleaned(read_person(t, event.id, zone)) for t in document.tables("persons")),
    )
    sessions, arrivals = document.tables("sessions"), document.tables("arrivals")
    document.done()
    lists = Lists.of(programme)
    rooms = []
    for table, room in zip(halls, programme.rooms, strict=True):
        rooms.append(replace(room, ways=read_ways(table, "ways", lists.rooms)))
        table.done()
    programme = replace(
        programme,
        rooms=tuple(rooms),
        sessions=tuple(read_session(t, event, lists) for t in sessions),
        arrivals=tuple(read_arrival(t, event, lists.persons) for t in arrivals),
    )
    programme = _with_parts(programme, sessions, lists, where)
    for key in ("rooms", "tracks", "types", "persons", "sessions", "arrivals"):
        refuse_doubles(document, key, [item.id for item in getattr(programme, key)])
    return in_order(programme)


def _with_parts(programme: Programme, sessions: tuple[TableReader, ...], lists: Lists, where: str) -> Programme:
    """Read what stands in the tables of sessions: slots, reviews, sign-ups."""
    slots: list[Slot] = []
    reviews: list[Review] = []
    sign_ups: list[SignUp] = []
    titles = References("session", programme.sessions)
    programme = replace(
        programme,
        sessions=tuple(
            replace(session, not_with=titles.list_found(table, "not_with"))
            for table, session in zip(sessions, programme.sessions, strict=True)
        ),
    )
    for table, session in zip(sessions, programme.sessions, strict=True):
        length = programme.length(session)
        own = [read_slot(t, session, programme.zone, lists.rooms, length) for t in table.tables("slots")]
        refuse_doubles(table, "slots", [slot.id for slot in own])
        slots += own
        reviews += [read_review(t, session, lists.persons) for t in table.tables("reviews")]
        sign_ups += [read_sign_up(t, session, [slot.id for slot in own]) for t in table.tables("sign_ups")]
        table.done()
    parts: tuple[tuple[str, list[Slot] | list[Review] | list[SignUp]], ...]
    parts = (("slots", slots), ("reviews", reviews), ("sign-ups", sign_ups))
    for words, of_all in parts:
        if len({one.id for one in of_all}) < len(of_all):
            raise FormatError(
                f"two {words} of different sessions have the same id", where=where, fix="give one its own id"
            )
    return replace(programme, slots=tuple(slots), reviews=tuple(reviews), sign_ups=tuple(sign_ups))
