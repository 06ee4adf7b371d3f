"""Publishing, scheduling and retracting; tombstones; numbers; sessions that have no recording yet."""

from dataclasses import replace
from datetime import timedelta

import pytest

from confkit.codecs.feed_document import read_feed
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import InvalidValue
from confkit.domain.session import Consent
from confkit.domain.show import Episode, EpisodeState
from confkit.services import editing, history, lookup, releasing
from confkit.services.building import build
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace
from tests.services.conftest import NOW, Clock

TRAILER = "ward-rounds/000-trailer.mp3"


def guids_in_feed(ws: Workspace) -> set[str]:
    build(ws)
    data = (ws.output / "shows" / "ward-rounds" / "feed.xml").read_bytes()
    return {item.value("guid") for item in read_feed(data, where="feed.xml").items}


def trailer(ws: Workspace) -> EpisodeView:
    return lookup.find_episode(ws, TRAILER)


def test_a_scheduled_episode_enters_the_feed_when_its_time_has_come(ws: Workspace, clock: Clock) -> None:
    guid = trailer(ws).episode.guid
    releasing.schedule(ws, trailer(ws), NOW + timedelta(hours=1))
    assert trailer(ws).episode.state is EpisodeState.SCHEDULED
    assert guid not in guids_in_feed(ws)
    clock.time = NOW + timedelta(hours=1)
    assert guid in guids_in_feed(ws)


def test_publishing_makes_a_future_date_the_present_and_keeps_a_past_one(ws: Workspace) -> None:
    past = trailer(ws).date
    releasing.publish(ws, [trailer(ws)])
    assert trailer(ws).date == past
    releasing.schedule(ws, trailer(ws), NOW + timedelta(days=9))
    releasing.publish(ws, [trailer(ws)])
    assert (trailer(ws).date, trailer(ws).episode.state) == (NOW, EpisodeState.PUBLISHED)
    history.undo(ws)
    assert trailer(ws).date == NOW + timedelta(days=9)
    history.undo(ws)
    assert trailer(ws).date == past
    releasing.publish(ws, [trailer(ws)], now=True)
    assert trailer(ws).date == NOW


def test_several_are_one_edit(ws: Workspace) -> None:
    views = lookup.episodes(ws, lookup.find_show(ws, "ward-rounds"))
    releasing.retract(ws, views)
    assert guids_in_feed(ws) == set()
    assert history.undo(ws).label == f"Retract {len(views)} episodes"
    assert len(guids_in_feed(ws)) == len(views)


def test_a_retracted_episode_comes_back_with_its_guid_and_by_nothing_else(ws: Workspace) -> None:
    before = trailer(ws).episode
    entry = editing.remove(ws, before)
    assert entry.label.startswith("Retract")
    assert before.guid not in guids_in_feed(ws)
    assert scan(ws).new_episodes == ()
    assert trailer(ws).episode == replace(before, state=EpisodeState.RETRACTED)
    # Removing it again leaves it: its audio is still there.
    assert editing.remove(ws, trailer(ws).episode).number == 0
    releasing.publish(ws, [trailer(ws)])
    assert before.guid in guids_in_feed(ws)


def test_a_tombstone_whose_audio_is_gone_can_be_removed(ws: Workspace) -> None:
    releasing.retract(ws, [trailer(ws)])
    (ws.episodes_root / TRAILER).unlink()
    scan(ws)
    entry = editing.remove(ws, trailer(ws).episode)
    assert entry.label.startswith("Remove")
    assert ws.repository.get(Episode, entry.edit.changes[0].id) is None


def test_a_draft_without_audio_is_removed(ws: Workspace) -> None:
    episode = editing.new_episode(ws, lookup.find_show(ws, "ward-rounds").id)
    editing.add(ws, episode)
    assert editing.remove(ws, episode).edit.changes[0].after is None


def test_what_can_not_be_published_says_why(ws: Workspace) -> None:
    with pytest.raises(InvalidValue, match="has passed already"):
        releasing.schedule(ws, trailer(ws), NOW)
    empty = editing.new_episode(ws, lookup.find_show(ws, "ward-rounds").id)
    editing.add(ws, empty)
    with pytest.raises(InvalidValue, match="has no audio"):
        releasing.publish(ws, [lookup.episode_view(ws, empty.id)])
    editing.change(ws, empty, replace(empty, file="ward-rounds/nowhere.mp3"))
    with pytest.raises(InvalidValue, match=r"nowhere\.mp3 is missing"):
        releasing.publish(ws, [lookup.episode_view(ws, empty.id)])


def test_who_refused_is_not_published(ws: Workspace) -> None:
    view = next(one for one in lookup.episodes(ws, lookup.find_show(ws, "ward-rounds")) if one.talk)
    assert view.talk is not None
    session = view.talk.session
    editing.change(ws, session, replace(session, consent=Consent.REFUSED))
    with pytest.raises(InvalidValue, match="did not agree"):
        releasing.publish(ws, [lookup.episode_view(ws, view.id)])


def test_a_number_is_suggested_and_given_on_request(ws: Workspace) -> None:
    show = lookup.find_show(ws, "ward-rounds")
    highest = max(view.number or 0 for view in lookup.episodes(ws, show))
    episode = replace(editing.new_episode(ws, show.id), title="New")
    editing.add(ws, episode)
    place = releasing.suggested_place(ws, lookup.episode_view(ws, episode.id))
    assert place is not None
    assert place.number == highest + 1
    releasing.number(ws, lookup.episode_view(ws, episode.id))
    after = lookup.episode_view(ws, episode.id)
    assert (after.season, after.number) == place
    assert trailer(ws).kind.value == "trailer"
    with pytest.raises(InvalidValue, match="is not counted"):
        releasing.number(ws, trailer(ws))


def test_sessions_that_have_no_recording_yet(ws: Workspace) -> None:
    show = lookup.find_show(ws, "ward-rounds")
    recorded = {view.talk.session.id for view in lookup.episodes(ws, show) if view.talk}
    offered = releasing.unrecorded_sessions(ws)
    assert offered
    assert recorded
    assert not recorded & {session.id for session in offered}
    first = offered[0]
    draft = releasing.episode_of(ws, first, show)
    editing.add(ws, draft)
    assert lookup.episode_view(ws, draft.id).title == first.title
    assert first not in releasing.unrecorded_sessions(ws)
    second = offered[1]
    editing.change(ws, second, replace(second, consent=Consent.REFUSED))
    assert second.id not in {session.id for session in releasing.unrecorded_sessions(ws)}
