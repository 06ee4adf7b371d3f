"""What the grid shows in full: words anywhere, or in one field (``track:craft room:hall with:hart status:confirmed``).

What the filter leaves out stays as a shadow, because a place that only looks free is worse than a long list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.tui import words
from confkit.tui.listing import folded

# What can stand before a colon, and what it stands for.
FIELDS: Mapping[str, str] = {
    "track": "track",
    "room": "room",
    "type": "type",
    "with": "speaker",
    "speaker": "speaker",
    "status": "status",
    "tag": "tag",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Every one of ``wanted`` has to be found: pairs of a field (empty: anywhere) and a folded word."""

    wanted: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def rooms(self) -> tuple[str, ...]:
        """The words for the names of rooms: they choose columns."""
        return tuple(word for field, word in self.wanted if field == "room")

    def takes_room(self, name: str) -> bool:
        """Whether the column of a room is shown."""
        return all(word in folded(name) for word in self.rooms)

    def chooser(self, programme: Programme) -> Callable[[Session], bool]:
        """Return what says whether a session is shown in full; rooms choose columns, not sessions."""
        wanted = [(field, word) for field, word in self.wanted if field != "room"]
        if not wanted:
            return lambda _: True
        return lambda session: _matches(wanted, _texts(programme, session))


def _matches(wanted: list[tuple[str, str]], texts: Mapping[str, str]) -> bool:
    return all(
        word in texts[field] if field else any(word in text for text in texts.values()) for field, word in wanted
    )


def _texts(programme: Programme, session: Session) -> dict[str, str]:
    track = programme.track.get(session.track_id) if session.track_id else None
    type_ = programme.type.get(session.type_id) if session.type_id else None
    return {
        "title": folded(f"{session.title} {session.subtitle}"),
        "track": folded(track.name) if track else "",
        "type": folded(type_.name) if type_ else "",
        "speaker": folded(words.names(programme, session)),
        "status": str(session.status),
        "tag": folded(" ".join(session.tags)),
    }


def read_filter(text: str) -> Filter:
    """Read what a user typed; a word before a colon that is no field is part of the text."""
    found: list[tuple[str, str]] = []
    for word in text.split():
        name, colon, rest = word.partition(":")
        field = FIELDS.get(name.casefold(), "") if colon else ""
        if field and not rest:
            continue  # Still being typed.
        found.append((field, folded(rest if field else word)))
    return Filter(tuple(found))
