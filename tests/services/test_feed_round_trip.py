"""Import and export as one whole: what a feed says goes in, and comes out again."""

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from confkit.codecs.feed_import import ImportedShow
from confkit.codecs.feed_read import read_podcast
from confkit.codecs.rss import FeedAddresses, write_feed
from confkit.domain.bridge import resolve_episode
from confkit.domain.programme import Shelf
from confkit.domain.show import Show
from confkit.services import editing, lookup
from confkit.services.building import build
from confkit.services.feed_fetching import feed_in_file
from confkit.services.feed_merging import EPISODE_FIELDS
from confkit.services.feed_people import FeedPeople
from confkit.services.importing_feeds import apply_feed, plan_feed, resolved
from confkit.services.workspace import Workspace
from tests import strategies
from tests.codecs import test_feed_read
from tests.codecs.test_feed_read import feed
from tests.codecs.test_rss import addresses, by_id, views

# One that is due.
ITEM = test_feed_read.ITEM.replace("Fri, 09 Apr 2027", "Thu, 09 Apr 2020")
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
ALIAS = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"

Said = tuple[str, str, frozenset[tuple[str, str]], tuple[object, ...]]


def bring(ws: Workspace, data: bytes) -> Show:
    plan = plan_feed(ws, feed_in_file(Path("feed.xml"), data))
    apply_feed(ws, plan, is_mine=True)
    return plan.show


def given_back(ws: Workspace) -> ET.Element:
    """The feed of the one show, as a build publishes it."""
    report = build(ws)
    assert not [one for one in report.problems if one.code == "feed-held-back"], report.problems
    (path,) = (ws.output / "shows").glob("*/feed.xml")
    channel = ET.fromstring(path.read_bytes()).find("channel")
    assert channel is not None
    return channel


def said(element: ET.Element) -> Said:
    """An element with everything inside of it, in the spelling that docs/moving-a-podcast.md promises."""
    attributes = {key: " ".join(value.split()) for key, value in element.attrib.items()}
    if element.tag == f"{PODCAST}person":
        attributes = {key: value for key, value in attributes.items() if value}
        attributes["role"] = attributes.get("role", "host").lower()
        attributes["group"] = attributes.get("group", "cast").lower()
    if element.tag == f"{PODCAST}soundbite":
        numbers = {key: value for key, value in attributes.items() if value[:1].isdigit()}
        attributes |= {key: str(float(value)) for key, value in numbers.items()}
    if element.tag == f"{PODCAST}season":
        attributes.pop("name", None)
    text = " ".join("".join([element.text or "", *(child.tail or "" for child in element)]).split())
    return element.tag, text, frozenset(attributes.items()), tuple(map(said, element))


def podcast_elements(parent: ET.Element) -> Counter[Said]:
    """The outermost elements of the podcast namespace, without going into items."""
    found: Counter[Said] = Counter()
    for child in parent:
        if child.tag.startswith(PODCAST):
            found[said(child)] += 1
        elif child.tag != "item":
            found += podcast_elements(child)
    return found


def items(channel: ET.Element) -> dict[str, ET.Element]:
    return {(one.findtext("guid") or "").strip(): one for one in channel.iter("item")}


def moment(item: ET.Element) -> datetime | None:
    text = item.findtext("pubDate")
    return parsedate_to_datetime(text) if text else None


def missing(before: ET.Element, after: ET.Element) -> Counter[Said]:
    """What is in ``before`` and not in ``after``, of the channel and of each item."""
    gone = podcast_elements(before) - podcast_elements(after)
    there = items(after)
    for guid, item in items(before).items():
        gone += podcast_elements(item) - podcast_elements(there[guid])
    return gone


@pytest.mark.parametrize("name", ["homegrown-hits", "pc20rss", "themnshow"])
def test_a_real_feed_is_given_back_whole(empty: Workspace, shared_data: Path, name: str) -> None:
    data = (shared_data / "feeds" / f"{name}.xml").read_bytes()
    data = data.replace(ALIAS, PODCAST[1:-1].encode())
    before = ET.fromstring(data).find("channel")
    assert before is not None
    bring(empty, data)
    after = given_back(empty)
    assert missing(before, after) == Counter()
    there = items(after)
    assert there.keys() == items(before).keys()
    for guid, item in items(before).items():
        again = there[guid]
        for tag in ("title", f"{ITUNES}season", f"{ITUNES}episode"):
            if item.findtext(tag):
                assert (again.findtext(tag) or "").split() == (item.findtext(tag) or "").split()
        assert moment(again) == moment(item)
        for old, new in zip(item.iter("enclosure"), again.iter("enclosure"), strict=True):
            assert (new.get("url"), new.get("type")) == (old.get("url"), old.get("type"))
            assert new.get("length") == old.get("length")
        old_image, new_image = item.find(f"{ITUNES}image"), again.find(f"{ITUNES}image")
        if old_image is not None and old_image.get("href"):
            assert new_image is not None
            assert new_image.get("href") == old_image.get("href")
    before_image, after_image = before.find(f"{ITUNES}image"), after.find(f"{ITUNES}image")
    assert before_image is not None
    assert after_image is not None
    assert after_image.get("href") == before_image.get("href")
    # And from what was given back the same again.
    assert plan_feed(empty, feed_in_file(Path("feed.xml"), data)).changes == ()


CREW = '<podcast:person role="editor" group="audio post-production">Ed</podcast:person>'
ODD = '<podcast:person role="Narrator" group="cast" img="https://e.example/n.jpg">Nia</podcast:person>'


def written(ws: Workspace, name: str) -> list[tuple[str, dict[str, str]]]:
    found = given_back(ws).iter(f"{PODCAST}{name}")
    return [(one.text or "", dict(one.attrib)) for one in found]


def test_people_whose_role_has_no_word_here_stay(empty: Workspace) -> None:
    bring(empty, feed(CREW + ODD, ITEM.format(CREW + ODD)).encode())
    assert [text for text, _ in written(empty, "person")] == ["Nia", "Ed", "Nia", "Ed"]
    assert [one.get("role") for _, one in written(empty, "person")] == ["Narrator", "editor"] * 2


def test_the_crew_stays_when_the_credit_of_that_name_goes(empty: Workspace) -> None:
    both = '<podcast:person role="host">Ed</podcast:person>' + CREW
    show = bring(empty, feed(both, ITEM.format("")).encode())
    assert len(written(empty, "person")) == 3  # twice in the channel, the host again on the item
    editing.change(empty, show, replace(show, participants=()))
    assert [one.get("role") for _, one in written(empty, "person")] == ["editor"]


EDITS = {
    "location": ('<podcast:location geo="geo:1,2">Berlin</podcast:location>', {"location": "Potsdam"}, "Potsdam"),
    "license": ('<podcast:license url="https://e.example/l">cc-by-4.0</podcast:license>', {"licence": "CC0-1.0"},
                "cc0-1.0"),
    "locked": ('<podcast:locked owner="x@e.example" more="1">no</podcast:locked>', {"locked": True}, "yes"),
    "medium": ('<podcast:medium more="1">music</podcast:medium>', {"medium": "course"}, "course"),
    "updateFrequency": (
        '<podcast:updateFrequency dtstart="2027-01-01" rrule="FREQ=DAILY">Daily</podcast:updateFrequency>',
        {"recurrence": "FREQ=WEEKLY", "rhythm": "Weekly"}, "Weekly",
    ),
    "block": ("<podcast:block>no</podcast:block>", {"block": True}, "yes"),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_what_a_feed_said_gives_way_to_an_edit(empty: Workspace, name: str) -> None:
    extra, changes, expected = EDITS[name]
    show = bring(empty, feed(extra, ITEM.format("")).encode())
    before = ET.fromstring(feed(extra)).find("channel")
    assert before is not None
    assert missing(before, given_back(empty)) == Counter()
    edited = replace(show, **changes)  # type: ignore[arg-type]
    editing.change(empty, show, edited)
    assert {text for text, _ in written(empty, name)} == {expected}
    editing.change(empty, edited, show)
    assert missing(before, given_back(empty)) == Counter()


@pytest.mark.parametrize(
    ("extra", "changes", "expected"),
    [
        ('<podcast:season name="x" more="1">2</podcast:season>', {"season": 3}, "3"),
        ("<podcast:episode>3.5</podcast:episode>", {"number": 4}, "4"),
        ('<podcast:license url="https://e.example/l">own</podcast:license>', {"licence": "CC0-1.0"}, "cc0-1.0"),
    ],
)
def test_what_an_item_said_gives_way_to_an_edit(
    empty: Workspace, extra: str, changes: dict[str, object], expected: str
) -> None:
    data = feed("", ITEM.format(extra))
    show = bring(empty, data.encode())
    before = ET.fromstring(data).find("channel")
    assert before is not None
    assert missing(before, given_back(empty)) == Counter()
    (view,) = lookup.episodes(empty, show)
    editing.change(empty, view.episode, replace(view.episode, **changes))  # type: ignore[arg-type]
    name = extra.partition(":")[2].partition(" ")[0].partition(">")[0]
    assert [text for text, _ in written(empty, name)] == [expected]


def test_other_namespaces_inside_of_podcast_elements_survive(empty: Workspace) -> None:
    inside = (
        '<podcast:value a:k="&lt;1&gt;" xmlns:a="https://a.example/&quot;x"><a:one a:k="2">t</a:one>'
        '<b:two xmlns:b="https://b.example" xmlns:a="https://c.example" a:k="3" b:k="4"/></podcast:value>'
    )
    data = feed(inside, ITEM.format(inside))
    bring(empty, data.encode())
    before = ET.fromstring(data).find("channel")
    assert before is not None
    assert missing(before, given_back(empty)) == Counter()


def test_what_is_large_survives_and_what_is_too_large_is_told(empty: Workspace) -> None:
    large = f"<podcast:liveItem><description>{'x' * 500_000}</description></podcast:liveItem>"
    deep = "<podcast:value>" + "<podcast:a>" * 50 + "</podcast:a>" * 50 + "</podcast:value>"
    data = feed(large, ITEM.format(""))
    plan = plan_feed(
        empty, feed_in_file(Path("f"), feed(deep, ITEM.format(large + large.replace("x", "xxx"))).encode())
    )
    assert [one.code for one in plan.problems] == ["feed-extra-too-large"] * 2
    bring(empty, data.encode())
    before = ET.fromstring(data).find("channel")
    assert before is not None
    assert missing(before, given_back(empty)) == Counter()


def test_a_show_whose_audio_nobody_measured_is_published_with_a_warning(empty: Workspace) -> None:
    bring(empty, feed("", ITEM.format("").replace('length="5"', 'length="0"')).encode())
    report = build(empty)
    found = [(one.code, one.severity.value) for one in report.problems if one.code.startswith(("enclosure", "feed"))]
    assert found == [("enclosure-length", "warning")]
    assert list((empty.output / "shows").glob("*/feed.xml"))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shelf=strategies.shelves())
def test_what_was_imported_is_written_as_it_was(empty: Workspace, shelf: Shelf) -> None:
    made = views(shelf)
    first = write_feed(shelf.show, made, address=addresses(made), persons=by_id(shelf.persons))
    people = FeedPeople(empty, ())
    second, imported = again(empty, first, people)
    before, after = (ET.fromstring(data).find("channel") for data in (first, second))
    assert before is not None
    assert after is not None
    assert missing(before, after) == Counter()
    assert list(items(after)) == list(items(before))
    for guid, item in items(before).items():
        other = items(after)[guid]
        for tag in CARRIED:
            assert [(one.text, one.attrib) for one in other.iter(tag)] == [
                (one.text, one.attrib) for one in item.iter(tag)
            ]
        assert [one.get("start") for one in other.iter(CHAPTER)] == [one.get("start") for one in item.iter(CHAPTER)]
        assert [one.get("title") for one in other.iter(CHAPTER)] == [one.get("title") for one in item.iter(CHAPTER)]
    # From then on it is the same to the byte, and there is nothing to add.
    known = people.new
    third, once_more = again(empty, second, people)
    assert people.new == known
    assert third == second
    for one, other in zip(once_more.items, imported.items, strict=True):
        same_ids = replace(one.episode, id=other.episode.id, show_id=other.episode.show_id)
        for name in EPISODE_FIELDS:
            # An item that names no licence is under that of the show, and says so from then on.
            first_time = getattr(other.episode, name)
            if name == "licence" and first_time is None:
                first_time = imported.show.licence or None
            assert getattr(same_ids, name) == first_time, name


CARRIED = (
    "title", "guid", "pubDate", "enclosure", f"{ITUNES}title", f"{ITUNES}subtitle", f"{ITUNES}duration",
    f"{ITUNES}explicit", f"{ITUNES}episodeType", f"{ITUNES}season", f"{ITUNES}episode", f"{ITUNES}image",
)  # fmt: skip
CHAPTER = "{http://podlove.org/simple-chapters}chapter"


def again(ws: Workspace, data: bytes, people: FeedPeople) -> tuple[bytes, ImportedShow]:
    """Read a feed as an import does, and write what that gives, all of it kept where it is."""
    read = resolved(read_podcast(data, "feed.xml", new_id=ws.new_id, now=ws.now()), people)
    persons = {one.id: one for one in people.new}
    made = [resolve_episode(one.episode, read.show, persons) for one in read.items]
    address = FeedAddresses(feed=read.address, link=read.show.url)
    return write_feed(read.show, made, address=address, persons=persons), read


@pytest.mark.parametrize(
    "text",
    [
        # What fields hold only in part, or not at all.
        "<podcast:person/>",
        '<podcast:funding url="ftp://e.example/x">Give</podcast:funding>',
        '<podcast:txt purpose="a" more="1">x</podcast:txt>',
        "<podcast:txt/>",
        f"<podcast:txt>{'x' * 4001}</podcast:txt>",
        '<podcast:podroll><podcast:remoteItem feedGuid="a" itemGuid="b"/></podcast:podroll>',
        '<podcast:podroll><podcast:remoteItem feedGuid="a" feedUrl="ftp://e.example"/></podcast:podroll>',
        "<podcast:podroll>words</podcast:podroll>",
        '<podcast:publisher><podcast:remoteItem feedGuid="a"/><podcast:remoteItem feedGuid="b"/></podcast:publisher>',
        '<podcast:soundbite startTime="x" duration="1"/>',
        '<podcast:soundbite startTime="1" duration="99999999999"/>',
        '<podcast:socialInteract uri="gopher://x" protocol="activitypub"/>',
        '<podcast:socialInteract uri="https://e.example/" protocol="activitypub">text</podcast:socialInteract>',
        '<podcast:socialInteract uri="https://e.example/" protocol="activitypub" priority="01"/>',
        "<podcast:license/>",
        '<podcast:license url="https://e.example/l"/>',
        '<podcast:license url="https://e.example/l">custom</podcast:license>',
        "<podcast:location>Berlin</podcast:location><podcast:location>Bonn</podcast:location>",
        "<podcast:season>2</podcast:season><podcast:season>3</podcast:season>",
        "<podcast:episode>2</podcast:episode><podcast:episode>3</podcast:episode>",
        "<podcast:season>first</podcast:season>",
        '<podcast:locked owner="somebody@else.example">yes</podcast:locked>',
        "<podcast:locked>no</podcast:locked>",
        "<podcast:block>yes</podcast:block><podcast:block id='google'>no</podcast:block>",
        '<podcast:updateFrequency complete="true">done</podcast:updateFrequency>',
        '<podcast:updateFrequency rrule="RRULE:FREQ=DAILY">Daily</podcast:updateFrequency>',
        '<podcast:trailer pubdate="Thu, 01 Apr 2021 08:00:00 EST" url="https://e.example/t">T</podcast:trailer>',
        "<podcast:chapters/>",
        '<podcast:transcript url="https://e.example/t"/>',
    ],
)
def test_what_fields_hold_only_in_part_comes_out_again(empty: Workspace, text: str) -> None:
    owner = "<itunes:owner><itunes:email>olga@e.example</itunes:email></itunes:owner>"
    data = feed(owner + text, ITEM.format(text))
    bring(empty, data.encode())
    before = ET.fromstring(data).find("channel")
    assert before is not None
    assert missing(before, given_back(empty)) == Counter()
