"""What reviews say about each proposal, and what quotas and rooms have room for."""

import math
import sys
from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from confkit.domain.conflicts import ConflictIndex, conflicts
from confkit.domain.event import LengthQuota, SessionKind, SessionType, Track, Window
from confkit.domain.person import Participant
from confkit.domain.planning.quotas import as_if, overdrawn, room_time, usages
from confkit.domain.planning.ranking import Method, ranking
from confkit.domain.planning.standings import proposals, standings
from confkit.domain.programme import Programme
from confkit.domain.session import Status
from tests.domain.planning.test_ranking import reviewed
from tests.domain.test_conflicts import EVENT, START, programme, slot

_SCORES = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 6)), st.none() | st.integers(1, 5), max_size=14)


@given(_SCORES)
def test_standings_are_the_rankings(scores: dict[tuple[int, int], int | None]) -> None:
    whole = reviewed(scores, sessions=6)
    found = {one.session.id: one for one in standings(whole, whole.sessions, UUID(int=501))}
    for method, value in ((Method.MEAN, "mean"), (Method.MEDIAN_RANK, "median_rank"), (Method.MEAN_RANK, "mean_rank")):
        for one in ranking(whole, whole.sessions, method):
            standing = found[one.session.id]
            assert standing.place(method) == one.place
            assert getattr(standing, value) == one.value
    for number in range(1, 7):
        standing = found[UUID(int=100 + number)]
        assert standing.score == scores.get((1, number))
        assert standing.reviews == sum(session == number for _, session in scores)
        assert (standing.spread is None) == (standing.mean is None)
        assert standing.spread is None or 0 <= standing.spread <= 2


def test_the_mean_rank_counts_who_saw_it_otherwise() -> None:
    whole = reviewed({(1, 1): 5, (1, 2): 1, (2, 1): 5, (2, 2): 1, (3, 1): 1, (3, 2): 5})
    found = {one.session.title: one for one in ranking(whole, whole.sessions, Method.MEAN_RANK)}
    assert found["Talk 1"].value == pytest.approx(fmean([0.25, 0.25, 0.75]))
    (first, *_) = standings(whole, whole.sessions)
    assert (first.median_rank, first.median, first.spread) == (0.25, 5, pytest.approx((32 / 9) ** 0.5))


def test_who_takes_part_or_comes_too_late_has_nothing_to_review() -> None:
    reviewer = UUID(int=501)
    whole = reviewed({(1, 4): 3}, participants={1: (Participant(reviewer),)}, status={2: Status.CONFIRMED})
    found = [(one.is_own, one.to_review, one.score) for one in standings(whole, whole.sessions, reviewer)]
    assert found[0] == (True, False, None)
    assert found[1] == (False, False, None)
    assert found[3][2] == 3
    pause = SessionType(UUID(int=51), EVENT.id, "Break", kind=SessionKind.BREAK)
    sessions = (replace(whole.sessions[0], type_id=pause.id), *whole.sessions[1:])
    assert len(proposals(replace(whole, types=(pause,), sessions=sessions))) == 3


def test_a_quota_is_a_number_where_all_are_as_long() -> None:
    track = Track(UUID(int=70), EVENT.id, "Practice", quota=timedelta(minutes=60))
    kind = SessionType(UUID(int=50), EVENT.id, "Talk", timedelta(minutes=20), quota=timedelta(minutes=70))
    states = {1: Status.ACCEPTED, 2: Status.SUBMITTED, 3: Status.SUBMITTED, 4: Status.REJECTED}
    whole = programme(
        *(slot(n, 0, 1) for n in (1, 2, 3, 4)),
        status=states,
        track_id=dict.fromkeys((1, 2), track.id),
        type_id=dict.fromkeys((1, 2, 3, 4), kind.id),
    )
    whole = replace(whole, tracks=(track,), types=(kind,))
    found = {(one.kind, one.name): one for one in usages(whole)}
    assert found["type", "Talk"].places == 3
    assert (found["track", "Practice"].places, found["track", "Practice"].each) == (3, timedelta(minutes=20))
    assert found["track", ""].places is None
    then = {(one.kind, one.name): one for one in usages(as_if(whole, [one.id for one in whole.sessions]))}
    over = then["type", "Talk"]
    assert (over.count, over.is_over, over.minutes_over) == (4, True, 10)
    assert over.overdraft == "80 min are chosen, 70 min are planned"
    assert (found["type", "Talk"].minutes_over, found["length", "20 min"].overdraft) == (0, "20 min are chosen")
    rejected = as_if(whole, [whole.sessions[0].id], Status.REJECTED)
    assert rejected.sessions[0].status is Status.REJECTED
    confirmed = replace(whole, sessions=(replace(whole.sessions[0], status=Status.CONFIRMED), *whole.sessions[1:]))
    assert as_if(confirmed, [whole.sessions[0].id]) == confirmed


def test_quotas_by_number_and_of_lengths() -> None:
    track = Track(UUID(int=70), EVENT.id, "Practice", quota=timedelta(hours=3), quota_number=2)
    states = {1: Status.ACCEPTED, 2: Status.CONFIRMED, 3: Status.SUBMITTED}
    whole = programme(*(slot(n, 0, 20) for n in (1, 2, 3)), status=states, track_id=dict.fromkeys((1, 2, 3), track.id))
    length = whole.length(whole.sessions[0])
    lengths = (LengthQuota(length, 2), LengthQuota(timedelta(minutes=90), 0))
    whole = replace(whole, event=replace(EVENT, lengths=lengths), tracks=(track,))
    now = {one.name: one for one in usages(whole)}
    assert [(one.places, one.share, one.is_over) for one in now.values()] == [
        (2, 1, False),
        (2, 1, False),
        (0, 0, False),
    ]
    assert conflicts(whole) == conflicts(replace(whole, event=EVENT, tracks=()))
    over = {one.kind: one for one in overdrawn(whole, [one.id for one in whole.sessions])}
    assert {kind: one.sessions_over for kind, one in over.items()} == {"track": 1, "length": 1}
    # Only what is overdrawn is told: there would be time for it.
    assert over["track"].overdraft == "3 sessions are chosen, 2 planned"
    none = replace(
        whole, event=replace(EVENT, lengths=(LengthQuota(length, 0),)), tracks=(replace(track, quota_number=None),)
    )
    (problem,) = [one for one in conflicts(none) if one.code.startswith("quota")]
    assert (problem.code, problem.subjects) == ("quota-lengths", (EVENT.id,))
    assert max(one.share for one in usages(none)) == math.inf


def test_a_quota_is_a_rule_that_no_move_touches() -> None:
    track = Track(UUID(int=70), EVENT.id, "Practice", quota=timedelta(minutes=30))
    kind = SessionType(UUID(int=50), EVENT.id, "Talk", timedelta(minutes=20), quota=timedelta(minutes=30))
    both = dict.fromkeys((1, 2), Status.ACCEPTED)
    whole = programme(slot(1, 0, 20), slot(2, 30, 20), status=both, track_id=dict.fromkeys((1, 2), track.id))
    whole = replace(whole, tracks=(track,), types=(kind,))
    (problem,) = [one for one in conflicts(whole) if one.code.startswith("quota")]
    assert (problem.code, problem.where, problem.subjects) == ("quota-tracks", "track “Practice”", (track.id,))
    assert problem.message == "60 min are chosen, 30 min are planned"
    # It is about the choice: also where nothing is in the schedule, and whatever is moved there.
    assert [one.code for one in conflicts(replace(whole, slots=())) if one.code.startswith("quota")] == ["quota-tracks"]
    index = ConflictIndex(whole)
    moved = index.after_move(whole.slots[0], None)
    assert "quota-tracks" in {one.code for one in moved.index.problems}
    assert "quota-tracks" not in {one.code for one in (*moved.added, *moved.removed)}
    assert not [one for one in conflicts(whole, severities={"quota-tracks": None}) if one.code.startswith("quota")]
    typed = replace(whole, sessions=tuple(replace(one, type_id=kind.id, track_id=None) for one in whole.sessions))
    assert [one.code for one in conflicts(typed) if one.code.startswith("quota")] == ["quota-types"]


def test_the_time_of_rooms() -> None:
    whole = programme(slot(1, 0, 30), status={1: Status.ACCEPTED})
    assert room_time(whole, whole.sessions) is None
    hour = timedelta(hours=1)
    open_ = (Window(START, START + 2 * hour), Window(START + hour, START + 3 * hour), Window(START, START + hour))
    rooms = (replace(whole.rooms[0], availability=open_), *whole.rooms[1:])
    found = room_time(replace(whole, rooms=rooms), whole.sessions)
    assert found is not None
    assert (found.available, found.silent, found.chosen) == (3 * hour, len(rooms) - 1, timedelta(minutes=30))


def test_a_thousand_proposals_are_ranked_at_once() -> None:
    """Work, not time: it must not grow with the square of what one reviewer has read."""
    scores: dict[tuple[int, int], int | None] = {(1, number): number % 5 + 1 for number in range(1, 2_001)}
    few = reviewed({key: scores[key] for key in list(scores)[:500]}, sessions=500)
    many = reviewed(scores, sessions=2_000)

    def calls(whole: Programme) -> int:
        count = 0

        def counting(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counting)
        try:
            standings(whole, whole.sessions, UUID(int=501))
        finally:
            sys.setprofile(None)
        return count

    assert calls(many) < 5 * calls(few)
