"""An edit is written as a whole or not at all, and only over what it was made from."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from confkit.domain.arrival import Arrival
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import EditConflict, InvalidValue, StorageError, UsageError
from confkit.domain.event import Link, SessionType, Way, Window
from confkit.domain.person import Availability, Participant, Role
from confkit.domain.recording import Chapter
from confkit.domain.review import Review
from confkit.domain.rule_settings import RuleLevel, RuleOptions, RuleSeverity
from confkit.domain.session import Session, Slot, Status
from confkit.domain.show import Episode, Show, TagBasis
from confkit.domain.sign_up import SignUp
from tests.storage.conftest import Desk, Sample


def test_an_edit_based_on_an_older_version_shows_both(full: Desk, sample: Sample) -> None:
    theirs = full.change(sample.session, author="ben", title="Wards on air", capacity=12)
    with pytest.raises(EditConflict) as caught:
        full.change(sample.session, title="Mine")
    assert caught.value.differences == (
        ("title", "Podcasting on the ward", "Wards on air"),
        ("capacity", "", "12"),
    )
    assert "Wards on air" in str(caught.value)
    assert caught.value.fix
    assert full.repository.get(Session, sample.session.id) == theirs
    assert full.repository.position() == 2


def test_differences_are_readable_in_every_kind_of_field(full: Desk, sample: Sample) -> None:
    event = sample.event
    day, slot, person = timedelta(days=1), sample.slot, sample.person
    lab = replace(sample.room, id=uuid4(), name="Lab", availability=(Window(slot.start, slot.end),))
    full.add(lab)
    kind = SessionType(uuid4(), event.id, "Panel")
    full.add(kind)
    moved = full.change(slot, start=slot.start + day, end=slot.end + day, room_id=lab.id)
    with pytest.raises(EditConflict) as caught:
        full.change(slot, room_id=None)
    assert caught.value.differences == (
        ("start", "2027-04-09 10:00 (UTC+0200)", "2027-04-10 10:00 (UTC+0200)"),
        ("end", "2027-04-09 10:30 (UTC+0200)", "2027-04-10 10:30 (UTC+0200)"),
        ("room_id", "Studio", "Lab"),
    )
    assert moved.room_id == lab.id
    full.change(
        sample.session,
        type_id=kind.id,
        status=Status.CONFIRMED,
        duration=timedelta(minutes=45),
        tags=("a", "b"),
        links=(Link("https://example.org/"), Link("https://example.org/a", "Slides")),
        participants=(Participant(person.id, Role.MODERATOR),),
    )
    gone = replace(sample.session, type_id=uuid4(), duration=timedelta(seconds=90))
    with pytest.raises(EditConflict) as caught:
        full.change(gone, title="Mine")
    assert {field: values for field, *values in caught.value.differences} == {
        "type_id": ["(gone)", "Panel"],
        "status": ["submitted", "confirmed"],
        "duration": ["0:01:30", "45 min"],
        "tags": ["audio", "a, b"],
        "links": ["", "https://example.org/, Slides <https://example.org/a>"],
        "participants": ["Amíra Hart (speaker)", "Amíra Hart (moderator)"],
    }
    with pytest.raises(EditConflict) as caught:
        full.change(replace(lab, availability=()), name="Mine")
    assert caught.value.differences == (
        ("availability", "", "2027-04-09 10:00 (UTC+0200) – 2027-04-09 10:30 (UTC+0200)"),
    )
    busy = Availability(event.id, (Window(slot.start, slot.end),))
    full.change(person, availability=(busy,))
    with pytest.raises(EditConflict) as caught:
        full.change(person, name="Mine")
    assert "2027-04-09 10:00" in caught.value.differences[0][2]
    show = Show(uuid4(), "show", "A show", uuid4())
    full.add(replace(show, explicit=True))
    with pytest.raises(EditConflict) as caught:
        full.change(show, title="Mine")
    assert caught.value.differences == (("explicit", "no", "yes"),)


def test_differences_of_an_episode_are_readable(desk: Desk) -> None:
    show = Show(uuid4(), "show", "A show", uuid4())
    episode = Episode(uuid4(), show.id, "g", desk.at)
    desk.add(show, episode)
    chapters = (Chapter(timedelta(minutes=1, milliseconds=5), "One"), Chapter(timedelta(hours=1), "Two"))
    desk.change(episode, chapters=chapters, based_on=(TagBasis("title", "Old"),), number=3)
    with pytest.raises(EditConflict) as caught:
        desk.change(episode, title="Mine")
    assert caught.value.differences == (
        ("number", "", "3"),
        ("chapters", "", "0:01:00.005000 One, 1:00:00 Two"),
        ("based_on", "", "title: Old"),
    )


def test_a_slot_and_an_episode_without_a_name_are_named_all_the_same(full: Desk, sample: Sample) -> None:
    show = Show(uuid4(), "show", "A show", uuid4())
    episode = Episode(uuid4(), show.id, "g", full.at)
    full.add(show)
    for entity, words in ((replace(sample.slot, id=uuid4()), "2027-04-09 10:00"), (episode, "episode “g”")):
        with pytest.raises(EditConflict) as caught:
            full.remove(entity)
        assert words in caught.value.where


def test_adding_what_is_there_and_changing_what_is_not_are_conflicts(full: Desk, sample: Sample) -> None:
    with pytest.raises(EditConflict, match="added by somebody else"):
        full.add(sample.room)
    ghost = replace(sample.room, id=uuid4())
    with pytest.raises(EditConflict, match="removed by somebody else"):
        full.change(ghost, name="Mine")
    with pytest.raises(EditConflict, match="removed by somebody else"):
        full.remove(ghost)
    with pytest.raises(EditConflict) as caught:
        full.remove(replace(sample.room, name="Old name"))
    assert caught.value.differences == (("name", "Old name", "Studio"),)


def test_an_edit_that_fails_leaves_nothing(full: Desk, sample: Sample) -> None:
    other = replace(sample.room, id=uuid4(), name="Lab")
    stale = Change(replace(sample.session, title="Old"), sample.session)
    with pytest.raises(EditConflict):
        full.apply(Edit("two", (Change(None, other), stale)))
    assert full.repository.get(type(other), other.id) is None
    assert full.repository.search("Lab") == ()
    assert full.repository.position() == 1


def test_several_changes_of_one_thing_are_written_as_one(full: Desk, sample: Sample) -> None:
    one = replace(sample.session, title="One")
    two = replace(one, title="Two")
    other = replace(sample.room, id=uuid4(), name="Lab")
    better = replace(other, capacity=9)
    passing = replace(sample.track, id=uuid4())
    changes = (
        Change(sample.session, one),
        Change(None, other),
        Change(one, two),
        Change(other, better),
        Change(None, passing),
        Change(passing, None),
        Change(sample.track, sample.track),
    )
    entry = full.apply(Edit("many", changes))
    assert entry.edit.changes == (Change(sample.session, two), Change(None, better))
    assert full.repository.get(Session, two.id) == two
    full.undo()
    assert full.repository.get(Session, two.id) == sample.session
    assert full.repository.get(type(other), other.id) is None


def test_changes_that_do_not_follow_each_other_are_wrong_use(full: Desk, sample: Sample) -> None:
    with pytest.raises(UsageError, match="follow each other"):
        full.apply(
            Edit(
                "torn",
                (
                    Change(sample.session, replace(sample.session, title="One")),
                    Change(sample.session, replace(sample.session, title="Two")),
                ),
            )
        )


def test_an_edit_that_changes_nothing_writes_nothing(full: Desk, sample: Sample) -> None:
    for edit in (Edit("empty", ()), Edit.change("same", sample.session, replace(sample.session))):
        entry = full.apply(edit)
        assert (entry.number, entry.edit.changes) == (0, ())
    assert full.repository.position() == 1


def test_a_name_can_move_to_another_event_in_one_edit(full: Desk, sample: Sample) -> None:
    successor = replace(sample.event, id=uuid4())
    full.remove(*reversed(sample.all[1:]))
    full.apply(Edit("replace", (Change(None, successor), Change(sample.event, None))))
    assert full.repository.events() == (successor,)


def test_names_that_are_taken(full: Desk, sample: Sample) -> None:
    with pytest.raises(StorageError, match="short name 'summit' already"):
        full.add(replace(sample.event, id=uuid4()))
    with pytest.raises(StorageError, match="short name 'twin' already"):
        full.add(*(replace(sample.event, id=uuid4(), slug="twin") for _ in range(2)))
    show = Show(uuid4(), "ward-rounds", "Ward Rounds", uuid4())
    episode = Episode(uuid4(), show.id, "guid-1", full.at)
    full.add(show, episode, replace(episode, id=uuid4(), guid="guid-2"))
    with pytest.raises(StorageError, match="another show has the short name 'ward-rounds'"):
        full.add(replace(show, id=uuid4()))
    with pytest.raises(StorageError, match="another episode has the guid in its show 'guid-1'") as caught:
        full.add(replace(episode, id=uuid4(), file="ward-rounds/002.mp3"))
    assert caught.value.where == "episode “ward-rounds/002.mp3”"
    other = replace(show, id=uuid4(), slug="other")
    full.add(other, replace(episode, id=uuid4(), show_id=other.id))


def test_what_is_needed_can_not_be_removed(full: Desk, sample: Sample) -> None:
    show = Show(uuid4(), "show", "A show", uuid4(), event_id=sample.event.id)
    episode = Episode(
        uuid4(), show.id, "g", full.at, session_id=sample.session.id, people=(Participant(sample.person.id),)
    )
    full.add(show, episode)
    expected = {
        sample.person: "1 session and 1 show or episode|1 show or episode and 1 session",
        sample.room: "1 slot",
        sample.track: "1 session",
        sample.session: "1 episode and 1 slot",
        show: "1 episode",
    }
    for entity, holders in expected.items():
        with pytest.raises(StorageError, match=f"needed by ({holders})\n") as caught:
            full.remove(entity)
        assert caught.value.where
        assert caught.value.fix
    full.remove(sample.slot)
    full.remove(replace(episode))
    full.remove(sample.session)
    full.remove(sample.person)
    with pytest.raises(StorageError, match="still needed by"):
        full.remove(sample.event)
    assert full.repository.get(type(sample.event), sample.event.id) == sample.event


def test_persons_named_by_shows_and_episodes_are_needed(desk: Desk, sample: Sample) -> None:
    show = Show(uuid4(), "show", "A show", uuid4(), participants=(Participant(sample.person.id, Role.HOST),))
    episode = Episode(uuid4(), show.id, "g", desk.at, people=(Participant(sample.person.id),) * 2)
    desk.add(sample.person, show, episode)
    with pytest.raises(StorageError, match="needed by 2 shows or episodes"):
        desk.remove(sample.person)
    desk.change(show, participants=())
    with pytest.raises(StorageError, match="needed by 1 show or episode"):
        desk.remove(sample.person)
    desk.change(episode, people=None)
    desk.remove(sample.person)


def test_references_to_nothing_are_refused(full: Desk, sample: Sample) -> None:
    stranger = (Participant(uuid4()),)
    lost = uuid4()
    for bad, words in (
        (replace(sample.room, id=uuid4(), event_id=lost), "refers to a event|refers to an event"),
        (replace(sample.session, id=uuid4(), type_id=lost), "type of session that is not there"),
        (replace(sample.session, id=uuid4(), participants=stranger), "person that is not there"),
        (Show(uuid4(), "s", "S", uuid4(), participants=stranger), "person that is not there"),
        (Slot(uuid4(), sample.session.id, sample.slot.start, sample.slot.end, lost), "room that is not there"),
    ):
        with pytest.raises(StorageError, match=words):
            full.add(bad)
    assert full.repository.position() == 1


def test_an_edit_needs_a_time_with_a_zone(desk: Desk, sample: Sample) -> None:
    with pytest.raises(InvalidValue):
        desk.repository.apply(Edit.add("add", sample.event), author="a", at=desk.at.replace(tzinfo=None))
    assert desk.repository.events() == ()


def test_one_review_and_one_arrival_of_a_person(full: Desk, sample: Sample) -> None:
    review = Review(uuid4(), sample.session.id, sample.person.id, 3, "", full.at)
    arrival = Arrival(uuid4(), sample.event.id, sample.person.id, full.at)
    full.add(review, arrival)
    with pytest.raises(StorageError, match="reviewed the session already"):
        full.add(replace(review, id=uuid4()))
    with pytest.raises(StorageError, match="has arrived already"):
        full.add(replace(arrival, id=uuid4()))
    full.apply(Edit("anew", (Change(review, None), Change(None, replace(review, id=uuid4())))))
    with pytest.raises(StorageError, match=r"still needed by .*1 review"):
        full.remove(sample.person)


def test_ways_lead_to_rooms_that_are_there(full: Desk, sample: Sample) -> None:
    lab = replace(sample.room, id=uuid4(), name="Lab")
    with pytest.raises(StorageError, match="way to a room that is not there"):
        full.change(sample.room, ways=(Way(lab.id, 5),))
    full.add(lab)
    studio = full.change(sample.room, ways=(Way(lab.id, 5),))
    with pytest.raises(StorageError, match="still needed by 1 room with a way there"):
        full.remove(lab)
    with pytest.raises(EditConflict) as caught:
        full.change(sample.room, name="Mine")
    assert caught.value.differences == (("ways", "", "Lab 5 min"),)
    full.change(studio, ways=())
    full.remove(lab)


def test_differences_of_what_planning_adds_are_readable(full: Desk, sample: Sample) -> None:
    sign_up = SignUp(uuid4(), sample.session.id, "Chidi", "", full.at, sample.slot.id)
    review = Review(uuid4(), sample.session.id, sample.person.id, 3, "", full.at)
    full.add(sign_up, review)
    full.change(sign_up, slot_id=None, withdrawn=True)
    with pytest.raises(EditConflict) as caught:
        full.change(sign_up, name="Mine")
    assert caught.value.where == "sign-up “Mine”"
    assert caught.value.differences == (
        ("slot_id", "2027-04-09 10:00 (UTC+0200)", ""),
        ("withdrawn", "no", "yes"),
    )
    full.change(review, score=4)
    with pytest.raises(EditConflict) as caught:
        full.change(review, comment="Mine")
    assert caught.value.where.startswith("review of 2027-01-01 ")
    rules = (RuleSeverity("room-overlap", RuleLevel.OFF),)
    full.change(sample.event, severities=rules, options=RuleOptions(rest=timedelta(minutes=1)))
    with pytest.raises(EditConflict) as caught:
        full.change(sample.event, title="Mine")
    told = {field: values for field, *values in caught.value.differences}
    assert told["severities"] == ["", "room-overlap: off"]
    assert told["options"][1].endswith("rest 1 min, blind no, lowest score 1, highest score 5")


def test_a_slot_that_somebody_moved_is_told_by_what_takes_place_in_it(full: Desk, sample: Sample) -> None:
    full.change(sample.slot, author="ben", room_id=None)
    with pytest.raises(EditConflict) as caught:
        full.change(sample.slot, pinned=True)
    assert caught.value.where.endswith("of “Podcasting on the ward”")
