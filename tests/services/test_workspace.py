import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from confkit.codecs.event_file import write_event
from confkit.domain.edit import Change, Edit
from confkit.domain.errors import FormatError, InvalidValue, WorkspaceError
from confkit.domain.history import EntryKind
from confkit.services import checking, editing, lookup
from confkit.services.history import history, undo
from confkit.services.workspace import SYSTEM_AUTHOR, Workspace, find_workspace, init_workspace, open_workspace
from tests.services.conftest import Open


def test_the_nearest_folder_with_a_config_is_the_workspace(folder: Path) -> None:
    assert find_workspace(folder / "episodes" / "ward-rounds") == folder.resolve()


def test_without_one_the_error_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="confkit init"):
        find_workspace(tmp_path)
    with pytest.raises(WorkspaceError, match="confkit init"):
        open_workspace(tmp_path)


def test_init_keeps_what_is_there_and_refuses_a_second_time(tmp_path: Path) -> None:
    (tmp_path / "episodes").mkdir()
    (tmp_path / "episodes" / "mine.txt").write_text("mine")
    init_workspace(tmp_path).close()
    assert (tmp_path / "episodes" / "mine.txt").read_text() == "mine"
    with pytest.raises(WorkspaceError, match="already"):
        init_workspace(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("site = ", "not valid TOML"),
        ('sight = "https://example.org"', "did you mean 'site'"),
        ("site = 3", "must be text"),
        ('site = "example.org"', "not a web address"),
        ('theme = "pink"', "dark, light, ansi"),
        ('output = "../elsewhere"', "folder of its own"),
        ('output = "episodes"', "folder of its own"),
        ('output = "."', "folder of its own"),
    ],
)
def test_a_wrong_config_is_refused_with_the_way_out(tmp_path: Path, text: str, says: str) -> None:
    init_workspace(tmp_path).close()
    (tmp_path / "confkit.toml").write_text(text)
    with pytest.raises(WorkspaceError, match=says):
        open_workspace(tmp_path)


def test_the_first_open_builds_the_database_from_the_files(ws: Workspace) -> None:
    (event,) = lookup.events(ws)
    programme = lookup.programme(ws, event.slug)
    assert len(programme.sessions) >= 25
    assert len(programme.rooms) == 3
    (show,) = lookup.shows(ws)
    assert len(lookup.episodes(ws, show)) == 5
    entries = history(ws)
    assert {entry.author for entry in entries} == {SYSTEM_AUTHOR}


def test_what_confkit_did_by_itself_is_not_mine_to_undo(ws: Workspace) -> None:
    from confkit.domain.errors import NothingToUndo

    assert lookup.events(ws)
    with pytest.raises(NothingToUndo):
        undo(ws)


def test_a_broken_event_file_writes_nothing_and_can_be_mended(folder: Path, open_it: Open) -> None:
    path = next((folder / "events").glob("*.toml"))
    good = path.read_text("utf-8")
    path.write_text(good.replace('zone = "Europe/Berlin"', "zone = 5"), "utf-8")
    with pytest.raises(FormatError, match="zone"):
        lookup.events(open_it(folder))
    path.write_text(good, "utf-8")
    ws = open_it(folder)
    assert len(lookup.events(ws)) == 1
    assert len(lookup.shows(ws)) == 1


def test_a_state_folder_that_cannot_be_made_is_said(folder: Path, open_it: Open) -> None:
    (folder / ".confkit").write_text("in the way")
    with pytest.raises(WorkspaceError, match="move away what is there"):
        lookup.events(open_it(folder))


def test_two_that_open_it_first_at_the_same_time_both_find_it_built(folder: Path, open_it: Open) -> None:
    one, other = open_it(folder, "ada"), open_it(folder, "ben")
    with ThreadPoolExecutor(2) as pool:
        found = [future.result() for future in [pool.submit(lookup.events, ws) for ws in (one, other)]]
    assert len(found[0]) == 1
    assert found[0] == found[1]
    assert one.repository.position() == 1


def test_the_state_folder_is_not_rebuilt_on_the_second_open(folder: Path, open_it: Open) -> None:
    first = open_it(folder)
    position = first.repository.position()
    first.close()
    assert open_it(folder).repository.position() == position


def test_text_is_cleaned_and_checked_before_it_is_written(ws: Workspace) -> None:
    programme = lookup.programme(ws, "health-voices-2026")
    session = editing.new_session(ws, programme.event.id)
    from dataclasses import replace

    entry = editing.add(ws, replace(session, title="\x1b[31mRed\x1b[0m [bold]\u202e\x00\ud800", abstract="a\x07\nb"))
    (change,) = entry.edit.changes
    stored = lookup.find_session(ws, session.id.hex)[1]
    assert stored == change.after
    assert (stored.title, stored.abstract) == ("Red [bold]\ufffd", "a\nb")
    with pytest.raises(InvalidValue) as caught:
        ws.apply(Edit("Break it", (Change(stored, replace(stored, title=" ")),)))
    assert caught.value.where == "title"
    assert [one.kind for one in history(ws, limit=1)] == [EntryKind.EDIT]


def test_what_another_program_left_is_shown_and_told(ws: Workspace) -> None:
    event = ws.repository.events()[0]
    with closing(sqlite3.connect(ws.state / "confkit.db", isolation_level=None)) as connection:
        connection.execute("UPDATE event SET zone = 'Mars/Olympus'")
        connection.execute(f"UPDATE slot SET room_id = '{'0' * 32}' WHERE id = (SELECT min(id) FROM slot)")
    programme = ws.repository.programme(event.id)
    assert programme.zone.key == "UTC"
    assert {"database-reference", "invalid-zone"} <= {problem.code for problem in checking.check(ws)}
    # In a file the times would be those of another zone than it says.
    with pytest.raises(InvalidValue, match="Mars/Olympus"):
        write_event(programme)
