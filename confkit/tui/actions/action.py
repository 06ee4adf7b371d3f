"""What an action is, where it works, and the conditions under which it applies.

Named tuples, because this is loaded before the first paint and they are made in a tenth of the time of dataclasses.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from confkit.tui.section import Section


class Scope(StrEnum):
    """Where keys work; the value is the title in the help."""

    WORKSPACE = "Workspace"
    LIST = "Lists"
    GRID = "Schedule grid"
    MAP = "Map of all rooms"
    TRAY = "What waits for a place"
    BETTER = "Better places"
    SEQUENCE = "Sessions in sequence"
    SEARCH = "Search line"
    FORM = "Forms"
    BULK = "Forms of several things"
    QUESTION = "Questions"
    ASKING = "A line to fill in"
    IMPORTING = "Import of a programme or podcast"
    CHOOSING = "A choice from a list"
    TICKING = "Choices to tick"
    FILTER = "Filter"
    BREAK = "Break over rooms"
    TAGS = "Tags to be written"
    MERGE = "Merge of an episode with its file"
    CHAPTERS = "Chapters of an episode"
    PASTING = "Chapters from a text or file"
    TRANSCRIPT = "Transcript of an episode"
    SIGN_UPS = "Sign-ups"
    SELECTION = "Selection among proposals"
    REVIEWING = "A proposal and its reviews"
    COLUMNS = "Columns of a table"
    DAY = "Day of the event"
    SIGN = "Sign of a room"
    PAPER = "Paper"
    LATE = "Running late"
    WORK = "Long work"
    JUMP = "Jump mode"
    READING = "Help and messages"


class Group(StrEnum):
    """What an action is about; the value is the title in help and docs."""

    GO = "Go"
    EDIT = "Plan"
    EPISODE = "Episode"
    CHAPTERS = "Chapters"
    WORK = "Files and output"
    VIEW = "View"
    MOVE = "Move"
    ANSWER = "Answer"


class Situation(NamedTuple):
    """What the user is looking at: what decides which actions apply. ``kind`` is that of the
    row under the cursor (``session``, ``person``…), empty for none; ``state`` is that of an episode, or
    that an edit is undone. ``is_torn``: the
    episode, or the one that the problem is about, was changed both here and in its file.
    ``has_rule``: the problem is about a rule for schedules. ``marked`` is how many things
    of the section are marked."""

    section: Section
    kind: str = ""
    has_event: bool = False
    has_show: bool = False
    placed: bool = False
    has_subject: bool = False
    in_grid: bool = False
    carrying: bool = False
    # Availability is being changed on the grid; a window of it is being stretched.
    shaping: bool = False
    stretching: bool = False
    # The problem is about a session of an event.
    is_planned: bool = False
    state: str = ""
    has_audio: bool = False
    is_torn: bool = False
    has_rule: bool = False
    marked: int = 0


def always(_: Situation) -> bool:
    """Whatever the user looks at."""
    return True


class Action(NamedTuple):
    """One thing a user can do.

    ``run`` is ``module:function`` in ``confkit.tui.commands`` (called with the workspace screen), or the name of an
    action of the widget that has the scope. ``sections`` empty means all. ``footer`` shows the action at the bottom.
    ``anywhere`` offers it in the command palette also where its key does not work. While a session is carried, or
    availability is changed on the grid, only what is meant for it works, and what is ``harmless`` then. The key of a
    ``single`` action is another's while things are marked: of the one that does it to all of them.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    group: Group
    run: str
    scope: Scope = Scope.WORKSPACE
    sections: frozenset[Section] = frozenset()
    when: Callable[[Situation], bool] = always
    footer: bool = False
    anywhere: bool = False
    harmless: bool = False
    single: bool = False

    @property
    def command(self) -> str:
        """The action string that Textual calls for a key or a click."""
        return f"do('{self.id}')" if ":" in self.run else self.run

    def applies(self, situation: Situation) -> bool:
        """Whether the action's key works in this situation."""
        return not (self.single and situation.marked) and self._works(situation)

    def _works(self, situation: Situation) -> bool:
        if (situation.carrying or situation.shaping) and not self.harmless:
            return False
        return (not self.sections or situation.section in self.sections) and self.when(situation)

    def is_offered(self, situation: Situation) -> bool:
        """Whether the command palette offers the action in this situation."""
        if self.anywhere and not (situation.carrying or situation.shaping):
            return self.when(situation)
        return self._works(situation)


def only(*sections: Section) -> frozenset[Section]:
    """The sections that an action belongs to."""
    return frozenset(sections)


def with_event(situation: Situation) -> bool:
    """An event is open."""
    return situation.has_event


def with_show(situation: Situation) -> bool:
    """A show is open."""
    return situation.has_show


def on_record(situation: Situation) -> bool:
    """The cursor is on something."""
    return bool(situation.kind)


def on_session(situation: Situation) -> bool:
    """The cursor is on a session."""
    return situation.kind == "session"


def in_grid(situation: Situation) -> bool:
    """The schedule is shown as a grid."""
    return situation.in_grid


def in_list(situation: Situation) -> bool:
    """An event is open, and not shown as a grid."""
    return situation.has_event and not situation.in_grid


def on_placed_in_grid(situation: Situation) -> bool:
    """The cursor of the grid is on a session that has its place."""
    return situation.in_grid and on_session(situation) and situation.placed


def on_session_in_grid(situation: Situation) -> bool:
    """The cursor of the grid is on a session."""
    return situation.in_grid and on_session(situation)


def carrying(situation: Situation) -> bool:
    """A session is being carried."""
    return situation.carrying


def on_episode(situation: Situation) -> bool:
    """The cursor is on an episode."""
    return situation.kind == "episode"


def marked(situation: Situation) -> bool:
    """Something is marked."""
    return situation.marked > 0


def on_heard(situation: Situation) -> bool:
    """The cursor is on an episode that has its audio."""
    return situation.kind == "episode" and situation.has_audio


OF_EVENT = only(Section.SESSIONS, Section.SPEAKERS, Section.SCHEDULE, Section.ROOMS)
OF_SESSIONS = only(Section.SESSIONS, Section.SCHEDULE)
WITH_RECORDS = OF_EVENT | only(Section.EPISODES)
EPISODES = only(Section.EPISODES)
