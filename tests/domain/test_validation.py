"""Every rule about a thing by itself: what passes, what fails, and at which field."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.arrival import Arrival
from confkit.domain.edit import ENTITY_TYPES, Entity
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, LengthQuota, Link, Room, SessionType, Track, Way, Window
from confkit.domain.person import Availability, Person
from confkit.domain.problem import Severity
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.session import Session, Slot
from confkit.domain.show import Episode, Show
from confkit.domain.sign_up import SignUp
from confkit.domain.validation import field_problems, require_valid
from tests.strategies import programmes, shelves

ONE, TWO = UUID(int=1), UUID(int=2)
START = datetime(2027, 4, 8, 9, tzinfo=UTC)
END = START + timedelta(hours=1)
TEN = timedelta(minutes=10)
EVENT = Event(ONE, "summit-2027", "Summit", "Europe/Berlin", date(2027, 4, 8), date(2027, 4, 9))
ROOM, TRACK, TYPE = Room(ONE, TWO, "Lab"), Track(ONE, TWO, "Practice"), SessionType(ONE, TWO, "Talk")
PERSON, SESSION, SLOT = Person(ONE, "Amira Hart"), Session(ONE, TWO, "Keynote"), Slot(ONE, TWO, START, END)
SHOW, EPISODE = Show(ONE, "ward-rounds", "Ward Rounds", TWO), Episode(ONE, TWO, "guid", START)
REVIEW, ARRIVAL = Review(ONE, TWO, ONE, 3, "", START), Arrival(ONE, TWO, ONE, START)
SIGN_UP = SignUp(ONE, TWO, "Chidi Anagonye", "", START)
ALL = (EVENT, ROOM, TRACK, TYPE, PERSON, SESSION, SLOT, REVIEW, SIGN_UP, ARRIVAL, SHOW, EPISODE)

BLANK = ("", " ", "\n\t")
NO_SLUG = ("", "A", "a b", "-a", "a-", "a--b", "ä", "a/b", "..", "a\n", "x" * 65)
NO_LANGUAGE = ("english", "e", "de_DE", "de-", "-de", "de DE", "de\n", "de-123456789")
NO_EMAIL = ("a", "a@b", "@b.example", "a@", "a b@c.example", "<a@b.example>", "a@b@c.example", "a@b.example\n")
NO_URL = (
    "a",
    "www.a.example",
    "ftp://a",
    "javascript:x",
    "https://",
    "https://a b",
    'https://a"',
    "mailto:a",
    "https://a\n",
)
NO_COUNT = (0, -1)
NAIVE = datetime(2027, 4, 8, 9)
FAR = datetime(9999, 12, 31, tzinfo=UTC)

FAILS: list[tuple[Entity, str, tuple[object, ...]]] = [
    (EVENT, "slug", NO_SLUG),
    (EVENT, "title", BLANK),
    (EVENT, "language", NO_LANGUAGE),
    (EVENT, "email", NO_EMAIL),
    (EVENT, "url", NO_URL),
    (EVENT, "links", tuple((Link("https://a"), Link(url)) for url in NO_URL)),
    (EVENT, "last_day", (date(2027, 4, 7), date(2028, 4, 9))),
    (EVENT, "zone", ("", "Mars/Olympus", "Europe")),
    (ROOM, "name", BLANK),
    (ROOM, "capacity", NO_COUNT),
    (ROOM, "availability", ((Window(END, START),), (Window(START, START),), (Window(START, FAR),))),
    (TRACK, "name", BLANK),
    (TRACK, "colour", ("red", "#12", "#1234567", "#ggg000", "#123456\n", "123456")),
    (TYPE, "name", BLANK),
    (TYPE, "length", (timedelta(seconds=-1),)),
    (PERSON, "name", BLANK),
    (PERSON, "email", NO_EMAIL),
    (PERSON, "links", ((Link("a"),),)),
    (PERSON, "availability", ((Availability(ONE, (Window(END, START),)),),)),
    (SESSION, "title", BLANK),
    (SESSION, "language", NO_LANGUAGE),
    (SESSION, "links", ((Link(""),),)),
    (SESSION, "capacity", NO_COUNT),
    (SESSION, "expected_audience", NO_COUNT),
    (SESSION, "duration", (timedelta(minutes=-1),)),
    (SLOT, "start", (NAIVE, FAR, FAR.replace(year=1))),
    (SLOT, "end", (START - timedelta(minutes=1),)),
    (EVENT, "severities", ((RuleSeverity("room-overlap", RuleLevel.OFF),) * 2,)),
    (ROOM, "ways", ((Way(ONE, 5),), (Way(TWO, -1),), (Way(TWO, 5), Way(TWO, 6)))),
    (TRACK, "quota", (timedelta(seconds=-1),)),
    (TYPE, "quota", (timedelta(seconds=-1),)),
    (TRACK, "quota_number", (-1,)),
    (replace(TRACK, first_day=date(2027, 4, 9)), "last_day", (date(2027, 4, 8),)),
    (TYPE, "quota_number", (-1,)),
    (EVENT, "lengths", ((LengthQuota(TEN, -1),), (LengthQuota(timedelta(0), 3),), (LengthQuota(TEN, 3),) * 2)),
    (REVIEW, "score", (11, -1)),
    (REVIEW, "at", (NAIVE, FAR)),
    (SIGN_UP, "name", BLANK),
    (SIGN_UP, "email", NO_EMAIL),
    (SIGN_UP, "added", (NAIVE, FAR)),
    (ARRIVAL, "at", (NAIVE, FAR)),
    (SHOW, "slug", NO_SLUG),
    (SHOW, "title", BLANK),
    (SHOW, "language", ("", *NO_LANGUAGE)),
    (SHOW, "owner_email", NO_EMAIL),
    (SHOW, "url", NO_URL),
    (SHOW, "new_feed_url", NO_URL),
    (SHOW, "funding", ((Link("a"),), (Link("", "Give"),))),
    (EPISODE, "title", BLANK),
    (EPISODE, "guid", BLANK),
    (EPISODE, "language", NO_LANGUAGE),
    (EPISODE, "link", NO_URL),
    (EPISODE, "season", NO_COUNT),
    (EPISODE, "number", NO_COUNT),
    (EPISODE, "date", (NAIVE, FAR)),
]

PASSES: list[tuple[Entity, dict[str, object]]] = [
    (EVENT, {"slug": "a", "language": "", "email": "a@b.example", "url": "HTTPS://a.example/ü"}),
    (EVENT, {"slug": "x" * 64, "last_day": EVENT.first_day, "url": "mailto:a@b.example", "language": "pt-BR"}),
    (EVENT, {"slug": "37_c-3", "last_day": date(2028, 4, 8), "links": (Link("https://a"),), "language": "zh-Hans-CN"}),
    (ROOM, {"capacity": 1, "availability": (Window(START, END),)}),
    (TRACK, {"colour": "#a1B2c3"}),
    (
        EVENT,
        {"severities": (RuleSeverity("room-overlap", RuleLevel.OFF), RuleSeverity("session-twice", RuleLevel.HINT))},
    ),
    (EVENT, {"options": RuleOptions(timedelta(0), timedelta(0), 1, 1, timedelta(0))}),
    (ROOM, {"ways": (Way(TWO, 0), Way(UUID(int=3), 90))}),
    (REVIEW, {"score": None}),
    (EVENT, {"options": RuleOptions(lowest_score=0, highest_score=9), "lengths": (LengthQuota(TEN, 0),)}),
    (TRACK, {"quota_number": 0}),
    (REVIEW, {"score": 0}),
    (REVIEW, {"score": 10, "comment": "Yes\nplease"}),
    (SIGN_UP, {"email": "a@b.example", "slot_id": ONE, "withdrawn": True}),
    (TYPE, {"length": timedelta(0), "quota": timedelta(0)}),
    (PERSON, {"email": "", "availability": (Availability(ONE, ()),)}),
    (SESSION, {"language": "de", "duration": timedelta(0), "capacity": None, "expected_audience": 1}),
    (SLOT, {"end": START}),
    (SHOW, {"funding": (Link("https://a"),), "new_feed_url": ""}),
    (EPISODE, {"title": None, "language": None, "link": None, "season": None, "date": None}),
    (EPISODE, {"title": "A", "language": "", "link": "", "season": 1, "date": START}),
]


@pytest.mark.parametrize(
    ("entity", "field", "value"),
    [(entity, field, value) for entity, field, values in FAILS for value in values],
)
def test_fails(entity: Entity, field: str, value: object) -> None:
    broken = replace(entity, **{field: value})  # type: ignore[arg-type]
    problems = field_problems(broken)
    assert [problem.where for problem in problems] == [field]
    assert problems[0].severity is Severity.ERROR
    assert problems[0].code == f"invalid-{field.replace('_', '-')}"
    assert problems[0].message
    assert problems[0].fix
    with pytest.raises(InvalidValue) as caught:
        require_valid(broken)
    assert caught.value.where == field


@pytest.mark.parametrize(("entity", "values"), [(entity, {}) for entity in ALL] + PASSES)
def test_passes(entity: Entity, values: dict[str, object]) -> None:
    fine = replace(entity, **values)  # type: ignore[arg-type]
    assert field_problems(fine) == ()
    require_valid(fine)


def test_every_kind_of_thing_is_checked() -> None:
    assert {type(entity) for entity in ALL} == set(ENTITY_TYPES)
    assert all(field in {one.name for one in fields(entity)} for entity, field, _ in FAILS)


def test_all_problems_are_told_at_once() -> None:
    broken = replace(EVENT, slug="", title="", zone="x", url="x")
    assert sorted(problem.where for problem in field_problems(broken)) == ["slug", "title", "url", "zone"]


@settings(max_examples=10)
@given(programmes(), shelves())
def test_what_the_strategies_draw_is_valid(programme: object, shelf: object) -> None:
    for whole in (programme, shelf):
        for field in fields(whole):  # type: ignore[arg-type]
            value = getattr(whole, field.name)
            for entity in value if isinstance(value, tuple) else (value,):
                assert field_problems(entity) == ()


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_gets_an_answer(slug: str, zone: str, url: str, language: str) -> None:
    field_problems(replace(EVENT, slug=slug, zone=zone, url=url, language=language, email=url))


def test_a_rule_that_is_not_there_is_a_warning_with_the_nearest() -> None:
    for rule, fix in (("room-overlp", "did you mean room-overlap?"), ("zzz", "docs/conflicts.md")):
        (problem,) = field_problems(replace(EVENT, severities=(RuleSeverity(rule, RuleLevel.OFF),)))
        assert (problem.code, problem.severity, problem.where) == ("unknown-rule", Severity.WARNING, "severities")
        assert fix in problem.fix


@pytest.mark.parametrize("name", ["walking", "changeover", "rest", "sessions_a_day", "sessions_in_a_row"])
def test_what_rules_go_by_is_not_negative(name: str) -> None:
    value = 0 if name.startswith("sessions") else timedelta(seconds=-1)
    (problem,) = field_problems(replace(EVENT, options=replace(RuleOptions(), **{name: value})))  # type: ignore[arg-type]
    assert (problem.severity, problem.where) == (Severity.ERROR, f"options.{name}")


@pytest.mark.parametrize(
    ("low", "high", "where"), [(-1, 5, "lowest"), (1, 11, "highest"), (3, 3, "highest"), (0, 10, "highest")]
)
def test_a_scale_has_a_digit_for_each_score(low: int, high: int, where: str) -> None:
    (problem,) = field_problems(replace(EVENT, options=RuleOptions(lowest_score=low, highest_score=high)))
    assert (problem.code, problem.where) == ("invalid-scale", f"options.{where}_score")
