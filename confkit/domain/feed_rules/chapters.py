"""Rules for Podlove Simple Chapters inside of items."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from confkit.domain.feed import Element, label
from confkit.domain.feed_rules.rule import Findings, Look, Registry
from confkit.domain.feed_rules.values import play_time, whole_number
from confkit.domain.problem import Severity

RULES = Registry()
_rule = RULES.rule
_E, _W = Severity.ERROR, Severity.WARNING
_SOURCE = "Podlove Simple Chapters 1.2"


def _lists(look: Look) -> Iterator[list[tuple[Element, timedelta]]]:
    """The chapters of each item whose times can be read."""
    for item in look.feed.items:
        for whole in item.all("psc:chapters"):
            yield [(one, at) for one in whole.all("psc:chapter") if (at := play_time(one.get("start"))) is not None]


@_rule("chapter-time", _E, _SOURCE, "write it as 00:01:02.500")
def _times(look: Look) -> Findings:
    """The start of a chapter is a normal play time."""
    for element in look.feed.everything:
        if element.name == "psc:chapter" and element.get("start") and play_time(element.get("start")) is None:
            yield element, f"the chapter starts at “{label(element.get('start'))}”"


@_rule("chapters-not-ascending", _E, f"{_SOURCE}; behaviour of apps", "put the chapters into the order of their times")
def _order(look: Look) -> Findings:
    """Chapters stand in the order of their times."""
    for chapters in _lists(look):
        for (_, before), (element, at) in pairwise(chapters):
            if at <= before:
                yield element, f"the chapter at {label(element.get('start'))} does not lie after the one before it"


@_rule("chapters-not-from-start", _W, "behaviour of apps", "let the first chapter begin at 00:00:00")
def _first(look: Look) -> Findings:
    """The first chapter begins at 0."""
    for chapters in _lists(look):
        if chapters and chapters[0][1]:
            yield chapters[0][0], f"the first chapter begins at {label(chapters[0][0].get('start'))}"


@_rule("chapter-after-end", _W, _SOURCE, "remove the chapter, or correct its time")
def _after(look: Look) -> Findings:
    """No chapter begins after the end of its episode."""
    for item in look.feed.items:
        whole = whole_number(item.value("itunes:duration"))
        for element in (one for chapters in item.all("psc:chapters") for one in chapters.all("psc:chapter")):
            at = play_time(element.get("start"))
            # Durations are rounded, hence the second.
            if whole and at is not None and at > timedelta(seconds=whole + 1):
                yield element, f"the chapter at {label(element.get('start'))} begins after the end"
