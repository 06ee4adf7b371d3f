"""A show with every element set: read by the parsers of apps, by our own reader, and by our rules."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

import feedparser
import podcastparser
import pytest

from confkit.codecs.feed_document import read_feed
from confkit.codecs.feed_read import read_podcast
from confkit.codecs.rss import (
    AlternateAudio,
    FeedAddresses,
    PageLinks,
    TranscriptLink,
    compose_feed,
    render_item,
    trailers_of,
    write_feed,
)
from confkit.codecs.rss_extras import extras_of, read_extra
from confkit.codecs.rss_live import stream_type
from confkit.domain.bridge import EpisodeView, resolve_episode
from confkit.domain.event import Link
from confkit.domain.feed import PODCAST_ALIAS, Element, Feed
from confkit.domain.feed_rules import feed_problems
from confkit.domain.live import LiveItem, LiveStatus
from confkit.domain.person import Credit, Participant, Person, Role
from confkit.domain.podcasting import Discussion, FeedText, RemoteAudio, RemoteFeed, SeasonName, Soundbite
from confkit.domain.recording import Chapter, Recording, Tags
from confkit.domain.show import Episode, EpisodeKind, EpisodeState, Show, ShowKind

NOW = datetime(2027, 5, 1, tzinfo=UTC)
SITE = "https://example.org/ward"
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
    categories=("Health & Fitness > Medicine", "Arts"),
    kind=ShowKind.SERIAL,
    url=SITE,
    copyright="2027 the ward",
    licence="CC-BY-4.0",
    location="Berlin",
    complete=True,
    block=True,
    new_feed_url=f"{SITE}/new.xml",
    funding=(Link(f"{SITE}/give?a=1&b=2", "Give"), Link(f"{SITE}/shop", "Buy")),
    participants=(Participant(HOST.id, Role.HOST),),
    podroll=(
        RemoteFeed("917393e3-1b1e-5cef-ace4-edaa54e1f810", "https://example.org/pod.xml", "Another & more", "music"),
        RemoteFeed("003af0a0-6a45-55cf-b765-68e3d349551a"),
    ),
    publisher=RemoteFeed("003af0a0-6a45-55cf-b765-68e3d349551a", "https://example.org/publisher.xml"),
    texts=(FeedText("abc123", "verify"), FeedText("no purpose")),
    seasons=(SeasonName(1, "The first & best"),),
    recurrence="FREQ=WEEKLY;BYDAY=MO,WE",
    extras=('<podcast:value type="lightning" method="keysend"/>',),
)
EPISODE = Episode(
    id=UUID(int=3),
    show_id=SHOW.id,
    guid="first & only",
    added=NOW,
    state=EpisodeState.PUBLISHED,
    file="ward/001.mp3",
    title="First",
    subtitle="Sub",
    description="About *this*.\n\n> quoted",
    date=datetime(2027, 4, 9, 10, tzinfo=ZoneInfo("Europe/Berlin")),
    season=1,
    number=2,
    link=f"{SITE}/1",
    licence="CC-BY-4.0",
    display="Ch. 2",
    soundbites=(
        Soundbite(timedelta(seconds=73), timedelta(seconds=60.5), "Quiet"),
        Soundbite(timedelta(0), timedelta(seconds=15)),
    ),
    discussions=(
        Discussion(
            "https://social.example/@ward/1", account="@ward", account_url="https://social.example/@ward", priority=1
        ),
        Discussion("", "disabled"),
    ),
    texts=(FeedText("item text", "p"),),
    chapters=tuple(Chapter(timedelta(minutes=n), f"Part {n} [x] & <y>") for n in range(4)),
    extras=('<podcast:contentLink href="https://example.org/video">Video</podcast:contentLink>',),
)
RECORDING = Recording(
    "ward/001.mp3",
    2_705_032,
    0,
    "audio/mpeg",
    timedelta(minutes=30),
    bitrate=128_000,
    tags=Tags(people=(Credit("Amira"),)),
)
TRAILER = Episode(
    id=UUID(int=4),
    show_id=SHOW.id,
    guid="trailer",
    added=NOW,
    state=EpisodeState.PUBLISHED,
    kind=EpisodeKind.TRAILER,
    title="Soon",
    description="What is to come.",
    date=datetime(2027, 4, 1, tzinfo=UTC),
    season=1,
    number=1,
    remote=RemoteAudio("https://cdn.example/t.mp3?x=1&y=2", 1_000, "audio/mpeg", timedelta(seconds=30)),
)
LIVE = LiveItem(
    UUID(int=9),
    "Live & well",
    LiveStatus.PENDING,
    datetime(2027, 6, 1, 10, tzinfo=ZoneInfo("Europe/Berlin")),
    datetime(2027, 6, 1, 11, tzinfo=ZoneInfo("Europe/Berlin")),
    "https://stream.example/hall.m3u8",
    "What it is about",
    (Credit("Amira"),),
    f"{SITE}/live",
)
PERSONS = {HOST.id: HOST}


def view(episode: Episode = EPISODE, show: Show = SHOW, **changes: object) -> EpisodeView:
    made = replace(episode, **changes)  # type: ignore[arg-type]
    return resolve_episode(made, show, PERSONS, recording=RECORDING if made.file else None)


def addresses() -> FeedAddresses:
    key = EPISODE.id
    return FeedAddresses(
        feed=f"{SITE}/feed.xml",
        link=SITE,
        artwork=f"{SITE}/cover.jpg",
        artwork_size=(1_500, 1_500),
        enclosure={key: f"{SITE}/audio/001.mp3"},
        chapters={key: f"{SITE}/chapters/1.json"},
        images={key: f"{SITE}/1.jpg"},
        transcripts={key: (TranscriptLink(f"{SITE}/1.vtt", "text/vtt", "en", is_captions=True),)},
        alternates={
            key: (
                AlternateAudio(
                    f"{SITE}/audio/001.mp3", "audio/mpeg", 2_705_032, 128_000, "MP3", "ab" * 32, is_default=True
                ),
                AlternateAudio(f"{SITE}/audio/001.opus", "audio/ogg; codecs=opus", 900_000, 48_000, "OPUS, low"),
            )
        },
    )


def everything(*, is_alias: bool = False, pages: PageLinks | None = None) -> bytes:
    made, address = [view(), view(TRAILER)], addresses()
    return compose_feed(
        SHOW,
        [
            render_item(one, address=address, hosts=(Credit("Hana Host", Role.HOST, "https://example.org/hana"),))
            for one in made
        ],
        address=address,
        persons=PERSONS,
        newest=made[0].date,
        trailers=trailers_of(made, address),
        live=(LIVE,),
        pages=pages or PageLinks(),
        is_alias=is_alias,
    )


def only(parent: Element, name: str) -> Element:
    (found,) = parent.all(name)
    return found


def said(element: Element) -> tuple[str, Mapping[str, str]]:
    return element.text, dict(element.attributes)


@pytest.fixture(scope="module")
def feed() -> Feed:
    return read_feed(everything())


def test_the_parsers_of_apps_read_it_and_our_rules_are_silent(feed: Feed) -> None:
    found = feedparser.parse(everything())
    assert found.bozo == 0
    assert [entry.title for entry in found.entries] == ["First", "Soon"]
    parsed = podcastparser.parse(f"{SITE}/feed.xml", io.BytesIO(everything()))
    assert {one["guid"]: one["total_time"] for one in parsed["episodes"]} == {"first & only": 1_800, "trailer": 30}
    assert feed_problems(feed, where="feed.xml", now=NOW) == ()


def test_the_channel_reads_back_as_it_is(feed: Feed) -> None:
    channel = feed.channel
    assert [said(one) for one in channel.all("podcast:funding")] == [
        ("Give", {"url": f"{SITE}/give?a=1&b=2"}),
        ("Buy", {"url": f"{SITE}/shop"}),
    ]
    assert [said(one) for one in channel.all("podcast:txt")] == [("abc123", {"purpose": "verify"}), ("no purpose", {})]
    assert said(only(channel, "podcast:updateFrequency")) == (
        "Every Monday and Wednesday",
        {"rrule": "FREQ=WEEKLY;BYDAY=MO,WE", "complete": "true"},
    )
    assert [dict(one.attributes) for one in only(channel, "podcast:podroll").children] == [
        {
            "feedGuid": SHOW.podroll[0].guid,
            "feedUrl": SHOW.podroll[0].url,
            "medium": "music",
            "title": "Another & more",
        },
        {"feedGuid": SHOW.podroll[1].guid},
    ]
    (publisher,) = only(channel, "podcast:publisher").children
    assert publisher.attributes["medium"] == "publisher"
    assert dict(only(channel, "podcast:image").attributes) == {
        "href": f"{SITE}/cover.jpg",
        "purpose": "artwork",
        "aspect-ratio": "1/1",
        "width": "1500",
        "height": "1500",
    }
    assert said(only(channel, "podcast:trailer")) == (
        "Soon",
        {
            "pubdate": "Thu, 01 Apr 2027 00:00:00 +0000",
            "url": "https://cdn.example/t.mp3?x=1&y=2",
            "length": "1000",
            "type": "audio/mpeg",
            "season": "1",
        },
    )
    assert only(channel, "podcast:value").get("method") == "keysend"
    assert (channel.value("itunes:block"), channel.value("podcast:block")) == ("Yes", "yes")


def test_an_item_reads_back_as_it_is(feed: Feed) -> None:
    first, trailer = feed.items
    assert said(only(first, "podcast:season")) == ("1", {"name": "The first & best"})
    assert said(only(first, "podcast:episode")) == ("2", {"display": "Ch. 2"})
    assert [said(one) for one in first.all("podcast:soundbite")] == [
        ("Quiet", {"startTime": "73", "duration": "60.5"}),
        ("", {"startTime": "0", "duration": "15"}),
    ]
    assert [dict(one.attributes) for one in first.all("podcast:socialInteract")] == [
        {
            "uri": "https://social.example/@ward/1",
            "protocol": "activitypub",
            "accountId": "@ward",
            "accountUrl": "https://social.example/@ward",
            "priority": "1",
        },
        {"protocol": "disabled"},
    ]
    assert [one.text for one in first.all("podcast:person")] == ["Hana Host", "Amira"]
    main, other = first.all("podcast:alternateEnclosure")
    assert (main.get("default"), main.get("bitrate"), other.get("default")) == ("true", "128000", "")
    assert only(main, "podcast:source").get("uri") == first.first("enclosure").get("url")  # type: ignore[union-attr]
    assert only(main, "podcast:integrity").get("value") == "sha256-" + "q6ur" * 10 + "q6s="
    assert other.first("podcast:integrity") is None
    assert said(only(first, "podcast:contentLink")) == ("Video", {"href": "https://example.org/video"})
    assert dict(only(trailer, "enclosure").attributes) == {
        "url": "https://cdn.example/t.mp3?x=1&y=2",
        "length": "1000",
        "type": "audio/mpeg",
    }
    assert trailer.value("itunes:duration") == "30"


def test_a_live_item_reads_back_as_it_is(feed: Feed) -> None:
    live = only(feed.channel, "podcast:liveItem")
    assert dict(live.attributes) == {
        "status": "pending",
        "start": "2027-06-01T10:00:00+02:00",
        "end": "2027-06-01T11:00:00+02:00",
    }
    assert (live.value("title"), live.value("guid")) == ("Live & well", str(LIVE.id))
    assert only(live, "enclosure").get("type") == "application/x-mpegURL"
    assert only(live, "podcast:contentLink").get("href") == LIVE.stream
    assert [one.text for one in live.all("podcast:person")] == ["Hana Host", "Amira"]
    page = compose_feed(
        SHOW,
        (),
        address=addresses(),
        persons={},
        newest=None,
        live=(replace(LIVE, stream="https://video.example/watch?v=1"),),
    )
    bare = only(read_feed(page).channel, "podcast:liveItem")
    assert bare.first("enclosure") is None
    assert only(bare, "podcast:contentLink").get("href") == "https://video.example/watch?v=1"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://e.org/a.M3U8?x", "application/x-mpegURL"),
        ("https://e.org/a.ogg", "audio/ogg"),
        ("https://e.org/live", ""),
    ],
)
def test_the_type_of_a_stream_is_that_of_its_address(address: str, kind: str) -> None:
    assert stream_type(address) == kind


def test_apps_that_know_the_other_namespace_only_find_what_they_miss() -> None:
    plain = podcastparser.parse(SITE, io.BytesIO(everything()))["episodes"][-1]
    assert not plain.get("persons")
    alias = everything(is_alias=True)
    assert PODCAST_ALIAS.encode() in alias
    assert feedparser.parse(alias).bozo == 0
    first = podcastparser.parse(SITE, io.BytesIO(alias))["episodes"][-1]
    assert [one["name"] for one in first["persons"]] == ["Hana Host", "Amira"]
    assert first["transcript_url"] == f"{SITE}/1.vtt"
    assert first["chapters_json_url"] == f"{SITE}/chapters/1.json"


def test_the_pages_around_one_are_named() -> None:
    feed = read_feed(
        everything(pages=PageLinks("https://e.org/1", "https://e.org/2", "https://e.org/4", "https://e.org/5"))
    )
    assert [(one.get("rel"), one.get("href")) for one in feed.channel.all("atom:link")] == [
        ("self", f"{SITE}/feed.xml"),
        ("first", "https://e.org/1"),
        ("prev", "https://e.org/2"),
        ("next", "https://e.org/4"),
        ("last", "https://e.org/5"),
    ]


def item(*extras: str, show: Show = SHOW, **changes: object) -> Element:
    one = view(show=show, extras=extras, **changes)
    hosts = (Credit("Hana Host", Role.HOST),)
    data = compose_feed(
        show, [render_item(one, address=addresses(), hosts=hosts)], address=addresses(), persons=PERSONS, newest=None
    )
    return read_feed(data).items[0]


def test_a_person_whom_an_import_knew_more_of_is_written_so_while_still_there() -> None:
    picture = '<podcast:person role="guest" img="https://e.org/a.jpg">Amira</podcast:person>'
    gone = "<podcast:person>Gone</podcast:person>"
    assert [(one.text, one.get("img")) for one in item(picture, gone).all("podcast:person")] == [
        ("Hana Host", ""),
        ("Amira", "https://e.org/a.jpg"),
    ]
    show = replace(SHOW, extras=('<podcast:person img="https://e.org/h.jpg">Hana Host</podcast:person>',))
    assert [one.get("img") for one in item(show=show).all("podcast:person")] == ["https://e.org/h.jpg", ""]
    channel = read_feed(write_feed(show, [], address=addresses(), persons=PERSONS)).channel
    assert [one.get("img") for one in channel.all("podcast:person")] == ["https://e.org/h.jpg"]


def test_what_stands_once_is_replaced_and_what_confkit_publishes_is_not_repeated() -> None:
    found = item(
        '<podcast:license url="https://e.org/l">ours</podcast:license>',
        '<podcast:transcript url="https://old/1.vtt" type="text/vtt"/>',
        '<podcast:transcript url="https://old/1.de.vtt" type="text/vtt" language="de"/>',
        '<podcast:chapters url="https://old/1.json" type="application/json+chapters"/>',
        '<podcast:alternateEnclosure type="audio/mpeg"><podcast:source uri="ipfs://a"/></podcast:alternateEnclosure>',
        '<podcast:alternateEnclosure type="video/mp4"><podcast:source uri="ipfs://b"/></podcast:alternateEnclosure>',
    )
    assert [one.text for one in found.all("podcast:license")] == ["cc-by-4.0"]
    assert [one.get("url") for one in found.all("podcast:transcript")] == [f"{SITE}/1.vtt", "https://old/1.de.vtt"]
    assert [one.get("url") for one in found.all("podcast:chapters")] == [f"{SITE}/chapters/1.json"]
    assert [one.get("type") for one in found.all("podcast:alternateEnclosure")] == [
        "audio/mpeg",
        "audio/ogg; codecs=opus",
        "video/mp4",
    ]
    show = replace(
        SHOW,
        extras=(
            '<podcast:location geo="geo:1,2">Berlin</podcast:location>',
            '<podcast:medium more="1">podcast</podcast:medium>',
            "<podcast:publisher>was edited since</podcast:publisher>",
            '<podcast:block id="google">yes</podcast:block>',
            "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>",
        ),
    )
    channel = read_feed(write_feed(show, [], address=addresses(), persons=PERSONS)).channel
    assert [said(one) for one in channel.all("podcast:location")] == [("Berlin", {"geo": "geo:1,2"})]
    assert [said(one) for one in channel.all("podcast:medium")] == [("podcast", {"more": "1"})]
    assert [one.text for one in channel.all("podcast:publisher")] == [""]
    assert [one.get("id") for one in channel.all("podcast:block")] == ["", "google"]
    assert [one.text for one in channel.all("podcast:guid")] == [str(SHOW.guid)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "<podcast:txt>open",
        "<podcast:txt/><podcast:txt/>",
        "<title>not ours</title>",
        '<other:thing xmlns:other="https://e.org/x"/>',
        "</x><podcast:txt/><x>",
        "<podcast:txt>&nbsp;</podcast:txt>",
        "<!DOCTYPE x><podcast:txt/>",
        "<podcast:txt>\ud800</podcast:txt>",
        "<podcast:txt>\x00</podcast:txt>",
        "<podcast:a>" * 60 + "</podcast:a>" * 60,
        f"<podcast:txt>{'x' * (1 << 20)}</podcast:txt>",
        "<podcast:txt " + "".join(f'a{n}="" ' for n in range(65)) + "/>",
        '<itunes:image href="javascript:x"/>',
        '<itunes:image href="https://e.org/a.jpg">x</itunes:image><podcast:txt/>',
        '<itunes:block href="https://e.org/a.jpg"/>',
    ],
)
def test_what_is_not_one_element_of_the_namespace_never_reaches_a_feed(text: str) -> None:
    assert read_extra(text) is None
    assert extras_of((text,)).elements == ()
    assert feedparser.parse(write_feed(replace(SHOW, extras=(text,)), [], address=addresses(), persons={})).bozo == 0


def test_an_extra_is_written_anew_with_our_prefixes() -> None:
    found = read_extra(
        f'<p:value xmlns:p="{PODCAST_ALIAS}" type="a&amp;b"><p:valueRecipient name="&quot;x&quot;"/>'
        "<title>T &lt; U</title></p:value>"
    )
    assert found is not None
    assert found.name == "value"
    assert found.xml == (
        '<podcast:value type="a&amp;b"><podcast:valueRecipient name="&quot;x&quot;"/>'
        "<title>T &lt; U</title></podcast:value>\n"
    )


def test_an_element_whose_name_begins_like_that_of_its_last_child_is_closed() -> None:
    text = '<podcast:value type="lightning"><podcast:valueRecipient name="a"/></podcast:value>'
    (extra,) = extras_of((text,)).elements
    assert extra.xml == f"{text}\n"


def test_our_importer_reads_everything_back() -> None:
    numbers = count(100)
    found = read_podcast(everything(), "feed.xml", new_id=lambda: UUID(int=next(numbers)), now=NOW)
    assert [one.code for one in found.problems] == []
    kept = replace(
        found.show, id=SHOW.id, slug=SHOW.slug, participants=SHOW.participants, rhythm=SHOW.rhythm, extras=SHOW.extras
    )
    assert replace(kept, origin="", publisher=SHOW.publisher) == SHOW
    assert found.show.rhythm == "Every Monday and Wednesday"
    assert found.show.publisher == replace(SHOW.publisher, medium="publisher")  # type: ignore[type-var]
    assert [(one.name, one.role, one.url) for one in found.people] == [
        ("Hana Host", Role.HOST, "https://example.org/hana")
    ]
    assert found.artwork == f"{SITE}/cover.jpg"
    # A live item and the artwork's pixels are kept as they stand; the trailer is one of the items.
    assert sorted(text.split()[0] for text in found.show.extras) == [
        "<itunes:image", "<podcast:image", "<podcast:liveItem", "<podcast:value",
    ]  # fmt: skip
    first, trailer = (one.episode for one in found.items)
    for name in (
        "guid", "title", "subtitle", "date", "season", "number", "kind", "link", "licence", "display", "soundbites",
        "discussions", "texts",
    ):  # fmt: skip
        assert getattr(first, name) == getattr(EPISODE, name), name
    for name in ("guid", "title", "description", "date", "season", "number", "kind", "remote", "state"):
        assert getattr(trailer, name) == getattr(TRAILER, name), name
    assert [(one.start, one.title) for one in first.chapters or ()] == [
        (one.start, one.title) for one in EPISODE.chapters or ()
    ]
    assert first.remote == RemoteAudio(f"{SITE}/audio/001.mp3", 2_705_032, "audio/mpeg", timedelta(minutes=30))
    assert [(one.name, one.role) for one in found.items[0].people or ()] == [
        ("Hana Host", Role.HOST),
        ("Amira", Role.GUEST),
    ]
    names = sorted(element.split(" ")[0] for element in first.extras)
    assert names == [
        "<itunes:image", "<podcast:alternateEnclosure", "<podcast:alternateEnclosure", "<podcast:chapters",
        "<podcast:contentLink", "<podcast:transcript",
    ]  # fmt: skip
    assert found.items[0].integrity == "sha256-" + "q6ur" * 10 + "q6s="
