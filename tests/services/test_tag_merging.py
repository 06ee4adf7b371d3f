"""Both the episode and its file were changed: keeping the one value, taking the other."""

from dataclasses import replace

import pytest

from confkit.audio.write_tags import write_tags
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import NotFound
from confkit.domain.person import Credit, Role
from confkit.domain.recording import Tags
from confkit.services import editing, history, lookup
from confkit.services.checking import check
from confkit.services.scanning import scan
from confkit.services.tag_merging import conflicts_of, settle
from confkit.services.workspace import Workspace

FILE = "ward-rounds/000-trailer.mp3"
THEIRS = Tags(title="Theirs", people=(Credit("Zoe Neu", Role.HOST),), date="2026-01-02", description="From the file")


def view(ws: Workspace) -> EpisodeView:
    return lookup.find_episode(ws, FILE)


def both_change(ws: Workspace) -> None:
    """Edit title, people and description here, then change all of them in the file."""
    episode = view(ws).episode
    mine = replace(episode, title="Mine", people=(), description="Mine too", date=view(ws).date)
    editing.change(ws, episode, mine)
    write_tags(ws.episodes_root, FILE, THEIRS, None)
    scan(ws)


def unsettled(ws: Workspace) -> list[str]:
    return [problem.where for problem in check(ws) if problem.code == "episode-tag-changed"]


def test_nothing_is_open_where_only_one_side_changed(ws: Workspace) -> None:
    assert conflicts_of(view(ws)) == ()
    write_tags(ws.episodes_root, FILE, THEIRS, None)
    scan(ws)
    assert conflicts_of(view(ws)) == ()
    assert view(ws).title == "Theirs"


def test_keeping_and_taking_in_one_edit(ws: Workspace) -> None:
    both_change(ws)
    assert {one.field for one in conflicts_of(view(ws))} == {"title", "people", "description", "date"}
    settle(ws, view(ws), keep=["title", "date"], take=["people", "description"])
    after = view(ws)
    assert conflicts_of(after) == ()
    assert unsettled(ws) == []
    assert (after.title, after.description) == ("Mine", "From the file")
    assert [(one.name, one.role) for one in after.people] == [("Zoe Neu", Role.HOST)]
    # Whoever changes the file again is seen again.
    write_tags(ws.episodes_root, FILE, replace(THEIRS, title="Once more"), None)
    scan(ws)
    assert [one.tag for one in conflicts_of(view(ws))] == ["Once more"]
    history.undo(ws)
    assert view(ws).description == "Mine too"


def test_the_file_wins_over_the_session_too(ws: Workspace) -> None:
    both_change(ws)
    session = lookup.find_session(ws, "Welcome")[1]
    linked = view(ws).episode
    editing.change(ws, linked, replace(linked, session_id=session.id))
    settle(ws, view(ws), take=["title", "people", "description", "date"])
    after = view(ws)
    assert (after.title, after.description, f"{after.date:%F}") == ("Theirs", "From the file", "2026-01-02")
    assert [(one.name, one.role) for one in after.people] == [("Zoe Neu", Role.HOST)]
    assert [person.name for person in lookup.persons(ws)].count("Zoe Neu") == 1


def test_a_field_that_is_not_open_is_refused(ws: Workspace) -> None:
    both_change(ws)
    with pytest.raises(NotFound, match="language was not changed in both places"):
        settle(ws, view(ws), keep=["language"])
