import sys
import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from confkit.codecs.feed_document import Limits, read_feed
from confkit.domain.errors import FormatError, LimitExceeded, TruncatedInput
from confkit.domain.feed import FEED_NAMESPACES, PODCAST_ALIAS, label
from confkit.domain.feed import FEED_NAMESPACES as NAMESPACES

FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:i="{NAMESPACES["itunes"]}" xmlns:p="{PODCAST_ALIAS}" xmlns:x="https://example.org/ns">
<channel xml:lang="en">
<title>A <![CDATA[& <b>]]></title>
<p:person p:role="host" href=" x ">Hana</p:person>
<x:other/>
<item><title>One</title><i:image href="a"/></item>
<p:liveItem><item>not one</item></p:liveItem>
<item>
 <title>Two</title></item>
</channel><channel><title>second</title></channel></rss>""".encode()


def test_the_tree_has_names_texts_and_places() -> None:
    feed = read_feed(FEED)
    assert (feed.version, feed.encoding) == ("2.0", "utf-8")
    assert feed.channel.value("title") == "A & <b>"
    assert feed.channel.get("xml:lang") == "en"
    person = feed.channel.first("podcast:person")
    assert person is not None
    assert (person.raw, person.get("podcast:role"), person.get("href"), person.get("img")) == ("Hana", "host", "x", "")
    assert feed.channel.first("{https://example.org/ns}other") is not None
    assert feed.channel.first("item") is feed.items[0]
    assert feed.channel.value("nothing") == ""
    assert [item.value("title") for item in feed.items] == ["One", "Two"]
    assert [element.name for element in feed.items[0].walk()] == ["item", "title", "itunes:image"]
    assert list(feed.channel.walk()) == list(feed.everything[1:-2])
    assert dict(feed.namespaces)[PODCAST_ALIAS] == 2
    assert feed.place(feed.channel) == "channel (line 3)"
    assert feed.place(feed.items[1].children[0]) == "item 2 “Two” (line 10)"


def test_an_item_without_a_title_has_a_place_too() -> None:
    feed = read_feed(b"<rss><channel><item/></channel></rss>")
    assert feed.place(feed.items[0]) == "item 1 (line 1)"


def test_the_writer_and_the_reader_mean_the_same_namespaces() -> None:
    assert FEED_NAMESPACES == NAMESPACES


@pytest.mark.parametrize("end", [1, 60, 120, 260, len(FEED) - 1, len(FEED) - 40])
def test_a_feed_that_was_cut_off_is_truncated(end: int) -> None:
    with pytest.raises(TruncatedInput, match="ends before it is complete"):
        read_feed(FEED[:end])


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_nothing_is_truncated(data: bytes) -> None:
    with pytest.raises(TruncatedInput, match="is empty"):
        read_feed(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<rss><channel><title>R&D</title></channel></rss>", "not well-formed"),
        (b"<rss><channel><title>a&nbsp;b</title></channel></rss>", "undefined entity"),
        (b"<rss><channel><itunes:author>x</itunes:author></channel></rss>", "unbound prefix"),
        (b"\n<?xml version='1.0'?><rss><channel/></rss>", "not at start"),
        (b"<rss><channel></rss>", "mismatched tag"),
        (b"<rss><channel><title>\x00</title></channel></rss>", "not well-formed"),
        (b"<rss><channel><title>\xff</title></channel></rss>", "not well-formed"),
        (b"<?xml version='1.0' encoding='klingon'?><rss><channel/></rss>", "encoding"),
        (b"<?xml version='1.0' encoding='shift_jis'?><rss><channel/></rss>", "encoding"),
        (b"<html><body/></html>", "is not an RSS feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "is not an RSS feed"),
        (b"<rss/>", "is not an RSS feed"),
        (b"ID3\x04", "not well-formed"),
        (b"<!DOCTYPE rss><rss><channel/></rss>", "document type"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>', "document type"),
        (b'<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss><channel/></rss>', "document type"),
    ],
)
def test_what_is_not_a_feed_is_refused_with_a_fix(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what) as caught:
        read_feed(data, where="feed.xml")
    assert caught.value.where.startswith("feed.xml")
    assert caught.value.fix
    assert not isinstance(caught.value, TruncatedInput)


def test_an_entity_bomb_is_refused_at_once() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]><rss><channel><title>&l11;</title></channel></rss>'
    with pytest.raises(FormatError, match="document type"):
        read_feed(bomb.encode())


DEEP = b"<rss><channel>" + b"<a>" * 5_000
WIDE = b"<rss><channel><a " + b" ".join(b'a%d="1"' % n for n in range(50_000)) + b"/></channel></rss>"
SPACES = b"<rss " + b" ".join(b'xmlns:a%d="urn:%d"' % (n, n) for n in range(100)) + b"><channel/></rss>"
MANY = b"<rss><channel>" + b"<item/>" * 20_001 + b"</channel></rss>"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (DEEP, "inside of each other"),
        (WIDE, "attributes"),
        (SPACES, "namespaces"),
        (MANY, "20,000 items"),
        (b"<rss><channel>" + b"<a/>" * 300_001, "300,000 elements"),
        (b" " * (32 * 1024 * 1024 + 1), "32 MiB"),
    ],
    ids=["deep", "wide", "namespaces", "items", "elements", "size"],
)
def test_limits_hold_in_time_and_memory(data: bytes, what: str) -> None:
    began = time.process_time()
    with pytest.raises(LimitExceeded, match=what):
        read_feed(data)
    # Being measured for coverage takes four times as long as being run.
    assert time.process_time() - began < (20 if sys.gettrace() else 5)


def test_the_memory_of_the_largest_tree_is_bounded() -> None:
    limits = Limits(elements=20_000)
    tracemalloc.start()
    try:
        with pytest.raises(LimitExceeded):
            read_feed(b"<rss><channel>" + b"<a b='c'>d</a>" * 20_001, limits=limits)
        # The limit of 300,000 elements is fifteen times as many.
        assert tracemalloc.get_traced_memory()[1] * 20 < 300 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_are_read_and_named(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><rss><channel><title>Zoë</title></channel></rss>'.encode(
        encoding
    )
    feed = read_feed(data)
    assert (feed.channel.value("title"), feed.encoding) == ("Zoë", encoding)


def test_an_encoding_may_be_told_by_its_first_bytes() -> None:
    assert read_feed("\ufeff<rss><channel/></rss>".encode("utf-16-le")).encoding == "UTF-16"
    assert read_feed("\ufeff<rss><channel/></rss>".encode()).encoding == "UTF-8"


@given(st.binary(max_size=200), st.integers(0, len(FEED)))
@example(b"\x00", 0)
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    for data in (noise, FEED[:at] + noise + FEED[at:]):
        # Any other error is a bug of the reader.
        with suppress(FormatError):
            assert read_feed(data).channel.name == "channel"


def test_labels_are_short_clean_lines() -> None:
    assert label("a\n\u202eb") == "a b"
    assert label("x" * 61) == "x" * 59 + "…"
    assert label("x" * 60) == "x" * 60
