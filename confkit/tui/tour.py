"""The steps of the tour: what each says, and how it notices that it was done.

It teaches by doing, on the real screen with the real keys.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from confkit.tui.section import Section

if TYPE_CHECKING:
    from confkit.tui.snapshot import Snapshot
    from confkit.tui.workspace_screen import WorkspaceScreen


class Step(NamedTuple):
    """One step: ``keys`` are what to press, ``done`` tells whether somebody did."""

    text: str
    keys: str
    done: "Callable[[WorkspaceScreen], bool]"


def steps_for(snapshot: "Snapshot") -> tuple[Step, ...]:
    """The steps for what there is in the workspace; at most six."""
    return tuple(_steps(snapshot))


def _steps(snapshot: "Snapshot") -> Iterator[Step]:
    if snapshot.programme is not None:
        yield Step(
            "Welcome! On the left is where you are, in the middle a list, on the right what the cursor is on. "
            "Let's look at the schedule.",
            "3",
            _in(Section.SCHEDULE),
        )
        if snapshot.programme.sessions:
            yield Step(
                "Rooms across, time down. Go to a session and pick it up; where it fits is shown at once. Nothing is "
                "written before you drop it with enter; esc lets go.",
                "space, arrows, enter or esc",
                _has_carried(),
            )
        else:
            yield Step("Rooms across, time down; all it needs is sessions. Add the first one.", "n", _has_session)
    elif snapshot.shows:
        yield Step(
            "Welcome! On the left is where you are, in the middle a list, on the right what the cursor is on. "
            "Let's look at the episodes.",
            "5",
            _in(Section.EPISODES),
        )
    else:
        yield Step(
            "Welcome! This workspace is empty. Bring in a programme or a podcast from a file or an address with i, or "
            "begin with an event (E) or a show (S) of your own.",
            "i  or  E",
            _has_something,
        )
        return
    yield Step(
        "Search filters any list as you type. Try a few letters of a name; esc shows everything again.", "/", _searches
    )
    yield Step(
        "What is wrong is listed with what to do about it. Enter on a line goes to what it is about.",
        "6",
        _in(Section.PROBLEMS),
    )
    yield Step(
        "Every change is kept here. ^z takes back your last one, r any older one, so you can try things without fear.",
        "7",
        _in(Section.HISTORY),
    )
    yield Step(
        "Last: every command, session, person and episode can be found by typing. And ? explains wherever you are.",
        "^p  or  ?",
        _asks,
    )


def _in(section: Section) -> "Callable[[WorkspaceScreen], bool]":
    return lambda screen: screen.place.section is section


def _has_carried() -> "Callable[[WorkspaceScreen], bool]":
    """Something was picked up, and is dropped or let go: until then the arrows are busy."""
    was_carried = False

    def look(screen: "WorkspaceScreen") -> bool:
        nonlocal was_carried
        schedule = screen.schedule
        if schedule is not None and schedule.carry.carrying is not None:
            was_carried = True
            return False
        return was_carried

    return look


def _has_session(screen: "WorkspaceScreen") -> bool:
    programme = screen.snapshot.programme
    return programme is not None and bool(programme.sessions)


def _searches(screen: "WorkspaceScreen") -> bool:
    return screen.search_line is not None and bool(screen.search_line.value.strip())


def _asks(screen: "WorkspaceScreen") -> bool:
    """The palette or the help is open."""
    return type(screen.app.screen).__name__ in ("Palette", "HelpScreen", "ScopeHelp")


def _has_something(screen: "WorkspaceScreen") -> bool:
    return bool(screen.snapshot.events or screen.snapshot.shows)
