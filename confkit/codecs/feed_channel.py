"""The channel of a feed → a show: the inverse of what ``rss`` writes about it."""

import re
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from confkit.codecs.feed_channel_parts import ChannelParts
from confkit.codecs.feed_extras import picture_extra
from confkit.codecs.feed_import import FeedPerson, Findings
from confkit.codecs.feed_item import YES, stray
from confkit.codecs.feed_podcasting import address_in
from confkit.codecs.feed_words import words_of
from confkit.codecs.rss import podcast_guid
from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.values import is_web_address, uuid_of
from confkit.domain.show import Show, ShowKind
from confkit.domain.text import clean_line
from confkit.domain.validation import is_language

_KINDS = {kind.value: kind for kind in ShowKind}
_LONGEST_SLUG = 64


@dataclass(slots=True)
class Channel:
    """What a channel says: the fields of its show, and what has to be looked up or fetched."""

    show: Show
    people: tuple[FeedPerson, ...]
    artwork: str
    address: str
    next_page: str
    is_locked: bool
    locked_by: str
    has_guid: bool


def read_channel(channel: Element, address: str, id: UUID, findings: Findings) -> Channel:
    """Return what ``channel`` says; ``address`` is where it was found, "" for a file."""
    first: dict[str, Element] = {}
    podcasting: list[Element] = []
    for child in channel.children:
        if child.name.startswith("podcast:"):
            podcasting.append(child)
        elif child.name not in ("item", "atom:link"):
            first.setdefault(child.name, child)
            podcasting.extend(stray(child))
    own = linked(channel, "self") or address
    parts = ChannelParts(_line(first, "itunes:complete").lower() in YES)
    parts.take(podcasting)
    findings.left_out("", parts.left_out)
    owner = first.get("itunes:owner")
    email = clean_line(owner.value("itunes:email")) if owner is not None else ""
    title = _line(first, "title") or _line(first, "itunes:title")
    if not title:
        findings.warn("feed-without-title", "", "has no title", "give the show a title")
        title = "Untitled"
    picture = first.get("itunes:image") or Element("itunes:image")
    image = first.get("image")
    artwork = address_in(picture.get("href")) or (address_in(image.value("url")) if image is not None else "")
    is_same_owner = parts.locked_by == (email or parts.locked_by)
    lock = () if is_same_owner else tuple(one for one in parts.locked_extra if one not in parts.extras)
    show = Show(
        id=id,
        slug=slug_for(title),
        title=title,
        guid=_guid(parts.guid, own, title, findings),
        description=_description(first),
        language=_language(_line(first, "language"), findings),
        author=_line(first, "itunes:author"),
        owner_name=clean_line(owner.value("itunes:name")) if owner is not None else "",
        owner_email=email or parts.locked_by,
        categories=tuple(_categories(channel)),
        explicit=_line(first, "itunes:explicit").lower() in YES,
        kind=_KINDS.get(_line(first, "itunes:type").lower(), ShowKind.EPISODIC),
        medium=parts.medium,
        url=address_in(_line(first, "link")),
        copyright=_line(first, "copyright"),
        licence=parts.values.get("licence", ""),
        location=parts.values.get("location", ""),
        locked=parts.is_locked,
        complete=parts.is_complete,
        block=parts.is_blocked or _line(first, "itunes:block").lower() in YES,
        new_feed_url=address_in(_line(first, "itunes:new-feed-url")),
        funding=tuple(parts.funding),
        origin=address or own,
        podroll=parts.values.get("podroll", ()),
        publisher=parts.values.get("publisher"),
        texts=tuple(parts.texts),
        recurrence=parts.values.get("recurrence", ""),
        rhythm=parts.values.get("rhythm", ""),
        extras=(*parts.extras, *lock, *picture_extra(artwork)),
    )
    return Channel(
        show,
        tuple(parts.people),
        artwork,
        own,
        linked(channel, "next"),
        parts.is_locked,
        parts.locked_by or email,
        uuid_of(parts.guid) is not None,
    )


def slug_for(title: str) -> str:
    """Return a short name for a show of that title."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "podcast"


def _line(first: dict[str, Element], name: str) -> str:
    element = first.get(name)
    return clean_line(element.raw) if element is not None else ""


def linked(channel: Element, relation: str) -> str:
    """Return the address that the channel names by an ``atom:link`` of this relation, "" for none."""
    links = (one for one in channel.all("atom:link") if one.get("rel").lower() == relation)
    return next((address for one in links if is_web_address(address := one.get("href"))), "")


def _guid(text: str, address: str, title: str, findings: Findings) -> UUID:
    found = uuid_of(text)
    if found is not None:
        return found
    made = podcast_guid(address or title)
    fault = f"has a podcast:guid that is no UUID ({label(text)})" if text else "has no podcast:guid"
    findings.warn("feed-show-guid", "", f"{fault}; {made} is made of its address", "publish the feed with it")
    return made


def _description(first: dict[str, Element]) -> str:
    for name in ("description", "itunes:summary", "content:encoded"):
        if (element := first.get(name)) is not None and element.text:
            return words_of(element.text)
    return ""


def _language(text: str, findings: Findings) -> str:
    code = text.replace("_", "-")
    if is_language(code):
        return code
    fault = f"says its language is “{label(text)}”" if text else "says no language"
    findings.warn("feed-language", "", f"{fault}; taken as English", "set the language of the show")
    return "en"


def _categories(channel: Element) -> list[str]:
    found = []
    for outer in channel.all("itunes:category"):
        name = clean_line(outer.get("text"))
        inner = [clean_line(one.get("text")) for one in outer.all("itunes:category") if one.get("text")]
        found += [f"{name} > {one}" for one in inner] if inner else [name]
    return list(dict.fromkeys(filter(None, found)))
