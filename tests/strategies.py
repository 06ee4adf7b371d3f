"""Hypothesis strategies for everything the domain knows, in one place.

What they draw is valid (no error of ``field_problems``), clean (``cleaned`` has nothing to change) and consistent
(every reference points at something that is there). Times are real instants shown in the event's zone, with a liking
for the hours that a clock change repeats. Python calls two datetimes of one zone equal when their wall clocks are, so
compare with ``exact``, which sees the difference.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from confkit.domain.arrival import Arrival
from confkit.domain.conflicts import RULES
from confkit.domain.event import Event, LengthQuota, Link, Room, SessionKind, SessionType, Track, Way, Window
from confkit.domain.person import Availability, Participant, Person, Role
from confkit.domain.podcasting import Discussion, FeedText, RemoteAudio, RemoteFeed, SeasonName, Soundbite
from confkit.domain.programme import Programme, Shelf, in_order
from confkit.domain.recording import Chapter
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.session import Consent, Level, Session, Slot, Status
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show, ShowKind, TagBasis
from confkit.domain.sign_up import SignUp
from confkit.domain.text import clean_line, clean_text
from confkit.domain.times import WallClock, wall_clock_of

T = TypeVar("T")
Thing = TypeVar("Thing", Session, Person)

# Whole hours, half hours, three quarters, a clock change of 30 minutes, none, and one west of Greenwich.
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Australia/Lord_Howe",
    "UTC",
)
LANGUAGES = ("en", "de", "pt-BR", "zh-Hans")
LICENCES = ("", "CC-BY-4.0", "CC0-1.0")
# The days around the clock changes of these zones, and two ordinary ones.
_DAYS = (
    date(2027, 3, 28),
    date(2027, 10, 31),
    date(2027, 3, 14),
    date(2027, 11, 7),
    date(2027, 4, 3),
    date(2027, 4, 4),
    date(2027, 10, 2),
    date(2028, 2, 28),
    date(1999, 12, 31),
)


def exact(value: object) -> str:
    """Return a form of ``value`` that is equal only if everything is, ``fold`` and zone included."""
    return repr(value)


# --- text ---------------------------------------------------------------------------------------------------------


_ANY = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
_TRICKY = "abc xyz ÄÖÜßé [/]<>&\"'\\;:,=#%{}|\u0301\u200d\U0001f399𝄞ש中"


@lru_cache
def clean_line_text(*, min_size: int = 0, max_size: int = 40) -> st.SearchStrategy[str]:
    """One line of cleaned text with brackets, quotes, markup, emoji, right-to-left and combining characters."""
    texts = st.one_of(*(st.text(signs, min_size=min_size, max_size=max_size) for signs in (_ANY, _TRICKY)))
    return texts.map(clean_line).filter(lambda text: len(text) >= min_size)


@lru_cache
def clean_long_text(*, max_size: int = 80) -> st.SearchStrategy[str]:
    """Cleaned text over several lines."""
    return st.one_of(*(st.text(signs, max_size=max_size) for signs in (_ANY, _TRICKY + "\n\t"))).map(clean_text)


@lru_cache
def slugs() -> st.SearchStrategy[str]:
    """Short names for addresses."""
    return st.from_regex(r"[a-z0-9]{1,6}(?:[-_][a-z0-9]{1,6}){0,2}", fullmatch=True)


@lru_cache
def addresses() -> st.SearchStrategy[str]:
    """Web addresses, and none."""
    return st.sampled_from(
        (
            "",
            "https://example.org/",
            "https://example.org/a?b=c&d=é#x",
            "http://example.org/%20,;",
            "mailto:a@b.example",
        )
    )


@lru_cache
def links() -> st.SearchStrategy[tuple[Link, ...]]:
    """No, one or two links."""
    one = st.builds(Link, url=addresses().filter(bool), title=clean_line_text(max_size=12))
    return st.lists(one, max_size=2).map(tuple)


@lru_cache
def _words() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(clean_line_text(min_size=1, max_size=10), max_size=3, unique=True).map(tuple)


# --- times --------------------------------------------------------------------------------------------------------


def instants(zone: str, first: date, last: date) -> st.SearchStrategy[datetime]:
    """Instants of the days from ``first`` to ``last``, shown in ``zone``; often in an hour that exists twice."""
    begin = datetime.combine(first, time(), UTC)
    seconds = int((last - first).total_seconds()) + 24 * 60 * 60
    any_time = st.one_of(st.integers(0, seconds // 300).map(lambda n: n * 300), st.integers(0, seconds)).map(
        lambda n: (begin + timedelta(seconds=n)).astimezone(ZoneInfo(zone))
    )
    twice = repeated(zone, first, last)
    return st.one_of(any_time, st.sampled_from(twice)) if twice else any_time


@lru_cache
def repeated(zone: str, first: date, last: date) -> tuple[datetime, ...]:
    """Every quarter of an hour of these days that the clocks show twice."""
    begin = datetime.combine(first, time(), UTC) - timedelta(hours=14)
    quarters = ((last - first).days + 2) * 24 * 4
    times = ((begin + timedelta(minutes=15 * n)).astimezone(ZoneInfo(zone)) for n in range(quarters))
    return tuple(moment for moment in times if wall_clock_of(moment) is WallClock.REPEATED)


def windows(event: Event) -> st.SearchStrategy[tuple[Window, ...]]:
    """Windows of availability in the event's zone."""
    one = st.builds(
        lambda start, minutes: Window(start, _after(start, minutes)), moments(event), st.integers(1, 12 * 60)
    )
    return st.lists(one, max_size=2).map(tuple)


def moments(event: Event) -> st.SearchStrategy[datetime]:
    """Instants of the event."""
    return instants(event.zone, event.first_day, event.last_day)


def _after(start: datetime, minutes: int) -> datetime:
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


@lru_cache
def utc_moments() -> st.SearchStrategy[datetime]:
    """Instants in UTC, to the second."""
    return st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)).map(
        lambda value: value.replace(microsecond=0, fold=0, tzinfo=UTC)
    )


# --- planning -----------------------------------------------------------------------------------------------------


@st.composite
def events(draw: st.DrawFn) -> Event:
    """An event of one to four days, in any of the zones."""
    first = draw(st.sampled_from(_DAYS))
    return Event(
        id=draw(st.uuids()),
        slug=draw(slugs()),
        title=draw(clean_line_text(min_size=1)),
        zone=draw(st.sampled_from(ZONES)),
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 3))),
        subtitle=draw(clean_line_text()),
        description=draw(clean_long_text()),
        language=draw(st.sampled_from(LANGUAGES)),
        location=draw(clean_line_text()),
        url=draw(addresses()),
        organizer=draw(clean_line_text()),
        email=draw(st.sampled_from(("", "office@example.org"))),
        licence=draw(st.sampled_from(LICENCES)),
        day_change=draw(st.sampled_from((time(4), time(0), time(23, 59)))),
        links=draw(links()),
        origin=draw(clean_line_text(max_size=12)),
        series=draw(clean_line_text(max_size=12)),
        severities=draw(_severities()),
        options=draw(st.just(RuleOptions()) | _options()),
        lengths=draw(_length_quotas()),
        opens=draw(st.sampled_from((None, time(9), time(22, 30)))),
        closes=draw(st.sampled_from((None, time(18), time(2), time(0)))),
    )


@lru_cache
def _severities() -> st.SearchStrategy[tuple[RuleSeverity, ...]]:
    rules = st.sampled_from([rule.id for rule in RULES])
    one = st.builds(RuleSeverity, rules, st.sampled_from(RuleLevel))
    return st.lists(one, max_size=2, unique_by=lambda each: each.rule).map(tuple)


@lru_cache
def _options() -> st.SearchStrategy[RuleOptions]:
    few = st.integers(1, 9)
    times = (_lengths(600), _lengths(600), few, few, _lengths(600))
    return st.builds(RuleOptions, *times, st.booleans(), st.integers(0, 1), st.integers(2, 9))


@lru_cache
def _length_quotas() -> st.SearchStrategy[tuple[LengthQuota, ...]]:
    one = st.builds(LengthQuota, st.integers(1, 600).map(lambda n: timedelta(minutes=n)), st.integers(0, 99))
    return st.lists(one, max_size=2, unique_by=lambda each: each.length).map(tuple)


@lru_cache
def _lengths(most: int) -> st.SearchStrategy[timedelta]:
    return st.integers(0, most).map(lambda n: timedelta(minutes=n))


@st.composite
def with_ways(draw: st.DrawFn, halls: Sequence[Room]) -> list[Room]:
    """The rooms with ways between some of them."""
    found = []
    for room in halls:
        others = [other.id for other in halls if other.id != room.id]
        way = st.builds(Way, st.sampled_from(others), st.integers(0, 60)) if others else st.nothing()
        ways = draw(st.lists(way, max_size=2, unique_by=lambda each: each.room_id)) if others else []
        found.append(replace(room, ways=tuple(ways)))
    return found


def rooms(event: Event) -> st.SearchStrategy[Room]:
    """A room of the event."""
    return st.builds(
        Room,
        id=st.uuids(),
        event_id=st.just(event.id),
        name=clean_line_text(min_size=1),
        position=st.integers(-2, 100),
        capacity=st.none() | st.integers(1, 5000),
        equipment=_words(),
        description=clean_long_text(),
        availability=windows(event),
        origin=clean_line_text(max_size=12),
        parallel=st.sampled_from((1, 1, 2)),
    )


def tracks(event: Event, rooms: Sequence[Room] = ()) -> st.SearchStrategy[Track]:
    """A track of the event."""
    return st.builds(
        Track,
        id=st.uuids(),
        event_id=st.just(event.id),
        name=clean_line_text(min_size=1),
        position=st.integers(0, 9),
        colour=st.sampled_from(("", "#12abEF")),
        description=clean_long_text(),
        origin=clean_line_text(max_size=12),
        quota=st.none() | _lengths(6000),
        quota_number=st.none() | st.integers(0, 99),
        first_day=st.sampled_from((None, event.first_day)),
        last_day=st.sampled_from((None, event.last_day)),
        rooms=some_ids(rooms),
    )


def session_types(event: Event) -> st.SearchStrategy[SessionType]:
    """A session type of the event."""
    return st.builds(
        SessionType,
        id=st.uuids(),
        event_id=st.just(event.id),
        name=clean_line_text(min_size=1),
        length=st.integers(0, 600).map(lambda n: timedelta(minutes=n)),
        kind=st.sampled_from(SessionKind),
        position=st.integers(0, 9),
        origin=clean_line_text(max_size=12),
        quota=st.none() | _lengths(6000),
        quota_number=st.none() | st.integers(0, 99),
    )


@st.composite
def persons(draw: st.DrawFn, event: Event | None = None) -> Person:
    """A person; with an event, sometimes with availability in it."""
    availability: tuple[Availability, ...] = ()
    if event is not None and draw(st.booleans()):
        availability = (Availability(event.id, draw(windows(event))),)
    return Person(
        id=draw(st.uuids()),
        name=draw(clean_line_text(min_size=1)),
        organisation=draw(clean_line_text()),
        biography=draw(clean_long_text()),
        email=draw(st.sampled_from(("", "amira.hart@example.org"))),
        picture=draw(st.sampled_from(("", "amira.jpg"))),
        links=draw(links()),
        availability=availability,
        notes=draw(clean_long_text()),
        origin=draw(clean_line_text(max_size=12)),
    )


def participants(people: Sequence[Person]) -> st.SearchStrategy[tuple[Participant, ...]]:
    """Some of ``people`` in roles; one person may have several."""
    if not people:
        return st.just(())
    one = st.builds(Participant, st.sampled_from([person.id for person in people]), st.sampled_from(Role))
    return st.lists(one, max_size=3, unique=True).map(tuple)


def some_ids(things: Sequence[Room | Session | Person]) -> st.SearchStrategy[tuple[UUID, ...]]:
    """The ids of some things, each once."""
    if not things:
        return st.just(())
    return st.lists(st.sampled_from([thing.id for thing in things]), max_size=2, unique=True).map(tuple)


def _reference(ids: Sequence[UUID]) -> st.SearchStrategy[UUID | None]:
    return st.none() | st.sampled_from(list(ids)) if ids else st.none()


@st.composite
def sessions(
    draw: st.DrawFn,
    event: Event | None = None,
    types: Sequence[SessionType] = (),
    tracks: Sequence[Track] = (),
    people: Sequence[Person] = (),
) -> Session:
    """A session; without arguments one that refers to an event that nobody knows."""
    return Session(
        id=draw(st.uuids()),
        event_id=event.id if event else draw(st.uuids()),
        title=draw(clean_line_text(min_size=1)),
        status=draw(st.sampled_from(Status)),
        type_id=draw(_reference([kind.id for kind in types])),
        track_id=draw(_reference([track.id for track in tracks])),
        subtitle=draw(clean_line_text()),
        abstract=draw(clean_long_text()),
        description=draw(clean_long_text()),
        language=draw(st.sampled_from(("", *LANGUAGES))),
        level=draw(st.sampled_from(Level)),
        duration=draw(st.none() | st.integers(0, 3000).map(lambda n: timedelta(minutes=n))),
        tags=draw(_words()),
        links=draw(links()),
        participants=draw(participants(people)),
        expected_audience=draw(st.none() | st.integers(1, 5000)),
        capacity=draw(st.none() | st.integers(1, 5000)),
        equipment=draw(_words()),
        consent=draw(st.sampled_from(Consent)),
        licence=draw(st.sampled_from(LICENCES)),
        notes=draw(clean_long_text()),
        origin=draw(clean_line_text(max_size=12)),
        stream=draw(addresses()),
    )


@st.composite
def slots(draw: st.DrawFn, session: Session, event: Event, rooms: Sequence[Room] = ()) -> Slot:
    """A slot of ``session`` within the event, of any length, none included."""
    start = draw(moments(event))
    return Slot(
        id=draw(st.uuids()),
        session_id=session.id,
        start=start,
        end=_after(start, draw(st.integers(0, 26 * 60))),
        room_id=draw(_reference([room.id for room in rooms])),
        pinned=draw(st.booleans()),
    )


@st.composite
def reviews(draw: st.DrawFn, talks: Sequence[Session], people: Sequence[Person]) -> list[Review]:
    """Reviews of some of the sessions, one by a person at most."""
    pairs = [(talk.id, person.id) for talk in talks for person in people]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else []
    return [
        Review(
            draw(st.uuids()),
            talk,
            person,
            draw(st.none() | st.integers(1, 5)),
            draw(clean_long_text()),
            draw(utc_moments()),
        )
        for talk, person in chosen
    ]


def sign_ups(talk: Session, places: Sequence[Slot]) -> st.SearchStrategy[SignUp]:
    """Somebody who signs up for a session."""
    return st.builds(
        SignUp,
        id=st.uuids(),
        session_id=st.just(talk.id),
        name=clean_line_text(min_size=1),
        email=st.sampled_from(("", "guest@example.org")),
        added=utc_moments(),
        slot_id=_reference([slot.id for slot in places if slot.session_id == talk.id]),
        withdrawn=st.booleans(),
        counted=st.none() | utc_moments(),
        attended=st.booleans(),
    )


@st.composite
def arrivals(draw: st.DrawFn, event: Event, people: Sequence[Person]) -> list[Arrival]:
    """Some of the people, who have arrived."""
    return [Arrival(draw(st.uuids()), event.id, person.id, draw(utc_moments())) for person in people[:1]]


@st.composite
def with_apart(draw: st.DrawFn, things: list[Thing]) -> list[Thing]:
    """The same sessions or persons, some of which must not be at the same time as others."""

    def others(one: Thing) -> tuple[UUID, ...]:
        return draw(some_ids([each for each in things if each.id != one.id]))

    return [
        replace(one, not_with=others(one)) if isinstance(one, Session) else replace(one, apart=others(one))
        for one in things
    ]


@st.composite
def programmes(draw: st.DrawFn, *, max_sessions: int = 4) -> Programme:
    """A whole event in the stable order; its persons are those that take part."""
    event = draw(events())
    halls = draw(with_ways(draw(st.lists(rooms(event), max_size=2))))
    themes = draw(st.lists(tracks(event, halls), max_size=2))
    types = draw(st.lists(session_types(event), max_size=2))
    people = draw(with_apart(draw(st.lists(persons(event), max_size=3))))
    talks = draw(with_apart(draw(st.lists(sessions(event, types, themes, people), max_size=max_sessions))))
    placed = [slot for talk in talks for slot in draw(st.lists(slots(talk, event, halls), max_size=2))]
    reviewed = draw(reviews(talks, people[:2]))
    arrived = draw(arrivals(event, people)) if draw(st.booleans()) else []
    signed_up = [one for talk in talks for one in draw(st.lists(sign_ups(talk, placed), max_size=2))]
    present = {part.person_id for talk in talks for part in talk.participants}
    present |= {one.person_id for one in (*reviewed, *arrived)}
    return in_order(
        Programme(
            event=event,
            rooms=tuple(halls),
            tracks=tuple(themes),
            types=tuple(types),
            sessions=tuple(talks),
            slots=tuple(placed),
            persons=tuple(person for person in people if person.id in present),
            reviews=tuple(reviewed),
            sign_ups=tuple(signed_up),
            arrivals=tuple(arrived),
        )
    )


# --- shows --------------------------------------------------------------------------------------------------------


@st.composite
def shows(draw: st.DrawFn, people: Sequence[Person] = ()) -> Show:
    """A show."""
    return Show(
        id=draw(st.uuids()),
        slug=draw(slugs()),
        title=draw(clean_line_text(min_size=1)),
        guid=draw(st.uuids()),
        description=draw(clean_long_text()),
        language=draw(st.sampled_from(LANGUAGES)),
        author=draw(clean_line_text()),
        owner_name=draw(clean_line_text()),
        owner_email=draw(st.sampled_from(("", "podcast@example.org"))),
        categories=draw(st.sampled_from(((), ("Arts",), ("Arts > Books", "Health & Fitness > Medicine")))),
        explicit=draw(st.booleans()),
        kind=draw(st.sampled_from(ShowKind)),
        medium=draw(st.sampled_from(("podcast", "course"))),
        url=draw(addresses()),
        artwork=draw(st.sampled_from(("", "cover.jpg"))),
        copyright=draw(clean_line_text()),
        licence=draw(st.sampled_from(LICENCES)),
        location=draw(clean_line_text()),
        locked=draw(st.booleans()),
        complete=draw(st.booleans()),
        block=draw(st.booleans()),
        new_feed_url=draw(addresses()),
        funding=draw(links()),
        participants=draw(participants(people)),
        origin=draw(clean_line_text(max_size=12)),
        podroll=draw(_some(remote_feeds())),
        publisher=draw(st.none() | remote_feeds()),
        texts=draw(_some(feed_texts())),
        seasons=draw(_some(st.builds(SeasonName, st.integers(1, 99), clean_line_text(max_size=12)))),
        recurrence=draw(st.sampled_from(("", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=-1FR"))),
        rhythm=draw(clean_line_text(max_size=12)),
        series=draw(clean_line_text(max_size=12)),
        secret=draw(st.sampled_from(("", "Zm9vYmFyYmF6cXV4_-0"))),
        extras=draw(_extras()),
    )


def _some(one: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(one, max_size=2).map(tuple)


@lru_cache
def remote_feeds() -> st.SearchStrategy[RemoteFeed]:
    """Feeds that a show points to."""
    guid = st.uuids().map(str)
    return st.builds(RemoteFeed, guid, addresses(), clean_line_text(max_size=12), st.sampled_from(("", "music")))


@lru_cache
def feed_texts() -> st.SearchStrategy[FeedText]:
    """Texts for machines."""
    return st.builds(FeedText, clean_line_text(min_size=1, max_size=12), st.sampled_from(("", "verify")))


@lru_cache
def _extras() -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from(
        ((), ('<podcast:value type="lightning">\n<x y="1"/></podcast:value>', "<podcast:a>b</podcast:a>"))
    )


def _milliseconds(longest: int) -> st.SearchStrategy[timedelta]:
    return st.integers(1, longest).map(lambda n: timedelta(milliseconds=n))


@lru_cache
def soundbites() -> st.SearchStrategy[Soundbite]:
    """Passages worth quoting."""
    length = st.integers(15_000, 120_000).map(lambda n: timedelta(milliseconds=n))
    return st.builds(Soundbite, _milliseconds(3_600_000), length, clean_line_text(max_size=12))


@lru_cache
def discussions() -> st.SearchStrategy[Discussion]:
    """Places where people talk about an episode."""
    words = clean_line_text(max_size=12)
    return st.builds(Discussion, addresses().filter(bool), words, words, addresses(), st.none() | st.integers(0, 9))


@lru_cache
def remote_audio() -> st.SearchStrategy[RemoteAudio]:
    """Audio that is kept elsewhere."""
    kinds = st.sampled_from(("", "audio/mpeg"))
    return st.builds(RemoteAudio, addresses().filter(bool), st.integers(0, 1 << 40), kinds, _milliseconds(9_000_000))


@lru_cache
def chapters() -> st.SearchStrategy[tuple[Chapter, ...]]:
    """Chapters in time order, to the millisecond, starts unique."""

    def chain(starts: list[int], parts: list[Chapter]) -> tuple[Chapter, ...]:
        return tuple(
            replace(
                part, start=timedelta(milliseconds=start), end=part.end and timedelta(milliseconds=start) + part.end
            )
            for start, part in zip(sorted(starts), parts, strict=False)
        )

    part = st.builds(
        Chapter,
        start=st.just(timedelta()),
        title=clean_line_text(min_size=1, max_size=20),
        end=st.none() | st.integers(1, 600_000).map(lambda n: timedelta(milliseconds=n)),
        url=addresses(),
        image=addresses(),
        hidden=st.booleans(),
    )
    starts = st.lists(st.integers(0, 10 * 3_600_000), max_size=4, unique=True)
    return st.builds(chain, starts, st.lists(part, min_size=4, max_size=4))


@st.composite
def episodes(draw: st.DrawFn, show: Show, people: Sequence[Person] = (), talks: Sequence[Session] = ()) -> Episode:
    """An episode of ``show``; each own field may be there or not."""

    return Episode(
        id=draw(st.uuids()),
        show_id=show.id,
        guid=str(draw(st.uuids())),
        added=draw(utc_moments()),
        state=draw(st.sampled_from(EpisodeState)),
        file=draw(st.sampled_from(("", f"{show.slug}/001.mp3", f"{show.slug}/Bücher & [x].m4a"))),
        session_id=draw(_reference([talk.id for talk in talks])),
        kind=draw(st.sampled_from(EpisodeKind)),
        title=draw(st.none() | clean_line_text(min_size=1)),
        subtitle=draw(st.none() | clean_line_text()),
        description=draw(st.none() | clean_long_text()),
        people=draw(st.none() | participants(people)),
        date=draw(st.none() | utc_moments()),
        season=draw(st.none() | st.integers(1, 99)),
        number=draw(st.none() | st.integers(1, 999)),
        language=draw(st.none() | st.sampled_from(LANGUAGES)),
        licence=draw(st.none() | st.sampled_from(LICENCES)),
        link=draw(st.none() | addresses()),
        explicit=draw(st.none() | st.booleans()),
        chapters=draw(st.none() | chapters()),
        based_on=draw(
            st.lists(st.builds(TagBasis, st.sampled_from(("title", "date")), clean_line_text()), max_size=2).map(tuple)
        ),
        origin=draw(clean_line_text(max_size=12)),
        image=draw(st.sampled_from(("", "001.jpg"))),
        display=draw(clean_line_text(max_size=12)),
        soundbites=draw(_some(soundbites())),
        discussions=draw(st.lists(discussions(), max_size=2, unique_by=lambda one: one.account).map(tuple)),
        texts=draw(_some(feed_texts())),
        remote=draw(st.none() | remote_audio()),
        extras=draw(_extras()),
    )


@st.composite
def shelves(draw: st.DrawFn, *, max_episodes: int = 3) -> Shelf:
    """A show with its episodes, newest first, and the persons that they name."""
    people = draw(st.lists(persons(), max_size=3))
    show = draw(shows(people))
    items = draw(st.lists(episodes(show, people), max_size=max_episodes))
    named = {part.person_id for part in show.participants}
    named |= {part.person_id for item in items for part in item.people or ()}
    return Shelf(
        show=show,
        episodes=tuple(sorted(items, key=lambda item: (-item.added.timestamp(), item.id))),
        persons=tuple(
            sorted(
                (person for person in people if person.id in named),
                key=lambda person: (person.name.casefold(), person.id),
            )
        ),
    )
