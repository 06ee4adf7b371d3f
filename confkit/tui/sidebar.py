"""The left pane: the events and shows of the workspace, and the sections of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from confkit.tui.listing import Cell, Column, Listing
from confkit.tui.section import OF_EVENT, OF_SHOW, OF_WORKSPACE, Place, Section
from confkit.tui.snapshot import Snapshot
from confkit.tui.tones import Tone


@dataclass(frozen=True, slots=True)
class Stop:
    """A line of the sidebar: a section, or (``title`` given) the event or show that sections belong to."""

    place: Place
    title: str = ""
    count: str = ""
    is_open: bool = True
    tone: Tone = Tone.MUTED


def stops(snapshot: Snapshot) -> list[Stop]:
    """Every line of the sidebar; only the event that is open shows its sections."""
    found: list[Stop] = []
    programme = snapshot.programme
    open_event = programme.event.id if programme else None
    for event in snapshot.events:
        is_open = event.id == open_event
        found.append(Stop(Place(Section.SESSIONS, event.id), event.title or event.slug, is_open=is_open))
        if is_open:
            found.extend(Stop(Place(section, event.id), count=_count(snapshot, section)) for section in OF_EVENT)
    if not snapshot.events:
        found.extend(Stop(Place(section), count="0") for section in OF_EVENT)
    for show in snapshot.shows:
        count = str(len(snapshot.episodes.get(show.id, ())))
        found.append(Stop(Place(Section.EPISODES, show.id), show.title or show.slug))
        found.extend(Stop(Place(section, show.id), count=count) for section in OF_SHOW)
    if not snapshot.shows:
        found.append(Stop(Place(Section.EPISODES), count="0"))
    found.append(Stop(Place(Section.PROBLEMS), "Workspace"))
    found.extend(
        Stop(
            Place(section),
            count=_count(snapshot, section),
            tone=_tone(snapshot) if section is Section.PROBLEMS else Tone.MUTED,
        )
        for section in OF_WORKSPACE
    )
    return found


def _tone(snapshot: Snapshot) -> Tone:
    """How the count of problems is drawn."""
    problems = snapshot.problems
    if not problems:
        return Tone.MUTED if problems is None else Tone.GOOD
    return Tone.BAD if any(problem.severity == "error" for problem in problems) else Tone.WARN


def _count(snapshot: Snapshot, section: Section) -> str:
    programme = snapshot.programme
    match section:
        case Section.SESSIONS:
            return str(len(programme.sessions)) if programme else "0"
        case Section.SPEAKERS:
            return str(len(programme.sessions_of)) if programme else str(len(snapshot.persons))
        case Section.SCHEDULE:
            return str(len(programme.slots)) if programme else "0"
        case Section.ROOMS:
            return str(len(programme.rooms)) if programme else "0"
        case Section.PROBLEMS:
            if snapshot.problems is None:
                return "…"
            return str(len(snapshot.problems)) if snapshot.problems else "✓"
        case _:
            return ""


def listing(snapshot: Snapshot) -> Listing:
    """The sidebar as a list."""

    def cells(stop: Stop) -> Sequence[Cell]:
        if stop.title:
            return ("▾" if stop.is_open else "▸", Tone.MUTED), (stop.title, Tone.BRIGHT)
        return "", f"{stop.place.section}", (stop.count, stop.tone)

    return Listing(
        columns=(Column("", 1), Column("", least=8), Column("", 4, align_right=True)),
        rows=stops(snapshot),
        key=lambda stop: (stop.place, bool(stop.title)),
        cells=cells,
        words=lambda stop: stop.title or stop.place.section,
    )


def places(snapshot: Snapshot) -> tuple[tuple[str, Place], ...]:
    """Every event and show by name, for the command palette."""
    return (
        *((event.title or event.slug, Place(Section.SESSIONS, event.id)) for event in snapshot.events),
        *((show.title or show.slug, Place(Section.EPISODES, show.id)) for show in snapshot.shows),
    )


def name_of(place: Place, snapshot: Snapshot) -> str:
    """The title of the event or show that a place belongs to; of the open event for the workspace's sections."""
    if place.section is Section.EPISODES:
        return next((show.title or show.slug for show in snapshot.shows if show.id == place.of), "")
    return (snapshot.programme.event.title or snapshot.programme.event.slug) if snapshot.programme else ""


def show_of(place: Place) -> UUID | None:
    """The show that a place belongs to."""
    return place.of if place.section is Section.EPISODES else None
