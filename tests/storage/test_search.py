"""Search finds what is there now, ranks titles first, and takes any text for a query."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from confkit.domain.event import Event, Room
from confkit.domain.person import Participant, Person
from confkit.domain.session import Session
from confkit.domain.show import Episode, Show
from confkit.storage.engine import reading
from confkit.storage.search import search_documents
from tests.storage.conftest import Desk, Sample


def found(desk: Desk, text: str, limit: int = 50) -> list[str]:
    return [hit.title for hit in desk.repository.search(text, limit=limit)]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("podcasting", ["Podcasting on the ward"]),
        ("PODC", ["Podcasting on the ward", "Amíra Hart"]),
        ("ward podcasting", ["Podcasting on the ward"]),
        ("rounds", ["Podcasting on the ward"]),  # the abstract
        ("audio", ["Podcasting on the ward"]),  # a tag
        ("amira", ["Amíra Hart", "Podcasting on the ward"]),  # without the accent; the person first
        ("Amíra hart", ["Amíra Hart", "Podcasting on the ward"]),
        ("nurse", ["Amíra Hart"]),
        ("studio", ["Studio"]),
        ("health voices", ["Health Voices Summit"]),
        ("podcas ward", []),  # only the last word is a beginning
        ("nowhere", []),
        ("", []),
        ("  -- ** \"\" '' ", []),
    ],
)
def test_words_find_what_holds_them(full: Desk, query: str, titles: list[str]) -> None:
    assert found(full, query) == titles


def test_a_hit_says_what_it_is(full: Desk, sample: Sample) -> None:
    (hit,) = full.repository.search("rounds")
    assert (hit.kind, hit.id, hit.event_id) == (Session, sample.session.id, sample.event.id)
    assert "Recording between two rounds" in hit.snippet
    assert "\n" not in hit.snippet
    kinds = {hit.kind for word in ("amira", "studio", "summit") for hit in full.repository.search(word)}
    assert kinds == {Session, Person, Room, Event}


def test_what_is_internal_or_private_is_not_in_a_snippet(full: Desk, sample: Sample) -> None:
    full.change(sample.person, email="amira@private.example", notes="difficult")
    full.change(sample.session, notes="backup talk")
    for word in ("private", "difficult", "backup"):
        assert found(full, word) == []


def test_search_follows_every_edit(full: Desk, sample: Sample) -> None:
    show = Show(uuid4(), "rounds", "Ward Rounds", uuid4(), author="Ward team", event_id=sample.event.id)
    episode = Episode(uuid4(), show.id, "g", full.at, file="rounds/001.mp3", session_id=sample.session.id)
    guest = Person(uuid4(), "Ben Okafor")
    full.add(guest, show, episode, Episode(uuid4(), show.id, "h", full.at, people=(Participant(guest.id),)))
    assert found(full, "okafor") == ["Ben Okafor", "h"]
    assert found(full, "podcasting ward") == ["Podcasting on the ward"] * 2
    session = full.change(sample.session, title="Wards on air")
    assert found(full, "podcasting") == []
    assert found(full, "wards on air") == ["Wards on air"] * 2  # the episode takes its title from the session
    full.change(guest, name="Benedict Okafor-Bell")
    assert found(full, "bell") == ["Benedict Okafor-Bell", "h"]
    full.change(sample.person, name="Amira Nash")
    assert found(full, "nash") == ["Amira Nash", "Wards on air"]
    assert found(full, "hart") == []
    full.undo()
    assert found(full, "hart") == ["Amíra Hart", "Wards on air"]
    full.remove(episode)
    full.remove(sample.slot)
    full.remove(session)
    assert found(full, "wards on air") == []
    full.undo()
    assert found(full, "wards on air") == ["Wards on air"]
    assert found(full, "ward team") == ["Ward Rounds"]


def test_the_limit_is_kept(full: Desk, sample: Sample) -> None:
    full.add(*(replace(sample.room, id=uuid4(), name=f"Lab {number}") for number in range(9)))
    assert len(found(full, "lab", limit=4)) == 4
    assert found(full, "lab", limit=0) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=30), st.text("\"'*^()-+:{}.,;~|<>\\%_ \x00AND OR NOT NEAR a1é\u0301ß中", max_size=30))
)
def test_any_text_is_a_query(full: Desk, query: str) -> None:
    full.repository.search(query)


def test_a_very_long_query_is_answered(full: Desk) -> None:
    assert found(full, "podcasting " * 1000) == ["Podcasting on the ward"]
    assert found(full, "x" * 100_000) == []


def test_the_words_of_a_title_can_be_pasted(full: Desk, sample: Sample) -> None:
    for title in (
        "C++ & “quotes” (or: how?)",
        'He said "hi" AND left',
        "NEAR(a b)",
        "e-mail * [bold]x[/]",
        "Straße 3½",
    ):
        room = replace(sample.room, id=uuid4(), name=title)
        full.add(room)
        assert title in found(full, title)


def test_without_the_index_the_text_itself_is_searched(full: Desk) -> None:
    with reading(full.repository._engine) as connection:

        def plain(*words: str) -> list[str]:
            return [row.title for row in search_documents(connection, list(words), 10)]

        assert plain("PODCASTING", "rounds") == ["Podcasting on the ward"]
        assert plain("hart") == ["Amíra Hart", "Podcasting on the ward"]
        assert plain("100%") == []
        assert plain("_") == []
