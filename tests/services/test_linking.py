"""Which session an episode is a recording of."""

from dataclasses import replace
from pathlib import Path

import pytest

from confkit.domain.edit import Edit
from confkit.domain.show import Episode
from confkit.services import handing_over, linking, lookup, releasing
from confkit.services.workspace import Workspace


def test_the_session_with_the_same_words_comes_first(ws: Workspace) -> None:
    session = next(one.session for one in linking.unrecorded(ws))
    show = lookup.find_show(ws, "ward-rounds")
    episode = replace(releasing.episode_of(ws, session, show), session_id=None, title=f"{session.title.upper()} (cut)")
    ws.apply(Edit.add("Add", episode))
    found = linking.candidates(ws, lookup.episode_view(ws, episode.id))
    assert found[0].session == session
    assert len({one.session.id for one in found}) == len(found)


def test_without_a_clue_the_newest_comes_first_and_those_without_a_time_last(ws: Workspace) -> None:
    show = lookup.find_show(ws, "ward-rounds")
    episode = Episode(ws.new_id(), show.id, "guid", ws.now())
    ws.apply(Edit.add("Add", episode))
    times = [
        one.slot.start.timestamp() if one.slot else 0
        for one in linking.candidates(ws, lookup.episode_view(ws, episode.id))
    ]
    assert times == sorted(times, reverse=True)


def test_a_session_tells_which_episode_it_is_already(ws: Workspace) -> None:
    views = lookup.episodes(ws, lookup.find_show(ws, "ward-rounds"))
    linked = next(view for view in views if view.talk)
    other = next(view for view in views if view.id != linked.id)
    taken = {one.session.id: one.episode for one in linking.candidates(ws, other)}
    assert taken[linked.talk.session.id]  # type: ignore[union-attr]
    own = {one.session.id: one.episode for one in linking.candidates(ws, linked)}
    assert not own[linked.talk.session.id]  # type: ignore[union-attr]


def test_linking_to_what_it_is_linked_to_changes_nothing(ws: Workspace) -> None:
    linked = next(view for view in lookup.episodes(ws, lookup.find_show(ws, "ward-rounds")) if view.talk)
    assert linking.link(ws, linked, linked.talk.session).number == 0  # type: ignore[union-attr]
    assert linking.link(ws, linked, None).label.startswith("Unlink episode")
    assert lookup.episode_view(ws, linked.id).talk is None


def test_the_nearest_folder_that_is_there(ws: Workspace) -> None:
    view = lookup.episodes(ws, lookup.find_show(ws, "ward-rounds"))[0]
    assert handing_over.folder_of(ws, view.show, view) == ws.episodes_root / "ward-rounds"
    assert handing_over.folder_of(ws, replace(view.show, slug="none-yet"), None) == ws.episodes_root


def test_without_a_display_nothing_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing_over.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert handing_over.browser() == ""
    assert not handing_over.open_folder(tmp_path)


@pytest.mark.parametrize(("script", "opened"), [("exit 0", True), ("exit 3", False), ("sleep 3", True)])
def test_a_browser_that_refuses_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, opened: bool
) -> None:
    program = tmp_path / "browser"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(handing_over, "_PATIENCE", 0.3)
    monkeypatch.setattr(handing_over, "browser", lambda: str(program))
    assert handing_over.open_folder(tmp_path) is opened


def test_the_address_of_a_private_feed_holds_its_secret(ws: Workspace) -> None:
    show = lookup.find_show(ws, "ward-rounds")
    assert releasing.feed_address(ws, show) == f"{ws.config.site}shows/ward-rounds/feed.xml"
    private = replace(show, secret="s3cret")
    assert releasing.feed_address(ws, private) == f"{ws.config.site}private/s3cret/ward-rounds/feed.xml"
