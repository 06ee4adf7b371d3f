"""The edit and its inverse; cleaning of whole entities."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.domain.edit import ENTITY_TYPES, Change, Edit, Entity, cleaned
from confkit.domain.event import Event, Link, Room, Window
from confkit.domain.history import Entry, EntryKind
from confkit.domain.person import Availability, Participant, Person, Role
from confkit.domain.session import Session, Slot, Status
from confkit.domain.show import Episode
from confkit.domain.text import clean_line, clean_text
from tests.strategies import programmes, sessions, shelves

ONE, TWO = UUID(int=1), UUID(int=2)
SESSION = Session(ONE, TWO, "Opening keynote")


@st.composite
def changes(draw: st.DrawFn) -> Change:
    session = draw(sessions())
    other = replace(draw(sessions()), id=session.id)
    return draw(st.sampled_from([Change(None, session), Change(session, None), Change(session, other)]))


edits = st.builds(Edit, st.text(), st.lists(changes(), max_size=3).map(tuple))


def applied(edit: Edit, to: dict[UUID, Entity]) -> dict[UUID, Entity]:
    """What an edit makes of a store, in its plainest form."""
    after = dict(to)
    for change in edit.changes:
        assert after.pop(change.id, None) == change.before
        if change.after is not None:
            after[change.id] = change.after
    return after


@settings(max_examples=25)
@given(edits)
def test_the_inverse_of_the_inverse_is_the_edit(edit: Edit) -> None:
    assert edit.inverse.inverse == edit
    assert edit.inverse.label == edit.label


@settings(max_examples=25)
@given(st.lists(sessions(), min_size=1, max_size=4, unique_by=lambda one: one.id), st.data())
def test_the_inverse_takes_back_what_the_edit_did_in_any_order(known: list[Session], data: st.DataObject) -> None:
    """One thing may be changed several times in one edit."""
    store: dict[UUID, Entity] = {session.id: session for session in known}
    state, made = dict(store), []
    for _ in range(data.draw(st.integers(0, 5))):
        key = data.draw(st.sampled_from([session.id for session in known]))
        new = replace(data.draw(sessions()), id=key)
        before = state.get(key)
        after = None if before and data.draw(st.booleans()) else new
        made.append(Change(before, after))
        state = applied(Edit("", (made[-1],)), state)
    edit = Edit("several", tuple(made))
    assert applied(edit, store) == state
    assert applied(edit.inverse, state) == store


def test_a_change_needs_a_side() -> None:
    with pytest.raises(ValueError, match="before or an after"):
        Change(None, None)


@pytest.mark.parametrize("other", [replace(SESSION, id=TWO), Person(ONE, "Amira Hart")])
def test_a_change_is_of_one_thing(other: Entity) -> None:
    with pytest.raises(ValueError, match="same thing"):
        Change(SESSION, other)


def test_a_change_names_its_fields() -> None:
    after = replace(SESSION, title="Keynote", status=Status.CONFIRMED)
    assert Change(SESSION, after).fields == ("title", "status")
    assert Change(SESSION, SESSION).fields == ()
    everything = tuple(field.name for field in fields(Session))
    assert Change(None, SESSION).fields == Change(SESSION, None).fields == everything


def test_a_change_knows_its_entity() -> None:
    after = replace(SESSION, title="Keynote")
    assert Change(SESSION, after).entity is after
    assert Change(SESSION, None).entity is SESSION
    assert Change(None, after).id == ONE
    assert Change(SESSION, after).inverse == Change(after, SESSION)


def test_a_move_within_the_repeated_hour_is_seen() -> None:
    """Python calls both 02:30s equal."""
    first = datetime(2027, 10, 31, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    second, end = first.replace(fold=1), datetime(2027, 10, 31, 4, tzinfo=first.tzinfo)
    assert first == second
    assert Change(Slot(ONE, TWO, first, end), Slot(ONE, TWO, second, end)).fields == ("start",)
    windows = [(Window(start, end),) for start in (first, second)]
    assert Change(*(Room(ONE, TWO, "Lab", availability=one) for one in windows)).fields == ("availability",)
    persons = [Person(ONE, "Hart", availability=(Availability(TWO, one),)) for one in windows]
    assert Change(persons[0], persons[1]).fields == ("availability",)
    assert Change(persons[0], replace(persons[0], availability=())).fields == ("availability",)
    assert Change(persons[0], persons[0]).fields == ()


def test_the_same_instant_in_another_zone_is_no_other_time_unless_the_clock_shows_another() -> None:
    berlin = datetime(2027, 4, 8, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    vienna = berlin.astimezone(ZoneInfo("Europe/Vienna"))
    assert Change(Slot(ONE, TWO, berlin, berlin), Slot(ONE, TWO, vienna, vienna)).fields == ()


def test_makers() -> None:
    after = replace(SESSION, title="Keynote")
    assert Edit.add("a", SESSION, after) == Edit("a", (Change(None, SESSION), Change(None, after)))
    assert Edit.remove("r", SESSION) == Edit("r", (Change(SESSION, None),))
    assert Edit.change("c", SESSION, after) == Edit("c", (Change(SESSION, after),))
    assert Edit.add("a", SESSION, after).inverse.changes == (Change(after, None), Change(SESSION, None))


def test_entities_are_listed_after_what_they_point_at() -> None:
    order = [kind.__name__ for kind in ENTITY_TYPES]
    assert order.index("Event") < order.index("Room") < order.index("Slot")
    assert order.index("Person") < order.index("Session") < order.index("Slot")
    assert order.index("Show") < order.index("Episode")
    assert order.index("Session") < order.index("Episode")


def test_an_entry_is_labelled_by_its_edit() -> None:
    at = datetime(2027, 4, 8, tzinfo=UTC)
    assert Entry(1, at, "amira", EntryKind.EDIT, Edit.add("add Lab", SESSION)).label == "add Lab"


class TestCleaned:
    def test_cleans_every_text_and_keeps_long_ones_in_lines(self) -> None:
        nasty = "one\x1b[1m\r\n two\u202e\0 \ud800"
        line, text = clean_line(nasty), clean_text(nasty)
        assert line != nasty != text
        session = cleaned(
            replace(
                SESSION,
                title=nasty,
                subtitle=nasty,
                abstract=nasty,
                description=nasty,
                notes=nasty,
                tags=(nasty, "fine"),
                links=(Link(nasty, nasty),),
                equipment=(nasty,),
            )
        )
        assert (session.title, session.subtitle) == (line, line)
        assert (session.abstract, session.description, session.notes) == (text, text, text)
        assert (session.tags, session.equipment) == ((line, "fine"), (line,))
        assert session.links == (Link(line, line),)
        assert cleaned(Person(ONE, "x", biography=nasty)).biography == text

    def test_what_is_clean_stays_the_same_object(self) -> None:
        session = replace(
            SESSION,
            title="Two words, and [brackets]",
            abstract="Two\nlines",
            tags=("a b", "c"),
            links=(Link("https://a.example", "An example"),),
            participants=(Participant(ONE, Role.MODERATOR),),
            duration=timedelta(minutes=30),
        )
        assert cleaned(session) is session

    @settings(max_examples=15)
    @given(programmes(), shelves())
    def test_cleaning_keeps_types_ids_and_times(self, programme: object, shelf: object) -> None:
        assert cleaned(programme) is programme
        assert cleaned(shelf) is shelf

    @given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
    def test_cleaning_twice_is_cleaning_once(self, title: str, text: str) -> None:
        once = cleaned(replace(SESSION, title=title, abstract=text, tags=(title, text)))
        assert cleaned(once) is once

    def test_enumerations_and_none_are_no_text(self) -> None:
        episode = Episode(ONE, TWO, "guid\0", datetime(2027, 4, 8, tzinfo=UTC), title=None)
        once = cleaned(episode)
        assert once.guid == "guid"
        assert once.title is None
        assert once.state is episode.state


def test_an_event_knows_its_days() -> None:
    event = Event(ONE, "a", "A", "UTC", date(2027, 4, 8), date(2027, 4, 9))
    assert event.days == (date(2027, 4, 8), date(2027, 4, 9))
