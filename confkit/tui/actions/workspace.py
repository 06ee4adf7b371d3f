"""Actions of the first screen: lists, sections, what is wrong, files and views."""

from confkit.tui.actions.action import (
    EPISODES,
    OF_EVENT,
    OF_SESSIONS,
    WITH_RECORDS,
    Action,
    Group,
    Scope,
    in_list,
    marked,
    on_record,
    on_session,
    only,
    with_event,
    with_show,
)
from confkit.tui.section import Section


def _go(section: Section, key: str, what: str) -> Action:
    name = section.value.lower()
    return Action(f"go.{name}", section.value, (key,), what, Group.GO, f"going:to_{name}")


def _move(id: str, label: str, keys: tuple[str, ...], run: str) -> Action:
    return Action(f"list.{id}", label, keys, f"{label} in the list.", Group.MOVE, run, Scope.LIST)


RECORDS: tuple[Action, ...] = (
    Action(
        "edit", "Edit", ("e",), "Open the form of what the cursor is on; enter or a double click does the same.",
        Group.EDIT, "editing:edit", sections=WITH_RECORDS, when=on_record, footer=True, single=True,
    ),
    Action(
        "problem.open", "Go to it", ("g",), "Jump to what the problem is about; enter or a double click does the same.",
        Group.GO, "going:to_subject", sections=only(Section.PROBLEMS), when=lambda s: s.has_subject, footer=True,
    ),
    Action(
        "new.session", "New session", ("n",), "Add a session to the event.",
        Group.EDIT, "editing:new_session", sections=OF_SESSIONS, when=with_event, footer=True, anywhere=True,
    ),
    Action(
        "new.person", "New speaker", ("n",), "Add a person to the workspace.",
        Group.EDIT, "editing:new_person", sections=only(Section.SPEAKERS), footer=True, anywhere=True,
    ),
    Action(
        "new.room", "New room", ("n",), "Add a room to the event.",
        Group.EDIT, "editing:new_room", sections=only(Section.ROOMS), when=with_event, footer=True, anywhere=True,
    ),
    Action(
        "new.episode", "New episode", ("n",), "Add an episode to the show, before or after its audio is there.",
        Group.EDIT, "editing:new_episode", sections=only(Section.EPISODES), when=with_show, footer=True, anywhere=True,
    ),
)  # fmt: skip

ON_MARKED: tuple[Action, ...] = (
    Action(
        "bulk.edit", "Edit marked…", ("e",), "Set fields of everything that is marked, as one edit.",
        Group.EDIT, "bulk:edit", sections=WITH_RECORDS, when=marked, footer=True,
    ),
    Action(
        "bulk.clear", "Clear marks", ("escape",), "Leave the search; without one, unmark everything.",
        Group.EDIT, "bulk:clear", sections=WITH_RECORDS, when=marked, footer=True,
    ),
    Action(
        "bulk.publish", "Publish marked", ("p",), "Let the marked episodes into the feed with the next build.",
        Group.EPISODE, "bulk:publish", sections=EPISODES, when=marked, footer=True,
    ),
    Action(
        "bulk.tags", "Tags of marked…", ("w",), "Show what would change in the tags of the marked, then write them.",
        Group.EPISODE, "bulk:tags", sections=EPISODES, when=marked, footer=True,
    ),
    Action(
        "bulk.sequence", "In sequence…", ("s",),
        "Place the marked sessions one after the other from the cursor on, in the order in which they were marked.",
        Group.EDIT, "bulk:sequence", sections=only(Section.SCHEDULE), when=lambda s: s.in_grid and marked(s),
        footer=True,
    ),
    Action(
        "bulk.unplace", "Take out marked", ("w",), "Take everything that is marked out of the schedule.",
        Group.EDIT, "bulk:take_out", sections=OF_SESSIONS, when=marked, footer=True,
    ),
    Action(
        "bulk.pin", "Pin marked", ("P",), "Pin the marked sessions where they are; unpin them where all are pinned.",
        Group.EDIT, "bulk:pin", sections=only(Section.SCHEDULE), when=marked, footer=True,
    ),
    Action(
        "bulk.delete", "Delete marked…", ("d", "delete"), "Delete everything that is marked, after asking.",
        Group.EDIT, "bulk:delete", sections=WITH_RECORDS, when=marked, footer=True,
    ),
)  # fmt: skip

MARKING: tuple[Action, ...] = (
    Action(
        "mark", "Mark", ("x",), "Mark what the cursor is on for an edit of several, or unmark it, and go on. Ctrl and "
        "a click does the same, or a click at the left edge.",
        Group.EDIT, "bulk:mark", sections=WITH_RECORDS, when=on_record, footer=True,
    ),
    Action(
        "mark.all", "Mark all", ("X",), "Mark everything that is shown, or unmark it where it is marked already.",
        Group.EDIT, "bulk:mark_all", sections=WITH_RECORDS,
    ),
    Action(
        "mark.up", "Mark upwards", ("shift+up",), "Mark, and go up.",
        Group.EDIT, "bulk:mark_up", sections=WITH_RECORDS, when=lambda s: on_record(s) and not s.in_grid,
    ),
    Action(
        "mark.down", "Mark downwards", ("shift+down",), "Mark, and go down.",
        Group.EDIT, "bulk:mark_down", sections=WITH_RECORDS, when=lambda s: on_record(s) and not s.in_grid,
    ),
)  # fmt: skip

PLACING: tuple[Action, ...] = (
    Action(
        "place", "Place", ("p",), "Give the session a room and a start, or move it.",
        Group.EDIT, "placing:place", sections=OF_SESSIONS, when=on_session, footer=True,
    ),
    Action(
        "unplace", "Take out", ("w",), "Take the session out of the schedule; it waits for a new place.",
        Group.EDIT, "placing:unplace", sections=OF_SESSIONS, when=lambda s: on_session(s) and s.placed,
        single=True,
    ),
    Action(
        "delete", "Delete", ("d", "delete"), "Delete what the cursor is on, after asking. Undo brings it back.",
        Group.EDIT, "editing:delete", sections=WITH_RECORDS, when=on_record, single=True,
    ),
    Action(
        "search", "Search", ("/",), "Show only the rows that hold what you type. The palette searches everything.",
        Group.GO, "going:search", footer=True,
    ),
    Action(
        "back", "Back", ("escape",), "Leave the search line, show all rows again, return to the list.",
        Group.GO, "going:back", single=True,
    ),
)  # fmt: skip

UNDOING: tuple[Action, ...] = (
    Action(
        "undo", "Undo", ("ctrl+z", "u"), "Take back your last edit, also one from an earlier day.",
        Group.EDIT, "undoing:undo", footer=True,
    ),
    Action(
        "redo", "Redo", ("ctrl+y",), "Do again what you took back last.",
        Group.EDIT, "undoing:redo",
    ),
)  # fmt: skip

DOING: tuple[Action, ...] = (
    Action(
        "schedule.order", "Order", ("o",), "List the schedule by day and room, or by day and time.",
        Group.VIEW, "viewing:change_order", sections=only(Section.SCHEDULE), when=in_list, footer=True,
    ),
    Action(
        "scan", "Scan audio", ("s",), "Look for new and changed audio files in episodes/.",
        Group.WORK, "working:scan", sections=only(Section.EPISODES), footer=True, anywhere=True,
    ),
    Action(
        "build", "Build", ("b",), "Write calendars, feeds and pages to the output folder.",
        Group.WORK, "working:build", footer=True,
    ),
    Action(
        "import", "Import…", ("i",), "Bring in a programme or a podcast from a file, folder or address.",
        Group.WORK, "importing:import_from",
    ),
)  # fmt: skip

GOING: tuple[Action, ...] = (
    _go(Section.SESSIONS, "1", "List the sessions of the event."),
    _go(Section.SPEAKERS, "2", "List the persons of the workspace, those of the event first."),
    _go(Section.SCHEDULE, "3", "List what takes place when and where, and what waits for a place."),
    _go(Section.ROOMS, "4", "List the rooms of the event."),
    _go(Section.EPISODES, "5", "List the episodes of the show."),
    _go(Section.PROBLEMS, "6", "List what is wrong and what to do about it."),
    _go(Section.HISTORY, "7", "List who changed what, when."),
)  # fmt: skip

VIEWING: tuple[Action, ...] = (
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
        Group.EDIT, "editing:edit_event", sections=OF_EVENT, when=with_event, anywhere=True,
    ),
    Action(
        "edit.show", "Edit show", ("ctrl+e",), "Open the form of the show: what its feed says about it.",
        Group.EDIT, "editing:edit_show", sections=only(Section.EPISODES), when=with_show, anywhere=True,
    ),
    Action(
        "notes", "Preview notes", ("o",), "Read the description as apps show it, and see how much directories take.",
        Group.VIEW, "viewing:preview_notes", sections=only(Section.EPISODES, Section.SESSIONS), when=on_record,
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
)  # fmt: skip

LIST: tuple[Action, ...] = (
    _move("up", "Up", ("up", "k"), "cursor_up"),
    _move("down", "Down", ("down", "j"), "cursor_down"),
    _move("page_up", "Page up", ("pageup",), "page_up"),
    _move("page_down", "Page down", ("pagedown", "space"), "page_down"),
    _move("first", "First row", ("home",), "first"),
    _move("last", "Last row", ("end", "G"), "last"),
    Action("list.choose", "Open", ("enter",), "Open what the cursor is on.", Group.MOVE, "choose", Scope.LIST),
)  # fmt: skip
