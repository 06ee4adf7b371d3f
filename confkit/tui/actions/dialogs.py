"""Actions of forms, questions, lines to fill in, choices, long work and what is only read."""

from confkit.tui.actions.action import (
    Action,
    Group,
    Scope,
)

DIALOGS: tuple[Action, ...] = (
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
)  # fmt: skip

READING: tuple[Action, ...] = (
    Action("work.stop", "Cancel, close", ("escape",), "Stop the work, or close when it is done.", Group.ANSWER, "stop",
           Scope.WORK, footer=True),
    Action("reading.close", "Close", ("escape", "q", "question_mark", "enter"), "Close what you are reading.",
           Group.ANSWER, "close", Scope.READING, footer=True),
)  # fmt: skip

BULK: tuple[Action, ...] = (
    Action("bulk.save", "Save", ("ctrl+s",), "Set the fields that you changed, of all of them, as one edit.",
           Group.ANSWER, "save", Scope.BULK, footer=True),
    Action("bulk.empty", "Empty", ("ctrl+l",), "Empty the field of all of them, or leave it as it is again.",
           Group.EDIT, "empty", Scope.BULK, footer=True),
    Action("bulk.next", "Next field", ("tab",), "Go to the next field.", Group.MOVE, "next_field", Scope.BULK,
           footer=True),
    Action("bulk.previous", "Previous field", ("shift+tab",), "Go to the previous field.", Group.MOVE,
           "previous_field", Scope.BULK),
    Action("bulk.close", "Close", ("escape",), "Close the form without changing anything.", Group.ANSWER, "close",
           Scope.BULK, footer=True),
)  # fmt: skip
