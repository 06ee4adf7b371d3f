"""Now, next, and who is missing; and how much of the quotas is taken."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from confkit.domain.arrival import Arrival
from confkit.domain.event import Track
from confkit.domain.person import Participant, Role
from confkit.domain.planning.day import missing, now_and_next
from confkit.domain.planning.quotas import overdrawn, usages
from confkit.domain.session import Status
from tests.domain.test_conflicts import EVENT, HART, LAB, OKAFOR, START, programme, slot


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


def shown(whole, minutes: int) -> list[tuple[str | None, list[str], str | None]]:
    return [
        (
            one.room.name if one.room else None,
            [each.session.title for each in one.now],
            one.next.session.title if one.next else None,
        )
        for one in now_and_next(whole, at(minutes))
    ]


def test_what_runs_and_what_comes_next() -> None:
    whole = programme(slot(1, 0, 30), slot(2, 30, 30), slot(3, 40, 20, LAB), slot(4, 24 * 60, 30), slot(5, 50, 5, None))
    assert shown(whole, 0) == [("Lab", [], "Talk 3"), ("Main hall", ["Talk 1"], "Talk 2"), (None, [], "Talk 5")]
    assert shown(whole, 30)[1] == ("Main hall", ["Talk 2"], None)  # the end is not included, tomorrow is not next
    assert shown(whole, 55) == [("Lab", ["Talk 3"], None), ("Main hall", ["Talk 2"], None)]
    assert shown(programme(slot(1, 0, 30), status={1: Status.CANCELLED}), 5)[1] == ("Main hall", [], None)


def test_after_midnight_is_the_evening_before() -> None:
    whole = programme(slot(1, 16 * 60, 30), slot(2, 24 * 60, 30))  # 01:00, and 09:00 of the next day
    assert shown(whole, 14 * 60)[1] == ("Main hall", [], "Talk 1")
    assert shown(whole, 17 * 60)[1] == ("Main hall", [], None)


def test_who_is_missing_soon() -> None:
    parts = {
        1: (Participant(HART),),
        2: (Participant(HART), Participant(OKAFOR, Role.MODERATOR)),
        3: (Participant(OKAFOR, Role.REVIEWER),),
    }
    whole = programme(slot(1, 0, 30), slot(2, 60, 30), slot(3, 0, 30, LAB), participants=parts)
    soon = missing(whole, at(0), timedelta(minutes=30))
    assert [(one.person.name, one.session.title) for one in soon] == [("Amira Hart", "Talk 1")]
    later = missing(whole, at(0), timedelta(minutes=60))
    assert [(one.person.name, one.session.title) for one in later] == [
        ("Amira Hart", "Talk 1"),
        ("Ben Okafor", "Talk 2"),
    ]
    here = replace(whole, arrivals=(Arrival(UUID(int=1), EVENT.id, HART, START),))
    assert [one.person.name for one in missing(here, at(0), timedelta(minutes=60))] == ["Ben Okafor"]
    assert missing(whole, at(90), timedelta(minutes=60)) == ()


def test_how_much_of_a_quota_is_taken() -> None:
    track = Track(UUID(int=70), EVENT.id, "Practice", quota=timedelta(minutes=60))
    lengths = {number: timedelta(minutes=40) for number in (1, 2, 3)}
    status = {1: Status.ACCEPTED, 2: Status.SUBMITTED, 3: Status.CONFIRMED, 4: Status.CONFIRMED}
    tracks = dict.fromkeys((1, 2), track.id)
    whole = programme(*(slot(n, 0, 1) for n in (1, 2, 3, 4)), duration=lengths, status=status, track_id=tracks)
    whole = replace(whole, tracks=(track,))
    found = {(one.kind, one.name): one for one in usages(whole)}
    practice = found["track", "Practice"]
    assert (practice.count, practice.chosen, practice.submitted) == (1, timedelta(minutes=40), timedelta(minutes=40))
    assert (practice.left, practice.is_over) == (timedelta(minutes=20), False)
    assert found["track", ""].chosen == timedelta(minutes=70)
    assert found["length", "40 min"].count == 2
    assert found["length", "30 min"].left is None
    assert overdrawn(whole) == ()
    (over,) = overdrawn(whole, [UUID(int=102)])
    assert (over.name, over.chosen, over.left) == ("Practice", timedelta(minutes=80), timedelta(minutes=-20))
