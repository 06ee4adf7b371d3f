"""Rules for the parts of Podcasting 2.0 that point elsewhere: streams, discussions, other feeds, other encodings."""

from datetime import datetime

from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

_LONGEST_TITLE = 32


def _named(look: Look, name: str) -> "list[Element]":
    return [element for element in look.feed.everything if element.name == name]


@_rule("live-without-guid", _W, "Podcasting 2.0", "give it a title, and a guid that stays the same for this stream")
def _live_guid(look: Look) -> Findings:
    """Every liveItem has a title and a guid, by which apps know a stream again."""
    for element in _named(look, "podcast:liveItem"):
        for name in ("title", "guid"):
            if not element.value(name):
                yield element, f"the live item has no {name}"


@_rule("live-ends-first", _W, "Podcasting 2.0", "let it end after it starts")
def _live_end(look: Look) -> Findings:
    """A liveItem ends after it starts."""
    for element in _named(look, "podcast:liveItem"):
        try:
            start, end = (datetime.fromisoformat(element.get(name)) for name in ("start", "end"))
            ends_first = end <= start
        except (ValueError, TypeError):  # no times, which another rule says
            continue
        if ends_first:
            yield element, "the live item ends before it starts"


@_rule("discussion-without-address", _E, "Podcasting 2.0", "add the uri of the root post")
def _discussion(look: Look) -> Findings:
    """podcast:socialInteract has a uri, unless its protocol is disabled."""
    for element in _named(look, "podcast:socialInteract"):
        if not element.get("uri") and element.get("protocol") != "disabled":
            yield element, "podcast:socialInteract has no uri"


@_rule("publisher-form", _W, "Podcasting 2.0", 'write one <podcast:remoteItem medium="publisher" …/> into it')
def _publisher(look: Look) -> Findings:
    """podcast:publisher has exactly one remoteItem, of the medium publisher."""
    for element in _named(look, "podcast:publisher"):
        if [one.get("medium") for one in element.all("podcast:remoteItem")] != ["publisher"]:
            yield element, "podcast:publisher doesn't name one feed of a publisher"


@_rule("trailer-without-title", _W, "Podcasting 2.0", "write its title as the text of podcast:trailer")
def _trailer(look: Look) -> Findings:
    """Every podcast:trailer has a title."""
    for element in _named(look, "podcast:trailer"):
        if not element.text:
            yield element, "the trailer has no title"


@_rule("update-count-without-start", _W, "Podcasting 2.0", "add dtstart, the day of the first episode")
def _count(look: Look) -> Findings:
    """An rrule with COUNT has a dtstart to count from."""
    for element in _named(look, "podcast:updateFrequency"):
        if "COUNT=" in element.get("rrule").upper() and not element.get("dtstart"):
            yield element, "rrule counts episodes, and there is no dtstart"


@_rule("alternate-title-too-long", _H, "Podcasting 2.0", "shorten it to 32 characters")
def _alternate_title(look: Look) -> Findings:
    """The title of an alternate enclosure has at most 32 characters."""
    for element in _named(look, "podcast:alternateEnclosure"):
        if len(element.get("title")) > _LONGEST_TITLE:
            yield element, f"the title “{label(element.get('title'))}” is longer than 32 characters"
