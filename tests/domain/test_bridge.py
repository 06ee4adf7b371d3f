"""From session and tags to episode: each field has one source at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.bridge import (
    EpisodeView,
    Source,
    Talk,
    credits_of,
    date_of_tag,
    resolve_episode,
)
from confkit.domain.event import Event, Link
from confkit.domain.person import Credit, Participant, Person, Role
from confkit.domain.recording import Chapter, Cover, Recording, Tags
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show
from confkit.domain.tag_merge import TAG_FIELDS

BERLIN = ZoneInfo("Europe/Berlin")
ADDED = datetime(2027, 5, 1, tzinfo=UTC)
HART = Person(UUID(int=1), "Amira Hart", links=(Link("https://hart.example"), Link("https://b.example")))
OKAFOR = Person(UUID(int=2), "Ben Okafor")
PERSONS = {person.id: person for person in (HART, OKAFOR)}
SHOW = Show(
    UUID(int=3),
    "ward-rounds",
    "Ward Rounds",
    UUID(int=4),
    language="en",
    licence="CC-BY-4.0",
    url="https://show.example",
    participants=(Participant(OKAFOR.id, Role.HOST),),
)
EPISODE = Episode(UUID(int=5), SHOW.id, "guid", ADDED, EpisodeState.PUBLISHED, "ward-rounds/on_the ward.mp3")
EVENT = Event(
    UUID(int=6),
    "a",
    "Summit",
    "Europe/Berlin",
    date(2027, 4, 8),
    date(2027, 4, 9),
    language="de",
    licence="CC0-1.0",
    url="https://event.example",
)
SESSION = Session(
    UUID(int=7),
    EVENT.id,
    "Podcasting on the ward",
    subtitle="How it began",
    abstract="In short",
    description="At length",
    language="fr",
    licence="CC-BY-SA-4.0",
    links=(Link("https://talk.example"),),
    participants=(Participant(HART.id), Participant(OKAFOR.id, Role.REVIEWER), Participant(UUID(int=404))),
)
SLOT = Slot(UUID(int=8), SESSION.id, datetime(2027, 4, 8, 9, tzinfo=BERLIN), datetime(2027, 4, 8, 10, tzinfo=BERLIN))
TALK = Talk(SESSION, EVENT, SLOT)
TAGS = Tags(
    title="Tagged title",
    subtitle="Tagged subtitle",
    people=(Credit("Tagged Person"),),
    date="2026-01-02",
    season=2,
    number=7,
    description="Tagged words",
    language="es",
    licence="CC-BY-ND-4.0",
    link="https://tag.example",
)
RECORDING = Recording(
    EPISODE.file,
    1000,
    1,
    "audio/mpeg",
    timedelta(minutes=3),
    tags=TAGS,
    chapters=(Chapter(timedelta(minutes=2), "End"), Chapter(timedelta(0), "Start")),
    cover=Cover("image/png", 10),
)
OWN = replace(
    EPISODE,
    title="Own title",
    subtitle="",
    description="Own words",
    people=(Participant(OKAFOR.id, Role.GUEST),),
    date=datetime(2027, 6, 1, tzinfo=UTC),
    season=3,
    number=8,
    language="it",
    licence="",
    link="https://own.example",
    explicit=True,
    chapters=(),
)


def view(episode: Episode = EPISODE, *, recording: Recording | None = None, talk: Talk | None = None) -> EpisodeView:
    return resolve_episode(episode, SHOW, PERSONS, recording=recording, talk=talk)


def values(of: EpisodeView) -> dict[str, object]:
    return {field: getattr(of, field) for field in TAG_FIELDS}


def test_the_episodes_own_fields_come_first_even_where_they_are_empty() -> None:
    found = view(OWN, recording=RECORDING, talk=TALK)
    assert values(found) == {
        "title": "Own title",
        "subtitle": "",
        "description": "Own words",
        "people": (Credit("Ben Okafor", Role.GUEST),),
        "date": datetime(2027, 6, 1, tzinfo=UTC),
        "season": 3,
        "number": 8,
        "language": "it",
        "licence": "",
        "link": "https://own.example",
    }
    assert found.explicit is True
    assert found.chapters == ()
    assert {found.sources[field] for field in (*TAG_FIELDS, "explicit", "chapters")} == {Source.EPISODE}


def test_then_the_session_that_it_is_a_recording_of() -> None:
    found = view(recording=RECORDING, talk=TALK)
    assert values(found) == {
        "title": "Podcasting on the ward",
        "subtitle": "How it began",
        "description": "In short",
        "people": (Credit("Amira Hart", Role.SPEAKER, "https://hart.example"),),
        "date": SLOT.start,
        "season": 2,
        "number": 7,
        "language": "fr",
        "licence": "CC-BY-SA-4.0",
        "link": "https://talk.example",
    }
    tagged = {field for field in TAG_FIELDS if found.sources[field] is Source.TAG}
    assert tagged == {"season", "number"}
    assert found.chapters == (Chapter(timedelta(0), "Start"), Chapter(timedelta(minutes=2), "End"))


def test_what_the_session_does_not_say_its_event_says() -> None:
    silent = replace(SESSION, language="", licence="", links=(), abstract="")
    found = view(talk=Talk(silent, EVENT, SLOT))
    assert (found.language, found.licence, found.link) == ("de", "CC0-1.0", "https://event.example")
    assert found.description == "At length"
    assert found.sources["licence"] is Source.SESSION


def test_then_the_tags() -> None:
    found = view(recording=RECORDING)
    assert values(found) == {
        "title": "Tagged title",
        "subtitle": "Tagged subtitle",
        "description": "Tagged words",
        "people": (Credit("Tagged Person"),),
        "date": datetime(2026, 1, 2, tzinfo=UTC),
        "season": 2,
        "number": 7,
        "language": "es",
        "licence": "CC-BY-ND-4.0",
        "link": "https://tag.example",
    }
    assert {found.sources[field] for field in TAG_FIELDS} == {Source.TAG}


def test_then_the_show_and_the_file() -> None:
    found = view(recording=replace(RECORDING, tags=Tags(), chapters=()))
    assert values(found) == {
        "title": "on the ward",
        "subtitle": "",
        "description": "",
        "people": (Credit("Ben Okafor", Role.HOST),),
        "date": ADDED,
        "season": None,
        "number": None,
        "language": "en",
        "licence": "CC-BY-4.0",
        "link": "https://show.example",
    }
    assert found.sources["title"] is found.sources["date"] is Source.FILE
    assert found.sources["people"] is found.sources["language"] is Source.SHOW
    assert found.sources["season"] is found.sources["subtitle"] is found.sources["chapters"] is Source.NONE


@pytest.mark.parametrize("field", TAG_FIELDS)
def test_an_edit_in_the_session_is_seen_until_the_own_field_is_edited(field: str) -> None:
    """What the view shows is the session's (or the tag's) value exactly as long as the own field is None."""
    found = view(replace(OWN, **{field: None}), recording=RECORDING, talk=TALK)
    assert values(found) == {**values(view(OWN)), field: getattr(view(recording=RECORDING, talk=TALK), field)}


def test_a_session_without_a_slot_has_no_date_to_give() -> None:
    assert view(talk=Talk(SESSION, EVENT)).date == ADDED
    assert view(recording=RECORDING, talk=Talk(SESSION, EVENT)).date == datetime(2026, 1, 2, tzinfo=UTC)


def test_shortcuts() -> None:
    found = view(recording=RECORDING)
    assert (found.id, found.kind, found.cover) == (EPISODE.id, EpisodeKind.FULL, Cover("image/png", 10))
    assert view().cover is None
    assert view(replace(EPISODE, file="")).title == ""


def test_when_an_episode_belongs_into_the_feed() -> None:
    published = view(recording=RECORDING)
    assert published.is_due(published.date)
    assert not published.is_due(published.date - timedelta(seconds=1))
    assert view(replace(EPISODE, state=EpisodeState.SCHEDULED), recording=RECORDING).is_due(published.date)
    assert not view(replace(EPISODE, state=EpisodeState.DRAFT), recording=RECORDING).is_due(published.date)
    assert not view().is_due(ADDED)


def test_credits_leave_out_reviewers_and_strangers() -> None:
    assert credits_of(SESSION.participants, PERSONS) == (Credit("Amira Hart", Role.SPEAKER, "https://hart.example"),)
    assert credits_of(None, PERSONS) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2027", "2027-01-01T00:00:00+00:00"),
        ("2027-04", "2027-04-01T00:00:00+00:00"),
        (" 2027-04-09 ", "2027-04-09T00:00:00+00:00"),
        ("2027-04-09T10", "2027-04-09T10:00:00+00:00"),
        ("2027-04-09T10:30:05", "2027-04-09T10:30:05+00:00"),
        ("2027-04-09 10:30", "2027-04-09T10:30:00+00:00"),
        ("2027-04-09T10:30Z", "2027-04-09T10:30:00+00:00"),
        ("2027-04-09T10:30+05:45", "2027-04-09T10:30:00+05:45"),
        ("2027-04-09 at noon", "2027-04-09T00:00:00+00:00"),
    ],
)
def test_dates_of_tags(text: str, found: str) -> None:
    date = date_of_tag(text)
    assert date is not None
    assert date.isoformat() == found


@pytest.mark.parametrize(
    "text", ["", "0", "0000", "0001", "9999", "2027-13", "2027-02-30", "27", "April 2027", "²²²²", "20 7"]
)
def test_what_is_no_date(text: str) -> None:
    assert date_of_tag(text) is None


@given(st.text(st.sampled_from("0123456789-:TZ +"), max_size=25) | st.text(max_size=12))
def test_any_tag_is_an_aware_date_or_none(text: str) -> None:
    found = date_of_tag(text)
    assert found is None or found.astimezone(UTC).tzinfo is UTC


def test_an_own_date_is_shown_by_the_clocks_of_the_event() -> None:
    dated = replace(EPISODE, date=datetime(2027, 7, 1, 4, tzinfo=UTC))
    assert view(dated).date.isoformat() == "2027-07-01T04:00:00+00:00"
    assert view(dated, talk=Talk(SESSION, EVENT)).date.isoformat() == "2027-07-01T06:00:00+02:00"
    nowhere = replace(EVENT, zone="Mars/Olympus")
    assert view(dated, talk=Talk(SESSION, nowhere)).date.isoformat() == "2027-07-01T04:00:00+00:00"
