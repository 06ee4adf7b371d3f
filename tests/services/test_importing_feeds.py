import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from confkit.domain.errors import UsageError
from confkit.domain.show import Episode, EpisodeState
from confkit.services import editing, lookup
from confkit.services.feed_fetching import feed_at, feed_in_file, fetch_first
from confkit.services.feed_files import FileChoice, fetch_files
from confkit.services.history import undo
from confkit.services.importing import import_path
from confkit.services.importing_feeds import FeedPlan, apply_feed, plan_feed
from confkit.services.scanning import scan
from confkit.services.workspace import Workspace
from tests.codecs.test_feed_read import GUID, ITEM, feed
from tests.web.server import Request, Server, serving

PERSON = '<podcast:person role="host" group="cast" href="https://e.example/a">Amira Hart</podcast:person>'
GUEST = '<podcast:person role="guest" group="cast">Ben</podcast:person>'


def bring(ws: Workspace, text: str, *, slug: str = "", is_mine: bool = False) -> FeedPlan:
    plan = plan_feed(ws, feed_in_file(Path("feed.xml"), text.encode()), slug=slug)
    apply_feed(ws, plan, is_mine=is_mine)
    return plan


def items(*numbers: int, inside: str = "") -> list[str]:
    return [
        ITEM.format(inside).replace("g1", f"g{n}").replace(">One<", f">Title {n}<").replace("1.mp3", f"{n}.mp3")
        for n in numbers
    ]


def episodes(ws: Workspace) -> dict[str, Episode]:
    (shelf,) = ws.repository.shelves()
    return {one.guid: one for one in shelf.episodes}


def test_a_feed_becomes_a_show(empty: Workspace) -> None:
    editing.add(empty, replace(editing.new_person(empty), name="Ben"))
    plan = bring(empty, feed(PERSON, *items(1, 2, inside=PERSON + GUEST)))
    (shelf,) = empty.repository.shelves()
    assert (shelf.show.slug, shelf.show.title, str(shelf.show.guid)) == ("a-show", "A show", GUID[14:50])
    assert episodes(empty).keys() == {"g1", "g2"}
    assert sorted(person.name for person in empty.repository.persons()) == ["Amira Hart", "Ben"]
    views = lookup.episodes(empty, shelf.show)
    assert [[credit.name for credit in view.people] for view in views] == [["Ben"]] * 2
    assert all(view.is_due(empty.now().replace(year=2030)) for view in views)
    assert plan.counts == {"show": 1, "episode": 2, "person": 2}
    assert shelf.show.extras == ()
    undo(empty)
    assert empty.repository.shelves() == ()


def test_importing_again_adds_nothing(empty: Workspace) -> None:
    text = feed(PERSON, *items(1, 2, inside=GUEST))
    bring(empty, text)
    before, position = empty.repository.shelves(), empty.repository.position()
    again = bring(empty, text)
    assert (again.changes, empty.repository.position()) == ((), position)
    assert empty.repository.shelves() == before
    bring(empty, feed(PERSON, *items(1, 2, 3, inside=GUEST)))
    assert episodes(empty).keys() == {"g1", "g2", "g3"}
    assert {one.id for one in before[0].episodes} < {one.id for one in episodes(empty).values()}


def test_what_changed_at_the_source_is_taken_and_what_was_edited_here_stays(empty: Workspace) -> None:
    bring(empty, feed("", *items(1, 2, 3)))
    edited = episodes(empty)["g2"]
    editing.change(empty, edited, replace(edited, title="Mine"))
    text = (
        feed("", *items(1, 2, 3), title="Renamed").replace("Title 1<", "Title one<").replace("Title 2<", "Title two<")
    )
    plan = bring(empty, text)
    found = episodes(empty)
    assert [found[guid].title for guid in ("g1", "g2", "g3")] == ["Title one", "Mine", "Title 3"]
    assert lookup.shows(empty)[0].title == "Renamed"
    assert lookup.shows(empty)[0].slug == "a-show"
    assert [problem.code for problem in plan.problems] == ["feed-changed-both"]
    assert [problem.code for problem in bring(empty, text).problems] == []  # told once


def test_without_a_memory_nothing_that_was_edited_is_touched(empty: Workspace) -> None:
    bring(empty, feed("", *items(1)))
    for path in (empty.state / "imports").iterdir():
        path.unlink()
    bring(empty, feed("", *items(1)).replace("Title 1<", "Title one<"))
    assert episodes(empty)["g1"].title == "Title 1"


def test_what_was_taken_back_stays_so(empty: Workspace) -> None:
    bring(empty, feed("", *items(1, 2)))
    gone = episodes(empty)["g1"]
    editing.change(empty, gone, replace(gone, state=EpisodeState.RETRACTED))
    plan = bring(empty, feed("", *items(1, 2)).replace("Title 1<", "Title one<"))
    assert episodes(empty)["g1"].state is EpisodeState.RETRACTED
    assert episodes(empty)["g1"].title == "Title 1"
    assert [problem.code for problem in plan.problems] == ["feed-episode-retracted"]


def test_a_locked_feed_is_imported_only_by_its_owner(empty: Workspace) -> None:
    text = feed('<podcast:locked owner="olga@e.example">yes</podcast:locked>', *items(1))
    with pytest.raises(UsageError, match=r"locked by its owner(.|\n)*olga@e\.example(.|\n)*--mine"):
        bring(empty, text)
    assert empty.repository.position() == 0
    plan = bring(empty, text, is_mine=True)
    assert [problem.code for problem in plan.problems] == ["feed-locked"]
    assert lookup.shows(empty)[0].locked
    assert bring(empty, text).problems == ()  # it is here already


def test_the_show_it_goes_into(empty: Workspace) -> None:
    editing.add(empty, editing.new_show(empty, "ward", "Ward"))
    bring(empty, feed('<atom:link rel="self" href="https://e.example/f"/>', *items(1)), slug="ward")
    (show,) = lookup.shows(empty)
    assert (show.slug, str(show.guid), show.origin) == ("ward", GUID[14:50], "https://e.example/f")
    other = feed('<atom:link rel="self" href="https://e.example/g"/>', *items(1)).replace("917393e3", "a17393e3")
    with pytest.raises(UsageError, match="another feed"):
        bring(empty, other, slug="ward")
    with pytest.raises(UsageError, match="short name"):
        bring(empty, other, slug="No Slug")
    (empty.episodes_root / "a-show").mkdir()
    assert bring(empty, other).show.slug == "a-show-2"
    with pytest.raises(UsageError, match="imported before"):
        bring(empty, other, slug="ward")


@pytest.mark.parametrize("name", ["homegrown-hits", "themnshow"])
def test_real_feeds(empty: Workspace, shared_data: Path, name: str) -> None:
    path = shared_data / "feeds" / f"{name}.xml"
    first = import_path(empty, path)
    assert first.counts["episode"] == len(episodes(empty))
    again = import_path(empty, path)
    assert (again.added, again.updated) == (0, 0)


# --- files --------------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def served(server: Server, sample: Path, *, lie: int = 0) -> str:
    """A feed at the server with one episode and all that belongs to it; returns its address."""
    audio = sample.read_bytes()
    at = server.address
    digest = b64encode(hashlib.sha256(audio).digest()).decode()
    inside = (
        f'<itunes:image href="{at("/ep.png")}"/>'
        f'<podcast:transcript url="{at("/t.vtt")}" type="text/vtt" language="en"/>'
        f'<podcast:chapters url="{at("/c.json")}" type="application/json+chapters"/>'
        '<psc:chapters><psc:chapter start="0" title="Short"/></psc:chapters>'
        f'<podcast:alternateEnclosure type="audio/mpeg"><podcast:source uri="{at("/1.mp3")}"/>'
        f'<podcast:integrity type="sri" value="sha256-{digest}"/></podcast:alternateEnclosure>'
    )
    item = ITEM.format(inside).replace("https://e.example/1.mp3", at("/1.mp3")).replace('"5"', f'"{len(audio) + lie}"')
    text = feed(f'<itunes:image href="{at("/cover.jpg")}"/>', item)
    bodies = {
        "/feed.xml": text.encode(),
        "/1.mp3": audio,
        "/cover.jpg": b"\xff\xd8\xff cover",
        "/ep.png": b"\x89PNG\r\n\x1a\n episode",
        "/t.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n",
        "/c.json": b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "Long", "endTime": 5}]}',
    }
    for path, body in bodies.items():
        server.routes[path] = lambda request, body=body: request.answer(body, etag='"1"')  # type: ignore[misc]
    return at("/feed.xml")


def from_address(ws: Workspace, address: str) -> FeedPlan:
    plan = plan_feed(ws, feed_at(address, fetch_first(address, private=True), private=True))
    apply_feed(ws, plan)
    return plan


ALL = FileChoice(None, True, private=True)


def test_everything_that_belongs_to_an_episode_is_fetched(empty: Workspace, server: Server, folder: Path) -> None:
    sample = next((folder / "episodes").rglob("*.mp3"))
    plan = from_address(empty, address := served(server, sample))
    report = fetch_files(empty, plan, ALL)
    assert report.problems == []
    assert report.audio == 1
    (shelf,) = empty.repository.shelves()
    (episode,) = shelf.episodes
    names = {path.name for path in (empty.episodes_root / "a-show").iterdir()}
    stem = "2027-04-09-one"
    assert names == {f"{stem}.mp3", f"{stem}.png", f"{stem}.en.vtt", f"{stem}.chapters.json", "cover.jpg"}
    assert (episode.file, episode.remote, episode.image) == (f"a-show/{stem}.mp3", None, f"{stem}.png")
    assert shelf.show.artwork == "cover.jpg"
    (view,) = lookup.episodes(empty, shelf.show)
    assert (view.title, [chapter.title for chapter in view.chapters]) == ("One", ["Long"])
    assert view.recording is not None
    assert scan(empty).new_episodes == ()
    server.asked.clear()
    again = from_address(empty, address)
    assert again.changes == ()
    assert fetch_files(empty, again, ALL).problems == []
    assert [request.path for request in server.asked] == ["/feed.xml"]


def test_a_lost_file_keeps_nothing_else_back(empty: Workspace, server: Server, folder: Path) -> None:
    sample = next((folder / "episodes").rglob("*.mp3"))
    plan = from_address(empty, served(server, sample, lie=1))
    server.routes["/cover.jpg"] = lambda request: request.answer(status=404)
    report = fetch_files(empty, plan, ALL)
    assert [(one.code, "--any-length" in one.fix) for one in report.problems] == [
        ("feed-file-missing", False),
        ("feed-file-missing", True),
    ]
    assert episodes(empty)["g1"].remote is not None
    report = fetch_files(empty, plan, replace(ALL, any_length=True))
    assert report.audio == 1
    assert episodes(empty)["g1"].file


def test_a_page_in_the_place_of_audio_is_not_taken(empty: Workspace, server: Server, folder: Path) -> None:
    address = served(server, next((folder / "episodes").rglob("*.mp3")))
    page = b"<html>log in</html>"
    server.routes["/feed.xml"] = lambda request: request.answer(
        feed(
            "", ITEM.format("").replace("https://e.example/1.mp3", server.address("/1.mp3")).replace('"5"', "''")
        ).encode()
    )
    server.routes["/1.mp3"] = lambda request: request.answer(page, content_type="text/html")
    plan = from_address(empty, address)
    report = fetch_files(empty, plan, ALL)
    assert ["is a page" in one.message for one in report.problems] == [True]
    assert not list(empty.episodes_root.rglob("*.mp3"))


def test_a_download_that_broke_off_is_gone_on_with(empty: Workspace, server: Server, folder: Path) -> None:
    sample = next((folder / "episodes").rglob("*.mp3"))
    audio = sample.read_bytes()
    plan = from_address(empty, served(server, sample))

    def cut(request: Request) -> None:
        request.head(content_length=len(audio), etag='"1"')
        request.wfile.write(audio[: len(audio) // 2])

    def rest(request: Request) -> None:
        start = int(request.headers["Range"].removeprefix("bytes=").rstrip("-"))
        span = f"bytes {start}-{len(audio) - 1}/{len(audio)}"
        request.answer(audio[start:], 206, content_range=span, etag='"1"')

    server.routes["/1.mp3"] = cut
    assert len(fetch_files(empty, plan, ALL).problems) == 1
    server.routes["/1.mp3"] = rest
    assert fetch_files(empty, plan, ALL).problems == []
    assert (empty.episodes_root / episodes(empty)["g1"].file).read_bytes() == audio


def test_pages_are_followed(empty: Workspace, server: Server) -> None:
    link = '<atom:link rel="next" href="{}"/>'
    pages = {
        "/feed.xml": feed(link.format(server.address("/2")), *items(1, 2)),
        "/2": feed(link.format(server.address("/feed.xml")), *items(2, 3)),
    }
    for path, text in pages.items():
        server.routes[path] = lambda request, text=text: request.answer(text.encode())  # type: ignore[misc]
    from_address(empty, server.address("/feed.xml"))
    assert episodes(empty).keys() == {"g1", "g2", "g3"}
    assert {one.show_id for one in episodes(empty).values()} == {lookup.shows(empty)[0].id}


def test_too_much_audio_is_refused_before_it_begins(empty: Workspace) -> None:
    plan = bring(empty, feed("", *items(1)).replace('"5"', f'"{1 << 55}"'))
    with pytest.raises(UsageError, match="there is room for"):
        fetch_files(empty, plan, ALL)
