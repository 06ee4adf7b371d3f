"""Importing a feed again: what changed at its source is taken, unless it was edited here too.

Three versions of a field decide: what the feed said last time, what is here, what the feed says now. Where both sides
changed, what is here stays and a problem shows both. Where nobody remembers the last time, only what is empty
is filled.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from confkit.domain.problem import Problem, Severity
from confkit.domain.show import Episode, Show

Held = TypeVar("Held", Show, Episode)

# What a feed says of a show and of an episode. Ids, guids, states and files are not among them.
SHOW_FIELDS = (
    "title", "description", "language", "author", "owner_name", "owner_email", "categories", "explicit", "kind",
    "medium", "url", "copyright", "licence", "location", "locked", "complete", "block", "funding", "participants",
    "podroll", "publisher", "texts", "seasons", "recurrence", "rhythm", "extras",
)  # fmt: skip
EPISODE_FIELDS = (
    "kind", "title", "subtitle", "description", "people", "date", "season", "number", "licence", "link", "explicit",
    "chapters", "display", "soundbites", "discussions", "texts", "remote", "extras",
)  # fmt: skip
_LONGEST = 60


def merged(
    here: Held, before: Held | None, now: Held, names: Sequence[str], where: str, problems: list[Problem]
) -> Held:
    """Return ``here`` with what changed between ``before`` (None: unknown) and ``now`` in the fields ``names``."""
    usual = {field.name: field.default for field in fields(here)}
    taken: dict[str, Any] = {}
    for name in names:
        ours, theirs = getattr(here, name), getattr(now, name)
        if ours == theirs:
            continue
        if before is None:
            if ours in (None, "", ()) or ours == usual[name]:
                taken[name] = theirs
        elif getattr(before, name) != theirs:
            if ours == getattr(before, name):
                taken[name] = theirs
            else:
                problems.append(_conflict(name, ours, theirs, where, here))
    return replace(here, **taken) if taken else here


def _conflict(name: str, ours: object, theirs: object, where: str, here: Show | Episode) -> Problem:
    return Problem(
        "feed-changed-both",
        Severity.WARNING,
        f"{where}: {name}",
        f"changed here and in the feed: here {_shown(ours)}, feed {_shown(theirs)}; yours stays",
        "edit the field if you want the feed’s",
        (here.id,),
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"{len(value)} of them"
    text = "nothing" if value in (None, "") else f"“{value}”"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…”"
