"""Feeds as a build publishes them: pages, the alias, private shows, series, live items, other encodings."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from confkit.codecs.feed_document import read_feed
from confkit.domain.edit import Edit
from confkit.domain.errors import InvalidValue, WorkspaceError
from confkit.domain.feed import Feed
from confkit.domain.podcasting import RemoteAudio, RemoteFeed
from confkit.domain.show import EpisodeState, Show
from confkit.services import editing, lookup
from confkit.services.building import build
from confkit.services.checking import check
from confkit.services.config import read_config
from confkit.services.private import address_of_feed, make_private, make_public, renew_secret
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace
from tests.services.conftest import Clock

FEED = "shows/ward-rounds/feed.xml"


def show(ws: Workspace, slug: str = "ward-rounds") -> Show:
    return lookup.find_show(ws, slug)


def feed(ws: Workspace, path: str = FEED) -> Feed:
    return read_feed((ws.output / path).read_bytes())


def guids(found: Feed) -> list[str]:
    return [item.value("guid") for item in found.items]


def configure(ws: Workspace, **settings: object) -> None:
    ws.config = replace(ws.config, **settings)  # type: ignore[arg-type]


def everything_in(ws: Workspace) -> dict[str, bytes]:
    return {
        path.relative_to(ws.output).as_posix(): path.read_bytes() for path in ws.output.rglob("*") if path.is_file()
    }


def test_a_long_feed_has_pages_that_lead_to_each_other_and_stale_ones_go(ws: Workspace) -> None:
    build(ws)
    whole = guids(feed(ws))
    configure(ws, feed_page_size=2)
    build(ws)
    pages = [feed(ws), feed(ws, "shows/ward-rounds/feed-2.xml"), feed(ws, "shows/ward-rounds/feed-3.xml")]
    assert [guid for page in pages for guid in guids(page)] == whole
    site = "https://example.org/shows/ward-rounds/feed"
    links = [{one.get("rel"): one.get("href") for one in page.channel.all("atom:link")} for page in pages]
    ends = {"first": f"{site}.xml", "last": f"{site}-3.xml"}
    assert links == [
        {"self": f"{site}.xml", "next": f"{site}-2.xml", **ends},
        {"self": f"{site}-2.xml", "prev": f"{site}.xml", "next": f"{site}-3.xml", **ends},
        {"self": f"{site}-3.xml", "prev": f"{site}-2.xml", **ends},
    ]
    assert build(ws).written == ()
    configure(ws, feed_page_size=0)
    assert set(build(ws).removed) == {"shows/ward-rounds/feed-2.xml", "shows/ward-rounds/feed-3.xml"}


def test_a_feed_that_is_held_back_keeps_its_pages(ws: Workspace) -> None:
    configure(ws, feed_page_size=2, alias_feed=True)
    build(ws)
    before = {path: data for path, data in everything_in(ws).items() if "/feed" in path}
    assert len(before) == 6
    first, second, *_ = (view.episode for view in lookup.episodes(ws, show(ws)))
    ws.repository.apply(Edit.change("Spoil", second, replace(second, guid=f"{first.guid} ")), author="x", at=ws.now())
    assert build(ws).removed == ()
    assert before == {path: data for path, data in everything_in(ws).items() if "/feed" in path}


def test_the_alias_feed_is_the_feed_with_another_head(ws: Workspace) -> None:
    configure(ws, alias_feed=True)
    written = build(ws).written
    assert written[-2:] == ("shows/ward-rounds/feed-alias.xml", FEED)
    plain, alias = (everything_in(ws)[path] for path in (FEED, "shows/ward-rounds/feed-alias.xml"))
    assert plain.partition(b"<item>")[2] == alias.partition(b"<item>")[2]
    assert b"blob/main/docs/1.0.md" in alias.partition(b"<channel>")[0]


def test_a_private_show_lies_under_its_secret_and_nothing_public_leads_there(ws: Workspace) -> None:
    build(ws)
    other = editing.new_show(ws, "other", "Other")
    guid = str(show(ws).guid)
    editing.add(ws, replace(other, podroll=(RemoteFeed(guid, "https://example.org/x.xml"), RemoteFeed("a-b"))))
    private = make_private(ws, show(ws))
    assert make_private(ws, private) is private
    report = build(ws)
    folder = f"private/{private.secret}/ward-rounds"
    assert FEED in report.removed
    assert address_of_feed(ws, private) == f"https://example.org/{folder}/feed.xml"
    found = feed(ws, f"{folder}/feed.xml")
    assert (found.channel.value("itunes:block"), found.channel.value("podcast:block")) == ("Yes", "yes")
    assert all(private.secret in item.first("enclosure").get("url") for item in found.items)  # type: ignore[union-attr]
    for path, data in everything_in(ws).items():
        if not path.startswith(folder.rpartition("/")[0]):
            assert private.secret.encode() not in data, path
            assert path.endswith(".ics") or guid.encode() not in data, path
    assert b"show-ward-rounds" not in everything_in(ws)["index.html"]
    assert everything_in(ws)["private/index.html"] == b""
    assert not any(private.secret in fact for fact in report.facts)
    named = json.loads(everything_in(ws)[f"private/{private.secret}/manifest.json"])["files"]
    assert {one["path"] for one in named} == {path for path in everything_in(ws) if path.startswith(folder)}
    assert build(ws).written == ()


def test_a_renewed_secret_ends_the_old_address_and_a_public_show_has_none(ws: Workspace) -> None:
    first = make_private(ws, show(ws))
    build(ws)
    second = renew_secret(ws, first)
    build(ws)
    assert [path.name for path in (ws.output / "private").iterdir() if path.is_dir()] == [second.secret]
    public = make_public(ws, second)
    assert make_public(ws, public) is public
    build(ws)
    assert not (ws.output / "private").exists()
    assert (ws.output / FEED).exists()
    with pytest.raises(InvalidValue, match="is not private"):
        renew_secret(ws, public)


def test_a_killed_build_of_a_private_show_leaves_nothing_behind(ws: Workspace) -> None:
    from confkit.services.building import BuildCancelled

    private = make_private(ws, show(ws))
    calls = iter(range(1_000))
    with pytest.raises(BuildCancelled):
        build(ws, cancelled=lambda: next(calls) > 12)
    assert (ws.output / "private" / private.secret).is_dir()
    assert not (ws.output / ".confkit-journal.json").exists()
    make_public(ws, private)
    build(ws)
    assert not (ws.output / "private").exists()


def test_a_private_show_over_plain_http_is_a_problem_and_needs_no_artwork(ws: Workspace) -> None:
    make_private(ws, show(ws))
    configure(ws, site="http://example.org/")
    found = {problem.code for problem in check(ws, feeds=False)}
    assert "private-over-http" in found
    configure(ws, site="https://example.org/")
    assert "private-over-http" not in {problem.code for problem in check(ws, feeds=False)}


def test_a_show_of_a_series_repeats_what_others_recorded_at_its_events(ws: Workspace) -> None:
    event = lookup.events(ws)[0]
    editing.change(ws, event, replace(event, series="Health Voices Summit"))
    assert "series-without-show" in {problem.code for problem in check(ws, feeds=False)}
    course = replace(
        editing.new_show(ws, "summit", "The summit"), series="health  voices summit", medium="course", event_id=None
    )
    editing.add(ws, course)
    build(ws)
    own, collected = feed(ws), feed(ws, "shows/summit/feed.xml")
    linked = [view for view in lookup.episodes(ws, show(ws)) if view.talk]
    assert len(linked) == 2
    assert set(guids(collected)) == {view.episode.guid for view in linked}
    assert collected.channel.value("podcast:medium") == "course"
    for item in collected.items:
        twin = next(one for one in own.items if one.value("guid") == item.value("guid"))
        assert item.first("enclosure").get("url") == twin.first("enclosure").get("url")  # type: ignore[union-attr]
    assert {problem.code for problem in check(ws, feeds=False)}.isdisjoint({"series-without-show", "series-empty"})
    make_private(ws, show(ws))
    build(ws)
    assert guids(feed(ws, "shows/summit/feed.xml")) == []
    assert "series-empty" in {problem.code for problem in check(ws, feeds=False)}


def test_a_streamed_session_is_announced_until_it_is_an_episode(ws: Workspace, clock: Clock) -> None:
    programme, session = lookup.find_session(ws, "Welcome")
    slot = programme.slots_of[session.id][0]
    editing.change(ws, session, replace(session, stream="https://stream.example/hall.mp3"))
    states = []
    for moment in (slot.start - timedelta(days=1), slot.start, slot.end, slot.end + timedelta(days=14)):
        clock.time = moment
        build(ws)
        live = list(feed(ws).channel.all("podcast:liveItem"))
        states.append([(one.get("status"), one.value("guid")) for one in live])
    guid = str(slot.id)
    assert states == [[("pending", guid)], [("live", guid)], [("ended", guid)], []]
    clock.time = slot.end + timedelta(days=1)
    view = lookup.find_episode(ws, "ward-rounds/000-trailer.mp3")
    editing.change(ws, view.episode, replace(view.episode, session_id=session.id, date=clock.time - timedelta(hours=1)))
    build(ws)
    assert not list(feed(ws).channel.all("podcast:liveItem"))


def test_an_episode_whose_audio_is_kept_elsewhere_is_in_the_feed(ws: Workspace) -> None:
    made = replace(
        editing.new_episode(ws, show(ws).id),
        title="Elsewhere",
        state=EpisodeState.PUBLISHED,
        date=ws.now() - timedelta(days=1),
        remote=RemoteAudio("https://cdn.example/a.mp3", 1_234, "audio/mpeg", timedelta(minutes=5)),
    )
    editing.add(ws, made)
    report = build(ws)
    item = next(one for one in feed(ws).items if one.value("guid") == made.guid)
    enclosure = item.first("enclosure")
    assert enclosure is not None
    assert dict(enclosure.attributes) == {"url": "https://cdn.example/a.mp3", "length": "1234", "type": "audio/mpeg"}
    # The page loads nothing from elsewhere.
    assert b"https://cdn.example/a.mp3" not in everything_in(ws)["index.html"]
    assert b"Elsewhere" in everything_in(ws)["index.html"]
    assert not [problem for problem in report.problems if problem.severity == "error"]


def test_another_encoding_is_no_episode_of_its_own_and_is_offered_with_its_digest(ws: Workspace) -> None:
    folder = ws.episodes_root / "ward-rounds"
    before = len(lookup.episodes(ws, show(ws)))
    shutil.copy(folder / "000-trailer.mp3", folder / "000-trailer.low.mp3")
    report = build(ws)
    assert len(lookup.episodes(ws, show(ws))) == before
    path = "shows/ward-rounds/audio/000-trailer.low.mp3"
    assert path in report.written
    item = next(one for one in feed(ws).items if one.value("itunes:episodeType") == "trailer")
    main, low = item.all("podcast:alternateEnclosure")
    assert (main.get("default"), low.get("default")) == ("true", "")
    assert low.first("podcast:source").get("uri") == f"https://example.org/{path}"  # type: ignore[union-attr]
    assert low.first("podcast:integrity").get("value").startswith("sha256-")  # type: ignore[union-attr]
    assert "low" in low.get("title")
    assert feedparser.parse(everything_in(ws)[FEED]).bozo == 0
    assert build(ws).written == ()


def test_an_encoding_that_is_an_episode_already_stays_one_until_it_is_retracted(ws: Workspace) -> None:
    folder = ws.episodes_root / "ward-rounds"
    shutil.copy(folder / "000-trailer.mp3", folder / "other-name.mp3")
    scan(ws)
    rival = lookup.find_episode(ws, "ward-rounds/other-name.mp3").episode
    (folder / "other-name.mp3").rename(folder / "000-trailer.low.mp3")
    scan(ws)
    found = [problem for problem in check(ws, feeds=False) if problem.code == "episode-is-alternate"]
    assert [problem.subjects for problem in found] == [(rival.id,)]
    moved = lookup.find_episode(ws, "ward-rounds/000-trailer.low.mp3").episode
    editing.change(ws, moved, replace(moved, state=EpisodeState.RETRACTED))
    build(ws)
    assert "shows/ward-rounds/audio/000-trailer.low.mp3" in everything_in(ws)
    assert moved.guid not in guids(feed(ws))


def test_what_an_import_kept_and_somebody_broke_is_a_problem(ws: Workspace) -> None:
    broken = replace(show(ws), extras=("<podcast:value>",))
    editing.change(ws, show(ws), broken)
    found = [problem for problem in check(ws, feeds=False) if problem.code == "extra-unusable"]
    assert [problem.subjects for problem in found] == [(broken.id,)]
    build(ws)
    assert feedparser.parse(everything_in(ws)[FEED]).bozo == 0


@pytest.mark.parametrize(
    ("text", "size", "alias"),
    [
        ("", 500, False),
        ('feed_page_size = "20"\nalias_feed = "yes"', 20, True),
        ("feed_page_size = 0\nalias_feed = false", 0, False),
    ],
)
def test_the_settings_of_feeds(tmp_path: Path, text: str, size: int, alias: bool) -> None:
    (tmp_path / "confkit.toml").write_text(text)
    config = read_config(tmp_path / "confkit.toml")
    assert (config.feed_page_size, config.alias_feed) == (size, alias)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("feed_page_size = -1", "feed_page_size = 500"),
        ("feed_page_size = true", "feed_page_size = 500"),
        ('alias_feed = "maybe"', "alias_feed = true"),
        ("site = 3", 'site = "…"'),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused(tmp_path: Path, text: str, fix: str) -> None:
    (tmp_path / "confkit.toml").write_text(text)
    with pytest.raises(WorkspaceError) as caught:
        read_config(tmp_path / "confkit.toml")
    assert fix in caught.value.fix
