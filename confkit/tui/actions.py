"""The one registry of actions. Keys, footer, palette, help screen and ``docs/keys.md`` are all made from it.

An action says what it is called, which keys it has, where it applies, and which function runs it. The function is
named, not imported, so that forms, dialogs and the build are loaded when they are first used. Adding an action is one
entry here and one function in ``confkit/tui/commands/``.

This module is loaded before the first paint; named tuples are made in a tenth of the time of dataclasses.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from textual.binding import Binding, BindingType

from confkit.tui.section import Section


class Scope(StrEnum):
    """Where keys work; the value is the title in the help."""

    WORKSPACE = "Workspace"
    LIST = "Lists"
    GRID = "Schedule grid"
    TRAY = "What waits for a place"
    BETTER = "Better places"
    SEARCH = "Search line"
    FORM = "Forms"
    QUESTION = "Questions"
    ASKING = "A line to fill in"
    CHOOSING = "A choice from a list"
    TAGS = "Tags to be written"
    MERGE = "Merge of an episode with its file"
    CHAPTERS = "Chapters of an episode"
    PASTING = "Chapters from a text or file"
    TRANSCRIPT = "Transcript of an episode"
    WORK = "Long work"
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
    row under the cursor (``session``, ``person``…), empty for none; ``state`` is that of an episode. ``is_torn``: the
    episode, or the one that the problem is about, was changed both here and in its file."""

    section: Section
    kind: str = ""
    has_event: bool = False
    has_show: bool = False
    placed: bool = False
    has_subject: bool = False
    in_grid: bool = False
    carrying: bool = False
    state: str = ""
    has_audio: bool = False
    is_torn: bool = False


def _always(_: Situation) -> bool:
    return True


class Action(NamedTuple):
    """One thing a user can do.

    ``run`` is ``module:function`` in ``confkit.tui.commands`` (called with the workspace screen), or the name of an
    action of the widget that has the scope. ``sections`` empty means all. ``footer`` shows the action at the bottom.
    ``anywhere`` offers it in the command palette also where its key does not work. While a session is carried, only
    what is meant for it works, and what is ``harmless`` then.
    """

    id: str
    label: str
    keys: tuple[str, ...]
    help: str
    group: Group
    run: str
    scope: Scope = Scope.WORKSPACE
    sections: frozenset[Section] = frozenset()
    when: Callable[[Situation], bool] = _always
    footer: bool = False
    anywhere: bool = False
    harmless: bool = False

    @property
    def command(self) -> str:
        """The action string that Textual calls for a key or a click."""
        return f"do('{self.id}')" if ":" in self.run else self.run

    def applies(self, situation: Situation) -> bool:
        """Whether the action's key works in this situation."""
        if situation.carrying and not self.harmless:
            return False
        return (not self.sections or situation.section in self.sections) and self.when(situation)

    def is_offered(self, situation: Situation) -> bool:
        """Whether the command palette offers the action in this situation."""
        if self.anywhere and not situation.carrying:
            return self.when(situation)
        return self.applies(situation)


def _in(*sections: Section) -> frozenset[Section]:
    return frozenset(sections)


def _event(situation: Situation) -> bool:
    return situation.has_event


def _show(situation: Situation) -> bool:
    return situation.has_show


def _record(situation: Situation) -> bool:
    return bool(situation.kind)


def _session(situation: Situation) -> bool:
    return situation.kind == "session"


def _in_grid(situation: Situation) -> bool:
    return situation.in_grid


def _in_list(situation: Situation) -> bool:
    return situation.has_event and not situation.in_grid


def _placed_in_grid(situation: Situation) -> bool:
    return situation.in_grid and _session(situation) and situation.placed


def _session_in_grid(situation: Situation) -> bool:
    return situation.in_grid and _session(situation)


def _carrying(situation: Situation) -> bool:
    return situation.carrying


def _episode(situation: Situation) -> bool:
    return situation.kind == "episode"


def _heard(situation: Situation) -> bool:
    return situation.kind == "episode" and situation.has_audio


_EVENT_SECTIONS = _in(Section.SESSIONS, Section.SPEAKERS, Section.SCHEDULE, Section.ROOMS)
_SESSION_SECTIONS = _in(Section.SESSIONS, Section.SCHEDULE)
_WITH_RECORDS = _EVENT_SECTIONS | _in(Section.EPISODES)
_EPISODES = _in(Section.EPISODES)


def _go(section: Section, key: str, what: str) -> Action:
    name = section.value.lower()
    return Action(f"go.{name}", section.value, (key,), what, Group.GO, f"going:to_{name}")


def _chapter(
    id: str,
    label: str,
    keys: tuple[str, ...],
    help: str,
    run: str,
    group: Group = Group.CHAPTERS,
    *,
    footer: bool = False,
) -> Action:
    return Action(f"chapters.{id}", label, keys, help, group, run, Scope.CHAPTERS, footer=footer)


def _grid(id: str, label: str, keys: tuple[str, ...], what: str, run: str) -> Action:
    return Action(f"grid.{id}", label, keys, what, Group.MOVE, run, Scope.GRID)


def _plan(
    id: str,
    label: str,
    keys: tuple[str, ...],
    what: str,
    when: Callable[[Situation], bool] = _in_grid,
    *,
    group: Group = Group.EDIT,
    footer: bool = False,
    harmless: bool = False,
) -> Action:
    run = f"grid:{id}"
    return Action(
        f"plan.{id}", label, keys, what, group, run, sections=_in(Section.SCHEDULE), when=when, footer=footer,
        harmless=harmless,
    )  # fmt: skip


def _carry(id: str, label: str, keys: tuple[str, ...], what: str, *, footer: bool = True) -> Action:
    return Action(
        f"carry.{id}", label, keys, what, Group.EDIT, f"grid:{id}", sections=_in(Section.SCHEDULE), when=_carrying,
        footer=footer, harmless=True,
    )  # fmt: skip


def _move(id: str, label: str, keys: tuple[str, ...], run: str) -> Action:
    return Action(f"list.{id}", label, keys, f"{label} in the list.", Group.MOVE, run, Scope.LIST)


ACTIONS: tuple[Action, ...] = (
    _carry("drop", "Drop", ("enter", "space"), "Put what you carry here. Nothing was written before."),
    _carry("cancel", "Cancel", ("escape",), "Let go; everything stays as it was."),
    _carry("swap", "Swap", ("x",), "Let what you carry and what you are over change places."),
    _plan("carry", "Carry", ("space",),
          "Pick up the session and carry it with the arrows; enter drops it, escape lets go. On a free place, choose "
          "from what waits.", footer=True),
    _plan("to_tray", "Waiting", ("a",), "Go to what waits for a place; space picks it up.", footer=True),
    _plan("better", "Better places", ("r",), "Offer the three best places for the session, with reasons.",
          _session_in_grid, footer=True),
    Action(
        "edit", "Edit", ("e",), "Open the form of what the cursor is on; enter or a double click does the same.",
        Group.EDIT, "editing:edit", sections=_WITH_RECORDS, when=_record, footer=True,
    ),
    Action(
        "problem.open", "Go to it", ("g",), "Jump to what the problem is about; enter or a double click does the same.",
        Group.GO, "going:to_subject", sections=_in(Section.PROBLEMS), when=lambda s: s.has_subject, footer=True,
    ),
    Action(
        "new.session", "New session", ("n",), "Add a session to the event.",
        Group.EDIT, "editing:new_session", sections=_SESSION_SECTIONS, when=_event, footer=True, anywhere=True,
    ),
    Action(
        "new.person", "New speaker", ("n",), "Add a person to the workspace.",
        Group.EDIT, "editing:new_person", sections=_in(Section.SPEAKERS), footer=True, anywhere=True,
    ),
    Action(
        "new.room", "New room", ("n",), "Add a room to the event.",
        Group.EDIT, "editing:new_room", sections=_in(Section.ROOMS), when=_event, footer=True, anywhere=True,
    ),
    Action(
        "new.episode", "New episode", ("n",), "Add an episode to the show, before or after its audio is there.",
        Group.EDIT, "editing:new_episode", sections=_in(Section.EPISODES), when=_show, footer=True, anywhere=True,
    ),
    Action(
        "publish", "Publish", ("p",), "Let the episode into the feed with the next build.",
        Group.EPISODE, "episodes:publish", sections=_EPISODES,
        when=lambda s: _episode(s) and s.state != "published", footer=True,
    ),
    Action(
        "tags.write", "Tags…", ("w",), "Show what would change in the audio file's tags, then write them; one or all.",
        Group.EPISODE, "tags:write", sections=_EPISODES, when=_heard, footer=True,
    ),
    Action(
        "merge", "Merge…", ("m",), "Choose between what was changed here and what was changed in the audio file.",
        Group.EPISODE, "tags:merge", sections=_in(Section.EPISODES, Section.PROBLEMS), when=lambda s: s.is_torn,
        footer=True,
    ),
    Action(
        "link", "Link…", ("l",), "Say which session the episode is a recording of, or that it is of none.",
        Group.EPISODE, "episodes:link", sections=_EPISODES, when=_episode, footer=True,
    ),
    Action(
        "schedule.episode", "Schedule…", ("P",), "Let the episode into the feed once a time has come.",
        Group.EPISODE, "episodes:schedule", sections=_EPISODES, when=_episode,
    ),
    Action(
        "retract", "Retract", ("r",), "Take the episode out of the feed with the next build; nothing is lost.",
        Group.EPISODE, "episodes:retract", sections=_EPISODES, when=lambda s: _episode(s) and s.state != "retracted",
    ),
    Action(
        "number", "Number", ("number_sign",), "Give the episode the season and number that come next.",
        Group.EPISODE, "episodes:number", sections=_EPISODES, when=_episode,
    ),
    Action(
        "new.recording", "New from session…", ("N",), "Make a draft for a session that has no recording yet.",
        Group.EPISODE, "episodes:new_from_session", sections=_EPISODES, when=_show, anywhere=True,
    ),
    Action(
        "tags.restore", "Restore tags…", ("W",), "Write back the tags that the file had before confkit's first write.",
        Group.EPISODE, "tags:restore", sections=_EPISODES, when=_heard,
    ),
    Action(
        "folder", "Open folder", ("f",), "Open the folder of the audio, or copy its path where that can't be done.",
        Group.EPISODE, "outside:open_folder", sections=_EPISODES, when=_show,
    ),
    Action(
        "feed.address", "Feed's address", ("a",), "Show where the show's feed will be found, and copy it.",
        Group.EPISODE, "outside:feed_address", sections=_EPISODES, when=_show, anywhere=True,
    ),
    Action(
        "chapters", "Chapters", ("c",), "Edit the chapters of the episode on a time line, over its waveform.",
        Group.EPISODE, "listening:chapters", sections=_EPISODES, when=_episode, footer=True,
    ),
    Action(
        "transcript", "Transcript", ("T",), "Read and search what is said in the episode, with times and speakers.",
        Group.EPISODE, "listening:transcript", sections=_EPISODES, when=_episode,
    ),
    Action(
        "place", "Place", ("p",), "Give the session a room and a start, or move it.",
        Group.EDIT, "placing:place", sections=_SESSION_SECTIONS, when=_session, footer=True,
    ),
    Action(
        "unplace", "Take out", ("w",), "Take the session out of the schedule; it waits for a new place.",
        Group.EDIT, "placing:unplace", sections=_SESSION_SECTIONS, when=lambda s: _session(s) and s.placed,
    ),
    Action(
        "delete", "Delete", ("d", "delete"), "Delete what the cursor is on, after asking. Undo brings it back.",
        Group.EDIT, "editing:delete", sections=_WITH_RECORDS, when=_record,
    ),
    Action(
        "search", "Search", ("/",), "Show only the rows that hold what you type. The palette searches everything.",
        Group.GO, "going:search", footer=True,
    ),
    Action(
        "back", "Back", ("escape",), "Leave the search line, show all rows again, return to the list.",
        Group.GO, "going:back",
    ),
    _plan("next_day", "Next day", ("full_stop", "right_square_bracket", "shift+right"),
          "Go to the next day, with what you carry.", group=Group.GO, footer=True, harmless=True),
    _plan("previous_day", "Day before", ("comma", "left_square_bracket", "shift+left"),
          "Go to the day before, with what you carry.", group=Group.GO, harmless=True),
    _plan("zoom_in", "Zoom in", ("plus", "equals_sign", "z"), "Let a row stand for less time, down to 5 minutes.",
          group=Group.VIEW, footer=True, harmless=True),
    _plan("zoom_out", "Zoom out", ("minus", "Z"), "Let a row stand for more time, up to an hour.", group=Group.VIEW,
          harmless=True),
    _plan("condense", "All rooms", ("c",), "Show as many rooms as fit at all, or as many as can be read well.",
          group=Group.VIEW, harmless=True),
    _plan("lengthen", "Longer", ("greater_than_sign",), "Let the session end a row later.", _placed_in_grid),
    _plan("shorten", "Shorter", ("less_than_sign",), "Let the session end a row earlier.", _placed_in_grid),
    _plan("as_list", "List or grid", ("g",), "Show the schedule as a list, or as a grid again.", _event,
          group=Group.VIEW, footer=True),
    Action(
        "schedule.order", "Order", ("o",), "List the schedule by day and room, or by day and time.",
        Group.VIEW, "viewing:change_order", sections=_in(Section.SCHEDULE), when=_in_list, footer=True,
    ),
    Action(
        "undo", "Undo", ("ctrl+z", "u"), "Take back your last edit, also one from an earlier day.",
        Group.EDIT, "undoing:undo", footer=True,
    ),
    Action(
        "redo", "Redo", ("ctrl+y",), "Do again what you took back last.",
        Group.EDIT, "undoing:redo",
    ),
    Action(
        "scan", "Scan audio", ("s",), "Look for new and changed audio files in episodes/.",
        Group.WORK, "working:scan", sections=_in(Section.EPISODES), footer=True, anywhere=True,
    ),
    Action(
        "build", "Build", ("b",), "Write calendars, feeds and pages to the output folder.",
        Group.WORK, "working:build", footer=True,
    ),
    Action(
        "import", "Import…", ("i",), "Bring in a programme or a podcast from a file, folder or address.",
        Group.WORK, "importing:import_from",
    ),
    _go(Section.SESSIONS, "1", "List the sessions of the event."),
    _go(Section.SPEAKERS, "2", "List the persons of the workspace, those of the event first."),
    _go(Section.SCHEDULE, "3", "List what takes place when and where, and what waits for a place."),
    _go(Section.ROOMS, "4", "List the rooms of the event."),
    _go(Section.EPISODES, "5", "List the episodes of the show."),
    _go(Section.PROBLEMS, "6", "List what is wrong and what to do about it."),
    _go(Section.HISTORY, "7", "List who changed what, when."),
    Action(
        "new.event", "New event", ("E",), "Add an event to the workspace.",
        Group.EDIT, "editing:new_event", anywhere=True,
    ),
    Action(
        "new.show", "New show", ("S",), "Add a podcast to the workspace.",
        Group.EDIT, "editing:new_show", anywhere=True,
    ),
    Action(
        "edit.event", "Edit event", ("ctrl+e",), "Open the form of the event: title, days, time zone and the rest.",
        Group.EDIT, "editing:edit_event", sections=_EVENT_SECTIONS, when=_event, anywhere=True,
    ),
    Action(
        "edit.show", "Edit show", ("ctrl+e",), "Open the form of the show: what its feed says about it.",
        Group.EDIT, "editing:edit_show", sections=_in(Section.EPISODES), when=_show, anywhere=True,
    ),
    Action(
        "notes", "Preview notes", ("o",), "Read the description as apps show it, and see how much directories take.",
        Group.VIEW, "viewing:preview_notes", sections=_in(Section.EPISODES, Section.SESSIONS), when=_record,
    ),
    Action(
        "pane.next", "Next pane", ("tab",), "Move between sections, list and detail.",
        Group.VIEW, "viewing:next_pane",
    ),
    Action(
        "pane.previous", "Previous pane", ("shift+tab",), "Move between the panes the other way round.",
        Group.VIEW, "viewing:previous_pane",
    ),
    Action(
        "detail", "Show or hide detail", ("v",), "Give the list the room of the detail, or bring the detail back.",
        Group.VIEW, "viewing:toggle_detail", harmless=True,
    ),
    Action(
        "refresh", "Read again", ("f5",), "Read everything again. Edits of others appear by themselves.",
        Group.VIEW, "viewing:refresh",
    ),
    Action(
        "theme", "Next theme", ("t",), "Change between dark, light and the terminal's own colours.",
        Group.VIEW, "viewing:next_theme", harmless=True,
    ),
    Action("theme.dark", "Theme: dark", (), "Light text on a dark ground.", Group.VIEW, "viewing:dark", harmless=True),
    Action("theme.light", "Theme: light", (), "Dark text on a light ground.", Group.VIEW, "viewing:light",
           harmless=True),
    Action("theme.ansi", "Theme: terminal colours", (), "The sixteen colours of your terminal.", Group.VIEW,
           "viewing:ansi", harmless=True),
    Action("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", Group.VIEW,
           "viewing:show_help", footer=True, harmless=True),
    Action("palette", "Commands", ("ctrl+p",), "Find any command, event, show, session, person or episode by typing.",
           Group.VIEW, "viewing:show_palette", footer=True, harmless=True),
    Action("quit", "Quit", ("q", "ctrl+q"), "Leave confkit. Everything is saved already.", Group.VIEW,
           "viewing:leave", harmless=True),
    _move("up", "Up", ("up", "k"), "cursor_up"),
    _move("down", "Down", ("down", "j"), "cursor_down"),
    _move("page_up", "Page up", ("pageup",), "page_up"),
    _move("page_down", "Page down", ("pagedown", "space"), "page_down"),
    _move("first", "First row", ("home",), "first"),
    _move("last", "Last row", ("end", "G"), "last"),
    Action("list.choose", "Open", ("enter",), "Open what the cursor is on.", Group.MOVE, "choose", Scope.LIST),
    _grid("up", "Up", ("up", "k"), "Go up, or carry earlier.", "cursor_up"),
    _grid("down", "Down", ("down", "j"), "Go down, or carry later.", "cursor_down"),
    _grid("left", "Left", ("left", "h"), "Go to the room at the left, or carry there.", "cursor_left"),
    _grid("right", "Right", ("right", "l"), "Go to the room at the right, or carry there.", "cursor_right"),
    _grid("page_up", "Page up", ("pageup",), "Go up by what is in sight.", "page_up"),
    _grid("page_down", "Page down", ("pagedown",), "Go down by what is in sight.", "page_down"),
    _grid("first", "First row", ("home",), "Go to the first row of the day.", "first"),
    _grid("last", "Last row", ("end", "G"), "Go to the last row of the day.", "last"),
    _grid("first_room", "First room", ("ctrl+home", "0"), "Go to the first room.", "first_room"),
    _grid("last_room", "Last room", ("ctrl+end", "dollar_sign"), "Go to the last room.", "last_room"),
    _grid("choose", "Open", ("enter",), "Open the form of the session; on a free place, choose from what waits.",
          "choose"),
    Action("tray.take", "Pick up", ("space", "enter"), "Carry the session to where the cursor of the grid is.",
           Group.EDIT, "take", Scope.TRAY, footer=True),
    Action("tray.next", "Next", ("right", "down", "l", "j"), "Go to the next session.", Group.MOVE, "next", Scope.TRAY,
           footer=True),
    Action("tray.previous", "Previous", ("left", "up", "h", "k"), "Go to the session before.", Group.MOVE, "previous",
           Scope.TRAY),
    Action("tray.first", "First", ("home",), "Go to the first session.", Group.MOVE, "first", Scope.TRAY),
    Action("tray.last", "Last", ("end", "G"), "Go to the last session.", Group.MOVE, "last", Scope.TRAY),
    Action("tray.leave", "Back", ("escape",), "Go back to the grid.", Group.GO, "leave", Scope.TRAY, footer=True),
    Action("better.take", "Take it", ("enter",), "Put the session there.", Group.ANSWER, "take", Scope.BETTER,
           footer=True),
    Action("better.up", "Up", ("up", "k"), "Go to the place above.", Group.MOVE, "up", Scope.BETTER),
    Action("better.down", "Down", ("down", "j"), "Go to the place below.", Group.MOVE, "down", Scope.BETTER,
           footer=True),
    Action("better.close", "Leave it", ("escape",), "Leave the session where it is.", Group.ANSWER, "close",
           Scope.BETTER, footer=True),
    Action("search.keep", "Keep", ("enter", "down"), "Go to the list and keep the search.", Group.MOVE, "keep",
           Scope.SEARCH, footer=True),
    Action("search.leave", "Show all", ("escape",), "Leave the search and show all rows.", Group.MOVE, "leave",
           Scope.SEARCH, footer=True),
    Action("form.save", "Save", ("ctrl+s",), "Save and close the form.", Group.ANSWER, "save", Scope.FORM, footer=True),
    Action("form.next", "Next field", ("tab",), "Go to the next field.", Group.MOVE, "next_field", Scope.FORM,
           footer=True),
    Action("form.previous", "Previous field", ("shift+tab",), "Go to the previous field.", Group.MOVE,
           "previous_field", Scope.FORM),
    Action("form.preview", "Preview", ("ctrl+r",), "Read the text of the field as it will be shown.", Group.VIEW,
           "preview", Scope.FORM),
    Action("form.close", "Close", ("escape",), "Close the form; asks first if you changed something.", Group.ANSWER,
           "close", Scope.FORM, footer=True),
    Action("question.yes", "Yes", ("y",), "Do it; enter answers with the button that is lit.",
           Group.ANSWER, "yes", Scope.QUESTION, footer=True),
    Action("question.no", "No", ("n", "escape"), "Leave everything as it is.", Group.ANSWER, "no", Scope.QUESTION,
           footer=True),
    Action("asking.answer", "Go on", ("enter",), "Go on with what you typed.", Group.ANSWER, "answer", Scope.ASKING,
           footer=True),
    Action("asking.close", "Close", ("escape",), "Close without doing anything.", Group.ANSWER, "close", Scope.ASKING,
           footer=True),
    Action("choosing.choose", "Choose", ("enter",), "Take what the cursor is on.", Group.ANSWER, "choose",
           Scope.CHOOSING, footer=True),
    Action("choosing.down", "Down", ("down",), "Down in the list, also while you type.", Group.MOVE, "move(1)",
           Scope.CHOOSING),
    Action("choosing.up", "Up", ("up",), "Up in the list, also while you type.", Group.MOVE, "move(-1)",
           Scope.CHOOSING),
    Action("choosing.page_down", "Page down", ("pagedown",), "A page down in the list.", Group.MOVE, "move(10)",
           Scope.CHOOSING),
    Action("choosing.page_up", "Page up", ("pageup",), "A page up in the list.", Group.MOVE, "move(-10)",
           Scope.CHOOSING),
    Action("choosing.close", "Close", ("escape",), "Close without choosing.", Group.ANSWER, "close", Scope.CHOOSING,
           footer=True),
    Action("tags.go", "Write", ("enter",), "Write what is shown into the files.", Group.ANSWER, "write", Scope.TAGS,
           footer=True),
    Action("tags.all", "One or all", ("a",), "Show the tags of all episodes of the show, or of the one again.",
           Group.VIEW, "toggle_all", Scope.TAGS, footer=True),
    Action("tags.former", "Restore", ("r",), "Show what restoring the former tags would change, or leave that again.",
           Group.VIEW, "toggle_restore", Scope.TAGS, footer=True),
    Action("tags.close", "Close", ("escape", "q"), "Close without writing.", Group.ANSWER, "close", Scope.TAGS,
           footer=True),
    Action("merge.save", "Merge", ("ctrl+s", "enter"), "Make one edit of what is chosen; fields left open stay open.",
           Group.ANSWER, "save", Scope.MERGE, footer=True),
    Action("merge.here", "Here", ("left",), "Keep the value that was edited here.", Group.EDIT, "choose('here')",
           Scope.MERGE, footer=True),
    Action("merge.file", "File", ("right",), "Take the value that the file has.", Group.EDIT, "choose('file')",
           Scope.MERGE, footer=True),
    Action("merge.all_here", "All here", ("h",), "Keep everything that was edited here.", Group.EDIT,
           "choose_all('here')", Scope.MERGE, footer=True),
    Action("merge.all_file", "All file", ("f",), "Take everything that the file has.", Group.EDIT,
           "choose_all('file')", Scope.MERGE, footer=True),
    Action("merge.down", "Next field", ("down", "tab"), "Go to the next field.", Group.MOVE, "move(1)", Scope.MERGE),
    Action("merge.up", "Previous field", ("up", "shift+tab"), "Go to the previous field.", Group.MOVE, "move(-1)",
           Scope.MERGE),
    Action("merge.close", "Close", ("escape",), "Leave everything as it is.", Group.ANSWER, "close", Scope.MERGE,
           footer=True),
    _chapter("split", "Split", ("s",), "Cut the chapter in two at the cursor.", "split", footer=True),
    _chapter("new", "New", ("n",), "Begin a new chapter at the cursor and give it a title.", "new", footer=True),
    _chapter("edit", "Edit", ("e",), "Open the form of the chapter: title, times, link, picture, hidden; so does "
             "enter.", "edit", footer=True),
    _chapter("save", "Save", ("ctrl+s",), "Save all changes as one edit, and close.", "save", Group.ANSWER,
             footer=True),
    _chapter("evenly", "Split evenly", ("S",), "Cut the chapter (or the whole episode, if it has none) every so many "
             "minutes.", "split_evenly"),
    _chapter("merge", "Merge", ("m",), "Join the chapter to the one before it.", "merge", footer=True),
    _chapter("delete", "Delete", ("d", "delete"), "Delete the chapter.", "delete", footer=True),
    _chapter("earlier", "1 s earlier", ("comma", "alt+left"), "Let the chapter begin a second earlier.", "shift(-1.0)"),
    _chapter("later", "1 s later", ("full_stop", "alt+right"), "Let the chapter begin a second later.", "shift(1.0)"),
    _chapter("bit_earlier", "0.1 s earlier", ("less_than_sign", "alt+shift+left"), "A tenth of a second earlier.",
             "shift(-0.1)"),
    _chapter("bit_later", "0.1 s later", ("greater_than_sign", "alt+shift+right"), "A tenth of a second later.",
             "shift(0.1)"),
    _chapter("much_earlier", "10 s earlier", ("left_square_bracket", "ctrl+left"), "Ten seconds earlier.",
             "shift(-10.0)"),
    _chapter("much_later", "10 s later", ("right_square_bracket", "ctrl+right"), "Ten seconds later.", "shift(10.0)"),
    _chapter("here", "Begin here", ("b",), "Let the chapter nearest to the cursor begin at the cursor.", "begin_here"),
    _chapter("offset", "Shift all", ("o",), "Move all chapters by an offset, as when an opening was added or cut.",
             "shift_all"),
    _chapter("import", "Import…", ("i",), "Take chapters from a text or file: lines of time and title, JSON, Podlove, "
             "Audacity.", "import_from"),
    _chapter("beside", "From the file", ("f",), "Take over the chapters of the file beside the audio.", "take_beside"),
    _chapter("tags", "From the tags", ("a",), "Take over the chapters in the tags of the audio.", "take_tags"),
    _chapter("undo", "Undo", ("ctrl+z", "u"), "Take back the last step in this editor.", "undo", footer=True),
    _chapter("redo", "Redo", ("ctrl+y",), "Do the step again that was taken back.", "redo"),
    _chapter("left", "Left", ("left", "h"), "Move the cursor by a cell; a cell is shorter the nearer you zoom.",
             "step(-1)", Group.MOVE),
    _chapter("right", "Right", ("right", "l"), "Move the cursor by a cell to the right.", "step(1)", Group.MOVE),
    _chapter("far_left", "Far left", ("shift+left", "H"), "Move the cursor by ten cells.", "step(-10)", Group.MOVE),
    _chapter("far_right", "Far right", ("shift+right", "L"), "Move the cursor by ten cells to the right.", "step(10)",
             Group.MOVE),
    _chapter("go", "Go to time", ("g",), "Move the cursor to a time that you type.", "go_to", Group.MOVE),
    _chapter("nearer", "Zoom in", ("plus", "z"), "Show less of the sound, in more detail.", "zoom(True)", Group.VIEW,
             footer=True),
    _chapter("wider", "Zoom out", ("minus", "Z"), "Show more of the sound.", "zoom(False)", Group.VIEW),
    _chapter("whole", "Whole", ("0",), "Show the sound as a whole.", "whole", Group.VIEW),
    _chapter("transcript", "Transcript", ("T",), "Read what is said; choosing a line brings the cursor there.",
             "transcript", Group.VIEW),
    _chapter("close", "Close", ("escape", "q"), "Close the editor; asks first if you changed something.", "close",
             Group.ANSWER),
    _chapter("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", "help", Group.VIEW,
             footer=True),
    _chapter("palette", "Commands", ("ctrl+p",), "Find what can be done here by typing.", "palette", Group.VIEW,
             footer=True),
    Action("pasting.take", "Take over", ("ctrl+s",), "Put the chapters in the place of those there are.", Group.ANSWER,
           "take", Scope.PASTING, footer=True),
    Action("pasting.close", "Close", ("escape",), "Close without taking anything over.", Group.ANSWER, "close",
           Scope.PASTING, footer=True),
    Action("transcript.search", "Search", ("/",), "Show only what holds the words you type.", Group.GO, "search",
           Scope.TRANSCRIPT, footer=True),
    Action("transcript.close", "Close", ("escape", "q", "T"), "Show everything again, or close.", Group.ANSWER, "close",
           Scope.TRANSCRIPT, footer=True),
    Action("work.stop", "Cancel, close", ("escape",), "Stop the work, or close when it is done.", Group.ANSWER, "stop",
           Scope.WORK, footer=True),
    Action("reading.close", "Close", ("escape", "q", "question_mark", "enter"), "Close what you are reading.",
           Group.ANSWER, "close", Scope.READING, footer=True),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}


def in_scope(scope: Scope) -> Iterator[Action]:
    """Every action of a scope, in the order of the registry."""
    return (action for action in ACTIONS if action.scope is scope)


def bindings(scope: Scope) -> list[BindingType]:
    """Textual's key bindings of a scope; an action string with two owners of a key is told apart by ``applies``."""
    return [
        Binding(",".join(action.keys), action.command, action.label, show=False, id=action.id)
        for action in in_scope(scope)
        if action.keys
    ]


_KEY_NAMES = {
    "question_mark": "?",
    "pageup": "page up",
    "pagedown": "page down",
    "escape": "esc",
    "delete": "del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "full_stop": ".",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "dollar_sign": "$",
    "number_sign": "#",
    "enter": "enter",
}


def key_name(key: str) -> str:
    """How a key is written for people: ``ctrl+z`` is ``^z``."""
    if key.startswith("ctrl+"):
        return f"^{key_name(key.removeprefix('ctrl+'))}"
    *held, last = key.split("+")
    return "+".join((*held, _KEY_NAMES.get(last, last)))
