"""What planning adds to an event file: the event's own rules, ways, reviews, sign-ups, arrivals; written and read."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

from confkit.codecs.entity_table import TableReader
from confkit.codecs.length_text import length_value
from confkit.codecs.references import References
from confkit.codecs.toml_text import TomlWriter
from confkit.domain.arrival import Arrival
from confkit.domain.edit import cleaned
from confkit.domain.event import Event, LengthQuota, Way
from confkit.domain.review import Review
from confkit.domain.rule_settings import USUAL, RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.session import Session
from confkit.domain.sign_up import SignUp


def severities_value(severities: Sequence[RuleSeverity]) -> list[object]:
    """Return the severities of rules as they are written."""
    return [{"rule": one.rule, "severity": one.severity.value} for one in severities]


def read_severities(table: TableReader, key: str) -> tuple[RuleSeverity, ...]:
    """Read what ``severities_value`` writes."""
    found = []
    for one in table.tables(key):
        one.required("severity", one.own_text("severity"))
        found.append(RuleSeverity(one.name("rule"), one.choice("severity", RuleLevel.OFF)))
        one.done()
    return tuple(found)


def options_value(options: RuleOptions) -> dict[str, object]:
    """Return what the rules go by, as far as it is not the usual."""
    written: dict[str, object] = {}
    for field in fields(RuleOptions):
        own = getattr(options, field.name)
        if own != getattr(USUAL, field.name):
            written[field.name] = length_value(own) if isinstance(own, timedelta) else own
    return written


def read_options(table: TableReader, key: str) -> RuleOptions:
    """Read what ``options_value`` writes."""
    if not table.has(key):
        return USUAL
    inside = table.table(key)
    own: dict[str, object] = {}
    for field in fields(RuleOptions):
        usual = getattr(USUAL, field.name)
        read = inside.length if isinstance(usual, timedelta) else inside.flag if usual is False else inside.whole
        value = read(field.name)
        own[field.name] = usual if value is None else value
    inside.done()
    return RuleOptions(**own)  # type: ignore[arg-type]


def lengths_value(lengths: Sequence[LengthQuota]) -> list[object]:
    """Return how many sessions of each length are planned as it is written."""
    return [{"length": length_value(one.length), "number": one.number} for one in lengths]


def read_lengths(table: TableReader, key: str) -> tuple[LengthQuota, ...]:
    """Read what ``lengths_value`` writes."""
    found = []
    for one in table.tables(key):
        length = one.required("length", one.length("length"))
        found.append(LengthQuota(length, one.required("number", one.whole("number"))))
        one.done()
    return tuple(found)


def ways_value(ways: Sequence[Way], rooms: References) -> list[object]:
    """Return ways to other rooms as they are written."""
    return [{"room": rooms.written(way.room_id), "minutes": way.minutes} for way in ways]


def read_ways(table: TableReader, key: str, rooms: References) -> tuple[Way, ...]:
    """Read what ``ways_value`` writes."""
    found = []
    for one in table.tables(key):
        room = one.required("room", rooms.found(one, "room", one.name("room")))
        found.append(Way(room, one.required("minutes", one.whole("minutes"))))
        one.done()
    return tuple(found)


def put_review(writer: TomlWriter, review: Review, persons: References) -> None:
    """Write a review of the session that was written before."""
    writer.table("[[sessions.reviews]]")
    writer.put("id", str(review.id))
    writer.put("person", persons.written(review.person_id))
    writer.put("score", review.score)
    writer.put("comment", review.comment, unless="")
    writer.put("at", review.at)


def read_review(table: TableReader, session: Session, persons: References) -> Review:
    """Read a review."""
    review = Review(
        id=table.id(),
        session_id=session.id,
        person_id=table.required("person", persons.found(table, "person", table.name("person"))),
        score=table.whole("score"),
        comment=table.text("comment"),
        at=_moment(table, "at"),
    )
    table.done()
    return cleaned(review)


def put_sign_up(writer: TomlWriter, one: SignUp) -> None:
    """Write somebody who signed up for the session that was written before."""
    writer.table("[[sessions.sign_ups]]")
    writer.put("id", str(one.id))
    writer.put("name", one.name)
    writer.put("email", one.email, unless="")
    writer.put("added", one.added)
    writer.put("slot", str(one.slot_id) if one.slot_id else None)
    writer.put("withdrawn", one.withdrawn, unless=False)
    writer.put("counted", one.counted)
    writer.put("attended", one.attended, unless=False)


def read_sign_up(table: TableReader, session: Session, slots: Sequence[UUID]) -> SignUp:
    """Read somebody who signed up; ``slots`` are those of the session."""
    slot = table.uuid("slot")
    if slot is not None and slot not in slots:
        table.fail("slot", "is no slot of this session", "write the id of one of its slots, or leave it out")
    one = SignUp(
        id=table.id(),
        session_id=session.id,
        name=table.name("name"),
        email=table.text("email"),
        added=_moment(table, "added"),
        slot_id=slot,
        withdrawn=table.flag("withdrawn") or False,
        counted=_moment(table, "counted") if table.has("counted") else None,
        attended=table.flag("attended") or False,
    )
    table.done()
    return cleaned(one)


def put_arrival(writer: TomlWriter, arrival: Arrival, persons: References) -> None:
    """Write who has arrived."""
    writer.table("[[arrivals]]")
    writer.put("id", str(arrival.id))
    writer.put("person", persons.written(arrival.person_id))
    writer.put("at", arrival.at)


def read_arrival(table: TableReader, event: Event, persons: References) -> Arrival:
    """Read who has arrived."""
    person = table.required("person", persons.found(table, "person", table.name("person")))
    arrival = Arrival(table.id(), event.id, person, _moment(table, "at"))
    table.done()
    return arrival


def _moment(table: TableReader, key: str) -> datetime:
    value = table.required(key, table.moment(key, None))
    try:
        return value.astimezone(UTC)
    except OverflowError:
        table.fail(key, "lies too far from today", "check the year")
