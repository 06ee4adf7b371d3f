"""Live streams as the channel announces them (``podcast:liveItem``).

The namespace asks for a ``contentLink`` always, and for an enclosure "as a fallback", in the type that the stream has.
So an enclosure is written only where the address says what is behind it: an app that is told ``audio/mpeg`` and gets a
page with a video plays nothing, and shows no link either.
"""

from collections.abc import Sequence

from confkit.codecs.rss_podcasting import persons
from confkit.codecs.show_notes import description_html, notes_html
from confkit.codecs.xml_text import cdata, escape, link_element, quoted, quoted_address, shortened
from confkit.domain.feed_rules.values import extension_of
from confkit.domain.live import LiveItem
from confkit.domain.person import Credit

_LONGEST = 255
# RFC 8216 §4 and Apple for HLS, ISO/IEC 23009-1 for DASH, RFC 5334 for Ogg, the rest as for enclosures.
_TYPES = {
    "m3u8": "application/x-mpegURL",
    "mpd": "application/dash+xml",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "m4a": "audio/x-m4a",
    "mp4": "video/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg; codecs=opus",
}


def stream_type(address: str) -> str:
    """Return the media type of a stream by its address, "" where that says nothing."""
    return _TYPES.get(extension_of(address), "")


def render_live_item(one: LiveItem, *, hosts: Sequence[Credit] = ()) -> str:
    """Return the ``podcast:liveItem`` of a stream; ``hosts`` are the people of the show, as on every item."""
    kind = stream_type(one.stream)
    stream = quoted_address(one.stream)
    title = escape(shortened(one.title, _LONGEST) or "Untitled")
    media = (
        f'<enclosure url={stream} length="0" type={quoted(kind)}/>\n'
        f'<podcast:alternateEnclosure type={quoted(kind)} default="true">\n'
        f"<podcast:source uri={stream}/>\n</podcast:alternateEnclosure>\n"
        if kind
        else ""
    )
    return (
        f'<podcast:liveItem status="{one.status.value}" start="{one.start.isoformat(timespec="seconds")}"'
        f' end="{one.end.isoformat(timespec="seconds")}">\n'
        f"<title>{title}</title>\n"
        f"{cdata('description', description_html(notes_html(one.description)))}"
        f"{link_element(one.link)}"
        f'<guid isPermaLink="false">{one.id}</guid>\n'
        f"{media}{persons((*hosts, *one.people))}"
        f"<podcast:contentLink href={stream}>{title}</podcast:contentLink>\n"
        "</podcast:liveItem>\n"
    )
