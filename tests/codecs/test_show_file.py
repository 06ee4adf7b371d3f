from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confkit.codecs.show_file import read_show, write_show
from confkit.domain.errors import FormatError, InvalidValue
from confkit.domain.person import Participant, Person, Role
from confkit.domain.programme import Shelf
from confkit.domain.recording import Chapter
from confkit.domain.show import Episode, EpisodeState, Show, TagBasis
from tests.strategies import exact, shelves

FILE = "episodes/rounds/show.toml"
BY_HAND = """
[show]
slug = "rounds"
title = "Rounds"
participants = [{ person = "Amira Hart", role = "host" }]

[[persons]]
name = "Amira Hart"

[[episodes]]
file = "rounds/001.mp3"
date = 2027-04-09T10:00:00+02:00
chapters = [{ start = "0:00", title = "Hello" }, { start = "1:05.5", title = "Bye", hidden = true }]
"""


def numbered() -> Callable[[], UUID]:
    numbers = iter(range(1, 10_000))
    return lambda: UUID(int=next(numbers))


def uuid(number: int) -> UUID:
    return UUID(int=number)


SHOW = Show(uuid(1), "rounds", "Rounds", uuid(2))
ADDED = datetime(2026, 10, 9, 8, tzinfo=UTC)


@given(shelves())
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_every_shelf_comes_back_as_it_was(shelf: Shelf) -> None:
    data = write_show(shelf)
    again = read_show(data, FILE)
    assert again == shelf
    assert write_show(again) == data


def test_own_fields_that_are_empty_differ_from_those_nobody_edited() -> None:
    emptied = Episode(
        uuid(3), uuid(1), "g", ADDED, title="", description="", people=(), chapters=(), explicit=False, licence=""
    )
    untouched = Episode(uuid(4), uuid(1), str(uuid(4)), ADDED)
    shelf = Shelf(SHOW, (emptied, untouched))
    data = write_show(shelf)
    assert exact(read_show(data, FILE)) == exact(shelf)
    assert data.endswith(f'[[episodes]]\nid = "{uuid(4)}"\nadded = 2026-10-09 08:00:00Z\n'.encode())


def test_the_order_of_episodes_and_what_tags_said_is_kept() -> None:
    person = Person(uuid(9), "Amira Hart")
    edited = Episode(
        uuid(5),
        uuid(1),
        "tag:example.org,2020:1",
        ADDED,
        EpisodeState.PUBLISHED,
        "rounds/001.mp3",
        session_id=uuid(77),
        title="Mine",
        description="Two\nlines",
        people=(Participant(uuid(9)), Participant(uuid(9), Role.MODERATOR)),
        date=datetime(2026, 10, 9, 10, 0, 0, 5000, tzinfo=timezone(timedelta(hours=2))),
        chapters=(
            Chapter(timedelta(), "One", timedelta(hours=30, microseconds=1), "https://a.example/", "a.png", True),
        ),
        based_on=(TagBasis("title", "Theirs"), TagBasis("title", ""), TagBasis("description", "Two\nlines")),
    )
    shelf = Shelf(SHOW, (edited, Episode(uuid(3), uuid(1), "g", ADDED)), (person,))
    data = write_show(shelf)
    assert read_show(data, FILE) == shelf
    text = data.decode()
    assert f'session = "{uuid(77)}"' in text
    assert "date = 2026-10-09 10:00:00.005000+02:00" in text
    assert '{ start = "0:00:00", end = "30:00:00.000001", title = "One", url = ' in text
    assert 'people = ["Amira Hart", { person = "Amira Hart", role = "moderator" }]' in text


def test_a_file_written_by_hand_needs_no_ids() -> None:
    shelf = read_show(BY_HAND.encode(), FILE, new_id=numbered())
    episode = shelf.episodes[0]
    assert shelf.show.participants == (Participant(shelf.persons[0].id, Role.HOST),)
    assert episode.guid == str(episode.id)
    assert episode.added == episode.date == datetime(2027, 4, 9, 8, tzinfo=UTC)
    assert episode.chapters == (
        Chapter(timedelta(), "Hello"),
        Chapter(timedelta(seconds=65.5), "Bye", hidden=True),
    )
    assert episode.title is None
    assert shelf.show.locked


def test_text_from_outside_is_cleaned() -> None:
    text = BY_HAND.replace('"Hello"', r'"\u001b[1mHel\u202Elo\u0000"')
    chapters = read_show(text.encode(), FILE, new_id=numbered()).episodes[0].chapters
    assert chapters is not None
    assert chapters[0].title == "Hello"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("date = 2027-04-09T10:00:00+02:00", "", "episodes[1].added", "is missing"),
        ("date = 2027-04-09T10:00:00+02:00", "date = 2027-04-09T10:00:00", "episodes[1].date", "no offset"),
        ('start = "1:05.5"', "start = 65", "episodes[1].chapters[2].start", "holds a number"),
        ('start = "1:05.5"', 'start = "1m"', "episodes[1].chapters[2].start", "not a length"),
        ('start = "1:05.5", ', "", "episodes[1].chapters[2].start", "is missing"),
        ("hidden = true", "hiden = true", "episodes[1].chapters[2].hiden", "no key called"),
        ("hidden = true", 'hidden = "yes"', "episodes[1].chapters[2].hidden", "holds a text"),
        ('file = "rounds/001.mp3"', 'session = "37"', "episodes[1].session", "not an id"),
        ('file = "rounds/001.mp3"', 'people = ["Bob"]', "episodes[1].people[1]", "no person called"),
        ('file = "rounds/001.mp3"', 'based_on = [{ field = "title" }]', "episodes[1].based_on[1].tag", "is missing"),
        ('file = "rounds/001.mp3"', 'fiel = "x"', "episodes[1].fiel", "no key called"),
        ('slug = "rounds"', "format = 7", "show.format", "is 7"),
        ('slug = "rounds"', "", "show.slug", "is missing"),
        ("[[persons]]", "[[people]]", "show.participants[1]", "no person called"),
    ],
)
def test_every_mistake_is_told_with_its_place(old: str, new: str, place: str, message: str) -> None:
    assert old in BY_HAND
    with pytest.raises(FormatError, match=message) as caught:
        read_show(BY_HAND.replace(old, new, 1).encode(), FILE, new_id=numbered())
    assert caught.value.where == f"{FILE}: {place}"
    assert caught.value.fix


def test_two_episodes_with_one_id_are_refused() -> None:
    episode = Episode(uuid(3), uuid(1), "g", ADDED)
    with pytest.raises(FormatError, match="also the id of"):
        read_show(write_show(Shelf(SHOW, (episode, episode))), FILE)


def test_a_shelf_that_is_not_whole_is_not_written() -> None:
    with pytest.raises(InvalidValue, match="no person"):
        write_show(Shelf(replace(SHOW, participants=(Participant(uuid(9)),))))


@given(st.text(max_size=80), st.integers(0, 2000))
def test_a_damaged_file_gives_a_shelf_or_a_format_error(text: str, place: int) -> None:
    data = BY_HAND[: place % len(BY_HAND)] + text + BY_HAND[place % len(BY_HAND) :]
    result: object
    try:
        result = read_show(data.encode("utf-8", "surrogatepass"), FILE, new_id=numbered())
    except FormatError as error:
        result = error
    assert isinstance(result, Shelf) or str(result).startswith(FILE)
