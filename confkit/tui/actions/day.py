"""Actions of the day of the event: its screen, the sign of a room, running late, paper."""

from confkit.tui.actions.action import Action, Group, Scope, with_event

OPENING: tuple[Action, ...] = (
    Action("day.open", "Day", ("D",), "What runs in each room now, what is late, who is missing; check-in and signs.",
           Group.GO, "day:open_day", when=with_event, footer=True),
    Action("paper.open", "Paper…", ("O",), "Print door sheets, cue cards or a timetable into a file.",
           Group.WORK, "day:open_paper", when=with_event),
)  # fmt: skip


def _day(id: str, label: str, keys: tuple[str, ...], help: str, group: Group = Group.EDIT, *, footer: bool = False,
         scope: Scope = Scope.DAY) -> Action:  # fmt: skip
    name = scope.name.lower()
    return Action(f"{name}.{id}", label, keys, help, group, id, scope, footer=footer)


DAY: tuple[Action, ...] = (
    _day("late", "Late", ("l",), "Say how many minutes the room runs late, and see what shifts before it is done.",
         footer=True),
    _day("on_time", "Back on time", ("b",), "Let breaks and gaps absorb what the room is late by; asks first.",
         footer=True),
    _day("check_in", "Check in", ("c",), "Note that somebody has arrived; in the list of the missing, enter does it.",
         footer=True),
    _day("check_out", "Check out", ("C",), "Take back that somebody has arrived."),
    _day("sign", "Sign", ("s",), "Fill the terminal with the sign of the room; so does enter.", Group.VIEW,
         footer=True),
    _day("edit", "Edit", ("e",), "Open the form of the session that the cursor is on.", footer=True),
    _day("undo", "Undo", ("ctrl+z", "u"), "Take back your last edit.", footer=True),
    _day("redo", "Redo", ("ctrl+y",), "Do again what you took back last."),
    _day("search", "Filter", ("/",), "Show only the rooms and sessions that hold what you type.", Group.GO,
         footer=True),
    _day("other_time", "Other time", ("t",), "Rehearse: show another time, and let the clock go on from there.",
         Group.VIEW, footer=True),
    _day("later", "5 min later", ("full_stop", "right_square_bracket"), "Rehearse: show five minutes later.",
         Group.VIEW),
    _day("earlier", "5 min earlier", ("comma", "left_square_bracket"), "Rehearse: show five minutes earlier.",
         Group.VIEW),
    _day("real_time", "Real time", ("0",), "End the rehearsal: show the present.", Group.VIEW),
    _day("only_active", "Hide empty rooms", ("h",), "Hide or show the rooms in which nothing more happens today.",
         Group.VIEW),
    _day("next_pane", "Next pane", ("tab", "shift+tab"), "Go from the rooms to who is missing, and back.", Group.GO),
    _day("paper", "Paper…", ("O",), "Print door sheets, cue cards or a timetable into a file.", Group.VIEW),
    _day("close", "Close", ("escape", "q"), "Go back to the workspace; after a filter, show all rooms first.",
         Group.ANSWER),
    _day("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", Group.VIEW,
         footer=True),
    _day("palette", "Commands", ("ctrl+p",), "Find what can be done here by typing.", Group.VIEW, footer=True),
    _day("leave", "Leave", ("q", "escape"), "Leave the sign.", Group.ANSWER, scope=Scope.SIGN),
    _day("save", "Do it", ("enter", "ctrl+s"), "Shift what is shown.", Group.ANSWER, footer=True, scope=Scope.LATE),
    _day("toggle_end", "Lengthen", ("ctrl+e", "f2"), "Let what runs now end later too, or when it was to end.",
         footer=True, scope=Scope.LATE),
    _day("close", "Close", ("escape",), "Shift nothing.", Group.ANSWER, footer=True, scope=Scope.LATE),
    _day("save", "Write", ("ctrl+s",), "Write the file.", Group.ANSWER, footer=True, scope=Scope.PAPER),
    _day("next_field", "Next field", ("tab",), "Go to the next field.", Group.MOVE, scope=Scope.PAPER),
    _day("previous_field", "Previous field", ("shift+tab",), "Go to the previous field.", Group.MOVE,
         scope=Scope.PAPER),
    _day("preview", "Preview", ("ctrl+r",), "Read the paper as text.", Group.VIEW, footer=True, scope=Scope.PAPER),
    _day("close", "Close", ("escape",), "Close without writing.", Group.ANSWER, footer=True, scope=Scope.PAPER),
)  # fmt: skip
