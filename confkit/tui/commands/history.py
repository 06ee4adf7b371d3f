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
    """Take back the edit under the cursor, after asking; or show why it can't be."""
    row = screen.row
    if isinstance(row, Headline):
        screen.confkit.start(
            lambda: history.outlook(screen.workspace, row.number), lambda found: _asked(screen, row, found)
        )


def _asked(screen: "WorkspaceScreen", row: Headline, outlook: Outlook) -> None:
    if outlook.error is not None and outlook.later:
        _show_later(screen, outlook)
    elif outlook.error is not None:
        screen.confkit.show_error(outlook.error)
    else:
        _ask(screen, row, outlook)


def _show_later(screen: "WorkspaceScreen", outlook: Outlook) -> None:
    """List the edits that stand in the way; choosing one goes there."""
    from confkit.tui.pick_screen import PickScreen

    count = words.count(len(outlook.later), "later edit")
    title = f"Can't be taken back: {count} changed the same things · enter goes there"

    def chosen(one: Headline | None) -> None:
        if one is not None:
            screen.history.reveal(one.number)

    screen.app.push_screen(PickScreen(title, headlines(outlook.later, screen.workspace.now, ())), chosen)


def _ask(screen: "WorkspaceScreen", row: Headline, outlook: Outlook) -> None:
    from confkit.tui.history_detail import things_lines
    from confkit.tui.question import Question

    lines = [line.plain for line in things_lines(outlook.explained)]
    told = [line for line in lines if line.strip()]
    text = [f"By {row.author}, {words.ago(screen.workspace.now() - row.at)}. This would happen:", "", *told[:_SHOWN]]
    if len(told) > _SHOWN:
        text.append(f"… and {len(told) - _SHOWN} lines more")
    if outlook.files:
        text += ["", f"The tags of {words.count(len(outlook.files), 'audio file')} are written back:"]
        text += [f"  {file}" for file in outlook.files[:5]]
    text += ["", "^y does it again, as long as you change nothing else."]

    def answered(yes: bool | None) -> None:
        if yes:
            screen.confkit.start(
                lambda: history.undo_entry(screen.workspace, row.number), lambda _: _taken_back(screen, row)
            )

    screen.app.push_screen(Question(f"Take back “{row.label}”?", "\n".join(text), yes="Take back"), answered)


def _taken_back(screen: "WorkspaceScreen", row: Headline) -> None:
    screen.confkit.tell(f"↶ Took back {row.number}: {row.label}\n^y does it again.")
    screen.read()
