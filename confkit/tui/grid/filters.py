"""What the grid shows in full: of a filter (``confkit.tui.filters``), rooms choose columns and the rest sessions.

What the filter leaves out stays as a shadow, because a place that only looks free is worse than a long list.
"""

from collections.abc import Callable
from dataclasses import dataclass

from confkit.domain.programme import Programme
from confkit.domain.session import Session
from confkit.tui.filters import Query, read_query
from confkit.tui.listing import folded
from confkit.tui.session_facts import facts_of

_EVERYTHING = Query()


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter, as the grid reads it."""

    query: Query = _EVERYTHING

    def __bool__(self) -> bool:
        return bool(self.query)

    def takes_room(self, name: str) -> bool:
        """Whether the column of a room is shown."""
        plain = (folded(name),)
        return all(one.fits({"room": plain}) for one in self.query.of("room"))

    def chooser(self, programme: Programme) -> Callable[[Session], bool]:
        """Return what says whether a session is shown in full; rooms choose columns, not sessions."""
        wanted = self.query.without("room")
        if not wanted:
            return lambda _: True
        return lambda session: wanted.fits(facts_of(programme, session, ()))


def read_filter(text: str) -> Filter:
    """Read what a user typed."""
    return Filter(read_query(text))
