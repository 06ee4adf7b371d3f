"""The repository is a sample workspace: what a newcomer opens first has to be whole, clean and free to use."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest

from confkit.audio.reader import read_recording
from confkit.codecs.event_file import read_event, write_event
from confkit.codecs.show_file import read_show, write_show
from confkit.domain.bridge import Source, Talk, resolve_episode
from confkit.domain.conflicts import conflicts
from confkit.domain.event import SessionKind
from confkit.domain.licence import licence_named
from confkit.domain.person import Role
from confkit.domain.programme import Programme, Shelf
from confkit.domain.recording import Recording
from confkit.domain.session import Status
from confkit.domain.show import EpisodeKind, EpisodeState
from confkit.domain.validation import field_problems
from confkit.services.config import read_config
from tests.conftest import PROJECT
from tests.strategies import exact

EVENT_FILE = PROJECT / "events" / "health-voices-2026.toml"
SHOW = PROJECT / "episodes" / "ward-rounds"
EPISODES = PROJECT / "episodes"


@pytest.fixture(scope="module")
def programme() -> Programme:
    return read_event(EVENT_FILE.read_bytes(), "events/health-voices-2026.toml")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return read_show((SHOW / "show.toml").read_bytes(), "episodes/ward-rounds/show.toml")


@pytest.fixture(scope="module")
def recordings(shelf: Shelf) -> dict[str, Recording]:
    return {episode.file: read_recording(EPISODES, episode.file) for episode in shelf.episodes}


def test_the_folder_is_a_workspace() -> None:
    assert read_config(PROJECT / "confkit.toml").site == "https://example.org/"


def test_the_event_is_as_large_as_promised(programme: Programme) -> None:
    assert (len(programme.rooms), len(programme.persons)) == (3, 20)
    assert 25 <= len(programme.slots) <= len(programme.sessions) <= 32
    assert (programme.event.first_day, programme.event.last_day) == (date(2026, 10, 8), date(2026, 10, 9))
    assert {kind.kind for kind in programme.types} == set(SessionKind)
    assert all(room.capacity and room.equipment for room in programme.rooms)
    assert all(person.biography for person in programme.persons)


def test_some_sessions_wait_to_be_planned(programme: Programme) -> None:
    waiting = [s for s in programme.sessions if s.id not in programme.slots_of and s.status.takes_place]
    assert len(waiting) >= 3
    assert any(session.status is Status.SUBMITTED for session in waiting)
    assert any(session.status is Status.REJECTED for session in programme.sessions)


def test_the_event_has_no_conflict_and_no_problem(programme: Programme) -> None:
    things = (
        programme.rooms,
        programme.tracks,
        programme.types,
        programme.persons,
        programme.sessions,
        programme.slots,
    )
    # Some of its sessions wait to be planned, which is what the sample is for.
    assert {problem.code for problem in conflicts(programme)} <= {"session-unscheduled"}
    assert [
        p for entity in (programme.event, *(e for each in things for e in each)) for p in field_problems(entity)
    ] == []


def test_every_session_fits_its_room_and_its_people(programme: Programme) -> None:
    for slot in programme.slots:
        session = programme.session[slot.session_id]
        room = programme.room.get(slot.room_id) if slot.room_id else None
        if room is not None:
            assert (session.expected_audience or 0) <= (room.capacity or 0), session.title
            assert set(session.equipment) <= set(room.equipment), session.title
            times = room.availability
            assert not times or any(w.start <= slot.start and slot.end <= w.end for w in times), session.title
        for person in programme.people(session):
            for available in person.availability:
                assert any(w.start <= slot.start and slot.end <= w.end for w in available.windows), person.name


def test_colours_can_be_read_on_white_and_on_black(programme: Programme) -> None:
    for track in programme.tracks:
        parts = [int(track.colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        assert 1.05 / (light + 0.05) >= 4.5, track.name
        assert (light + 0.05) / 0.05 >= 4.5, track.name


def test_the_files_are_as_confkit_writes_them(programme: Programme, shelf: Shelf) -> None:
    assert write_event(programme) == EVENT_FILE.read_bytes()
    assert write_show(shelf) == (SHOW / "show.toml").read_bytes()


def test_a_person_is_the_same_in_both_files(programme: Programme, shelf: Shelf) -> None:
    for person in shelf.persons:
        assert exact(programme.person[person.id]) == exact(person)


def test_addresses_lead_nowhere_real(programme: Programme, shelf: Shelf) -> None:
    mails = [programme.event.email, shelf.show.owner_email, *(person.email for person in programme.persons)]
    assert all(mail.endswith("@example.org") for mail in mails)
    links = [link for person in programme.persons for link in person.links]
    links += [link for session in programme.sessions for link in session.links]
    assert {urlsplit(link.url).hostname for link in links} == {"example.org"}


def test_rights_are_stated_everywhere(programme: Programme, shelf: Shelf, recordings: dict[str, Recording]) -> None:
    licences = [programme.event.licence, shelf.show.licence, *(r.tags.licence for r in recordings.values())]
    assert {found.id for text in licences if (found := licence_named(text))} == {"CC-BY-4.0"}
    assert len([text for text in licences if licence_named(text)]) == 7
    assert "synthetic" in shelf.show.description


def test_the_show_has_five_published_episodes_of_five_kinds(shelf: Shelf, recordings: dict[str, Recording]) -> None:
    assert [problem for entity in (shelf.show, *shelf.episodes) for problem in field_problems(entity)] == []
    assert {episode.state for episode in shelf.episodes} == {EpisodeState.PUBLISHED}
    assert [episode.kind for episode in shelf.episodes].count(EpisodeKind.TRAILER) == 1
    assert sorted(recording.media_type for recording in recordings.values()) == [
        "audio/flac",
        "audio/mpeg",
        "audio/mpeg",
        "audio/ogg; codecs=opus",
        "audio/x-m4a",
    ]


def test_the_audio_is_short_tagged_and_small(recordings: dict[str, Recording]) -> None:
    assert sum(recording.size for recording in recordings.values()) < 1_500_000
    for path, recording in recordings.items():
        assert recording.problems == (), path
        assert timedelta(seconds=10) < recording.duration < timedelta(seconds=25), path
        tags = recording.tags
        assert all((tags.title, tags.people, tags.date, tags.season, tags.description, tags.link)), path
        assert tags.language == "en"
        assert tags.show == "Ward Rounds"
        assert tags.number or "trailer" in path
        assert recording.cover is not None
        assert (recording.cover.width, recording.cover.height) == (1400, 1400)
    assert sorted(r.tags.number for r in recordings.values() if r.tags.number) == [1, 2, 3, 4]


def test_chapters_are_in_order_and_within_the_sound(recordings: dict[str, Recording]) -> None:
    for path, recording in recordings.items():
        starts = [chapter.start for chapter in recording.chapters]
        assert len(starts) >= 3, path
        assert starts == sorted(starts)
        assert starts[0] == timedelta(0)
        assert starts[-1] < recording.duration
        assert all(chapter.title and not chapter.hidden for chapter in recording.chapters)


def test_two_bit_rates_of_mp3(shelf: Shelf) -> None:
    constant, variable = (
        (EPISODES / f).read_bytes() for f in sorted(e.file for e in shelf.episodes if e.file[-1] == "3")
    )
    assert b"Xing" not in constant
    assert b"Info" not in constant
    assert b"Xing" in variable


def test_two_episodes_are_recordings_of_sessions(
    programme: Programme, shelf: Shelf, recordings: dict[str, Recording]
) -> None:
    linked = [episode for episode in shelf.episodes if episode.session_id]
    assert len(linked) == 2
    persons = {person.id: person for person in (*programme.persons, *shelf.persons)}
    for episode in linked:
        session = programme.session[episode.session_id]  # type: ignore[index]
        talk = Talk(session, programme.event, programme.slots_of[session.id][0])
        view = resolve_episode(episode, shelf.show, persons, recording=recordings[episode.file], talk=talk)
        for field in ("title", "description", "people", "date", "language", "licence", "link"):
            assert view.sources[field] is Source.SESSION, field
        assert (view.title, view.description) == (session.title, session.abstract)
        assert recordings[episode.file].tags.title == session.title


def test_every_episode_lies_in_the_past_and_names_who_speaks(shelf: Shelf, recordings: dict[str, Recording]) -> None:
    known = {person.id: person for person in shelf.persons}
    views = [resolve_episode(e, shelf.show, known, recording=recordings[e.file]) for e in shelf.episodes]
    assert all(view.date < datetime(2026, 11, 23, tzinfo=UTC) for view in views)
    assert Role.HOST in {credit.role for view in views for credit in view.people}
    assert shelf.show.participants[0].role is Role.HOST


def test_the_artwork_is_what_directories_ask_for(shelf: Shelf) -> None:
    data = (SHOW / shelf.show.artwork).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(data[16:20]) == int.from_bytes(data[20:24]) == 1400
    assert (data[24], data[25]) == (8, 2)  # eight bits of red, green and blue
    assert len(data) < 100_000
