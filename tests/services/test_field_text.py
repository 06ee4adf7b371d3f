from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confkit.domain.edit import Entity
from confkit.domain.event import Event, LengthQuota, Link, Room, Track, Way, Window
from confkit.domain.person import Participant, Person, Role
from confkit.domain.programme import Programme, Shelf
from confkit.domain.recording import Chapter
from confkit.domain.rule_settings import RuleLevel, RuleOptions
from confkit.domain.session import Session, Status
from confkit.domain.show import Episode
from confkit.services.forms import FormContext, choices_of, fields_of, fill, offers_of, texts_of
from tests.strategies import exact, programmes, shelves

BERLIN = ZoneInfo("Europe/Berlin")
EVENT = Event(uuid4(), "summit", "Summit", "Europe/Berlin", datetime(2026, 10, 8).date(), datetime(2026, 10, 9).date())
AMIRA = Person(uuid4(), "Amira Hart")
BEN = Person(uuid4(), "Ben Okafor")
TALK = Session(uuid4(), EVENT.id, "Podcasting on the ward")
CONTEXT = FormContext(BERLIN, Programme(EVENT, sessions=(TALK,)), (AMIRA, BEN))


def in_sets(entity: Entity) -> str:
    """The order of a person's availabilities has no meaning."""
    if isinstance(entity, Person):
        entity = replace(entity, availability=tuple(sorted(entity.availability, key=lambda one: one.event_id)))
    return exact(entity)


def refilled(entity: Entity, context: FormContext) -> Entity:
    filled = fill(entity, texts_of(entity, context), context, new_id=uuid4)
    assert filled.problems == ()
    assert filled.new_persons == ()
    return filled.entity


def without_dangling(programme: Programme) -> Programme:
    """What is gone has no name that a form could show, so a form forgets it."""
    persons, sessions = programme.person, programme.session
    return replace(
        programme,
        persons=tuple(replace(one, apart=tuple(id for id in one.apart if id in persons)) for one in programme.persons),
        sessions=tuple(
            replace(one, not_with=tuple(id for id in one.not_with if id in sessions)) for one in programme.sessions
        ),
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(programmes())
def test_what_a_form_shows_means_what_was_there(programme: Programme) -> None:
    programme = without_dangling(programme)
    context = FormContext(programme.zone, programme, programme.persons)
    for entity in (programme.event, *programme.rooms, *programme.tracks, *programme.types, *programme.persons):
        assert in_sets(refilled(entity, context)) == in_sets(entity)
    for session in programme.sessions:
        assert exact(refilled(session, context)) == exact(session)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=25)
@given(shelves(), st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "UTC"]))
def test_what_a_form_of_a_show_shows_means_what_was_there(shelf: Shelf, zone: str) -> None:
    context = FormContext(ZoneInfo(zone), None, shelf.persons)
    assert exact(refilled(shelf.show, context)) == exact(shelf.show)
    for episode in shelf.episodes:
        after = refilled(episode, context)
        assert isinstance(after, Episode)
        if episode.date is not None:
            assert after.date is not None
            assert after.date.astimezone(UTC) == episode.date.astimezone(UTC)
        for field in fields_of(Episode):
            if field.name != "date" and getattr(episode, field.attribute) != "-":
                assert exact(getattr(after, field.attribute)) == exact(getattr(episode, field.attribute)), field.name


def test_a_person_named_for_the_first_time_is_made() -> None:
    filled = fill(TALK, {"people": "Amira Hart, Chidi Anagonye (moderator)"}, CONTEXT, new_id=lambda: UUID(int=7))
    assert filled.new_persons == (Person(UUID(int=7), "Chidi Anagonye"),)
    assert isinstance(filled.entity, Session)
    assert filled.entity.participants == (Participant(AMIRA.id), Participant(UUID(int=7), Role.MODERATOR))


def test_two_persons_of_one_name_are_told_apart_by_id() -> None:
    twin = Person(uuid4(), "Amira Hart")
    context = FormContext(BERLIN, CONTEXT.programme, (AMIRA, twin))
    filled = fill(TALK, {"people": "Amira Hart"}, context, new_id=uuid4)
    assert [(one.where, one.message) for one in filled.problems] == [("people", "2 persons are called 'Amira Hart'")]
    filled = fill(TALK, {"people": f"Amira Hart [{twin.id.hex[:8]}]"}, context, new_id=uuid4)
    assert isinstance(filled.entity, Session)
    assert filled.entity.participants == (Participant(twin.id),)


@pytest.mark.parametrize(
    ("text", "minutes"), [("45", 45), ("1:30", 90), ("7.5", 7.5), ("0", 0), ("0:20:30", 20.5), ("", None)]
)
def test_lengths(text: str, minutes: float | None) -> None:
    filled = fill(TALK, {"minutes": text}, CONTEXT, new_id=uuid4)
    assert filled.problems == ()
    assert isinstance(filled.entity, Session)
    assert filled.entity.duration == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("minutes", "soon"),
        ("capacity", "many"),
        ("capacity", "0"),
        ("status", "maybe"),
        ("track", "No such track"),
        ("links", "javascript:alert(1)"),
        ("links", "two words"),
        ("title", "  \n "),
        ("language", "klingon language"),
        ("people", "Nobody [0123456789abcdef]"),
        ("no-such-field", "x"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(field: str, text: str) -> None:
    filled = fill(TALK, {field: text}, CONTEXT, new_id=uuid4)
    assert [problem.where for problem in filled.problems] == [field]
    assert all(problem.message and problem.fix for problem in filled.problems)


def test_fields_that_are_not_in_the_form_stay() -> None:
    filled = fill(TALK, {"status": "Confirmed"}, CONTEXT, new_id=uuid4)
    assert filled.entity == Session(TALK.id, EVENT.id, TALK.title, status=Status.CONFIRMED)


def test_a_window_across_midnight_and_one_in_the_repeated_hour() -> None:
    room = Room(uuid4(), EVENT.id, "Hall")
    filled = fill(room, {"availability": "2026-10-08 20:00 - 2026-10-09 02:00"}, CONTEXT, new_id=uuid4)
    assert isinstance(filled.entity, Room)
    assert filled.entity.availability[0].end == datetime(2026, 10, 9, 2, 0, tzinfo=BERLIN)
    second = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    held = Room(uuid4(), EVENT.id, "Hall", availability=(Window(second, datetime(2026, 10, 25, 4, 0, tzinfo=BERLIN)),))
    assert exact(refilled(held, CONTEXT)) == exact(held)


def test_a_chapter_keeps_what_the_text_does_not_show() -> None:
    chapter = Chapter(timedelta(seconds=90.5), "Wards", url="https://example.org/wards")
    episode = Episode(uuid4(), uuid4(), "x", datetime(2026, 1, 1, tzinfo=UTC), chapters=(chapter,))
    filled = fill(episode, {"chapters": "00:01:30.5 The wards\n0:00 Welcome"}, CONTEXT, new_id=uuid4)
    assert isinstance(filled.entity, Episode)
    assert filled.entity.chapters == (
        Chapter(timedelta(0), "Welcome"),
        Chapter(timedelta(seconds=90.5), "The wards", url="https://example.org/wards"),
    )


def test_an_episode_can_say_nothing_where_its_session_says_something() -> None:
    episode = Episode(uuid4(), uuid4(), "x", datetime(2026, 1, 1, tzinfo=UTC), people=(Participant(AMIRA.id),))
    filled = fill(episode, {"people": "-", "link": "-"}, CONTEXT, new_id=uuid4)
    assert isinstance(filled.entity, Episode)
    assert (filled.entity.people, filled.entity.link) == ((), "")
    filled = fill(filled.entity, {"people": "", "link": ""}, CONTEXT, new_id=uuid4)
    assert isinstance(filled.entity, Episode)
    assert (filled.entity.people, filled.entity.link) == (None, None)


def test_links_in_both_forms() -> None:
    filled = fill(TALK, {"links": "Slides <https://example.org/slides>\nhttps://example.org"}, CONTEXT, new_id=uuid4)
    assert isinstance(filled.entity, Session)
    assert filled.entity.links == (Link("https://example.org/slides", "Slides"), Link("https://example.org"))


def test_choices_are_what_can_be_typed() -> None:
    for field in fields_of(Session):
        for text, _ in choices_of(field, CONTEXT):
            assert fill(TALK, {field.name: text}, CONTEXT, new_id=uuid4).problems == ()


def test_what_an_event_says_about_rules() -> None:
    texts = {"severities": "room-overlap: Off\nroom-changeover hint", "rest": "20", "sessions-a-day": "3"}
    filled = fill(EVENT, texts, CONTEXT, new_id=uuid4)
    assert filled.problems == ()
    assert isinstance(filled.entity, Event)
    assert [(one.rule, one.severity) for one in filled.entity.severities] == [
        ("room-overlap", RuleLevel.OFF),
        ("room-changeover", RuleLevel.HINT),
    ]
    assert filled.entity.options == RuleOptions(sessions_a_day=3, rest=timedelta(minutes=20))
    wrong = {"severities": "room-overlap: loud", "rest": "", "sessions-a-day": "0"}
    problems = fill(EVENT, wrong, CONTEXT, new_id=uuid4).problems
    assert sorted(problem.where for problem in problems) == ["rest", "sessions-a-day", "severities"]


def test_how_many_of_a_length_are_planned() -> None:
    context = FormContext(BERLIN)
    filled = fill(EVENT, {"lengths": "45: 12, 1h 30m : 3\n90s:0"}, context, new_id=uuid4)
    assert filled.problems == ()
    assert isinstance(filled.entity, Event)
    minutes = ((45, 12), (90, 3), (1.5, 0))
    assert filled.entity.lengths == tuple(LengthQuota(timedelta(minutes=length), n) for length, n in minutes)
    assert texts_of(filled.entity, context)["lengths"] == "45: 12\n90: 3\n90s: 0"
    for wrong in ("45", "45 12", "soon: 3", "0: 3", "45: many", "45: -1", "45: 1\n45: 2"):
        (problem,) = fill(EVENT, {"lengths": wrong}, context, new_id=uuid4).problems
        assert problem.where == "lengths"
    (problem,) = fill(EVENT, {"highest-score": "1"}, context, new_id=uuid4).problems
    assert (problem.code, problem.where) == ("invalid-scale", "highest-score")


def test_ways_by_the_name_of_the_room() -> None:
    rooms = (
        Room(UUID(int=1), EVENT.id, "Hall"),
        Room(UUID(int=2), EVENT.id, "Lab 2: east"),
        Room(uuid4(), EVENT.id, "X"),
    )
    twins = (*rooms, Room(uuid4(), EVENT.id, "x"))
    context = FormContext(BERLIN, Programme(EVENT, rooms=twins))
    text = f"lab 2: east: 5\n{rooms[2].id.hex} 7 min"
    filled = fill(rooms[0], {"ways": text}, context, new_id=uuid4)
    assert filled.problems == ()
    assert isinstance(filled.entity, Room)
    assert filled.entity.ways == (Way(UUID(int=2), 5), Way(rooms[2].id, 7))
    assert texts_of(filled.entity, context)["ways"] == f"Lab 2: east: 5\n{rooms[2].id.hex}: 7"
    for wrong, said in (("Lab 2: east", "minutes"), ("Attic: 5", "no room 'Attic'"), ("x: 5", "means several")):
        (problem,) = fill(rooms[0], {"ways": wrong}, context, new_id=uuid4).problems
        assert said in problem.message
    assert fill(rooms[0], {"ways": "Hall: 3"}, context, new_id=uuid4).problems[0].where == "ways"


def test_names_of_several_things() -> None:
    twins = (
        Room(uuid4(), EVENT.id, "Lab, left"),
        Room(UUID(int=1 << 127), EVENT.id, "Hall"),
        Room(uuid4(), EVENT.id, "hall"),
    )
    context = FormContext(BERLIN, Programme(EVENT, rooms=twins, sessions=(TALK,)), (AMIRA, BEN))
    track = Track(uuid4(), EVENT.id, "Craft", rooms=(twins[0].id, twins[1].id, uuid4()))
    assert texts_of(track, context)["rooms"] == f'"Lab, left", {twins[1].id.hex}'
    assert refilled(track, context) == replace(track, rooms=(twins[0].id, twins[1].id))
    for text, wrong in (("Hall", "means several"), ("Nowhere", "nothing called")):
        (problem,) = fill(track, {"rooms": text}, context, new_id=uuid4).problems
        assert (problem.where, wrong in problem.message) == ("rooms", True)
    for entity, name, text in ((AMIRA, "apart", "ben okafor"), (TALK, "not-with", "")):
        assert fill(entity, {name: text}, context, new_id=uuid4).problems == ()
    (itself,) = fill(AMIRA, {"apart": "Amira Hart"}, context, new_id=uuid4).problems
    assert itself.message == "is the person themselves"
    apart, ways, parallel = fields_of(Person)[-2], fields_of(Room)[-2], fields_of(Room)[-1]
    assert offers_of(apart, context) == ("Amira Hart", "Ben Okafor")
    assert offers_of(ways, context) == ("Hall", "hall", "Lab, left")
    assert offers_of(parallel, context) == offers_of(apart) == ()
    assert offers_of(ways, FormContext(BERLIN)) == offers_of(fields_of(Track)[-1], FormContext(BERLIN)) == ()
