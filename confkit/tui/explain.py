"""Help for the focused thing: which scope it has the keys of, what that is about, and what a focused field means."""

from typing import Any

from textual.content import Content
from textual.screen import Screen

from confkit.services.field import FieldKind
from confkit.tui import safe_text
from confkit.tui.actions.action import Scope, Situation
from confkit.tui.actions.registry import BY_ID
from confkit.tui.form_field import FormField
from confkit.tui.help_screen import HelpScreen, ScopeHelp
from confkit.tui.record_list import RecordList
from confkit.tui.section import Section
from confkit.tui.tones import Tone

# The workspace, its lists and the grid are told by section; see ``help_screen.ABOUT``.
BY_SECTION = (Scope.WORKSPACE, Scope.LIST, Scope.GRID)
INTRO: dict[Scope, str] = {
    Scope.TRAY: "What has no time or room yet, side by side. Pick a session up, and carry it to its place in the grid.",
    Scope.BETTER: "The three places where the session would be best off, each with its reasons. Nothing moves before "
    "you take one.",
    Scope.SEARCH: "Rows that hold every word stay. Problems: severity:error, code:room-overlap, is:silenced. "
    "History: by:amira, kind:undo, is:undone, number:17. F1 shows this while you type.",
    Scope.FORM: "Every field is checked as you type; what is wrong stands below it. Nothing is written before you "
    "save, and a save is one edit that can be undone. F1 shows this while you type.",
    Scope.QUESTION: "Nothing happens before you answer yes. Escape leaves everything as it is.",
    Scope.ASKING: "Type, then enter. Escape leaves without doing anything. F1 shows this while you type.",
    Scope.CHOOSING: "Type a few letters to see only the rows that hold them; enter takes the one under the cursor. F1 "
    "shows this while you type.",
    Scope.TAGS: "What writing tags would change in the audio files, as old and new. Nothing is written before you say "
    "so; undo brings the former tags back.",
    Scope.MERGE: "The episode was changed both here and in its audio file. Choose for each field what counts.",
    Scope.CHAPTERS: "The chapters of an episode over its sound. All stays a draft until you save, which is one edit.",
    Scope.PASTING: "Chapters from a text: a time and a title on each line. What can't be read is told as you type.",
    Scope.TRANSCRIPT: "What is said in the episode, line by line. Choosing a line goes to its time where there is an "
    "editor to go to.",
    Scope.WORK: "Long work goes on in the background; it can be stopped, and then leaves nothing half written.",
    Scope.DAY: "What runs in each room now, what is late, who is missing. What a key does is shown before it is done.",
    Scope.JUMP: "Type the letters that stand over what you want to go to.",
    Scope.READING: "The arrows scroll; escape closes.",
}
# How the text of a field is written, where its own help doesn't say.
_WRITTEN: dict[FieldKind, str] = {
    FieldKind.TEXT: "Several lines of text; ^r in a form shows how it will look.",
    FieldKind.CHOICE: "Enter opens the choices.",
    FieldKind.REFERENCE: "Enter opens the choices.",
    FieldKind.FLAG: "Enter opens the choices.",
    FieldKind.PEOPLE: "Names separated by commas, a role in brackets; → completes a name, new names become persons.",
    FieldKind.INTEGER: "A whole number, or nothing.",
    FieldKind.NUMBER: "A whole number.",
    FieldKind.MINUTES: "Minutes, as a whole number.",
    FieldKind.DATE: "A day as 2027-04-08.",
    FieldKind.MOMENT: "A day and a time as 2027-04-08 09:00.",
    FieldKind.LIST: "Separated by commas.",
}


def scope_of(screen: Screen[Any]) -> Scope | None:
    """The scope whose keys the focused thing has: its own, or that of what it stands in."""
    nodes = [*screen.focused.ancestors_with_self] if screen.focused is not None else [screen]
    for node in nodes:
        for binding in getattr(node, "BINDINGS", ()):
            action = BY_ID.get(getattr(binding, "id", None) or "")
            if action is not None and (action.scope is not Scope.LIST or node is screen):
                return action.scope
    return None


def help_for(screen: Screen[Any], situation: Situation | None = None) -> HelpScreen | None:
    """The page about what has the focus; None where nothing can be said, as in the palette."""
    scope = scope_of(screen)
    if situation is not None and (scope is None or scope in BY_SECTION):
        return HelpScreen(situation)
    if scope is None or scope in BY_SECTION:
        return None
    has_list = scope is not Scope.FORM and bool(screen.query(RecordList))
    return ScopeHelp(
        situation or Situation(Section.SESSIONS), scope, INTRO.get(scope, ""), field=_field(screen), has_list=has_list
    )


def _field(screen: Screen[Any]) -> tuple[Content, ...]:
    """What the focused field means; nothing where none has the focus."""
    focused = screen.focused
    found = next((one for one in focused.ancestors_with_self if isinstance(one, FormField)), None) if focused else None
    if found is None:
        return ()
    field = found.field
    help = safe_text.line(field.help)
    told = [f"{help[:1].upper()}{help[1:]}." if help else "", _WRITTEN.get(field.kind, "")]
    told += ["It must be filled in." if field.required else "It may stay empty."]
    if field.follows:
        told.append("Empty, it follows the session, the tags or the show; a hyphen alone means nothing at all.")
    return (Content.styled(f"This field: {field.label}", Tone.ACCENT), *(Content(one) for one in told if one))
