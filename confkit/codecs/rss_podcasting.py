"""The small elements of the podcast namespace, a function for each (podcastindex.org/namespace/1.0)."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache

from confkit.codecs.person_roles import ROLES
from confkit.codecs.rss_addresses import AlternateAudio, TranscriptLink
from confkit.codecs.rss_extras import NO_EXTRAS, Extra, Extras, in_place_of
from confkit.codecs.xml_text import element, escape, quoted, quoted_address, shortened
from confkit.domain.licence import licence_named
from confkit.domain.person import Credit
from confkit.domain.podcasting import Discussion, FeedText, RemoteFeed, Soundbite
from confkit.domain.rhythm import rhythm_in_words
from confkit.domain.show import Show

# Podcasting 2.0 allows its names less than the 255 characters of most values.
LONGEST_NAME = 128
LONGEST_DISPLAY = 32
_LONGEST_TXT = 4_000
_LONGEST_TITLE = 32


def persons(people: Iterable[Credit], *cast: Mapping[str, tuple[Extra, ...]]) -> str:
    """Return a ``podcast:person`` for each, once per role; ``cast`` are the extras that may say more of them."""
    if not any(cast):
        return "".join(dict.fromkeys(map(_person, people)))
    return "".join(dict.fromkeys(in_place_of(credit, *cast) or _person(credit) for credit in people))


# The same people and licences come in most of the episodes of a show.
@lru_cache(maxsize=1024)
def _person(credit: Credit) -> str:
    role = ROLES.get(credit.role)
    if role is None:
        return ""
    href = f" href={quoted_address(credit.url)}" if credit.url else ""
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
        return f"<podcast:license url={quoted_address(text)}>custom</podcast:license>\n"
    return element("podcast:license", shortened(text, LONGEST_NAME))


def transcript(link: TranscriptLink) -> str:
    """Return ``podcast:transcript``."""
    language = f" language={quoted(link.language)}" if link.language else ""
    captions = ' rel="captions"' if link.is_captions else ""
    url, kind = quoted_address(link.url), quoted(link.media_type)
    return f"<podcast:transcript url={url} type={kind}{language}{captions}/>\n"


def alternate(one: AlternateAudio) -> str:
    """Return ``podcast:alternateEnclosure`` with its source and the digest that it can be checked by."""
    bitrate = f' bitrate="{one.bitrate}"' if one.bitrate else ""
    title = f" title={quoted(shortened(one.title, _LONGEST_TITLE))}" if one.title else ""
    default = ' default="true"' if one.is_default else ""
    integrity = ""
    if one.sha256:
        digest = b64encode(bytes.fromhex(one.sha256)).decode()
        integrity = f'<podcast:integrity type="sri" value="sha256-{digest}"/>\n'
    return (
        f'<podcast:alternateEnclosure type={quoted(one.media_type)} length="{one.size}"{bitrate}{title}{default}>\n'
        f"<podcast:source uri={quoted_address(one.url)}/>\n{integrity}</podcast:alternateEnclosure>\n"
    )


def soundbite(one: Soundbite) -> str:
    """Return ``podcast:soundbite``; times are decimal seconds."""
    title = escape(shortened(one.title, LONGEST_NAME))
    times = f'startTime="{_seconds(one.start)}" duration="{_seconds(one.length)}"'
    return f"<podcast:soundbite {times}>{title}</podcast:soundbite>\n" if title else f"<podcast:soundbite {times}/>\n"


def discussion(one: Discussion) -> str:
    """Return ``podcast:socialInteract``; the protocol ``disabled`` says that there is none, and nothing else."""
    if one.protocol == "disabled":
        return '<podcast:socialInteract protocol="disabled"/>\n'
    account = f" accountId={quoted(shortened(one.account, LONGEST_NAME))}" if one.account else ""
    page = f" accountUrl={quoted_address(one.account_url)}" if one.account_url else ""
    priority = f' priority="{one.priority}"' if one.priority is not None else ""
    uri, protocol = quoted_address(one.url), quoted(one.protocol)
    return f"<podcast:socialInteract uri={uri} protocol={protocol}{account}{page}{priority}/>\n"


def txt(one: FeedText) -> str:
    """Return ``podcast:txt``, nothing for an empty text."""
    value = escape(one.value.strip()[:_LONGEST_TXT])
    purpose = f" purpose={quoted(shortened(one.purpose, LONGEST_NAME))}" if one.purpose else ""
    return f"<podcast:txt{purpose}>{value}</podcast:txt>\n" if value else ""


def remote_feed(feed: RemoteFeed, medium: str = "") -> str:
    """Return ``podcast:remoteItem``; that of a publisher always says its ``medium``."""
    url = f" feedUrl={quoted_address(feed.url)}" if feed.url else ""
    kind = medium or feed.medium
    said = f" medium={quoted(kind)}" if kind and kind != "podcast" else ""
    title = f" title={quoted(shortened(feed.title, LONGEST_NAME))}" if feed.title else ""
    return f"<podcast:remoteItem feedGuid={quoted(feed.guid.strip())}{url}{said}{title}/>\n"


def update_frequency(show: Show) -> str:
    """Return ``podcast:updateFrequency``: the rule, in the show's words or, for an English show, in ours."""
    if not (show.recurrence or show.rhythm):
        return ""
    words = show.rhythm or (rhythm_in_words(show.recurrence) if show.language.lower().startswith("en") else "")
    rule = f" rrule={quoted(show.recurrence)}" if show.recurrence else ""
    complete = ' complete="true"' if show.complete else ""
    text = escape(shortened(words, LONGEST_NAME))
    return f"<podcast:updateFrequency{rule}{complete}>{text}</podcast:updateFrequency>\n"


def artwork(address: str, size: tuple[int, int]) -> str:
    """Return ``podcast:image`` of a show's artwork, with its pixels where they are known."""
    width, height = size
    known = width > 0 and height > 0
    ratio = "1/1" if not known or width == height else f"{width}/{height}"
    pixels = f' width="{width}" height="{height}"' if known else ""
    return f'<podcast:image href={quoted_address(address)} purpose="artwork" aspect-ratio="{ratio}"{pixels}/>\n'


def podroll(feeds: Sequence[RemoteFeed]) -> str:
    """Return ``podcast:podroll``: the shows that a show recommends."""
    return f"<podcast:podroll>\n{''.join(map(remote_feed, feeds))}</podcast:podroll>\n" if feeds else ""


def location(place: str, *, is_of_recording: bool = False) -> str:
    """Return ``podcast:location``: what a show is about, or where an episode was recorded."""
    text = escape(shortened(place, LONGEST_NAME))
    rel = ' rel="creator"' if is_of_recording else ""
    return f"<podcast:location{rel}>{text}</podcast:location>\n" if text else ""


def unless_replaced(extras: Extras, name: str, own: str, outdated: frozenset[str]) -> str:
    """Return confkit's own element, nothing where an extra of that name that is not ``outdated`` takes its place."""
    return own if extras is NO_EXTRAS or name not in extras.singles or name in outdated else ""


def _seconds(moment: timedelta) -> str:
    return f"{moment.total_seconds():.3f}".rstrip("0").rstrip(".")
