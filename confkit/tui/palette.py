"""The command palette: every action of the registry, every event and show, and everything the full search finds."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast
from uuid import UUID

from textual.command import CommandInput, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from confkit.domain.errors import ConfkitError
from confkit.services import lookup
from confkit.services.words import WORDS
from confkit.tui import safe_text, sidebar
from confkit.tui.actions.action import Action, Scope
from confkit.tui.actions.registry import in_scope, key_name
from confkit.tui.commands.going import to_thing
from confkit.tui.section import Place
from confkit.tui.text_fields import one_line

if TYPE_CHECKING:
    from confkit.tui.workspace_screen import WorkspaceScreen

_HITS = 20


class Commands(Provider):
    """What the palette offers on the workspace screen."""

    @property
    def _workspace(self) -> "WorkspaceScreen":
        return cast("WorkspaceScreen", self.screen)

    def _actions(self) -> list[Action]:
        situation = self._workspace.situation
        return [
            action for action in in_scope(Scope.WORKSPACE) if action.is_offered(situation) and action.id != "palette"
        ]

    def _run(self, action: Action) -> Callable[[], None]:
        return partial(self._workspace.action_do, action.id)

    def _go(self, place: Place) -> Callable[[], None]:
        return partial(self._workspace.go, place)

    async def discover(self) -> Hits:
        """Everything that can be done here, before anything is typed."""
        for action in self._actions():
            yield DiscoveryHit(_label(action), self._run(action), text=action.label, help=action.help)

    async def search(self, query: str) -> Hits:
        """Actions, events and shows that match; then what the full search finds in the database."""
        matcher = self.matcher(query)
        for action in self._actions():
            # Letters in order are found in any sentence, so the help must hold the words as they are.
            score = matcher.match(action.label) or (0.2 if query.casefold() in action.help.casefold() else 0)
            if score > 0:
                yield Hit(score, _label(action), self._run(action), text=action.label, help=action.help)
        for title, place in sidebar.places(self._workspace.snapshot):
            name = safe_text.line(title)[:120]
            score = matcher.match(name)
            if score > 0:
                help = "show" if place.section not in ("Sessions",) else "event"
                yield Hit(score, Content.assemble("→ ", name), self._go(place), text=name, help=help)
        async for hit in self._found(query):
            yield hit

    async def _found(self, query: str) -> Hits:
        workspace = self._workspace.workspace
        try:
            found = await asyncio.to_thread(lookup.search, workspace, query, limit=_HITS)
        except ConfkitError:
            return
        for rank, hit in enumerate(found):
            title = safe_text.line(hit.title)[:120]
            word = WORDS[hit.kind]
            text = Content.assemble(title, (f"  {word}", "dim"))
            # Behind a command that matches well, in the order of the search.
            yield Hit(0.4 - rank / 100, text, self._jump(hit.id), text=title, help=safe_text.line(hit.snippet)[:200])

    def _jump(self, id: UUID) -> Callable[[], None]:
        return partial(to_thing, self._workspace, id)


def _label(action: Action) -> Content:
    key = key_name(action.keys[0]) if action.keys else ""
    return Content.assemble(action.label, (f"  {key}", "dim") if key else "")


class Palette(CommandPalette):
    """Textual's palette, in our frame."""

    CSS_PATH = "palette.tcss"

    def on_mount(self) -> None:
        """Clean what is typed and pasted; the palette makes its input itself, so it is taught here."""
        self.query_one(CommandInput).validate_value = one_line  # type: ignore[attr-defined]


def open_palette(screen: "WorkspaceScreen") -> None:
    """Open the palette over the workspace screen."""
    screen.app.push_screen(Palette(providers=[Commands], placeholder="A command, event, session, person, episode…"))


def scope_commands(scope: Scope) -> type[Provider]:
    """What the palette offers on a screen that has a scope of its own."""

    class ScopeCommands(Provider):
        def _offered(self) -> list[Action]:
            return [action for action in in_scope(scope) if not action.id.endswith(".palette")]

        def _run(self, action: Action) -> Callable[[], object]:
            return partial(self.screen.run_action, action.command)

        async def discover(self) -> Hits:
            for action in self._offered():
                yield DiscoveryHit(_label(action), self._run(action), text=action.label, help=action.help)

        async def search(self, query: str) -> Hits:
            matcher = self.matcher(query)
            for action in self._offered():
                score = matcher.match(action.label) or (0.2 if query.casefold() in action.help.casefold() else 0)
                if score > 0:
                    yield Hit(score, _label(action), self._run(action), text=action.label, help=action.help)

    return ScopeCommands
