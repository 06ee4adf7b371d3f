"""One episode as an RSS item, rendered once and composed into every feed that holds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from confkit.codecs.rss_chapters import ChapterForms, chapter_forms
from confkit.codecs.show_notes import DESCRIPTION_LIMIT, description_html, notes_html
from confkit.codecs.web_address import ascii_address
from confkit.codecs.xml_text import Html, cdata, element, escape, quoted, shortened
from confkit.domain.bridge import EpisodeView, Source
from confkit.domain.errors import InvalidValue
from confkit.domain.licence import licence_named
from confkit.domain.person import Credit, Role

# Most values of a feed; Podcasting 2.0 allows its names less.
LONGEST = 255
LONGEST_NAME = 128
# The Podcast Taxonomy (https://podcasttaxonomy.com), group "cast": who speaks at a conference is the guest of the
# show, who moderates there leads the conversation of this one episode.
_ROLES = {Role.HOST: "host", Role.GUEST: "guest", Role.SPEAKER: "guest", Role.MODERATOR: "guest host"}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """Where a transcript is on the web; ``is_captions`` says that players can show it while they play."""

    url: str
    media_type: str
    language: str = ""
    is_captions: bool = False


@dataclass(frozen=True, slots=True)
class FeedAddresses:
    """Where the things that a feed points to are on the web; all absolute, and by episode id where there are many.

    ``feed`` is the feed's own address, ``link`` the page of the show, ``artwork`` its picture ("" for none).
    ``enclosure`` has to hold every episode of the feed, the others only those that have such a file.
    """

    feed: str
    link: str
    artwork: str = ""
    enclosure: Mapping[UUID, str] = field(default_factory=dict)
    chapters: Mapping[UUID, str] = field(default_factory=dict)
    page: Mapping[UUID, str] = field(default_factory=dict)
    images: Mapping[UUID, str] = field(default_factory=dict)
    transcripts: Mapping[UUID, Sequence[TranscriptLink]] = field(default_factory=dict)


def render_item(view: EpisodeView, *, address: FeedAddresses, hosts: Sequence[Credit] = ()) -> bytes:
    """Return the ``<item>`` of an episode.

    ``hosts`` are the people of the show: an app that finds persons on an item shows only those, so they are repeated on
    each. Raises InvalidValue for an episode without audio: no app could play it.
    """
    recording = view.recording
    enclosure = address.enclosure.get(view.id, "")
    if recording is None or not enclosure:
        raise InvalidValue("has no audio", where=view.title, fix="add its audio file, or make it a draft")
    title = shortened(view.title, LONGEST) or "Untitled"
    escaped = escape(title)
    forms = chapter_forms(view.chapters, title)
    description, notes = _words(view, forms)
    chapters = address.chapters.get(view.id, "") if view.chapters else ""
    image = address.images.get(view.id, "")
    parts = (
        f"<item>\n<title>{escaped}</title>\n<itunes:title>{escaped}</itunes:title>\n",
        element("itunes:subtitle", shortened(view.subtitle, LONGEST)),
        f'<guid isPermaLink="false">{escape(view.episode.guid.strip())}</guid>\n'
        f"<pubDate>{rfc2822(view.date)}</pubDate>\n",
        element("link", ascii_address(_link(view, address))),
        f"<enclosure url={quoted(ascii_address(enclosure))} "
        f'length="{recording.size}" type={quoted(recording.media_type)}/>\n',
        cdata("description", description),
        cdata("content:encoded", notes) if notes != description else "",
        f"<itunes:duration>{_seconds(recording.duration)}</itunes:duration>\n"
        f"<itunes:explicit>{'true' if view.explicit else 'false'}</itunes:explicit>\n"
        f"<itunes:episodeType>{view.kind.value}</itunes:episodeType>\n",
        _number("season", view.season),
        _number("episode", view.number),
        element("itunes:author", _author(view)),
        f"<itunes:image href={quoted(ascii_address(image))}/>\n" if image else "",
        persons((*hosts, *view.people)),
        f'<podcast:chapters url={quoted(ascii_address(chapters))} type="application/json+chapters"/>\n'
        if chapters
        else "",
        forms.simple,
        *map(_transcript, address.transcripts.get(view.id, ())),
        licence(view.licence),
        _recorded_at(view),
        "</item>\n",
    )
    return "".join(parts).encode()


def persons(people: Sequence[Credit]) -> str:
    """Return a ``podcast:person`` for each, once per role."""
    return "".join(dict.fromkeys(map(_person, people)))


def _transcript(link: TranscriptLink) -> str:
    language = f" language={quoted(link.language)}" if link.language else ""
    captions = ' rel="captions"' if link.is_captions else ""
    url, kind = quoted(ascii_address(link.url)), quoted(link.media_type)
    return f"<podcast:transcript url={url} type={kind}{language}{captions}/>\n"


# The same people and licences come in most of the episodes of a show.
@lru_cache(maxsize=1024)
def _person(credit: Credit) -> str:
    role = _ROLES.get(credit.role)
    if role is None:
        return ""
    href = f" href={quoted(ascii_address(credit.url))}" if credit.url else ""
    name = escape(shortened(credit.name, LONGEST_NAME))
    return f'<podcast:person role="{role}" group="cast"{href}>{name}</podcast:person>\n'


@lru_cache(maxsize=64)
def licence(text: str) -> str:
    """Return ``podcast:license``: the SPDX identifier in lower case with its address, or what the text says itself."""
    if not text.strip():
        return ""
    known = licence_named(text)
    if known:
        return f"<podcast:license url={quoted(known.url)}>{known.id.lower()}</podcast:license>\n"
    if text.startswith(("http://", "https://")):
        return f"<podcast:license url={quoted(ascii_address(text))}>custom</podcast:license>\n"
    return element("podcast:license", shortened(text, LONGEST_NAME))


def rfc2822(moment: datetime) -> str:
    """Return an aware time as RFC 2822 wants it: English names and a numeric zone."""
    offset = moment.utcoffset()
    seconds = offset.days * 86_400 + offset.seconds if offset is not None else 1
    if seconds % 60:
        return rfc2822(moment.astimezone(UTC))
    sign, minutes = ("-", -seconds // 60) if seconds < 0 else ("+", seconds // 60)
    return (
        f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04} "
        f"{moment.hour:02}:{moment.minute:02}:{moment.second:02} {sign}{minutes // 60:02}{minutes % 60:02}"
    )


def _words(view: EpisodeView, forms: ChapterForms) -> tuple[Html, Html]:
    """Description and full notes, both with the chapters as time stamps."""
    notes = notes_html(view.description or view.subtitle)
    if not forms.stamps:
        return description_html(notes), notes
    if not forms.short:
        return description_html(notes), Html(notes + forms.stamps)
    description = description_html(notes, limit=DESCRIPTION_LIMIT - len(forms.stamps.encode()))
    return Html(description + forms.stamps), Html(notes + forms.stamps)


def _author(view: EpisodeView) -> str:
    names = dict.fromkeys(credit.name for credit in view.people if credit.role in _ROLES)
    return shortened(", ".join(names), LONGEST)


def _link(view: EpisodeView, address: FeedAddresses) -> str:
    """The episode's page: the address that belongs to it, else the page confkit made, else the show's."""
    if view.link and view.sources.get("link") is not Source.SHOW:
        return view.link
    return address.page.get(view.id, "") or view.link or address.link


def _number(name: str, value: int | None) -> str:
    if value is None or value < 1:
        return ""
    return f"<itunes:{name}>{value}</itunes:{name}>\n<podcast:{name}>{value}</podcast:{name}>\n"


def _seconds(duration: timedelta) -> int:
    return max(round(duration.total_seconds()), 0)


def _recorded_at(view: EpisodeView) -> str:
    place = shortened(view.talk.event.location, LONGEST_NAME) if view.talk else ""
    return f'<podcast:location rel="creator">{escape(place)}</podcast:location>\n' if place else ""
