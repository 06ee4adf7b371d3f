"""How each kind of value is written into a column, and read back without loss."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from confkit.domain.errors import InvalidValue
from confkit.domain.event import LengthQuota, Link, Way, Window
from confkit.domain.person import Availability, Participant, Role
from confkit.domain.podcasting import Discussion, FeedText, RemoteAudio, RemoteFeed, SeasonName, Soundbite
from confkit.domain.recording import Chapter
from confkit.domain.rule_settings import USUAL, RuleOptions, RuleSeverity
from confkit.domain.show import TagBasis
from confkit.domain.times import in_reach

Scalar: TypeAlias = str | int | bool | None
# The zone of an event, by the hexadecimal form of its id; "" asks for the one event the row belongs to.
Zones: TypeAlias = Callable[[str], tzinfo]

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of value is written; None stays None. A missing function means that the value is written as it is.

    ``stored`` is what the database must hold of it (None: what the field says), ``known`` the words that it can be.
    """

    write: Callable[[Any], Scalar] | None = None
    read: Callable[[Any, Zones], Any] | None = None
    stored: type[Any] | None = None
    known: tuple[str, ...] = ()


# --- scalars ------------------------------------------------------------------------------------------------------


def instant_text(value: datetime) -> str:
    """Return an aware datetime as UTC text of fixed width, which sorts by time; raises InvalidValue."""
    if value.tzinfo is None:
        raise InvalidValue("a time without a time zone can't be stored", where=str(value), fix="use an aware time")
    try:
        return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
    except OverflowError as error:
        raise InvalidValue("lies outside the years 1 to 9999", where=str(value), fix="enter another date") from error


def instant_of(text: str, zone: tzinfo = UTC) -> datetime:
    """Read what ``instant_text`` wrote, shown in ``zone``; raises ValueError, OverflowError for anything else."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:  # ``astimezone`` would take it for the time of this computer
        raise ValueError("it has no time zone")
    if not in_reach(moment):
        raise OverflowError(text)
    return moment.astimezone(zone)


@lru_cache(maxsize=256)
def zone_or_utc(name: str) -> tzinfo:
    """Return the zone, or UTC where this computer does not know it: the instants are right all the same."""
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return UTC


@lru_cache(maxsize=1 << 16)
def id_of(text: str) -> UUID:
    """Read an id. Kept, because a programme names each of its ids several times and is loaded after every edit."""
    return UUID(int=int(text, 16))


def _microseconds(value: timedelta) -> int:
    return value // timedelta(microseconds=1)


PLAIN = Form()
ID = Form(lambda value: value.hex, lambda value, _: id_of(value), str)
DAY = Form(date.isoformat, lambda value, _: date.fromisoformat(value), str)
CLOCK = Form(time.isoformat, lambda value, _: time.fromisoformat(value), str)
LENGTH = Form(_microseconds, lambda value, _: timedelta(microseconds=value), int)
INSTANT = Form(instant_text, lambda value, _: instant_of(value), str)
LOCAL = Form(instant_text, lambda value, zones: instant_of(value, zones("")), str)


def choice(kind: type[E]) -> Form:
    """The form of a choice: the member's value."""
    by_value = {member.value: member for member in kind}
    return Form(lambda value: str(value.value), lambda value, _: by_value[value], str, tuple(by_value))


# --- nested values, as JSON text ----------------------------------------------------------------------------------


def json_text(value: object) -> str:
    """Return a nested value as JSON."""
    return msgspec.json.encode(value).decode()


def _tuple_of(decoder: "msgspec.json.Decoder[Any]") -> Form:
    # Most of these are empty, and decoding thousands of "[]" would be most of the time of loading a programme.
    return Form(json_text, lambda value, _: () if value == "[]" else decoder.decode(value), str)


def _one_of(decoder: "msgspec.json.Decoder[Any]") -> Form:
    return Form(json_text, lambda value, _: decoder.decode(value), str)


_SPANS = msgspec.json.Decoder(tuple[tuple[str, str], ...])
_SPANS_BY_EVENT = msgspec.json.Decoder(tuple[tuple[str, tuple[tuple[str, str], ...]], ...])


def _spans(windows: Sequence[Window]) -> list[tuple[str, str]]:
    return [(instant_text(window.start), instant_text(window.end)) for window in windows]


def _windows(spans: Sequence[tuple[str, str]], zone: tzinfo) -> tuple[Window, ...]:
    return tuple(Window(instant_of(start, zone), instant_of(end, zone)) for start, end in spans)


def _read_windows(value: str, zones: Zones) -> tuple[Window, ...]:
    return () if value == "[]" else _windows(_SPANS.decode(value), zones(""))


def _write_availability(value: tuple[Availability, ...]) -> str:
    return json_text([(one.event_id.hex, _spans(one.windows)) for one in value])


def _read_availability(value: str, zones: Zones) -> tuple[Availability, ...]:
    if value == "[]":
        return ()
    return tuple(
        Availability(id_of(event_id), _windows(spans, zones(event_id)))
        for event_id, spans in _SPANS_BY_EVENT.decode(value)
    )


_LENGTHS = msgspec.json.Decoder(tuple[tuple[int, str, int | None, str, str, bool], ...])


def _write_chapters(value: tuple[Chapter, ...]) -> str:
    return json_text(
        [
            (
                _microseconds(one.start),
                one.title,
                None if one.end is None else _microseconds(one.end),
                one.url,
                one.image,
                one.hidden,
            )
            for one in value
        ]
    )


def _read_chapters(value: str, _: Zones) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(
            timedelta(microseconds=start),
            title,
            None if end is None else timedelta(microseconds=end),
            url,
            image,
            hidden,
        )
        for start, title, end, url, image, hidden in _LENGTHS.decode(value)
    )


_PARTS = msgspec.json.Decoder(tuple[tuple[str, Role], ...])


def _write_participants(value: tuple[Participant, ...]) -> str:
    return json_text([(part.person_id.hex, part.role) for part in value])


def participants_in(value: Scalar) -> tuple[tuple[str, Role], ...]:
    """Return the ids and roles in what was written with ``PARTICIPANTS``."""
    return _PARTS.decode(str(value)) if value else ()


def _read_participants(value: str, _: Zones) -> tuple[Participant, ...]:
    return () if value == "[]" else tuple(Participant(id_of(id), role) for id, role in _PARTS.decode(value))


_WAYS = msgspec.json.Decoder(tuple[tuple[str, int], ...])


def _write_ways(value: tuple[Way, ...]) -> str:
    return json_text([(way.room_id.hex, way.minutes) for way in value])


def ways_in(value: Scalar) -> tuple[tuple[str, int], ...]:
    """Return the ids of rooms and the minutes in what was written with ``WAYS``."""
    return _WAYS.decode(str(value)) if value and value != "[]" else ()


def _read_ways(value: str, _: Zones) -> tuple[Way, ...]:
    return tuple(Way(id_of(id), minutes) for id, minutes in ways_in(value))


_LENGTH_QUOTAS = msgspec.json.Decoder(tuple[tuple[int, int], ...])


def _write_lengths(value: tuple[LengthQuota, ...]) -> str:
    return json_text([(_microseconds(one.length), one.number) for one in value])


def _read_lengths(value: str, _: Zones) -> tuple[LengthQuota, ...]:
    return tuple(LengthQuota(timedelta(microseconds=length), number) for length, number in _LENGTH_QUOTAS.decode(value))


_OPTIONS = msgspec.json.Decoder(dict[str, int])
_USUAL: dict[str, Any] = {field.name: getattr(USUAL, field.name) for field in fields(RuleOptions)}


def _write_options(value: RuleOptions) -> str:
    """Only what is not as usual, so that a later confkit may find better defaults."""
    written = {}
    for field in fields(RuleOptions):
        own = getattr(value, field.name)
        if own != getattr(USUAL, field.name):
            written[field.name] = _microseconds(own) if isinstance(own, timedelta) else int(own)
    return json_text(written)


def _read_options(value: str, _: Zones) -> RuleOptions:
    if value == "{}":
        return USUAL
    own: dict[str, Any] = {}
    for name, number in _OPTIONS.decode(value).items():
        usual = _USUAL[name]
        own[name] = timedelta(microseconds=number) if isinstance(usual, timedelta) else type(usual)(number)
    return RuleOptions(**own)


WORDS = _tuple_of(msgspec.json.Decoder(tuple[str, ...]))
IDS = _tuple_of(msgspec.json.Decoder(tuple[UUID, ...]))
LINKS = _tuple_of(msgspec.json.Decoder(tuple[Link, ...]))
BASES = _tuple_of(msgspec.json.Decoder(tuple[TagBasis, ...]))
FEEDS = _tuple_of(msgspec.json.Decoder(tuple[RemoteFeed, ...]))
TEXTS = _tuple_of(msgspec.json.Decoder(tuple[FeedText, ...]))
SEASONS = _tuple_of(msgspec.json.Decoder(tuple[SeasonName, ...]))
SOUNDBITES = _tuple_of(msgspec.json.Decoder(tuple[Soundbite, ...]))
DISCUSSIONS = _tuple_of(msgspec.json.Decoder(tuple[Discussion, ...]))
FEED = _one_of(msgspec.json.Decoder(RemoteFeed))
AUDIO = _one_of(msgspec.json.Decoder(RemoteAudio))
WINDOWS = Form(lambda value: json_text(_spans(value)), _read_windows, str)
AVAILABILITY = Form(_write_availability, _read_availability, str)
CHAPTERS = Form(_write_chapters, _read_chapters, str)
SEVERITIES = _tuple_of(msgspec.json.Decoder(tuple[RuleSeverity, ...]))
LENGTHS = Form(_write_lengths, _read_lengths, str)
OPTIONS = Form(_write_options, _read_options, str)
WAYS = Form(_write_ways, _read_ways, str)
PARTICIPANTS = Form(_write_participants, _read_participants, str)
