"""Taking back an edit of the history, or telling what stands in its way; the history of one thing."""

from typing import TYPE_CHECKING

from confkit.domain.history import Headline
from confkit.services import history
from confkit.services.history import Outlook
from confkit.services.words import name_of
from confkit.tui import words
from confkit.tui.history_rows import headlines
from confkit.tui.section import Place, Section
from confkit.tui.views import entity_of

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen

_SHOWN = 15


def of_thing(screen: "WorkspaceScreen") -> None:
    """Show only the edits that touched what the cursor is on."""
    entity = entity_of(screen.row)
    if entity is not None:
        screen.go(Place(Section.HISTORY))
        screen.history.only(entity.id, name_of(entity))
        screen.focus_middle()


def take_back(screen: "WorkspaceScreen") -> None:
    """Take back the edit under the cursor, or do it again where it is taken back, after asking; or show why not."""
    row = screen.row
    if isinstance(row, Headline):
        screen.confkit.start(lambda: history.outlook(screen.workspace, row.number), lambda found: _asked(screen, found))


def _asked(screen: "WorkspaceScreen", outlook: Outlook) -> None:
    if outlook.error is not None and outlook.later:
        _show_later(screen, outlook)
    elif outlook.error is not None:
        screen.confkit.show_error(outlook.error)
    else:
        _ask(screen, outlook)


def _show_later(screen: "WorkspaceScreen", outlook: Outlook) -> None:
    """List the edits that stand in the way; choosing one goes there."""
    from confkit.tui.pick_screen import PickScreen

    count = words.count(len(outlook.later), "later edit")
    what = "done again" if outlook.again else "taken back"
    title = f"Can't be {what}: {count} of the same things · enter goes there"

    def chosen(one: Headline | None) -> None:
        if one is not None:
            screen.history.reveal(one.number)

    screen.app.push_screen(PickScreen(title, headlines(outlook.later, screen.workspace.now, ())), chosen)


def _ask(screen: "WorkspaceScreen", outlook: Outlook) -> None:
    from confkit.tui.history_detail import things_lines
    from confkit.tui.question import Question

    lines = [line.plain for line in things_lines(outlook.explained)]
    told = [line for line in lines if line.strip()]
    entry, again = outlook.explained.entry, outlook.again
    text = [
        f"By {entry.author}, {words.ago(screen.workspace.now() - entry.at)}. This would happen:",
        "",
        *told[:_SHOWN],
    ]
    if len(told) > _SHOWN:
        text.append(f"… and {len(told) - _SHOWN} lines more")
    if outlook.files:
        how = "written again" if again else "written back"
        text += ["", f"The tags of {words.count(len(outlook.files), 'audio file')} are {how}:"]
        text += [f"  {file}" for file in outlook.files[:5]]
    text += ["", "Here, r takes it back once more." if again else "Here, r does it again, and so does ^y right after."]
    act = history.redo_entry if again else history.undo_entry

    def answered(yes: bool | None) -> None:
        if yes:
            screen.confkit.start(lambda: act(screen.workspace, outlook.number), lambda _: _done(screen, outlook))

    title, answer = ("Do again: {}?", "Do again") if again else ("Take back: {}?", "Take back")
    screen.app.push_screen(Question(title.format(entry.label), "\n".join(text), yes=answer), answered)


def _done(screen: "WorkspaceScreen", outlook: Outlook) -> None:
    label = outlook.explained.entry.label
    screen.confkit.tell(
        f"↷ Did {outlook.number} again: {label}" if outlook.again else f"↶ Took back {outlook.number}: {label}"
    )
    screen.read()
