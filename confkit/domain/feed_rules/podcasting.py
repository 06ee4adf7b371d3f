"""Rules for what Podcasting 2.0 adds: persons, transcripts, funding, live items and more."""

import re
from datetime import datetime

from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.feed_rules.values import decimal_number, uuid_of, whole_number
from confkit.domain.feed_rules.vocabulary import GROUPS, LIVE_STATES, ROLES, TRANSCRIPT_TYPES
from confkit.domain.licence import licence_named
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

_LONGEST = 128
_LONGEST_TXT = 4_000
_SHORTEST_BITE, _LONGEST_BITE = 15, 120
# RFC 5870 §3.3, as far as the namespace uses it, and OpenStreetMap's nodes, ways and relations.
_GEO = re.compile(r"geo:-?\d{1,3}(?:\.\d+)?,-?\d{1,3}(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)?(?:;[^\s]*)?\Z", re.ASCII)
_OSM = re.compile(r"[NWR]\d+(?:#\d+)?\Z", re.ASCII)
# RFC 5545 §3.3.10.
_RRULE = re.compile(
    r"(?:[A-Z]+=[A-Z0-9,+-]+;)*FREQ=(?:SECOND|MINUTE|HOUR|DAI|WEEK|MONTH|YEAR)LY(?:;[A-Z]+=[A-Z0-9,+-]+)*\Z"
)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)\Z", re.ASCII)
_HAS_SHORT_TEXT = frozenset(
    {"podcast:funding", "podcast:person", "podcast:location", "podcast:license", "podcast:soundbite"}
    | {"podcast:trailer", "podcast:updateFrequency"}
)


def _named(look: Look, name: str) -> "list[Element]":
    return [element for element in look.feed.everything if element.name == name]


@_rule("text-too-long", _W, "Podcasting 2.0", "shorten it to 128 characters")
def _texts(look: Look) -> Findings:
    """The texts of funding, persons, places, licences, soundbites, trailers and rhythms have at most 128 characters."""
    for element in look.feed.everything:
        if element.name in _HAS_SHORT_TEXT and len(element.text) > _LONGEST:
            yield element, f"the text of {element.name} has {len(element.text):,} characters"


@_rule("txt-too-long", _W, "Podcasting 2.0", "shorten the text to 4,000 characters, the purpose to 128")
def _txt(look: Look) -> Findings:
    """podcast:txt has at most 4,000 characters, its purpose at most 128."""
    for element in _named(look, "podcast:txt"):
        if len(element.text) > _LONGEST_TXT or len(element.get("purpose")) > _LONGEST:
            yield element, "podcast:txt is too long"


@_rule("person-without-name", _E, "Podcasting 2.0", "write the name as the text of podcast:person")
def _no_name(look: Look) -> Findings:
    """Every podcast:person has a name."""
    for element in _named(look, "podcast:person"):
        if not element.text:
            yield element, "podcast:person names nobody"


@_rule("person-role-unknown", _H, "Podcasting 2.0; Podcast Taxonomy", "take a role and a group of the taxonomy")
def _roles(look: Look) -> Findings:
    """Roles and groups of persons are those of the Podcast Taxonomy."""
    for element in _named(look, "podcast:person"):
        role, group = element.get("role"), element.get("group")
        if role and role.lower() not in ROLES:
            yield element, f"the role “{label(role)}” is not in the taxonomy"
        if group and group.lower() not in GROUPS:
            yield element, f"the group “{label(group)}” is not in the taxonomy"


@_rule("hosts-not-repeated", _H, "Podcasting 2.0", "repeat the hosts of the show on the item, if they are in it")
def _hosts(look: Look) -> Findings:
    """An item with persons repeats the hosts of the show: its persons replace those of the channel."""
    hosts = {one.text for one in look.feed.channel.all("podcast:person") if one.get("role").lower() in ("", "host")}
    if not hosts:
        return
    for item in look.feed.items:
        persons = {one.text for one in item.all("podcast:person")}
        if persons and not persons & hosts:
            yield item, "the item names persons, and none of the show's hosts"


@_rule("transcript-type", _W, "Podcasting 2.0", "use text/vtt or application/x-subrip, and say so")
def _transcripts(look: Look) -> Findings:
    """The type of a transcript is one of the five of its page."""
    for element in _named(look, "podcast:transcript"):
        if element.get("type") and element.get("type") not in TRANSCRIPT_TYPES:
            yield element, f"the type of the transcript is “{label(element.get('type'))}”"


@_rule("transcript-rel", _W, "Podcasting 2.0", 'write rel="captions", or leave it out')
def _captions(look: Look) -> Findings:
    """The rel of a transcript is captions or not there."""
    for element in _named(look, "podcast:transcript"):
        if element.get("rel") not in ("", "captions"):
            yield element, f"the rel of the transcript is “{label(element.get('rel'))}”"


@_rule("soundbite-times", _W, "Podcasting 2.0", "choose 15 to 120 seconds that lie within the episode")
def _bites(look: Look) -> Findings:
    """A soundbite is 15 to 120 seconds long and lies within its episode."""
    for item in look.feed.items:
        whole = whole_number(item.value("itunes:duration"))
        for element in item.all("podcast:soundbite"):
            start, length = decimal_number(element.get("startTime")), decimal_number(element.get("duration"))
            if start is None or length is None:
                if element.get("startTime") and element.get("duration"):
                    yield element, "startTime and duration of the soundbite are not numbers of seconds"
            elif not _SHORTEST_BITE <= length <= _LONGEST_BITE:
                yield element, f"the soundbite is {length:g} seconds long"
            elif whole and start + length > whole:
                yield element, "the soundbite ends after the episode"


@_rule("funding-without-text", _H, "Podcasting 2.0", "say what the link is, such as Support the show")
def _funding(look: Look) -> Findings:
    """podcast:funding has a text, which apps show as the button."""
    for element in _named(look, "podcast:funding"):
        if not element.text:
            yield element, "podcast:funding has no text"


@_rule("licence-without-address", _W, "Podcasting 2.0", "add url, or name a licence by its SPDX identifier")
def _licence(look: Look) -> Findings:
    """A licence that is not on the SPDX list has an address."""
    for element in _named(look, "podcast:license"):
        # An identifier has no blanks; confkit knows only the usual ones, so any that looks like one is believed.
        if not element.get("url") and not licence_named(element.text) and not re.fullmatch(r"[\w.+-]+", element.text):
            yield element, f"the licence “{label(element.text)}” has no address"


@_rule("location-form", _W, "Podcasting 2.0; RFC 5870", "write geo as geo:52.5,13.4 and osm as R62422")
def _location(look: Look) -> Findings:
    """The geo and osm of a location are written as their standards want it."""
    for element in _named(look, "podcast:location"):
        for attribute, form in (("geo", _GEO), ("osm", _OSM)):
            given = element.get(attribute)
            if given and not form.match(given[:255]):
                yield element, f"{attribute} is “{label(given)}”"


@_rule("update-rule", _W, "Podcasting 2.0; RFC 5545 §3.3.10", "write it such as FREQ=WEEKLY;BYDAY=MO")
def _updates(look: Look) -> Findings:
    """The rrule of podcast:updateFrequency is a recurrence rule."""
    for element in _named(look, "podcast:updateFrequency"):
        given = element.get("rrule")
        if given and not _RRULE.match(given[:255]):
            yield element, f"rrule is “{label(given)}”"


@_rule("remote-guid", _W, "Podcasting 2.0", "write the podcast:guid of the other feed")
def _remote(look: Look) -> Findings:
    """The feedGuid of a remoteItem is a UUID."""
    for element in _named(look, "podcast:remoteItem"):
        if element.get("feedGuid") and uuid_of(element.get("feedGuid")) is None:
            yield element, f"feedGuid is “{label(element.get('feedGuid'))}”"


@_rule("alternate-without-source", _E, "Podcasting 2.0", 'add <podcast:source uri="…"/>')
def _alternate(look: Look) -> Findings:
    """Every podcast:alternateEnclosure has a source."""
    for element in _named(look, "podcast:alternateEnclosure"):
        if element.first("podcast:source") is None:
            yield element, "the alternate enclosure has no source"


@_rule("integrity-type", _W, "Podcasting 2.0", "write sri or pgp-signature")
def _integrity(look: Look) -> Findings:
    """The integrity of an alternate enclosure is of type sri or pgp-signature."""
    for element in _named(look, "podcast:integrity"):
        if element.get("type") not in ("", "sri", "pgp-signature"):
            yield element, f"the type of integrity is “{label(element.get('type'))}”"


@_rule("live-status", _E, "Podcasting 2.0", "write pending, live or ended")
def _status(look: Look) -> Findings:
    """The status of a liveItem is pending, live or ended."""
    for element in _named(look, "podcast:liveItem"):
        if element.get("status") and element.get("status") not in LIVE_STATES:
            yield element, f"the status of the live item is “{label(element.get('status'))}”"


@_rule("live-time", _E, "Podcasting 2.0; ISO 8601", "write it as 2027-04-09T10:00:00+02:00")
def _live(look: Look) -> Findings:
    """Start and end of a liveItem are times of ISO 8601 with their zone."""
    for element in _named(look, "podcast:liveItem"):
        for attribute in ("start", "end"):
            given = element.get(attribute)
            if given and not _is_moment(given):
                yield element, f"the {attribute} of the live item is “{label(given)}”"


def _is_moment(text: str) -> bool:
    if not _MOMENT.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@_rule("live-without-link", _W, "Podcasting 2.0", 'add <podcast:contentLink href="…">')
def _content_link(look: Look) -> Findings:
    """Every liveItem has a contentLink, for the apps that can't play it."""
    for element in _named(look, "podcast:liveItem"):
        if element.first("podcast:contentLink") is None:
            yield element, "the live item has no contentLink"


@_rule("chapters-type", _W, "Podcasting 2.0", "write application/json+chapters")
def _chapters(look: Look) -> Findings:
    """The type of podcast:chapters is application/json+chapters."""
    for element in _named(look, "podcast:chapters"):
        if element.get("type") not in ("", "application/json+chapters"):
            yield element, f"the type of the chapters is “{label(element.get('type'))}”"
