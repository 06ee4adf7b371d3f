"""Actions of the chapter editor, and of chapters taken from a text or file."""

from confkit.tui.actions.action import (
    Action,
    Group,
    Scope,
)


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


CHAPTERS: tuple[Action, ...] = (
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
)  # fmt: skip

PASTING: tuple[Action, ...] = (
    Action("pasting.take", "Take over", ("ctrl+s",), "Put the chapters in the place of those there are.", Group.ANSWER,
           "take", Scope.PASTING, footer=True),
    Action("pasting.close", "Close", ("escape",), "Close without taking anything over.", Group.ANSWER, "close",
           Scope.PASTING, footer=True),
)  # fmt: skip
