"""What a thing must fulfil by itself: the checks behind every form, import and ``confkit check``.

Each check returns problems whose ``where`` is the name of the field, so that a form can show it there.
"""

import difflib
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Entity
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, LengthQuota, Link, Room, SessionType, Track, Way, Window
from confkit.domain.person import Person
from confkit.domain.podcasting import RemoteAudio, RemoteFeed, Soundbite
from confkit.domain.problem import Problem, Severity
from confkit.domain.review import HIGHEST, LOWEST, STEPS, Review
from confkit.domain.rule_settings import RuleOptions, RuleSeverity
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp
from confkit.domain.times import elapsed, in_reach, zone_named

SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
# The shape of RFC 5646 §2.1, not its registry.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*\Z")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+\Z|mailto:[^\s<>\"]+@[^\s<>\"]+\Z", re.IGNORECASE)


def field_problems(entity: Entity) -> tuple[Problem, ...]:
    """Return what is wrong with the fields of ``entity``, errors first."""
    check: Callable[[Any], Iterator[Problem]] = _CHECKS[type(entity)]
    return tuple(sorted(check(entity), key=lambda problem: problem.rank))


def require_valid(entity: Entity) -> None:
    """Raise InvalidValue for the first error among the fields of ``entity``."""
    for problem in field_problems(entity):
        if problem.severity is Severity.ERROR:
            raise InvalidValue(problem.message, where=problem.where, fix=problem.fix)


def _error(field: str, message: str, fix: str) -> Problem:
    return Problem(f"invalid-{field.replace('_', '-')}", Severity.ERROR, field, message, fix)


def _unreachable(field: str) -> Problem:
    return _error(field, "is too early or too late for a calendar", "write the year with four digits, such as 2027")


def _given(field: str, value: str) -> Iterator[Problem]:
    if not value.strip():
        yield _error(field, "is empty", f"enter a {field}")


def _slug(value: str) -> Iterator[Problem]:
    if not SLUG.match(value) or len(value) > 64:
        yield _error("slug", f"{value!r} is not a short name", "use a-z, 0-9 and single hyphens, at most 64 characters")


def is_language(value: str) -> bool:
    """Whether ``value`` has the shape of a language tag (RFC 5646)."""
    return _LANGUAGE.match(value) is not None


def _language(value: str) -> Iterator[Problem]:
    if value and not is_language(value):
        yield _error("language", f"{value!r} is not a language code", "use a code such as en, de or pt-BR")


def _email(field: str, value: str) -> Iterator[Problem]:
    if value and not _EMAIL.match(value):
        yield _error(field, f"{value!r} is not an e-mail address", "write it as name@example.org")


def _url(field: str, value: str) -> Iterator[Problem]:
    if value and not _ADDRESS.match(value):
        yield _error(field, f"{value!r} is not a web address", "start it with https://")


def _links(field: str, links: tuple[Link, ...]) -> Iterator[Problem]:
    for link in links:
        if link.url:
            yield from _url(field, link.url)
        else:
            yield _error(field, "is a link without an address", "enter the address, or remove the link")


def _positive(field: str, value: int | None) -> Iterator[Problem]:
    if value is not None and value < 1:
        yield _error(field, f"{value} is not a number of at least 1", "enter a number above 0, or leave it empty")


def _windows(field: str, windows: tuple[Window, ...]) -> Iterator[Problem]:
    for window in windows:
        if not (in_reach(window.start) and in_reach(window.end)):
            yield _unreachable(field)
        elif elapsed(window.start, window.end) <= timedelta(0):
            yield _error(field, "ends before it begins", "let the end be after the start")


# RFC 5545 §3.3.10: parts with a value each, FREQ among them. What a reader makes of them is its business.
_RULE = re.compile(r"[A-Z]+(?:-[A-Z]+)*=[A-Za-z0-9,+:-]+(?:;[A-Z]+(?:-[A-Z]+)*=[A-Za-z0-9,+:-]+)*\Z")
SECRET = re.compile(r"[A-Za-z0-9_-]{16,64}\Z")
SOUNDBITE_LENGTHS = (timedelta(seconds=15), timedelta(seconds=120))


def is_recurrence(value: str) -> bool:
    """Whether ``value`` has the shape of a recurrence rule (RFC 5545 §3.3.10)."""
    return _RULE.match(value) is not None and "FREQ=" in value


def _recurrence(value: str) -> Iterator[Problem]:
    if value and not is_recurrence(value):
        yield _error("recurrence", f"{value!r} is not a recurrence rule", "write it as FREQ=WEEKLY;BYDAY=MO (RFC 5545)")


def _remote_feeds(field: str, feeds: tuple[RemoteFeed, ...]) -> Iterator[Problem]:
    for feed in feeds:
        yield from _url(field, feed.url)
        if not feed.guid.strip():
            yield _error(field, "names a feed without its guid", "give its address, or the podcast:guid it has")


def _soundbites(soundbites: tuple[Soundbite, ...]) -> Iterator[Problem]:
    shortest, longest = SOUNDBITE_LENGTHS
    for one in soundbites:
        if one.start < timedelta(0) or one.length <= timedelta(0):
            yield _error("soundbites", "has a length or start below 0", "write it as 00:01:30 30 Title")
        elif not shortest <= one.length <= longest:
            yield Problem(
                "soundbite-length",
                Severity.WARNING,
                "soundbites",
                f"one is {one.length.total_seconds():g} seconds long; apps take 15 to 120",
                "choose a passage of 15 to 120 seconds",
            )


def _event(event: Event) -> Iterator[Problem]:
    yield from _slug(event.slug)
    yield from _given("title", event.title)
    yield from _language(event.language)
    yield from _email("email", event.email)
    yield from _url("url", event.url)
    yield from _links("links", event.links)
    if event.last_day < event.first_day:
        yield _error("last_day", "is before the first day", "let the last day be the first day or a later one")
    elif (event.last_day - event.first_day).days > 366:
        yield _error("last_day", "is more than a year after the first day", "make an event for each part")
    try:
        zone_named(event.zone)
    except InvalidValue as error:
        yield _error("zone", error.what, error.fix)
    yield from _severities(event.severities)
    yield from _options(event.options)
    yield from _lengths(event.lengths)


def _severities(severities: tuple[RuleSeverity, ...]) -> Iterator[Problem]:
    if not severities:
        return
    # Few events have any, and the rules are much to import.
    from confkit.domain.conflicts.registry import RULE

    seen: set[str] = set()
    for one in severities:
        if one.rule in seen:
            yield _error("severities", f"names the rule {one.rule!r} twice", "say once how much it matters")
        seen.add(one.rule)
        if one.rule not in RULE:
            near = difflib.get_close_matches(one.rule[:80], RULE, 1)
            yield Problem(
                "unknown-rule",
                Severity.WARNING,
                "severities",
                f"there is no rule {one.rule!r}",
                f"did you mean {near[0]}?" if near else "take it out; docs/conflicts.md lists the rules",
            )


def _options(options: RuleOptions) -> Iterator[Problem]:
    for name in ("walking", "changeover", "rest"):
        if getattr(options, name) < timedelta(0):
            yield Problem(
                f"invalid-{name}", Severity.ERROR, f"options.{name}", "is negative", "enter minutes, 0 for none"
            )
    for name in ("sessions_a_day", "sessions_in_a_row"):
        if getattr(options, name) < 1:
            yield Problem(
                f"invalid-{name.replace('_', '-')}",
                Severity.ERROR,
                f"options.{name}",
                f"{getattr(options, name)} is not a number of at least 1",
                "enter a number above 0; to silence the rule, set its severity to off",
            )

    yield from _scale(options)


def _scale(options: RuleOptions) -> Iterator[Problem]:
    low, high = options.lowest_score, options.highest_score
    for name, score in (("lowest_score", low), ("highest_score", high)):
        if not LOWEST <= score <= HIGHEST:
            where = f"options.{name}"
            fix = f"enter a number from {LOWEST} to {HIGHEST}"
            yield Problem("invalid-scale", Severity.ERROR, where, f"{score} is not from {LOWEST} to {HIGHEST}", fix)
    where = "options.highest_score"
    if not (LOWEST <= low <= HIGHEST and LOWEST <= high <= HIGHEST):
        return
    if high <= low:
        yield Problem("invalid-scale", Severity.ERROR, where, "is not above the lowest score", "enter a higher one")
    elif high - low >= STEPS:
        fix = "use 1 to 10 or 0 to 9: a digit gives each score"
        yield Problem("invalid-scale", Severity.ERROR, where, f"makes a scale of more than {STEPS} steps", fix)


def _ways(room: Room, ways: tuple[Way, ...]) -> Iterator[Problem]:
    for way in ways:
        if way.room_id == room.id:
            yield _error("ways", "leads to the room itself", "name another room")
        elif way.minutes < 0:
            yield _error("ways", f"{way.minutes} minutes is less than nothing", "enter minutes, 0 for next door")
    if len({way.room_id for way in ways}) < len(ways):
        yield _error("ways", "leads to one room twice", "say once how long it takes")


def _quota(planned: Track | SessionType) -> Iterator[Problem]:
    if planned.quota is not None and planned.quota < timedelta(0):
        yield _error("quota", "is negative", "enter minutes, or leave it empty")
    if planned.quota_number is not None and planned.quota_number < 0:
        yield _error("quota_number", "is negative", "enter how many sessions, or leave it empty")


def _lengths(lengths: tuple[LengthQuota, ...]) -> Iterator[Problem]:
    for one in lengths:
        if one.length <= timedelta(0):
            yield _error("lengths", "has a length of nothing", "write minutes and how many, such as 45: 12")
        elif one.number < 0:
            yield _error("lengths", f"{one.number} sessions are less than none", "enter how many, 0 for none at all")
    if len({one.length for one in lengths}) < len(lengths):
        yield _error("lengths", "names one length twice", "say once how many are planned")


def _moment(field: str, value: datetime) -> Iterator[Problem]:
    if value.tzinfo is None:
        yield _error(field, "has no time zone", "write it with one, such as 2027-04-09 10:00+02:00")
    elif not in_reach(value):
        yield _unreachable(field)


def _room(room: Room) -> Iterator[Problem]:
    yield from _given("name", room.name)
    yield from _positive("capacity", room.capacity)
    yield from _windows("availability", room.availability)
    yield from _ways(room, room.ways)
    if room.parallel < 1:
        yield _error(
            "parallel", f"{room.parallel} is not a number of at least 1", "enter how many sessions it can hold"
        )


def _track(track: Track) -> Iterator[Problem]:
    yield from _given("name", track.name)
    if track.colour and not _COLOUR.match(track.colour):
        yield _error("colour", f"{track.colour!r} is not a colour", "write it as #rrggbb")
    yield from _quota(track)
    if track.first_day is not None and track.last_day is not None and track.last_day < track.first_day:
        yield _error("last_day", "is before the first day", "let the last day be the first day or a later one")


def _session_type(kind: SessionType) -> Iterator[Problem]:
    yield from _given("name", kind.name)
    if kind.length < timedelta(0):
        yield _error("length", "is negative", "enter the usual length in minutes")
    yield from _quota(kind)


def _person(person: Person) -> Iterator[Problem]:
    yield from _given("name", person.name)
    yield from _email("email", person.email)
    yield from _links("links", person.links)
    if person.id in person.apart:
        yield _error("apart", "is the person themselves", "name somebody else")
    for availability in person.availability:
        yield from _windows("availability", availability.windows)


def _session(session: Session) -> Iterator[Problem]:
    yield from _given("title", session.title)
    yield from _language(session.language)
    yield from _links("links", session.links)
    yield from _positive("capacity", session.capacity)
    yield from _positive("expected_audience", session.expected_audience)
    yield from _url("stream", session.stream)
    if session.id in session.not_with:
        yield _error("not_with", "is the session itself", "name another session")
    if session.duration is not None and session.duration < timedelta(0):
        yield _error("duration", "is negative", "enter the length in minutes")


def _slot(slot: Slot) -> Iterator[Problem]:
    if slot.start.tzinfo is None or slot.end.tzinfo is None:
        yield _error("start", "has no time zone", "use a time in the event's zone")
    elif not (in_reach(slot.start) and in_reach(slot.end)):
        yield _unreachable("start")
    elif slot.duration < timedelta(0):
        yield _error("end", "is before the start", "let the session end after it starts")


def _review(review: Review) -> Iterator[Problem]:
    if review.score is not None and not LOWEST <= review.score <= HIGHEST:
        yield _error(
            "score", f"{review.score} is not from {LOWEST} to {HIGHEST}", f"{HIGHEST} is the best, empty for no score"
        )
    yield from _moment("at", review.at)


def _sign_up(one: SignUp) -> Iterator[Problem]:
    yield from _given("name", one.name)
    yield from _email("email", one.email)
    yield from _moment("added", one.added)
    if one.counted is not None:
        yield from _moment("counted", one.counted)


def _arrival(arrival: Arrival) -> Iterator[Problem]:
    yield from _moment("at", arrival.at)


def _show(show: Show) -> Iterator[Problem]:
    yield from _slug(show.slug)
    yield from _given("title", show.title)
    yield from _given("language", show.language)
    yield from _language(show.language)
    yield from _email("owner_email", show.owner_email)
    yield from _url("url", show.url)
    yield from _url("new_feed_url", show.new_feed_url)
    yield from _links("funding", show.funding)
    yield from _remote_feeds("podroll", show.podroll)
    yield from _remote_feeds("publisher", (show.publisher,) if show.publisher else ())
    yield from _recurrence(show.recurrence)
    for season in show.seasons:
        yield from _positive("seasons", season.number)
    if show.secret and not SECRET.match(show.secret):
        yield _error("secret", "is no part of an address", "let confkit make one: confkit show private SHOW")


def _episode(episode: Episode) -> Iterator[Problem]:
    if episode.title is not None:
        yield from _given("title", episode.title)
    if not episode.guid.strip():
        yield _error("guid", "is empty", "give the episode the guid it had")
    yield from _language(episode.language or "")
    yield from _url("link", episode.link or "")
    yield from _positive("season", episode.season)
    yield from _positive("number", episode.number)
    yield from _soundbites(episode.soundbites)
    for discussion in episode.discussions:
        yield from _url("discussions", discussion.url)
        yield from _url("discussions", discussion.account_url)
    yield from _remote_audio(episode.remote)
    if episode.date is not None:
        yield from _moment("date", episode.date)


def _remote_audio(audio: RemoteAudio | None) -> Iterator[Problem]:
    if audio is not None:
        yield from _given("remote", audio.url)
        yield from _url("remote", audio.url)
        if audio.size < 0 or audio.duration < timedelta(0):
            yield _error("remote", "has a size or length below 0", "write 0 where it is not known")


_CHECKS: dict[type[Entity], Callable[[Any], Iterator[Problem]]] = {
    Event: _event,
    Room: _room,
    Track: _track,
    SessionType: _session_type,
    Person: _person,
    Session: _session,
    Slot: _slot,
    Review: _review,
    SignUp: _sign_up,
    Arrival: _arrival,
    Show: _show,
    Episode: _episode,
}
