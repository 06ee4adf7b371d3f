"""What a second import changes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change
from confkit.domain.event import Event, Window
from confkit.domain.person import Availability, Person
from confkit.domain.programme import Programme
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleLevel, RuleSeverity
from confkit.domain.session import Session, Slot
from confkit.services.merging import adopt_ids, pinned_problems, update, with_ids

ONE, TWO = UUID(int=1), UUID(int=2)
DAY = date(2027, 4, 9)


def test_what_is_the_same_is_no_change_and_what_is_new_is_added() -> None:
    known, new = Person(ONE, "Amira Hart"), Person(TWO, "Ben Okafor")
    assert update([Person(ONE, "Amira Hart"), new], [known]) == [Change(None, new)]


def test_an_import_empties_no_field_of_a_person() -> None:
    known = Person(ONE, "Amira Hart", biography="Long", notes="internal")
    found = update([Person(ONE, "A. Hart")], [known])
    assert found == [Change(known, Person(ONE, "A. Hart", biography="Long", notes="internal"))]


def test_an_import_keeps_the_times_of_a_person_at_other_events() -> None:
    start = datetime(2027, 4, 9, 10, tzinfo=UTC)
    here, elsewhere, new = (
        Availability(UUID(int=number), (Window(start, start.replace(hour=hour)),))
        for number, hour in ((7, 12), (8, 13), (7, 14))
    )
    known = Person(ONE, "Amira Hart", availability=(here, elsewhere))
    (change,) = update([Person(ONE, "Amira Hart", availability=(new,))], [known])
    assert change.after == replace(known, availability=(new, elsewhere))
    assert update([Person(ONE, "Amira Hart", availability=(elsewhere,))], [known]) == []


def test_a_move_to_the_second_half_past_two_is_seen() -> None:
    """Python takes both for the same time."""
    first = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    end = first.replace(hour=4)
    (change,) = update([Slot(ONE, TWO, first.replace(fold=1), end)], [Slot(ONE, TWO, first, end)])
    assert change.fields == ("start",)


def test_what_only_confkit_knows_outlives_a_foreign_import_but_not_an_event_file() -> None:
    event = Event(ONE, "summit", "Summit", "UTC", DAY, DAY)
    own = replace(event, severities=(RuleSeverity("room-overlap", RuleLevel.OFF),), series="Summits")
    renamed = replace(event, title="The Summit")
    (change,) = update([renamed], [own], foreign=True)
    assert change.after == replace(own, title="The Summit")
    (change,) = update([renamed], [own])
    assert change.after == renamed


def test_a_pinned_slot_stays_where_it_is_and_the_import_says_so() -> None:
    start = datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    pinned = Slot(ONE, TWO, start, start.replace(hour=11), pinned=True)
    moved = replace(pinned, start=start.replace(minute=30), pinned=False)
    imported = Programme(Event(ONE, "summit", "Summit", "UTC", DAY, DAY), slots=(moved,))
    assert update([moved], [pinned], foreign=True) == []
    (problem,) = pinned_problems(imported, [pinned])
    assert problem.code == "pinned-not-moved"
    assert "2027-04-09 10:30" in problem.message
    assert pinned_problems(replace(imported, slots=(replace(pinned, pinned=False),)), [pinned]) == []
    assert update([moved], [pinned])[0].after == moved


def test_a_review_and_an_arrival_written_by_hand_are_those_that_are_here() -> None:
    event = Event(ONE, "summit", "Summit", "UTC", DAY, DAY, origin="o")
    at = datetime(2027, 1, 1, tzinfo=UTC)
    person, session = Person(TWO, "Amira Hart", origin="a"), Session(TWO, ONE, "Talk", origin="t")
    known = Programme(
        event,
        sessions=(session,),
        persons=(person,),
        reviews=(Review(UUID(int=7), TWO, TWO, 4, "", at),),
        arrivals=(Arrival(UUID(int=8), ONE, TWO, at),),
    )
    new = with_ids(known, {UUID(int=number): UUID(int=100 + number) for number in (1, 2, 7, 8)})
    assert adopt_ids(new, known.contents) == known
