"""The web pages: for now one, that leads to every calendar, feed and episode.

Pages have no scripts and load nothing from elsewhere. Text is escaped by the template; only addresses with a harmless
scheme become links.
"""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from confkit.domain.bridge import EpisodeView, credits_of
from confkit.domain.event import Event, SessionKind
from confkit.domain.licence import licence_named
from confkit.domain.person import Credit, Role
from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.domain.show import Show
from confkit.publish import words
from confkit.publish.day_table import DayTable, day_tables
from confkit.publish.printable import COLOUR
from confkit.publish.prose import prose

# With more rooms than this a table of rooms gets too wide for any screen, and a list is easier to read.
_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class EventListing:
    """An event as the page shows it; addresses are relative to the page.

    ``calendar`` is the whole programme; ``calendars`` holds those of rooms, tracks, types, persons and sessions by the
    id of what they belong to (what is missing has none).
    """

    programme: Programme
    calendar: str
    calendars: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def event(self) -> Event:
        """The event itself."""
        return self.programme.event

    @property
    def days(self) -> tuple[DayTable, ...]:
        """The programme, day by day."""
        return day_tables(self.programme)

    @property
    def groups(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """The narrower calendars that there are: kind in the plural, then name and address of each."""
        programme = self.programme
        named = (
            ("rooms", programme.rooms),
            ("tracks", programme.tracks),
            ("types", programme.types),
            ("speakers", programme.persons),
        )
        listed = (
            (kind, tuple((item.name, self.calendars[item.id]) for item in items if item.id in self.calendars))
            for kind, items in named
        )
        return tuple((kind, items) for kind, items in listed if items)

    def people(self, session: Session) -> tuple[Credit, ...]:
        """Who takes part in a session, as the public may know."""
        return credits_of(session.participants, self.programme.person)

    def is_break(self, session: Session) -> bool:
        """Whether nothing but a break is meant, which the eye may skip."""
        kind = self.programme.type.get(session.type_id) if session.type_id else None
        return kind is not None and kind.kind is SessionKind.BREAK

    def themes(self, session: Session) -> tuple[str, ...]:
        """The names of the session's type and track."""
        kind = self.programme.type.get(session.type_id) if session.type_id else None
        track = self.programme.track.get(session.track_id) if session.track_id else None
        return tuple(item.name for item in (kind, track) if item is not None)

    def colour(self, session: Session) -> str:
        """The colour of the session's track, or nothing."""
        track = self.programme.track.get(session.track_id) if session.track_id else None
        return track.colour if track is not None and COLOUR.match(track.colour) else ""


@dataclass(frozen=True, slots=True)
class ShowListing:
    """A show as the page shows it, its episodes in the order given; addresses are relative to the page.

    ``audio`` holds the address of each episode's file by the episode's id.
    """

    show: Show
    feed: str
    episodes: Sequence[EpisodeView] = ()
    audio: Mapping[UUID, str] = field(default_factory=dict)
    artwork: str = ""


def index_page(events: Sequence[EventListing], shows: Sequence[ShowListing], *, title: str = "") -> bytes:
    """Return the page that lists ``events`` and ``shows``: HTML 5, UTF-8, complete in itself.

    Without a ``title`` it is called after what it holds.
    """
    kinds = (("Programme", len(events)), ("podcast" if events else "Podcast", len(shows)))
    holds = " and ".join(kind + "s" * (count > 1) for kind, count in kinds if count)
    template = _environment().get_template("index.html")
    return template.render(title=title or holds or "Programme and podcasts", events=events, shows=shows).encode()


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for name in ("day", "days", "clock", "span", "length", "iso_length", "megabytes", "short_day"):
        environment.filters[name] = getattr(words, name)
    environment.filters["web"] = words.web_address
    environment.filters["local"] = words.local_address
    environment.filters["names"] = _names
    environment.filters["prose"] = prose
    environment.globals["licence_named"] = licence_named
    environment.globals["most_columns"] = _COLUMNS
    return environment


def _names(people: Sequence[Credit], usual: Role = Role.SPEAKER) -> str:
    """Name the people, with their role where it is not the usual one."""
    return ", ".join(one.name if one.role is usual else f"{one.name} ({one.role})" for one in people)
