"""``confkit check --feed`` and what a build does with a feed that is held back."""

from datetime import UTC, datetime
from pathlib import Path

from confkit.domain.edit import Edit
from confkit.domain.show import Episode, EpisodeState
from confkit.services.workspace import open_workspace
from tests.cli.conftest import SHOW, Call, uuid, write_wave
from tests.cli.test_json import holds
from tests.web.server import serving


def test_any_feed_is_checked_without_a_workspace(confkit: Call, tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(
        '<rss version="2.0"><channel><title>\u202eX</title><item><title>[red]One</title></item></channel></rss>'
    )
    done = confkit("check", "--feed", str(file), workspace=None)
    assert done.code == 1
    assert f"✗ error {file}: item 1 “[red]One” (line 1): the item has no audio [item-without-enclosure]" in done.out
    assert "→ add the audio, or leave the item out" in done.out
    found = confkit("check", "--feed", str(file), "--json", workspace=None)
    assert found.code == 1
    for problem in found.json:
        holds("problem", problem)


FEED = b'<rss version="2.0"><channel><title>X</title></channel></rss>'


def test_a_feed_on_the_web_is_checked_with_how_it_is_served(confkit: Call) -> None:
    with serving() as server:
        server.routes["/old"] = lambda request: request.answer(status=301, location="/feed")
        server.routes["/feed"] = lambda request: request.answer(FEED, content_type="text/html; charset=utf-8")
        done = confkit("check", "--feed", server.address("/old"), "--private-addresses", workspace=None)
        assert done.code == 1
        for code in ("feed-moved", "feed-served-as", "channel-without-language"):
            assert f"[{code}]" in done.out
        server.routes["/feed"] = lambda request: request.answer(FEED, content_type="application/rss+xml")
        found = confkit("check", "--feed", server.address("/feed"), "--private-addresses", "--json", workspace=None)
        assert "channel-without-language" in {problem["code"] for problem in found.json}
        assert not {"feed-moved", "feed-served-as"} & {problem["code"] for problem in found.json}
        refused = confkit("check", "--feed", server.address("/feed"), workspace=None)
    assert refused.code == 1
    assert "127.0.0.1" in refused.err
    assert "not of the public internet" in refused.err or "private" in refused.err


def test_an_event_and_a_feed_are_too_much(confkit: Call) -> None:
    assert confkit("check", "summit", "--feed", "feed.xml").code == 2


def test_a_missing_file_is_told(confkit: Call, tmp_path: Path) -> None:
    done = confkit("check", "--feed", str(tmp_path / "none.xml"))
    assert done.code == 2
    assert "there is no such file" in done.err


def test_a_feed_held_back_makes_the_build_fail_unless_it_is_published_anyway(confkit: Call, folder: Path) -> None:
    assert confkit("build").code == 0
    before = (folder / "public/shows/ward-rounds/feed.xml").read_bytes()
    write_wave(folder / "episodes" / "ward-rounds" / "002.wav")
    with open_workspace(folder) as opened:
        at = datetime(2026, 11, 1, tzinfo=UTC)
        twin = Episode(uuid(0x77), SHOW, "guid-1 ", at, EpisodeState.PUBLISHED, "ward-rounds/002.wav")
        # Past Workspace.apply, which would take the blank away.
        opened.repository.apply(Edit.add("Add a twin", twin), author="x", at=at)
    done = confkit("build")
    assert done.code == 1
    assert "feed-held-back" in done.err
    assert "guid-twice" in done.err
    assert (folder / "public/shows/ward-rounds/feed.xml").read_bytes() == before
    done = confkit("build", "--anyway")
    assert done.code == 0
    assert "guid-twice" in done.err
    assert (folder / "public/shows/ward-rounds/feed.xml").read_bytes() != before


LOCKED = "<podcast:locked owner='olga@e.example'>yes</podcast:locked>"
ITEM = (
    "<item><title>One</title><guid>g1</guid><pubDate>Fri, 09 Apr 2027 10:00:00 +0000</pubDate>"
    "<enclosure url='https://e.example/1.mp3' length='5' type='audio/mpeg'/></item>"
)


def _podcast(folder: Path, channel: str = "") -> str:
    path = folder / "podcast.rss"
    head = "<rss version='2.0' xmlns:podcast='https://podcastindex.org/namespace/1.0'>"
    guid = "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"
    title = "<title>Moved [red]</title><language>en</language>"
    path.write_text(f"{head}<channel>{title}{guid}{channel}{ITEM}</channel></rss>", "utf-8")
    return str(path)


def test_a_feed_is_imported(confkit: Call, tmp_path: Path) -> None:
    path = _podcast(tmp_path)
    dry = confkit("import", path, "--dry-run")
    assert (dry.code, dry.out) == (0, "moved-red: Moved [red]\n  1 show\n  1 episode\n")
    assert "nothing is changed yet: 2 added" in dry.err
    assert len(confkit("show", "list", "--json").json) == 1
    done = confkit("import", path, "moved", "--json")
    assert (done.code, done.json["slug"], done.json["added"], done.json["downloaded"]) == (0, "moved", 2, 0)
    assert confkit("import", path, "--json").json["added"] == 0


def test_a_locked_feed_needs_a_word(confkit: Call, tmp_path: Path) -> None:
    path = _podcast(tmp_path, LOCKED)
    refused = confkit("import", path)
    assert refused.code == 2
    assert "olga@e.example" in refused.err
    assert "--mine" in refused.err
    assert confkit("import", path, "--mine").code == 0


def test_options_of_feeds_are_refused_for_other_things(confkit: Call, folder: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "x.ics"
    calendar.write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert confkit("import", str(calendar), "--dry-run").code == 2
    assert confkit("import", _podcast(tmp_path), "--audio", "some").code == 2


def test_a_private_address_is_not_asked(confkit: Call) -> None:
    done = confkit("import", "http://127.0.0.1:8000/feed.xml")
    assert done.code == 1
    assert "private" in done.err
