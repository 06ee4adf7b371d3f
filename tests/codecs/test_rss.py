import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confkit.codecs.rss import (
    FeedAddresses,
    TranscriptLink,
    compose_feed,
    podcast_guid,
    render_item,
    write_feed,
)
from confkit.codecs.rss_item import rfc2822
from confkit.codecs.web_address import ascii_address
from confkit.domain.bridge import EpisodeView, Talk, credits_of, resolve_episode
from confkit.domain.errors import InvalidValue
from confkit.domain.event import Event, Link
from confkit.domain.feed import FEED_NAMESPACES as NAMESPACES
from confkit.domain.person import Credit, Participant, Person, Role
from confkit.domain.programme import Shelf
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.session import Session, Status
from confkit.domain.show import Episode, EpisodeKind, Show, ShowKind
from tests import strategies

ROLES = {Role.HOST: "host", Role.GUEST: "guest", Role.SPEAKER: "guest", Role.MODERATOR: "guest host"}


def tag(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def text(parent: ET.Element, name: str) -> str:
    """The text of the only element of that name, empty for none."""
    found = parent.findall(tag(name))
    assert len(found) < 2, name
    return (found[0].text or "") if found else ""


def channel(data: bytes) -> ET.Element:
    found = ET.fromstring(data).find("channel")
    assert found is not None
    return found


def recording(path: str, seconds: float = 168.7, size: int = 2_705_032, **rest: object) -> Recording:
    return Recording(path, size, 0, "audio/mpeg", timedelta(seconds=seconds), **rest)  # type: ignore[arg-type]


def addresses(views: tuple[EpisodeView, ...], **rest: str) -> FeedAddresses:
    site = "https://example.org/ward"
    return FeedAddresses(
        feed=f"{site}/feed.xml",
        link=site,
        artwork=rest.get("artwork", f"{site}/cover.jpg"),
        enclosure={view.id: f"{site}/audio/{view.id}.mp3" for view in views},
        chapters={view.id: f"{site}/chapters/{view.id}.json" for view in views},
    )


def by_id(persons: tuple[Person, ...]) -> Mapping[UUID, Person]:
    return {person.id: person for person in persons}


def views(shelf: Shelf) -> tuple[EpisodeView, ...]:
    return tuple(
        resolve_episode(episode, shelf.show, by_id(shelf.persons), recording=recording(episode.file))
        for episode in shelf.episodes
    )


@settings(max_examples=25)
@given(strategies.shelves(), st.booleans())
def test_a_feed_says_what_the_show_says(shelf: Shelf, pictured: bool) -> None:
    show, made = shelf.show, views(shelf)
    address = addresses(made) if pictured else addresses(made, artwork="")
    data = write_feed(show, made, address=address, persons=by_id(shelf.persons))
    assert not re.search(b"[\x00-\x08\x0b-\x1f\x7f]", data)
    root = channel(data)
    assert text(root, "title") == show.title
    assert text(root, "link") == address.link
    assert text(root, "language") == show.language
    assert text(root, "copyright") == show.copyright
    assert text(root, "itunes:author") == show.author
    assert text(root, "itunes:explicit") == ("true" if show.explicit else "false")
    assert text(root, "itunes:type") == show.kind.value
    assert text(root, "itunes:complete") == ("Yes" if show.complete else "")
    assert text(root, "itunes:block") == ("Yes" if show.block or show.secret else "")
    assert text(root, "itunes:new-feed-url") == ascii_address(show.new_feed_url)
    assert text(root, "podcast:guid") == str(show.guid)
    assert text(root, "podcast:medium") == show.medium
    assert text(root, "podcast:location") == show.location
    assert text(root, "podcast:locked") == ("yes" if show.locked else "no")
    assert text(root, "podcast:license") == show.licence.lower()
    assert [(one.get("url"), one.text or "") for one in root.findall(tag("podcast:funding"))] == [
        (ascii_address(link.url), link.title) for link in show.funding
    ]
    assert [one.get("href") for one in root.findall(tag("itunes:image"))] == [address.artwork] * pictured
    hosts = people(credits_of(show.participants, by_id(shelf.persons)))
    assert people_in(root) == hosts
    items = root.findall("item")
    assert len(items) == len(made)
    dates = [parsedate_to_datetime(text(item, "pubDate")) for item in items]
    assert dates == sorted(dates, reverse=True)
    assert text(root, "pubDate") == (text(items[0], "pubDate") if items else "")
    for item in items:
        view = next(one for one in made if one.episode.guid == text(item, "guid"))
        check_item(item, view, address, hosts)


def check_item(item: ET.Element, view: EpisodeView, address: FeedAddresses, hosts: list[tuple[str, ...]]) -> None:
    assert text(item, "title") == text(item, "itunes:title") == (view.title or "Untitled")
    assert text(item, "itunes:subtitle") == view.subtitle
    assert parsedate_to_datetime(text(item, "pubDate")) == view.date
    assert text(item, "itunes:duration") == "169"
    assert text(item, "itunes:explicit") == ("true" if view.explicit else "false")
    assert text(item, "itunes:episodeType") == view.kind.value
    assert (
        text(item, "itunes:season") == text(item, "podcast:season") == ("" if view.season is None else str(view.season))
    )
    assert (
        text(item, "itunes:episode")
        == text(item, "podcast:episode")
        == ("" if view.number is None else str(view.number))
    )
    assert text(item, "podcast:license") == view.licence.lower()
    (enclosure,) = item.findall("enclosure")
    assert enclosure.attrib == {"url": address.enclosure[view.id], "length": "2705032", "type": "audio/mpeg"}
    assert people_in(item) == list(dict.fromkeys((*hosts, *people(view.people))))
    assert len(text(item, "description").encode()) <= 4_000
    shown = [chapter for chapter in view.chapters if not chapter.hidden]
    inline = item.findall(f"{tag('psc:chapters')}/{tag('psc:chapter')}")
    assert [one.get("title") for one in inline] == [chapter.title for chapter in shown]
    assert [one.get("href", "") for one in inline] == [ascii_address(chapter.url) for chapter in shown]
    for one, chapter in zip(inline, shown, strict=True):
        hours, minutes, seconds = one.attrib["start"].split(":")
        assert timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds)) == chapter.start
    assert len(item.findall(tag("podcast:chapters"))) == bool(view.chapters)


def people(credits: tuple[Credit, ...]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys((one.name, ROLES[one.role], ascii_address(one.url)) for one in credits))


def people_in(parent: ET.Element) -> list[tuple[str, ...]]:
    found = parent.findall(tag("podcast:person"))
    assert all(one.get("group") == "cast" for one in found)
    return [(one.text or "", one.get("role", ""), one.get("href", "")) for one in found]


@settings(max_examples=15)
@given(strategies.shelves())
def test_the_parsers_of_apps_find_every_episode(shelf: Shelf) -> None:
    made = views(shelf)
    data = write_feed(shelf.show, made, address=addresses(made), persons=by_id(shelf.persons))
    found = feedparser.parse(data)
    assert found.bozo == 0
    assert len(found.entries) == len(made)
    for entry in found.entries:
        view = next(one for one in made if one.episode.guid == entry.id)
        assert entry.enclosures[0].href.endswith(f"{view.id}.mp3")
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == view.date
    parsed = podcastparser.parse("https://example.org/ward/feed.xml", io.BytesIO(data))
    assert len(parsed["episodes"]) == len(made)
    assert all(episode["total_time"] == 169 for episode in parsed["episodes"])
    assert all(episode["enclosures"][0]["file_size"] == 2_705_032 for episode in parsed["episodes"])


HOST = Person(UUID(int=1), "Hana Host", links=(Link("https://example.org/hana"),))
SHOW = Show(
    id=UUID(int=2),
    slug="ward",
    title="Ward Rounds",
    guid=UUID("9b024349-ccf0-5f69-a609-6b82873eab3c"),
    description="Talks & more",
    author="The ward",
    owner_name="Olga Owner",
    owner_email="olga@example.org",
    categories=("Health & Fitness > Medicine", "Arts", " > "),
    kind=ShowKind.SERIAL,
    licence="CC-BY-4.0",
    location="Berlin",
    funding=(Link("https://example.org/give?a=1&b=2", "Give"),),
    participants=(Participant(HOST.id, Role.HOST), Participant(HOST.id, Role.REVIEWER)),
)
EPISODE = Episode(
    id=UUID(int=3),
    show_id=SHOW.id,
    guid="guid & 1",
    added=datetime(2027, 1, 1, tzinfo=UTC),
    file="ward/001.mp3",
    kind=EpisodeKind.BONUS,
    title="First",
    description="About *this*.",
    date=datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("Europe/Berlin")),
    season=1,
    number=2,
)
MINUTES = tuple(Chapter(timedelta(minutes=n), f"Part {n} [x] & <y>") for n in range(1, 4))


def view(*, recorded: Recording | None = None, talk: Talk | None = None, **changes: object) -> EpisodeView:
    recorded = recorded or recording("ward/001.mp3", tags=Tags(people=(Credit("Amira"), Credit("Ben", Role.MODERATOR))))
    episode = replace(EPISODE, **changes)  # type: ignore[arg-type]
    return resolve_episode(episode, SHOW, {HOST.id: HOST}, recording=recorded, talk=talk)


def item(one: EpisodeView, **changes: object) -> ET.Element:
    address = replace(addresses((one,)), **changes)  # type: ignore[arg-type]
    data = compose_feed(SHOW, [render_item(one, address=address)], address=address, persons={}, newest=one.date)
    (found,) = channel(data).findall("item")
    return found


def test_the_whole_of_a_small_feed() -> None:
    one = view(chapters=MINUTES, link="https://example.org/ward/1", subtitle="Sub", explicit=True)
    address = replace(addresses((one,)), images={one.id: "https://example.org/1.jpg"})
    data = write_feed(SHOW, [one], address=address, persons={HOST.id: HOST}).decode()
    audio = f"https://example.org/ward/audio/{one.id}.mp3"
    json = f"https://example.org/ward/chapters/{one.id}.json"
    stamps = "".join(
        f"<p>00:0{n}:00 {title}</p>\n"
        for n, title in enumerate(["First", *(f"Part {n} [x] &amp; &lt;y&gt;" for n in (1, 2, 3))])
    )
    person = '<podcast:person role="host" group="cast" href="https://example.org/hana">Hana Host</podcast:person>\n'
    licence = '<podcast:license url="https://creativecommons.org/licenses/by/4.0/">cc-by-4.0</podcast:license>\n'
    assert data == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters">\n'
        "<channel>\n"
        "<title>Ward Rounds</title>\n"
        "<link>https://example.org/ward</link>\n"
        "<description><![CDATA[Talks &amp; more]]></description>\n"
        "<language>en</language>\n"
        "<pubDate>Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n"
        "<generator>confkit</generator>\n"
        '<atom:link href="https://example.org/ward/feed.xml" rel="self" type="application/rss+xml"/>\n'
        '<itunes:image href="https://example.org/ward/cover.jpg"/>\n'
        "<image>\n<url>https://example.org/ward/cover.jpg</url>\n<title>Ward Rounds</title>\n"
        "<link>https://example.org/ward</link>\n</image>\n"
        "<itunes:author>The ward</itunes:author>\n"
        "<itunes:owner>\n<itunes:name>Olga Owner</itunes:name>\n<itunes:email>olga@example.org</itunes:email>\n"
        "</itunes:owner>\n"
        '<itunes:category text="Health &amp; Fitness"><itunes:category text="Medicine"/></itunes:category>\n'
        '<itunes:category text="Arts"/>\n'
        "<itunes:explicit>false</itunes:explicit>\n"
        "<itunes:type>serial</itunes:type>\n"
        "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>\n"
        '<podcast:locked owner="olga@example.org">yes</podcast:locked>\n'
        "<podcast:medium>podcast</podcast:medium>\n"
        "<podcast:location>Berlin</podcast:location>\n"
        f"{licence}"
        '<podcast:image href="https://example.org/ward/cover.jpg" purpose="artwork" aspect-ratio="1/1"/>\n'
        '<podcast:funding url="https://example.org/give?a=1&amp;b=2">Give</podcast:funding>\n'
        f"{person}"
        "<item>\n"
        "<title>First</title>\n"
        "<itunes:title>First</itunes:title>\n"
        "<itunes:subtitle>Sub</itunes:subtitle>\n"
        '<guid isPermaLink="false">guid &amp; 1</guid>\n'
        "<pubDate>Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n"
        "<link>https://example.org/ward/1</link>\n"
        f'<enclosure url="{audio}" length="2705032" type="audio/mpeg"/>\n'
        f"<description><![CDATA[<p>About <em>this</em>.</p>\n{stamps}]]></description>\n"
        "<itunes:duration>169</itunes:duration>\n"
        "<itunes:explicit>true</itunes:explicit>\n"
        "<itunes:episodeType>bonus</itunes:episodeType>\n"
        "<itunes:season>1</itunes:season>\n<podcast:season>1</podcast:season>\n"
        "<itunes:episode>2</itunes:episode>\n<podcast:episode>2</podcast:episode>\n"
        "<itunes:author>Amira, Ben</itunes:author>\n"
        '<itunes:image href="https://example.org/1.jpg"/>\n'
        f"{person}"
        '<podcast:person role="guest" group="cast">Amira</podcast:person>\n'
        '<podcast:person role="guest host" group="cast">Ben</podcast:person>\n'
        f'<podcast:chapters url="{json}" type="application/json+chapters"/>\n'
        '<psc:chapters version="1.2">\n'
        + "".join(f'<psc:chapter start="00:0{n}:00.000" title="Part {n} [x] &amp; &lt;y&gt;"/>\n' for n in (1, 2, 3))
        + "</psc:chapters>\n"
        f"{licence}"
        "</item>\n</channel>\n</rss>\n"
    )


def test_a_feed_without_anything_optional_is_valid() -> None:
    bare = Show(SHOW.id, "bare", "Bare", SHOW.guid, block=True, complete=True, locked=False)
    address = FeedAddresses("", "", "")
    root = channel(write_feed(bare, (), address=address, persons={}))
    assert {element.tag for element in root} == set(
        map(tag, ["title", "description", "language", "generator", "itunes:explicit", "itunes:type", "itunes:complete"])
    ) | set(map(tag, ["itunes:block", "podcast:guid", "podcast:locked", "podcast:medium", "podcast:block"]))
    assert text(root, "description") == "Bare"


@pytest.mark.parametrize(
    ("description", "written"),
    [
        ("One & only", "One &amp; only"),
        ("One\n\nTwo", "<p>One</p>\n<p>Two</p>"),
        ("One\nTwo", "<p>One</p><p>\nTwo</p>"),
        ("*One*", "<p><em>One</em></p>"),
    ],
)
def test_a_channel_description(description: str, written: str) -> None:
    show = replace(SHOW, description=description)
    assert text(channel(write_feed(show, (), address=addresses(()), persons={})), "description") == written


def test_equal_input_gives_equal_bytes_in_any_order() -> None:
    made = [view(), replace(view(), episode=replace(EPISODE, id=UUID(int=4), guid="2"))]
    address = addresses(tuple(made))
    assert write_feed(SHOW, made, address=address, persons={}) == write_feed(
        SHOW, made[::-1], address=address, persons={}
    )


@pytest.mark.parametrize(
    ("url", "guid"),
    [
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://podnews.net/rss//", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_podcast_guid(url: str, guid: str) -> None:
    assert podcast_guid(url) == UUID(guid)


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("Asia/Kathmandu")), "Fri, 09 Apr 2027 10:00:00 +0545"),
        (datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("America/St_Johns")), "Fri, 09 Apr 2027 10:00:00 -0230"),
        (datetime(2027, 4, 9, 10, tzinfo=UTC), "Fri, 09 Apr 2027 10:00:00 +0000"),
        (datetime(2027, 4, 9, 10, tzinfo=timezone(timedelta(seconds=90))), "Fri, 09 Apr 2027 09:58:30 +0000"),
    ],
)
def test_dates(moment: datetime, written: str) -> None:
    assert rfc2822(moment) == written
    assert parsedate_to_datetime(written) == moment


@pytest.mark.parametrize(("missing", "address"), [(False, False), (True, True), (True, False)])
def test_an_episode_without_audio_is_refused(missing: bool, address: bool) -> None:
    one = resolve_episode(EPISODE, SHOW, {}, recording=None if missing else recording("ward/001.mp3"))
    where = addresses((one,)) if address else FeedAddresses("", "")
    with pytest.raises(InvalidValue, match="has no audio") as caught:
        render_item(one, address=where)
    assert caught.value.where == "First"


def test_the_link_of_an_item() -> None:
    event = Event(UUID(int=9), "e", "E", "UTC", EPISODE.added.date(), EPISODE.added.date(), location="Main hall")
    session = Session(UUID(int=8), event.id, "T", Status.CONFIRMED, links=(Link("https://example.org/talk"),))
    assert text(item(view(link="https://example.org/own")), "link") == "https://example.org/own"
    talk = item(view(talk=Talk(session, event)))
    assert text(talk, "link") == "https://example.org/talk"
    (place,) = talk.findall(tag("podcast:location"))
    assert (place.text, place.get("rel")) == ("Main hall", "creator")
    assert text(item(view()), "link") == "https://example.org/ward"
    assert not item(view()).findall(tag("podcast:location"))


@pytest.mark.parametrize(
    ("licence", "written", "url"),
    [
        ("cc by-sa 4.0", "cc-by-sa-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("https://example.org/ours?a&b", "custom", "https://example.org/ours?a&b"),
        ("All rights & wrongs", "All rights & wrongs", None),
    ],
)
def test_licences(licence: str, written: str, url: str | None) -> None:
    (found,) = item(view(licence=licence)).findall(tag("podcast:license"))
    assert (found.text, found.get("url")) == (written, url)


def test_values_are_no_longer_than_apps_take() -> None:
    long = "word " * 2_000
    one = item(view(title=long, subtitle="x" * 300, description=long, chapters=(Chapter(timedelta(0), long),)))
    assert len(text(one, "title")) <= 255
    assert text(one, "title").endswith("word…")
    assert text(one, "itunes:subtitle") == "x" * 254 + "…"
    assert 3_900 < len(text(one, "description").encode()) <= 4_000
    assert len(text(one, "content:encoded")) > 9_000


def test_time_stamps_leave_room_and_stay_whole() -> None:
    parts = tuple(Chapter(timedelta(minutes=n), "Ünd so weiter " * 4, hidden=n == 5) for n in range(30))
    one = item(view(chapters=parts, description="word " * 2_000))
    described, noted = text(one, "description"), text(one, "content:encoded")
    assert len(described.encode()) <= 4_000
    assert described.count("<p>00:") == noted.count("<p>00:") == 29
    assert "<p>00:00:00 Ünd" in described
    assert "…</p><p>00:00:00" in described
    many = tuple(Chapter(timedelta(minutes=n), "Ünd so weiter " * 4) for n in range(100))
    one = item(view(chapters=many, description="Short"))
    assert text(one, "description") == "<p>Short</p>\n"
    assert text(one, "content:encoded").count("<p>0") == 100
    assert "00:" not in text(item(view(chapters=parts[:2], description="Short")), "description")


def test_reviewers_are_not_for_the_public() -> None:
    one = replace(
        view(), people=(Credit("Rita", Role.REVIEWER), Credit("Amira"), Credit("Amira"), Credit("Amira", Role.HOST))
    )
    assert people_in(item(one)) == [("Amira", "guest", ""), ("Amira", "host", "")]


def test_only_hidden_chapters_are_none() -> None:
    one = item(view(chapters=(Chapter(timedelta(0), "Ad", hidden=True),)))
    assert not one.findall(tag("psc:chapters"))


def test_numbers_of_nothing_are_left_out() -> None:
    one = item(replace(view(), season=0, number=None, subtitle="", title=""))
    assert not one.findall(tag("itunes:season"))
    assert not one.findall(tag("podcast:episode"))
    assert text(one, "title") == "Untitled"


def test_no_character_that_xml_can_not_hold_gets_in() -> None:
    evil = 'x\x00\x1b[31m\x0b\ufffe\ud800]]>&<"\u202e\n'
    recorded = recording(evil, tags=Tags(people=(Credit(evil, Role.SPEAKER, evil),)))
    fields = dict.fromkeys(("title", "subtitle", "description", "licence", "link", "guid"), evil)
    one = view(recorded=recorded, chapters=(Chapter(timedelta(0), evil, url=evil, image=evil),) * 3, **fields)
    texts = dict.fromkeys(("title", "description", "language", "author", "owner_name", "owner_email", "medium"), evil)
    show = replace(SHOW, **texts, copyright=evil, location=evil, url=evil, categories=(f"{evil} > {evil}",))  # type: ignore[arg-type]
    address = FeedAddresses(evil, evil, evil, (0, 0), {one.id: evil}, {one.id: evil}, {one.id: evil})
    data = write_feed(show, [one], address=address, persons={})
    root = channel(data)
    assert text(root, "title") == 'x\ufffd]]>&<"'
    everything = "".join(root.itertext()) + "".join(value for one in root.iter() for value in one.attrib.values())
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", everything)
    assert feedparser.parse(data).bozo == 0


def test_transcripts_are_named_with_type_language_and_use() -> None:
    one = view()
    address = replace(
        addresses((one,)),
        transcripts={
            one.id: (
                TranscriptLink("https://example.org/ü.vtt", "text/vtt", "de", is_captions=True),
                TranscriptLink('https://example.org/a.json?"&', "application/json"),
            )
        },
    )
    data = write_feed(SHOW, [one], address=address, persons={})
    assert [found.attrib for found in channel(data).iter(tag("podcast:transcript"))] == [
        {"url": "https://example.org/%C3%BC.vtt", "type": "text/vtt", "language": "de", "rel": "captions"},
        {"url": "https://example.org/a.json?%22&", "type": "application/json"},
    ]
    assert feedparser.parse(data).bozo == 0
