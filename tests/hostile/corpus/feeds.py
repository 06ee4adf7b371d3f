"""Feeds: what XML brings with it, and what is in it."""

from collections.abc import Callable

from tests.hostile.corpus.beside import laughs
from tests.hostile.corpus.id3 import EVIL
from tests.hostile.entry import Door, Entry, sparse, written
from tests.hostile.parts import MIB

ITUNES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
)


def _feed(name: str, why: str, make: Callable[[], bytes], problem: bool | None = True, *, slow: bool = False) -> Entry:
    return Entry(f"feed: {name}", Door.FEED, written("feed.xml", make), why, problem, slow)


def _rss(inside: bytes, head: bytes = b'<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return head + f'<rss version="2.0" {ITUNES}><channel>'.encode() + inside + b"</channel></rss>"


def _described(text: bytes) -> bytes:
    return _rss(b"<title>x</title><item><title>x</title><description><![CDATA[" + text + b"]]></description></item>")


def _names(count: int) -> bytes:
    return b"".join(b"<n%d/>" % number for number in range(count))


ENTRIES = (
    _feed("a billion laughs", "entities that double", lambda: laughs("rss")),
    _feed(
        "a quadratic blow-up",
        "one long entity, used often",
        lambda: b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss>' + b"&a;" * 50_000 + b"</rss>",
    ),
    _feed(
        "an external entity",
        "would read a file",
        lambda: b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss>&e;</rss>',
    ),
    _feed(
        "an external document type",
        "would ask a server",
        lambda: b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss/>',
    ),
    _feed(
        "a parameter entity",
        "entities of the document type itself",
        lambda: b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><rss/>',
    ),
    _feed(
        "50,000 attributes",
        "each is compared with each other",
        lambda: _rss(b"<item " + b" ".join(b"a%d='x'" % n for n in range(50_000)) + b"/>"),
    ),
    _feed(
        "50,000 namespaces",
        "and a prefix for each",
        lambda: b"<rss " + b" ".join(b"xmlns:n%d='u%d'" % (n, n) for n in range(50_000)) + b"/>",
    ),
    _feed("100,000 elements deep", "recursion", lambda: _rss(b"<a>" * 100_000)),
    _feed("a million items", "no app shows them", lambda: _rss(b"<item/>" * 1_000_000)),
    _feed(
        "290,000 elements of other names",
        "just within the limit, and each has to be remembered",
        lambda: _rss(_names(290_000)),
        slow=True,
    ),
    _feed(
        "19,000 items",
        "just within the limit",
        lambda: _rss(b"<item><title>x</title><guid>1</guid></item>" * 19_000),
        slow=True,
    ),
    _feed("a title of 10 MiB", "one text", lambda: _rss(b"<title>" + b"x" * (10 * MIB) + b"</title>")),
    _feed(
        "a text of a million pieces",
        "references, each handed over on its own",
        lambda: _rss(b"<title>" + b"&amp;" * 1_000_000 + b"</title>"),
    ),
    _feed("an attribute of 30 MiB", "one value", lambda: _rss(b'<item a="' + b"x" * (30 * MIB) + b'"/>'), slow=True),
    _feed("a comment of 30 MiB", "of no use", lambda: _rss(b"<!--" + b"x" * (30 * MIB) + b"-->"), slow=True),
    _feed(
        "a token that never ends",
        "expat once scanned it again for each piece",
        lambda: _rss(b"<title")[:-15] + b" " * (20 * MIB),
    ),
    _feed("UTF-7", "an encoding that hides markup", lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-rss+AD4-'),
    _feed(
        "an encoding that is none",
        "rot13 is one for Python",
        lambda: _rss(b"", b'<?xml version="1.0" encoding="rot13"?>'),
    ),
    _feed(
        "an encoding of compressed bytes",
        "zlib is one for Python",
        lambda: b'<?xml version="1.0" encoding="zlib"?>' + bytes(999),
    ),
    _feed(
        "UTF-16 without a mark",
        "guessed wrong by many",
        lambda: '<?xml version="1.0" encoding="UTF-16"?><rss/>'.encode("utf-16-le"),
    ),
    _feed(
        "UTF-16 that says it is UTF-8",
        "two truths",
        lambda: '<?xml version="1.0" encoding="UTF-8"?><rss/>'.encode("utf-16"),
    ),
    _feed("UTF-32", "four bytes a character", lambda: "<rss/>".encode("utf-32")),
    _feed("NULs in a title", "not allowed in XML", lambda: _rss(b"<title>a\0b</title>")),
    _feed(
        "character references that are none",
        "NUL, and beyond Unicode",
        lambda: _rss(b"<title>&#0;&#xD800;&#x110000;</title>"),
    ),
    _feed("a compressed feed", "gzip under the name of XML", lambda: b"\x1f\x8b\x08" + bytes(500)),
    _feed("nothing", "an empty file", lambda: b""),
    _feed("only blanks", "a file of spaces", lambda: b" " * MIB),
    _feed("HTML", "the page of the show", lambda: b"<html><body>" + EVIL + b"</body></html>"),
    _feed("half a feed", "cut off", lambda: _rss(b"<item><title>x")[:-17]),
    _feed("40 MiB", "beyond the limit", lambda: _rss(b"<!--" + b"x" * (40 * MIB) + b"-->")),
    _feed(
        "scripts in titles",
        "markup, escapes, overrides",
        lambda: _rss(
            b"<title><![CDATA["
            + EVIL.replace(b"]]>", b"").translate(None, bytes([27, 7])).replace("\ufffe".encode(), b"")
            + b"]]></title><item><title>&lt;script&gt;alert(1)&lt;/script&gt;&#x9b;2J&#x202e;</title></item>"
        ),
    ),
    _feed("a description of angle brackets", "tags that are never closed", lambda: _described(b"<a " * 1_000_000)),
    _feed("a description of ampersands", "entities that are none", lambda: _described(b"&" * 3_000_000)),
    _feed("a description of blanks", "regular expressions for blanks", lambda: _described(b" " * 3_000_000 + b"x")),
    _feed(
        "a description of times",
        "each might be a chapter",
        lambda: _described(b"\n".join(b"%d:%02d x" % (n // 60, n % 60) for n in range(200_000))),
    ),
    _feed(
        "a title of dashes",
        "a number at its end is looked for from each",
        lambda: _rss(b"<title>" + b"- " * 500_000 + b"</title><item><title>" + b"- " * 500_000 + b"x</title></item>"),
    ),
    _feed(
        "an e-mail address of at signs",
        "each might be the one",
        lambda: _rss(
            b"<itunes:owner><itunes:email>"
            + b"a@" * 500_000
            + b"."
            + b"a." * 500_000
            + b"</itunes:email></itunes:owner><language>"
            + b"a-" * 500_000
            + b"</language>"
        ),
    ),
    _feed(
        "numbers without end",
        "lengths, durations, seasons of 100,000 digits",
        lambda: _rss(
            b"<item><enclosure url='http://a.b/c' length='"
            + b"9" * 100_000
            + b"'/><itunes:duration>"
            + b"9" * 100_000
            + b"</itunes:duration><itunes:episode>"
            + b"9" * 5_000
            + b"</itunes:episode></item>"
        ),
    ),
    _feed(
        "dates without end",
        "the 32nd, the year 99999, zones of 99 hours",
        lambda: _rss(
            b"<pubDate>Mon, 32 Jan 99999 25:61:61 +9999</pubDate>"
            b"<item><pubDate>Mon, 01 Jan 0001 00:00:00 +2359</pubDate></item>"
            b"<item><pubDate>" + b"Mon, " * 100_000 + b"</pubDate></item>"
        ),
    ),
    _feed(
        "addresses that no one can parse",
        "brackets of IPv6, ports of 99 digits",
        lambda: _rss(
            b"<link>http://[::1</link><item><enclosure url='http://[a]b:999999999999/' length='x' type='y'/><link>http://a:b@[</link></item>"
        ),
    ),
    _feed(
        "a recurrence of every second",
        "for a million years",
        lambda: _rss(
            b"<podcast:updateFrequency rrule='FREQ=SECONDLY;COUNT=999999999999;BYSECOND="
            + b"1," * 100_000
            + b"1'>x</podcast:updateFrequency>"
        ),
    ),
    Entry("feed: ten gigabytes of nothing", Door.FEED, sparse("feed.xml", 10 << 30), "a sparse file"),
)
