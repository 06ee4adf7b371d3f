"""Conflicts, held against the plainest way of finding them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.conflicts import RULES, Options, conflicts
from confkit.domain.conflicts.index import MOST
from confkit.domain.conflicts.overlaps import pairs
from confkit.domain.conflicts.rule import Look
from confkit.domain.conflicts.settings import options_of
from confkit.domain.event import Event, Room, Way
from confkit.domain.person import Participant, Person, Role
from confkit.domain.problem import Problem, Severity
from confkit.domain.programme import Programme, in_order
from confkit.domain.rule_settings import RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.session import Session, Slot, Status
from tests.strategies import programmes

HALL, LAB = UUID(int=1), UUID(int=2)
HART, OKAFOR = UUID(int=3), UUID(int=4)
EVENT = Event(UUID(int=9), "a", "A", "Europe/Berlin", date(2027, 4, 8), date(2027, 4, 9))
START = datetime(2027, 4, 8, 9, tzinfo=ZoneInfo("Europe/Berlin"))


def slot(number: int, start: int, length: int, room: UUID | None = HALL) -> Slot:
    """A slot of session ``number``, from ``start`` minutes after nine."""
    begin = START.astimezone(UTC) + timedelta(minutes=start)
    times = [(begin + timedelta(minutes=more)).astimezone(START.tzinfo) for more in (0, length)]
    return Slot(UUID(int=1000 + number), UUID(int=100 + number), *times, room)


def programme(*slots: Slot, **of: dict[int, object]) -> Programme:
    """A programme of ``slots``; ``of`` gives fields of sessions by their number."""
    numbers = sorted({one.session_id.int - 100 for one in slots})
    sessions = [Session(UUID(int=100 + number), EVENT.id, f"Talk {number}", Status.CONFIRMED) for number in numbers]
    for field, values in of.items():
        sessions = [
            replace(one, **{field: values[one.id.int - 100]}) if one.id.int - 100 in values else one for one in sessions
        ]
    return in_order(
        Programme(
            EVENT,
            rooms=(Room(HALL, EVENT.id, "Main hall"), Room(LAB, EVENT.id, "Lab")),
            sessions=tuple(sessions),
            slots=slots,
            persons=(Person(HART, "Amira Hart"), Person(OKAFOR, "Ben Okafor")),
        )
    )


def only(of: Programme, *rules: str, options: Options | None = None) -> tuple[Problem, ...]:
    """The conflicts of the programme by some rules alone, each as serious as it is or a warning."""
    severities = {rule.id: (rule.severity or Severity.WARNING) if rule.id in rules else None for rule in RULES}
    return conflicts(of, severities=severities, options=options)


def codes(of: Programme) -> list[str]:
    """The codes of what can't be, as opposed to what could be better."""
    return [problem.code for problem in only(of, "room-overlap", "person-overlap", "outside-event")]


def shared(one: Slot, other: Slot) -> bool:
    """The definition: the later start lies before the earlier end."""
    return max(one.start.timestamp(), other.start.timestamp()) < min(one.end.timestamp(), other.end.timestamp())


slots_of_one_morning = st.lists(
    st.builds(slot, st.integers(0, 99), st.integers(0, 40), st.integers(0, 30), st.sampled_from([HALL, LAB, None])),
    max_size=12,
    unique_by=lambda one: one.id,
)


@given(slots_of_one_morning)
def test_the_sweep_finds_what_comparing_all_pairs_finds(slots: list[Slot]) -> None:
    look = Look(programme(*slots), Options())
    placed = sorted((one for slot in slots if (one := look.placed(slot))), key=lambda one: one.order)
    for near in (0, 120, 600):
        found = [(one.slot.id, other.slot.id, gap) for one, other, gap in pairs(placed, near)]
        assert len(found) == len(set(found))
        assert set(found) == {
            (one.slot.id, other.slot.id, other.start - one.end)
            for one, other in combinations([one for one in placed if one.end > one.start], 2)
            if one.session.id != other.session.id and other.start - one.end < near
        }


def runs_at(slot: Slot, moment: datetime) -> bool:
    return slot.start.timestamp() <= moment.timestamp() < slot.end.timestamp()


@settings(max_examples=25)
@given(programmes(max_sessions=6))
def test_any_programme_against_all_pairs(programme: Programme) -> None:
    # What an event silences is not found; that is tested for itself.
    programme = replace(programme, event=replace(programme.event, severities=()))
    placed = [one for one in programme.slots if programme.session[one.session_id].status.takes_place]
    rooms, persons = [], []
    for one, other in combinations(placed, 2):
        if not shared(one, other) or one.session_id == other.session_id:
            continue
        ids = tuple(sorted((one.session_id, other.session_id)))
        if one.room_id is not None and one.room_id == other.room_id and programme.room[one.room_id].parallel == 1:
            rooms.append((*ids, one.room_id))
        people = [
            {part.person_id for part in programme.session[of.session_id].participants if part.role is not Role.REVIEWER}
            for of in (one, other)
        ]
        persons += [(*ids, person) for person in people[0] & people[1]]
    found = conflicts(programme)
    # A room that holds several is too full where more than that take place as one of them begins.
    several = {room.id for room in programme.rooms if room.parallel > 1}
    too_full = [problem for problem in found if problem.code == "room-overlap" and problem.subjects[-1] in several]
    assert {problem.subjects[-1] for problem in too_full} == {
        one.room_id
        for one in placed
        if one.room_id in several
        and one.end > one.start
        and len({other.session_id for other in placed if other.room_id == one.room_id and runs_at(other, one.start)})
        > programme.room[one.room_id].parallel
    }
    pairs_found = [problem for problem in found if problem not in too_full]
    for code, wanted in (("room-overlap", rooms), ("person-overlap", persons)):
        told = [problem for problem in pairs_found if problem.code == code]
        subjects = [(*sorted(problem.subjects[:2]), problem.subjects[2]) for problem in told]
        assert sorted(subjects) == sorted(wanted)
    outside = [one for one in placed if programme.day(one) not in programme.event.days]
    assert sum(problem.code == "outside-event" for problem in found) == len(outside)
    assert list(found) == sorted(found, key=lambda problem: problem.rank)
    assert all(problem.fix and problem.message and problem.where for problem in found)


def test_says_which_sessions_where_and_what_to_do() -> None:
    (problem,) = only(programme(slot(1, 0, 30), slot(2, 15, 30)), "room-overlap")
    assert problem.code == "room-overlap"
    assert problem.severity is Severity.ERROR
    assert problem.where == "Main hall, 2027-04-08 09:15"
    assert problem.message == "“Talk 1” and “Talk 2” are in this room at the same time"
    assert problem.fix
    assert problem.subjects == (UUID(int=101), UUID(int=102), HALL)


def test_a_person_can_not_be_in_two_places() -> None:
    both = {1: (Participant(HART),), 2: (Participant(OKAFOR), Participant(HART, Role.MODERATOR))}
    (problem,) = only(programme(slot(1, 0, 30), slot(2, 29, 30, LAB), participants=both), "person-overlap")
    assert problem.code == "person-overlap"
    assert problem.where == "Amira Hart, 2027-04-08 09:29"
    assert problem.subjects == (UUID(int=101), UUID(int=102), HART)


def test_two_roles_of_one_person_are_one_conflict() -> None:
    both = (Participant(HART), Participant(HART, Role.HOST))
    assert codes(programme(slot(1, 0, 30), slot(2, 0, 30, LAB), participants={1: both, 2: both})) == ["person-overlap"]


def test_a_long_session_clashes_with_each_that_it_covers() -> None:
    assert codes(programme(slot(1, 0, 120), slot(2, 10, 10), slot(3, 30, 10), slot(4, 120, 10))) == ["room-overlap"] * 2


@pytest.mark.parametrize(
    "slots",
    [
        (slot(1, 0, 30), slot(2, 30, 30)),  # ends that touch
        (slot(1, 0, 30), slot(2, 0, 30, LAB)),  # another room
        (slot(1, 0, 30, None), slot(2, 0, 30, None)),  # no room
        (slot(1, 0, 30, UUID(int=404)), slot(2, 0, 30, UUID(int=404))),  # a room that is not there
        (slot(1, 0, 30), slot(2, 0, 0)),  # no length, in either order
        (slot(1, 0, 0), slot(2, 0, 30)),
        (slot(1, 0, 30), slot(2, 15, 0)),
        (slot(1, 0, 0), slot(2, 0, 0)),
    ],
)
def test_no_conflict(slots: tuple[Slot, ...]) -> None:
    assert codes(programme(*slots)) == []


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN, Status.CANCELLED])
def test_what_does_not_take_place_is_in_nobodys_way(status: Status) -> None:
    assert codes(programme(slot(1, 0, 30), slot(2, 0, 30), status={2: status})) == []


def test_a_slot_without_its_session_is_in_nobodys_way() -> None:
    whole = programme(slot(1, 0, 30), slot(2, 0, 30))
    assert codes(replace(whole, sessions=whole.sessions[:1])) == []


def test_the_repeated_hour_is_two_hours() -> None:
    first = datetime(2027, 10, 31, 2, tzinfo=ZoneInfo("Europe/Berlin"))
    second = first.replace(fold=1)
    event = replace(EVENT, first_day=date(2027, 10, 30), last_day=date(2027, 10, 31))
    slots = (
        Slot(UUID(int=1), UUID(int=101), first, first.replace(minute=45), HALL),
        Slot(UUID(int=2), UUID(int=102), second, second.replace(minute=45), HALL),
    )
    whole = replace(programme(slot(1, 0, 30), slot(2, 0, 30)), event=event)
    assert codes(replace(whole, slots=slots)) == []
    overlap = replace(slots[0], end=second.replace(minute=15))
    assert codes(replace(whole, slots=(overlap, slots[1]))) == ["room-overlap"]


def test_outside_the_days_of_the_event() -> None:
    day = 24 * 60
    (problem,) = only(programme(slot(1, 0, 30), slot(2, 2 * day, 30), slot(3, day + 15 * 60, 30)), "outside-event")
    assert problem.code == "outside-event"
    assert problem.severity is Severity.WARNING
    assert problem.subjects == (UUID(int=102),)
    assert "“Talk 2”" in problem.message


def test_a_thousand_slots_in_a_row_are_no_work() -> None:
    """The sweep keeps only what still runs: it must not compare all with all."""
    compared = 0

    class Counted(float):
        def __rsub__(self, other: float) -> float:
            nonlocal compared
            compared += 1
            return other - float(self)

    slots = [slot(number, number * 10, 10) for number in range(1000)]
    look = Look(programme(*slots), Options())
    placed = [replace(one, end=Counted(one.end)) for slot in slots if (one := look.placed(slot))]
    assert list(pairs(placed)) == []
    assert 900 < compared < 3_000


def test_a_file_made_of_conflicts_does_not_fill_the_memory() -> None:
    crowd = programme(*(slot(number, 0, 30) for number in range(300)))
    found = only(crowd, "room-overlap")
    assert len(found) == MOST + 1 < 300 * 299 / 2
    assert [one.message for one in found if "not listed" in one.message] == [
        "and more than 20,000 more like these, which are not listed"
    ]
    fewer = only(programme(*(slot(number, 0, 30) for number in range(60))), "room-overlap")
    told = next(one for one in fewer if "not listed" in one.message)
    assert (told.message, told.subjects) == (
        f"and {60 * 59 // 2 - MOST} more like these, which are not listed",
        (HALL,),
    )


def test_an_event_says_how_much_rules_matter_and_what_they_go_by() -> None:
    whole = programme(slot(1, 0, 30), slot(2, 15, 30), slot(3, 50, 10))
    codes = [problem.code for problem in conflicts(whole)]
    assert "room-overlap" in codes
    off = (RuleSeverity("room-overlap", RuleLevel.OFF), RuleSeverity("room-changeover", RuleLevel.ERROR))
    own = replace(whole, event=replace(EVENT, severities=off))
    assert [one.code for one in conflicts(own)] == [code for code in codes if code != "room-overlap"]
    slow = replace(whole, event=replace(EVENT, severities=off, options=RuleOptions(changeover=timedelta(minutes=10))))
    (problem, *_) = conflicts(slow)
    assert (problem.code, problem.severity) == ("room-changeover", Severity.ERROR)
    assert conflicts(slow, severities={}, options=Options()) == conflicts(whole)


def test_ways_count_in_both_directions_and_the_longer_of_two() -> None:
    whole = programme()
    hall, lab = whole.rooms if whole.rooms[0].id == HALL else whole.rooms[::-1]
    known = replace(whole, rooms=(replace(hall, ways=(Way(LAB, 7),)), replace(lab, ways=(Way(HALL, 9),))))
    for rooms in (known.rooms, known.rooms[::-1]):
        options = options_of(replace(known, rooms=rooms))
        assert options.way(HALL, LAB) == options.way(LAB, HALL) == timedelta(minutes=9)
