"""Actions of the selection among proposals, of reading one of them, and of the columns of a table."""

from confkit.tui.actions.action import Action, Group, Scope, only, with_event
from confkit.tui.section import Section

OPENING: tuple[Action, ...] = (
    Action(
        "selection", "Selection", ("R",), "Review proposals, rank them, and accept or reject many at once.",
        Group.EDIT, "selecting:open_selection", sections=only(Section.SESSIONS), when=with_event, footer=True,
        anywhere=True,
    ),
)  # fmt: skip


def _select(
    id: str, label: str, keys: tuple[str, ...], help: str, run: str, group: Group = Group.EDIT, *, footer: bool = False
) -> Action:
    return Action(f"selection.{id}", label, keys, help, group, run, Scope.SELECTION, footer=footer)


def _review(
    id: str, label: str, keys: tuple[str, ...], help: str, run: str, group: Group = Group.EDIT, *, footer: bool = False
) -> Action:
    return Action(f"reviewing.{id}", label, keys, help, group, run, Scope.REVIEWING, footer=footer)


_SCORE = "Give it {}, in place of the score you gave before; the event's scale is from 1 to 5, or its own."
_TEN = "Give it 10 points where the scale begins at 1, none where it begins at 0."

_DIGITS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 0)


def _points(digit: int) -> str:
    return _SCORE.format("1 point" if digit == 1 else f"{digit} points") if digit else _TEN


SELECTION: tuple[Action, ...] = (
    _select("read", "Read", ("e",), "Read the proposal and its reviews; enter or a double click does the same.",
            "read", footer=True),
    _select("mark", "Mark", ("x",), "Mark the proposal or unmark it, and go on; quotas show what would come of it.",
            "mark", footer=True),
    _select("accept", "Accept", ("a",), "Accept all that are marked (else the one under the cursor), as one edit.",
            "decide('accepted')", footer=True),
    _select("reject", "Reject", ("r",), "Reject all that are marked, as one edit.", "decide('rejected')", footer=True),
    _select("waitlist", "Waitlist", ("w",), "Put all that are marked on the waiting list, as one edit.",
            "decide('waitlisted')", footer=True),
    _select("rank", "Rank by…", ("m",), "Rank by the mean, the median rank or the mean rank, in turn.", "next_method",
            Group.VIEW, footer=True),
    _select("filter", "Filter…", ("f",), "Show only a state, track, type or length; choosing it again takes it away.",
            "choose_filter", Group.VIEW, footer=True),
    _select("undo", "Undo", ("ctrl+z", "u"), "Take back your last edit.", "undo", footer=True),
    _select("redo", "Redo", ("ctrl+y",), "Do again what you took back last.", "redo"),
    _select("mark_all", "Mark all", ("X",), "Mark all that are shown, or none.", "mark_all"),
    _select("mark_down", "Mark, down", ("shift+down",), "Mark the proposal and go to the next one.", "mark_on(1)"),
    _select("mark_up", "Mark, up", ("shift+up",), "Mark the proposal and go to the one before.", "mark_on(-1)"),
    _select("withdraw", "Withdraw", ("W",), "Note that the people of all that are marked have withdrawn them.",
            "decide('withdrawn')"),
    _select("reopen", "Reopen", ("b",), "Make all that are marked submissions again, about which nobody has decided.",
            "decide('submitted')"),
    *(
        _select(f"score_{n}", f"Score {n}", (str(n),), _points(n), f"score({n})") for n in _DIGITS
    ),
    _select("comment", "Comment…", ("c",), "Write what you think of the proposal; never published.", "comment"),
    _select("whoami", "Review as…", ("I",), "Say which person you are; your name is looked for among them first.",
            "choose_reviewer"),
    _select("quota", "Quota…", ("Q",), "Plan time or sessions for a track, type or length; enter on its line does it.",
            "quota"),
    _select("sort", "Sort by…", ("o",), "Sort by a column; a click on its title does the same, a second one turns it.",
            "choose_order", Group.VIEW),
    _select("turn", "Turn order", ("O",), "Let the last come first.", "turn", Group.VIEW),
    _select("unreviewed", "Not yet by me", ("N",), "Show only what you have not reviewed yet, or everything again.",
            "toggle_unreviewed", Group.VIEW),
    _select("names", "Hide names", ("H",), "Hide who proposed something, or show it; blind reviews begin so.",
            "toggle_names", Group.VIEW),
    _select("search", "Search", ("/",), "Show only the rows that hold what you type.", "search", Group.VIEW),
    _select("pane", "Other pane", ("tab", "shift+tab"), "Move between proposals and quotas.", "other_pane",
            Group.VIEW),
    _select("import", "Import…", ("i",), "Bring in sessions or reviews from a table (CSV).", "import_table"),
    _select("close", "Close", ("escape", "q"), "Take marks away, show all rows again; then close.", "close",
            Group.ANSWER),
    _select("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", "help", Group.VIEW,
            footer=True),
    _select("palette", "Commands", ("ctrl+p",), "Find what can be done here by typing.", "palette", Group.VIEW,
            footer=True),
)  # fmt: skip

REVIEWING: tuple[Action, ...] = (
    *(
        _review(f"score_{n}", "2 3 … score" if n == 1 else f"Score {n}", (str(n),), _points(n),
                f"score({n})", footer=n == 1)
        for n in _DIGITS
    ),
    _review("comment", "Comment…", ("c",), "Write what you think of the proposal; never published.", "comment",
            footer=True),
    _review("next", "Next", ("n",), "Go to the next proposal that you have not reviewed.", "next(1)", Group.GO,
            footer=True),
    _review("previous", "Previous", ("p",), "Go to the one before that you have not reviewed.", "next(-1)", Group.GO,
            footer=True),
    _review("following", "Following", ("right_square_bracket",), "Go to the next proposal of the list.",
            "step(1)", Group.GO),
    _review("preceding", "Preceding", ("left_square_bracket",), "Go to the proposal before it in the list.",
            "step(-1)", Group.GO),
    _review("others", "Others", ("v",), "Show what others think of it, also before you have scored it; or hide it.",
            "toggle_others", Group.VIEW, footer=True),
    _review("names", "Names", ("H",), "Hide who proposed it, or show it; blind reviews begin so.", "toggle_names",
            Group.VIEW, footer=True),
    _review("undo", "Undo", ("ctrl+z", "u"), "Take back your last edit.", "undo", footer=True),
    _review("close", "Close", ("escape", "q"), "Go back to the list.", "close", Group.ANSWER),
    _review("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", "help", Group.VIEW,
            footer=True),
    _review("palette", "Commands", ("ctrl+p",), "Find what can be done here by typing.", "palette", Group.VIEW,
            footer=True),
)  # fmt: skip

COLUMNS: tuple[Action, ...] = (
    Action("columns.choose", "Change…", ("enter",), "Say what the column is, or leave it out.", Group.EDIT, "choose",
           Scope.COLUMNS, footer=True),
    Action("columns.kind", "Sessions or reviews", ("r",), "Take the rows for sessions, or for reviews.", Group.EDIT,
           "change_kind", Scope.COLUMNS, footer=True),
    Action("columns.take", "Import", ("ctrl+s",), "Bring the table in.", Group.ANSWER, "take", Scope.COLUMNS,
           footer=True),
    Action("columns.close", "Close", ("escape",), "Close without importing.", Group.ANSWER, "close", Scope.COLUMNS,
           footer=True),
)  # fmt: skip
