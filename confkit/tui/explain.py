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
from confkit.tui.intro import BY_SECTION, INTRO
from confkit.tui.record_list import RecordList
from confkit.tui.section import Section
from confkit.tui.tick_list import TickList
from confkit.tui.tones import Tone

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


# What only a part of a dialogue does: its keys are told beside those of the dialogue.
_PARTS = (Scope.LIST, Scope.TICKING)


def scope_of(screen: Screen[Any]) -> Scope | None:
    """The scope whose keys the focused thing has: its own, or that of what it stands in."""
    nodes = [*screen.focused.ancestors_with_self] if screen.focused is not None else [screen]
    for node in nodes:
        for binding in getattr(node, "BINDINGS", ()):
            action = BY_ID.get(getattr(binding, "id", None) or "")
            if action is not None and (action.scope not in _PARTS or node is screen):
                return action.scope
    return None


def help_for(screen: Screen[Any], situation: Situation | None = None) -> HelpScreen | None:
    """The page about what has the focus; None where nothing can be said, as in the palette.

    A screen that shares its scope with others may say what it is about by itself, as ``help_intro``.
    """
    scope = scope_of(screen)
    if situation is not None and (scope is None or scope in BY_SECTION):
        return HelpScreen(situation)
    if scope is None or scope in BY_SECTION:
        return None
    has_list = scope not in (Scope.FORM, Scope.BULK) and bool(screen.query(RecordList))
    intro: str = getattr(screen, "help_intro", "") or INTRO[scope]
    return ScopeHelp(
        situation or Situation(Section.SESSIONS),
        scope,
        intro,
        field=_field(screen),
        has_list=has_list,
        ticks=bool(screen.query(TickList)),
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
