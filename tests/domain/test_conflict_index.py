"""After a move the index says what finding all conflicts again would say."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.codecs.schedule_xml import read_schedule_xml
from confkit.domain.conflicts import RULES, ConflictIndex, Scope, conflicts
from confkit.domain.conflicts.rule import Look, Options
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme
from confkit.domain.session import Slot
from tests.domain.test_conflict_rules import HART_SPEAKS, PAUSE, planned
from tests.domain.test_conflicts import HALL, LAB, slot
from tests.strategies import programmes

# Also those that are off: what they find has to be right too.
ALL_ON = {rule.id: rule.severity or Severity.HINT for rule in RULES}
# Steps of five minutes, of an odd number, to the next day, around half the day; and lengths from none to two days.
STEPS = (0, 5, -5, 10, -30, 45, 60, -60, 7, 24 * 60, -24 * 60, 12 * 60)
LENGTHS = (0, 5, 30, 45, 60, 90, 24 * 60, 49 * 60)


def shifted(slot: Slot, by: int, length: int | None) -> Slot:
    zone = slot.start.tzinfo
    start = slot.start.astimezone(UTC) + timedelta(minutes=by)
    lasts = slot.duration if length is None else timedelta(minutes=length)
    return replace(slot, start=start.astimezone(zone), end=(start + lasts).astimezone(zone))


def some_move(
    index: ConflictIndex, of: Programme, slots: Sequence[Slot], choose: random.Random, new_id: Callable[[], UUID]
) -> tuple[Slot | None, Slot | None]:
    """Any move: to another time, room, length; a slot that is new, one that goes, one that is another session's."""
    kind = choose.randrange(10)
    before = index.slot(choose.choice(slots).id)
    if before is None or kind == 0:
        after = shifted(choose.choice(slots), choose.choice(STEPS), choose.choice(LENGTHS))
        return None, replace(after, id=new_id() if before else choose.choice(slots).id)
    if kind == 1:
        return before, None
    after = shifted(before, choose.choice(STEPS), choose.choice((None, None, None, *LENGTHS)))
    if kind < 6:
        rooms = [None, UUID(int=404), *(room.id for room in of.rooms)]
        after = replace(after, room_id=choose.choice(rooms))
    if kind == 7:
        after = replace(after, session_id=choose.choice(of.sessions).id)
    return before, after


def moves(
    of: Programme, number: int, seed: int, severities: Mapping[str, Severity | None] = ALL_ON
) -> Iterator[tuple[ConflictIndex, ConflictIndex]]:
    """Make random moves; after each yield the index as it became, and one made anew."""
    choose, ids = random.Random(seed), count(1)
    index = ConflictIndex(of, severities=severities)
    slots = list(of.slots)
    for _ in range(number):
        before, after = some_move(index, of, slots, choose, lambda: UUID(int=next(ids), version=4))
        moved = index.after_move(before, after)
        told = Counter(index.problems)
        told.subtract(moved.removed)
        told.update(moved.added)
        assert min(told.values(), default=0) >= 0
        assert +told == Counter(moved.index.problems)
        index = moved.index
        if after is not None and index.slot(after.id) is not None and len(slots) < 2 * len(of.slots):
            slots.append(after)
        yield index, ConflictIndex(replace(of, slots=index.slots), severities=severities)


@settings(max_examples=25)
@given(programmes(max_sessions=6), st.integers(0, 2**32))
def test_moves_of_any_programme(programme: Programme, seed: int) -> None:
    if not programme.slots:
        return
    for index, anew in moves(programme, 12, seed):
        assert index.findings == anew.findings
        assert index.problems_of == anew.problems_of


@pytest.mark.slow
@settings(max_examples=25)
@given(programmes(max_sessions=6), st.randoms(use_true_random=False))
def test_several_moves_at_once_are_the_same_as_one_after_the_other(programme: Programme, choose: random.Random) -> None:
    index = ConflictIndex(programme, severities=ALL_ON)
    some = [(slot, shifted(slot, choose.choice(STEPS), choose.choice(LENGTHS))) for slot in programme.slots]
    single = index
    for before, after in some:
        single = single.after_move(before, after).index
    assert index.after_moves(some).index.problems == single.problems


def a_day() -> Programme:
    """A crowded day: two rooms, everybody everywhere, breaks."""
    slots = [slot(number, number % 20 * 25, 30, (LAB, None)[number % 2]) for number in range(40)]
    return planned(*slots, participants=dict.fromkeys(range(0, 40, 3), HART_SPEAKS), type_id={1: PAUSE, 2: PAUSE})


def test_moves_of_a_crowded_day() -> None:
    for number, (index, anew) in enumerate(moves(a_day(), 100, 20270408)):
        assert index.problems == anew.problems, number


def by_start(slot: Slot) -> tuple[float, float, UUID]:
    return slot.start.timestamp(), slot.end.timestamp(), slot.id


class Bystander:
    """Keeps the plan by the simplest means: which slots are in a room, and with whom, by key and id."""

    def __init__(self, of: Programme) -> None:
        self._of = of
        self._look = Look(of, Options())
        self._slots: dict[UUID, Slot] = {}
        self._around: dict[UUID, dict[UUID, Slot]] = {}
        for one in of.slots:
            self.move(None, one)

    def move(self, before: Slot | None, after: Slot | None) -> None:
        for id in {one.id for one in (before, after) if one is not None} & self._slots.keys():
            for key in self._keys(self._slots.pop(id)):
                del self._around[key][id]
        if after is not None:
            self._slots[after.id] = after
            for key in self._keys(after):
                self._around.setdefault(key, {})[after.id] = after

    def _keys(self, slot: Slot) -> set[UUID]:
        if not self._of.session[slot.session_id].status.takes_place:
            return set()
        return self.keys(slot) - ({slot.room_id} - self._of.room.keys())

    def keys(self, slot: Slot) -> set[UUID]:
        """The room of a slot, whether it is known or not, and the people of its session."""
        people = self._look.people(self._of.session[slot.session_id])
        return {*people} if slot.room_id is None else {slot.room_id, *people}

    def around(self, touched: Slot) -> dict[UUID, list[UUID]]:
        """The slots in the room of ``touched`` and with each of its people, by start."""
        found = {key: sorted(self._around.get(key, {}).values(), key=by_start) for key in self.keys(touched)}
        return {key: [one.id for one in slots] for key, slots in found.items()}

    @property
    def slots(self) -> set[Slot]:
        return set(self._slots.values())


def walk(of: Programme, number: int, seed: int, every: int) -> None:
    """Make random moves and check what each of them touched, and ``every`` so many everything.

    Finding everything anew is what takes long; what a move left wrong is mostly still wrong a few moves later.
    """
    choose, ids = random.Random(seed), count(1)
    index, bystander = ConflictIndex(of, severities=ALL_ON), Bystander(of)
    slots = list(of.slots)
    told = Counter(index.problems)
    for step in range(1, number + 1):
        before, after = some_move(index, of, slots, choose, lambda: UUID(int=next(ids), version=4))
        moved = index.after_move(before, after)
        bystander.move(before, after)
        told.subtract(moved.removed)
        told.update(moved.added)
        index = moved.index
        for touched in filter(None, (before, after)):
            assert what_is_around(index, touched) == bystander.around(touched), step
        if step % every == 0:
            assert {problem: found for problem, found in told.items() if found} == Counter(index.problems), step
            assert set(index.slots) == bystander.slots, step
            anew = ConflictIndex(replace(of, slots=index.slots), severities=ALL_ON)
            assert index.findings == anew.findings, step


# What they run is counted by the short walk above; here it would take four times as long.
@pytest.mark.slow
@pytest.mark.no_cover
def test_a_thousand_moves_of_a_crowded_day() -> None:
    walk(a_day(), 1_000, 1, 20)


@pytest.mark.slow
@pytest.mark.no_cover
def test_two_thousand_moves_of_a_congress(congress: Programme) -> None:
    walk(congress, 2_000, 38, 50)


def what_is_around(index: ConflictIndex, touched: Slot) -> dict[UUID, list[UUID]]:
    """The slots in the room of ``touched``, and with each of its people, as the index has them."""
    look = index.look
    session = look.programme.session[touched.session_id]
    around = {person: index.with_person(person) for person in look.people(session)}
    if touched.room_id is not None:
        around[touched.room_id] = index.in_room(touched.room_id)
    return {key: [placed.slot.id for placed in group] for key, group in around.items()}


@pytest.fixture(scope="module")
def congress(shared_data: Path) -> Programme:
    ids = count(1)
    data = (shared_data / "schedules" / "38c3.xml").read_bytes()
    return read_schedule_xml(data, "38c3.xml", new_id=lambda: UUID(int=next(ids))).programme


def test_the_conflicts_of_a_congress(congress: Programme) -> None:
    found = Counter(problem.code for problem in conflicts(congress))
    assert (found["room-overlap"], found["person-overlap"]) == (2, 143)


def test_a_move_looks_only_at_what_it_touches(congress: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    index = ConflictIndex(congress, severities=ALL_ON)
    looked: list[tuple[Scope, int]] = []
    run = ConflictIndex._run

    def counted(self: ConflictIndex, scope: Scope, id: UUID, slots: tuple[object, ...]) -> object:
        looked.append((scope, len(slots)))
        return run(self, scope, id, slots)  # type: ignore[arg-type]

    monkeypatch.setattr(ConflictIndex, "_run", counted)
    before = congress.slots[500]
    people = Look(congress, index.look.options).people(congress.session[before.session_id])
    index.after_move(before, replace(before, room_id=congress.rooms[0].id))
    # The slot, its session, its two rooms, the event (for its breaks), its people and its track, each once.
    assert len(looked) <= 6 + len(people)
    assert Counter(scope for scope, _ in looked)[Scope.ROOM] == 2
    assert max(size for scope, size in looked if scope is not Scope.EVENT) < 100


def test_an_index_stays_as_it_was() -> None:
    whole = planned(slot(1, 0, 30), slot(2, 60, 30))
    index = ConflictIndex(whole)
    before = index.problems
    moved = index.after_move(whole.slots[1], shifted(whole.slots[1], -60, None))
    assert [problem.code for problem in moved.added] == ["room-overlap"]
    assert moved.removed == ()
    assert index.problems == before
    back = moved.index.after_move(whole.slots[0], None)
    assert [problem.code for problem in back.removed] == ["room-overlap"]
    assert index.slot(whole.slots[1].id) == whole.slots[1]
    assert set(moved.index.problems_of) == {one.id for one in whole.slots}


def test_a_slot_of_a_session_that_is_not_there_changes_nothing() -> None:
    whole = planned(slot(1, 0, 30))
    moved = ConflictIndex(whole).after_move(None, slot(9, 0, 30))
    assert (moved.removed, moved.added, moved.index.slots) == ((), (), whole.slots)


def test_what_is_in_a_room_and_with_a_person() -> None:
    whole = planned(slot(1, 30, 30), slot(2, 0, 30), participants={1: HART_SPEAKS})
    index = ConflictIndex(whole)
    assert [one.slot for one in index.in_room(HALL)] == list(whole.slots)
    assert [one.slot for one in index.with_person(HART_SPEAKS[0].person_id)] == [whole.slots[1]]
    assert index.in_room(UUID(int=404)) == index.with_person(UUID(int=404)) == index.of_session(UUID(int=404)) == ()
    assert [one.slot for one in index.whole()] == list(whole.slots)
    assert index.slot(UUID(int=404)) is None
