"""Whom and what an import into an event takes for something that is here, by its look alone."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from confkit.domain.event import Event
from confkit.domain.person import Participant, Person
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.services.namesakes import match_persons, twice

HERE, NEW, OTHER = (UUID(int=number) for number in (1, 2, 3))
DAY = date(2027, 4, 9)
EVENT = Event(UUID(int=9), "cafe", "Café", "UTC", DAY, DAY)
TYPED = Person(HERE, "Zoë  Hart", email="zoe@example.org")


def bringing(*persons: Person) -> Programme:
    talk = Session(UUID(int=20), EVENT.id, "Talk", participants=tuple(Participant(one.id) for one in persons))
    return Programme(EVENT, sessions=(talk,), persons=persons)


@pytest.mark.parametrize(
    ("here", "imported"),
    [
        (TYPED, Person(NEW, "zoe\u0308 hart", email="Zoe@Example.org", origin="schedule:person:g1")),
        # Another system, another kind of id, and a name in the place of an id say nothing.
        (replace(TYPED, origin="open-event:cafe:person:7"), Person(NEW, "Zoë Hart", origin="schedule:person:g1")),
        (replace(TYPED, origin="schedule:a:person:id:7"), Person(NEW, "Zoë Hart", origin="schedule:a:person:code:X")),
        (replace(TYPED, origin="ics:a:person:zoë hart"), Person(NEW, "Zoë Hart", origin="ics:a:person:8")),
    ],
)
def test_one_name_is_one_person_where_nothing_contradicts(here: Person, imported: Person) -> None:
    found, (problem,) = match_persons(bringing(imported), [here, Person(OTHER, "Ben")])
    (person,), (session,) = found.persons, found.sessions
    assert (person.id, session.participants[0].person_id) == (HERE, HERE)
    assert person.origin == (here.origin or imported.origin)
    assert (problem.code, problem.where) == ("import-person-matched", f"person “{imported.name}”")


@pytest.mark.parametrize(
    ("here", "imported", "why"),
    [
        ([TYPED], [Person(NEW, "Zoë Hart", email="other@example.org")], "another e-mail address"),
        (
            [replace(TYPED, origin="schedule:person:g1")],
            [Person(NEW, "Zoë Hart", origin="schedule:person:g2")],
            "another id",
        ),
        ([TYPED, replace(TYPED, id=OTHER)], [Person(NEW, "Zoë Hart")], "2 persons who are here"),
        ([TYPED], [Person(NEW, "Zoë Hart"), Person(OTHER, "zoë hart")], "2 persons in the file"),
        # Another one of the file is meant by the one who is here, by id, and has married.
        ([TYPED], [Person(NEW, "Zoë Hart"), Person(HERE, "Zoë Okafor")], "another id"),
    ],
)
def test_who_may_be_another_is_left_apart_and_told_once(here: list[Person], imported: list[Person], why: str) -> None:
    programme = bringing(*imported)
    found, (problem,) = match_persons(programme, here)
    assert found == programme
    assert (problem.code, why in problem.message) == ("import-person-apart", True)


def test_who_is_known_is_not_told() -> None:
    known = replace(TYPED, origin="schedule:person:g1")
    programme = bringing(Person(NEW, "Zoë Hart", origin="schedule:person:g1"))
    assert match_persons(programme, [known, replace(TYPED, id=OTHER, origin="")]) == (programme, [])


def test_a_session_of_the_same_title_and_speakers_is_told() -> None:
    here = bringing(TYPED)
    (typed,) = here.sessions
    same = replace(typed, id=UUID(int=21), title="TALK")
    (problem,) = twice(replace(here, sessions=(same,)), here)
    assert (problem.code, problem.subjects) == ("import-session-twice", (typed.id, same.id))
    for sessions in (
        (typed,),
        (typed, same),  # known by its id; the other one of the file is another
        (replace(same, title="Another"),),
        (replace(same, participants=()),),
    ):
        assert twice(replace(here, sessions=sessions), here) == []
