"""Actions of sign-ups: the lists of workshops, the slots of consultations."""

from confkit.tui.actions.action import OF_SESSIONS, Action, Group, Scope, Situation, on_session, only, with_event
from confkit.tui.section import Section

OPENING: tuple[Action, ...] = (
    Action(
        "sign_ups", "Sign-ups", ("U",), "See who signed up for the session and who waits, or who booked which slot.",
        Group.EDIT, "people:sign_ups", sections=OF_SESSIONS, when=on_session, footer=True,
    ),
    Action(
        "tracks", "Tracks, types", ("T",), "Choose a track or a type of session and open its form, or add one.",
        Group.EDIT, "people:tracks", sections=only(Section.ROOMS), when=with_event, footer=True, anywhere=True,
    ),
)  # fmt: skip


def of_consultation(situation: Situation) -> bool:
    """The list is that of a consultation, booked slot by slot."""
    return situation.kind == "consultation"


def of_workshop(situation: Situation) -> bool:
    """The list is that of a session that is signed up for as a whole."""
    return not of_consultation(situation)


def _people(
    id: str, label: str, keys: tuple[str, ...], help: str, run: str, group: Group = Group.EDIT, *, footer: bool = False
) -> Action:
    return Action(f"people.{id}", label, keys, help, group, run, Scope.SIGN_UPS, footer=footer)


SIGN_UPS: tuple[Action, ...] = (
    _people("add", "Add", ("n",), "Sign somebody up; on a slot of a consultation, book it for them.", "add",
            footer=True),
    _people("edit", "Edit", ("e",), "Open the form of who the cursor is on; enter does the same, and books a free "
            "slot.", "edit", footer=True),
    _people("withdraw", "Withdraw", ("w",), "Take somebody off the list, or free their slot; who waited first has the "
            "place then.", "withdraw", footer=True),
    _people("came", "Came", ("c",), "Say that somebody came, or that they did not.", "came", footer=True),
    _people("close", "Back", ("escape", "q"), "Go back.", "close", Group.ANSWER, footer=True),
    _people("up", "Wait earlier", ("K", "shift+up"), "Move somebody up on the waiting list.", "move_waiting(-1)"),
    _people("down", "Wait later", ("J", "shift+down"), "Move somebody down on the waiting list.", "move_waiting(1)"),
    _people("slots", "Add slots", ("s",), "Add a row of slots to be booked, such as 14:00 to 17:00, each of 20 "
            "minutes.", "add_slots", footer=True)._replace(when=of_consultation),
    _people("book", "Book another", ("b",), "Choose a free slot of the consultation for who the cursor is on.", "book",
            footer=True)._replace(when=of_consultation),
    _people("remove", "Delete slot", ("d", "delete"), "Delete the slot, after asking; who booked it stays on the list.",
            "delete_slot")._replace(when=of_consultation),
    _people("import", "Import…", ("i",), "Bring in the people of a table (CSV) that you name.", "import_table",
            Group.WORK, footer=True)._replace(when=of_workshop),
    _people("export", "Export…", ("x",), "Write the list into a file: a table (.csv, with e-mail addresses), or names "
            "to print (.txt, .html).", "export", Group.WORK, footer=True),
    _people("copy", "Copy e-mails", ("m",), "Copy the e-mail addresses of the list, those with a place first.",
            "copy", Group.WORK),
    _people("undo", "Undo", ("ctrl+z", "u"), "Take back your last edit.", "undo", footer=True),
    _people("help", "Help", ("question_mark", "f1"), "What can be done here, and with which key.", "help", Group.VIEW,
            footer=True),
    _people("palette", "Commands", ("ctrl+p",), "Find what can be done here by typing.", "palette", Group.VIEW,
            footer=True),
)  # fmt: skip
