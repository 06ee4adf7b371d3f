"""The one registry of actions. Keys, footer, palette, help screen and ``docs/keys.md`` are all made from it.

An action says what it is called, which keys it has, where it applies, and which function runs it. The function is
named, not imported, so that forms, dialogs and the build are loaded when they are first used. Adding an action is one
entry here and one function in ``confkit/tui/commands/``.

This module is loaded before the first paint: a class of named tuples is made in a tenth of the time of a dataclass.

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
    SEARCH = "Search line"
    FORM = "Forms"
    QUESTION = "Questions"
    ASKING = "A line to fill in"
    CHOOSING = "A choice from a list"
    TAGS = "Tags to be written"
    MERGE = "Merge of an episode with its file"
    WORK = "Long work"
    READING = "Help and messages"


class Group(StrEnum):
    """What an action is about; the value is the title in help and docs."""

    GO = "Go"
    EDIT = "Plan"
    EPISODE = "Episode"
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
    state: str = ""
    has_audio: bool = False
    is_torn: bool = False


def _always(_: Situation) -> bool:
    return True


class Action(NamedTuple):
    """One thing a user can do.

    ``run`` is ``module:function`` in ``confkit.tui.commands`` (called with the workspace screen), or the name of an
    action of the widget that has the scope. ``sections`` empty means all. ``footer`` shows the action at the bottom.
    ``anywhere`` offers it in the command palette also where its key does not work.
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

    @property
    def command(self) -> str:
        """The action string that Textual calls for a key or a click."""
        return f"do('{self.id}')" if ":" in self.run else self.run

    def applies(self, situation: Situation) -> bool:
        """Whether the action's key works in this situation."""
        return (not self.sections or situation.section in self.sections) and self.when(situation)

    def is_offered(self, situation: Situation) -> bool:
        """Whether the command palette offers the action in this situation."""
        return self.when(situation) if self.anywhere else self.applies(situation)


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


def _move(id: str, label: str, keys: tuple[str, ...], run: str) -> Action:
    return Action(f"list.{id}", label, keys, f"{label} in the list.", Group.MOVE, run, Scope.LIST)


ACTIONS: tuple[Action, ...] = (
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
    Action(
        "schedule.order", "Order", ("o",), "List the schedule by day and room, or by day and time.",
        Group.VIEW, "viewing:change_order", sections=_in(Section.SCHEDULE), footer=True,
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
        Group.VIEW, "viewing:toggle_detail",
    ),
    Action(
        "refresh", "Read again", ("f5",), "Read everything again. Edits of others appear by themselves.",
        Group.VIEW, "viewing:refresh",
    ),
    Action(
        "theme", "Next theme", ("t",), "Change between dark, light and the terminal's own colours.",
        Group.VIEW, "viewing:next_theme",
    ),
    Action("theme.dark", "Theme: dark", (), "Light text on a dark ground.", Group.VIEW, "viewing:dark"),
    Action("theme.light", "Theme: light", (), "Dark text on a light ground.", Group.VIEW, "viewing:light"),
    Action("theme.ansi", "Theme: terminal colours", (), "The sixteen colours of your terminal.", Group.VIEW,
           "viewing:ansi"),
    Action("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", Group.VIEW,
           "viewing:show_help", footer=True),
    Action("palette", "Commands", ("ctrl+p",), "Find any command, event, show, session, person or episode by typing.",
           Group.VIEW, "viewing:show_palette", footer=True),
    Action("quit", "Quit", ("q", "ctrl+q"), "Leave confkit. Everything is saved already.", Group.VIEW,
           "viewing:leave"),
    _move("up", "Up", ("up", "k"), "cursor_up"),
    _move("down", "Down", ("down", "j"), "cursor_down"),
    _move("page_up", "Page up", ("pageup",), "page_up"),
    _move("page_down", "Page down", ("pagedown", "space"), "page_down"),
    _move("first", "First row", ("home",), "first"),
    _move("last", "Last row", ("end", "G"), "last"),
    Action("list.choose", "Open", ("enter",), "Open what the cursor is on.", Group.MOVE, "choose", Scope.LIST),
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
    "number_sign": "#",
    "enter": "enter",
}


def key_name(key: str) -> str:
    """How a key is written for people: ``ctrl+z`` is ``^z``."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return _KEY_NAMES.get(key, key)
