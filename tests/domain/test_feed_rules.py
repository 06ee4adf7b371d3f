"""Each rule finds its fault in a feed that has only that one, and none finds any in a feed that is right."""

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from confkit.codecs.feed_document import read_feed
from confkit.domain.feed_rules import RULE, RULES, STOPPING, feed_problems
from confkit.domain.feed_rules.categories import APPLE_CATEGORIES
from confkit.domain.problem import Problem, Severity
from tests.conftest import PROJECT

NOW = datetime(2027, 6, 1, tzinfo=UTC)
GOOD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:psc="http://podlove.org/simple-chapters">
<channel>
<title>Ward Rounds</title>
<link>https://example.org/ward</link>
<description>Talks &amp;amp; more</description>
<language>en-gb</language>
<pubDate>Fri, 09 Apr 2027 10:00:00 +0200</pubDate>
<atom:link href="https://example.org/feed.xml" rel="self" type="application/rss+xml"/>
<itunes:image href="https://example.org/cover.jpg"/>
<itunes:author>The ward</itunes:author>
<itunes:owner><itunes:name>Olga</itunes:name><itunes:email>olga@example.org</itunes:email></itunes:owner>
<itunes:category text="Health &amp; Fitness"><itunes:category text="Medicine"/></itunes:category>
<itunes:category text="Technology"/>
<itunes:explicit>false</itunes:explicit>
<itunes:type>serial</itunes:type>
<itunes:complete>Yes</itunes:complete>
<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>
<podcast:locked owner="olga@example.org">yes</podcast:locked>
<podcast:block>no</podcast:block>
<podcast:medium>podcast</podcast:medium>
<podcast:funding url="https://example.org/give">Give</podcast:funding>
<podcast:person role="host" group="cast">Hana Host</podcast:person>
<podcast:location geo="geo:52.52,13.4" osm="R62422">Berlin</podcast:location>
<podcast:license>cc-by-4.0</podcast:license>
<podcast:txt purpose="verify">word</podcast:txt>
<podcast:updateFrequency rrule="FREQ=WEEKLY;BYDAY=MO">weekly</podcast:updateFrequency>
<podcast:trailer pubdate="Thu, 01 Apr 2027 10:00:00 +0000" url="https://example.org/t.mp3">Trailer</podcast:trailer>
<podcast:podroll><podcast:remoteItem feedGuid="917393e3-1b1e-5cef-ace4-edaa54e1f810"/></podcast:podroll>
<podcast:publisher>
<podcast:remoteItem feedGuid="003af0a0-6a45-55cf-b765-68e3d349551a" medium="publisher"/></podcast:publisher>
<podcast:liveItem status="pending" start="2027-07-01T10:00:00+02:00" end="2027-07-01T11:00:00Z">
<title>Live</title><guid isPermaLink="false">l-1</guid>
<podcast:contentLink href="https://example.org/live">Here</podcast:contentLink>
</podcast:liveItem>
<item>
<title>First</title>
<guid isPermaLink="false">one</guid>
<pubDate>Fri, 09 Apr 2027 10:00:00 +0200</pubDate>
<link>https://example.org/1</link>
<enclosure url="https://example.org/1.mp3?a=b" length="2705032" type="audio/mpeg"/>
<description><![CDATA[<p>About <em>this</em> &amp; that.</p>
<p>00:00:00 A</p><p>00:01:00 B</p><p>00:02:00 C</p>]]></description>
<content:encoded><![CDATA[<h1>All</h1>]]></content:encoded>
<itunes:duration>169</itunes:duration>
<itunes:explicit>true</itunes:explicit>
<itunes:episodeType>full</itunes:episodeType>
<itunes:season>1</itunes:season><podcast:season name="Spring">1</podcast:season>
<itunes:episode>2</itunes:episode><podcast:episode display="Two">2.5</podcast:episode>
<podcast:person role="Guest" group="Cast" href="https://example.org/a" img="https://example.org/a.png">Amira</podcast:person>
<podcast:person>Hana Host</podcast:person>
<podcast:transcript url="https://example.org/1.vtt" type="text/vtt" rel="captions"/>
<podcast:chapters url="https://example.org/1.json" type="application/json+chapters"/>
<podcast:soundbite startTime="10.5" duration="30">Best</podcast:soundbite>
<podcast:socialInteract uri="https://example.org/@ward/1" protocol="activitypub"/>
<podcast:alternateEnclosure type="audio/ogg" length="10" title="Low"><podcast:source uri="https://example.org/1.opus"/>
<podcast:integrity type="sri" value="sha384-x"/></podcast:alternateEnclosure>
<psc:chapters version="1.2"><psc:chapter start="00:00:00.000" title="A"/>
<psc:chapter start="1:00" title="B"/></psc:chapters>
</item>
<item>
<title>Second</title>
<guid>https://example.org/2</guid>
<pubDate>Sat, 10 Apr 2027 10:00:00 +0000</pubDate>
<enclosure url="https://example.org/2.m4a" length="1000" type="audio/x-m4a"/>
<description>More</description>
<itunes:duration>60</itunes:duration>
<itunes:episodeType>bonus</itunes:episodeType>
<itunes:episode>2</itunes:episode>
</item>
</channel>
</rss>
"""
ITEM = re.compile(r"<item>.*</item>\n", re.DOTALL)


def problems(feed: str | bytes, **rest: object) -> tuple[Problem, ...]:
    data = feed if isinstance(feed, bytes) else feed.encode()
    return feed_problems(read_feed(data), where="feed.xml", now=NOW, **rest)  # type: ignore[arg-type]


def codes(feed: str | bytes) -> set[str]:
    return {problem.code for problem in problems(feed)}


def spoiled(old: str, new: str) -> str:
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)


def test_nothing_is_said_of_a_feed_that_is_right() -> None:
    assert problems(GOOD) == ()


LONG = "x" * 256
# One line for each way to break a rule: what stands in the good feed, and what stands there instead.
FAULTS = [
    ("rss-version", 'version="2.0" xmlns:itunes', 'version="0.91" xmlns:itunes'),
    ("rss-version", 'version="2.0" xmlns:itunes', "xmlns:itunes"),
    ("encoding-not-utf-8", 'encoding="UTF-8"', 'encoding="ISO-8859-1"'),
    ("namespace-misspelled", "https://podcastindex.org/namespace/1.0", "https://podcastindex.org/namespace/1.0/"),
    ("namespace-misspelled", "https://podcastindex.org/namespace/1.0", "http://podcastindex.org/namespace/1.0"),
    ("namespace-misspelled", "podcast-1.0.dtd", "Podcast-1.0.DTD"),
    ("date-unreadable", "Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n<link>", "2027-04-09T10:00:00Z</pubDate>\n<link>"),
    ("date-unreadable", "Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n<atom",
     "Fr, 09 Apr 2027 10:00 +0000</pubDate><atom"),
    ("date-unreadable", "Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n<atom", "09 Mai 2027 10:00 +0200</pubDate>\n<atom"),
    ("date-unreadable", "Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n<atom", "31 Feb 2027 10:00 +0200</pubDate>\n<atom"),
    ("date-unreadable", "Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n<atom", "09 Apr 2027 10:00 MESZ</pubDate>\n<atom"),
    ("date-unreadable", 'pubdate="Thu, 01 Apr 2027 10:00:00 +0000"', 'pubdate="tomorrow"'),
    ("date-without-zone", "10:00:00 +0200</pubDate>\n<link>", "10:00:00</pubDate>\n<link>"),
    ("date-zone-by-name", "10:00:00 +0200</pubDate>\n<link>", "10:00:00 GMT</pubDate>\n<link>"),
    ("date-weekday", "Fri, 09 Apr 2027 10:00:00 +0200</pubDate>\n<link>",
     "Mon, 09 Apr 2027 10:00 +0200</pubDate><link>"),
    ("blanks-around", "<title>First</title>", "<title> First\n</title>"),
    ("blanks-around", 'href="https://example.org/a"', 'href=" https://example.org/a"'),
    ("value-too-long", "<title>First</title>", f"<title>{LONG}</title>"),
    ("value-too-long", "<itunes:author>The ward", f"<itunes:author>{LONG}"),
    ("element-repeated", "<title>Second</title>", "<title>Second</title><title>Two</title>"),
    ("element-repeated", "<language>en-gb</language>", "<language>en-gb</language><language>de</language>"),
    ("attribute-missing", ' type="text/vtt"', ""),
    ("attribute-missing", ' title="B"', ""),
    ("attribute-missing", '<itunes:image href="https://example.org/cover.jpg"/>', '<itunes:image url="x"/>'),
    ("address-not-web", "https://example.org/a.png", "file:///a.png"),
    ("address-not-web", "https://example.org/1.mp3?a=b", "/1.mp3"),
    ("address-not-web", "https://example.org/1.vtt", "https://example.org/my words.vtt"),
    ("address-not-web", "<link>https://example.org/1</link>", "<link>example.org</link>"),
    ("address-not-ascii", "https://example.org/1.vtt", "https://example.org/Ä.vtt"),
    ("file-name-not-ascii", "https://example.org/2.m4a", "https://example.org/%C3%84.m4a"),
    ("channel-without-title", "<title>Ward Rounds</title>", ""),
    ("channel-without-title", "<title>Ward Rounds</title>", "<title/>"),
    ("channel-without-description", "<description>Talks &amp;amp; more</description>", "<description/>"),
    ("channel-without-image", '<itunes:image href="https://example.org/cover.jpg"/>', ""),
    ("channel-without-language", "<language>en-gb</language>", ""),
    ("channel-without-explicit", "<itunes:explicit>false</itunes:explicit>", ""),
    ("channel-without-link", "<link>https://example.org/ward</link>", ""),
    ("channel-without-self-link", 'rel="self"', 'rel="alternate"'),
    ("self-link-type", 'rel="self" type="application/rss+xml"', 'rel="self"'),
    ("channel-without-author", "<itunes:author>The ward</itunes:author>", ""),
    ("channel-without-owner", "<itunes:email>olga@example.org</itunes:email>", ""),
    ("channel-without-owner", "<itunes:email>olga@example.org", "<itunes:email>olga"),
    ("channel-without-guid", "<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>", ""),
    ("channel-without-locked", '<podcast:locked owner="olga@example.org">yes</podcast:locked>', ""),
    ("language-unknown", "en-gb", "English"),
    ("language-unknown", "en-gb", "xx"),
    ("language-unknown", "en-gb", "en_GB"),
    ("category-unknown", 'text="Technology"', 'text="technology"'),
    ("category-unknown", 'text="Technology"', 'text="News &amp; Politics"'),
    ("category-unknown", 'text="Medicine"', 'text="Cures"'),
    ("category-nesting", 'text="Technology"', 'text="Books"'),
    ("category-nesting", 'text="Medicine"', 'text="Books"'),
    ("category-nesting", 'text="Medicine"', 'text="Arts"'),
    ("category-nesting", '<itunes:category text="Medicine"/>',
     '<itunes:category text="Medicine"><itunes:category text="Fitness"/></itunes:category>'),
    ("type-unknown", "<itunes:type>serial", "<itunes:type>Serial"),
    ("serial-without-number", "<itunes:episode>2</itunes:episode><podcast", "<podcast"),
    ("serial-extra-without-number", "<itunes:episode>2</itunes:episode>\n</item>", "</item>"),
    ("only-yes-counts", "<itunes:complete>Yes", "<itunes:complete>yes"),
    ("only-yes-counts", "<description>More", "<itunes:block>no</itunes:block><description>More"),
    ("guid-not-version-5", "9b024349-ccf0-5f69-a609-6b82873eab3c", "9b024349-ccf0-4f69-a609-6b82873eab3c"),
    ("guid-not-version-5", "9b024349-ccf0-5f69-a609-6b82873eab3c", "our-show"),
    ("guid-not-version-5", "9b024349-ccf0-5f69-a609-6b82873eab3c", "9b024349ccf05f69a6096b82873eab3c"),
    ("locked-unknown", 'owner="olga@example.org">yes', 'owner="olga@example.org">true'),
    ("block-unknown", "<podcast:block>no", "<podcast:block>false"),
    ("medium-unknown", "<podcast:medium>podcast", "<podcast:medium>lecture"),
    ("artwork-extension", "cover.jpg", "cover.gif"),
    ("artwork-without-extension", "cover.jpg", "cover"),
    ("item-without-title", "<title>Second</title>", ""),
    ("item-without-enclosure", '<enclosure url="https://example.org/2.m4a" length="1000" type="audio/x-m4a"/>', ""),
    ("item-without-enclosure", '<enclosure url="https://example.org/2.m4a"', '<enclosure url=""'),
    ("enclosure-length", 'length="1000"', 'length="0"'),
    ("enclosure-length", 'length="1000"', 'length="1.5 MB"'),
    ("enclosure-length", 'length="1000" ', ""),
    ("enclosure-without-type", ' type="audio/x-m4a"', ""),
    ("enclosure-type-mismatch", 'type="audio/mpeg"', 'type="audio/mp3"'),
    ("enclosure-type-mismatch", 'type="audio/x-m4a"', 'type="audio/mpeg"'),
    ("enclosure-type-refused", 'https://example.org/2.m4a" length="1000" type="audio/x-m4a"',
     'https://example.org/2.ogg" length="1000" type="audio/ogg"'),
    ("enclosure-twice", 'url="https://example.org/2.m4a" length="1000" type="audio/x-m4a"',
     'url="https://example.org/1.mp3?a=b" length="1000" type="audio/mpeg"'),
    ("guid-missing", "<guid>https://example.org/2</guid>", ""),
    ("guid-missing", "<guid>https://example.org/2</guid>", "<guid/>"),
    ("guid-twice", "<guid>https://example.org/2</guid>", '<guid isPermaLink="false">one</guid>'),
    ("guid-not-a-link", '<guid isPermaLink="false">one', "<guid>one"),
    ("guid-not-a-link", '<guid isPermaLink="false">one', '<guid isPermaLink="true">one'),
    ("date-missing", "<pubDate>Sat, 10 Apr 2027 10:00:00 +0000</pubDate>", ""),
    ("date-in-future", "Sat, 10 Apr 2027 10:00:00 +0000", "Fri, 04 Jun 2027 10:00:00 +0000"),
    ("date-in-future", "Sat, 10 Apr 2027 10:00:00 +0000", "Fri, 04 Jun 2027 10:00:00 -0000"),
    ("duration-not-seconds", "<itunes:duration>169", "<itunes:duration>00:02:49"),
    ("duration-not-seconds", "<itunes:duration>60", "<itunes:duration>0"),
    ("duration-not-seconds", "<itunes:duration>60", "<itunes:duration>60.5"),
    ("duration-missing", "<itunes:duration>60</itunes:duration>", ""),
    ("number-not-whole", "<itunes:season>1", "<itunes:season>0"),
    ("number-not-whole", "<itunes:episode>2</itunes:episode>\n", "<itunes:episode>II</itunes:episode>\n"),
    ("number-not-whole", '<podcast:season name="Spring">1', '<podcast:season name="Spring">1.5'),
    ("number-not-whole", '<podcast:episode display="Two">2.5', '<podcast:episode display="Two">two'),
    ("number-name-too-long", 'name="Spring"', f'name="{"x" * 129}"'),
    ("number-name-too-long", 'display="Two"', f'display="{"x" * 33}"'),
    ("episode-type-unknown", "<itunes:episodeType>full", "<itunes:episodeType>Full"),
    ("explicit-not-boolean", "<itunes:explicit>true", "<itunes:explicit>yes"),
    ("explicit-not-boolean", "<itunes:explicit>false", "<itunes:explicit>clean"),
    ("title-with-number", "<title>First</title>", "<title>Episode 12: First</title>"),
    ("title-with-number", "<title>First</title>", "<title>#12 First</title>"),
    ("title-with-number", "<title>First</title>", "<title>S01E02 First</title>"),
    ("title-with-number", "<title>First</title>", "<title>12 – First</title>"),
    ("title-with-number", "<title>First</title>", "<title>First (Ep. 12)</title>"),
    ("title-with-number", "<title>First</title>", "<title>First</title><itunes:title>Folge 3</itunes:title>"),
    ("title-with-show", "<title>First</title>", "<title>Ward Rounds: First</title>"),
    ("description-too-long", "<description>More", f"<description>{'ü' * 2_001}"),
    ("description-too-long", "<description>Talks", f"<description>{'x' * 4_001}"),
    ("description-missing", "<description>More</description>", ""),
    ("description-tags", "<em>this</em>", '<H2 class="x">this</H2>'),
    ("description-not-html", "<description>More", "<description>R&amp;D"),
    ("description-not-html", "<description>More", "<description>1 &lt; 2"),
    ("time-stamps", "<p>00:00:00 A</p>", ""),
    ("time-stamps", "<p>00:02:00 C</p>", ""),
    ("time-stamps", "<p>00:02:00 C</p>", "<p>00:00:30 C</p>"),
    ("text-too-long", ">Give<", f">{'x' * 129}<"),
    ("text-too-long", ">Amira<", f">{'x' * 129}<"),
    ("txt-too-long", 'purpose="verify"', f'purpose="{"x" * 129}"'),
    ("txt-too-long", ">word</podcast:txt>", f">{'x' * 4_001}</podcast:txt>"),
    ("person-without-name", ">Amira<", "><"),
    ("person-role-unknown", 'role="Guest"', 'role="Wizard"'),
    ("person-role-unknown", 'group="Cast"', 'group="Crew"'),
    ("hosts-not-repeated", "<podcast:person>Hana Host</podcast:person>", ""),
    ("transcript-type", 'type="text/vtt"', 'type="application/srt"'),
    ("transcript-rel", 'rel="captions"', 'rel="subtitles"'),
    ("soundbite-times", 'duration="30"', 'duration="14.9"'),
    ("soundbite-times", 'duration="30"', 'duration="121"'),
    ("soundbite-times", 'startTime="10.5"', 'startTime="150"'),
    ("soundbite-times", 'startTime="10.5"', 'startTime="0:10"'),
    ("funding-without-text", ">Give<", "><"),
    ("licence-without-address", ">cc-by-4.0<", ">All rights reserved<"),
    ("location-form", "geo:52.52,13.4", "52.52, 13.4"),
    ("location-form", "R62422", "62422"),
    ("update-rule", "FREQ=WEEKLY;BYDAY=MO", "every Monday"),
    ("remote-guid", "917393e3-1b1e-5cef-ace4-edaa54e1f810", "pc20"),
    ("alternate-without-source", '<podcast:source uri="https://example.org/1.opus"/>', ""),
    ("integrity-type", 'type="sri"', 'type="md5"'),
    ("live-status", 'status="pending"', 'status="soon"'),
    ("live-time", "2027-07-01T10:00:00+02:00", "2027-07-01T24:00:00.000 -0500"),
    ("live-time", "2027-07-01T11:00:00Z", "2027-07-32T11:00:00Z"),
    ("live-without-link", '<podcast:contentLink href="https://example.org/live">Here</podcast:contentLink>', ""),
    ("live-without-guid", '<guid isPermaLink="false">l-1</guid>', ""),
    ("live-ends-first", "2027-07-01T11:00:00Z", "2027-07-01T08:00:00Z"),
    ("discussion-without-address", 'uri="https://example.org/@ward/1" ', ""),
    ("publisher-form", 'medium="publisher"', 'medium="music"'),
    ("trailer-without-title", ">Trailer<", "><"),
    ("update-count-without-start", "FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;COUNT=3"),
    ("alternate-title-too-long", 'title="Low"', f'title="{"x" * 33}"'),
    ("chapters-type", "application/json+chapters", "application/json"),
    ("chapter-time", 'start="1:00"', 'start="1:75"'),
    ("chapter-time", 'start="1:00"', 'start="one"'),
    ("chapters-not-ascending", 'start="1:00"', 'start="0"'),
    ("chapters-not-from-start", 'start="00:00:00.000"', 'start="00:00:05"'),
    ("chapter-after-end", 'start="1:00"', 'start="1:00:00"'),
]  # fmt: skip
CATEGORIES = re.compile(r"<itunes:category.*\n")
OTHERS = {
    "channel-without-category": CATEGORIES.sub("", GOOD),
    "channel-without-items": ITEM.sub("", GOOD),
    "feed-not-paged": GOOD.replace(
        "</channel>",
        "".join(
            f'<item><title>T</title><guid isPermaLink="false">g{n}</guid><pubDate>9 Apr 2027 10:00 +0000</pubDate>'
            f'<enclosure url="https://example.org/x{n}.mp3" length="1" type="audio/mpeg"/><description>x</description>'
            f"<itunes:duration>1</itunes:duration><itunes:episode>{n + 3}</itunes:episode></item>"
            for n in range(1_000)
        )
        + "</channel>",
    ),
}


@pytest.mark.parametrize(("code", "old", "new"), FAULTS)
def test_a_fault_is_found_and_nothing_else_is_said(code: str, old: str, new: str) -> None:
    found = problems(spoiled(old, new))
    assert {problem.code for problem in found} == {code}
    for problem in found:
        assert (problem.severity, problem.fix) == (RULE[code].severity, RULE[code].fix)
        assert re.match(r"feed\.xml: (channel|item \d( “.+”)?) \(line \d+\)\Z", problem.where)


@pytest.mark.parametrize("code", OTHERS)
def test_faults_of_more_than_one_place(code: str) -> None:
    assert codes(OTHERS[code]) == {code}


def test_every_rule_is_broken_by_some_test() -> None:
    assert {rule.id for rule in RULES} == {code for code, _, _ in FAULTS} | set(OTHERS)


def test_ids_are_unique_and_every_rule_says_what_it_asks_for_who_asks_and_what_to_do() -> None:
    assert len(RULE) == len(RULES)
    for rule in RULES:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", rule.id)
        assert rule.asks.endswith(".")
        assert rule.source
        assert rule.fix
        assert not rule.stops or rule.severity is Severity.ERROR


def test_the_page_names_every_rule() -> None:
    page = (PROJECT / "docs" / "feed-rules.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")] for line in page.splitlines() if line.startswith("| `")
    ]
    assert [row[:4] for row in rows if len(row) == 4] == [
        [f"`{rule.id}`", f"**{rule.severity.value}**" if rule.stops else rule.severity.value,
         rule.asks.replace("<", "&lt;"), rule.source]
        for rule in RULES
    ]  # fmt: skip


def test_only_what_breaks_apps_stops_a_publish() -> None:
    assert {rule.id for rule in STOPPING} == {
        "encoding-not-utf-8", "namespace-misspelled", "date-unreadable", "date-without-zone", "channel-without-title",
        "item-without-enclosure", "enclosure-length", "enclosure-without-type", "enclosure-twice", "guid-missing",
        "guid-twice", "date-in-future",
    }  # fmt: skip


def test_the_other_address_of_the_namespace_means_the_same() -> None:
    alias = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    assert codes(spoiled("https://podcastindex.org/namespace/1.0", alias)) == set()


def test_a_misspelled_namespace_is_told_once_with_its_line() -> None:
    (found,) = problems(spoiled("https://podcastindex.org/namespace/1.0", "https://podcastindex.org/namespace/1.0/"))
    assert found.where == "feed.xml: channel (line 2)"


@pytest.mark.parametrize(
    ("written", "meant"), [("health & fitness", "Health &amp; Fitness"), ("TV and Film", "TV & Film"), ("Nonsense", "")]
)
def test_the_right_spelling_of_a_category_is_offered(written: str, meant: str) -> None:
    feed = spoiled('text="Technology"', f'text="{written.replace("&", "&amp;")}"')
    (found,) = problems(feed)
    assert ("; “" in found.message) == bool(meant)
    assert meant.replace("&amp;", "&") in found.message


def test_all_of_apples_categories_are_known() -> None:
    assert len(APPLE_CATEGORIES) == 19
    assert sum(map(len, APPLE_CATEGORIES.values())) == 91
    for outer, inner in APPLE_CATEGORIES.items():
        for name in inner:
            pair = f'<itunes:category text="{outer}"><itunes:category text="{name}"/></itunes:category>'
            assert codes(spoiled('<itunes:category text="Technology"/>', pair.replace("&", "&amp;"))) == set()


def test_one_category_may_stand_in_two() -> None:
    assert codes(spoiled('<itunes:category text="Technology"/>', '<itunes:category text="Arts"/>')) == set()


def test_many_places_with_one_fault_are_counted() -> None:
    feed = OTHERS["feed-not-paged"].replace("<itunes:duration>1</itunes:duration>", "")
    missing = [problem for problem in problems(feed) if problem.code == "duration-missing"]
    assert len(missing) == 21
    assert [problem.message for problem in missing if problem.where == "feed.xml"] == ["and 980 more places like these"]


def test_problems_know_what_they_are_about() -> None:
    show, episode = UUID(int=1), UUID(int=2)
    feed = spoiled("en-gb", "xx").replace("<itunes:duration>169", "<itunes:duration>x").replace(">60<", ">y<")
    found = problems(feed, about={"": show, "one": episode})
    assert [(one.code, one.subjects) for one in found] == [
        ("language-unknown", (show,)),
        ("duration-not-seconds", (episode,)),
        ("duration-not-seconds", ()),
    ]


def test_texts_of_strangers_are_shown_clean_and_short() -> None:
    evil = "\u202e[bold]\u0085" + "x" * 500
    found = problems(
        spoiled("<itunes:episodeType>full", f"<itunes:episodeType>{evil}").replace(">First<", f">{evil[:40]}<")
    )
    (problem,) = [one for one in found if one.code == "episode-type-unknown"]
    assert not re.search("[\u202e\u0085\n]", problem.message + problem.where)
    assert "[bold]" in problem.message
    assert len(problem.message) < 120


def test_a_title_that_has_numbers_by_itself_is_not_reported() -> None:
    for title in ("2001 and after", "Catch 22", "10,000 hours", "Seven", "1984", "No more", "24 hours on the ward"):
        assert codes(spoiled("<title>First</title>", f"<title>{title}</title>")) == set(), title


@pytest.mark.parametrize("address", ["http://[", "https://example.org:x/a.mp3", "https://example.org"])
def test_addresses_that_are_hardly_any_do_not_break_a_rule(address: str) -> None:
    assert "enclosure-length" not in codes(spoiled("https://example.org/1.mp3?a=b", address))


@pytest.mark.parametrize(
    "text", ["Fri, 99 Apr 2027 10:00:00 +0000", "Fri, 09 Apr 9999 99:99:99 +9999", "Fri, 09 Apr 0000 10:00:00 +0000"]
)
def test_dates_that_never_were_are_unreadable(text: str) -> None:
    assert "date-unreadable" in codes(spoiled("Sat, 10 Apr 2027 10:00:00 +0000", text))


# What is wrong with the real feeds; each was looked up in the file by hand.
REAL = {
    "homegrown-hits.xml": {
        "artwork-extension": 2,  # a .gif, and named twice …
        "element-repeated": 1,  # … in two itunes:image
        "attribute-missing": 1,  # a recipient with an empty address
        "channel-without-self-link": 1,
        "live-time": 2,  # 2023-10-05T24:00:00.000 -0500, with a blank and an hour that isn't
        "live-without-link": 1,
        "blanks-around": 6,  # a host whose name begins with a line break
        "channel-without-locked": 1,
        "description-not-html": 1,  # “Boys & No No”
        "duration-missing": 4,
        "title-with-number": 4,
        "title-with-show": 4,
    },
    "pc20rss.xml": {
        "address-not-web": 1,  # …/Copy - PC2052
        "category-unknown": 1,  # News & Politics left Apple's list in 2019
        "channel-without-self-link": 1,
        "explicit-not-boolean": 21,  # no
        "person-without-name": 2,
        "chapters-type": 21,
        "date-zone-by-name": 21,  # GMT
        "description-tags": 6,
        "transcript-type": 21,  # application/srt
        "description-not-html": 21,  # “Adam & Dave”
        "duration-missing": 21,
        "title-with-number": 21,
    },
    "themnshow.xml": {
        "channel-without-explicit": 1,
        "channel-without-self-link": 1,
        "enclosure-length": 3,  # 0
        "explicit-not-boolean": 21,  # No
        "description-tags": 21,
        "number-name-too-long": 1,
        "soundbite-times": 5,  # 8 and 12 seconds
        "duration-missing": 1,
        "hosts-not-repeated": 21,
    },
}


@pytest.mark.parametrize("name", REAL)
def test_real_feeds_have_their_true_faults_and_no_others(name: str, shared_data: Path) -> None:
    found = problems((shared_data / "feeds" / name).read_bytes())
    counted = {code: sum(problem.code == code for problem in found) for code in {problem.code for problem in found}}
    assert counted == REAL[name]
