"""Each rule for schedules, with a programme that breaks it and one that is next to it and doesn't."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from confkit.domain.conflicts import RULE, RULES, Options, Scope, conflicts
from confkit.domain.event import SessionKind, SessionType, Track, Window
from confkit.domain.person import Availability, Participant, Role
from confkit.domain.problem import Severity
from confkit.domain.programme import Programme, in_order
from confkit.domain.session import Consent, Slot, Status
from tests.conftest import PROJECT
from tests.domain.test_conflicts import EVENT, HALL, HART, LAB, OKAFOR, START, only, programme, slot

TALK, PAUSE, PARTY, WORKSHOP = (UUID(int=number) for number in range(50, 54))
CARE = UUID(int=60)
KINDS = (
    SessionType(TALK, EVENT.id, "Talk", timedelta(minutes=30), SessionKind.TALK),
    SessionType(PAUSE, EVENT.id, "Break", timedelta(minutes=30), SessionKind.BREAK),
    SessionType(PARTY, EVENT.id, "Party", timedelta(minutes=30), SessionKind.OTHER),
    SessionType(WORKSHOP, EVENT.id, "Workshop", timedelta(minutes=30), SessionKind.WORKSHOP),
)
HART_SPEAKS = (Participant(HART),)


def planned(*slots: Slot, rooms: dict[UUID, dict[str, object]] | None = None, **of: dict[int, object]) -> Programme:
    """A programme with types and a track; ``rooms`` gives fields of rooms, ``of`` fields of sessions."""
    whole = programme(*slots, **of)
    halls = tuple(replace(room, **(rooms or {}).get(room.id, {})) for room in whole.rooms)  # type: ignore[arg-type]
    return replace(whole, types=KINDS, tracks=(Track(CARE, EVENT.id, "Care"),), rooms=halls)


def at(minutes: int) -> datetime:
    return (START.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(START.tzinfo)


def available(whole: Programme, person: UUID, *windows: tuple[int, int]) -> Programme:
    spans = Availability(EVENT.id, tuple(Window(at(start), at(end)) for start, end in windows))
    persons = [replace(one, availability=(spans,)) if one.id == person else one for one in whole.persons]
    return replace(whole, persons=tuple(persons))


def said(whole: Programme, rule: str, options: Options | None = None) -> list[str]:
    return [f"{problem.where}: {problem.message}" for problem in only(whole, rule, options=options)]


def test_a_break_takes_its_room_too() -> None:
    assert len(said(planned(slot(1, 0, 30), slot(2, 0, 30), type_id={1: PAUSE}), "room-overlap")) == 1


def test_a_room_needs_time_to_change_over() -> None:
    close = planned(slot(1, 0, 30), slot(2, 32, 10), slot(3, 47, 10))
    assert said(close, "room-changeover") == [
        "Main hall, 2027-04-08 09:32: between “Talk 1” and “Talk 2” are 2 minutes, not 5 minutes"
    ]
    assert said(planned(slot(1, 0, 30), slot(2, 32, 10), type_id={2: PAUSE}), "room-changeover") == []
    assert len(said(close, "room-changeover", Options(changeover=timedelta(minutes=6)))) == 2


def test_the_way_between_rooms_takes_time() -> None:
    both = {1: HART_SPEAKS, 2: HART_SPEAKS}
    close = planned(slot(1, 0, 30), slot(2, 31, 30, LAB), participants=both)
    (problem,) = only(close, "person-changeover")
    assert problem.where == "Amira Hart, 2027-04-08 09:31"
    assert problem.message == "has 1 minute from “Talk 1” (Main hall) to “Talk 2” (Lab), and needs 5 minutes"
    assert problem.subjects == (UUID(int=101), UUID(int=102), HART)
    for ways in ({(HALL, LAB): timedelta(minutes=1)}, {(LAB, HALL): timedelta(minutes=1)}):
        assert only(close, "person-changeover", options=Options(ways=ways)) == ()
    far = Options(ways={(HALL, LAB): timedelta(minutes=20)})
    apart = planned(slot(1, 0, 30), slot(2, 45, 30, LAB), participants=both)
    assert len(only(apart, "person-changeover", options=far)) == 1
    assert only(apart, "person-changeover") == ()
    assert only(planned(slot(1, 0, 30), slot(2, 30, 30), participants=both), "person-changeover") == ()
    assert only(planned(slot(1, 0, 30), slot(2, 30, 30, None), participants=both), "person-changeover") == ()
    assert only(planned(slot(1, 0, 31), slot(2, 30, 30, LAB), participants=both), "person-changeover") == ()


def test_a_reviewer_does_not_have_to_be_there() -> None:
    reviews = (Participant(HART, Role.REVIEWER),)
    both = planned(slot(1, 0, 30), slot(2, 0, 30, LAB), participants={1: HART_SPEAKS, 2: reviews})
    assert only(both, "person-overlap") == ()


def test_a_session_in_two_rooms_does_not_clash_with_itself() -> None:
    one = slot(1, 0, 30)
    other = replace(slot(2, 15, 30, LAB), session_id=one.session_id)
    whole = planned(one, other, slot(2, 90, 30), participants={1: HART_SPEAKS})
    assert only(whole, "person-overlap", "room-overlap") == ()
    assert said(whole, "session-twice") == [
        "session “Talk 1”, 2027-04-08 09:15: is in Main hall and in Lab at the same time"
    ]
    same = replace(other, room_id=HALL)
    assert "twice in Main hall" in said(planned(one, same, slot(2, 90, 30)), "session-twice")[0]
    assert said(planned(one, other, slot(2, 90, 30), type_id={1: PAUSE}), "session-twice") == []
    after = replace(slot(2, 30, 30, LAB), session_id=one.session_id)
    twice = planned(one, after, slot(2, 90, 30))
    assert said(twice, "session-twice") == []
    assert said(twice, "session-repeated") == ["session “Talk 1”: is in the schedule 2 times"]


def test_a_long_slot_hides_no_other_place_of_its_session() -> None:
    one, other, third = slot(1, 0, 120), slot(2, 10, 5, LAB), slot(3, 60, 5, LAB)
    same = [one, replace(other, session_id=one.session_id), replace(third, session_id=one.session_id)]
    nothing = replace(slot(4, 20, 0, LAB), session_id=one.session_id)
    assert len(said(planned(*same, nothing), "session-twice")) == 2


def test_tracks_in_parallel() -> None:
    both = planned(slot(1, 0, 30), slot(2, 15, 30, LAB), slot(3, 15, 30, None), track_id={1: CARE, 2: CARE})
    assert said(both, "track-parallel") == [
        "track Care, 2027-04-08 09:15: “Talk 1” and “Talk 2” of this track are at the same time"
    ]
    assert "track-parallel" not in {problem.code for problem in conflicts(both)}


def test_a_break_for_everybody() -> None:
    during = [slot(1, 0, 30, None), slot(2, 15, 30), slot(3, 30, 30), slot(4, -30, 30), slot(5, 0, 30, None)]
    assert said(planned(*during, type_id={1: PAUSE, 5: PARTY}), "break-overlap") == [
        "session “Talk 2”, 2027-04-08 09:15: takes place during “Talk 1”, which is for everybody",
        "session “Talk 5”, 2027-04-08 09:00: takes place during “Talk 1”, which is for everybody",
    ]
    in_a_room = [replace(during[0], room_id=LAB), *during[1:]]
    assert said(planned(*in_a_room, type_id={1: PAUSE}), "break-overlap") == []
    empty = [replace(during[0], end=during[0].start), slot(2, 0, 30)]
    assert said(planned(*empty, type_id={1: PAUSE}), "break-overlap") == []


@pytest.mark.parametrize(
    ("windows", "fine"),
    [
        ([(0, 30)], True),
        ([(-60, 10), (10, 90)], True),  # two that touch are one
        ([(0, 29)], False),
        ([(1, 90)], False),
        ([(-60, 10), (11, 90)], False),
        ([], False),  # never
    ],
)
def test_a_person_is_there(windows: list[tuple[int, int]], fine: bool) -> None:
    whole = available(planned(slot(1, 0, 30), participants={1: HART_SPEAKS}), HART, *windows)
    assert said(whole, "person-unavailable") == (
        [] if fine else ["Amira Hart, 2027-04-08 09:00: is not available for “Talk 1”"]
    )


def test_nobody_asked_when_a_person_is_there() -> None:
    whole = planned(slot(1, 0, 30), participants={1: (*HART_SPEAKS, Participant(OKAFOR))})
    assert said(available(whole, HART, (0, 30)), "person-without-availability") == [
        "Ben Okafor: did not say when they are available"
    ]
    elsewhere = Availability(UUID(int=404), ())
    persons = tuple(replace(one, availability=(elsewhere,)) for one in whole.persons)
    assert only(replace(whole, persons=persons), "person-unavailable") == ()


def test_too_many_sessions_a_day() -> None:
    day = [slot(number, number * 60, 30) for number in range(5)]
    everybody = dict.fromkeys(range(6), HART_SPEAKS)
    (problem,) = only(planned(*day, participants=everybody), "person-busy-day")
    assert (problem.where, problem.message) == ("Amira Hart, 2027-04-08", "has 5 sessions on this day")
    assert problem.subjects[-1] == HART
    assert only(planned(*day[:4], slot(5, 24 * 60, 30), participants=everybody), "person-busy-day") == ()
    assert only(planned(*day[:3], participants=everybody), "person-busy-day") == ()
    again = [replace(one, session_id=day[0].session_id) for one in day]
    assert only(planned(*again, slot(1, 999, 1, LAB), participants={0: HART_SPEAKS}), "person-busy-day") == ()


def test_too_many_in_a_row() -> None:
    row = [slot(number, number * 40, 30) for number in range(4)]
    everybody = dict.fromkeys(range(6), HART_SPEAKS)
    (problem,) = only(planned(*row, participants=everybody), "person-in-a-row")
    assert problem.message == "has 4 sessions in a row, without a rest of 15 minutes"
    rested = [*row[:2], slot(2, 85, 30), slot(3, 125, 30)]
    assert only(planned(*rested, participants=everybody), "person-in-a-row") == ()
    at_once = [slot(number, number, 30) for number in range(4)]
    assert only(planned(*at_once, participants=everybody), "person-in-a-row") == ()
    assert (
        len(only(planned(*rested, participants=everybody), "person-in-a-row", options=Options(rest=timedelta(1)))) == 1
    )


def test_a_session_has_a_room() -> None:
    nowhere = planned(slot(1, 0, 30, None), slot(2, 0, 30, None), slot(3, 0, 30, None), type_id={2: PAUSE, 3: PARTY})
    assert said(nowhere, "session-without-room") == ["session “Talk 1”, 2027-04-08 09:00: has a time but no room"]
    assert len(said(planned(slot(1, 0, 30, UUID(int=404))), "session-without-room")) == 1


def test_a_room_is_available() -> None:
    open_all = planned(slot(1, 0, 30), rooms={HALL: {"availability": (Window(at(0), at(30)),)}})
    assert said(open_all, "room-unavailable") == []
    late = planned(slot(1, 0, 30), rooms={HALL: {"availability": (Window(at(5), at(30)),)}})
    assert said(late, "room-unavailable") == [
        "session “Talk 1”, 2027-04-08 09:00: Main hall can't be used all that time"
    ]
    assert said(planned(slot(1, 0, 30)), "room-unavailable") == []


def test_a_room_holds_its_audience() -> None:
    small = {HALL: {"capacity": 80}}
    of = {1: 81, 2: 80}
    slots = (slot(1, 0, 30), slot(2, 30, 30))
    assert said(planned(*slots, rooms=small, expected_audience=of), "room-too-small") == [
        "session “Talk 1”, 2027-04-08 09:00: 81 people are expected, and Main hall holds 80"
    ]
    assert said(planned(*slots, rooms=small, capacity=of), "sign-up-over-room") == [
        "session “Talk 1”, 2027-04-08 09:00: 81 people can sign up, and Main hall holds 80"
    ]
    assert only(planned(*slots, expected_audience=of, capacity=of), "room-too-small", "sign-up-over-room") == ()


def test_a_room_has_the_equipment() -> None:
    wants = {1: ("Beamer", "flip  chart", "Piano")}
    there = planned(slot(1, 0, 30), rooms={HALL: {"equipment": ("beamer", "Flip chart")}}, equipment=wants)
    assert said(there, "equipment-missing") == ["session “Talk 1”, 2027-04-08 09:00: Main hall has no Piano"]
    whole = {HALL: {"equipment": ("beamer", "Flip chart", "piano")}}
    assert said(planned(slot(1, 0, 30), rooms=whole, equipment=wants), "equipment-missing") == []


def test_a_session_stays_on_its_day() -> None:
    night = 19 * 60  # 04:00, when the day changes
    assert said(planned(slot(1, night - 60, 60)), "crosses-day-change") == []
    assert said(planned(slot(1, 14 * 60, 120)), "crosses-day-change") == []  # across midnight, not across the change
    assert said(planned(slot(1, night - 60, 61)), "crosses-day-change") == [
        "session “Talk 1”, 2027-04-09 03:00: runs on into the next day of the programme, which begins at 04:00"
    ]
    assert said(planned(slot(1, night - 60, 26 * 60)), "crosses-day-change") == []  # a rule of its own
    assert said(planned(slot(1, 14 * 60, 120), slot(2, 16 * 60, 10)), "after-midnight") == [
        "session “Talk 2”, 2027-04-09 01:00: begins after midnight, and the programme shows it on 2027-04-08"
    ]


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("start", "length", "words"),
    [
        (datetime(2027, 3, 28, 1, 30, tzinfo=BERLIN), 60, "across"),
        (datetime(2027, 3, 28, 3, 0, tzinfo=BERLIN), 60, None),
        (datetime(2027, 3, 27, 23, 30, tzinfo=BERLIN), 60, None),
        (datetime(2027, 3, 27, 23, 30, tzinfo=BERLIN), 240, "its end looks an hour off"),
        (datetime(2027, 4, 4, 1, 0, tzinfo=ZoneInfo("Australia/Lord_Howe")), 90, "its end looks 30 minutes off"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=BERLIN), 120, "across"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN), 10, "UTC+0200"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN, fold=1), 10, "UTC+0100"),
        (datetime(2027, 10, 31, 3, 0, tzinfo=BERLIN), 10, None),
        (datetime(2027, 10, 30, 2, 30, tzinfo=BERLIN), 25 * 60, None),
        (datetime(2027, 4, 4, 1, 45, tzinfo=ZoneInfo("Australia/Lord_Howe")), 10, "UTC+1100"),
        (datetime(2027, 4, 4, 2, 30, tzinfo=ZoneInfo("Pacific/Chatham")), 120, "across"),
        (datetime(2027, 4, 4, 2, 30, tzinfo=ZoneInfo("Asia/Kathmandu")), 120, None),
        # The clocks of Paraguay and Lebanon change at midnight.
        (datetime(2022, 3, 26, 23, 30, tzinfo=ZoneInfo("Asia/Beirut")), 60, "across"),
        (datetime(2022, 10, 29, 23, 30, tzinfo=ZoneInfo("Asia/Beirut")), 10, "UTC+0300"),
    ],
)
def test_the_clocks_change(start: datetime, length: int, words: str | None) -> None:
    end = (start.astimezone(UTC) + timedelta(minutes=length)).astimezone(start.tzinfo)
    whole = planned(slot(1, 0, 30))
    event = replace(EVENT, zone=str(start.tzinfo))
    found = said(replace(whole, event=event, slots=(replace(whole.slots[0], start=start, end=end),)), "clock-change")
    assert len(found) == (words is not None)
    assert not words or words in found[0]


def test_a_slot_is_as_long_as_planned() -> None:
    types = {1: TALK, 2: TALK, 4: PAUSE}
    own = {2: timedelta(minutes=90), 5: timedelta(minutes=20)}
    slots = [slot(number, number * 100, 45) for number in range(1, 6)]
    assert said(planned(*slots, type_id=types, duration=own), "length-differs") == [
        "session “Talk 1”, 2027-04-08 10:40: is given 45 minutes, and 30 minutes are planned",
        "session “Talk 2”, 2027-04-08 12:20: is given 45 minutes, and 90 minutes are planned",
        "session “Talk 5”, 2027-04-08 17:20: is given 45 minutes, and 20 minutes are planned",
    ]
    assert said(planned(*slots, type_id=types, duration=own), "length-unlike-type") == [
        "session “Talk 2”: is planned for 90 minutes, and a Talk for 30 minutes"
    ]


def test_a_slot_has_a_length_and_not_too_much() -> None:
    whole = planned(slot(1, 0, 0), slot(2, 0, 24 * 60), slot(3, 0, 24 * 60 - 1))
    assert said(whole, "slot-without-length") == ["session “Talk 1”, 2027-04-08 09:00: ends when it starts"]
    assert said(whole, "slot-too-long") == [
        "session “Talk 2”, 2027-04-08 09:00: lasts 24 h, and some apps drop a programme with 24 h or more"
    ]


STATUS_RULES = {
    Status.SUBMITTED: "session-not-accepted",
    Status.WAITLISTED: "session-not-accepted",
    Status.ACCEPTED: "session-unconfirmed",
    Status.CONFIRMED: None,
    Status.REJECTED: "session-turned-down",
    Status.WITHDRAWN: "session-turned-down",
    Status.CANCELLED: "session-cancelled",
}


@pytest.mark.parametrize("status", Status)
def test_what_is_in_the_schedule(status: Status) -> None:
    rules = [rule for rule in STATUS_RULES.values() if rule]
    placed = planned(slot(1, 0, 30), status={1: status})
    found = [problem.code for problem in only(placed, *rules, "session-unscheduled")]
    assert found == [rule for rule in [STATUS_RULES[status]] if rule]
    waiting = replace(placed, slots=())
    found = [problem.code for problem in only(waiting, *rules, "session-unscheduled")]
    assert found == (["session-unscheduled"] if status.is_public else [])


def test_what_a_session_lacks() -> None:
    slots = [slot(number, number * 60, 30) for number in range(1, 5)]
    types = {1: TALK, 2: PAUSE, 3: WORKSHOP}
    whole = planned(*slots, type_id=types, participants={3: HART_SPEAKS}, track_id={3: CARE})
    assert said(whole, "session-without-people") == ["session “Talk 1”: has nobody who gives it"]
    assert said(whole, "session-without-track") == ["session “Talk 1”: has no track", "session “Talk 4”: has no track"]
    assert said(replace(whole, tracks=()), "session-without-track") == []
    assert len(said(whole, "workshop-without-limit")) == 1
    assert said(planned(*slots, type_id=types, capacity={3: 12}), "workshop-without-limit") == []


def test_a_recording_has_consent() -> None:
    licence = dict.fromkeys((1, 2), "CC-BY-4.0")
    whole = planned(slot(1, 0, 30), slot(2, 60, 30), licence=licence, consent={2: Consent.GRANTED})
    (problem,) = only(whole, "consent-missing")
    assert problem.subjects == (UUID(int=101),)
    refused = planned(slot(1, 0, 30), licence=licence, consent={1: Consent.REFUSED})
    assert said(refused, "consent-missing") == [
        "session “Talk 1”: has a licence for its recording, but the speakers refused one"
    ]


def test_every_rule_says_what_it_asks_for_and_what_to_do() -> None:
    assert len(RULE) == len(RULES) >= 30
    for rule in RULES:
        assert rule.about.endswith("."), rule.id
        assert rule.fix, rule.id
        assert rule.id == rule.id.lower()


def test_an_event_can_silence_a_rule_and_call_it_as_serious_as_it_likes() -> None:
    clash = planned(slot(1, 0, 30), slot(2, 15, 30), type_id={1: PARTY, 2: PARTY})
    assert [problem.code for problem in conflicts(clash)] == ["room-overlap"]
    assert conflicts(clash, severities={"room-overlap": None, "no-such-rule": Severity.ERROR}) == ()
    (problem,) = conflicts(clash, severities={"room-overlap": Severity.HINT})
    assert problem.severity is Severity.HINT


def test_the_page_lists_the_rules() -> None:
    page = (PROJECT / "docs" / "conflicts.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{rule.id}` | {rule.severity.value if rule.severity else 'off'} | {rule.about} | {rule.fix} |"
        for rule in RULES
    ]


def test_scopes_without_slots_find_nothing() -> None:
    whole = in_order(replace(planned(slot(1, 0, 30)), slots=(), sessions=()))
    assert conflicts(whole) == ()
    assert {rule.scope for rule in RULES} == set(Scope)


def test_problems_are_in_one_order_whatever_the_order_of_the_slots() -> None:
    slots = [slot(number, number % 7, 40, HALL if number % 2 else LAB) for number in range(30)]
    whole = planned(*slots, participants=dict.fromkeys(range(30), HART_SPEAKS))
    assert conflicts(whole) == conflicts(replace(whole, slots=whole.slots[::-1]))


def test_days_are_counted_as_the_event_counts_them() -> None:
    late = planned(slot(1, 39 * 60, 30))  # 00:00 after the last day
    assert only(late, "outside-event") == ()
    strict = replace(late, event=replace(EVENT, day_change=time(0)))
    assert len(only(strict, "outside-event")) == 1


def test_an_event_has_hours() -> None:
    whole = planned(slot(1, 0, 30), slot(2, 9 * 60, 60), slot(3, -60, 30), slot(4, 15 * 60, 90), type_id={3: PAUSE})
    assert said(whole, "outside-hours") == []

    def hours(opens: time | None, closes: time | None) -> list[str]:
        event = replace(whole.event, opens=opens, closes=closes)
        found = only(replace(whole, event=event), "outside-hours")
        return [f"{problem.subjects[0].int - 100} {problem.message}" for problem in found]

    begins, goes_on = "begins before the event opens at", "goes on after the event closes at"
    assert hours(time(9), time(18, 30)) == [f"2 {goes_on} 18:30", f"4 {goes_on} 18:30"]
    assert hours(time(9, 30), None) == [f"1 {begins} 09:30"]
    # Closing after midnight is closing on the next morning, before or after the day of the programme changes.
    assert hours(time(9), time(1)) == [f"4 {goes_on} 01:00"]
    assert hours(None, time(1, 30)) == hours(time(9), time(5)) == hours(time(9), time(9)) == []
    assert said(replace(whole, event=replace(whole.event, severities=())), "outside-hours") == []


def test_a_track_has_days() -> None:
    whole = planned(slot(1, 0, 30), slot(2, 24 * 60, 30), slot(3, 60, 30), track_id=dict.fromkeys((1, 2, 3), CARE))
    whole = replace(
        whole,
        sessions=tuple(replace(one, type_id=PAUSE if one.id.int == 103 else one.type_id) for one in whole.sessions),
    )
    day = START.date()

    def days(first: date | None, last: date | None) -> list[str]:
        own = replace(whole, tracks=(replace(whole.tracks[0], first_day=first, last_day=last),))
        return [f"{problem.subjects[0].int - 100} {problem.message}" for problem in only(own, "track-days")]

    assert days(None, None) == days(day, day + timedelta(days=1)) == []
    assert days(day + timedelta(days=1), None) == [f"1 is before Care begins ({day + timedelta(days=1)})"]
    assert days(None, day) == [f"2 is after Care ends ({day})"]
