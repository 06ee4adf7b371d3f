"""Rules for items: what an app needs to list an episode, to know it again and to play it."""

from collections.abc import Callable

from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.feed_rules.values import (
    date_of,
    decimal_number,
    extension_of,
    is_web_address,
    whole_number,
)
from confkit.domain.feed_rules.vocabulary import ENCLOSURE_TYPES
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

_LONGEST_SEASON = 128
_LONGEST_DISPLAY = 32


def _enclosures(look: Look) -> "list[Element]":
    return [found for item in look.feed.items if (found := item.first("enclosure"))]


@_rule("item-without-title", _E, "Apple; PSP-1", "give the episode a title")
def _title(look: Look) -> Findings:
    """Every item has a title."""
    for item in look.feed.items:
        if not item.value("title"):
            yield item, "the item has no title"


@_rule("item-without-enclosure", _E, "Apple; PSP-1", "add the audio, or leave the item out", stops=True)
def _enclosure(look: Look) -> Findings:
    """Every item has an enclosure with an address; apps leave out those without."""
    for item in look.feed.items:
        found = item.first("enclosure")
        if found is None or not found.get("url"):
            yield found or item, "the item has no audio" if found is None else "the enclosure has no url"


@_rule("enclosure-length", _E, "RSS 2.0; Apple", "write the exact size of the file in bytes", stops=True)
def _length(look: Look) -> Findings:
    """The length of an enclosure is a whole number of bytes above 0."""
    for enclosure in _enclosures(look):
        if not whole_number(enclosure.get("length")):
            yield enclosure, f"the length of the enclosure is “{label(enclosure.get('length'))}”"


@_rule("enclosure-without-type", _E, "RSS 2.0; Apple", "write the type, such as audio/mpeg", stops=True)
def _no_type(look: Look) -> Findings:
    """The enclosure says its type."""
    for enclosure in _enclosures(look):
        if not enclosure.get("type"):
            yield enclosure, "the enclosure has no type"


@_rule("enclosure-type-mismatch", _E, "Apple", "write the type that belongs to the file")
def _type(look: Look) -> Findings:
    """The type of an enclosure is the one that belongs to its extension."""
    for enclosure in _enclosures(look):
        extension, given = extension_of(enclosure.get("url")), enclosure.get("type")
        wanted = ENCLOSURE_TYPES.get(extension)
        if wanted and given and given != wanted:
            yield enclosure, f"the type of a .{extension} is {wanted}, not “{label(given)}”"


@_rule(
    # A warning, because every other app plays it, and a listener is better off with an Ogg than with nothing.
    "enclosure-type-refused",
    _W,
    "Apple",
    "publish an MP3 or M4A, and the other file beside it as podcast:alternateEnclosure",
)
def _refused(look: Look) -> Findings:
    """The enclosure is of a type that Apple takes: MP3, M4A, MP4, M4V, MOV or PDF."""
    for enclosure in _enclosures(look):
        given = enclosure.get("type")
        known = extension_of(enclosure.get("url")) in ENCLOSURE_TYPES
        if given and not known and given not in ENCLOSURE_TYPES.values():
            yield enclosure, f"Apple takes no enclosure of the type “{label(given)}”"


def _twice(elements: "list[Element]", key: Callable[[Element], str], what: str) -> Findings:
    first: dict[str, int] = {}
    for element in elements:
        value = key(element)
        if not value:
            continue
        if value in first:
            yield element, f"has the {what} of item {first[value]}: {label(value)}"
        first.setdefault(value, element.item)


@_rule("enclosure-twice", _E, "Apple", "give each item a file of its own, or remove one of them", stops=True)
def _same_enclosure(look: Look) -> Findings:
    """No two items have the same enclosure: directories ignore one of them."""
    yield from _twice(_enclosures(look), lambda one: one.get("url"), "enclosure")


@_rule("guid-missing", _E, "Apple; PSP-1", "give the item a guid that never changes", stops=True)
def _guid(look: Look) -> Findings:
    """Every item has a guid; without one, apps show an episode again after each change."""
    for item in look.feed.items:
        if not item.value("guid"):
            yield item, "the item has no guid"


@_rule("guid-twice", _E, "RSS 2.0; Apple", "give each item a guid of its own", stops=True)
def _same_guid(look: Look) -> Findings:
    """No two items have the same guid: apps take them for one episode."""
    guids = [found for item in look.feed.items if (found := item.first("guid"))]
    yield from _twice(guids, lambda one: one.text, "guid")


@_rule("guid-not-a-link", _E, "RSS 2.0", 'write <guid isPermaLink="false">, and leave the guid as it is')
def _permalink(look: Look) -> Findings:
    """A guid that is no address of the web says isPermaLink="false"."""
    for item in look.feed.items:
        found = item.first("guid")
        if found and found.text and found.get("isPermaLink") != "false" and not is_web_address(found.text):
            yield found, f"the guid “{label(found.text)}” is taken for an address"


@_rule("date-missing", _W, "Apple; PSP-1", "add the pubDate")
def _no_date(look: Look) -> Findings:
    """Every item has its date (pubDate)."""
    for item in look.feed.items:
        if not item.value("pubDate"):
            yield item, "the item has no pubDate"


@_rule("date-in-future", _E, "behaviour of apps", "keep the item out of the feed until its time has come", stops=True)
def _future(look: Look) -> Findings:
    """No item is dated in the future: apps set such dates to nothing."""
    for item in look.feed.items:
        text = item.value("pubDate")
        moment = date_of(text) if text else None
        # A date of the zone -0000 says nothing about where it was, and is read without one.
        if moment is not None and (moment if moment.tzinfo else moment.replace(tzinfo=look.now.tzinfo)) > look.now:
            yield item, f"the item is dated {label(text)}, which lies ahead"


@_rule("duration-not-seconds", _W, "Apple; PSP-1", "write the duration as a whole number of seconds")
def _duration(look: Look) -> Findings:
    """itunes:duration is a whole number of seconds above 0."""
    for item in look.feed.items:
        found = item.first("itunes:duration")
        if found and not whole_number(found.text):
            yield found, f"the duration is “{label(found.text)}”"


@_rule("duration-missing", _H, "PSP-1", "add itunes:duration in seconds")
def _no_duration(look: Look) -> Findings:
    """Every item has its duration."""
    for item in look.feed.items:
        if item.first("itunes:duration") is None:
            yield item, "the item has no itunes:duration"


@_rule("number-not-whole", _E, "Apple; Podcasting 2.0", "write a number above 0, in digits only")
def _numbers(look: Look) -> Findings:
    """Seasons and episodes have whole numbers above 0; podcast:episode may have decimals."""
    for item in look.feed.items:
        for child in item.children:
            if child.name in ("itunes:season", "itunes:episode", "podcast:season"):
                if not whole_number(child.text):
                    yield child, f"{child.name} is “{label(child.text)}”"
            elif child.name == "podcast:episode" and not decimal_number(child.text):
                yield child, f"{child.name} is “{label(child.text)}”"


@_rule("number-name-too-long", _W, "Podcasting 2.0", "shorten it")
def _number_names(look: Look) -> Findings:
    """The name of a podcast:season has at most 128 characters, the display of a podcast:episode at most 32."""
    for item in look.feed.items:
        for child in item.children:
            for name, attribute, longest in (
                ("podcast:season", "name", _LONGEST_SEASON),
                ("podcast:episode", "display", _LONGEST_DISPLAY),
            ):
                if child.name == name and len(child.get(attribute)) > longest:
                    yield child, f"the {attribute} of {name} has more than {longest} characters"


@_rule("episode-type-unknown", _E, "Apple", "write full, trailer or bonus")
def _kind(look: Look) -> Findings:
    """itunes:episodeType is full, trailer or bonus."""
    for item in look.feed.items:
        found = item.first("itunes:episodeType")
        if found and found.text not in ("full", "trailer", "bonus"):
            yield found, f"itunes:episodeType is “{label(found.text)}”"


@_rule("explicit-not-boolean", _E, "Apple", "write true or false")
def _explicit(look: Look) -> Findings:
    """itunes:explicit is true or false; the yes, no and clean of older programs are refused."""
    for parent in (look.feed.channel, *look.feed.items):
        for element in parent.all("itunes:explicit"):
            if element.text and element.text not in ("true", "false"):
                yield element, f"itunes:explicit is “{label(element.text)}”"
