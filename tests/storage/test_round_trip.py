"""What is put into the database comes out of it, to the last microsecond and the second time an hour exists."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.calendar import advance
from confkit.domain.edit import ENTITY_TYPES, Edit
from confkit.domain.errors import InvalidValue, NotFound
from confkit.domain.programme import Programme, Shelf
from confkit.domain.recording import Chapter
from confkit.domain.session import Slot
from confkit.domain.show import Episode, Show
from confkit.storage.journal import entity_of, journal_text
from confkit.storage.repository import Repository, open_repository
from confkit.storage.rows import MAPPED, Mapped, mapped_kind, record_of
from confkit.storage.values import PLAIN, instant_of, instant_text, zone_or_utc
from tests.storage.conftest import BERLIN, Desk, Sample
from tests.strategies import exact, programmes, shelves

NOW = datetime(2027, 1, 1, tzinfo=UTC)


@contextmanager
def fresh() -> Iterator[Repository]:
    with tempfile.TemporaryDirectory() as folder:
        repository = open_repository(Path(folder) / "confkit.db")
        try:
            yield repository
        finally:
            repository.close()


@settings(max_examples=15, deadline=None)
@given(programmes())
def test_a_programme_comes_back_as_it_was(programme: Programme) -> None:
    with fresh() as repository:
        # In any order: what refers to something may come before it.
        edit = Edit.add("import", *reversed(programme.contents))
        entry = repository.apply(edit, author="a", at=NOW)
        assert exact(repository.programme(programme.event.id)) == exact(programme)
        assert exact(repository.history()) == exact((entry,))
        for entity in programme.contents:
            assert exact(repository.get(type(entity), entity.id)) == exact(entity)
            assert exact(repository.with_prefix(type(entity), entity.id.hex[:31])[-1]) == exact(entity)
        first = {id: min(slots, key=lambda one: one.start.timestamp()) for id, slots in programme.slots_of.items()}
        talks = repository.talks([one.id for one in programme.sessions])
        assert exact([talks[one.id].session for one in programme.sessions]) == exact([*programme.sessions])
        assert {id: talk.slot.start.timestamp() for id, talk in talks.items() if talk.slot} == {
            id: slot.start.timestamp() for id, slot in first.items()
        }


@settings(max_examples=15, deadline=None)
@given(shelves())
def test_a_shelf_comes_back_as_it_was(shelf: Shelf) -> None:
    with fresh() as repository:
        repository.apply(Edit.add("import", *shelf.persons, shelf.show, *shelf.episodes), author="a", at=NOW)
        assert exact(repository.shelf(shelf.show.id)) == exact(shelf)
        assert exact(repository.shelves()) == exact((shelf,))
        assert exact(repository.persons()) == exact(shelf.persons)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(programmes(), shelves())
def test_the_journal_form_needs_nothing_but_itself(programme: Programme, shelf: Shelf) -> None:
    for entity in (*programme.contents, shelf.show, *shelf.episodes):
        assert exact(entity_of(mapped_kind(type(entity)).name, journal_text(entity))) == exact(entity)


@settings(max_examples=15, deadline=None)
@given(programmes(), st.integers(0, 10**12))
def test_what_was_published_comes_back_as_it_was(programme: Programme, microseconds: int) -> None:
    entries = advance((), programme, NOW + timedelta(microseconds=microseconds))
    with fresh() as repository:
        repository.apply(Edit.add("import", programme.event), author="a", at=NOW)
        repository.keep_calendar_entries(entries)
        assert exact(repository.calendar_entries(programme.event.id)) == exact(entries)
        later = advance(entries, replace(programme, slots=()), NOW + timedelta(days=30_000))
        repository.keep_calendar_entries(later)
        repository.keep_calendar_entries(())
        assert exact(repository.calendar_entries(programme.event.id)) == exact(later)


@given(st.datetimes(timezones=st.timezones()).filter(lambda moment: 1 < moment.year < 9999))
def test_instants_are_kept_to_the_microsecond_and_sort_as_text(moment: datetime) -> None:
    text = instant_text(moment)
    assert instant_of(text) - moment.astimezone(UTC) == timedelta(0)
    assert len(text) == len("2027-04-09T08:00:00.000000Z")
    assert instant_text(moment + timedelta(days=1)) > text or moment.year == 9998


def test_lengths_are_kept_to_the_microsecond(desk: Desk, sample: Sample) -> None:
    session = replace(sample.session, duration=timedelta(days=3, microseconds=1), participants=(), track_id=None)
    show = Show(uuid4(), "show", "A show", uuid4())
    chapter = Chapter(timedelta(microseconds=1), "One", timedelta(hours=30, microseconds=-1), hidden=True)
    episode = Episode(uuid4(), show.id, "guid", NOW, chapters=(chapter,), people=())
    desk.add(sample.event, session, show, episode)
    assert desk.repository.get(type(session), session.id) == session
    assert desk.repository.get(Episode, episode.id) == episode


def test_both_occurrences_of_a_repeated_hour_are_told_apart(desk: Desk, sample: Sample) -> None:
    first = datetime(2027, 10, 31, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    slot = Slot(uuid4(), sample.session.id, first, second)
    desk.add(*sample.all, slot)
    moved = replace(slot, start=second)
    assert moved == slot  # says Python, which looks at the wall clock only
    entry = desk.apply(Edit.change("an hour later", slot, moved))
    assert entry.number == 2
    stored = desk.repository.get(Slot, slot.id)
    assert stored is not None
    assert (stored.start.fold, stored.start.utcoffset()) == (1, timedelta(hours=1))
    desk.undo()
    stored = desk.repository.get(Slot, slot.id)
    assert stored is not None
    assert (stored.start.fold, stored.start.utcoffset()) == (0, timedelta(hours=2))


def test_times_come_back_in_the_zone_that_the_event_has_now(full: Desk, sample: Sample) -> None:
    full.change(sample.event, zone="Asia/Kathmandu")
    stored = full.repository.get(Slot, sample.slot.id)
    assert stored is not None
    assert stored.start.utcoffset() == timedelta(hours=5, minutes=45)
    assert stored.start.timestamp() == sample.slot.start.timestamp()
    # …and a change based on the time as it was shown before is no conflict: the instant is the same.
    full.change(sample.slot, room_id=None)


def test_a_zone_that_is_not_known_here_leaves_the_instants_right() -> None:
    assert zone_or_utc("Mars/Olympus_Mons") is UTC
    assert zone_or_utc("../etc/passwd") is UTC


def test_an_old_entry_of_the_journal_can_still_be_read(sample: Sample) -> None:
    text = journal_text(sample.room).replace('"position":0,', "").replace('"origin":', '"forgotten_field":')
    assert entity_of("room", text) == sample.room


def test_every_field_is_mapped() -> None:
    assert [mapped.kind for mapped in MAPPED] == list(ENTITY_TYPES)
    with pytest.raises(TypeError, match="Slot"):
        Mapped(Slot, "slot", {"id": PLAIN})


@pytest.mark.parametrize("count", [0, 2**63])
def test_a_number_that_no_database_holds_is_refused(desk: Desk, sample: Sample, count: int) -> None:
    room = replace(sample.room, capacity=count)
    if count:
        with pytest.raises(InvalidValue, match="too large"):
            desk.add(sample.event, room)
        assert desk.repository.events() == ()
    else:
        desk.add(sample.event, room)


def test_what_can_not_be_stored_is_refused_before_anything_is_written(desk: Desk, sample: Sample) -> None:
    naive = sample.slot.start.replace(tzinfo=None)
    too_early = datetime(1, 1, 1, tzinfo=BERLIN)
    for bad in (replace(sample.slot, start=naive), replace(sample.slot, start=too_early)):
        with pytest.raises(InvalidValue):
            desk.add(sample.event, sample.room, bad)
    for bad in (replace(sample.event, title="half \ud800"), replace(sample.session, tags=("\udfff",))):
        with pytest.raises(InvalidValue):
            desk.add(bad)
    assert desk.repository.position() == 0


def test_text_that_hurts_elsewhere_is_kept_as_it_is(desk: Desk, sample: Sample) -> None:
    texts = (
        "[/] [bold]x",
        "\x1b[31mred",
        "\u202eback",
        "nul\x00nul",
        "x" * 10_000,
        "'; DROP TABLE event; --",
        "%s {0}",
    )
    for number, text in enumerate(texts):
        event = replace(sample.event, id=uuid4(), slug=f"e{number}", title=text, description=text)
        desk.add(event)
        assert desk.repository.get(type(event), event.id) == event
        assert desk.repository.history(limit=1)[0].edit.changes[0].after == event
    assert record_of(sample.event)["title"] == sample.event.title


def test_what_is_not_there(desk: Desk, sample: Sample) -> None:
    assert desk.repository.get(type(sample.event), sample.event.id) is None
    assert desk.repository.talks({sample.session.id}) == {}
    assert desk.repository.talks(()) == {}
    assert desk.repository.calendar_entries(sample.event.id) == ()
    for ask in (desk.repository.programme, desk.repository.shelf):
        with pytest.raises(NotFound):
            ask(sample.event.id)


def test_ids_are_found_by_their_beginning(full: Desk, sample: Sample) -> None:
    other = replace(sample.room, id=UUID("abcdef00-0000-0000-0000-000000000001"), name="Lab")
    full.add(other)
    found = full.repository.with_prefix
    assert found(type(other), "ABCDEF00-00") == (other,)
    assert found(type(other), other.id.hex) == (other,)
    assert found(type(other), "0") == (sample.room,)
    for text in ("", "-", "%", "g", "abc_", "abcdef01"):
        assert found(type(other), text) == ()


def test_lists_are_in_a_stable_order(desk: Desk, sample: Sample) -> None:
    early = replace(sample.event, id=uuid4(), slug="early", first_day=sample.event.first_day - timedelta(days=400))
    show = Show(uuid4(), "b", "beta", uuid4())
    other = Show(uuid4(), "a", "Alpha", uuid4(), event_id=early.id)
    zoe = replace(sample.person, id=uuid4(), name="ZOE")
    desk.add(zoe, *sample.all, show, other, early)
    assert desk.repository.events() == (early, sample.event)
    assert desk.repository.shows() == (other, show)
    assert desk.repository.persons() == (sample.person, zoe)
    assert [shelf.show for shelf in desk.repository.shelves()] == [other, show]
    assert desk.repository.programme(sample.event.id).persons == (sample.person,)
