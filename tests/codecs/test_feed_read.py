import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import feedparser
import pytest
from hypothesis import given, settings

from confkit.codecs.feed_read import ImportedShow, read_podcast
from confkit.codecs.rss import podcast_guid, write_feed
from confkit.codecs.show_notes import notes_html
from confkit.codecs.web_address import ascii_address
from confkit.domain.bridge import EpisodeView
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS
from confkit.domain.person import Role
from confkit.domain.podcasting import Discussion, FeedText, RemoteAudio, RemoteFeed, SeasonName, Soundbite
from confkit.domain.programme import Shelf
from confkit.domain.recording import Chapter
from confkit.domain.show import EpisodeKind, EpisodeState, ShowKind
from tests import strategies
from tests.codecs.test_rss import addresses, by_id, channel, text, views

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" ' + " ".join(
    f'xmlns:{prefix}="{uri}"' for prefix, uri in FEED_NAMESPACES.items()
)
ITEM = (
    "<item><title>One</title><guid>g1</guid><pubDate>Fri, 09 Apr 2027 10:00:00 +0000</pubDate>{}"
    '<enclosure url="https://e.example/1.mp3" length="5" type="audio/mpeg"/></item>'
)
GUID = "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>"


def read(data: bytes | str, address: str = "") -> ImportedShow:
    numbers = count(1)
    raw = data.encode() if isinstance(data, str) else data
    return read_podcast(raw, "feed.xml", new_id=lambda: UUID(int=next(numbers)), now=NOW, address=address)


def feed(channel: str = "", *items: str, title: str = "A show") -> str:
    return (
        f"{HEAD}><channel><title>{title}</title><language>en</language>{GUID}{channel}{''.join(items)}</channel></rss>"
    )


def codes(found: ImportedShow) -> list[str]:
    return [problem.code for problem in found.problems]


# --- the inverse of the writer ------------------------------------------------------------------------------------


def web(address: str) -> str:
    """An address as an import takes it: nothing but http and https."""
    return ascii_address(address) if address.startswith("http") else ""


def of_feed(view: EpisodeView, address: str) -> dict[str, object]:
    """What a feed says of an episode."""
    assert view.recording is not None
    shown = [chapter for chapter in view.chapters if not chapter.hidden]
    return {
        "guid": view.episode.guid,
        "title": view.title or "Untitled",
        "subtitle": view.subtitle,
        "date": view.date,
        "season": view.season,
        "number": view.number,
        "kind": view.kind,
        "explicit": view.explicit,
        "licence": view.licence,
        "notes": notes_html(view.description.strip() or view.subtitle).strip(),
        "audio": (address, view.recording.size, view.recording.media_type, 169),
        "chapters": [(chapter.start, chapter.title, web(chapter.url), web(chapter.image)) for chapter in shown],
    }


@settings(max_examples=15)
@given(strategies.shelves())
def test_what_we_write_is_read_back(shelf: Shelf) -> None:
    show, made = shelf.show, views(shelf)
    address = addresses(made)
    data = write_feed(show, made, address=address, persons=by_id(shelf.persons))
    found = read(data)
    back = found.show
    for name in (
        "guid", "title", "language", "copyright", "author", "owner_name", "owner_email", "categories", "explicit",
        "kind", "medium", "licence", "location", "locked", "complete", "block", "texts",
    ):  # fmt: skip
        if name == "texts" and b"podcast:txt" not in data:
            continue
        # What is private is blocked in its feed.
        wanted = show.block or show.is_private if name == "block" else getattr(show, name)
        assert getattr(back, name) == wanted, name
    assert [(link.url, link.title) for link in back.funding] == [
        (ascii_address(link.url), link.title) for link in show.funding if link.url.startswith("http")
    ]
    assert back.url == ascii_address(address.link)
    assert found.artwork == address.artwork
    assert found.address == address.feed
    assert found.is_locked == show.locked
    again = write_feed(replace(show, description=back.description), made, address=address, persons=by_id(shelf.persons))
    if back.description:
        assert text(channel(again), "description") == text(channel(data), "description")
    views_by_guid = {view.episode.guid: view for view in made}
    assert {item.episode.guid for item in found.items} == views_by_guid.keys()
    for item in found.items:
        view, episode = views_by_guid[item.episode.guid], item.episode
        assert episode.remote is not None
        assert {
            "guid": episode.guid,
            "title": episode.title,
            "subtitle": episode.subtitle or "",
            "date": episode.date,
            "season": episode.season,
            "number": episode.number,
            "kind": episode.kind,
            "explicit": show.explicit if episode.explicit is None else episode.explicit,
            "licence": episode.licence or "",
            "notes": notes_html(episode.description or episode.subtitle or "").strip(),
            "audio": (
                episode.remote.url,
                episode.remote.size,
                episode.remote.media_type,
                episode.remote.duration.total_seconds(),
            ),
            "chapters": [(one.start, one.title, one.url, one.image) for one in episode.chapters or ()],
        } == of_feed(view, address.enclosure[view.id])
        people = {(one.name, one.url) for one in item.people or ()}
        assert people >= {(one.name, ascii_address(one.url)) for one in view.people if not one.url.startswith("mailto")}


def test_our_notes_come_back_as_they_were_typed() -> None:
    plain = "First & last.\nA second line.\n\nAnother paragraph."
    item = f"<description><![CDATA[{notes_html(plain)}]]></description>"
    assert read(feed("", ITEM.format(item))).items[0].episode.description == plain
    marked = notes_html("A *strong* word, and\n\n- a\n- list")
    found = read(feed("", ITEM.format(f"<description><![CDATA[{marked}]]></description>"))).items[0].episode.description
    assert notes_html(found or "") == marked.strip()
    assert notes_html(f"<p>{'long ' * 5000}</p><p><b>x</b></p>").startswith("<p>long long")


# --- every element ------------------------------------------------------------------------------------------------


CHANNEL = """
<podcast:locked owner="o@e.example">no</podcast:locked><itunes:author>Au</itunes:author>
<itunes:owner><itunes:name>Olga</itunes:name><itunes:email>o@e.example</itunes:email></itunes:owner>
<itunes:category text="Arts"><itunes:category text="Books"/><itunes:category text="Design"/></itunes:category>
<itunes:category text="News"/><itunes:type>serial</itunes:type><itunes:explicit>yes</itunes:explicit>
<podcast:funding url="https://e.example/give">Give</podcast:funding><podcast:funding url="https://e.example/2"/>
<podcast:medium>course</podcast:medium><podcast:location>Berlin</podcast:location>
<podcast:updateFrequency rrule="FREQ=WEEKLY">Weekly</podcast:updateFrequency>
<podcast:license url="https://creativecommons.org/licenses/by/4.0/">cc-by-4.0</podcast:license>
<podcast:podroll><podcast:remoteItem feedGuid="a" feedUrl="https://e.example/a"/></podcast:podroll>
<podcast:publisher><podcast:remoteItem feedGuid="b" medium="publisher"/></podcast:publisher>
<podcast:txt purpose="verify">x</podcast:txt><podcast:txt>y</podcast:txt>
<podcast:person href="https://e.example/amira">Amira</podcast:person>
<atom:link rel="self" href="https://e.example/feed.xml"/><atom:link rel="next" href="https://e.example/feed2.xml"/>
<podcast:value type="lightning" method="keysend"><podcast:valueRecipient name="A &amp; B" split="1"/></podcast:value>
"""
PARTS = """
<podcast:person role="guest">Ben</podcast:person><podcast:person role="producer" group="crew">Cy</podcast:person>
<podcast:season name="Spring">2</podcast:season><podcast:episode display="Two-a">3</podcast:episode>
<podcast:soundbite startTime="1.5" duration="30">Bite</podcast:soundbite>
<podcast:socialInteract uri="https://e.example/t" protocol="activitypub" accountId="@a" priority="1"/>
<podcast:txt>z</podcast:txt><podcast:chapters url="https://e.example/1.json" type="application/json+chapters"/>
<podcast:transcript url="https://e.example/1.vtt" type="text/vtt" language="de"/>
<podcast:alternateEnclosure type="audio/opus" length="4"><podcast:source uri="https://e.example/1.mp3"/>
<podcast:integrity type="sri" value="sha256-abc"/></podcast:alternateEnclosure>
<podcast:location geo="geo:1,2">There</podcast:location>
<itunes:image href="https://e.example/1.jpg"/><itunes:duration>1:02:03</itunes:duration>
<itunes:episodeType>bonus</itunes:episodeType><link>https://e.example/1</link>
<psc:chapters><psc:chapter start="00:01:00" title="B"/><psc:chapter start="00:00:00" title="A" href="https://e.example"/>
</psc:chapters>
"""


def test_every_element_has_its_place() -> None:
    found = read(feed(CHANNEL, ITEM.format(PARTS)))
    show = found.show
    assert (show.locked, show.owner_email, show.owner_name, show.author) == (False, "o@e.example", "Olga", "Au")
    assert show.categories == ("Arts > Books", "Arts > Design", "News")
    assert (show.kind, show.explicit, show.medium, show.location) == (ShowKind.SERIAL, True, "course", "Berlin")
    assert [(one.url, one.title) for one in show.funding] == [
        ("https://e.example/give", "Give"),
        ("https://e.example/2", ""),
    ]
    assert (show.recurrence, show.rhythm, show.licence) == ("FREQ=WEEKLY", "Weekly", "CC-BY-4.0")
    assert show.podroll == (RemoteFeed("a", "https://e.example/a"),)
    assert show.publisher == RemoteFeed("b", medium="publisher")
    assert show.texts == (FeedText("x", "verify"), FeedText("y"))
    assert show.seasons == (SeasonName(2, "Spring"),)
    inside = '<podcast:valueRecipient name="A &amp; B" split="1"/>'
    assert show.extras == (f'<podcast:value method="keysend" type="lightning">{inside}</podcast:value>',)
    assert (found.address, found.next_page) == ("https://e.example/feed.xml", "https://e.example/feed2.xml")
    assert [(one.name, one.role, one.url, one.is_plain) for one in found.people] == [
        ("Amira", Role.HOST, "https://e.example/amira", True)  # without a role a host is meant
    ]
    (item,) = found.items
    episode = item.episode
    assert (episode.season, episode.number, episode.display, episode.kind) == (2, 3, "Two-a", EpisodeKind.BONUS)
    assert episode.soundbites == (Soundbite(timedelta(seconds=1.5), timedelta(seconds=30), "Bite"),)
    assert episode.discussions == (Discussion("https://e.example/t", "activitypub", "@a", priority=1),)
    assert episode.texts == (FeedText("z"),)
    assert episode.remote == RemoteAudio(
        "https://e.example/1.mp3", 5, "audio/mpeg", timedelta(hours=1, minutes=2, seconds=3)
    )
    assert episode.chapters == (
        Chapter(timedelta(0), "A", url="https://e.example"),
        Chapter(timedelta(minutes=1), "B"),
    )
    assert (episode.guid, episode.link, episode.state) == ("g1", "https://e.example/1", EpisodeState.PUBLISHED)
    assert item.integrity == "sha256-abc"
    assert item.image == "https://e.example/1.jpg"
    assert [(one.name, one.role, one.is_plain) for one in item.people or ()] == [
        ("Ben", Role.GUEST, True),
        ("Cy", None, False),
    ]
    assert (item.transcripts[0].language, item.chapters and item.chapters.url) == ("de", "https://e.example/1.json")
    assert [one.split()[0].rstrip(">") for one in episode.extras] == [
        *(f"<podcast:{name}" for name in ("chapters", "transcript", "alternateEnclosure", "location")),
        "<itunes:image",
    ]
    assert codes(found) == []


@pytest.mark.parametrize(
    "namespace", [PODCAST_ALIAS, "http://podcastindex.org/namespace/1.0/", "https://podcastindex.org/namespace/1.0/"]
)
def test_other_spellings_of_the_namespace_mean_the_same(namespace: str) -> None:
    text = feed("<podcast:txt>x</podcast:txt>").replace(FEED_NAMESPACES["podcast"], namespace)
    assert read(text).show.texts == (FeedText("x"),)


def test_what_a_field_holds_only_in_part_is_kept_whole_beside_it() -> None:
    channel = (
        '<podcast:location geo="geo:1,2">Berlin</podcast:location>'
        '<podcast:updateFrequency dtstart="2027-01-01" rrule="FREQ=DAILY">Daily</podcast:updateFrequency>'
        '<podcast:license url="https://e.example/l">cc-by-4.0</podcast:license>'
        "<podcast:medium>podcast</podcast:medium><podcast:medium>music</podcast:medium>"
        '<podcast:block id="google">yes</podcast:block><podcast:block>no</podcast:block>'
        '<podcast:person role="host" img="https://e.example/p.jpg">Amira</podcast:person>'
        '<podcast:funding url="no address">Give</podcast:funding>'
    )
    found = read(feed(channel))
    show = found.show
    assert (show.location, show.recurrence, show.licence, show.block) == ("Berlin", "FREQ=DAILY", "CC-BY-4.0", False)
    names = [one.partition(" ")[0].partition(">")[0] for one in show.extras]
    assert names == [
        f"<podcast:{name}"
        for name in ("location", "updateFrequency", "license", "medium", "medium", "block", "block", "funding")
    ]
    assert not found.people[0].is_plain
    assert 'img="https://e.example/p.jpg"' in found.people[0].extra


# --- what is wrong with feeds -------------------------------------------------------------------------------------


def test_guids() -> None:
    no_guid = ITEM.format("").replace("<guid>g1</guid>", "")
    found = read(feed("", ITEM.format(""), ITEM.format(""), no_guid, no_guid.replace("<enclosure", "<x")))
    assert [item.episode.guid for item in found.items] == ["g1", "https://e.example/1.mp3"]
    assert Counter(codes(found)) == {
        "feed-guid-twice": 1,
        "feed-item-without-guid": 2,
        "feed-item-without-audio": 1,
    }
    address = "https://e.example/rss"
    assert read(feed().replace(GUID, ""), address).show.guid == podcast_guid(address)
    found = read(feed().replace(GUID, "<podcast:guid>mine</podcast:guid>"), address)
    assert found.show.guid == podcast_guid(address)
    assert codes(found) == ["feed-show-guid"]
    assert not found.has_guid


def test_odd_values_are_told_and_left_out() -> None:
    item = ITEM.format("<itunes:season>0</itunes:season>").replace("Fri, 09 Apr 2027 10:00:00 +0000", "gestern")
    found = read(
        feed("<itunes:owner><itunes:email>nobody</itunes:email></itunes:owner>", item).replace(
            ">en<", ">English, mostly<"
        )
    )
    assert (found.show.language, found.show.owner_email) == ("en", "")
    assert (found.items[0].episode.date, found.items[0].episode.season) == (None, None)
    assert sorted(codes(found)) == ["feed-date-odd", "feed-language", "feed-value-unusable"]
    many = read(feed("", *(ITEM.format("").replace("g1", f"g{n}").replace("+0000", "") for n in range(9))))
    assert len(many.items) == 9
    assert [problem.message for problem in many.problems][-1] == "4 more like this"
    assert len(many.problems) == 6


def test_an_item_without_audio_becomes_a_draft() -> None:
    text = feed("", ITEM.format("").replace("https://e.example/1.mp3", "file:///etc/passwd"))
    found = read(text)
    assert found.items[0].episode.state is EpisodeState.DRAFT
    assert codes(found) == ["feed-enclosure-unusable"]


def test_hostile_text_is_cleaned() -> None:
    found = read(
        feed("<podcast:txt>a\u202eb</podcast:txt>", ITEM.format("").replace(">One<", ">[bold]\u202e&#x9b;31mOne<"))
    )
    assert found.items[0].episode.title == "[bold]One"
    assert "\u202e" not in "".join(found.show.extras)


def test_what_can_not_be_read_is_said() -> None:
    with pytest.raises(TruncatedInput):
        read(feed("", ITEM.format(""))[:-20])
    with pytest.raises(TruncatedInput):
        read(b"")
    with pytest.raises(LimitExceeded):
        read(feed("<a>" * 100 + "</a>" * 100))
    with pytest.raises(FormatError, match="not an RSS feed"):
        read("<html><body><p>Hello</p></body></html>")


# --- feedparser ---------------------------------------------------------------------------------------------------


def test_broken_xml_goes_through_feedparser() -> None:
    text = feed("", ITEM.format("<description>A & B &nbsp; C</description>"))
    found = read(text)
    assert found.is_partial
    assert codes(found)[0] == "feed-read-leniently"
    (item,) = found.items
    assert (item.episode.guid, item.episode.title) == ("g1", "One")
    assert item.episode.remote == RemoteAudio("https://e.example/1.mp3", 5, "audio/mpeg")
    assert str(found.show.guid) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    locked = read(text.replace(GUID, f'{GUID}<podcast:locked owner="o@e.example">yes</podcast:locked>'))
    assert (locked.is_locked, locked.locked_by) == (True, "o@e.example")


def test_atom_goes_through_feedparser() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom show</title><entry><id>urn:1</id><title>One</title>'
        '<updated>2027-04-09T10:00:00Z</updated><link rel="enclosure" href="https://e.example/1.mp3" length="7" '
        'type="audio/mpeg"/><summary>Words</summary></entry></feed>'
    )
    (item,) = found.items
    assert (found.show.title, item.episode.guid, item.episode.description) == ("Atom show", "urn:1", "Words")
    assert item.episode.date == datetime(2027, 4, 9, 10, tzinfo=UTC)
    assert item.episode.remote == RemoteAudio("https://e.example/1.mp3", 7, "audio/mpeg")


@pytest.mark.parametrize(
    ("script", "kind", "message"),
    [
        ("import time; time.sleep(60)", LimitExceeded, "seconds"),
        ("x = bytearray(2 << 30)\nraise MemoryError", LimitExceeded, "MiB"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", LimitExceeded, "seconds"),
        ("1 / 0", FormatError, "not even leniently"),
    ],
)
def test_feedparser_may_fail_in_any_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, kind: type[FormatError], message: str
) -> None:
    (tmp_path / "child.py").write_text(script)
    monkeypatch.setattr("confkit.codecs.feed_lenient._CHILD", tmp_path / "child.py")
    monkeypatch.setattr("confkit.codecs.feed_lenient.SECONDS", -3)
    with pytest.raises(kind, match=message):
        read("<rss><channel><title>&nbsp;</title></channel></rss>")


@pytest.mark.parametrize("name", ["homegrown-hits", "pc20rss", "themnshow"])
def test_real_feeds_say_the_same_to_feedparser(shared_data: Path, name: str) -> None:
    data = (shared_data / "feeds" / f"{name}.xml").read_bytes()
    found, theirs = read(data), feedparser.parse(data)
    assert theirs.bozo == 0
    assert len(found.items) == len(theirs.entries)
    for item, entry in zip(found.items, theirs.entries, strict=True):
        episode = item.episode
        assert (episode.guid, episode.title) == (entry.id, " ".join(entry.title.split()))
        assert episode.date is not None
        assert episode.date.astimezone(UTC).timetuple()[:6] == entry.published_parsed[:6]
        assert episode.remote is not None
        (enclosure,) = entry.enclosures
        assert (episode.remote.url, episode.remote.media_type) == (enclosure.href, enclosure.type)
        assert episode.remote.size == int(enclosure.length)
    assert found.show.title == theirs.feed.title
    assert found.show.language == theirs.feed.language


# --- no element is lost -------------------------------------------------------------------------------------------


def podcast_elements(root: ET.Element) -> Iterable[str]:
    """The outermost elements of the podcast namespace, of the channel and its items."""
    for child in root:
        if child.tag.startswith("{https://podcastindex.org/namespace/1.0}"):
            yield child.tag.partition("}")[2]
        else:
            yield from podcast_elements(child)


@pytest.mark.parametrize(
    ("name", "items", "elements"), [("homegrown-hits", 4, 26), ("pc20rss", 56, 123), ("themnshow", 54, 622)]
)
def test_real_feeds_lose_no_podcast_element(shared_data: Path, name: str, items: int, elements: int) -> None:
    data = (
        (shared_data / "feeds" / f"{name}.xml")
        .read_bytes()
        .replace(PODCAST_ALIAS.encode(), FEED_NAMESPACES["podcast"].encode())
    )
    wanted = Counter(podcast_elements(ET.fromstring(data)))
    found = read(data)
    held: Counter[str] = Counter()
    show = found.show
    held.update(guid=1, locked="locked" in wanted, medium="medium" in wanted)
    held.update(
        funding=len(show.funding), txt=len(show.texts), podroll=bool(show.podroll), publisher=bool(show.publisher)
    )
    held.update(updateFrequency=bool(show.rhythm), person=len(found.people), block=show.block)
    _count(held, show.extras)
    for item in found.items:
        episode = item.episode
        held.update(person=len(item.people or ()), txt=len(episode.texts), soundbite=len(episode.soundbites))
        held.update(socialInteract=len(episode.discussions))
        has_own = not any(one.startswith("<podcast:episode") for one in episode.extras)
        held.update(season="season" in wanted, episode="episode" in wanted and has_own)
        held.update(license=bool(episode.licence) and not any("<podcast:license" in one for one in episode.extras))
        _count(held, episode.extras)
    assert +held == wanted
    assert (len(found.items), wanted.total()) == (items, elements)


def _count(held: Counter[str], extras: Iterable[str]) -> None:
    extras = (one for one in extras if not one.startswith("<itunes:image "))
    held.update(one.removeprefix("<podcast:").split()[0].partition(">")[0].rstrip("/") for one in extras)
